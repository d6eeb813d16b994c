// Tests of /vouch report: who sees what, what comes by itself and when, and what is refused.

package report_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// inDecember runs a test on Monday 3 January 2000, 07:00 UTC, with Ada, Ben, Cleo and Dev, who manages the program, as
// members since 1 December, and a share and a hire by Ada's referral in that month.
func inDecember(t *testing.T, do func(t *testing.T, h *bottest.World, ada, dev bottest.Actor)) {
	t.Helper()
	fill := func(db *store.DB) {
		storetest.MustCompany(t, db)
		asset := storetest.MustAsset(t, db, nil)
		err := db.Seed(func(s *store.Seeder) {
			first := time.Date(1999, 12, 1, 9, 0, 0, 0, time.UTC)
			s.At(first)
			for id, roles := range map[store.EmployeeID][]store.Role{"U0SIM00ADA": nil, "U0SIM00BEN": {store.Recruiter},
				"U0SIM0CLEO": nil, "U0SIM00DEV": {store.Manager}} {
				e := store.Employee{ID: id, Name: string(id), TimeZone: "UTC", JoinedAt: first, Roles: roles}
				s.Employee(e)
			}
			s.At(first.AddDate(0, 0, 1))
			open := store.OpenShare{Employee: "U0SIM00ADA", Asset: asset.ID, Network: store.LinkedIn, Text: "Read this.",
				Variant: -1}
			s.Share(open, store.Declared, "")
			made := s.Referral(storetest.ASubmission("U0SIM00ADA", "Jane Doe", "jane@x.example"))
			s.Move(made.Referral.ID, store.Hired, "")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	bottest.With(t, bottest.Setup{Db: fill}, func(t *testing.T, h *bottest.World) {
		do(t, h, h.Person(t, "ada"), h.Person(t, "dev"))
		h.WantNoComplaint(t)
	})
}

func TestReport_AskedFor(t *testing.T) {
	inDecember(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BaselineCost = "EUR 4500" })
		bottest.WantWords(t, dev.Types("/vouch report 1999-12"), "What came of it: December 1999", "*Hires*\n1", "*Shares* 1",
			"1 submitted", "1 to 31 December 1999")
		seen := dev.Ephemerals()
		dev.Presses(seen[len(seen)-1], "", "All figures")
		bottest.WantWords(t, dev.ModalSays(), "Saved against the baseline",
			"× (baseline − cost of one): 1 × EUR 4,500.00 − EUR 0.00", "1 by hand")
		if got := dev.Presses(seen[len(seen)-1], "", "Send me the charts"); !strings.Contains(got, "comes as a message") {
			t.Errorf("asked for the charts: %q", got)
		}
		h.Pass(time.Minute)
		dev.Card("What came of it: December 1999")

		// Everybody may read it, without money.
		ada.Types("/vouch report last month")
		seen = ada.Ephemerals()
		ada.Presses(seen[len(seen)-1], "", "All figures")
		if got := ada.ModalSays(); strings.Contains(got, "baseline") || !strings.Contains(got, "Shares posted") {
			t.Errorf("Ada reads %s", got)
		}
	})
}

func TestReport_RefusesWhatMakesNoSense(t *testing.T) {
	inDecember(t, func(t *testing.T, h *bottest.World, ada, _ bottest.Actor) {
		for words, want := range map[string]string{
			"fortnight <!channel>": "There is no such period: write week", "2000-02": "has not begun yet",
			"2000-01-02 to 1999-12-01": "The first day comes after the last", "1980-01-01..1999-12-31": "ten years at most",
		} {
			if got := ada.Types("/vouch report " + words); !strings.Contains(got, want) || strings.Contains(got, "channel") {
				t.Errorf("%s: %q", words, got)
			}
		}
		bottest.WantWords(t, ada.Types("/vouch report 1995"), "Fewer than 3 people were members by then")
	})
}

// The report of December comes once, to managers, on the first working day at nine; nobody else gets it by itself.
func TestReport_MonthlyToManagers(t *testing.T) {
	inDecember(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		reports := func(a bottest.Actor) (n int) {
			for _, m := range a.Inbox() {
				if strings.HasPrefix(m.Text, "What came of it: December 1999") {
					n++
				}
			}
			return n
		}
		h.Pass(time.Hour)
		if n := reports(dev); n != 0 {
			t.Fatalf("before nine Dev has %d reports", n)
		}
		h.Pass(2 * time.Hour)
		h.Stop()
		h.Run(bottest.Setup{})
		h.Pass(25 * time.Hour)
		if n, others := reports(dev), reports(ada)+reports(h.Person(t, "ben")); n != 1 || others != 0 {
			t.Errorf("by Tuesday Dev has %d reports, others %d", n, others)
		}
	})
}

// The totals of December go to the channel that was chosen, once, with nobody's name and no money.
func TestReport_TotalsToAChannel(t *testing.T) {
	inDecember(t, func(t *testing.T, h *bottest.World, _, _ bottest.Actor) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) {
			s.ReportChannel, s.Goals = bottest.General, []string{"5 hires from 1999-12-01 to 2000-12-31"}
		})
		h.Pass(3 * time.Hour)
		h.Stop()
		h.Run(bottest.Setup{})
		h.Pass(25 * time.Hour)
		var said []string
		for _, m := range h.Sim.Person("ada").Messages("general") {
			if strings.HasPrefix(m.Text, "What came of it") {
				said = append(said, m.Text)
			}
		}
		want := "What came of it: December 1999\nTogether: 1 post, 1 referral and 1 hire.\n" +
			"Goals 1 of 5 hires by 31 December 2000."
		if len(said) != 1 || said[0] != want {
			t.Errorf("the channel reads %q", said)
		}
	})
}

func TestReport_ObsoleteForWhoManagesNoMore(t *testing.T) {
	inDecember(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		m := store.Message{Key: "report/1999-12/x", Kind: store.MsgReport, Ref: "1999-12", To: ada.Id}
		if _, err := h.Bot.RenderMessage(t.Context(), m); store.KindOf(err) != store.Conflict {
			t.Errorf("the monthly report for Ada: %v", err)
		}
		if m.To = dev.Id; bottest.Must(h.Bot.RenderMessage(t.Context(), m))(t).Text == "" {
			t.Error("the monthly report for Dev is empty")
		}
		in := dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id, Action: dispatch.Action{ID: surface.ActReport,
			Value: "forged"}}
		if _, err := h.Handled(in); store.KindOf(err) != store.Invalid {
			t.Errorf("a forged period: %v", err)
		}
	})
}
