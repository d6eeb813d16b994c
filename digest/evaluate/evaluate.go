// Evaluation on what was logged: the digests people got, retold day by day, and what other policies would have made of
// them.

package evaluate

import (
	"cmp"
	"context"
	"slices"
	"time"

	"vouch/digest/match"
	"vouch/store"
)

// answerTime is how long after its delivery a pick may still be answered before silence counts.
const answerTime = 72 * time.Hour

// History is what the program remembers of its digests. Deliveries of any state may be in
// it and in any order; only delivered ones count. It is not changed.
type History struct {
	Deliveries []store.Delivery
	Assets     []store.Asset // of every state
	Personas   []store.Persona
	People     []store.Employee
}

// Comparison is what the logged impressions say about one policy: what its choice for a slot would have brought, the
// slots before it being as they were logged. All three are in rewards per impression, see RewardOf.
type Comparison struct {
	Policy string
	IPS    Estimate // inverse propensity
	SNIPS  Estimate // the same, self-normalised
	Replay Estimate // over the impressions that the policy would have made as well
}

// Evaluation compares policies on logged impressions.
type Evaluation struct {
	Logged map[string]Estimate // what each policy that was live earned per impression
	Others []Comparison
	// impressions left out: not answered for long enough, or their asset or person is gone or not eligible any more
	Skipped int
}

// Evaluate retells h up to now: each digest meets the library of its day, and a person who knows what the digests
// before taught. What is not kept with a date is taken as it is today: preferences, personas and the words of an asset;
// leaders' shares are left out. done gets the share that is finished; it may be nil. The only error is that of ctx.
// Impressions of people who are gone, and those that could not be compared, teach nothing wrong: a digest is learned as
// it was delivered.
func (h History) Evaluate(ctx context.Context, policies []string, now time.Time, done func(share float64)) (Evaluation,
	error) {
	t := h.teller()
	result := Evaluation{Logged: map[string]Estimate{}}
	logged, others := map[string][]Decision{}, make([][]Decision, len(policies))
	for at := 0; at < len(t.deliveries); {
		// One library for a day: making one costs far more than a pick. It is that of the day's first digest, so an
		// asset published later that day is left out where it was picked.
		lib := t.library(h.Personas, t.deliveries[at].PlannedAt)
		date := t.deliveries[at].Date
		for ; at < len(t.deliveries) && t.deliveries[at].Date == date; at++ {
			if err := ctx.Err(); err != nil {
				return result, err
			}
			d := &t.deliveries[at]
			r, known := t.reader(d.Employee)
			// What is too recent is at the end of the walk, so nothing is missing in what people know before it.
			if !known || now.Sub(d.SentAt) < answerTime {
				result.Skipped += len(d.Picks)
				continue
			}
			result.Skipped += weigh(lib, r, d, policies, logged, others)
			t.learn(d)
			if done != nil {
				done(float64(at+1) / float64(len(t.deliveries)))
			}
		}
	}
	for policy, list := range logged {
		result.Logged[policy] = MeanReward(list)
	}
	for i, policy := range policies {
		result.Others = append(result.Others, Comparison{Policy: policy, IPS: IPS(others[i]), SNIPS: SNIPS(others[i]),
			Replay: Replay(others[i])})
	}
	return result, nil
}

// weigh adds the impressions of one digest to logged and others, and counts those it cannot use. A slot that cannot be
// used is still filled: the slots after it were chosen beside it.
func weigh(lib *match.Library, r store.Reader, d *store.Delivery, policies []string, logged map[string][]Decision,
	others [][]Decision) (skipped int) {
	var before []store.AssetID
	for _, p := range d.Picks {
		decision := Decision{Person: string(d.Employee), Reward: RewardOf(p.Answer), Logged: p.Propensity}
		// Whatever is eligible has a chance by Random; what is not cannot be compared.
		if !(p.Propensity > 0 && p.Propensity <= 1) || match.Chance(match.Random, lib, r, len(d.Picks), d.Date, before,
			p.Asset) == 0 {
			skipped++
			before = append(before, p.Asset)
			continue
		}
		logged[p.Policy] = append(logged[p.Policy], decision)
		for i, policy := range policies {
			// The same impression for every policy; only the probability differs, and append copies the value.
			decision.Target = match.Chance(policy, lib, r, len(d.Picks), d.Date, before, p.Asset)
			others[i] = append(others[i], decision)
		}
		before = append(before, p.Asset)
	}
	return skipped
}

// teller walks through a history and knows at each point what was known then.
type teller struct {
	deliveries []store.Delivery // delivered ones, oldest first
	assets     []store.Asset    // those that ever went live, with the counts of the walk
	index      map[store.AssetID]int
	people     map[store.EmployeeID]store.Employee
	tastes     map[store.EmployeeID]*store.Taste
	known      *deeds
	day        time.Time // of the last library
}

// teller prepares the walk through h. Deliveries are told by local date, so a day is the same day in every zone, and
// then as they were planned; the key makes the order complete.
func (h History) teller() *teller {
	t := &teller{index: map[store.AssetID]int{}, people: map[store.EmployeeID]store.Employee{},
		tastes: map[store.EmployeeID]*store.Taste{}, known: newDeeds()}
	for _, d := range h.Deliveries {
		if d.State == store.Delivered && len(d.Picks) > 0 {
			t.deliveries = append(t.deliveries, d)
		}
	}
	slices.SortFunc(t.deliveries, func(a, b store.Delivery) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), a.PlannedAt.Compare(b.PlannedAt), cmp.Compare(a.Key, b.Key))
	})
	for _, a := range h.Assets {
		if !a.LiveAt.IsZero() {
			// Popular must not know what was shared later; learn counts them again.
			a.Shares, a.Saves = 0, 0
			t.index[a.ID] = len(t.assets)
			t.assets = append(t.assets, a)
		}
	}
	for _, e := range h.People {
		t.people[e.ID] = e
	}
	return t
}

// library begins the day of a moment: what was learned so far counts from now on, and the assets that were live are
// given.
func (t *teller) library(personas []store.Persona, moment time.Time) *match.Library {
	day := dayOf(moment)
	t.known.endDay(max(0, day.Sub(t.day).Hours()/24))
	t.day = day
	var live []store.Asset
	for _, a := range t.assets {
		// Only the last change of state is kept: an asset that was taken back and
		// published again counts as live in between.
		ended := a.State != store.Live && !a.StateAt.After(moment)
		if !ended && !a.LiveAt.After(moment) {
			a.State, a.PublishAt = store.Live, time.Time{}
			live = append(live, a)
		}
	}
	return match.NewLibrary(live, personas, moment).With(match.Known{Deeds: t.known.past})
}

// reader gives a person as the matching knew them; known is false when they are gone.
func (t *teller) reader(id store.EmployeeID) (r store.Reader, known bool) {
	e, known := t.people[id]
	if taste := t.tastes[id]; taste != nil {
		r.Taste = *taste
	}
	r.Employee = e
	return r, known
}

// learn takes in what a digest showed and what was answered.
func (t *teller) learn(d *store.Delivery) {
	taste := t.tastes[d.Employee]
	if taste == nil {
		taste = &store.Taste{}
		t.tastes[d.Employee] = taste
	}
	find := func(id store.AssetID) *store.Asset {
		if at, ok := t.index[id]; ok {
			return &t.assets[at]
		}
		return nil
	}
	t.known.notePicks(t.people[d.Employee].Prefs.Personas, d.Picks)
	passOver(taste, d.Picks, find)
	var shown []*store.Asset
	for _, p := range d.Picks {
		if a := find(p.Asset); a != nil {
			teach(taste, a, p.Answer)
			count(a, p.Answer)
			shown = append(shown, a)
		}
	}
	remember(taste, shown)
}
