// Evaluate on a real database, and the CSV of outside data with everything that can be wrong in it.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/digest"
	"vouch/digest/evaluate"
	"vouch/digest/match"
	"vouch/store"
	"vouch/store/storetest"
)

func TestEvaluate_Database(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		planner := &digest.Planner{DB: db}
		for i := range 40 {
			storetest.MustAsset(t, db, func(a *store.Asset) {
				a.URL, a.Title, a.Topics = fmt.Sprintf("https://example.com/%d", i), fmt.Sprintf("Title %d", i),
					[]string{[]string{"go", "sales"}[i%2]}
			})
		}
		const people, days = 5, 4
		for i := range people {
			storetest.MustAdvocate(t, db, store.EmployeeID(fmt.Sprintf("U%d", i)), fmt.Sprintf("Person %d", i))
		}
		for range days {
			for i := range people {
				id := store.EmployeeID(fmt.Sprintf("U%d", i))
				delivery, err := planner.ForToday(t.Context(), id, time.Now())
				if err != nil {
					t.Fatal(err)
				}
				storetest.MustDeliver(t, db)
				if _, err := db.SaveFeedback(id, delivery.Picks[0].Asset, store.Saved, "", delivery.Key); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(24 * time.Hour)
		}
		time.Sleep(96 * time.Hour)
		var out bytes.Buffer
		if err := evaluateOperation(t.Context(), db, struct{}{}, &out); err != nil {
			t.Fatal(err)
		}
		// One of three picks was saved: 0.3/3.
		for _, line := range []string{`learned/2 +0\.1000 +0\.1000 to 0\.1000 +60 +5\n`, `\nrandom/1 +\d\.\d+`,
			`\n0 impressions left out`} {
			if !regexp.MustCompile(line).Match(out.Bytes()) {
				t.Errorf("%s is missing in\n%s", line, &out)
			}
		}
	})
}

func TestEvaluate_Tables(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data.csv")
	var lines strings.Builder
	lines.WriteString("person,persona,item,topics,time,liked\n")
	for day := range 20 {
		for p := range 6 {
			for n := range 3 {
				item := (day + p + n) % 9
				fmt.Fprintf(&lines, "p%d,g%d,i%d-%d,t%d,2026-03-%02d,%d\n", p, p%2, item, day/4, item%3, day+1, item%2)
			}
		}
	}
	if err := os.WriteFile(data, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	rows := []struct {
		command evaluateCommand
		want    []string
	}{
		{evaluateCommand{CSV: data}, []string{`nDCG@5 .*hit rate .*AUC `, `(?m)^learned/2 +0\.\d+ .*0\.\d+ `,
			`(?m)^popular with decay/1 `, `(?m)^item rate/1 `, `\d+ person days with both`}},
		{evaluateCommand{Synthetic: 3, Days: 2, Seed: 1, Quality: 0.5}, []string{`items that differ by 0\.5`,
			`(?m)^item rate/1 +-?0\.`}},
	}
	for _, row := range rows {
		var out bytes.Buffer
		if err := row.command.Run(&environment{Context: t.Context(), Stdout: &out, Stderr: io.Discard}); err != nil {
			t.Fatal(err)
		}
		for _, want := range row.want {
			if !regexp.MustCompile(want).Match(out.Bytes()) {
				t.Errorf("%s is missing in\n%s", want, &out)
			}
		}
	}
	for _, quality := range []float64{-1, 6, math.NaN()} {
		command := evaluateCommand{Synthetic: 3, Days: 2, Quality: quality}
		var wrong usageError
		if err := command.Run(&environment{Context: t.Context()}); !errors.As(err, &wrong) {
			t.Errorf("a quality of %g: %v", quality, err)
		}
	}
}

func parseData(text string) ([]evaluate.Interaction, error) {
	return parseInteractions(context.Background(), strings.NewReader(text), int64(len(text)), func(float64) {})
}

func TestInteractions_Columns(t *testing.T) {
	list, err := parseData("\ufeffTime,Liked,Item,Person,Topics,Persona\r\n" +
		"1772445600,1,i1,ada,\" Go ; data|go\",Engineering\n2026-03-02 " +
		"10:00:00,no,i2,ada,,\n2026-03-02T11:00:00+01:00,-0.5,i2,bob,,\n")
	if err != nil {
		t.Fatal(err)
	}
	moment := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	want := []evaluate.Interaction{
		{Person: "ada", Persona: "Engineering", Item: "i1", Topics: []string{"data", "go"}, Time: moment, Liked: true},
		{Person: "ada", Item: "i2", Time: moment}, {Person: "bob", Item: "i2", Time: moment},
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
}

func TestInteractions_Mistakes(t *testing.T) {
	const header = "person,item,time,liked\n"
	rows := map[string]struct{ text, want string }{
		"empty":               {"", "the file is empty"},
		"only a first line":   {header, "no data"},
		"semicolons":          {"person;item;time;liked\na;b;2026-03-02;1\n", "separated by semicolons or tabs"},
		"a missing column":    {"person,item,time\na,b,2026-03-02\n", "line 1: the column liked is missing"},
		"a column twice":      {"person,person,item,time,liked\n", "line 1: the column person stands there twice"},
		"too few cells":       {header + "a,b,2026-03-02\n", "line 2: 3 cells where the first line has 4"},
		"an empty cell":       {header + "a,,2026-03-02,1\n", "line 2: item is empty"},
		"a broken quote":      {header + "a,\"b,2026-03-02,1\n", "line 2"},
		"another encoding":    {header + "J\xfcrgen,b,2026-03-02,1\n", "line 2: person: not UTF-8"},
		"a long cell":         {header + strings.Repeat("a", 300) + ",b,2026-03-02,1\n", "line 2: person: longer than 200"},
		"milliseconds":        {header + "a,b,1772445600000,1\n", "line 2: time: 1772445600000 are no seconds"},
		"a day that is not":   {header + "a,b,2026-02-30,1\n", "line 2: time: \"2026-02-30\" is no time"},
		"not a number":        {header + "a,b,2026-03-02,NaN\n", "line 2: liked: \"NaN\""},
		"the line after text": {header + "\"a\nb\",b,2026-03-02,1\na,b,x,1\n", "line 4: time"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			if _, err := parseData(row.text); err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
	t.Run("not more than ten of them", func(t *testing.T) {
		_, err := parseData(header + strings.Repeat("a,b,x,1\n", 1000))
		if err == nil || strings.Count(err.Error(), "\n") != maxMistakes-1 {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a huge file is left when asked to", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := parseInteractions(ctx, strings.NewReader(header+strings.Repeat("a,b,2026-03-02,1\n", 2*checkEvery)), 0,
			func(float64) {})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func FuzzInteractions(f *testing.F) {
	f.Add("person,item,time,liked\na,b,2026-03-02,1\n")
	f.Add("\ufeffperson,persona,item,topics,time,liked\na,p,b,\"x;y\",1772445600.5,yes\n")
	f.Add("person,item,time,liked\n\"a\nb\",b,x,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parseData(text)
		if err != nil {
			return
		}
		for _, in := range list {
			if in.Person == "" || in.Item == "" || in.Time.IsZero() {
				t.Fatalf("accepted %+v", in)
			}
		}
		if len(list) < 50 {
			_, _ = evaluate.ReplayInteractions(context.Background(), list, match.Policies, nil)
		}
	})
}
