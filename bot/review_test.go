// Tests of reviewing: the queue goes on after each decision, the card follows, and late presses say what happened meanwhile.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// withReview runs a test with Dev, who manages the program, two curators and three items that wait.
func withReview(t *testing.T, do func(t *testing.T, h *harness, ada, grace actor, waiting []store.Asset)) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada, grace := h.joined(t, "ada"), h.joined(t, "ben")
		for _, who := range []actor{ada, grace} {
			if err := h.db.GrantRole(store.Operator, who.id, store.Curator); err != nil {
				t.Fatal(err)
			}
		}
		var waiting []store.Asset
		for _, title := range []string{"First", "Second", "Third"} {
			waiting = append(waiting, must(h.db.AddAsset(store.Operator, storetest.AnAsset(func(a *store.Asset) { a.Title = title }), false))(t))
		}
		do(t, h, ada, grace, waiting)
	})
}

// state is an asset's state now.
func (h *harness) state(tb testing.TB, id store.AssetID) store.AssetState {
	tb.Helper()
	return must(h.db.Asset(id))(tb).State
}

func TestReview_OneAfterTheOther(t *testing.T) {
	withReview(t, func(t *testing.T, h *harness, ada, _ actor, waiting []store.Asset) {
		ada.types("/vouch review")
		wantWords(t, ada.modalSays(), "First", "3 items wait")
		ada.pressModal("Skip")
		wantWords(t, ada.modalSays(), "Second")
		ada.pressModal("Approve")
		wantWords(t, ada.modalSays(), "*Second* is live.", "Third", "2 items wait")
		ada.pressModal("Reject…")
		if got := ada.submits(slacksim.Values{fieldNote: " "}); !strings.Contains(got[fieldNote], "Say why") {
			t.Errorf("errors %v", got)
		}
		ada.submits(slacksim.Values{fieldNote: "Too <old>."})
		wantWords(t, ada.modalSays(), "*Third* was sent back", "First", "1 item waits")
		ada.pressModal("Approve")
		wantWords(t, ada.modalSays(), "*First* is live.", "All done")
		for i, want := range []store.AssetState{store.Live, store.Live, store.Draft} {
			if got := h.state(t, waiting[i].ID); got != want {
				t.Errorf("%s is %s", waiting[i].Title, got)
			}
		}
		wantWords(t, ada.homeSays(), "Review queue (0)")
	})
}

func TestReview_CardOfTheDay(t *testing.T) {
	withReview(t, func(t *testing.T, h *harness, ada, grace actor, waiting []store.Asset) {
		h.pass(2*time.Hour + 2*time.Minute)
		card := ada.card("3 items wait")
		wantWords(t, card.Words(), "First", "Second", "Third")
		if got := len(grace.Inbox()); got != len(ada.Inbox()) {
			t.Errorf("grace has %d messages", got)
		}
		if said := ada.press(card, "do:"+string(waiting[0].ID), "Approve"); said != "" {
			t.Errorf("besides the card: %s", said)
		}
		wantWords(t, ada.card("2 items wait").Words(), "Second", "Third")
		// Grace's copy still shows it until the next minute: her press says who was faster.
		said := grace.press(grace.card("3 items wait"), "do:"+string(waiting[0].ID), "Approve")
		wantWords(t, said, "approved this item already. It is live.")
		ada.press(ada.card("2 items wait"), "do:"+string(waiting[1].ID), "Review")
		wantWords(t, ada.modalSays(), "Second")
		ada.pressModal("Approve")
		ada.pressModal("Approve")
		h.pass(2 * time.Minute)
		for _, who := range []actor{ada, grace} {
			wantWords(t, who.card("All done").Text, "All done")
		}
		// The next day brings a new card, and the old one points to it.
		must(h.db.AddAsset(store.Operator, storetest.AnAsset(nil), false))(t)
		h.pass(24 * time.Hour)
		ada.card("1 item waits")
		wantWords(t, ada.card("There is a newer list").Words(), "Open the queue")
	})
}

func TestReview_TwoOnOneItem(t *testing.T) {
	withReview(t, func(t *testing.T, h *harness, ada, grace actor, waiting []store.Asset) {
		ada.types("/vouch review")
		edited := waiting[0]
		edited.Title = "First, in better words"
		must(h.db.EditAsset(grace.id, edited))(t)
		ada.pressModal("Approve")
		wantWords(t, ada.modalSays(), "changed this item meanwhile", "First, in better words")
		if h.state(t, waiting[0].ID) != store.InReview {
			t.Error("words that nobody had seen were approved")
		}
		grace.types("/vouch review")
		grace.pressModal("Reject…")
		ada.pressModal("Approve")
		if got := grace.submits(slacksim.Values{fieldNote: "No."}); !strings.Contains(got[fieldNote], "approved this item already") {
			t.Errorf("errors %v", got)
		}
	})
}

func TestReview_EditedInTheQueue(t *testing.T) {
	withReview(t, func(t *testing.T, h *harness, ada, _ actor, waiting []store.Asset) {
		ada.types("/vouch review")
		ada.pressModal("Edit")
		ada.submits(slacksim.Values{fieldTitle: "First, mended"})
		h.pass(time.Second)
		wantWords(t, ada.modalSays(), "*First, mended* was changed.", "3 items wait")
		ada.pressModal("More details")
		ada.submits(slacksim.Values{fieldPoints: "Say this."})
		h.pass(time.Second)
		wantWords(t, ada.modalSays(), "*First, mended* was changed.", "Say this.")
		// The first press counts: it decides about what the queue shows.
		ada.pressModal("Approve")
		wantWords(t, ada.modalSays(), "*First, mended* is live.", "Second")
		if h.state(t, waiting[0].ID) != store.Live {
			t.Error("the edited item was not approved")
		}
	})
}

// proposing has a source bring two items that went live and of which it says something else now.
func proposing(t *testing.T, h *harness) {
	t.Helper()
	s := must(h.db.AddSource(store.Operator, store.Source{Name: "Blog", Address: "https://blog.example.com/feed", AutoApprove: true}))(t)
	read := func(suffix string) {
		p := store.Poll{At: time.Now(), Version: must(h.db.Source(s.ID))(t).Version, System: store.FeedSystem}
		for _, key := range []string{"one", "two"} {
			p.Items = append(p.Items, store.PollItem{Asset: storetest.AnAsset(func(a *store.Asset) {
				a.Title, a.URL, a.SourceKey = "Item "+key+suffix, "https://blog.example.com/"+key, key
			})})
		}
		must(h.db.RecordPoll(s.ID, p))(t)
	}
	read("")
	h.pass(time.Minute)
	read(" rewritten")

}

func TestReview_WhatASourceProposes(t *testing.T) {
	withReview(t, func(t *testing.T, h *harness, ada, ben actor, waiting []store.Asset) {
		for _, a := range waiting {
			must(h.db.ApproveAsset(ada.id, a.ID, a.Version))(t)
		}
		proposing(t, h)
		ada.types("/vouch review")
		ben.types("/vouch review")
		wantWords(t, ada.modalSays(), "2 items wait", "from Blog", "Its source says something else", "rewritten")
		ada.pressModal("Take the new words")
		wantWords(t, ada.modalSays(), "has its new words", "1 item waits")
		ada.pressModal("Keep what was approved")
		wantWords(t, ada.modalSays(), "stays as it was approved", "All done")
		// Ben's view still shows the first one; his press finds it decided and says what stands.
		ben.pressModal("Keep what was approved")
		wantWords(t, ben.modalSays(), "All done")
		titles := map[bool]int{}
		for _, a := range must(h.db.AssetsBy(store.Live, 10, ""))(t) {
			titles[strings.HasSuffix(a.Title, "rewritten")]++
		}
		if titles[true] != 1 {
			t.Errorf("%d items have new words", titles[true])
		}
	})
}

func TestReview_Compliance(t *testing.T) {
	withReview(t, func(t *testing.T, h *harness, ada, grace actor, _ []store.Asset) {
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.Regulated = []string{"finance"} })
		dev := h.actor(t, "dev")
		wantWords(t, h.actor(t, "finn").types("/vouch review"), "Only curators, compliance reviewers")
		if err := h.db.ChangeRole(store.Operator, store.Curator, nil, []store.EmployeeID{grace.id}); err != nil {
			t.Fatal(err)
		}
		if err := h.db.GrantRole(store.Operator, grace.id, store.Compliance); err != nil {
			t.Fatal(err)
		}
		a := must(h.db.AddAsset(ada.id, storetest.AnAsset(func(a *store.Asset) { a.Title, a.Topics = "Quarter", []string{"finance"} }), true))(t)
		wantWords(t, grace.homeSays(), "Review queue (1)")
		if strings.Contains(grace.Home().Words(), "Add content") {
			t.Error("a compliance reviewer is offered the library")
		}
		grace.pressHome(actReview)
		wantWords(t, grace.modalSays(), "Quarter", "compliance decides", "(regulated)")
		if _, err := h.handled(inbound{Kind: kindAction, User: dev.id, Action: action{ID: actReviewApprove, Value: reviewRef{id: a.ID, version: a.Version}.String()}}); store.KindOf(err) != store.Denied {
			t.Errorf("a manager in the place of compliance: %v", err)
		}
		grace.pressModal("Approve")
		wantWords(t, grace.modalSays(), "is live", "3 items wait for somebody else")
		h.pass(time.Minute)
		wantWords(t, ada.card("Quarter").Text, "which you approved, is live")
	})
}
