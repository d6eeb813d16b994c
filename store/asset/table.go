// The tables of assets and of who comes to events: how they lie in the file, and what finds them.

package asset

import (
	"cmp"
	"slices"

	"vouch/store/kv"
	"vouch/store/source"
	"vouch/store/term"
)

// The indexes of assets.
var (
	ByState     = kv.NewBucket("assets_by_state")     // state, asset
	ByCanon     = kv.NewBucket("assets_by_canon")     // canonical URL -> asset
	BySeq       = kv.NewBucket("assets_by_seq")       // small number -> asset
	ByTime      = kv.NewBucket("assets_by_time")      // next publish or expiry time, asset
	BySource    = kv.NewBucket("assets_by_source")    // source, key of the item there -> asset
	Gone        = kv.NewBucket("assets_gone")         // canonical URL, asset that has expired or was withdrawn
	BySuggester = kv.NewBucket("assets_by_suggester") // employee, asset they suggested or told
)

// Table holds assets, which are found by state, by page, by number and by the time the clock must look at them again.
var Table = kv.Table[Asset]{
	Bucket:  kv.NewBucket("assets"), // asset -> Asset
	Indexes: []*kv.Bucket{ByState, ByCanon, BySeq, ByTime, BySource, Gone, BySuggester},
	Key:     func(a *Asset) string { return string(a.ID) },
	Rows: func(a *Asset) []kv.Row {
		rows := []kv.Row{
			ByState.Row(kv.Join(string(a.State), string(a.ID)), ""),
			BySeq.Row(kv.NumberKey(uint64(a.Seq)), string(a.ID)),
		}
		if a.HasProposal() {
			rows = append(rows, ByState.Row(kv.Join(ProposedRow, string(a.ID)), ""))
		}
		if a.State != Expired && a.State != Withdrawn {
			rows = append(rows, ByCanon.Row(a.Canon, string(a.ID)))
		} else {
			rows = append(rows, GoneRow(a))
		}
		if a.FromSource != "" {
			rows = append(rows, BySource.Row(kv.Join(string(a.FromSource), a.SourceKey), string(a.ID)))
		}
		if a.Review != nil && a.Review.Suggested != "" {
			rows = append(rows, BySuggester.Row(kv.Join(string(a.Review.Suggested), string(a.ID)), ""))
		}
		if at := a.NextChange(); !at.IsZero() {
			rows = append(rows, ByTime.Row(kv.TimeKey(at)+string(a.ID), ""))
		}
		return rows
	},
	Counters: func(a *Asset) []string {
		if a.FromSource == "" {
			return []string{CountIn(a.State)}
		}
		return []string{CountIn(a.State), CountOf(a.FromSource, a.State)}
	},
}

// GoneRow remembers a page that has left the library, so that no source brings it back by itself.
func GoneRow(a *Asset) kv.Row { return Gone.Row(kv.Join(a.Canon, string(a.ID)), "") }

// CountOf names the counter of the assets of a source in a state.
func CountOf(from source.ID, state State) string {
	return kv.Join("source_assets", string(from), string(state))
}

// CountIn names the counter of the assets in a state.
func CountIn(state State) string { return kv.Join("assets", string(state)) }

// ProposedRow is under which name published assets are found of which their source says something else now.
const ProposedRow = "proposed"

// The indexes of attendances.
var (
	AttendancesByPerson = kv.NewBucket("attendances_by_person") // employee, asset
	AttendancesByTime   = kv.NewBucket("attendances_by_time")   // next reminder or question, asset, employee
)

// Attendances are found by person, and by the time the clock must look at them.
var Attendances = kv.Table[Attendance]{
	Bucket:  kv.NewBucket("attendances"), // asset
	Indexes: []*kv.Bucket{AttendancesByPerson, AttendancesByTime},
	Key:     func(a *Attendance) string { return kv.Join(string(a.Asset), string(a.Employee)) },
	Rows: func(a *Attendance) []kv.Row {
		rows := []kv.Row{AttendancesByPerson.Row(kv.Join(string(a.Employee), string(a.Asset)), "")}
		if !a.LookAt.IsZero() {
			rows = append(rows, AttendancesByTime.Row(kv.TimeKey(a.LookAt)+kv.Join(string(a.Asset), string(a.Employee)), ""))
		}
		return rows
	},
	Counters: func(a *Attendance) []string { return []string{AttendancesIn(a.Asset, a.State)} },
}

// AttendancesIn names the counter of the answers of a kind to an event.
func AttendancesIn(asset term.AssetID, state AttendanceState) string {
	return kv.Join("attendances", string(asset), string(state))
}

// TurnoutOf is how many come to an event.
func TurnoutOf(t *kv.Tx, asset term.AssetID) Turnout {
	return Turnout{Going: t.Counter(AttendancesIn(asset, Going)), Waiting: t.Counter(AttendancesIn(asset, Waiting))}
}

// Coming lists who holds or awaits a place, those who go first, each in the order in which they answered.
func Coming(t *kv.Tx, asset term.AssetID) (list []Attendance) {
	t.Scan(Attendances.Bucket, kv.Join(string(asset), ""), "", func(_ string, raw []byte) bool {
		if a := Attendances.Decode(raw); a.IsComing() {
			list = append(list, a)
		}
		return true
	})
	slices.SortFunc(list, func(a, b Attendance) int {
		return cmp.Or(cmp.Compare(a.State, b.State), a.At.Compare(b.At), cmp.Compare(a.Employee, b.Employee))
	})
	return list
}

// Brought are the assets of a source.
func Brought(t *kv.Tx, from source.ID) (list []Asset) {
	t.Scan(BySource, kv.Join(string(from), ""), "", func(_ string, id []byte) bool {
		list = append(list, Table.Must(t, string(id)))
		return true
	})
	return list
}

// FindItem looks for an item that was taken before: by its key, else by its page, also one that has left the library.
// What people took out does not come back by itself, whatever source brings it.
func FindItem(t *kv.Tx, from source.ID, a *Asset) (Asset, bool) {
	if id := t.Get(BySource, kv.Join(string(from), a.SourceKey)); id != nil {
		return Table.Must(t, string(id)), true
	}
	if id := t.Get(ByCanon, a.Canon); id != nil {
		return Table.Must(t, string(id)), true
	}
	gone := t.Keys(Gone, kv.Join(a.Canon, ""), 0)
	if len(gone) == 0 {
		return Asset{}, false
	}
	// Ids grow, so the last is the newest; only how it ended counts.
	return Table.Must(t, kv.Split(gone[len(gone)-1], 2)[1]), true
}

// EraseFrom makes a person anonymous where they wrote, suggested, added or decided.
func EraseFrom(t *kv.Tx, id, ghost term.EmployeeID) {
	Table.RewriteAll(t, func(a *Asset) bool {
		touched := a.Author.Replace(id, "")
		touched = a.CreatedBy.Replace(id, ghost) || touched
		touched = a.StateBy.Replace(id, ghost) || touched
		r := a.Review
		if r == nil {
			return touched
		}
		if r.Suggested.Replace(id, ghost) {
			touched, r.Why = true, "" // the reason is theirs
		}
		touched = r.ApprovedBy.Replace(id, ghost) || touched
		return r.SecondBy.Replace(id, ghost) || touched
	})
}
