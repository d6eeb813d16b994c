// Confidential phrases: what must not stand in a post, and why.

package settings

import (
	"fmt"
	"slices"
	"strings"

	"vouch/store/problem"
	"vouch/store/text"
)

// ConfidentialPhrase finds the first confidential phrase in words, with the reason that its rule gives; "" none. A rule
// is a phrase, or a phrase, an equals sign and the reason.
func (s *Settings) ConfidentialPhrase(words string) (phrase, why string) {
	phrases, reasons := make([]string, len(s.Confidential)), map[string]string{}
	for i, rule := range s.Confidential {
		phrases[i], why = splitRule(rule)
		reasons[phrases[i]] = why
	}
	phrase = text.FirstPhrase(words, phrases)
	return phrase, reasons[phrase]
}

// WhyStopped says in a sentence which rule stops a text about topics, "" for none. Texts that the program supplied were
// read by compliance.
func (s *Settings) WhyStopped(words string, topics []string, supplied bool) string {
	phrase, why := s.ConfidentialPhrase(words)
	topic := s.RegulatedTopic(topics)
	switch {
	case phrase != "" && why != "":
		return fmt.Sprintf("%q must not be posted (%s).", phrase, why)
	case phrase != "":
		return fmt.Sprintf("%q must not be posted.", phrase)
	case topic != "" && !supplied:
		return fmt.Sprintf("%q is regulated, so compliance reads own words about it first.", text.UpperFirst(topic))
	}
	return ""
}

func splitRule(rule string) (phrase, why string) {
	phrase, why, _ = strings.Cut(rule, "=")
	return strings.TrimSpace(phrase), strings.TrimSpace(why)
}

// checkConfidential refuses rules that would be found in everything.
func (s *Settings) checkConfidential(wrong *problem.Fields) {
	for _, rule := range s.Confidential {
		if phrase, _ := splitRule(rule); text.PhraseLength(phrase) < text.PhraseMin {
			wrong.Set("confidential", fmt.Sprintf("%q is too short and would be found in everything: write %d letters or more.",
				text.Cut(rule, 40), text.PhraseMin))
		}
	}
}

// TooWide is the first phrase that is new since before and stands in the disclosure, or in most of the texts that can
// be shared; "" none.
func (s *Settings) TooWide(before *Settings, texts func() []string) string {
	for _, rule := range s.Confidential {
		if slices.Contains(before.Confidential, rule) {
			continue
		}
		phrase, _ := splitRule(rule)
		all, found := texts(), 0
		for _, words := range all {
			if text.FirstPhrase(words, []string{phrase}) != "" {
				found++
			}
		}
		if len(all) >= fewTexts && 2*found > len(all) ||
			text.FirstPhrase("I work at "+s.Company+".", []string{phrase}) != "" {
			return phrase
		}
	}
	return ""
}

// fewTexts is from how many texts on it tells something that a phrase is in most of them.
const fewTexts = 3

var confidentialSettings = Section{"confidential", "Confidentiality", "What must not stand in a post.", []Setting{
	{Key: "confidential.phrases", Name: "confidential", Label: "Phrases that stop a post",
		Hint: "One a line, the reason after an equals sign: Project Falcon = not public yet",
		Words: "Phrases that stop a post, such as code names and customers; after an equals sign the reason, which the " +
			"writer reads. Case, accents, spaces and hidden signs make no difference.",
		Default: []string(nil), Max: 200, Each: 200,
		access: texts(func(s *Settings) *[]string { return &s.Confidential })},
}}
