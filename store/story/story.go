// Package story knows what a story is that an employee tells, and what makes its form valid.
package story

import (
	"slices"
	"strconv"
	"time"

	"vouch/store/address"
	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// ID is a ULID.
type ID string

// State is how far a story is between its author and the curators. Whether colleagues see it is the state of its
// asset.
type State string

// The states. A story whose approved text is edited anew is Edited again; its asset keeps the text that was approved.
const (
	Told      State = "told"      // waits for a curator
	Edited    State = "edited"    // waits for its author to approve the text
	Changes   State = "changes"   // the author asked for changes
	Approved  State = "approved"  // the author approved the text: the asset exists
	Declined  State = "declined"  // a curator will not use it
	Withdrawn State = "withdrawn" // the author took it back
)

// Consent is how far an author lets their story go.
type Consent string

// The scopes of consent, from the widest.
const (
	ShareNamed   Consent = "named"   // colleagues may share it with the author's name
	ShareUnnamed Consent = "unnamed" // colleagues may share it, the author is named nowhere
	InsideOnly   Consent = "inside"  // read by colleagues, shared nowhere
)

// Consents lists every scope in the order forms show them.
var Consents = []Consent{ShareNamed, ShareUnnamed, InsideOnly}

// Answer is what the author said to one question; the question stays as it was asked.
type Answer struct {
	Question string `json:"question"`
	Text     string `json:"text"` // at most 3,000 characters
}

// Photo is a picture that stays at Slack.
type Photo struct {
	File string `json:"file"` // Slack's file id
	Alt  string `json:"alt"`  // what it shows, at most 500 characters
}

// Text is a curator's version of a story. Zero means that there is none.
type Text struct {
	Title    string           `json:"title"` // at most 150 characters
	Text     string           `json:"text"`  // at most 2,000 characters
	Topics   []string         `json:"topics,omitempty"`
	Personas []term.PersonaID `json:"personas,omitempty"` // empty: everybody
	By       term.EmployeeID  `json:"by,omitempty"`       // the curator
	At       time.Time        `json:"at,omitzero"`
	Version  int              `json:"version"` // of the story then; the author approves exactly this one
}

// Story is one employee's story.
type Story struct {
	ID      ID              `json:"id"`
	Author  term.EmployeeID `json:"author"`
	Cause   string          `json:"cause"` // the form it came by: sent twice, it is told once
	Answers []Answer        `json:"answers,omitempty"`
	Photo   *Photo          `json:"photo,omitempty"`
	Link    string          `json:"link,omitempty"` // a video or a post of their own
	Consent Consent         `json:"consent"`

	State    State        `json:"state"`
	Proposed Text         `json:"proposed,omitzero"` // the newest text; the author has seen it, not necessarily approved
	Approved Text         `json:"approved,omitzero"` // what colleagues read
	Note     string       `json:"note,omitempty"`    // of the last change: the author's wish, or why it was declined
	Asset    term.AssetID `json:"asset,omitempty"`   // once a text was approved

	ToldAt  time.Time `json:"told_at"`
	StateAt time.Time `json:"state_at"`
	Version int       `json:"version"` // grows with each change
}

// Title names a story for lists: the approved title, else the proposed one, else the beginning of the first answer.
func (s *Story) Title() string {
	for _, title := range []string{s.Approved.Title, s.Proposed.Title} {
		if title != "" {
			return title
		}
	}
	if len(s.Answers) > 0 {
		return text.Cut(text.Line(s.Answers[0].Text), opening)
	}
	return "A story"
}

// opening is how many characters of the first answer stand for a title.
const opening = 80

func (s *Story) IsOver() bool { return s.State == Declined || s.State == Withdrawn }

// Form is what an author sends.
type Form struct {
	ID      string // of the form: sent twice, it is one story
	Author  term.EmployeeID
	Answers []Answer // empty texts are dropped
	Photo   *Photo
	Link    string // "" none
	Consent Consent
}

// maxAnswers bounds the answers of a story: there are no more questions.
const maxAnswers = 5

// AnswerField names the field of an answer in FieldErrors: "answer.0".
func AnswerField(i int) string { return "answer." + strconv.Itoa(i) }

// Check cleans the form and says everything that is wrong with it at once.
func Check(form *Form) error {
	var wrong problem.Fields
	var kept []Answer
	for i, a := range form.Answers {
		a.Question, a.Text = text.Cut(text.Line(a.Question), text.MaxShort), text.Lines(a.Text)
		wrong.Short(AnswerField(i), a.Text, text.MaxLong)
		if a.Text != "" && len(kept) < maxAnswers {
			kept = append(kept, a)
		}
	}
	if form.Answers = kept; len(kept) == 0 {
		wrong.Set(AnswerField(0), "Tell us at least a sentence or two.")
	}
	if form.Photo != nil {
		photo := Photo{File: form.Photo.File, Alt: text.Line(form.Photo.Alt)}
		switch {
		case !text.IsID(photo.File):
			wrong.Set("photo", "This picture did not arrive. Please choose it again.")
		case photo.Alt == "":
			wrong.Set("photo_alt", "Say what the picture shows, for people who cannot see it.")
		}
		wrong.Short("photo_alt", photo.Alt, text.MaxSummary)
		form.Photo = &photo
	}
	if form.Link != "" && !address.IsWeb(form.Link) {
		wrong.Set("link", "Give the full address, beginning with https://, or leave it empty.")
	}
	if !slices.Contains(Consents, form.Consent) {
		wrong.Set("consent", "Choose what colleagues may do with your story.")
	}
	return wrong.Err()
}

// ForgetWords leaves the title of a story and nothing else of what its author said.
func (s *Story) ForgetWords() {
	s.Answers, s.Photo, s.Link = nil, nil, ""
	s.Proposed, s.Approved = Text{Title: s.Title()}, Text{}
}

// The indexes of the table.
var (
	ByPerson = kv.NewBucket("stories_by_person") // author, story
	ByState  = kv.NewBucket("stories_by_state")  // state, story
)

// Table holds stories. They are found by who told them and by what they wait for.
var Table = kv.Table[Story]{
	Bucket:  kv.NewBucket("stories"), // story -> Story
	Indexes: []*kv.Bucket{ByPerson, ByState},
	Key:     func(s *Story) string { return string(s.ID) },
	Rows: func(s *Story) []kv.Row {
		return []kv.Row{
			ByPerson.Row(kv.Join(string(s.Author), string(s.ID)), ""),
			ByState.Row(kv.Join(string(s.State), string(s.ID)), ""),
		}
	},
}
