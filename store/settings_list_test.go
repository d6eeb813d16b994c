// Tests of the list of settings: every row is sound by itself, and the audit says what a change did.

package store_test

import (
	"reflect"
	"strings"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

func TestSettingSections_RowsAreSound(t *testing.T) {
	keys, names := map[string]bool{}, map[string]bool{}
	for _, section := range store.SettingSections {
		for _, row := range section.Settings {
			if !strings.HasPrefix(row.Key, section.Key+".") || keys[row.Key] || names[row.Name] || row.Words == "" {
				t.Errorf("%s (%s) in section %s: not below it, there twice, or without words", row.Key, row.Name, section.Key)
			}
			keys[row.Key], names[row.Name] = true, true
			for _, part := range row.Parts() {
				var s store.Settings
				part.Set(&s, part.Default)
				if got := part.Get(&s); reflect.TypeOf(got) != reflect.TypeOf(part.Default) {
					t.Errorf("%s gives a %T and has the default %#v", part.Key, got, part.Default)
				}
			}
		}
	}
}

func TestSaveSettings_AuditSaysBeforeAndAfter(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustEmployee(t, db, "U1", "Ada")
	storetest.MustSettings(t, db, func(s *store.Settings) {
		s.Disclosure = map[store.Network]string{"": "Employee.", store.X: "#Acme"}
	})
	storetest.MustSettings(t, db, func(s *store.Settings) {
		s.Picks, s.BoardOn, s.Company = 4, true, strings.Repeat("x", 200)
		s.Holidays = []store.LocalDate{"2026-12-25"}
		s.Disclosure = map[store.Network]string{"": "I work here.", store.LinkedIn: "#AtAcme"}
		s.LeaderTitles = append(s.LeaderTitles[1:], s.LeaderTitles[0])
		s.Routes = []store.Route{{Kind: store.Client, Owner: "U1"}}
	})
	got := must(storetest.Ask2(db, (*store.Query).Audit, 1, 0))[0].Detail
	for _, want := range []string{
		"company.name: none -> " + strings.Repeat("x", 59) + "…", "company.holidays: +2026-12-25", "digest.picks: 3 -> 4",
		"sharing.disclosure.default: Employee. -> I work here.", "sharing.disclosure.linkedin: none -> #AtAcme",
		"sharing.disclosure.x: #Acme -> none", "leaderboards.shown: false -> true", "referrals.routes: 0 -> 1",
		"people.leader_titles: another order",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	if strings.Contains(got, "U1") {
		t.Errorf("the audit, which outlives people, names one: %q", got)
	}
}

// Another preset fills the numbers, but for those that are changed with it; later each may be changed alone. The audit
// has all of it, and entries keep the version they were paid by.
func TestSaveSettings_PresetOfPoints(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
	storetest.MustSettings(t, db, func(s *store.Settings) {
		s.Points.Preset, s.Points.OwnWords = "referrals first", 7
	})
	p := must(db.Settings()).Points
	if p.Version != 2 || p.ShareDeclared != 2 || p.OwnWords != 7 || p.ReferralHired != 200 || p.PaidSharesPerDay != 3 {
		t.Errorf("referrals first are %+v", p)
	}
	got := must(storetest.Ask2(db, (*store.Query).Audit, 1, 0))[0].Detail
	for _, want := range []string{"points.preset: balanced -> referrals first", "points.own_words: 5 -> 7",
		"points.referral_hired: 100 -> 200"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Points.ShareDeclared = 3 })
	if p = must(db.Settings()).Points; p.ShareDeclared != 3 || p.ReferralHired != 200 || p.Version != 3 {
		t.Errorf("after one number more they are %+v", p)
	}
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Points.Preset = "no points" })
	if p = must(db.Settings()).Points; p.ShareDeclared+p.Engaged+p.ReferralHired != 0 || p.PaidSharesPerDay != 3 {
		t.Errorf("no points are %+v", p)
	}
	storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
	entries := must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 9))
	if len(entries) != 1 || entries[0].Version != 1 {
		t.Errorf("entries %+v", entries)
	}
}
