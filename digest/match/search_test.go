// Search: what is found, in which order, and that no query breaks it.

package match

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/digest/digesttest"
	"vouch/store"
)

// shelf is a small library to search in, oldest first.
func shelf() *Index {
	day := 24 * time.Hour
	entry := func(number, age int, title string, change func(*store.Asset)) store.Asset {
		return digesttest.Asset(number, func(a *store.Asset) {
			a.Title, a.LiveAt = title, digesttest.Morning.Add(-time.Duration(age)*day)
			if change != nil {
				change(a)
			}
		})
	}
	return NewIndex([]store.Asset{
		entry(1, 90, "Why we moved to Go", func(a *store.Asset) {
			a.Topics, a.Author = []string{"go", "platform-engineering"}, "U7"
		}),
		entry(2, 60, "Café culture in Łódź", func(a *store.Asset) { a.Kind, a.Topics = store.Culture, []string{"culture"} }),
		entry(3, 30, "Google ranks our docs", func(a *store.Asset) { a.Summary = "Written in Go, read by everyone" }),
		entry(4, 20, "平台工程的实践", nil),
		entry(5, 10, "Platform engineer (m/f/d)", func(a *store.Asset) { a.Kind, a.Campaign = store.Job, "Spring hiring" }),
		entry(6, 5, "Straße und Öl", nil),
		entry(7, 1, "Go in production", nil),
		entry(8, 1, "Not live", func(a *store.Asset) { a.State = store.Withdrawn }),
	}, map[store.EmployeeID]string{"U7": "Ada Lovelace"})
}

func numbers(hits []Hit) (list []int) {
	for _, h := range hits {
		list = append(list, int(h.Asset.Seq))
	}
	return list
}

func TestIndex_Search(t *testing.T) {
	x := shelf()
	rows := []struct {
		name, query string
		filter      Filter
		want        []int
	}{
		{"the newer of equals first, a title before a summary", "go", Filter{}, []int{7, 1, 3}},
		{"the beginning of a word", "plat", Filter{}, []int{5, 1}},
		{"every word must be there, in any field", "go lovelace", Filter{}, []int{1}},
		{"order of words does not matter", "engineer platform", Filter{}, []int{5, 1}},
		{"diacritics and case", "CAFE lodz", Filter{}, []int{2}},
		{"typed with diacritics as well", "café", Filter{}, []int{2}},
		{"sharp s", "strasse", Filter{}, []int{6}},
		{"Chinese by character", "工程", Filter{}, []int{4}},
		{"full width letters", "ｇｏ production", Filter{}, []int{7}},
		{"the campaign", "spring", Filter{}, []int{5}},
		{"the kind in words", "open roles", Filter{}, []int{5}},
		{"only this kind", "platform", Filter{Kinds: []store.AssetKind{store.Article}}, []int{1}},
		{"only this topic", "", Filter{Topics: []string{"Go"}}, []int{1}},
		{"nothing typed gives the newest", "  ", Filter{}, []int{7, 6, 5, 4, 3, 2, 1}},
		{"punctuation finds nothing", "!?", Filter{}, nil},
		{"not live", "not live", Filter{}, nil},
		{"one word that is nowhere", "go zebra", Filter{}, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, numbers(x.Search(row.query, row.filter, 10))); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("at most as many as asked for, and the best of them", func(t *testing.T) {
		if got := numbers(x.Search("go", Filter{}, 1)); !slices.Equal(got, []int{7}) {
			t.Errorf("got %v", got)
		}
		if got := x.Search("go", Filter{}, 0); got != nil {
			t.Errorf("got %v", got)
		}
	})
	t.Run("the best first, or the newest", func(t *testing.T) {
		x := NewIndex([]store.Asset{
			digesttest.Asset(1, func(a *store.Asset) { a.LiveAt, a.Shares = digesttest.Morning.Add(-48*time.Hour), 3 }),
			digesttest.Asset(2, func(a *store.Asset) { a.LiveAt, a.Featured = digesttest.Morning.Add(-72*time.Hour), true }),
			digesttest.Asset(3, func(a *store.Asset) { a.LiveAt = digesttest.Morning }),
		}, nil)
		if got := numbers(x.Search("", Filter{}, 5)); !slices.Equal(got, []int{2, 1, 3}) {
			t.Errorf("best first %v", got)
		}
		if got := numbers(x.Search("", Filter{Newest: true}, 2)); !slices.Equal(got, []int{3, 1}) {
			t.Errorf("newest first %v", got)
		}
	})
	t.Run("for a persona", func(t *testing.T) {
		x := NewIndex([]store.Asset{
			digesttest.Asset(1, func(a *store.Asset) { a.Personas = []store.PersonaID{"engineering"} }),
			digesttest.Asset(2, func(a *store.Asset) { a.Personas, a.Topics = []store.PersonaID{"sales"}, []string{"go"} }),
			digesttest.Asset(3, func(a *store.Asset) { a.Topics = []string{"Go"} }),
			digesttest.Asset(4, func(a *store.Asset) { a.Topics = []string{"soup"} }),
		}, nil)
		mine := []store.Persona{{ID: "engineering", Topics: []string{"go"}}}
		got := numbers(x.Search("", Filter{For: mine}, 5))
		slices.Sort(got)
		if !slices.Equal(got, []int{1, 3}) {
			t.Errorf("found %v", got)
		}
		if got := x.Topics(); !slices.Equal(got, []string{"go", "soup"}) {
			t.Errorf("topics %v", got)
		}
	})
	t.Run("an empty library", func(t *testing.T) {
		if got := NewIndex(nil, nil).Search("go", Filter{}, 5); got != nil {
			t.Errorf("got %v", got)
		}
	})
}

// manyTexts makes assets with titles and summaries of made-up words.
func manyTexts(count int) []store.Asset {
	random := rand.New(rand.NewPCG(3, 4))
	syllables := []string{"ka", "to", "mi", "ren", "sol", "ve", "dra", "pi", "lo", "un", "ex", "ar", "go", "sta", "tion"}
	word := func() string {
		var b strings.Builder
		for range 2 + random.IntN(3) {
			b.WriteString(syllables[min(random.IntN(15), random.IntN(15))])
		}
		return b.String()
	}
	text := func(n int) string {
		var words []string
		for range n {
			words = append(words, word())
		}
		return strings.Join(words, " ")
	}
	assets := digesttest.ManyAssets(count, 8)
	for i := range assets {
		assets[i].Title, assets[i].Summary = text(8), text(25)
	}
	return assets
}

func FuzzIndex_Search(f *testing.F) {
	for _, seed := range []string{"go", "工程 go", "\xff\xfe", "a\u0301", "ß", "", "   ", "ﬁ", strings.Repeat("go ", 40),
		"\u200d"} {
		f.Add(seed)
	}
	x := shelf()
	f.Fuzz(func(t *testing.T, query string) {
		hits := x.Search(query, Filter{}, 5)
		if len(hits) > 5 {
			t.Fatalf("%d hits", len(hits))
		}
		for i := 1; i < len(hits); i++ {
			if hits[i].Score > hits[i-1].Score {
				t.Fatal("not best first")
			}
		}
		// A title made of the query is found by it.
		own := NewIndex([]store.Asset{digesttest.Asset(1, func(a *store.Asset) { a.Title = query })}, nil)
		if words := searchWords(query); len(words) > 0 && len(own.Search(query, Filter{}, 1)) != 1 {
			t.Fatalf("%q does not find itself as %q", query, words)
		}
	})
}

// BenchmarkIndex_Search measures one search over 10,000 assets: a common first letter, a word, three words, nothing
// typed.
func BenchmarkIndex_Search(b *testing.B) {
	x := NewIndex(manyTexts(10_000), nil)
	for _, query := range []string{"k", "kato", "ka mi to", ""} {
		b.Run(fmt.Sprintf("query=%q", query), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if len(x.Search(query, Filter{}, 20)) != 20 {
					b.Fatal("fewer than twenty hits")
				}
			}
		})
	}
}

// BenchmarkNewIndex measures indexing 10,000 assets, which happens when the live assets change.
func BenchmarkNewIndex(b *testing.B) {
	assets := manyTexts(10_000)
	b.ReportAllocs()
	for b.Loop() {
		NewIndex(assets, nil)
	}
}

func TestIndex_OnlyFor(t *testing.T) {
	x := NewIndex([]store.Asset{digesttest.Asset(1, nil), digesttest.Asset(2, func(a *store.Asset) {
		a.Personas, a.Only = []store.PersonaID{"sales"}, true
	})}, nil)
	engineer, curator := digesttest.Reader("U1", nil).Employee, digesttest.Reader("U2", nil).Employee
	curator.Roles = []store.Role{store.Curator}
	for name, row := range map[string]struct {
		reader *store.Employee
		want   int
	}{"nobody in particular": {nil, 2}, "somebody it is not for": {&engineer, 1}, "who runs the library": {&curator, 2}} {
		if got := len(x.Search("title", Filter{Reader: row.reader}, 10)); got != row.want {
			t.Errorf("%s finds %d, want %d", name, got, row.want)
		}
	}
}
