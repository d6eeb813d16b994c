// The packed layout of values that are read for every person: field by field, in as few bytes as they need.

package kv

import (
	"encoding/binary"
	"errors"
	"math"
	"time"
)

// Layout is the first byte of every value.
const Layout = 1

// Packer writes a value field by field. Fields are only ever added at the end, because a missing field reads as zero.
type Packer struct{ b []byte }

// NewPacker starts a value with its layout byte; size is a guess that saves growing.
func NewPacker(size int) *Packer { return &Packer{b: append(make([]byte, 0, size), Layout)} }

// Bytes is the value.
func (p *Packer) Bytes() []byte { return p.b }

// Number writes a whole number in as few bytes as it needs.
func (p *Packer) Number(n uint64) { p.b = binary.AppendUvarint(p.b, n) }

// Signed writes a whole number that may be negative.
func (p *Packer) Signed(n int64) { p.b = binary.AppendVarint(p.b, n) }

// Text writes a length and the bytes.
func (p *Packer) Text(s string) {
	p.Number(uint64(len(s)))
	p.b = append(p.b, s...)
}

// Float writes all 64 bits, so that what was learned comes back exactly.
func (p *Packer) Float(f float64) { p.Number(math.Float64bits(f)) }

// Time writes microseconds; the zero time is a zero, which no event of ours can be.
func (p *Packer) Time(at time.Time) {
	micros := int64(0)
	if !at.IsZero() {
		micros = at.UnixMicro()
	}
	p.Signed(micros)
}

// Flags packs booleans into one number, the first into the lowest bit.
func (p *Packer) Flags(set ...bool) {
	n := uint64(0)
	for i, on := range set {
		if on {
			n |= 1 << i
		}
	}
	p.Number(n)
}

// Raw appends what was packed before.
func (p *Packer) Raw(packed []byte) { p.b = append(p.b, packed...) }

// PackTexts writes a count and each text.
func PackTexts[S ~string](p *Packer, list []S) {
	p.Number(uint64(len(list)))
	for _, s := range list {
		p.Text(string(s))
	}
}

// ErrPacked answers bytes that are no packed value.
var ErrPacked = errors.New("packed value is cut short")

// Unpacker reads what Packer wrote. Its texts share one string with the value.
type Unpacker struct {
	s   string
	bad bool
}

// Unpack reads a value without its layout byte.
func Unpack(raw []byte) *Unpacker { return &Unpacker{s: string(raw)} }

// Len is how many bytes are not read yet.
func (u *Unpacker) Len() int { return len(u.s) }

// Number reads what Packer.Number wrote; at the end of the value it reads zero, see Packer.
func (u *Unpacker) Number() uint64 {
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

// Signed reads what Packer.Signed wrote.
func (u *Unpacker) Signed() int64 {
	n := u.Number()
	return int64(n>>1) ^ -int64(n&1)
}

// Text reads a text, as a part of the one string that holds the whole value: one allocation per value, not per field.
func (u *Unpacker) Text() string {
	n := u.Number()
	if n > uint64(len(u.s)) {
		u.bad, u.s = true, ""
		return ""
	}
	s := u.s[:n]
	u.s = u.s[n:]
	return s
}

// Float reads what Packer.Float wrote.
func (u *Unpacker) Float() float64 { return math.Float64frombits(u.Number()) }

// Time reads a time in UTC; zero is the zero time.
func (u *Unpacker) Time() time.Time {
	micros := u.Signed()
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// Flags reads booleans in the order they were packed.
func (u *Unpacker) Flags(set ...*bool) {
	n := u.Number()
	for i, on := range set {
		*on = n&(1<<i) != 0
	}
}

// Length reads the length of a list and refuses one that cannot fit into the rest of the value.
func (u *Unpacker) Length() int {
	n := u.Number()
	if n > uint64(len(u.s)) {
		u.bad, u.s = true, ""
		return 0
	}
	return int(n)
}

// UnpackTexts reads a list; an empty one is nil, as it was before it was packed.
func UnpackTexts[S ~string](u *Unpacker) []S {
	n := u.Length()
	if n == 0 {
		return nil
	}
	list := make([]S, n)
	for i := range list {
		list[i] = S(u.Text())
	}
	return list
}

// Err tells once, after all fields, whether any of them was cut short.
func (u *Unpacker) Err() error {
	if u.bad {
		return ErrPacked
	}
	return nil
}
