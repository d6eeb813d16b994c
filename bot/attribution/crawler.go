// Crawlers: programs that read pages, known by what they call themselves.

package attribution

import (
	_ "embed"
	"regexp"
	"regexp/syntax"
	"strings"
)

// agentPatterns say which user agents are those of programs. They were tried on the public lists of crawlers and
// browsers (isbot, crawler-user-agents), see TestAgents_PublicLists.
//
//go:embed agents.txt
var agentPatterns string

// agents are the sections of agentPatterns.
var agents = readAgents(agentPatterns)

// matcher looks for words and for expressions. One large expression would take a millisecond for each agent, and most
// patterns are plain words.
type matcher struct {
	words []string
	rules []rule
}

// rule is an expression and a word without which it cannot match.
type rule struct {
	word       string
	expression *regexp.Regexp
}

// readAgents reads the sections. Agents are compared in lower case, and so are the patterns written.
func readAgents(text string) map[string]*matcher {
	sections := map[string]*matcher{}
	var section *matcher
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "", strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = &matcher{}
			sections[strings.Trim(line, "[]")] = section
		default:
			for pattern := range strings.FieldsSeq(line) {
				section.add(pattern)
			}
		}
	}
	return sections
}

// add takes in one pattern.
func (m *matcher) add(pattern string) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic("attribution: agents.txt: " + err.Error())
	}
	word := needed(parsed.Simplify())
	if parsed.Op == syntax.OpLiteral {
		m.words = append(m.words, word)
		return
	}
	m.rules = append(m.rules, rule{word, regexp.MustCompile(pattern)})
}

// needed is the longest text that stands in whatever an expression matches, "" when there is none.
func needed(e *syntax.Regexp) (longest string) {
	switch e.Op {
	case syntax.OpLiteral:
		return string(e.Rune)
	case syntax.OpConcat, syntax.OpCapture, syntax.OpPlus:
		for _, part := range e.Sub {
			if word := needed(part); len(word) > len(longest) {
				longest = word
			}
		}
	}
	return longest
}

// match tells whether anything is found in an agent.
func (m *matcher) match(agent string) bool {
	for _, word := range m.words {
		if strings.Contains(agent, word) {
			return true
		}
	}
	for _, r := range m.rules {
		if strings.Contains(agent, r.word) && r.expression.MatchString(agent) {
			return true
		}
	}
	return false
}

// cover puts a sign in the place of everything that is found.
func (m *matcher) cover(agent string) string {
	for _, word := range m.words {
		agent = strings.ReplaceAll(agent, word, "~")
	}
	for _, r := range m.rules {
		if strings.Contains(agent, r.word) {
			agent = r.expression.ReplaceAllString(agent, "~")
		}
	}
	return agent
}

// maxAgent cuts user agents: no browser's is longer, and matching takes time.
const maxAgent = 512

// fold is an agent as it is compared.
func fold(agent string) string { return strings.ToLower(agent[:min(len(agent), maxAgent)]) }

// IsCrawler tells whether a user agent is that of a program: it calls itself one, or it names no browser and no device.
func IsCrawler(agent string) bool {
	agent = fold(agent)
	// Most are people: what is harmless is only looked for where something looks like a program.
	if crawler := agents["crawler"]; crawler.match(agent) && crawler.match(agents["harmless"].cover(agent)) {
		return true
	}
	return !agents["browser"].match(agent) || agents["preview"].match(agent)
}

// IsPreview tells whether a user agent is that of a network or messenger that makes the card of a page.
func IsPreview(agent string) bool { return agents["preview"].match(fold(agent)) }
