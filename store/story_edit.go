// Editing: a curator makes a text of the answers, the author approves exactly that text, and only then colleagues see
// it.

package store

import (
	"fmt"
	"slices"
	"strconv"

	"vouch/store/text"
)

// maxStoryText leaves room for the disclosure in a post of LinkedIn's 3,000 characters, and for the text in one message
// to its author.
const maxStoryText = 2000

// EditStory proposes a text to the author; version is the story's when the curator read it. Of a story that is live
// already the approved text stays until the author approves the new one. Only curators may, and nobody their own story.
// Fields of its FieldErrors: title, text, topics, personas.
func (db *DB) EditStory(actor EmployeeID, id StoryID, version int, edit StoryText) (Story, error) {
	return write(db, func(t *tx) (Story, error) {
		s, err := t.curated(actor, id, version)
		if err != nil {
			return s, err
		}
		edit.Title, edit.Text = text.Line(edit.Title), text.Lines(edit.Text)
		edit.By, edit.At, edit.Version = actor, t.now, s.Version+1
		if err := t.checkStoryText(&s, &edit); err != nil {
			return s, err
		}
		s.Proposed = edit
		t.moveStory(&s, StoryEdited, "")
		t.tellAuthor(&s)
		t.audit(actor, "story.edit", string(id), "version "+strconv.Itoa(s.Version))
		return s, nil
	})
}

// curated reads a story for a curator who wants to change it.
func (t *tx) curated(actor EmployeeID, id StoryID, version int) (Story, error) {
	if err := t.require(actor, Curator); err != nil {
		return Story{}, err
	}
	s, err := t.story(id)
	switch {
	case err != nil:
		return s, err
	case s.Author == actor:
		return s, denied("This is your own story, so another curator edits it. A program manager can name one.")
	case s.State == StoryWithdrawn:
		return s, conflict("Its author has taken this story back.")
	case s.State == StoryDeclined:
		return s, conflict("This story was declined already.")
	case s.Version != version:
		return s, conflict("This story changed meanwhile. Open it again.")
	}
	return s, nil
}

func (t *tx) tellAuthor(s *Story) {
	t.enqueue(Message{Key: keyOf("story", string(s.ID), strconv.Itoa(s.Version)), Kind: MsgStory, Ref: string(s.ID),
		To: s.Author})
}

// checkStoryText says what is wrong with a curator's text, by the rules of the asset it will be: the author, who
// approves it, could mend nothing of it.
func (t *tx) checkStoryText(s *Story, written *StoryText) error {
	var wrong FieldErrors
	if written.Text == "" {
		wrong.Set("text", "Write the story from the answers.")
	}
	if text.Longer(written.Text, maxStoryText) {
		wrong.Set("text", fmt.Sprintf("Shorten the story to %d characters.", maxStoryText))
	}
	a := t.storyAsset(s, written)
	wrong.Merge(t.checkAsset(&a))
	written.Topics, written.Personas = a.Topics, a.Personas
	return wrong.Err()
}

// DeclineStory ends a story with the reason its author reads. What is in the library already is withdrawn there
// instead. Only curators may, and nobody their own.
func (db *DB) DeclineStory(actor EmployeeID, id StoryID, version int, note string) (Story, error) {
	return write(db, func(t *tx) (Story, error) {
		s, err := t.curated(actor, id, version)
		if err != nil {
			return s, err
		}
		if s.Asset != "" {
			return s, conflict("This story is in the library. Withdraw it there, under Manage content.")
		}
		if note = text.Cut(text.Line(note), maxShort); note == "" {
			return s, FieldErrors{"note": "Say why: the author reads it."}.Err()
		}
		t.moveStory(&s, StoryDeclined, note)
		t.tellAuthor(&s)
		t.audit(actor, "story.decline", string(id), note)
		return s, nil
	})
}

// AskStoryChanges sends a proposed text back with what the author wants changed; version is that of the text they read.
// Asking again replaces the wish.
func (db *DB) AskStoryChanges(author EmployeeID, id StoryID, version int, note string) (Story, error) {
	return write(db, func(t *tx) (Story, error) {
		s, err := t.proposed(author, id, version)
		if err != nil {
			return s, err
		}
		if s.State == StoryApproved {
			return s, conflict("You have approved this text already. To change it, ask a curator; to take it back, withdraw it.")
		}
		if note = text.Cut(text.Lines(note), maxLong); note == "" {
			return s, FieldErrors{"note": "Say what should be different."}.Err()
		}
		if s.State == StoryChanges && s.Note == note {
			return s, nil
		}
		t.moveStory(&s, StoryChanges, note)
		t.callCurators(author)
		t.audit(author, "story.changes", string(id), "")
		return s, nil
	})
}

// proposed reads a story for its author's answer to the text of a version.
func (t *tx) proposed(author EmployeeID, id StoryID, version int) (Story, error) {
	s, err := t.ownStory(author, id)
	if err == nil {
		_, err = t.member(author)
	}
	switch {
	case err != nil:
		return s, err
	case s.State == StoryWithdrawn:
		return s, conflict("You have taken this story back.")
	case s.State == StoryDeclined:
		return s, conflict("The curators declined this story.")
	case s.Proposed.Version != version || version == 0:
		return s, conflict("There is a newer text of your story. Please read that one.")
	}
	return s, nil
}

// ApproveStory lets the text of exactly this version be published, with the points once: it is live at once, or, when
// one of its topics is regulated, after compliance has approved it as well. Approving twice changes nothing.
func (db *DB) ApproveStory(author EmployeeID, id StoryID, version int) (Story, Asset, error) {
	var a Asset
	s, err := write(db, func(t *tx) (s Story, err error) {
		if s, err = t.proposed(author, id, version); err != nil {
			return s, err
		}
		if s.State == StoryApproved {
			a = assets.Must(t.Tx, string(s.Asset))
			return s, nil
		}
		s.Approved = s.Proposed
		if a, err = t.publishStory(&s); err != nil {
			return s, err
		}
		t.moveStory(&s, StoryApproved, "")
		t.storyLive(&a)
		t.audit(author, "story.approve", string(id), "version "+strconv.Itoa(version))
		return s, nil
	})
	return s, a, err
}

// storyAsset is the asset that a text of s makes: the one it has with the new words, or a new one.
func (t *tx) storyAsset(s *Story, words *StoryText) Asset {
	a, _ := assets.Get(t.Tx, string(s.Asset))
	a.Kind, a.Story, a.Source, a.Canon, a.URL = Culture, s.ID, "story", "story:"+string(s.ID), s.Link
	a.Title, a.Summary, a.Topics, a.Personas = words.Title, text.Cut(text.Line(words.Text), text.MaxSummary), words.Topics,
		words.Personas
	// A persona that was deleted since the text was written must not stop its author.
	a.Personas = slices.DeleteFunc(slices.Clone(a.Personas), func(id PersonaID) bool { return !t.hasPersona(id) })
	a.Internal, a.Author = s.Consent == InsideOnly, s.Author
	quoted := "A colleague of mine tells:\n\n"
	if s.Consent == ShareUnnamed {
		a.Author = ""
	} else if e, found := employees.Get(t.Tx, string(s.Author)); found {
		quoted = "My colleague " + e.Name + " tells:\n\n"
	}
	// Colleagues quote the author; the words behind the colon are those that were approved.
	a.Variants = []Variant{a.VariantOf(quoted + words.Text)}
	if a.Internal {
		a.Variants = nil
	}
	return a
}

// publishStory brings the approved text into the library.
func (t *tx) publishStory(s *Story) (Asset, error) {
	a := t.storyAsset(s, &s.Approved)
	a.Review = &Review{AskedAt: t.now, Suggested: s.Author, ApprovedBy: s.Approved.By}
	if s.Asset == "" {
		// With a regulated topic the curator's words wait for compliance.
		if err := t.addAsset(s.Approved.By, &a, true); err != nil {
			return a, err
		}
		s.Asset = a.ID
		t.payContent(&a)
		return a, nil
	}
	if err := t.checkAsset(&a); err != nil {
		return a, err
	}
	switch {
	case a.State == Withdrawn || a.State == Expired:
		// A curator took it out: new words do not bring it back.
	case t.settings().Regulates(a.Topics):
		a.State = InReview
	default:
		t.goLive(&a)
	}
	a.Version++
	t.saveAsset(&a)
	t.rewriteAsset(&a)
	t.payContent(&a)
	return a, nil
}
