// Telling: an employee's answers become a story, and an author takes theirs back.

package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vouch/store/address"
	"vouch/store/kv"
	"vouch/store/text"
)

// StoryForm is what an author sends.
type StoryForm struct {
	ID      string // of the form: sent twice, it is one story
	Author  EmployeeID
	Answers []Answer // empty texts are dropped
	Photo   *StoryPhoto
	Link    string // "" none
	Consent Consent
}

// The bounds of what one person may have open: enough for anybody, and the queue of the curators stays readable.
const (
	maxOpenStories = 10
	maxAnswers     = 5
)

// AnswerField names the field of an answer in FieldErrors: "answer.0".
func AnswerField(i int) string { return "answer." + strconv.Itoa(i) }

// TellStory records a story for the curators. Every advocate may; a form that is sent twice is one story.
// Fields of its FieldErrors: answer.0 and so on, photo, photo_alt, link, consent.
func (db *DB) TellStory(form StoryForm) (Story, error) {
	return write(db, func(t *tx) (Story, error) {
		if _, err := t.advocate(form.Author); err != nil {
			return Story{}, err
		}
		open := 0
		for _, s := range t.storiesOf(form.Author) {
			if s.Cause == form.ID && form.ID != "" {
				return s, nil
			}
			if s.State != StoryApproved && !s.isOver() {
				open++
			}
		}
		if err := checkStory(&form); err != nil {
			return Story{}, err
		}
		if open >= maxOpenStories {
			return Story{}, conflict(fmt.Sprintf("You have %d stories on their way already. Withdraw one, or wait until the curators have answered.", open))
		}
		s := Story{ID: StoryID(t.newID()), Author: form.Author, Cause: form.ID, Answers: form.Answers, Photo: form.Photo,
			Link: form.Link, Consent: form.Consent, State: StoryTold, ToldAt: t.now, StateAt: t.now, Version: 1}
		stories.Save(t.Tx, &s)
		t.callCurators(form.Author)
		t.audit(form.Author, "story.tell", string(s.ID), string(s.Consent))
		return s, nil
	})
}

// callCurators tells those who edit stories that one waits, once a day however many there are. Nobody edits their own;
// without curators it is the program managers' work.
func (t *tx) callCurators(author EmployeeID) {
	curators := t.holders(Curator)
	if others := slices.DeleteFunc(slices.Clone(curators), func(id EmployeeID) bool { return id == author }); len(others) == 0 {
		curators = t.managers()
	}
	today := string(DateOf(t.now, Location(t.settings().TimeZone, "")))
	for _, id := range curators {
		if id != author && !t.waits(id, "stories/") {
			t.enqueue(Message{Key: keyOf("stories", today, string(id)), Kind: MsgNotice, To: id,
				Text: "A colleague's story waits for an editor: type `/vouch stories`."})
		}
	}
}

// checkStory cleans the form and says everything that is wrong with it at once.
func checkStory(form *StoryForm) error {
	var wrong FieldErrors
	var kept []Answer
	for i, a := range form.Answers {
		a.Question, a.Text = text.Cut(text.Line(a.Question), maxShort), text.Lines(a.Text)
		wrong.Short(AnswerField(i), a.Text, maxLong)
		if a.Text != "" && len(kept) < maxAnswers {
			kept = append(kept, a)
		}
	}
	if form.Answers = kept; len(kept) == 0 {
		wrong.Set(AnswerField(0), "Tell us at least a sentence or two.")
	}
	if form.Photo != nil {
		photo := StoryPhoto{File: form.Photo.File, Alt: text.Line(form.Photo.Alt)}
		switch {
		case !text.IsID(photo.File):
			wrong.Set("photo", "This picture did not arrive. Please choose it again.")
		case photo.Alt == "":
			wrong.Set("photo_alt", "Say what the picture shows, for people who cannot see it.")
		}
		wrong.Short("photo_alt", photo.Alt, maxSummary)
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
		s.forgetWords()
		t.moveStory(&s, StoryWithdrawn, "")
		t.audit(author, "story.withdraw", string(id), "")
		return s, nil
	})
}

// forgetWords leaves the title of a story and nothing else of what its author said.
func (s *Story) forgetWords() {
	s.Answers, s.Photo, s.Link = nil, nil, ""
	s.Proposed, s.Approved = StoryText{Title: s.Title()}, StoryText{}
}

// retireStory takes the asset of a story out of the library, and its words out of the asset and of what colleagues made
// of it. Whoever shared it reads the reason.
func (t *tx) retireStory(s *Story, actor EmployeeID, reason string) {
	a := assets.Must(t.Tx, string(s.Asset))
	t.forgetQuotes(&a)
	a.Summary, a.Variants, a.Author, a.Prompt, a.URL, a.TalkingPoints = "", nil, "", "", "", nil
	a.Truth, a.Angles = "", nil
	t.retire(&a, Withdrawn, actor, reason)
}

// forgetQuotes leaves of the texts of shares what the sharers wrote themselves: a text that is not in their own words
// is the story's, and of the others every line goes that names the author or holds a line of the story.
func (t *tx) forgetQuotes(a *Asset) {
	quoted := strings.Split(text.Fold(a.Summary), "\n")
	for _, v := range a.Variants {
		quoted = append(quoted, strings.Split(text.Fold(v.Text), "\n")...)
	}
	if author, found := employees.Get(t.Tx, string(a.Author)); found {
		quoted = append(quoted, text.Fold(author.Name))
	}
	quoted = slices.DeleteFunc(quoted, func(words string) bool { return strings.TrimSpace(words) == "" })
	shares.RewriteAll(t.Tx, func(s *Share) bool {
		if s.Asset != a.ID || s.Text == "" {
			return false
		}
		var own []string
		for line := range strings.SplitSeq(s.Text, "\n") {
			folded := text.Fold(line)
			if !slices.ContainsFunc(quoted, func(words string) bool { return strings.Contains(folded, strings.TrimSpace(words)) }) {
				own = append(own, line)
			}
		}
		if s.Text = strings.TrimSpace(strings.Join(own, "\n")); !s.OwnWords {
			s.Text = ""
		}
		return true
	})
}

// sharersOf lists who said that they shared an asset.
func (t *tx) sharersOf(id AssetID) (people []EmployeeID) {
	t.Scan(sharesByAsset, kv.Join(string(id), ""), "", func(_ string, who []byte) bool {
		people = append(people, EmployeeID(who))
		return true
	})
	return text.Unique(people)
}

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
