// Tests of reviewing: the queue goes on after each decision, the card follows, and late presses say what happened
// meanwhile.

package review_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// withReview runs a test with Dev, who manages the program, two curators and three items that wait.
func withReview(t *testing.T, do func(t *testing.T, h *bottest.World, ada, grace bottest.Actor,
	waiting []store.Asset)) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada, grace := h.Joined(t, "ada"), h.Joined(t, "ben")
		for _, who := range []bottest.Actor{ada, grace} {
			if err := h.Db.ChangeRole(store.Operator, store.Curator, []store.EmployeeID{who.Id}, nil); err != nil {
				t.Fatal(err)
			}
		}
		var waiting []store.Asset
		for _, title := range []string{"First", "Second", "Third"} {
			waiting = append(waiting,
				bottest.Must(h.Db.AddAsset(store.Operator, storetest.AnAsset(func(a *store.Asset) { a.Title = title }), false))(t))
		}
		do(t, h, ada, grace, waiting)
	})
}

func TestReview_OneAfterTheOther(t *testing.T) {
	withReview(t, func(t *testing.T, h *bottest.World, ada, _ bottest.Actor, waiting []store.Asset) {
		ada.Types("/vouch review")
		bottest.WantWords(t, ada.ModalSays(), "First", "3 items wait")
		ada.PressesModal("Skip")
		bottest.WantWords(t, ada.ModalSays(), "Second")
		ada.PressesModal("Approve")
		bottest.WantWords(t, ada.ModalSays(), "*Second* is live.", "Third", "2 items wait")
		ada.PressesModal("Reject…")
		if got := ada.Submits(slacksim.Values{surface.FieldNote: " "}); !strings.Contains(got[surface.FieldNote], "Say why") {
			t.Errorf("errors %v", got)
		}
		ada.Submits(slacksim.Values{surface.FieldNote: "Too <old>."})
		bottest.WantWords(t, ada.ModalSays(), "*Third* was sent back", "First", "1 item waits")
		ada.PressesModal("Approve")
		bottest.WantWords(t, ada.ModalSays(), "*First* is live.", "All done")
		for i, want := range []store.AssetState{store.Live, store.Live, store.Draft} {
			if got := h.State(t, waiting[i].ID); got != want {
				t.Errorf("%s is %s", waiting[i].Title, got)
			}
		}
		bottest.WantWords(t, ada.HomeSays(), "Review queue (0)")
	})
}

func TestReview_CardOfTheDay(t *testing.T) {
	withReview(t, func(t *testing.T, h *bottest.World, ada, grace bottest.Actor, waiting []store.Asset) {
		h.Pass(2*time.Hour + 2*time.Minute)
		card := ada.Card("3 items wait")
		bottest.WantWords(t, card.Words(), "First", "Second", "Third")
		if got := len(grace.Inbox()); got != len(ada.Inbox()) {
			t.Errorf("grace has %d messages", got)
		}
		if said := ada.Presses(card, "do:"+string(waiting[0].ID), "Approve"); said != "" {
			t.Errorf("besides the card: %s", said)
		}
		bottest.WantWords(t, ada.Card("2 items wait").Words(), "Second", "Third")
		// Grace's copy still shows it until the next minute: her press says who was faster.
		said := grace.Presses(grace.Card("3 items wait"), "do:"+string(waiting[0].ID), "Approve")
		bottest.WantWords(t, said, "approved this item already. It is live.")
		ada.Presses(ada.Card("2 items wait"), "do:"+string(waiting[1].ID), "Review")
		bottest.WantWords(t, ada.ModalSays(), "Second")
		ada.PressesModal("Approve")
		ada.PressesModal("Approve")
		h.Pass(2 * time.Minute)
		for _, who := range []bottest.Actor{ada, grace} {
			bottest.WantWords(t, who.Card("All done").Text, "All done")
		}
		// The next day brings a new card, and the old one points to it.
		bottest.Must(h.Db.AddAsset(store.Operator, storetest.AnAsset(nil), false))(t)
		h.Pass(24 * time.Hour)
		ada.Card("1 item waits")
		bottest.WantWords(t, ada.Card("There is a newer list").Words(), "Open the queue")
	})
}

func TestReview_TwoOnOneItem(t *testing.T) {
	withReview(t, func(t *testing.T, h *bottest.World, ada, grace bottest.Actor, waiting []store.Asset) {
		ada.Types("/vouch review")
		edited := waiting[0]
		edited.Title = "First, in better words"
		bottest.Must(h.Db.EditAsset(grace.Id, edited))(t)
		ada.PressesModal("Approve")
		bottest.WantWords(t, ada.ModalSays(), "changed this item meanwhile", "First, in better words")
		if h.State(t, waiting[0].ID) != store.InReview {
			t.Error("words that nobody had seen were approved")
		}
		grace.Types("/vouch review")
		grace.PressesModal("Reject…")
		ada.PressesModal("Approve")
		if got := grace.Submits(slacksim.Values{surface.FieldNote: "No."}); !strings.Contains(got[surface.FieldNote],
			"approved this item already") {
			t.Errorf("errors %v", got)
		}
	})
}

func TestReview_EditedInTheQueue(t *testing.T) {
	withReview(t, func(t *testing.T, h *bottest.World, ada, _ bottest.Actor, waiting []store.Asset) {
		ada.Types("/vouch review")
		ada.PressesModal("Edit")
		ada.Submits(slacksim.Values{surface.FieldTitle: "First, mended"})
		h.Pass(time.Second)
		bottest.WantWords(t, ada.ModalSays(), "*First, mended* was changed.", "3 items wait")
		ada.PressesModal("More details")
		ada.Submits(slacksim.Values{"talking_points": "Say this."})
		h.Pass(time.Second)
		bottest.WantWords(t, ada.ModalSays(), "*First, mended* was changed.", "Say this.")
		// The first press counts: it decides about what the queue shows.
		ada.PressesModal("Approve")
		bottest.WantWords(t, ada.ModalSays(), "*First, mended* is live.", "Second")
		if h.State(t, waiting[0].ID) != store.Live {
			t.Error("the edited item was not approved")
		}
	})
}

// proposing has a source bring two items that went live and of which it says something else now.
func proposing(t *testing.T, h *bottest.World) {
	t.Helper()
	s := bottest.Must(h.Db.AddSource(store.Operator, store.Source{Name: "Blog", Address: "https://blog.example.com/feed",
		AutoApprove: true}))(t)
	read := func(suffix string) {
		p := store.Poll{At: time.Now(), Version: bottest.Must(h.Db.Source(s.ID))(t).Version, System: store.FeedSystem}
		for _, key := range []string{"one", "two"} {
			p.Items = append(p.Items, store.PollItem{Asset: storetest.AnAsset(func(a *store.Asset) {
				a.Title, a.URL, a.SourceKey = "Item "+key+suffix, "https://blog.example.com/"+key, key
			})})
		}
		bottest.Must(h.Db.RecordPoll(s.ID, p))(t)
	}
	read("")
	h.Pass(time.Minute)
	read(" rewritten")

}

func TestReview_WhatASourceProposes(t *testing.T) {
	withReview(t, func(t *testing.T, h *bottest.World, ada, ben bottest.Actor, waiting []store.Asset) {
		for _, a := range waiting {
			bottest.Must(h.Db.ApproveAsset(ada.Id, a.ID, a.Version))(t)
		}
		proposing(t, h)
		ada.Types("/vouch review")
		ben.Types("/vouch review")
		bottest.WantWords(t, ada.ModalSays(), "2 items wait", "from Blog", "Its source changed its words", "rewritten")
		ada.PressesModal("Take the change")
		bottest.WantWords(t, ada.ModalSays(), "is changed as its source has it", "1 item waits")
		ada.PressesModal("Keep what was approved")
		bottest.WantWords(t, ada.ModalSays(), "stays as it was approved", "All done")
		// Ben's view still shows the first one; his press finds it decided and says what stands.
		ben.PressesModal("Keep what was approved")
		bottest.WantWords(t, ben.ModalSays(), "All done")
		titles := map[bool]int{}
		for _, a := range bottest.Must(h.Db.AssetsBy(store.Live, 10, ""))(t) {
			titles[strings.HasSuffix(a.Title, "rewritten")]++
		}
		if titles[true] != 1 {
			t.Errorf("%d items have new words", titles[true])
		}
	})
}

func TestReview_Compliance(t *testing.T) {
	withReview(t, func(t *testing.T, h *bottest.World, ada, grace bottest.Actor, _ []store.Asset) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Regulated = []string{"finance"} })
		dev := h.Person(t, "dev")
		bottest.WantWords(t, h.Person(t, "finn").Types("/vouch review"), "Only curators, compliance reviewers")
		if err := h.Db.ChangeRole(store.Operator, store.Curator, nil, []store.EmployeeID{grace.Id}); err != nil {
			t.Fatal(err)
		}
		if err := h.Db.ChangeRole(store.Operator, store.Compliance, []store.EmployeeID{grace.Id}, nil); err != nil {
			t.Fatal(err)
		}
		a := bottest.Must(h.Db.AddAsset(store.Operator,
			storetest.AnAsset(func(a *store.Asset) { a.Title, a.Topics = "Quarter", []string{"finance"} }), false))(t)
		a = bottest.Must(h.Db.ApproveAsset(ada.Id, a.ID, a.Version))(t)
		bottest.WantWords(t, grace.HomeSays(), "Review queue (1)")
		if strings.Contains(grace.Home().Words(), "Add content") {
			t.Error("a compliance reviewer is offered the library")
		}
		grace.PressesHome(surface.ActReview)
		bottest.WantWords(t, grace.ModalSays(), "Quarter", "Waiting for compliance", "(regulated)")
		if _, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: dev.Id,
			Action: dispatch.Action{ID: "review_approve", Value: surface.Ref[store.AssetID]{ID: a.ID,
				Version: a.Version}.String()}}); store.KindOf(err) != store.Denied {
			t.Errorf("a manager in the place of compliance: %v", err)
		}
		grace.PressesModal("Approve")
		bottest.WantWords(t, grace.ModalSays(), "is live", "3 items wait for somebody else")
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("Quarter").Text, "which you approved, is live")
	})
}

func TestReview_ForgedRejectionDoesNotReadAnItem(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		item := store.Asset{Kind: store.Article, Title: "Secret launch", URL: "https://example.com/launch",
			Canon: "https://example.com/launch"}
		item = bottest.Must(h.Db.AddAsset(store.Operator, item, false))(t)
		_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: h.Id("ada"),
			Action: dispatch.Action{ID: "review_reject", Value: string(item.ID) + " 1"}})
		if store.KindOf(err) != store.Denied {
			t.Errorf("somebody without a role reads what waits: %v", err)
		}
	})
}
