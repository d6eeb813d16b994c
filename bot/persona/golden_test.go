// The golden files of personas.

package persona

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/bottest/golden"
	"vouch/bot/slackapi"
	"vouch/bot/slacksim/blockkit"
	"vouch/store"
)

func TestGolden_PersonaNews(t *testing.T) {
	news := personaNews{from: []string{"Engineering", golden.Hostile}, to: []string{"Sales"},
		why: "your title, " + golden.Hostile}
	golden.Message(t, "persona-news", personaNewsView(news))
	news.gone, news.why = true, ""
	golden.Message(t, "persona-news-gone", personaNewsView(news))
	golden.Message(t, "persona-news-nothing", personaNewsView(personaNews{from: []string{"Engineering"}, gone: true}))
	golden.Message(t, "persona-news-first", personaNewsView(personaNews{to: []string{"Sales"}, gone: true}))
}

// goldenRuled are personas with every kind of rule, and what is known of their places.
func goldenRuled() personaList {
	personas := golden.Personas()
	personas[0].Rule = store.Rule{Titles: []string{"engineer", "developer", "sre", "data", "qa", "security", "platform",
		"it", "<b>"}, Departments: []string{"R&D"},
		Locations: []string{"*Berlin*"}, Groups: []string{"S0PLAT", "S0NEW"}, Channels: []string{"C0ENG"}}
	return personaList{manager: true, personas: append(personas, store.Persona{ID: "odd", Name: golden.Hostile}),
		counts: map[store.PersonaID]int{"engineering": 41, "sales": 1},
		places: []store.Membership{{Place: "S0PLAT", Name: "platform"},
			{Place: "C0ENG", Problem: "Vouch cannot see this channel: it is private or gone."}}}
}

func TestGolden_PersonaList(t *testing.T) {
	list := goldenRuled()
	golden.Modal(t, "persona-list", personaListModal(list))
	list.notice = "*Sales* is saved."
	list.personas = list.personas[:1]
	golden.Modal(t, "persona-list-last", personaListModal(list))
	golden.Modal(t, "persona-list-curator", personaListModal(personaList{personas: list.personas, counts: list.counts}))
	many := personaList{manager: true}
	for i := range 40 {
		many.personas = append(many.personas, store.Persona{ID: store.PersonaID(fmt.Sprint("p", i)), Name: fmt.Sprint(i)})
	}
	_, problems := blockkit.CheckView(golden.MustJSON(t, personaListModal(many)))
	golden.ReportProblems(t, "forty personas", problems)
	golden.Modal(t, "persona-move", personaMoveModal(goldenRuled().personas[0], 2, goldenRuled().personas,
		store.PersonaPreview{People: 100, Matches: store.SomePeople{Count: 1, Names: []string{"Ada"}},
			Lost: store.SomePeople{Count: 2, Names: []string{"Cem", golden.Hostile}}, Moved: 1}))
	golden.Modal(t, "persona-delete", personaDeleteModal(goldenRuled().personas[0], 41, 1))
}

func TestGolden_PersonaForm(t *testing.T) {
	golden.Modal(t, "persona-form-new", personaFormModal(personaForm{fresh: true}))
	p := goldenRuled().personas[0]
	p.Version, p.Networks, p.TalkingPoints = 3, []store.Network{store.LinkedIn},
		[]string{"We build in the open.", golden.Hostile}
	form := personaForm{persona: p, names: map[store.PersonaID]string{"sales": "Sales"},
		groups: []*slack.OptionBlockObject{block.Option("S0PLAT", "@platform"), block.Option("S0NEW", "S0NEW")}}
	some12 := store.SomePeople{Count: 12, Names: []string{"Ada", "Ben", golden.Hostile}}
	form.preview = &store.PersonaPreview{People: 100, Matches: some12, New: store.SomePeople{Count: 1,
		Names: []string{"Ben"}},
		Lost: store.SomePeople{Count: 2, Names: []string{"Cem",
			"Dia"}}, Earlier: store.SomePeople{Count: 3}, EarlierBy: []store.PersonaID{"sales"}, Moved: 1}
	form.problems = []string{"<#C0ENG>: Vouch cannot see this channel."}
	golden.Modal(t, "persona-form-preview", personaFormModal(form))
	form.noGroups, form.noMembers = lackingScope("user groups", slackapi.ScopeGroups),
		lackingScope("the members of channels", slackapi.ScopeChannels)
	form.problems, form.notice = nil, "Reading who is in the chosen user groups and channels…"
	form.preview = &store.PersonaPreview{People: 9, Matches: store.SomePeople{Count: 9}}
	golden.Modal(t, "persona-form-scopes", personaFormModal(form))
}

func TestPersonaPreviewText(t *testing.T) {
	for want, p := range map[string]store.PersonaPreview{
		"proposed to nobody.* People can still choose it.\n• No longer: 1 person: Ada.": {IsRuleless: true,
			Lost: store.SomePeople{Count: 1, Names: []string{"Ada"}}},
		"The rule fits nobody": {People: 3},
		"It would be proposed to 0 people* of 3 people who work here.\n• Fits as well": {People: 3,
			Earlier: store.SomePeople{Count: 1}, EarlierBy: []store.PersonaID{"x"}},
	} {
		if got := previewText(p, nil); !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

func TestSlugOf(t *testing.T) {
	for name, want := range map[string]string{
		"Platform engineers": "platform-engineers", "R&D / Labs!": "r-d-labs", "": "", "プロダクト": "",
		strings.Repeat("ab ", 20): "ab-ab-ab-ab-ab-ab-ab-ab-ab-ab-ab-ab-ab-a",
	} {
		if got := slugOf(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}
