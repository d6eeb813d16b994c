// The ledger of points: how its entries lie in the file, what finds them, and what counts for a season.

package board

import (
	"maps"
	"slices"
	"time"

	"vouch/store/calendar"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/term"
)

// The indexes of entries.
var (
	EntriesByCause  = kv.NewBucket("entries_by_cause")  // cause -> entry
	EntriesByPerson = kv.NewBucket("entries_by_person") // employee, entry
)

// Entries are unique by cause, which is what makes paying idempotent.
var Entries = kv.Table[Entry]{
	Bucket:  kv.NewBucket("entries"), // entry -> Entry
	Indexes: []*kv.Bucket{EntriesByCause, EntriesByPerson},
	Key:     func(e *Entry) string { return e.ID },
	Rows: func(e *Entry) []kv.Row {
		return []kv.Row{EntriesByCause.Row(e.Cause, e.ID), EntriesByPerson.Row(kv.Join(string(e.Employee), e.ID), "")}
	},
}

// The rules that pay, by which every room reads an entry; what each pays is in PointRules.
const (
	RuleShareDeclared        = "share_declared"
	RuleOwnWords             = "own_words"
	RuleShareProven          = "share_proven"
	RuleShareEngaged         = "share_engaged"    // people opened its link
	RuleContentAccepted      = "content_accepted" // a suggestion or story went live
	RuleReferralAccepted     = "referral_accepted"
	RuleIntroductionAccepted = "introduction_accepted"
	RuleReferralInterview    = "referral_interview" // interview of a candidate, meeting with a client
	RuleReferralHired        = "referral_hired"     // hire or deal
	RuleLesson               = "lesson"
	RuleReversal             = "reversal" // takes back another entry
)

// EntryOf is the entry that a cause has led to; false when there is none.
func EntryOf(t *kv.Tx, cause string) (Entry, bool) {
	id := t.Get(EntriesByCause, cause)
	if id == nil {
		return Entry{}, false
	}
	return Entries.Must(t, string(id)), true
}

// IsReversed tells whether an entry was taken back.
func IsReversed(t *kv.Tx, entry string) bool {
	return t.Get(EntriesByCause, term.Key(RuleReversal, entry)) != nil
}

// EraseTotals moves the totals of a person to the ghost, which stands on no board.
func EraseTotals(t *kv.Tx, person *employee.Employee, ghost term.EmployeeID) {
	// First off the boards, under the old id, because board rows are derived from it.
	Move(t, person.ID, employee.ClassOf(person), employee.Unranked)
	id := string(person.ID)
	prefix := kv.Join(id, "")
	for _, key := range t.Keys(Totals, prefix, 0) {
		span := key[len(prefix):]
		sum := TotalOf(t, id, span)
		t.Delete(Totals, key)
		t.Put(Totals, kv.Join(string(ghost), span), sum.Pack())
	}
}

// EraseEntries moves the entries of a person to the ghost, without what may say who they were, and counts those it
// changed. They are of the team on whose boards the person stood last, for Sums.AddErased.
func EraseEntries(t *kv.Tx, person *employee.Employee, ghost term.EmployeeID) int {
	id, team := person.ID, ""
	if person.IsAdvocate() {
		team = person.Team()
	}
	return Entries.RewriteAll(t, func(e *Entry) bool {
		theirs := e.Employee.Replace(id, ghost)
		if theirs {
			e.Reason, e.Team = "", team
			// The title of what they told may say who they were.
			if e.Rule == RuleContentAccepted || e.Of == RuleContentAccepted {
				e.Subject = ""
			}
		}
		return e.Actor.Replace(id, ghost) || theirs
	})
}

// FollowSeasons counts the points of seasons that came, with every entry of their days, and drops those of seasons that
// went. It reads the entries of a season once, when its days change: a hundred thousand take about a second. idAt gives
// the first id of a moment.
func FollowSeasons(t *kv.Tx, old, now []string, idAt func(time.Time) string) {
	before, after := calendar.Seasons(old), calendar.Seasons(now)
	for _, s := range before {
		if !hasKey(after, s) {
			countSeason(t, s, false, idAt)
		}
	}
	for _, s := range after {
		if !hasKey(before, s) {
			countSeason(t, s, true, idAt)
		}
	}
}

func hasKey(list []calendar.Season, s calendar.Season) bool {
	return slices.ContainsFunc(list, func(each calendar.Season) bool { return each.Key() == s.Key() })
}

// countSeason begins or ends counting a season.
func countSeason(t *kv.Tx, s calendar.Season, counts bool, idAt func(time.Time) string) {
	sums := map[term.EmployeeID]Total{}
	start, end := s.Span(time.UTC)
	// The day of an entry is that of the zone that the program had then, a day away at most.
	from, to := idAt(start.AddDate(0, 0, -1)), idAt(end.AddDate(0, 0, 1))
	t.Scan(Entries.Bucket, "", from, func(key string, raw []byte) bool {
		if e := Entries.Decode(raw); s.Holds(e.Day) {
			sums[e.Employee] = sums[e.Employee].Plus(&e)
		}
		return key < to
	})
	t.BatchRows()
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		class := employee.ClassIn(t, id)
		if counts {
			SetTotal(t, class, string(id), s.Key(), sums[id])
		} else {
			DropTotal(t, class, string(id), s.Key())
		}
	}
}

// Rebuild derives the standings from the ledger, the seasons of the settings, and where each person stands now.
func Rebuild(t *kv.Tx, c *kv.Check, seasons []calendar.Season) {
	persons := map[string]Total{}
	Entries.Each(t, func(e *Entry) bool {
		names := calendar.KeysOf(seasons, e.Day)
		date, err := time.Parse(time.DateOnly, string(e.Day))
		if err != nil {
			kv.Fail("%q is not a day", e.Day)
		}
		for _, span := range calendar.Spans {
			names = append(names, calendar.SpanName(span, date))
		}
		for _, name := range names {
			person := kv.Join(string(e.Employee), name)
			persons[person] = persons[person].Plus(e)
		}
		return true
	})
	for key, sum := range persons {
		parts := kv.Split(key, 2)
		class := employee.ClassIn(t, term.EmployeeID(parts[0]))
		d := StandingOf(class, parts[0], parts[1], sum, persons[kv.Join(parts[0], calendar.NameBefore(parts[1]))])
		c.Derive(d.Rows, d.Counted)
		c.Derive([]kv.Row{Totals.Row(key, string(sum.Pack()))}, nil)
	}
}
