// People outside and pages: the ways to reach somebody, how colleagues know them, and what was typed as an address.

package surface

import (
	"errors"
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/digest/feed"
	"vouch/store"
)

// FieldContact is the one box for all ways to reach somebody.
const FieldContact = "contact"

// The longest parts of a contact, in characters; real addresses are far shorter.
const (
	MaxPersonName = 100
	MaxContact    = 500 // the whole box
	maxPhone      = 40
	maxAddress    = 200
)

// ParseContact finds an e-mail address, a web address and a phone number in free text, parted by white space, commas
// or semicolons; the rest is the name. Slack may have turned addresses into links ("<mailto:a@b.co|a@b.co>"). What
// names nobody who could be referred, such as a mention, half an address or a second one, comes back as ignored.
func ParseContact(text string) (person store.Person, ignored []string) {
	var name []string
	inPhone := false
	for word := range strings.FieldsFuncSeq(block.Clean(text), isBetweenWords) {
		marked := strings.HasPrefix(word, "<!") || strings.HasPrefix(word, "<#")
		word = strings.Trim(word, "<>\"'“”‘’")
		if before, _, found := strings.Cut(word, "|"); found {
			word = before
		}
		if inPhone = isPhonePart(word, inPhone, person.Phone); inPhone {
			person.Phone = block.Cut(strings.TrimSpace(person.Phone+" "+word), maxPhone)
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
	person.Name = block.Cut(strings.Join(name, " "), MaxPersonName)
	return person, ignored
}

// isBetweenWords tells what parts a name and the ways to reach it.
func isBetweenWords(r rune) bool { return dispatch.IsSpace(r) || r == ',' || r == ';' }

// ReadContact reads the one box for all ways to reach somebody; problem says what in it is none.
func ReadContact(text string) (person store.Person, problem string) {
	person, odd := ParseContact(text)
	if person.Name != "" {
		odd = append(odd, person.Name)
	}
	person.Name = ""
	return person, NotUnderstood(odd)
}

// NotUnderstood says what of the typed text could not be used, "" when all could.
func NotUnderstood(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return "Not understood: “" + block.Cut(strings.Join(words, " "), 60) + "”. " + contactHint
}

// contactHint says what the box for contacts takes.
const contactHint = "Write an e-mail address, a phone number such as +49 30 1234567, or a profile's address: " +
	"one of each at most."

// ContactLine writes the ways to reach somebody as ReadContact reads them.
func ContactLine(p store.Person) string {
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
	return err == nil && len(word) <= maxAddress && address.Address == word &&
		strings.Contains(word[strings.LastIndexByte(word, '@'):], ".")
}

// webAddress is an absolute http or https address, "" when word is none. Profiles are often written without the scheme.
func webAddress(word string) string {
	// "node.js" must stay a word, so a site without a scheme has a page behind it.
	if site, page, _ := strings.Cut(word, "/"); strings.HasPrefix(strings.ToLower(word), "www.") ||
		(page != "" && strings.Contains(strings.Trim(site, "."), ".") && !strings.ContainsAny(site, ":@")) {
		word = "https://" + word
	}
	parsed, err := url.Parse(word)
	if err != nil || len(word) > maxAddress || (parsed.Scheme != "https" && parsed.Scheme != "http") || parsed.Host == "" {
		return ""
	}
	return word
}

// Relationships are the ways of knowing somebody, by the value of store.Relationships.
var Relationships = map[string]string{
	"worked": "We worked together", "studied": "We studied together", RelationCommunity: "From a community or event",
	"friend": "A friend or relative", "other": "Another way",
}

// Closeness says how well, from 1 to 4.
var Closeness = []string{"We met once", "A little", "Well", "Very well"}

// RelationWords say how the referrer knows them and how well, "" when neither was said.
func RelationWords(r store.Referral) string {
	var said []string
	if how := Relationships[r.Relationship]; how != "" {
		said = append(said, how)
	}
	if r.HowWell >= 1 && r.HowWell <= len(Closeness) {
		said = append(said, Closeness[r.HowWell-1])
	}
	return strings.Join(said, ". ")
}

// ContactText lists the ways to reach a person.
func ContactText(p store.Person) string {
	var ways []string
	if p.Email != "" {
		ways = append(ways, block.Link("mailto:"+p.Email, p.Email))
	}
	if p.Profile != "" {
		ways = append(ways, block.Link(p.Profile, "Profile"))
	}
	if p.CV != "" {
		ways = append(ways, block.Link(p.CV, "CV"))
	}
	if p.Phone != "" {
		ways = append(ways, block.Line(p.Phone))
	}
	return strings.Join(ways, "\n")
}

// ContactErrors puts field errors at the inputs; all about contacts stand at their one box.
func ContactErrors(err error) (dispatch.Reply, error) {
	var e *store.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return dispatch.Reply{}, err
	}
	shown := maps.Clone(e.Fields)
	for _, field := range []string{"email", "phone", "profile"} {
		if sentence := shown[field]; sentence != "" {
			shown[FieldContact] = strings.TrimSpace(shown[FieldContact] + " " + sentence)
			delete(shown, field)
		}
	}
	return dispatch.Reply{Errors: shown}, nil
}

// FirstWord is how one addresses a person by a full name.
func FirstWord(name string) string {
	if words := strings.Fields(block.Clean(name)); len(words) > 0 {
		return words[0]
	}
	return "there"
}

// TypedAddress is the web address in a command's text, which Slack may have marked up as a link; "" when there is none.
func TypedAddress(text string) string {
	address, _, _ := strings.Cut(strings.Trim(text, "<> "), "|")
	if _, err := feed.Canonical(address); err != nil || len(address) > MaxAssetURL {
		return ""
	}
	return address
}

// SourceSlack is the source of assets that people add by hand.
const SourceSlack = "slack"

// PageProblem is what a curator is told about a page or address.
func PageProblem(err error) string {
	var e *feed.Error
	if errors.As(err, &e) && e.Msg != "" {
		return e.Msg
	}
	return "It did not answer in time."
}

// ReadingView stands while the page is read.
func ReadingView(title, address string) *slack.ModalViewRequest {
	return block.Modal(block.CBResult, title, "", "Cancel", "",
		block.Section("Reading "+block.Link(address, block.Cut(address, 80))+" …\nThis takes a few seconds."))
}
