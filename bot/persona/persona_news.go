// News of a persona: an advocate hears that the rules gave them another one, and may keep what they had.

package persona

import (
	"context"
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// personaNews is what the message says.
type personaNews struct {
	ref      string   // the change, as the button carries it
	from, to []string // names before and after
	gone     bool     // what they had does not exist any more, so it cannot be kept
	why      string   // what the new one was proposed from; "" when no rule gave it
}

// renderPersona draws the news. Whoever has chosen meanwhile needs none.
func (h *Handlers) renderPersona(_ context.Context, m store.Message) (block.Content, error) {
	me, err := h.DB.Employee(m.To)
	if err != nil {
		return block.Content{}, err
	}
	from, to := store.PersonaChange(m.Ref)
	if !me.IsAdvocate() || !slices.Equal(me.Prefs.Personas, to) {
		return block.Content{}, surface.Obsolete("The persona has changed again.")
	}
	personas, err := h.DB.Personas()
	if err != nil {
		return block.Content{}, err
	}
	news := personaNews{ref: m.Ref, from: personaNames(personas, from), to: personaNames(personas, to), gone: !allExist(personas, from)}
	if fit, found, err := h.DB.ProposePersona(m.To); err != nil {
		return block.Content{}, err
	} else if found && me.Prefs.PersonaByRule {
		if news.why, err = h.FitWords(fit); err != nil {
			return block.Content{}, err
		}
	}
	return personaNewsView(news), nil
}

// allExist tells whether every persona of ids exists; of none, it does not.
func allExist(personas []store.Persona, ids []store.PersonaID) bool {
	known := func(id store.PersonaID) bool {
		return slices.ContainsFunc(personas, func(p store.Persona) bool { return p.ID == id })
	}
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id store.PersonaID) bool { return !known(id) })
}

// onPersonaKeep gives somebody back what they had. The message says so from then on, whenever and however often it is pressed.
func (h *Handlers) onPersonaKeep(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	me, err := h.DB.KeepPersonas(in.User, in.Action.Value)
	if err != nil {
		return dispatch.Reply{}, err
	}
	personas, err := h.DB.Personas()
	if err != nil {
		return dispatch.Reply{}, err
	}
	kept := personaKeptView(personaNames(personas, me.Prefs.Personas))
	return dispatch.Reply{Replace: &kept, Home: true}, nil
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
		{Kind: store.MsgPersona, Render: h.renderPersona},
	}
}
