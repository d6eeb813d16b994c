// Reading JSON whose shape nobody guarantees: a path that is not there is empty, and nothing fails.

package hook

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/store"
	"vouch/store/text"
)

// node is a value of JSON, or nothing.
type node struct{ value any }

// parse reads one JSON value. Numbers stay as they are written: ids have more digits than a float.
func parse(body []byte) (n node, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&n.value); err != nil {
		return n, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return n, errors.New("something follows the JSON value")
	}
	return n, nil
}

// at goes down a path of names.
func (n node) at(path ...string) node {
	for _, name := range path {
		object, _ := n.value.(map[string]any)
		n = node{object[name]}
	}
	return n
}

// text is a text, a number as it is written, or "".
func (n node) text() string {
	switch v := n.value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// list are the elements of an array; another value is the only element, and nothing has none.
func (n node) list() (list []node) {
	array, is := n.value.([]any)
	if !is && n.value != nil {
		return []node{n}
	}
	for _, v := range array {
		list = append(list, node{v})
	}
	return list
}

// texts are the texts of a list; of objects, what they have at one of the names.
func (n node) texts(names ...string) (list []string) {
	for _, element := range n.list() {
		list = append(list, element.text())
		for _, name := range names {
			list = append(list, element.at(name).text())
		}
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// isNull tells what is not there.
func (n node) isNull() bool { return n.value == nil }

// time reads a time in RFC 3339, a day, or milliseconds since 1970; zero for nothing.
func (n node) time() time.Time {
	s := n.text()
	for _, layout := range []string{time.RFC3339, time.DateTime + " MST", time.DateTime, time.DateOnly} {
		if at, err := time.Parse(layout, s); err == nil {
			return at
		}
	}
	if ms, err := strconv.ParseInt(s, 10, 64); err == nil && ms > 0 && ms < 1<<43 {
		return time.UnixMilli(ms)
	}
	return time.Time{}
}

// day is the calendar day that a time begins with, "" for none.
func (n node) day() store.LocalDate {
	s := n.text()
	if _, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))]); err != nil {
		return ""
	}
	return store.LocalDate(s[:len(time.DateOnly)])
}

// id names a thing at its source, "" for none.
func (n node) id(kind string) string {
	if id := n.text(); id != "" && len(id) <= 100 {
		return kind + "/" + id
	}
	return ""
}

// someone writes a name with what it is about.
func someone(parts ...string) string {
	return strings.Join(text.Distinct(parts, text.Line), " · ")
}

// ours is the form of what we give to other systems: the id of a referral, with or without "ref_", or the token of a
// share.
var (
	ourReferral = regexp.MustCompile(`^(?:ref_)?([0-9A-HJKMNP-TV-Z]{26})$`)
	ourToken    = regexp.MustCompile(`^[a-z2-7]{13}$`)
)

// referenceIn is a text that may be a reference of ours; others have ids of their own in the same places.
func referenceIn(s string) string {
	if found := ourReferral.FindStringSubmatch(strings.TrimSpace(s)); found != nil {
		return found[1]
	}
	if s = strings.ToLower(strings.TrimSpace(s)); ourToken.MatchString(s) {
		return s
	}
	return ""
}

// carrier tells the names of fields in which companies keep our references; values of other fields may look like one by
// chance.
func carrier(name string) bool {
	name = strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(name))
	return slices.Contains([]string{"utm_content", "external_id", "click_id", "token", "ref", "reference", "referral_id"},
		name) || strings.Contains(name, "vouch") || strings.Contains(name, "advocacy")
}

// reference looks everywhere for a reference of ours: in a field whose name says so, whatever the system makes of
// custom fields, behind "ref_", or in the link that somebody followed.
func (n node) reference() (found string) {
	switch v := n.value.(type) {
	case []any:
		for _, element := range v {
			found = either(found, node{element}.reference())
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			value := node{v[name]}
			if carrier(name) {
				found = either(found, referenceIn(either(value.text(), value.at("value").text())))
			}
			found = either(found, value.reference())
		}
		// A custom field as an object of its own name and value.
		for _, name := range []string{"name", "title", "label", "key"} {
			if carrier(n.at(name).text()) {
				found = either(found, referenceIn(n.at("value").text()))
			}
		}
	case string:
		if strings.HasPrefix(v, "ref_") {
			return referenceIn(v)
		}
		if _, query, is := strings.Cut(v, "?"); is && strings.Contains(query, "utm_content=") {
			query, _, _ = strings.Cut(query, "#")
			values, _ := url.ParseQuery(query)
			return referenceIn(values.Get("utm_content"))
		}
	}
	return found
}

// either is the first text that is not empty.
func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// isReferral tells a source of candidates that stands for what employees do.
func isReferral(source string) bool {
	return text.HasWord(source, []string{"referral", "referred", "advocacy", "employee"})
}
