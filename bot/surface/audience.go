// Audiences and languages in forms: the outside readers and the languages there are to choose from.

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
	var options []*slack.OptionBlockObject
	for _, a := range store.Audiences {
		options = append(options, block.Option(string(a), a.Label()))
	}
	return block.Input(FieldAudiences, label, block.SelectMany(block.InputValue, none, options, 0,
		text.As[string](chosen)...), hint, true)
}

// AudienceNames lists outside readers: "Buyers, Partners"; "" for none.
func AudienceNames(list []store.Audience) string {
	var names []string
	for _, a := range list {
		names = append(names, a.Label())
	}
	return strings.Join(names, ", ")
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
