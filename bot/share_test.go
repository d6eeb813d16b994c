// Tests of sharing: the form keeps what is right, the kit pays once, and what was taken back is taken back.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// own are words of a person's own, long enough to count as such.
const own = "What struck me most was how calm the whole evening felt, honestly."

// withShare runs a test with Ada, who joined and opens the form of an asset from her saved list on Home.
func withShare(t *testing.T, change func(*store.Asset), do func(t *testing.T, h *harness, ada actor, asset store.Asset)) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		asset := storetest.MustAsset(t, h.db, change)
		if _, err := h.db.SaveFeedback(ada.id, asset.ID, store.Saved, "", ""); err != nil {
			t.Fatal(err)
		}
		ada.homeSays()
		ada.pressHome(actShare)
		do(t, h, ada, asset)
		h.wantNoComplaint(t)
	})
}

// field gives the value of the text field of the share form, under whatever id it has now.
func (a actor) field() (input, text string) {
	a.tb.Helper()
	for input, elements := range a.Modal().Values {
		if strings.HasPrefix(input, fieldText+".") {
			text, _ = elements[inputValue]["value"].(string)
			return input, text
		}
	}
	a.tb.Fatal("the modal has no text field")
	return "", ""
}

// posts submits the share form with a text and says "I posted it".
func (a actor) posts(text string) {
	a.tb.Helper()
	input, _ := a.field()
	if errors := a.submits(slacksim.Values{input: text}); errors != nil {
		a.tb.Fatalf("errors %v", errors)
	}
	a.pressModal(actSharePosted)
}

// score is what the person has in all.
func (a actor) score() int {
	a.tb.Helper()
	return must(a.h.db.ScoreOf(a.id, time.Now()))(a.tb).All
}

// share is the person's newest share.
func (a actor) share() store.Share {
	a.tb.Helper()
	shares := must(a.h.db.SharesOf(a.id, 1))(a.tb)
	if len(shares) == 0 {
		a.tb.Fatal("there is no share")
	}
	return shares[0]
}

func TestShare_ToTheProof(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *harness, ada actor, asset store.Asset) {
		block, suggested := ada.field()
		if suggested != asset.Variants[0].Text {
			t.Errorf("the field begins with %q", suggested)
		}
		ada.submits(slacksim.Values{block: own + " <!channel>"})
		wantWords(t, ada.modalSays(), "Your post", own, "I work at Our company.", "utm_content="+ada.share().Token, "Open LinkedIn", "paste it")
		ada.pressModal(actShareComposer)
		if s := ada.share(); s.Level != store.Opened || !s.OwnWords || ada.score() != 0 {
			t.Errorf("after opening: %+v", s)
		}
		ada.pressModal(actSharePosted)
		wantWords(t, ada.modalSays(), "You earned *10 points*: 5 for sharing, 5 for your own words", "Worth 5 points more")
		for address, problem := range map[string]string{
			"https://example.com/me":    "not an address of the network",
			"https://www.linkedin.com/": "start page",
		} {
			if got := ada.submits(slacksim.Values{fieldPostURL: address}); !strings.Contains(got[fieldPostURL], problem) {
				t.Errorf("%s: %v", address, got)
			}
		}
		ada.submits(slacksim.Values{fieldPostURL: "https://www.linkedin.com/posts/ada_1"})
		wantWords(t, ada.modalSays(), "Your post is on record", "You earned *5 points* for the link to your post", "/vouch me")
		if s := ada.share(); s.Level != store.Proven || ada.score() != 15 {
			t.Errorf("%+v with %d points", s, ada.score())
		}
		wantWords(t, ada.Home().Words(), "15 points this month")
	})
}

func TestShare_PostedTwicePaysOnce(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *harness, ada actor, asset store.Asset) {
		block, _ := ada.field()
		ada.submits(slacksim.Values{block: own})
		h.mustFault(slacksim.Faults{DuplicateEnvelopes: new(1)})
		ada.pressModal(actSharePosted)
		if ada.score() != 10 {
			t.Errorf("a doubled envelope pays %d", ada.score())
		}
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.pressHome(actShare)
		block, _ = ada.field()
		ada.submits(slacksim.Values{fieldNetwork: string(store.LinkedIn), block: "Something new to say about it."})
		wantWords(t, ada.modalSays(), "Something new to say", "You posted this already, on LinkedIn")
		ada.pressModal("Give the link to my post")
		wantWords(t, ada.modalSays(), "You earned *10 points*", "It is on record and counts once")
		if ada.score() != 10 {
			t.Errorf("pays %d", ada.score())
		}
	})
}

// Who was not ready to give the link at once finds the way back on Home.
func TestShare_LinkLater(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *harness, ada actor, asset store.Asset) {
		ada.posts("Short and mine.")
		wantWords(t, ada.modalSays(), "You earned *5 points*", "at least 40 characters that are yours")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.pressHome(actSharePosted)
		wantWords(t, ada.modalSays(), "You earned *5 points*", "Paste the link")
		ada.submits(slacksim.Values{fieldPostURL: "https://www.linkedin.com/posts/ada_1"})
		wantWords(t, ada.modalSays(), "Your post is on record", "You earned *5 points* for the link to your post")
		if strings.Contains(ada.Home().Words(), "Add the link") {
			t.Error("still asks for the link")
		}
	})
}

func TestShare_Undo(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *harness, ada actor, asset store.Asset) {
		ada.posts(own)
		ada.pressModal(actShareUndo)
		wantWords(t, ada.modalSays(), "Taken back, and 10 points with it")
		if s := ada.share(); s.Level != store.Opened || ada.score() != 0 {
			t.Errorf("%+v with %d points", s, ada.score())
		}
		ada.pressModal(actShare)
		wantWords(t, ada.modalSays(), "Your post", own)
		ada.pressModal(actSharePosted)
		wantWords(t, ada.modalSays(), "You earned *10 points*")
	})
}

func TestShare_NetworkAndSuggestions(t *testing.T) {
	long := strings.Repeat("Words that only fit where there is room. ", 10)
	change := func(a *store.Asset) {
		a.Variants = []store.Variant{{Text: long}, {Text: "Short and good."}, {Text: "Short and better."}}
	}
	withShare(t, change, func(t *testing.T, h *harness, ada actor, asset store.Asset) {
		wantField := func(when, want string) {
			t.Helper()
			if _, got := ada.field(); got != want {
				t.Errorf("%s the field has %q, want %q", when, got, want)
			}
		}
		wantField("at first", strings.TrimSpace(long))
		ada.pressModal(actShareNetwork, string(store.X))
		wantField("on X", "Short and good.")
		wantWords(t, ada.modalSays(), "X takes 280 characters and counts a link as 23", "#OurCompanyEmployee")
		ada.pressModal(actShareAnother)
		wantField("after another", "Short and better.")
		ada.pressModal(actShareAnother)
		wantField("after one more", "Short and good.")

		block, _ := ada.field()
		if err := ada.Fill(slacksim.Values{block: long + own}); err != nil {
			t.Fatal(err)
		}
		ada.pressModal(actShareAnother)
		wantField("with own words", long+own)
		wantWords(t, ada.modalSays(), "Your own words stay", "Short and better.", "too long")
		got := ada.submits(nil)
		if !strings.Contains(got[block], "X takes 280 characters") || !strings.Contains(got[block], "Please cut") {
			t.Errorf("errors %v", got)
		}
		ada.pressModal(actShareNetwork, string(store.Bluesky))
		wantField("on another network", long+own)
		ada.pressModal(actShareNetwork, string(store.LinkedIn))
		if got := ada.submits(nil); got != nil || ada.share().Network != store.LinkedIn {
			t.Errorf("errors %v, share %+v", got, ada.share())
		}
	})
}

// A Share button may reach people who left or never joined: in an old digest.
func TestShare_Refused(t *testing.T) {
	withHarness(t, setup{db: library(t, 1)}, func(t *testing.T, h *harness) {
		asset := must(h.db.LiveAssets())(t)[0]
		for who, want := range map[string]string{"ben": "/vouch join", "ida": "guest", "karl": "deactivated"} {
			_, err := h.handled(inbound{Kind: kindAction, User: h.id(who), Action: action{ID: actShare, Value: string(asset.ID)}, At: time.Now()})
			if store.KindOf(err) != store.Denied || !strings.Contains(err.Error(), want) {
				t.Errorf("%s gets %v", who, err)
			}
		}
		ada := h.joined(t, "ada")
		_, err := h.handled(inbound{Kind: kindAction, User: ada.id, Action: action{ID: actShare, Value: "nothing"}, At: time.Now()})
		if store.KindOf(err) != store.NotFound {
			t.Errorf("an unknown asset gives %v", err)
		}
	})
}

func TestShare_WithdrawnWhileOpen(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *harness, ada actor, asset store.Asset) {
		block, _ := ada.field()
		must(h.db.WithdrawAsset(store.Operator, asset.ID, "Old numbers."))(t)
		got := ada.submits(slacksim.Values{block: own})
		if text := got[fieldNetwork] + got[block]; !strings.Contains(text, "withdrawn") || !strings.Contains(text, "Nothing was recorded") {
			t.Errorf("errors %v", got)
		}
		if shares := must(h.db.SharesOf(ada.id, 5))(t); len(shares) != 0 {
			t.Errorf("recorded %+v", shares)
		}
	})
}

func TestShare_WithdrawnAfterTheKit(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *harness, ada actor, asset store.Asset) {
		block, _ := ada.field()
		ada.submits(slacksim.Values{block: own})
		must(h.db.WithdrawAsset(store.Operator, asset.ID, "Old numbers."))(t)
		ada.pressModal(actSharePosted)
		wantWords(t, ada.modalSays(), "withdrawn meanwhile", "take your post down")
	})
}

func TestShare_KitComesBack(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *harness, ada actor, asset store.Asset) {
		block, _ := ada.field()
		ada.submits(slacksim.Values{block: own})
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.pressHome("Share")
		wantWords(t, ada.modalSays(), own, "I posted it")
		ada.pressModal(actShareAnew)
		if _, text := ada.field(); text == "" || ada.Modal().Title != "Share" {
			t.Errorf("the form is %q with %q", ada.Modal().Title, text)
		}
	})
}

func TestShare_AlreadyShared(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		id := string(picks[0])
		for _, points := range []int{5, 5} {
			ada.press(ada.digest(), "do:"+id, actPickMenu, menuShared+":"+id)
			ada.submits(slacksim.Values{fieldNetwork: string(store.X)})
			if ada.score() != points {
				t.Errorf("%d points, want %d", ada.score(), points)
			}
			said := ada.modalSays()
			wantWords(t, said, "Thank you for sharing")
			if err := ada.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		wantWords(t, ada.digest().Words(), "You shared this on X.")
	})
}

func TestShare_ShowsInItsDigest(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		wantAnswer := func(want string) {
			t.Helper()
			d, _, err := h.db.TodaysDelivery(ada.id, "2000-01-03")
			if err != nil || d.Picks[1].Answer != want {
				t.Errorf("the delivery has %+v, %v, want %s", d.Picks, err, want)
			}
		}
		ada.press(ada.digest(), "do:"+string(picks[1]), actShare)
		block, _ := ada.field()
		ada.submits(slacksim.Values{block: own})
		wantAnswer("opened")
		ada.pressModal(actSharePosted)
		wantAnswer("shared")
		wantWords(t, ada.digest().Words(), "You shared this on LinkedIn.")
		ada.pressModal(actShareUndo)
		if words := ada.digest().Words(); strings.Contains(words, "You shared this") {
			t.Errorf("after taking it back the digest says %s", words)
		}
	})
}

// A trigger works for three seconds; who waited longer is told so instead of seeing nothing.
func TestShare_TriggerTooLate(t *testing.T) {
	withDigest(t, func(t *testing.T, h *harness, ada actor, picks []store.AssetID) {
		h.mustFault(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "views.open", Times: 1, RetryAfter: 60}})
		ada.press(ada.digest(), "do:"+string(picks[1]), actShare)
		before := len(ada.Ephemerals())
		ada.press(ada.digest(), "do:"+string(picks[1]), actShare)
		h.pass(5 * time.Second)
		if got := ada.newest(before); !strings.Contains(got, "could not open") || ada.Modal() != nil {
			t.Errorf("ada sees %q", got)
		}
		h.pass(time.Minute)
		ada.press(ada.digest(), "do:"+string(picks[1]), actShare)
		wantWords(t, ada.modalSays(), "Your words")
	})
}
