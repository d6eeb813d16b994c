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
	tableOf("taste", &tastes, exportTaste, eraseTaste),
	tableOf("answer", &opinions, exportOpinion, eraseOpinions),
	tableOf("asset", &assets, exportAsset, eraseFromAssets),
	tableOf("", &evidences, nil, nil), // sums; what a person liked is taken back with their answers
	tableOf("delivery", &deliveries, whole(func(d *Delivery) EmployeeID { return d.Employee }), eraseDeliveries),
	// erased with the messages
	tableOf("receipt", &receipts, whole(func(r *Receipt) EmployeeID { return r.Employee }), nil),
	tableOf("", &messages, nil, eraseMessages),
	tableOf("share", &shares, whole(func(s *Share) EmployeeID { return s.Employee }), eraseShares),
	clickNoun,
	tableOf("clearance", &clearances, whole(func(c *Clearance) EmployeeID { return c.Employee }), eraseClearances),
	tableOf("archived_post", &archive, whole(func(p *clearance.Archived) EmployeeID { return p.Employee }), eraseArchive),
	tableOf("share_news", &shareNews, whole(func(n *waitingNews) EmployeeID { return n.Employee }), eraseShareNews),
	tableOf("reminder", &reminders, whole(func(r *Reminder) EmployeeID { return r.Employee }), eraseReminders),
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
	tableOf("board_schedule", &boardSchedules, whole(func(s *BoardSchedule) EmployeeID { return s.CreatedBy }),
		eraseAt(&boardSchedules, func(s *BoardSchedule) *EmployeeID { return &s.CreatedBy })),
	tableOf("source", &sources, whole(func(s *Source) EmployeeID { return s.AddedBy }),
		eraseAt(&sources, func(s *Source) *EmployeeID { return &s.AddedBy })),
	tableOf("story", &stories, whole(func(s *Story) EmployeeID { return s.Author }), eraseStories),
	tableOf("slot", &slots, whole(func(s *Slot) EmployeeID { return s.By }), eraseSlots),
	tableOf("win", &wins, whole(func(w *Win) EmployeeID { return w.Employee }), eraseWins),
	tableOf("attendance", &attendances, whole(func(a *Attendance) EmployeeID { return a.Employee }), eraseAttendances),
	tableOf("membership", &memberships, exportMembership, eraseFromMemberships),
	tableOf("policy", &policies, whole(func(p *PolicyVersion) EmployeeID { return p.By }),
		eraseAt(&policies, func(p *PolicyVersion) *EmployeeID { return &p.By })),
	tableOf("acknowledgement", &acknowledgements, whole(func(a *policy.Agreement) EmployeeID { return a.Employee }),
		eraseAcknowledgements),
	tableOf("campaign", &campaigns, whole(func(c *Campaign) EmployeeID { return c.By }),
		eraseAt(&campaigns, func(c *Campaign) *EmployeeID { return &c.By })),
	tableOf("crisis", &crises, exportCrisis, eraseFromCrises),
	tableOf("", &crisisReads, nil, eraseCrisisReads), // a count; who has read is nobody's business
	tableOf("lesson", &lessonPasses, whole(func(p *lesson.Pass) EmployeeID { return p.Employee }), eraseLessonPasses),
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
