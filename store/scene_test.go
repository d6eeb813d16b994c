// A scene for tests of every verb: a program in which everything exists that a verb can be about.

package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/outcome"
	"vouch/store/storetest"
)

// A scene is a program in which everything exists that a verb can be about; what is somebody's is the advocate's.
type scene struct {
	item, draft, regulated store.Asset
	event                  store.Asset
	opened, posted         store.Share
	entry                  store.Entry
	referral, waiting      store.Referral
	hint                   store.Outcome
	intro                  store.Introduction
	told, edited           store.Story
	slot, claimed, given   store.Slot
	campaign, ended        store.Campaign
	crisis                 store.Crisis
	clearance              store.Clearance
	win                    store.Win
	schedule               store.BoardSchedule
	source, paused         store.Source
	proposed               store.Asset
	decided                store.Outcome
	payouts                []store.Payout // the first is in payroll file P1, the second approved, two are eligible
	lesson                 store.Lesson
	image                  []byte
}

// falcon is a form with words that a rule stops.
func falcon(by store.EmployeeID, item store.AssetID) store.OpenShare {
	o := kit(by, item)
	o.Network, o.Written, o.Text = store.X, "Falcon flies.", "Falcon flies. I work here."
	return o
}

func mustSlot(tb testing.TB, db *store.DB) store.Slot {
	tb.Helper()
	return must(db.OfferSlot("M1", store.Slot{Title: "A talk", Words: "Ten minutes.",
		On: store.DateOf(store.Now().AddDate(0, 0, 20), time.UTC)}))
}

func mustScene(tb testing.TB) *scene {
	tb.Helper()
	db, s := storetest.MustOpen(tb), &scene{}
	db.Unsynced()
	storetest.MustCompany(tb, db)
	for id, role := range map[store.EmployeeID]store.Role{"C1": store.Curator, "K1": store.Compliance,
		"R1": store.Recruiter, "S1": store.Seller, "P1": store.Sponsor, "M1": store.Manager} {
		storetest.MustRole(tb, db, id, "Name of "+string(id), role)
	}
	for _, id := range []store.EmployeeID{"U1", "L1", "X1", "G1", "D1", "Z1"} {
		storetest.MustAdvocate(tb, db, id, "Name of "+string(id))
	}
	storetest.MustEmployee(tb, db, "E1", "Nora New")
	must(db.ImportPeople([]store.PersonImport{{ID: "L1", Leader: new(true)}}, "M1"))
	storetest.MustSettings(tb, db, func(s *store.Settings) {
		s.BoardOn, s.Channel, s.Regulated, s.Confidential = true, "C0", []string{"pensions"}, []string{"Falcon = not public"}
		s.Bonus.Rules = []bonus.Rule{{Name: "standard", Kind: bonus.Candidate, Amount: "EUR 1500"}}
	})
	s.item, s.event = storetest.MustAsset(tb, db, nil), storetest.MustEvent(tb, db, time.Now().AddDate(0, 1, 0), 0)
	s.draft = must(db.AddAsset(store.Operator, storetest.AnAsset(nil), false))
	pensions := storetest.AnAsset(func(a *store.Asset) { a.Topics = []string{"pensions"} })
	s.regulated = must(db.AddAsset("C1", pensions, true))
	if s.regulated.Approval().ApprovedBy == "" {
		s.regulated = must(db.ApproveAsset("M1", s.regulated.ID, s.regulated.Version))
	}
	s.opened = must(db.OpenShare(kit("U1", storetest.MustAsset(tb, db, nil).ID)))
	s.posted = storetest.MustShare(tb, db, "U1", s.item.ID)
	s.entry = must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 1))[0]
	must(db.AskClearance(falcon("U1", s.item.ID)))
	s.clearance = asked(tb, db, "K1")
	s.referral = storetest.MustReferral(tb, db, "U1", "Zed Zulu", "zed@x.com")
	s.referral = must(db.MoveReferral("R1", s.referral.ID, store.Screening, "", s.referral.Version))
	s.referral = must(db.AskReferrer("R1", s.referral.ID, "Since when?"))
	s.waiting = storetest.MustReferral(tb, db, "U1", "Yan Young", "yan@x.com")
	hint := anOutcome("e1", string(s.referral.ID), outcome.Interview)
	hint.Known = outcome.Hint
	s.hint = must(db.ApplyOutcome(hint))
	s.intro = storetest.MustIntro(tb, db, "U1", "Ike Ibsen", "ike@acme.example")
	s.told = storetest.MustStory(tb, db, "U1", nil)
	s.edited = storetest.MustStory(tb, db, "U1", nil)
	s.edited = must(db.EditStory("C1", s.edited.ID, s.edited.Version, store.StoryText{Title: "Oven", Text: "An oven.",
		Topics: []string{"culture"}}))
	prefs := storetest.MustGet(tb, db, "L1").Prefs
	prefs.Incentive = store.ForDevelopment
	must(db.SavePreferences("L1", prefs))
	s.slot, s.claimed, s.given = mustSlot(tb, db), mustSlot(tb, db), mustSlot(tb, db)
	for _, slot := range []store.Slot{s.claimed, s.given} {
		must(db.ClaimSlot("L1", slot.ID, true))
	}
	must(db.GiveSlot("M1", s.given.ID, "L1"))
	must(db.SignUp("U1", s.event.ID))
	storetest.MustFooting(tb, db)
	today := store.DateOf(store.Now(), time.UTC)
	s.campaign = must(db.SaveCampaign("M1", store.Campaign{Name: "Spring", Why: "Engineers.", Target: 5,
		Goal: store.CampaignGoals[0], From: today, To: today}))
	s.ended = must(db.SaveCampaign("M1", store.Campaign{Name: "Summer", Why: "Engineers.", Target: 5,
		Goal: store.CampaignGoals[0], From: today, To: today}))
	s.ended = must(db.EndCampaign("M1", s.ended.ID))
	s.crisis = must(db.StartCrisis("M1", store.Crisis{Scope: store.HoldTopic, Of: "nothing", Reason: "We wait.",
		Statement: "Wait.", Owner: "M1"}))
	for _, w := range must(storetest.Ask1(db, (*store.Query).WinsOf, "U1")) {
		s.win = w
	}
	s.more(tb, db)
	s.schedule = must(db.SaveBoardSchedule("M1", store.BoardSchedule{Channel: "C1", Cron: "0 9 * * 1", TimeZone: "UTC",
		Span: store.Week, NextAt: time.Now().AddDate(0, 0, 7)}))
	s.source = must(db.AddSource("C1", store.Source{Name: "Blog", Address: "https://blog.example.com/feed"}))
	s.lesson = must(db.Settings()).Lessons[0]
	s.paused = must(db.AddSource("C1", store.Source{Name: "Paper", Address: "https://blog.example.com/paper"}))
	s.paused = must(db.PauseSource("C1", s.paused.ID))
	// Now they drop out, who had every role.
	for _, role := range store.Roles {
		if err := errors.Join(db.ChangeRole(store.Operator, role, []store.EmployeeID{"X1", "G1", "D1", "Z1"}, nil),
			db.ChangeRole(store.Operator, role, nil, []store.EmployeeID{"X1"})); err != nil {
			tb.Fatal(err)
		}
	}
	storetest.MustSync(tb, db, store.SlackUser{ID: "G1", Name: "Gus", Guest: true},
		store.SlackUser{ID: "D1", Name: "Dora", Deactivated: true})
	must(db.EraseEmployee(store.Operator, "Z1"))
	var copied bytes.Buffer
	must(db.Backup(&copied))
	s.image = copied.Bytes()
	return s
}

// more adds what takes several steps: points of three people, hires that are paid, what a source says anew,
// and webhooks.
func (s *scene) more(tb testing.TB, db *store.DB) {
	tb.Helper()
	for _, id := range []store.EmployeeID{"C1", "R1"} {
		storetest.MustShare(tb, db, id, s.item.ID)
	}
	for _, name := range []string{"Hal Hope", "Hanna Hill"} {
		r := storetest.MustReferral(tb, db, "U1", name, strings.ToLower(strings.Fields(name)[1])+"@x.com")
		start := store.DateOf(store.Now().AddDate(0, 0, -200), time.UTC)
		r = must(db.CloseReferral("R1", r.ID, store.Hired, store.Closing{StartsOn: start}, r.Version))
		must(db.TickPayouts(store.Now()))
		s.payouts = append(s.payouts, must(storetest.Ask1(db, (*store.Query).PayoutsOf, r.ID))...)
	}
	must(db.ApprovePayouts("M1", []string{s.payouts[0].ID}))
	if _, _, err := db.ExportPayouts("M1"); err != nil {
		tb.Fatal(err)
	}
	must(db.ApprovePayouts("M1", []string{s.payouts[1].ID}))
	feed := must(db.AddSource("C1", store.Source{Name: "Feed", Address: "https://blog.example.com/all"}))
	for _, title := range []string{"First", "Second"} {
		item := anItem("a", func(a *store.Asset) { a.Title = title })
		reading(tb, db, feed.ID, store.Poll{Items: []store.PollItem{item}})
		s.proposed = byKey(tb, db, "a")
		if title == "First" {
			must(db.PublishAsset(store.Operator, s.proposed.ID))
		}
	}
	other := storetest.MustReferral(tb, db, "U1", "Uma Ulm", "uma@x.com")
	hint := anOutcome("e2", string(other.ID), outcome.Interview)
	hint.Known, hint.External = outcome.Hint, []string{"application/e2"}
	s.decided = must(db.ApplyOutcome(hint))
	must(db.AssignOutcome("R1", s.decided.ID, other.ID))
	err := errors.Join(db.AddHook("M1", "ashby", "secret"), db.AddHookTarget("M1", "https://hooks.example/y", hookSecret))
	if err != nil {
		tb.Fatal(err)
	}
}

const hookSecret = "whsec_QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"

// open opens a copy of the scene.
func (s *scene) open(tb testing.TB) *store.DB {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "scene.db")
	if err := os.WriteFile(path, s.image, 0o600); err != nil {
		tb.Fatal(err)
	}
	db := storetest.MustOpenAt(tb, path)
	db.Unsynced()
	return db
}
