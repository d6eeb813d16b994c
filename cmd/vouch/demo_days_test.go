// Two weeks of the demo: there is something to read every morning, nothing strays far, and colleagues do their part.

package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

func TestDemo_StaysAliveForTwoWeeks(t *testing.T) {
	d := mustDemo(t, filepath.Join(t.TempDir(), "vouch.db"))
	stages := func() (moved int) {
		referrals, err := storetest.Ask1(d.app.DB, (*store.Query).Referrals, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range referrals {
			moved += len(r.History)
		}
		return moved
	}
	began := struct {
		stages int
		at     time.Time
	}{stages(), store.Now()}
	for morning := range 10 {
		people, err := d.app.DB.Employees()
		if err != nil {
			t.Fatal(err)
		}
		var day store.LocalDate
		for _, e := range people {
			if due := dueDay(e, demoZone); due != "" && (day == "" || due < day) {
				day = due
			}
		}
		text, err := d.nextMorning(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Log(text)
		readers, without, picks, far := 0, 0, 0, 0
		for _, e := range people {
			if dueDay(e, demoZone) != day {
				continue
			}
			delivery, found, err := d.app.DB.TodaysDelivery(e.ID, day)
			if err != nil {
				t.Fatal(err)
			}
			readers++
			if !found || len(delivery.Picks) == 0 {
				without++
			}
			beyond := 0
			picks += len(delivery.Picks)
			for _, pick := range delivery.Picks {
				if strings.HasPrefix(pick.Reason, "a look beyond") {
					beyond++
				}
			}
			far += beyond
			if beyond > 1 {
				t.Errorf("%s has %d picks beyond their topics on %s", e.ID, beyond, day)
			}
		}
		t.Logf("%d picks, %d beyond", picks, far)
		if without*10 > readers {
			t.Errorf("morning %d: %d of %d have nothing to read", morning+2, without, readers)
		}
	}
	sources, err := d.app.DB.Sources()
	if err != nil || len(sources) != 1 {
		t.Fatalf("the sources are %+v, %v", sources, err)
	}
	items, err := d.app.DB.SourceItems(sources[0].ID)
	if err != nil || items.Live != len(d.company.calendar) || sources[0].State != store.SourceActive {
		t.Errorf("the calendar brought %+v of %d: %s, %v", items, len(d.company.calendar), sources[0].Result, err)
	}
	shared, err := storetest.Ask2(d.app.DB, (*store.Query).SharesOf, demoFirst, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shared {
		if s.DeclaredAt.After(began.at) {
			t.Errorf("the newcomer shared %s by herself", s.Asset)
		}
	}
	if moved := stages() - began.stages; moved < 8 {
		t.Errorf("referrals moved %d times in two weeks", moved)
	}
}
