// Stories: what employees tell in their own words, how it comes to the curators, and how it is taken back.

package store

import (
	"fmt"
	"strconv"

	"vouch/store/kv"
	"vouch/store/share"
	"vouch/store/story"
)

// The table of stories, see package story.
var stories, storiesByPerson, storiesByState = story.Table, story.ByPerson, story.ByState

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

// maxOpenStories bounds what one person may have open: enough for anybody, and the queue of the curators stays
// readable.
const maxOpenStories = 10

// TellStory records a story for the curators. Every advocate may; a form that is sent twice is one story.
// Fields of its FieldErrors: answer.0 and so on, photo, photo_alt, link, consent.
func (db *DB) TellStory(form StoryForm) (Story, error) {
	return write(db, func(t *tx) (Story, error) { return t.tellStory(form) })
}

func (t *tx) tellStory(form StoryForm) (Story, error) {
	if _, err := t.advocate(form.Author); err != nil {
		return Story{}, err
	}
	open := 0
	for _, s := range t.storiesOf(form.Author) {
		if s.Cause == form.ID && form.ID != "" {
			return s, nil
		}
		if s.State != StoryApproved && !s.IsOver() {
			open++
		}
	}
	if err := story.Check(&form); err != nil {
		return Story{}, err
	}
	if open >= maxOpenStories {
		return Story{}, conflict(fmt.Sprintf("You have %d stories on their way already. Withdraw one, or wait until the "+
			"curators have answered.", open))
	}
	s := Story{ID: StoryID(t.newID()), Author: form.Author, Cause: form.ID, Answers: form.Answers, Photo: form.Photo,
		Link: form.Link, Consent: form.Consent, State: StoryTold, ToldAt: t.now, StateAt: t.now, Version: 1}
	stories.Save(t.Tx, &s)
	t.callCurators(form.Author)
	t.audit(form.Author, "story.tell", string(s.ID), string(s.Consent))
	return s, nil
}

// callCurators tells those who edit stories that one waits, once a day however many there are. Nobody edits their own;
// without curators it is the program managers' work.
func (t *tx) callCurators(author EmployeeID) {
	today := string(DateOf(t.now, Location(t.settings().TimeZone, "")))
	for _, id := range t.responsible(Curator, func(id EmployeeID) bool { return id == author }) {
		if !t.waits(id, "stories/") {
			t.enqueue(Message{Key: keyOf("stories", today, string(id)), Kind: MsgNotice, To: id,
				Text: "A colleague's story waits for an editor: type `/vouch stories`."})
		}
	}
}

// WithdrawStory takes a story back, at any time and whatever became of it: its words, answers and picture are
// forgotten, its asset is withdrawn, every delivered copy is rewritten, and colleagues who had shared or saved it are
// told. Only the title stays, so that they know which one. Only the author may; twice changes nothing.
func (db *DB) WithdrawStory(author EmployeeID, id StoryID) (Story, error) {
	return write(db, func(t *tx) (Story, error) {
		s, err := t.ownStory(author, id)
		if err != nil || s.State == StoryWithdrawn {
			return s, err
		}
		if s.Asset != "" {
			t.retireStory(&s, author, "Its author took the story back.")
		}
		s.ForgetWords()
		t.moveStory(&s, StoryWithdrawn, "")
		t.audit(author, "story.withdraw", string(id), "")
		return s, nil
	})
}

// retireStory takes the asset of a story out of the library, and its words out of the asset and of what colleagues made
// of it. Whoever shared it reads the reason.
func (t *tx) retireStory(s *Story, actor EmployeeID, reason string) {
	a := assets.Must(t.Tx, string(s.Asset))
	author, _ := employees.Get(t.Tx, string(a.Author))
	share.ForgetQuotes(t.Tx, &a, author.Name)
	a.Summary, a.Variants, a.Author, a.Prompt, a.URL, a.TalkingPoints = "", nil, "", "", "", nil
	a.Truth, a.Angles = "", nil
	t.retire(&a, Withdrawn, actor, reason)
}

// sharersOf lists who said that they shared an asset.
func (t *tx) sharersOf(id AssetID) []EmployeeID { return share.SharersOf(t.Tx, id) }

// eraseStories removes what a person told, takes it out of the library, and makes them anonymous as a curator of
// others' stories.
func eraseStories(t *tx, e *erasure) {
	own := t.storiesOf(e.id)
	for i := range own {
		s := &own[i]
		if s.Asset != "" {
			a := assets.Must(t.Tx, string(s.Asset))
			a.Title = "A story that was removed"
			assets.Save(t.Tx, &a)
			t.retireStory(s, e.ghost, "The data of its author was erased.")
		}
		stories.Remove(t.Tx, string(s.ID))
	}
	e.count["stories"] = len(own)
	stories.RewriteAll(t.Tx, func(s *Story) bool {
		touched := e.replace(&s.Proposed.By, e.ghost)
		return e.replace(&s.Approved.By, e.ghost) || touched
	})
}
