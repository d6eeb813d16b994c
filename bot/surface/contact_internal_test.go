// Tests of contacts: what is typed in any order is found, and what is no way to reach anybody is said.

package surface

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

func TestParseContact(t *testing.T) {
	cases := map[string]struct {
		text string
		want store.Person
	}{
		"nothing": {"", store.Person{}},
		"a name":  {"  Jane   van der Doe ", store.Person{Name: "Jane van der Doe"}},
		"a name and an address": {"Jane Doe jane@x.example",
			store.Person{Name: "Jane Doe", Email: "jane@x.example"}},
		"an address first": {"jane@x.example, Jane Doe",
			store.Person{Name: "Jane Doe", Email: "jane@x.example"}},
		"Slack's own links": {"Jane <mailto:jane@x.example|jane@x.example> " +
			"<https://x.example/jane|x.example/jane>", store.Person{Name: "Jane", Email: "jane@x.example",
			Profile: "https://x.example/jane"}},
		"a profile without its scheme": {"www.linkedin.com/in/jane Jane",
			store.Person{Name: "Jane", Profile: "https://www.linkedin.com/in/jane"}},
		"smart quotes and no-break spaces": {"“Jane\u00a0Doe”", store.Person{Name: "Jane Doe"}},
		"a mention is no name":             {"@ada <@U1|ada> Jane", store.Person{Name: "Jane"}},
		"parted by commas and lines": {"Jane,jane@x.example;+49 30 1234567\nde.linkedin.com/in/jane", store.Person{
			Name: "Jane", Email: "jane@x.example", Phone: "+49 30 1234567", Profile: "https://de.linkedin.com/in/jane"}},
		"a site alone is no profile": {"Jane Doe node.js", store.Person{Name: "Jane Doe node.js"}},
		"a phone number": {"+49 30 (123) 45-67 Jane Doe",
			store.Person{Name: "Jane Doe", Phone: "+49 30 (123) 45-67"}},
		"a number of no phone": {"Jane Doe 3", store.Person{Name: "Jane Doe 3"}},
		"control characters":   {"Ja\u0007ne \u202eDoe", store.Person{Name: "Jane Doe"}},
		"an endless address":   {strings.Repeat("x", 300) + "@x.example", store.Person{}},
		"3,000 emoji": {strings.Repeat("🎉", 3000),
			store.Person{Name: strings.Repeat("🎉", MaxPersonName-1) + "…"}},
		"a script is no profile": {"javascript:alert(1) Jane", store.Person{Name: "javascript:alert(1 Jane"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, _ := ParseContact(c.text)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestParseContact_SaysWhatItIgnored(t *testing.T) {
	for text, want := range map[string][]string{
		"Jane Doe": nil, "@marco": {"@marco"}, "jane@ Jane": {"jane@"}, "<!channel> Jane": {"!channel"},
		"jane@x.example jane@y.example": {"jane@y.example"},
	} {
		if _, got := ParseContact(text); !cmp.Equal(got, want) {
			t.Errorf("%s: ignored %q, want %q", text, got, want)
		}
	}
}

func TestReadContact(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "jane@x.example, +49 30 1234567, https://x.example/jane": "", "030 1234567": "“030 1234567”",
		"jane@":               "“jane@”",
		"Jane jane@x.example": "“Jane”", "+49 30 1234567 +49 30 7654321": "“+49 30 7654321”",
		"x.example/a y.example/b": "“y.example/b”",
	} {
		person, problem := ReadContact(text)
		if (want == "") != (problem == "") || !strings.Contains(problem, want) {
			t.Errorf("%q: %q", text, problem)
		}
		if again, odd := ReadContact(ContactLine(person)); problem == "" && (odd != "" || again != person) {
			t.Errorf("%q became %+v, then %+v", text, person, again)
		}
	}
}

func TestBeginWords(t *testing.T) {
	words := SearchWords("Finance Business Partner · Dublin or Chicago")
	for query, want := range map[string]bool{"go": false, "chi": true, "partner FIN": true, "business, dub": true,
		"": true, "finance berlin": false} {
		if got := BeginWords(words, SearchWords(query)); got != want {
			t.Errorf("%q: %v", query, got)
		}
	}
}
