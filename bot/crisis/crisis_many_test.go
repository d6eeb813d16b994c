// A crisis over many delivered messages: each is edited once at Slack's pace, and what managers read of it is true from
// the first edit to the last.

package crisis_test

import (
	"flag"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/slackapi"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

var manyMessages = flag.Int("crisis.messages", 120, "how many delivered messages a crisis changes")

// crisisDays is how many days lie behind, within those in which delivered messages are changed.
const crisisDays = 28

func TestCrisis_ManyMessages(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev := h.Joined(t, "dev")
		mustManage(t, h, dev)
		h.Stop()
		places := mustDeliverMany(t, h, *manyMessages)
		h.Run(bottest.Setup{})
		c := bottest.Must(h.Db.StartCrisis(dev.Id, held(dev.Id, store.HoldAll, "")))(t)
		wantEditedOnce(t, h, places)
		bottest.Must(h.Db.EndCrisis(dev.Id, c.ID, ""))(t)
		wantEditedOnce(t, h, places)
	})
}

// wantEditedOnce lets time pass until no edit waits, and looks at the number that a manager reads and at the edits.
func wantEditedOnce(t *testing.T, h *bottest.World, places []string) {
	t.Helper()
	start, seen := time.Now(), 0
	if calls := h.Sim.APICalls("chat.update"); len(calls) > 0 {
		seen = calls[len(calls)-1].N
	}
	if err := h.Db.ContinueCrises(t.Context()); err != nil {
		t.Fatal(err)
	}
	edits := map[string]int{}
	for last := len(places); last > 0; {
		h.Pass(time.Minute)
		for _, call := range h.Sim.APICalls("chat.update") {
			if call.N > seen {
				seen = call.N
				edits[call.Args["channel"]+"/"+call.Args["ts"]]++
			}
		}
		waiting := bottest.Must(storetest.Ask(h.Db, (*store.Query).PendingEdits))(t)
		if waiting > last || waiting+len(edits) != len(places) {
			t.Fatalf("of %d messages %d are changed and %d wait, after %d", len(places), len(edits), waiting, last)
		}
		if last-waiting > 50 {
			t.Errorf("%d edits in a minute", last-waiting)
		}
		if time.Since(start) > 3*time.Minute+time.Duration(len(places))*2*time.Second {
			t.Fatalf("after %s %d of %d messages still wait", time.Since(start), waiting, len(places))
		}
		last = waiting
	}
	for _, place := range places {
		if edits[place] != 1 {
			t.Errorf("%s was edited %d times", place, edits[place])
		}
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%d messages in %s; %d MB with the workspace", len(edits), time.Since(start), memory.HeapAlloc>>20)
}

// mustDeliverMany makes people with n delivered digests and gives their places.
func mustDeliverMany(t *testing.T, h *bottest.World, n int) (places []string) {
	t.Helper()
	var items []store.AssetID
	for range crisisDays {
		items = append(items, storetest.MustAsset(t, h.Db, nil).ID)
	}
	api := slackapi.New(slackapi.Options{Token: slackapi.Secret(h.Sim.BotToken()), URL: "http://slack.test/api/",
		Client: &http.Client{Transport: h.Transport}, Unpaced: true})
	now := store.Now()
	for days := range slices.Chunk(make([]struct{}, n), crisisDays) {
		id := fmt.Sprintf("U0MANY%05d", len(places)/crisisDays)
		bottest.Must(h.Sim.AddPerson(slacksim.User{ID: id, Name: id, RealName: id}))(t)
		var plans []store.DigestPlan
		var posts []slackapi.Outcome
		for day := range days {
			date := store.DateOf(now.AddDate(0, 0, day-crisisDays), time.UTC)
			plans = append(plans, store.DigestPlan{Employee: store.EmployeeID(id), Date: date,
				Picks: []store.Pick{{Asset: items[day], Reason: "New", Propensity: 1, Policy: "test/1"}}})
			post := api.Post(t.Context(), id, "digest/"+string(date)+"/"+id, block.Content{Text: "Picks"})
			if post.Err != nil {
				t.Fatal(post.Err)
			}
			posts, places = append(posts, post), append(places, post.Channel+"/"+post.TS)
		}
		err := h.Db.Seed(func(s *store.Seeder) {
			s.At(now.AddDate(-1, 0, 0))
			s.Employee(store.Employee{ID: store.EmployeeID(id), Name: id, JoinedAt: now.AddDate(-1, 0, 0),
				Prefs: store.Preferences{PausedUntil: now.AddDate(1, 0, 0)}})
			for day, post := range posts {
				s.Refuse(post.Err)
				s.At(now.AddDate(0, 0, day-crisisDays))
				s.Digest(plans[day], post.Channel, post.TS)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return places
}
