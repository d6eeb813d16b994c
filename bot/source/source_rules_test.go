// Tests of tag rules: what curators write is understood or told line by line, and written back the same.

package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestParseRules(t *testing.T) {
	personas := []store.Persona{{ID: "engineering", Name: "Engineering"}, {ID: "success", Name: "Customer success: all"}}
	rule := func(words, topics []string, kind store.AssetKind, ids ...store.PersonaID) store.TagRule {
		return store.TagRule{Words: words, Topics: topics, Kind: kind, Personas: ids}
	}
	for name, c := range map[string]struct {
		text  string
		rules []store.TagRule
		wrong []string
	}{
		"nothing": {" \n\n", nil, nil},
		"everything": {"Kubernetes, platform team => topic: Cloud, persona: engineering, kind: case study",
			[]store.TagRule{rule([]string{"Kubernetes", "platform team"}, []string{"cloud"}, store.CaseStudy, "engineering")},
			nil},
		"values go with the key before": {"a=>topics: go, cloud; Persona: ENGINEERING",
			[]store.TagRule{rule([]string{"a"}, []string{"go", "cloud"}, "", "engineering")}, nil},
		"signs of a phone": {"“a b”, c → kind: Open job",
			[]store.TagRule{rule([]string{"a b", "c"}, nil, store.Job)}, nil},
		"a persona by a name with signs": {`x => persona: Customer success: all`,
			[]store.TagRule{rule([]string{"x"}, nil, "", "success")}, nil},
		"blank lines count": {"a => topic: x\n\nb", []store.TagRule{rule([]string{"a"}, []string{"x"}, "")},
			[]string{"Line 3: write words, then =>"}},
		"all mistakes at once": {"=> topic: x\na =>\na => nonsense\na => colour: red\na => persona: Nobody\na => kind: " +
			"poem\na => topic:\na => kind: job, kind: event", nil, []string{
			"Line 1: the words", "Line 2: say after =>", `Line 3: say what "nonsense" is`, `Line 4: say what "colour: red" is`,
			`Line 5: there is no persona "Nobody".`,
			`Line 6: "poem" is no kind`, `Line 7: nothing stands after "topic:"`, "Line 8: a rule gives one kind."}},
	} {
		t.Run(name, func(t *testing.T) {
			rules, wrong := parseRules(c.text, personas)
			if diff := cmp.Diff(c.rules, rules); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			for _, words := range c.wrong {
				if !strings.Contains(wrong, words) {
					t.Errorf("%q is missing in: %s", words, wrong)
				}
			}
			if c.wrong == nil && wrong != "" {
				t.Errorf("told %q", wrong)
			}
		})
	}
}

func FuzzParseRules(f *testing.F) {
	for _, seed := range []string{"a => topic: b", ruleExample, `"a, b" => topic: "x: y", kind: event`,
		"a => persona: engineering, Sales", "“", "=>\n=>", "a→topic:b:c", `"=>" => topic: "`} {
		f.Add(seed)
	}
	personas := golden.Personas()
	f.Fuzz(func(t *testing.T, text string) {
		rules, wrong := parseRules(text, personas)
		if wrong != "" {
			if !strings.HasPrefix(wrong, "Line ") || !strings.HasSuffix(wrong, ".") {
				t.Errorf("told %q", wrong)
			}
			return
		}
		if written, same := writeRules(rules, personas); !same {
			t.Errorf("%q is written as %q and reads otherwise", text, written)
		}
	})
}

func TestWriteRules_TellsWhatItCannotWrite(t *testing.T) {
	rules := []store.TagRule{{Words: []string{"a, b"}, Topics: []string{"x"}}}
	if written, same := writeRules(rules, nil); !same || written != "a b => topic: x" {
		t.Errorf("a word with a comma is written as %q", written)
	}
	rules[0].Topics = []string{"x, y"}
	if written, same := writeRules(rules, nil); same {
		t.Errorf("a topic with a comma is written as %q", written)
	}
}
