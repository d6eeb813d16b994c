// Package address knows the addresses that people type: it refuses what cannot be one, and gives those that can the
// form in which two spellings of one e-mail, phone number, profile or post are equal.
package address

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"vouch/store/text"
)

// Email is the form of an e-mail address for matching; messages go to the address as written. Case and a "+tag"
// do not matter, Gmail ignores dots and has two domains, international domains have one ASCII spelling.
func Email(address string) (string, bool) {
	address = strings.TrimSpace(address)
	local, domain, ok := strings.Cut(address, "@")
	if !ok || !utf8.ValidString(address) || local == "" || len(local) > 64 || strings.ContainsFunc(address, isNoContact) ||
		strings.Contains(domain, "@") {
		return "", false
	}
	// Lookup, not registration, rules: the address exists already and must only be compared.
	domain, err := idna.Lookup.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil || !strings.Contains(domain, ".") || slices.Contains(strings.Split(domain, "."), "") {
		return "", false
	}
	// The local part is case-sensitive by the standard and nowhere in practice.
	local = strings.ToLower(local)
	if before, _, tagged := strings.Cut(local, "+"); tagged && before != "" {
		local = before
	}
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	if domain == "gmail.com" {
		local = strings.ReplaceAll(local, ".", "")
	}
	return local + "@" + domain, local != ""
}

// isNoContact tells characters that cannot occur in an address.
func isNoContact(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || text.IsHidden(r) || strings.ContainsRune("<>()[],;:\\\"", r)
}

// Phone is a phone number as E.164: "+", the country code and at most 15 digits in all. Without a country code a
// number cannot be compared, so it is not accepted.
func Phone(number string) (string, bool) {
	var digits strings.Builder
	number = strings.TrimSpace(number)
	if strings.HasPrefix(number, "00") {
		number = "+" + number[2:]
	}
	if !strings.HasPrefix(number, "+") {
		return "", false
	}
	// The "(0)" of a national number is dropped when the country code stands before it.
	for _, r := range strings.Replace(number[1:], "(0)", "", 1) {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case unicode.IsSpace(r) || strings.ContainsRune("().-/", r):
		default:
			return "", false
		}
	}
	n := digits.String()
	if len(n) < 8 || len(n) > 15 || n[0] == '0' {
		return "", false
	}
	return "+" + n, true
}

// Profile is the form of a profile address for matching, and the address as it is kept. LinkedIn has many
// spellings of one profile; short links and company pages name nobody.
func Profile(address string) (normal, kept, problem string) {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, ok := parse(address)
	if !ok {
		return "", "", "Give the full address of the profile, beginning with https://."
	}
	if !strings.Contains(u.Hostname(), ".") {
		return "", "", "This address opens on your own machine or network only. Give the profile's public address."
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	path := strings.Trim(u.Path, "/")
	switch {
	case host == "lnkd.in":
		return "", "", "This is a short link. Open it and copy the full address of the profile."
	case host == "linkedin.com" || strings.HasSuffix(host, ".linkedin.com"):
		slug, ok := linkedInSlug(path)
		if !ok {
			return "", "", "This is not a person's LinkedIn profile: it should contain linkedin.com/in/ and a name."
		}
		return "linkedin:" + slug, "https://www.linkedin.com/in/" + url.PathEscape(slug), ""
	}
	whose := queryIdentity(u)
	if path == "" && whose == "" {
		return "", "", "This is the start page of a site. Give the address of the profile."
	}
	return host + "/" + strings.ToLower(path) + whose, address, ""
}

// identityNames are the parameters by which sites name a person: profile.php?id=1, citations?user=x,
// author.uri?authorId=7. All others say where a link was clicked, the language or the tab, and are left out.
var identityNames = []string{"id", "uid", "pid", "user", "userid", "username", "person", "personid", "perid", "profile",
	"profileid",
	"member", "memberid", "author", "authorid", "mrauthorid", "authid", "account", "accountid", "login", "handle", "nick",
	"name", "u"}

// queryIdentity is the part of a normal form that stands behind the path: whom the query names, and the route of a site
// that keeps it behind "#/" or "#!". The case of a value matters: ids are often letters of both cases.
func queryIdentity(u *url.URL) string {
	var parts []string
	for name, values := range u.Query() {
		folded := strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
		if slices.Contains(identityNames, folded) && values[0] != "" {
			parts = append(parts, folded+"="+values[0])
		}
	}
	slices.Sort(parts)
	whose := ""
	if len(parts) > 0 {
		whose = "?" + strings.Join(parts, "&")
	}
	if route := strings.Trim(u.Fragment, "!/"); route != "" && strings.ContainsAny(u.Fragment[:1], "!/") {
		whose += "#" + route
	}
	return whose
}

// linkedInSlug is the name part of /in/NAME, /mwlite/in/NAME and the same with a language behind it.
func linkedInSlug(path string) (string, bool) {
	parts := strings.Split(strings.ToLower(path), "/")
	at := slices.Index(parts, "in")
	if at < 0 || at > 1 || at+1 >= len(parts) || (at == 1 && parts[0] != "mwlite" && parts[0] != "m") {
		return "", false
	}
	slug := text.Line(parts[at+1])
	return slug, slug != ""
}
