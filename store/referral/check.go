// What makes the form of a referral valid, and the contacts by which people are told apart.

package referral

import (
	"net/url"
	"slices"
	"strings"

	"vouch/store/address"
	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// Relationships lists how a referrer may know a person, in the order forms show them.
var Relationships = []string{"worked", "studied", "community", "friend", "other"}

// Check cleans the form and returns the normal forms of its contacts, or what is wrong by field.
func Check(s *Submission) (contacts []string, err error) {
	var wrong problem.Fields
	if s.Kind != term.Candidate && s.Kind != term.Client {
		return nil, problem.Refuse("A referral is for a candidate or a client.")
	}
	p := &s.Person
	tidyPerson(p, &s.Need, &wrong)
	wrong.Short("cv", p.CV, address.Longest)
	if p.CV = text.Line(p.CV); p.CV != "" && !IsLink(p.CV) {
		wrong.Set("cv", "Paste a link that begins with https://, such as that of a file in Slack.")
	}
	contacts = CheckContacts(p, &wrong)
	switch {
	case s.Kind == term.Candidate && s.Job == "" && s.Lane == "" && s.Need == "":
		wrong.Set("job", "Choose a job, or type what they could do and choose that.")
	case s.Kind == term.Client && s.Need == "":
		wrong.Set("need", "Say what they need.")
	}
	if s.Relationship != "" && !slices.Contains(Relationships, s.Relationship) {
		wrong.Set("relationship", "Choose how you know them.")
	}
	if s.HowWell < 0 || s.HowWell > 4 {
		wrong.Set("how_well", "Choose how well you know them.")
	}
	if !s.Consent {
		wrong.Set("consent", "Ask them first: they must know that you refer them.")
	}
	// It becomes a part of a key, and no form of ours has an id nearly as long.
	if len(s.Cause) > 200 {
		return nil, problem.Refuse("The id of the form is too long.")
	}
	return contacts, wrong.Err()
}

// tidyPerson cleans a person and what they need, and says what is missing or too long. Contacts have their own check.
func tidyPerson(p *Person, need *string, wrong *problem.Fields) {
	p.Name, p.Company, p.Why, *need = text.Line(p.Name), text.Line(p.Company), text.Lines(p.Why), text.Line(*need)
	p.Email, p.Phone, p.Profile = text.Line(p.Email), text.Line(p.Phone), text.Line(p.Profile)
	if p.Name == "" {
		wrong.Set("name", "Say who it is.")
	}
	wrong.Short("name", p.Name, text.MaxName)
	wrong.Short("company", p.Company, text.MaxName)
	wrong.Short("need", *need, text.MaxSummary)
	wrong.Short("why", p.Why, text.MaxLong)
	wrong.Short("email", p.Email, text.MaxShort)
	wrong.Short("phone", p.Phone, text.MaxShort)
	wrong.Short("profile", p.Profile, address.Longest)
}

// IsLink tells an https address with a host and without a password.
func IsLink(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
}

// CheckContacts wants at least one contact that others can be compared with.
func CheckContacts(p *Person, wrong *problem.Fields) (contacts []string) {
	if p.Email != "" {
		normal, ok := address.Email(p.Email)
		if !ok {
			wrong.Set("email", "This is not an e-mail address.")
		}
		contacts = append(contacts, kv.Join("email", normal))
	}
	if p.Phone != "" {
		normal, ok := address.Phone(p.Phone)
		if !ok {
			wrong.Set("phone", "Write the number with + and the country code, such as +49 30 1234567.")
		}
		contacts = append(contacts, kv.Join("phone", normal))
	}
	if p.Profile != "" {
		normal, kept, problem := address.Profile(p.Profile)
		if problem != "" {
			wrong.Set("profile", problem)
		}
		p.Profile = kept
		contacts = append(contacts, kv.Join("profile", normal))
	}
	if len(contacts) == 0 {
		wrong.Set("contact", "Give an e-mail address, a phone number or a profile.")
	}
	return contacts
}

// FullName is the name of a person; of a short one, the name that their e-mail address spells out.
func FullName(p *Person) string {
	if local, _, found := strings.Cut(p.Email, "@"); found && !strings.Contains(text.Fold(p.Name), " ") {
		return strings.NewReplacer(".", " ", "_", " ", "-", " ").Replace(local)
	}
	return p.Name
}
