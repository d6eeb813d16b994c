// Disclosures by language and country: which words say where an author works, for the reader of one post.

package settings

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// disclosureRule says words for posts of a language, a country or both, on one network or on all.
type disclosureRule struct {
	network          term.Network
	language, region string
	words            string
}

// rulePlace is a language such as de, a country such as AT, or a language with its country such as de-AT.
var rulePlace = regexp.MustCompile(`^(?:([a-z]{2,3})(?:-([A-Z]{2}))?|([A-Z]{2}))$`)

// parseDisclosure reads a rule such as "linkedin/de = Ich arbeite bei Acme."
func parseDisclosure(rule string) (r disclosureRule, ok bool) {
	place, words, _ := strings.Cut(rule, "=")
	place, r.words = strings.TrimSpace(place), text.Line(words)
	if network, rest, found := strings.Cut(place, "/"); found {
		r.network, place = term.Network(network), rest
	}
	parts := rulePlace.FindStringSubmatch(place)
	if parts == nil || r.words == "" || (r.network != "" && !slices.Contains(term.Networks, r.network)) {
		return r, false
	}
	r.language, r.region = parts[1], parts[2]+parts[3]
	return r, true
}

// DisclosureIn is the text for a post on a network in a language and a country, given as a tag such as de-AT: of the
// rules that fit the closest one, where the language counts more than the country and both more than the network; else
// the network's text, else the program's, "" for none.
func (s *Settings) DisclosureIn(n term.Network, tag string) string {
	language, region := BaseLanguage(tag), Region(tag)
	best, words := 0, ""
	for _, rule := range s.Disclosures {
		r, ok := parseDisclosure(rule)
		if !ok || (r.network != "" && r.network != n) || (r.language != "" && r.language != language) ||
			(r.region != "" && r.region != region) {
			continue
		}
		fit := 0
		for weight, said := range map[int]bool{4: r.language != "", 2: r.region != "", 1: r.network != ""} {
			if said {
				fit += weight
			}
		}
		if fit > best {
			best, words = fit, r.words
		}
	}
	for _, other := range []string{s.Disclosure[n], s.Disclosure[""]} {
		if words == "" {
			words = text.Line(other)
		}
	}
	return words
}

// Region is the country of a tag such as pt-BR or en_US, "" for none.
func Region(tag string) string {
	_, region, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	return strings.ToUpper(region)
}

// checkDisclosures refuses rules that nothing would follow.
func (s *Settings) checkDisclosures(wrong *problem.Fields) {
	for _, rule := range s.Disclosures {
		r, ok := parseDisclosure(rule)
		switch {
		case !ok:
			wrong.Set("disclosures", fmt.Sprintf("%q is not understood. Write it like %s.", text.Cut(rule, 40),
				disclosureExample))
		case text.Longer(r.words, text.MaxShort):
			wrong.Set("disclosures", fmt.Sprintf("A disclosure needs 1 to %d characters.", text.MaxShort))
		}
	}
}

const disclosureExample = "de = Ich arbeite bei Acme."
