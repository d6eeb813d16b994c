// Tastes: what a person's answers taught, packed because planning reads one for every person.

package store

import (
	"maps"
	"slices"

	"vouch/store/kv"
)

// personTaste is a Taste as it is kept.
type personTaste struct {
	Employee EmployeeID
	Taste
}

// The indexes of tastes.
var savers = kv.NewBucket("savers") // asset, employee

// tastes keep who saved an asset in an index of their own, read when the asset goes.
var tastes = kv.Table[personTaste]{
	Bucket:  kv.NewBucket("tastes"), // employee -> Taste (packed)
	Indexes: []*kv.Bucket{savers},
	Key:     func(p *personTaste) string { return string(p.Employee) },
	Pack:    packTaste, Unpack: unpackTaste,
	Rows: func(p *personTaste) []kv.Row {
		rows := make([]kv.Row, 0, len(p.Saved))
		for _, asset := range p.Saved {
			rows = append(rows, saverRow(asset, p.Employee))
		}
		return rows
	},
}

// saverRow says that somebody saved an asset.
func saverRow(asset AssetID, id EmployeeID) kv.Row {
	return savers.Row(kv.Join(string(asset), string(id)), "")
}

// packTaste writes maps in the order of their names, so that equal tastes are equal bytes.
func packTaste(t *personTaste) []byte {
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

// unpackTaste reads what packTaste wrote.
func unpackTaste(raw []byte, t *personTaste) error {
	u := kv.Unpack(raw)
	t.Employee = EmployeeID(u.Text())
	t.Topics = unpackBetas[string](u)
	t.Kinds = unpackBetas[AssetKind](u)
	t.Seen = unpackSeen(u, 0)
	t.Saved = kv.UnpackTexts[AssetID](u)
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

// taste reads what is known of a person's taste; of new people nothing is.
func (t *tx) taste(id EmployeeID) Taste {
	p, _ := tastes.Get(t.Tx, string(id))
	return p.Taste
}

// saveTaste writes a taste; whoever changed what is saved moves the rows of it.
func (t *tx) saveTaste(id EmployeeID, taste Taste) {
	tastes.Rewrite(t.Tx, &personTaste{Employee: id, Taste: taste})
}

// showTo remembers in a stored taste, nil for none, which assets a digest showed, sorted, and their topics.
func (t *tx) showTo(id EmployeeID, raw []byte, seen []uint32, topics []string) {
	if raw == nil {
		t.Put(tastes.Bucket, string(id), packTaste(&personTaste{id, Taste{Seen: slices.Compact(seen), Last: topics}}))
		return
	}
	if raw[0] != kv.Layout {
		kv.Fail("tastes: unknown layout of a value")
	}
	shown, err := packShown(raw[1:], seen, topics)
	if err != nil {
		kv.Fail("tastes: %w", err)
	}
	t.Put(tastes.Bucket, string(id), shown)
}

// packShown is a packed taste after a digest. What was learned and saved is copied as it stands: every morning does
// this for everybody, and reading the counts into maps would cost more than all the rest.
func packShown(raw []byte, seen []uint32, topics []string) ([]byte, error) {
	u := kv.Unpack(raw)
	read := func() int { return len(raw) - u.Len() }
	u.Text()
	skipBetas(u)
	skipBetas(u)
	learned := raw[:read()]
	taste := Taste{Seen: unpackSeen(u, len(seen))}
	for _, seq := range seen {
		taste.see(seq)
	}
	start := read()
	kv.UnpackTexts[AssetID](u)
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

// see adds an asset to those that never come again.
func (t *Taste) see(seq uint32) {
	if i, seen := slices.BinarySearch(t.Seen, seq); !seen {
		t.Seen = slices.Insert(t.Seen, i, seq)
	}
}

// unsee takes an asset off those that never come again.
func (t *Taste) unsee(seq uint32) {
	if i, seen := slices.BinarySearch(t.Seen, seq); seen {
		t.Seen = slices.Delete(t.Seen, i, i+1)
	}
}

// learn moves the counts of an asset's topics and kind; negative amounts take back what was learned.
func (t *Taste) learn(a *Asset, yes, no float64) {
	if yes == 0 && no == 0 {
		return
	}
	if t.Topics == nil {
		t.Topics = map[string]Beta{}
	}
	if t.Kinds == nil {
		t.Kinds = map[AssetKind]Beta{}
	}
	for _, topic := range a.Topics {
		addBeta(t.Topics, topic, yes, no)
	}
	addBeta(t.Kinds, a.Kind, yes, no)
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

// TasteOf returns what a person's answers taught.
func (q *Query) TasteOf(id EmployeeID) Taste {
	end(q.t.employee(id))
	return q.t.taste(id)
}

func exportTaste(_ *tx, p *personTaste, _ exportScope) (any, []EmployeeID) {
	return *p, []EmployeeID{p.Employee}
}

// eraseTaste removes what a person saved and learned, and takes their saves off the counts of assets.
func eraseTaste(t *tx, e *erasure) {
	for _, asset := range t.taste(e.id).Saved {
		a := assets.Must(t.Tx, string(asset))
		a.Saves--
		t.saveCounts(&a)
	}
	tastes.Remove(t.Tx, string(e.id))
}
