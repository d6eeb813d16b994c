// Suggesting: any advocate puts a page into the review queue, from a command, a message's menu or Home.

package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/digest/feed"
	"vouch/store"
)

// suggestRoutes are the ways to suggest.
func (b *Bot) suggestRoutes() []route {
	return []route{
		onWord(cmdVouch, "suggest", "suggest a page for the library: `/vouch suggest [link] [why]`", b.onSuggestContent),
		onMessageShortcut(shortcutSuggest, b.onSuggestContent),
		onAction(actSuggest, b.onSuggestContent),
		onSubmit(cbSuggest, b.onSuggestPage),
		onSubmit(cbSuggestion, b.onSuggestion),
	}
}

// onSuggestContent asks for the page. The command may name it, with the reason behind it; a message's shortcut brings its first link.
func (b *Bot) onSuggestContent(_ context.Context, in inbound) (reply, error) {
	if _, err := b.member(in.User); err != nil {
		return b.orJoin(in, err)
	}
	address, why := in.Link, ""
	if in.Kind == kindCommand {
		address, why = typedSuggestion(in.Text)
	}
	if len(address) > maxAssetURL {
		address = ""
	}
	if in.Kind == kindCommand && address != "" {
		return b.suggestPage(in.User, address, why)
	}
	return reply{Open: suggestView(address, why, in.Kind == kindOnMessage)}, nil
}

// orJoin answers somebody who may not yet, with the way in beside the reason. A guest or somebody deactivated gets no such way.
func (b *Bot) orJoin(in inbound, err error) (reply, error) {
	e, unknown := b.db.Employee(in.User)
	if store.KindOf(err) != store.Denied || unknown != nil || cannotJoin(e) != "" {
		return reply{}, err
	}
	text := esc(store.WordsOf(err))
	way := actions("", button(actJoin, "Join", "", primary))
	if in.Kind == kindOnMessage {
		return reply{Open: resultModal("Vouch", text, way)}, nil
	}
	return reply{Text: text, Blocks: []slack.Block{section(text), way}}, nil
}

// typedSuggestion splits a command's text into the address it begins with, if it does, and the words after it.
func typedSuggestion(text string) (address, why string) {
	first, rest := text, ""
	if at := strings.IndexFunc(text, isSpace); at >= 0 {
		first, rest = text[:at], text[at:]
	}
	if address = typedAddress(first); address == "" {
		rest = text
	}
	return address, cut(strings.TrimSpace(clean(rest)), maxAssetPrompt)
}

// onSuggestPage goes on with the address of the form.
func (b *Bot) onSuggestPage(_ context.Context, in inbound) (reply, error) {
	if _, err := b.member(in.User); err != nil {
		return reply{}, err
	}
	return b.suggestPage(in.User, strings.TrimSpace(in.State.Text(fieldURL)), in.View.Metadata)
}

// suggestPage reads the page after the acknowledgement and then asks for the rest. Like a curator's address it is looked for
// twice: as typed, and as the page calls itself.
func (b *Bot) suggestPage(reader store.EmployeeID, address, why string) (reply, error) {
	canonical, err := feed.Canonical(address)
	if err != nil {
		return reply{Errors: map[string]string{fieldURL: pageProblem(err)}}, nil
	}
	known, found, err := b.db.AssetByCanonical(canonical)
	if err != nil {
		return reply{}, err
	}
	if found {
		return reply{Update: knownPageView(known, reader)}, nil
	}
	return fetching(b.api, readingView("Suggest content", address), func(ctx context.Context) (*slack.ModalViewRequest, error) {
		asset, notice := b.readPage(ctx, address)
		known, found, err := b.db.AssetByCanonical(asset.Canon)
		if err != nil {
			return nil, err
		}
		if found {
			return knownPageView(known, reader), nil
		}
		form, err := b.newAssetForm(asset, notice)
		if err != nil {
			return nil, err
		}
		return suggestionView(form, why), nil
	}), nil
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
		if text, err := json.Marshal(p); err == nil && len(text) <= maxMetadata {
			return string(text)
		}
	}
	return "{}" // an address alone fits; without one the store asks for it
}

// onSuggestion puts the page into the queue in this person's name.
func (b *Bot) onSuggestion(_ context.Context, in inbound) (reply, error) {
	var page suggestedPage
	if err := json.Unmarshal([]byte(in.View.Metadata), &page); err != nil {
		return reply{}, err
	}
	why := strings.TrimSpace(clean(in.State.Text(fieldWhy)))
	if why == "" {
		return reply{Errors: map[string]string{fieldWhy: "Say in a few words why colleagues would share it."}}, nil
	}
	asset := store.Asset{Kind: page.Kind, URL: page.URL, Canon: page.Canon, Language: page.Language, Job: page.Job, Source: sourceSuggestion,
		Title: strings.TrimSpace(clean(in.State.Text(fieldTitle))), Summary: page.Summary, Prompt: why, Topics: chosenTopics(in)}
	if asset.Summary == "" {
		asset.Summary = why
	}
	if asset.Canon == "" {
		if canonical, err := feed.Canonical(page.URL); err == nil {
			asset.Canon = canonical
		}
	}
	asset, err := b.db.SuggestAsset(in.User, asset)
	if err != nil {
		return assetErrors(err)
	}
	settings, err := b.db.Settings()
	if err != nil {
		return reply{}, err
	}
	return reply{Update: suggestedView(asset, settings), Home: true}, nil
}

// sentIn reads what somebody suggested and told.
func (b *Bot) sentIn(id store.EmployeeID, limit int) (s sentIn, err error) {
	if s.stories, err = b.db.StoriesOf(id); err != nil {
		return s, err
	}
	s.assets = map[store.AssetID]store.Asset{}
	for _, story := range s.stories {
		if story.Asset == "" {
			continue
		}
		if s.assets[story.Asset], err = b.db.Asset(story.Asset); err != nil {
			return s, err
		}
	}
	s.suggestions, err = b.db.SuggestionsOf(id, limit)
	return s, err
}

// sourceSuggestion is the source of what employees suggest.
const sourceSuggestion = "suggestion"

// chosenTopics are the topics chosen and typed in a form, lower case and sorted.
func chosenTopics(in inbound) []string {
	topics := slices.Clone(in.State.Choices(fieldTopics))
	for topic := range strings.SplitSeq(clean(in.State.Text(fieldOtherTopics)), ",") {
		if topic = strings.ToLower(strings.TrimSpace(topic)); topic != "" {
			topics = append(topics, topic)
		}
	}
	slices.Sort(topics)
	return slices.Compact(topics)
}
