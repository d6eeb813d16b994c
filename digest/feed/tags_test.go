// Topics, kinds and languages are inferred where the evidence is good, and left open where it is not.

package feed

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

func TestApplyRules(t *testing.T) {
	item := Item{Title: "Why we use C++ and Go", Summary: "A talk on going further.", Topics: []string{"Tech Blog"},
		Kind: store.Article}
	job := Item{Title: "Engineer", Kind: store.Job, Job: &store.JobFacts{Department: "Platform"}}
	tests := []struct {
		name   string
		item   Item
		rule   store.TagRule
		topics []string
		kind   store.AssetKind
	}{
		{"a word in the title", item, store.TagRule{Words: []string{"go"}, Topics: []string{"Go"}},
			[]string{"Go", "Tech Blog"}, store.Article},
		{"only whole words", item, store.TagRule{Words: []string{"talk on go"}, Topics: []string{"Go"}},
			[]string{"Tech Blog"}, store.Article},
		{"a phrase does not span title and summary", item, store.TagRule{Words: []string{"go a talk"},
			Topics: []string{"x"}}, []string{"Tech Blog"}, store.Article},
		{"names with signs", item, store.TagRule{Words: []string{"C++"}, Topics: []string{"C++"}},
			[]string{"C++", "Tech Blog"}, store.Article},
		{"an empty word matches nothing", item, store.TagRule{Words: []string{" "}, Topics: []string{"x"}},
			[]string{"Tech Blog"}, store.Article},
		{"a word in a department", job, store.TagRule{Words: []string{"platform"}, Topics: []string{"Infra"}},
			[]string{"Infra"}, store.Job},
		{"no condition matches everything, topics once", item, store.TagRule{Topics: []string{"tech blog", "News"}},
			[]string{"tech blog", "News"}, store.Article},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := applyRules([]store.TagRule{test.rule}, test.item)
			if diff := cmp.Diff(test.topics, got.Topics); diff != "" || got.Kind != test.kind {
				t.Errorf("kind %q, topics (-want +got):\n%s", got.Kind, diff)
			}
		})
	}
	personas := applyRules([]store.TagRule{{Words: []string{"go"}, Personas: []store.PersonaID{"sales"}},
		{Words: []string{"C++"}, Personas: []store.PersonaID{"sales", "people"}}}, item).Personas
	if diff := cmp.Diff([]store.PersonaID{"sales", "people"}, personas); diff != "" {
		t.Errorf("personas (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Tech Blog"}, item.Topics); diff != "" {
		t.Errorf("the item given was changed:\n%s", diff)
	}
}

func TestGuessKind(t *testing.T) {
	tests := []struct {
		address, title string
		categories     []string
		want           store.AssetKind
	}{
		{"https://jobs.lever.co/acme/1", "Engineer", nil, store.Job},
		{"https://acme.example/careers/engineer", "Engineer", nil, ""},
		{"https://acme.example/blog/careers", "On careers", nil, ""},
		{"https://acme.example/case-studies/x", "X", nil, store.CaseStudy},
		{"https://acme.example/blog/x", "X", []string{"News", "Customer_Stories"}, store.CaseStudy},
		{"https://acme.example/jobs/x", "X", []string{"Culture"}, store.Culture},
		{"https://acme.example/blog/x", "How we interview", []string{"Hiring"}, ""},
		{"https://acme.example/blog/x", "How we interview", []string{"Careers", "Culture"}, store.Culture},
		{"https://acme.example/x", "Webinar: X", nil, store.Event},
		{"https://acme.example/x", "We're hiring!", []string{"hiring", "Jobs"}, ""},
		{"https://acme.example/x", "Opinion: X", nil, store.ThoughtLeadership},
		{"::", "X", nil, ""},
	}
	for _, test := range tests {
		if got := GuessKind(test.address, test.title, test.categories); got != test.want {
			t.Errorf("GuessKind(%q, %q, %q) = %q, want %q", test.address, test.title, test.categories, got, test.want)
		}
	}
}

func TestGuessLanguage(t *testing.T) {
	tests := map[string]string{
		"How we moved to the cloud and what we learned":             "en",
		"Wie wir die Nachtschicht abgeschafft haben und was folgt":  "de",
		"Comment nous avons changé nos outils pour les équipes":     "fr",
		"Cómo cambiamos las herramientas para el equipo y por qué":  "es",
		"Come abbiamo cambiato gli strumenti della nostra squadra":  "it",
		"Como mudamos as ferramentas para os nossos times e não só": "pt",
		"Hoe wij onze diensten naar de cloud brengen met een team":  "nl",
		"Hur vi flyttade till molnet och vad det är för oss":        "sv",
		"我们如何迁移到云端":                                                 "zh", "クラウドへの移行": "ja", "클라우드로 옮긴 방법": "ko",
		"Как мы переехали в облако":          "ru",
		"Як ми переїхали і що з того вийшло": "uk", "Πώς μετακομίσαμε": "el", "Go 1.26": "", "Kubernetes": "", "": "",
		"🎉🎉🎉":                   "",
		"The Tokyo office (東京)": "",
	}
	for text, want := range tests {
		if got := GuessLanguage(text); got != want {
			t.Errorf("GuessLanguage(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestBaseLanguage(t *testing.T) {
	for declared, want := range map[string]string{"en-us": "en", "de_AT": "de", "zh-Hant-TW": "zh", "": "", "und": "",
		"x-klingon": "", "not a language": ""} {
		if got := baseLanguage(declared); got != want {
			t.Errorf("baseLanguage(%q) = %q, want %q", declared, got, want)
		}
	}
}
