// Tests of outgoing webhooks: what arrives and how it is signed, what is tried again and for how long, and what is not
// told of whom.

package webhook_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"vouch/bot"
	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/digest/feed"
	"vouch/store"
	"vouch/store/storetest"
	"vouch/store/webhook"
)

const target = "http://127.0.0.1/vouch"

// got is one delivery as it arrived.
type got struct {
	at     time.Time
	header http.Header
	body   string
}

// id is its webhook-id, field a text of its data.
func (g got) id() string { return g.header.Get("Webhook-Id") }

func (g got) field(name string) string {
	var body struct{ Data map[string]any }
	_ = json.Unmarshal([]byte(g.body), &body)
	text, _ := body.Data[name].(string)
	return text
}

// receiver is the other system.
type receiver struct {
	mu     sync.Mutex
	status int // of its answers; 0: it never answers
	got    []got
	server *http.Server
	dial   *slacksim.Pipe
	secret string
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, in *http.Request) {
	body, _ := io.ReadAll(in.Body)
	r.mu.Lock()
	r.got = append(r.got, got{store.Now(), in.Header, string(body)})
	status := r.status
	r.mu.Unlock()
	switch status {
	case 0:
		<-in.Context().Done()
		return
	case http.StatusFound:
		w.Header().Set("Location", "http://127.0.0.1/elsewhere")
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "3600")
	}
	w.WriteHeader(status)
}

func (r *receiver) answers(status int) {
	r.mu.Lock()
	r.status = status
	r.mu.Unlock()
}

// took are the deliveries since the last call.
func (r *receiver) took() []got {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.got
	r.got = nil
	return list
}

// config lets the bot reach the receiver.
func (r *receiver) config(c *bot.Config) {
	r.dial = slacksim.NewPipe()
	go func() { _ = r.server.Serve(r.dial) }()
	c.Fetcher = feed.NewFetcher(feed.Options{AllowLoopback: true, Dial: r.dial.DialContext})
}

// told runs a test with a receiver that is told everything, Ada and Ben, who recruits, and Dev, who manages.
func told(t *testing.T, do func(t *testing.T, h *bottest.World, r *receiver, ada bottest.Actor)) {
	r := &receiver{status: http.StatusNoContent, secret: webhook.MakeSecret()}
	r.server = &http.Server{Handler: r}
	bottest.With(t, bottest.Setup{Config: r.config}, func(t *testing.T, h *bottest.World) {
		t.Cleanup(func() { _ = r.server.Close() })
		for role, who := range map[store.Role]string{store.Manager: "dev", store.Recruiter: "ben"} {
			if err := h.Db.ChangeRole(store.Operator, role, []store.EmployeeID{h.Id(who)}, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.Db.AddHookTarget(store.Operator, target, r.secret); err != nil {
			t.Fatal(err)
		}
		do(t, h, r, h.Joined(t, "ada"))
	})
}

// hires makes Ada refer somebody whom Ben hires at once.
func hires(t *testing.T, h *bottest.World, email string) store.Referral {
	t.Helper()
	ref := storetest.MustReferral(t, h.Db, h.Id("ada"), "Jane "+email, email)
	moved, err := h.Db.MoveReferral(h.Id("ben"), ref.ID, store.Hired, "", ref.Version)
	if err != nil {
		t.Fatal(err)
	}
	return moved
}

func TestSender_TellsWhatHappened(t *testing.T) {
	told(t, func(t *testing.T, h *bottest.World, r *receiver, ada bottest.Actor) {
		s := storetest.MustShare(t, h.Db, ada.Id, storetest.MustAsset(t, h.Db, nil).ID)
		for range 2 {
			if _, _, err := h.Db.DeclareShare(ada.Id, s.ID); err != nil {
				t.Fatal(err)
			}
		}
		ref := hires(t, h, "jane@x.example")
		h.Pass(time.Second)
		list := r.took()
		var types []string
		oracle, _ := standardwebhooks.NewWebhook(r.secret)
		for _, g := range list {
			var body struct{ Type string }
			_ = json.Unmarshal([]byte(g.body), &body)
			types = append(types, body.Type+" "+g.field("kind")+" "+g.field("stage")+" "+g.field("known"))
			if err := oracle.Verify([]byte(g.body), g.header); err != nil {
				t.Errorf("the oracle refuses %s: %v", g.body, err)
			}
			if oracle.Verify([]byte(g.body+" "), g.header) == nil {
				t.Error("another body has the same signature")
			}
			if who := g.field("employee"); len(who) != 32 || who != list[0].field("employee") {
				t.Errorf("Ada is %q", who)
			}
			for _, word := range []string{"Jane", "jane", string(ada.Id), "Ada"} {
				if strings.Contains(g.body, word) {
					t.Errorf("%s is told in %s", word, g.body)
				}
			}
		}
		want := []string{"share.declared   said", "referral.stage_changed candidate submitted hand",
			"referral.stage_changed candidate hired hand", "outcome.recorded hired  hand"}
		if slices.Sort(types); !slices.Equal(types, slices.Sorted(slices.Values(want))) {
			t.Errorf("told %q, want %q", types, want)
		}
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.HookEmployees = true })
		if _, err := h.Db.CorrectReferral(h.Id("ben"), ref.ID, store.Offer, "A slip.", ref.Version); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Second)
		list = r.took()
		if len(list) != 2 || list[0].field("employee") != string(ada.Id) || list[1].field("employee") != string(ada.Id) {
			t.Errorf("with ids %+v", list)
		}
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.WorksCouncil = true })
		ref = bottest.Must(h.Db.Referral(ref.ID, h.Id("ben")))(t)
		if _, err := h.Db.MoveReferral(h.Id("ben"), ref.ID, store.Hired, "", ref.Version); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Second)
		for _, g := range r.took() {
			if g.field("employee") != "" {
				t.Errorf("in works-council mode %s", g.body)
			}
		}
	})
}

func TestSender_TriesAgainForDaysThenTellsManagers(t *testing.T) {
	told(t, func(t *testing.T, h *bottest.World, r *receiver, _ bottest.Actor) {
		r.answers(http.StatusInternalServerError)
		begun := store.Now()
		hires(t, h, "jane@x.example")
		h.Pass(84 * time.Hour)
		tries := map[string][]time.Duration{}
		for _, g := range r.took() {
			tries[g.id()] = append(tries[g.id()], g.at.Sub(begun))
		}
		if len(tries) != 3 {
			t.Fatalf("told of %d things", len(tries))
		}
		full := 0
		for id, at := range tries {
			if len(at) == 10 {
				full++
			}
			if len(at) < 9 || at[0] > time.Second || at[1] < 5*time.Second || at[1] > 6*time.Second ||
				at[8] < 51*time.Hour || at[8] > 58*time.Hour {
				t.Errorf("%s was tried after %v", id, at)
			}
		}
		if full != 1 {
			t.Errorf("%d were tried ten times: the first one to end disables the target", full)
		}
		h.Person(t, "dev").News("Nothing more is sent to 127.0.0.1, and 3 events were not sent. It answers with status 500.")
		r.answers(http.StatusNoContent)
		hires(t, h, "joan@x.example")
		h.Pass(time.Hour)
		if list := r.took(); len(list) > 0 {
			t.Errorf("a disabled target gets %+v", list)
		}
		if err := h.Db.AddHookTarget(store.Operator, target, r.secret); err != nil {
			t.Fatal(err)
		}
		hires(t, h, "june@x.example")
		h.Pass(time.Second)
		if list := r.took(); len(list) != 3 {
			t.Errorf("added again it gets %+v", list)
		}
	})
}

func TestSender_Refusals(t *testing.T) {
	for status, want := range map[int]struct {
		first, day int  // deliveries in the first minute, in a day
		off        bool // disabled then
	}{
		http.StatusGone: {1, 1, true}, http.StatusFound: {6, 21, false},
		http.StatusTooManyRequests: {1, 0, false}, 0: {1, 0, false},
	} {
		told(t, func(t *testing.T, h *bottest.World, r *receiver, _ bottest.Actor) {
			r.answers(status)
			hires(t, h, "jane@x.example")
			h.Pass(10 * time.Second)
			first := len(r.took())
			h.Pass(24*time.Hour - 10*time.Second)
			day := first + len(r.took())
			targets, err := storetest.Ask(h.Db, (*store.Query).HookTargets)
			if err != nil || first != want.first || want.day > 0 && day != want.day || targets[0].IsOff() != want.off {
				t.Errorf("status %d: %d and %d deliveries, target %+v, %v", status, first, day, targets, err)
			}
		})
	}
}

func TestSender_KeepsWhatWaitsAndForgetsTheErased(t *testing.T) {
	told(t, func(t *testing.T, h *bottest.World, r *receiver, ada bottest.Actor) {
		r.answers(http.StatusBadRequest)
		hires(t, h, "jane@x.example")
		h.Pass(time.Minute)
		before := r.took()
		if _, err := h.Db.EraseEmployee(store.Operator, ada.Id); err != nil {
			t.Fatal(err)
		}
		h.Stop()
		r.answers(http.StatusOK)
		h.Run(bottest.Setup{Config: r.config})
		h.Pass(10 * time.Minute)
		after := r.took()
		ids := map[string]bool{}
		for _, g := range after {
			ids[g.id()] = true
			if g.field("employee") != "" {
				t.Errorf("told of somebody who was erased: %s", g.body)
			}
		}
		if len(before) != 6 || len(ids) < 3 || !ids[before[0].id()] {
			t.Errorf("%d before the start, after it %+v", len(before), after)
		}
		h.Pass(time.Hour)
		if again := r.took(); len(again) > 0 {
			t.Errorf("once more %+v", again)
		}
	})
}
