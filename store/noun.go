// The list of nouns: whatever looks at the whole file (schema, Check, Export, EraseEmployee) reads it.

package store

import (
	"vouch/store/board"
	"vouch/store/clearance"
	"vouch/store/click"
	"vouch/store/kv"
	"vouch/store/lesson"
	"vouch/store/outcome"
	"vouch/store/policy"
	"vouch/store/pulse"
	"vouch/store/taste"
	"vouch/store/webhook"
)

// A noun is one table as the store as a whole sees it.
type noun struct {
	bucket  *kv.Bucket
	indexes []*kv.Bucket
	rebuild func(*kv.Tx, *kv.Check)
	export  func(*exporter)     // nil: in no export
	erase   func(*tx, *erasure) // nil: says nothing about people, or is erased with another noun
	join    func(*tx, *kv.Rename[EmployeeID])
}

// nouns are the tables, each with its kind in exports, what an export holds of a value, and what erasing a person does.
// What is about others comes after them: exports go through the list from the start, erasures from the end.
var nouns = []noun{
	tableOf("employee", &employees, whole(func(e *Employee) EmployeeID { return e.ID }), eraseFromEmployees),
	tableOf("taste", &tastes, whole(func(p *taste.Kept) EmployeeID { return p.Employee }), eraseTaste),
	tableOf("answer", &opinions, whole(func(o *Opinion) EmployeeID { return o.Employee }), eraseOpinions),
	tableOf("asset", &assets, exportAsset, eraseFromAssets),
	tableOf("", &evidences, nil, nil), // sums; what a person liked is taken back with their answers
	ownTable("delivery", "deliveries", &deliveries, func(d *Delivery) EmployeeID { return d.Employee }),
	// erased with the messages
	tableOf("receipt", &receipts, whole(func(r *Receipt) EmployeeID { return r.Employee }), nil),
	tableOf("", &messages, nil, eraseMessages),
	tableOf("share", &shares, whole(func(s *Share) EmployeeID { return s.Employee }), eraseShares),
	clickNoun,
	tableOf("clearance", &clearances, whole(func(c *Clearance) EmployeeID { return c.Employee }), eraseClearances),
	tableOf("archived_post", &archive, whole(func(p *clearance.Archived) EmployeeID { return p.Employee }), eraseArchive),
	ownTable("share_news", "", &shareNews, func(n *waitingNews) EmployeeID { return n.Employee }),
	ownTable("reminder", "", &reminders, func(r *Reminder) EmployeeID { return r.Employee }),
	tableOf("entry", &entries, whole(func(e *Entry) EmployeeID { return e.Employee }), eraseLedger),
	tableOf("referral", &referrals, exportReferral, eraseFromReferrals),
	tableOf("introduction", &intros, exportIntro, eraseIntros),
	tableOf("outcome", &outcomes, exportOutcome,
		eraseAt(&outcomes, func(k *outcome.Kept) *EmployeeID { return &k.DecidedBy })),
	tableOf("", &hooks, nil, nil), // secrets go into no export
	tableOf("", &targets, nil, nil),
	tableOf("", &events, nil, eraseAt(&events, func(e *webhook.Event) *EmployeeID { return &e.Employee })),
	tableOf("payout", &payouts, whole(func(p *Payout) EmployeeID { return p.Employee }), erasePayouts),
	tableOf("", &boardPosts, nil, eraseAt(&boardPosts, func(p *BoardPost) *EmployeeID { return &p.By })),
	signedTable("board_schedule", &boardSchedules, func(s *BoardSchedule) *EmployeeID { return &s.CreatedBy }),
	signedTable("source", &sources, func(s *Source) *EmployeeID { return &s.AddedBy }),
	tableOf("story", &stories, whole(func(s *Story) EmployeeID { return s.Author }), eraseStories),
	tableOf("slot", &slots, whole(func(s *Slot) EmployeeID { return s.By }), eraseSlots),
	tableOf("win", &wins, whole(func(w *Win) EmployeeID { return w.Employee }), eraseWins),
	tableOf("attendance", &attendances, whole(func(a *Attendance) EmployeeID { return a.Employee }), eraseAttendances),
	tableOf("membership", &memberships, exportMembership, eraseFromMemberships),
	signedTable("policy", &policies, func(p *PolicyVersion) *EmployeeID { return &p.By }),
	ownTable("acknowledgement", "", &acknowledgements, func(a *policy.Agreement) EmployeeID { return a.Employee }),
	signedTable("campaign", &campaigns, func(c *Campaign) *EmployeeID { return &c.By }),
	tableOf("crisis", &crises, exportCrisis, eraseFromCrises),
	tableOf("", &crisisReads, nil, eraseCrisisReads), // a count; who has read is nobody's business
	ownTable("lesson", "", &lessonPasses, func(p *lesson.Pass) EmployeeID { return p.Employee }),
	tableOf("", &pulseRounds, nil, nil), // sums
	tableOf("", &pulseReasons, nil, nil),
	tableOf("pulse", &pulseMarks, whole(func(m *pulse.AnswerMark) EmployeeID { return m.Employee }), erasePulseMarks),
	// a chain cannot be rewritten
	tableOf("audit", &auditLog, whole(func(a *AuditEntry) EmployeeID { return a.Actor }), nil),
}

// tableOf is the noun of a table.
func tableOf[T any](kind string, tb *kv.Table[T], export func(*tx, *T, exportScope) (any, []EmployeeID),
	erase func(*tx, *erasure)) noun {
	n := noun{bucket: tb.Bucket, indexes: tb.Indexes, rebuild: tb.Rebuild, erase: erase,
		join: func(t *tx, r *kv.Rename[EmployeeID]) { kv.RenameIn(t.Tx, tb, r) }}
	if export != nil {
		n.export = func(x *exporter) { exportTable(x, kind, tb, export) }
	}
	return n
}

// ownTable is the noun of a table whose values are each one person's and go with them: counted, unless that is "".
func ownTable[T any](kind, counted string, tb *kv.Table[T], whose func(*T) EmployeeID) noun {
	return tableOf(kind, tb, whole(whose), func(t *tx, e *erasure) {
		if n := tb.RemoveAll(t.Tx, func(v *T) bool { return whose(v) == e.id }); counted != "" {
			e.count[counted] = n
		}
	})
}

// signedTable is the noun of a table whose values stay, without the name of who made them.
func signedTable[T any](kind string, tb *kv.Table[T], by func(*T) *EmployeeID) noun {
	return tableOf(kind, tb, whole(func(v *T) EmployeeID { return *by(v) }), eraseAt(tb, by))
}

// whole exports values as they are, each with the other things of one person.
func whole[T any](whose func(*T) EmployeeID) func(*tx, *T, exportScope) (any, []EmployeeID) {
	return func(_ *tx, v *T, _ exportScope) (any, []EmployeeID) { return *v, []EmployeeID{whose(v)} }
}

// eraseAt makes a person anonymous at one place of the values of a table.
func eraseAt[T any](tb *kv.Table[T], at func(*T) *EmployeeID) func(*tx, *erasure) {
	return func(t *tx, e *erasure) { tb.RewriteAll(t.Tx, func(v *T) bool { return e.replace(at(v), e.ghost) }) }
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
	kept := []*kv.Bucket{program, channels, handledForms, click.Visitors}
	derived := []*kv.Bucket{board.Totals, board.Standings, board.Gains}
	for _, n := range nouns {
		kept, derived = append(kept, n.bucket), append(derived, n.indexes...)
	}
	return kv.NewSchema(kept, derived, migrations)
}
