// A made-up population with known tastes: the policies meet the same people, and what they earn is counted.

package evaluate

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/digest/match"
	"vouch/store"
)

// Synthetic describes a population. The same description gives the same result.
// Three picks a day; evaluate bounds the size.
type Synthetic struct {
	People int // 1 and up
	Days   int // working days with a digest of three each
	Seed   uint64
	// Quality is how much assets differ in themselves, whoever reads them: the deviation of the logarithm of their
	// odds. At 1 one asset in six is liked nearly three times as often as the middle one.
	Quality float64
}

// Outcome is how one policy did. Coverage lies in [0,1]. Both count what was shown, not what was answered.
type Outcome struct {
	Policy   string
	Reward   Estimate // per impression
	Coverage float64  // share of the published assets that anybody was shown
	Novelty  float64  // mean bits of surprise of an impression: -log2 of the share of people who were shown that asset
}

const (
	// A company of middling size as we imagine it; none of these is measured. What matters is that tastes differ in
	// part from personas, or there would be nothing to learn.
	syntheticTopics   = 30
	syntheticPersonas = 6
	personaTopics     = 5   // of each persona
	ownTopics         = 3   // that a person cares for beyond the persona
	notMine           = 2   // topics of the persona that a person does not care for
	firstAssets       = 200 // live on the first day
	newAssets         = 8   // published each day
	lifeOfAsset       = 45  // days until it expires
	syntheticPicks    = 3
)

// syntheticStart is the first day; any would do.
var syntheticStart = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// world is the population: what is true of it, unknown to the policies.
type world struct {
	Synthetic
	personas []store.Persona
	people   []store.Reader
	likes    [][]float64 // per person and topic, -1 to 1
	kinds    [][]float64 // per person and kind
	assets   []store.Asset
	born     []int // the day each asset is published
	quality  []float64
}

// Run lets every policy plan all the days for the same people and counts. done is called after each day of each policy,
// with the share that is finished; it may be nil. The only error is that of ctx.
func (y Synthetic) Run(ctx context.Context, policies []string, done func(share float64)) ([]Outcome, error) {
	w := y.world()
	var outcomes []Outcome
	for i, policy := range policies {
		outcome, err := w.run(ctx, policy, func(share float64) {
			if done != nil {
				done((float64(i) + share) / float64(len(policies)))
			}
		})
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, outcome)
	}
	return outcomes, nil
}

// world makes the population. One stream of random numbers, so the order of the calls is
// part of the population: another order makes other people for the same seed.
func (y Synthetic) world() *world {
	w := &world{Synthetic: y}
	random := rand.New(rand.NewPCG(y.Seed, 11))
	for p := range syntheticPersonas {
		persona := store.Persona{ID: store.PersonaID(fmt.Sprintf("p%d", p)), Name: fmt.Sprintf("Persona %d", p+1), Order: p}
		for _, t := range random.Perm(syntheticTopics)[:personaTopics] {
			persona.Topics = append(persona.Topics, topicName(t))
		}
		w.personas = append(w.personas, persona)
	}
	for i := range y.People {
		w.addPerson(random, i)
	}
	for day := range y.Days {
		count := newAssets
		if day == 0 {
			count = firstAssets
		}
		for range count {
			w.addAsset(random, day)
		}
	}
	return w
}

// topicName names a topic by its number, and numberOf is the way back.
func topicName(number int) string { return fmt.Sprintf("topic-%02d", number) }

// numberOf is the number in a name that topicName wrote.
func numberOf(topic string) int {
	number, _ := strconv.Atoi(strings.TrimPrefix(topic, "topic-"))
	return number
}

// addPerson makes a person: most topics leave them cold, those of the persona interest them with exceptions, and a few
// others do. Nobody told the program about the exceptions and the others.
func (w *world) addPerson(random *rand.Rand, i int) {
	persona := w.personas[random.IntN(len(w.personas))]
	likes, kinds := make([]float64, syntheticTopics), make([]float64, len(store.AssetKinds))
	for t := range likes {
		likes[t] = -0.4 + 0.2*random.NormFloat64()
	}
	// The first notMine of the shuffled topics keep the cold value from above.
	for n, at := range random.Perm(len(persona.Topics)) {
		if n >= notMine {
			likes[numberOf(persona.Topics[at])] = 0.4 + 0.3*random.Float64()
		}
	}
	for range ownTopics {
		likes[random.IntN(syntheticTopics)] = 0.5 + 0.5*random.Float64()
	}
	for k := range kinds {
		kinds[k] = 0.3 * random.NormFloat64()
	}
	w.likes, w.kinds = append(w.likes, likes), append(w.kinds, kinds)
	w.people = append(w.people, store.Reader{Employee: store.Employee{ID: store.EmployeeID(fmt.Sprintf("U%06d", i)),
		JoinedAt: syntheticStart,
		Prefs:    store.Preferences{Personas: []store.PersonaID{persona.ID}}}})
}

// addAsset publishes one more asset on a day. born stays sorted, since days come in order.
func (w *world) addAsset(random *rand.Rand, day int) {
	n := len(w.assets) + 1
	published := syntheticStart.AddDate(0, 0, day)
	a := store.Asset{ID: store.AssetID(fmt.Sprintf("A%06d", n)), Seq: uint32(n), State: store.Live,
		Title: fmt.Sprintf("Asset %d", n),
		Kind:  store.AssetKinds[random.IntN(len(store.AssetKinds))], LiveAt: published, CreatedAt: published,
		ExpiresAt: published.AddDate(0, 0, lifeOfAsset)}
	if day == 0 { // the library was not filled in one day
		a.LiveAt = published.AddDate(0, 0, -random.IntN(30))
	}
	for _, t := range random.Perm(syntheticTopics)[:1+random.IntN(2)] {
		a.Topics = append(a.Topics, topicName(t))
	}
	slices.Sort(a.Topics)
	for _, p := range w.personas { // curators address an asset to the personas whose topics it has, usually
		if slices.ContainsFunc(a.Topics, func(t string) bool { return slices.Contains(p.Topics, t) }) && random.IntN(3) > 0 {
			a.Personas = append(a.Personas, p.ID)
		}
	}
	if random.IntN(8) == 0 {
		a.Campaign = fmt.Sprintf("Campaign %d", day/20)
	}
	// A stream of its own, so that the population is the same without differences in quality.
	own := rand.New(rand.NewPCG(w.Seed^uint64(n)<<20, 12))
	w.assets, w.born, w.quality = append(w.assets, a), append(w.born, day), append(w.quality, w.Quality*own.NormFloat64())
}

// answer is what person i does with asset n when it is shown: the same whichever policy shows it. Chance decides by how
// much the person likes the subject. It is worked out from the seed, the person and the asset alone, so that no policy
// is luckier than another.
func (w *world) answer(i, n int) string {
	a := &w.assets[n]
	liking := w.kinds[i][slices.Index(store.AssetKinds, a.Kind)]
	for _, name := range a.Topics {
		liking += 2 * w.likes[i][numberOf(name)] / float64(len(a.Topics))
	}
	// of a good answer: 10 % when the person is neutral, 45 % for a favourite
	chance := 1 / (1 + math.Exp(2.2-2*liking-w.quality[n]))
	draw := float64(match.Mix(w.Seed^uint64(i)<<32^uint64(n))>>11) / (1 << 53)
	switch {
	case draw < chance*0.3:
		return "shared"
	case draw < chance*0.6:
		return "saved"
	case draw < chance:
		return "liked"
	case draw > 1-0.08*(1-chance):
		return "dismissed"
	}
	return ""
}

// run lets one policy plan every day, and teaches it what people answer. Assets are copied, because counts of shares
// differ between policies; people are read only, their taste stands in tastes. Time does not pass: days are moments
// handed to the library.
func (w *world) run(ctx context.Context, policy string, done func(share float64)) (Outcome, error) {
	assets, tastes, known := slices.Clone(w.assets), make([]store.Taste, w.People), newDeeds()
	shown := make([]int, len(assets))
	// Ids have leading zeros, so their order is the order of assets.
	place := func(id store.AssetID) int {
		n, _ := slices.BinarySearchFunc(assets, id, func(a store.Asset, id store.AssetID) int {
			return cmp.Compare(a.ID, id)
		})
		return n
	}
	var decisions []Decision
	for day := range w.Days {
		// How many were born up to and on that day.
		live, _ := slices.BinarySearch(w.born, day+1)
		now := syntheticStart.AddDate(0, 0, day).Add(time.Hour)
		lib := match.NewLibrary(assets[:live], w.personas, now).With(match.Known{Deeds: known.past})
		for i, r := range w.people {
			if err := ctx.Err(); err != nil {
				return Outcome{}, err
			}
			r.Taste = tastes[i]
			var seen []*store.Asset
			picks := match.PickBy(policy, lib, r, syntheticPicks, store.LocalDate(now.Format(time.DateOnly)))
			for at := range picks {
				p := &picks[at]
				n := place(p.Asset)
				answer := w.answer(i, n)
				p.Answer = answer
				teach(&tastes[i], &assets[n], answer)
				count(&assets[n], answer)
				seen = append(seen, &assets[n])
				shown[n]++
				decisions = append(decisions, Decision{Person: string(r.Employee.ID), Reward: RewardOf(answer),
					Logged: p.Propensity})
			}
			known.notePicks(r.Employee.Prefs.Personas, picks)
			passOver(&tastes[i], picks, func(id store.AssetID) *store.Asset { return &assets[place(id)] })
			remember(&tastes[i], seen)
		}
		known.endDay(1)
		done(float64(day+1) / float64(w.Days))
	}
	o := Outcome{Policy: policy, Reward: MeanReward(decisions)}
	o.Coverage, o.Novelty = spreadOfShown(shown, w.People)
	return o, nil
}

// count keeps the running totals that Popular goes by.
func count(a *store.Asset, answer string) {
	switch answer {
	case "shared":
		a.Shares++
	case "saved":
		a.Saves++
	}
}

// spreadOfShown gives the share of assets that anybody was shown, and the mean surprise
// of an impression in bits. Nothing shown gives zeros.
func spreadOfShown(shown []int, people int) (coverage, novelty float64) {
	total := 0
	for _, times := range shown {
		if times > 0 {
			coverage++
			novelty += float64(times) * -math.Log2(float64(times)/float64(people))
			total += times
		}
	}
	return coverage / float64(max(1, len(shown))), novelty / float64(max(1, total))
}
