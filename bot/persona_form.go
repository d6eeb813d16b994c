// The form of a persona: what stands in it, whom its rule would reach, and saving it.

package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

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
	everybody bool     // ask whether a rule that fits everybody is meant so
	notice    string
}

// personaMeta travels in the form's private metadata. Groups are kept for an app that may not list them: what a form does
// not show it must not clear.
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
	text, err := json.Marshal(m)
	if err != nil {
		return "{}" // strings and numbers cannot fail
	}
	return string(text)
}

// onPersonaAdd opens an empty form.
func (b *Bot) onPersonaAdd(_ context.Context, in inbound) (reply, error) {
	if err := b.mustManage(in.User); err != nil {
		return reply{}, err
	}
	form, err := b.newPersonaForm(store.Persona{}, true)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: personaFormModal(form)}, nil
}

// newPersonaForm gathers the form. It asks Slack for nothing, because it is opened within a trigger's three seconds.
func (b *Bot) newPersonaForm(p store.Persona, fresh bool) (personaForm, error) {
	form := personaForm{persona: p, fresh: fresh, names: map[store.PersonaID]string{}}
	personas, err := b.db.Personas()
	if err != nil {
		return form, err
	}
	for _, known := range personas {
		form.names[known.ID] = known.Name
	}
	places, err := b.db.Memberships()
	if err != nil {
		return form, err
	}
	for _, id := range p.Rule.Groups {
		form.groups = append(form.groups, option(id, cmp.Or(placeName(places, id, "@"), b.groupHandle(id), id)))
	}
	// Unknown scopes are taken for granted ones: then Slack itself says what is missing.
	granted := b.me().Scopes
	if granted != nil && !slices.Contains(granted, scopeGroups) {
		form.noGroups = lackingScope("user groups", scopeGroups)
	}
	if granted != nil && !slices.Contains(granted, scopeChannels) {
		form.noMembers = lackingScope("the members of channels", scopeChannels)
	}
	return form, nil
}

// groupHandle is a user group's name as far as the list of them was read lately; "" when not.
func (b *Bot) groupHandle(id string) string {
	known := b.groups.Load()
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
func (b *Bot) onPersonaGroups(ctx context.Context, in inbound) (reply, error) {
	groups, err := b.userGroups(ctx)
	if err != nil {
		in.describe(b.log.Warn()).Err(err).Msg("cannot list the user groups")
		return reply{}, nil
	}
	query := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(in.Query), "@"))
	var options []*slack.OptionBlockObject
	for _, g := range groups {
		if len(options) < maxOptions && (strings.Contains(strings.ToLower(g.Handle), query) || strings.Contains(strings.ToLower(g.Name), query)) {
			options = append(options, described(g.ID, "@"+g.Handle, g.Name))
		}
	}
	return reply{Options: options}, nil
}

// formPersona reads the form.
func formPersona(in inbound) (store.Persona, bool) {
	var m personaMeta
	if json.Unmarshal([]byte(in.View.Metadata), &m) != nil {
		m = personaMeta{}
	}
	s := in.State
	p := store.Persona{ID: m.ID, Version: m.Version, Name: strings.TrimSpace(s.Text(fieldName)), Topics: commas(s.Text(fieldTopics)),
		TalkingPoints: lines(s.Text(fieldTalking)),
		Rule: store.Rule{Titles: commas(s.Text(fieldTitles)), Departments: commas(s.Text(fieldDepartments)), Locations: commas(s.Text(fieldLocations)),
			Groups: s.Choices(fieldGroups), Channels: s.Choices(fieldChannels)}}
	if _, shown := s[fieldGroups]; !shown {
		p.Rule.Groups = m.Groups
	}
	for _, n := range s.Choices(fieldNetworks) {
		p.Networks = append(p.Networks, store.Network(n))
	}
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

// slugOf makes a short name of a name: small letters and digits, with hyphens between. A name in another script gives none,
// and the form then asks for one.
func slugOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r > unicode.MaxASCII || !(unicode.IsLetter(r) || unicode.IsDigit(r))
	})
	return strings.TrimRight(strings.Join(words, "-")[:min(len(strings.Join(words, "-")), 40)], "-")
}

// onPersonaPreview shows in the form whom its rule would reach, before anything is saved. User groups and channels that no
// rule names yet are read first, which takes a moment.
func (b *Bot) onPersonaPreview(_ context.Context, in inbound) (reply, error) {
	if err := b.mustManage(in.User); err != nil {
		return reply{}, err
	}
	p, fresh := formPersona(in)
	form, err := b.newPersonaForm(p, fresh)
	if err != nil {
		return reply{}, err
	}
	form.everybody = hasBlock(in, fieldEverybody)
	show := func(read placesRead) (*slack.ModalViewRequest, error) {
		preview, err := b.db.PreviewPersona(previewed(p, fresh), read.members)
		if err != nil {
			return nil, err
		}
		form.preview, form.notice = &preview, ""
		for _, id := range slices.Sorted(maps.Keys(read.problems)) {
			form.problems = append(form.problems, placeMention(p.Rule, form.groups, id)+": "+esc(read.problems[id]))
		}
		return personaFormModal(form), nil
	}
	first, err := show(placesRead{})
	if err != nil || len(form.preview.Unread) == 0 {
		return reply{Update: first}, err
	}
	unread := store.Rule{Groups: only(p.Rule.Groups, form.preview.Unread), Channels: only(p.Rule.Channels, form.preview.Unread)}
	form.preview, form.notice = nil, "Reading who is in the chosen user groups and channels…"
	after := func(ctx context.Context) error {
		view, err := show(b.readPlaces(ctx, unread))
		if err != nil {
			return err
		}
		return b.api.updateView(ctx, in.View.ID, "", view)
	}
	return reply{Update: personaFormModal(form), After: after}, nil
}

// previewed is the persona as the preview takes it: a new one has no place of its own yet, even if its short name is taken.
func previewed(p store.Persona, fresh bool) store.Persona {
	if fresh {
		p.ID = ""
	}
	return p
}

// only keeps those of ids that stand in chosen.
func only(ids, chosen []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(chosen, id) })
}

// hasBlock tells whether the form showed an input.
func hasBlock(in inbound, block string) bool {
	_, shown := in.State[block]
	return shown
}

// onPersonaSubmit saves the form, or says at the fields what is wrong. A rule that fits everybody is asked about once.
func (b *Bot) onPersonaSubmit(_ context.Context, in inbound) (reply, error) {
	p, fresh := formPersona(in)
	save, word := b.db.EditPersona, "saved"
	if fresh {
		save, word = b.db.AddPersona, "added"
	}
	saved, err := save(in.User, p, in.State.Bool(fieldEverybody))
	var wrong *store.Error
	if errors.As(err, &wrong) && wrong.Fields["everybody"] != "" && !hasBlock(in, fieldEverybody) {
		form, err := b.newPersonaForm(p, fresh)
		if err != nil {
			return reply{}, err
		}
		form.everybody, form.notice = true, "*This rule fits everybody who works here*, so nothing was saved yet. Make it narrower, or tick the box at the end if you mean it."
		return reply{Update: personaFormModal(form)}, nil
	}
	if err != nil {
		return reply{}, err
	}
	return b.personaDone(in, "*"+line(saved.Name)+"* is "+word+"."), nil
}
