// "Not for me": what was wrong, obeyed at once, and said how.

package digestcard

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/match"
	"vouch/store"
)

// onWhyNot obeys the reason a person chose and shows in place what was done.
func (h *Handlers) onWhyNot(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	parts := strings.SplitN(in.Action.Value, ":", 3)
	if len(parts) < 2 {
		return dispatch.Reply{}, &store.Error{Kind: store.NotFound, Msg: "Choose one of the reasons in the list."}
	}
	if parts[0] == reasonNone {
		in.Action.Value = parts[1]
		return h.onBringBack(ctx, in)
	}
	asset := store.AssetID(parts[1])
	me, key, err := h.memberAndDelivery(in, asset)
	if err != nil {
		return dispatch.Reply{}, err
	}
	reason := parts[0]
	if len(parts) == 3 {
		reason += ":" + parts[2] // the topic
	}
	if _, err := h.DB.SaveFeedback(in.User, asset, store.NotForMe, reason, key); err != nil {
		return dispatch.Reply{}, err
	}
	said, err := h.obey(me, parts)
	if err != nil {
		return dispatch.Reply{}, err
	}
	answer, err := h.rerenderPick(ctx, in, key, asset, said, func(p *shownPick) { p.Said = said })
	// The only reason that needs another answer: which networks are theirs can't be guessed from one that is not.
	if err == nil && parts[0] == store.ReasonNetwork {
		answer.Open = networksModal(me.Prefs)
	}
	return answer, err
}

// obey changes the preferences as the reason asks, and says what was done and where to undo it. A muted topic is no
// longer followed, because the store takes only one of the two. The reason "seen" needs no change: an answered pick
// never comes again.
func (h *Handlers) obey(me surface.Member, parts []string) (string, error) {
	prefs := me.Prefs
	switch {
	case parts[0] == store.ReasonTopic && len(parts) == 3 && parts[2] != "":
		topic := parts[2]
		if !slices.Contains(prefs.Mute, topic) {
			prefs.Mute = append(slices.Clone(prefs.Mute), topic)
		}
		prefs.Follow = slices.DeleteFunc(slices.Clone(prefs.Follow), func(t string) bool { return t == topic })
		_, err := h.DB.SavePreferences(me.ID, prefs)
		return "Nothing more about " + block.Line(match.TopicLabel(topic)) + " will come. You can undo that in Settings.", err
	case parts[0] == store.ReasonTooOften:
		// One step, not to the slowest: what is obeyed too well is turned off next.
		slower, possible := surface.SlowerThan(me.Rhythm.Frequency)
		if !possible {
			return "You already get it as rarely as we send it, once a week. `/vouch pause` stops it for a while.", nil
		}
		prefs.Rhythm.Frequency = slower
		changed, err := h.DB.SavePreferences(me.ID, prefs)
		return "From now on it comes " + surface.RhythmWords(changed.Rhythm(me.Settings.Rhythm)) +
			". You can change that in Settings.", err
	case parts[0] == store.ReasonNetwork:
		return "Tell me where you share in Settings, and picks for other networks stay out.", nil
	case parts[0] == store.ReasonSeen:
		return "Noted. It won't come again.", nil
	}
	return "Noted. You'll see less like it.", nil
}

// networksModal opens at once with the answer "not my network": knowing that one pick was wrong helps little, knowing
// the networks helps every digest. It asks where somebody shares, so that "not my network" is obeyed for everything
// that follows.
func networksModal(p store.Preferences) *slack.ModalViewRequest {
	return block.Modal(cbNetworks, "Where you share", "Save", "Not now", "",
		block.Section("Choose the networks you use. Picks that suit none of them stay out of your digest."),
		block.Input(surface.FieldNetworks, "Networks", block.SelectMany(block.InputValue, "Choose one or more",
			surface.NetworkOptions(surface.Named, nil), 0, surface.NetworkValues(p.Networks)...), "", false))
}

// onNetworksSubmit keeps the networks and nothing else.
func (h *Handlers) onNetworksSubmit(_ context.Context, in dispatch.Interaction,
	me surface.Member) (dispatch.Reply, error) {
	prefs := me.Prefs
	// The form shows all networks, so what is not chosen in it is a choice, too.
	prefs.Networks = surface.Chosen[store.Network](in, surface.FieldNetworks)
	_, err := h.DB.SavePreferences(in.User, prefs)
	return dispatch.Reply{Update: block.ResultModal("Where you share",
		"Saved. From now on you get picks for "+surface.NetworkList(prefs.Networks)+".")}, err
}
