// Tests of working hours: what the program starts waits for its reader's own, what is urgent or an answer does not.

package store_test

import (
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// atMoment runs a test in virtual time from a moment on, with messages waiting for working hours.
func atMoment(t *testing.T, moment string, do func(t *testing.T, db *store.DB)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		store.InWorkingHours(t.Cleanup)
		time.Sleep(time.Until(at(moment)))
		do(t, MustTeam(t))
	})
}

func TestClaimMessages_WaitForTheReadersHours(t *testing.T) {
	cases := []struct {
		name, at, zone string
		quiet          []time.Weekday
		holidays       []store.LocalDate
		want           string // when it goes
	}{
		{"at work", "2000-01-04T12:00:00Z", "Europe/Paris", nil, nil, "2000-01-04T12:00:00Z"},
		{"the last minute", "2000-01-04T16:59:00Z", "Europe/Paris", nil, nil, "2000-01-04T16:59:00Z"},
		{"in the evening", "2000-01-04T17:00:00Z", "Europe/Paris", nil, nil, "2000-01-05T05:00:00Z"},
		{"before work", "2000-01-04T04:59:00Z", "Europe/Paris", nil, nil, "2000-01-04T05:00:00Z"},
		{"another half hour", "2000-01-04T12:00:00Z", "Australia/Adelaide", nil, nil, "2000-01-04T19:30:00Z"},
		{"the weekend", "2000-01-07T20:00:00Z", "America/New_York", nil, nil, "2000-01-07T20:00:00Z"},
		{"the weekend has begun", "2000-01-07T20:00:00Z", "Europe/London", nil, nil, "2000-01-10T06:00:00Z"},
		{"quiet days", "2000-01-03T20:00:00Z", "Europe/London", []time.Weekday{time.Tuesday, time.Wednesday}, nil,
			"2000-01-06T06:00:00Z"},
		{"a holiday", "2000-01-03T20:00:00Z", "Europe/London", nil, []store.LocalDate{"2000-01-04"}, "2000-01-05T06:00:00Z"},
		{"the clocks change", "2000-03-24T20:00:00Z", "Europe/Paris", nil, nil, "2000-03-27T04:00:00Z"},
		{"a zone that is unknown", "2000-01-03T20:00:00Z", "", nil, nil, "2000-01-04T06:00:00Z"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			atMoment(t, c.at, func(t *testing.T, db *store.DB) {
				storetest.MustSettings(t, db, func(s *store.Settings) { s.Holidays = c.holidays })
				storetest.MustSync(t, db, store.SlackUser{ID: "U1", Name: "Ada", TimeZone: c.zone})
				prefs := storetest.MustGet(t, db, "U1").Prefs
				prefs.Rhythm.Quiet = c.quiet
				must(db.SavePreferences("U1", prefs))
				for _, key := range []string{"b", "a"} {
					time.Sleep(time.Second)
					if err := db.EnqueueNotice(key, "U1", "Something happened."); err != nil {
						t.Fatal(err)
					}
				}
				sent := slices.Sorted(maps.Keys(storetest.MustDeliver(t, db)))
				if wait := time.Until(at(c.want)); wait > 0 {
					if len(sent) > 0 {
						t.Fatalf("%v did not wait", sent)
					}
					time.Sleep(wait - time.Second)
					if sent := storetest.MustDeliver(t, db); len(sent) > 0 {
						t.Fatalf("too early: %v", sent)
					}
					time.Sleep(time.Minute + time.Second)
					older, newer := must(storetest.Ask1(db, (*store.Query).Message, "notice/b")),
						must(storetest.Ask1(db, (*store.Query).Message, "notice/a"))
					if !older.NotBefore.Before(newer.NotBefore) {
						t.Errorf("the older goes at %v, the newer at %v", older.NotBefore, newer.NotBefore)
					}
					sent = slices.Sorted(maps.Keys(storetest.MustDeliver(t, db)))
				}
				if len(sent) != 2 {
					t.Errorf("sent %v", sent)
				}
			})
		})
	}
}

// What may come at night: what its reader does or asks at that moment, and what is over by the morning.
func TestClaimMessages_WhatDoesNotWait(t *testing.T) {
	atMoment(t, "2000-01-04T20:00:00Z", func(t *testing.T, db *store.DB) {
		sentNow := func(name string, want ...store.MessageKind) {
			t.Helper()
			var kinds []store.MessageKind
			time.Sleep(time.Second) // each delivery has a time of its own
			for _, m := range storetest.MustDeliver(t, db) {
				kinds = append(kinds, m.Kind)
			}
			if slices.Sort(kinds); !slices.Equal(kinds, want) {
				t.Errorf("%s: sent %v at night, want %v", name, kinds, want)
			}
		}
		storetest.MustEmployee(t, db, "N1", "Nora New")
		must(db.Welcome("N1"))
		sentNow("who opens the app", store.MsgWelcome)

		r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
		sentNow("who refers", store.MsgReferralNews)
		if want := at("2000-01-10T06:00:00Z"); !r.AnswerBy.Equal(want) {
			t.Errorf("the answer is promised by %v, want %v: three working days after the card can be read", r.AnswerBy, want)
		}
		must(db.MoveReferral(r.Owner, r.ID, store.Accepted, "", r.Version))
		sentNow("the owner's step")

		shared, saved := storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil)
		must(db.SaveFeedback("U1", shared.ID, store.Saved, "", ""))
		storetest.MustShare(t, db, "U1", shared.ID)
		must(db.SaveFeedback("U2", shared.ID, store.Saved, "", ""))
		must(db.SaveFeedback("U1", saved.ID, store.Saved, "", ""))
		must(db.WithdrawAsset(store.Operator, shared.ID, "the figures are wrong"))
		must(db.WithdrawAsset(store.Operator, saved.ID, "outdated"))
		sentNow("who posted it", store.MsgAssetNotice)

		soon := storetest.MustEvent(t, db, at("2000-01-05T05:00:00Z"), 0)
		later := storetest.MustEvent(t, db, at("2000-01-05T15:00:00Z"), 0)
		must(db.SignUp("U1", soon.ID))
		must(db.SignUp("U1", later.ID))
		for _, e := range []store.Asset{soon, later} {
			e.Event.StartsAt = at("2000-01-20T15:00:00Z")
			e.Event.EndsAt = time.Time{}
			must(db.EditAsset(store.Operator, e))
		}
		sentNow("who would go in vain", store.MsgEventChanged)
	})
}

func TestTickReviews_OneCardWaits(t *testing.T) {
	atMoment(t, "2000-01-03T12:00:00Z", func(t *testing.T, db *store.DB) {
		storetest.MustRole(t, db, "C1", "Cora", store.Curator)
		prefs := storetest.MustGet(t, db, "C1").Prefs
		prefs.Rhythm.Quiet = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday}
		must(db.SavePreferences("C1", prefs))
		must(db.AddAsset(store.Operator, storetest.AnAsset(nil), false))
		got := map[store.MessageKind]int{}
		for range 72 {
			time.Sleep(time.Hour)
			if _, _, err := db.TickReviews(time.Now()); err != nil {
				t.Fatal(err)
			}
			for _, m := range storetest.MustDeliver(t, db) {
				if m.To == "C1" {
					got[m.Kind]++
				}
			}
		}
		if got[store.MsgReview] != 1 || got[store.MsgReviewNudge] > 1 {
			t.Errorf("after three quiet days: %v", got)
		}
	})
}
