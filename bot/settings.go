// Settings: a person's own choices, checked field by field and obeyed from the next digest on.

package bot

import (
	"context"
	"slices"
	"strconv"
	"time"

	"vouch/digest/match"
	"vouch/store"
)

// settingsRoutes are the ways to the form and its submission.
func (b *Bot) settingsRoutes() []route {
	return []route{
		onWord(cmdVouch, "settings", "choose what you get, when, and what colleagues see", b.onSettings),
		onAction(actSettings, b.onSettings),
		onSubmit(cbSettings, b.onSettingsSubmit),
	}
}

// onSettings opens the form; inside a modal it is laid on top.
func (b *Bot) onSettings(_ context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	choices, err := b.joinChoices(me)
	if err != nil {
		return reply{}, err
	}
	notice := ""
	if isPaused(me.Employee, in.At) {
		notice = me.nextWords(in.At)
	} else if me.Attention.Slowed > 0 {
		notice = slowedNotice(me, in.At)
	}
	return reply{Open: settingsModal(choices, notice)}, nil
}

// onSettingsSubmit saves the whole form, or says at the fields what is wrong and saves nothing. Two windows of one person are
// no conflict: the last one saved is what they meant.
func (b *Bot) onSettingsSubmit(_ context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	prefs := formPreferences(in.State, me.Prefs)
	if wrong := checkPreferences(prefs, me.settings); len(wrong) > 0 {
		return reply{Errors: wrong}, nil
	}
	saved, err := b.db.SaveChoices(in.User, prefs)
	if err != nil {
		return reply{}, err
	}
	if me, err = b.memberOf(saved); err != nil {
		return reply{}, err
	}
	return reply{Update: resultModal("Settings", "Saved. "+me.rhythmAndNext(in.At)), Home: true}, nil
}

// formPreferences reads the form over the preferences it began from: what the form does not show, such as a pause, stays.
func formPreferences(s state, p store.Preferences) store.Preferences {
	p.Personas = nil
	for _, id := range s.Choices(fieldPersonas) {
		p.Personas = append(p.Personas, store.PersonaID(id))
	}
	p.Networks = nil
	for _, n := range s.Choices(fieldNetworks) {
		p.Networks = append(p.Networks, store.Network(n))
	}
	// Empty choices are choices: an empty menu means none, not "as before".
	p.Follow, p.Mute = s.Choices(fieldFollow), s.Choices(fieldMute)
	p.Rhythm = formRhythm(s, quietDays(s))
	// Anything unreadable is 0, which follows the program.
	p.Picks, _ = strconv.Atoi(s.Choice(fieldPicks))
	visibility := s.Choice(fieldVisibility)
	p.BoardHidden, p.BoardAlias = visibility == notVisible, visibility == visibleByAlias
	return p
}

// formRhythm reads how often and when.
func formRhythm(s state, quiet []time.Weekday) store.Rhythm {
	return store.Rhythm{Frequency: store.Frequency(s.Choice(fieldFrequency)), At: s.Choice(fieldAt), Quiet: quiet}
}

// quietDays reads the days never to send on; anything that is no weekday is ignored.
func quietDays(s state) []time.Weekday {
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
		wrong[fieldMute] = "You chose to see " + list(both) + " first as well. Take it out of one of the two."
	}
	return wrong
}

// checkRhythm holds the time inside the hours in which anything is sent; the store holds it to being a time, and to the first
// of those hours again.
func checkRhythm(r store.Rhythm, s store.Settings) map[string]string {
	wrong := map[string]string{}
	if r.At != "" && (r.At < store.EarliestAt || r.At >= s.WorkUntil) {
		wrong[fieldAt] = "Choose a time from " + store.EarliestAt + " on and before " + s.WorkUntil + ": nothing is sent at other hours."
	}
	return wrong
}
