// Package storetest builds databases and nouns for tests; everything it cannot build fails the test at once.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"vouch/store"
)

// Key is the key of every test database.
var Key = []byte("0123456789abcdef0123456789abcdef")

// MustOpen opens a new database in a temporary folder. When the test ends it is checked and closed.
func MustOpen(tb testing.TB) *store.DB {
	tb.Helper()
	return MustOpenAt(tb, filepath.Join(tb.TempDir(), "vouch.db"))
}

// MustOpenAt is MustOpen for a path.
func MustOpenAt(tb testing.TB, path string) *store.DB {
	tb.Helper()
	db, err := store.Open(store.Options{Path: path, Key: Key})
	if err != nil {
		tb.Fatalf("open the database: %v", err)
	}
	tb.Cleanup(func() {
		MustCheck(tb, db)
		if err := db.Close(); err != nil {
			tb.Errorf("close the database: %v", err)
		}
	})
	return db
}

// MustCheck fails the test when Check finds a problem. A database that was closed already is left alone.
func MustCheck(tb testing.TB, db *store.DB) {
	tb.Helper()
	report, err := db.Check(context.Background())
	if err != nil {
		return
	}
	for _, problem := range report.Problems {
		tb.Errorf("check: %s", problem)
	}
}

// MustEmployee adds an active person of the workspace, who has not joined, in UTC.
func MustEmployee(tb testing.TB, db *store.DB, id store.EmployeeID, name string) store.Employee {
	tb.Helper()
	MustSync(tb, db, store.SlackUser{ID: id, Name: name, TimeZone: "UTC"})
	return MustGet(tb, db, id)
}

// MustGet reads a person.
func MustGet(tb testing.TB, db *store.DB, id store.EmployeeID) store.Employee {
	tb.Helper()
	e, err := db.Employee(id)
	if err != nil {
		tb.Fatalf("read %s: %v", id, err)
	}
	return e
}

// MustSync brings in people as Slack reports them. In a program that is set up they have agreed to the policy.
func MustSync(tb testing.TB, db *store.DB, users ...store.SlackUser) {
	tb.Helper()
	if _, err := db.SyncPeople(users, false); err != nil {
		tb.Fatalf("sync people: %v", err)
	}
	if settings, err := db.Settings(); err != nil || len(settings.Unset()) > 0 {
		return
	}
	for _, user := range users {
		if !user.Guest && !user.Deactivated {
			MustUnlock(tb, db, user.ID)
		}
	}
}

// MustAdvocate adds a person who joined with the persona engineering and the program's rhythm.
func MustAdvocate(tb testing.TB, db *store.DB, id store.EmployeeID, name string) store.Employee {
	tb.Helper()
	MustEmployee(tb, db, id, name)
	e, err := db.Join(id, store.JoinForm{Personas: []store.PersonaID{"engineering"}})
	if err != nil {
		tb.Fatalf("%s joins: %v", id, err)
	}
	return e
}

// MustManager adds a program manager who joined.
func MustManager(tb testing.TB, db *store.DB, id store.EmployeeID, name string) store.Employee {
	tb.Helper()
	return MustRole(tb, db, id, name, store.Manager)
}

// MustRole adds a person who joined and holds a role.
func MustRole(tb testing.TB, db *store.DB, id store.EmployeeID, name string, role store.Role) store.Employee {
	tb.Helper()
	MustAdvocate(tb, db, id, name)
	if err := db.ChangeRole(store.Operator, role, []store.EmployeeID{id}, nil); err != nil {
		tb.Fatalf("grant %s to %s: %v", role, id, err)
	}
	return MustGet(tb, db, id)
}

var assetNumber atomic.Int64

// AnAsset is a valid article with its own address; change changes what the test is about.
func AnAsset(change func(*store.Asset)) store.Asset {
	n := assetNumber.Add(1)
	a := store.Asset{
		Kind: store.Article, Title: fmt.Sprintf("How we moved %d services", n), Summary: "What went well and what did not.",
		URL: fmt.Sprintf("https://blog.example.com/posts/%d", n), Topics: []string{"engineering"},
		Variants: []store.Variant{{Text: "Moving services taught us this."}, {Text: "Three lessons from a year of moving."}},
	}
	if change != nil {
		change(&a)
	}
	return a
}

// MustAsset adds a live asset.
func MustAsset(tb testing.TB, db *store.DB, change func(*store.Asset)) store.Asset {
	tb.Helper()
	a, err := db.AddAsset(store.Operator, AnAsset(change), true)
	if err != nil {
		tb.Fatalf("add an asset: %v", err)
	}
	return a
}

// MustJob adds a live job asset.
func MustJob(tb testing.TB, db *store.DB, title, department, location string) store.Asset {
	tb.Helper()
	return MustAsset(tb, db, func(a *store.Asset) {
		a.Kind, a.Title, a.Job = store.Job, title, &store.JobFacts{Department: department, Location: location}
	})
}

// MustEvent adds a live event that begins at a time, with that many places (0: no limit).
func MustEvent(tb testing.TB, db *store.DB, start time.Time, slots int) store.Asset {
	tb.Helper()
	return MustAsset(tb, db, func(a *store.Asset) {
		a.Kind, a.Title, a.Event = store.Event, "Open evening",
			&store.EventFacts{StartsAt: start, Place: "Berlin office", Slots: slots}
	})
}

// NameCompany sets the program up where that was not done, so that sharing can begin: the company has a name, policy
// and disclosure are confirmed, and everybody who is here by then has agreed to the policy.
func NameCompany(db *store.DB) error {
	settings, err := db.Settings()
	if err != nil || len(settings.Unset()) == 0 {
		return err
	}
	if settings.Company == "" {
		settings.Company = "Northwind"
	}
	settings.Confirm("policy")
	settings.Confirm("sharing")
	if err := db.SaveSettings(store.Operator, settings); err != nil {
		return err
	}
	return AcknowledgeAll(db)
}

// AcknowledgeAll has everybody agree to the policy who works here.
func AcknowledgeAll(db *store.DB) error {
	people, err := db.Employees()
	for _, e := range people {
		if err == nil && !e.Guest && !e.Deactivated {
			err = Acknowledge(db, e.ID)
		}
	}
	return err
}

// Acknowledge has somebody agree to the policy that holds.
func Acknowledge(db *store.DB, id store.EmployeeID) error {
	settings, err := db.Settings()
	if err == nil {
		err = db.Acknowledge(id, settings.Policy.Version)
	}
	return err
}

// MustUnlock sets the program up and has somebody agree to the policy.
func MustUnlock(tb testing.TB, db *store.DB, id store.EmployeeID) {
	tb.Helper()
	MustCompany(tb, db)
	locked := db.View(func(q *store.Query) error { return q.Unlocked(id) })
	if errors.Is(locked, store.ErrUnread) {
		locked = Acknowledge(db, id)
	}
	if locked != nil {
		tb.Fatalf("%s agrees to the policy: %v", id, locked)
	}
}

// MustCompany is NameCompany for a test.
func MustCompany(tb testing.TB, db *store.DB) {
	tb.Helper()
	if err := NameCompany(db); err != nil {
		tb.Fatalf("name the company: %v", err)
	}
}

// MustShare opens a share on LinkedIn with the first suggested text and declares it.
func MustShare(tb testing.TB, db *store.DB, id store.EmployeeID, asset store.AssetID) store.Share {
	tb.Helper()
	MustUnlock(tb, db, id)
	s, err := db.OpenShare(store.OpenShare{Employee: id, Asset: asset, Network: store.LinkedIn, Text: "Worth reading.",
		Supplied: true, Variant: -1})
	if err != nil {
		tb.Fatalf("open a share: %v", err)
	}
	s, _, err = db.DeclareShare(id, s.ID)
	if err != nil {
		tb.Fatalf("declare a share: %v", err)
	}
	return s
}

// ASubmission is a valid referral of a candidate by e-mail.
func ASubmission(referrer store.EmployeeID, name, email string) store.Submission {
	return store.Submission{Kind: store.Candidate, Referrer: referrer,
		Person: store.Person{Name: name, Email: email, Why: "Calm under pressure."},
		Need:   "Site reliability engineering", Relationship: "worked", HowWell: 3, Consent: true}
}

// MustReferral submits a candidate and expects the verdict accepted.
func MustReferral(tb testing.TB, db *store.DB, referrer store.EmployeeID, name, email string) store.Referral {
	tb.Helper()
	MustUnlock(tb, db, referrer)
	r, err := db.SubmitReferral(ASubmission(referrer, name, email))
	if err != nil || r.Verdict != store.VerdictAccepted {
		tb.Fatalf("refer %s: verdict %q, error %v", name, r.Verdict, err)
	}
	return r.Referral
}

// AnIntroduction is a valid introduction of a client.
func AnIntroduction(introducer store.EmployeeID, name, email string) store.Introduction {
	return store.Introduction{Kind: store.Client, Introducer: introducer, Need: "a warehouse system",
		Person: store.Person{Name: name, Email: email, Company: "Acme", Why: "They asked me."}}
}

// MustIntro offers an introduction of a client.
func MustIntro(tb testing.TB, db *store.DB, introducer store.EmployeeID, name, email string) store.Introduction {
	tb.Helper()
	MustUnlock(tb, db, introducer)
	i, err := db.OfferIntroduction(AnIntroduction(introducer, name, email), true)
	if err != nil {
		tb.Fatalf("introduce %s: %v", name, err)
	}
	return i
}

// MustPlan records a digest of today for an advocate, on request, and returns its key.
func MustPlan(tb testing.TB, db *store.DB, id store.EmployeeID, picks ...store.AssetID) string {
	tb.Helper()
	plan := store.DigestPlan{Employee: id, Date: store.DateOf(store.Now(), time.UTC), OnRequest: true}
	for _, asset := range picks {
		plan.Picks = append(plan.Picks, store.Pick{Asset: asset, Reason: "because it is new", Propensity: 1,
			Policy: "test/1"})
	}
	n, err := db.RecordDigests([]store.DigestPlan{plan})
	if err != nil || n != 1 {
		tb.Fatalf("plan a digest: %d planned, error %v", n, err)
	}
	return "digest/" + string(plan.Date) + "/" + string(id)
}

// MustDeliver claims everything that may go now and completes it as a courier would, each in its own place. It returns
// the messages by key.
func MustDeliver(tb testing.TB, db *store.DB) map[string]store.Message {
	tb.Helper()
	claimed, err := db.ClaimMessages(store.Now(), 1000)
	if err != nil {
		tb.Fatalf("claim: %v", err)
	}
	sent := map[string]store.Message{}
	for i, m := range claimed {
		channel := m.Channel
		if m.To != "" {
			channel = "D" + string(m.To)
		}
		if err := db.CompleteMessage(m.Key, channel, fmt.Sprintf("%d.%06d", store.Now().UnixMicro(), i)); err != nil {
			tb.Fatalf("complete %s: %v", m.Key, err)
		}
		sent[m.Key] = m
	}
	return sent
}

// MustFooting sets the program up and adds live items, until boards and campaigns may begin.
func MustFooting(tb testing.TB, db *store.DB) {
	tb.Helper()
	MustCompany(tb, db)
	mustEnoughItems(tb, db)
}

func mustEnoughItems(tb testing.TB, db *store.DB) {
	tb.Helper()
	live, err := db.LiveAssets()
	if err != nil {
		tb.Fatal(err)
	}
	for range 3 - min(3, len(live)) {
		MustAsset(tb, db, nil)
	}
}

// MustSettings changes the settings as the operator. Turning boards on brings what they wait for.
func MustSettings(tb testing.TB, db *store.DB, change func(*store.Settings)) store.Settings {
	tb.Helper()
	s, err := db.Settings()
	if err == nil {
		on := s.BoardOn
		if change(&s); s.BoardOn && !on {
			// Boards wait for a policy and for items.
			s.Confirm("policy")
			mustEnoughItems(tb, db)
		}
	}
	if err == nil {
		err = db.SaveSettings(store.Operator, s)
	}
	if err == nil {
		s, err = db.Settings()
	}
	if err != nil {
		tb.Fatalf("change the settings: %v", err)
	}
	return s
}

// MustStory tells a story in somebody's name, who must have joined; change (may be nil) changes the form.
func MustStory(tb testing.TB, db *store.DB, author store.EmployeeID, change func(*store.StoryForm)) store.Story {
	tb.Helper()
	form := store.StoryForm{ID: fmt.Sprintf("form-%d", assetNumber.Add(1)), Author: author, Consent: store.ShareNamed,
		Answers: []store.Answer{{Question: "What happened?", Text: "We moved the bakery to the new oven."}}}
	if change != nil {
		change(&form)
	}
	s, err := db.TellStory(form)
	if err != nil {
		tb.Fatalf("tell a story: %v", err)
	}
	return s
}

// MustApprovedStory tells a story, has the command line edit it, and lets its author approve the text.
func MustApprovedStory(tb testing.TB, db *store.DB, author store.EmployeeID,
	change func(*store.StoryForm)) (store.Story, store.Asset) {
	tb.Helper()
	s := MustStory(tb, db, author, change)
	s, err := db.EditStory(store.Operator, s.ID, s.Version,
		store.StoryText{Title: "The new oven", Text: "We moved the bakery. It took a week.", Topics: []string{"culture"}})
	if err != nil {
		tb.Fatalf("edit a story: %v", err)
	}
	s, a, err := db.ApproveStory(author, s.ID, s.Proposed.Version)
	if err != nil {
		tb.Fatalf("approve a story: %v", err)
	}
	return s, a
}

// SavePersonas makes a list the program's personas, as a program file does.
func SavePersonas(db *store.DB, actor store.EmployeeID, list []store.Persona) error {
	state, err := db.ProgramState()
	if err != nil {
		return err
	}
	state.Program.Personas = list
	return db.ApplyProgram(actor, state.Program, state.Version)
}

// Ask reads one thing: storetest.Ask2(db, (*store.Query).ScoreOf, id, now). The number is that of the arguments.
func Ask[T any](db *store.DB, read func(*store.Query) T) (v T, err error) {
	err = db.View(func(q *store.Query) error { v = read(q); return nil })
	return v, err
}

// Ask1 is Ask for a read with an argument.
func Ask1[A, T any](db *store.DB, read func(*store.Query, A) T, a A) (T, error) {
	return Ask(db, func(q *store.Query) T { return read(q, a) })
}

// Ask2 is Ask for a read with two arguments.
func Ask2[A, B, T any](db *store.DB, read func(*store.Query, A, B) T, a A, b B) (T, error) {
	return Ask(db, func(q *store.Query) T { return read(q, a, b) })
}

// Ask3 is Ask for a read with three arguments.
func Ask3[A, B, C, T any](db *store.DB, read func(*store.Query, A, B, C) T, a A, b B, c C) (T, error) {
	return Ask(db, func(q *store.Query) T { return read(q, a, b, c) })
}

// Find0 is Ask for what may not exist.
func Find0[T any](db *store.DB, read func(*store.Query) (T, bool)) (v T, found bool, err error) {
	err = db.View(func(q *store.Query) error { v, found = read(q); return nil })
	return v, found, err
}

// Find1 is Ask1 for what may not exist.
func Find1[A, T any](db *store.DB, read func(*store.Query, A) (T, bool), a A) (v T, found bool, err error) {
	err = db.View(func(q *store.Query) error { v, found = read(q, a); return nil })
	return v, found, err
}

// Find2 is Ask2 for what may not exist.
func Find2[A, B, T any](db *store.DB, read func(*store.Query, A, B) (T, bool), a A, b B) (v T, found bool, err error) {
	err = db.View(func(q *store.Query) error { v, found = read(q, a, b); return nil })
	return v, found, err
}
