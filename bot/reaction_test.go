// Tests of reactions: each shows at once what it did, and taking it away takes that back and nothing else.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/store"
)

func TestReaction(t *testing.T) {
	for name, c := range map[string]struct {
		reaction, said string
		check          func(h *harness, ada actor, picks []store.AssetID) bool
	}{
		"a number likes a pick": {"two", "You liked this.", func(h *harness, ada actor, picks []store.AssetID) bool {
			d, _, _ := h.db.TodaysDelivery(ada.id, "2000-01-03")
			return d.Picks[1].Answer == "liked"
		}},
		"bookmark saves the first": {"bookmark", "the first pick is saved", func(h *harness, ada actor, picks []store.AssetID) bool {
			saved, _ := h.db.SavedAssets(ada.id)
			return len(saved) == 1 && saved[0].ID == picks[0]
		}},
		"thumbs-down": {"-1", "Noted: less like this.", func(h *harness, ada actor, picks []store.AssetID) bool {
			taste, _ := h.db.TasteOf(ada.id)
			return taste.Topics["go"].No > 0
		}},
		"thumbs-down by its other name": {"thumbsdown", "less like these", func(h *harness, ada actor, picks []store.AssetID) bool {
			return strings.Count(ada.digest().Words(), "Noted: less like this.") == len(picks)
		}},
		"bell-off pauses a week": {"no_bell", "paused until Monday 10 January", func(h *harness, ada actor, picks []store.AssetID) bool {
			return isPaused(ada.employee(), time.Now().AddDate(0, 0, 6))
		}},
		"a five on three picks means nothing": {"five", "", nil},
		"another emoji means nothing":         {"tada", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
				before, messages := ada.digest().Words(), len(ada.Inbox())
				if err := ada.React(t.Context(), ada.digest(), c.reaction); err != nil {
					t.Fatal(err)
				}
				h.pass(time.Second)
				if len(ada.Inbox()) != messages {
					t.Error("a new message came instead of an edit")
				}
				if c.said == "" {
					if ada.digest().Words() != before {
						t.Error("the digest changed")
					}
					return
				}
				wantWords(t, ada.digest().Words(), c.said)
				if !c.check(h, ada, picks) {
					t.Error("it was said but not done")
				}
			})
		})
	}
}

// reacts reacts to the newest digest, or takes the reaction away, and gives what the digest says then.
func (a actor) reacts(name string, away bool) string {
	a.tb.Helper()
	do := a.React
	if away {
		do = a.Unreact
	}
	if err := do(a.tb.Context(), a.digest(), name); err != nil {
		a.tb.Fatal(err)
	}
	a.h.pass(time.Second)
	return a.digest().Words()
}

func TestReaction_TakenAway(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		for name, did := range map[string]string{
			"one": "You liked this.", "-1": "Noted: less like this.", "bookmark": "Remove from saved", "no_bell": "Your digest is paused",
		} {
			wantWords(t, ada.reacts(name, false), did)
			words := ada.reacts(name, true)
			if strings.Contains(words, did) {
				t.Errorf(":%s: was taken away and still holds:\n%s", name, words)
			}
			wantWords(t, words, "away, so ")
		}
		if taste, err := h.db.TasteOf(ada.id); err != nil || len(taste.Topics) > 0 {
			t.Errorf("what reactions taught stays: %+v, %v", taste.Topics, err)
		}
	})
}

// Taking a reaction away must not undo what was done by a button meanwhile.
func TestReaction_LeavesOtherAnswers(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		id := string(picks[0])
		ada.reacts("one", false)
		ada.press(ada.digest(), "do:"+id, actPickMenu, menuNot+":"+id)
		wantWords(t, ada.reacts("one", true), "Not for you.")
		wantWords(t, ada.reacts("-1", false), "Not for you.")

		must(h.db.Pause(ada.id, untilResumed))(t)
		wantWords(t, ada.reacts("no_bell", false), "paused until you resume")
		ada.reacts("no_bell", true)
		if !isPaused(ada.employee(), time.Now()) {
			t.Error("a pause without an end was ended by a reaction")
		}
	})
}
