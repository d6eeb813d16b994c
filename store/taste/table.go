// The tables of tastes, opinions and evidence: how they lie in the file, and what finds them.

package taste

import (
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
