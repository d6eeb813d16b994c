// The form of a persona: what stands in it, whom its rule would reach, and saving it.

package persona

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/slackapi"
	"vouch/bot/surface"
	"vouch/store"
)

// personaForm is everything the form shows.
type personaForm struct {
	persona   store.Persona
	fresh     bool                       // not saved yet, so the short name may be chosen
	groups    []*slack.OptionBlockObject // of the rule's user groups, with their names
	noGroups  string                     // why user groups cannot be chosen; "" they can
	noMembers string                     // why channels are of no use yet; "" they are
	preview   *store.PersonaPreview      // nil: not asked for
	names     map[store.PersonaID]string
	problems  []string // of places in the preview
	notice    string
}

// personaMeta travels in the form's private metadata. Groups are kept for an app that may not list them: what a form
// does not show it must not clear.
type personaMeta struct {
	ID      store.PersonaID `json:"id,omitempty"`
	Version int             `json:"version,omitempty"`
	Groups  []string        `json:"groups,omitempty"`
}

// metadata writes the state; twenty ids are far below Slack's 3,000 characters.
func (f personaForm) metadata() string {
	m := personaMeta{Version: f.persona.Version, Groups: f.persona.Rule.Groups}
	if !f.fresh {
		m.ID = f.persona.ID
	}
	return block.Metadata(m)
}

// onPersonaAdd opens an empty form.
func (h *Handlers) onPersonaAdd(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form, err := h.newPersonaForm(store.Persona{}, true)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Open: personaFormModal(form)}, nil
}

// newPersonaForm gathers the form. It asks Slack for nothing, because it is opened within a trigger's three seconds.
func (h *Handlers) newPersonaForm(p store.Persona, fresh bool) (personaForm, error) {
	form := personaForm{persona: p, fresh: fresh, names: map[store.PersonaID]string{}}
	var places []store.Membership
	err := h.DB.View(func(q *store.Query) error {
		for _, known := range q.Personas() {
			form.names[known.ID] = known.Name
		}
		places = q.Memberships()
		return nil
	})
	if err != nil {
		return form, err
	}
	for _, id := range p.Rule.Groups {
		form.groups = append(form.groups, block.Option(id, cmp.Or(surface.PlaceName(places, id, "@"), h.groupHandle(id), id)))
	}
	// Unknown scopes are taken for granted ones: then Slack itself says what is missing.
	granted := h.Me().Scopes
	if granted != nil && !slices.Contains(granted, slackapi.ScopeGroups) {
		form.noGroups = lackingScope("user groups", slackapi.ScopeGroups)
	}
	if granted != nil && !slices.Contains(granted, slackapi.ScopeChannels) {
		form.noMembers = lackingScope("the members of channels", slackapi.ScopeChannels)
	}
	return form, nil
}

// groupHandle is a user group's name as far as the list of them was read lately; "" when not.
func (h *Handlers) groupHandle(id string) string {
	known := h.groups.Load()
	if known == nil {
		return ""
	}
	i := slices.IndexFunc(known.groups, func(g slack.UserGroup) bool { return g.ID == id })
	if i < 0 {
		return ""
	}
	return "@" + known.groups[i].Handle
}

// onPersonaGroups suggests user groups while somebody types. Their names say what is wrong when they cannot be listed.
func (h *Handlers) onPersonaGroups(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	groups, err := h.userGroups(ctx)
	if err != nil {
		in.Describe(h.Log.Warn()).Err(err).Msg("cannot list the user groups")
		return dispatch.Reply{}, nil
	}
	query := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(in.Query), "@"))
	var options []*slack.OptionBlockObject
	for _, g := range groups {
		if len(options) < dispatch.MaxOptions && (strings.Contains(strings.ToLower(g.Handle), query) ||
			strings.Contains(strings.ToLower(g.Name), query)) {
			options = append(options, block.Described(g.ID, "@"+g.Handle, g.Name))
		}
	}
	return dispatch.Reply{Options: options}, nil
}

// formPersona reads the form.
func formPersona(in dispatch.Interaction) (store.Persona, bool) {
	var m personaMeta
	_ = json.Unmarshal([]byte(in.View.Metadata), &m) // what cannot be read is a new persona
	s := in.State
	p := store.Persona{ID: m.ID, Version: m.Version, Name: strings.TrimSpace(s.Text(surface.FieldName)),
		Topics:        commas(s.Text(surface.FieldTopics)),
		TalkingPoints: lines(s.Text(fieldTalking)),
		Rule: store.Rule{Titles: commas(s.Text(fieldTitles)), Departments: commas(s.Text(fieldDepartments)),
			Locations: commas(s.Text(fieldLocations)),
			Groups:    s.Choices(fieldGroups), Channels: s.Choices(fieldChannels)}}
	if _, shown := s[fieldGroups]; !shown {
		p.Rule.Groups = m.Groups
	}
	p.Networks = surface.Chosen[store.Network](in, surface.FieldNetworks)
	p.Audiences = surface.Chosen[store.Audience](in, surface.FieldAudiences)
	fresh := m.ID == ""
	if fresh {
		p.ID = store.PersonaID(cmp.Or(strings.ToLower(strings.TrimSpace(s.Text(fieldID))), slugOf(p.Name)))
	}
	return p, fresh
}

// commas splits a line at commas; empty parts are dropped.
func commas(text string) []string {
	return parts(strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }))
}

// lines splits a text at line breaks; empty ones are dropped.
func lines(text string) []string { return parts(strings.Split(text, "\n")) }

// parts trims texts and drops empty ones.
func parts(texts []string) (kept []string) {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

// slugOf makes a short name of a name: small letters and digits, with hyphens between. A name in another script gives
// none, and the form then asks for one.
func slugOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r > unicode.MaxASCII || !(unicode.IsLetter(r) || unicode.IsDigit(r))
	})
	return strings.TrimRight(strings.Join(words, "-")[:min(len(strings.Join(words, "-")), 40)], "-")
}

// onPersonaPreview shows in the form whom its rule would reach, before anything is saved. User groups and channels that
// no rule names yet are read first, which takes a moment.
func (h *Handlers) onPersonaPreview(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	p, fresh := formPersona(in)
	form, err := h.newPersonaForm(p, fresh)
	if err != nil {
		return dispatch.Reply{}, err
	}
	show := func(read placesRead) (*slack.ModalViewRequest, error) {
		asked := p
		if fresh {
			asked.ID = "" // it has no place of its own yet, even if its short name is taken
		}
		preview, err := h.DB.PreviewPersona(asked, 0, read.members)
		if err != nil {
			return nil, err
		}
		form.preview, form.notice = &preview, ""
		for _, id := range slices.Sorted(maps.Keys(read.problems)) {
			form.problems = append(form.problems, placeMention(p.Rule, form.groups, id)+": "+block.Esc(read.problems[id]))
		}
		return personaFormModal(form), nil
	}
	first, err := show(placesRead{})
	if err != nil || len(form.preview.Unread) == 0 {
		return dispatch.Reply{Update: first}, err
	}
	unread := store.Rule{Groups: only(p.Rule.Groups, form.preview.Unread),
		Channels: only(p.Rule.Channels, form.preview.Unread)}
	form.preview, form.notice = nil, "Reading who is in the chosen user groups and channels…"
	read := func(ctx context.Context) (*slack.ModalViewRequest, error) { return show(h.readPlaces(ctx, unread)) }
	return dispatch.Reply{Update: personaFormModal(form), After: h.Below(in.View.ID, read)}, nil
}

// only keeps those of ids that stand in chosen.
func only(ids, chosen []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(chosen, id) })
}

// onPersonaSubmit saves the form, or says at the fields what is wrong.
func (h *Handlers) onPersonaSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	p, fresh := formPersona(in)
	save, word := h.Once(in).EditPersona, "saved"
	if fresh {
		save, word = h.Once(in).AddPersona, "added"
	}
	saved, err := save(in.User, p)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return h.personaDone(in, "*"+block.Line(saved.Name)+"* is "+word+"."), nil
}
