// Deliveries: one digest of one person on one local day, its picks (the impressions) and what was answered to them.

package store

import "time"

// DeliveryState is how far a digest got.
type DeliveryState string

// The states of a delivery.
const (
	Planned   DeliveryState = "planned"
	Delivered DeliveryState = "delivered"
	Missed    DeliveryState = "missed" // fell due while the program was down, too late to send
	Dropped   DeliveryState = "dropped"
)

// Pick is one impression: an asset chosen for a person, why, and how probable the choice was.
type Pick struct {
	Asset      AssetID `json:"asset"`
	Reason     string  `json:"reason"`     // words for the person, true of what moved the score
	Propensity float64 `json:"propensity"` // probability (0,1] that the policy picked it here
	Policy     string  `json:"policy"`     // name and version of the matching function
	Answer     string  `json:"answer,omitempty"`
	// Answer is the last thing the person did with this pick: "saved", "shared", "opened", "dismissed", "more", "liked",
	// "disliked", "".
}

// Delivery is one digest. Its key is "digest/<local date>/<employee>", also the key of its outbox message.
type Delivery struct {
	Key       string        `json:"key"`
	Employee  EmployeeID    `json:"employee"`
	Date      LocalDate     `json:"date"`
	Picks     []Pick        `json:"picks"` // never empty, except Missed
	State     DeliveryState `json:"state"`
	PlannedAt time.Time     `json:"planned_at"`
	SentAt    time.Time     `json:"sent_at,omitzero"`
	Note      string        `json:"note,omitempty"` // why Missed or Dropped
	OnRequest bool          `json:"on_request,omitempty"`
}

// DigestPlan is what the matching decided for one due person; RecordDigests makes it true.
type DigestPlan struct {
	Employee  EmployeeID
	Date      LocalDate
	Due       time.Time // the due time this plan answers; a plan for another due time is skipped. Zero: on request
	Picks     []Pick    // empty with Missed or when nothing fits: the person is only moved to the next due time
	State     DeliveryState
	Note      string
	NotBefore time.Time // when the courier may send (spread)
	OnRequest bool
}

// Reader is everything the matching needs about one person, copied out of the file.
type Reader struct {
	Employee Employee
	Taste    Taste
	Due      time.Time
}

// Beta counts successes and failures of one feature; the prior is the matching's.
type Beta struct {
	Yes float64 `json:"y,omitempty"`
	No  float64 `json:"n,omitempty"`
}

// Taste is what a person's answers taught: counts per topic and kind, and which assets must not come again.
type Taste struct {
	Topics map[string]Beta    `json:"topics,omitempty"`
	Kinds  map[AssetKind]Beta `json:"kinds,omitempty"`
	Seen   []uint32           `json:"seen,omitempty"`  // Seq of assets shown, shared or dismissed; sorted
	Saved  []AssetID          `json:"saved,omitempty"` // oldest first
	Last   []string           `json:"last,omitempty"`  // topics of the last digest, for variety
}

// Feedback is one answer of a person to an asset.
type Feedback string

// The answers. NotForMe carries a reason: unsaid, topic, too_often, network, seen. Cleared takes the last answer back.
const (
	Saved    Feedback = "saved"
	Unsaved  Feedback = "unsaved"
	Liked    Feedback = "liked"
	Disliked Feedback = "disliked"
	More     Feedback = "more"
	NotForMe Feedback = "not_for_me"
	Cleared  Feedback = "cleared"
)

// Receipt says where a message was delivered, because delivered messages are edited later.
type Receipt struct {
	Key      string     `json:"key"` // the outbox key
	Kind     string     `json:"kind"`
	Ref      string     `json:"ref,omitempty"`
	Employee EmployeeID `json:"employee,omitempty"`
	Channel  string     `json:"channel"`
	TS       string     `json:"ts"`
	At       time.Time  `json:"at"`
	Assets   []AssetID  `json:"assets,omitempty"` // assets the message shows: rewritten when one of them goes
	In       string     `json:"in,omitempty"`     // the key of the digest it was told in, whose message is edited instead
}
