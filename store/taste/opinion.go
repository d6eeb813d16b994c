// Opinions: what people answer to an asset, and how much each answer says.

package taste

import (
	"strings"
	"time"

	"vouch/store/term"
)

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

// likedAs is what each positive answer counts as a success.
var likedAs = map[Feedback]float64{Shared: 1, More: 0.6, Liked: 0.5, Saved: 0.5}

// LikedAnswer is likedAs for an answer as a pick keeps it.
func LikedAnswer(answer string) float64 {
	if answer == PickAnswers[NotForMe] {
		return 0
	}
	return likedAs[Feedback(answer)]
}

// LikedBy is what a person's opinion of an asset, "" for none, and having saved it count as a success together.
func LikedBy(answer Feedback, saved bool) float64 {
	if saved {
		return max(likedAs[answer], likedAs[Saved])
	}
	return likedAs[answer]
}

// Given is 1 when there is an opinion or the asset is saved, else 0.
func Given(o Opinion, saved bool) float64 {
	if o.Answer == "" && !saved {
		return 0
	}
	return 1
}

// Remains is what is left of the success that an opinion counted as when it was given.
func (o Opinion) Remains(saved bool, now time.Time, halfLife float64) float64 {
	liked := LikedBy(o.Answer, saved)
	if o.At.IsZero() {
		return liked
	}
	return liked * Decay(now.Sub(o.At).Hours()/24, halfLife)
}

// Opinion is the last answer of a person to an asset, other than saving it. It makes a second click harmless and lets a
// changed mind take back what the first answer taught.
type Opinion struct {
	Employee term.EmployeeID `json:"employee"`
	Asset    term.AssetID    `json:"asset"`
	Answer   Feedback        `json:"answer"`
	Reason   string          `json:"reason,omitempty"`
	At       time.Time       `json:"at"`
}

// Shared is the opinion of somebody who posted an asset.
const Shared Feedback = "shared"

// The reasons of NotForMe. ReasonUnsaid waits for one of the others: people say at once that something is not for them,
// and why only when they are asked.
const (
	ReasonUnsaid   = "unsaid"
	ReasonTopic    = "topic"     // with a colon and the topic where one is named
	ReasonTooOften = "too_often" // the caller changes the rhythm
	ReasonNetwork  = "network"
	ReasonSeen     = "seen"
)

// Reasons lists what NotForMe takes.
var Reasons = []string{ReasonUnsaid, ReasonTopic, ReasonTooOften, ReasonNetwork, ReasonSeen}

// IsAbout tells whether reason is the one that was given, whatever stands behind it.
func (o Opinion) IsAbout(reason string) bool {
	given, _, _ := strings.Cut(o.Reason, ":")
	return given == reason
}

// Weight is how much an answer teaches: successes and failures of the asset's topics and kind. Deliberate acts weigh
// twice a quick reaction; of "not for me" only the topic says something about the content.
func (o Opinion) Weight() (yes, no float64) {
	switch o.Answer {
	case Liked:
		return 1, 0
	case More, Shared:
		return 2, 0
	case Disliked:
		return 0, 1
	case NotForMe:
		if o.IsAbout(ReasonTopic) {
			return 0, 2
		}
	}
	return 0, 0
}

// PickAnswers are the words a delivery keeps for each answer.
var PickAnswers = map[Feedback]string{
	Saved: "saved", Unsaved: "", Cleared: "", Liked: "liked", Disliked: "disliked", More: "more",
	NotForMe: "dismissed", Shared: "shared",
}
