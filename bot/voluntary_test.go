// Voluntary: nowhere does a program manager read who does not take part, and no figure of a person leaves the program.

package bot_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/digest/report"
	"vouch/digest/report/page"
	"vouch/store"
	"vouch/store/storetest"
)

// readEverything lets somebody open every word of /vouch, Home, its menus and what these lead to, and gives all they
// read in modals, on Home, in messages and in the channel, by where it stood.
func readEverything(t *testing.T, h *bottest.World, a bottest.Actor) map[string]string {
	t.Helper()
	read := map[string]string{}
	note := func(where string, shown any) {
		raw, err := json.Marshal(shown)
		if err != nil {
			t.Fatal(err)
		}
		read[where] += string(raw)
	}
	window := func(where string) {
		if a.Modal() == nil {
			return
		}
		note(where, a.Modal())
		if err := a.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, word := range h.Bot.Words("/vouch") {
		if word.Word == "leave" || word.Word == "join" {
			continue
		}
		a.Types("/vouch " + word.Word)
		window("/vouch " + word.Word)
	}
	a.Types("/leaderboard")
	a.HomeSays()
	note("Home", a.Home())
	for _, menu := range []string{"home_content", "home_program"} {
		a.PressesHome(menu)
		var behind []string
		for _, key := range shownIn(t, a.Modal().Blocks) {
			behind = append(behind, key.Key)
		}
		window(menu)
		for _, action := range behind {
			a.PressesHome(menu)
			a.PressesModal(action)
			window(menu + " " + action)
		}
	}
	h.Pass(10 * time.Second)
	note("messages", a.Inbox())
	note("private answers", a.Ephemerals())
	note("the channel", a.Messages(bottest.General))
	return read
}

// Finn never joined and Hugo left. Ada takes part.
func TestVoluntary_NobodyReadsWhoDoesNotTakePart(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 6)}, func(t *testing.T, h *bottest.World) {
		dev := h.Joined(t, "dev")
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{dev.Id}, nil); err != nil {
			t.Fatal(err)
		}
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn = true })
		for _, who := range []string{"ada", "ben", "cleo", "hugo"} {
			storetest.MustShare(t, h.Db, h.Joined(t, who).Id, h.Live(t)[0].ID)
		}
		h.Person(t, "finn").HomeSays() // he is invited, and never answers
		bottest.Must(h.Db.Leave(h.Id("hugo")))(t)
		h.Pass(8 * 24 * time.Hour) // the weekly messages come
		quiet := map[string]string{"finn": "Finn O'Neil", "hugo": "Hugo Silva"}
		read := readEverything(t, h, dev)
		if len(read) < 25 || !strings.Contains(read["/vouch audit"], string(dev.Id)) {
			t.Fatalf("only %d surfaces were read, so the test shows nothing", len(read))
		}
		for where, shown := range read {
			for who, name := range quiet {
				if strings.Contains(shown, string(h.Id(who))) || strings.Contains(shown, name) {
					t.Errorf("%s names %s, who does not take part: %s", where, who, shown)
				}
			}
		}
	})
}

// What leaves the program as a file: totals only, of nobody.
func TestVoluntary_NoFigureOfAPersonLeavesTheProgram(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 6)}, func(t *testing.T, h *bottest.World) {
		ids := []string{"Moreau", "Okafor", "Tanaka", "Patel"}
		for _, who := range []string{"ada", "ben", "cleo", "dev"} {
			a := h.Joined(t, who)
			storetest.MustShare(t, h.Db, a.Id, h.Live(t)[0].ID)
			ids = append(ids, string(a.Id))
		}
		h.Pass(24 * time.Hour)
		var r *report.Report
		if err := h.Db.View(func(q *store.Query) (err error) {
			r, err = report.Of(q,
				"30 days")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for form, write := range map[string]func(io.Writer) error{"text": r.WriteText, "JSON": r.WriteJSON,
			"CSV":    r.WriteCSV,
			"a page": func(w io.Writer) error { return page.Write(w, r) }} {
			var out strings.Builder
			if err := write(&out); err != nil {
				t.Fatal(err)
			}
			text := out.String()
			for _, id := range ids {
				if strings.Contains(text, id) {
					t.Errorf("the report as %s names %s", form, id)
				}
			}
			if !strings.Contains(text, "4") {
				t.Errorf("the report as %s counts nothing: %s", form, text)
			}
		}
	})
}
