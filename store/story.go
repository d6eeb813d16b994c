// Stories: what employees tell in their own words, from the first answers to the text they approved.

package store

import (
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

// StoryID is a ULID.
type StoryID string

// StoryState is how far a story is between its author and the curators. Whether colleagues see it is the state of its
// asset.
type StoryState string

// The states. A story whose approved text is edited anew is Edited again; its asset keeps the text that was approved.
const (
	StoryTold      StoryState = "told"      // waits for a curator
	StoryEdited    StoryState = "edited"    // waits for its author to approve the text
	StoryChanges   StoryState = "changes"   // the author asked for changes
	StoryApproved  StoryState = "approved"  // the author approved the text: the asset exists
	StoryDeclined  StoryState = "declined"  // a curator will not use it
	StoryWithdrawn StoryState = "withdrawn" // the author took it back
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

// StoryPhoto is a picture that stays at Slack.
type StoryPhoto struct {
	File string `json:"file"` // Slack's file id
	Alt  string `json:"alt"`  // what it shows, at most 500 characters
}

// StoryText is a curator's version of a story. Zero means that there is none.
type StoryText struct {
	Title    string      `json:"title"` // at most 150 characters
	Text     string      `json:"text"`  // at most 2,000 characters
	Topics   []string    `json:"topics,omitempty"`
	Personas []PersonaID `json:"personas,omitempty"` // empty: everybody
	By       EmployeeID  `json:"by,omitempty"`       // the curator
	At       time.Time   `json:"at,omitzero"`
	Version  int         `json:"version"` // of the story when this text was written; the author approves exactly this one
}

// Story is one employee's story.
type Story struct {
	ID      StoryID     `json:"id"`
	Author  EmployeeID  `json:"author"`
	Cause   string      `json:"cause"` // the form it came by: sent twice, it is told once
	Answers []Answer    `json:"answers,omitempty"`
	Photo   *StoryPhoto `json:"photo,omitempty"`
	Link    string      `json:"link,omitempty"` // a video or a post of their own
	Consent Consent     `json:"consent"`

	State    StoryState `json:"state"`
	Proposed StoryText  `json:"proposed,omitzero"` // the newest text; the author has seen it, not necessarily approved
	Approved StoryText  `json:"approved,omitzero"` // what colleagues read
	Note     string     `json:"note,omitempty"`    // of the last change: the author's wish, or why it was declined
	Asset    AssetID    `json:"asset,omitempty"`   // once a text was approved

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
		return text.Cut(text.Line(s.Answers[0].Text), storyOpening)
	}
	return "A story"
}

// storyOpening is how many characters of the first answer stand for a title.
const storyOpening = 80

func (s *Story) isOver() bool { return s.State == StoryDeclined || s.State == StoryWithdrawn }

var (
	storiesByPerson = kv.NewBucket("stories_by_person") // author, story
	storiesByState  = kv.NewBucket("stories_by_state")  // state, story
)

// stories are found by who told them and by what they wait for.
var stories = kv.Table[Story]{
	Bucket:  kv.NewBucket("stories"), // story -> Story
	Indexes: []*kv.Bucket{storiesByPerson, storiesByState},
	Key:     func(s *Story) string { return string(s.ID) },
	Rows: func(s *Story) []kv.Row {
		return []kv.Row{
			storiesByPerson.Row(kv.Join(string(s.Author), string(s.ID)), ""),
			storiesByState.Row(kv.Join(string(s.State), string(s.ID)), ""),
		}
	},
}

// errNoStory also answers for stories of somebody else.
var errNoStory = notFound("This story does not exist.")

func (t *tx) story(id StoryID) (Story, error) {
	s, found := stories.Get(t.Tx, string(id))
	if !found {
		return s, errNoStory
	}
	return s, nil
}

// ownStory reads a story of this author; somebody else's does not exist for them.
func (t *tx) ownStory(author EmployeeID, id StoryID) (Story, error) {
	s, found := stories.Get(t.Tx, string(id))
	if !found || s.Author != author {
		return Story{}, errNoStory
	}
	return s, nil
}

func (t *tx) storiesOf(id EmployeeID) []Story {
	return stories.Under(t.Tx, storiesByPerson, string(id), 0)
}

// Story returns one story, for its author and for curators. Somebody else's story is NotFound.
func (q *Query) Story(reader EmployeeID, id StoryID) Story {
	s := end(q.t.story(id))
	if s.Author != reader && q.t.require(reader, Curator) != nil {
		kv.Abort(errNoStory)
	}
	return s
}

// StoryOfAsset returns the story that an asset tells, as every colleague may read it once it is live: the approved text
// and the picture, without the answers, and without its author when the consent does not name them. Before, only
// curators and compliance reviewers may.
func (q *Query) StoryOfAsset(reader EmployeeID, id AssetID) Story {
	a, e := end(q.t.asset(id)), end(q.t.employee(reader))
	s, found := stories.Get(q.t.Tx, string(a.Story))
	switch {
	case !a.IsVisibleTo(&e) && !e.Has(Compliance):
		kv.Abort(errNoAsset)
	case !found || s.State == StoryWithdrawn || a.State == Withdrawn || a.State == Expired:
		kv.Abort(conflict("This story was taken out of the library."))
	case a.State != Live && q.t.require(reader, Curator, Compliance) != nil:
		kv.Abort(conflict("This story is not published yet."))
	}
	s.Answers, s.Proposed, s.Note, s.Cause = nil, StoryText{}, "", ""
	if s.Consent == ShareUnnamed {
		s.Author = ""
	}
	return s
}

// StoriesOf returns a person's stories, newest first.
func (q *Query) StoriesOf(id EmployeeID) []Story {
	return stories.UnderBack(q.t.Tx, storiesByPerson, string(id), "", 0)
}

// StoriesBy returns at most limit stories in a state, oldest first: who waits longest comes first.
func (q *Query) StoriesBy(state StoryState, limit int) []Story {
	return stories.Under(q.t.Tx, storiesByState, string(state), limit)
}

// WaitingStories returns the stories that wait for a curator, at most limit of them: those that were told, then those
// whose author asked for changes, each from the oldest.
func (q *Query) WaitingStories(limit int) []Story {
	list := append(q.StoriesBy(StoryTold, limit), q.StoriesBy(StoryChanges, limit)...)
	return list[:min(len(list), limit)]
}

// moveStory writes a change of a story and corrects the messages about it.
func (t *tx) moveStory(s *Story, state StoryState, note string) {
	s.State, s.StateAt, s.Note = state, t.now, note
	s.Version++
	stories.Save(t.Tx, s)
	t.rewriteRef(MsgStory, string(s.ID), strconv.Itoa(s.Version))
}
