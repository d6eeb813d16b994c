// The list of nouns: whatever looks at the whole file (schema, Check, Export, EraseEmployee) reads it.

package store

import "vouch/store/kv"

// A noun is one table as the store as a whole sees it.
type noun struct {
	bucket  *kv.Bucket
	indexes []*kv.Bucket
	rebuild func(*kv.Tx, *kv.Check)
	export  func(*exporter)     // nil: in no export
	erase   func(*tx, *erasure) // nil: says nothing about people, or is erased with another noun
	join    func(*tx, *joining)
}

// nouns are the tables, each with its kind in exports, what an export holds of a value, and what erasing a person does.
// What is about others comes after them: exports go through the list from the start, erasures from the end.
var nouns = []noun{
	tableOf("employee", &employees, exportEmployee, eraseFromEmployees),
	tableOf("taste", &tastes, exportTaste, eraseTaste),
	tableOf("answer", &opinions, exportOpinion, eraseOpinions),
	tableOf("asset", &assets, exportAsset, eraseFromAssets),
	tableOf("", &evidences, nil, nil), // sums; what a person liked is taken back with their answers
	tableOf("delivery", &deliveries, exportDelivery, eraseDeliveries),
	tableOf("receipt", &receipts, exportReceipt, nil), // erased with the messages
	tableOf("", &messages, nil, eraseMessages),
	tableOf("share", &shares, exportShare, eraseShares),
	tableOf("entry", &entries, exportEntry, eraseLedger),
	tableOf("referral", &referrals, exportReferral, eraseFromReferrals),
	tableOf("", &boardPosts, nil, eraseFromBoardPosts),
	tableOf("board_schedule", &boardSchedules, exportBoardSchedule, eraseFromBoardSchedules),
	tableOf("source", &sources, exportSource, eraseFromSources),
	tableOf("story", &stories, exportStory, eraseStories),
	tableOf("attendance", &attendances, exportAttendance, eraseAttendances),
	tableOf("membership", &memberships, exportMembership, eraseFromMemberships),
	tableOf("audit", &auditLog, exportAudit, nil), // a chain cannot be rewritten
}

// tableOf is the noun of a table.
func tableOf[T any](kind string, tb *kv.Table[T], export func(*tx, *T, exportScope) (any, []EmployeeID),
	erase func(*tx, *erasure)) noun {
	n := noun{bucket: tb.Bucket, indexes: tb.Indexes, rebuild: tb.Rebuild, erase: erase,
		join: func(t *tx, j *joining) { joinTable(t, tb, j) }}
	if export != nil {
		n.export = func(x *exporter) { exportTable(x, kind, tb, export) }
	}
	return n
}

// The buckets that are no table.
var (
	program      = kv.NewBucket("program")       // settings, personas
	channels     = kv.NewBucket("channels")      // employee -> DM channel
	handledForms = kv.NewBucket("handled_forms") // submitted form -> when, see DB.Once
)

// schema is the file: the buckets of every noun, and those above.
var schema = newSchema()

func newSchema() *kv.Schema {
	kept, derived := []*kv.Bucket{program, channels, handledForms}, []*kv.Bucket{totals, standings, gains}
	for _, n := range nouns {
		kept, derived = append(kept, n.bucket), append(derived, n.indexes...)
	}
	return kv.NewSchema(kept, derived, migrations)
}
