// The settings of sharing: who reviews what can be shared, and how posts say who their author works for.

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

var sharingSettings = Section{"sharing", "Disclosure", "Sharing.", []Setting{
	{Key: "sharing.disclosure", Name: "disclosure", Label: "Default",
		Hint: "How a post says that its author works here. Empty: \"I work at\" and the company's name.",
		Words: "How a post says that its author works here, 1 to 200 characters, by network (linkedin, x, bluesky, " +
			"threads, facebook, mastodon, reddit, whatsapp, email, copy) and default for all others. Without any: " +
			"\"I work at COMPANY.\"",
		Default: map[string]string(nil), Each: text.MaxShort, Values: append([]string{DefaultNetwork}, networkKeys...),
		access: byNetwork(func(s *Settings) *map[term.Network]string { return &s.Disclosure })},
	{Key: "sharing.disclosure_by_language", Name: "disclosures", Label: "By language and country",
		Hint: "One a line: " + disclosureExample + " Also en-GB, GB, or linkedin/de for one network.",
		Words: "The same by the language of the post and the country of its author: de, AT, de-AT, or linkedin/de for one " +
			"network; after an equals sign the words. The closest one is used.",
		Default: []string(nil), Max: 100, Each: text.MaxShort + 20,
		access: texts(func(s *Settings) *[]string { return &s.Disclosures })},
	{Key: "sharing.same_text_per_day", Name: "same_text", Label: "Colleagues who get the same text on one day",
		Words: "How many colleagues a day get the same suggested text of an item to post as it is; the next ones get " +
			"another one, or are asked for their own words.",
		Default: 3, Min: 1, Max: 10000, access: plain(func(s *Settings) *int { return &s.SameText })},
	{Key: "sharing.confirmed", Name: "disclosure_confirmed",
		Words:   "Whether a program manager has confirmed how posts say it: sharing waits for that.",
		Default: false, access: plain(func(s *Settings) *bool { return &s.DisclosureConfirmed })},
}}

// checkWords holds the disclosures to being there: an empty one would drop the notice that advertising law asks of
// employees. A network without its own text uses the default.
func (s *Settings) checkWords(wrong *problem.Fields) {
	for network, words := range s.Disclosure {
		field := "disclosure/" + string(network)
		if network != "" && !slices.Contains(term.Networks, network) {
			wrong.Set(field, "This network is not known.")
		}
		if text.Line(words) == "" || text.Longer(words, text.MaxShort) {
			wrong.Set(field, fmt.Sprintf("A disclosure needs 1 to %d characters.", text.MaxShort))
		}
	}
}

var reviewSettings = Section{"review", "Review", "Review of new content.", []Setting{
	{Key: "review.remind_hours", Name: "review_hours", Label: "Working hours until curators are reminded",
		Words:   "Working hours until curators are reminded.",
		Default: 4, Min: 1, Max: 400, access: plain(func(s *Settings) *int { return &s.ReviewHours })},
	{Key: "review.escalate_hours", Name: "review_late", Label: "Working hours until managers are told",
		Words:   "Working hours until program managers are told.",
		Default: 24, Min: 1, Max: 400, access: plain(func(s *Settings) *int { return &s.ReviewLate })},
	{Key: "review.regulated_topics", Name: "regulated", Label: "Regulated topics",
		Hint: "One a line. A compliance reviewer approves their items as well, and own words about them.",
		Words: "Topics whose items a compliance reviewer approves as well; own words about them wait for approval, and " +
			"posts are archived.",
		Default: []string(nil), Max: MaxRegulated, Each: text.MaxTopic,
		access: texts(func(s *Settings) *[]string { return &s.Regulated })},
	{Key: "review.archive_days", Name: "archive_days", Label: "Days for which compliance's decisions are kept",
		Words: "Days for which posts about regulated topics, and decisions of compliance about texts, are kept. The " +
			"default is three years, which SEC rule 17a-4(b) asks of brokers' communications.",
		Default: 1096, Min: 30, Max: 3660, access: plain(func(s *Settings) *int { return &s.ArchiveDays })},
}}

// Regulates tells whether compliance must approve what has topics: one of them is regulated.
func (s Settings) Regulates(topics []string) bool { return s.RegulatedTopic(topics) != "" }

// RegulatedTopic is the first of topics that is regulated, "" when none is.
func (s Settings) RegulatedTopic(topics []string) string {
	for _, topic := range topics {
		if slices.Contains(s.Regulated, topic) {
			return topic
		}
	}
	return ""
}

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
