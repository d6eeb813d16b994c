// The views of referring: the form and the stated answer.

package refer

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// The fields of the form; they are also the names in the store's FieldErrors.
const (
	fieldCompany      = "company"
	fieldJob          = "job"
	fieldNeed         = "need"
	fieldRelationship = "relationship"
	fieldHowWell      = "how_well"
	fieldCV           = "cv"
)

// referFormView asks for the person and why; what need not be said only after "Add detail".
func referFormView(f referForm) *slack.ModalViewRequest {
	// Everything a former rendering held is put in again; a form that loses text is not filled in twice.
	s := f.submission
	title, submit := "Refer someone", "Refer"
	var blocks []slack.Block
	blocks = append(blocks, block.Said(f.notice))
	// The kind is fixed once somebody answers for it: recruiters and sales would otherwise hand cards around.
	if f.Edit == "" {
		kinds := []*slack.OptionBlockObject{
			block.Option(string(store.Candidate), "A candidate, who could work here"),
			block.Option(string(store.Client), "A client, who could buy from us"),
		}
		blocks = append(blocks, block.Dispatching(block.Input(surface.FieldKind, "Who is it?",
			block.Radio(actReferKind, kinds, string(f.Kind)), "", false)))
	} else {
		title, submit = "Edit referral", "Save"
	}
	subject, typed := referSubjectBlock(f)
	agreed := ""
	if s.Consent {
		agreed = "yes"
	}
	consent := []*slack.OptionBlockObject{block.Option("yes", "They know that I am referring them")}
	blocks = append(blocks,
		block.Input(surface.FieldName, "Their name", block.TextInput(block.InputValue, "", s.Person.Name, false,
			surface.MaxPersonName), "", false),
		block.Input(surface.FieldContact, "How to reach them", block.TextInput(block.InputValue,
			"jane@example.com, +49 30 1234567, linkedin.com/in/jane", f.contact, true, surface.MaxContact),
			"E-mail, phone or profile: one is enough.", false),
		subject,
		block.Input(surface.FieldWhy, "Why them?", block.TextInput(block.InputValue, "What have you seen them do?",
			s.Person.Why, true, surface.MaxReferWhy),
			"They may ask to read this. Leave out health, family, origin, faith and the like.", true),
		block.Input(surface.FieldConsent, "Do they know?", block.Checkboxes(block.InputValue, consent, agreed),
			"Ask them first.", false))
	if f.Detail {
		blocks = append(blocks, referDetailBlocks(f, typed)...)
	} else {
		more := []slack.BlockElement{block.Button(actReferDetail, "Add detail", "",
			block.Spoken("Add how you know them, and more"))}
		if f.Edit == "" && f.Intro == "" {
			more = append(more, block.Button(surface.ActIntroduce, "Introduce them first", ""))
		}
		blocks = append(blocks, block.Actions("", more...))
	}
	// What is kept and who reads it is said where it is typed (Art. 13 and 14 GDPR); nothing asks for personal traits.
	return block.Modal(cbRefer, title, submit, "Cancel", block.Metadata(f.referState), append(blocks,
		block.ContextLine(fmt.Sprintf("Kept encrypted. Only you, the colleague who answers and the program managers can "+
			"read it. Deleted %d days after the end, after %d days without a step, or when somebody asks. You get a note "+
			"for the person that says so.", f.settings.PurgeDays, f.settings.IdleDays)))...)
}

// referSubjectBlock asks for the job of a candidate or the need of a client. typed is a role that its menu has no room
// for, because a job is chosen or it is long.
func referSubjectBlock(f referForm) (subject slack.Block, typed string) {
	need := f.submission.Need
	if f.Kind == store.Client {
		return block.Input(fieldNeed, "What do they need?",
			block.TextInput(block.InputValue, "", need, true, surface.MaxReferNeed), "", false), ""
	}
	var chosen *slack.OptionBlockObject
	switch {
	case f.job != nil:
		chosen, typed = block.Option(string(f.job.ID), jobLabel(*f.job)), need
	case f.submission.Lane != "":
		chosen, typed = laneOption(f.submission.Lane), need
	case len([]rune(need)) > maxNeedOption:
		typed = need
	case need != "":
		chosen = needOption(need)
	}
	menu := block.SuggestOne(actReferJob, "Type a job, or what they could do", 0, chosen)
	return block.Input(fieldJob, "Which job?", menu, "", f.Detail), typed
}

// A role that is no open job is an option of its own, as long as Slack takes its value.
const (
	needPrefix    = "need "
	maxNeedOption = 150 - len(needPrefix)
)

// A department without an opening is an option, too; at most maxLanes are offered at once.
const (
	lanePrefix = "lane "
	maxLanes   = 5
)

// laneOption is a department in which a candidate waits for a job to open.
func laneOption(department string) *slack.OptionBlockObject {
	return block.Option(lanePrefix+block.Cut(department, maxNeedOption), block.Cut(department, 50)+": when a job opens")
}

// needOption is a role in words among the jobs.
func needOption(words string) *slack.OptionBlockObject {
	words = block.Cut(words, maxNeedOption)
	return block.Option(needPrefix+words, "Not listed: "+words)
}

// referDetailBlocks ask for what helps whoever answers and need not be said.
func referDetailBlocks(f referForm, role string) []slack.Block {
	var ways, depths []*slack.OptionBlockObject
	for _, way := range store.Relationships {
		ways = append(ways, block.Option(way, surface.Relationships[way]))
	}
	for i, label := range surface.Closeness {
		depths = append(depths, block.Option(fmt.Sprint(i+1), label))
	}
	first := block.Input(fieldNeed, "What else could they do here?",
		block.TextInput(block.InputValue, "", role, false, surface.MaxReferNeed), "", true)
	if f.Kind == store.Client {
		first = block.Input(fieldCompany, "Their company", block.TextInput(block.InputValue, "", f.submission.Person.Company,
			false, surface.MaxPersonName), "", true)
	}
	return []slack.Block{
		first,
		block.Input(fieldRelationship, "How do you know them?",
			block.SelectOne(block.InputValue, "Choose", ways, f.submission.Relationship), "", true),
		block.Input(fieldHowWell, "How well?", block.SelectOne(block.InputValue, "Choose", depths,
			fmt.Sprint(f.submission.HowWell)), "", true),
		block.Input(fieldCV, "A link to their CV", block.UrlInput(block.InputValue, "https://…", f.submission.Person.CV),
			"Of a file in Slack or elsewhere that whoever answers can open. The file stays there.", true),
	}
}

// jobLabel names a job with its place. The title gives way first: two jobs of one title differ by their place.
func jobLabel(a store.Asset) string {
	label := text.Line(a.Title)
	if a.Job != nil && a.Job.Location != "" {
		place := " · " + text.Line(a.Job.Location)
		return block.Cut(block.Cut(label, block.MaxOptionText-min(len([]rune(place)), block.MaxOptionText/2))+place,
			block.MaxOptionText)
	}
	return block.Cut(label, block.MaxOptionText)
}

// referResultView states the answer to a submission. "Known" never tells whose, not even whether it was a referral.
func referResultView(r store.SubmitResult, s store.Settings, zone *time.Location) *slack.ModalViewRequest {
	switch r.Verdict {
	case store.VerdictKnown:
		if r.Until.IsZero() {
			return block.ResultModal("Already known", "We know this person already: while that goes on, a second referral does "+
				"not count. Nothing was stored. Try again in some months.")
		}
		return block.ResultModal("Already known",
			fmt.Sprintf("We know this person already: until *%s* a second referral does not count. "+
				"Nothing was stored. Try again after that day.", block.Day(r.Until, zone)))
	case store.VerdictYours:
		return block.ResultModal("You did already",
			fmt.Sprintf("You referred this person already: %s. It counts once, so nothing new was stored. It stands at *%s*.",
				block.Day(r.Referral.SubmittedAt, zone), surface.StageName(r.Referral.Stage)),
			block.Actions("", block.Button(surface.ActReferral, "Show it", string(r.Referral.ID))))
	case store.VerdictNot:
		return block.ResultModal("Not possible", "*This referral does not count:* "+block.Esc(
			r.Rule)+"\nNothing was stored. Close this to change the form.")
	}
	// True also while no role was granted: the referral is kept and the managers are asked.
	owner := "The program managers were told, and name somebody to answer."
	if r.Referral.Owner != "" {
		owner = fmt.Sprintf("%s should answer by *%s*.", block.Person(r.Referral.Owner), block.Day(r.Referral.AnswerBy, zone))
	}
	return block.ResultModal("Thank you",
		fmt.Sprintf("Your referral of *%s* is in. %s You get a message at every step.", surface.CandidateName(r.Referral),
			owner),
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
	what := "I recommended you for a job at " + company + "."
	if r.Kind == store.Client {
		what = "I asked " + company + " to get in touch with you."
	}
	// What is kept is the program's own text (Art. 14 GDPR); {days} is how long.
	kept := strings.NewReplacer("{company}", text.UpperFirst(company), "{days}",
		strconv.Itoa(s.PurgeDays)).Replace(s.Notice)
	return fmt.Sprintf("Hi %s, as agreed %s %s", surface.FirstWord(r.Person.Name), what, kept)
}
