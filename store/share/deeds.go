// Deeds: what people did with assets, for matching.

package share

import (
	"time"

	"vouch/store/asset"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/taste"
	"vouch/store/term"
)

// DeedsOf is what people did with each of a list of assets; those with which nobody did anything are missing.
func DeedsOf(t *kv.Tx, list []asset.Asset, now time.Time, halfLifeDays int) map[term.AssetID]taste.Deeds {
	deeds := map[term.AssetID]taste.Deeds{}
	day := taste.Day(now)
	rows := t.Finder(taste.Evidences.Bucket)
	for i := range list {
		a, d, some := &list[i], taste.Deeds{}, false
		if raw := rows.Find(string(a.ID)); raw != nil {
			kept := taste.Evidences.Decode(raw)
			some, d.Evidence = true, make(map[term.PersonaID]taste.Evidence, len(kept.Groups))
			for at := range kept.Groups {
				g := &kept.Groups[at]
				d.Evidence[g.Persona] = kept.Settled(g, day, float64(halfLifeDays))
			}
		}
		// Most assets were shared by nobody; asking for each would read the index of shares for nothing.
		if a.Shares > 0 {
			some = true
			sharers(t, a.ID, day, &d)
		}
		if some {
			deeds[a.ID] = d
		}
	}
	return deeds
}

// sharers counts who posted an asset: leaders ever, everybody in the seven days before a day.
func sharers(t *kv.Tx, asset term.AssetID, day uint64, d *taste.Deeds) {
	until := time.Unix(int64(day)*24*60*60, 0)
	leaders, recent := map[term.EmployeeID]bool{}, map[term.EmployeeID]bool{}
	d.Sharers = map[term.PersonaID]int{}
	prefix := kv.Join(string(asset), "")
	t.Scan(ByAsset, prefix, "", func(key string, value []byte) bool {
		id := term.EmployeeID(value)
		e, found := employee.Table.Get(t, string(id))
		if found && e.Leader && e.IsAdvocate() {
			leaders[id] = true
		}
		at := kv.KeyTime(key[len(prefix):])
		if recent[id] || !at.Before(until) || at.Before(until.AddDate(0, 0, -7)) {
			return true
		}
		recent[id] = true
		d.Sharers[""]++
		for _, persona := range e.Prefs.Personas {
			d.Sharers[persona]++
		}
		return true
	})
	d.Leaders = len(leaders)
}
