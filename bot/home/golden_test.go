// The golden files of Home and its lists.

package home

import (
	"fmt"
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestGolden_SentIn(t *testing.T) {
	zone := golden.Member().Zone
	var sent surface.SentIn
	golden.Home(t, "sent-in-none", surface.SentInBlocks(sent, zone))
	sent.Assets = map[store.AssetID]store.Asset{"01ASSET": golden.StoryAsset()}
	for _, state := range []store.StoryState{store.StoryTold, store.StoryEdited, store.StoryChanges, store.StoryApproved, store.StoryDeclined, store.StoryWithdrawn} {
		s := golden.Edited()
		s.State, s.Note, s.Asset = state, "Not <now>.", "01ASSET"
		sent.Stories = append(sent.Stories, s)
	}
	for _, state := range []store.AssetState{store.InReview, store.Draft, store.Scheduled, store.Live, store.Expired, store.Withdrawn} {
		a := golden.Article()
		a.State, a.StateAt, a.CreatedAt, a.LiveAt, a.PublishAt = state, golden.Now, golden.Now, golden.Now, golden.Now.AddDate(0, 0, 1)
		a.Review = &store.Review{Suggested: "U0ADA"}
		if state == store.Draft {
			a.Review.Note = "We had this <topic> last week."
		}
		sent.Suggestions = append(sent.Suggestions, a)
	}
	golden.Home(t, "sent-in-everything", surface.SentInBlocks(sent, zone))
	golden.Home(t, "sent-in-home", surface.SentInSummary(sent))
}

func TestGolden_Home(t *testing.T) {
	golden.Home(t, "home-stranger", homeView(home{me: golden.Stranger(), now: golden.Now, newest: []store.Asset{golden.Article(), golden.Story()}, advocates: 12}))

	guest := golden.Stranger()
	guest.Guest = true
	golden.Home(t, "home-guest", homeView(home{me: guest, now: golden.Now}))

	golden.Home(t, "home-first-day", homeView(home{me: golden.Member(), now: golden.Now, today: store.Delivery{Key: "k", Picks: make([]store.Pick, 3)}}))
	golden.Home(t, "home-busy", homeView(busyHome()))

	paused := home{me: golden.Member(), now: golden.Now}
	paused.me.Prefs.PausedUntil = golden.Now.AddDate(0, 0, 7)
	golden.Home(t, "home-paused", homeView(paused))

	alerted := home{me: golden.Member(), now: golden.Now, manager: &managerHome{manager: true, unnamed: true, others: 2}}
	golden.Home(t, "home-alerts", homeView(alerted)[:4])

	curator := home{me: golden.Member(), now: golden.Now, manager: &managerHome{stats: store.Stats{Live: 1}, review: 1, curator: true}}
	golden.Home(t, "home-curator", homeView(curator))
}

// busyHome has more of everything than Home shows.
func busyHome() home {
	h := home{me: golden.Member(), now: golden.Now, score: store.Score{Week: 10, Month: 35, Quarter: 80, All: 120, RankMonth: 3, ActiveMonth: 12},
		today: store.Delivery{Key: "k", Picks: []store.Pick{{Asset: "01ARTICLE", Answer: "shared"}}},
		manager: &managerHome{manager: true, curator: true, mine: 3, boardOn: true, schedules: 2, review: 100,
			stats: store.Stats{Employees: 25, Advocates: 18, Live: 44, Shares: 210, Referrals: 9, Outbox: store.Depth{Dead: 1}}}}
	levels := []store.Level{store.Opened, store.Declared, store.Proven, store.Declared}
	for _, level := range levels {
		h.shares = append(h.shares, shareLine{Title: golden.Hostile, Share: store.Share{Asset: "01ARTICLE", Network: store.LinkedIn, Level: level,
			OpenedAt: golden.Now, DeclaredAt: golden.Now, ProvenAt: golden.Now}})
	}
	h.shares[2].PostURL = "https://www.linkedin.com/posts/ada|1>2"
	for i := range 30 {
		r := golden.Referral([]store.Stage{store.Submitted, store.Interview, store.Declined}[i%3])
		r.ID += store.ReferralID(fmt.Sprint(i))
		h.referrals, h.owned = append(h.referrals, r), append(h.owned, r)
	}
	h.referrals[1].Owner, h.referrals[2].Person = "", store.Person{}
	gone := golden.Job()
	gone.State = store.Expired
	h.saved = []store.Asset{golden.Article(), gone, golden.Story(), golden.Article()}
	return h
}

func TestGolden_Points(t *testing.T) {
	p := pointsPage{Rules: golden.Settings().Points, Zone: golden.Member().Zone}
	golden.Modal(t, "points-none", pointsModal(p))
	p.Score = store.Score{Week: 10, Month: 35, Quarter: 80, All: 120, RankMonth: 3, ActiveMonth: 12}
	p.Entries = []store.Entry{
		{Points: 5, Rule: store.RuleShareDeclared, Subject: golden.Hostile, At: golden.Now},
		{Points: -5, Rule: store.RuleReversal, Of: store.RuleShareDeclared, Subject: "How we cut build times", Reverses: "x",
			Reason: "not a post", At: golden.Now},
		{Points: 10, Rule: "a rule of tomorrow", At: golden.Now},
	}
	p.More = true
	golden.Modal(t, "points-first-page", pointsModal(p))
	p.Leader = true
	golden.Modal(t, "points-of-a-leader", pointsModal(p))
	p.Page, p.More = 3, false
	golden.Modal(t, "points-last-page", pointsModal(p))
}
