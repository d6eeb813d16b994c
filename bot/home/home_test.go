// Tests of Home, its lists and one's points through the workspace.

package home_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/home"
	"vouch/bot/surface"
	"vouch/digest"
	"vouch/store"
	"vouch/store/storetest"
)

// TestHome_NothingLeft holds that Home offers picks as long as there are some, and no longer.
func TestHome_NothingLeft(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 1)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		bottest.WantWords(t, ada.HomeSays(), "See today's picks")
		assets, err := h.Db.LiveAssets()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Db.SaveFeedback(ada.Id, assets[0].ID, store.NotForMe, store.ReasonSeen, ""); err != nil {
			t.Fatal(err)
		}
		if got := ada.HomeSays(); strings.Contains(got, "See today's picks") {
			t.Errorf("Home offers picks where none are left:\n%s", got)
		}
	})
}

func TestHome_ListsAndPages(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 40)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		assets, err := h.Db.LiveAssets()
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range assets {
			if _, err := h.Db.SaveFeedback(ada.Id, a.ID, store.Saved, "", ""); err != nil {
				t.Fatal(err)
			}
			if i < 20 {
				storetest.MustShare(t, h.Db, ada.Id, a.ID)
			}
		}
		home := ada.HomeSays()
		bottest.WantWords(t, home, "15 points this month", "Latest: *+5* Posted", "My posts", "Saved (40)")
		ada.PressesHome("My posts")
		bottest.WantWords(t, ada.ModalSays(), "Your shares", "Posted on LinkedIn", "Older")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}

		ada.PressesHome("Saved (40)")
		if got := strings.Count(ada.ModalSays(), "Remove"); got != surface.ItemsPerPage {
			t.Errorf("a page has %d items", got)
		}
		ada.PressesModal("Older")
		ada.PressesModal("Older")
		if got := strings.Count(ada.ModalSays(), "Remove"); got != 40-2*surface.ItemsPerPage {
			t.Errorf("the last page has %d items", got)
		}
		ada.PressesModal("Newer")
		saved, err := storetest.Ask1(h.Db, (*store.Query).SavedAssets, ada.Id)
		if err != nil {
			t.Fatal(err)
		}
		newest := string(saved[len(saved)-1].ID)
		ada.PressesModal("Newer")
		ada.PressesModal("remove_saved", newest)
		bottest.WantWords(t, ada.Home().Words(), "Saved (39)")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}

		ada.PressesHome("My points")
		bottest.WantWords(t, ada.ModalSays(), "*This month*\n15 points", "+5* Posted: How we moved",
			"At most 3 shares a day earn points", "What earns points")
		h.WantNoComplaint(t)
	})
}

func TestHome_ReferralsAndOwners(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 3)}, func(t *testing.T, h *bottest.World) {
		ada, cleo := h.Joined(t, "ada"), h.Person(t, "cleo")
		if err := h.Db.ChangeRole(store.Operator, store.Recruiter, []store.EmployeeID{cleo.Id}, nil); err != nil {
			t.Fatal(err)
		}
		for i := range 7 {
			storetest.MustReferral(t, h.Db, ada.Id, fmt.Sprintf("Jane <Doe> %d", i), fmt.Sprintf("jane%d@example.com", i))
		}
		bottest.WantWords(t, ada.HomeSays(), "Your referrals", "Jane &lt;Doe&gt;", "submitted", string(cleo.Id),
			"> answers by ", "All referrals (7)")
		ada.PressesHome("All referrals (7)")
		bottest.WantWords(t, ada.ModalSays(), "Jane &lt;Doe&gt; 0")
		// A recruiter who has not joined still sees what waits for them.
		bottest.WantWords(t, cleo.HomeSays(), "Set up my digest", "In your care (7)", "\nAnswer by ",
			"All in your care (7)")
		// What she accepted stays with her until it ends, and what ended can still be found.
		owned := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOwnedBy, cleo.Id))(t)
		for i, stage := range []store.Stage{store.Hired, store.Accepted, store.Started} {
			bottest.Must(h.Db.MoveReferral(cleo.Id, owned[i].ID, stage, "", owned[i].Version))(t)
		}
		bottest.WantWords(t, cleo.HomeSays(), "All in your care (6)")
		cleo.PressesHome("All in your care (6)")
		bottest.WantWords(t, cleo.ModalSays(), "In your care", "*hired* ", "*accepted* · from", "*started*")
		dev := h.Person(t, "dev") // a program manager
		dev.HomeSays()
		dev.PressesHome("Referrals")
		bottest.WantWords(t, dev.ModalSays(), "All referrals",
			"> · from <@"+string(ada.Id)+"> · with <@"+string(cleo.Id)+">", "*started*")
		reply, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id, At: time.Now(),
			Action: dispatch.Action{ID: surface.ActList, Value: "all_referrals"}})
		if store.KindOf(err) != store.Denied || reply.Open != nil && err == nil {
			t.Errorf("somebody else lists all referrals: %+v, %v", reply, err)
		}
		if strings.Contains(h.Joined(t, "ben").HomeSays(), "Jane") {
			t.Error("somebody else sees the referral")
		}
		h.WantNoComplaint(t)
	})
}

func TestHome_ManagersOnly(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 3)}, func(t *testing.T, h *bottest.World) {
		ada, cleo, dev := h.Joined(t, "ada"), h.Person(t, "cleo"), h.Person(t, "dev")
		if err := h.Db.ChangeRole(store.Operator, store.Curator, []store.EmployeeID{cleo.Id}, nil); err != nil {
			t.Fatal(err)
		}
		if words := ada.HomeSays(); strings.Contains(words, "The program") || strings.Contains(words, "Review queue") {
			t.Error("everybody sees the manager's part")
		}
		if words := cleo.HomeSays(); !strings.Contains(words, "The library") || strings.Contains(words, "The program") {
			t.Errorf("a curator reads %q", words)
		}
		bottest.WantWords(t, dev.HomeSays(), "The program this week", "*0 posts* (0 by now last week)", "*1 of ",
			"Nothing is overdue.")
		for _, button := range []string{"Manage content", "People and roles", "Leaderboards"} {
			dev.PressesHome(button)
			if err := dev.CloseModal(t.Context()); err != nil {
				t.Fatal(err)
			}
			if dev.Modal() != nil {
				t.Errorf("%s does not take the place of the menu", button)
			}
		}
		for _, c := range []struct {
			who    store.EmployeeID
			action string
			want   store.Kind
		}{{ada.Id, "home_content", store.Denied}, {ada.Id, "home_program", store.Denied},
			{cleo.Id, "home_program", store.Denied}} {
			reply, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: c.who, At: time.Now(),
				Action: dispatch.Action{ID: c.action}})
			if store.KindOf(err) != c.want {
				t.Errorf("%s opens %s: %+v, %v", c.who, c.action, reply, err)
			}
		}
	})
}

// A second program with the same tokens takes every other click away in silence: managers read it on Home.
func TestHome_SecondProgramWithTheTokens(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Max Mann")
	storetest.MustAdvocate(t, db, "U1", "Ada")
	others := 0
	h := &home.Handlers{Kit: &surface.Kit{DB: db, Planner: &digest.Planner{DB: db}}, Others: func() int { return others }}
	for _, c := range []struct {
		reader store.EmployeeID
		others int
		warned bool
	}{{"M1", 0, false}, {"M1", 1, true}, {"U1", 1, false}} {
		others = c.others
		blocks := bottest.Must(h.HomeBlocks(t.Context(), c.reader))(t)
		text := bottest.Must(json.Marshal(blocks))(t)
		if warned := strings.Contains(string(text), "1 other connection with the same tokens"); warned != c.warned {
			t.Errorf("%s with %d others: warned %v", c.reader, c.others, warned)
		}
	}
}
