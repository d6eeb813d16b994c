// Tests of boards with few people on them: nobody, one, all with the same points, a team of two, and nobody who is
// shown by name.

package board_test

import (
	"regexp"
	"testing"

	"vouch/bot/bottest"
	"vouch/store"
	"vouch/store/storetest"
)

func TestBoard_FewPeople(t *testing.T) {
	type act = func(t *testing.T, h *bottest.World, a bottest.Actor)
	prefer := func(change func(*store.Preferences)) act {
		return func(t *testing.T, h *bottest.World, a bottest.Actor) {
			prefs := a.Employee().Prefs
			change(&prefs)
			bottest.Must(h.Db.SavePreferences(a.Id, prefs))(t)
		}
	}
	works := func(in string) act {
		return func(t *testing.T, h *bottest.World, a bottest.Actor) {
			rows := []store.PersonImport{{ID: a.Id, Department: in}}
			bottest.Must(h.Db.ImportPeople(rows, store.Operator))(t)
		}
	}
	const few, fewTeams = `The board starts when 3 people have points`, `No team has 3 people`
	for name, row := range map[string]struct {
		people         []act
		says, teams    string // what a manager reads on the board of people and of teams, as regular expressions
		posts, asTeams bool   // whether each may be posted
	}{
		"nobody": {nil, few, fewTeams, false, false},
		"one":    {[]act{nil}, few, fewTeams, false, false},
		"two":    {[]act{works("Sales"), works("Sales")}, few, fewTeams, false, false},
		"all tied": {[]act{nil, nil, nil, nil}, `points: 1\. Ada 5, 1\. Ben 5, 1\. Cleo Tanaka 5, 1\. Finn`, fewTeams, true,
			false},
		"a team of two": {[]act{works("Tiny"), works("Tiny"), works("Large"), works("Large"), works("Large")}, `Ada`,
			`advocate: 1\. Large 5\.0\n`, true, true},
		"anonymous": {repeated(4, prefer(func(p *store.Preferences) { p.BoardAlias = true })),
			`points: (1\. A colleague 5(, )?){4}\n`, fewTeams, true, false},
		"opted out": {repeated(4, prefer(func(p *store.Preferences) { p.BoardHidden = true })), few, fewTeams, false, false},
		"left": {repeated(4, func(t *testing.T, h *bottest.World, a bottest.Actor) {
			bottest.Must(h.Db.Leave(a.Id))(t)
		}), few, fewTeams, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			bottest.With(t, bottest.Setup{Db: bottest.Library(t, 6)}, func(t *testing.T, h *bottest.World) {
				storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn, s.BoardMinGroup = true, 3 })
				dev := h.Person(t, "dev")
				for i, then := range row.people {
					a := h.Joined(t, []string{"ada", "ben", "finn", "cleo", "greta"}[i])
					storetest.MustShare(t, h.Db, a.Id, h.Live(t)[0].ID)
					if then != nil {
						then(t, h, a)
					}
				}
				for line, want := range map[string]string{"/leaderboard people week": row.says,
					"/leaderboard team week": row.teams} {
					if says := dev.Types(line); !regexp.MustCompile(want).MatchString(says) {
						t.Errorf("%s says %s, want %s", line, says, want)
					}
				}
				for teams, may := range map[bool]bool{false: row.posts, true: row.asTeams} {
					_, err := h.Db.PlanBoardPost("", dev.Id, bottest.General, store.BoardQuery{Span: store.Week, Teams: teams})
					if (err == nil) != may {
						t.Errorf("posting it, of teams %v: %v", teams, err)
					}
				}
				h.WantNoComplaint(t)
			})
		})
	}
}

// repeated is n times the same.
func repeated[T any](n int, v T) (list []T) {
	for range n {
		list = append(list, v)
	}
	return list
}
