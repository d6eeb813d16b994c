// The views of referring: the form and the stated answer.

package refer

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// The fields of the form; they are also the names in the store's FieldErrors.
const (
	fieldEmail        = "email"
	fieldPhone        = "phone"
	fieldProfile      = "profile"
	fieldCompany      = "company"
	fieldJob          = "job"
	fieldNeed         = "need"
	fieldRelationship = "relationship"
	fieldHowWell      = "how_well"
)

// The longest texts the form takes, in characters.
const (
	maxReferName  = 100
	maxReferPhone = 40
)

// relationshipNames are the ways of knowing somebody, by the value of store.Relationships.
var relationshipNames = map[string]string{
	"worked": "We worked together", "studied": "We studied together", surface.RelationCommunity: "From a community or event",
	"friend": "A friend or relative", "other": "Another way",
}

// closeness says how well, from 1 to 4.
var closeness = []string{"We met once", "A little", "Well", "Very well"}

// referFormView asks for the person and why.
func referFormView(f referForm) *slack.ModalViewRequest {
	// Everything a former rendering held is put in again; a form that loses text is not filled in twice.
	p := f.submission.Person
	title, submit := "Refer someone", "Refer"
	var blocks []slack.Block
	if f.notice != "" {
		blocks = append(blocks, block.Section(f.notice))
	}
	// The kind is fixed once somebody answers for it: recruiters and sales would otherwise hand cards around.
	if f.Edit == "" {
		kinds := []*slack.OptionBlockObject{
			block.Described(string(store.Candidate), "A candidate", "somebody who should work here"),
			block.Described(string(store.Client), "A client", "somebody we could help"),
		}
		blocks = append(blocks, block.Dispatching(block.Input(surface.FieldKind, "Who is it?", block.Radio(actReferKind, kinds, string(f.Kind)), "", false)))
	} else {
		title, submit = "Edit referral", "Save"
	}
	blocks = append(blocks,
		block.Input(surface.FieldName, "Their name", block.TextInput(block.InputValue, "", p.Name, false, maxReferName), "", false),
		block.Input(fieldEmail, "Their e-mail", block.EmailInput(block.InputValue, "name@example.com", p.Email),
			"E-mail, profile or phone: one of the three is needed.", true),
		block.Input(fieldProfile, "Their profile", block.UrlInput(block.InputValue, "https://www.linkedin.com/in/…", p.Profile), "", true),
		block.Input(fieldPhone, "Their phone", block.TextInput(block.InputValue, "+49 30 1234567", p.Phone, false, maxReferPhone), "", true))
	blocks = append(blocks, referSubjectBlocks(f)...)
	blocks = append(blocks, referRelationBlocks(f.submission)...)
	return block.Modal(cbRefer, title, submit, "Cancel", block.Metadata(f.referState), blocks...)
}

// referSubjectBlocks ask for the job of a candidate, or the company and need of a client.
func referSubjectBlocks(f referForm) []slack.Block {
	need := f.submission.Need
	if f.Kind == store.Client {
		return []slack.Block{
			block.Input(fieldCompany, "Their company", block.TextInput(block.InputValue, "", f.submission.Person.Company, false, maxReferName), "", false),
			block.Input(fieldNeed, "What do they need?", block.TextInput(block.InputValue, "", need, true, surface.MaxReferNeed), "", false),
		}
	}
	var initial *slack.OptionBlockObject
	if f.job != nil {
		initial = block.Option(string(f.job.ID), jobLabel(*f.job))
	}
	return []slack.Block{
		block.Input(fieldJob, "Which job?", block.SuggestOne(actReferJob, "Type to search our open jobs", 0, initial),
			"Choose one, or say below what they could do here.", true),
		block.Input(fieldNeed, "Or another role", block.TextInput(block.InputValue, "What could they do here?", need, true, surface.MaxReferNeed), "", true),
	}
}

// referRelationBlocks ask how the referrer knows them, and whether they know. Consent is required, and what is kept,
// who reads it and for how long is said where it is typed (Art. 13 and 14 GDPR); nothing asks for personal traits.
func referRelationBlocks(s store.Submission) []slack.Block {
	var ways, depths []*slack.OptionBlockObject
	for _, way := range store.Relationships {
		ways = append(ways, block.Option(way, relationshipNames[way]))
	}
	for i, label := range closeness {
		depths = append(depths, block.Option(fmt.Sprint(i+1), label))
	}
	agreed := ""
	if s.Consent {
		agreed = "yes"
	}
	consent := []*slack.OptionBlockObject{block.Described("yes", "They know that I am referring them", "Ask them first: nobody likes a surprise call.")}
	return []slack.Block{
		block.Input(fieldRelationship, "How do you know them?", block.SelectOne(block.InputValue, "Choose", ways, s.Relationship), "", false),
		block.Input(fieldHowWell, "How well?", block.SelectOne(block.InputValue, "Choose", depths, fmt.Sprint(s.HowWell)), "", false),
		block.Input(surface.FieldWhy, "Why them?", block.TextInput(block.InputValue, "What have you seen them do?", s.Person.Why, true, surface.MaxReferWhy),
			"They may ask to read this. Leave out health, family, origin, faith and the like.", true),
		block.Input(surface.FieldConsent, "Do they know?", block.Checkboxes(block.InputValue, consent, agreed), "", false),
		block.Section("*What happens with it:* name, contact and your words are kept encrypted. Only you, the colleague who answers and the program managers " +
			"can read them, until somebody asks to have them deleted. You get a note to forward that tells the person so."),
	}
}

// jobLabel names a job with its place. The title gives way first: two jobs of one title differ by their place.
func jobLabel(a store.Asset) string {
	label := strings.Join(strings.Fields(block.Clean(a.Title)), " ")
	if a.Job != nil && a.Job.Location != "" {
		place := " · " + strings.Join(strings.Fields(block.Clean(a.Job.Location)), " ")
		return block.Cut(block.Cut(label, block.MaxOptionText-min(len([]rune(place)), block.MaxOptionText/2))+place, block.MaxOptionText)
	}
	return block.Cut(label, block.MaxOptionText)
}

// referResultView states the answer to a submission. "Known" never tells whose, not even whether it was a referral.
func referResultView(r store.SubmitResult, s store.Settings, zone *time.Location) *slack.ModalViewRequest {
	switch r.Verdict {
	case store.VerdictKnown:
		return block.ResultModal("Already known", fmt.Sprintf("We know this person already. Until *%s* they are in somebody else's care, so a second referral does not count. "+
			"Nothing was stored. You can refer them after that day if they are still interested.", block.Day(r.Until, zone)))
	case store.VerdictYours:
		return block.ResultModal("You did already", fmt.Sprintf("You referred this person on %s. It counts once, and nothing new was stored. It stands at *%s*.",
			block.Day(r.Referral.SubmittedAt, zone), surface.StageName(r.Referral.Stage)), block.Actions("", block.Button(surface.ActReferral, "Show it", string(r.Referral.ID))))
	case store.VerdictNot:
		return block.ResultModal("Not possible", "*This referral does not count:* "+block.Esc(r.Rule)+"\nNothing was stored. Close this to change the form.")
	}
	// True also while no role was granted: the referral is kept and the managers are asked.
	owner := "Nobody is in charge of this kind of referral yet, so the program managers were told and will name somebody."
	if r.Referral.Owner != "" {
		owner = fmt.Sprintf("%s looks at it and should answer by *%s*.", block.Person(r.Referral.Owner), block.Day(r.Referral.AnswerBy, zone))
	}
	return block.ResultModal("Thank you",
		fmt.Sprintf("Your referral of *%s* is in. %s You hear from us at every step, and Home shows where it stands.", surface.CandidateName(r.Referral), owner),
		block.Section("*A note to forward to them:*"),
		surface.Preformatted(noticeText(r.Referral, s)),
		block.Actions("", block.Button(surface.ActReferral, "Show the referral", string(r.Referral.ID))))
}

// noticeText tells the referred person who keeps what of them, as Art. 14 GDPR asks, in words a friend can forward.
func noticeText(r store.Referral, s store.Settings) string {
	company := strings.TrimSpace(s.Company)
	if company == "" {
		company = "our company"
	}
	// Written in the referrer's voice, because they send it; the program never writes to people outside.
	what := "for a job"
	if r.Kind == store.Client {
		what = "as somebody we could help"
	}
	return fmt.Sprintf("Hi %s, as agreed I suggested you %s at %s. They now keep your name, how to reach you and why I thought of you, "+
		"so that the right colleague can get in touch. Only that colleague and the people who run the referral program can read it. "+
		"You can ask at any time to see it, correct it or have it deleted: just tell me.", firstWord(r.Person.Name), what, company)
}

// firstWord is how one addresses a person by a full name.
func firstWord(name string) string {
	if words := strings.Fields(block.Clean(name)); len(words) > 0 {
		return words[0]
	}
	return "there"
}
