// Tests of the digest: it comes in the morning, every answer shows in place, and "not for me" is obeyed at once.

package digestcard_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestDigest_SaveShowsInPlace(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		block := "do:" + string(picks[1])
		if said := ada.Presses(ada.Digest(), block, "Save"); said != "" {
			t.Errorf("a message besides the edit: %s", said)
		}
		bottest.WantWords(t, ada.Digest().Words(), "Saved. You find it on Home.", "Remove from saved")
		bottest.WantWords(t, ada.HomeSays(), "Saved (1)")
		ada.Types("/vouch saved")
		bottest.WantWords(t, ada.ModalSays(), "Saved for later", "Share", "Remove")
		ada.Presses(ada.Digest(), block, "Remove from saved")
		if strings.Contains(ada.Digest().Words(), "Saved.") || strings.Contains(ada.Home().Words(), "Saved (1)") {
			t.Error("still shown as saved")
		}
	})
}

func TestDigest_AnEditKeepsTheDeliveryKnown(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		ada.Presses(ada.Digest(), "do:"+string(picks[1]), "Save")
		channel, _ := h.Db.DMChannel(ada.Id)
		key := "digest/2000-01-03/" + string(ada.Id)
		places, err := h.Api().Find(t.Context(), channel, []string{key}, time.Now().Add(-24*time.Hour))
		ts, found := places[key]
		if err != nil || !found || ts != ada.Digest().TS {
			t.Errorf("after an edit the delivery %s is found: %v at %q, %v; after a crash it would be sent again", key, found,
				ts, err)
		}
	})
}

func TestDigest_NotForMe(t *testing.T) {
	for name, c := range map[string]struct {
		reason string // of the option, ":topic" is added
		said   string
		check  func(store.Preferences) bool
	}{
		"a topic is muted": {store.ReasonTopic, "Nothing more about",
			func(p store.Preferences) bool { return slices.Contains(p.Mute, "go") }},
		"too often is slowed down": {store.ReasonTooOften, "on Mondays, Wednesdays and Fridays",
			func(p store.Preferences) bool { return p.Rhythm.Frequency == store.Three }},
		"already seen": {store.ReasonSeen, "It won't come again",
			func(p store.Preferences) bool { return len(p.Mute) == 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
				id := string(picks[0])
				ada.Presses(ada.Digest(), "do:"+id, "pick_menu", "not"+":"+id)
				bottest.WantWords(t, ada.Digest().Words(), "Not for you.", "You won't see this again", "Digests come too often")
				value := c.reason + ":" + id
				if c.reason == store.ReasonTopic {
					value += ":go"
					// Another topic of the same item that was muted before.
					a := bottest.Must(h.Db.Asset(picks[0]))(t)
					a.Topics = append(a.Topics, "platform")
					bottest.Must(h.Db.EditAsset(store.Operator, a))(t)
					bottest.Must(h.Db.SavePreferences(ada.Id, store.Preferences{Mute: []string{"platform"}}))(t)
				}
				ada.Presses(ada.Digest(), "why:"+id, "why_not", value)
				bottest.WantWords(t, ada.Digest().Words(), "Not for you.", c.said)
				if prefs := ada.Employee().Prefs; !c.check(prefs) {
					t.Errorf("the preferences are %+v", prefs)
				}
				if strings.Contains(ada.Digest().Words(), "Digests come too often") {
					t.Error("asks again")
				}
				ada.Presses(ada.Digest(), "why:"+id, "bring_back")
				if strings.Contains(ada.Digest().Words(), "Not for you.") {
					t.Error("it did not come back")
				}
				if mute := ada.Employee().Prefs.Mute; slices.Contains(mute, "go") || len(mute) == 0 &&
					c.reason == store.ReasonTopic {
					t.Errorf("%v is muted", mute)
				}
				ada.Presses(ada.Digest(), "do:"+id, surface.ActSave) // its buttons are there again
			})
		})
	}
}

// The question what was wrong must not be lost because something else in the message changed, and must not nag for
// ever.
func TestDigest_AsksWhatWasWrong(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		id := string(picks[0])
		ada.Presses(ada.Digest(), "do:"+id, "pick_menu", "not"+":"+id)
		bottest.Must(h.Db.WithdrawAsset(store.Operator, picks[1], "wrong numbers"))(t)
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Digest().Words(), "This was withdrawn", "Digests come too often", "Bring it back")
		h.Pass(86400000000000)
		bottest.Must(h.Db.WithdrawAsset(store.Operator, picks[2], "wrong numbers"))(t)
		h.Pass(time.Minute)
		first := ada.Inbox()[0].Words()
		bottest.WantWords(t, first, "Not for you.", "Bring it back")
		if strings.Contains(first, "Digests come too often") {
			t.Error("still asks on the next day")
		}
	})
}

func TestDigest_NotMyNetwork(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		id := string(picks[2])
		ada.Presses(ada.Digest(), "do:"+id, "pick_menu", "not"+":"+id)
		ada.Presses(ada.Digest(), "why:"+id, "why_not", store.ReasonNetwork+":"+id)
		bottest.WantWords(t, ada.ModalSays(), "Where you share")
		ada.Submits(slacksim.Values{surface.FieldNetworks: []string{"x", "bluesky"}})
		bottest.WantWords(t, ada.ModalSays(), "X and Bluesky")
		if got := ada.Employee().Prefs.Networks; len(got) != 2 {
			t.Errorf("networks %v", got)
		}
	})
}

func TestDigest_OnRequest(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 12)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		bottest.WantWords(t, ada.Types("/vouch digest"), "3 picks are on the way")
		first := ada.Digest()
		for _, line := range []string{"/vouch Digest", "/vouch  “digest”", "/vouch 🎉 [digest]", "/vouch \tdigest\u00a0now"} {
			bottest.WantWords(t, ada.Types(line), "Here they are again")
		}
		if got := len(h.Texts("ada")); got != 1 {
			t.Errorf("%d messages, want one digest", got)
		}
		h.Pass(26 * time.Hour)
		if ada.Digest().TS == first.TS {
			t.Error("tomorrow's digest did not come")
		}

		// A button of the private copy changes the copy.
		answer := ada.Types("/vouch digest")
		bottest.WantWords(t, answer, "Here they are again")
		if strings.Contains(answer, "Or react") {
			t.Error("a copy nobody can react to explains reactions")
		}
		seen := ada.Ephemerals()
		ada.Presses(seen[len(seen)-1], h.FirstPick(t, ada, "2000-01-04"), surface.ActSave)
		seen = ada.Ephemerals()
		bottest.WantWords(t, seen[len(seen)-1].Words(), "Saved. You find it on Home.")
		h.WantNoComplaint(t)
	})
}

func TestDigest_FromHome(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 12)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		ada.HomeSays()
		ada.PressesHome(surface.ActDigest)
		bottest.WantWords(t, ada.ModalSays(), "Your picks", "For everyone, and new today.")
		block := h.FirstPick(t, ada, "2000-01-03")
		ada.PressesModal(surface.ActSave, strings.TrimPrefix(block, "do:"))
		bottest.WantWords(t, ada.ModalSays(), "Saved. You find it on Home.")
		h.WantNoComplaint(t)
	})
}

func TestDigest_WithdrawnIsRewritten(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		old := ada.Digest()
		if _, err := h.Db.WithdrawAsset(store.Operator, picks[0], "wrong numbers"); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Digest().Words(), "~1. ", "This was withdrawn")
		if strings.Contains(ada.Digest().Words(), "wrong numbers") {
			t.Error("the reason is for managers, not for everybody")
		}
		// A click that was on its way while the message still showed the buttons.
		in := dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id, Channel: old.Channel, MessageTS: old.TS,
			At:     time.Now(),
			Action: dispatch.Action{ID: surface.ActSave, Value: string(picks[0])}}
		if _, err := h.Handled(in); store.KindOf(err) != store.Conflict {
			t.Errorf("saving something withdrawn: %v", err)
		}
		in.User = h.Joined(t, "ben").Id
		in.Action.Value = string(picks[1])
		if _, err := h.Handled(in); store.KindOf(err) != store.Denied {
			t.Errorf("somebody else's digest: %v", err)
		}
	})
}

// A menu does what buttons do, for its reader and nobody else, and nothing that it does not offer.
func TestDigest_MenuPressedTwiceLateAndByOthers(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		block, old := "do:"+string(picks[1]), ada.Digest()
		ada.Presses(old, block, "Share")
		ada.Submits(nil)
		for _, says := range []string{"You earned *5 points*", "It is on record and counts once."} {
			share := ada.Share()
			in := dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id, Channel: old.Channel, MessageTS: old.TS,
				At:     time.Now(),
				Action: dispatch.Action{ID: "pick_menu", Value: surface.ActSharePosted + ":" + string(share.ID)}}
			reply, err := h.Handled(in)
			if err != nil || reply.Open == nil ||
				!strings.Contains(fmt.Sprint(reply.Open.Blocks.BlockSet[0].(*slack.SectionBlock).Text.Text), says) {
				t.Errorf("want %q: %+v, %v", says, reply, err)
			}
			in.User = h.Joined(t, "ben").Id
			if _, err := h.Handled(in); store.KindOf(err) != store.NotFound {
				t.Errorf("somebody else's share: %v", err)
			}
			in.User, in.Action.Value = ada.Id, surface.ActLeave+":x"
			if _, err := h.Handled(in); store.KindOf(err) != store.NotFound {
				t.Errorf("what the menu does not offer: %v", err)
			}
		}
		if ada.Score() != 5 {
			t.Errorf("pays %d", ada.Score())
		}
		h.Pass(8 * 24 * time.Hour)
		in := dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id, Channel: old.Channel, MessageTS: old.TS,
			At:     time.Now(),
			Action: dispatch.Action{ID: "pick_menu", Value: surface.ActShare + ":" + string(picks[2])}}
		if reply, err := h.Handled(in); err != nil || reply.Open == nil {
			t.Errorf("a week later: %+v, %v", reply, err)
		}
	})
}

// How reactions work is said in the first digest of a person and in no other.
func TestDigest_ExplainsReactionsOnce(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 12)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		ada.Types("/vouch digest")
		bottest.WantWords(t, ada.Digest().Words(), "Or react: :one: to :three: to like")
		h.Pass(26 * time.Hour)
		if words := ada.Digest().Words(); strings.Contains(words, "Or react") {
			t.Errorf("the second explains it again:\n%s", words)
		}
	})
}

func TestDigest_Shared(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		eve := h.Joined(t, "eve") // a leader by her title
		storetest.MustShare(t, h.Db, eve.Id, picks[0])
		storetest.MustShare(t, h.Db, h.Joined(t, "ben").Id, picks[0])
		ada.Presses(ada.Digest(), "do:"+string(picks[1]), "pick_menu", "shared"+":"+string(picks[1]))
		bottest.WantWords(t, ada.ModalSays(), "Where")
		if wrong := ada.Submits(slacksim.Values{"network": "linkedin"}); len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		h.Pass(time.Minute)
		words := ada.Digest().Words()
		bottest.WantWords(t, words, "Shared by Eve and 1 colleague.",
			"You shared this on LinkedIn. Next: add the link to your post.", "Share again")
		// The next step stands where Share stood, and takes the address.
		ada.Presses(ada.Digest(), "do:"+string(picks[1]), "Add the link")
		if wrong := ada.Submits(slacksim.Values{"post_url": "https://www.linkedin.com/posts/ada_1"}); len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		h.Pass(time.Minute)
		if words := ada.Digest().Words(); strings.Contains(words, "Add the link") ||
			!strings.Contains(words, "You shared this on LinkedIn.") {
			t.Errorf("after giving the link:\n%s", words)
		}
	})
}
