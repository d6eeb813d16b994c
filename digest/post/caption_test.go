// Suggested texts, their checks, and own words.

package post

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/digest/digesttest"
	"vouch/store"
	words "vouch/store/text"
)

const testLink = "https://example.com/a?utm_source=x"

func TestSuggest_Rotation(t *testing.T) {
	a := digesttest.Asset(1, func(a *store.Asset) {
		a.Variants = []store.Variant{{Text: "First", Used: 2}, {Text: strings.Repeat("long ", 80), Used: 0},
			{Text: "Third", Used: 1}, {Text: "Fourth", Used: 1}, {Text: " "}}
	})
	if text, variant := Suggest(a, store.X, "I work at Acme.", testLink, "U1"); text != "Third" || variant != 2 {
		t.Errorf("on X: %q, %d; the least used that fits is Third", text, variant)
	}
	if text, variant := Suggest(a, store.LinkedIn, "I work at Acme.", testLink, "U1"); !strings.HasPrefix(text, "long") ||
		variant != 1 {
		t.Errorf("on LinkedIn: %q, %d; the unused one fits there", text, variant)
	}
	if got := VariantsFor(a, store.X, "", testLink); !slices.Equal(got, []int{2, 3, 0}) {
		t.Errorf("the order on X is %v", got)
	}
	a.Variants[2].UsedAt, a.Variants[3].UsedAt = time.Unix(20, 0), time.Unix(10, 0)
	if got := VariantsFor(a, store.X, "", testLink); !slices.Equal(got, []int{0, 3, 2}) {
		t.Errorf("with times the order on X is %v", got)
	}
	t.Run("the disclosure takes room", func(t *testing.T) {
		tight := digesttest.Asset(1, func(a *store.Asset) {
			a.Variants = []store.Variant{{Text: strings.Repeat("a", 280-24)}}
		})
		if _, variant := Suggest(tight, store.X, "", testLink, "U1"); variant != 0 {
			t.Error("a text that just fits was refused")
		}
		if _, variant := Suggest(tight, store.X, "#AcmeEmployee", testLink, "U1"); variant != -1 {
			t.Error("a text without room for the disclosure was offered")
		}
	})
}

func TestSuggest_Plain(t *testing.T) {
	rows := []struct {
		name  string
		asset func(*store.Asset)
		on    store.Network
		want  string
	}{
		{"article with the first sentence", func(a *store.Asset) {
			a.Title, a.Summary = "Faster builds", "We cut build times in half last year. Here is how it went."
		}, store.LinkedIn, "Faster builds\n\nWe cut build times in half last year."},
		{"job with its place", func(a *store.Asset) {
			a.Kind, a.Title, a.Job = store.Job, "Go engineer", &store.JobFacts{Location: "Lisbon"}
		},
			store.X, "Who would be right for this? Go engineer in Lisbon."},
		{"job as its curator put it", func(a *store.Asset) {
			a.Kind, a.Title, a.Summary = store.Job, "Go engineer",
				"Four people who know each other. No stand-ups on any morning. Soup on Thursdays."
			a.Job = &store.JobFacts{Hook: "Small services that stay small.", Fits: "You like quiet."}
		}, store.LinkedIn, "Small services that stay small.\n\nFour people who know each other. No stand-ups on any " +
			"morning.\n\nYou like quiet."},
		{"summary that repeats the title", func(a *store.Asset) { a.Title, a.Summary = "Faster builds", "faster  builds" },
			store.X, "Faster builds"},
		{"summary without room is left out", func(a *store.Asset) {
			a.Title, a.Summary = "Faster builds", strings.Repeat("word ", 90)
		}, store.X, "Faster builds"},
		{"event", func(a *store.Asset) { a.Kind, a.Title = store.Event, "Open day" }, store.X, "Coming up: Open day"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			text, variant := Suggest(digesttest.Asset(1, row.asset), row.on, "I work at Acme.", testLink, "U1")
			if text != row.want || variant != -1 {
				t.Errorf("got %q, %d", text, variant)
			}
		})
	}
	t.Run("any title fits every network", func(t *testing.T) {
		for _, title := range []string{strings.Repeat("👩‍👩‍👧‍👦", 3000), strings.Repeat("word ", 900),
			strings.Repeat("日", 900)} {
			a := digesttest.Asset(1, func(a *store.Asset) { a.Title, a.Summary = title, title })
			for _, n := range store.Networks {
				text, _ := Suggest(a, n, "I work at Acme.", testLink, "U1")
				if err := CheckText(n, text, "I work at Acme.", testLink); err != nil || text == "" {
					t.Errorf("%s: %q: %v", n, text, err)
				}
			}
		}
	})
}

func TestCheckText_Sentences(t *testing.T) {
	rows := []struct {
		name                   string
		network                store.Network
		text, disclosure, link string
		want                   string // "" passes
	}{
		{"fits exactly", store.X, strings.Repeat("a", 280-24-16), "I work at Acme.", testLink, ""},
		{"one too many", store.X, strings.Repeat("a", 280-24-15), "I work at Acme.", testLink,
			"X takes 280 characters; with the link and the disclosure this is 281. Please cut 1."},
		{"no disclosure", store.X, strings.Repeat("a", 300), "", testLink,
			"X takes 280 characters; with the link this is 324. Please cut 44."},
		{"no link", store.Bluesky, strings.Repeat("👍", 301), "", "",
			"Bluesky takes 300 characters; this text is 301. Please cut 1."},
		{"the link has its own field", store.Reddit, strings.Repeat("a", 300), "I work", testLink,
			"Reddit takes 300 characters; with the disclosure this is 307. Please cut 7."},
		{"thousands", store.LinkedIn, strings.Repeat("a", 4000), "", "",
			"LinkedIn takes 3,000 characters; this text is 4,000. Please cut 1,000."},
		{"copying", store.CopyOnly, strings.Repeat("a", 3001), "", "",
			"This form takes 3,000 characters; this text is 3,001. Please cut 1."},
		{"empty", store.X, " \n\u202E", "I work at Acme.", testLink,
			"Please write a sentence, or take one of the suggested texts."},
		{"nothing but the disclosure", store.X, "i work at Acme.", "I work at Acme.", testLink,
			"Please write a sentence, or take one of the suggested texts."},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			err := CheckText(row.network, row.text, row.disclosure, row.link)
			var e *store.Error
			switch {
			case row.want == "" && err != nil:
				t.Error(err)
			case row.want != "" && (!errors.As(err, &e) || e.Kind != store.Invalid || e.Fields["text"] != row.want):
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
	var e *store.Error
	if err := CheckText("myspace", "Hi", "", ""); !errors.As(err, &e) || e.Fields["network"] == "" {
		t.Errorf("an unknown network: %v", err)
	}
}

// TestIsOwnWords_Plain holds that the program's own text never pays, whatever the title and the place of a job.
func TestIsOwnWords_Plain(t *testing.T) {
	for _, a := range []store.Asset{
		{Kind: store.CaseStudy, Title: "Donaudampfschifffahrtsgesellschaft Rettungsübungsplanung"},
		{Kind: store.Job, Title: "Engineer", Job: &store.JobFacts{Location: "Frankfurt am Main, or anywhere in Germany"}},
		{Kind: store.Article, Title: "All of https://northwind.example/a/very/long/address and more than that"},
	} {
		if text, _ := Suggest(a, store.LinkedIn, "", testLink, ""); IsOwnWords(text, a) {
			t.Errorf("%q counts as own words", text)
		}
	}
}

func TestIsOwnWords_Cases(t *testing.T) {
	a := digesttest.Asset(1, func(a *store.Asset) {
		a.Title, a.Summary = "Faster builds for everyone",
			"We cut build times in half last year by caching what does not change."
		a.Variants = []store.Variant{{Text: "Our builds take half the time they used to. Here is what the team learned on " +
			"the way."}}
	})
	rows := []struct {
		name, text string
		want       bool
	}{
		{"a variant as it is", a.Variants[0].Text, false},
		{"a variant shouted and re-spaced", strings.ToUpper(strings.ReplaceAll(a.Variants[0].Text, " ", "\n")), false},
		{"a variant cut short with an emoji", "👍 Here is what the team learned on the way", false},
		{"the summary with link and disclosure", a.Summary +
			" https://example.com/a-very-long-address-that-is-nobodys-words I work at Acme Robotics Incorporated. " +
			"#AcmeRoboticsEmployee", false},
		{"a variant and a short remark", a.Variants[0].Text + " Proud of this!", false},
		{"a variant and a sentence", a.Variants[0].Text +
			" I waited twenty minutes per change in 2023; now I barely refill my tea.", true},
		{"own words", "I waited twenty minutes per change in 2023; now I barely refill my tea.", true},
		{"own words in Japanese", "去年まで一回のビルドに二十分かかっていましたが、今ではお茶を淹れる暇もありません。チームのみんなに感謝しています。", true},
		{"too short", "Love this work, truly great", false},
		{"empty", "", false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := IsOwnWords(row.text, a); got != row.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

// FuzzSuggest holds that what is offered can be posted: the suggested text passes the check that the form makes.
func FuzzSuggest(f *testing.F) {
	f.Add("How we moved", "It took a year. And a half.", "Ours", "Berlin", "I work at Acme.", 0)
	f.Add(strings.Repeat("👩‍💻 ", 300), "\u202e", "#a https://x.example/y", "", "#AcmeEmployee", 3)
	f.Add("", "", "", "", "", 9)
	f.Fuzz(func(t *testing.T, title, summary, variant, place, disclosure string, choice int) {
		if CleanText(title) == "" {
			return // the library holds no item without a title
		}
		n := store.Networks[uint(choice)%uint(len(store.Networks))]
		a := store.Asset{Kind: store.AssetKinds[uint(choice)%6], Title: title, Summary: summary,
			Variants: []store.Variant{{Text: variant}},
			Job:      &store.JobFacts{Location: place}}
		text, index := Suggest(a, n, disclosure, testLink, "")
		if index > 0 || index < -1 || text != CleanText(text) {
			t.Fatalf("variant %d, %q", index, text)
		}
		if words.Fold(text) == "" || words.Fold(text) == words.Fold(disclosure) {
			return // nothing to offer; the form asks for own words
		}
		if err := CheckText(n, text, disclosure, testLink); err != nil {
			t.Fatalf("%s refuses the suggested %q: %v", n, text, err)
		}
		// A word that is cut in the middle may pass for the person's own; no real one is long enough to matter.
		if index < 0 && IsOwnWords(text, a) && !strings.HasSuffix(text, "…") {
			t.Fatalf("the suggested %q counts as own words", text)
		}
	})
}
