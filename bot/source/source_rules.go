// Tag rules as curators write them, one a line: words => topic: x, persona: y, kind: z.

package source

import (
	"fmt"
	"reflect"
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
	// Word processors and phones turn the arrow into one sign; quotes around words mean nothing.
	line = strings.NewReplacer("⇒", "=>", "→", "=>", "“", "", "”", "", "„", "", `"`, "").Replace(line)
	left, right, found := strings.Cut(line, "=>")
	if !found {
		return rule, "write words, then =>, then what they stand for, as in: " + ruleExample + "."
	}
	if rule.Words = ruleParts(left); len(rule.Words) == 0 {
		return rule, "the words to look for are missing before =>."
	}
	key := ""
	for _, part := range ruleParts(right) {
		// A value without a key goes with the key before it: "topic: go, cloud".
		name, value, _ := strings.Cut(part, ":")
		if name = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(name)), "s"); name == "topic" || name == "persona" ||
			name == "kind" {
			key, part = name, strings.TrimSpace(value)
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

// ruleParts splits at commas and semicolons, with one blank between words.
func ruleParts(text string) (parts []string) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// addToRule takes over one value of a rule's right side.
func addToRule(rule *store.TagRule, key, value string, personas []store.Persona) (wrong string) {
	if value == "" {
		return fmt.Sprintf("nothing stands after %q.", key+":")
	}
	switch key {
	case "topic":
		rule.Topics = append(rule.Topics, strings.ToLower(value))
	case "persona":
		i := slices.IndexFunc(personas, func(p store.Persona) bool {
			return strings.EqualFold(string(p.ID), value) || strings.EqualFold(strings.ReplaceAll(p.Name, `"`, ""), value)
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
	default:
		return fmt.Sprintf("say what %q is: topic, persona or kind, with a colon.", block.Cut(value, 40))
	}
	return ""
}

// parseKind reads a kind by its name or its short name, whatever its case.
func parseKind(text string) (store.AssetKind, bool) {
	for _, kind := range store.AssetKinds {
		if strings.EqualFold(block.KindName(kind), text) ||
			strings.EqualFold(strings.ReplaceAll(string(kind), "_", " "), strings.ReplaceAll(text, "_", " ")) {
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

// ruleSigns are the signs of the notation. Rules look for whole words, so they mean nothing inside one.
var ruleSigns = strings.NewReplacer(",", " ", ";", " ", "=>", " ", `"`, " ")

// writeRules writes rules as parseRules reads them; false when it would read others, as of a topic with a comma in a
// program's file.
func writeRules(rules []store.TagRule, personas []store.Persona) (written string, same bool) {
	var lines []string
	rules = slices.Clone(rules)
	for n, rule := range rules {
		var given, words []string
		for _, word := range rule.Words {
			words = append(words, strings.Join(strings.Fields(ruleSigns.Replace(word)), " "))
		}
		rules[n].Words = words
		for _, topic := range rule.Topics {
			given = append(given, "topic: "+topic)
		}
		for _, id := range rule.Personas {
			name := string(id)
			i := slices.IndexFunc(personas, func(p store.Persona) bool { return p.ID == id })
			if i >= 0 && !strings.ContainsAny(personas[i].Name, ",;") {
				name = personas[i].Name
			}
			given = append(given, "persona: "+name)
		}
		if rule.Kind != "" {
			given = append(given, "kind: "+strings.ReplaceAll(string(rule.Kind), "_", " "))
		}
		lines = append(lines, strings.Join(words, ", ")+" => "+strings.Join(given, ", "))
	}
	written = strings.Join(lines, "\n")
	again, wrong := parseRules(written, personas)
	return written, wrong == "" && reflect.DeepEqual(again, rules)
}
