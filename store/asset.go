// Assets: the shareable items of the library, their life from draft to withdrawn, and their copy variants.

package store

import (
	"slices"
	"time"
)

// AssetState is where an asset stands.
type AssetState string

// The states. Only Live assets are picked or shared. Scheduled goes live at PublishAt.
const (
	Draft     AssetState = "draft"
	InReview  AssetState = "review"
	Scheduled AssetState = "scheduled"
	Live      AssetState = "live"
	Expired   AssetState = "expired"
	Withdrawn AssetState = "withdrawn"
)

// IsFor tells whether e may see a at all: what is only for some personas is for nobody else.
func (a *Asset) IsFor(e *Employee) bool {
	return !a.Only || slices.ContainsFunc(e.Prefs.Personas, func(p PersonaID) bool { return slices.Contains(a.Personas, p) })
}

// IsVisibleTo tells whether e may open, save and share a: whom it is for, who runs the library, and who brought it in.
func (a *Asset) IsVisibleTo(e *Employee) bool {
	return a.IsFor(e) || e.Has(Curator) || a.Author == e.ID || (a.Review != nil && a.Review.Suggested == e.ID)
}

// Variant is a suggested text written by a curator. Used counts how often it was handed out, so that colleagues do not
// post the same.
type Variant struct {
	Text string `json:"text"`
	Used int    `json:"used,omitempty"`
}

// JobFacts are the facts of a job post.
type JobFacts struct {
	Department string `json:"department,omitempty"`
	Location   string `json:"location,omitempty"`
	Closed     bool   `json:"closed,omitempty"`
	Hook       string `json:"hook,omitempty"` // one line a person would say to a friend, at most 200 characters
	Fits       string `json:"fits,omitempty"` // who would fit, at most 300 characters
}

// EventFacts are the facts of an event.
type EventFacts struct {
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at,omitzero"`
	Place    string    `json:"place,omitempty"` // a room, a city or "online"
	Slots    int       `json:"slots,omitempty"` // places for ambassadors; 0: no limit
}

// TalkingPoint is what people of a persona can say about an asset; the persona "" is everybody.
type TalkingPoint struct {
	Persona PersonaID `json:"persona,omitempty"`
	Text    string    `json:"text"`
}

// Review is where the approval of an asset stands.
type Review struct {
	AskedAt     time.Time  `json:"asked_at"`              // when it came into the queue; the answer times count from here
	Suggested   EmployeeID `json:"suggested,omitempty"`   // who wants it in the library; they never approve it
	Why         string     `json:"why,omitempty"`         // their reason, for the reviewers only; at most 200 characters
	ApprovedBy  EmployeeID `json:"approved_by,omitempty"` // the curator; of a regulated topic compliance comes second
	Note        string     `json:"note,omitempty"`        // why it was sent back, for whoever suggested it
	SecondBy    EmployeeID `json:"second_by,omitempty"`   // the compliance reviewer, of a regulated topic
	Regulated   bool       `json:"regulated,omitempty"`   // compliance approves it even if the topic is gone by then
	NudgedAt    time.Time  `json:"nudged_at,omitzero"`    // curators were reminded
	EscalatedAt time.Time  `json:"escalated_at,omitzero"` // program managers were told
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
	ID       AssetID   `json:"id"`
	Seq      uint32    `json:"seq"` // small number given once, used in compact logs
	Kind     AssetKind `json:"kind"`
	Title    string    `json:"title"`   // 1-150 characters
	Summary  string    `json:"summary"` // at most 500 characters, plain text
	URL      string    `json:"url"`
	Canon    string    `json:"canonical"` // unique among assets that are not expired or withdrawn
	Image    string    `json:"image,omitempty"`
	ImageAlt string    `json:"image_alt,omitempty"`

	Topics     []string    `json:"topics,omitempty"`    // lower-case, sorted
	Personas   []PersonaID `json:"personas,omitempty"`  // whom it is best for, empty: everybody
	Only       bool        `json:"only,omitempty"`      // nobody but people of Personas ever sees it
	Audiences  []Audience  `json:"audiences,omitempty"` // outside readers it is for, empty: any
	Networks   []Network   `json:"networks,omitempty"`  // empty: all
	Language   string      `json:"language,omitempty"`  // BCP 47, "" unknown
	Variants   []Variant   `json:"variants,omitempty"`  // at most 15
	Prompt     string      `json:"prompt,omitempty"`    // the question that helps people find own words
	Truth      string      `json:"truth,omitempty"`     // one sentence everybody agrees on, at most 200 characters
	Angles     []string    `json:"angles,omitempty"`    // vantage points to write from, such as "I built it"
	Disclosure string      `json:"disclosure,omitempty"`
	Author     EmployeeID  `json:"author,omitempty"` // credited employee
	Campaign   string      `json:"campaign,omitempty"`
	Featured   bool        `json:"featured,omitempty"`
	Job        *JobFacts   `json:"job,omitempty"`
	Event      *EventFacts `json:"event,omitempty"`

	TalkingPoints []TalkingPoint `json:"talking_points,omitempty"` // at most one per persona
	EmbargoUntil  time.Time      `json:"embargo_until,omitzero"`   // readable before, but neither picked nor shared
	Review        *Review        `json:"review,omitempty"`         // nil: never reviewed
	Proposed      *Proposal      `json:"proposed,omitempty"`       // nil: the source says what was approved
	Story         StoryID        `json:"story,omitempty"`          // the story of a colleague this asset tells; only then URL may be empty
	Internal      bool           `json:"internal,omitempty"`       // for colleagues to read, never shared outside
	Held          string         `json:"-"`                        // why a crisis holds it when it was read
	FromSource    SourceID       `json:"from_source,omitempty"`    // the source that brought it
	SourceKey     string         `json:"source_key,omitempty"`     // its key there: a guid, a job number, else the canonical address
	SourceVersion int            `json:"source_version,omitempty"` // the version that the source made, 0 none
	SourceSum     string         `json:"source_sum,omitempty"`     // of what the source said last; curators' own words are no change of the source
	SourceEnds    time.Time      `json:"source_ends,omitzero"`     // when it ends by the source; an end that curators chose stays theirs
	Published     time.Time      `json:"published,omitzero"`       // when the page first appeared, by itself or its source; zero unknown
	Source        string         `json:"source,omitempty"`         // where it came from: "slack", a feed URL, "csv"

	PublishAt time.Time `json:"publish_at,omitzero"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`

	State       AssetState `json:"state"`
	StateReason string     `json:"state_reason,omitempty"`
	StateBy     EmployeeID `json:"state_by,omitempty"` // "" is the program itself
	StateAt     time.Time  `json:"state_at"`
	LiveAt      time.Time  `json:"live_at,omitzero"` // first went live; freshness counts from here
	CreatedBy   EmployeeID `json:"created_by,omitempty"`
	CreatedAt   time.Time  `json:"created_at"`
	Version     int        `json:"version"` // grows with each edit; an edit of an older version is a Conflict

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

// AddResult tells what AddAssets did, in input order.
type AddResult struct {
	Added   []AssetID
	Skipped []Skip // duplicates and invalid rows
}

// Skip is one input row that was not taken, and the sentence why.
type Skip struct {
	Index  int
	Title  string
	Reason string
}
