// Tests of the program settings through the workspace: managers only, mistakes in place, nobody's change undone.

package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// stateOf is what Slack would send for a form in which nothing was touched.
func stateOf(t *testing.T, view *slack.ModalViewRequest) state {
	t.Helper()
	var form struct {
		Blocks []struct {
			Block   string `json:"block_id"`
			Element struct {
				Value   string                   `json:"initial_value"`
				Time    string                   `json:"initial_time"`
				Option  struct{ Value string }   `json:"initial_option"`
				Options []struct{ Value string } `json:"initial_options"`
			}
		}
	}
	if err := json.Unmarshal(mustJSON(t, view), &form); err != nil {
		t.Fatal(err)
	}
	in := state{}
	for _, row := range form.Blocks {
		e := row.Element
		v := value{Text: e.Value + e.Time + e.Option.Value}
		for _, o := range e.Options {
			v.List = append(v.List, o.Value)
		}
		in[row.Block] = map[string]value{inputValue: v}
	}
	return in
}

// settings reads what the program has.
func (h *harness) settings() store.Settings {
	h.tb.Helper()
	return must(h.db.Settings())(h.tb)
}

func TestProgram_ManagersChangeSettings(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		dev, ada := h.actor(t, "dev"), h.joined(t, "ada")
		wantWords(t, ada.types("/vouch admin"), "Only program managers can do that.")
		dev.types("/vouch admin")
		wantWords(t, dev.modalSays(), "Program settings", "Every weekday at 09:30, 3 picks", "I work at Our company.")
		dev.pressModal(actProgramSection, "digest")
		if wrong := dev.submits(slacksim.Values{"picks": "9", "at": "04:00"}); wrong["picks"] == "" || wrong["at"] == "" {
			t.Errorf("errors at the fields: %v", wrong)
		}
		if got := h.settings(); got.Picks != 3 {
			t.Errorf("%d picks were saved with a mistake", got.Picks)
		}
		if wrong := dev.submits(slacksim.Values{"picks": "4", "at": "10:00", "topics": "Go, Kubernetes\nGo"}); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		wantWords(t, dev.modalSays(), "Saved.")
		if got := h.settings(); got.Picks != 4 || got.Rhythm.At != "10:00" || strings.Join(got.Topics, ",") != "go,kubernetes" {
			t.Errorf("saved as %+v", got)
		}
		if entry := must(h.db.Audit(1, 0))(t)[0]; entry.Actor != dev.id || entry.Action != "settings.save" || entry.Detail != "digest.at: 09:30 -> 10:00, digest.picks: 3 -> 4, digest.topics: +go +kubernetes" {
			t.Errorf("the audit has %+v", entry)
		}
		// The list under the form shows what holds now.
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.pass(time.Second)
		wantWords(t, dev.modalSays(), "Every weekday at 10:00, 4 picks")
		wantWords(t, dev.homeSays(), "Program settings")
		if strings.Contains(ada.homeSays(), "Program settings") {
			t.Error("everybody sees the button")
		}
		h.wantNoComplaint(t)
	})
}

func TestProgram_SavedMeanwhileOrNoManagerAnyMore(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		dev := h.actor(t, "dev")
		h.joined(t, "ada")
		dev.types("/vouch admin")
		dev.pressModal(actProgramSection, "company")
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.Picks = 5 })
		wantWords(t, dev.submits(slacksim.Values{"company": "Acme"})["company"], "Somebody else changed the settings meanwhile")
		if got := h.settings(); got.Company == "Acme" || got.Picks != 5 {
			t.Errorf("saved as %q with %d picks", got.Company, got.Picks)
		}

		dev.types("/vouch admin")
		dev.pressModal(actProgramSection, "company")
		if err := h.db.GrantRole(store.Operator, h.id("ada"), store.Manager); err != nil {
			t.Fatal(err)
		}
		wantWords(t, dev.submits(slacksim.Values{"company": "Acme"})["company"], "Only program managers can do that.")
		if got := h.settings(); got.Company == "Acme" {
			t.Error("saved by somebody who is no manager")
		}
		h.wantNoComplaint(t)
	})
}

func TestProgram_ListsTooLongForAFormStay(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		var many []string
		for i := range 200 {
			many = append(many, fmt.Sprintf("regulated topic %d", i))
		}
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.Regulated = many })
		dev := h.actor(t, "dev")
		dev.types("/vouch admin")
		dev.pressModal(actProgramSection, "review")
		if wrong := dev.submits(slacksim.Values{"review_late": "30"}); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		if got := h.settings(); len(got.Regulated) != 200 || got.ReviewLate != 30 {
			t.Errorf("%d topics are left, managers after %d", len(got.Regulated), got.ReviewLate)
		}
	})
}

func TestProgram_Routes(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		dev := h.actor(t, "dev")
		add := func(values slacksim.Values) map[string]string {
			dev.types("/vouch admin")
			dev.pressModal(actProgramRoutes)
			dev.pressModal(actProgramRoute)
			return dev.submits(values)
		}
		if wrong := add(slacksim.Values{fieldRouteOwner: string(h.id("ada")), fieldRouteDepartment: "Engineering"}); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		if wrong := add(slacksim.Values{fieldRouteKind: "client", fieldRouteOwner: string(h.id("ben"))}); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		dev.types("/vouch admin")
		dev.pressModal(actProgramRoutes)
		wantWords(t, dev.modalSays(), "Candidates for a job in the department Engineering: <@"+string(h.id("ada"))+">", "Clients: <@"+string(h.id("ben"))+">")
		version := h.settings().Version
		// Two menus of one id cannot be told apart by a press, so the first choice comes without one.
		moved := must(h.handled(inbound{Kind: kindAction, User: dev.id, Action: action{ID: actProgramRouteMenu, Value: routeChoice(routeUp, 1, version)}}))(t)
		if got := h.settings().Routes; len(got) != 2 || got[0].Kind != store.Client || moved.Update == nil {
			t.Errorf("moved to %+v", got)
		}
		_, err := h.handled(inbound{Kind: kindAction, User: h.id("ada"), Action: action{ID: actProgramRouteMenu, Value: routeChoice(routeRemove, 0, version+1)}})
		if store.KindOf(err) != store.Denied {
			t.Errorf("somebody who is no manager got %v", err)
		}
		must(h.handled(inbound{Kind: kindAction, User: dev.id, Action: action{ID: actProgramRouteMenu, Value: routeChoice(routeRemove, 0, version+1)}}))(t)
		dev.types("/vouch admin")
		dev.pressModal(actProgramRoutes)
		// A list that is not of now is answered with that of now, and nothing is done.
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.Picks = 5 })
		dev.pressModal(actProgramRouteMenu, routeChoice(routeRemove, 0, version+2))
		wantWords(t, dev.modalSays(), "nothing was done")
		if got := h.settings().Routes; len(got) != 1 || got[0].Kind != store.Candidate {
			t.Errorf("an old list removed a route: %+v", got)
		}
		dev.pressModal(actProgramRouteMenu, routeChoice(routeRemove, 0, version+3))
		wantWords(t, dev.modalSays(), "There are no routes yet.")
		h.wantNoComplaint(t)
	})
}
