// Demo tests: it begins with something to read, a week of mornings goes by without repeating itself, and kept data is
// kept.

package main

import (
	"context"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// mustDemo starts the demo on a database as Run does and stops it with the test.
func mustDemo(tb testing.TB, path string) *demo {
	tb.Helper()
	return mustDemoOf(tb, loadCompany, path)
}

// mustDemoOf is mustDemo for a company.
func mustDemoOf(tb testing.TB, load func() (*company, error), path string) *demo {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	d, err := newDemo(load, path, listener, zerolog.New(tb.Output()).Level(zerolog.WarnLevel))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := d.close(); err != nil {
			tb.Errorf("closing the demo: %v", err)
		}
	})
	go func() { _ = d.workspace.Serve(listener) }()
	if err := d.start(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return d
}

// mustDigests waits until Ada has n digests and returns their titles, oldest first, each once.
func mustDigests(tb testing.TB, d *demo, n int) []string {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	var titles []string
	err := d.workspace.Await(ctx, func() bool {
		titles = nil
		for _, m := range d.workspace.Person("ada").Inbox() {
			if isDigest(m) {
				title, _, _ := strings.Cut(m.Text, "\n")
				titles = append(titles, title)
			}
		}
		return len(titles) >= n
	})
	if err != nil {
		tb.Fatalf("Ada has the digests %q, want %d: %v", titles, n, err)
	}
	return titles
}

func TestDemo_BeginsWithSomethingToReadAndGoesOnForAWeek(t *testing.T) {
	d := mustDemo(t, filepath.Join(t.TempDir(), "vouch.db"))
	mustDigests(t, d, 1)
	for command, words := range map[string]string{"/vouch me": "point", "/leaderboard": "Leaderboard"} {
		mustAnswer(t, d, command, words)
	}
	items := map[store.AssetID]int{}
	count := func(day store.LocalDate) {
		delivery, found, err := d.app.DB.TodaysDelivery(demoFirst, day)
		if err != nil || !found || len(delivery.Picks) != 3 {
			t.Errorf("%s: %d items, found %v, error %v", day, len(delivery.Picks), found, err)
		}
		for _, pick := range delivery.Picks {
			items[pick.Asset]++
		}
	}
	count(store.DateOf(store.Now(), store.Location("Europe/Stockholm", "UTC")))
	if _, err := d.app.DB.AddAsset(store.Operator, store.Asset{Kind: store.Article, Title: "Waiting",
		URL: "https://x.example/waiting"}, false); err != nil {
		t.Fatal(err)
	}
	for morning := range 5 {
		// Who never acts gets fewer digests, on which mornings depends on the weekday.
		if err := d.app.DB.NoteInteraction(demoFirst); err != nil {
			t.Fatal(err)
		}
		ada, err := d.app.DB.Employee(demoFirst)
		if err != nil {
			t.Fatal(err)
		}
		day := dueDay(ada, "UTC")
		text, err := d.nextMorning(t.Context())
		if err != nil || !strings.HasPrefix(text, dayInWords(day)) {
			t.Fatalf("morning %d, %s: %q, error %v", morning+2, day, text, err)
		}
		count(day)
		if morning == 0 {
			mustDigests(t, d, 2)
			mustCard(t, d, "chloe", "waits for your review")
		}
	}
	for id, times := range items {
		if times > 1 {
			t.Errorf("item %s was shown %d times", id, times)
		}
	}
}

// README sends a newcomer to Ruth for a referral of Ada's that waits for an answer.
func TestDemo_OwnersHaveTheCardsOfTheirReferralsAndReferrersGoodNews(t *testing.T) {
	d := mustDemo(t, filepath.Join(t.TempDir(), "vouch.db"))
	waits := 0
	company, err := loadCompany()
	if err != nil {
		t.Fatal(err)
	}
	for _, past := range company.history.Referrals {
		referrals, err := storetest.Ask1(d.app.DB, (*store.Query).ReferralsOf, past.By)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range referrals {
			if r.Stage == store.Started {
				continue // long ago
			}
			mustCard(t, d, string(r.Owner), r.Person.Name)
			if past.By == demoFirst && r.Owner == "U0RUTH" && r.Stage == store.Submitted {
				waits++
				mustHome(t, d, string(r.Owner), r.Person.Name)
			}
		}
	}
	if waits == 0 {
		t.Error("nothing of Ada's waits for Ruth")
	}
	mustCard(t, d, "sam", "*Piotr Zieliński* was hired")
	mustCard(t, d, "lena", "*Jonas Feld* became a customer")
}

// mustHome opens somebody's Home and waits until it says these words.
func mustHome(tb testing.TB, d *demo, who, words string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	person := d.workspace.Person(who)
	if err := person.OpenHome(ctx); err != nil {
		tb.Fatal(err)
	}
	if _, err := person.AwaitHome(ctx, func(v *slacksim.View) bool {
		return strings.Contains(v.Words(), words)
	}); err != nil {
		tb.Errorf("%s's Home does not say %q: %v", who, words, err)
	}
}

// mustCard waits for a message with these words in somebody's conversation with the app.
func mustCard(tb testing.TB, d *demo, who, words string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	err := d.workspace.Await(ctx, func() bool {
		return slices.ContainsFunc(d.workspace.Person(who).Inbox(),
			func(m slacksim.Message) bool { return strings.Contains(m.Words(), words) })
	})
	if err != nil {
		tb.Errorf("%s has no message that says %q: %v", who, words, err)
	}
}

// mustAnswer types a command as Ada and waits for a private answer with the words.
func mustAnswer(tb testing.TB, d *demo, command, words string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	ada := d.workspace.Person("ada")
	if answer, err := ada.Slash(ctx, "general", command); err != nil || !answer.Acked {
		tb.Fatalf("%s: %+v, %v", command, answer, err)
	}
	err := d.workspace.Await(ctx, func() bool {
		if v := ada.Modal(); v != nil && strings.Contains(v.Title+v.Words(), words) {
			return true
		}
		for _, m := range ada.Ephemerals() {
			if strings.Contains(m.Words(), words) {
				return true
			}
		}
		return false
	})
	if err != nil {
		tb.Errorf("%s does not say %q: %v", command, words, err)
	}
}

func TestDemo_KeepsItsDataWhenAsked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept.db")
	var before []store.Asset
	var score store.Score
	t.Run("first", func(t *testing.T) {
		d := mustDemo(t, path)
		mustDigests(t, d, 1)
		before, score = mustLibrary(t, d)
	})
	d := mustDemo(t, path)
	after, again := mustLibrary(t, d)
	// The second start plays a morning, on which an event of the library may be over.
	isNew := func(a store.Asset) bool {
		return !slices.ContainsFunc(before, func(b store.Asset) bool { return b.ID == a.ID })
	}
	if len(after) == 0 || slices.ContainsFunc(after, isNew) || score.All != again.All {
		t.Errorf("%d items and %d points became %d and %d", len(before), score.All, len(after), again.All)
	}
	mustDigests(t, d, 1) // the workspace is a new one; there is something to read all the same
}

func mustLibrary(tb testing.TB, d *demo) ([]store.Asset, store.Score) {
	tb.Helper()
	assets, err := d.app.DB.LiveAssets()
	if err != nil {
		tb.Fatal(err)
	}
	score, err := storetest.Ask2(d.app.DB, (*store.Query).ScoreOf, demoFirst, store.Now())
	if err != nil {
		tb.Fatal(err)
	}
	return assets, score
}

func TestDemo_CompanyIsSound(t *testing.T) {
	c, err := loadCompany()
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]bool{}
	for _, p := range c.people {
		people[p.ID] = true
	}
	for _, p := range c.people {
		if _, err := time.LoadLocation(p.TZ); err != nil {
			t.Errorf("%s: time zone %q: %v", p.Name, p.TZ, err)
		}
		if p.Manager != "" && !people[p.Manager] {
			t.Errorf("%s: the manager %s is nobody", p.Name, p.Manager)
		}
	}
	paths := map[string]bool{}
	for _, a := range append(c.assets, c.archive...) {
		if paths[a.Path] {
			t.Errorf("%q: the path %s stands there twice", a.Title, a.Path)
		}
		paths[a.Path] = true
		if a.Author != "" && !people[string(a.Author)] {
			t.Errorf("%q: the author %s is nobody", a.Title, a.Author)
		}
	}
	for _, entry := range c.calendar {
		if paths[entry.Path] {
			t.Errorf("%q: the path %s stands there twice", entry.Title, entry.Path)
		}
		paths[entry.Path] = true
	}
	for _, channel := range c.workspace.Channels {
		for _, name := range channel.Members {
			if !slices.ContainsFunc(c.people, func(p demoPerson) bool { return p.Name == name }) {
				t.Errorf("#%s: the member %s is nobody", channel.Name, name)
			}
		}
	}
	if len(c.people) < 25 || len(c.assets) < 40 {
		t.Errorf("%d people and %d items, want 25 and 40", len(c.people), len(c.assets))
	}
}
