// Evidence: how often each asset was tried and liked, by persona, kept with every answer so that planning reads sums.

package store

import (
	"maps"
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/taste"
)

// evidences hold sums alone, and no index.
var evidences = kv.Table[taste.OfAsset]{
	Bucket: kv.NewBucket("evidence"), // asset -> counts by persona (packed)
	Key:    func(e *taste.OfAsset) string { return string(e.Asset) },
	Pack:   taste.PackEvidence, Unpack: taste.UnpackEvidence,
}

// saveNotes adds counts to what is kept, each asset once.
func (t *tx) saveNotes(notes taste.Notes) {
	day, halfLife := taste.Day(t.now), float64(t.settings().HalfLifeDays)
	for _, asset := range slices.Sorted(maps.Keys(notes)) {
		e, found := evidences.Get(t.Tx, string(asset))
		if !found {
			e = taste.OfAsset{Asset: asset, Day: day}
		}
		e.Settle(day, halfLife)
		for _, persona := range slices.Sorted(maps.Keys(notes[asset])) {
			e.Note(persona, notes[asset][persona])
		}
		t.Put(evidences.Bucket, string(asset), taste.PackEvidence(&e))
	}
}

// noteEvidence is saveNotes for one asset and person; of people who are gone it notes nothing.
func (t *tx) noteEvidence(asset AssetID, id EmployeeID, c Counts) {
	if e, found := employees.Get(t.Tx, string(id)); found && c != (Counts{}) {
		notes := taste.Notes{}
		notes.Note(asset, e.Prefs.Personas, c)
		t.saveNotes(notes)
	}
}

// noteOpinion notes that a person's opinion of an asset became another one, "" for none, or that they saved it or
// took it off.
func (t *tx) noteOpinion(id EmployeeID, asset AssetID, old, now Opinion, wasSaved, isSaved bool) {
	c := Counts{Liked: taste.LikedBy(now.Answer, isSaved) - t.remains(old, wasSaved)}
	// Somebody who was never shown it tried it by answering, and sought it.
	if len(t.digestsWith(id, asset)) == 0 {
		c.Tried, c.Sought = taste.Given(now, isSaved)-taste.Given(old, wasSaved), c.Liked
	}
	t.noteEvidence(asset, id, c)
}

// remains is what is left of an opinion now.
func (t *tx) remains(o Opinion, saved bool) float64 {
	return o.Remains(saved, t.now, float64(t.settings().HalfLifeDays))
}

// eraseEvidence takes back what a person liked: the persona of one person would go on telling it. Their impressions
// stay, as sums that say nothing about anybody.
func (t *tx) eraseEvidence(e *erasure) {
	saved, given := t.taste(e.id).Saved, []Opinion(nil)
	t.Scan(opinions.Bucket, kv.Join(string(e.id), ""), "", func(_ string, raw []byte) bool {
		given = append(given, opinions.Decode(raw))
		return true
	})
	for _, asset := range saved {
		if !slices.ContainsFunc(given, func(o Opinion) bool { return o.Asset == asset }) {
			given = append(given, Opinion{Employee: e.id, Asset: asset})
		}
	}
	for _, o := range given {
		liked := t.remains(o, slices.Contains(saved, o.Asset))
		t.noteEvidence(o.Asset, e.id, Counts{Liked: -liked, Sought: -liked})
	}
}

// Deeds returns what people did with each of a list of assets; those with which nobody did anything are missing.
func (q *Query) Deeds(list []Asset) map[AssetID]Deeds {
	t, deeds := q.t, map[AssetID]Deeds{}
	day, halfLife := taste.Day(t.now), float64(t.settings().HalfLifeDays)
	rows := t.Finder(evidences.Bucket)
	for i := range list {
		a, d, some := &list[i], Deeds{}, false
		if raw := rows.Find(string(a.ID)); raw != nil {
			kept := evidences.Decode(raw)
			some, d.Evidence = true, make(map[PersonaID]Evidence, len(kept.Groups))
			for at := range kept.Groups {
				g := &kept.Groups[at]
				d.Evidence[g.Persona] = kept.Settled(g, day, halfLife)
			}
		}
		// Most assets were shared by nobody; asking for each would read the index of shares for nothing.
		if a.Shares > 0 {
			some = true
			t.sharers(a.ID, &d)
		}
		if some {
			deeds[a.ID] = d
		}
	}
	return deeds
}

// sharers counts who posted an asset: leaders ever, everybody in the seven days before today.
func (t *tx) sharers(asset AssetID, d *Deeds) {
	until := time.Unix(int64(taste.Day(t.now))*24*60*60, 0)
	leaders, recent := map[EmployeeID]bool{}, map[EmployeeID]bool{}
	d.Sharers = map[PersonaID]int{}
	prefix := kv.Join(string(asset), "")
	t.Scan(sharesByAsset, prefix, "", func(key string, value []byte) bool {
		id := EmployeeID(value)
		e, found := employees.Get(t.Tx, string(id))
		if found && e.Leader && !e.Deactivated {
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
