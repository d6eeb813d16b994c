// Tests of leaderboards and roles through the workspace: off until a manager turns them on, posted by managers only.

package board_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// withScores runs a test in which four people have points and boards are on or off.
func withScores(t *testing.T, on bool, do func(t *testing.T, h *bottest.World, ada, dev bottest.Actor)) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 6)}, func(t *testing.T, h *bottest.World) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn = on })
		assets, err := h.Db.LiveAssets()
		if err != nil {
			t.Fatal(err)
		}
		for i, who := range []string{"ada", "ben", "finn", "cleo"} {
			a := h.Joined(t, who)
			for _, asset := range assets[:min(i+1, 3)] {
				storetest.MustShare(t, h.Db, a.Id, asset.ID)
			}
		}
		h.Pass(time.Minute) // their first shares are told
		do(t, h, h.Person(t, "ada"), h.Person(t, "dev"))
		h.WantNoComplaint(t)
	})
}

func TestBoard_OffUntilAManagerTurnsItOn(t *testing.T) {
	withScores(t, false, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		answer := ada.Types("/leaderboard")
		bottest.WantWords(t, answer, "Leaderboards are off here", "Ask ")
		if strings.Contains(answer, "Turn leaderboards on") {
			t.Error("everybody gets the switch")
		}
		bottest.WantWords(t, dev.Types("/leaderboard"), "Turn leaderboards on")
		seen := dev.Ephemerals()
		bottest.WantWords(t, dev.Presses(seen[len(seen)-1], "", "board_on"), "Leaderboards are on")
		bottest.WantWords(t, ada.Types("/leaderboard WEEK people"), "people, this week", "Leaderboard, points: ",
			"Leaders have their own board", "Leave me out")
		bottest.WantWords(t, ada.Types("/leaderboard year"), "I don't know \"year\"", "/leaderboard [team")
	})
}

func TestBoard_LeaveMeOut(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		bottest.WantWords(t, ada.Types("/leaderboard"), "You 5")
		seen := ada.Ephemerals()
		bottest.WantWords(t, ada.Presses(seen[len(seen)-1], "", "board_visible"), "left out")
		if strings.Contains(ada.Types("/leaderboard"), "You 5") {
			t.Error("still on the board")
		}
		seen = ada.Ephemerals()
		ada.Presses(seen[len(seen)-1], "", "board_visible", surface.VisibleByName)
		bottest.WantWords(t, ada.Types("/leaderboard"), "You 5")
	})
}

func TestBoard_PostToAChannel(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		dev.Types("/leaderboard month")
		seen := dev.Ephemerals()
		preview := seen[len(seen)-1]
		dev.Presses(preview, "", "board_post")
		bottest.WantWords(t, dev.ModalSays(), "nobody is notified by name", "/invite @vouch")
		dev.Submits(slacksim.Values{"channel": bottest.General})
		bottest.WantWords(t, dev.ModalSays(), "It is posted in")
		h.Pass(10 * time.Second)
		posted := ada.Messages(bottest.General)
		bottest.WantWords(t, posted[len(posted)-1].Words(), "Leaderboard: people", "Leaderboard, points: ",
			"Posted by <@"+string(dev.Id)+">")
		// A button in the channel acts for whoever presses it, in private.
		bottest.WantWords(t, ada.Presses(posted[len(posted)-1], "", "board_visible"), "left out")
		if dev.Employee().Prefs.BoardHidden || !ada.Employee().Prefs.BoardHidden {
			t.Error("the wrong person was left out")
		}
		seen = ada.Ephemerals()
		ada.Presses(posted[len(posted)-1], "", "board_visible")
		if again := ada.Ephemerals(); len(again[len(again)-1].Blocks) > 0 {
			t.Error("who was left out before is offered to undo it")
		}
		ada.Presses(seen[len(seen)-1], "", "board_visible")
		undone := ada.Ephemerals()
		bottest.WantWords(t, undone[len(undone)-2].Words(), "You are on the boards again.")
		if ada.Employee().Prefs.BoardHidden {
			t.Error("Undo did not undo it")
		}

		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		dev.Presses(preview, "", "board_post")
		before := len(h.Texts("dev"))
		refused, err := dev.Submit(t.Context(), slacksim.Values{"channel": "C0SIM00RND"})
		if err != nil || !strings.Contains(refused.Errors["channel"], "/invite @vouch") {
			t.Errorf("the form says %v, %v", refused.Errors, err)
		}
		// The same form again, after the invitation.
		if err := h.Sim.SetMember("C0SIM00RND", "app", true); err != nil {
			t.Fatal(err)
		}
		dev.Submits(slacksim.Values{"channel": "C0SIM00RND"})
		bottest.WantWords(t, dev.ModalSays(), "It is posted in")
		h.Pass(time.Minute)
		if said := h.Texts("dev")[before:]; len(said) > 0 {
			t.Errorf("what the form said comes as a message too: %q", said)
		}
	})
}

// Without the picture the lines say the same, in a post and in the private answer.
func TestBoard_WithoutPicture(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		h.MustFault(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "files.getUploadURLExternal", RetryAfter: 60}})
		if _, err := h.Db.PlanBoardPost("", dev.Id, bottest.General, store.BoardQuery{Span: store.Month}); err != nil {
			t.Fatal(err)
		}
		h.Pass(10 * time.Second)
		posted := ada.Messages(bottest.General)
		for _, said := range []string{posted[len(posted)-1].Words(), ada.Types("/leaderboard")} {
			bottest.WantWords(t, said, "Leaderboard: people", ":first_place_medal:", "▰▰▰▰▰▰▰▰")
			if strings.Contains(said, "Leaderboard, points") {
				t.Errorf("a picture that was not uploaded is shown: %s", said)
			}
		}
	})
}

// A workspace that takes no tables shows the picture alone.
func TestBoard_WithoutTable(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		h.MustBoard("dev", bottest.General)
		for _, refused := range []bool{false, true} {
			if refused {
				h.MustFault(slacksim.Faults{RefuseBlocks: &[]string{"table"}})
				bottest.Must(h.Db.PlanBoardPost("", h.Id("dev"), bottest.General, store.BoardQuery{Span: store.Month}))(t)
			}
			h.Pass(10 * time.Second)
			all := h.Sim.Person("dev").Messages(bottest.General)
			said := all[len(all)-1].Words()
			bottest.WantWords(t, said, "Leaderboard, points: 1. ", ", 1. ", " 5")
			if strings.Contains(said, "Person\nPoints\n1. ") == refused {
				t.Errorf("tables refused %v: %s", refused, said)
			}
		}
	})
}

// Between pressing Post and the post lies Slack, which may take its time; who asked is told what changed meanwhile.
func TestBoard_TurnedOffBeforeItIsPosted(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		h.MustFault(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "chat.postMessage", Times: 1, RetryAfter: 60}})
		if _, err := h.Db.PlanBoardPost("", dev.Id, bottest.General, store.BoardQuery{Span: store.Month}); err != nil {
			t.Fatal(err)
		}
		h.Pass(10 * time.Second)
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn = false })
		h.Pass(2 * time.Minute)
		inbox := h.Texts("dev")
		bottest.WantWords(t, inbox[len(inbox)-1], "did not reach", "Leaderboards were turned off")
	})
}

// Slack takes longer than a form may stay open: whoever asked hears of the refusal later.
func TestBoard_PostThatTakesLong(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		dev.Types("/leaderboard month")
		seen := dev.Ephemerals()
		dev.Presses(seen[len(seen)-1], "", "board_post")
		h.MustFault(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "chat.postMessage", Times: 1, RetryAfter: 30}})
		dev.Submits(slacksim.Values{"channel": "C0SIM00RND"})
		bottest.WantWords(t, dev.ModalSays(), "It is on its way to")
		h.Pass(time.Minute)
		inbox := h.Texts("dev")
		bottest.WantWords(t, inbox[len(inbox)-1], "did not reach", "/invite @vouch")
	})
}

// Who looks at the list sees why nothing was posted.
func TestBoard_ListSaysWhatBecameOfIt(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		for i, channel := range []string{bottest.General, "C0SIM00RND", bottest.General} {
			bottest.Must(h.Db.SaveBoardSchedule(dev.Id, store.BoardSchedule{Channel: channel, Cron: "0 9 * * *", TimeZone: "UTC",
				Span: store.Month, Leaders: i == 2, NextAt: time.Now().Add(time.Hour)}))(t)
		}
		h.Pass(90 * time.Minute)
		dev.HomeSays()
		dev.PressesHome(surface.ActBoardAdmin)
		bottest.WantWords(t, dev.ModalSays(), "Posted", "*Failed*", "I'm not in that channel", "Skipped", "Too few people")
	})
}

func TestBoard_ScheduleAndDelete(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		dev.HomeSays()
		dev.PressesHome(surface.ActBoardAdmin)
		bottest.WantWords(t, dev.ModalSays(), "Leaderboards are on", "Nothing is scheduled")
		dev.PressesModal("board_schedule")
		dev.Submits(slacksim.Values{"board": "people/week", "channel": bottest.General, "when": "w1",
			surface.FieldAt: "09:00", "tz": "UTC"})
		bottest.WantWords(t, dev.ModalSays(), "every Monday at 09:00 (UTC)")
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := len(ada.Messages(bottest.General))
		h.Pass(3 * time.Hour) // past nine on Monday: the week before, in which nobody had points
		h.Pass(7 * 24 * time.Hour)
		posted := ada.Messages(bottest.General)
		if len(posted) != before+1 {
			t.Fatalf("%d boards were posted, want one", len(posted)-before)
		}
		bottest.WantWords(t, posted[len(posted)-1].Words(), "3 January to 9 January 2000", "Final.")

		dev.HomeSays()
		dev.PressesHome(surface.ActBoardAdmin)
		dev.PressesModal("board_unschedule")
		bottest.WantWords(t, dev.ModalSays(), "Nothing is scheduled")
		// What is not kept is never posted; another week of minutes would only say it again.
		if left := bottest.Must(h.Db.BoardSchedules())(t); len(left) != 0 {
			t.Errorf("a deleted schedule is kept: %+v", left)
		}
	})
}

func TestBoard_OnlyManagers(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		for _, act := range []dispatch.Action{{ID: "board_post"}, {ID: "board_schedule"}, {ID: "board_on", Value: "off"},
			{ID: surface.ActBoardAdmin},
			{ID: "board_unschedule", Value: "x"}, {ID: surface.ActRoles}, {ID: "role_change", Value: "manager"}} {
			_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id, Action: act, At: time.Now()})
			if store.KindOf(err) != store.Denied {
				t.Errorf("%s: %v, want denied", act.ID, err)
			}
		}
		for _, submitted := range []dispatch.View{{CallbackID: "board_post", Metadata: "people/month"},
			{CallbackID: "board_schedule"}, {CallbackID: "role", Metadata: "manager"}} {
			answer, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindSubmit, User: ada.Id, View: submitted,
				At: time.Now(), State: dispatch.State{
					"channel": {block.InputValue: {Text: bottest.General}}, "when": {block.InputValue: {Text: "w1"}},
					surface.FieldAt: {block.InputValue: {Text: "09:00"}},
					"tz":            {block.InputValue: {Text: "UTC"}},
					"people":        {block.InputValue: {List: []string{string(ada.Id)}}}}})
			if store.KindOf(err) != store.Denied && len(answer.Errors) == 0 {
				t.Errorf("%s: %v %+v, want denied", submitted.CallbackID, err, answer)
			}
		}
		if manager, _ := storetest.Ask1(h.Db, (*store.Query).IsManager, ada.Id); manager {
			t.Error("ada made herself a manager")
		}
	})
}

// Who is hidden or has an alias is named nowhere: not in the picture's words, the table, the highlights or the text.
func TestBoard_NamesNobodyWhoIsHiddenOrAnonymous(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		for who, change := range map[string]func(*store.Preferences){
			"finn": func(p *store.Preferences) { p.BoardAlias = true },
			"cleo": func(p *store.Preferences) { p.BoardHidden = true }} {
			prefs := h.Person(t, who).Employee().Prefs
			change(&prefs)
			bottest.Must(h.Db.SavePreferences(h.Id(who), prefs))(t)
		}
		bottest.Must(h.Db.PlanBoardPost("", dev.Id, bottest.General, store.BoardQuery{Span: store.Month}))(t)
		h.Pass(10 * time.Second)
		all := ada.Messages(bottest.General)
		raw, err := json.Marshal(all[len(all)-1])
		if err != nil {
			t.Fatal(err)
		}
		bottest.WantWords(t, string(raw), "1. A colleague 15, 2. Ben 10, 3. Ada 5", `"type":"table"`)
		for _, never := range []string{"Finn", "Cleo", string(h.Id("finn")), string(h.Id("cleo"))} {
			if strings.Contains(string(raw), never) {
				t.Errorf("%s is in %s", never, raw)
			}
		}
		// Who is erased goes from what was posted, too.
		bottest.Must(h.Db.EraseEmployee(store.Operator, ada.Id))(t)
		bottest.Must(h.Db.EraseEmployee(store.Operator, h.Id("ben")))(t)
		h.Pass(time.Minute)
		all = dev.Messages(bottest.General)
		if left := all[len(all)-1].Words(); strings.Contains(left, "Ben") || !strings.Contains(left, "not shown any more") {
			t.Errorf("after two were erased the board says %s", left)
		}
	})
}

// A hire that was none: the board and the person's own list follow the correction.
func TestBoard_FollowsACorrectedHire(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		r := ada.Refers(nil)
		r = bottest.Must(h.Db.MoveReferral(dev.Id, r.ID, store.Hired, "", r.Version))(t)
		bottest.WantWords(t, ada.Types("/leaderboard"), "1. You 145")
		bottest.Must(h.Db.CorrectReferral(dev.Id, r.ID, store.Accepted, "The wrong Jane", r.Version))(t)
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Types("/leaderboard"), "1. You 15")
		bottest.WantWords(t, ada.Card("was corrected by").Text, "130 points are taken back", "The wrong Jane")
		ada.Types("/vouch me")
		bottest.WantWords(t, ada.ModalSays(),
			"*-100* A referral led to a hire or a deal (taken back: the stage was corrected from hired to accepted)")
	})
}

// A season is set in the settings, looked at with a word, and offered to schedules.
func TestBoard_Season(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		bottest.WantWords(t, ada.Types("/leaderboard season"), "No season has begun. Program managers set seasons")
		dev.HomeSays()
		dev.PressesHome(surface.ActProgram)
		dev.PressesModal(surface.ActProgramSection, "leaderboards")
		got := dev.Submits(slacksim.Values{"seasons": "Winter from 2000-01-01 to 1999-01-02"})
		if !strings.Contains(got["seasons"], "is not a season") {
			t.Errorf("a season that ends before it begins gives %v", got)
		}
		if got = dev.Submits(slacksim.Values{"seasons": "Winter from 2000-01-01 to 2000-02-29"}); got != nil {
			t.Errorf("a season gives %v", got)
		}
		bottest.WantWords(t, ada.Types("/leaderboard season"), "people, Winter (1 January to 29 February 2000)", "You 5",
			"Open until 29 February.")
		dev.Types("/leaderboard season")
		seen := dev.Ephemerals()
		dev.Presses(seen[len(seen)-1], "", "board_schedule")
		dev.Submits(slacksim.Values{"board": "people/season", "channel": bottest.General, "when": "w1",
			surface.FieldAt: "09:00", "tz": "UTC"})
		bottest.WantWords(t, dev.ModalSays(), "People by season, every Monday at 09:00 (UTC)")
		h.Pass(3 * time.Hour)
		posted := ada.Messages(bottest.General)
		bottest.WantWords(t, posted[len(posted)-1].Words(), "Leaderboard: people, Winter (1 January to 29 February 2000)")
	})
}

// A share that was no share: the manager takes its points back with a reason, the person reads it and sees every entry,
// and boards follow. A second time, of a reversal, by who lost the role and of who was erased it is refused in words.
func TestPoints_TakenBack(t *testing.T) {
	withScores(t, true, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		bottest.WantWords(t, ada.Types("/vouch points"), "Your points, and why you have each.", "My points")
		dev.Types("/vouch points @" + ada.Employee().Name)
		bottest.WantWords(t, dev.ModalSays(), "Whose points?", "*+5* Posted: How we moved")
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		dev.Types("/vouch points")
		dev.PressesModal("points_of", string(ada.Id))
		dev.PressesModal("points_back")
		bottest.WantWords(t, dev.ModalSays(), "*+5* Posted: How we moved", "<@"+string(ada.Id)+">, who reads your reason")
		if got := dev.Submits(slacksim.Values{surface.FieldReason: " "}); got == nil {
			t.Error("no reason is enough")
		}
		dev.Submits(slacksim.Values{surface.FieldReason: "Not <!channel> your post"})
		bottest.WantWords(t, dev.ModalSays(), "*5 points are taken back, and <@"+string(ada.Id)+"> is told why.*",
			"*-5* Posted: How we moved", "(taken back: Not &lt;!channel&gt; your post)")
		h.Pass(3 * time.Hour)
		bottest.WantWords(t, ada.Card("Your points changed").Text, "*-5* Posted: How we moved", "your post)")
		ada.Types("/vouch me")
		bottest.WantWords(t, ada.ModalSays(), "*This month*\n0 points", "*-5* Posted", "*+5* Posted")
		if board := ada.Types("/leaderboard"); strings.Contains(board, "You 5") {
			t.Errorf("the board still has Ada: %s", board)
		}
		entries := bottest.Must(storetest.Ask2(h.Db, (*store.Query).EntriesOf, ada.Id, 9))(t)
		again := bottest.Must(h.Db.ReverseEntry(dev.Id, entries[1].ID, "Again"))(t)
		if again.ID != entries[0].ID {
			t.Errorf("twice is %+v", again)
		}
		_, err := h.Db.ReverseEntry(dev.Id, entries[0].ID, "Back")
		if !strings.Contains(store.WordsOf(err), "cannot be reversed") {
			t.Errorf("of a reversal: %v", err)
		}

		ben := h.Person(t, "ben")
		dev.Types("/vouch points <@" + string(ben.Id) + "|ben>")
		theirs := bottest.Must(storetest.Ask2(h.Db, (*store.Query).EntriesOf, ben.Id, 1))(t)[0]
		dev.PressesModal("points_back", theirs.ID)
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{h.Id("eve")}, nil); err != nil {
			t.Fatal(err)
		}
		if err := h.Db.ChangeRole(store.Operator, store.Manager, nil, []store.EmployeeID{dev.Id}); err != nil {
			t.Fatal(err)
		}
		refused := dev.Submits(slacksim.Values{surface.FieldReason: "Too late"})
		if !strings.Contains(fmt.Sprint(refused), "Only program managers") || ben.Score() != 10 {
			t.Errorf("without the role: %v, and Ben has %d points", refused, ben.Score())
		}
		bottest.Must(h.Db.EraseEmployee(store.Operator, ben.Id))(t)
		if _, err := h.Db.ReverseEntry(h.Id("eve"), theirs.ID, "Gone"); !strings.Contains(store.WordsOf(err), "erased") {
			t.Errorf("of somebody who was erased: %v", err)
		}
	})
}
