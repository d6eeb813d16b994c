// The small language in which the Block Kit tables are written, and the checker that reads them.

package blockkit

import (
	"fmt"
	"maps"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// kind says what sort of JSON value a rule expects.
type kind int

const (
	kindAnything kind = iota
	kindString
	kindBoolean
	kindInteger
	kindNumber
	kindList
	kindObject // an object without a `type`
	kindTyped  // an object whose `type` chooses its shape
)

// rule is what one value must satisfy. The tables are plain data on purpose: they can be read beside Slack's pages.
type rule struct {
	kind     kind
	required bool
	nullable bool
	// assumed lets a kindTyped of one type leave its `type` out.
	assumed bool
	// least and most bound characters, items or the value of an integer; most 0 means no upper bound, except for
	// kindTyped, where a positive most replaces the limit of the object's own `text`.
	least, most int
	// words are the allowed values of a string, or the allowed types of a kindTyped.
	words []string
	// family is the table that holds the shapes of a kindTyped, or the name of a kindObject.
	family string
	// pattern must match the string; format names a check from formats.
	pattern *regexp.Regexp
	format  string
	// item checks every item of a list; distinct forbids equal ones.
	item     *rule
	distinct bool
}

// fields are the properties of an object; any other property is refused.
type fields map[string]rule

// shape describes one type of object.
type shape struct {
	// surfaces limits where the type may stand; nil means everywhere.
	surfaces []Surface
	fields   fields
	// one names two properties of which there must be exactly one, not names two that exclude each other, and some names
	// properties of which there must be at least one.
	one, not [2]string
	some     []string
	// ordered names a lower bound and the upper bound it must not pass.
	ordered [2]string
	// unique names a list of objects and the property in which they must differ.
	unique [2]string
	// custom is a rule of its own, in relations.go and tables.go. It runs after the fields were checked and must not trust
	// their types: a broken value is reported there and skipped here. Where Slack's wording was never seen, the closest of
	// its known sentences is used.
	custom func(c *checker, object map[string]any, pointer string)
}

// characters expects a string of so many characters; most 0 means no upper bound. A limit that Slack states as
// "maximum length" alone still forbids the empty string, except where an entry here starts at 0.
func characters(least, most int) rule { return rule{kind: kindString, least: least, most: most} }

// oneWord expects one of the given strings, letter by letter.
func oneWord(words ...string) rule { return rule{kind: kindString, words: words} }

// boolean expects true or false; "true" in quotes is refused.
func boolean() rule { return rule{kind: kindBoolean} }

// integer expects a whole number between least and most; most 0 means no upper bound.
func integer(least, most int) rule { return rule{kind: kindInteger, least: least, most: most} }

// number expects any number, as charts and table cells hold.
func number() rule { return rule{kind: kindNumber} }

// object expects an object without a `type`, described in objectShapes under name.
func object(name string) rule { return rule{kind: kindObject, family: name} }

// anything accepts every value, for what Slack hands on unread.
func anything() rule { return rule{kind: kindAnything} }

// list expects between least and most items; most 0 means no upper bound.
func list(least, most int, item rule) rule {
	return rule{kind: kindList, least: least, most: most, item: &item}
}

// typed expects an object of one of the given types of a family.
func typed(family string, types ...string) rule {
	return rule{kind: kindTyped, family: family, words: types}
}

// plain expects a plain_text object of at most so many characters.
func plain(most int) rule {
	return rule{kind: kindTyped, family: "element", words: []string{"plain_text"}, most: most}
}

// text expects a plain_text or mrkdwn object of at most so many characters.
func text(most int) rule {
	return rule{kind: kindTyped, family: "element", words: []string{"plain_text", "mrkdwn"}, most: most}
}

// matching expects a string that fits a pattern. Slack prints the pattern back to the app.
func matching(pattern string) rule {
	return rule{kind: kindString, pattern: regexp.MustCompile(pattern)}
}

// formatted expects a string of at most so many characters that passes the check of that name.
func formatted(format string, most int) rule {
	return rule{kind: kindString, least: 1, most: most, format: format}
}

// required marks a property that must be there; null does not count.
func required(r rule) rule { r.required = true; return r }

// nullable lets null stand for "leave as it is"; everywhere else null is refused like any wrong value.
func nullable(r rule) rule { r.nullable = true; return r }

// assumed marks an object whose place leaves only one type, so that `type` may be missing.
func assumed(r rule) rule { r.assumed = true; return r }

// distinct forbids equal strings in a list.
func distinct(r rule) rule { r.distinct = true; return r }

// join merges field tables, so that what many elements share is written once.
func join(tables ...fields) fields {
	joined := fields{}
	for _, table := range tables {
		for name, r := range table {
			joined[name] = r
		}
	}
	return joined
}

// formats are the checks behind formatted; the names appear in Slack's message.
var formats = map[string]func(string) bool{
	"uri": func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && u.Scheme != "" && !strings.ContainsAny(s, " |<>")
	},
	"date": func(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil },
	"web address": func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.Contains(s, " ")
	},
}

// checker collects the problems of one payload.
type checker struct {
	surface  Surface
	code     string
	problems []Problem
	// schemaFailed notes that a value broke its table, which Slack announces once more for a whole view.
	schemaFailed bool
}

// fail notes a problem at a pointer.
func (c *checker) fail(message, pointer string) {
	c.problems = append(c.problems, Problem{Code: c.code, Message: message, Pointer: pointer})
}

// broken notes a value that broke its table.
func (c *checker) broken(pointer, format string, args ...any) {
	c.schemaFailed = true
	c.fail(fmt.Sprintf(format, args...), pointer)
}

// check checks one value by one rule.
func (c *checker) check(r rule, value any, pointer string) {
	if value == nil && r.nullable {
		return
	}
	switch r.kind {
	case kindString:
		c.checkString(r, value, pointer)
	case kindBoolean:
		if _, ok := value.(bool); !ok {
			c.broken(pointer, "must be a boolean")
		}
	case kindInteger, kindNumber:
		c.checkNumber(r, value, pointer)
	case kindList:
		c.checkList(r, value, pointer)
	case kindObject:
		if object, ok := c.asObject(value, pointer); ok {
			c.checkShape(objectShapes[r.family], object, pointer, rule{})
		}
	case kindTyped:
		c.checkTyped(r, value, pointer)
	case kindAnything:
	}
}

// asObject gives the value as an object, or notes that it is none.
func (c *checker) asObject(value any, pointer string) (map[string]any, bool) {
	object, ok := value.(map[string]any)
	if !ok {
		c.broken(pointer, "must provide an object")
	}
	return object, ok
}

// checkString stops at the first thing wrong with a string, as Slack does: one value, one line.
func (c *checker) checkString(r rule, value any, pointer string) {
	text, ok := value.(string)
	if !ok {
		c.broken(pointer, "must provide a string")
		return
	}
	length := countCharacters(text)
	switch {
	case len(r.words) > 0 && !slices.Contains(r.words, text):
		c.broken(pointer, "must be a valid enum value")
	case length < r.least:
		c.broken(pointer, "must be more than %d characters", r.least-1)
	case r.most > 0 && length > r.most:
		c.broken(pointer, "must be less than %d characters", r.most+1)
	case r.pattern != nil && !r.pattern.MatchString(text):
		c.broken(pointer, "input must match regex pattern: %s", r.pattern)
	case r.format != "" && !formats[r.format](text):
		c.broken(pointer, "input must be a valid: %s", r.format)
	}
}

// checkNumber relies on encoding/json giving every number as float64, which holds Unix seconds exactly.
func (c *checker) checkNumber(r rule, value any, pointer string) {
	number, ok := value.(float64)
	switch {
	case r.kind == kindNumber:
		if !ok {
			c.broken(pointer, "must provide a number")
		}
	case !ok || number != math.Trunc(number):
		c.broken(pointer, "must provide an integer")
	case number < float64(r.least):
		c.broken(pointer, "must be greater than %d", r.least-1)
	case r.most > 0 && number > float64(r.most):
		c.broken(pointer, "must be less than %d", r.most+1)
	}
}

// checkList checks the length, then every item. An empty list is a wrong length, never an absent property.
func (c *checker) checkList(r rule, value any, pointer string) {
	items, ok := value.([]any)
	switch {
	case !ok:
		c.broken(pointer, "must provide an array")
		return
	case len(items) < r.least:
		c.broken(pointer, "must provide at least %d items", r.least)
	case r.most > 0 && len(items) > r.most:
		// The items beyond a limit are not worth a second complaint each.
		c.broken(pointer, "no more than %d items allowed", r.most)
		items = items[:r.most]
	}
	seen := map[any]bool{}
	for i, item := range items {
		c.check(*r.item, item, pointer+"/"+strconv.Itoa(i))
		text, isText := item.(string)
		if r.distinct && isText && seen[text] {
			c.broken(pointer, "Input contains duplicate items")
		}
		if isText {
			seen[text] = true
		}
	}
}

// checkTyped picks the shape by the object's `type`. A type that does not exist, does not belong here or does not
// belong on this surface gets the same answer from Slack.
func (c *checker) checkTyped(r rule, value any, pointer string) {
	object, ok := c.asObject(value, pointer)
	if !ok {
		return
	}
	name, present := object["type"]
	if !present && r.assumed {
		name, present = r.words[0], true
	}
	if !present {
		c.broken(pointer, "missing required field: type")
		return
	}
	typeName, ok := name.(string)
	if !ok {
		c.broken(pointer+"/type", "must provide a string")
		return
	}
	found := shapes[r.family][typeName]
	allowed := slices.Contains(r.words, typeName)
	if !allowed && len(r.words) == 1 {
		c.broken(pointer+"/type", "must be a valid enum value")
		return
	}
	if !allowed || found.surfaces != nil && !slices.Contains(found.surfaces, c.surface) {
		c.fail("unsupported type: "+typeName, pointer+"/type")
		return
	}
	c.checkShape(found, object, pointer, r)
}

// checkShape checks the properties of an object: the missing, the unknown, then the values, each in alphabetical order.
func (c *checker) checkShape(s shape, object map[string]any, pointer string, outer rule) {
	for _, name := range slices.Sorted(maps.Keys(s.fields)) {
		if _, present := object[name]; s.fields[name].required && !present {
			c.broken(pointer, "missing required field: %s", name)
		}
	}
	isTyped := outer.kind == kindTyped
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if _, known := s.fields[name]; !known && !(isTyped && name == "type") {
			c.broken(pointer, "invalid additional property: %s", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		r, known := s.fields[name]
		if !known {
			continue
		}
		// The limit of a text depends on where it stands: 75 on a button, 3,000 in a section.
		if name == "text" && outer.most > 0 {
			r.most = outer.most
		}
		c.check(r, object[name], pointer+"/"+name)
	}
	c.checkTogether(s, object, pointer)
}

// checkTogether checks what no single property of an object can break. The sentences are those of Slack's validator for
// schemas that exclude each other (github.com/slackhq/hack-json-schema).
func (c *checker) checkTogether(s shape, object map[string]any, pointer string) {
	has := func(name string) bool { return name != "" && hasField(object, name) }
	if s.some != nil && !slices.ContainsFunc(s.some, has) {
		c.broken(pointer, "failed to match any allowed schemas")
	}
	if s.one[0] != "" && has(s.one[0]) == has(s.one[1]) || has(s.not[0]) && has(s.not[1]) {
		c.broken(pointer, "failed to match exactly one allowed schema")
	}
	least, hasLeast := object[s.ordered[0]].(float64)
	most, hasMost := object[s.ordered[1]].(float64)
	if hasLeast && hasMost && least > most {
		c.broken(pointer+"/"+s.ordered[0], "must be less than %.0f", most+1)
	}
	seen := map[any]bool{}
	for _, item := range objectsIn(object[s.unique[0]]) {
		name, isText := item[s.unique[1]].(string)
		if isText && seen[name] {
			c.broken(pointer+"/"+s.unique[0], "Input contains duplicate items")
		}
		seen[name] = true
	}
	if s.custom != nil {
		s.custom(c, object, pointer)
	}
}
