// Package source is the feeds and job boards that fill the library: adding, reading, and what became of each.
package source

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit

	reading sync.WaitGroup // sources that are being read beside the minute's work
}

// Sources of the library.
const (
	actSourcePage  = "source_page"
	actSourceFirst = "source_first"
	actSourceMenu  = "source_menu"
	actSourceAdd   = "source_add"
)

// Callback ids of modals.
const (
	cbSourceAddress = "source_address"
	cbSource        = "source"
	cbSourceRemove  = "source_remove"
)

// Routes lists what curators do with sources.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "sources", "the feeds that fill the library",
			h.By(surface.MustCurate, h.onSources)).For(surface.MayCurate),
		dispatch.OnAction(surface.ActSources, h.By(surface.MustCurate, h.onSources)),
		dispatch.OnAction(actSourcePage, h.onSourcePage),
		dispatch.OnAction(actSourceFirst, h.onSourcePage),
		dispatch.OnAction(actSourceMenu, h.By(surface.MustCurate, h.onSourceMenu)),
		dispatch.OnAction(actSourceAdd, h.By(surface.MustCurate, h.onSourceAdd)),
		dispatch.OnSubmit(cbSourceAddress, h.By(surface.MustCurate, h.onSourceAddress)),
		dispatch.OnSubmit(cbSource, h.onSourceSubmit),
		dispatch.OnSubmit(cbSourceRemove, h.onSourceRemove),
	}
}

// onSources lists the sources; with an address behind the word it begins to add that one.
func (h *Handlers) onSources(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if in.Kind == dispatch.KindCommand && in.Text != "" {
		return dispatch.Reply{Open: sourceAddressView(surface.TypedAddress(in.Text), "")}, nil
	}
	view, err := h.sourcesView(in.User, 0, "")
	return dispatch.Reply{Open: view}, err
}

// sourcesPage is how many sources the list shows at once.
const sourcesPage = 20

// onSourcePage shows another page of the list in place.
func (h *Handlers) onSourcePage(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.sourcesView(in.User, sourceOffset(in.Action.Value), "")
	return dispatch.Reply{Update: view}, err
}

// sourceOffset reads where a page begins; anything else is the first.
func sourceOffset(text string) int {
	from, err := strconv.Atoi(text)
	if err != nil || from < 0 {
		return 0
	}
	return from
}

// sourcesView renders a page of the sources for those who may run them.
func (h *Handlers) sourcesView(id store.EmployeeID, from int, notice string) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustCurate(q, id)
		all := q.Sources()
		// The last one of the last page may just have been removed.
		if from >= len(all) {
			from = 0
		}
		shown := sourceList{from: from, more: len(all) > from+sourcesPage, notice: notice, zone: surface.ZoneOf(q, id),
			off: h.Poller == nil}
		for _, source := range all[from:min(len(all), from+sourcesPage)] {
			shown.sources = append(shown.sources, shownSource{source, q.SourceItems(source.ID)})
		}
		return sourceListView(shown)
	})
}

// What the menu of a source does; an option's value is one of these, a space and the source.
const (
	sourceEdit   = "edit"
	sourceRead   = "read"
	sourcePause  = "pause"
	sourceResume = "resume"
	sourceRemove = "remove"
)

// onSourceMenu does what was chosen for one source of the list.
func (h *Handlers) onSourceMenu(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	what, id, _ := strings.Cut(in.Action.Value, " ")
	source, err := h.DB.Source(store.SourceID(id))
	if store.KindOf(err) == store.NotFound {
		// Somebody else removed it while this list was open.
		view, err := h.sourcesView(in.User, 0, "This source does not exist any more.")
		return dispatch.Reply{Update: view}, err
	}
	if err != nil {
		return dispatch.Reply{}, err
	}
	switch what {
	case sourceRead:
		return h.readNow(in, source, "")
	case sourcePause:
		_, err = h.DB.PauseSource(in.User, source.ID)
	case sourceResume:
		if source, err = h.DB.ResumeSource(in.User, source.ID); err == nil {
			return h.readNow(in, source, "*"+block.Line(source.Name)+"* is resumed. ")
		}
	case sourceRemove:
		items, err := h.DB.SourceItems(source.ID)
		return dispatch.Reply{Push: sourceRemoveView(shownSource{source, items})}, err
	default:
		form, err := h.newSourceForm(source)
		return dispatch.Reply{Push: sourceFormView(form)}, err
	}
	if err != nil {
		return dispatch.Reply{}, err
	}
	view, err := h.sourcesView(in.User, sourceOffset(in.View.Metadata), "*"+block.Line(source.Name)+"* is paused.")
	return dispatch.Reply{Update: view, Home: true}, err
}

// readNow says in the list that a source is being read, and then how it went.
func (h *Handlers) readNow(in dispatch.Interaction, source store.Source, first string) (dispatch.Reply, error) {
	from := sourceOffset(in.View.Metadata)
	view, err := h.sourcesView(in.User, from, first+"*"+block.Line(source.Name)+"* is being read…")
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: view, After: h.Below(in.View.ID, func(ctx context.Context) (*slack.ModalViewRequest,
		error) {
		notice, err := h.readingNotice(ctx, source)
		if err != nil {
			return nil, err
		}
		return h.sourcesView(in.User, from, notice)
	})}, nil
}

// readingNotice reads a source and says how it went.
func (h *Handlers) readingNotice(ctx context.Context, source store.Source) (string, error) {
	name := "*" + block.Line(source.Name) + "*"
	switch {
	case h.Poller == nil:
		return sourcesOff, nil
	case source.State == store.SourcePaused:
		return name + " is paused. Resume it to read it.", nil
	}
	result, err := h.readSource(ctx, source)
	switch {
	case errors.Is(err, feed.ErrPolling):
		return name + " is being read at this moment already.", nil
	case err != nil:
		return "", err
	case result.Source.Failures > 0:
		return name + " could not be read: " + block.Line(result.Source.Result), nil
	}
	return name + ": " + block.Line(result.Source.Result), nil
}

// onSourceRemove ends a source after the question, and draws the list below again.
func (h *Handlers) onSourceRemove(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	source, err := h.DB.Source(store.SourceID(in.View.Metadata))
	if err != nil && store.KindOf(err) != store.NotFound {
		return dispatch.Reply{}, err
	}
	if err := h.Once(in).RemoveSource(in.User, store.SourceID(in.View.Metadata)); err != nil {
		return dispatch.Reply{}, err
	}
	notice := "The source is removed."
	if source.Name != "" {
		notice = "*" + block.Line(source.Name) + "* is removed. What it brought stays in the library."
	}
	return dispatch.Reply{Home: true, Update: block.ResultModal("Removed", notice), After: h.showSources(in, notice)}, nil
}

// showSources draws the list below a form again.
func (h *Handlers) showSources(in dispatch.Interaction, notice string) func(context.Context) error {
	return h.Below(in.View.Previous, func(context.Context) (*slack.ModalViewRequest,
		error) {
		return h.sourcesView(in.User, 0, notice)
	})
}
