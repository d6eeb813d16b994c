// Clicks that one verb counts: the same counts, levels and points as one by one, and damage that stays with its click.

package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"vouch/store"
	"vouch/store/storetest"
)

// Clicks that wait while a commit is under way are counted together, and everything is as if each had come alone.
func TestRecordClick_TogetherAsOneByOne(t *testing.T) {
	for seed := range uint64(6) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			alone, together := newClickWorld(t), newClickWorld(t)
			time.Sleep(time.Duration(random.IntN(5)) * time.Second)
			for round := range 8 {
				clicks := make([]store.Click, random.IntN(12))
				for i := range clicks {
					clicks[i] = store.Click{Token: fmt.Sprint(random.IntN(len(alone.links) + 1)), Signs: random.IntN(2),
						Visitor: []string{"", "a", "b", "c", "ada's"}[random.IntN(5)]}
					if random.IntN(5) == 0 {
						clicks[i].Class = store.ClickClass(random.IntN(8))
					}
				}
				one, all := alone.record(clicks, false), together.record(clicks, true)
				if diff := cmp.Diff(one, all); diff != "" {
					t.Fatalf("seed %d, round %d (-one by one +together):\n%s", seed, round, diff)
				}
				time.Sleep(time.Duration(random.IntN(20)) * time.Minute)
			}
			storetest.MustCheck(t, together.db)
		})
	}
}

// Damage that one click meets fails that click alone.
func TestRecordClick_DamageBesideOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newClickWorld(t)
		var whole []byte
		put := func(value []byte) {
			if err := w.db.Tamper(func(b *bbolt.Tx) error {
				bucket, key := b.Bucket([]byte("shares")), []byte(w.links[2].ID)
				whole = bytes.Clone(bucket.Get(key))
				return bucket.Put(key, value)
			}); err != nil {
				t.Fatal(err)
			}
		}
		put([]byte{99})
		defer func() { put(whole) }()
		errs := make([]error, 5)
		var group sync.WaitGroup
		_ = w.db.Seed(func(*store.Seeder) {
			for i := range errs {
				group.Go(func() { _, errs[i] = w.db.RecordClick(click(w.links[i/2], fmt.Sprint(i))) })
				synctest.Wait()
			}
		})
		group.Wait()
		wantErr(t, errs[4], store.Internal, "damaged")
		if err := errors.Join(errs[:4]...); err != nil || clicksOf(w.db, w.links[0]).Unique != 2 ||
			clicksOf(w.db, w.links[1]).Unique != 2 {
			t.Errorf("beside damage: %v, %+v, %+v", err, clicksOf(w.db, w.links[0]), clicksOf(w.db, w.links[1]))
		}
	})
}

// clickWorld is a database with links of every kind.
type clickWorld struct {
	t     *testing.T
	db    *store.DB
	links []store.Share
}

func newClickWorld(t *testing.T) *clickWorld {
	w := &clickWorld{t: t, db: storetest.MustOpen(t)}
	storetest.MustCompany(t, w.db)
	storetest.MustManager(t, w.db, "M1", "Max")
	storetest.MustSettings(t, w.db, func(s *store.Settings) { s.Points.EngagedCap = 4 })
	gone := storetest.MustAsset(t, w.db, nil)
	for _, id := range []store.EmployeeID{"U1", "U2", "W1"} {
		storetest.MustAdvocate(t, w.db, id, "Ada")
		shared := storetest.MustAsset(t, w.db, nil)
		w.links = append(w.links, storetest.MustShare(t, w.db, id, shared.ID),
			must(w.db.OpenShare(kit(id, storetest.MustAsset(t, w.db, nil).ID))))
		if id != "U1" {
			w.links = append(w.links, storetest.MustShare(t, w.db, id, gone.ID))
		} else {
			must(w.db.OpenComposer(w.links[0].Token, "ada's"))
		}
	}
	must(w.db.WithdrawAsset("M1", gone.ID, "wrong"))
	return w
}

// record lets links be clicked, named by their numbers, and tells what became of each click and what is known then.
func (w *clickWorld) record(clicks []store.Click, together bool) (seen []string) {
	answers := make([]string, len(clicks))
	record := func(i int) {
		c := clicks[i]
		n, _ := strconv.Atoi(c.Token)
		if c.Token = "nobody"; n < len(w.links) {
			c.Token = w.links[n].Token
		}
		l, err := w.db.RecordClick(c)
		answers[i] = fmt.Sprint(i, l.Class, l.State, l.Campaign, l.Share.Token == c.Token, err)
	}
	var group sync.WaitGroup
	hold := func(*store.Seeder) {
		for i := range clicks {
			group.Go(func() { record(i) })
			synctest.Wait() // they come one after the other
		}
	}
	if together {
		if err := w.db.Seed(hold); err != nil {
			w.t.Fatal(err)
		}
		group.Wait()
	} else {
		for i := range clicks {
			record(i)
		}
	}
	for _, s := range w.links {
		now := must(w.db.Share(s.ID))
		seen = append(seen, fmt.Sprint(clicksOf(w.db, s), now.Level, now.EngagedPaid, now.EngagedAt))
	}
	for _, id := range []store.EmployeeID{"U1", "U2", "W1"} {
		seen = append(seen, fmt.Sprint(must(storetest.Ask2(w.db, (*store.Query).ScoreOf, id, time.Now()))))
	}
	for key, value := range w.db.Dump() {
		if strings.HasPrefix(key, "share_news: ") {
			seen = append(seen, "news "+value[len(value)-1:])
		}
	}
	slices.Sort(seen)
	return slices.Concat(answers, seen)
}
