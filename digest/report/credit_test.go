// Worked examples of credit and of intervals, from the definitions of the models and the published vectors.

package report

import (
	"fmt"
	"math"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/money"

	"pgregory.net/rapid"
)

func TestCredit_WorkedExamples(t *testing.T) {
	won := time.Date(2024, 5, 31, 12, 0, 0, 0, time.UTC)
	ago := func(share store.ShareID, days int) Touch { return Touch{share, won.AddDate(0, 0, -days)} }
	five := []Touch{ago("e", 1), ago("a", 50), ago("b", 40), ago("c", 30), ago("d", 20)}
	for _, c := range []struct {
		model   string
		touches []Touch
		want    string
	}{
		{First, five, "a 1/1"},
		{Last, five, "e 1/1"},
		{Linear, five, "a 1/5 b 1/5 c 1/5 d 1/5 e 1/5"},
		{Position, five, "a 6/15 b 1/15 c 1/15 d 1/15 e 6/15"}, // 40 %, three times 6.67 %, 40 %
		{Position, five[1:3], "a 1/2 b 1/2"},
		{Position, five[:1], "e 1/1"},
		{Position, five[1:4], "a 2/5 b 1/5 c 2/5"},
		// One share clicked on three days of four gets three parts of the four.
		{Linear, []Touch{ago("a", 9), ago("b", 5), ago("a", 3), ago("a", 2), ago("a", 2)}, "a 3/4 b 1/4"},
		// Before the window, and after the outcome.
		{Linear, []Touch{ago("a", 91), ago("b", 90), ago("c", -1)}, "b 1/1"},
		{Last, nil, ""},
	} {
		var got string
		for _, part := range Credit(c.model, 90, won, c.touches) {
			got += fmt.Sprintf(" %s %d/%d", part.Share, part.Weight, part.Sum)
		}
		if got != "" {
			got = got[1:]
		}
		if got != c.want {
			t.Errorf("%s of %d touches: got %q, want %q", c.model, len(c.touches), got, c.want)
		}
	}
}

// Whatever the model and the touches, the parts of an amount add up to it, and no order of the touches matters.
func TestCredit_AddsUpExactly(t *testing.T) {
	won := time.Date(2024, 5, 31, 12, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		model := rapid.SampledFrom(store.CreditModels).Draw(t, "model")
		var touches []Touch
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 400), 1, 30).Draw(t, "touches") {
			touches = append(touches, Touch{store.ShareID(fmt.Sprint("s", n%7)), won.AddDate(0, 0, -n/5)})
		}
		parts := Credit(model, 90, won, touches)
		for i, j := 0, len(touches)-1; i < j; i, j = i+1, j-1 {
			touches[i], touches[j] = touches[j], touches[i]
		}
		if other := Credit(model, 90, won, touches); fmt.Sprint(parts) != fmt.Sprint(other) {
			t.Fatalf("%v and, in another order, %v", parts, other)
		}
		amount := money.Amount{Minor: rapid.Int64Range(-1e12, 1e15).Draw(t, "amount"), Currency: "EUR"}
		divided := divide(amount, parts)
		var weight, minor int64
		for i, part := range parts {
			weight, minor = weight+part.Weight, minor+divided[i].Minor
		}
		if weight != parts[0].Sum || minor != amount.Minor {
			t.Fatalf("%d of %d, and %d of %d", weight, parts[0].Sum, minor, amount.Minor)
		}
	})
}

func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{{3, 10, 0.108, 0.603}, {30, 100, 0.219, 0.396}, {0, 10, 0, 0.278}, {10, 10, 0.722, 1}, {0, 0, 0, 1}} {
		if low, high := Wilson(c.k, c.n); math.Abs(low-c.low) > 0.0005 || math.Abs(high-c.high) > 0.0005 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.3f to %.3f", c.k, c.n, low, high, c.low, c.high)
		}
	}
}

func TestMedian(t *testing.T) {
	for want, values := range map[float64][]float64{0: nil, 2: {9, 1, 2}, 2.5: {3, 2, 1, 100}} {
		if got := median(values); got != want {
			t.Errorf("the median of %v is %v, want %v", values, got, want)
		}
	}
}
