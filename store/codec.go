// Key and value codecs: joined keys, times in keys, and the packed layout of values that are read for every person.

package store

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"time"
)

// join builds a key from parts that hold no zero byte, except the last, which may be anything.
func join(parts ...string) string { return strings.Join(parts, "\x00") }

// splitKey takes a joined key apart; n is the number of parts.
func splitKey(key string, n int) []string { return strings.SplitN(key, "\x00", n) }

// timeKey is eight bytes that sort like the time. Times before 1970 do not occur and sort as 1970.
func timeKey(at time.Time) string { return numberKey(uint64(max(at.UnixMicro(), 0))) }

// keyTime reads what timeKey wrote at the start of s.
func keyTime(s string) time.Time {
	return time.UnixMicro(int64(binary.BigEndian.Uint64([]byte(s[:8])))).UTC()
}

// numberKey is eight bytes that sort like n.
func numberKey(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }

// descending is four bytes that sort the larger of two points first, below zero too.
func descending(points int) string {
	return string(binary.BigEndian.AppendUint32(nil, ^(uint32(int32(points)) ^ 1<<31)))
}

// packer writes a value field by field. Fields are only ever added at the end, because a missing field reads as zero.
type packer struct{ b []byte }

// newPacker starts a value with its layout byte; size is a guess that saves growing.
func newPacker(size int) *packer { return &packer{b: append(make([]byte, 0, size), layout)} }

// number writes a whole number in as few bytes as it needs.
func (p *packer) number(n uint64) { p.b = binary.AppendUvarint(p.b, n) }

// text writes a length and the bytes.
func (p *packer) text(s string) {
	p.number(uint64(len(s)))
	p.b = append(p.b, s...)
}

// float writes all 64 bits, so that what was learned comes back exactly.
func (p *packer) float(f float64) { p.number(math.Float64bits(f)) }

// time writes microseconds; the zero time is a zero, which no event of ours can be.
func (p *packer) time(at time.Time) {
	micros := int64(0)
	if !at.IsZero() {
		micros = at.UnixMicro()
	}
	p.b = binary.AppendVarint(p.b, micros)
}

// flags packs booleans into one number, the first into the lowest bit.
func (p *packer) flags(set ...bool) {
	n := uint64(0)
	for i, on := range set {
		if on {
			n |= 1 << i
		}
	}
	p.number(n)
}

// packTexts writes a count and each text.
func packTexts[S ~string](p *packer, list []S) {
	p.number(uint64(len(list)))
	for _, s := range list {
		p.text(string(s))
	}
}

var errPacked = errors.New("packed value is cut short")

// unpacker reads what packer wrote. Its texts share one string with the value.
type unpacker struct {
	s   string
	bad bool
}

// number reads what packer.number wrote; at the end of the value it reads zero, see packer.
func (u *unpacker) number() uint64 {
	var n uint64
	for i := 0; i < len(u.s) && i < binary.MaxVarintLen64; i++ {
		c := u.s[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			u.s = u.s[i+1:]
			return n
		}
	}
	u.bad = u.bad || len(u.s) > 0
	u.s = ""
	return 0
}

// text reads a text, as a part of the one string that holds the whole value: one allocation per value, not per field.
func (u *unpacker) text() string {
	n := u.number()
	if n > uint64(len(u.s)) {
		u.bad, u.s = true, ""
		return ""
	}
	s := u.s[:n]
	u.s = u.s[n:]
	return s
}

// float reads what packer.float wrote.
func (u *unpacker) float() float64 { return math.Float64frombits(u.number()) }

// time reads a time in UTC; zero is the zero time.
func (u *unpacker) time() time.Time {
	n := u.number()
	micros := int64(n>>1) ^ -int64(n&1)
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// flags reads booleans in the order they were packed.
func (u *unpacker) flags(set ...*bool) {
	n := u.number()
	for i, on := range set {
		*on = n&(1<<i) != 0
	}
}

// length reads the length of a list and refuses one that cannot fit into the rest of the value.
func (u *unpacker) length() int {
	n := u.number()
	if n > uint64(len(u.s)) {
		u.bad, u.s = true, ""
		return 0
	}
	return int(n)
}

// unpackTexts reads a list; an empty one is nil, as it was before it was packed.
func unpackTexts[S ~string](u *unpacker) []S {
	n := u.length()
	if n == 0 {
		return nil
	}
	list := make([]S, n)
	for i := range list {
		list[i] = S(u.text())
	}
	return list
}

// err tells once, after all fields, whether any of them was cut short.
func (u *unpacker) err() error {
	if u.bad {
		return errPacked
	}
	return nil
}
