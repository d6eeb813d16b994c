// News of a persona: an advocate hears that the rules gave them another one, and may keep what they had.

package bot

import (
	"context"
	"slices"
	"strings"

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
func (b *Bot) renderPersona(_ context.Context, m store.Message) (content, error) {
	me, err := b.db.Employee(m.To)
	if err != nil {
		return content{}, err
	}
	from, to := store.PersonaChange(m.Ref)
	if !me.IsAdvocate() || !slices.Equal(me.Prefs.Personas, to) {
		return content{}, overtaken("The persona has changed again.")
	}
	personas, err := b.db.Personas()
	if err != nil {
		return content{}, err
	}
	news := personaNews{ref: m.Ref, from: personaNames(personas, from), to: personaNames(personas, to), gone: !allExist(personas, from)}
	if fit, found, err := b.db.ProposePersona(m.To); err != nil {
		return content{}, err
	} else if found && me.Prefs.PersonaByRule {
		if news.why, err = b.fitWords(fit); err != nil {
			return content{}, err
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
func (b *Bot) onPersonaKeep(_ context.Context, in inbound) (reply, error) {
	me, err := b.db.KeepPersonas(in.User, in.Action.Value)
	if err != nil {
		return reply{}, err
	}
	personas, err := b.db.Personas()
	if err != nil {
		return reply{}, err
	}
	kept := personaKeptView(personaNames(personas, me.Prefs.Personas))
	return reply{Replace: &kept, Home: true}, nil
}

// lineNames are names safe inside a sentence, joined as people do.
func lineNames(names []string) string {
	safe := make([]string, len(names))
	for i, name := range names {
		safe[i] = "*" + line(cut(name, 60)) + "*"
	}
	return list(safe)
}

// plainNames are lineNames without emphasis, for texts that notifications show.
func plainNames(names []string) string { return strings.ReplaceAll(lineNames(names), "*", "") }

// personaKinds are the messages about a changed persona.
func (b *Bot) personaKinds() []kind {
	return []kind{
		{Kind: store.MsgPersona, Render: b.renderPersona},
	}
}
