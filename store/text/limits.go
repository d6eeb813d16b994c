// How long texts may be, and lists of topics.

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
