// Package asset knows the shareable items of the library: their content, their life from draft to withdrawn, and what
// makes them valid.
package asset

import (
	"slices"
	"strings"
	"time"

	"vouch/store/audit"
	"vouch/store/employee"
	"vouch/store/problem"
	"vouch/store/settings"
	"vouch/store/source"
	"vouch/store/story"
	"vouch/store/term"
	"vouch/store/text"
)

// State is where an asset stands.
type State string

// The states. Only Live assets are picked or shared. Scheduled goes live at PublishAt.
const (
	Draft     State = "draft"
	InReview  State = "review"
	Scheduled State = "scheduled"
	Live      State = "live"
	Expired   State = "expired"
	Withdrawn State = "withdrawn"
)

// IsFor tells whether e may see a at all: what is only for some personas is for nobody else.
func (a *Asset) IsFor(e *employee.Employee) bool {
	return !a.Only || slices.ContainsFunc(e.Prefs.Personas,
		func(p term.PersonaID) bool { return slices.Contains(a.Personas, p) })
}

// IsVisibleTo tells whether e may open, save and share a: whom it is for, who runs the library, and who brought it in.
func (a *Asset) IsVisibleTo(e *employee.Employee) bool {
	return a.IsFor(e) || e.Has(employee.Curator) || a.Author == e.ID || (a.Review != nil && a.Review.Suggested == e.ID)
}

// Variant is a suggested text written by a curator. Used counts how often it was handed out, UsedAt says when last and
// Today how often on that day without any change, so that colleagues do not post the same.
type Variant struct {
	Text   string    `json:"text"`
	Used   int       `json:"used,omitempty"`
	UsedAt time.Time `json:"used_at,omitzero"`
	Today  int       `json:"today,omitempty"`
}

// Use counts that v was handed out, unchanged or not, on the calendar of loc.
func (v *Variant) Use(now time.Time, loc *time.Location, unchanged bool) {
	v.Today = v.TodayIn(now, loc)
	if unchanged {
		v.Today++
	}
	v.Used, v.UsedAt = v.Used+1, now
}

// TodayIn is how often v was handed out unchanged on the day of now.
func (v *Variant) TodayIn(now time.Time, loc *time.Location) int {
	if v.UsedAt.In(loc).Format(time.DateOnly) != now.In(loc).Format(time.DateOnly) {
		return 0
	}
	return v.Today
}

// JobFacts are the facts of a job post.
type JobFacts struct {
	Department string `json:"department,omitempty"`
	Location   string `json:"location,omitempty"`
	Closed     bool   `json:"closed,omitempty"`
	Hook       string `json:"hook,omitempty"` // one line a person would say to a friend, at most 200 characters
	Fits       string `json:"fits,omitempty"` // who would fit, at most 300 characters
}

// TalkingPoint is what people of a persona can say about an asset; the persona "" is everybody.
type TalkingPoint struct {
	Persona term.PersonaID `json:"persona,omitempty"`
	Text    string         `json:"text"`
}

// Review is where the approval of an asset stands.
type Review struct {
	AskedAt     time.Time       `json:"asked_at"`              // when it came into the queue; answer times count from here
	Suggested   term.EmployeeID `json:"suggested,omitempty"`   // who wants it in the library; they never approve it
	Why         string          `json:"why,omitempty"`         // their reason, for the reviewers only; at most 200 characters
	ApprovedBy  term.EmployeeID `json:"approved_by,omitempty"` // the curator; of a regulated topic compliance comes second
	Note        string          `json:"note,omitempty"`        // why it was sent back, for whoever suggested it
	SecondBy    term.EmployeeID `json:"second_by,omitempty"`   // the compliance reviewer, of a regulated topic
	Regulated   bool            `json:"regulated,omitempty"`   // compliance approves it even if the topic is gone by then
	NudgedAt    time.Time       `json:"nudged_at,omitzero"`    // curators were reminded
	EscalatedAt time.Time       `json:"escalated_at,omitzero"` // program managers were told
}

// Proposal is what a source says now of an asset that was approved with other words.
type Proposal struct {
	Title      string    `json:"title"`
	Summary    string    `json:"summary"`
	Department string    `json:"department,omitempty"` // of a job
	Location   string    `json:"location,omitempty"`   // of a job
	At         time.Time `json:"at"`
	Kept       bool      `json:"kept,omitempty"` // a curator stayed with what was approved; these words are not asked about again

	Event *EventFacts `json:"event,omitempty"` // of an event, but for its places; nil when the source names no time
}

// Asset is one shareable item.
type Asset struct {
	ID       term.AssetID   `json:"id"`
	Seq      uint32         `json:"seq"` // small number given once, used in compact logs
	Kind     term.AssetKind `json:"kind"`
	Title    string         `json:"title"`   // 1-150 characters
	Summary  string         `json:"summary"` // at most 500 characters, plain text
	URL      string         `json:"url"`
	Canon    string         `json:"canonical"` // unique among assets that are not expired or withdrawn
	Image    string         `json:"image,omitempty"`
	ImageAlt string         `json:"image_alt,omitempty"`

	Topics     []string         `json:"topics,omitempty"`    // lower-case, sorted
	Personas   []term.PersonaID `json:"personas,omitempty"`  // whom it is best for, empty: everybody
	Only       bool             `json:"only,omitempty"`      // nobody but people of Personas ever sees it
	Audiences  []term.Audience  `json:"audiences,omitempty"` // outside readers it is for, empty: any
	Networks   []term.Network   `json:"networks,omitempty"`  // empty: all
	Language   string           `json:"language,omitempty"`  // BCP 47, "" unknown
	Variants   []Variant        `json:"variants,omitempty"`  // at most 15
	Prompt     string           `json:"prompt,omitempty"`    // the question that helps people find own words
	Truth      string           `json:"truth,omitempty"`     // one sentence everybody agrees on, at most 200 characters
	Angles     []string         `json:"angles,omitempty"`    // vantage points to write from, such as "I built it"
	Disclosure string           `json:"disclosure,omitempty"`
	Author     term.EmployeeID  `json:"author,omitempty"` // credited employee
	Campaign   string           `json:"campaign,omitempty"`
	Featured   bool             `json:"featured,omitempty"`
	Job        *JobFacts        `json:"job,omitempty"`
	Event      *EventFacts      `json:"event,omitempty"`

	Sentence      Variant        `json:"sentence,omitzero"`        // counts the text made of title and summary
	TalkingPoints []TalkingPoint `json:"talking_points,omitempty"` // at most one per persona
	EmbargoUntil  time.Time      `json:"embargo_until,omitzero"`   // readable before, but neither picked nor shared
	Review        *Review        `json:"review,omitempty"`         // nil: never reviewed
	Proposed      *Proposal      `json:"proposed,omitempty"`       // nil: the source says what was approved
	Story         story.ID       `json:"story,omitempty"`          // the colleague's story it tells; only then URL may be empty
	Internal      bool           `json:"internal,omitempty"`       // for colleagues to read, never shared outside
	Held          string         `json:"-"`                        // why a crisis holds it when it was read
	Voluntary     bool           `json:"voluntary,omitempty"`      // fact sheet of a crisis: in no digest, earns nothing
	FromSource    source.ID      `json:"from_source,omitempty"`    // the source that brought it
	SourceKey     string         `json:"source_key,omitempty"`     // its key there: a guid, a job number, else the canonical address
	SourceVersion int            `json:"source_version,omitempty"` // the version that the source made, 0 none
	SourceSum     string         `json:"source_sum,omitempty"`     // of what the source said last; curators' own words are no change of the source
	SourceEnds    time.Time      `json:"source_ends,omitzero"`     // when it ends by the source; an end that curators chose stays theirs
	Published     time.Time      `json:"published,omitzero"`       // when the page first appeared, by itself or its source; zero unknown
	Source        string         `json:"source,omitempty"`         // where it came from: "slack", a feed URL, "csv"

	PublishAt time.Time `json:"publish_at,omitzero"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`

	State       State           `json:"state"`
	StateReason string          `json:"state_reason,omitempty"`
	StateBy     term.EmployeeID `json:"state_by,omitempty"` // "" is the program itself
	StateAt     time.Time       `json:"state_at"`
	LiveAt      time.Time       `json:"live_at,omitzero"` // first went live; freshness counts from here
	CreatedBy   term.EmployeeID `json:"created_by,omitempty"`
	CreatedAt   time.Time       `json:"created_at"`
	Version     int             `json:"version"` // grows with each edit; an edit of an older version is a Conflict

	Shares int `json:"shares,omitempty"` // declared or better, running count
	Saves  int `json:"saves,omitempty"`
}

// Supplied lists the texts that an asset gives to people who write about it.
func (a *Asset) Supplied() []string {
	texts := append([]string{a.Title, a.Summary, a.Prompt, a.Truth, a.Disclosure}, a.Angles...)
	for _, v := range a.Variants {
		texts = append(texts, v.Text)
	}
	for _, point := range a.TalkingPoints {
		texts = append(texts, point.Text)
	}
	if a.Job != nil {
		texts = append(texts, a.Job.Hook, a.Job.Fits)
	}
	return texts
}

// Changes says for the audit what an edit changes. Of texts it says only that they changed, and so of the title of what
// a colleague told or suggested: the log is for ever, and words of somebody's own go with them.
func (a *Asset) Changes(now *Asset) string {
	told := strings.Fields("audiences campaign embargo_until expires_at featured kind language networks only personas " +
		"publish_at topics")
	named := strings.Fields("angles author disclosure event image image_alt job prompt summary talking_points truth url " +
		"variants")
	if a.Story == "" && a.Author == "" && a.Approval().Suggested == "" {
		told = append(told, "title")
	} else {
		named = append(named, "title")
	}
	return audit.ChangesOf(a, now, told, named)
}

// SameWords tells whether what people read of two versions, or are given to post, is the same.
func SameWords(a, b *Asset) bool {
	words := func(x *Asset) Asset {
		w := Asset{Kind: x.Kind, Title: x.Title, Summary: x.Summary, URL: x.URL, Image: x.Image,
			ImageAlt: x.ImageAlt, Prompt: x.Prompt,
			Truth: x.Truth, Angles: x.Angles, Disclosure: x.Disclosure,
			Job: x.Job, Event: x.Event, TalkingPoints: x.TalkingPoints}
		for _, v := range x.Variants {
			w.Variants = append(w.Variants, Variant{Text: v.Text})
		}
		return w
	}
	return text.SameJSON(words(a), words(b))
}

// LooksSame tells whether a delivered message would show a and b alike. Suggested texts, topics and audiences steer
// what comes next; an edit of them must not rewrite thousands of messages that stay as they are.
func LooksSame(a, b *Asset) bool {
	shown := func(x *Asset) Asset {
		return Asset{Kind: x.Kind, Title: x.Title, Summary: x.Summary, URL: x.URL, Author: x.Author,
			Image: x.Image, ImageAlt: x.ImageAlt, Job: x.Job,
			Event: x.Event, EmbargoUntil: x.EmbargoUntil, State: x.State}
	}
	return text.SameJSON(shown(a), shown(b))
}

// Given counts how often a suggested text was handed out; -1 is the sentence made of title and summary.
func (a *Asset) Given(variant int) *Variant {
	if variant < 0 {
		return &a.Sentence
	}
	return &a.Variants[variant]
}

// VariantOf is the suggested text with its counts, a new one without; an edit must not reset the rotation.
func (a *Asset) VariantOf(text string) Variant {
	if i := slices.IndexFunc(a.Variants, func(v Variant) bool { return v.Text == text }); i >= 0 {
		return a.Variants[i]
	}
	return Variant{Text: text}
}

// HasProposal tells whether a curator must decide about what the source of a says.
func (a *Asset) HasProposal() bool {
	return a.Proposed != nil && !a.Proposed.Kept && (a.State == Live || a.State == Scheduled)
}

// IsEmbargoed tells whether a can be read but neither picked nor shared yet.
func (a Asset) IsEmbargoed(now time.Time) bool { return a.EmbargoUntil.After(now) }

// NextChange is when the clock will change a; zero when it will not.
func (a *Asset) NextChange() time.Time {
	switch a.State {
	case Scheduled:
		return a.PublishAt
	case InReview:
		return a.ExpiresAt
	case Live:
		if a.EmbargoUntil.IsZero() || (!a.ExpiresAt.IsZero() && a.ExpiresAt.Before(a.EmbargoUntil)) {
			return a.ExpiresAt
		}
		return a.EmbargoUntil
	}
	return time.Time{}
}

// Awaits tells whether a waits for somebody's decision.
func (a *Asset) Awaits() bool { return a.State == InReview || a.HasProposal() }

// RequireDate makes a curator's event name its time: with empty facts Check asks for it.
func RequireDate(a *Asset) {
	if a.Kind == term.Event && a.Event == nil {
		a.Event = &EventFacts{}
	}
}

// Appointment is what people who come to a must know now.
func (a *Asset) Appointment() Appointment {
	return Appointment{StartsAt: a.Event.StartsAt, Place: a.Event.Place, Cancelled: a.State == Withdrawn}
}

// IsOpening tells whether people may be referred for an asset.
func (a *Asset) IsOpening() bool {
	return a.Kind == term.Job && a.State == Live && a.EmbargoUntil.IsZero() && (a.Job == nil || !a.Job.Closed)
}

// WaitsFor tells whose approval an asset in review waits for: Curator at first, then, of a regulated topic, Compliance.
// It is "" for what is not in review.
func (a Asset) WaitsFor(s settings.Settings) employee.Role {
	switch {
	case a.State != InReview:
		return ""
	case a.Review != nil && a.Review.ApprovedBy != "" && (a.Review.Regulated || s.Regulates(a.Topics)):
		return employee.Compliance
	}
	return employee.Curator
}

// Approval is where the approval of a stands. What was put into review before approvals were recorded waits since then.
func (a *Asset) Approval() Review {
	if a.Review == nil {
		return Review{AskedAt: a.StateAt}
	}
	return *a.Review
}

// Withhold takes the reason of a suggestion out of the words that colleagues are given: earlier releases kept it as the
// question, and as the summary of a page without one. What a curator has edited since is the curator's.
func (a *Asset) Withhold() {
	r := a.Approval()
	if a.Source != "suggestion" || a.State != InReview || a.Version != 1 || r.Suggested == "" || r.Why != "" {
		return
	}
	r.Why = a.Prompt
	if a.Summary == a.Prompt {
		a.Summary = ""
	}
	a.Prompt, a.Review = "", &r
}

// IsOwnOf tells whether id wants the asset in the library: they suggested it, added it, or are its author. A story is
// its author's, not that of the curator who worked on it.
func (a *Asset) IsOwnOf(id term.EmployeeID) bool {
	return id != "" && id != employee.Operator &&
		(id == a.Approval().Suggested || id == a.Author || (id == a.CreatedBy && a.Story == ""))
}

// IsActive tells an asset that takes one of its source's places: one that is in the library or may come into it. What
// was sent back, has expired or was withdrawn takes none.
func (a *Asset) IsActive() bool {
	return a.State == Live || a.State == Scheduled || a.State == InReview
}

// Proposal is what an item of a source says.
func (a *Asset) Proposal(at time.Time) *Proposal {
	p := &Proposal{Title: a.Title, Summary: a.Summary, Event: a.Event, At: at}
	if a.Job != nil {
		p.Department, p.Location = a.Job.Department, a.Job.Location
	}
	return p
}

// SayAs makes a say what its source says. What only curators write, a job's line and an event's places, stays.
func (a *Asset) SayAs(p *Proposal) {
	a.Title, a.Summary = p.Title, p.Summary
	if a.Job != nil && p.Department+p.Location != "" {
		facts := *a.Job
		facts.Department, facts.Location = p.Department, p.Location
		a.Job = &facts
	}
	if a.Kind != term.Event || p.Event == nil {
		return
	}
	facts := *p.Event
	if a.Event != nil {
		facts.Slots = a.Event.Slots
		// An end that only came from the old times moves with them.
		if a.ExpiresAt.Equal(a.Event.End()) {
			a.ExpiresAt = facts.End()
		}
	}
	a.Event = &facts
}

// KeepsStory refuses an edit that would change the words of a story in the library behind its author's back.
func (a *Asset) KeepsStory(edited *Asset) error {
	if a.Story == "" {
		return nil
	}
	var wrong problem.Fields
	const why = "These are a colleague's words: change them under Stories, and they approve the new text."
	for field, changed := range map[string]bool{
		"title": edited.Title != a.Title, "summary": edited.Summary != a.Summary, "url": edited.URL != a.URL ||
			edited.Canon != a.Canon,
		"kind": edited.Kind != a.Kind, "author": edited.Author != a.Author,
		"variants": !sameTexts(edited.Variants, a.Variants),
	} {
		if changed {
			wrong.Set(field, why)
		}
	}
	return wrong.Err()
}

// sameTexts compares suggested texts without how often they were used.
func sameTexts(a, b []Variant) bool {
	return slices.EqualFunc(a, b, func(x, y Variant) bool { return text.Lines(x.Text) == text.Lines(y.Text) })
}
