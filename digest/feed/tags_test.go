// Topics, kinds and languages are inferred where the evidence is good, and left open where it is not.

package feed

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTagRules_Apply(t *testing.T) {
	item := Item{Title: "Why we use C++ and Go", Summary: "A talk on going further.", Topics: []string{"Tech Blog"}, Kind: KindArticle}
	job := Item{Title: "Engineer", Kind: KindJob, Job: &Job{Department: "Platform", Team: "Storage"}}
	tests := []struct {
		name   string
		item   Item
		rule   TagRule
		topics []string
		kind   string
	}{
		{"a word in the title", item, TagRule{Words: []string{"go"}, Topics: []string{"Go"}}, []string{"Go", "Tech Blog"}, KindArticle},
		{"only whole words", item, TagRule{Words: []string{"talk on go"}, Topics: []string{"Go"}}, []string{"Tech Blog"}, KindArticle},
		{"a phrase does not span title and summary", item, TagRule{Words: []string{"go a talk"}, Topics: []string{"x"}}, []string{"Tech Blog"}, KindArticle},
		{"names with signs", item, TagRule{Words: []string{"C++"}, Topics: []string{"C++"}}, []string{"C++", "Tech Blog"}, KindArticle},
		{"an empty word matches nothing", item, TagRule{Words: []string{" "}, Topics: []string{"x"}}, []string{"Tech Blog"}, KindArticle},
		{"a category in other letters", item, TagRule{Categories: []string{"tech blog"}, Kind: KindThoughtLeadership}, []string{"Tech Blog"}, KindThoughtLeadership},
		{"all lists must match", item, TagRule{Words: []string{"go"}, Categories: []string{"News"}, Topics: []string{"x"}}, []string{"Tech Blog"}, KindArticle},
		{"a department", job, TagRule{Departments: []string{"platform"}, Topics: []string{"Infra"}}, []string{"Infra"}, KindJob},
		{"a team", job, TagRule{Departments: []string{"Storage"}, Topics: []string{"Infra"}}, []string{"Infra"}, KindJob},
		{"a department of what is no job", item, TagRule{Departments: []string{"Platform"}, Topics: []string{"x"}}, []string{"Tech Blog"}, KindArticle},
		{"a word in a department", job, TagRule{Words: []string{"platform"}, Topics: []string{"Infra"}}, []string{"Infra"}, KindJob},
		{"no condition matches everything, topics once", item, TagRule{Topics: []string{"tech blog", "News"}}, []string{"tech blog", "News"}, KindArticle},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := TagRules{test.rule}.Apply(test.item)
			if diff := cmp.Diff(test.topics, got.Topics); diff != "" || got.Kind != test.kind {
				t.Errorf("kind %q, topics (-want +got):\n%s", got.Kind, diff)
			}
		})
	}
	personas := TagRules{{Words: []string{"go"}, Personas: []string{"sales"}}, {Words: []string{"C++"}, Personas: []string{"sales", "people"}}}.Apply(item).Personas
	if diff := cmp.Diff([]string{"sales", "people"}, personas); diff != "" {
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
		want           string
	}{
		{"https://jobs.lever.co/acme/1", "Engineer", nil, KindJob},
		{"https://acme.example/careers/engineer", "Engineer", nil, ""},
		{"https://acme.example/blog/careers", "On careers", nil, ""},
		{"https://acme.example/case-studies/x", "X", nil, KindCaseStudy},
		{"https://acme.example/blog/x", "X", []string{"News", "Customer_Stories"}, KindCaseStudy},
		{"https://acme.example/jobs/x", "X", []string{"Culture"}, KindCulture},
		{"https://acme.example/blog/x", "How we interview", []string{"Hiring"}, ""},
		{"https://acme.example/blog/x", "How we interview", []string{"Careers", "Culture"}, KindCulture},
		{"https://acme.example/x", "Webinar: X", nil, KindEvent},
		{"https://acme.example/x", "We're hiring!", []string{"hiring", "Jobs"}, ""},
		{"https://acme.example/x", "Opinion: X", nil, KindThoughtLeadership},
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
		"我们如何迁移到云端":                                                 "zh", "クラウドへの移行": "ja", "클라우드로 옮긴 방법": "ko", "Как мы переехали в облако": "ru",
		"Як ми переїхали і що з того вийшло": "uk", "Πώς μετακομίσαμε": "el", "Go 1.26": "", "Kubernetes": "", "": "", "🎉🎉🎉": "",
		"The Tokyo office (東京)": "",
	}
	for text, want := range tests {
		if got := GuessLanguage(text); got != want {
			t.Errorf("GuessLanguage(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestBaseLanguage(t *testing.T) {
	for declared, want := range map[string]string{"en-us": "en", "de_AT": "de", "zh-Hant-TW": "zh", "": "", "und": "", "x-klingon": "", "not a language": ""} {
		if got := baseLanguage(declared); got != want {
			t.Errorf("baseLanguage(%q) = %q, want %q", declared, got, want)
		}
	}
}
