// Kill -9 in the middle of a crisis: the real binary is killed while it plans the edits of delivered messages and while
// it makes them; each message is changed once and changed back once, and managers read the truth meanwhile.

package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"vouch/bot/block"
	"vouch/bot/slackapi"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

var (
	crisisMessages = flag.Int("kill.messages", 6, "how many delivered messages a crisis changes, with kills meanwhile")
	crisisEdits    = flag.Int("kill.edits", 0, "how many edits of a crisis are awaited; 0: all of them, 40 a minute")
)

const (
	// crisisDays is how many days lie behind, within those in which delivered messages are changed.
	crisisDays = 28
	// unheld is how many messages a few others are found among, so that planning has several parts.
	unheld = 6000
	// perKill is how many edits are under way at a time, which a killed bot makes again.
	perKill = 4
)

// change is one direction of a crisis: messages are held, or given back.
type change struct {
	edits map[int]int // how often each message was edited
	of    map[int]int // the messages that need it
	kills int
}

// crisisRun is a crisis over delivered messages, by their place.
type crisisRun struct {
	*victim
	places  map[string]int
	owners  []*slacksim.Person
	manager *slacksim.Person
	id      store.CrisisID
	now     *change
}

func TestKill_InACrisisEachMessageIsChangedOnce(t *testing.T) {
	r := &crisisRun{victim: &victim{tb: t, path: filepath.Join(t.TempDir(), "vouch.db")}, places: map[string]int{}}
	r.mustDeliver(*crisisMessages)
	on := r.changes(func() {
		r.opens("crisis_new")
		r.awaitModal("crisis_form")
		if _, err := r.manager.Typeahead(t.Context(), "of", "recall"); err != nil {
			t.Fatal(err)
		}
		form := slacksim.Values{"of": "Topic: recall", "reason": "We wait for the facts"}
		for _, values := range []slacksim.Values{form, nil} {
			if got, err := r.manager.Submit(t.Context(), values); err != nil || len(got.Errors) > 0 {
				t.Fatal(got, err)
			}
		}
	})
	off := r.changes(func() {
		r.opens("crisis_end")
		r.awaitModal("crisis_end")
		if _, err := r.manager.Submit(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	})
	for what, c := range map[string]*change{"on hold": on, "given back": off} {
		all, made := 0, len(c.edits)
		for _, n := range c.edits {
			all += n
		}
		t.Logf("%s: %d of %d messages, in %d edits, with %d kills", what, made, len(r.places), all, c.kills)
		if all > made+perKill*c.kills {
			t.Errorf("%s: %d messages were edited %d times with %d kills", what, made, all, c.kills)
		}
	}
	db := r.mustOpen()
	defer db.Close()
	if report, err := db.Check(t.Context()); err != nil || len(report.Problems) > 0 {
		t.Errorf("check: %v %v", report.Problems, err)
	}
}

// changes begins one direction of the crisis with a press, kills the bot while it plans and while it edits, and returns
// when enough is edited.
func (r *crisisRun) changes(press func()) *change {
	r.tb.Helper()
	c, was := &change{edits: map[int]int{}, of: map[int]int{}}, r.now
	for _, i := range r.places {
		if was == nil || was.edits[i] > 0 { // only what was held needs to be given back
			c.of[i] = 1
		}
	}
	running := r.start()
	press()
	r.look()
	r.now = c
	for range 2 {
		<-time.After(time.Duration(rand.IntN(20*(len(r.places)+unheld))) * time.Microsecond)
		r.kill(running)
		r.checkFile()
		running = r.start()
	}
	goal := len(c.of)
	if *crisisEdits > 0 {
		goal = min(goal, *crisisEdits)
	}
	r.awaitEdits(goal / 3)
	r.kill(running)
	r.checkFile()
	running = r.start()
	began, before := time.Now(), c.made()
	r.checkProgress(false)
	r.awaitEdits(goal)
	r.tb.Logf("%d edits in %s; %s", c.made()-before, time.Since(began).Round(time.Second), memoryOf(running.Process))
	r.checkProgress(goal == len(c.of))
	r.checkMessages(goal, was != nil)
	if err := errors.Join(running.Process.Signal(os.Interrupt), running.Wait()); err != nil {
		r.tb.Errorf("the bot ended with %v; its log:\n%s", err, r.log.String())
	}
	r.look()
	return c
}

// made counts the messages that needed it and were edited.
func (c *change) made() (n int) {
	for i := range c.of {
		n += min(c.edits[i], 1)
	}
	return n
}

func (r *crisisRun) kill(running *exec.Cmd) {
	r.tb.Helper()
	if err := running.Process.Kill(); err != nil {
		r.tb.Fatal(err)
	}
	_ = running.Wait() // killed, as wanted
	r.now.kills++
	r.look()
}

// look counts the edits that arrived since it was called last.
func (r *crisisRun) look() {
	for _, call := range r.sim.APICalls("chat.update") {
		if i, ours := r.places[call.Args["channel"]+"/"+call.Args["ts"]]; call.N > r.seen && call.OK {
			r.seen = call.N
			if ours && r.now != nil {
				r.now.edits[i]++
			}
		}
	}
}

func (r *crisisRun) awaitEdits(n int) {
	r.tb.Helper()
	r.await(patience+time.Duration(n)*2*time.Second, fmt.Sprintf("fewer than %d edits", n), func() bool {
		r.look()
		return r.now.made() >= n
	})
}

// checkFile compares what a killed bot left with what arrived: what is planned and does not wait was made.
func (r *crisisRun) checkFile() {
	r.tb.Helper()
	db := r.mustOpen()
	defer db.Close()
	if active, err := storetest.Ask(db, (*store.Query).ActiveCrises); err == nil && len(active) > 0 {
		r.id = active[0].ID
	}
	c, err := storetest.Ask1(db, (*store.Query).Crisis, r.id)
	if err != nil {
		r.tb.Fatal(err)
	}
	waiting, err := storetest.Ask(db, (*store.Query).PendingEdits)
	if err != nil {
		r.tb.Fatal(err)
	}
	r.tb.Logf("killed with %d edits planned, %d waiting, %d made; planned to the end: %v", c.Work.Edits, waiting,
		r.now.made(), c.Work.Done)
	if made := r.now.made(); min(c.Work.Edits, len(r.now.of)) > made+waiting+r.slack() || made > c.Work.Edits {
		r.tb.Errorf("%d edits are planned, %d wait and %d were made", c.Work.Edits, waiting, made)
	}
}

// slack is how many messages may have been put on hold without the file knowing it when the crisis ended: none when it
// ended after all of them were.
func (r *crisisRun) slack() int {
	if *crisisEdits == 0 {
		return 0
	}
	return perKill * r.now.kills
}

var waitingWords = regexp.MustCompile(`(\d+) delivered messages? waits? to be changed`)

// checkProgress waits until all is planned or, at last, made, and compares what a manager reads with what arrived.
func (r *crisisRun) checkProgress(last bool) {
	r.tb.Helper()
	all := len(r.now.of)
	r.await(patience, "the edits are not planned to the end, or not made", func() bool {
		r.look()
		before, waiting := r.now.made(), 0
		r.opens("")
		if found := waitingWords.FindStringSubmatch(r.manager.Modal().Words()); found != nil {
			waiting, _ = strconv.Atoi(found[1]) // digits
		}
		r.look()
		if waiting > all || waiting+before > all+perKill*(1+r.now.kills) {
			r.tb.Errorf("of %d messages %d are changed, and a manager reads that %d wait", all, before, waiting)
		}
		return waiting+r.now.made()+r.slack() >= all && (!last || waiting == 0)
	})
}

// checkMessages reads what stands in the workspace.
func (r *crisisRun) checkMessages(goal int, over bool) {
	r.tb.Helper()
	right := 0
	for _, owner := range r.owners {
		for _, m := range owner.Inbox() {
			words := m.Words()
			if held := strings.Contains(words, "On hold"); held != over && strings.Contains(words, "Share") == over {
				right++
			}
		}
	}
	if right < goal || (goal == len(r.places) && right != goal) {
		r.tb.Errorf("%d messages are right, of %d", right, goal)
	}
}

// opens types /vouch crisis and presses something there.
func (r *crisisRun) opens(what string) {
	r.tb.Helper()
	_ = r.manager.CloseAll(r.tb.Context())                     // left over from the process before
	r.await(patience, "the bot does not answer", func() bool { // its sockets may not be open yet
		got, err := r.manager.Slash(r.tb.Context(), "general", "/vouch crisis")
		return err == nil && got.Acked
	})
	r.awaitModal("crisis")
	if what == "" {
		return
	}
	if got, err := r.manager.PressModal(r.tb.Context(), what); err != nil || got.Warning {
		r.tb.Fatal(got, err)
	}
}

// awaitModal waits for a window of the manager.
func (r *crisisRun) awaitModal(callback string) {
	r.tb.Helper()
	if _, err := r.manager.AwaitModal(r.tb.Context(), func(v *slacksim.View) bool {
		return v != nil && v.CallbackID == callback
	}); err != nil {
		r.tb.Fatal(err)
	}
}

// memoryOf is what a process takes of memory now and took at most, where the system tells.
func memoryOf(p *os.Process) string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Pid))
	if err != nil {
		return "memory unknown"
	}
	lines := regexp.MustCompile(`(?m)^(VmHWM|RssAnon):.*`).FindAllString(string(status), -1)
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}

// mustDeliver makes a company with n delivered digests that show an item of the topic recall, among others when these
// are few.
func (r *crisisRun) mustDeliver(n int) {
	r.tb.Helper()
	total := max(n, unheld)
	var users []slacksim.User
	for i := range total/crisisDays + 1 {
		users = append(users, slacksim.User{ID: fmt.Sprintf("U0P%05d", i), Name: fmt.Sprintf("p%05d", i),
			RealName: fmt.Sprintf("Person %05d", i), TZ: "Europe/Berlin"})
	}
	r.mustServe(users)
	r.manager = r.sim.Person(users[0].Name)
	db := r.mustOpen()
	defer db.Close()
	storetest.MustCompany(r.tb, db)
	storetest.MustManager(r.tb, db, store.EmployeeID(users[0].ID), users[0].RealName)
	var held, others []store.Asset
	for range crisisDays {
		held = append(held, storetest.MustAsset(r.tb, db, func(a *store.Asset) { a.Topics = []string{"recall"} }))
		others = append(others, storetest.MustAsset(r.tb, db, nil))
	}
	var posts errgroup.Group
	posts.SetLimit(8)
	var filling sync.Mutex
	api := slackapi.New(slackapi.Options{Token: slackapi.Secret(r.sim.BotToken()), URL: r.sim.APIURL(), Unpaced: true,
		Idle: 8})
	digests := make([]func(*store.Seeder), total)
	now := time.Now()
	for i := range total {
		day, person := i%crisisDays, users[i/crisisDays].ID
		at := now.AddDate(0, 0, day-crisisDays)
		plan := store.DigestPlan{Employee: store.EmployeeID(person), Date: store.DateOf(at, time.UTC),
			Picks: []store.Pick{{Asset: others[day].ID, Reason: "New", Propensity: 1, Policy: "test/1"}}}
		channel, ts := "D"+person, fmt.Sprintf("1.%06d", i)
		if i%(total/n) == 0 && len(r.owners) < n {
			plan.Picks[0].Asset = held[day].ID
			r.owners = append(r.owners, r.sim.Person(users[i/crisisDays].Name))
			posts.Go(func() error {
				out := api.Post(r.tb.Context(), person, "digest/"+string(plan.Date)+"/"+person, block.Content{Text: "Picks"})
				channel, ts = out.Channel, out.TS
				filling.Lock()
				r.places[channel+"/"+ts] = len(r.places)
				filling.Unlock()
				return out.Err
			})
		}
		digests[i] = func(s *store.Seeder) {
			s.At(at)
			s.Digest(plan, channel, ts)
		}
	}
	if err := posts.Wait(); err != nil || len(r.places) != n {
		r.tb.Fatal(len(r.places), err)
	}
	mustSeed(r.tb, db, len(users), func(s *store.Seeder, i int) {
		s.At(now.AddDate(-1, 0, 0))
		s.Employee(store.Employee{ID: store.EmployeeID(users[i].ID), Name: users[i].RealName, TimeZone: users[i].TZ,
			JoinedAt: now.AddDate(-1, 0, 0), Roles: roles(i), Prefs: store.Preferences{PausedUntil: now.AddDate(1, 0, 0)}})
	})
	mustSeed(r.tb, db, total, func(s *store.Seeder, i int) { digests[i](s) })
}

// roles makes the first person the manager.
func roles(i int) []store.Role {
	if i == 0 {
		return []store.Role{store.Manager}
	}
	return nil
}

// mustSeed writes n things, some thousand in a commit.
func mustSeed(tb testing.TB, db *store.DB, n int, one func(s *store.Seeder, i int)) {
	tb.Helper()
	for from := 0; from < n; from += 3000 {
		err := db.Seed(func(s *store.Seeder) {
			for i := from; i < min(n, from+3000); i++ {
				one(s, i)
			}
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}
