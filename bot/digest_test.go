// Tests of the digest: it comes in the morning, every answer shows in place, and "not for me" is obeyed at once.

package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// withDigest runs a test with Ada, who joined and has got today's digest of three picks.
func withDigest(t *testing.T, do func(t *testing.T, h *harness, ada actor, picks []store.AssetID)) {
	withHarness(t, setup{db: library(t, 12)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		h.pass(2 * time.Hour) // 9:30 in Paris is 8:30 here, spread over ten minutes
		d, found, err := h.db.TodaysDelivery(ada.id, "2000-01-03")
		if err != nil || !found || d.State != store.Delivered || len(d.Picks) != 3 {
			t.Fatalf("the digest is %+v, found %v, %v", d, found, err)
		}
		var picks []store.AssetID
		for _, p := range d.Picks {
			picks = append(picks, p.Asset)
		}
		do(t, h, ada, picks)
		h.wantNoComplaint(t)
	})
}

func TestDigest_SaveShowsInPlace(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		block := "do:" + string(picks[1])
		if said := ada.press(ada.digest(), block, actSave); said != "" {
			t.Errorf("a message besides the edit: %s", said)
		}
		wantWords(t, ada.digest().Words(), "Saved. You find it on Home.", "Remove from saved")
		wantWords(t, ada.homeSays(), "Saved for later")
		ada.types("/vouch saved")
		wantWords(t, ada.modalSays(), "Saved for later", "Share", "Remove")
		ada.press(ada.digest(), block, actUnsave)
		if strings.Contains(ada.digest().Words(), "Saved.") || strings.Contains(ada.Home().Words(), "Saved for later") {
			t.Error("still shown as saved")
		}
	})
}

func TestDigest_AnEditKeepsTheDeliveryKnown(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		ada.press(ada.digest(), "do:"+string(picks[1]), actSave)
		channel, _ := h.db.DMChannel(ada.id)
		key := "digest/2000-01-03/" + string(ada.id)
		ts, found, err := h.api().find(t.Context(), channel, key, time.Now().Add(-24*time.Hour))
		if err != nil || !found || ts != ada.digest().TS {
			t.Errorf("after an edit the delivery %s is found: %v at %q, %v; after a crash it would be sent again", key, found, ts, err)
		}
	})
}

func TestDigest_NotForMe(t *testing.T) {
	for name, c := range map[string]struct {
		reason string // of the option, ":topic" is added
		said   string
		check  func(store.Preferences) bool
	}{
		"a topic is muted":         {store.ReasonTopic, "Nothing more about", func(p store.Preferences) bool { return slices.Contains(p.Mute, "go") }},
		"too often is slowed down": {store.ReasonTooOften, "on Mondays, Wednesdays and Fridays", func(p store.Preferences) bool { return p.Rhythm.Frequency == store.Three }},
		"already seen":             {store.ReasonSeen, "It won't come again", func(p store.Preferences) bool { return len(p.Mute) == 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
				id := string(picks[0])
				ada.press(ada.digest(), "do:"+id, actPickMenu, menuNot+":"+id)
				wantWords(t, ada.digest().Words(), "Not for you.", "You won't see this again", "Digests come too often")
				value := c.reason + ":" + id
				if c.reason == store.ReasonTopic {
					value += ":go"
				}
				ada.press(ada.digest(), "why:"+id, actWhyNot, value)
				wantWords(t, ada.digest().Words(), "Not for you.", c.said)
				if prefs := ada.employee().Prefs; !c.check(prefs) {
					t.Errorf("the preferences are %+v", prefs)
				}
				if strings.Contains(ada.digest().Words(), "Digests come too often") {
					t.Error("asks again")
				}
				ada.press(ada.digest(), "why:"+id, actBringBack)
				if strings.Contains(ada.digest().Words(), "Not for you.") {
					t.Error("it did not come back")
				}
				ada.press(ada.digest(), "do:"+id, actSave) // its buttons are there again
			})
		})
	}
}

// The question what was wrong must not be lost because something else in the message changed, and must not nag for ever.
func TestDigest_AsksWhatWasWrong(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		id := string(picks[0])
		ada.press(ada.digest(), "do:"+id, actPickMenu, menuNot+":"+id)
		must(h.db.WithdrawAsset(store.Operator, picks[1], "wrong numbers"))(t)
		h.pass(time.Minute)
		wantWords(t, ada.digest().Words(), "This was withdrawn", "Digests come too often", "Bring it back")
		h.pass(askingTime)
		must(h.db.WithdrawAsset(store.Operator, picks[2], "wrong numbers"))(t)
		h.pass(time.Minute)
		first := ada.Inbox()[0].Words()
		wantWords(t, first, "Not for you.", "Bring it back")
		if strings.Contains(first, "Digests come too often") {
			t.Error("still asks on the next day")
		}
	})
}

func TestDigest_NotMyNetwork(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		id := string(picks[2])
		ada.press(ada.digest(), "do:"+id, actPickMenu, menuNot+":"+id)
		ada.press(ada.digest(), "why:"+id, actWhyNot, store.ReasonNetwork+":"+id)
		wantWords(t, ada.modalSays(), "Where you share")
		ada.submits(slacksim.Values{fieldNetworks: []string{"x", "bluesky"}})
		wantWords(t, ada.modalSays(), "X and Bluesky")
		if got := ada.employee().Prefs.Networks; len(got) != 2 {
			t.Errorf("networks %v", got)
		}
	})
}

func TestDigest_OnRequest(t *testing.T) {
	withHarness(t, setup{db: library(t, 12)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		wantWords(t, ada.types("/vouch digest"), "3 picks are on the way")
		first := ada.digest()
		for _, line := range []string{"/vouch Digest", "/vouch  “digest”", "/vouch 🎉 [digest]", "/vouch \tdigest\u00a0now"} {
			wantWords(t, ada.types(line), "Here they are again")
		}
		if got := len(h.texts("ada")); got != 1 {
			t.Errorf("%d messages, want one digest", got)
		}
		h.pass(26 * time.Hour)
		if ada.digest().TS == first.TS {
			t.Error("tomorrow's digest did not come")
		}

		// A button of the private copy changes the copy.
		answer := ada.types("/vouch digest")
		wantWords(t, answer, "Here they are again")
		if strings.Contains(answer, "by reaction") {
			t.Error("a copy nobody can react to explains reactions")
		}
		seen := ada.Ephemerals()
		ada.press(seen[len(seen)-1], h.firstPick(t, ada, "2000-01-04"), actSave)
		seen = ada.Ephemerals()
		wantWords(t, seen[len(seen)-1].Words(), "Saved. You find it on Home.")
		h.wantNoComplaint(t)
	})
}

// firstPick is the block of the buttons of a digest's first pick.
func (h *harness) firstPick(t *testing.T, a actor, date store.LocalDate) string {
	t.Helper()
	d, _, err := h.db.TodaysDelivery(a.id, date)
	if err != nil || len(d.Picks) == 0 {
		t.Fatalf("no digest of %s: %v", date, err)
	}
	return "do:" + string(d.Picks[0].Asset)
}

func TestDigest_FromHome(t *testing.T) {
	withHarness(t, setup{db: library(t, 12)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		ada.homeSays()
		ada.pressHome(actDigest)
		wantWords(t, ada.modalSays(), "Your picks", "Why you see this")
		block := h.firstPick(t, ada, "2000-01-03")
		ada.pressModal(actSave, strings.TrimPrefix(block, "do:"))
		wantWords(t, ada.modalSays(), "Saved. You find it on Home.")
		h.wantNoComplaint(t)
	})
}

func TestDigest_WithdrawnIsRewritten(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		old := ada.digest()
		if _, err := h.db.WithdrawAsset(store.Operator, picks[0], "wrong numbers"); err != nil {
			t.Fatal(err)
		}
		h.pass(time.Minute)
		wantWords(t, ada.digest().Words(), "~1. ", "This was withdrawn")
		if strings.Contains(ada.digest().Words(), "wrong numbers") {
			t.Error("the reason is for managers, not for everybody")
		}
		// A click that was on its way while the message still showed the buttons.
		in := inbound{Kind: kindAction, User: ada.id, Channel: old.Channel, MessageTS: old.TS, At: time.Now(),
			Action: action{ID: actSave, Value: string(picks[0])}}
		if _, err := h.handled(in); store.KindOf(err) != store.Conflict {
			t.Errorf("saving something withdrawn: %v", err)
		}
		in.User = h.joined(t, "ben").id
		in.Action.Value = string(picks[1])
		if _, err := h.handled(in); store.KindOf(err) != store.Denied {
			t.Errorf("somebody else's digest: %v", err)
		}
	})
}

func TestDigest_Shared(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		eve := h.joined(t, "eve") // a leader by her title
		storetest.MustShare(t, h.db, eve.id, picks[0])
		storetest.MustShare(t, h.db, h.joined(t, "ben").id, picks[0])
		ada.press(ada.digest(), "do:"+string(picks[1]), actPickMenu, menuShared+":"+string(picks[1]))
		wantWords(t, ada.modalSays(), "Where")
		if wrong := ada.submits(slacksim.Values{fieldNetwork: "linkedin"}); len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		h.pass(time.Minute)
		words := ada.digest().Words()
		wantWords(t, words, "Shared by Eve and 1 colleague.", "You shared this on LinkedIn.", "Share again")
	})
}
