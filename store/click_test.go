// Clicks: classes, visitors and their windows, points, levels, what is kept and what goes with the day.

package store_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

// click is a request that may be a person's.
func click(s store.Share, visitor string) store.Click {
	return store.Click{Token: s.Token, Class: store.Human, Visitor: visitor}
}

// classes records clicks and says as what they were counted.
func classes(db *store.DB, clicks ...store.Click) (list []store.ClickClass) {
	for _, c := range clicks {
		list = append(list, must(db.RecordClick(c)).Class)
	}
	return list
}

// clicksOf are the counts of a share.
func clicksOf(db *store.DB, s store.Share) store.ClickCounts {
	return must(storetest.Ask1(db, (*store.Query).ClicksOf, s.ID))
}

// posted is a share that was declared long enough ago for its link to be found.
func posted(t *testing.T, db *store.DB) store.Share {
	storetest.MustAdvocate(t, db, "U1", "Ada")
	s := storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
	time.Sleep(time.Minute)
	return s
}

func TestRecordClick_ByClass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		s := posted(t, db)
		l := must(db.RecordClick(store.Click{Token: s.Token, Class: store.Preview, Visitor: "a"}))
		if l.Share.ID != s.ID || l.URL == "" || l.State != store.Live || l.Class != store.Preview {
			t.Errorf("landing %+v", l)
		}
		must(db.OpenComposer(s.Token, "ada's browser"))
		suspect := click(s, "b")
		suspect.Signs = store.SuspectAt
		got := classes(db, click(s, "a"), click(s, "a"), click(s, "b"), suspect, click(s, "ada's browser"),
			store.Click{Token: s.Token, Class: store.Head}, store.Click{Token: s.Token, Class: store.Crawler},
			store.Click{Token: s.Token, Class: store.Prefetch})
		want := []store.ClickClass{store.Human, store.Repeat, store.Human, store.Scanner, store.Own, store.Head,
			store.Crawler, store.Prefetch}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("classes (-want +got):\n%s", diff)
		}
		counts := store.ClickCounts{Human: 2, Unique: 2, Repeat: 1, Crawler: 1, Preview: 1, Prefetch: 1, Head: 1, Scanner: 1,
			Own: 1}
		if diff := cmp.Diff(counts, clicksOf(db, s)); diff != "" {
			t.Errorf("counts (-want +got):\n%s", diff)
		}
		var mine, others strings.Builder
		storetest.MustAdvocate(t, db, "U2", "Bob")
		line := `{"kind":"clicks","value":{"share":"` + string(s.ID) + `","day":"2000-01-01","human":2,"unique":2,`
		if err := db.Export(&mine, "U1", false); err != nil || !strings.Contains(mine.String(), line) {
			t.Errorf("exported %v\n%s", err, mine.String())
		}
		if err := db.Export(&others, "U2", false); err != nil || strings.Contains(others.String(), "clicks") {
			t.Errorf("exported %v\n%s", err, others.String())
		}
	})
}

// The same person counts again after half an hour, and as another visitor on another day.
func TestRecordClick_Windows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		s := posted(t, db)
		for _, step := range []struct {
			wait   time.Duration
			class  store.ClickClass
			unique int
		}{{0, store.Human, 1}, {29 * time.Minute, store.Repeat, 1}, {2 * time.Minute, store.Human, 1},
			{24 * time.Hour, store.Human, 2}} {
			time.Sleep(step.wait)
			if got := must(db.RecordClick(click(s, "a"))).Class; got != step.class || clicksOf(db, s).Unique != step.unique {
				t.Errorf("after %v: %v, %+v", step.wait, got, clicksOf(db, s))
			}
		}
		var days []string
		err := db.View(func(q *store.Query) error {
			today := store.DateOf(time.Now(), time.UTC)
			q.EachClickDay("2000-01-01", today, func(id store.ShareID, day store.LocalDate, c store.ClickCounts) {
				days = append(days, fmt.Sprintf("%t %s %d %d", id == s.ID, day, c.Human, c.Repeat))
			})
			q.EachClickDay("2000-01-03", today, func(store.ShareID, store.LocalDate, store.ClickCounts) {
				days = append(days, "beyond")
			})
			return nil
		})
		if diff := cmp.Diff([]string{"true 2000-01-01 2 1", "true 2000-01-02 1 0"}, days); err != nil || diff != "" {
			t.Errorf("days (-want +got):\n%s%v", diff, err)
		}
	})
}

func TestRecordClick_PaysPeopleUpToTheCap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustCompany(t, db)
		storetest.MustSettings(t, db, func(s *store.Settings) { s.Points.EngagedCap = 3 })
		storetest.MustAdvocate(t, db, "U1", "Ada")
		s := must(db.OpenShare(kit("U1", storetest.MustAsset(t, db, nil).ID)))
		time.Sleep(time.Minute)
		// Clicks before "I posted it" are paid with it.
		classes(db, click(s, "a"), click(s, "b"))
		if got := must(db.Share(s.ID)); got.Level != store.Opened || got.EngagedAt.IsZero() {
			t.Errorf("a link that was opened before its share was declared: %+v", got)
		}
		got, paid, err := db.DeclareShare("U1", s.ID)
		want := []string{"share_declared 5", "own_words 5", "share_engaged 2"}
		if diff := cmp.Diff(want, rulesOf(paid)); err != nil || diff != "" || got.Level != store.Engaged {
			t.Errorf("declared as %v, %v\n%s", got.Level, err, diff)
		}
		classes(db, click(s, "c"), click(s, "d"), click(s, "c"))
		if _, paid, err = db.ProveShare("U1", s.ID, "https://linkedin.com/posts/ada-1"); err != nil || len(paid) != 1 ||
			must(db.Share(s.ID)).Level != store.Engaged {
			t.Errorf("the proof of an engaged share paid %v, %v", paid, err)
		}
		earned := rulesOf(must(storetest.Ask1(db, (*store.Query).PaidForShare, s.ID)))
		if diff := cmp.Diff(append(want[:2:2], "share_proven 5", "share_engaged 2", "share_engaged 1"), earned); diff != "" {
			t.Errorf("paid for the share:\n%s", diff)
		}
		if _, reversed, err := db.WithdrawShare("U1", s.ID); err != nil || len(reversed) != 5 {
			t.Errorf("taken back: %v, %v", rulesOf(reversed), err)
		}
		if score := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now())); score.All != 0 {
			t.Errorf("score %+v", score)
		}
		if _, paid, _ := db.DeclareShare("U1", s.ID); len(paid) != 3 || paid[2].Points != 3 {
			t.Errorf("declared anew paid %v", rulesOf(paid))
		}
	})
}

// Whoever posted an item before it became a crisis' fact sheet earns nothing more by it.
func TestRecordClick_OfAFactSheet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "M1", "Max")
		s := posted(t, db)
		c := must(db.StartCrisis("M1", aCrisis(func(c *store.Crisis) { c.Statement = "All are safe." })))
		must(db.EndCrisis("M1", c.ID, s.Asset))
		classes(db, click(s, "a"))
		if n := len(must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 10))); n != 1 || clicksOf(db, s).Human != 1 {
			t.Errorf("%d entries, %+v", n, clicksOf(db, s))
		}
	})
}

// A share beyond the cap of a day, or one whose points were taken back, earns nothing by its clicks.
func TestRecordClick_NoWayAroundTheCap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "M1", "Max")
		s := posted(t, db)
		entry := must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 1))[0]
		must(db.ReverseEntry("M1", entry.ID, "not posted"))
		classes(db, click(s, "a"))
		if n := len(must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 10))); n != 2 || clicksOf(db, s).Human != 1 {
			t.Errorf("%d entries, %+v", n, clicksOf(db, s))
		}
	})
}

func TestRecordClick_LinksThatLeadNowhere(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Max")
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	s := storetest.MustShare(t, db, "U1", a.ID)
	for _, token := range []string{"", "x", s.Token + "x", s.Token[1:], "\x00", string(make([]byte, 40000))} {
		_, err := db.RecordClick(store.Click{Token: token})
		wantErr(t, err, store.NotFound, "does not exist")
	}
	must(db.WithdrawAsset("M1", a.ID, "wrong"))
	if l := must(db.RecordClick(click(s, "a"))); l.State != store.Withdrawn || clicksOf(db, s) != (store.ClickCounts{}) {
		t.Errorf("landing %+v, %+v", l, clicksOf(db, s))
	}
}

// Whoever is the text's first reader within three seconds and shows another sign is a program.
func TestRecordClick_HastyVisitorsAreScanners(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	c := click(must(db.OpenShare(kit("U1", storetest.MustAsset(t, db, nil).ID))), "a")
	c.Signs = store.SuspectAt - 1
	if got := classes(db, c); got[0] != store.Scanner {
		t.Errorf("counted as %v", got)
	}
}

// The salt goes with its day, and at night the visitors too.
func TestPurge_ForgetsVisitors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		s := posted(t, db)
		visitors := func() (rows, salts int) {
			for key, value := range db.Dump() {
				if len(key) > len("click_visitors: ") && key[:16] == "click_visitors: " {
					if rows++; len(value) == 32 {
						salts++
					}
				}
			}
			return rows, salts
		}
		for day := range 3 {
			classes(db, click(s, "a"), click(s, "b"))
			if rows, salts := visitors(); rows != 1+2*(day+1) || salts != 1 {
				t.Errorf("day %d: %d rows, %d salts", day, rows, salts)
			}
			time.Sleep(24 * time.Hour)
		}
		purged, err := db.Purge(t.Context(), store.Now())
		if rows, _ := visitors(); err != nil || rows != 0 || purged.Visitors != 7 {
			t.Errorf("purged %v, %v, left %d", purged, err, rows)
		}
		if got := clicksOf(db, s); got.Unique != 6 {
			t.Errorf("counts %+v", got)
		}
	})
}

// Of two shares that become one, the clicks are added up, and both links go on.
func TestJoinIdentity_AddsUpClicks(t *testing.T) {
	db := storetest.MustOpen(t)
	asset := storetest.MustAsset(t, db, nil)
	var links []store.Share
	for _, id := range []store.EmployeeID{"U1", "W1"} {
		storetest.MustAdvocate(t, db, id, "Ada")
		links = append(links, storetest.MustShare(t, db, id, asset.ID))
		classes(db, click(links[len(links)-1], "a"))
	}
	must(db.Leave("U1"))
	must(db.JoinIdentity(store.Operator, "U1", "W1"))
	for _, s := range links {
		classes(db, click(s, "b"))
	}
	got := must(db.SharesOf("W1", 10))
	if len(got) != 1 || clicksOf(db, got[0]).Human+clicksOf(db, got[0]).Repeat != 4 {
		t.Errorf("joined as %+v with %+v", got, clicksOf(db, got[0]))
	}
}

// BenchmarkRecordClick counts clicks of 64 callers on 100 links; each caller waits until its click is on disk.
func BenchmarkRecordClick(b *testing.B) {
	db := storetest.MustOpen(b)
	storetest.MustCompany(b, db)
	var links []store.Share
	for i := range 100 {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		storetest.MustAdvocate(b, db, id, "Ada")
		links = append(links, storetest.MustShare(b, db, id, storetest.MustAsset(b, db, nil).ID))
	}
	var next atomic.Int64
	var group sync.WaitGroup
	b.ResetTimer()
	for range 64 {
		group.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				if _, err := db.RecordClick(click(links[i%100], fmt.Sprint(i))); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "clicks/s")
}

// However many open a link at once, each is counted and paid once.
func TestRecordClick_Concurrently(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	s := storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			for range 2 {
				if _, err := db.RecordClick(click(s, fmt.Sprint("visitor ", i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	score := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now()))
	if c := clicksOf(db, s); c.Unique != 64 || c.Repeat != 64 || score.All != 5+20 {
		t.Errorf("counts %+v, score %+v", c, score)
	}
}

// What came of a share is told once, in the next digest; one that never arrives leaves it to the next.
func TestShareNews_InTheNextDigest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		s := posted(t, db)
		classes(db, click(s, "a"), click(s, "b"), click(s, "a"))
		news := func(key string) []store.ShareNews { return must(storetest.Ask1(db, (*store.Query).Delivery, key)).News }
		key := storetest.MustPlan(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
		want := []store.ShareNews{{Share: s.ID, What: store.NewsOpened, Count: 2}}
		if diff := cmp.Diff(want, news(key)); diff != "" {
			t.Errorf("news:\n%s", diff)
		}
		if err := db.GiveUpMessage(key, "not reachable"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(24 * time.Hour)
		classes(db, click(s, "a"))
		want[0].Count = 3
		for i, want := range [][]store.ShareNews{want, nil} {
			key = storetest.MustPlan(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
			if diff := cmp.Diff(want, news(key)); diff != "" {
				t.Errorf("news of digest %d:\n%s", i, diff)
			}
			time.Sleep(24 * time.Hour)
		}
		if opened := must(storetest.Ask1(db, (*store.Query).OpenedBy, "U1")); opened != 3 {
			t.Errorf("opened by %d", opened)
		}
	})
}
