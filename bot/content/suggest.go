// Suggesting: any advocate puts a page into the review queue, from a command, a message's menu or Home.

package content

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
	"vouch/store/recognition"
)

// suggestRoutes are the ways to suggest.
func (h *Handlers) suggestRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "suggest", "suggest a page for the library",
			h.onSuggestContent).For(surface.HasJoined),
		dispatch.OnMessageShortcut(shortcutSuggest, h.onSuggestContent),
		dispatch.OnAction(surface.ActSuggest, h.onSuggestContent),
		dispatch.OnSubmit(cbSuggest, h.ByAdvocate(h.onSuggestPage)),
		dispatch.OnSubmit(cbSuggestion, h.onSuggestion),
	}
}

// onSuggestContent asks for the page. The command may name it, with the reason behind it; a message's shortcut brings
// its first link.
func (h *Handlers) onSuggestContent(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	me, err := h.Member(in.User)
	if err != nil {
		return h.orJoin(in, err)
	}
	address, why := in.Link, ""
	if in.Kind == dispatch.KindCommand {
		address, why = typedSuggestion(in.Text)
	}
	if len(address) > surface.MaxAssetURL {
		address = ""
	}
	if in.Kind == dispatch.KindCommand && address != "" {
		return h.suggestPage(me.Employee, address, why)
	}
	return dispatch.Reply{Open: suggestView(address, why, in.Kind == dispatch.KindOnMessage)}, nil
}

// orJoin answers somebody who may not yet, with the way in beside the reason. A guest or somebody deactivated gets no
// such way.
func (h *Handlers) orJoin(in dispatch.Interaction, err error) (dispatch.Reply, error) {
	e, unknown := h.DB.Employee(in.User)
	if store.KindOf(err) != store.Denied || unknown != nil || surface.CannotJoin(e) != "" {
		return dispatch.Reply{}, err
	}
	text := block.Esc(store.WordsOf(err))
	way := block.Actions("", block.Button(surface.ActJoin, "Join", "", block.Primary))
	if in.Kind == dispatch.KindOnMessage {
		return dispatch.Reply{Open: block.ResultModal("Vouch", text, way)}, nil
	}
	return dispatch.Reply{Text: text, Blocks: []slack.Block{block.Section(text), way}}, nil
}

// typedSuggestion splits a command's text into the address it begins with, if it does, and the words after it.
func typedSuggestion(text string) (address, why string) {
	first, rest := text, ""
	if at := strings.IndexFunc(text, dispatch.IsSpace); at >= 0 {
		first, rest = text[:at], text[at:]
	}
	if address = surface.TypedAddress(first); address == "" {
		rest = text
	}
	return address, block.Cut(strings.TrimSpace(block.Clean(rest)), surface.MaxAssetPrompt)
}

// onSuggestPage goes on with the address of the form.
func (h *Handlers) onSuggestPage(_ context.Context, in dispatch.Interaction,
	me surface.Member) (dispatch.Reply, error) {
	return h.suggestPage(me.Employee, strings.TrimSpace(in.State.Text(fieldURL)), in.View.Metadata)
}

// suggestPage reads the page after the acknowledgement and then asks for the rest. Like a curator's address it is
// looked for twice: as typed, and as the page calls itself.
func (h *Handlers) suggestPage(reader store.Employee, address, why string) (dispatch.Reply, error) {
	canonical, err := feed.Canonical(address)
	if err != nil {
		return dispatch.Reply{Errors: map[string]string{fieldURL: surface.PageProblem(err)}}, nil
	}
	known, found, err := h.DB.AssetByCanonical(canonical)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if found {
		return dispatch.Reply{Update: knownPageView(known, reader)}, nil
	}
	return dispatch.Fetching(surface.ReadingView("Suggest content", address),
		func(ctx context.Context) (*slack.ModalViewRequest, error) {
			asset, notice := h.readPage(ctx, address)
			known, found, err := h.DB.AssetByCanonical(asset.Canon)
			if err != nil {
				return nil, err
			}
			if found {
				return knownPageView(known, reader), nil
			}
			form, err := h.NewAssetForm(asset, notice)
			return suggestionView(form, why, mayNarrow(reader)), err
		}), nil
}

// fieldRole is ticked to suggest a page for one's own role alone, which advocates may who shared before.
const fieldRole = "role"

func mayNarrow(e store.Employee) bool {
	return e.Level >= recognition.Advocate && len(e.Prefs.Personas) > 0
}

// suggestedPage travels in the form's metadata: what the page says and the form does not ask for.
type suggestedPage struct {
	URL      string          `json:"url"`
	Canon    string          `json:"canon,omitempty"`
	Kind     store.AssetKind `json:"kind"`
	Language string          `json:"language,omitempty"`
	Job      *store.JobFacts `json:"job,omitempty"`
	Summary  string          `json:"summary,omitempty"`
}

// maxMetadata is how much a view carries (docs.slack.dev/reference/views).
const maxMetadata = 3000

// metadata writes the page. What does not fit is left out, the least needed first: the curators read the page anyway.
func (p suggestedPage) metadata() string {
	for _, leave := range []func(){func() {}, func() { p.Summary = "" }, func() { p.Job = nil }, func() { p.Canon = "" }} {
		leave()
		if text := block.Metadata(p); len(text) <= maxMetadata {
			return text
		}
	}
	return "{}" // an address alone fits; without one the store asks for it
}

// onSuggestion puts the page into the queue in this person's name.
func (h *Handlers) onSuggestion(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var page suggestedPage
	if err := json.Unmarshal([]byte(in.View.Metadata), &page); err != nil {
		return dispatch.Reply{}, err
	}
	why := strings.TrimSpace(block.Clean(in.State.Text(surface.FieldWhy)))
	if why == "" {
		return dispatch.Reply{Errors: map[string]string{
			surface.FieldWhy: "Say in a few words why colleagues would share it."}}, nil
	}
	asset := store.Asset{Kind: page.Kind, URL: page.URL, Canon: page.Canon, Language: page.Language, Job: page.Job,
		Source: sourceSuggestion,
		Title:  strings.TrimSpace(block.Clean(in.State.Text(surface.FieldTitle))), Summary: page.Summary,
		Topics: surface.ChosenTopics(in),
		Review: &store.Review{Why: why}}
	if in.State.Bool(fieldRole) {
		if e, err := h.DB.Employee(in.User); err == nil && mayNarrow(e) {
			asset.Personas = e.Prefs.Personas
		}
	}
	if asset.Canon == "" {
		if canonical, err := feed.Canonical(page.URL); err == nil {
			asset.Canon = canonical
		}
	}
	asset, err := h.Once(in).SuggestAsset(in.User, asset)
	if err != nil {
		return dispatch.Reply{}, err
	}
	settings, err := h.DB.Settings()
	return dispatch.Reply{Update: suggestedView(asset, settings), Home: true}, err
}

// sourceSuggestion is the source of what employees suggest.
const sourceSuggestion = "suggestion"
