// Estimators against cases whose truth is known.

package evaluate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func near(got, want, within float64) bool { return math.Abs(got-want) <= within }

func TestNDCG_Vectors(t *testing.T) {
	rows := []struct {
		name         string
		gains, ideal []float64
		k            int
		want         float64
	}{
		{"the textbook's example", []float64{3, 2, 3, 0, 1, 2}, nil, 6, 0.9488},
		{"the best order", []float64{3, 2, 1}, nil, 3, 1},
		{"nothing to gain", []float64{0, 0}, nil, 2, 0},
		{"nothing found of what there was", []float64{0, 0}, []float64{1, 1}, 2, 0},
		{"found in second place", []float64{0, 1, 0}, []float64{1}, 3, 1 / math.Log2(3)},
		{"beyond the depth does not count", []float64{0, 0, 1}, []float64{1}, 2, 0},
		{"fewer shown than looked at", []float64{1}, []float64{1, 1}, 5, 1 / (1 + 1/math.Log2(3))},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := NDCG(row.gains, row.ideal, row.k); !near(got, row.want, 5e-5) {
				t.Errorf("got %.5f, want %.5f", got, row.want)
			}
		})
	}
}

func TestAUC_Vectors(t *testing.T) {
	rows := []struct {
		name   string
		values []float64
		liked  []bool
		want   float64
	}{
		{"all in order", []float64{3, 2, 1}, []bool{true, false, false}, 1},
		{"all the other way round", []float64{1, 2, 3}, []bool{true, false, false}, 0},
		{"one pair of two", []float64{2, 3, 1}, []bool{true, false, false}, 0.5},
		{"equals count half", []float64{1, 1, 0}, []bool{true, false, false}, 0.75},
	}
	for _, row := range rows {
		if got := AUC(row.values, row.liked); got != row.want {
			t.Errorf("%s: got %g, want %g", row.name, got, row.want)
		}
	}
	if got := AUC([]float64{1, 2}, []bool{true, true}); !math.IsNaN(got) {
		t.Errorf("without a pair: %g", got)
	}
}

// armWorth is what each of four choices is worth on average in the logs below.
var armWorth = []float64{0.1, 0.2, 0.3, 0.8}

// logs draws choices with the chances of logging, for 400 people, and holds the target against them.
func logs(logging, target []float64, seed uint64) []Decision {
	random := rand.New(rand.NewPCG(seed, 5))
	var list []Decision
	for i := range 20000 {
		arm, draw := 0, random.Float64()
		for draw > logging[arm] && arm < len(logging)-1 {
			draw -= logging[arm]
			arm++
		}
		reward := 0.0
		if random.Float64() < armWorth[arm] {
			reward = 1
		}
		list = append(list, Decision{Person: fmt.Sprintf("U%d", i%400), Reward: reward, Logged: logging[arm],
			Target: target[arm]})
	}
	return list
}

func TestEstimators_Truth(t *testing.T) {
	uniform, skewed := []float64{0.25, 0.25, 0.25, 0.25}, []float64{0.6, 0.2, 0.1, 0.1}
	best, mixed := []float64{0, 0, 0, 1}, []float64{0, 0.5, 0, 0.5}
	rows := []struct {
		name            string
		logging, target []float64
		estimate        func([]Decision) Estimate
		want            float64
	}{
		{"the mean of what was logged uniformly", uniform, best, MeanReward, 0.35},
		{"replay under uniform logging", uniform, best, Replay, 0.8},
		{"IPS under uniform logging", uniform, best, IPS, 0.8},
		{"SNIPS under uniform logging", uniform, mixed, SNIPS, 0.5},
		{"IPS under skewed logging", skewed, best, IPS, 0.8},
		{"SNIPS under skewed logging", skewed, mixed, SNIPS, 0.5},
		{"IPS of the logging policy itself", skewed, skewed, IPS, 0.21},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			covered := 0
			for seed := range uint64(10) {
				e := row.estimate(logs(row.logging, row.target, seed))
				if !near(e.Mean, row.want, 0.06) || e.People != 400 {
					t.Errorf("got %+v, want about %g", e, row.want)
				}
				if e.Low <= row.want && row.want <= e.High {
					covered++
				}
			}
			if covered < 7 { // 95 % of the intervals hold the truth; fewer than 7 of 10 happens once in 16,000 times
				t.Errorf("%d of 10 intervals hold the truth", covered)
			}
		})
	}
}

func TestEstimators_Edges(t *testing.T) {
	t.Run("one lucky impression is clipped", func(t *testing.T) {
		list := []Decision{{Person: "a", Reward: 1, Logged: 0.0001, Target: 1}, {Person: "b", Reward: 0, Logged: 1,
			Target: 1}}
		if got := IPS(list).Mean; got != weightMax/2.0 {
			t.Errorf("got %g", got)
		}
	})
	t.Run("propensities that are none weigh nothing", func(t *testing.T) {
		list := []Decision{{Person: "a", Reward: 1, Logged: 0, Target: 1}, {Person: "b", Reward: 1, Logged: math.NaN(),
			Target: 1}}
		if e := SNIPS(list); !math.IsNaN(e.Mean) || e.Decisions != 0 {
			t.Errorf("got %+v", e)
		}
	})
	t.Run("nothing, and one person", func(t *testing.T) {
		if e := MeanReward(nil); !math.IsNaN(e.Mean) || !math.IsNaN(e.Low) {
			t.Errorf("got %+v", e)
		}
		if e := MeanReward([]Decision{{Person: "a", Reward: 1}}); e.Mean != 1 || !math.IsNaN(e.Low) {
			t.Errorf("got %+v", e)
		}
	})
	t.Run("people who answer alike widen the interval", func(t *testing.T) {
		var same, mixed []Decision
		for i := range 1000 {
			reward := float64(i % 10 / 5)
			same = append(same, Decision{Person: fmt.Sprint(i % 10), Reward: reward})
			mixed = append(mixed, Decision{Person: fmt.Sprint(i / 10 % 10), Reward: reward})
		}
		a, b := MeanReward(same), MeanReward(mixed)
		if a.High-a.Low < 0.3 || b.High-b.Low > 0.1 {
			t.Errorf("got %+v and %+v", a, b)
		}
	})
	t.Run("equal weights are worth their number", func(t *testing.T) {
		list := slices.Repeat([]Decision{{Person: "a", Logged: 0.5, Target: 0.5}}, 30)
		if e := SNIPS(list); !near(e.Effective, 30, 1e-9) {
			t.Errorf("got %+v", e)
		}
	})
}
