// Tag rules as curators write them, one a line: words => topic: x, persona: y, kind: z.

package source

import (
	"fmt"
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/store"
)

// ruleExample shows how a rule is written.
const ruleExample = "kubernetes, platform team => topic: cloud, persona: Engineering"

// parseRules reads the rules of a form. Every line with a mistake is named, all in one text; "" when there is none.
func parseRules(text string, personas []store.Persona) (rules []store.TagRule, problem string) {
	var problems []string
	number := 0
	for line := range strings.SplitSeq(block.Clean(text), "\n") {
		number++
		if strings.TrimSpace(line) == "" {
			continue
		}
		rule, wrong := parseRule(line, personas)
		if wrong != "" {
			problems = append(problems, fmt.Sprintf("Line %d: %s", number, wrong))
			continue
		}
		rules = append(rules, rule)
	}
	return rules, strings.Join(problems, " ")
}

// parseRule reads one line.
func parseRule(line string, personas []store.Persona) (rule store.TagRule, wrong string) {
	// Word processors and phones turn the arrow into one sign.
	line = strings.NewReplacer("⇒", "=>", "→", "=>", "“", `"`, "”", `"`, "„", `"`).Replace(line)
	left, right, found := cutOutside(line, "=>")
	if !found {
		return rule, "write words, then =>, then what they stand for, as in: " + ruleExample + "."
	}
	for _, word := range splitOutside(left) {
		if word = unquote(word); word != "" {
			rule.Words = append(rule.Words, word)
		}
	}
	if len(rule.Words) == 0 {
		return rule, "the words to look for are missing before =>."
	}
	key := ""
	for _, part := range splitOutside(right) {
		// A value without a key goes with the key before it: "topic: go, cloud".
		if k, v, named := cutOutside(part, ":"); named {
			key, part = strings.ToLower(strings.TrimSpace(k)), v
		}
		part = unquote(part)
		if part == "" && key == "" {
			continue
		}
		if wrong = addToRule(&rule, key, part, personas); wrong != "" {
			return rule, wrong
		}
	}
	if len(rule.Topics) == 0 && len(rule.Personas) == 0 && rule.Kind == "" {
		return rule, "say after => which topic, persona or kind the words stand for."
	}
	return rule, ""
}

// addToRule takes over one value of a rule's right side.
func addToRule(rule *store.TagRule, key, value string, personas []store.Persona) (wrong string) {
	if value == "" {
		return fmt.Sprintf("nothing stands after %q.", key+":")
	}
	switch key {
	case "topic", "topics":
		rule.Topics = append(rule.Topics, strings.ToLower(value))
	case "persona", "personas":
		i := slices.IndexFunc(personas, func(p store.Persona) bool {
			return strings.EqualFold(string(p.ID), value) || strings.EqualFold(unquote(p.Name), value)
		})
		if i < 0 {
			return fmt.Sprintf("there is no persona %q.", block.Cut(value, 40))
		}
		rule.Personas = append(rule.Personas, personas[i].ID)
	case "kind":
		kind, known := parseKind(value)
		switch {
		case !known:
			return fmt.Sprintf("%q is no kind of content; there are %s.", block.Cut(value, 40), block.List(ruleKinds()))
		case rule.Kind != "":
			return "a rule gives one kind."
		}
		rule.Kind = kind
	case "":
		return fmt.Sprintf("say what %q is: topic, persona or kind, with a colon.", block.Cut(value, 40))
	default:
		return fmt.Sprintf("%q is not known; write topic, persona or kind.", block.Cut(key, 40))
	}
	return ""
}

// parseKind reads a kind by its name or its short name, whatever its case.
func parseKind(text string) (store.AssetKind, bool) {
	for _, kind := range store.AssetKinds {
		if strings.EqualFold(block.KindName(kind), text) || strings.EqualFold(strings.ReplaceAll(string(kind), "_", " "), strings.ReplaceAll(text, "_", " ")) {
			return kind, true
		}
	}
	return "", false
}

// ruleKinds are the kinds as a rule names them.
func ruleKinds() []string {
	var words []string
	for _, kind := range store.AssetKinds {
		words = append(words, strings.ReplaceAll(string(kind), "_", " "))
	}
	return words
}

// writeRules writes rules as parseRules reads them.
func writeRules(rules []store.TagRule, personas []store.Persona) string {
	var lines []string
	for _, rule := range rules {
		var words, given []string
		for _, word := range rule.Words {
			words = append(words, ruleWord(word))
		}
		for _, topic := range rule.Topics {
			given = append(given, "topic: "+ruleWord(topic))
		}
		for _, id := range rule.Personas {
			given = append(given, "persona: "+ruleWord(string(id)))
			if i := slices.IndexFunc(personas, func(p store.Persona) bool { return p.ID == id }); i >= 0 {
				given[len(given)-1] = "persona: " + ruleWord(personas[i].Name)
			}
		}
		if rule.Kind != "" {
			given = append(given, "kind: "+strings.ReplaceAll(string(rule.Kind), "_", " "))
		}
		lines = append(lines, strings.Join(words, ", ")+" => "+strings.Join(given, ", "))
	}
	return strings.Join(lines, "\n")
}

// ruleWord puts text that holds a sign of the notation into double quotes.
func ruleWord(text string) string {
	text = unquote(text)
	if strings.ContainsAny(text, ",;:") || strings.Contains(text, "=>") {
		return `"` + text + `"`
	}
	return text
}

// unquote takes the double quotes and the blanks around away; inside a word quotes mean nothing.
func unquote(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, `"`, " ")), " ")
}

// cutOutside is strings.Cut at the first separator that does not stand between double quotes.
func cutOutside(text, separator string) (before, after string, found bool) {
	quoting := false
	for i := range text {
		switch {
		case text[i] == '"':
			quoting = !quoting
		case !quoting && strings.HasPrefix(text[i:], separator):
			return text[:i], text[i+len(separator):], true
		}
	}
	return text, "", false
}

// splitOutside splits at commas and semicolons that do not stand between double quotes.
func splitOutside(text string) []string {
	quoting := false
	return strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' {
			quoting = !quoting
		}
		return !quoting && (r == ',' || r == ';')
	})
}
