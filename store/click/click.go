// Package click holds the classes of clicks on shared links, their counts, and the keys of their days.
package click

import (
	"encoding/binary"
	"fmt"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
)

// Class is what opened a link.
type Class int

// The classes, see product rule 7.1.
const (
	Human    Class = iota // a person, for the first time in half an hour
	Repeat                // the same person again
	Crawler               // a program that says so
	Preview               // a network or messenger that shows a card of the page
	Prefetch              // a browser that loads ahead
	Head                  // a question about the headers alone
	Scanner               // a program that looks like a person, as mail scanners do
	Own                   // the sharer
)

// Counts are clicks by class. Unique are the Human ones by people who had not opened the link that day before.
type Counts struct {
	Human    int `json:"human,omitempty"`
	Unique   int `json:"unique,omitempty"`
	Repeat   int `json:"repeat,omitempty"`
	Crawler  int `json:"crawler,omitempty"`
	Preview  int `json:"preview,omitempty"`
	Prefetch int `json:"prefetch,omitempty"`
	Head     int `json:"head,omitempty"`
	Scanner  int `json:"scanner,omitempty"`
	Own      int `json:"own,omitempty"`
}

// numbers are the counts in the order in which they are kept; a new one goes to the end.
func (c *Counts) numbers() []*int {
	return []*int{&c.Human, &c.Unique, &c.Repeat, &c.Crawler, &c.Preview, &c.Prefetch, &c.Head, &c.Scanner, &c.Own}
}

// Plus adds two counts.
func (c Counts) Plus(d Counts) Counts {
	for i, n := range d.numbers() {
		*c.numbers()[i] += *n
	}
	return c
}

// One is the count of a single click.
func (class Class) One(unique bool) (c Counts) {
	*[]*int{&c.Human, &c.Repeat, &c.Crawler, &c.Preview, &c.Prefetch, &c.Head, &c.Scanner, &c.Own}[class] = 1
	if unique {
		c.Unique = 1
	}
	return c
}

// Pack keeps counts in as few bytes as they need; the zeros at the end take none.
func (c Counts) Pack() []byte {
	p, list := kv.NewPacker(16), c.numbers()
	for len(list) > 0 && *list[len(list)-1] == 0 {
		list = list[:len(list)-1]
	}
	for _, n := range list {
		p.Number(uint64(*n))
	}
	return p.Bytes()
}

// Unpack reads what Pack wrote; nothing is zero.
func Unpack(raw []byte) (c Counts, err error) {
	if len(raw) == 0 {
		return c, nil
	}
	u := kv.Unpack(raw[1:])
	for _, n := range c.numbers() {
		*n = int(u.Number())
	}
	if raw[0] != kv.Layout || u.Err() != nil {
		return c, kv.ErrPacked
	}
	return c, nil
}

// DayKeySize is the length of DayKey.
const DayKeySize = 2

// DayKey is two bytes that sort like the day; they last until 2149.
func DayKey(day calendar.LocalDate) (string, error) {
	date, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return "", fmt.Errorf("%q is not a day", day)
	}
	return string(binary.BigEndian.AppendUint16(nil, uint16(max(0, date.Unix())/(24*60*60)))), nil
}

// KeyDay reads what DayKey wrote at the start of a key.
func KeyDay(key string) calendar.LocalDate {
	days := binary.BigEndian.Uint16([]byte(key[:DayKeySize]))
	return calendar.LocalDate(time.Unix(int64(days)*24*60*60, 0).UTC().Format(time.DateOnly))
}
