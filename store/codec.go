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

// ascended reads what descending wrote at the start of s.
func ascended(s string) int {
	return int(int32(^binary.BigEndian.Uint32([]byte(s[:4])) ^ 1<<31))
}

// packer writes a value field by field. Fields are only ever added at the end, because a missing field reads as zero.
type packer struct{ b []byte }

func newPacker(size int) *packer { return &packer{b: append(make([]byte, 0, size), layout)} }

func (p *packer) number(n uint64) { p.b = binary.AppendUvarint(p.b, n) }

func (p *packer) text(s string) {
	p.number(uint64(len(s)))
	p.b = append(p.b, s...)
}

func (p *packer) float(f float64) { p.number(math.Float64bits(f)) }

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

func (u *unpacker) float() float64 { return math.Float64frombits(u.number()) }

func (u *unpacker) time() time.Time {
	n := u.number()
	micros := int64(n>>1) ^ -int64(n&1)
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

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

func (u *unpacker) err() error {
	if u.bad {
		return errPacked
	}
	return nil
}
