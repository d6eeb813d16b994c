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
	outcomes, err := Synthetic{People: 600, Days: 60, Seed: 7}.Run(context.Background(),
		[]string{match.Learned, match.PersonaOnly, match.Random}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(outcomes); i++ {
		better, worse := outcomes[i-1], outcomes[i]
		if better.Reward.Low <= worse.Reward.High {
			t.Errorf("%s %+v does not beat %s %+v", better.Policy, better.Reward, worse.Policy, worse.Reward)
		}
	}
	if o := outcomes[0]; o.Coverage < 0.9 || o.Coverage > 1 || o.Novelty <= 0 || o.Reward.Decisions != 600*60*3 {
		t.Errorf("got %+v", o)
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
