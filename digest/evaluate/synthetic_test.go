// The made-up population: the policies come out in the order they should, and nothing depends on chance.

package evaluate

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/digest/match"
	"vouch/store"
	"vouch/store/storetest"
)

func TestSynthetic_Order(t *testing.T) {
	rows := map[string]struct {
		quality float64
		better  string
		worse   []string
	}{
		"people differ in taste alone": {0, match.Learned, []string{match.PersonaOnly}},
		"taste alone, against chance":  {0, match.PersonaOnly, []string{match.Random}},
		"items differ in quality": {1, match.Learned, []string{match.PersonaOnly, match.Popular, match.Trending,
			match.ItemRate,
			match.Random}},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			outcomes, err := Synthetic{People: 400, Days: 60, Seed: 7, Quality: row.quality}.Run(context.Background(),
				append(row.worse, row.better), nil)
			if err != nil {
				t.Fatal(err)
			}
			best := outcomes[len(row.worse)]
			for _, o := range outcomes[:len(row.worse)] {
				if best.Reward.Low <= o.Reward.High {
					t.Errorf("%s %+v does not beat %s %+v", best.Policy, best.Reward, o.Policy, o.Reward)
				}
			}
			if best.Coverage < 0.9 || best.Coverage > 1 || best.Novelty <= 0 || best.Reward.Decisions != 400*60*3 {
				t.Errorf("got %+v", best)
			}
		})
	}
}

func TestSynthetic_Same(t *testing.T) {
	y := Synthetic{People: 30, Days: 5, Seed: 3}
	progress := 0.0
	first, err := y.Run(context.Background(), match.Policies, func(share float64) {
		if share < progress || share > 1 {
			t.Errorf("progress went from %g to %g", progress, share)
		}
		progress = share
	})
	if err != nil || progress != 1 {
		t.Fatal(err, progress)
	}
	second, err := y.Run(context.Background(), match.Policies, nil)
	if diff := cmp.Diff(first, second); err != nil || diff != "" {
		t.Error(err, diff)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := y.Run(ctx, match.Policies, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestTeach_Store holds that an answer teaches here what it teaches in the store: a simulation would otherwise prove
// something about another program.
func TestTeach_Store(t *testing.T) {
	db := storetest.MustOpen(t)
	a := storetest.MustAsset(t, db, func(a *store.Asset) { a.Topics, a.Kind = []string{"data", "go"}, store.CaseStudy })
	rows := []struct {
		answer   string
		feedback store.Feedback
		reason   string
	}{
		{"saved", store.Saved, ""}, {"liked", store.Liked, ""}, {"more", store.More, ""}, {"disliked", store.Disliked, ""},
		{"dismissed", store.NotForMe, store.ReasonTopic},
	}
	for _, row := range rows {
		t.Run(row.answer, func(t *testing.T) {
			id := store.EmployeeID("U" + row.answer)
			storetest.MustAdvocate(t, db, id, row.answer)
			if _, err := db.SaveFeedback(id, a.ID, row.feedback, row.reason, ""); err != nil {
				t.Fatal(err)
			}
			want, err := db.TasteOf(id)
			if err != nil {
				t.Fatal(err)
			}
			var got store.Taste
			teach(&got, &a, row.answer)
			if diff := cmp.Diff([]any{want.Topics, want.Kinds}, []any{got.Topics, got.Kinds}); diff != "" {
				t.Error(diff)
			}
		})
	}
}
