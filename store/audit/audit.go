// Package audit is the pure part of the audit log: an entry with its place in the hash chain, what somebody looks for
// in it, what differs between two versions of a thing, and the log as a table for spreadsheets.
package audit

import (
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/store/term"
	"vouch/store/text"
)

// Entry is one act. Hash = SHA-256 over Prev and the entry's other fields as canonical JSON.
type Entry struct {
	Seq     uint64          `json:"seq"`
	At      time.Time       `json:"at"`
	Actor   term.EmployeeID `json:"actor"` // "" the program, "operator" the command line
	Action  string          `json:"action"`
	Subject string          `json:"subject,omitempty"`
	Detail  string          `json:"detail,omitempty"` // never personal data of candidates or clients
	Prev    string          `json:"prev"`
	Hash    string          `json:"hash"`
}

// Digest is the hash of an entry: SHA-256 over the hash before it and the other fields as JSON with sorted names.
func (e Entry) Digest() string {
	fields := map[string]any{
		"seq": e.Seq, "at": e.At.UTC().Format(time.RFC3339Nano), "actor": e.Actor, "action": e.Action,
		"subject": e.Subject, "detail": e.Detail,
	}
	canonical, _ := json.Marshal(fields) // texts and a number cannot fail; map keys are sorted
	sum := sha256.Sum256(append([]byte(e.Prev), canonical...))
	return hex.EncodeToString(sum[:])
}

// Follows tells whether an entry is the next one of the chain after one with a hash and a sequence number, unchanged.
func (e Entry) Follows(hash string, seq uint64) bool {
	return e.Seq == seq+1 && e.Prev == hash && e.Hash == e.Digest()
}

// Filter says which entries are looked for; zero values mean any.
type Filter struct {
	Area   string          // what actions begin with, before the dot: "settings"
	Person term.EmployeeID // who acted, or whom it was about
	Before uint64          // of the sequence number
}

// Fits tells whether an entry is looked for.
func (f Filter) Fits(e *Entry) bool {
	area, _, _ := strings.Cut(e.Action, ".")
	return (f.Area == "" || f.Area == area) && (f.Person == "" || f.Person == e.Actor ||
		slices.Contains(text.Words(e.Subject+" "+e.Detail), text.Fold(string(f.Person))))
}

// maxValue is how much of a value stands in the log, in characters.
const maxValue = 80

// Changes says for the log what differs between two values of one type: each field by its name in JSON, with its value
// before and after; of a list of texts what came and what went.
func Changes(old, now any) string { return changes(old, now, Fields(old, now), nil) }

// ChangesOf is Changes of some fields: those of told with their values, of those of named only that they changed.
func ChangesOf(old, now any, told, named []string) string {
	fields := slices.DeleteFunc(Fields(old, now), func(name string) bool {
		return !slices.Contains(told, name) && !slices.Contains(named, name)
	})
	return changes(old, now, fields, named)
}

func changes(old, now any, fields, named []string) string {
	before, after := fieldsOf(old), fieldsOf(now)
	return strings.Join(text.Mapped(fields, func(name string) string {
		if slices.Contains(named, name) {
			return name + " changed"
		}
		was, is := before[name], after[name]
		left, leftOK := listOf(was)
		right, rightOK := listOf(is)
		switch {
		case leftOK && rightOK:
			return name + ": " + ListChange(left, right)
		case fieldsOf(was) != nil && fieldsOf(is) != nil:
			return name + " (" + Changes(was, is) + ")"
		}
		return name + ": " + valueOf(was) + " -> " + valueOf(is)
	}), ", ")
}

// Change is one value before and after, of a list all of it.
func Change[T ~string](before []T, after ...T) string {
	words := func(list []T) string { return cmp.Or(strings.Join(text.As[string](list), ", "), "none") }
	return words(before) + " -> " + words(after)
}

// Fields are the names of what differs between two values of one type, as in JSON, but for the version.
func Fields(old, now any) []string {
	before, after := fieldsOf(old), fieldsOf(now)
	names := maps.Clone(before)
	maps.Copy(names, after)
	return slices.DeleteFunc(slices.Sorted(maps.Keys(names)), func(name string) bool {
		return name == "version" || string(before[name]) == string(after[name])
	})
}

func fieldsOf(v any) (fields map[string]json.RawMessage) {
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &fields)
	}
	if err != nil {
		return nil // no struct
	}
	return fields
}

// listOf reads a list of texts; one that is left out is empty.
func listOf(raw json.RawMessage) (list []string, ok bool) {
	return list, len(raw) == 0 || json.Unmarshal(raw, &list) == nil
}

// valueOf writes a value short enough to leave room for others; a text stands without quotes.
func valueOf(raw json.RawMessage) string {
	words := string(raw)
	if json.Unmarshal(raw, &words) != nil && words == "null" {
		words = ""
	}
	if words == "" {
		return "none"
	}
	return text.Cut(text.Line(words), maxValue)
}

// ListChange says what came to a list and what went.
func ListChange(before, after []string) string {
	var parts []string
	for _, text := range after {
		if !slices.Contains(before, text) {
			parts = append(parts, "+"+text)
		}
	}
	for _, text := range before {
		if !slices.Contains(after, text) {
			parts = append(parts, "-"+text)
		}
	}
	if len(parts) == 0 {
		return "another order"
	}
	return text.Cut(strings.Join(parts, " "), 200)
}

// Table writes entries as CSV, the columns in the order of Entry.
type Table struct{ out *csv.Writer }

// NewTable writes the head of the table.
func NewTable(w io.Writer) Table {
	t := Table{csv.NewWriter(w)}
	_ = t.out.Write([]string{"seq", "at", "actor", "action", "subject", "detail", "prev",
		"hash"}) // Flush keeps the error
	return t
}

// Add writes one entry; times are UTC.
func (t Table) Add(e Entry) error {
	return t.out.Write([]string{strconv.FormatUint(e.Seq, 10), e.At.UTC().Format(time.RFC3339), string(e.Actor),
		e.Action,
		text.Cell(e.Subject), text.Cell(e.Detail), e.Prev, e.Hash})
}

// Flush writes what is left, and gives the first error.
func (t Table) Flush() error {
	t.out.Flush()
	return t.out.Error()
}
