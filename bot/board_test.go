// Tests of leaderboards and roles through the workspace: off until a manager turns them on, posted by managers only.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// withScores runs a test in which four people have points and boards are on or off.
func withScores(t *testing.T, on bool, do func(t *testing.T, h *harness, ada, dev actor)) {
	withHarness(t, setup{db: library(t, 6)}, func(t *testing.T, h *harness) {
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.BoardOn = on })
		assets, err := h.db.LiveAssets()
		if err != nil {
			t.Fatal(err)
		}
		for i, who := range []string{"ada", "ben", "finn", "cleo"} {
			a := h.joined(t, who)
			for _, asset := range assets[:min(i+1, 3)] {
				storetest.MustShare(t, h.db, a.id, asset.ID)
			}
		}
		do(t, h, h.actor(t, "ada"), h.actor(t, "dev"))
		h.wantNoComplaint(t)
	})
}

func TestBoard_OffUntilAManagerTurnsItOn(t *testing.T) {
	withScores(t, false, func(t *testing.T, h *harness, ada, dev actor) {
		answer := ada.types("/leaderboard")
		wantWords(t, answer, "Leaderboards are off here", "Ask ")
		if strings.Contains(answer, "Turn leaderboards on") {
			t.Error("everybody gets the switch")
		}
		wantWords(t, dev.types("/leaderboard"), "Turn leaderboards on")
		seen := dev.Ephemerals()
		wantWords(t, dev.press(seen[len(seen)-1], "", actBoardOn), "Leaderboards are on")
		wantWords(t, ada.types("/leaderboard WEEK people"), "people, this week", "*1.* ", "Equal points share a rank", "Leave me out")
		wantWords(t, ada.types("/leaderboard year"), "I don't know \"year\"", "/leaderboard [team")
	})
}

func TestBoard_LeaveMeOut(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *harness, ada, dev actor) {
		wantWords(t, ada.types("/leaderboard"), "ada: 5 points")
		seen := ada.Ephemerals()
		wantWords(t, ada.press(seen[len(seen)-1], "", actBoardVisible), "left out of people's boards")
		if strings.Contains(ada.types("/leaderboard"), "ada: ") {
			t.Error("still on the board")
		}
		seen = ada.Ephemerals()
		ada.press(seen[len(seen)-1], "", actBoardVisible, visibleByName)
		wantWords(t, ada.types("/leaderboard"), "ada: 5 points")
	})
}

func TestBoard_PostToAChannel(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *harness, ada, dev actor) {
		dev.types("/leaderboard month")
		seen := dev.Ephemerals()
		preview := seen[len(seen)-1]
		dev.press(preview, "", actBoardPost)
		wantWords(t, dev.modalSays(), "nobody is notified by name", "/invite @vouch")
		dev.submits(slacksim.Values{fieldChannel: general})
		wantWords(t, dev.modalSays(), "It is on its way to")
		h.pass(10 * time.Second)
		posted := ada.Messages(general)
		wantWords(t, posted[len(posted)-1].Words(), "Leaderboard: people", "*1.* ", "Posted by <@"+string(dev.id)+">")
		// A button in the channel acts for whoever presses it, in private.
		wantWords(t, ada.press(posted[len(posted)-1], "", actBoardVisible), "left out of people's boards")
		if dev.employee().Prefs.BoardHidden || !ada.employee().Prefs.BoardHidden {
			t.Error("the wrong person was left out")
		}

		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		dev.press(preview, "", actBoardPost)
		dev.submits(slacksim.Values{fieldChannel: "C0SIM00RND"})
		h.pass(10 * time.Second)
		inbox := h.texts("dev")
		wantWords(t, inbox[len(inbox)-1], "/invite @vouch")
	})
}

// Between pressing Post and the post lies Slack, which may take its time; who asked is told what changed meanwhile.
func TestBoard_TurnedOffBeforeItIsPosted(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *harness, ada, dev actor) {
		h.mustFault(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "chat.postMessage", Times: 1, RetryAfter: 60}})
		if _, err := h.db.PlanBoardPost("", dev.id, general, store.BoardQuery{Span: store.Month}); err != nil {
			t.Fatal(err)
		}
		h.pass(10 * time.Second)
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.BoardOn = false })
		h.pass(2 * time.Minute)
		inbox := h.texts("dev")
		wantWords(t, inbox[len(inbox)-1], "did not reach", "Leaderboards were turned off")
	})
}

func TestBoard_ScheduleAndDelete(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *harness, ada, dev actor) {
		dev.homeSays()
		dev.pressHome(actBoardAdmin)
		wantWords(t, dev.modalSays(), "Leaderboards are on", "Nothing is scheduled")
		dev.pressModal(actBoardSchedule)
		dev.submits(slacksim.Values{fieldBoard: "people/week", fieldChannel: general, fieldWhen: "w1", fieldAt: "09:00", fieldZone: "UTC"})
		wantWords(t, dev.modalSays(), "every Monday at 09:00 (UTC)")
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := len(ada.Messages(general))
		h.pass(3 * time.Hour) // past nine on Monday: the week before, in which nobody had points
		h.pass(7 * 24 * time.Hour)
		posted := ada.Messages(general)
		if len(posted) != before+1 {
			t.Fatalf("%d boards were posted, want one", len(posted)-before)
		}
		wantWords(t, posted[len(posted)-1].Words(), "3 January to 9 January 2000", "It is final")

		dev.homeSays()
		dev.pressHome(actBoardAdmin)
		dev.pressModal(actBoardUnschedule)
		wantWords(t, dev.modalSays(), "Nothing is scheduled")
		// What is not kept is never posted; another week of minutes would only say it again.
		if left := must(h.db.BoardSchedules())(t); len(left) != 0 {
			t.Errorf("a deleted schedule is kept: %+v", left)
		}
	})
}

func TestBoard_OnlyManagers(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *harness, ada, dev actor) {
		for _, act := range []action{{ID: actBoardPost}, {ID: actBoardSchedule}, {ID: actBoardOn, Value: "off"}, {ID: actBoardAdmin},
			{ID: actBoardUnschedule, Value: "x"}, {ID: actRoles}, {ID: actRoleChange, Value: "manager"}} {
			_, err := h.handled(inbound{Kind: kindAction, User: ada.id, Action: act, At: time.Now()})
			if store.KindOf(err) != store.Denied {
				t.Errorf("%s: %v, want denied", act.ID, err)
			}
		}
		for _, submitted := range []view{{CallbackID: cbBoardPost, Metadata: "people/month"}, {CallbackID: cbBoardSchedule}, {CallbackID: cbRole, Metadata: "manager"}} {
			answer, err := h.handled(inbound{Kind: kindSubmit, User: ada.id, View: submitted, At: time.Now(), State: state{
				fieldChannel: {inputValue: {Text: general}}, fieldWhen: {inputValue: {Text: "w1"}}, fieldAt: {inputValue: {Text: "09:00"}},
				fieldZone: {inputValue: {Text: "UTC"}}, fieldPeople: {inputValue: {List: []string{string(ada.id)}}}}})
			if store.KindOf(err) != store.Denied && len(answer.Errors) == 0 {
				t.Errorf("%s: %v %+v, want denied", submitted.CallbackID, err, answer)
			}
		}
		if manager, _ := h.db.IsManager(ada.id); manager {
			t.Error("ada made herself a manager")
		}
	})
}

func TestRoles_GrantAndRevoke(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		dev, cleo, ben := h.actor(t, "dev"), h.actor(t, "cleo"), h.actor(t, "ben")
		dev.homeSays()
		dev.pressHome(actRoles)
		wantWords(t, dev.modalSays(), "workspace admins stand in", "Recruiters")
		for _, role := range store.Roles {
			if _, found := roleOf(role); !found {
				t.Errorf("nobody can be made a %s", role)
			}
		}
		dev.pressModal(actRoleChange, string(store.Recruiter))
		dev.submits(slacksim.Values{fieldPeople: []string{string(cleo.id), string(ben.id)}})
		wantWords(t, dev.modalSays(), "Added to recruiters", string(cleo.id))
		if !cleo.employee().Has(store.Recruiter) {
			t.Fatal("it was said but not done")
		}
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}

		dev.pressHome(actRoles)
		dev.pressModal(actRoleChange, string(store.Recruiter))
		// Meanwhile somebody else names another recruiter: saving the older form leaves them alone.
		if err := h.db.GrantRole(store.Operator, h.id("finn"), store.Recruiter); err != nil {
			t.Fatal(err)
		}
		dev.submits(slacksim.Values{fieldPeople: []string{string(cleo.id)}})
		wantWords(t, dev.modalSays(), "No longer recruiters")
		if strings.Contains(dev.modalSays(), "Added") {
			t.Error("people who were there before are granted again")
		}
		if ben.employee().Has(store.Recruiter) || !h.actor(t, "finn").employee().Has(store.Recruiter) {
			t.Error("the wrong people changed")
		}
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}

		// A guest cannot hold a role: said at the field, nothing done.
		dev.pressHome(actRoles)
		dev.pressModal(actRoleChange, string(store.Manager))
		if wrong := dev.submits(slacksim.Values{fieldPeople: []string{string(h.id("ida"))}}); wrong[fieldPeople] == "" {
			t.Errorf("a guest became a manager: %v", wrong)
		}
		h.wantNoComplaint(t)
	})
}
