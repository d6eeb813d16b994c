// Answers as numbers: what an answer to a pick is worth, and what it teaches.

package evaluate

import (
	"vouch/store"
	"vouch/store/delivery"
	"vouch/store/taste"
)

// rewards is what the last answer to a pick is worth to the program, from a share down to "not for me". The proportions
// follow what content is for: being shared. No answer is worth nothing.
var rewards = map[string]float64{
	"shared": 1, "opened": 0.4, "more": 0.4, "saved": 0.3, "liked": 0.3, "disliked": -0.3, "dismissed": -0.6, "": 0,
}

// RewardOf gives the worth of an answer as a delivery keeps it, from -0.6 to 1; 0 for one that is not known.
func RewardOf(answer string) float64 { return rewards[answer] }

// lessons are what the answers teach, as the store has it: deliberate acts count twice a reaction. A dismissed pick is
// taken to be about its topic, the only reason that teaches. They are needed to retell what the store did, and to teach
// people who exist in no store.
var lessons = map[string]store.Beta{
	"shared": {Yes: 2}, "more": {Yes: 2}, "saved": {Yes: 1}, "liked": {Yes: 1}, "disliked": {No: 1}, "dismissed": {No: 2},
}

// teach moves taste as the store does when the answer is given.
func teach(taste *store.Taste, a *store.Asset, answer string) {
	taste.Learn(a.Kind, a.Topics, lessons[answer].Yes, lessons[answer].No)
}

// passOver teaches what the picks of a digest without an answer teach, as the store does.
// asset finds a pick's asset, nil when it is gone.
func passOver(taste *store.Taste, picks []store.Pick, asset func(store.AssetID) *store.Asset) {
	for i, failure := range delivery.Skipped(picks) {
		if a := asset(picks[i].Asset); failure > 0 && a != nil {
			taste.Learn(a.Kind, a.Topics, 0, failure)
		}
	}
}

// remember takes in what a digest showed: it does not come again, and the next one varies its topics.
func remember(taste *store.Taste, shown []*store.Asset) {
	// Only the last digest counts for variety.
	taste.Last = nil
	for _, a := range shown {
		taste.See(a.Seq)
		taste.Last = append(taste.Last, a.Topics...)
	}
}

// halfLife is the days in which recent evidence loses half its weight: the program's default.
var halfLife = float64(store.DefaultSettings().HalfLifeDays)

// deeds keep the evidence as the store does: what one day brings counts from the next day on.
type deeds struct {
	past  map[store.AssetID]store.Deeds
	today taste.Notes
}

func newDeeds() *deeds {
	return &deeds{past: map[store.AssetID]store.Deeds{}, today: taste.Notes{}}
}

// notePicks adds what became of a digest.
func (d *deeds) notePicks(personas []store.PersonaID, picks []store.Pick) {
	for i, tried := range delivery.Trials(picks) {
		d.today.Note(picks[i].Asset, personas, store.Counts{Tried: tried, Liked: taste.LikedAnswer(picks[i].Answer)})
	}
}

// endDay takes the counts of today to those of the past, as they are after days.
func (d *deeds) endDay(days float64) {
	for asset, groups := range d.today {
		past := d.past[asset]
		if past.Evidence == nil {
			past.Evidence = map[store.PersonaID]store.Evidence{}
			d.past[asset] = past
		}
		for persona := range groups {
			past.Evidence[persona] = past.Evidence[persona].Add(groups[persona], 0, halfLife)
		}
	}
	clear(d.today)
	for _, past := range d.past {
		for persona, e := range past.Evidence {
			past.Evidence[persona] = e.Add(store.Counts{}, days, halfLife)
		}
	}
}
