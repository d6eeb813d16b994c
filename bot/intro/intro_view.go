// The views of introducing: the form, the text to send, the cards of both sides, and the question.

package intro

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// The fields of the form; they are also the names in the store's FieldErrors.
const (
	fieldCompany = "company"
	fieldNeed    = "need"
)

// maxPoints is how many talking points are shown.
const maxPoints = 3

// inQuestion follows the introduction in the values of the question's buttons.
const inQuestion = "ask"

// form is what the form shows.
type form struct {
	Kind               store.ReferralKind
	Asset              store.AssetID // the post that somebody answered, "" none
	name, contact, why string        // as typed before
}

// formView asks who it is and how to reach them; the rest need not be said.
func formView(f form) *slack.ModalViewRequest {
	kinds := []*slack.OptionBlockObject{
		block.Option(string(store.Client), "A client or partner"),
		block.Option(string(store.Candidate), "A candidate"),
	}
	agreed := []*slack.OptionBlockObject{block.Option("yes", "They know me, and I may write to them")}
	line := func(field, label, placeholder, initial, hint string, multiline, optional bool, most int) slack.Block {
		input := block.TextInput(block.InputValue, placeholder, initial, multiline, most)
		return block.Input(field, label, input, hint, optional)
	}
	return block.Modal(cbIntro, "Introduce somebody", "Introduce", "Cancel", string(f.Asset),
		block.Section("You get a text to send them yourself. Vouch never writes to them."),
		block.Input(surface.FieldKind, "Who is it?", block.Radio(block.InputValue, kinds, string(f.Kind)), "", false),
		line(surface.FieldName, "Their name", "", f.name, "", false, false, surface.MaxPersonName),
		line(surface.FieldContact, "How to reach them", "jane@example.com, +49 30 1234567, linkedin.com/in/jane", f.contact,
			"E-mail, phone or profile: one is enough.", true, false, surface.MaxContact),
		line(fieldCompany, "Their company", "", "", "", false, true, surface.MaxPersonName),
		line(fieldNeed, "What is it about?", "", "", "What they need, or what they could do here.", false, true,
			surface.MaxReferNeed),
		line(surface.FieldWhy, "Why them?", "", f.why, "Your colleague reads this.", true, true, surface.MaxReferWhy),
		block.Input(surface.FieldConsent, "May you?", block.Checkboxes(block.InputValue, agreed), "", false),
		block.ContextLine("Kept encrypted and erased on a timer. Your colleague sees no address until you refer them."))
}

// shown is an introduction as its reader sees it now.
type shown struct {
	store.Introduction
	reader  store.EmployeeID
	zone    *time.Location
	company string // ours
	from    string // the introducer's name
	owner   string // the owner's name, "" for none
	points  []string
}

// gather reads what the views of an introduction need.
func gather(q *store.Query, i store.Introduction, reader store.EmployeeID) shown {
	s := shown{Introduction: i, reader: reader, zone: surface.ZoneOf(q, reader), company: q.Settings().Company}
	if owner, found := q.FindEmployee(i.Owner); found {
		s.owner = owner.Name
	}
	introducer, _ := q.FindEmployee(i.Introducer)
	s.from = introducer.Name
	// What the post's author wrote for these people first, then what always holds for them.
	if a, found := q.FindAsset(i.Asset); found {
		for _, point := range a.TalkingPoints {
			if point.Persona == "" || slices.Contains(introducer.Prefs.Personas, point.Persona) {
				s.points = append(s.points, point.Text)
			}
		}
	}
	for _, p := range q.Personas() {
		if slices.Contains(introducer.Prefs.Personas, p.ID) {
			s.points = append(s.points, p.TalkingPoints...)
		}
	}
	s.points = s.points[:min(len(s.points), maxPoints)]
	return s
}

// name is who is introduced, ready for mrkdwn.
func (s shown) name() string { return surface.IntroName(s.Introduction) }

// titled is who is introduced, with their company.
func (s shown) titled() string {
	if s.Person.Company == "" {
		return "*" + s.name() + "*"
	}
	return "*" + s.name() + "* of " + block.Line(s.Person.Company)
}

// textToSend is what the introducer sends: in their voice, with nothing in it that they would have to look up.
func (s shown) textToSend() string {
	who := cmp.Or(s.owner, "a colleague")
	if s.owner != "" {
		who = "my colleague " + s.owner
	}
	about := "They would like to hear what you are working on."
	switch {
	case s.Kind == store.Candidate && s.Need != "":
		about = "They look for somebody for this: " + s.Need
	case s.Kind == store.Candidate:
		about = "They look for good people, and I thought of you."
	case s.Need != "":
		about = "I thought of you because of this: " + s.Need
	}
	about += block.When(!strings.ContainsAny(about[len(about)-1:], ".!?"), ".")
	at := ""
	if s.company != "" {
		at = " at " + s.company
	}
	return "Hi " + surface.FirstWord(s.Person.Name) + ",\n\nmay I introduce you to " + who + at + "? " + about +
		"\n\nIf you like, I bring you two together. If not, just say so.\n\n" + surface.FirstWord(s.from)
}

// contentFor is an introduction as its reader's side sees it.
func contentFor(s shown) block.Content {
	if s.reader == s.Introducer {
		return introducerContent(s)
	}
	return ownerContent(s)
}

// modal shows an introduction in a window.
func modal(s shown) *slack.ModalViewRequest {
	return block.Modal("", "Introduction", "", "Close", "", contentFor(s).Blocks...)
}

// plain is a message of one sentence.
func plain(text string) block.Content {
	return block.Message(text)
}

// introducerContent is the introducer's side: the text until it was sent, then what comes next.
func introducerContent(s shown) block.Content {
	with := "a colleague, once somebody is named"
	if s.Owner != "" {
		with = block.Person(s.Owner)
	}
	head := "You introduce " + s.titled() + " to " + with + "."
	head += block.When(!s.AcceptedAt.IsZero(), " "+with+" would like that.")
	if over := s.overWords(); over != "" {
		c := plain(over)
		if s.Stage == store.IntroReferred {
			show := block.Button(surface.ActReferral, "Show the referral", string(s.Referral))
			c.Blocks = append(c.Blocks, block.Actions("", show))
		}
		return c
	}
	c := block.Content{Text: head}
	switch s.Stage {
	case store.IntroOffered:
		c.Blocks = append(c.Blocks, block.Section(head+"\nSend them this yourself, in your own words if you like:"),
			surface.Preformatted(s.textToSend()))
		if len(s.points) > 0 {
			var lines []string
			for _, point := range s.points {
				lines = append(lines, "• "+block.Line(point))
			}
			c.Blocks = append(c.Blocks, block.Section("*Good to mention*\n"+strings.Join(lines, "\n")))
		}
		c.Blocks = append(c.Blocks, s.buttons(block.Button(actSent, "I sent it", string(s.ID), block.Primary)))
	case store.IntroSent:
		next := "Say so when they answer."
		if !s.AskAt.IsZero() {
			next = "You are asked " + block.Day(s.AskAt, s.zone) + " whether they answered."
		}
		c.Blocks = append(c.Blocks, block.Section(head+"\nYou sent the text "+block.Day(s.SentAt, s.zone)+". "+next),
			s.buttons(block.Button(actAnswered, "They answered", string(s.ID), block.Primary)))
	default:
		c.Blocks = append(c.Blocks, block.Section(head+"\n"+surface.UpperFirst(surface.IntroStageName(s.Stage))+
			". Refer them, so that somebody takes over."),
			s.buttons(block.Button(surface.ActReferIntro, "Refer them", string(s.ID), block.Primary)))
	}
	return c
}

// overWords say how an introduction ended, "" while it is open.
func (s shown) overWords() string {
	switch {
	case s.Erased:
		return "This introduction is over, and its data was erased."
	case s.Stage == store.IntroReferred:
		return "The introduction of *" + s.name() + "* led to a referral."
	case s.Stage == store.IntroEnded:
		return "The introduction of *" + s.name() + "* is over."
	}
	return ""
}

// buttons are the next step and the way out, which asks first.
func (s shown) buttons(next slack.BlockElement) slack.Block {
	return block.Actions("", next, block.Button(actEnd, "Nothing comes of it", string(s.ID),
		block.Confirming(block.Confirm("End this introduction?", "It ends for both of you.", "End it", "Keep it"))))
}

// ownerContent is the side of whom it is for: who, what about, and whether they want it.
func ownerContent(s shown) block.Content {
	if over := s.overWords(); over != "" {
		return plain(over)
	}
	text := block.Person(s.Introducer) + " can introduce you to " + s.titled() + "."
	text += block.After("\n*About* ", block.Line(s.Need))
	text += block.When(s.Person.Why != "", "\n"+surface.Quoted(s.Person.Why))
	text += "\n*" + surface.UpperFirst(surface.IntroStageName(s.Stage)) + "*"
	next := block.Button(actAccept, "Yes, please", string(s.ID), block.Primary)
	switch {
	case s.AcceptedAt.IsZero():
	case s.Stage == store.IntroMet:
		next = nil
	default:
		next = block.Button(actMet, "We met", string(s.ID), block.Primary)
	}
	c := plain(text)
	if next != nil {
		c.Blocks = append(c.Blocks, s.buttons(next))
	}
	return c
}

// askContent is the question whether an answer came, and after it what was said.
func askContent(s shown) block.Content {
	if over := s.overWords(); over != "" {
		return plain(over)
	}
	if s.Stage != store.IntroSent || !s.AskAt.IsZero() {
		return introducerContent(s)
	}
	text := "Did *" + s.name() + "* answer? You wrote to them " + block.Day(s.SentAt, s.zone) + "."
	value := string(s.ID) + " " + inQuestion
	c := plain(text)
	c.Blocks = append(c.Blocks, block.Actions("", block.Button(actAnswered, "They answered", value, block.Primary),
		block.Button(actWait, "Not yet", value), block.Button(actEnd, "Nothing comes of it", value)))
	return c
}
