// Settings: a person's own choices, checked field by field and obeyed from the next digest on.

package member

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/match"
	"vouch/store"
	"vouch/store/text"
)

// settingsRoutes are the ways to the form and its submission.
func (h *Handlers) settingsRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "settings", "what you get, and when", h.onSettings).For(surface.HasJoined),
		dispatch.OnAction(surface.ActSettings, h.onSettings),
		dispatch.OnSubmit(surface.CBSettings, h.ByAdvocate(h.onSettingsSubmit)),
		dispatch.OnAction(actPrivacy, h.ByAdvocate(h.onPrivacy)),
		dispatch.OnSubmit(cbPrivacy, h.ByAdvocate(h.onPrivacySubmit)),
		dispatch.OnAction(actReach, h.ByAdvocate(h.onReach)),
		dispatch.OnSubmit(cbReach, h.ByAdvocate(h.onReachSubmit)),
	}
}

// onSettings opens the form; inside a modal it is laid on top.
func (h *Handlers) onSettings(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var choices joinChoices
	err := h.DB.View(func(q *store.Query) error {
		choices = choicesFor(q, surface.Advocate(q, in.User))
		return nil
	})
	if err != nil {
		return dispatch.Reply{}, err
	}
	me, notice := choices.me, ""
	if surface.IsPaused(me.Employee, in.At) {
		notice = me.NextWords(in.At)
	} else if me.Attention.Slowed > 0 {
		notice = surface.SlowedNotice(me, in.At)
	}
	return dispatch.Reply{Open: settingsModal(choices, notice)}, nil
}

// onSettingsSubmit saves the whole form, or says at the fields what is wrong and saves nothing. Two windows of one
// person are no conflict: the last one saved is what they meant.
func (h *Handlers) onSettingsSubmit(_ context.Context, in dispatch.Interaction,
	me surface.Member) (dispatch.Reply, error) {
	prefs := formPreferences(in.State, me.Prefs)
	if wrong := checkPreferences(prefs, me.Settings); len(wrong) > 0 {
		return dispatch.Reply{Errors: wrong}, nil
	}
	saved, err := h.DB.SaveChoices(in.User, prefs)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if me, err = h.MemberOf(saved); err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: block.ResultModal("Settings", "Saved. "+me.RhythmAndNext(in.At)), Home: true}, nil
}

// onPrivacy opens what colleagues see, on top of the settings.
func (h *Handlers) onPrivacy(_ context.Context, in dispatch.Interaction, me surface.Member) (dispatch.Reply, error) {
	return dispatch.Reply{Open: privacyModal(me)}, nil
}

// onPrivacySubmit saves it; everything else stays.
func (h *Handlers) onPrivacySubmit(_ context.Context, in dispatch.Interaction,
	me surface.Member) (dispatch.Reply, error) {
	chosen := in.State.Choice(fieldVisibility)
	me.Prefs.BoardHidden, me.Prefs.BoardAlias = chosen == surface.NotVisible, chosen == visibleByAlias
	me.Prefs.Incentive = store.Incentive(in.State.Choice(fieldIncentive))
	me.Prefs.Wins = store.WinConsent(strings.TrimPrefix(in.State.Choice(fieldWins), winsAsk))
	_, err := h.DB.SavePreferences(in.User, me.Prefs)
	return dispatch.Reply{Update: block.ResultModal("Privacy", "Saved."), Home: true}, err
}

// onReach opens where somebody shares and with whom, on top of the settings.
func (h *Handlers) onReach(_ context.Context, in dispatch.Interaction, me surface.Member) (dispatch.Reply, error) {
	return dispatch.Reply{Open: reachModal(me.Prefs)}, nil
}

// onReachSubmit saves it; everything else stays.
func (h *Handlers) onReachSubmit(_ context.Context, in dispatch.Interaction,
	me surface.Member) (dispatch.Reply, error) {
	// Empty choices are choices: an empty menu means none, not "as before".
	me.Prefs.Networks = surface.Chosen[store.Network](in, surface.FieldNetworks)
	me.Prefs.Audiences = surface.Chosen[store.Audience](in, surface.FieldAudiences)
	me.Prefs.Languages = in.State.Choices(fieldLanguages)
	_, err := h.DB.SavePreferences(in.User, me.Prefs)
	return dispatch.Reply{Update: block.ResultModal("Your network", "Saved. It counts from the next digest on."),
		Home: true}, err
}

// formPreferences reads the form over the preferences it began from: what the form does not show, such as a pause,
// stays.
func formPreferences(s dispatch.State, p store.Preferences) store.Preferences {
	p.Personas = text.As[store.PersonaID](s.Choices(surface.FieldPersonas))
	// Empty choices are choices: an empty menu means none, not "as before".
	p.Follow, p.Mute = s.Choices(fieldFollow), s.Choices(fieldMute)
	p.Rhythm = formRhythm(s, quietDays(s))
	// Anything unreadable is 0, which follows the program.
	p.Picks, _ = strconv.Atoi(s.Choice(fieldPicks))
	return p
}

// formRhythm reads how often and when.
func formRhythm(s dispatch.State, quiet []time.Weekday) store.Rhythm {
	return store.Rhythm{Frequency: store.Frequency(s.Choice(fieldFrequency)), At: s.Choice(surface.FieldAt), Quiet: quiet}
}

// quietDays reads the days never to send on; anything that is no weekday is ignored.
func quietDays(s dispatch.State) []time.Weekday {
	var days []time.Weekday
	for _, text := range s.Choices(fieldQuiet) {
		if n, err := strconv.Atoi(text); err == nil && n >= 0 && n <= 6 {
			days = append(days, time.Weekday(n))
		}
	}
	return days
}

// checkPreferences finds what only this form can explain; the store checks everything else again.
func checkPreferences(p store.Preferences, s store.Settings) map[string]string {
	wrong := checkRhythm(p.Rhythm, s)
	var both []string
	for _, topic := range p.Mute {
		if slices.Contains(p.Follow, topic) {
			both = append(both, match.TopicLabel(topic))
		}
	}
	if len(both) > 0 {
		wrong[fieldMute] = "You chose to see " + block.List(both) + " first as well. Take it out of one of the two."
	}
	return wrong
}

// checkRhythm holds the time inside the hours in which anything is sent; the store holds it to being a time, and to the
// first of those hours again.
func checkRhythm(r store.Rhythm, s store.Settings) map[string]string {
	wrong := map[string]string{}
	if r.At != "" && (r.At < store.EarliestAt || r.At >= s.WorkUntil) {
		wrong[surface.FieldAt] = "Choose a time from " + store.EarliestAt + " to just before " + s.WorkUntil +
			". Nothing is sent at other hours."
	}
	return wrong
}
