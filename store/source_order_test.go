// Properties of reading sources: the order of items does not matter, the caps hold whatever comes.

package store_test

import (
	"fmt"
	"math/rand"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vouch/store"
	"vouch/store/storetest"
)

// drawPoll makes a reading of a few items out of a small world of keys, pages and texts, so that they often collide.
func drawPoll(rt *rapid.T, at time.Time) store.Poll {
	p := store.Poll{Complete: rapid.Bool().Draw(rt, "complete")}
	for range rapid.IntRange(0, 12).Draw(rt, "items") {
		item := anItem(fmt.Sprint(rapid.IntRange(0, 9).Draw(rt, "key")), func(a *store.Asset) {
			a.URL = fmt.Sprintf("https://x.example/%d", rapid.IntRange(0, 9).Draw(rt, "page"))
			a.Title = fmt.Sprintf("Title %d", rapid.IntRange(0, 4).Draw(rt, "title"))
			a.Summary = ""
			if rapid.Bool().Draw(rt, "job") {
				a.Kind, a.Job = store.Job, &store.JobFacts{Location: "Berlin"}
			} else if rapid.Bool().Draw(rt, "summary") {
				a.Summary = "The same."
			}
		})
		if rapid.Bool().Draw(rt, "dated") {
			item.Published = at.Add(-time.Duration(rapid.IntRange(0, 500).Draw(rt, "age")) * 24 * time.Hour)
		}
		p.Items = append(p.Items, item)
	}
	return p
}

// library is what is known of the assets of a source, by key.
func library(tb testing.TB, db *store.DB) map[string]string {
	tb.Helper()
	all := map[string]string{}
	for _, state := range []store.AssetState{store.Live, store.InReview, store.Withdrawn, store.Expired} {
		for _, a := range must(db.AssetsBy(state, 1000, "")) {
			text := fmt.Sprintf("%s %s %s", a.State, a.Title, a.URL)
			if a.Proposed != nil {
				text += " proposed " + a.Proposed.Title
			}
			all[a.SourceKey] = text
		}
	}
	return all
}

func TestRecordPoll_OrderDoesNotMatterAndCapsHold(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	folder := t.TempDir()
	worlds := 0
	rapid.Check(t, func(rt *rapid.T) {
		worlds++
		var dbs [2]*store.DB
		var ids [2]store.SourceID
		perDay, atOnce := rapid.IntRange(1, 8).Draw(rt, "per day"), rapid.IntRange(1, 8).Draw(rt, "at once")
		for i := range dbs {
			db, err := store.Open(store.Options{Path: filepath.Join(folder, fmt.Sprintf("%d-%d.db", worlds, i)),
				Key: storetest.Key})
			if err != nil {
				rt.Fatal(err)
			}
			defer func() { storetest.MustCheck(t, db); _ = db.Close() }()
			dbs[i], ids[i] = db, mustSource(t, db, func(s *store.Source) {
				s.PerDay, s.LiveAtOnce, s.AutoApprove = perDay,
					atOnce, true
			}).ID
		}
		at := time.Now()
		came := 0
		for range rapid.IntRange(1, 4).Draw(rt, "readings") {
			p := drawPoll(rt, at)
			straight := reading(t, dbs[0], ids[0], p)
			random := rand.New(rand.NewSource(int64(rapid.Int().Draw(rt, "seed"))))
			random.Shuffle(len(p.Items), func(i, j int) { p.Items[i], p.Items[j] = p.Items[j], p.Items[i] })
			shuffled := reading(t, dbs[1], ids[1], p)
			if straight.Source.Result != shuffled.Source.Result {
				rt.Fatalf("in order %q, shuffled %q", straight.Source.Result, shuffled.Source.Result)
			}
			if diff := cmp.Diff(library(t, dbs[0]), library(t, dbs[1])); diff != "" {
				rt.Fatalf("the order made a difference\n%s", diff)
			}
			came += straight.New + straight.Back
			n := must(dbs[0].SourceItems(ids[0]))
			if came > perDay || n.Live+n.Waiting > atOnce {
				rt.Fatalf("%d came in on a day of %d, %+v stand where %d may", came, perDay, n, atOnce)
			}
		}
	})
}

func TestRecordPoll_OfTwoUnderOneKeyTheSameOneStays(t *testing.T) {
	db := storetest.MustOpen(t)
	one := anItem("k", func(a *store.Asset) { a.Title = "One" })
	two := anItem("k", func(a *store.Asset) { a.Title = "Two" })
	var kept []string
	for i := range 2 {
		items := []store.PollItem{one, two}
		if i == 1 {
			items = []store.PollItem{two, one}
		}
		s := mustSource(t, db, func(s *store.Source) { s.Address = fmt.Sprintf("https://example.com/%d", i) })
		reading(t, db, s.ID, store.Poll{Items: items})
		waiting := must(db.AssetsBy(store.InReview, 10, ""))
		if len(waiting) != 1 {
			t.Fatalf("%d items wait", len(waiting))
		}
		kept = append(kept, waiting[0].Title)
		must(db.WithdrawAsset(store.Operator, waiting[0].ID, "Next."))
		one.Asset.URL, two.Asset.URL = "https://x.example/next", "https://x.example/next"
	}
	if kept[0] != kept[1] {
		t.Errorf("of the same two items %v stayed", kept)
	}
}
