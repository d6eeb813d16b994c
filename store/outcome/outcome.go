// Package outcome names what can come of a share or referral, how it is kept, and translates the stages of other
// systems.
package outcome

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"vouch/store/text"
)

// Kind is what happened.
type Kind string

// The kinds. Applied to Unhired are about candidates, Meeting to Lost about clients; Declined ends either. Erased and
// Merged are about the record of a person in another system and never counted.
const (
	Applied     Kind = "applied"
	Screening   Kind = "screening"
	Interview   Kind = "interview"
	Offer       Kind = "offer"
	Hired       Kind = "hired"
	Started     Kind = "started"
	Unhired     Kind = "unhired" // a hire was undone
	Declined    Kind = "declined"
	Meeting     Kind = "meeting"
	Opportunity Kind = "opportunity"
	Won         Kind = "won"
	Lost        Kind = "lost"
	Erased      Kind = "erased"  // the person was deleted or made anonymous there
	Merged      Kind = "merged"  // two records of one person became one
	Contact     Kind = "contact" // the first real contact: what made somebody get in touch, which only people say
)

// Kinds lists the kinds that a stage can stand for, in the order of a referral.
var Kinds = []Kind{Applied, Screening, Interview, Offer, Hired, Started, Unhired, Declined, Meeting, Opportunity,
	Won, Lost}

// OfClients tells what happens to clients only.
func (k Kind) OfClients() bool { return slices.Contains([]Kind{Meeting, Opportunity, Won, Lost}, k) }

// OfCandidates tells what happens to candidates only.
func (k Kind) OfCandidates() bool {
	return slices.Contains([]Kind{Applied, Screening, Interview, Offer, Hired, Started, Unhired}, k)
}

// IsFact tells what counts for something; the rest is about records.
func (k Kind) IsFact() bool { return k != Erased && k != Merged }

// IsSetback tells what takes something away.
func (k Kind) IsSetback() bool {
	return slices.Contains([]Kind{Unhired, Declined, Lost, Erased, Merged}, k)
}

// Known is how an outcome is known, from the surest to the least sure.
type Known string

// The ways of knowing. A hint counts for nothing until somebody confirms it, and is By hand then.
const (
	Signed Known = "signed" // a webhook whose signature covers what it says
	CSV    Known = "csv"
	Hand   Known = "hand" // by hand in Slack
	Said   Known = "said" // the person said it, when asked what made them get in touch
	Hint   Known = "hint" // a webhook whose signature does not cover what it says
)

// KnownList are the ways of knowing what counts, in the order of trust.
var KnownList = []Known{Signed, CSV, Hand, Said}

// Words are a way of knowing for people.
func (k Known) Words() string {
	return map[Known]string{Signed: "signed webhook", CSV: "CSV", Hand: "by hand", Said: "said"}[k]
}

// Touch is what made somebody get in touch, as they said.
type Touch string

// Touches lists what can be answered. It is a choice, because words about a person would be personal data.
var Touches = []Touch{"post", "referral", "site", "event", "other"}

// Words are a touch for people.
func (t Touch) Words() string {
	return map[Touch]string{"post": "a colleague's post", "referral": "a referral", "site": "our site",
		"event": "an event", "other": "something else"}[t]
}

// words are the beginnings of words by which a stage is known where no rule names it. The first kind with a word in the
// name counts: "Offer interview" is about the offer, "Phone interview" about screening.
var words = []struct {
	kind  Kind
	words []string
}{
	{Unhired, []string{"unhired"}},
	{Lost, []string{"closedlost", "closed lost", "lost"}},
	{Declined, []string{"reject", "declin", "disqualif", "archiv", "withdr", "unsuccessful", "not hired"}},
	{Won, []string{"closedwon", "closed won", "won"}},
	{Started, []string{"started", "first day"}},
	{Hired, []string{"hired"}},
	{Offer, []string{"offer"}},
	{Screening, []string{"screen", "phone", "recruiter", "assess", "assign", "exercise", "homework", "take home", "test"}},
	{Interview, []string{"interview", "onsite", "on site", "panel", "final", "face to face"}},
	{Opportunity, []string{"opportunity", "presentationscheduled", "proposal", "negotiat", "contractsent", "contract sent",
		"decisionmakerboughtin", "decision maker"}},
	{Meeting, []string{"appointmentscheduled", "qualifiedtobuy", "meeting", "demo", "appointment", "discovery"}},
	{Applied, []string{"applied", "appli", "inbox", "sourced", "new", "lead"}},
}

// rule separates a stage from what it stands for in a setting.
const rule = " = "

// ErrRule refuses a rule that cannot be read.
var ErrRule = errors.New("write it as SOURCE/STAGE = KIND, such as greenhouse/Team call = interview")

// CheckRule says what is wrong with a rule of the program, nil when nothing is.
func CheckRule(line string) error {
	stage, kind, found := cut(line)
	source, name, named := strings.Cut(stage, "/")
	switch {
	case !found || !named || source == "" || strings.TrimSpace(name) == "":
		return ErrRule
	case !slices.Contains(Kinds, kind):
		return fmt.Errorf("%q is no kind of outcome: choose one of %s", text.Cut(string(kind), 20),
			text.List(text.As[string](Kinds), "or"))
	}
	return nil
}

// cut splits a rule at its last sign, because a stage may hold one; both parts are folded.
func cut(line string) (stage string, kind Kind, found bool) {
	at := strings.LastIndex(line, rule)
	if at < 0 {
		return "", "", false
	}
	return text.Fold(line[:at]), Kind(text.Fold(line[at+len(rule):])), true
}

// KindOf is what a stage of a source stands for: by the rules of the program, else by its words, which mean one thing
// of clients and another of candidates. "" is unknown.
func KindOf(rules []string, source, stage string, clients bool) Kind {
	name, plain := text.Fold(source)+"/"+text.Fold(stage), strings.NewReplacer("_", " ", "-", " ").Replace(stage)
	for _, line := range rules {
		if ruled, kind, found := cut(line); found && ruled == name {
			return kind
		}
	}
	for _, w := range words {
		fits := clients && !w.kind.OfCandidates() || !clients && !w.kind.OfClients()
		if fits && text.HasWord(plain, w.words) {
			return w.kind
		}
	}
	return ""
}

// Name is the name of a source for people: "greenhouse-eu" is Greenhouse.
func Name(source string) string {
	family, _, _ := strings.Cut(source, "-")
	if name, known := names[family]; known {
		return name
	}
	return text.UpperFirst(family)
}

// names are those that are not written as their source is.
var names = map[string]string{"hubspot": "HubSpot", "smartrecruiters": "SmartRecruiters", "csv": "An import"}
