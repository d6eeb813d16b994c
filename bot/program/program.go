// Package program is the program's settings in Slack, in one small form per section, and who holds which role. The
// program file holds the same settings.
package program

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Leaderboards and roles.
const (
	actRoleChange = "role_change"
)

// The program's settings.
const (
	actProgramRoutes    = "program_routes"
	actProgramRoute     = "program_route"
	actProgramRouteMenu = "program_route_menu"
)

// Callback ids of modals.
const (
	cbRole = "role"

	cbProgramSection = "program_section"
	cbProgramRoutes  = "program_routes"
	cbProgramRoute   = "program_route"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.programRoutes(), h.adminRoutes())
}

// programRoutes are the ways to the sections, their forms, and who answers referrals. Each handler leaves the question
// of the role to mustManage or to the store, because a form stays on screen long after its reader stopped being a
// manager.
func (h *Handlers) programRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "admin", "the program's settings", h.onProgram).For((*store.Query).CanManage),
		dispatch.OnAction(surface.ActProgram, h.onProgram),
		dispatch.OnAction(surface.ActProgramSection, h.onProgramSection),
		dispatch.OnSubmit(cbProgramSection, h.onProgramSubmit),
		dispatch.OnAction(actProgramRoutes, h.onProgramRoutes),
		dispatch.OnAction(actProgramRoute, h.onProgramRoute),
		dispatch.OnAction(actProgramRouteMenu, h.onProgramRouteMenu),
		dispatch.OnSubmit(cbProgramRoute, h.onProgramRouteSubmit),
	}
}

// errNoSection answers a button of a form that no longer is.
var errNoSection = &store.Error{Kind: store.NotFound,
	Msg: "These settings don't exist any more. Open the program settings again."}

// programSettings reads the settings for somebody who may change them.
func (h *Handlers) programSettings(id store.EmployeeID) (store.Settings, error) {
	return surface.Ask(h.Kit, func(q *store.Query) store.Settings {
		surface.MustManage(q, id)
		return q.Settings()
	})
}

// onProgram shows the sections with what is set.
func (h *Handlers) onProgram(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	settings, err := h.programSettings(in.User)
	return dispatch.Reply{Open: programModal(settings)}, err
}

// onProgramSection opens the form of one section.
func (h *Handlers) onProgramSection(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	settings, err := h.programSettings(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	section, known := programSectionOf(in.Action.Value)
	if !known {
		return dispatch.Reply{}, errNoSection
	}
	return dispatch.Reply{Open: programSectionModal(section, settings)}, nil
}

// onProgramSubmit saves one section over the settings the form began from. Its version travels in the metadata: when
// somebody saved meanwhile, the store refuses, and nothing of theirs is undone.
func (h *Handlers) onProgramSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	settings, err := h.programSettings(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	name, version, _ := strings.Cut(in.View.Metadata, " ")
	section, known := programSectionOf(name)
	if !known {
		return dispatch.Reply{}, errNoSection
	}
	wrong := map[string]string{}
	for _, row := range sectionRows(section) {
		if sentence := readSetting(row, in.State, &settings); sentence != "" {
			wrong[row.Name] = sentence
		}
	}
	if try := in.State.Text(fieldTry); section.Key == confidential && try != "" {
		wrong[fieldTry] = tryWords(settings, try)
	}
	if len(wrong) > 0 {
		return dispatch.Reply{Errors: wrong}, nil
	}
	settings.Confirm(section.Key)
	if settings.Version, err = strconv.Atoi(version); err != nil {
		return dispatch.Reply{}, err
	}
	if err := h.Once(in).SaveSettings(in.User, settings); err != nil {
		return dispatch.Reply{}, err
	}
	return h.programSaved(in, section.Title, programModal)
}

// The section of the confidential phrases has one more field, which is not saved: a text that tries them.
const (
	confidential = "confidential"
	fieldTry     = "try"
)

// tryWords say what the phrases of a form, saved or not, would do to a text.
func tryWords(s store.Settings, text string) string {
	phrase, why := s.ConfidentialPhrase(block.Clean(text))
	switch {
	case phrase == "":
		return "This text would not be stopped. Empty this field to save."
	case why != "":
		why = " (" + why + ")"
	}
	return "Stopped by \"" + phrase + "\"" + why + ". Empty this field to save."
}

// programSaved says that a change holds and renders the list under the form anew.
func (h *Handlers) programSaved(in dispatch.Interaction, title string,
	under func(store.Settings) *slack.ModalViewRequest) (dispatch.Reply, error) {
	settings, err := h.DB.Settings()
	if err != nil {
		return dispatch.Reply{}, err
	}
	text := "Saved. It holds from now on, and the audit log keeps that you changed it."
	done := dispatch.Reply{Home: true, Update: block.ResultModal(title, text)}
	if in.View.Previous != "" {
		done.After = func(ctx context.Context) error {
			return h.API.UpdateView(ctx, in.View.Previous, "", under(settings))
		}
	}
	return done, nil
}

// onProgramRoutes lists who answers referrals.
func (h *Handlers) onProgramRoutes(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	settings, err := h.programSettings(in.User)
	return dispatch.Reply{Open: programRoutesModal(settings)}, err
}

// onProgramRoute asks for a new route.
func (h *Handlers) onProgramRoute(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	settings, err := h.programSettings(in.User)
	return dispatch.Reply{Open: programRouteModal(settings)}, err
}

// onProgramRouteSubmit puts the new route at the end, where it takes nothing away from the others.
func (h *Handlers) onProgramRouteSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	settings, err := h.programSettings(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if settings.Version, err = strconv.Atoi(in.View.Metadata); err != nil {
		return dispatch.Reply{}, err
	}
	settings.Routes = append(settings.Routes, store.Route{Kind: store.ReferralKind(in.State.Choice(fieldRouteKind)),
		Department: in.State.Text(fieldRouteDepartment), Location: in.State.Text(fieldRouteLocation),
		Contains: in.State.Text(fieldRouteContains), Owner: store.EmployeeID(in.State.Choice(fieldRouteOwner))})
	if err := h.Once(in).SaveSettings(in.User, settings); err != nil {
		field := "routes/" + strconv.Itoa(len(settings.Routes))
		if sentence := fieldOf(err, field); sentence != "" {
			return dispatch.Reply{Errors: map[string]string{fieldRouteOwner: sentence}}, nil
		}
		return dispatch.Reply{}, err
	}
	return h.programSaved(in, "Who answers", programRoutesModal)
}

// fieldOf is what the store says about one field, "" when it says nothing about it.
func fieldOf(err error, field string) string {
	var known *store.Error
	if !errors.As(err, &known) {
		return ""
	}
	return known.Fields[field]
}

// onProgramRouteMenu moves or removes a route. The choice carries the version of the settings it was shown with: after
// any other change the number could mean another route.
func (h *Handlers) onProgramRouteMenu(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	settings, err := h.programSettings(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	do, at, version, readable := parseRouteChoice(in.Action.Value)
	if readable && version == settings.Version && at < len(settings.Routes) {
		settings.Routes = movedRoute(settings.Routes, do, at)
		if err := h.DB.SaveSettings(in.User, settings); err != nil {
			return dispatch.Reply{}, err
		}
		settings, err = h.DB.Settings()
		return dispatch.Reply{Update: programRoutesModal(settings), Home: true}, err
	}
	// Pressed on an old list: the list of now is the answer, and it says so.
	view := programRoutesModal(settings)
	news := block.Section("_Somebody changed the settings meanwhile. This is how they are now; nothing was done._")
	view.Blocks.BlockSet = append([]slack.Block{news}, view.Blocks.BlockSet...)
	return dispatch.Reply{Update: view}, nil
}
