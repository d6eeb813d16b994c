// Referrals in words: stage, owner, open questions, and the zone of their reader.

package surface

import (
	"cmp"
	"slices"
	"time"

	"vouch/bot/block"
	"vouch/store"
)

// CandidateName is who is referred, ready for mrkdwn; after erasure nothing is left to say.
func CandidateName(r store.Referral) string {
	if name := block.Line(block.Cut(r.Person.Name, 80)); name != "" {
		return name
	}
	return "a person whose data was erased"
}

// IntroName is who is introduced, ready for mrkdwn, as in CandidateName.
func IntroName(i store.Introduction) string { return CandidateName(store.Referral{Person: i.Person}) }

// OwnerWords is who answers for a referral.
func OwnerWords(r store.Referral) string {
	if r.Owner == "" {
		return "A program manager"
	}
	return block.Person(r.Owner)
}

// ReferralNext says who answers by when about an open referral, honestly also when the answer is late; "" when nothing
// is promised. reader is spoken to as the owner if they are.
func ReferralNext(r store.Referral, reader store.EmployeeID, now time.Time, zone *time.Location) string {
	by := block.Person(r.Owner) + " answers by " + block.Day(r.AnswerBy, zone) + "."
	late := "Late: " + block.Person(r.Owner) + " was to answer by " + block.Day(r.AnswerBy, zone) + "."
	if r.Owner == reader {
		by, late = "Answer by "+block.Day(r.AnswerBy, zone)+".", "Late since "+block.Day(r.AnswerBy, zone)+"."
	}
	switch {
	case !IsOpen(r.Stage):
		return ""
	case r.Stage == store.Hired && r.Closing.StartsOn != "":
		return "First day at work: " + DayOf(r.Closing.StartsOn, zone) + "."
	case r.Stage == store.Hired && r.Owner == reader:
		return "Say when they start."
	case r.Owner == "" && r.Nudged >= store.Escalated:
		return "Late: nobody looks after it. The program managers know."
	case r.Owner == "":
		return "The program managers choose who looks after it."
	case r.AnswerBy.IsZero() && r.IsWaiting():
		return "Waits for a job in " + block.Line(r.Lane) + " to open."
	case r.AnswerBy.IsZero():
		return ""
	case r.Nudged >= store.Escalated:
		return late + " The program managers know."
	case r.Nudged > 0:
		return late + " A reminder was sent."
	case r.AnswerBy.Before(now):
		return late
	}
	return by
}

// OpenedFresh is how long Home asks whether an opened share was posted. After a week the honest answer is no, and
// asking becomes nagging.
const OpenedFresh = 7 * 24 * time.Hour

// ZoneOf is the zone in which fallback texts of dates are written for a person.
func ZoneOf(q *store.Query, id store.EmployeeID) *time.Location {
	return store.Location(q.Employee(id).TimeZone, q.Settings().TimeZone)
}

// OpenQuestions are the questions without an answer.
func OpenQuestions(r store.Referral) []store.Question {
	return slices.DeleteFunc(slices.Clone(r.Questions), func(q store.Question) bool { return !q.Answered.IsZero() })
}

// StageName is a stage in words.
func StageName(s store.Stage) string {
	switch s {
	case store.Offer:
		return "offer made"
	case store.Won:
		return "deal won"
	}
	return string(s)
}

// stagePlurals are the stages that are things to count; the others are what became of people.
var stagePlurals = map[store.Stage]string{store.Interview: "interviews", store.Offer: "offers made",
	store.Meeting: "meetings", store.Opportunity: "opportunities", store.Won: "deals won"}

// StageCount counts referrals at a stage, as "3 submitted" or "2 offers made".
func StageCount(n int, s store.Stage) string {
	return block.Count(n, StageName(s), cmp.Or(stagePlurals[s], StageName(s)))
}

// IsOpen tells whether something can still happen to a referral of this stage.
func IsOpen(s store.Stage) bool {
	switch s {
	case store.Declined, store.StageWithdrawn, store.Started, store.Won:
		return false
	}
	return true
}

// IntroStageName is a stage of an introduction in words.
func IntroStageName(s store.IntroStage) string {
	switch s {
	case store.IntroOffered:
		return "text not sent yet"
	case store.IntroSent:
		return "text sent, no answer yet"
	case store.IntroAnswered:
		return "they answered"
	case store.IntroMet:
		return "they met"
	}
	return string(s)
}

// HasPostAddress tells whether posts on a network have an address that others can open.
func HasPostAddress(n store.Network) bool { return n != store.Email && n != store.WhatsApp }
