// Deliveries: one digest of one person on one local day, its picks (the impressions), and how they are kept.

package store

import (
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

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
	Reactions []string      `json:"reactions,omitempty"` // those that did something and stand
	News      []ShareNews   `json:"news,omitempty"`      // what came of its reader's shares
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

// deliveries carry the date in their key and have no index by person: one would be written in as many places as there
// are people, every morning. Those of one person are found by asking for their days.
var deliveries = kv.Table[Delivery]{
	Bucket: kv.NewBucket("deliveries"), // delivery key -> Delivery (packed)
	Key:    func(d *Delivery) string { return d.Key },
	Pack:   packDelivery, Unpack: unpackDelivery,
}

// digestPrefix starts the key of every delivery; the date follows, and after another slash the person.
const digestPrefix = "digest/"

// deliveryKey is the key of a person's digest on a day, and of its outbox message.
func deliveryKey(date LocalDate, id EmployeeID) string {
	return digestPrefix + string(date) + "/" + string(id)
}

// keyDate reads the date out of a delivery key.
func keyDate(key string) LocalDate {
	return LocalDate(key[len(digestPrefix) : len(digestPrefix)+len(time.DateOnly)])
}

// packDelivery leaves out what the key says already. New fields go to the end.
func packDelivery(d *Delivery) []byte {
	// The usual size: three picks with a reason of forty characters.
	p := kv.NewPacker(64 + 96*len(d.Picks))
	p.Text(d.Key)
	p.Text(string(d.State))
	p.Time(d.PlannedAt)
	p.Time(d.SentAt)
	p.Text(d.Note)
	p.Flags(d.OnRequest)
	// The impressions, with all that a later evaluation of the matching needs.
	p.Number(uint64(len(d.Picks)))
	for i := range d.Picks {
		pick := &d.Picks[i]
		p.Text(string(pick.Asset))
		p.Text(pick.Reason)
		p.Float(pick.Propensity)
		p.Text(pick.Policy)
		p.Text(pick.Answer)
	}
	if len(d.Reactions)+len(d.News) > 0 {
		kv.PackTexts(p, d.Reactions)
	}
	if len(d.News) > 0 {
		p.Number(uint64(len(d.News)))
		for i := range d.News {
			d.News[i].pack(p)
		}
	}
	return p.Bytes()
}

func unpackDelivery(raw []byte, d *Delivery) error {
	u := kv.Unpack(raw)
	d.Key = u.Text()
	// Bytes that are no delivery must not be cut beyond their end.
	if len(d.Key) <= len(deliveryKey("2006-01-02", "")) {
		return kv.ErrPacked
	}
	d.Date, d.Employee = keyDate(d.Key), EmployeeID(d.Key[len(deliveryKey("2006-01-02", "")):])
	d.State = DeliveryState(u.Text())
	d.PlannedAt, d.SentAt = u.Time(), u.Time()
	d.Note = u.Text()
	u.Flags(&d.OnRequest)
	if n := u.Length(); n > 0 {
		d.Picks = make([]Pick, n)
		for i := range d.Picks {
			d.Picks[i] = Pick{Asset: AssetID(u.Text()), Reason: u.Text(), Propensity: u.Float(), Policy: u.Text(), Answer: u.Text()}
		}
	}
	d.Reactions = kv.UnpackTexts[string](u)
	if n := u.Length(); n > 0 {
		d.News = make([]ShareNews, n)
		for i := range d.News {
			d.News[i].unpack(u)
		}
	}
	return u.Err()
}

// deliveriesBack visits a person's deliveries from the newest day to the oldest that is asked for ("": all), until
// visit says stop. It asks for every day that anybody has: three years take half a millisecond.
func (t *tx) deliveriesBack(id EmployeeID, oldest LocalDate, visit func(*Delivery) bool) {
	var first, last LocalDate
	t.Scan(deliveries.Bucket, "", "", func(key string, _ []byte) bool { first = keyDate(key); return false })
	t.ScanBack(deliveries.Bucket, "", "", func(key string, _ []byte) bool { last = keyDate(key); return false })
	if last == "" {
		return
	}
	day, err := time.Parse(time.DateOnly, string(last))
	if err != nil {
		kv.Fail("deliveries: %w", err)
	}
	if oldest == "" {
		oldest = first
	}
	// The calendar of UTC has every date once, which is all that is asked of it here.
	for date := last; date >= oldest; date = DateOf(day, time.UTC) {
		if d, found := deliveries.Get(t.Tx, deliveryKey(date, id)); found && !visit(&d) {
			return
		}
		day = day.AddDate(0, 0, -1)
	}
}

// NoteReaction keeps of a reaction to a digest that it did something, or with on false that it was taken away.
func (db *DB) NoteReaction(key, reaction string, on bool) error {
	return change(db, func(t *tx) error {
		d, found := deliveries.Get(t.Tx, key)
		if !found || on == slices.Contains(d.Reactions, reaction) {
			return nil
		}
		if on {
			d.Reactions = append(d.Reactions, text.Cut(reaction, maxName))
		} else {
			d.Reactions = slices.DeleteFunc(d.Reactions, func(r string) bool { return r == reaction })
		}
		deliveries.Save(t.Tx, &d)
		return nil
	})
}

func eraseDeliveries(t *tx, e *erasure) {
	e.count["deliveries"] = deliveries.RemoveAll(t.Tx, func(d *Delivery) bool { return d.Employee == e.id })
}
