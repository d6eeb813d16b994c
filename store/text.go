// Text: cleaning what people and services write, comparing it, and checking ids and URLs.

package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"vouch/store/address"
	"vouch/store/text"
)

// The longest texts in characters.
const (
	maxName  = 150
	maxShort = 200  // titles of people, places, reasons
	maxLong  = 3000 // own words, answers, reasons for a referral
	maxURL   = address.Longest
)

// tooLong counts characters as people do, not bytes.
func tooLong(s string, n int) bool { return utf8.RuneCountInString(s) > n }

// topicList folds, sorts and dedupes topics.
func topicList(topics []string) []string {
	var list []string
	for _, topic := range topics {
		if topic = text.Cut(text.Fold(topic), maxTopic); topic != "" {
			list = append(list, topic)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// maxTopic is the length of a topic in characters; longer ones are cut, they come from feeds.
const maxTopic = 50

// fieldErrors is nil-safe building of a form's errors.
func (f *FieldErrors) set(field, sentence string) {
	if *f == nil {
		*f = FieldErrors{}
	}
	if _, told := (*f)[field]; !told {
		(*f)[field] = sentence
	}
}

// short refuses a text of more than most characters.
func (f *FieldErrors) short(field, value string, most int) {
	if tooLong(value, most) {
		f.set(field, fmt.Sprintf("Shorten this to %d characters.", most))
	}
}

// within refuses a number below least or above most.
func (f *FieldErrors) within(field string, n, least, most int) {
	if n < least || n > most {
		f.set(field, fmt.Sprintf("Choose a number from %d to %d.", least, most))
	}
}

// topics refuses more topics than help anybody.
func (f *FieldErrors) topics(field string, topics []string) {
	if len(topics) > maxTopics {
		f.set(field, fmt.Sprintf("Choose at most %d topics.", maxTopics))
	}
}

// networks refuses networks that are not known.
func (f *FieldErrors) networks(networks []Network) {
	for _, network := range networks {
		if !slices.Contains(Networks, network) {
			f.set("networks", "There is no network "+text.Cut(text.Line(string(network)), 40)+".")
		}
	}
}

// err gives the Invalid error of a form, nil when no field is wrong.
func (f FieldErrors) err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Msg: f[slices.Sorted(maps.Keys(f))[0]], Fields: f}
}

// merge takes over the field errors of another check.
func (f *FieldErrors) merge(err error) {
	if e, ok := errors.AsType[*Error](err); ok {
		for field, sentence := range e.Fields {
			f.set(field, sentence)
		}
	}
}
