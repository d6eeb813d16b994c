// Evaluation on logged digests: the retold history meets the same choices, and the estimates find the truth.

package evaluate

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"vouch/digest/digesttest"
	"vouch/digest/match"
	"vouch/store"
)

// pastDigests lets policy plan days of digests for people who share everything but jobs, and logs them
// as the store would.
func pastDigests(policy string, people, days, picks int) History {
	h := History{Assets: digesttest.ManyAssets(30, 6), Personas: digesttest.Personas}
	for i := range h.Assets {
		h.Assets[i].ExpiresAt = time.Time{}
		h.Assets[i].LiveAt = digesttest.Morning.AddDate(0, 0, -1)
	}
	for i := range people {
		h.People = append(h.People, digesttest.Reader(fmt.Sprintf("U%03d", i), func(r *store.Reader) {
			r.Employee.Prefs.Personas = []store.PersonaID{digesttest.Personas[i%4].ID}
			r.Employee.Prefs.Mute = []string{digesttest.Topics[i%16]}
		}).Employee)
	}
	tell := h.teller()
	for day := range days {
		moment := digesttest.Morning.AddDate(0, 0, day)
		lib := tell.library(h.Personas, moment)
		for _, e := range h.People {
			r, _ := tell.reader(e.ID)
			r.Employee = e
			date := store.LocalDate(moment.Format(time.DateOnly))
			d := store.Delivery{Key: "digest/" + string(date) + "/" + string(e.ID), Employee: e.ID, Date: date,
				State: store.Delivered, PlannedAt: moment, SentAt: moment, Picks: match.PickBy(policy, lib, r, picks, date)}
			for i := range d.Picks {
				if a, _ := lib.Asset(d.Picks[i].Asset); a.Kind != store.Job {
					d.Picks[i].Answer = "shared"
				}
			}
			h.Deliveries = append(h.Deliveries, d)
		}
		for i := range people {
			tell.learn(&h.Deliveries[day*people+i])
		}
	}
	return h
}

func mustEvaluate(t *testing.T, h History, policies ...string) Evaluation {
	t.Helper()
	result, err := h.Evaluate(context.Background(), policies, digesttest.Morning.AddDate(1, 0, 0), nil)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestEvaluate_Self(t *testing.T) {
	for _, policy := range match.Policies {
		t.Run(policy, func(t *testing.T) {
			result := mustEvaluate(t, pastDigests(policy, 20, 4, 3), policy)
			// A policy held against its own log makes each choice with the chance it was logged with: all weights are one.
			logged, own := result.Logged[policy], result.Others[0]
			if result.Skipped != 0 || logged.Decisions < 20*4*2 || !near(own.IPS.Mean, logged.Mean, 1e-9) ||
				!near(own.SNIPS.Effective, float64(logged.Decisions), 1e-6) {
				t.Errorf("skipped %d, logged %+v, estimated %+v", result.Skipped, logged, own.IPS)
			}
		})
	}
}

func TestEvaluate_Random(t *testing.T) {
	// Uniform logging, so that every policy can be judged; the truth is what the policy earns when it plans the first day
	// itself.
	logged := mustEvaluate(t, pastDigests(match.Random, 3000, 1, 1), match.Newest, match.PersonaOnly)
	for _, other := range logged.Others {
		truth := mustEvaluate(t, pastDigests(other.Policy, 300, 1, 1), other.Policy).Logged[other.Policy].Mean
		if e := other.SNIPS; e.Low-0.01 > truth || e.High+0.01 < truth || e.Decisions < 100 || truth == 0 {
			t.Errorf("%s: estimated %+v, true %.3f", other.Policy, e, truth)
		}
	}
}

func TestEvaluate_Skipped(t *testing.T) {
	h := pastDigests(match.Learned, 4, 2, 3)
	h.Deliveries[0].Picks[0].Propensity = 0  // an old release did not know it
	h.Deliveries[1].Employee = "UGONE"       // erased
	h.Deliveries[2].State = store.Missed     // nobody saw it
	h.Deliveries[3].Picks[0].Asset = "AGONE" // not in the library
	result := mustEvaluate(t, h, match.Random)
	if result.Skipped != 1+3+1 {
		t.Errorf("skipped %d", result.Skipped)
	}
	early, err := h.Evaluate(context.Background(), match.Policies, digesttest.Morning.Add(time.Hour), nil)
	if err != nil || early.Logged[match.Learned].Decisions != 0 {
		t.Errorf("silence counts before there was time to answer: %+v, %v", early.Logged, err)
	}
	if _, err := (History{}).Evaluate(context.Background(), match.Policies, digesttest.Morning, nil); err != nil {
		t.Error(err)
	}
}

// outsideData is a population of two personas who like one topic each, and one topic of their own, over forty days.
func outsideData() []Interaction {
	var list []Interaction
	for day := range 40 {
		for i := range 40 {
			for n := range 3 {
				item := day*3 + (i*7+n*5+day)%12
				topic := item % 6
				liked := topic == i%2 || topic == 2+i%4
				list = append(list, Interaction{Person: fmt.Sprint("p", i), Persona: []string{"even", "odd"}[i%2],
					Item:   fmt.Sprint("i", item),
					Topics: []string{fmt.Sprint("t", topic)}, Time: digesttest.Morning.AddDate(0, 0,
						day).Add(time.Duration(i) * time.Minute), Liked: liked})
			}
		}
	}
	return list
}

func TestReplayInteractions_Order(t *testing.T) {
	rankings, err := ReplayInteractions(context.Background(), outsideData(), []string{match.Learned, match.PersonaOnly,
		match.Random}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(rankings); i++ {
		better, worse := rankings[i-1], rankings[i]
		if better.HitRate.Low <= worse.HitRate.High || better.AUC.Low <= worse.AUC.High {
			t.Errorf("%+v does not beat %+v", better, worse)
		}
	}
	// Items are met for four days here, which persona guesses by taking the newest; learned loses little by it.
	if rankings[0].NDCG.High < rankings[1].NDCG.Low || rankings[0].NDCG.Low < rankings[2].NDCG.High {
		t.Errorf("learned guesses %+v, persona %+v, random %+v", rankings[0].NDCG, rankings[1].NDCG, rankings[2].NDCG)
	}
	if r := rankings[0]; r.HitRate.Mean <= r.NDCG.Mean || r.HitRate.Mean > 1 || r.NDCG.People != 40 {
		t.Errorf("got %+v", r)
	}
}

// catalogue is a population that meets items by how well known they are, once or twice for a whole evening, and likes
// some of them more than others, whoever meets them.
func catalogue(people, items, days int, seed uint64) []Interaction {
	random := rand.New(rand.NewPCG(seed, 3))
	known, quality, topics := make([]float64, items), make([]float64, items), make([][]string, items)
	sum := 0.0
	for i := range items {
		fame := random.NormFloat64()
		sum += math.Exp(1.4 * fame)
		known[i], quality[i] = sum, 0.4*fame+0.9*random.NormFloat64()
		for range 1 + random.IntN(3) {
			topics[i] = append(topics[i], fmt.Sprint("t", random.IntN(18)))
		}
	}
	var list []Interaction
	for p := range people {
		taste, strict := make([]float64, 18), 0.7*random.NormFloat64()
		for i := range taste {
			taste[i] = 0.5 * random.NormFloat64()
		}
		start := random.IntN(days)
		for day := start; day < min(days, start+1+random.IntN(4)); day++ {
			for range 5 + random.IntN(40) {
				at, _ := slices.BinarySearch(known, sum*random.Float64())
				like := 0.2 + strict + quality[at]
				for _, topic := range topics[at] {
					n := 0
					_, _ = fmt.Sscanf(topic, "t%d", &n)
					like += taste[n] / float64(len(topics[at]))
				}
				list = append(list, Interaction{Person: fmt.Sprint("p", p), Persona: fmt.Sprint("g", p%7), Item: fmt.Sprint("i",
					at),
					Topics: topics[at], Liked: random.Float64() < 1/(1+math.Exp(-like)),
					Time: digesttest.Morning.AddDate(0, 0, day).Add(time.Duration(random.IntN(36000)) * time.Second)})
			}
		}
	}
	return list
}

// TestReplayInteractions_Catalogue holds that where people come across items by themselves learned guesses about as
// well what they meet as what is liked most lately, and tells as well what they like as the rate of each item.
func TestReplayInteractions_Catalogue(t *testing.T) {
	for seed := range uint64(2) {
		rankings, err := ReplayInteractions(context.Background(), catalogue(500, 500, 90, seed), match.Policies, nil)
		if err != nil {
			t.Fatal(err)
		}
		by := map[string]Ranking{}
		for _, r := range rankings {
			by[r.Policy] = r
		}
		learned := by[match.Learned]
		for policy, r := range by {
			trends := policy == match.Popular || policy == match.Trending || policy == match.Learned
			if learned.NDCG.Mean < 0.97*r.NDCG.Mean || !trends && learned.NDCG.Low <= r.NDCG.High {
				t.Errorf("seed %d: %s guesses %.4f, learned %.4f", seed, policy, r.NDCG.Mean, learned.NDCG.Mean)
			}
			rates := policy == match.ItemRate || policy == match.Learned
			if learned.AUC.Mean < r.AUC.Mean-0.01 || !rates && learned.AUC.Low <= r.AUC.High {
				t.Errorf("seed %d: the AUC of %s is %.4f, that of learned %.4f", seed, policy, r.AUC.Mean, learned.AUC.Mean)
			}
		}
	}
}

func TestReplayInteractions_Empty(t *testing.T) {
	for name, list := range map[string][]Interaction{"nothing": nil, "nobody likes anything": {{Person: "a", Item: "i",
		Time: digesttest.Morning}},
		"all on one day": {{Person: "a", Item: "i", Time: digesttest.Morning, Liked: true},
			{Person: "a", Item: "i", Time: digesttest.Morning, Liked: true}}} {
		if _, err := ReplayInteractions(context.Background(), list, match.Policies,
			nil); (err == nil) != (name == "all on one day") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
