// News of a persona: an advocate hears that the rules gave them another one.

package persona

import (
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/surface"
	"vouch/store"
)

// personaNews is what the message says.
type personaNews struct {
	from, to []string // names before and after
	gone     bool     // what they had does not exist any more
	why      string   // what the new one was proposed from; "" when no rule gave it
}

// renderPersona renders the news. Whoever has chosen meanwhile needs none.
func renderPersona(q *store.Query, m store.Message) block.Content {
	me := q.Employee(m.To)
	from, to := store.PersonaChange(m.Ref)
	if !me.IsAdvocate() || !slices.Equal(me.Prefs.Personas, to) {
		q.Refuse(surface.Obsolete("The persona has changed again."))
	}
	personas := q.Personas()
	news := personaNews{from: personaNames(personas, from), to: personaNames(personas, to),
		gone: !allExist(personas, from)}
	if fit, found := q.ProposePersona(m.To); found && me.Prefs.PersonaByRule {
		news.why = surface.FitWords(q, fit)
	}
	return personaNewsView(news)
}

// personaNames are personas by name; one that is gone goes by its short name.
func personaNames(personas []store.Persona, ids []store.PersonaID) []string {
	var names []string
	for _, id := range ids {
		name := string(id)
		if i := slices.IndexFunc(personas, func(p store.Persona) bool { return p.ID == id }); i >= 0 {
			name = personas[i].Name
		}
		names = append(names, name)
	}
	return names
}

// allExist tells whether every persona of ids exists; of none, it does not.
func allExist(personas []store.Persona, ids []store.PersonaID) bool {
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id store.PersonaID) bool {
		return !slices.ContainsFunc(personas, func(p store.Persona) bool { return p.ID == id })
	})
}

// lineNames are names safe inside a sentence, joined as people do.
func lineNames(names []string) string {
	safe := make([]string, len(names))
	for i, name := range names {
		safe[i] = "*" + block.Line(block.Cut(name, 60)) + "*"
	}
	return block.List(safe)
}

// plainNames are lineNames without emphasis, for texts that notifications show.
func plainNames(names []string) string { return strings.ReplaceAll(lineNames(names), "*", "") }

// Kinds are the messages about a changed persona.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgPersona, Render: h.Rendering(renderPersona)},
	}
}

// personaNewsView says what changed, why, and what can be done about it.
func personaNewsView(n personaNews) block.Content {
	say := func(names func([]string) string) string {
		// What is gone is not named: only its short name is left, which no reader knows.
		switch {
		case len(n.to) == 0:
			return "The program has taken out the persona you had. Until you choose another one, your picks are for everybody."
		case len(n.from) == 0:
			return "Vouch now picks for " + names(n.to) + "."
		case n.gone:
			return "Vouch now picks for " + names(n.to) + ", because the program has taken out the persona you had."
		}
		return "Vouch now picks for " + names(n.to) + " instead of " + names(n.from) + "."
	}
	why := ""
	if n.why != "" {
		why = " That follows from " + block.Line(n.why) + "."
	}
	return block.Message(say(plainNames)+why+" To change it, type /vouch settings.",
		block.Section(say(lineNames)+why+" It changes what you see from the next digest on, and nothing else."),
		block.Actions("", block.Button(surface.ActSettings, "Change", "", block.Spoken("Change what my picks are about"))))
}
