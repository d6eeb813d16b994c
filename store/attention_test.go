// Tests of attention: what counts as ignored, how the rhythm slows down and comes back, and who is asked.

package store_test

import (
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// inbox is an advocate in UTC whose digests a test plans and delivers one by one, in a bubble.
type inbox struct {
	tb testing.TB
	db *store.DB
	id store.EmployeeID
}

// withInbox runs a test with an advocate who gets a digest every weekday.
func withInbox(t *testing.T, do func(t *testing.T, in inbox)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		in := inbox{t, storetest.MustOpen(t), "U1"}
		storetest.MustAdvocate(t, in.db, in.id, "Ada")
		do(t, in)
	})
}

func (in inbox) me() store.Employee { return storetest.MustGet(in.tb, in.db, in.id) }

// next waits for the next due time, records a digest and delivers what may go; it returns the kind that came, "" for
// nothing.
func (in inbox) next() store.MessageKind {
	in.tb.Helper()
	return in.nextWith(func() { storetest.MustDeliver(in.tb, in.db) })
}

// nextWith is next with another end than delivery.
func (in inbox) nextWith(end func()) store.MessageKind {
	in.tb.Helper()
	due := in.me().NextDigest
	time.Sleep(time.Until(due))
	date := store.DateOf(due, time.UTC)
	a := storetest.MustAsset(in.tb, in.db, nil)
	must(in.db.RecordDigests([]store.DigestPlan{{Employee: in.id, Date: date, Due: due, Picks: []store.Pick{pick(a)},
		NotBefore: due}}))
	end()
	for _, kind := range []store.MessageKind{store.MsgDigest, store.MsgFatigue} {
		if m, err := storetest.Ask1(in.db, (*store.Query).Message,
			string(kind)+"/"+string(date)+"/"+string(in.id)); err == nil {
			return m.Kind
		}
	}
	return ""
}

func (in inbox) want(ignored, slowed int) {
	in.tb.Helper()
	if a := in.me().Attention; a.Ignored != ignored || a.Slowed != slowed {
		in.tb.Errorf("%d ignored and %d slower, want %d and %d", a.Ignored, a.Slowed, ignored, slowed)
	}
}

func TestAttention_ThreeIgnoredSlowDown(t *testing.T) {
	withInbox(t, func(t *testing.T, in inbox) {
		for range 3 {
			in.next()
		}
		in.want(2, 0)
		if in.next(); in.me().Attention.SlowOn != "2000-01-06" {
			t.Errorf("slowed on %q", in.me().Attention.SlowOn)
		}
		in.want(3, 1)
		s := must(in.db.Settings())
		e := in.me()
		if e.Rhythm(s.Rhythm).Frequency != store.Three || e.Prefs.Rhythm.Frequency != "" {
			t.Errorf("it comes %s, and the choice is %q", e.Rhythm(s.Rhythm), e.Prefs.Rhythm.Frequency)
		}
		// The fourth came on a Thursday; three times a week goes on with Friday.
		if want := time.Date(2000, 1, 7, 9, 30, 0, 0, time.UTC); !e.NextDigest.Equal(want) {
			t.Errorf("the next one falls due %s", e.NextDigest)
		}
		for range 2 {
			e = must(in.db.ChooseRhythm(in.id, store.RhythmKept))
		}
		if e.Attention.Slowed != 0 || e.Attention.Ignored != 0 || e.Rhythm(s.Rhythm).Frequency != store.Daily {
			t.Errorf("kept: %+v", e.Attention)
		}
	})
}

func TestAttention_OneStepFromWhatWasChosen(t *testing.T) {
	for chosen, want := range map[store.Frequency]store.Frequency{
		store.Daily: store.Three, store.Three: store.Twice, store.Twice: store.Weekly, store.Weekly: store.Weekly,
	} {
		withInbox(t, func(t *testing.T, in inbox) {
			prefs := in.me().Prefs
			prefs.Rhythm.Frequency = chosen
			must(in.db.SavePreferences(in.id, prefs))
			for range 4 {
				in.next()
			}
			e := in.me()
			if got := e.Rhythm(must(in.db.Settings()).Rhythm).Frequency; got != want {
				t.Errorf("%s slows down to %s, want %s", chosen, got, want)
			}
		})
	}
}

func TestAttention_SixIgnoredAsk(t *testing.T) {
	for choice, check := range map[store.RhythmChoice]func(e store.Employee) bool{
		store.RhythmKept: func(e store.Employee) bool { return e.Prefs.Rhythm.Frequency == "" && e.Attention.Slowed == 0 },
		store.RhythmWeekly: func(e store.Employee) bool {
			return e.Prefs.Rhythm.Frequency == store.Weekly && e.Attention.Slowed == 0
		},
		store.RhythmStopped: func(e store.Employee) bool {
			return e.NextDigest.IsZero() && e.Prefs.PausedUntil.Year() > 9000 && e.IsAdvocate()
		},
		"": func(e store.Employee) bool {
			return e.Rhythm(store.Rhythm{Frequency: store.Daily}).Frequency == store.Weekly
		},
	} {
		t.Run("chosen "+string(choice), func(t *testing.T) {
			withInbox(t, func(t *testing.T, in inbox) {
				for n := range 6 {
					if kind := in.next(); kind != store.MsgDigest {
						t.Fatalf("digest %d is %q", n+1, kind)
					}
				}
				if kind := in.next(); kind != store.MsgFatigue {
					t.Fatalf("after six ignored comes %q", kind)
				}
				if n := len(must(in.db.DeliveriesOf(in.id, 20))); n != 6 {
					t.Errorf("%d digests, the question comes in place of the seventh", n)
				}
				asked, _ := time.Parse(time.DateOnly, string(in.me().Attention.AskedOn))
				if days := in.me().NextDigest.Sub(asked).Hours() / 24; days < 4 || days >= 9 {
					t.Errorf("once a week begins %.1f days after the question", days)
				}
				if choice == "" {
					// Never asked twice, and it goes on once a week.
					for range 8 {
						if before := in.me().NextDigest; in.next() != store.MsgDigest ||
							in.me().NextDigest.Sub(before) != 7*24*time.Hour {
							t.Errorf("after %s comes %s", before, in.me().NextDigest)
						}
					}
				} else {
					must(in.db.ChooseRhythm(in.id, choice))
					must(in.db.ChooseRhythm(in.id, choice))
				}
				if e := in.me(); !check(e) || (choice != "" && e.Attention.AskedOn != "") {
					t.Errorf("prefs %+v, attention %+v, next %s", e.Prefs, e.Attention, e.NextDigest)
				}
			})
		})
	}
}

func TestAttention_WeeklyBeginsInTheWeekAfterTheQuestion(t *testing.T) {
	for _, step := range []int{0, 1, 2, 3, 4} {
		withInbox(t, func(t *testing.T, in inbox) {
			for range step {
				in.next()
			}
			if err := in.db.NoteInteraction(in.id); err != nil {
				t.Fatal(err)
			}
			storetest.MustSettings(t, in.db, func(s *store.Settings) { s.SlowAfter, s.AskAfter = 1, 2 })
			for in.next() != store.MsgFatigue {
			}
			asked, _ := time.Parse(time.DateOnly, string(in.me().Attention.AskedOn))
			next := in.me().NextDigest
			_, week := asked.ISOWeek()
			if _, after := next.ISOWeek(); next.Weekday() != time.Tuesday || after != week+1 {
				t.Errorf("asked on %s, and the next one comes on %s", asked.Format("Monday 2 January"),
					next.Format("Monday 2 January"))
			}
		})
	}
}

func TestAttention_EveryActBeginsAnew(t *testing.T) {
	withInbox(t, func(t *testing.T, in inbox) {
		for digests := range 2 { // nothing ignored so far, then two
			for range digests + 1 {
				in.next()
			}
			for range 2 {
				if err := in.db.NoteInteraction(in.id); err != nil {
					t.Fatal(err)
				}
			}
			in.next()
			in.want(0, 0)
		}
		if err := in.db.NoteInteraction("U404"); err != nil {
			t.Errorf("a stranger: %v", err)
		}
	})
}

func TestAttention_WhatWasNotReadIsNotIgnored(t *testing.T) {
	withInbox(t, func(t *testing.T, in inbox) {
		// Slack was out of order, so it never arrived; the next one could not be delivered at all.
		in.nextWith(func() {})
		in.nextWith(func() {
			for _, m := range must(in.db.ClaimMessages(time.Now(), 10)) {
				if err := in.db.GiveUpMessage(m.Key, "channel_not_found"); err != nil {
					t.Fatal(err)
				}
			}
		})
		in.next()
		in.want(0, 0)
		// Asked for by its reader: nothing that came by itself.
		time.Sleep(24 * time.Hour)
		storetest.MustPlan(t, in.db, in.id, storetest.MustAsset(t, in.db, nil).ID)
		in.next() // the day has its digest: nothing comes, and nothing is judged
		in.want(0, 0)
		in.next()
		in.want(1, 0)
		// Of one that the purge took during a long pause nobody knows.
		must(in.db.Pause(in.id, time.Now().Add(120*day)))
		time.Sleep(119 * day)
		mustPurge(t, in.db)
		in.next()
		in.want(1, 0)
	})
}

func TestAttention_ChoosingAnotherRhythmBeginsAnew(t *testing.T) {
	withInbox(t, func(t *testing.T, in inbox) {
		for range 4 {
			in.next()
		}
		prefs := in.me().Prefs
		prefs.Rhythm.Frequency = store.Daily // what the form shows, and saves for another reason
		if e := must(in.db.SavePreferences(in.id, prefs)); e.Attention.Slowed != 1 {
			t.Errorf("the same choice: %+v", e.Attention)
		}
		prefs.Rhythm.Frequency = store.Twice
		e := must(in.db.SavePreferences(in.id, prefs))
		if e.Attention.Slowed != 0 || e.Rhythm(store.Rhythm{}).Frequency != store.Twice {
			t.Errorf("another choice: %+v", e.Attention)
		}
		must(in.db.Leave(in.id))
		if _, err := in.db.ChooseRhythm(in.id, store.RhythmKept); store.KindOf(err) != store.Denied {
			t.Errorf("who left chooses: %v", err)
		}
	})
}

func TestSaveChoices_ASlowedRhythmIsAsShown(t *testing.T) {
	for shown, want := range map[store.Frequency]store.Frequency{store.Three: store.Three, store.Daily: store.Daily,
		store.Weekly: store.Weekly} {
		withInbox(t, func(t *testing.T, in inbox) {
			for range 4 {
				in.next()
			}
			prefs := in.me().Prefs
			prefs.Rhythm.Frequency, prefs.Picks = shown, 4
			must(in.db.SaveChoices(in.id, prefs))
			e := must(in.db.SaveChoices(in.id, prefs))
			program := must(in.db.Settings()).Rhythm
			if e.Rhythm(program).Frequency != want || e.Prefs.Picks != 4 || (e.Attention.Slowed > 0) != (shown == store.Three) {
				t.Errorf("%s saved: it comes %s, %+v", shown, e.Rhythm(program).Frequency, e.Attention)
			}
			if shown == store.Three && e.Prefs.Rhythm.Frequency != "" {
				t.Errorf("slowed down became a choice: %s", e.Prefs.Rhythm.Frequency)
			}
			prefs.Picks = 9
			if _, err := in.db.SaveChoices(in.id, prefs); store.KindOf(err) != store.Invalid {
				t.Errorf("nine picks: %v", err)
			}
			if _, err := in.db.SaveChoices("U404", prefs); store.KindOf(err) != store.NotFound {
				t.Errorf("a stranger: %v", err)
			}
		})
	}
}

func TestChooseRhythm_Refused(t *testing.T) {
	withInbox(t, func(t *testing.T, in inbox) {
		if _, err := in.db.ChooseRhythm(in.id, "hourly"); store.KindOf(err) != store.Invalid {
			t.Errorf("an unknown choice: %v", err)
		}
		due := in.me().NextDigest
		time.Sleep(time.Until(due) + time.Minute)
		if e := must(in.db.ChooseRhythm(in.id, store.RhythmKept)); !e.NextDigest.Equal(due) {
			t.Errorf("nothing was slowed, and the digest that is due moves to %s", e.NextDigest)
		}
	})
}

func TestPassedOver(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	var assets [3]store.AssetID
	for i, topic := range []string{"one", "two", "three"} {
		assets[i] = storetest.MustAsset(t, db, func(a *store.Asset) { a.Topics = []string{topic} }).ID
	}
	key := storetest.MustPlan(t, db, "U1", assets[0], assets[1], assets[2])
	storetest.MustDeliver(t, db)
	for _, c := range []struct {
		name   string
		pick   int
		answer store.Feedback
		no     [3]float64 // failures of the three topics
	}{
		{"an answer makes the others failures", 1, store.Liked, [3]float64{0.25, 0, 0.125}},
		{"given twice it counts once", 1, store.Liked, [3]float64{0.25, 0, 0.125}},
		{"a later answer takes its failure back", 0, store.More, [3]float64{0, 0, 0.125}},
		{"another answer is no failure either", 0, store.Liked, [3]float64{0, 0, 0.125}},
		{"an answer taken back leaves the pick passed over", 0, store.Cleared, [3]float64{0.25, 0, 0.125}},
		{"without any answer nothing was passed over", 1, store.Cleared, [3]float64{}},
	} {
		must(db.SaveFeedback("U1", assets[c.pick], c.answer, "", key))
		taste := must(db.TasteOf("U1"))
		if got := [3]float64{taste.Topics["one"].No, taste.Topics["two"].No, taste.Topics["three"].No}; got != c.no {
			t.Errorf("%s: failures %v, want %v", c.name, got, c.no)
		}
	}
	if taste := must(db.TasteOf("U1")); len(taste.Topics) != 0 || len(taste.Kinds) != 0 {
		t.Errorf("something stays: %+v", taste)
	}
}
