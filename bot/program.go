// Program settings: what managers choose for everybody, in one small form per section, the same as in the program file.

package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/store"
)

// programRoutes are the ways to the sections, their forms, and who answers referrals. Each handler leaves the question
// of the role to mustManage or to the store, because a form stays on screen long after its reader stopped being a
// manager.
func (b *Bot) programRoutes() []route {
	return []route{
		onWord(cmdVouch, "admin", "change the program's settings, for program managers", b.onProgram),
		onAction(actProgram, b.onProgram),
		onAction(actProgramSection, b.onProgramSection),
		onSubmit(cbProgramSection, b.onProgramSubmit),
		onAction(actProgramRoutes, b.onProgramRoutes),
		onAction(actProgramRoute, b.onProgramRoute),
		onAction(actProgramRouteMenu, b.onProgramRouteMenu),
		onSubmit(cbProgramRoute, b.onProgramRouteSubmit),
	}
}

// errNoSection answers a button of a form that no longer is.
var errNoSection = &store.Error{Kind: store.NotFound,
	Msg: "These settings don't exist any more. Open the program settings again."}

// programSettings reads the settings for somebody who may change them.
func (b *Bot) programSettings(id store.EmployeeID) (store.Settings, error) {
	if err := b.mustManage(id); err != nil {
		return store.Settings{}, err
	}
	return b.db.Settings()
}

// onProgram shows the sections with what is set.
func (b *Bot) onProgram(_ context.Context, in inbound) (reply, error) {
	settings, err := b.programSettings(in.User)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: programModal(settings)}, nil
}

// onProgramSection opens the form of one section.
func (b *Bot) onProgramSection(_ context.Context, in inbound) (reply, error) {
	settings, err := b.programSettings(in.User)
	if err != nil {
		return reply{}, err
	}
	section, known := programSectionOf(in.Action.Value)
	if !known {
		return reply{}, errNoSection
	}
	return reply{Open: programSectionModal(section, settings)}, nil
}

// onProgramSubmit saves one section over the settings the form began from. Its version travels in the metadata: when
// somebody saved meanwhile, the store refuses, and nothing of theirs is undone.
func (b *Bot) onProgramSubmit(_ context.Context, in inbound) (reply, error) {
	settings, err := b.programSettings(in.User)
	if err != nil {
		return reply{}, err
	}
	name, version, _ := strings.Cut(in.View.Metadata, " ")
	section, known := programSectionOf(name)
	if !known {
		return reply{}, errNoSection
	}
	wrong := map[string]string{}
	for _, row := range sectionRows(section) {
		if sentence := readSetting(row, in.State, &settings); sentence != "" {
			wrong[row.Name] = sentence
		}
	}
	if len(wrong) > 0 {
		return reply{Errors: wrong}, nil
	}
	if settings.Version, err = strconv.Atoi(version); err != nil {
		return reply{}, err
	}
	if err := b.db.SaveSettings(in.User, settings); err != nil {
		return reply{}, err
	}
	return b.programSaved(in, section.Title, programModal)
}

// programSaved says that a change holds and draws the list under the form anew.
func (b *Bot) programSaved(in inbound, title string, under func(store.Settings) *slack.ModalViewRequest) (reply, error) {
	settings, err := b.db.Settings()
	if err != nil {
		return reply{}, err
	}
	text := "Saved. It holds from now on, and the audit log keeps that you changed it."
	done := reply{Home: true, Update: resultModal(title, text)}
	if in.View.Previous != "" {
		done.After = func(ctx context.Context) error {
			return b.api.updateView(ctx, in.View.Previous, "", under(settings))
		}
	}
	return done, nil
}

// onProgramRoutes lists who answers referrals.
func (b *Bot) onProgramRoutes(_ context.Context, in inbound) (reply, error) {
	settings, err := b.programSettings(in.User)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: programRoutesModal(settings)}, nil
}

// onProgramRoute asks for a new route.
func (b *Bot) onProgramRoute(_ context.Context, in inbound) (reply, error) {
	settings, err := b.programSettings(in.User)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: programRouteModal(settings)}, nil
}

// onProgramRouteSubmit puts the new route at the end, where it takes nothing away from the others.
func (b *Bot) onProgramRouteSubmit(_ context.Context, in inbound) (reply, error) {
	settings, err := b.programSettings(in.User)
	if err != nil {
		return reply{}, err
	}
	if settings.Version, err = strconv.Atoi(in.View.Metadata); err != nil {
		return reply{}, err
	}
	settings.Routes = append(settings.Routes, store.Route{Kind: store.ReferralKind(in.State.Choice(fieldRouteKind)),
		Department: in.State.Text(fieldRouteDepartment), Location: in.State.Text(fieldRouteLocation),
		Contains: in.State.Text(fieldRouteContains), Owner: store.EmployeeID(in.State.Choice(fieldRouteOwner))})
	if err := b.db.SaveSettings(in.User, settings); err != nil {
		field := "routes/" + strconv.Itoa(len(settings.Routes))
		if sentence := fieldOf(err, field); sentence != "" {
			return reply{Errors: map[string]string{fieldRouteOwner: sentence}}, nil
		}
		return reply{}, err
	}
	return b.programSaved(in, "Who answers", programRoutesModal)
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
func (b *Bot) onProgramRouteMenu(_ context.Context, in inbound) (reply, error) {
	settings, err := b.programSettings(in.User)
	if err != nil {
		return reply{}, err
	}
	act, at, version, readable := parseRouteChoice(in.Action.Value)
	if readable && version == settings.Version && at < len(settings.Routes) {
		settings.Routes = movedRoute(settings.Routes, act, at)
		if err := b.db.SaveSettings(in.User, settings); err != nil {
			return reply{}, err
		}
		if settings, err = b.db.Settings(); err != nil {
			return reply{}, err
		}
		return reply{Update: programRoutesModal(settings), Home: true}, nil
	}
	// Pressed on an old list: the list of now is the answer, and it says so.
	view := programRoutesModal(settings)
	news := section("_Somebody changed the settings meanwhile. This is how they are now; nothing was done._")
	view.Blocks.BlockSet = append([]slack.Block{news}, view.Blocks.BlockSet...)
	return reply{Update: view}, nil
}
