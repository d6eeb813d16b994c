// The golden files of onboarding, the digest, Home, settings, points, boards and roles.

package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/store"
)

func TestGolden_Onboarding(t *testing.T) {
	goldenMessage(t, "welcome-new", welcomeContent(goldenSettings()))
	goldenMessage(t, "welcome-joined", joinedContent(goldenMember(), goldenNow))
	goldenModal(t, "join-proposed", joinModal(goldenChoices(goldenStranger())))
	unknown := goldenChoices(goldenStranger())
	unknown.me.Title, unknown.proposed = "", ""
	goldenModal(t, "join-no-title", joinModal(unknown))
	emoji := goldenChoices(goldenStranger())
	emoji.me.Title = strings.Repeat("🚀", 3000)
	goldenModal(t, "join-title-of-3000-emoji", joinModal(emoji))
	goldenModal(t, "joined", joinedModal(goldenMember(), "Your first 3 picks are in your messages with Vouch now.", goldenNow))
}

func TestGolden_Digest(t *testing.T) {
	goldenMessage(t, "digest-fresh", digestContent(goldenDigest()))

	answered := goldenDigest()
	answered.Picks[0].Saved = true
	answered.Picks[1].Shared = []store.Network{store.LinkedIn, store.CopyOnly}
	answered.Picks[2].Answer = store.Liked
	goldenMessage(t, "digest-answered", digestContent(answered))

	dismissed := goldenDigest()
	dismissed.Picks[0].Answer, dismissed.Picks[0].Asking = store.NotForMe, true
	dismissed.Picks[1].Answer, dismissed.Picks[1].Said = store.NotForMe, "Noted. It won't come again."
	dismissed.Picks[2].Opened = []store.Network{store.X}
	goldenMessage(t, "digest-not-for-me", digestContent(dismissed))

	gone := goldenDigest()
	gone.Picks[0].Asset.State = store.Withdrawn
	gone.Picks[1].Asset.State, gone.Picks[1].Asset.Job.Closed = store.Withdrawn, true
	gone.Picks[2].Asset = store.Asset{}
	gone.Note, gone.Paused = "You reacted with :no_bell:, so your digest is paused until Monday 9 March.", "until Monday 9 March"
	goldenMessage(t, "digest-gone-and-paused", digestContent(gone))

	most := goldenDigest()
	for len(most.Picks) < 5 {
		most.Picks = append(most.Picks, most.Picks[2])
		most.Picks[len(most.Picks)-1].Asset.ID += store.AssetID(fmt.Sprint(len(most.Picks)))
	}
	goldenMessage(t, "digest-five-picks", digestContent(most))
	goldenModal(t, "digest-modal", digestModal(goldenDigest(), "digest/2026-03-02/U0ADA"))
	goldenModal(t, "digest-networks", networksModal(store.Preferences{Networks: []store.Network{store.X}}))
}

func TestGolden_Fatigue(t *testing.T) {
	slowed := goldenDigest()
	slowed.Slowed = "Nothing came back to the last 3 digests, so it comes less often now: on Tuesdays."
	goldenMessage(t, "digest-slowed", digestContent(slowed))
	slowed.Slowed, slowed.Kept = "", "It stays as you have it: every weekday at 09:30."
	goldenMessage(t, "digest-kept", digestContent(slowed))
	slowed.Kept, slowed.Also = "", []string{"• Your referral of *Grace Hopper* (Compilers) has reached a new stage: *Interview*.", "• \"An old post\" has expired."}
	goldenMessage(t, "digest-carries", digestContent(slowed))
	goldenMessage(t, "fatigue-asked", questionOfRhythm(goldenMember()))
	weekly := goldenMember()
	weekly.Prefs.Rhythm.Frequency = store.Weekly
	goldenMessage(t, "fatigue-asked-weekly", questionOfRhythm(weekly))
	for _, choice := range []store.RhythmChoice{store.RhythmKept, store.RhythmStopped} {
		goldenMessage(t, "fatigue-"+string(choice), answeredView(chosenWords(goldenMember(), choice, goldenNow)))
	}
}

func TestGolden_SettingsSlowed(t *testing.T) {
	me := goldenMember()
	me.Attention = store.Attention{Slowed: 1, SlowOn: "2026-02-24"}
	goldenModal(t, "settings-slowed", settingsModal(goldenChoices(me), slowedNotice(me, goldenNow)))
}

func TestGolden_Home(t *testing.T) {
	goldenHome(t, "home-stranger", homeView(home{me: goldenStranger(), now: goldenNow, newest: []store.Asset{goldenArticle(), goldenStory()}, advocates: 12}))

	guest := goldenStranger()
	guest.Guest = true
	goldenHome(t, "home-guest", homeView(home{me: guest, now: goldenNow}))

	goldenHome(t, "home-first-day", homeView(home{me: goldenMember(), now: goldenNow, today: store.Delivery{Key: "k", Picks: make([]store.Pick, 3)}}))
	goldenHome(t, "home-busy", homeView(busyHome()))

	paused := home{me: goldenMember(), now: goldenNow}
	paused.me.Prefs.PausedUntil = goldenNow.AddDate(0, 0, 7)
	goldenHome(t, "home-paused", homeView(paused))

	curator := home{me: goldenMember(), now: goldenNow, manager: &managerHome{stats: store.Stats{Live: 1}, review: 1, curator: true}}
	goldenHome(t, "home-curator", homeView(curator))
}

// busyHome has more of everything than Home shows.
func busyHome() home {
	h := home{me: goldenMember(), now: goldenNow, score: store.Score{Week: 10, Month: 35, Quarter: 80, All: 120, RankMonth: 3, ActiveMonth: 12},
		today: store.Delivery{Key: "k", Picks: []store.Pick{{Asset: "01ARTICLE", Answer: "shared"}}},
		manager: &managerHome{manager: true, curator: true, mine: 3, boardOn: true, schedules: 2, review: 100,
			stats: store.Stats{Employees: 25, Advocates: 18, Live: 44, Shares: 210, Referrals: 9, Outbox: store.Depth{Dead: 1}}}}
	levels := []store.Level{store.Opened, store.Declared, store.Proven, store.Declared}
	for _, level := range levels {
		h.shares = append(h.shares, shareLine{Title: hostile, Share: store.Share{Asset: "01ARTICLE", Network: store.LinkedIn, Level: level,
			OpenedAt: goldenNow, DeclaredAt: goldenNow, ProvenAt: goldenNow}})
	}
	h.shares[2].PostURL = "https://www.linkedin.com/posts/ada|1>2"
	for i := range 30 {
		r := goldenReferral([]store.Stage{store.Submitted, store.Interview, store.Declined}[i%3])
		r.ID += store.ReferralID(fmt.Sprint(i))
		h.referrals, h.owned = append(h.referrals, r), append(h.owned, r)
	}
	h.referrals[1].Owner, h.referrals[2].Person = "", store.Person{}
	gone := goldenJob()
	gone.State = store.Expired
	h.saved = []store.Asset{goldenArticle(), gone, goldenStory(), goldenArticle()}
	return h
}

func TestGolden_SettingsAndPause(t *testing.T) {
	goldenModal(t, "settings-defaults", settingsModal(goldenChoices(goldenMember()), ""))
	full := goldenMember()
	full.Prefs = store.Preferences{Personas: []store.PersonaID{"sales", "engineering"}, Mute: []string{"customers"}, Networks: []store.Network{store.X},
		Rhythm: store.Rhythm{Frequency: store.Twice, At: "14:15", Quiet: []time.Weekday{time.Tuesday}}, Picks: 5, BoardAlias: true,
		PausedUntil: untilResumed}
	full.rhythm = full.Prefs.Rhythm
	goldenModal(t, "settings-everything-chosen", settingsModal(goldenChoices(full), full.nextWords(goldenNow)))
	many := goldenChoices(goldenMember())
	for i := range 50 {
		many.me.Prefs.Follow = append(many.me.Prefs.Follow, fmt.Sprintf("topic-%03d", i))
	}
	goldenModal(t, "settings-50-topics", settingsModal(many, ""))
	goldenModal(t, "pause", pauseModal(goldenMember().Employee, goldenNow, time.UTC))
	goldenModal(t, "pause-paused", pauseModal(full.Employee, goldenNow, time.UTC))
}

func TestGolden_Points(t *testing.T) {
	p := pointsPage{Rules: goldenSettings().Points, Zone: goldenMember().zone}
	goldenModal(t, "points-none", pointsModal(p))
	p.Score = store.Score{Week: 10, Month: 35, Quarter: 80, All: 120, RankMonth: 3, ActiveMonth: 12}
	p.Entries = []store.Entry{
		{Points: 5, Rule: store.RuleShareDeclared, Subject: hostile, At: goldenNow},
		{Points: -5, Rule: store.RuleShareDeclared, Subject: "How we cut build times", Reverses: "x", At: goldenNow},
		{Points: 10, Rule: "a rule of tomorrow", At: goldenNow},
	}
	p.More = true
	goldenModal(t, "points-first-page", pointsModal(p))
	p.Leader = true
	goldenModal(t, "points-of-a-leader", pointsModal(p))
	p.Page, p.More = 3, false
	goldenModal(t, "points-last-page", pointsModal(p))
}

func TestGolden_Board(t *testing.T) {
	board := goldenBoard()
	goldenMessage(t, "board-preview-manager", boardPreview(board, goldenSettings(), goldenMember().Employee, true))
	hidden := goldenMember().Employee
	hidden.Prefs.BoardHidden = true
	goldenMessage(t, "board-preview-hidden", boardPreview(board, goldenSettings(), hidden, false))
	board.Closed = true
	goldenMessage(t, "board-posted", boardPosted(board, 3, "U0MAN"))
	first := goldenBoard()
	first.Rows = []store.Row{{Rank: 1, Name: "Grace Hopper", Points: 40, Delta: 40, First: true}, {Rank: 2, Name: "Linus", Points: 5, Delta: 5, First: true}}
	first.FirstTime, first.MoreFirst, first.Improved = first.Rows, true, nil
	goldenMessage(t, "board-of-newcomers", boardPosted(first, 3, "U0MAN"))
	first.Query.Leaders, first.Rows = true, append(first.Rows, store.Row{Rank: 3, Name: "Ken", Points: 1})
	goldenMessage(t, "board-newcomers-beside-others", boardPosted(first, 3, "U0MAN"))
	teams := board
	teams.Query = store.BoardQuery{Span: store.Week, Teams: true}
	teams.Start, teams.End = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	teams.Rows = []store.Row{{Rank: 1, Name: "Platform", Score: 12.5, Active: 4}, {Rank: 2, Name: hostile, Score: 3, Active: 3}}
	teams.Improved, teams.FirstTime = nil, nil
	goldenMessage(t, "board-teams", boardPosted(teams, 3, "U0MAN"))
	goldenMessage(t, "board-too-small", boardPreview(store.Board{Query: store.BoardQuery{Span: store.Quarter}, TooSmall: true,
		Start: board.Start, End: board.End}, goldenSettings(), goldenStranger().Employee, true))
	goldenMessage(t, "board-off", boardsOff(false, "Ask Ada <Lovelace>."))
	goldenMessage(t, "board-off-manager", boardsOff(true, ""))
	goldenModal(t, "board-post", boardPostModal(board.Query))
	goldenModal(t, "board-schedule", boardScheduleModal(board.Query, []string{"Europe/Berlin", "America/New_York"}))
	goldenModal(t, "board-admin-off", boardAdminModal(false, nil, time.UTC))
	goldenModal(t, "board-admin", boardAdminModal(true, []store.BoardSchedule{{ID: "S1", Channel: "C1", Cron: "0 9 * * 1", TimeZone: "Europe/Berlin",
		Span: store.Week, Teams: true, CreatedBy: "U0MAN", NextAt: goldenNow},
		{ID: "S2", Channel: "C1", Cron: "0 9 1 * *", TimeZone: "Europe/Berlin", Span: store.Month, Leaders: true, CreatedBy: "U0MAN", NextAt: goldenNow}}, time.UTC))
}

func goldenBoard() store.Board {
	return store.Board{
		Query: store.BoardQuery{Span: store.Month}, Start: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC),
		Rows: []store.Row{{Rank: 1, Employee: "U1", Name: "Grace Hopper", Points: 40, Delta: 10, Before: 30}, {Rank: 2, Employee: "U2", Name: hostile, Points: 35, Delta: 35},
			{Rank: 2, Name: "", Points: 35, Delta: -5, Before: 40}, {Rank: 4, Employee: "U4", Name: "Linus", Points: 1, Delta: 1, First: true}},
		Improved: &store.Row{Name: "Grace Hopper", Delta: 10}, FirstTime: []store.Row{{Name: "Linus"}, {Name: ""}}, Active: 4,
	}
}

func TestGolden_Roles(t *testing.T) {
	var many []store.EmployeeID
	for i := range maxRoleHolders {
		many = append(many, store.EmployeeID(fmt.Sprintf("U0%09d", i)))
	}
	goldenModal(t, "roles", rolesModal(map[store.Role][]store.EmployeeID{store.Curator: {"U1", "U2"}, store.Recruiter: many}))
	goldenModal(t, "role-many", roleModal(grantable[2], many))
	goldenModal(t, "role-nobody", roleModal(grantable[0], nil))
}

func TestGolden_Help(t *testing.T) {
	words := []word{{Word: "digest", Help: "get today's picks now"}, {Word: "help", Help: "this list"}}
	goldenMessage(t, "help", helpContent(words, "", true))
	goldenMessage(t, "help-unknown-word", helpContent(words, "I don't know \"&lt;!channel&gt;\". Here is what you can type.", false))
}
