// Package problem is the one error type of the program: a kind for whoever answers, a sentence for people, a cause for
// logs, and the sentences of a form's fields.
package problem

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vouch/store/address"
	"vouch/store/text"
)

// Kind classifies an Error for the door that answers it.
type Kind string

// The kinds. Missing and not-yours are both NotFound, so that an answer never tells which.
const (
	Internal Kind = "internal" // a fault of ours; people see a reference only
	Invalid  Kind = "invalid"  // the input breaks a rule; Msg or Fields says which
	NotFound Kind = "not_found"
	Conflict Kind = "conflict" // the state moved on: withdrawn, taken, already decided
	Denied   Kind = "denied"   // the role does not allow it; Msg says who can
)

// Error carries two texts: Msg is a whole sentence that may be shown to people, Err is the cause for logs only.
type Error struct {
	Kind   Kind
	Msg    string
	Fields Fields // only with Invalid, for forms; nil otherwise
	Err    error  // may be nil
}

// Refuse is an Invalid error; msg is a whole sentence.
func Refuse(msg string) *Error { return &Error{Kind: Invalid, Msg: msg} }

// Fields maps a form field's name (see each verb) to a sentence for people.
type Fields map[string]string

// Error returns the text for logs. It never goes to Slack or HTTP.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Kind))
	b.WriteString(": ")
	b.WriteString(e.Msg)
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// Set notes what is wrong with a field; the first sentence of a field stays. f may be nil.
func (f *Fields) Set(field, sentence string) {
	if *f == nil {
		*f = Fields{}
	}
	if _, told := (*f)[field]; !told {
		(*f)[field] = sentence
	}
}

// Short refuses a text of more than most characters.
func (f *Fields) Short(field, value string, most int) {
	if text.Longer(value, most) {
		f.Set(field, fmt.Sprintf("Shorten this to %d characters.", most))
	}
}

// Within refuses a number below least or above most.
func (f *Fields) Within(field string, n, least, most int) {
	if n < least || n > most {
		f.Set(field, fmt.Sprintf("Choose a number from %d to %d.", least, most))
	}
}

// Topics refuses more topics than help anybody.
func (f *Fields) Topics(field string, topics []string) {
	if len(topics) > text.MaxTopics {
		f.Set(field, fmt.Sprintf("Choose at most %d topics.", text.MaxTopics))
	}
}

// Page notes an address that cannot be the one of a page.
func (f *Fields) Page(page string) {
	if !address.IsWeb(page) {
		f.Set("url", "Give the full address of the page, beginning with https://.")
	}
}

// Err gives the Invalid error of a form, nil when no field is wrong.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Msg: f[slices.Sorted(maps.Keys(f))[0]], Fields: f}
}

// Merge takes over the field errors of another check.
func (f *Fields) Merge(err error) {
	if e, ok := errors.AsType[*Error](err); ok {
		for field, sentence := range e.Fields {
			f.Set(field, sentence)
		}
	}
}

// Skip is one input row that was not taken, and the sentence why.
type Skip struct {
	Index  int
	Title  string
	Reason string
}
