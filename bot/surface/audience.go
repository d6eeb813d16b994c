// Audiences, languages and personas in forms and in words.

package surface

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
	"vouch/store/text"
)

// AudienceInput asks for outside readers.
func AudienceInput(label, none string, chosen []store.Audience, hint string) slack.Block {
	options := block.Options(store.Audiences, func(a store.Audience) (string, string) { return string(a), a.Label() })
	return block.Input(FieldAudiences, label, block.SelectMany(block.InputValue, none, options, 0,
		text.As[string](chosen)...), hint, true)
}

// AudienceNames lists outside readers: "Buyers, Partners"; "" for none.
func AudienceNames(list []store.Audience) string {
	return strings.Join(text.Mapped(list, store.Audience.Label), ", ")
}

// languages are those that forms offer, by tag and by the name its readers give it.
var languages = [][2]string{{"en", "English"}, {"ar", "العربية"}, {"cs", "Čeština"}, {"da", "Dansk"}, {"de", "Deutsch"},
	{"el", "Ελληνικά"}, {"es", "Español"}, {"fi", "Suomi"}, {"fr", "Français"}, {"he", "עברית"}, {"hi", "हिन्दी"},
	{"hu", "Magyar"}, {"it", "Italiano"}, {"ja", "日本語"}, {"ko", "한국어"}, {"nb", "Norsk"}, {"nl", "Nederlands"},
	{"pl", "Polski"}, {"pt", "Português"}, {"ro", "Română"}, {"sv", "Svenska"}, {"tr", "Türkçe"}, {"uk", "Українська"},
	{"zh", "中文"}}

// LanguageOptions offer languages by name, and those of kept that have none here by their tag.
func LanguageOptions(kept ...string) (options []*slack.OptionBlockObject) {
	for _, language := range languages {
		options = append(options, block.Option(language[0], language[1]))
	}
	for _, tag := range kept {
		if tag != "" && !slices.ContainsFunc(languages, func(known [2]string) bool { return known[0] == tag }) {
			options = append(options, block.Option(tag, tag))
		}
	}
	return options
}

// FitWords says from what a persona was proposed, as plain text that goes on after "from".
func FitWords(q *store.Query, fit store.Fit) string {
	switch fit.By {
	case store.ByGroup:
		return "your user group" + PlaceName(q.Memberships(), fit.Value, ", @")
	case store.ByChannel:
		return "a channel you are in" + PlaceName(q.Memberships(), fit.Value, ", #")
	}
	return "your " + string(fit.By) + ", " + block.Cut(strings.TrimSpace(fit.Value), 80)
}

// PlaceName is the name of a user group or channel after a sign; "" when nobody has read it.
func PlaceName(places []store.Membership, id, sign string) string {
	i := slices.IndexFunc(places, func(m store.Membership) bool { return m.Place == id })
	if i < 0 || places[i].Name == "" {
		return ""
	}
	return sign + block.Cut(places[i].Name, 80)
}
