// Sources for curators: the list of feeds and job boards with what became of each, and what can be done with one.

package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/digest/feed"
	"vouch/store"
)

// sourceRoutes lists what curators do with sources.
func (b *Bot) sourceRoutes() []route {
	return []route{
		onWord(cmdVouch, "sources", "the feeds and job boards that fill the library (curators and program managers)", b.onSources),
		onAction(actSources, b.onSources),
		onAction(actSourcePage, b.onSourcePage),
		onAction(actSourceFirst, b.onSourcePage),
		onAction(actSourceMenu, b.onSourceMenu),
		onAction(actSourceAdd, b.onSourceAdd),
		onSubmit(cbSourceAddress, b.onSourceAddress),
		onSubmit(cbSource, b.onSourceSubmit),
		onSubmit(cbSourceRemove, b.onSourceRemove),
	}
}

// onSources lists the sources; with an address behind the word it begins to add that one.
func (b *Bot) onSources(_ context.Context, in inbound) (reply, error) {
	if in.Kind == kindCommand && in.Text != "" {
		if err := b.mayCurate(in.User); err != nil {
			return reply{}, err
		}
		return reply{Open: sourceAddressView(typedAddress(in.Text), "")}, nil
	}
	view, err := b.sourcesView(in.User, 0, "")
	return reply{Open: view}, err
}

// sourcesPage is how many sources the list shows at once.
const sourcesPage = 20

// onSourcePage shows another page of the list in place.
func (b *Bot) onSourcePage(_ context.Context, in inbound) (reply, error) {
	view, err := b.sourcesView(in.User, sourceOffset(in.Action.Value), "")
	return reply{Update: view}, err
}

// sourceOffset reads where a page begins; anything else is the first.
func sourceOffset(text string) int {
	from, err := strconv.Atoi(text)
	if err != nil || from < 0 {
		return 0
	}
	return from
}

// sourcesView draws a page of the sources for those who may run them.
func (b *Bot) sourcesView(id store.EmployeeID, from int, notice string) (*slack.ModalViewRequest, error) {
	if err := b.mayCurate(id); err != nil {
		return nil, err
	}
	all, err := b.db.Sources()
	if err != nil {
		return nil, err
	}
	zone, err := b.zoneOf(id)
	if err != nil {
		return nil, err
	}
	// The last one of the last page may just have been removed.
	if from >= len(all) {
		from = 0
	}
	shown := sourceList{from: from, more: len(all) > from+sourcesPage, notice: notice, zone: zone, off: b.poller == nil}
	for _, source := range all[from:min(len(all), from+sourcesPage)] {
		items, err := b.db.SourceItems(source.ID)
		if err != nil {
			return nil, err
		}
		shown.sources = append(shown.sources, shownSource{source, items})
	}
	return sourceListView(shown), nil
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
func (b *Bot) onSourceMenu(_ context.Context, in inbound) (reply, error) {
	if err := b.mayCurate(in.User); err != nil {
		return reply{}, err
	}
	what, id, _ := strings.Cut(in.Action.Value, " ")
	source, err := b.db.Source(store.SourceID(id))
	if store.KindOf(err) == store.NotFound {
		// Somebody else removed it while this list was open.
		view, err := b.sourcesView(in.User, 0, "This source does not exist any more.")
		return reply{Update: view}, err
	}
	if err != nil {
		return reply{}, err
	}
	switch what {
	case sourceRead:
		return b.readNow(in, source, "")
	case sourcePause:
		_, err = b.db.PauseSource(in.User, source.ID)
	case sourceResume:
		if source, err = b.db.ResumeSource(in.User, source.ID); err == nil {
			return b.readNow(in, source, "*"+line(source.Name)+"* is resumed. ")
		}
	case sourceRemove:
		items, err := b.db.SourceItems(source.ID)
		return reply{Push: sourceRemoveView(shownSource{source, items})}, err
	default:
		form, err := b.newSourceForm(source)
		return reply{Push: sourceFormView(form)}, err
	}
	if err != nil {
		return reply{}, err
	}
	view, err := b.sourcesView(in.User, sourceOffset(in.View.Metadata), "*"+line(source.Name)+"* is paused.")
	return reply{Update: view, Home: true}, err
}

// readNow says in the list that a source is being read, and then how it went.
func (b *Bot) readNow(in inbound, source store.Source, first string) (reply, error) {
	from := sourceOffset(in.View.Metadata)
	view, err := b.sourcesView(in.User, from, first+"*"+line(source.Name)+"* is being read…")
	if err != nil {
		return reply{}, err
	}
	return reply{Update: view, After: func(ctx context.Context) error {
		notice, err := b.readingNotice(ctx, source)
		if err != nil {
			return err
		}
		view, err := b.sourcesView(in.User, from, notice)
		if err != nil {
			return err
		}
		return b.api.updateView(ctx, in.View.ID, "", view)
	}}, nil
}

// readingNotice reads a source and says how it went.
func (b *Bot) readingNotice(ctx context.Context, source store.Source) (string, error) {
	name := "*" + line(source.Name) + "*"
	switch {
	case b.poller == nil:
		return sourcesOff, nil
	case source.State == store.SourcePaused:
		return name + " is paused. Resume it to read it.", nil
	}
	result, err := b.readSource(ctx, source)
	switch {
	case errors.Is(err, feed.ErrPolling):
		return name + " is being read at this moment already.", nil
	case err != nil:
		return "", err
	case result.Source.Failures > 0:
		return name + " could not be read: " + line(result.Source.Result), nil
	}
	return name + ": " + line(result.Source.Result), nil
}

// onSourceRemove ends a source after the question, and draws the list below again.
func (b *Bot) onSourceRemove(_ context.Context, in inbound) (reply, error) {
	source, err := b.db.Source(store.SourceID(in.View.Metadata))
	if err != nil && store.KindOf(err) != store.NotFound {
		return reply{}, err
	}
	if err := b.db.RemoveSource(in.User, store.SourceID(in.View.Metadata)); err != nil {
		return reply{}, err
	}
	notice := "The source is removed."
	if source.Name != "" {
		notice = "*" + line(source.Name) + "* is removed. What it brought stays in the library."
	}
	done := reply{Home: true, Update: resultModal("Removed", notice)}
	if in.View.Previous != "" {
		done.After = func(ctx context.Context) error { return b.showSources(ctx, in, notice) }
	}
	return done, nil
}

// showSources draws the list below a form again.
func (b *Bot) showSources(ctx context.Context, in inbound, notice string) error {
	view, err := b.sourcesView(in.User, 0, notice)
	if err != nil {
		return err
	}
	return b.api.updateView(ctx, in.View.Previous, "", view)
}
