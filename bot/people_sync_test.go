// People sync tests: one odd person, people who change while the list is read, and what an outage hid.

package bot_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"vouch/bot"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// lists changes the answers of users.list on their way.
type lists struct {
	base   http.RoundTripper
	change func(string) string
}

func (l *lists) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := l.base.RoundTrip(req)
	if err == nil && strings.HasSuffix(req.URL.Path, "/users.list") {
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		out := l.change(string(body))
		res.Body, res.ContentLength = io.NopCloser(bytes.NewReader([]byte(out))), int64(len(out))
		res.Header.Del("Content-Length")
	}
	return res, err
}

// through makes a bot read its lists through change.
func through(h *bottest.World, change func(string) string) bottest.Setup {
	return bottest.Setup{Config: func(c *bot.Config) {
		c.HTTPClient = &http.Client{Transport: &lists{h.Transport, change}}
	}}
}

func TestPeople_OneOddPersonStopsNobody(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		h.Stop()
		odd := `{"id":"U0ODD","enterprise_user":[],"is_admin":"false","tz_offset":"1","real_name":"Odd One","profile":{"fields":""}},"nobody",`
		h.Run(through(h, func(s string) string {
			return strings.Replace(s, `"members":[`, `"members":[`+odd, 1)
		}))
		h.Pass(time.Minute)
		if e := storetest.MustGet(t, h.Db, "U0ODD"); e.Name != "Odd One" || e.Admin || e.Deactivated {
			t.Errorf("the odd person is %+v", e)
		}
	})
}

// In an organisation a person's interactions name their primary workspace, which may be another one than ours.
func TestPeople_EmployeeOfAnotherPrimaryWorkspaceActs(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		for who, want := range map[string]bool{"ada": true, "lena": false} { // Lena is of a company that shares a channel
			if got := bot.Knows(h.Bot, dispatch.Interaction{User: h.Id(who), Team: "T0OTHER"}); got != want {
				t.Errorf("%s may act: %v, want %v", who, got, want)
			}
		}
	})
}

// A referral of the first seconds must reach somebody, however long the list of people takes.
func TestPeople_ManagersAreNamedBeforeTheFirstAct(t *testing.T) {
	bottest.With(t, bottest.Setup{Config: func(c *bot.Config) {
		slow := func(s string) string { time.Sleep(time.Hour); return s }
		c.HTTPClient = &http.Client{Transport: &lists{c.HTTPClient.Transport, slow}}
		c.Managers = []store.EmployeeID{"U0SIM00DEV", "U0NOBODY"}
	}}, func(t *testing.T, h *bottest.World) {
		<-h.Bot.Ready()
		if dev := storetest.MustGet(t, h.Db, h.Id("dev")); !dev.Has(store.Manager) {
			t.Errorf("the program manager holds %v", dev.Roles)
		}
		if known := bottest.Must(h.Db.Employees())(t); len(known) != 1 {
			t.Errorf("the list was read already: %d people", len(known))
		}
	})
}

func TestPeople_WhoWasErasedBeginsAnew(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		ada.HomeSays()
		bottest.Must(h.Db.EraseEmployee(store.Operator, ada.Id))(t)
		h.Pass(time.Second)
		if home := ada.Home(); !strings.Contains(home.Words(), "was erased") || len(home.Blocks) != 1 {
			t.Errorf("Home still says %q", home.Words())
		}
		ada.Types("/vouch join")
		bottest.WantWords(t, ada.ModalSays(), "Set up my digest")
		if !strings.Contains(ada.HomeSays(), "Set up my digest") {
			t.Errorf("Home says %q", ada.Home().Words())
		}
	})
}

// A workspace moves into an organisation, and Slack lists Ada under another id from then on.
func TestPeople_ANewIdIsTheSamePerson(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada, a := h.Joined(t, "ada"), storetest.MustAsset(t, h.Db, nil)
		storetest.MustShare(t, h.Db, ada.Id, a.ID)
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{ada.Id}, nil); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute) // nothing is being sent to her any more, which would put it off
		h.Stop()
		h.Run(through(h, func(s string) string { return strings.ReplaceAll(s, string(ada.Id), "W0SIM00ADA") }))
		h.Pass(time.Minute)
		now := storetest.MustGet(t, h.Db, "W0SIM00ADA")
		if !now.IsAdvocate() || !now.Has(store.Manager) || len(bottest.Must(h.Db.SharesOf("W0SIM00ADA", 0))(t)) != 1 {
			t.Errorf("under her new id Ada is %+v", now)
		}
	})
}

func TestPeople_ReadAgainAfterAnOutage(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		h.Pass(time.Minute)
		on, off := true, false
		h.MustFault(slacksim.Faults{Outage: &on})
		h.Pass(time.Minute)
		bottest.Must(h.Sim.ChangePerson("cleo", func(u *slacksim.User) { u.Deleted = true }))(t)
		bottest.Must(h.Sim.AddPerson(slacksim.User{ID: "U0NEW", Name: "newcomer", RealName: "New Comer", TZ: "UTC"}))(t)
		h.Pass(time.Hour)
		h.MustFault(slacksim.Faults{Outage: &off})
		h.Pass(10 * time.Minute) // far less than until the next list of the schedule
		if e := storetest.MustGet(t, h.Db, h.Id("cleo")); !e.Deactivated {
			t.Error("who left during an outage counts still")
		}
		if _, err := h.Db.Employee("U0NEW"); err != nil {
			t.Errorf("who joined during an outage: %v", err)
		}
	})
}

func TestPeople_TheNewerFactWins(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		h.Stop()
		h.Run(through(h, func(s string) string { time.Sleep(6 * time.Second); return s }))
		h.Pass(2 * time.Second)
		bottest.Must(h.Sim.AddPerson(slacksim.User{ID: "U0NEW", Name: "newcomer", RealName: "New Comer", TZ: "UTC"}))(t)
		bottest.Must(h.Sim.ChangePerson("ada", func(u *slacksim.User) { u.TZ = "Asia/Tokyo" }))(t)
		h.Pass(time.Minute)
		if storetest.MustGet(t, h.Db, "U0NEW").Deactivated ||
			storetest.MustGet(t, h.Db, h.Id("ada")).TimeZone != "Asia/Tokyo" {
			t.Error("the older list overwrote what an event told meanwhile")
		}
		// A newcomer of whom no event tells.
		h.Stop()
		h.Run(through(h, func(s string) string {
			if time.Now().UTC().Hour() < 12 {
				return s
			}
			return strings.Replace(s, `"members":[`, `"members":[{"id":"U0LATE","real_name":"Late Comer"},`, 1)
		}))
		h.Pass(7 * time.Hour)
		if e := storetest.MustGet(t, h.Db, "U0LATE"); e.Name != "Late Comer" {
			t.Errorf("after six hours: %+v", e)
		}
	})
}
