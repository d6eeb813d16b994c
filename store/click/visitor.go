// Visitors of links: whether a click is a person's, and whether they came before that day, without keeping who it was.

package click

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"hash"
	"strings"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
)

// repeatWindow is how long a visitor who opens the same link again is not counted again; web analytics use the same.
const repeatWindow = 30 * time.Minute

// SuspectAt is how many signs make a Scanner of what looks like a person; see Click.Signs.
const SuspectAt = 2

// Click is one request for the link of a share.
type Click struct {
	Token string
	Class Class // Human for whatever may be a person; the store finds out what it is
	// Visitor tells visitors apart, such as a network and a browser. It is hashed and never kept. "" is nobody: no visitor
	// is remembered, so none comes twice.
	Visitor string
	Signs   int // how many signs of a program a Human request shows
}

// Hidden hides visitors: it keeps the hash of the last salt. It is the committer's alone.
type Hidden struct {
	day, salt string
	mac       hash.Hash
	text      []byte // room for what is hashed
}

// Classify says what a click is on the day of the last On, and whether its visitor is new on it; own is what the sharer
// would be found by.
func (h *Hidden) Classify(t *kv.Tx, c *Click, own string, now time.Time) (class Class, unique bool) {
	switch {
	case c.Class != Human:
		return c.Class, false
	case c.Signs >= SuspectAt:
		return Scanner, false
	case c.Visitor == "":
		return Human, true
	case t.Get(Visitors, h.Key(own, c.Visitor)) != nil:
		return Own, false
	}
	key := h.Key(c.Token, c.Visitor)
	last := t.Get(Visitors, key)
	if last != nil {
		unpacked := kv.Unpack(last[1:])
		// A clock that went back is no reason to count twice.
		if now.Sub(unpacked.Time()) < repeatWindow {
			return Repeat, false
		}
	}
	p := kv.NewPacker(10)
	p.Time(now)
	t.Put(Visitors, key, p.Bytes())
	return Human, last == nil
}

// visitorHash is how many bytes of a hash are kept: of a million visitors of a day, two have the same once in ten
// million days.
const visitorHash = 8

// On begins a verb on a day, before Classify and Key. hash hashes with the key of the program, which is in no backup.
func (h *Hidden) On(t *kv.Tx, day calendar.LocalDate, hash func(kind, value string) string) {
	h.day = Begin(day)
	salt := t.Get(Visitors, h.day)
	if salt == nil {
		dropSalts(t, h.day)
		salt = make([]byte, sha256.Size)
		_, _ = rand.Read(salt) // never fails since Go 1.24
		t.Put(Visitors, h.day, salt)
	}
	if h.salt != string(salt) {
		h.salt, h.mac = string(salt), hmac.New(sha256.New, []byte(hash("visitors", string(salt))))
	}
}

// Key is where a visitor of one link is remembered. Without the day's salt nobody can tell whether a visitor is behind
// it, and the salt is gone with its day.
func (h *Hidden) Key(what, visitor string) string {
	h.mac.Reset()
	h.text = append(append(append(h.text[:0], what...), 0), visitor...) // as kv.Join
	h.mac.Write(h.text)
	h.text = h.mac.Sum(h.text[:0])
	return h.day + string(h.text[:visitorHash])
}

// dropSalts deletes the salts of the days before; what they hid is removed by the purge.
func dropSalts(t *kv.Tx, today string) {
	for from := ""; ; {
		day := today
		t.Scan(Visitors, "", from, func(key string, _ []byte) bool { day = key[:DayKeySize]; return false })
		if day >= today {
			return
		}
		t.Delete(Visitors, day)
		from = day + strings.Repeat("\xff", visitorHash+1) // behind the visitors of that day
	}
}
