// Tests of lessons through the workspace: taken one after the other, edited meanwhile, and left alone.

package training_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// answer is the answer of the open lesson with these words.
func answer(l store.Lesson, words string) slacksim.Values {
	for _, a := range l.Answers() {
		if a.Words == words {
			return slacksim.Values{"answer." + l.ID: a.Mark}
		}
	}
	return nil
}

// presses presses what stands at a lesson of the open list.
func presses(t *testing.T, h *bottest.World, who bottest.Actor, l store.Lesson, what string) {
	t.Helper()
	element := slacksim.Element{BlockID: "lesson:" + l.ID, What: what}
	bottest.Must(who.PressModalElement(t.Context(), element))(t)
	h.Pass(time.Second)
}

func TestLessons_OneAfterTheOther(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 1)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		list := h.Settings().Lessons
		bottest.WantWords(t, ada.HomeSays(), "take 5 one-minute lessons (0 of 5)", "Next lesson")
		ada.PressesHome("lessons")
		for i, l := range list {
			bottest.WantWords(t, ada.ModalSays(), l.Title)
			wrong := ada.Submits(answer(l, l.Wrong[1].Answer))
			if wrong["answer."+l.ID] != l.Wrong[1].Why {
				t.Errorf("the wrong answer of %s is explained by %q", l.ID, wrong)
			}
			if got := ada.Submits(answer(l, l.Right)); got != nil {
				t.Fatalf("the right answer: %v", got)
			}
			bottest.WantWords(t, ada.ModalSays(), "Right.", "You earned 5 points.")
			if got := ada.Score(); got != 5*(i+1) {
				t.Errorf("after %d lessons %d points", i+1, got)
			}
		}
		bottest.WantWords(t, ada.ModalSays(), "You have taken every lesson.")
		bottest.WantWords(t, ada.HomeSays(), "Done: join, take the lessons.")
		presses(t, h, ada, list[0], "Read again")
		ada.Submits(answer(list[0], list[0].Right))
		bottest.WantWords(t, ada.ModalSays(), "You had passed this one before.")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.Types("/vouch me")
		bottest.WantWords(t, ada.ModalSays(), "A lesson was passed: "+list[4].Title, "Passing a lesson, once each: +5")
		h.WantNoComplaint(t)
	})
}

func TestLessons_NeverInTheWay(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 4)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		if says := ada.HomeSays(); strings.Contains(says, "A minute to spare") {
			t.Errorf("a lesson stands above the picks:\n%s", says)
		}
		storetest.MustShare(t, h.Db, ada.Id, h.Live(t)[0].ID) // no lesson was taken
		ben := h.Person(t, "ben")
		bottest.WantWords(t, ben.Types("/vouch lessons"), "haven't joined")
		if says := ben.HomeSays(); strings.Contains(says, "lesson") {
			t.Error("a stranger reads of lessons")
		}
	})
}

func TestLessons_AreTheNextStepWhenNothingElseWaits(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		bottest.WantWords(t, ada.HomeSays(), "A minute to spare? *What to share*, and one question, for 5 points.")
	})
}

func TestLessons_ChangedByACurator(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada, dev := h.Joined(t, "ada"), h.Joined(t, "dev")
		storetest.MustManager(t, h.Db, dev.Id, "dev")
		list := h.Settings().Lessons
		ada.Types("/vouch lessons")

		dev.HomeSays()
		dev.PressesHome("lesson_desk")
		presses(t, h, dev, list[0], "Edit")
		wrong := dev.Submits(slacksim.Values{"text": strings.Repeat("word ", 91)})
		bottest.WantWords(t, wrong["text"], "These are 91 words.")
		if got := dev.Submits(slacksim.Values{"text": "Short.", "right": "A new answer"}); got != nil {
			t.Fatalf("saved with %v", got)
		}
		bottest.WantWords(t, dev.ModalSays(), "Saved.")

		ada.Submits(answer(list[0], list[0].Right))
		bottest.WantWords(t, ada.ModalSays(), "This lesson was changed while you read it.", "Short.")
		now := h.Settings().Lessons[0]
		if got := ada.Submits(answer(now, "A new answer")); got != nil || ada.Score() != 5 {
			t.Errorf("the new one: %v, %d points", got, ada.Score())
		}
		// The second one is removed while Ada reads it, and she leaves while she reads the third.
		if err := h.Db.RemoveLesson(dev.Id, list[1].ID); err != nil {
			t.Fatal(err)
		}
		bottest.WantWords(t, ada.Submits(answer(list[1], list[1].Right))["answer."+list[1].ID], "This lesson was removed.")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.Types("/vouch lessons")
		bottest.Must(h.Db.Leave(ada.Id))(t)
		bottest.WantWords(t, ada.Submits(answer(list[2], list[2].Right))["answer."+list[2].ID], "Join first")
		h.WantNoComplaint(t)
	})
}

func TestLessons_AddedAndRemovedInSlack(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev := h.Joined(t, "dev")
		storetest.MustManager(t, h.Db, dev.Id, "dev")
		dev.HomeSays()
		dev.PressesHome("lesson_desk")
		dev.PressesModal("Add a lesson")
		if got := dev.Submits(slacksim.Values{"title": "A <b> & c", "text": "x", "question": "q", "right": "a",
			"wrong.0": "b", "why.0": "w", "wrong.1": "c", "why.1": "w"}); got != nil {
			t.Fatal(got)
		}
		if list := h.Settings().Lessons; len(list) != 6 || list[5].ID != "a-b-c" {
			t.Fatalf("%d lessons", len(list))
		}
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		dev.PressesHome("lesson_desk")
		presses(t, h, dev, h.Settings().Lessons[0], "Edit")
		dev.PressesModal("lesson_remove")
		bottest.WantWords(t, dev.ModalSays(), "Removed.")
		if list := h.Settings().Lessons; len(list) != 5 || list[0].ID == "what-to-share" {
			t.Error("the first one was not removed")
		}
		h.WantNoComplaint(t)
	})
}
