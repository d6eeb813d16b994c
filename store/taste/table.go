// The tables of tastes, opinions and evidence: how they lie in the file, and what finds them.

package taste

import (
	"maps"
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/term"
)

// Opinions have no index: each is read by its person and asset.
var Opinions = kv.Table[Opinion]{
	Bucket: kv.NewBucket("answers"), // employee, asset -> Opinion
	Key:    func(o *Opinion) string { return OpinionKey(o.Employee, o.Asset) },
}

// OpinionKey is the key of what a person thinks of an asset.
func OpinionKey(id term.EmployeeID, asset term.AssetID) string {
	return kv.Join(string(id), string(asset))
}

// Said lists what a person thinks of assets; one that they only saved is an opinion without an answer.
func Said(t *kv.Tx, id term.EmployeeID, saved []term.AssetID) (list []Opinion) {
	t.Scan(Opinions.Bucket, kv.Join(string(id), ""), "", func(_ string, raw []byte) bool {
		list = append(list, Opinions.Decode(raw))
		return true
	})
	for _, asset := range saved {
		if !slices.ContainsFunc(list, func(o Opinion) bool { return o.Asset == asset }) {
			list = append(list, Opinion{Employee: id, Asset: asset})
		}
	}
	return list
}

// Savers is the index of tastes.
var Savers = kv.NewBucket("savers") // asset, employee

// Table holds tastes. They keep who saved an asset in an index of their own, read when the asset goes.
var Table = kv.Table[Kept]{
	Bucket:  kv.NewBucket("tastes"), // employee -> Taste (packed)
	Indexes: []*kv.Bucket{Savers},
	Key:     func(p *Kept) string { return string(p.Employee) },
	Pack:    Pack, Unpack: Unpack,
	Rows: func(p *Kept) []kv.Row {
		rows := make([]kv.Row, 0, len(p.Saved))
		for _, asset := range p.Saved {
			rows = append(rows, SaverRow(asset, p.Employee))
		}
		return rows
	},
}

// SaverRow says that somebody saved an asset.
func SaverRow(asset term.AssetID, id term.EmployeeID) kv.Row {
	return Savers.Row(kv.Join(string(asset), string(id)), "")
}

// Evidences hold sums alone, and no index.
var Evidences = kv.Table[OfAsset]{
	Bucket: kv.NewBucket("evidence"), // asset -> counts by persona (packed)
	Key:    func(e *OfAsset) string { return string(e.Asset) },
	Pack:   PackEvidence, Unpack: UnpackEvidence,
}

// Save adds counts to what is kept, each asset once.
func (notes Notes) Save(t *kv.Tx, now time.Time, halfLifeDays int) {
	day, halfLife := Day(now), float64(halfLifeDays)
	for _, asset := range slices.Sorted(maps.Keys(notes)) {
		e, found := Evidences.Get(t, string(asset))
		if !found {
			e = OfAsset{Asset: asset, Day: day}
		}
		e.Settle(day, halfLife)
		for _, persona := range slices.Sorted(maps.Keys(notes[asset])) {
			e.Note(persona, notes[asset][persona])
		}
		t.Put(Evidences.Bucket, string(asset), PackEvidence(&e))
	}
}

// TimesShown counts by asset number how many people an asset was shown to; most is the highest number.
func TimesShown(t *kv.Tx, most int) []uint32 {
	shown := make([]uint32, most+1)
	t.Scan(Table.Bucket, "", "", func(_ string, raw []byte) bool {
		EachSeen(raw[1:], func(seq uint32) {
			if seq < uint32(len(shown)) {
				shown[seq]++
			}
		})
		return true
	})
	return shown
}
