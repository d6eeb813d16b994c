// Export: everything, or everything about one person, as lines of JSON.

package store

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"vouch/store/kv"
)

// ExportAll is the scope of Export for everything.
const ExportAll = "all"

// exportPage bounds how many values one snapshot reads, so that a slow writer holds none.
const exportPage = 1000

// line is one line of an export.
type line struct {
	Kind  string `json:"kind"`
	Value any    `json:"value"`
}

// Export writes JSON lines {"kind", "value"}: everything for the scope "all", else what is known about and was done by the
// employee whose id is the scope. Personal data of candidates and clients only comes with includePersonal.
func (db *DB) Export(w io.Writer, scope string, includePersonal bool) error {
	whose := EmployeeID(scope)
	all := scope == ExportAll
	if !all {
		if _, err := db.Employee(whose); err != nil {
			return err
		}
	}
	mine := func(ids ...EmployeeID) bool {
		for _, id := range ids {
			if id == whose {
				return true
			}
		}
		return all
	}
	// A line per value and a snapshot per page: an export of years runs beside the program and holds nothing up.
	x := &exporter{db: db, w: w}
	// The program's own choices belong to nobody.
	if all {
		settings, err := db.Settings()
		x.write("settings", settings, err)
		personas, err := db.Personas()
		x.write("personas", personas, err)
	}
	exportTable(x, "employee", &employees, func(_ *tx, e *Employee) (any, bool) { return *e, mine(e.ID) })
	exportTable(x, "taste", &tastes, func(_ *tx, p *personTaste) (any, bool) { return *p, mine(p.Employee) })
	exportTable(x, "answer", &opinions, func(_ *tx, o *Opinion) (any, bool) { return *o, mine(o.Employee) })
	exportTable(x, "asset", &assets, func(_ *tx, a *Asset) (any, bool) { return *a, mine(a.Author, a.CreatedBy) })
	exportTable(x, "delivery", &deliveries, func(_ *tx, d *Delivery) (any, bool) { return *d, mine(d.Employee) })
	exportTable(x, "receipt", &receipts, func(_ *tx, r *Receipt) (any, bool) { return *r, mine(r.Employee) })
	exportTable(x, "share", &shares, func(_ *tx, s *Share) (any, bool) { return *s, mine(s.Employee) })
	exportTable(x, "entry", &entries, func(_ *tx, e *Entry) (any, bool) { return *e, mine(e.Employee) })
	exportTable(x, "story", &stories, func(_ *tx, s *Story) (any, bool) { return *s, mine(s.Author) })
	// What somebody referred is theirs; what they decided about as an owner belongs to the candidate and is left out.
	exportTable(x, "referral", &referrals, func(t *tx, k *keptReferral) (any, bool) {
		return exportReferral(t, k, includePersonal), mine(k.Referrer)
	})
	exportTable(x, "membership", &memberships, func(_ *tx, m *Membership) (any, bool) {
		if _, in := slices.BinarySearch(m.Members, whose); in && !all {
			return Membership{Place: m.Place, Name: m.Name, Members: []EmployeeID{whose}, ReadAt: m.ReadAt}, true
		}
		return *m, all
	})
	exportTable(x, "board_schedule", &boardSchedules, func(_ *tx, s *BoardSchedule) (any, bool) { return *s, mine(s.CreatedBy) })
	exportTable(x, "source", &sources, func(_ *tx, s *Source) (any, bool) { return *s, mine(s.AddedBy) })
	exportTable(x, "attendance", &attendances, func(_ *tx, a *Attendance) (any, bool) { return *a, mine(a.Employee) })
	exportTable(x, "audit", &auditLog, func(_ *tx, a *AuditEntry) (any, bool) { return *a, mine(a.Actor) })
	return x.err
}

// exportReferral shows the personal fields, which Referral itself never writes as JSON, only when asked for.
func exportReferral(t *tx, k *keptReferral, includePersonal bool) any {
	if !includePersonal {
		return k.Referral
	}
	r := t.open(k)
	return struct {
		Referral
		Person    Person     `json:"person"`
		Questions []Question `json:"questions,omitempty"`
	}{r, r.Person, r.Questions}
}

// exporter writes lines until the first error.
type exporter struct {
	db  *DB
	w   io.Writer
	err error
}

// write writes one line, unless something failed before.
func (x *exporter) write(kind string, value any, err error) {
	if x.err != nil {
		return
	}
	if x.err = err; err == nil {
		x.err = json.NewEncoder(x.w).Encode(line{kind, value})
	}
}

// exportTable writes a table page by page; each page is one snapshot that ends before anything is written.
func exportTable[T any](x *exporter, kind string, tb *kv.Table[T], pick func(*tx, *T) (any, bool)) {
	for next := ""; x.err == nil; {
		var page bytes.Buffer
		more, err := read(x.db, func(t *tx) (string, error) {
			lines, last, after := json.NewEncoder(&page), 0, ""
			var failed error
			t.Scan(tb.Bucket, "", next, func(key string, raw []byte) bool {
				if last == exportPage {
					after = key
					return false
				}
				last++
				v := tb.Decode(raw)
				if value, wanted := pick(t, &v); wanted {
					failed = lines.Encode(line{kind, value})
				}
				return failed == nil
			})
			return after, failed
		})
		if err == nil {
			_, err = x.w.Write(page.Bytes())
		}
		if x.err = err; more == "" {
			return
		}
		next = more
	}
}
