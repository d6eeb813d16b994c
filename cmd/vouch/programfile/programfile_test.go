// Tests of the program file: what is shown reads back, whatever the program is, and no text breaks the reader.

package programfile

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"vouch/store"
	"vouch/store/bonus"
)

// defaultState is a program nobody has touched.
func defaultState() store.ProgramState {
	return store.ProgramState{Program: store.Program{Settings: store.DefaultSettings(), Personas: store.DefaultPersonas()}}
}

// mustWriteProgram gives the file of a program.
func mustWriteProgram(tb rapid.TB, state store.ProgramState) string {
	tb.Helper()
	var out bytes.Buffer
	if err := Of(state).Write(&out); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

func TestKeys_AllHaveWords(t *testing.T) {
	var walk func(path string, k *key)
	walk = func(path string, k *key) {
		for i := range k.keys {
			sub := &k.keys[i]
			if _, part := sub.zero.(section); !part && sub.words == "" {
				t.Errorf("%s has no words", join(path, sub.name))
			}
			if sub.zero == nil {
				t.Errorf("%s has no type", join(path, sub.name))
			}
			walk(join(path, sub.name), sub)
		}
	}
	walk("", &top)
}

// TestProgram_EverySettingIsInTheFile changes every field of the settings and personas, one after the other, and looks
// for a difference in the file: a new setting that nobody put there fails here.
func TestProgram_EverySettingIsInTheFile(t *testing.T) {
	before := mustWriteProgram(t, defaultState())
	decided := []string{"Name", "Address", "System", "AutoApprove", "PerDay", "LiveAtOnce", "Kind", "Topics", "Personas",
		"Rules.Words", "Rules.Topics", "Rules.Personas", "Rules.Kind"}
	for _, path := range leaves(reflect.TypeFor[store.Program](), "") {
		if strings.HasPrefix(path, ".Sources.") && !slices.Contains(decided, strings.TrimPrefix(path, ".Sources.")) {
			continue // readings leave the others
		}
		if strings.HasSuffix(path, ".Version") || strings.HasSuffix(path, ".Order") ||
			path == ".Settings.Policy.Unread" {
			continue // the store gives these
		}
		state := defaultState()
		setLeaf(t, reflect.ValueOf(&state.Program).Elem(), strings.Split(path, ".")[1:])
		if mustWriteProgram(t, state) == before {
			t.Errorf("the file does not show %s", path)
		}
	}
}

// leaves lists the paths of all fields of a struct that are no structs.
func leaves(kind reflect.Type, path string) []string {
	if kind.Kind() == reflect.Slice && kind.Elem().Kind() == reflect.Struct {
		return leaves(kind.Elem(), path)
	}
	if kind.Kind() != reflect.Struct {
		return []string{path}
	}
	var paths []string
	for i := range kind.NumField() {
		paths = append(paths, leaves(kind.Field(i).Type, path+"."+kind.Field(i).Name)...)
	}
	return paths
}

// setLeaf gives the field at a path a value that no default has.
func setLeaf(t *testing.T, v reflect.Value, path []string) {
	t.Helper()
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct {
		if v.Len() == 0 {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		}
		setLeaf(t, v.Index(0), path)
		return
	}
	if len(path) > 0 {
		setLeaf(t, v.FieldByName(path[0]), path[1:])
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("something else")
	case reflect.Int:
		v.SetInt(4711)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Map:
		v.Set(reflect.ValueOf(map[store.Network]string{store.X: "something else"}))
	case reflect.Slice:
		v.Set(reflect.Append(v, reflect.New(v.Type().Elem()).Elem()))
	default:
		t.Fatalf("no other value for a %s", v.Kind())
	}
}

// drawText is any text at all, ugly ones more often than in life.
var drawText = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "true", "No", "null", "~", "0x1F",
	"1e3", "2026-12-25", "- a", "a: b",
	"#no", "a #b", "'", `"`, "\\", "\t", "\u0085\u2028", "\ufeff", "\x00\x7f", "🎉", "*a", "&a", "!!str", "%", "@", "`",
	"{}", "[]", "<<", "a\nb", " b ", "ui "}))

func drawProgram(t *rapid.T) store.Program {
	texts := rapid.SliceOfN(drawText, 0, 4)
	p := store.Program{Settings: store.DefaultSettings()}
	s := &p.Settings
	s.Company, s.TimeZone, s.Topics, s.LeaderTitles = drawText.Draw(t, "company"), drawText.Draw(t, "zone"),
		texts.Draw(t, "topics"), texts.Draw(t, "titles")
	s.Rhythm = store.Rhythm{Frequency: rapid.SampledFrom(store.Frequencies).Draw(t, "frequency"), At: "07:05",
		Quiet: rapid.SliceOf(rapid.Custom(func(t *rapid.T) time.Weekday {
			return time.Weekday(rapid.IntRange(0, 6).Draw(t, "day"))
		})).Draw(t, "quiet")}
	s.Picks, s.Points.OwnWords, s.BoardOn = rapid.Int().Draw(t, "picks"), rapid.Int().Draw(t, "points"),
		rapid.Bool().Draw(t, "boards")
	s.Regulated, s.Holidays = texts.Draw(t, "regulated"), []store.LocalDate{"2026-12-25"}
	s.Disclosure = rapid.MapOf(rapid.SampledFrom(append([]store.Network{""}, store.Networks...)), drawText).Draw(t,
		"disclosure")
	s.Routes = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) store.Route {
		return store.Route{Kind: store.Client, Department: drawText.Draw(t, "department"),
			Location: drawText.Draw(t, "location"),
			Contains: drawText.Draw(t, "contains"), Owner: store.EmployeeID(drawText.Draw(t, "owner"))}
	}), 0, 3).Draw(t, "routes")
	s.Bonus.Rules = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) bonus.Rule {
		return bonus.Rule{Name: drawText.Draw(t, "name"), Kind: bonus.Client,
			Level:  rapid.SampledFrom(bonus.Levels).Draw(t, "level"),
			Amount: drawText.Draw(t, "amount"), Percent: rapid.Int().Draw(t, "percent"), Tiers: drawText.Draw(t, "tiers")}
	}), 0, 3).Draw(t, "rules")
	s.Bonus.NotFor, s.Bonus.Budget = texts.Draw(t, "not for"), drawText.Draw(t, "budget")
	for i := range rapid.IntRange(0, 4).Draw(t, "personas") {
		p.Personas = append(p.Personas, store.Persona{ID: store.PersonaID(fmt.Sprint("p", i, drawText.Draw(t, "id"))),
			Name: drawText.Draw(t, "name"), Order: i + 1,
			Topics: texts.Draw(t, "topics"), Networks: rapid.SliceOf(rapid.SampledFrom(store.Networks)).Draw(t, "networks"),
			TalkingPoints: texts.Draw(t, "points"), Rule: store.Rule{Titles: texts.Draw(t, "titles"),
				Groups: texts.Draw(t, "groups")}})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "sources") {
		p.Sources = append(p.Sources, store.Source{Address: fmt.Sprint("https://", i, drawText.Draw(t, "address")),
			Name:  drawText.Draw(t, "name"),
			State: rapid.SampledFrom([]store.SourceState{store.SourceActive, store.SourcePaused}).Draw(t, "state"), PerDay: i,
			LiveAtOnce:  7,
			AutoApprove: rapid.Bool().Draw(t, "auto"), Kind: rapid.SampledFrom(append(store.AssetKinds, "")).Draw(t, "kind"),
			Rules: []store.TagRule{{Words: texts.Draw(t, "words"), Kind: store.Job}}[:rapid.IntRange(0, 1).Draw(t, "rules")]})
	}
	return p
}

func TestProgram_ShownAndReadIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		program := drawProgram(t)
		state := store.ProgramState{Program: program, Names: map[store.EmployeeID]string{}}
		for _, route := range program.Settings.Routes {
			state.Names[route.Owner] = drawText.Draw(t, "name")
		}
		text := mustWriteProgram(t, state)
		read := Of(defaultState())
		if err := read.read([]byte(text)).Err("program.yaml"); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		// Numbers of versions and orders are the store's; texts that are no UTF-8 cannot be in the store, which keeps JSON.
		back := read.Program(program)
		if diff := cmp.Diff(program, back, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s\n%s", diff, text)
		}
		if lines := Differences(Of(state), Of(store.ProgramState{Program: back, Names: state.Names}), nil); len(lines) > 0 {
			t.Fatal(lines)
		}
	})
}

func TestProgram_Read(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"a byte order mark of UTF-8 is no mistake": {"\xef\xbb\xbfdigest: {picks: 4}\n", ""},
		"Windows line ends are none":               {"digest:\r\n  picks: 4\r\n", ""},
		"nothing changes nothing":                  {"", ""},
		"UTF-16 is refused":                        {"\xff\xfed\x00i\x00", "p.yaml:1:1: the file is not UTF-8"},
		"the first byte that is no UTF-8 is named": {"digest:\n  at: é\xe9\n", "p.yaml:2:8: the file is not UTF-8"},
		"a file too large is not read": {strings.Repeat("#", MaxSize+1),
			"p.yaml: the file is larger than 1024 KiB"},
		"broken YAML is told by line": {"digest:\n  picks: [3\n",
			"p.yaml:2:1: this is no YAML: did not find"},
		"control characters are told": {"digest: \x01\n",
			"this is no YAML: control characters are not allowed"},
		"a bomb of aliases is refused at its first": {"a: &a [x,x]\nb: &b [*a,*a]\n",
			"p.yaml:1:1: the file: there is no key \"a\" here"},
		"a merge is no key": {"digest:\n  <<: {picks: 3}\n", "p.yaml:2:3: digest: "},
		"a tag is refused": {"digest: {picks: !!int \"3\"}",
			"tags such as !!int are not allowed"},
		"a key that is a list is refused": {"? [a]\n: b\n",
			"p.yaml:1:3: the file should be plain keys with values, not a list"},
		"a scalar file is refused": {"hello",
			"p.yaml:1:1: the file should be keys with values, not \"hello\""},
		"a number larger than numbers is refused": {"digest: {picks: 99999999999999999999}",
			"digest.picks should be a whole number"},
		"an eight that YAML 1.1 takes for octal": {"digest: {picks: 010}",
			"digest.picks should be a whole number, not \"010\""},
		"a network nobody knows": {"sharing: {disclosure: {myspace: x}}",
			"sharing.disclosure: the keys are networks: one of default, linkedin"},
		"an element of another kind": {"personas: [sales]",
			"personas should be a list of keys with values, not \"sales\""},
		"an id that is no text":                  {"personas: [{id: [x]}]", "personas: this element has no id"},
		"days are taken with and without quotes": {"company: {holidays: [2026-12-25, \"2026-12-26\"]}", ""},
		"a day that does not exist": {"company: {holidays: [2026-02-30]}",
			"company.holidays should be a day such as 2026-12-25"},
		"deep nesting where nothing nests ends politely": {"digest: " + strings.Repeat("[", 5000), "p.yaml"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := Of(defaultState())
			err := f.Read([]byte(c.text)).Err("p.yaml")
			switch {
			case c.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q", err, c.want)
			case err != nil && len(err.Error()) > 1000:
				t.Errorf("the answer has %d characters", len(err.Error()))
			}
		})
	}
}

func TestProgram_ManyMistakesAreCounted(t *testing.T) {
	f := Of(defaultState())
	err := f.Read([]byte(strings.Repeat("x: 1\n", 1000))).Err("p.yaml")
	if lines := strings.Split(err.Error(), "\n"); len(lines) != maxMistakes+1 ||
		lines[maxMistakes] != "p.yaml: and 950 more" {
		t.Errorf("%d lines, the last is %q", len(lines), lines[len(lines)-1])
	}
}

func TestProgram_StoreMistakesFindTheirKey(t *testing.T) {
	f := Of(defaultState())
	r := f.Read([]byte("referrals:\n  answer_days: 9\n  routes:\n    - kind: client\n      owner: U1\n"))
	r.Refused(store.FieldErrors{"escalate_days": "Too early.", "routes/1": "Nobody.", "routes/2": "Nobody either.",
		"odd": "Odd."})
	want := "p.yaml: referrals.escalate_days: Too early.\n" +
		"p.yaml: odd: Odd.\n" +
		"p.yaml:4:5: referrals.routes 2: Nobody either.\n" +
		"p.yaml:4:7: referrals.routes 1: Nobody."
	if err := r.Err("p.yaml"); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestProgramDifferences(t *testing.T) {
	before, after := defaultState(), defaultState()
	s := &after.Program.Settings
	s.Disclosure = map[store.Network]string{"": "I work here."}
	before.Program.Settings.Disclosure = map[store.Network]string{"": "Employee.", store.X: "#AcmeEmployee"}
	before.Program.Settings.Routes = []store.Route{{Kind: store.Client, Owner: "U1"}, {Kind: store.Candidate, Owner: "U2"}}
	s.Routes = []store.Route{{Kind: store.Candidate, Owner: "U2"}, {Kind: store.Client, Owner: "U1"}}
	s.LeaderTitles = append(s.LeaderTitles[1:], s.LeaderTitles[0])
	list := after.Program.Personas
	list[0], list[1] = list[1], list[0]
	after.Program.Personas = list[:7]
	got := Differences(Of(before), Of(after), map[store.PersonaID]int{"leadership": 12})
	want := []string{
		"sharing.disclosure.default: Employee. -> I work here.",
		`- sharing.disclosure.x: "#AcmeEmployee"`,
		"referrals.routes: another order",
		"people.leader_titles: another order",
		"- persona leadership (held by 12 people)",
		"personas: another order: sales, people, success, marketing, product, engineering, finance",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzProgram holds the reader to an answer for any file, and what it takes to being written and read again.
func FuzzProgram(f *testing.F) {
	f.Add([]byte(mustWriteProgram(f, defaultState())))
	for _, text := range []string{"digest: {picks: 4}", "a: &a [*a]",
		"personas:\n- id: x\n  rule: {titles: [\"\\u2028\"]}\n", "? ? a", "--- !!x\n...\n", "\t: -"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		state := defaultState()
		wanted := Of(state)
		if err := wanted.read(text).Err("p.yaml"); err != nil {
			if !strings.HasPrefix(err.Error(), "p.yaml:") {
				t.Errorf("no place: %v", err)
			}
			return
		}
		program := wanted.Program(state.Program)
		again := Of(state)
		shown := mustWriteProgram(t, store.ProgramState{Program: program})
		if err := again.read([]byte(shown)).Err("p.yaml"); err != nil {
			t.Fatalf("%v\n%s", err, shown)
		}
		if diff := cmp.Diff(program, again.Program(state.Program), cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}
