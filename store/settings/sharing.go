// The settings of sharing: how posts say who their author works for, and who reviews what can be shared.

package settings

import (
	"fmt"
	"slices"
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
