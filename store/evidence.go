// Evidence: how often each asset was tried and liked, by persona, kept with every answer so that planning reads sums.

package store

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"vouch/store/kv"
)

// Evidence is how one asset did with some people. Tried counts impressions, Liked answers, each as far as it says
// something: an impression nobody looked at is a small part of one, a share is a whole answer and a save a part of one.
// The recent ones lose half their weight in Settings.HalfLifeDays. All are at least zero, and Liked is at most Tried.
//
// Evidence is that of the days before today, in UTC: an answer counts from the next day on, so that everybody who gets
// a digest on one day gets it from the same counts, and a digest that is planned again is the same.
type Evidence struct {
	Tried, Liked             float64
	RecentTried, RecentLiked float64
}

// evidenceOf is what is kept of one persona; the persona "" is everybody.
type evidenceOf struct {
	Persona PersonaID
	Past    Evidence // up to the day of the row
	Tried   float64  // of the day itself; below zero when more was taken back than came
	Liked   float64
}

// assetEvidence is what is kept of one asset.
type assetEvidence struct {
	Asset  AssetID
	Day    uint64       // since 1970, in UTC
	Groups []evidenceOf // sorted by persona
}

// evidences hold sums alone, and no index.
var evidences = kv.Table[assetEvidence]{
	Bucket: kv.NewBucket("evidence"), // asset -> counts by persona (packed)
	Key:    func(e *assetEvidence) string { return string(e.Asset) },
	Pack:   packEvidence, Unpack: unpackEvidence,
}

// evidenceUnit is the grain in which counts are kept: a thousandth takes two bytes where a float takes nine.
const evidenceUnit = 1000

func packEvidence(e *assetEvidence) []byte {
	p := kv.NewPacker(64 + 48*len(e.Groups))
	p.Text(string(e.Asset))
	p.Number(e.Day)
	p.Number(uint64(len(e.Groups)))
	for i := range e.Groups {
		g := &e.Groups[i]
		p.Text(string(g.Persona))
		for _, v := range []float64{g.Past.Tried, g.Past.Liked, g.Past.RecentTried, g.Past.RecentLiked, g.Tried, g.Liked} {
			p.Signed(int64(math.Round(v * evidenceUnit)))
		}
	}
	return p.Bytes()
}

func unpackEvidence(raw []byte, e *assetEvidence) error {
	u := kv.Unpack(raw)
	e.Asset, e.Day = AssetID(u.Text()), u.Number()
	if n := u.Length(); n > 0 {
		e.Groups = make([]evidenceOf, n)
	}
	for i := range e.Groups {
		g := &e.Groups[i]
		g.Persona = PersonaID(u.Text())
		for _, v := range []*float64{&g.Past.Tried, &g.Past.Liked, &g.Past.RecentTried, &g.Past.RecentLiked, &g.Tried, &g.Liked} {
			*v = float64(u.Signed()) / evidenceUnit
		}
	}
	return u.Err()
}

// evidenceDay is the day of a moment, as evidence counts days.
func evidenceDay(at time.Time) uint64 { return uint64(max(0, at.Unix())) / (24 * 60 * 60) }

// Decay is what is left of a count after days.
func Decay(days, halfLife float64) float64 { return math.Exp2(-days / halfLife) }

// Add is e after a day, and days in all, in which something was tried and liked; either may be below zero.
func (e Evidence) Add(tried, liked, days, halfLife float64) Evidence {
	left := Decay(days, halfLife)
	e.Tried, e.RecentTried = max(0, e.Tried+tried), max(0, e.RecentTried+tried)*left
	e.Liked, e.RecentLiked = min(max(0, e.Liked+liked), e.Tried), min(max(0, e.RecentLiked+liked)*left, e.RecentTried)
	return e
}

// settled is the evidence of the days before day.
func (e *assetEvidence) settled(g *evidenceOf, day uint64, halfLife float64) Evidence {
	// A clock that went back finds the past as it stands.
	if day <= e.Day {
		return g.Past
	}
	return g.Past.Add(g.Tried, g.Liked, float64(day-e.Day), halfLife)
}

// note adds to the counts of today.
func (e *assetEvidence) note(persona PersonaID, tried, liked float64) {
	at, found := slices.BinarySearchFunc(e.Groups, persona, func(g evidenceOf, p PersonaID) int { return cmp.Compare(g.Persona, p) })
	if !found {
		e.Groups = slices.Insert(e.Groups, at, evidenceOf{Persona: persona})
	}
	e.Groups[at].Tried += tried
	e.Groups[at].Liked += liked
}

// evidenceNotes are counts to be added, by asset and persona: tried and liked.
type evidenceNotes map[AssetID]map[PersonaID][2]float64

// note adds what one person did with an asset.
func (n evidenceNotes) note(asset AssetID, e *Employee, tried, liked float64) {
	if tried == 0 && liked == 0 {
		return
	}
	if n[asset] == nil {
		n[asset] = map[PersonaID][2]float64{}
	}
	add := func(persona PersonaID) {
		counts := n[asset][persona]
		n[asset][persona] = [2]float64{counts[0] + tried, counts[1] + liked}
	}
	add("")
	for _, persona := range e.Prefs.Personas {
		add(persona)
	}
}

// saveNotes adds counts to what is kept, each asset once.
func (t *tx) saveNotes(notes evidenceNotes) {
	day, halfLife := evidenceDay(t.now), float64(t.settings().HalfLifeDays)
	for _, asset := range slices.Sorted(maps.Keys(notes)) {
		e, found := evidences.Get(t.Tx, string(asset))
		if !found {
			e = assetEvidence{Asset: asset, Day: day}
		}
		if day > e.Day {
			for i := range e.Groups {
				g := &e.Groups[i]
				*g = evidenceOf{Persona: g.Persona, Past: e.settled(g, day, halfLife)}
			}
			e.Day = day
		}
		for _, persona := range slices.Sorted(maps.Keys(notes[asset])) {
			counts := notes[asset][persona]
			e.note(persona, counts[0], counts[1])
		}
		t.Put(evidences.Bucket, string(asset), packEvidence(&e))
	}
}

// noteEvidence is saveNotes for one asset and person; of people who are gone it notes nothing.
func (t *tx) noteEvidence(asset AssetID, id EmployeeID, tried, liked float64) {
	if e, found := employees.Get(t.Tx, string(id)); found && (tried != 0 || liked != 0) {
		notes := evidenceNotes{}
		notes.note(asset, &e, tried, liked)
		t.saveNotes(notes)
	}
}

// What an impression counts as a trial: one that was answered or stands above an answer was seen, one below perhaps,
// and one in a digest without any answer mostly was not, see SkippedPicks.
const (
	triedUnanswered = 0.2
	triedPerSkip    = (1 - triedUnanswered) / skippedAbove
)

// PickTrials gives what each pick of a digest counts as a trial of its asset, in the order of the picks.
func PickTrials(picks []Pick) []float64 {
	trials := SkippedPicks(picks)
	for i := range trials {
		trials[i] = triedUnanswered + triedPerSkip*trials[i]
		if picks[i].Answer != "" {
			trials[i] = 1
		}
	}
	return trials
}

// likedAs is what each positive answer counts as a success.
var likedAs = map[Feedback]float64{shared: 1, More: 0.6, Liked: 0.5, Saved: 0.5}

// LikedAnswer is likedAs for an answer as a pick keeps it.
func LikedAnswer(answer string) float64 {
	if answer == pickAnswers[NotForMe] {
		return 0
	}
	return likedAs[Feedback(answer)]
}

// likedBy is what a person's opinion of an asset, "" for none, and having saved it count as a success together.
func likedBy(answer Feedback, saved bool) float64 {
	if saved {
		return max(likedAs[answer], likedAs[Saved])
	}
	return likedAs[answer]
}

// noteOpinion notes that a person's opinion of an asset became another one, "" for none. Somebody who was never shown
// the asset tried it by answering. taste is that of the person before the change.
func (t *tx) noteOpinion(old, now Opinion, a *Asset, taste *Taste) {
	saved := slices.Contains(taste.Saved, a.ID)
	tried := 0.0
	if _, seen := slices.BinarySearch(taste.Seen, a.Seq); !seen && !saved {
		tried = given(now) - given(old)
	}
	t.noteEvidence(a.ID, cmp.Or(now.Employee, old.Employee), tried, likedBy(now.Answer, saved)-t.remains(old, saved))
}

// given is 1 for an opinion and 0 for none.
func given(o Opinion) float64 {
	if o.Answer == "" {
		return 0
	}
	return 1
}

// remains is what is left of the success that an opinion counted as when it was given.
func (t *tx) remains(o Opinion, saved bool) float64 {
	liked := likedBy(o.Answer, saved)
	if o.At.IsZero() {
		return liked
	}
	return liked * Decay(t.now.Sub(o.At).Hours()/24, float64(t.settings().HalfLifeDays))
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
		t.noteEvidence(o.Asset, e.id, 0, -t.remains(o, slices.Contains(saved, o.Asset)))
	}
}

// Deeds are what people did with one asset, for matching.
type Deeds struct {
	Leaders  int                    // who posted it
	Sharers  map[PersonaID]int      // people who posted it in the seven days before today, by persona; "" is everybody
	Evidence map[PersonaID]Evidence // "" is everybody
}

// Deeds returns what people did with each of a list of assets; those with which nobody did anything are missing.
func (q *Query) Deeds(list []Asset) map[AssetID]Deeds {
	t, deeds := q.t, map[AssetID]Deeds{}
	day, halfLife := evidenceDay(t.now), float64(t.settings().HalfLifeDays)
	rows := t.Finder(evidences.Bucket)
	for i := range list {
		a, d, some := &list[i], Deeds{}, false
		if raw := rows.Find(string(a.ID)); raw != nil {
			kept := evidences.Decode(raw)
			some, d.Evidence = true, make(map[PersonaID]Evidence, len(kept.Groups))
			for at := range kept.Groups {
				g := &kept.Groups[at]
				d.Evidence[g.Persona] = kept.settled(g, day, halfLife)
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
	until := time.Unix(int64(evidenceDay(t.now))*24*60*60, 0)
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
