// How long texts may be, ids as they may stand in keys, and lists of topics without repeats.

package text

import (
	"encoding/json"
	"slices"
	"unicode/utf8"
)

// The longest texts in characters.
const (
	MaxName  = 150
	MaxShort = 200  // titles of people, places, reasons
	MaxLong  = 3000 // own words, answers, reasons for a referral

	MaxSummary = 500 // summaries, what a picture shows, needs
	MaxTopics  = 50  // topics of one thing or person: more say nothing
)

// Longer counts characters as people do, not bytes.
func Longer(s string, n int) bool { return utf8.RuneCountInString(s) > n }

// Topics folds, sorts and dedupes topics.
func Topics(topics []string) []string {
	var list []string
	for _, topic := range topics {
		if topic = Cut(Fold(topic), MaxTopic); topic != "" {
			list = append(list, topic)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// MaxTopic is the length of a topic in characters; longer ones are cut, they come from feeds.
const MaxTopic = 50

// SameJSON compares two values by what would be written.
func SameJSON(a, b any) bool {
	left, errLeft := json.Marshal(a)
	right, errRight := json.Marshal(b)
	return errLeft == nil && errRight == nil && string(left) == string(right)
}

// Mapped translates a list; nil stays nil.
func Mapped[A, B any](list []A, to func(A) B) (kept []B) {
	for _, v := range list {
		kept = append(kept, to(v))
	}
	return kept
}

// IsID tells whether s may be an id in a key: letters, digits, "-", "_" and ".", at most 64 of them.
func IsID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, r := range s {
		if !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-' || r == '_' || r == '.') {
			return false
		}
	}
	return true
}

// IsSlug tells a short name: it stands in files people edit by hand and in CSV columns.
func IsSlug(s string) bool {
	if s == "" || len(s) > 40 {
		return false
	}
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-') {
			return false
		}
	}
	return true
}

// Unique keeps the first of equal elements, in order.
func Unique[T comparable](list []T) []T {
	var kept []T
	for _, v := range list {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}
