// Package persona is personas for managers: their rules with a preview, and what becomes of people when one changes.
package persona

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	groups   atomic.Pointer[groupList]       // user groups, kept for moments
	matching sync.Mutex                      // one round of matching people with personas at a time
	matched  atomic.Pointer[[]store.Persona] // that the last round began with
}

// Personas.
const (
	actPersonaAdd     = "persona_add"
	actPersonaMenu    = "persona_menu"
	actPersonaPreview = "persona_preview"
	actPersonaGroups  = "persona_groups"
)

// Callback ids of modals.
const (
	cbPersona       = "persona"
	cbPersonaDelete = "persona_delete"
	cbPersonaMove   = "persona_move"
)

// Routes are the ways to the personas and their rules. Each change asks the store for the role again: a window stays
// open long after its reader stopped being a manager.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "personas", "who gets what content", h.onPersonas).For(surface.MayCurate),
		dispatch.OnAction(surface.ActPersonas, h.onPersonas),
		dispatch.OnAction(actPersonaAdd, h.By(surface.MustManage, h.onPersonaAdd)),
		dispatch.OnAction(actPersonaMenu, h.onPersonaMenu),
		dispatch.OnAction(actPersonaPreview, h.By(surface.MustManage, h.onPersonaPreview)),
		dispatch.OnSuggest(actPersonaGroups, h.By(surface.MustManage, h.onPersonaGroups)),
		dispatch.OnSubmit(cbPersona, h.onPersonaSubmit),
		dispatch.OnSubmit(cbPersonaDelete, h.onPersonaDelete),
		dispatch.OnSubmit(cbPersonaMove, h.onPersonaMove),
	}
}

// maySeePersonas lets curators look, because they write for personas; changing them is for program managers.
func maySeePersonas(q *store.Query, id store.EmployeeID) (manager bool) {
	e := q.Employee(id)
	if manager = q.CanManage(e); !manager && !surface.MayCurate(q, e) {
		q.Refuse(&store.Error{Kind: store.Denied, Msg: "Only curators and program managers can see the personas. " +
			q.WhomToAsk()})
	}
	return manager
}

// onPersonas shows the list.
func (h *Handlers) onPersonas(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.personaListView(in.User, "")
	return dispatch.Reply{Open: view}, err
}

// personaListView gathers the list with a sentence on top, "" for none.
func (h *Handlers) personaListView(id store.EmployeeID, notice string) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		return personaListModal(personaList{manager: maySeePersonas(q, id), notice: notice,
			personas: q.Personas(), counts: q.PersonaCounts(), places: q.Memberships()})
	})
}

// What the menu of a persona does; an option's value is one of these, a space, the persona, and for a move the place it
// goes to, so that a second press changes nothing.
const (
	personaEdit   = "edit"
	personaMove   = "move"
	personaDelete = "delete"
)

// onPersonaMenu does what was chosen for one persona, in a window on top of the list.
func (h *Handlers) onPersonaMenu(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	part := append(strings.Fields(in.Action.Value), "", "", "")
	p, err := surface.Ask(h.Kit, func(q *store.Query) store.Persona {
		surface.MustManage(q, in.User)
		return personaOf(q, store.PersonaID(part[1]))
	})
	if err != nil {
		return dispatch.Reply{}, err
	}
	switch part[0] {
	case personaMove:
		place, _ := strconv.Atoi(part[2])
		form, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
			return personaMoveModal(p, place, q.Personas(), q.PreviewPersona(p, place, nil))
		})
		return dispatch.Reply{Push: form}, err
	case personaDelete:
		form, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest { return personaDeletion(q, p) })
		return dispatch.Reply{Push: form}, err
	}
	form, err := h.newPersonaForm(p, false)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Push: personaFormModal(form)}, nil
}

// onPersonaMove moves, once somebody has seen what that does to people.
func (h *Handlers) onPersonaMove(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, to, _ := strings.Cut(in.View.Metadata, " ")
	place, _ := strconv.Atoi(to)
	if err := h.Once(in).MovePersona(in.User, store.PersonaID(id), place); err != nil {
		return dispatch.Reply{}, err
	}
	return h.personaDone(in, "*"+h.personaName(store.PersonaID(id))+"* is moved."), nil
}

// personaName is a persona's name for a sentence; one that is gone goes by its short name.
func (h *Handlers) personaName(id store.PersonaID) string {
	p, err := surface.Ask(h.Kit, func(q *store.Query) store.Persona { return personaOf(q, id) })
	if err != nil {
		p.Name = string(id)
	}
	return block.Line(p.Name)
}

// personaOf finds a persona that may have been deleted while the list was open.
func personaOf(q *store.Query, id store.PersonaID) store.Persona {
	personas := q.Personas()
	i := slices.IndexFunc(personas, func(p store.Persona) bool { return p.ID == id })
	if i < 0 {
		q.Refuse(&store.Error{Kind: store.NotFound, Msg: "This persona does not exist any more. Open the list again."})
	}
	return personas[i]
}

// personaDeletion is the question before a persona goes: how many hold it, and what becomes of them.
func personaDeletion(q *store.Query, p store.Persona) *slack.ModalViewRequest {
	if len(q.Personas()) == 1 {
		q.Refuse(&store.Error{Kind: store.Conflict, Msg: "This is the last persona, and a program needs one. Add another " +
			"one first."})
	}
	items := slices.DeleteFunc(q.LiveAssets(), func(a store.Asset) bool { return !slices.Contains(a.Personas, p.ID) })
	return personaDeleteModal(p, q.PersonaCounts()[p.ID], len(items))
}

// onPersonaDelete deletes; its people follow in the background, and the list shows how many.
func (h *Handlers) onPersonaDelete(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id := store.PersonaID(in.View.Metadata)
	name := h.personaName(id)
	if err := h.Once(in).DeletePersona(in.User, id); err != nil {
		return dispatch.Reply{}, err
	}
	return h.personaDone(in, "*"+name+"* is deleted."), nil
}

// personaDone closes a form after a change and tells below it, in the list, what follows.
func (h *Handlers) personaDone(in dispatch.Interaction, notice string) dispatch.Reply {
	done := dispatch.Reply{Home: true, After: h.matchSoon(in, in.View.Previous, notice)}
	if in.View.Previous == "" {
		done.Update = block.ResultModal("Personas", notice+" People are matched with the rules again.")
	}
	return done
}

// matchSoon matches everybody again beside the answer, which may take longer than any act, and shows in the list, if it
// is still open, first that it goes on and then what came of it.
func (h *Handlers) matchSoon(in dispatch.Interaction, list, notice string) func(context.Context) error {
	show := func(ctx context.Context, more string) error {
		if list == "" {
			return nil
		}
		view, err := h.personaListView(in.User, notice+more)
		if err != nil {
			return err
		}
		return h.API.UpdateView(ctx, list, "", view)
	}
	return func(ctx context.Context) error {
		// Shown before it begins: a short round would else be over first, and this line would stay.
		shown := show(ctx, " People are being matched with the rules again.")
		h.Beside(func(ctx context.Context) {
			done, err := h.MatchAgain(ctx)
			if ctx.Err() != nil {
				return // every start and every night does it again
			}
			more := " " + rematchedWords(done)
			if err != nil {
				in.Describe(h.Log.Error()).Err(err).Msg("people were not matched again")
				more = " Matching people again did not work; Vouch tries it again tonight."
			}
			// A window that was closed meanwhile is no failure.
			if err := show(ctx, more); err != nil && !dispatch.Ignorable(err) {
				in.Describe(h.Log.Warn()).Err(err).Msg("the list of personas does not show the latest")
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
	words := block.Count(done.Moved, "person has", "people have") + " another persona now."
	words += block.When(done.Told > 0,
		" "+block.Count(done.Told, "advocate is", "advocates are")+" told, and can change it.")
	return words
}
