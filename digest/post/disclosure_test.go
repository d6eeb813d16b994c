// Disclosures: which words, and that they cannot get lost.

package post

import (
	"slices"
	"strings"
	"testing"

	"vouch/store"
)

func TestDisclosure_Choice(t *testing.T) {
	acme := store.Settings{Company: "Acme Robotics"}
	own := store.Settings{Company: "Acme", Disclosure: map[store.Network]string{store.X: "#AcmeTeam",
		"": "Acme is my employer."}}
	rows := []struct {
		name     string
		settings store.Settings
		asset    string
		network  store.Network
		want     string
	}{
		{"default in plain words", acme, "", store.LinkedIn, "I work at Acme Robotics."},
		{"default where a post is short", acme, "", store.X, "#AcmeRoboticsEmployee"},
		{"company ending in a stop", store.Settings{Company: "Acme Inc."}, "", store.LinkedIn, "I work at Acme Inc."},
		{"hashtag of a name with signs", store.Settings{Company: "o'Neil & Söhne"}, "", store.Bluesky, "#ONeilSöhneEmployee"},
		{"no hashtag can be made", store.Settings{Company: "3.14"}, "", store.X, "I work at 3.14."},
		{"company unknown", store.Settings{}, "", store.LinkedIn, "This is about my employer."},
		{"the network's own words", own, "", store.X, "#AcmeTeam"},
		{"the program's own words", own, "", store.Mastodon, "Acme is my employer."},
		{"the asset's own words win", own, "Paid partnership with my employer.", store.X,
			"Paid partnership with my employer."},
		{"a blank override is none", acme, " \n", store.LinkedIn, "I work at Acme Robotics."},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := Disclosure(row.settings, store.Asset{Disclosure: row.asset}, row.network, ""); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestDisclosure_ByLanguageAndCountry(t *testing.T) {
	s := store.Settings{Company: "Acme",
		Disclosure: map[store.Network]string{"": "Acme is my employer.", store.X: "#AcmeTeam"},
		Disclosures: []string{"de = Ich arbeite bei Acme.", "x/de=#AcmeMitarbeiter", "AT = Acme, Wien.",
			"de-CH = Ich arbeite für Acme.", "linkedin/GB = I work at Acme (UK).", "mars = no", "= none"}}
	for _, row := range []struct {
		name, tag string
		network   store.Network
		want      string
	}{
		{"the language", "de-DE", store.LinkedIn, "Ich arbeite bei Acme."},
		{"the language on one network", "de-DE", store.X, "#AcmeMitarbeiter"},
		{"the language in a country", "de-CH", store.LinkedIn, "Ich arbeite für Acme."},
		{"its country counts more than the network", "de-CH", store.X, "Ich arbeite für Acme."},
		{"the language counts more than the country", "de-AT", store.LinkedIn, "Ich arbeite bei Acme."},
		{"the country in another language", "en-AT", store.LinkedIn, "Acme, Wien."},
		{"the country on one network", "en_GB", store.LinkedIn, "I work at Acme (UK)."},
		{"the country on another network", "en-GB", store.X, "#AcmeTeam"},
		{"no rule", "fr-FR", store.Bluesky, "Acme is my employer."},
		{"nothing is known", "", store.X, "#AcmeTeam"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := Disclosure(s, store.Asset{}, row.network, row.tag); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
	ada := store.Employee{Locale: "en-AT", Prefs: store.Preferences{Languages: []string{"de", "fr"}}}
	var said []string
	for _, way := range Disclosures(s, store.Asset{Language: "de"}, store.LinkedIn, ada) {
		said = append(said, way.Tag+" "+way.Words)
	}
	if want := []string{"de-AT Ich arbeite bei Acme.", "en-AT Acme, Wien."}; !slices.Equal(said, want) {
		t.Errorf("ways %q, want %q", said, want)
	}
	own := Disclosures(s, store.Asset{Language: "de", Disclosure: "Paid by Acme."}, store.LinkedIn, ada)
	if len(own) != 1 || own[0].Words != "Paid by Acme." {
		t.Errorf("the item's own words: %v", own)
	}
}

func TestDisclosure_RulesAreChecked(t *testing.T) {
	for rule, fine := range map[string]bool{
		"de = Ich arbeite bei Acme.": true, "linkedin/de-AT=Ich.": true, "GB = Me.": true,
		"mars = no": false, "myspace/de = no": false, "de": false, "de = ": false, "= words": false, "DE-de = no": false,
		"de = " + strings.Repeat("a", 201): false} {
		s := store.DefaultSettings()
		s.Disclosures = []string{rule}
		if wrong := s.Check(); (wrong["disclosures"] == "") != fine {
			t.Errorf("%.30q: %q", rule, wrong["disclosures"])
		}
	}
}

func TestCompose_Place(t *testing.T) {
	const d = "I work at Acme."
	long := strings.Repeat("A sentence of this length. ", 8)
	rows := map[string][2]string{
		"after a short text": {"We shipped it.", "We shipped it. I work at Acme."},
		"after the first paragraph": {"The hook.\n\n" + long, "The hook. I work at Acme.\n\n" +
			strings.TrimSpace(long)},
		"in front of a long first paragraph": {long, "I work at Acme. " + strings.TrimSpace(long)},
		"in front of a colleague's words": {"My colleague Ada tells:\n\nThird text.",
			"I work at Acme. My colleague Ada tells:\n\nThird text."},
		"before the closing hashtags":        {"We shipped it. #go #cloud", "We shipped it. I work at Acme.\n#go #cloud"},
		"before a hashtag on its own line":   {"We shipped it.\n#go", "We shipped it. I work at Acme.\n#go"},
		"after a hashtag within a sentence":  {"We love #go", "We love #go I work at Acme."},
		"with hashtags only":                 {"#go #cloud", "I work at Acme.\n#go #cloud"},
		"already there":                      {"I work at Acme. We shipped it.", "I work at Acme. We shipped it."},
		"already there in another case":      {"As said: i WORK  at\nacme!", "As said: i WORK  at\nacme!"},
		"another company's name is not ours": {"I work at Acmeville.", "I work at Acmeville. I work at Acme."},
		"the second mention is ours": {"I work at Acmeville, no, I work at Acme",
			"I work at Acmeville, no, I work at Acme"},
		"an empty text": {" ", "I work at Acme."},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			got := Compose(row[0], d)
			if got != row[1] {
				t.Errorf("got  %q\nwant %q", got, row[1])
			}
			if again := Compose(got, d); again != got {
				t.Errorf("a second time: %q", again)
			}
		})
	}
	if got := Compose("We shipped it.", ""); got != "We shipped it." {
		t.Errorf("without a disclosure: %q", got)
	}
}

func FuzzCompose(f *testing.F) {
	f.Add("We shipped it. #go #cloud", "I work at Acme.")
	f.Add("\u202E#a\n#b", "#AcmeEmployee")
	f.Add("İ", "i̇")
	f.Fuzz(func(t *testing.T, text, disclosure string) {
		got := Compose(text, disclosure)
		if !IsDisclosed(got, CleanText(disclosure)) {
			t.Fatalf("%q does not say %q", got, disclosure)
		}
		if again := Compose(got, disclosure); again != got {
			t.Fatalf("%q became %q", got, again)
		}
		if clean := CleanText(text); clean != "" && len(strings.Join(strings.Fields(got),
			"")) < len(strings.Join(strings.Fields(clean), "")) {
			t.Fatalf("%q lost text: %q", text, got)
		}
	})
}
