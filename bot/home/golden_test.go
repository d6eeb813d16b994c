// The golden files of Home and its lists.

package home

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/digest/report"
	"vouch/store"
	"vouch/store/recognition"
)

func TestGolden_SentIn(t *testing.T) {
	zone := golden.Member().Zone
	var sent surface.SentIn
	golden.Home(t, "sent-in-none", surface.SentInBlocks(sent, zone))
	sent.Assets = map[store.AssetID]store.Asset{"01ASSET": golden.StoryAsset()}
	for _, state := range []store.StoryState{store.StoryTold, store.StoryEdited, store.StoryChanges, store.StoryApproved,
		store.StoryDeclined, store.StoryWithdrawn} {
		s := golden.Edited()
		s.State, s.Note, s.Asset = state, "Not <now>.", "01ASSET"
		sent.Stories = append(sent.Stories, s)
	}
	for _, state := range []store.AssetState{store.InReview, store.Draft, store.Scheduled, store.Live, store.Expired,
		store.Withdrawn} {
		a := golden.Article()
		a.State, a.StateAt, a.CreatedAt, a.LiveAt, a.PublishAt = state, golden.Now, golden.Now, golden.Now,
			golden.Now.AddDate(0, 0, 1)
		a.Review = &store.Review{Suggested: "U0ADA"}
		if state == store.Draft {
			a.Review.Note = "We had this <topic> last week."
		}
		sent.Suggestions = append(sent.Suggestions, a)
	}
	golden.Home(t, "sent-in-everything", surface.SentInBlocks(sent, zone))
}

func TestGolden_Home(t *testing.T) {
	golden.Home(t, "home-stranger", homeView(home{me: golden.Stranger(), now: golden.Now,
		newest: []store.Asset{golden.Article(), golden.Story()}, advocates: 12}))

	guest := golden.Stranger()
	guest.Guest = true
	golden.Home(t, "home-guest", homeView(home{me: guest, now: golden.Now}))

	golden.Home(t, "home-first-day",
		homeView(home{me: golden.Member(), now: golden.Now, today: store.Delivery{Key: "k", Picks: make([]store.Pick, 3)}}))
	golden.Home(t, "home-busy", homeView(busyHome()))
	opened := busyHome()
	opened.opened, opened.goals = 57, goldenGoals
	opened.level, opened.next = recognition.Ambassador, recognition.Facts{Weeks: 9}.Next(recognition.Ambassador)
	golden.Home(t, "home-opened", homeView(opened))
	owner := busyHome()
	owner.owned = owned(30)
	golden.Home(t, "home-owner", homeView(owner))
	golden.Home(t, "home-owner-who-has-not-joined",
		homeView(home{me: golden.Stranger(), now: golden.Now, owned: owned(3)}))
	owner.made = []store.Introduction{{ID: "01MADE", Person: store.Person{Name: "Grace <Hopper>"}, Stage: store.IntroSent}}
	owner.offered = []store.Introduction{{ID: "01OFFERED", Person: store.Person{Name: "Linus"}, Stage: store.IntroOffered}}
	golden.Home(t, "home-owner-introduced", homeView(owner))
	owner.manager, owner.goals = busyManager(), goldenGoals
	golden.Home(t, "home-manager", homeView(owner))

	paused := home{me: golden.Member(), now: golden.Now}
	paused.me.Prefs.Incentive = store.ForNothing
	paused.me.Prefs.PausedUntil = golden.Now.AddDate(0, 0, 7)
	golden.Home(t, "home-paused", homeView(paused))

	alerted := home{me: golden.Member(), now: golden.Now, manager: &managerHome{manager: true, curator: true, others: 2,
		mine: 1}}
	golden.Home(t, "home-alerts", homeView(alerted))

	curator := home{mentor: "U9", me: golden.Member(), now: golden.Now,
		manager: &managerHome{mine: 1, stories: 1, curator: true}}
	golden.Home(t, "home-curator", homeView(curator))
}

// goldenGoals are as many as there can be: none reached, reached in part, and more than reached.
var goldenGoals = []report.Progress{
	{Target: 5, Of: "hires", Last: time.Date(golden.Now.Year(), 12, 31, 0, 0, 0, 0, time.UTC)},
	{Done: 700, Target: 1200, Of: "shares", Last: time.Date(golden.Now.Year()+1, 6, 30, 0, 0, 0, 0, time.UTC)},
	{Done: 4, Target: 3, Of: "deals", Last: time.Date(golden.Now.Year(), 12, 1, 0, 0, 0, 0, time.UTC)},
}

// busyHome has more of everything than Home shows.
func busyHome() home {
	h := home{me: golden.Member(), now: golden.Now, score: store.Score{Week: 10, Month: 35, Quarter: 80, All: 120,
		RankMonth: 3, ActiveMonth: 12},
		latest: []store.Entry{{Points: 10, Rule: store.RuleReferralAccepted, Subject: golden.Hostile, At: golden.Now}},
		today:  store.Delivery{Key: "k", Picks: []store.Pick{{Asset: "01ARTICLE", Answer: "shared"}}}}
	levels := []store.Level{store.Opened, store.Declared, store.Proven, store.Declared}
	for _, level := range levels {
		h.shares = append(h.shares, shareLine{Title: golden.Hostile,
			Share: store.Share{Asset: "01ARTICLE", Network: store.LinkedIn, Level: level,
				OpenedAt: golden.Now, DeclaredAt: golden.Now, ProvenAt: golden.Now}})
	}
	h.shares[2].PostURL = "https://www.linkedin.com/posts/ada|1>2"
	for i := range 30 {
		r := golden.Referral([]store.Stage{store.Submitted, store.Interview, store.Declined}[i%3])
		r.ID += store.ReferralID(fmt.Sprint(i))
		h.referrals = append(h.referrals, r)
	}
	h.referrals[1].Owner, h.referrals[2].Person = "", store.Person{}
	gone := golden.Job()
	gone.State = store.Expired
	h.saved = []store.Asset{golden.Article(), gone, golden.Story(), golden.Article()}
	return h
}

// owned are referrals in the care of Ada, of which some are late.
func owned(n int) (list []store.Referral) {
	for i := range n {
		r := golden.Referral([]store.Stage{store.Submitted, store.Interview, store.Hired}[i%3])
		r.ID, r.Referrer, r.Owner = r.ID+store.ReferralID(fmt.Sprint(i)), "U0BEN", "U0ADA"
		if i%3 == 2 {
			r.AnswerBy = time.Time{}
		}
		if i%3 == 0 {
			r.AnswerBy, r.Nudged = golden.Now.AddDate(0, 0, -2), store.Escalated
		}
		list = append(list, r)
	}
	return inCare(list)
}

// busyManager runs a program in which everything waits.
func busyManager() *managerHome {
	return &managerHome{manager: true, curator: true, mine: 3, lateItems: 2, stories: 4, sources: 5, broken: 1,
		boardOn: true, schedules: 2, stats: store.Stats{Employees: 25, Advocates: 18, Live: 44, Shares: 210, Referrals: 40},
		pulse: store.Pulse{Week: store.Activity{Posts: 12, People: 7, Referrals: 2},
			Before: store.Activity{Posts: 9, People: 5, Referrals: 3},
			Late:   3, NoOwner: 1, Stages: map[store.Stage]int{store.Submitted: 4, store.Accepted: 3, store.Screening: 2,
				store.Interview: 2, store.Meeting: 1, store.Offer: 1, store.Opportunity: 1, store.Hired: 1, store.Started: 5,
				store.Won: 2, store.Declined: 7, store.StageWithdrawn: 1}}}
}

func TestGolden_Menus(t *testing.T) {
	golden.Modal(t, "menu-content", contentMenu(*busyManager()))
	golden.Modal(t, "menu-program", programMenu(*busyManager()))
}

// What stands before the fold is read in ten seconds, whatever the data.
func TestHome_WordsAndButtonsBeforeTheFold(t *testing.T) {
	golden.FilesAtMost(t, "home-*.json", 8, 100, 10, func(blocks []any) []any {
		end := slices.IndexFunc(blocks, func(b any) bool { return b.(map[string]any)["type"] == string(fold) })
		if end < 0 {
			return blocks
		}
		return blocks[:end]
	})
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
	p.Level, p.Badges, p.Charity = recognition.Advocate, recognition.AllBadges, "Lab <Kids>"
	p.Next = recognition.Facts{Weeks: 1, OwnProven: 1}.Next(p.Level)
	golden.Modal(t, "points-first-page", pointsModal(p))
	p.Leader, p.Quiet = true, true
	golden.Modal(t, "points-of-a-leader", pointsModal(p))
	p.Page, p.More = 3, false
	golden.Modal(t, "points-last-page", pointsModal(p))
}
