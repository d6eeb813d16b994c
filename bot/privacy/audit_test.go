// Tests of the audit log in Slack: what a manager reads, filters and turns, who is refused, and that every act has
// words.

package privacy_test

import (
	"strings"
	"testing"

	"vouch/bot/bottest"
	"vouch/store"
	"vouch/store/storetest"
)

func TestAudit_ReadFilteredAndTurned(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		ben := h.Person(t, "ben")
		check := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		check(h.Db.ChangeRole(dev.Id, store.Curator, []store.EmployeeID{ben.Id}, nil))
		check(h.Db.ChangeRole(dev.Id, store.Recruiter, []store.EmployeeID{ben.Id}, nil))
		a := storetest.AnAsset(func(a *store.Asset) { a.Title = "Ovens & <!here>" })
		added := bottest.Must(h.Db.AddAsset(ben.Id, a, true))(t)
		added.Title, added.Topics, added.Summary = "Ovens & <!here>!", []string{"baking"}, "Other words of somebody."
		bottest.Must(h.Db.EditAsset(dev.Id, added))(t)
		s := bottest.Must(h.Db.Settings())(t)
		s.Picks = 4
		check(h.Db.SaveSettings(dev.Id, s))
		dev.Types("/vouch audit")
		bottest.WantWords(t, dev.ModalSays(), "digest.picks: 3 → 4", "added *Ovens &amp; &lt;!here&gt;!*",
			"summary changed, title: Ovens &amp; &lt;!here&gt; → Ovens &amp; &lt;!here&gt;!, topics: +baking -engineering",
			"curator → curator, recruiter",
			"none → manager", "The command line")
		dev.PressesModal("audit_area", "role")
		if says := dev.ModalSays(); strings.Contains(says, "Ovens") || !strings.Contains(says, "gave a role to") {
			t.Errorf("of roles it says %s", says)
		}
		dev.PressesModal("audit_person", string(ben.Id))
		if says := dev.ModalSays(); strings.Contains(says, "none → manager") || !strings.Contains(says,
			"curator, recruiter") {
			t.Errorf("of Ben's roles it says %s", says)
		}
		dev.PressesModal("audit_area", "any")
		bottest.WantWords(t, dev.ModalSays(), "Ovens", "curator, recruiter")
		dev.PressesModal("audit_newest")
		bottest.WantWords(t, dev.ModalSays(), "digest.picks")
		for range 15 {
			s = bottest.Must(h.Db.Settings())(t)
			s.Picks = 7 - s.Picks
			check(h.Db.SaveSettings(dev.Id, s))
		}
		check(dev.CloseAll(t.Context()))
		dev.Types("/vouch audit")
		if says := dev.ModalSays(); strings.Contains(says, "Ovens") {
			t.Errorf("the first page holds everything: %s", says)
		}
		dev.PressesModal("audit_area", "settings")
		bottest.WantWords(t, dev.ModalSays(), "Older", "Newest of everything")
		dev.PressesModal("audit_newest")
		dev.PressesModal("Older")
		bottest.WantWords(t, dev.ModalSays(), "Ovens", "Newest of everything")

		if said := ben.Types("/vouch audit"); !strings.Contains(said, "Only program managers") ||
			!strings.Contains(said, "dev") {
			t.Errorf("a curator reads %q", said)
		}
		// The role goes while the window is open.
		check(h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{h.Id("ada")},
			[]store.EmployeeID{dev.Id}))
		dev.PressesModal("audit_area", "role")
		if says := dev.ModalSays(); strings.Contains(says, "gave a role") {
			t.Errorf("without the role it says %s", says)
		}
	})
}
