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

// Export writes JSON lines {"kind", "value"}: everything for the scope "all", else what is known about and was done by
// the employee whose id is the scope. Personal data of candidates and clients only comes with includePersonal. In
// works-council mode an export of everything is a Conflict.
func (db *DB) Export(w io.Writer, scope string, includePersonal bool) error {
	// A line per value and a snapshot per page: an export of years runs beside the program and holds nothing up.
	x := &exporter{db: db, w: w, scope: exportScope{personal: includePersonal}}
	if scope == ExportAll {
		// The program's own choices belong to nobody.
		settings, err := db.Settings()
		if err == nil && settings.WorksCouncil {
			return conflict("Works-council mode is on: no figure of a single person is shown to others. " +
				"Export one person, for that person.")
		}
		x.write("settings", settings, err)
		personas, err := db.Personas()
		x.write("personas", personas, err)
	} else {
		x.scope.whose = EmployeeID(scope)
		_, x.err = db.Employee(x.scope.whose)
	}
	for _, n := range nouns {
		if n.export != nil {
			n.export(x)
		}
	}
	return x.err
}

// exportScope is what an export is to hold.
type exportScope struct {
	whose    EmployeeID // only what is known about this person; "" everything
	personal bool       // with the personal data of candidates and clients
}

// exporter writes lines until the first error.
type exporter struct {
	db    *DB
	w     io.Writer
	scope exportScope
	err   error
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

// exportTable writes a table page by page; pick gives what is written of a value, and whose it is. Each page is one
// snapshot that ends before anything is written.
func exportTable[T any](x *exporter, kind string, tb *kv.Table[T],
	pick func(*tx, *T, exportScope) (any, []EmployeeID)) {
	x.pages(kind, tb.Bucket, func(t *tx, _ string, raw []byte) (any, []EmployeeID) {
		v := tb.Decode(raw)
		return pick(t, &v, x.scope)
	})
}

// pages writes a bucket page by page; pick gives what is written of a value, and whose it is.
func (x *exporter) pages(kind string, bucket *kv.Bucket, pick func(t *tx, key string, raw []byte) (any, []EmployeeID)) {
	for next := ""; x.err == nil; {
		var page bytes.Buffer
		more, err := read(x.db, func(t *tx) (string, error) {
			lines, last, after := json.NewEncoder(&page), 0, ""
			var failed error
			t.Scan(bucket, "", next, func(key string, raw []byte) bool {
				if last == exportPage {
					after = key
					return false
				}
				last++
				if value, whose := pick(t, key, raw); x.scope.whose == "" || slices.Contains(whose, x.scope.whose) {
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
