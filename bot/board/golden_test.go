// The golden files of the leaderboard.

package board

import (
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestGolden_Board(t *testing.T) {
	board := goldenBoard()
	golden.Message(t, "board-preview-manager", boardPreview(board, golden.Settings(), golden.Member().Employee, true))
	further := board
	further.Near = []store.Row{{Employee: "U7", Name: "Nora", Points: 12},
		{Name: "Ada", Points: 9, Mine: true, Before: 4, Delta: 5}, {Points: 8}}
	golden.Message(t, "board-preview-further-down", boardPreview(further, golden.Settings(), golden.Member().Employee,
		false))
	golden.Message(t, "board-left-out", leftOut())
	hidden := golden.Member().Employee
	hidden.Prefs.BoardHidden = true
	golden.Message(t, "board-preview-hidden", boardPreview(board, golden.Settings(), hidden, false))
	unshowable := goldenBoard()
	unshowable.Rows[1].Name = "山田太郎"
	golden.Message(t, "board-name-in-the-text", boardPosted(unshowable, 3, "U0MAN"))
	board.Closed, board.Running = true, false
	golden.Message(t, "board-posted", boardPosted(board, 3, "U0MAN"))
	first := goldenBoard()
	first.Rows = []store.Row{{Rank: 1, Name: "Grace Hopper", Points: 40, Delta: 40, First: true},
		{Rank: 2, Name: "Linus", Points: 5, Delta: 5, First: true}}
	first.FirstTime, first.MoreFirst, first.Improved = first.Rows, true, nil
	golden.Message(t, "board-of-newcomers", boardPosted(first, 3, "U0MAN"))
	first.Query.Leaders, first.Rows = true, append(first.Rows, store.Row{Rank: 3, Name: "Ken", Points: 1})
	golden.Message(t, "board-newcomers-beside-others", boardPosted(first, 3, "U0MAN"))
	teams := board
	teams.Query = store.BoardQuery{Span: store.Week, Teams: true}
	teams.Start, teams.End = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	teams.Rows = []store.Row{{Rank: 1, Name: "Platform", Score: 12.5, Active: 4},
		{Rank: 2, Name: golden.Hostile, Score: 3, Active: 3}}
	teams.Improved, teams.FirstTime = nil, nil
	golden.Message(t, "board-teams", boardPosted(teams, 3, "U0MAN"))
	tied := goldenBoard()
	tied.Improved, tied.FirstTime = nil, nil
	for i := range tied.Rows {
		tied.Rows[i] = store.Row{Rank: 1, Name: []string{"Ada", "Ben", "", "Cleo"}[i], Points: 5}
	}
	golden.Message(t, "board-all-tied", boardPosted(tied, 3, "U0MAN"))
	for name, of := range map[string]store.Board{ // of one person, and of a team of two, both below the smallest group
		"board-nobody":     {Query: store.BoardQuery{Span: store.Month}, Start: board.Start, End: board.End, Running: true},
		"board-one-person": {Query: store.BoardQuery{Span: store.AllTime}, TooSmall: true, Active: 1},
		"board-team-of-two": {Query: store.BoardQuery{Span: store.Week, Teams: true}, TooSmall: true, Active: 2,
			Start: teams.Start, End: teams.End},
	} {
		golden.Message(t, name, boardPreview(of, golden.Settings(), golden.Member().Employee, true))
	}
	season := goldenBoard()
	season.Query.Span, season.Season = store.InSeason, golden.Hostile
	golden.Message(t, "board-season", boardPosted(season, 3, "U0MAN"))
	golden.Message(t, "board-too-small", boardPreview(store.Board{Query: store.BoardQuery{Span: store.Quarter},
		TooSmall: true,
		Start:    board.Start, End: board.End}, golden.Settings(), golden.Stranger().Employee, true))
	golden.Message(t, "board-off", boardsOff(false, "Ask Ada <Lovelace>."))
	golden.Message(t, "board-off-manager", boardsOff(true, ""))
	golden.Modal(t, "board-post", boardPostModal(board.Query, true))
	zones := []string{"Europe/Berlin", "America/New_York"}
	golden.Modal(t, "board-schedule", boardScheduleModal(board.Query, zones, store.Settings{}))
	golden.Modal(t, "board-schedule-teams-only", boardScheduleModal(board.Query, zones,
		store.Settings{WorksCouncil: true, Seasons: []string{"x"}}))
	golden.Modal(t, "board-admin-off", boardAdminModal(store.Settings{WorksCouncil: true}, nil, time.UTC))
	on := store.Settings{BoardOn: true}
	golden.Modal(t, "board-admin", boardAdminModal(on,
		[]store.BoardSchedule{{ID: "S1", Channel: "C1", Cron: "0 9 * * 1", TimeZone: "Europe/Berlin",
			Span: store.Week, Teams: true, CreatedBy: "U0MAN", NextAt: golden.Now},
			{ID: "S2", Channel: "C1", Cron: "0 9 1 * *", TimeZone: "Europe/Berlin", Span: store.Month, Leaders: true,
				CreatedBy: "U0MAN",
				NextAt:    golden.Now, Last: store.BoardResult{At: golden.Now, State: store.BoardFailed,
					Reason: "not_in_channel"}}},
		time.UTC))
}

func TestGolden_Points(t *testing.T) {
	entry := store.Entry{ID: "E1", Employee: "U1", Points: 5, Rule: store.RuleShareDeclared, Subject: golden.Hostile,
		At: golden.Now}
	hire := store.Entry{ID: "E0", Points: 100, Rule: store.RuleReferralHired, Subject: "a candidate referral",
		At: golden.Now}
	back := entry
	back.ID, back.Points, back.Rule, back.Of, back.Reverses = "E2", -5, store.RuleReversal, entry.Rule, "E1"
	back.Reason = golden.Hostile
	golden.Modal(t, "points-of-nobody", pointsModal(ledger{zone: time.UTC}))
	golden.Modal(t, "points-none", pointsModal(ledger{whose: "U1", zone: time.UTC}))
	golden.Modal(t, "points", pointsModal(ledger{whose: "U1", notice: "Done.", zone: time.UTC,
		entries: []ledgerEntry{{back, true}, {entry, true}, {hire, false}}}))
	golden.Modal(t, "points-take-back", takeBackModal(entry))
	golden.Message(t, "points-taken-back", takenBack(back))
}

func goldenBoard() store.Board {
	return store.Board{
		Query: store.BoardQuery{Span: store.Month}, Start: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
		End: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC),
		Rows: []store.Row{{Rank: 1, Employee: "U1", Name: "Grace Hopper", Points: 40, Delta: 10, Before: 30},
			{Rank: 2, Employee: "U2", Name: golden.Hostile, Points: 35, Delta: 35},
			{Rank: 2, Name: "", Points: 35, Delta: -5, Before: 40},
			{Rank: 4, Employee: "U4", Name: "Linus", Points: 1, Delta: 1, First: true}},
		Improved: &store.Row{Name: "Grace Hopper", Delta: 10}, FirstTime: []store.Row{{Name: "Linus"}, {Name: ""}}, Active: 4,
		Running: true,
	}
}
