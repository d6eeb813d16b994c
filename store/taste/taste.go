// Package taste knows what people answer to assets, what the answers teach about a person and about an asset, and how
// both are kept in few bytes.
package taste

import (
	"maps"
	"slices"

	"vouch/store/kv"
	"vouch/store/term"
)

// Beta counts successes and failures of one feature; the prior is the matching's.
type Beta struct {
	Yes float64 `json:"y,omitempty"`
	No  float64 `json:"n,omitempty"`
}

// Taste is what a person's answers taught: counts per topic and kind, and which assets must not come again.
type Taste struct {
	Topics map[string]Beta         `json:"topics,omitempty"`
	Kinds  map[term.AssetKind]Beta `json:"kinds,omitempty"`
	Seen   []uint32                `json:"seen,omitempty"`  // Seq of assets shown, shared or dismissed; sorted
	Saved  []term.AssetID          `json:"saved,omitempty"` // oldest first
	Last   []string                `json:"last,omitempty"`  // topics of the last digest, for variety
}

// Kept is a Taste as it is kept.
type Kept struct {
	Employee term.EmployeeID
	Taste
}

// Pack writes maps in the order of their names, so that equal tastes are equal bytes.
func Pack(t *Kept) []byte {
	p := kv.NewPacker(256 + 2*len(t.Seen))
	p.Text(string(t.Employee))
	packBetas(p, t.Topics)
	packBetas(p, t.Kinds)
	packSeen(p, t.Seen)
	kv.PackTexts(p, t.Saved)
	kv.PackTexts(p, t.Last)
	return p.Bytes()
}

// packSeen writes sorted numbers as the steps between them, which are small.
func packSeen(p *kv.Packer, seen []uint32) {
	p.Number(uint64(len(seen)))
	last := uint32(0)
	for _, seq := range seen {
		p.Number(uint64(seq - last))
		last = seq
	}
}

// unpackSeen reads what packSeen wrote, with room for a few more; none is nil.
func unpackSeen(u *kv.Unpacker, room int) []uint32 {
	n := u.Length()
	if n == 0 {
		return nil
	}
	seen := make([]uint32, n, n+room)
	last := uint32(0)
	for i := range seen {
		last += uint32(u.Number())
		seen[i] = last
	}
	return seen
}

// packBetas writes counts by name.
func packBetas[K ~string](p *kv.Packer, betas map[K]Beta) {
	p.Number(uint64(len(betas)))
	for _, name := range slices.Sorted(maps.Keys(betas)) {
		p.Text(string(name))
		p.Float(betas[name].Yes)
		p.Float(betas[name].No)
	}
}

// Unpack reads what packTaste wrote.
func Unpack(raw []byte, t *Kept) error {
	u := kv.Unpack(raw)
	t.Employee = term.EmployeeID(u.Text())
	t.Topics = unpackBetas[string](u)
	t.Kinds = unpackBetas[term.AssetKind](u)
	t.Seen = unpackSeen(u, 0)
	t.Saved = kv.UnpackTexts[term.AssetID](u)
	t.Last = kv.UnpackTexts[string](u)
	return u.Err()
}

// unpackBetas reads counts by name; none is nil.
func unpackBetas[K ~string](u *kv.Unpacker) map[K]Beta {
	n := u.Length()
	if n == 0 {
		return nil
	}
	betas := make(map[K]Beta, n)
	for range n {
		name := K(u.Text())
		betas[name] = Beta{Yes: u.Float(), No: u.Float()}
	}
	return betas
}

// skipBetas reads over counts by name.
func skipBetas(u *kv.Unpacker) {
	for range u.Length() {
		u.Text()
		u.Number()
		u.Number()
	}
}

// Join adds what another taste of the same person learned and saw; saved is what both saved.
func (t *Taste) Join(other *Taste, saved []term.AssetID) {
	for _, seq := range other.Seen {
		t.See(seq)
	}
	t.Topics, t.Kinds = joinBetas(t.Topics, other.Topics), joinBetas(t.Kinds, other.Kinds)
	if t.Saved = saved; len(t.Last) == 0 {
		t.Last = other.Last
	}
}

// EachSeen visits the numbers of the assets that a packed taste has seen. Only they are read: the counts before them
// would fill two maps for each person.
func EachSeen(raw []byte, visit func(seq uint32)) {
	u := kv.Unpack(raw)
	u.Text()
	skipBetas(u)
	skipBetas(u)
	seq := uint32(0)
	for range u.Length() {
		seq += uint32(u.Number())
		visit(seq)
	}
}

// PackShown is a packed taste after a digest. What was learned and saved is copied as it stands: every morning does
// this for everybody, and reading the counts into maps would cost more than all the rest.
func PackShown(raw []byte, seen []uint32, topics []string) ([]byte, error) {
	u := kv.Unpack(raw)
	read := func() int { return len(raw) - u.Len() }
	u.Text()
	skipBetas(u)
	skipBetas(u)
	learned := raw[:read()]
	taste := Taste{Seen: unpackSeen(u, len(seen))}
	for _, seq := range seen {
		taste.See(seq)
	}
	start := read()
	kv.UnpackTexts[term.AssetID](u)
	saved := raw[start:read()]
	kv.UnpackTexts[string](u)
	p := kv.NewPacker(len(raw) + 64)
	p.Raw(learned)
	packSeen(p, taste.Seen)
	p.Raw(saved)
	kv.PackTexts(p, topics)
	p.Raw(raw[read():])
	return p.Bytes(), u.Err()
}

// See adds an asset to those that never come again.
func (t *Taste) See(seq uint32) {
	if i, seen := slices.BinarySearch(t.Seen, seq); !seen {
		t.Seen = slices.Insert(t.Seen, i, seq)
	}
}

// Unsee takes an asset off those that never come again.
func (t *Taste) Unsee(seq uint32) {
	if i, seen := slices.BinarySearch(t.Seen, seq); seen {
		t.Seen = slices.Delete(t.Seen, i, i+1)
	}
}

// Learn moves the counts of an asset's topics and kind; negative amounts take back what was learned.
func (t *Taste) Learn(kind term.AssetKind, topics []string, yes, no float64) {
	if yes == 0 && no == 0 {
		return
	}
	if t.Topics == nil {
		t.Topics = map[string]Beta{}
	}
	if t.Kinds == nil {
		t.Kinds = map[term.AssetKind]Beta{}
	}
	for _, topic := range topics {
		addBeta(t.Topics, topic, yes, no)
	}
	addBeta(t.Kinds, kind, yes, no)
}

// addBeta moves one pair of counts. Counts never go below zero, and a pair at zero takes no room.
func addBeta[K comparable](betas map[K]Beta, name K, yes, no float64) {
	b := betas[name]
	b.Yes, b.No = max(0, b.Yes+yes), max(0, b.No+no)
	if b == (Beta{}) {
		delete(betas, name)
		return
	}
	betas[name] = b
}

// joinBetas adds the counts of b to those of a.
func joinBetas[K comparable](a, b map[K]Beta) map[K]Beta {
	if a == nil {
		return b
	}
	for name, counts := range b {
		addBeta(a, name, counts.Yes, counts.No)
	}
	return a
}
