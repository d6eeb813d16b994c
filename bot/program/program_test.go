// Tests of the program settings through the workspace: managers only, mistakes in place, nobody's change undone.

package program_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/program"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

func TestProgram_ManagersChangeSettings(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev, ada := h.Person(t, "dev"), h.Joined(t, "ada")
		bottest.WantWords(t, ada.Types("/vouch admin"), "Only program managers can do that.")
		dev.Types("/vouch admin")
		bottest.WantWords(t, dev.ModalSays(), "Program settings", "Every weekday at 09:30, 3 picks", "I work at Northwind.")
		dev.PressesModal("program_section", "digest")
		if wrong := dev.Submits(slacksim.Values{"picks": "9", "at": "04:00"}); wrong["picks"] == "" || wrong["at"] == "" {
			t.Errorf("errors at the fields: %v", wrong)
		}
		if got := h.Settings(); got.Picks != 3 {
			t.Errorf("%d picks were saved with a mistake", got.Picks)
		}
		if wrong := dev.Submits(slacksim.Values{"picks": "4", "at": "10:00", "topics": "Go, Kubernetes\nGo"}); len(
			wrong) > 0 {
			t.Fatal(wrong)
		}
		bottest.WantWords(t, dev.ModalSays(), "Saved.")
		if got := h.Settings(); got.Picks != 4 || got.Rhythm.At != "10:00" ||
			strings.Join(got.Topics, ",") != "go,kubernetes" {
			t.Errorf("saved as %+v", got)
		}
		if entry := bottest.Must(storetest.Ask2(h.Db, (*store.Query).Audit, 1,
			0))(t)[0]; entry.Actor != dev.Id || entry.Action != "settings.save" ||
			entry.Detail != "digest.at: 09:30 -> 10:00, digest.picks: 3 -> 4, digest.topics: +go +kubernetes" {
			t.Errorf("the audit has %+v", entry)
		}
		// The list under the form shows what holds now.
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Second)
		bottest.WantWords(t, dev.ModalSays(), "Every weekday at 10:00, 4 picks")
		bottest.WantWords(t, dev.HomeSays(), "The program this week")
		if strings.Contains(ada.HomeSays(), "The program this week") {
			t.Error("everybody sees the manager's part")
		}
		h.WantNoComplaint(t)
	})
}

// A company that works from Sunday to Thursday.
func TestProgram_ChoosesItsWorkingWeek(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev, ada := h.Person(t, "dev"), h.Joined(t, "ada")
		dev.Types("/vouch admin")
		dev.PressesModal("program_section", "company")
		if wrong := dev.Submits(slacksim.Values{"company": "Acme", "week": []string{"sunday"}}); wrong["week"] == "" {
			t.Error("a week of one day is accepted")
		}
		week := []string{"sunday", "monday", "tuesday", "wednesday", "thursday"}
		if wrong := dev.Submits(slacksim.Values{"company": "Acme", "week": week}); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		ada.Types("/vouch settings")
		words := ada.ModalSays()
		bottest.WantWords(t, words, "Every working day", "Three times a week: Sunday, Tuesday, Thursday")
		if strings.Contains(words, "weekday") {
			t.Errorf("settings still speak of weekdays: %s", words)
		}
		days := map[time.Weekday]bool{}
		for range 14 {
			h.Pass(24 * time.Hour)
			days[storetest.MustGet(t, h.Db, ada.Id).NextDigest.Weekday()] = true
		}
		if len(days) != 5 || !days[time.Sunday] || days[time.Friday] {
			t.Errorf("digests fall due on %v", days)
		}
	})
}

func TestProgram_SavedMeanwhileOrNoManagerAnyMore(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev := h.Person(t, "dev")
		h.Joined(t, "ada")
		dev.Types("/vouch admin")
		dev.PressesModal("program_section", "company")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Picks = 5 })
		bottest.WantWords(t, dev.Submits(slacksim.Values{"company": "Acme"})["company"],
			"Somebody else changed the settings meanwhile")
		if got := h.Settings(); got.Company == "Acme" || got.Picks != 5 {
			t.Errorf("saved as %q with %d picks", got.Company, got.Picks)
		}

		dev.Types("/vouch admin")
		dev.PressesModal("program_section", "company")
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{h.Id("ada")}, nil); err != nil {
			t.Fatal(err)
		}
		bottest.WantWords(t, dev.Submits(slacksim.Values{"company": "Acme"})["company"], "Only program managers can do that.")
		if got := h.Settings(); got.Company == "Acme" {
			t.Error("saved by somebody who is no manager")
		}
		h.WantNoComplaint(t)
	})
}

func TestProgram_ListsTooLongForAFormStay(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		var many []string
		for i := range 200 {
			many = append(many, fmt.Sprintf("regulated topic %d", i))
		}
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Regulated = many })
		dev := h.Person(t, "dev")
		dev.Types("/vouch admin")
		dev.PressesModal("program_section", "review")
		if wrong := dev.Submits(slacksim.Values{"review_late": "30"}); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		if got := h.Settings(); len(got.Regulated) != 200 || got.ReviewLate != 30 {
			t.Errorf("%d topics are left, managers after %d", len(got.Regulated), got.ReviewLate)
		}
	})
}

func TestProgram_Routes(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev := h.Person(t, "dev")
		add := func(values slacksim.Values) map[string]string {
			dev.Types("/vouch admin")
			dev.PressesModal("program_routes")
			dev.PressesModal("program_route")
			return dev.Submits(values)
		}
		if wrong := add(slacksim.Values{"route_owner": string(h.Id("ada")), "route_department": "Engineering"}); len(
			wrong) > 0 {
			t.Fatal(wrong)
		}
		if wrong := add(slacksim.Values{"route_kind": "client", "route_owner": string(h.Id("ben"))}); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		dev.Types("/vouch admin")
		dev.PressesModal("program_routes")
		bottest.WantWords(t, dev.ModalSays(), "Candidates for a job in the department Engineering: <@"+string(
			h.Id("ada"))+">", "Clients: <@"+string(h.Id("ben"))+">")
		version := h.Settings().Version
		// Two menus of one id cannot be told apart by a press, so the first choice comes without one.
		moved := bottest.Must(h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: dev.Id,
			Action: dispatch.Action{ID: "program_route_menu", Value: program.RouteChoice("up", 1, version)}}))(t)
		if got := h.Settings().Routes; len(got) != 2 || got[0].Kind != store.Client || moved.Update == nil {
			t.Errorf("moved to %+v", got)
		}
		_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: h.Id("ada"),
			Action: dispatch.Action{ID: "program_route_menu", Value: program.RouteChoice("remove", 0, version+1)}})
		if store.KindOf(err) != store.Denied {
			t.Errorf("somebody who is no manager got %v", err)
		}
		bottest.Must(h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: dev.Id,
			Action: dispatch.Action{ID: "program_route_menu", Value: program.RouteChoice("remove", 0, version+1)}}))(t)
		dev.Types("/vouch admin")
		dev.PressesModal("program_routes")
		// A list that is not of now is answered with that of now, and nothing is done.
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Picks = 5 })
		dev.PressesModal("program_route_menu", program.RouteChoice("remove", 0, version+2))
		bottest.WantWords(t, dev.ModalSays(), "nothing was done")
		if got := h.Settings().Routes; len(got) != 1 || got[0].Kind != store.Candidate {
			t.Errorf("an old list removed a route: %+v", got)
		}
		dev.PressesModal("program_route_menu", program.RouteChoice("remove", 0, version+3))
		bottest.WantWords(t, dev.ModalSays(), "There are no routes yet.")
		h.WantNoComplaint(t)
	})
}

func TestProgram_TriesConfidentialPhrases(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev := h.Joined(t, "dev")
		dev.Types("/vouch admin")
		dev.PressesModal("program_section", "confidential")
		fields := slacksim.Values{"confidential": "Project Falcon = not public", "try": "We love project falcon"}
		if got := dev.Submits(fields); !strings.Contains(got["try"], `Stopped by "Project Falcon" (not public)`) {
			t.Errorf("tried: %v", got)
		}
		if h.Settings().Confidential != nil {
			t.Error("trying saved it")
		}
		fields["try"] = ""
		dev.Submits(fields)
		if got := h.Settings().Confidential; len(got) != 1 {
			t.Errorf("saved %q", got)
		}
	})
}
