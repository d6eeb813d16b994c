// Evidence: how often each asset was tried and liked, by persona, in sums that fade.

package taste

import (
	"cmp"
	"math"
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/term"
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

// OfPersona is what is kept of one persona; the persona "" is everybody.
type OfPersona struct {
	Persona term.PersonaID
	Past    Evidence // up to the day of the row
	Today   Counts   // of the day itself; below zero when more was taken back than came
}

// OfAsset is what is kept of one asset.
type OfAsset struct {
	Asset  term.AssetID
	Day    uint64      // since 1970, in UTC
	Groups []OfPersona // sorted by persona
}

// evidenceUnit is the grain in which counts are kept: a thousandth takes two bytes where a float takes nine.
const evidenceUnit = 1000

// PackEvidence writes counts in the grain in which they are kept.
func PackEvidence(e *OfAsset) []byte {
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

// UnpackEvidence reads what PackEvidence wrote.
func UnpackEvidence(raw []byte, e *OfAsset) error {
	u := kv.Unpack(raw)
	e.Asset, e.Day = term.AssetID(u.Text()), u.Number()
	if n := u.Length(); n > 0 {
		e.Groups = make([]OfPersona, n)
	}
	for i := range e.Groups {
		g := &e.Groups[i]
		g.Persona = term.PersonaID(u.Text())
		for _, v := range g.values() {
			*v = float64(u.Signed()) / evidenceUnit
		}
	}
	return u.Err()
}

// values are the numbers of g in the order in which they are kept.
func (g *OfPersona) values() []*float64 {
	return []*float64{&g.Past.Tried, &g.Past.Liked, &g.Past.RecentTried, &g.Past.RecentLiked, &g.Past.RecentSought,
		&g.Today.Tried, &g.Today.Liked, &g.Today.Sought}
}

// Day is the day of a moment, as evidence counts days.
func Day(at time.Time) uint64 { return uint64(max(0, at.Unix())) / (24 * 60 * 60) }

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

// Settled is the evidence of the days before day.
func (e *OfAsset) Settled(g *OfPersona, day uint64, halfLife float64) Evidence {
	// A clock that went back finds the past as it stands.
	if day <= e.Day {
		return g.Past
	}
	return g.Past.Add(g.Today, float64(day-e.Day), halfLife)
}

// Settle makes day today.
func (e *OfAsset) Settle(day uint64, halfLife float64) {
	if day <= e.Day {
		return
	}
	for i := range e.Groups {
		g := &e.Groups[i]
		*g = OfPersona{Persona: g.Persona, Past: e.Settled(g, day, halfLife)}
	}
	e.Day = day
}

// Note adds to the counts of today.
func (e *OfAsset) Note(persona term.PersonaID, c Counts) {
	at, found := slices.BinarySearchFunc(e.Groups, persona, func(g OfPersona,
		p term.PersonaID) int {
		return cmp.Compare(g.Persona, p)
	})
	if !found {
		e.Groups = slices.Insert(e.Groups, at, OfPersona{Persona: persona})
	}
	e.Groups[at].Today = e.Groups[at].Today.Plus(c)
}

// Notes are counts to be added, by asset and persona.
type Notes map[term.AssetID]map[term.PersonaID]Counts

// Note adds what one person did with an asset.
func (n Notes) Note(asset term.AssetID, personas []term.PersonaID, c Counts) {
	if n[asset] == nil {
		n[asset] = map[term.PersonaID]Counts{}
	}
	n[asset][""] = n[asset][""].Plus(c)
	for _, persona := range personas {
		n[asset][persona] = n[asset][persona].Plus(c)
	}
}

// Deeds are what people did with one asset, for matching.
type Deeds struct {
	Leaders  int                         // who posted it
	Sharers  map[term.PersonaID]int      // who posted it in the seven days before today, by persona; "" is everybody
	Evidence map[term.PersonaID]Evidence // "" is everybody
}
