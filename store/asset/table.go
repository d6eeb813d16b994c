// The tables of assets and of who comes to events: how they lie in the file, and what finds them.

package asset

import (
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
