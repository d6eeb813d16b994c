// Words: how topics, counts and names are put so that a sentence reads well.

package match

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/store"
)

// spelledTopics are names that a lower-case topic would spell wrongly. As topics even
// "go", "rest" and "it" are nearly always the names. Keys are in small letters.
var spelledTopics = map[string]string{
	"ai": "AI", "api": "API", "apis": "APIs", "aws": "AWS", "b2b": "B2B", "ci": "CI", "crm": "CRM", "css": "CSS",
	"devops": "DevOps", "dns": "DNS", "docker": "Docker", "elixir": "Elixir", "esg": "ESG", "eu": "EU",
	"gcp": "GCP", "gdpr": "GDPR", "github": "GitHub", "go": "Go", "golang": "Go", "gpu": "GPU",
	"graphql": "GraphQL", "grpc": "gRPC", "hr": "HR", "html": "HTML", "http": "HTTP", "iot": "IoT", "ios": "iOS",
	"android": "Android", "it": "IT", "java": "Java", "javascript": "JavaScript", "kotlin": "Kotlin", "kpi": "KPI",
	"kubernetes": "Kubernetes", "linkedin": "LinkedIn", "linux": "Linux", "llm": "LLM", "llms": "LLMs", "ml": "ML",
	"mlops": "MLOps", "node": "Node", "okr": "OKR", "pr": "PR", "postgres": "Postgres", "postgresql": "PostgreSQL",
	"python": "Python", "qa": "QA", "rest": "REST", "roi": "ROI", "ruby": "Ruby", "rust": "Rust", "saas": "SaaS",
	"sdk": "SDK", "seo": "SEO", "slack": "Slack", "sql": "SQL", "sre": "SRE", "swift": "Swift", "tcp": "TCP",
	"typescript": "TypeScript", "ui": "UI", "us": "US", "uk": "UK", "ux": "UX", "vpn": "VPN", "wasm": "WebAssembly",
	"webassembly": "WebAssembly",
}

// TopicLabel spells a lower-case topic as people write it: "go" is Go, "platform-engineering" is platform engineering.
func TopicLabel(topic string) string {
	words := strings.FieldsFunc(topic, func(c rune) bool { return c == ' ' || c == '-' || c == '_' })
	for i, word := range words {
		if spelled, ok := spelledTopics[strings.ToLower(word)]; ok {
			words[i] = spelled
		}
	}
	return strings.Join(words, " ")
}

// kindWords are the kinds in the plural, inside a sentence. A kind that is missing here
// gives no word, and callers leave it out.
var kindWords = map[store.AssetKind]string{
	store.Article: "articles", store.Job: "open roles", store.Culture: "culture stories", store.CaseStudy: "case studies",
	store.ThoughtLeadership: "opinion pieces", store.Event: "events",
}

// numberWord spells small numbers, as running text does.
func numberWord(n int) string {
	small := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
		"twelve"}
	if n >= 0 && n < len(small) {
		return small[n]
	}
	return strconv.Itoa(n)
}

// inSentence lowers the first letter of a name that stands inside a sentence, unless its first word is an abbreviation
// or holds other capitals ("HR", "DevOps"). "Engineering" becomes "engineering".
func inSentence(name string) string {
	word, _, _ := strings.Cut(name, " ")
	_, size := utf8.DecodeRuneInString(word)
	if strings.ContainsFunc(word[size:], unicode.IsUpper) || utf8.RuneCountInString(word) < 2 {
		return name
	}
	first, _ := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}
