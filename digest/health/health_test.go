// Tests of the health measures: each bound by example, what is too few to say, and the order of what is wrong.

package health

import (
	"fmt"
	"testing"
	"time"

	"vouch/digest"
	"vouch/store"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// daysAgo is a moment before noon.
func daysAgo(n int) time.Time { return noon.AddDate(0, 0, -n) }

// program is n advocates who joined 200 days ago; the first active ones posted yesterday, each once.
func program(n, active int) *Facts {
	f := &Facts{Now: noon, Newest: daysAgo(1), PolicyRead: true, Agreed: n}
	for i := range n {
		id := store.EmployeeID(fmt.Sprintf("U%03d", i))
		f.Members = append(f.Members, Member{ID: id, Joined: daysAgo(200)})
		if i < active {
			f.Activity = append(f.Activity, Activity{id, daysAgo(1), true})
		}
	}
	return f
}

func find(t *testing.T, f *Facts, key string) Measure {
	t.Helper()
	for _, m := range Of(f) {
		if m.Key == key {
			return m
		}
	}
	t.Fatalf("no measure %s", key)
	return Measure{}
}

func TestMeasures_Bounds(t *testing.T) {
	change := func(n, active int, do func(f *Facts)) *Facts {
		f := program(n, active)
		do(f)
		return f
	}
	persona := func(left int, days float64) func(f *Facts) {
		return func(f *Facts) {
			f.Coverage = digest.Coverage{Personas: []digest.PersonaSupply{{Advocates: 2, Left: left, Days: days}, {Left: 0}}}
		}
	}
	for _, c := range []struct {
		name, key, value string
		facts            *Facts
		want             Level
	}{
		{"four advocates are too few", "active", "only 4 advocates so far", program(4, 4), Unknown},
		{"9 % is poor", "active", "9 % (1 of 11 advocates)", program(11, 1), Poor},
		{"10 % is not", "active", "10 % (1 of 10 advocates)", program(10, 1), Watch},
		{"30 % is good", "active", "30 % (3 of 10 advocates)", program(10, 3), Good},
		{"31 days ago counts no more", "active", "0 % (0 of 10 advocates)", change(10, 0, func(f *Facts) {
			f.Activity = []Activity{{"U000", daysAgo(31), true}}
		}), Poor},
		{"nine activities are too few", "concentration", "only 9 activities so far", program(20, 9), Unknown},
		{"three of ten", "concentration", "30 % (3 of 10 activities)", program(20, 10), Good},
		{"half by three is not yet poor", "concentration", "50 % (9 of 18 activities)", change(20, 12, func(f *Facts) {
			for range 6 {
				f.Activity = append(f.Activity, f.Activity[0])
			}
		}), Watch},
		{"over half is", "concentration", "59 % (13 of 22 activities)", change(20, 12, func(f *Facts) {
			for range 10 {
				f.Activity = append(f.Activity, f.Activity[0])
			}
		}), Poor},
		{"one of five beginners stayed", "cohorts", "20 % (1 of 5 beginners)", change(6, 0, func(f *Facts) {
			for i := range 5 {
				f.Members[i].Joined = daysAgo(90)
				f.Activity = append(f.Activity, Activity{f.Members[i].ID, daysAgo(80), true})
			}
			f.Activity = append(f.Activity, Activity{"U000", daysAgo(2), false}, Activity{"U005", daysAgo(2), true})
		}), Poor},
		{"without leaders", "leaders", "no leader has joined", program(5, 5), Poor},
		{"a leader's referral is not seen", "leaders", "no post of a leader in 150 days", change(5, 0, func(f *Facts) {
			f.Members[0].Leader, f.Activity = true, []Activity{{"U000", daysAgo(3), false}}
		}), Poor},
		{"two weeks of silence", "leaders", "14 days ago", change(5, 0, func(f *Facts) {
			f.Members[0].Leader, f.Activity = true, []Activity{{"U000", daysAgo(14), true}}
		}), Watch},
		{"a day more", "leaders", "15 days ago", change(5, 0, func(f *Facts) {
			f.Members[0].Leader, f.Activity = true, []Activity{{"U000", daysAgo(15), true}}
		}), Poor},
		{"a persona has a week", "personas", "0 of 1 persona", change(5, 5, persona(9, 5)), Good},
		{"a persona has days", "personas", "1 of 1 persona", change(5, 5, persona(2, 1)), Watch},
		{"a persona has nothing", "personas", "1 of 1 persona, 1 with nothing left", change(5, 5, persona(0, 0)), Poor},
		{"nothing is live", "content", "nothing is live", change(5, 5, func(f *Facts) { f.Newest = time.Time{} }), Poor},
		{"an old library", "content", "15 days ago", change(5, 5, func(f *Facts) { f.Newest = daysAgo(15) }), Poor},
		{"one late answer", "answers", "1 answer is late", change(5, 5, func(f *Facts) { f.Late = 1 }), Poor},
		{"slow answers", "answers", "8.0 days", change(5, 5, func(f *Facts) {
			for _, days := range []int{1, 1, 8, 9, 30} {
				f.Answers = append(f.Answers, time.Duration(days)*24*time.Hour)
			}
		}), Poor},
		{"half are tired", "fatigue", "60 % (3 of 5 advocates)", change(5, 5, func(f *Facts) {
			f.Members[0].Tired, f.Members[1].Tired, f.Members[2].Tired = true, true, true
		}), Poor},
		{"marketing alone", "functions", "60 % (3 of 5 active advocates)", change(6, 5, func(f *Facts) {
			for i, name := range []string{"Marketing", "Brand Marketing", "HR", "Sales", "Chrome", "Marketing"} {
				f.Members[i].Department = name
			}
		}), Poor},
		{"all agreed", "policy", "100 % (5 of 5 advocates)", program(5, 5), Good},
		{"two thirds agreed", "policy", "67 % (4 of 6 advocates)", change(6, 6, func(f *Facts) { f.Agreed = 4 }), Poor},
		{"no manager read it", "policy", "no program manager has read it", change(2, 2, func(f *Facts) {
			f.PolicyRead = false
		}), Poor},
		{"no pulse yet", "pulse", "too few answers to the pulse so far", program(20, 20), Unknown},
		{"a pulse", "pulse", "3.0 of 5, would recommend -20 (5 answers, 7 active)", change(20, 20, func(f *Facts) {
			f.Pulse = store.PulseResult{Asked: 9, Answers: 5, Score: -20, Worth: 3, Active: 7}
		}), Watch},
		{"a bad pulse", "pulse", "2.4 of 5, would recommend +0 (5 answers, 7 active)", change(20, 20, func(f *Facts) {
			f.Pulse = store.PulseResult{Answers: 5, Worth: 2.4, Active: 7}
		}), Poor},
		{"two leaders under a works council", "leaders", "fewer than 3 leaders", change(5, 0, func(f *Facts) {
			f.Members[0].Leader, f.Members[1].Leader, f.Group = true, true, 3
		}), Unknown},
		{"one owner under a works council", "answers", "fewer than 3 owners", change(5, 5, func(f *Facts) {
			f.Answers, f.Owners, f.Group = make([]time.Duration, 5), 1, 3
		}), Unknown},
	} {
		if m := find(t, c.facts, c.key); m.Level != c.want || m.Value != c.value {
			t.Errorf("%s: %q is %d, want %q, %d", c.name, m.Value, m.Level, c.value, c.want)
		}
	}
}

// The worst comes first, and what cannot be told last.
func TestOf_WorstFirst(t *testing.T) {
	f := program(40, 3)
	f.Newest, f.Late, f.PolicyRead = daysAgo(60), 1, false
	list := Of(f)
	if list[0].Key != "policy" || list[1].Key != "leaders" || list[2].Key != "content" {
		t.Errorf("first %s, then %s and %s", list[0].Key, list[1].Key, list[2].Key)
	}
	for i, m := range list[1:] {
		if m.Level > list[i].Level {
			t.Errorf("%s stands below %s", m.Key, list[i].Key)
		}
		if m.Level >= Watch && (m.Action == "" || m.Formula == "") {
			t.Errorf("%s says nothing to do", m.Key)
		}
	}
}

// A department that is too small would show single people.
func TestDepartments_SmallOnesAreNotTold(t *testing.T) {
	f := program(14, 2)
	for i := range f.Members {
		f.Members[i].Department = []string{"Engineering", "Sales", "Legal"}[min(i/5, 2)]
	}
	list := Departments(f, 3)
	want := []Department{{"Engineering", 2, 5}, {"Sales", 0, 5}}
	if len(list) != 2 || list[0] != want[0] || list[1] != want[1] {
		t.Errorf("%+v", list)
	}
}
