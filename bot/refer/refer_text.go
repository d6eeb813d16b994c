// What somebody types after /refer: a name and the ways to reach them, in any order and however Slack marked them up.

package refer

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/store"
)

// maxReferAddress is the longest address taken over into the form; real ones are far shorter.
const maxReferAddress = 200

// parseReferText finds an e-mail address, a web address and a phone number in free text, parted by white space, commas
// or semicolons; the rest is the name. Slack may have turned addresses into links ("<mailto:a@b.co|a@b.co>"). What names
// nobody who could be referred, such as a mention, half an address or a second one, comes back as ignored.
func parseReferText(text string) (person store.Person, ignored []string) {
	var name []string
	inPhone := false
	for word := range strings.FieldsFuncSeq(block.Clean(text), isBetweenWords) {
		marked := strings.HasPrefix(word, "<!") || strings.HasPrefix(word, "<#")
		word = strings.Trim(word, "<>\"'“”‘’")
		if before, _, found := strings.Cut(word, "|"); found {
			word = before
		}
		if inPhone = isPhonePart(word, inPhone, person.Phone); inPhone {
			person.Phone = block.Cut(strings.TrimSpace(person.Phone+" "+word), maxReferPhone)
			continue
		}
		word = strings.TrimPrefix(strings.Trim(word, "()"), "mailto:")
		profile := webAddress(word)
		switch {
		case word == "":
		case person.Email == "" && isEmail(word):
			person.Email = word
		case person.Profile == "" && profile != "":
			person.Profile = profile
		case marked || profile != "" || strings.ContainsRune(word, '@'):
			ignored = append(ignored, word)
		default:
			name = append(name, word)
		}
	}
	person.Name = block.Cut(strings.Join(name, " "), maxReferName)
	return person, ignored
}

// isBetweenWords tells what parts a name and the ways to reach it.
func isBetweenWords(r rune) bool { return dispatch.IsSpace(r) || r == ',' || r == ';' }

// ReadContact reads the one box for all ways to reach somebody; problem says what in it is none.
func ReadContact(text string) (person store.Person, problem string) {
	person, odd := parseReferText(text)
	if person.Name != "" {
		odd = append(odd, person.Name)
	}
	person.Name = ""
	return person, notUnderstood(odd)
}

// notUnderstood says what of the typed text could not be used, "" when all could.
func notUnderstood(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return "Not understood: “" + block.Cut(strings.Join(words, " "), 60) + "”. " + contactHint
}

// contactHint says what the box for contacts takes.
const contactHint = "Write an e-mail address, a phone number such as +49 30 1234567, or a profile's address: " +
	"one of each at most."

// contactLine writes the ways to reach somebody as ReadContact reads them.
func contactLine(p store.Person) string {
	ways := slices.DeleteFunc([]string{p.Email, p.Phone, p.Profile}, func(way string) bool { return way == "" })
	return strings.Join(ways, ", ")
}

// isPhonePart tells whether a word belongs to a phone number: the first begins with + or 00, as the store wants
// numbers, the others follow it and are digits and signs only.
func isPhonePart(word string, inPhone bool, phone string) bool {
	digits := strings.ContainsAny(word, "0123456789")
	for _, r := range strings.TrimPrefix(word, "+") {
		if !strings.ContainsRune("0123456789()-./", r) {
			return false
		}
	}
	begins := strings.HasPrefix(word, "+") || strings.HasPrefix(word, "00")
	return digits && (inPhone && !begins || phone == "" && begins)
}

// isEmail accepts what the form's e-mail field would accept.
func isEmail(word string) bool {
	address, err := mail.ParseAddress(word)
	return err == nil && len(word) <= maxReferAddress && address.Address == word && strings.Contains(word[strings.LastIndexByte(word, '@'):], ".")
}

// webAddress is an absolute http or https address, "" when word is none. Profiles are often written without the scheme.
func webAddress(word string) string {
	// "node.js" must stay a word, so a site without a scheme has a page behind it.
	if site, page, _ := strings.Cut(word, "/"); strings.HasPrefix(strings.ToLower(word), "www.") ||
		(page != "" && strings.Contains(strings.Trim(site, "."), ".") && !strings.ContainsAny(site, ":@")) {
		word = "https://" + word
	}
	parsed, err := url.Parse(word)
	if err != nil || len(word) > maxReferAddress || (parsed.Scheme != "https" && parsed.Scheme != "http") || parsed.Host == "" {
		return ""
	}
	return word
}
