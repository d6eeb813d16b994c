// Tests of leaderboards and roles through the workspace: off until a manager turns them on, posted by managers only.

package program_test

import (
	"strings"
	"testing"

	"vouch/bot/bottest"
	"vouch/bot/program"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
)

func TestRoles_GrantAndRevoke(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev, cleo, ben := h.Person(t, "dev"), h.Person(t, "cleo"), h.Person(t, "ben")
		dev.HomeSays()
		dev.PressesHome(surface.ActRoles)
		bottest.WantWords(t, dev.ModalSays(), "workspace admins stand in", "Recruiters")
		for _, role := range store.Roles {
			if _, found := program.RoleOf(role); !found {
				t.Errorf("nobody can be made a %s", role)
			}
		}
		dev.PressesModal("role_change", string(store.Recruiter))
		dev.Submits(slacksim.Values{"people": []string{string(cleo.Id), string(ben.Id)}})
		bottest.WantWords(t, dev.ModalSays(), "Added to recruiters", string(cleo.Id))
		if !cleo.Employee().Has(store.Recruiter) {
			t.Fatal("it was said but not done")
		}
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}

		dev.PressesHome(surface.ActRoles)
		dev.PressesModal("role_change", string(store.Recruiter))
		// Meanwhile somebody else names another recruiter: saving the older form leaves them alone.
		if err := h.Db.ChangeRole(store.Operator, store.Recruiter, []store.EmployeeID{h.Id("finn")}, nil); err != nil {
			t.Fatal(err)
		}
		dev.Submits(slacksim.Values{"people": []string{string(cleo.Id)}})
		bottest.WantWords(t, dev.ModalSays(), "No longer recruiters")
		if strings.Contains(dev.ModalSays(), "Added") {
			t.Error("people who were there before are granted again")
		}
		if ben.Employee().Has(store.Recruiter) || !h.Person(t, "finn").Employee().Has(store.Recruiter) {
			t.Error("the wrong people changed")
		}
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}

		// A guest cannot hold a role: said at the field, nothing done.
		dev.PressesHome(surface.ActRoles)
		dev.PressesModal("role_change", string(store.Manager))
		if wrong := dev.Submits(slacksim.Values{"people": []string{string(h.Id("ida"))}}); wrong["people"] == "" {
			t.Errorf("a guest became a manager: %v", wrong)
		}
		h.WantNoComplaint(t)
	})
}
