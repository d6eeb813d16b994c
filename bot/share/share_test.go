// Tests of sharing: the form keeps what is right, the kit pays once, and what was taken back is taken back.

package share_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/digest/health"
	"vouch/store"
	"vouch/store/storetest"
)

// withShare runs a test with Ada, who joined and opens the form of an asset from her saved list on Home.
func withShare(t *testing.T, change func(*store.Asset),
	do func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset)) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		asset := storetest.MustAsset(t, h.Db, change)
		if _, err := h.Db.SaveFeedback(ada.Id, asset.ID, store.Saved, "", ""); err != nil {
			t.Fatal(err)
		}
		ada.HomeSays()
		ada.PressesHome(surface.ActShare)
		do(t, h, ada, asset)
		h.WantNoComplaint(t)
	})
}

func TestShare_ToTheProof(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		block, suggested := ada.Field()
		if suggested != asset.Variants[0].Text {
			t.Errorf("the field begins with %q", suggested)
		}
		ada.Submits(slacksim.Values{block: bottest.Own + " <!channel>"})
		bottest.WantWords(t, ada.ModalSays(), "Your post", bottest.Own, "I work at Northwind.",
			"utm_content="+ada.Share().Token, "Open LinkedIn", "paste it")
		ada.PressesModal("share_composer")
		if s := ada.Share(); s.Level != store.Opened || !s.OwnWords || ada.Score() != 0 {
			t.Errorf("after opening: %+v", s)
		}
		ada.PressesModal(surface.ActSharePosted)
		bottest.WantWords(t, ada.ModalSays(), "You earned *10 points*: 5 for sharing, 5 for your own words",
			"Worth 5 points more")
		for address, problem := range map[string]string{
			"https://example.com/me":    "not the address of a post on LinkedIn",
			"https://www.linkedin.com/": "start page",
		} {
			if got := ada.Submits(slacksim.Values{"post_url": address}); !strings.Contains(got["post_url"], problem) {
				t.Errorf("%s: %v", address, got)
			}
		}
		ada.Submits(slacksim.Values{"post_url": "https://www.linkedin.com/posts/ada_1"})
		bottest.WantWords(t, ada.ModalSays(), "Your post is on record", "You earned *5 points* for the link to your post",
			"My points")
		if s := ada.Share(); s.Level != store.Proven || ada.Score() != 15 {
			t.Errorf("%+v with %d points", s, ada.Score())
		}
		bottest.WantWords(t, ada.Home().Words(), "15 points this month")
	})
}

func TestShare_PostedTwicePaysOnce(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		block, _ := ada.Field()
		ada.Submits(slacksim.Values{block: bottest.Own})
		h.MustFault(slacksim.Faults{DuplicateEnvelopes: new(1)})
		ada.PressesModal(surface.ActSharePosted)
		if ada.Score() != 10 {
			t.Errorf("a doubled envelope pays %d", ada.Score())
		}
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.PressesHome(surface.ActShare)
		block, _ = ada.Field()
		ada.Submits(slacksim.Values{"network": string(store.LinkedIn), block: "Something new to say about it."})
		bottest.WantWords(t, ada.ModalSays(), "Something new to say", "You posted this already, on LinkedIn")
		ada.PressesModal("Give the link to my post")
		bottest.WantWords(t, ada.ModalSays(), "You earned *10 points*", "It is on record and counts once")
		if ada.Score() != 10 {
			t.Errorf("pays %d", ada.Score())
		}
	})
}

// The first share is walked through, the second is not.
func TestShare_WalkthroughOnce(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		bottest.WantWords(t, ada.ModalSays(), "Your first share:", "press “I posted it”")
		ada.Posts(bottest.Own)
		bottest.WantWords(t, ada.ModalSays(), "Home shows how many people open your link.")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.PressesHome(surface.ActShare)
		if says := ada.ModalSays(); strings.Contains(says, "Your first share") {
			t.Errorf("the second form says:\n%s", says)
		}
		input, _ := ada.Field()
		ada.Submits(slacksim.Values{"network": string(store.X), input: bottest.Own})
		ada.PressesModal(surface.ActSharePosted)
		if says := ada.ModalSays(); strings.Contains(says, "Home shows how many") {
			t.Errorf("after the second share:\n%s", says)
		}
	})
}

// Who was not ready to give the link at once finds the way back on Home.
func TestShare_LinkLater(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		ada.Posts("Short and mine.")
		bottest.WantWords(t, ada.ModalSays(), "You earned *5 points*",
			"Next time, 40 characters of your own earn 5 more points")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.PressesHome(surface.ActSharePosted)
		bottest.WantWords(t, ada.ModalSays(), "You earned *5 points*", "Paste the link")
		ada.Submits(slacksim.Values{"post_url": "https://www.linkedin.com/posts/ada_1"})
		bottest.WantWords(t, ada.ModalSays(), "Your post is on record", "You earned *5 points* for the link to your post")
		if strings.Contains(ada.Home().Words(), "Add the link") {
			t.Error("still asks for the link")
		}
	})
}

func TestShare_Undo(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		ada.Posts(bottest.Own)
		ada.PressesModal("share_undo")
		bottest.WantWords(t, ada.ModalSays(), "Taken back, and 10 points with it")
		if s := ada.Share(); s.Level != store.Opened || ada.Score() != 0 {
			t.Errorf("%+v with %d points", s, ada.Score())
		}
		ada.PressesModal(surface.ActShare)
		bottest.WantWords(t, ada.ModalSays(), "Your post", bottest.Own)
		ada.PressesModal(surface.ActSharePosted)
		bottest.WantWords(t, ada.ModalSays(), "You earned *10 points*")
	})
}

func TestShare_NetworkAndSuggestions(t *testing.T) {
	long := strings.Repeat("Words that only fit where there is room. ", 10)
	change := func(a *store.Asset) {
		a.Variants = []store.Variant{{Text: long}, {Text: "Short and good."}, {Text: "Short and better."}}
	}
	withShare(t, change, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		wantField := func(when, want string) {
			t.Helper()
			if _, got := ada.Field(); got != want {
				t.Errorf("%s the field has %q, want %q", when, got, want)
			}
		}
		wantField("at first", strings.TrimSpace(long))
		ada.PressesModal("share_network", string(store.X))
		wantField("on X", "Short and good.")
		bottest.WantWords(t, ada.ModalSays(), "X takes 280 characters in all and counts a link as 23", "up to 2",
			"#NorthwindEmployee")
		ada.PressesModal("share_another")
		wantField("after another", "Short and better.")
		ada.PressesModal("share_another")
		wantField("after one more", "Short and good.")

		block, _ := ada.Field()
		if err := ada.Fill(slacksim.Values{block: long + bottest.Own}); err != nil {
			t.Fatal(err)
		}
		ada.PressesModal("share_another")
		wantField("with own words", long+bottest.Own)
		bottest.WantWords(t, ada.ModalSays(), "Your words stay", "Short and better.", "too long")
		got := ada.Submits(nil)
		if !strings.Contains(got[block], "X takes 280 characters") || !strings.Contains(got[block], "Please cut") {
			t.Errorf("errors %v", got)
		}
		ada.PressesModal("share_network", string(store.Bluesky))
		wantField("on another network", long+bottest.Own)
		ada.PressesModal("share_network", string(store.LinkedIn))
		if got := ada.Submits(nil); got != nil || ada.Share().Network != store.LinkedIn {
			t.Errorf("errors %v, share %+v", got, ada.Share())
		}
	})
}

// A Share button may reach people who left or never joined: in an old digest.
func TestShare_Refused(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 1)}, func(t *testing.T, h *bottest.World) {
		asset := bottest.Must(h.Db.LiveAssets())(t)[0]
		for who, want := range map[string]string{"ben": "Set up my digest", "ida": "guest", "karl": "deactivated"} {
			_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: h.Id(who),
				Action: dispatch.Action{ID: surface.ActShare, Value: string(asset.ID)}, At: time.Now()})
			if store.KindOf(err) != store.Denied || !strings.Contains(err.Error(), want) {
				t.Errorf("%s gets %v", who, err)
			}
		}
		ada := h.Joined(t, "ada")
		_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id,
			Action: dispatch.Action{ID: surface.ActShare, Value: "nothing"}, At: time.Now()})
		if store.KindOf(err) != store.NotFound {
			t.Errorf("an unknown asset gives %v", err)
		}
	})
}

func TestShare_WithdrawnWhileOpen(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		block, _ := ada.Field()
		bottest.Must(h.Db.WithdrawAsset(store.Operator, asset.ID, "Old numbers."))(t)
		got := ada.Submits(slacksim.Values{block: bottest.Own})
		if text := got["network"] + got[block]; !strings.Contains(text, "withdrawn") ||
			!strings.Contains(text, "Nothing was recorded") {
			t.Errorf("errors %v", got)
		}
		if shares := bottest.Must(h.Db.SharesOf(ada.Id, 5))(t); len(shares) != 0 {
			t.Errorf("recorded %+v", shares)
		}
	})
}

func TestShare_WithdrawnAfterTheKit(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		block, _ := ada.Field()
		ada.Submits(slacksim.Values{block: bottest.Own})
		bottest.Must(h.Db.WithdrawAsset(store.Operator, asset.ID, "Old numbers."))(t)
		ada.PressesModal(surface.ActSharePosted)
		bottest.WantWords(t, ada.ModalSays(), "withdrawn meanwhile", "take your post down")
		ada.PressesModal("share_undo")
		if words := ada.ModalSays(); strings.Contains(words, "Share it after all") {
			t.Errorf("offers what was withdrawn:\n%s", words)
		}
	})
}

func TestShare_KitComesBack(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		block, _ := ada.Field()
		ada.Submits(slacksim.Values{block: bottest.Own})
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.PressesHome("Share")
		bottest.WantWords(t, ada.ModalSays(), bottest.Own, "I posted it")
		ada.PressesModal("share_anew")
		if _, text := ada.Field(); text == "" || ada.Modal().Title != "Share" {
			t.Errorf("the form is %q with %q", ada.Modal().Title, text)
		}
	})
}

func TestShare_AlreadyShared(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		id := string(picks[0])
		for _, points := range []int{5, 5} {
			ada.Presses(ada.Digest(), "do:"+id, "pick_menu", "shared"+":"+id)
			ada.Submits(slacksim.Values{"network": string(store.X)})
			if ada.Score() != points {
				t.Errorf("%d points, want %d", ada.Score(), points)
			}
			said := ada.ModalSays()
			bottest.WantWords(t, said, "Thank you for sharing")
			if err := ada.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		bottest.WantWords(t, ada.Digest().Words(), "You shared this on X.")
	})
}

// From the digest to the text in the clipboard: Share, "Get my post" with the text as it stands, and copying it.
func TestShare_ThreeInteractions(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		for i, pick := range picks { // the first has a button, the others a menu
			interactions := 0
			ada.Presses(ada.Digest(), "do:"+string(pick), "Share")
			interactions++
			_, ready := ada.Field()
			if wrong := ada.Submits(nil); len(wrong) > 0 {
				t.Fatalf("the suggestion is refused: %v", wrong)
			}
			interactions++
			clipboard := ""
			for _, b := range ada.Modal().Blocks {
				if b["type"] == "rich_text" {
					clipboard = slacksim.Message{Blocks: []map[string]any{b}}.Words()
					interactions++
					break
				}
			}
			bottest.WantWords(t, clipboard, ready, "I work at Northwind.", "utm_content="+ada.Share().Token)
			if interactions > health.Clicks {
				t.Errorf("pick %d takes %d interactions", i+1, interactions)
			}
			if err := ada.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestShare_ShowsInItsDigest(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		wantAnswer := func(want string) {
			t.Helper()
			d, _, err := h.Db.TodaysDelivery(ada.Id, "2000-01-03")
			if err != nil || d.Picks[1].Answer != want {
				t.Errorf("the delivery has %+v, %v, want %s", d.Picks, err, want)
			}
		}
		ada.Presses(ada.Digest(), "do:"+string(picks[1]), "Share")
		block, _ := ada.Field()
		ada.Submits(slacksim.Values{block: bottest.Own})
		wantAnswer("opened")
		old := ada.Digest()
		bottest.WantWords(t, old.Words(), "Your text for LinkedIn is ready. Did you post it?", "I posted it",
			"See the text again")
		ada.PressesModal(surface.ActSharePosted)
		wantAnswer("shared")
		bottest.WantWords(t, ada.Digest().Words(), "You shared this on LinkedIn.")
		ada.PressesModal("share_undo")
		if words := ada.Digest().Words(); strings.Contains(words, "You shared this") {
			t.Errorf("after taking it back the digest says %s", words)
		}
	})
}

// A trigger works for three seconds; who waited longer is told so instead of seeing nothing.
func TestShare_TriggerTooLate(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		h.MustFault(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "views.open", Times: 1, RetryAfter: 60}})
		ada.Presses(ada.Digest(), "do:"+string(picks[1]), "Share")
		before := len(ada.Ephemerals())
		ada.Presses(ada.Digest(), "do:"+string(picks[1]), "Share")
		h.Pass(5 * time.Second)
		if got := ada.Newest(before); !strings.Contains(got, "could not open") || ada.Modal() != nil {
			t.Errorf("ada sees %q", got)
		}
		h.Pass(time.Minute)
		ada.Presses(ada.Digest(), "do:"+string(picks[1]), "Share")
		bottest.WantWords(t, ada.ModalSays(), "Your words")
	})
}

func TestShare_AngleAsksItsQuestion(t *testing.T) {
	withShare(t, func(a *store.Asset) {
		a.Truth, a.Angles = "It took two years.", []string{"I built it", "I was against it"}
	},
		func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
			block, suggested := ada.Field()
			bottest.WantWords(t, ada.ModalSays(), "It took two years.", "What was your part?")
			ada.PressesModal("share_angle", "1")
			bottest.WantWords(t, ada.ModalSays(), "“I was against it”: what happened")
			if again, text := ada.Field(); again != block || text != suggested {
				t.Errorf("the field %s became %s with %q", block, again, text)
			}
			ada.PressesModal("share_network", "bluesky")
			bottest.WantWords(t, ada.ModalSays(), "“I was against it”: what happened")
			ada.PressesModal("share_angle", "none")
			bottest.WantWords(t, ada.ModalSays(), "skip this one")
			// What was given to everybody is nobody's own words.
			block, _ = ada.Field()
			ada.Submits(slacksim.Values{block: "It took two years. I built it. I was against it."})
			if ada.Share().OwnWords {
				t.Error("the agreed sentence counts as own words")
			}
		})
}

// Who wants nothing in return is thanked without points, before the post, after it, at its address and taking it back.
func TestShare_NothingInReturn(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		prefs := ada.Employee().Prefs
		prefs.Incentive = store.ForNothing
		bottest.Must(h.Db.SavePreferences(ada.Id, prefs))(t)
		silent := func() {
			t.Helper()
			for _, word := range []string{"earn", "more points", " points with it"} {
				if says := ada.ModalSays(); strings.Contains(says, word) {
					t.Errorf("%q stands in:\n%s", word, says)
				}
			}
		}
		ada.Presses(ada.Digest(), "do:"+string(picks[0]), "Share")
		silent()
		ada.Submits(nil)
		ada.PressesModal(surface.ActSharePosted)
		bottest.WantWords(t, ada.ModalSays(), "Thank you for sharing")
		silent()
		ada.Submits(slacksim.Values{"post_url": "https://www.linkedin.com/posts/ada_1-activity-7123456789012345678-abcd"})
		bottest.WantWords(t, ada.ModalSays(), "Your post is on record")
		silent()
		ada.PressesModal("share_undo")
		bottest.WantWords(t, ada.ModalSays(), "Taken back. It does not count.")
		silent()
	})
}
