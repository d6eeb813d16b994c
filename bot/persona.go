// Personas for managers: the list, its order, deleting, and what becomes of people when something changes.

package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/store"
)

// personaRoutes are the ways to the personas and their rules. Each change asks the store for the role again: a window stays
// open long after its reader stopped being a manager.
func (b *Bot) personaRoutes() []route {
	return []route{
		onWord(cmdVouch, "personas", "see who gets what content, and change it (program managers)", b.onPersonas),
		onAction(actPersonas, b.onPersonas),
		onAction(actPersonaAdd, b.onPersonaAdd),
		onAction(actPersonaMenu, b.onPersonaMenu),
		onAction(actPersonaPreview, b.onPersonaPreview),
		onSuggest(actPersonaGroups, b.onPersonaGroups),
		onSubmit(cbPersona, b.onPersonaSubmit),
		onSubmit(cbPersonaDelete, b.onPersonaDelete),
		onAction(actPersonaKeep, b.onPersonaKeep),
	}
}

// maySeePersonas lets curators look, because they write for personas; changing them is for program managers.
func (b *Bot) maySeePersonas(id store.EmployeeID) (manager bool, err error) {
	e, err := b.db.Employee(id)
	if err != nil {
		return false, err
	}
	if b.db.CanManage(e) {
		return true, nil
	}
	if e.Has(store.Curator) && cannotJoin(e) == "" {
		return false, nil
	}
	who, err := b.db.WhomToAsk()
	if err != nil {
		return false, err
	}
	return false, &store.Error{Kind: store.Denied, Msg: "Only curators and program managers can see the personas. " + who}
}

// onPersonas shows the list.
func (b *Bot) onPersonas(_ context.Context, in inbound) (reply, error) {
	view, err := b.personaListView(in.User, "")
	return reply{Open: view}, err
}

// personaListView gathers the list with a sentence on top, "" for none.
func (b *Bot) personaListView(id store.EmployeeID, notice string) (*slack.ModalViewRequest, error) {
	manager, err := b.maySeePersonas(id)
	if err != nil {
		return nil, err
	}
	shown := personaList{manager: manager, notice: notice}
	if shown.personas, err = b.db.Personas(); err != nil {
		return nil, err
	}
	if shown.counts, err = b.db.PersonaCounts(); err != nil {
		return nil, err
	}
	if shown.places, err = b.db.Memberships(); err != nil {
		return nil, err
	}
	return personaListModal(shown), nil
}

// What the menu of a persona does; an option's value is one of these, a space, the persona, and for a move the place it
// goes to, so that a second press changes nothing.
const (
	personaEdit   = "edit"
	personaMove   = "move"
	personaDelete = "delete"
)

// onPersonaMenu does what was chosen for one persona. Forms go on top of the list, a move is shown in it.
func (b *Bot) onPersonaMenu(_ context.Context, in inbound) (reply, error) {
	if err := b.mustManage(in.User); err != nil {
		return reply{}, err
	}
	part := append(strings.Fields(in.Action.Value), "", "", "")
	p, err := b.persona(store.PersonaID(part[1]))
	if err != nil {
		return reply{}, err
	}
	switch part[0] {
	case personaMove:
		place, _ := strconv.Atoi(part[2])
		if err := b.db.MovePersona(in.User, p.ID, place); err != nil {
			return reply{}, err
		}
		view, err := b.personaListView(in.User, "Moved *"+line(p.Name)+"*. Where two rules fit somebody, the upper one wins.")
		return reply{Update: view, After: b.matchSoon(in, in.View.ID, "Moved *"+line(p.Name)+"*.")}, err
	case personaDelete:
		form, err := b.personaDeletion(p)
		return reply{Push: form}, err
	}
	form, err := b.newPersonaForm(p, false)
	if err != nil {
		return reply{}, err
	}
	return reply{Push: personaFormModal(form)}, nil
}

// persona finds a persona that may have been deleted while the list was open.
func (b *Bot) persona(id store.PersonaID) (store.Persona, error) {
	personas, err := b.db.Personas()
	if err != nil {
		return store.Persona{}, err
	}
	i := slices.IndexFunc(personas, func(p store.Persona) bool { return p.ID == id })
	if i < 0 {
		return store.Persona{}, &store.Error{Kind: store.NotFound, Msg: "This persona does not exist any more. Open the list again."}
	}
	return personas[i], nil
}

// personaDeletion is the question before a persona goes: who holds it, and what they get instead.
func (b *Bot) personaDeletion(p store.Persona) (*slack.ModalViewRequest, error) {
	personas, err := b.db.Personas()
	if err != nil {
		return nil, err
	}
	if len(personas) == 1 {
		return nil, &store.Error{Kind: store.Conflict, Msg: "This is the last persona, and a program needs one. Add another one first."}
	}
	counts, err := b.db.PersonaCounts()
	if err != nil {
		return nil, err
	}
	live, err := b.db.LiveAssets()
	if err != nil {
		return nil, err
	}
	items := 0
	for _, a := range live {
		if slices.Contains(a.Personas, p.ID) {
			items++
		}
	}
	return personaDeleteModal(p, personas, counts[p.ID], items), nil
}

// onPersonaDelete deletes; its people follow in the background, and the list shows how many.
func (b *Bot) onPersonaDelete(_ context.Context, in inbound) (reply, error) {
	id := store.PersonaID(in.View.Metadata)
	name := string(id)
	if p, err := b.persona(id); err == nil {
		name = p.Name
	}
	instead := store.PersonaID(in.State.Choice(fieldInstead))
	if instead == rulesDecide {
		instead = ""
	}
	if err := b.db.DeletePersona(in.User, id, instead); err != nil {
		return reply{}, err
	}
	return b.personaDone(in, "*"+line(name)+"* is deleted."), nil
}

// personaDone closes a form after a change and tells below it, in the list, what follows.
func (b *Bot) personaDone(in inbound, notice string) reply {
	done := reply{Home: true, After: b.matchSoon(in, in.View.Previous, notice)}
	if in.View.Previous == "" {
		done.Update = resultModal("Personas", notice+" People are matched with the rules again.")
	}
	return done
}

// matchSoon matches everybody again beside the answer, which may take longer than any act, and shows in the list, if it is
// still open, first that it goes on and then what came of it.
func (b *Bot) matchSoon(in inbound, list, notice string) func(context.Context) error {
	show := func(ctx context.Context, more string) error {
		if list == "" {
			return nil
		}
		view, err := b.personaListView(in.User, notice+more)
		if err != nil {
			return err
		}
		return b.api.updateView(ctx, list, "", view)
	}
	return func(ctx context.Context) error {
		// Shown before it begins: a short round would else be over first, and this line would stay.
		shown := show(ctx, " People are being matched with the rules again.")
		b.beside(func(ctx context.Context) {
			done, err := b.matchAgain(ctx)
			if ctx.Err() != nil {
				return // every start and every night does it again
			}
			more := " " + rematchedWords(done)
			if err != nil {
				in.describe(b.log.Error()).Err(err).Msg("people were not matched again")
				more = " Matching people again did not work; Vouch tries it again tonight."
			}
			// A window that was closed meanwhile is no failure.
			if err := show(ctx, more); err != nil && !ignorable(err) {
				in.describe(b.log.Warn()).Err(err).Msg("the list of personas does not show the latest")
			}
		})
		return shown
	}
}

// rematchedWords says what matching again did.
func rematchedWords(done store.Rematched) string {
	if done.Moved == 0 {
		return "Nobody's persona changed."
	}
	words := count(done.Moved, "person has", "people have") + " another persona now."
	if done.Told > 0 {
		words += " " + count(done.Told, "advocate is", "advocates are") + " told, and can change it."
	}
	return words
}
