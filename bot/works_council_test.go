// The test that a manager is shown no figure of a single person in works-council mode, wherever they look.

package bot_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/storetest"
)

// A walker presses what a manager can press and keeps the lines that tell a figure of somebody else.
type walker struct {
	t       *testing.T
	dev     bottest.Actor
	figure  *regexp.Regexp
	pressed map[string]bool
	found   map[string]string // line -> where it stood
	views   int
}

// read looks for figures in what is shown: a line with a person and a number of things.
func (w *walker) read(where, words string) {
	w.views++
	for line := range strings.Lines(words) {
		if w.figure.MatchString(line) {
			w.found[strings.TrimSpace(line)] = where
		}
	}
}

// view reads a view and follows each kind of button once, with open to come back to it. What asks back changes
// something, and is left alone.
func (w *walker) view(path []slacksim.Element, open func() *slacksim.View) {
	v := open()
	if v == nil {
		return
	}
	w.read(v.Title, v.Words())
	for _, e := range w.choices(v.Blocks) {
		if len(path) < 4 {
			further := append(slices.Clone(path), e)
			w.view(further, func() *slacksim.View { return w.follow(further) })
		}
	}
}

// choices are what can be pressed in blocks, each kind once: buttons, and the lines of menus.
func (w *walker) choices(blocks []map[string]any) (all []slacksim.Element) {
	for _, b := range blocks {
		elements, _ := b["elements"].([]any)
		for _, e := range append(elements, b["accessory"]) {
			e, _ := e.(map[string]any)
			action, _ := e["action_id"].(string)
			options, _ := e["options"].([]any)
			if e["type"] == "button" {
				options = []any{e}
			}
			for _, o := range options {
				value, _ := o.(map[string]any)["value"].(string)
				kind := action + strings.Fields(value + " -")[0]
				if e["confirm"] == nil && e["url"] == nil && !w.pressed[kind] {
					w.pressed[kind] = true
					at := slacksim.Element{What: action}
					if value != "" {
						at.Choice = value
					}
					all = append(all, at)
				}
			}
		}
	}
	return all
}

// follow presses from Home on and gives the window that opens; nil when a press leads to none.
func (w *walker) follow(path []slacksim.Element) *slacksim.View {
	_ = w.dev.CloseAll(w.t.Context())
	for i, e := range path {
		if i == 0 {
			_, _ = w.dev.PressHome(w.t.Context(), e.What, e.Choice)
		} else if _, err := w.dev.PressModalElement(w.t.Context(), e); err != nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return w.dev.Modal()
}

// walk corrects the hire and goes through commands, Home and what lies behind it, and messages: all of channels, and
// what the manager got since a moment ago.
func walk(t *testing.T, h *bottest.World, dev bottest.Actor, people map[string]string) *walker {
	since := strconv.FormatInt(time.Now().Unix(), 10)
	r := bottest.Must(storetest.Ask1(h.Db, (*store.Query).Referrals, 1))(t)[0]
	for _, stage := range []store.Stage{store.Interview, store.Hired} {
		r = bottest.Must(h.Db.CorrectReferral(dev.Id, r.ID, stage, "The wrong row.", r.Version))(t)
	}
	h.Pass(27 * time.Hour)
	var names []string
	for id, name := range people {
		names = append(names, "<@"+id+">", regexp.QuoteMeta(name))
	}
	who := "(" + strings.Join(names, "|") + ")"
	w := &walker{t: t, dev: dev, pressed: map[string]bool{}, found: map[string]string{}, figure: regexp.MustCompile(
		who + `\W{0,3}\d|` +
			who + `.*\b(\d+ (points?|posts?|shares?|clicks?|hires?|deals?|referrals?|people)|[A-Z]{3} \d)|` +
			`\b(\d+ (points?|posts?|shares?|clicks?)|[A-Z]{3} \d).*` + who + `|\d points? (is|are) `)}
	for _, line := range []string{"/vouch", "/vouch help", "/vouch report 2000-01", "/leaderboard", "/leaderboard people",
		"/leaderboard leaders week", "/leaderboard team"} {
		w.read(line, dev.Types(line))
	}
	for _, line := range []string{"/vouch admin", "/vouch bonuses", "/vouch crisis", "/vouch outcomes",
		"/vouch personas", "/vouch review", "/vouch sources", "/vouch stories"} {
		w.read(line, dev.Types(line))
		if v := dev.Modal(); v != nil {
			w.read(line, v.Words())
		}
		_ = dev.CloseAll(t.Context())
	}
	dev.HomeSays()
	w.view(nil, dev.Home)
	for _, channel := range []string{"", bottest.General} {
		for _, m := range dev.Messages(channel) {
			if !m.Ephemeral && (channel != "" || m.TS >= since) { // the answers to commands are read above
				w.read("message", m.Text+"\n"+m.Words())
				for _, e := range w.choices(m.Blocks) {
					_ = dev.CloseAll(t.Context())
					_, _ = dev.PressElement(t.Context(), m, e)
					time.Sleep(time.Second)
					if v := dev.Modal(); v != nil {
						w.read(m.Text+" "+e.What, v.Words())
					}
				}
			}
		}
	}
	return w
}

// withFigures runs a test in which four people have points, one of them a hire and a bonus, and boards are scheduled.
func withFigures(t *testing.T, do func(t *testing.T, h *bottest.World, dev bottest.Actor, people map[string]string)) {
	t.Helper()
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 6)}, func(t *testing.T, h *bottest.World) {
		dev, people := h.Joined(t, "dev"), map[string]string{}
		for _, role := range []store.Role{store.Manager, store.Recruiter, store.Curator, store.Compliance} {
			if err := h.Db.ChangeRole(store.Operator, role, []store.EmployeeID{dev.Id}, nil); err != nil {
				t.Fatal(err)
			}
		}
		storetest.MustJob(t, h.Db, "Staff engineer", "Engineering", "Berlin")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) {
			s.BoardOn = true
			s.Bonus.Rules = []bonus.Rule{{Name: "standard", Kind: bonus.Candidate, Amount: "EUR 1500"}}
		})
		for i, who := range []string{"ada", "ben", "finn", "cleo"} {
			a := h.Joined(t, who)
			people[string(a.Id)] = a.Employee().Name
			for _, asset := range h.Live(t)[:min(i+1, 3)] {
				storetest.MustShare(t, h.Db, a.Id, asset.ID)
			}
		}
		r := h.Person(t, "ada").Refers(nil)
		r = bottest.Must(h.Db.MoveReferral(dev.Id, r.ID, store.Accepted, "", r.Version))(t)
		r = bottest.Must(h.Db.MoveReferral(dev.Id, r.ID, store.Hired, "", r.Version))(t)
		bottest.Must(h.Db.CloseReferral(dev.Id, r.ID, r.Stage, store.Closing{StartsOn: "1999-12-05"}, r.Version))(t)
		bottest.Must(h.Db.SaveBoardSchedule(dev.Id, store.BoardSchedule{Channel: bottest.General, Cron: "0 9 * * *",
			TimeZone: "UTC", Span: store.Month, NextAt: store.Now().Add(2 * time.Hour)}))(t)
		h.Pass(time.Minute)
		do(t, h, dev, people)
		h.WantNoComplaint(t)
	})
}

func TestWorksCouncil_NoFigureOfAPerson(t *testing.T) {
	withFigures(t, func(t *testing.T, h *bottest.World, dev bottest.Actor, people map[string]string) {
		// Without the mode there is something to find, or this test would see nothing.
		open := walk(t, h, dev, people)
		if len(open.found) < 6 || open.views < 90 {
			t.Fatalf("%d views, and only these figures: %v", open.views, open.found)
		}
		dev.HomeSays()
		dev.PressesHome(surface.ActProgram)
		dev.PressesModal(surface.ActProgramSection, "privacy")
		if got := dev.Submits(slacksim.Values{"works_council": []string{"on"}}); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.Pass(9 * 24 * time.Hour)
		bottest.WantWords(t, dev.Types("/vouch points"), "Works-council mode is on: nobody sees the points")
		closed := walk(t, h, dev, people)
		for line, where := range closed.found {
			t.Errorf("%s shows %q", where, line)
		}
	})
}
