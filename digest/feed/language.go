// The language of a text: as declared, or as its letters and small words suggest.

package feed

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// baseLanguage reduces a declared language ("en-US", "de_AT") to its base ("en", "de"); empty when it declares none.
// The result is an ISO 639 code such as "en".
func baseLanguage(declared string) string {
	declared = strings.ReplaceAll(strings.TrimSpace(declared), "_", "-")
	if declared == "" || len(declared) > 40 {
		return ""
	}
	tag, err := language.Parse(declared)
	if err != nil {
		return ""
	}
	base, confidence := tag.Base()
	if confidence <= language.Low || base.String() == "und" {
		return ""
	}
	return base.String()
}

// smallWords are frequent in one language and rare in the others listed. Frequent words that no text of some length
// goes without; words that several languages share are left in, because the lead over the second decides.
var smallWords = map[string][]string{
	"en": strings.Fields("the and of to is for with that this are from our we how you what why your it on by at be an"),
	"de": strings.Fields("der die das und ist nicht mit für auf ein eine wir wie von den dem des zu auch sich im bei " +
		"sind werden"),
	"fr": strings.Fields("le les des et est une pour dans nous vous avec sur du au qui que pas ce notre comment aux sont"),
	"es": strings.Fields("el los las y es una para con por del que en cómo nuestro nuestra más son al como sobre"),
	"it": strings.Fields("il gli e è una per con del della che di nel come nostro nostra sono più dei alla le"),
	"pt": strings.Fields("o os as e é uma para com do da dos das que em não como nosso nossa mais são ao no na"),
	"nl": strings.Fields("het een en van is voor met dat niet op wij hoe zijn ook naar bij onze deze te aan"),
	"sv": strings.Fields("och att det är en för med som på inte av vi hur till ett den från vår våra"),
	"pl": strings.Fields("i w na z jest nie się do jak że to dla przez są od oraz nasze naszych po"),
}

// scripts name the language a script stands for when nothing better is known; the first with enough letters counts.
var scripts = []struct {
	table *unicode.RangeTable
	name  string
}{
	{unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Hangul, "ko"}, {unicode.Han, "zh"}, {unicode.Greek, "el"},
	{unicode.Arabic, "ar"}, {unicode.Hebrew, "he"}, {unicode.Thai, "th"}, {unicode.Devanagari, "hi"},
}

// GuessLanguage names the language of a text of at least a few words, or "" when the evidence is thin: two small words
// more than any other language has, or a script that few languages share.
func GuessLanguage(text string) string {
	// A thousand characters decide as well as a whole article.
	text = strings.ToLower(shorten(text, 1000))
	if name := guessByScript(text); name != "" {
		return name
	}
	present := map[string]int{}
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		present[word]++
	}
	best, second, name := 0, 0, ""
	// A fixed order, so that the same text always gives the same language.
	for _, candidate := range []string{"en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl"} {
		hits := 0
		for _, word := range smallWords[candidate] {
			// A word repeated all over must not decide alone.
			hits += min(present[word], 3)
		}
		switch {
		case hits > best:
			best, second, name = hits, best, candidate
		case hits > second:
			second = hits
		}
	}
	// Related languages share small words; a lead of one is chance.
	if best < second+2 {
		return ""
	}
	return name
}

// guessByScript decides when a fifth of the letters or more are of one telling script.
func guessByScript(text string) string {
	letters, cyrillic, ukrainian := 0, 0, 0
	counts := make([]int, len(scripts))
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		// Latin letters, the most frequent case, need none of the lookups below.
		if r < 0x0250 {
			continue
		}
		if unicode.Is(unicode.Cyrillic, r) {
			cyrillic++
			if strings.ContainsRune("іїєґ", r) {
				ukrainian++
			}
		}
		for i, script := range scripts {
			if unicode.Is(script.table, r) {
				counts[i]++
			}
		}
	}
	for i, script := range scripts {
		// A fifth of the letters: such texts are full of Latin names and terms. Japanese comes before Chinese in the
		// list, because it uses both.
		if counts[i] > 0 && counts[i]*5 >= letters {
			return script.name
		}
	}
	switch {
	case cyrillic == 0 || cyrillic*2 < letters:
		return ""
	case ukrainian > 0:
		return "uk"
	}
	return "ru"
}
