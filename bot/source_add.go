// Adding and editing a source: the address is read first, what was found is shown, and only then it is saved.

package bot

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/digest/feed"
	"vouch/store"
)

// onSourceAdd asks for the address.
func (b *Bot) onSourceAdd(_ context.Context, in inbound) (reply, error) {
	if err := b.mayCurate(in.User); err != nil {
		return reply{}, err
	}
	return reply{Push: sourceAddressView("", "")}, nil
}

// onSourceAddress reads the address after the acknowledgement and shows what is there with the form, or the address again with
// the reason why it cannot be a source.
func (b *Bot) onSourceAddress(_ context.Context, in inbound) (reply, error) {
	if err := b.mayCurate(in.User); err != nil {
		return reply{}, err
	}
	refuse := func(why string) (reply, error) { return reply{Errors: map[string]string{fieldAddress: why}}, nil }
	if b.poller == nil {
		return refuse(sourcesOff)
	}
	address := feed.SourceAddress(in.State.Text(fieldAddress))
	if err := b.fetcher.Check(address); err != nil {
		return refuse(pageProblem(err))
	}
	all, err := b.db.Sources()
	if err != nil {
		return reply{}, err
	}
	for _, source := range all {
		if source.Address == address {
			return refuse("This address is there already, as " + source.Name + ".")
		}
	}
	return fetching(b.api, readingView("Add a source", address), func(ctx context.Context) (*slack.ModalViewRequest, error) {
		found, err := feed.Probe(ctx, b.fetcher, address)
		if err != nil {
			return notFoundView(address, err), nil
		}
		form, err := b.newSourceForm(store.Source{
			Name: found.Name, Address: found.Address, System: found.System, PerDay: store.DefaultPerDay, LiveAtOnce: store.DefaultLiveAtOnce,
		})
		if err != nil {
			return nil, err
		}
		form.found = &found.Result
		return sourceFormView(form), nil
	}), nil
}

// sourceState travels in the form's private metadata: what the form does not show must survive it.
type sourceState struct {
	ID        store.SourceID     `json:"id,omitempty"` // "" for a new one
	Version   int                `json:"version,omitempty"`
	Address   string             `json:"address"`
	System    store.SourceSystem `json:"system,omitempty"`
	KeepRules bool               `json:"keep_rules,omitempty"` // they are too long for the form, which does not show them
}

// newSourceForm gathers the choices.
func (b *Bot) newSourceForm(source store.Source) (sourceForm, error) {
	personas, err := b.db.Personas()
	return sourceForm{source: source, personas: personas}, err
}

// onSourceSubmit saves a new or changed source. A new one is read at once, so that the curator sees what comes of it.
func (b *Bot) onSourceSubmit(_ context.Context, in inbound) (reply, error) {
	var state sourceState
	if err := json.Unmarshal([]byte(in.View.Metadata), &state); err != nil {
		return reply{}, err
	}
	source := store.Source{Address: state.Address, System: state.System}
	if state.ID != "" {
		stored, err := b.db.Source(state.ID)
		if err != nil {
			return reply{}, err
		}
		source, source.Version = stored, state.Version
	}
	personas, err := b.db.Personas()
	if err != nil {
		return reply{}, err
	}
	if problem := readSourceForm(&source, in.State, state.KeepRules, personas); len(problem) > 0 {
		return reply{Errors: problem}, nil
	}
	if state.ID != "" {
		source, err = b.db.EditSource(in.User, source)
	} else {
		source, err = b.db.AddSource(in.User, source)
	}
	if err != nil {
		return assetErrors(err)
	}
	return b.sourceSaved(in, source, state.ID == ""), nil
}

// readSourceForm takes over what the form says; problem holds what no verb of the store could know, by block id.
func readSourceForm(source *store.Source, form state, keepRules bool, personas []store.Persona) map[string]string {
	problem := map[string]string{}
	source.Name, source.AutoApprove = clean(form.Text(fieldName)), form.Bool(fieldAutoApprove)
	source.Kind = store.AssetKind(form.Choice(fieldKind))
	if source.Kind == kindAsIs {
		source.Kind = ""
	}
	for _, number := range []struct {
		field string
		into  *int
	}{{fieldPerDay, &source.PerDay}, {fieldLiveAtOnce, &source.LiveAtOnce}} {
		n, err := strconv.Atoi(strings.TrimSpace(form.Text(number.field)))
		if err != nil || n < 1 {
			problem[number.field] = "Write a whole number, at least 1."
			continue
		}
		*number.into = n
	}
	source.Topics, source.Personas = nil, nil
	for topic := range strings.SplitSeq(form.Text(fieldTopics), ",") {
		if topic = strings.TrimSpace(topic); topic != "" {
			source.Topics = append(source.Topics, topic)
		}
	}
	for _, id := range form.Choices(fieldPersonas) {
		source.Personas = append(source.Personas, store.PersonaID(id))
	}
	if keepRules {
		return problem
	}
	rules, wrong := parseRules(form.Text(fieldRules), personas)
	if source.Rules = rules; wrong != "" {
		problem[fieldRules] = wrong
	}
	return problem
}

// sourceSaved says that a source is saved, reads a new one, and brings the list below up to date.
func (b *Bot) sourceSaved(in inbound, source store.Source, added bool) reply {
	name := "*" + line(source.Name) + "*"
	if !added {
		done := reply{Home: true, Update: resultModal("Saved", name+" is saved. What it brings from now on follows the new settings.")}
		if in.View.Previous != "" {
			done.After = func(ctx context.Context) error { return b.showSources(ctx, in, name+" is saved.") }
		}
		return done
	}
	done := fetching(b.api, resultModal("Source added", name+" is added and is being read…"), func(ctx context.Context) (*slack.ModalViewRequest, error) {
		notice, err := b.readingNotice(ctx, source)
		if err == nil && in.View.Previous != "" {
			// Whoever has closed the list meanwhile still reads what came of it here.
			if err = b.showSources(ctx, in, notice); ignorable(err) {
				err = nil
			}
		}
		return sourceAddedView(source, notice), err
	})
	done.Home = true
	return done
}
