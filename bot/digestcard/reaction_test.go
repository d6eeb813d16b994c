// Tests of reactions: each shows at once what it did, and taking it away takes that back and nothing else.

package digestcard_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestReaction(t *testing.T) {
	for name, c := range map[string]struct {
		reaction, said string
		check          func(h *bottest.World, ada bottest.Actor, picks []store.AssetID) bool
	}{
		"a number likes a pick": {"two", "You liked this.",
			func(h *bottest.World, ada bottest.Actor, picks []store.AssetID) bool {
				d, _, _ := h.Db.TodaysDelivery(ada.Id, "2000-01-03")
				return d.Picks[1].Answer == "liked"
			}},
		"bookmark saves the first": {"bookmark", "Saved. You find it on Home.",
			func(h *bottest.World, ada bottest.Actor, picks []store.AssetID) bool {
				saved, _ := storetest.Ask1(h.Db, (*store.Query).SavedAssets, ada.Id)
				return len(saved) == 1 && saved[0].ID == picks[0]
			}},
		"thumbs-down": {"-1", "Noted: less like this.", func(h *bottest.World, ada bottest.Actor,
			picks []store.AssetID) bool {
			taste, _ := h.Db.TasteOf(ada.Id)
			return taste.Topics["go"].No > 0
		}},
		"thumbs-down by its other name": {"thumbsdown", "Noted: less like this.",
			func(h *bottest.World, ada bottest.Actor, picks []store.AssetID) bool {
				return strings.Count(ada.Digest().Words(), "Noted: less like this.") == len(picks)
			}},
		"bell-off pauses a week": {"no_bell", "paused until Monday 10 January",
			func(h *bottest.World, ada bottest.Actor, picks []store.AssetID) bool {
				return surface.IsPaused(ada.Employee(), time.Now().AddDate(0, 0, 6))
			}},
		"a five on three picks means nothing": {"five", "", nil},
		"another emoji means nothing":         {"tada", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
				before, messages := ada.Digest().Words(), len(ada.Inbox())
				if err := ada.React(t.Context(), ada.Digest(), c.reaction); err != nil {
					t.Fatal(err)
				}
				h.Pass(time.Second)
				if len(ada.Inbox()) != messages {
					t.Error("a new message came instead of an edit")
				}
				if c.said == "" {
					if ada.Digest().Words() != before {
						t.Error("the digest changed")
					}
					return
				}
				bottest.WantWords(t, ada.Digest().Words(), c.said)
				if !c.check(h, ada, picks) {
					t.Error("it was said but not done")
				}
			})
		})
	}
}

func TestReaction_TakenAway(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		for name, did := range map[string]string{
			"one": "You liked this.", "-1": "Noted: less like this.", "bookmark": "Remove from saved",
			"no_bell": "Your digest is paused",
		} {
			bottest.WantWords(t, ada.Reacts(name, false), did)
			words := ada.Reacts(name, true)
			if strings.Contains(words, did) {
				t.Errorf(":%s: was taken away and still holds:\n%s", name, words)
			}
		}
		if taste, err := h.Db.TasteOf(ada.Id); err != nil || len(taste.Topics) > 0 {
			t.Errorf("what reactions taught stays: %+v, %v", taste.Topics, err)
		}
	})
}

// What another reaction says holds again, and what was done before the reaction stays.
func TestReaction_TakenAwayBesideOthers(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		opinion := func(i int) store.Feedback {
			o, _, _ := h.Db.OpinionOf(ada.Id, picks[i])
			return o.Answer
		}
		ada.Reacts("two", false)
		ada.Reacts("-1", false)
		ada.Reacts("-1", true)
		if opinion(1) != store.Liked || opinion(0) != "" {
			t.Errorf("after :-1: went, :two: says %q, and the first pick has %q", opinion(1), opinion(0))
		}
		ada.Reacts("-1", false)
		ada.Reacts("one", false)
		ada.Reacts("one", true)
		if opinion(0) != store.Disliked {
			t.Errorf("after :one: went, :-1: says %q", opinion(0))
		}
		bottest.Must(h.Db.SaveFeedback(ada.Id, picks[0], store.Saved, "", ""))(t)
		ada.Reacts("bookmark", false)
		ada.Reacts("bookmark", true)
		if taste, _ := h.Db.TasteOf(ada.Id); len(taste.Saved) != 1 {
			t.Error("what was saved by a button went with the reaction")
		}
		if words := ada.Reacts("no_bell", false); strings.Count(words, "is paused until") != 1 {
			t.Errorf("the pause is told more than once: %s", words)
		}
	})
}

// Taking a reaction away must not undo what was done by a button meanwhile.
func TestReaction_LeavesOtherAnswers(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		id := string(picks[0])
		ada.Reacts("one", false)
		ada.Presses(ada.Digest(), "do:"+id, "pick_menu", "not"+":"+id)
		bottest.WantWords(t, ada.Reacts("one", true), "Not for you.")
		bottest.WantWords(t, ada.Reacts("-1", false), "Not for you.")

		bottest.Must(h.Db.Pause(ada.Id, surface.UntilResumed))(t)
		bottest.WantWords(t, ada.Reacts("no_bell", false), "paused until you resume")
		ada.Reacts("no_bell", true)
		if !surface.IsPaused(ada.Employee(), time.Now()) {
			t.Error("a pause without an end was ended by a reaction")
		}
	})
}
