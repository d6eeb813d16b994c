// Tests of Home: which step comes first, and that Home fits whatever the data.

package home

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestNextStep_MostUrgentFirst(t *testing.T) {
	picks := store.Delivery{Key: "k", Picks: []store.Pick{{Asset: "1"}}}
	answered := store.Delivery{Key: "k", Picks: []store.Pick{{Asset: "1", Answer: "liked"}}}
	asked := golden.Referral(store.Interview)
	asked.Questions = []store.Question{{Text: "How long?", AskedAt: golden.Now}}
	opened := []shareLine{{Title: "T", Share: store.Share{Level: store.Opened, Network: store.X, OpenedAt: golden.Now}}}
	old := []shareLine{{Title: "T", Share: store.Share{Level: store.Opened, Network: store.X,
		OpenedAt: golden.Now.Add(-surface.OpenedFresh - 1)}}}
	paused := golden.Member()
	paused.Prefs.PausedUntil = surface.UntilResumed
	declined := asked
	declined.Stage = store.Declined
	gone := golden.Job()
	gone.State = store.Withdrawn
	for name, c := range map[string]struct {
		home home
		want string // of the button
	}{
		"a question waits before anything": {home{referrals: []store.Referral{asked}, today: picks, shares: opened},
			"Answer"},
		"not about a referral that is over": {home{referrals: []store.Referral{declined}, today: picks},
			"See today's picks"},
		"paused people may resume":     {home{me: paused, today: picks}, "Resume now"},
		"what was begun is finished":   {home{shares: opened, today: picks}, "Continue"},
		"but not after a week":         {home{shares: old, today: picks}, "See today's picks"},
		"no digest yet":                {home{}, "See today's picks"},
		"nothing is left for a digest": {home{seenAll: true}, "Refer someone"},
		"what was saved comes after the picks": {home{today: answered, saved: []store.Asset{gone, golden.Article()}},
			"Share"},
		"nothing left to do": {home{today: answered, saved: []store.Asset{gone}}, "Refer someone"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.home.me.ID == "" {
				c.home.me = golden.Member()
			}
			c.home.now = golden.Now
			step := nextStep(c.home)
			if step.Button.Text.Text != c.want || step.Text == "" {
				t.Errorf("got %q with the button %q, want %q", step.Text, step.Button.Text.Text, c.want)
			}
		})
	}
}

func TestHome_FitsWhateverTheData(t *testing.T) {
	h := busyHome()
	h.owned = owned(1)
	for range 500 {
		h.referrals, h.owned = append(h.referrals, h.referrals[0]), append(h.owned, h.owned[0])
		h.saved, h.shares = append(h.saved, h.saved[0]), append(h.shares, h.shares[0])
	}
	if n := len(homeView(h)); n > 40 {
		t.Errorf("Home has %d blocks, want at most 40 of Slack's 100", n)
	}
}

func TestChecklist_GoesAwayWhenDone(t *testing.T) {
	h := home{shares: []shareLine{{Share: store.Share{Level: store.Declared}}}}
	if list, _ := checklist(h); !strings.Contains(list, "Done: join, post one pick. To do: refer someone.") {
		t.Errorf("half done it reads %q", list)
	}
	h.referrals = []store.Referral{golden.Referral(store.Submitted)}
	if list, _ := checklist(h); list != "" {
		t.Errorf("all done it still reads %q", list)
	}
}

func TestCutPage(t *testing.T) {
	items := []int{1, 2, 3, 4, 5}
	for _, c := range []struct {
		page, wantPage, wantLen int
		more                    bool
	}{{0, 0, 2, true}, {1, 1, 2, true}, {2, 2, 1, false}, {3, 0, 2, true}, {-1, 0, 2, true}} {
		page, got, more := surface.CutPage(items, c.page, 2)
		if page != c.wantPage || len(got) != c.wantLen || more != c.more {
			t.Errorf("page %d: got page %d with %v, more %v", c.page, page, got, more)
		}
	}
	if page, got, more := surface.CutPage([]int(nil), 0, 2); page != 0 || len(got) != 0 || more {
		t.Errorf("an empty list: %d %v %v", page, got, more)
	}
}

// A date that has passed is no promise any more, and nobody reads about themselves as about somebody else.
func TestReferralWords_SayWhatIsTrue(t *testing.T) {
	ahead, passed := golden.Now.AddDate(0, 0, 2), golden.Now.AddDate(0, 0, -2)
	base := golden.Referral(store.Submitted)
	ada, rec := base.Referrer, base.Owner
	for want, c := range map[string]struct {
		reader, owner store.EmployeeID
		by            time.Time
		nudged        int
	}{
		"<@" + string(rec) + "> answers by ":         {ada, rec, ahead, 0},
		"\nAnswer by ":                               {rec, rec, ahead, 0},
		"Late since ":                                {rec, rec, passed, 0},
		"Late: <@" + string(rec) + "> was to answer": {ada, rec, passed, 0},
		"A reminder was sent.":                       {ada, rec, ahead, 1},
		"The program managers know.":                 {ada, rec, ahead, store.Escalated},
		"The program managers choose who":            {ada, "", ahead, 0},
		"Late: nobody looks after it.":               {ada, "", ahead, store.Escalated},
	} {
		r := base
		r.Owner, r.AnswerBy, r.Nudged = c.owner, c.by, c.nudged
		words := referralWords(r, c.reader, golden.Now, time.UTC)
		if !strings.Contains(words, want) || r.Nudged > 0 && !strings.Contains(words, "Late") {
			t.Errorf("to %s it says %q, want %q in it", c.reader, words, want)
		}
	}
}

func TestInCare_WhatWaitsFirst(t *testing.T) {
	hired, ended, soon, late := golden.Referral(store.Hired), golden.Referral(store.Declined),
		golden.Referral(store.Interview), golden.Referral(store.Submitted)
	hired.AnswerBy, ended.AnswerBy, soon.AnswerBy, late.AnswerBy = time.Time{}, time.Time{}, golden.Now.AddDate(0, 0, 1),
		golden.Now.AddDate(0, 0, -1)
	var stages []store.Stage
	for _, r := range inCare([]store.Referral{ended, hired, soon, late}) {
		stages = append(stages, r.Stage)
	}
	if want := []store.Stage{store.Submitted, store.Interview, store.Hired, store.Declined}; !slices.Equal(stages, want) {
		t.Errorf("in the order %v, want %v", stages, want)
	}
}
