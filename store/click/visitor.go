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
	salt string
	mac  hash.Hash
}

// Classify says what a click is, and whether its visitor is new on the day; own is what the sharer would be found by.
// hash hashes with the key of the program, which is in no backup.
func (h *Hidden) Classify(t *kv.Tx, hash func(kind, value string) string, c *Click, own string, now time.Time,
	day calendar.LocalDate) (class Class, unique bool) {
	switch {
	case c.Class != Human:
		return c.Class, false
	case c.Signs >= SuspectAt:
		return Scanner, false
	case c.Visitor == "":
		return Human, true
	case t.Get(Visitors, h.Key(t, hash, day, own, c.Visitor)) != nil:
		return Own, false
	}
	key := h.Key(t, hash, day, c.Token, c.Visitor)
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

// Key is where a visitor of one link is remembered. Without the day's salt nobody can tell whether a visitor is behind
// it, and the salt is gone with its day.
func (h *Hidden) Key(t *kv.Tx, hash func(kind, value string) string, day calendar.LocalDate,
	what, visitor string) string {
	at := Begin(day)
	salt := t.Get(Visitors, at)
	if salt == nil {
		dropSalts(t, at)
		salt = make([]byte, sha256.Size)
		_, _ = rand.Read(salt) // never fails since Go 1.24
		t.Put(Visitors, at, salt)
	}
	if h.salt != string(salt) {
		h.salt, h.mac = string(salt), hmac.New(sha256.New, []byte(hash("visitors", string(salt))))
	}
	h.mac.Reset()
	h.mac.Write([]byte(kv.Join(what, visitor)))
	return at + string(h.mac.Sum(nil)[:visitorHash])
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
