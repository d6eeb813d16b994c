// Evaluation on outside data: who liked which item when, retold day by day, with every policy guessing what comes next.

package evaluate

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"vouch/digest/match"
	"vouch/store"
)

// Interaction is one line of outside data: somebody met an item and liked it or not.
// The persona last given for a person counts, and the topics on the first line of an item.
type Interaction struct {
	Person, Persona, Item string // Persona "" is none
	Topics                []string
	Time                  time.Time
	Liked                 bool
}

// Ranking is how well one policy guessed. Each lies between 0 and 1.
type Ranking struct {
	Policy string
	NDCG   Estimate // at GuessDepth, per person and day
	// AUC is how probably the policy likes what the person liked more than what they disliked, of what they met on one
	// day for the first time. What they met is given, so what would only say whether they meet it is left out, see
	// match.Liking; a half is chance. Per person and day on which they liked something and disliked something.
	AUC     Estimate
	HitRate Estimate // share of persons and days with at least one liked item among the guesses
}

// GuessDepth is how many items each policy names for a person and day: the longest digest.
const GuessDepth = match.MaxPicks

const (
	// These are choices of the method and not measured: enough to teach something, little enough that most of the data
	// is left to guess. share of the interactions, by time, that only teach; personas get their topics from it
	warmUp         = 0.2
	activeFor      = 30 * 24 * time.Hour // an item is live until nobody met it for so long
	topicsOfData   = 5                   // topics that a persona gets at most
	topicLift      = 1.3                 // how much more often than everybody its people must like a topic
	topicSightings = 20                  // how many likes that must rest on
)

// ReplayInteractions retells list in the order of time, UTC day by day. On each day every person who then likes
// something new gets a digest from each policy, out of the items that are live, and the guess is held against what they
// liked; after that the day is learned. What a person met before counts as seen. done gets the share that is finished;
// it may be nil. The error is that of ctx, or says that there is nothing to compare.
func ReplayInteractions(ctx context.Context, list []Interaction, policies []string,
	done func(share float64)) ([]Ranking, error) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Interaction) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Item, b.Item))
	})
	g := newGuesser(list, policies)
	start := int(warmUp * float64(len(list)))
	for at := 0; at < len(list); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		end, day := at, dayOf(list[at].Time)
		for end < len(list) && dayOf(list[end].Time).Equal(day) {
			end++
		}
		// A day that began within the fifth only teaches.
		if at >= start {
			// Once, from the past alone: topics learned from the days to be guessed would be looking ahead.
			if g.personas == nil {
				g.personas = personasOf(list[:at])
			}
			g.guess(list[at:end], day)
		}
		g.learn(list[at:end])
		if at = end; at < len(list) {
			g.known.endDay(dayOf(list[at].Time).Sub(day).Hours() / 24)
		}
		if done != nil {
			done(float64(at) / float64(len(list)))
		}
	}
	if len(g.gains[0]) == 0 {
		return nil, errors.New("nobody likes anything new after the first fifth of the data: there is nothing to compare")
	}
	var rankings []Ranking
	for i, policy := range policies {
		rankings = append(rankings, Ranking{Policy: policy, NDCG: MeanReward(g.gains[i]), HitRate: MeanReward(g.hits[i]),
			AUC: MeanReward(g.ranks[i])})
	}
	return rankings, nil
}

// dayOf is the day of a moment: the UTC day, as outside data seldom says where its people were.
func dayOf(moment time.Time) time.Time { return moment.UTC().Truncate(24 * time.Hour) }

// guesser is what is known at one point of the data. items, last and index belong together: index gives the number of
// an item. gains and hits have one decision per person and day.
type guesser struct {
	policies    []string
	personas    []store.Persona
	items       []store.Asset
	last        []time.Time // when anybody met each item last, zero: not yet
	index       map[string]int
	people      map[string]*store.Reader
	gains, hits [][]Decision // per policy
	ranks       [][]Decision // per policy: the AUC
	known       *deeds
}

// newGuesser numbers the items in the order they appear.
func newGuesser(list []Interaction, policies []string) *guesser {
	g := &guesser{policies: policies, index: map[string]int{}, people: map[string]*store.Reader{},
		gains: make([][]Decision, len(policies)), hits: make([][]Decision, len(policies)),
		ranks: make([][]Decision, len(policies)), known: newDeeds()}
	for i := range list {
		// An item is published when it is met first: the data does not say what was there before.
		if _, known := g.index[list[i].Item]; known {
			continue
		}
		g.index[list[i].Item] = len(g.items)
		g.items = append(g.items, store.Asset{ID: store.AssetID(list[i].Item), Seq: uint32(len(g.items) + 1),
			State:  store.Live,
			Topics: list[i].Topics, LiveAt: dayOf(list[i].Time)})
	}
	g.last = make([]time.Time, len(g.items))
	return g
}

// reader gives the person of an interaction.
func (g *guesser) reader(in *Interaction) *store.Reader {
	r := g.people[in.Person]
	if r == nil {
		r = &store.Reader{Employee: store.Employee{ID: store.EmployeeID(in.Person)}}
		g.people[in.Person] = r
	}
	// Data may tell it on some lines only.
	if in.Persona != "" {
		r.Employee.Prefs.Personas = []store.PersonaID{store.PersonaID(in.Persona)}
	}
	return r
}

// guess lets every policy name items for the people of one day. Nothing of the day itself is known yet but who likes
// something on it. The policies see the same people in the same order.
func (g *guesser) guess(day []Interaction, date time.Time) {
	var live []store.Asset
	for i, a := range g.items {
		if a.LiveAt.After(date) {
			break // numbered by their first day
		}
		if a.LiveAt.Equal(date) || date.Sub(g.last[i]) <= activeFor {
			live = append(live, a)
		}
	}
	// At noon, so that what is published at midnight of the day is live and everything of one day is equally fresh.
	lib := match.NewLibrary(live, g.personas, date.Add(12*time.Hour)).With(match.Known{Deeds: g.known.past})
	liked := map[string]map[store.AssetID]bool{}
	var order []*Interaction
	for i := range day {
		in := &day[i]
		at := g.index[in.Item]
		// Disliked items are no aim; but they are live, and a policy that names them loses the place.
		if !in.Liked || !lib.Has(store.AssetID(in.Item)) {
			continue
		}
		if _, seen := slices.BinarySearch(g.reader(in).Taste.Seen, g.items[at].Seq); seen {
			continue
		}
		if liked[in.Person] == nil {
			liked[in.Person] = map[store.AssetID]bool{}
			order = append(order, in)
		}
		liked[in.Person][store.AssetID(in.Item)] = true
	}
	g.rank(lib, day, date)
	for _, in := range order {
		// A liked item is worth one, so the best order is as many ones as there were, of
		// which NDCG takes the first GuessDepth.
		ideal := make([]float64, len(liked[in.Person]))
		for i := range ideal {
			ideal[i] = 1
		}
		for i, policy := range g.policies {
			gains, hit := make([]float64, GuessDepth), 0.0
			for place, p := range match.PickBy(policy, lib, *g.reader(in), GuessDepth,
				store.LocalDate(date.Format(time.DateOnly))) {
				if liked[in.Person][p.Asset] {
					gains[place], hit = 1, 1
				}
			}
			// Decision is the shape that MeanReward averages over people; with Logged 1 nothing is weighted.
			g.gains[i] = append(g.gains[i], Decision{Person: in.Person, Reward: NDCG(gains, ideal, GuessDepth), Logged: 1})
			g.hits[i] = append(g.hits[i], Decision{Person: in.Person, Reward: hit, Logged: 1})
		}
	}
}

// rank holds what every policy makes of what each person met on a day for the first time against what they liked of it.
func (g *guesser) rank(lib *match.Library, day []Interaction, date time.Time) {
	met, liked := map[string][]store.AssetID{}, map[string][]bool{}
	var order []*Interaction
	for i := range day {
		in := &day[i]
		id := store.AssetID(in.Item)
		_, seen := slices.BinarySearch(g.reader(in).Taste.Seen, g.items[g.index[in.Item]].Seq)
		if seen || slices.Contains(met[in.Person], id) {
			continue
		}
		if len(met[in.Person]) == 0 {
			order = append(order, in)
		}
		met[in.Person], liked[in.Person] = append(met[in.Person], id), append(liked[in.Person], in.Liked)
	}
	for _, in := range order {
		if !slices.Contains(liked[in.Person], true) || !slices.Contains(liked[in.Person], false) {
			continue
		}
		for i, policy := range g.policies {
			values := match.Liking(policy, lib, *g.reader(in), store.LocalDate(date.Format(time.DateOnly)), met[in.Person])
			g.ranks[i] = append(g.ranks[i], Decision{Person: in.Person, Reward: AUC(values, liked[in.Person]), Logged: 1})
		}
	}
}

// learn takes in what happened on one day. Dislikes teach as well: the data says both. A
// liked item counts as shared for Popular.
func (g *guesser) learn(day []Interaction) {
	for i := range day {
		in := &day[i]
		at, r := g.index[in.Item], g.reader(in)
		answer, counts := "disliked", store.Counts{Tried: 1}
		if in.Liked {
			// Nobody showed it to them.
			answer, counts.Liked, counts.Sought = "liked", 1, 1
			g.items[at].Shares++
		}
		g.known.today.Note(g.items[at].ID, r.Employee.Prefs.Personas, counts)
		teach(&r.Taste, &g.items[at], answer)
		r.Taste.See(g.items[at].Seq)
		g.last[at] = dayOf(in.Time)
	}
}

// personasOf finds what the people of each persona like more often than everybody.
// They come in the order of their ids. A persona may be left without topics.
func personasOf(list []Interaction) []store.Persona {
	type counts struct {
		total  float64
		topics map[string]float64
	}
	all, groups := counts{topics: map[string]float64{}}, map[string]*counts{}
	for i := range list {
		in := &list[i]
		if !in.Liked || in.Persona == "" {
			continue
		}
		group := groups[in.Persona]
		if group == nil {
			group = &counts{topics: map[string]float64{}}
			groups[in.Persona] = group
		}
		for _, topic := range in.Topics {
			all.total++
			group.total++
			all.topics[topic]++
			group.topics[topic]++
		}
	}
	personas := []store.Persona{}
	for name, group := range groups {
		// The topic's part of the group's likes over its part of all likes; 1 is as often
		// as everybody. total cannot be zero where a topic was counted.
		lift := func(topic string) float64 { return group.topics[topic] / group.total / (all.topics[topic] / all.total) }
		p := store.Persona{ID: store.PersonaID(name), Name: name}
		for topic, times := range group.topics {
			if times >= topicSightings && lift(topic) >= topicLift {
				p.Topics = append(p.Topics, topic)
			}
		}
		slices.SortFunc(p.Topics, func(a, b string) int { return cmp.Or(cmp.Compare(lift(b), lift(a)), cmp.Compare(a, b)) })
		p.Topics = p.Topics[:min(topicsOfData, len(p.Topics))]
		personas = append(personas, p)
	}
	slices.SortFunc(personas, func(a, b store.Persona) int { return cmp.Compare(a.ID, b.ID) })
	return personas
}
