// Item sets: one bit per asset of the library, so that "live, for this person, unseen, not muted" is a few dozen
// machine words.

package match

import "math/bits"

// itemSet has bit i set when item i belongs to it. Sets of one library have the
// same length. The operations on two sets change the first.
type itemSet []uint64

// newItemSet makes an empty set for a library of size items.
func newItemSet(size int) itemSet { return make(itemSet, (size+63)/64) }

// add puts item i in, remove takes it out, has tells whether it is in. i must be an
// item of the library the set was made for.
func (s itemSet) add(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s itemSet) remove(i int)   { s[i>>6] &^= 1 << (i & 63) }
func (s itemSet) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }

// or adds the items of other.
func (s itemSet) or(other itemSet) {
	for i, word := range other {
		s[i] |= word
	}
}

// and keeps only the items of other.
func (s itemSet) and(other itemSet) {
	for i, word := range other {
		s[i] &= word
	}
}

// andNot takes the items of other out.
func (s itemSet) andNot(other itemSet) {
	for i, word := range other {
		s[i] &^= word
	}
}

// count is how many items belong to s.
func (s itemSet) count() int {
	total := 0
	for _, word := range s {
		total += bits.OnesCount64(word)
	}
	return total
}

// empty tells whether no item belongs to s.
func (s itemSet) empty() bool {
	for _, word := range s {
		if word != 0 {
			return false
		}
	}
	return true
}

// nth gives the item with exactly n smaller items in s; n must be less than count.
func (s itemSet) nth(n int) int {
	for i, word := range s {
		ones := bits.OnesCount64(word)
		if n >= ones {
			n -= ones
			continue
		}
		for range n {
			word &= word - 1
		}
		return i<<6 + bits.TrailingZeros64(word)
	}
	return -1
}
