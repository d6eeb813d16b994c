// What somebody types after /refer: a name, an e-mail address and a profile, in any order and however Slack marked them up.

package bot

import (
	"net/mail"
	"net/url"
	"strings"

	"vouch/store"
)

// maxReferAddress is the longest address taken over into the form; real ones are far shorter.
const maxReferAddress = 200

// parseReferText finds an e-mail address and a web address in free text; the rest is the name. Slack may have turned both into
// links ("<mailto:a@b.co|a@b.co>").
func parseReferText(text string) store.Person {
	var person store.Person
	var name []string
	for word := range strings.FieldsFuncSeq(clean(text), isSpace) {
		word = strings.Trim(word, "<>,;()\"'“”‘’")
		if before, _, found := strings.Cut(word, "|"); found {
			word = before
		}
		word = strings.TrimPrefix(word, "mailto:")
		profile := webAddress(word)
		switch {
		case person.Email == "" && isEmail(word):
			person.Email = word
		case person.Profile == "" && profile != "":
			person.Profile = profile
		case profile == "" && !strings.ContainsRune(word, '@') && word != "":
			name = append(name, word)
		}
	}
	person.Name = cut(strings.Join(name, " "), maxReferName)
	return person
}

// isEmail accepts what the form's e-mail field would accept.
func isEmail(word string) bool {
	address, err := mail.ParseAddress(word)
	return err == nil && len(word) <= maxReferAddress && address.Address == word && strings.Contains(word[strings.LastIndexByte(word, '@'):], ".")
}

// webAddress is an absolute http or https address, "" when word is none. Profiles are often written without the scheme.
func webAddress(word string) string {
	lower := strings.ToLower(word)
	if strings.HasPrefix(lower, "www.") || strings.HasPrefix(lower, "linkedin.com/") || strings.HasPrefix(lower, "github.com/") {
		word = "https://" + word
	}
	parsed, err := url.Parse(word)
	if err != nil || len(word) > maxReferAddress || (parsed.Scheme != "https" && parsed.Scheme != "http") || parsed.Host == "" {
		return ""
	}
	return word
}
