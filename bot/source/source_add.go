// Adding and editing a source: the address is read first, what was found is shown, and only then it is saved.

package source

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
	"vouch/store/text"
)

// onSourceAdd asks for the address.
func (h *Handlers) onSourceAdd(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{Push: sourceAddressView("", "")}, nil
}

// onSourceAddress reads the address after the acknowledgement and shows what is there with the form, or the address
// again with the reason why it cannot be a source.
func (h *Handlers) onSourceAddress(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	refuse := func(why string) (dispatch.Reply, error) {
		return dispatch.Reply{Errors: map[string]string{fieldAddress: why}}, nil
	}
	if h.Poller == nil {
		return refuse(sourcesOff)
	}
	address := feed.SourceAddress(in.State.Text(fieldAddress))
	if err := h.Fetcher.Check(address); err != nil {
		return refuse(surface.PageProblem(err))
	}
	all, err := h.DB.Sources()
	if err != nil {
		return dispatch.Reply{}, err
	}
	for _, source := range all {
		if source.Address == address {
			return refuse("This address is there already, as " + source.Name + ".")
		}
	}
	return dispatch.Fetching(surface.ReadingView("Add a source", address),
		func(ctx context.Context) (*slack.ModalViewRequest, error) {
			found, err := feed.Probe(ctx, h.Fetcher, address)
			if err != nil {
				return notFoundView(address, err), nil
			}
			form, err := h.newSourceForm(store.Source{
				Name: found.Name, Address: found.Address, System: found.System, PerDay: store.DefaultPerDay,
				LiveAtOnce: store.DefaultLiveAtOnce,
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
	KeepRules bool               `json:"keep_rules,omitempty"` // the form cannot show them
}

// newSourceForm gathers the choices.
func (h *Handlers) newSourceForm(source store.Source) (sourceForm, error) {
	personas, err := h.DB.Personas()
	return sourceForm{source: source, personas: personas}, err
}

// onSourceSubmit saves a new or changed source. A new one is read at once, so that the curator sees what comes of it.
func (h *Handlers) onSourceSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var state sourceState
	if err := json.Unmarshal([]byte(in.View.Metadata), &state); err != nil {
		return dispatch.Reply{}, err
	}
	source := store.Source{Address: state.Address, System: state.System}
	var personas []store.Persona
	err := h.DB.View(func(q *store.Query) error {
		if state.ID != "" {
			source = q.Source(state.ID)
			source.Version = state.Version
		}
		personas = q.Personas()
		return nil
	})
	if err != nil {
		return dispatch.Reply{}, err
	}
	if problem := readSourceForm(&source, in.State, state.KeepRules, personas); len(problem) > 0 {
		return dispatch.Reply{Errors: problem}, nil
	}
	if state.ID != "" {
		source, err = h.Once(in).EditSource(in.User, source)
	} else {
		source, err = h.Once(in).AddSource(in.User, source)
	}
	if err != nil {
		return dispatch.Reply{}, err
	}
	return h.sourceSaved(in, source, state.ID == ""), nil
}

// readSourceForm takes over what the form says; problem holds what no verb of the store could know, by block id.
func readSourceForm(source *store.Source, form dispatch.State, keepRules bool,
	personas []store.Persona) map[string]string {
	problem := map[string]string{}
	source.Name, source.AutoApprove = block.Clean(form.Text(surface.FieldName)), form.Bool(fieldAutoApprove)
	source.Kind = store.AssetKind(form.Choice(surface.FieldKind))
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
	source.Topics = nil
	for topic := range strings.SplitSeq(form.Text(surface.FieldTopics), ",") {
		if topic = strings.TrimSpace(topic); topic != "" {
			source.Topics = append(source.Topics, topic)
		}
	}
	source.Personas = text.As[store.PersonaID](form.Choices(surface.FieldPersonas))
	source.Audiences = text.As[store.Audience](form.Choices(surface.FieldAudiences))
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
func (h *Handlers) sourceSaved(in dispatch.Interaction, source store.Source, added bool) dispatch.Reply {
	name := "*" + block.Line(source.Name) + "*"
	if !added {
		return dispatch.Reply{Home: true, After: h.showSources(in, name+" is saved."),
			Update: block.ResultModal("Saved", name+" is saved. What it brings from now on follows the new settings.")}
	}
	done := dispatch.Fetching(block.ResultModal("Source added", name+" is added and is being read…"),
		func(ctx context.Context) (*slack.ModalViewRequest, error) {
			notice, err := h.readingNotice(ctx, source)
			if err == nil && in.View.Previous != "" {
				// Whoever has closed the list meanwhile still reads what came of it here.
				if err = h.showSources(in, notice)(ctx); dispatch.Ignorable(err) {
					err = nil
				}
			}
			return sourceAddedView(source, notice), err
		})
	done.Home = true
	return done
}
