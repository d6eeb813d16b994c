// Teams on boards: what the people of a department have together.

package board

import (
	"cmp"
	"maps"
	"slices"

	"vouch/store/kv"
	"vouch/store/term"
	"vouch/store/text"
)

// A TeamSum is what the advocates of a team have in a span. A team is one department however people write it, and each
// person keeps their own spelling.
type TeamSum struct {
	Total
	Before    int            // what the same people had in the span before
	Active    int            // how many of them have points
	Spellings map[string]int // of all of them
}

// Name is the spelling that most advocates have, of equals the first by the alphabet.
func (s *TeamSum) Name() (name string) {
	for _, spelling := range slices.Sorted(maps.Keys(s.Spellings)) {
		if s.Spellings[spelling] > s.Spellings[name] {
			name = spelling
		}
	}
	return name
}

// Sums are the teams of a span by folded name.
type Sums map[string]*TeamSum

// Add adds what somebody of a team has in a span and had in the one before.
func (s Sums) Add(team string, own Total, before int) {
	spelling := text.Line(team)
	if spelling == "" {
		return
	}
	sum := s[text.Fold(spelling)]
	if sum == nil {
		sum = &TeamSum{Spellings: map[string]int{}}
		s[text.Fold(spelling)] = sum
	}
	sum.Spellings[spelling]++
	sum.Before += before
	// Who has less than nothing, because older points were taken back, is not counted, and costs the others nothing.
	if own.Points <= 0 {
		return
	}
	sum.Points += own.Points
	sum.Active++
	if own.Reached.After(sum.Reached) {
		sum.Reached = own.Reached
	}
}

// AddErased adds who was erased after a span was over, in the team on whose boards they stood: one that was closed
// stays as it was. end is the first id of a moment after it, and before what somebody had in the span before.
func (s Sums) AddErased(t *kv.Tx, span, end string, before func(id string) int) {
	t.Scan(Totals, term.ErasedPrefix, term.ErasedPrefix+end, func(key string, raw []byte) bool {
		parts := kv.Split(key, 2)
		if parts[1] == span {
			for _, last := range Entries.Under(t, EntriesByPerson, parts[0], 1) {
				s.Add(last.Team, UnpackTotal(raw), before(parts[0]))
			}
		}
		return true
	})
}

// Rows ranks the teams that are large enough by points per active advocate: one who belongs to the team now and has
// points in the span. Equal scores share a rank, who got there first is listed first.
func (s Sums) Rows(minGroup int) (rows []Row) {
	sums := slices.Collect(maps.Values(s))
	sums = slices.DeleteFunc(sums, func(t *TeamSum) bool { return t.Points <= 0 || t.Active < max(minGroup, 1) })
	score := func(t *TeamSum) float64 { return float64(t.Points) / float64(t.Active) }
	slices.SortFunc(sums, func(a, b *TeamSum) int {
		return cmp.Or(cmp.Compare(score(b), score(a)), a.Reached.Compare(b.Reached), cmp.Compare(a.Name(), b.Name()))
	})
	for i, t := range sums {
		row := Row{Rank: i + 1, Name: t.Name(), Points: t.Points, Active: t.Active, Score: score(t),
			Delta: t.Points - t.Before, Before: t.Before}
		if i > 0 && rows[i-1].Score == row.Score {
			row.Rank = rows[i-1].Rank
		}
		rows = append(rows, row)
	}
	return rows
}
