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
	// of RecentLiked, what people liked who came to it by themselves: no digest had shown it
	RecentSought float64
}

// Counts are what is added to evidence.
type Counts struct{ Tried, Liked, Sought float64 }

// Plus adds two counts.
func (c Counts) Plus(d Counts) Counts {
	return Counts{c.Tried + d.Tried, c.Liked + d.Liked, c.Sought + d.Sought}
}

// evidenceOf is what is kept of one persona; the persona "" is everybody.
type evidenceOf struct {
	Persona PersonaID
	Past    Evidence // up to the day of the row
	Today   Counts   // of the day itself; below zero when more was taken back than came
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
		for _, v := range g.values() {
			p.Signed(int64(math.Round(*v * evidenceUnit)))
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
		for _, v := range g.values() {
			*v = float64(u.Signed()) / evidenceUnit
		}
	}
	return u.Err()
}

// values are the numbers of g in the order in which they are kept.
func (g *evidenceOf) values() []*float64 {
	return []*float64{&g.Past.Tried, &g.Past.Liked, &g.Past.RecentTried, &g.Past.RecentLiked, &g.Past.RecentSought,
		&g.Today.Tried, &g.Today.Liked, &g.Today.Sought}
}

// evidenceDay is the day of a moment, as evidence counts days.
func evidenceDay(at time.Time) uint64 { return uint64(max(0, at.Unix())) / (24 * 60 * 60) }

// Decay is what is left of a count after days.
func Decay(days, halfLife float64) float64 { return math.Exp2(-days / halfLife) }

// Add is e after a day that brought counts, which may be below zero, and days in all.
func (e Evidence) Add(c Counts, days, halfLife float64) Evidence {
	left := Decay(days, halfLife)
	e.Tried, e.RecentTried = max(0, e.Tried+c.Tried), max(0, e.RecentTried+c.Tried)*left
	e.Liked, e.RecentLiked = min(max(0, e.Liked+c.Liked), e.Tried), min(max(0, e.RecentLiked+c.Liked)*left, e.RecentTried)
	e.RecentSought = max(0, e.RecentSought+c.Sought) * left
	return e
}

// settled is the evidence of the days before day.
func (e *assetEvidence) settled(g *evidenceOf, day uint64, halfLife float64) Evidence {
	// A clock that went back finds the past as it stands.
	if day <= e.Day {
		return g.Past
	}
	return g.Past.Add(g.Today, float64(day-e.Day), halfLife)
}

// note adds to the counts of today.
func (e *assetEvidence) note(persona PersonaID, c Counts) {
	at, found := slices.BinarySearchFunc(e.Groups, persona, func(g evidenceOf,
		p PersonaID) int {
		return cmp.Compare(g.Persona, p)
	})
	if !found {
		e.Groups = slices.Insert(e.Groups, at, evidenceOf{Persona: persona})
	}
	e.Groups[at].Today = e.Groups[at].Today.Plus(c)
}

// evidenceNotes are counts to be added, by asset and persona.
type evidenceNotes map[AssetID]map[PersonaID]Counts

// note adds what one person did with an asset.
func (n evidenceNotes) note(asset AssetID, e *Employee, c Counts) {
	if n[asset] == nil {
		n[asset] = map[PersonaID]Counts{}
	}
	n[asset][""] = n[asset][""].Plus(c)
	for _, persona := range e.Prefs.Personas {
		n[asset][persona] = n[asset][persona].Plus(c)
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
			e.note(persona, notes[asset][persona])
		}
		t.Put(evidences.Bucket, string(asset), packEvidence(&e))
	}
}

// noteEvidence is saveNotes for one asset and person; of people who are gone it notes nothing.
func (t *tx) noteEvidence(asset AssetID, id EmployeeID, c Counts) {
	if e, found := employees.Get(t.Tx, string(id)); found && c != (Counts{}) {
		notes := evidenceNotes{}
		notes.note(asset, &e, c)
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

// noteOpinion notes that a person's opinion of an asset became another one, "" for none, or that they saved it or
// took it off.
func (t *tx) noteOpinion(id EmployeeID, asset AssetID, old, now Opinion, wasSaved, isSaved bool) {
	c := Counts{Liked: likedBy(now.Answer, isSaved) - t.remains(old, wasSaved)}
	// Somebody who was never shown it tried it by answering, and sought it.
	if len(t.digestsWith(id, asset)) == 0 {
		c.Tried, c.Sought = given(now, isSaved)-given(old, wasSaved), c.Liked
	}
	t.noteEvidence(asset, id, c)
}

// given is 1 when there is an opinion or the asset is saved, else 0.
func given(o Opinion, saved bool) float64 {
	if o.Answer == "" && !saved {
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
		liked := t.remains(o, slices.Contains(saved, o.Asset))
		t.noteEvidence(o.Asset, e.id, Counts{Liked: -liked, Sought: -liked})
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
