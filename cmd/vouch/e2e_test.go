// A week in the life, end to end: people join, read, share, refer and are paid for it, in good weather and in bad.

package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// advocates are those who join; Gus is a guest and never hears of Vouch.
var advocates = []string{"ada", "ben", "dev", "sue", "ruth", "marco"}

func TestWeek_InGoodWeather(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { liveAWeek(t, func(*world) {}, 12*time.Minute) })
}

// storms is how many weeks of bad weather are lived through; each is another one, and the same at every run.
var storms = flag.Int("storms", 2, "weeks of bad weather")

func TestWeek_InBadWeather(t *testing.T) {
	for n := range *storms {
		t.Run(fmt.Sprint("storm ", n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				liveAWeek(t, func(w *world) { storm(w, rand.New(rand.NewPCG(3, uint64(n)))) }, 2*time.Hour)
			})
		})
	}
}

// storm breaks something every 23 minutes until the test ends.
func storm(w *world, random *rand.Rand) {
	w.doubts = 1
	ctx, stop := context.WithCancel(context.Background())
	w.tb.Cleanup(stop)
	method := func() *slacksim.MethodFault {
		methods := []string{"chat.postMessage", "chat.update", "views.open", "conversations.open", "conversations.history",
			"users.list", "*"}
		return &slacksim.MethodFault{Method: methods[random.IntN(len(methods))], Times: 1 + random.IntN(3),
			RetryAfter: 5 + random.IntN(60)}
	}
	breaks := []func() slacksim.Faults{
		func() slacksim.Faults { return slacksim.Faults{RateLimit: method()} },
		func() slacksim.Faults { f := method(); f.Status = 503; return slacksim.Faults{ServerError: f} },
		func() slacksim.Faults { return slacksim.Faults{TimeoutAfterEffect: method()} },
		func() slacksim.Faults { return slacksim.Faults{DropSockets: true} },
		func() slacksim.Faults { return slacksim.Faults{HalfOpen: true} },
		func() slacksim.Faults { return slacksim.Faults{DuplicateEnvelopes: new(3)} },
		func() slacksim.Faults { return slacksim.Faults{Reorder: new(random.IntN(2) == 0)} },
		func() slacksim.Faults { return slacksim.Faults{RefuseConnect: new(4), DropSockets: true} },
		func() slacksim.Faults {
			return slacksim.Faults{Disconnect: &slacksim.DisconnectFault{Reason: "refresh_requested"}}
		},
		func() slacksim.Faults { return slacksim.Faults{Outage: new(true)} },
	}
	go func() {
		tick := time.NewTicker(23 * time.Minute)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			faults := breaks[random.IntN(len(breaks))]()
			if err := w.sim.SetFaults(faults); err != nil {
				w.tb.Errorf("the storm: %v", err)
			}
			if faults.Outage != nil || faults.HalfOpen { // Slack comes back, and drops dead connections, after a while
				time.Sleep(10 * time.Minute)
				w.sim.ClearFaults()
			}
		}
	}()
}

// liveAWeek goes from Wednesday to the Wednesday after, over a weekend on which Berlin, London and Rome put their
// clocks forward and Sydney puts them back. A digest may be late by at most the given time.
func liveAWeek(t *testing.T, weather func(*world), late time.Duration) {
	time.Sleep(time.Until(time.Date(2000, 3, 22, 20, 0, 0, 0, time.UTC)))
	w := mustWorld(t, nil)
	w.mustSetUp()
	weather(w)
	for _, name := range advocates {
		w.joins(name, "engineering")
	}

	w.until("2000-03-23 16:00") // everybody's morning has been, New York's at 14:30
	ada, ruth := w.person("ada"), w.person("ruth")
	shared := w.shares("ada", "https://www.linkedin.com/feed/update/urn:li:activity:1")
	w.shares("ben", "https://www.linkedin.com/feed/update/urn:li:activity:2")
	w.shares("dev", "https://www.linkedin.com/feed/update/urn:li:activity:3")
	w.refers(ada, "Grace Hopper", "grace@example.com")
	w.decides(ruth, "Accept", "")
	for _, stage := range []store.Stage{store.Screening, store.Interview, store.Offer, store.Hired} {
		w.pass(11 * time.Hour)
		w.decides(ruth, "", stage)
	}

	w.until("2000-03-26 12:00")
	w.stop() // for an upgrade, on a quiet Sunday
	w.start()
	w.until("2000-03-28 16:00")
	if _, err := w.app.DB.WithdrawAsset("U0MARCO", shared, "The numbers in it were wrong."); err != nil {
		t.Fatal(err)
	}
	w.until("2000-03-29 20:00")
	w.sim.ClearFaults()
	w.pass(time.Hour)

	w.checkDigests(late)
	w.checkAda(shared)
	w.checkTheRest()
}

// mustSetUp is what the program manager does on the first evening.
func (w *world) mustSetUp() {
	w.tb.Helper()
	w.pass(time.Minute) // the people of the workspace are known, and with them the configured manager
	db := w.app.DB
	var library []store.Asset
	for i := range 60 {
		library = append(library, store.Asset{
			Kind: store.Article, Title: fmt.Sprintf("Story number %d", i), URL: fmt.Sprintf("https://example.com/stories/%d",
				i), Topics: []string{fmt.Sprintf("topic%d", i%12)},
			Variants: []store.Variant{{Text: "A story worth your time."}},
		})
	}
	if added, err := db.AddAssets(store.Operator, library, true); err != nil || len(added.Added) != len(library) {
		w.tb.Fatalf("%d assets added, error %v", len(added.Added), err)
	}
	settings, err := db.Settings()
	if err != nil {
		w.tb.Fatal(err)
	}
	settings.BoardOn, settings.Company = true, "Example"
	settings.Confirm("policy")
	settings.Confirm("sharing")
	if err := db.SaveSettings("U0MARCO", settings); err != nil {
		w.tb.Fatal(err)
	}
	if err := db.ChangeRole("U0MARCO", store.Recruiter, []store.EmployeeID{"U0RUTH"}, nil); err != nil {
		w.tb.Fatal(err)
	}
	_, err = db.SaveBoardSchedule("U0MARCO", store.BoardSchedule{
		Channel: "C0GENERAL", Cron: "0 9 * * 1", TimeZone: "Europe/Rome", Span: store.Week, CreatedBy: "U0MARCO",
		NextAt: time.Date(2000, 3, 27, 7, 0, 0, 0, time.UTC), // Monday at nine, two days into summer time
	})
	if err != nil {
		w.tb.Fatal(err)
	}
}

// joins sets a person's digest up for a persona, by the command and its form.
func (w *world) joins(name, persona string) {
	w.tb.Helper()
	a := w.person(name)
	a.insist("join", func(ctx context.Context) bool {
		a.opens("/vouch join", "join")
		return a.submits(ctx, slacksim.Values{"personas": []string{persona}})
	})
	if e, err := w.app.DB.Employee(store.EmployeeID(a.ID())); err != nil || !e.IsAdvocate() {
		w.tb.Fatalf("%s did not join: %v", name, err)
	}
}

// shares shares the first pick of the person's newest digest in own words, posts it, and gives the post's address.
func (w *world) shares(name, post string) store.AssetID {
	w.tb.Helper()
	a := w.person(name)
	digest, asset := a.firstDigest()
	a.insist("open the form", func(ctx context.Context) bool {
		_ = a.CloseAll(ctx)
		_, err := a.PressElement(ctx, digest, slacksim.Element{BlockID: "do:" + string(asset), What: "Share"})
		w.pass(3 * time.Second)
		return err == nil && a.Modal() != nil
	})
	a.insist("get the text", func(ctx context.Context) bool {
		if a.Modal() != nil && a.Modal().CallbackID == "result" {
			return true
		}
		return a.submits(ctx, slacksim.Values{"text.0": "I worked on this, and the second part still makes me smile."})
	})
	a.insist("say that it is posted", func(ctx context.Context) bool {
		if a.Modal() != nil && a.Modal().CallbackID == "share_proof" {
			return true
		}
		_, err := a.PressModal(ctx, "share_posted")
		w.pass(3 * time.Second)
		return err == nil && a.Modal() != nil && a.Modal().CallbackID == "share_proof"
	})
	a.insist("give the post's address", func(ctx context.Context) bool {
		return a.submits(ctx, slacksim.Values{"post_url": post})
	})
	return asset
}

// refers refers a candidate by the command and its form.
func (w *world) refers(a actor, name, email string) {
	w.tb.Helper()
	a.opens("/refer "+name, "refer")
	a.insist("refer", func(ctx context.Context) bool {
		if _, err := a.Typeahead(ctx, "refer_job", "Compilers"); err != nil {
			return false
		}
		return a.submits(ctx, slacksim.Values{
			"name": name, "contact": email, "job": "need Compilers",
			"why": "She finds the bug before the moth does.", "consent": []string{"yes"},
		})
	})
}

// decides presses a button of the referral's card, or moves it on to a stage, until the store knows.
func (w *world) decides(owner actor, button string, stage store.Stage) {
	w.tb.Helper()
	want := stage
	if want == "" {
		want = store.Accepted
	}
	owner.insist("move the referral to "+string(want), func(ctx context.Context) bool {
		owned, err := storetest.Ask1(w.app.DB, (*store.Query).ReferralsOwnedBy, store.EmployeeID(owner.ID()))
		if err != nil || len(owned) != 1 {
			return false
		}
		if owned[0].Stage == want {
			return true
		}
		for _, m := range owner.Inbox() {
			if !strings.HasPrefix(m.Text, "Candidate referral") {
				continue
			}
			if button != "" {
				_, err = owner.Press(ctx, m, button)
			} else {
				_, err = owner.Press(ctx, m, "card_advance", fmt.Sprintf("%s %d %s", owned[0].ID, owned[0].Version, stage))
			}
		}
		w.pass(3 * time.Second)
		if v := owner.Modal(); v != nil && v.CallbackID == "card_reached" { // the last stages are asked about
			owner.submits(ctx, nil)
		}
		owned, _ = storetest.Ask1(w.app.DB, (*store.Query).ReferralsOwnedBy, store.EmployeeID(owner.ID()))
		return err == nil && len(owned) == 1 && owned[0].Stage == want
	})
}

// checkDigests holds every person's inbox to the promise: one digest on each working day, at half past nine on their
// own clock, and the first one right after joining.
func (w *world) checkDigests(late time.Duration) {
	w.tb.Helper()
	for _, user := range worldPeople() {
		zone, err := time.LoadLocation(user.TZ)
		if err != nil {
			w.tb.Fatal(err)
		}
		if user.IsGuest {
			if texts := w.person(user.Name).texts(); len(texts) > 0 {
				w.tb.Errorf("the guest %s was written to: %q", user.Name, texts)
			}
			continue
		}
		e, err := w.app.DB.Employee(store.EmployeeID(user.ID))
		if err != nil {
			w.tb.Fatal(err)
		}
		digests, due := w.person(user.Name).digests(), e.JoinedAt.In(zone)
		for n := 0; due.Before(time.Now()); n++ {
			title := "Your picks for " + due.Format("Monday, 2 January") + "."
			if got := digests[title]; len(got) != 1 {
				w.tb.Errorf("%s has %d digests %q", user.Name, len(got), title)
			} else if at := sentAt(w.tb, got[0]); at.Before(due.Truncate(time.Second)) || at.After(due.Add(late)) {
				w.tb.Errorf("%s got %q at %s, want it from %s on, at most %s later", user.Name, title, at.In(zone), due, late)
			}
			delete(digests, title)
			due = nextMorning(due)
		}
		for title := range digests {
			w.tb.Errorf("%s has a digest too many: %q", user.Name, title)
		}
	}
}

// nextMorning is half past nine of the next working day, on the clock of the time's zone.
func nextMorning(after time.Time) time.Time {
	day := time.Date(after.Year(), after.Month(), after.Day()+1, 9, 30, 0, 0, after.Location())
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// checkAda holds what became of Ada's share and referral.
func (w *world) checkAda(shared store.AssetID) {
	w.tb.Helper()
	db := w.app.DB
	shares, err := db.SharesOf("U0ADA", 10)
	if err != nil || len(shares) != 1 || shares[0].Level != store.Proven || shares[0].Asset != shared {
		w.tb.Errorf("Ada's shares: %+v, error %v; want one, proven", shares, err)
	}
	score, err := storetest.Ask2(db, (*store.Query).ScoreOf, "U0ADA", time.Now())
	if want := 5 + 5 + 5 + 10 + 30 + 100; err != nil || score.All != want {
		w.tb.Errorf("Ada has %d points, error %v, want %d", score.All, err, want)
	}
	news := map[string]int{}
	withdrawn := false
	for _, text := range w.person("ada").texts() {
		if strings.Contains(text, "Grace Hopper") {
			news[text]++
		}
	}
	for text, times := range news {
		if times > 1 {
			w.tb.Errorf("Ada was told %d times: %s", times, text)
		}
	}
	if len(news) < 5 { // accepted, screening, interview, offer, hired
		w.tb.Errorf("Ada heard of %d steps: %v", len(news), news)
	}
	for _, digests := range w.person("ada").digests() {
		for _, m := range digests {
			withdrawn = withdrawn || (strings.Contains(m.Words(), "This was withdrawn."))
		}
	}
	if !withdrawn {
		m, _ := w.person("ada").firstDigest()
		w.tb.Errorf("the digest that Ada shared from still shows the withdrawn item:\n%s", m.Words())
	}
}

// checkTheRest holds the board, the outbox, the backups, and what Slack itself complained about.
func (w *world) checkTheRest() {
	w.tb.Helper()
	boards := 0
	for _, m := range w.person("marco").Messages("general") {
		if m.BotID != "" && strings.Contains(m.Words(), "Ada") {
			boards++
			if at := sentAt(w.tb, m).UTC(); at.Format("Mon 15") != "Mon 07" {
				w.tb.Errorf("the board was posted at %s", at)
			}
		}
	}
	// A post to a channel of which Slack did not say whether it arrived is not repeated; Marco is told to look.
	doubted := 0
	for _, text := range w.person("marco").texts() {
		if strings.Contains(text, "it may or may not be there") {
			doubted++
		}
	}
	if boards > 1 || boards+doubted == 0 || doubted > w.doubts {
		w.tb.Errorf("%d boards in #general, and Marco was told of %d in doubt; want one board", boards, doubted)
	}
	depth, err := storetest.Ask(w.app.DB, (*store.Query).OutboxDepth)
	if err != nil || depth.Pending+depth.Sending != 0 || depth.Dead != doubted {
		w.tb.Errorf("the outbox: %+v, error %v", depth, err)
	}
	nights, err := os.ReadDir(w.backups)
	if err != nil || len(nights) != 7 {
		w.tb.Errorf("%d nightly backups, error %v, want 7", len(nights), err)
	}
	for _, complaint := range w.sim.Log(0, "frame_too_big", "invalid_ack") {
		w.tb.Errorf("Slack complains: %v", complaint)
	}
}
