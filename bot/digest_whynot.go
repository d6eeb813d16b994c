// "Not for me": what was wrong, obeyed at once, and said how.

package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/digest/match"
	"vouch/store"
)

// onWhyNot obeys the reason a person chose and shows in place what was done.
func (b *Bot) onWhyNot(ctx context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	parts := strings.SplitN(in.Action.Value, ":", 3)
	if len(parts) < 2 {
		return reply{}, &store.Error{Kind: store.NotFound, Msg: "Choose one of the reasons in the list."}
	}
	asset := store.AssetID(parts[1])
	key, err := b.deliveryBehind(in, asset)
	if err != nil {
		return reply{}, err
	}
	if _, err := b.db.SaveFeedback(in.User, asset, store.NotForMe, parts[0], key); err != nil {
		return reply{}, err
	}
	said, err := b.obey(me, parts)
	if err != nil {
		return reply{}, err
	}
	answer, err := b.redrawAround(ctx, in, key, asset, said, func(p *shownPick) { p.Said = said })
	// The only reason that needs another answer: which networks are theirs can't be guessed from one that is not.
	if err == nil && parts[0] == store.ReasonNetwork {
		answer.Open = networksModal(me.Prefs)
	}
	return answer, err
}

// obey changes the preferences as the reason asks, and says what was done and where to undo it. A muted topic is no longer
// followed, because the store takes only one of the two. The reason "seen" needs no change: an answered
// pick never comes again.
func (b *Bot) obey(me member, parts []string) (string, error) {
	prefs := me.Prefs
	switch {
	case parts[0] == store.ReasonTopic && len(parts) == 3 && parts[2] != "":
		topic := parts[2]
		if !slices.Contains(prefs.Mute, topic) {
			prefs.Mute = append(slices.Clone(prefs.Mute), topic)
		}
		prefs.Follow = slices.DeleteFunc(slices.Clone(prefs.Follow), func(t string) bool { return t == topic })
		_, err := b.db.SavePreferences(me.ID, prefs)
		return "Nothing more about " + line(match.TopicLabel(topic)) + " will come. You can undo that in Settings.", err
	case parts[0] == store.ReasonTooOften:
		// One step, not to the slowest: what is obeyed too well is turned off next.
		slower, possible := slowerThan(me.rhythm.Frequency)
		if !possible {
			return "You already get it as rarely as we send it, once a week. `/vouch pause` stops it for a while.", nil
		}
		prefs.Rhythm.Frequency = slower
		changed, err := b.db.SavePreferences(me.ID, prefs)
		return "From now on it comes " + rhythmWords(changed.Rhythm(me.settings.Rhythm)) + ". You can change that in Settings.", err
	case parts[0] == store.ReasonNetwork:
		return "Tell me where you share in Settings, and picks for other networks stay out.", nil
	case parts[0] == store.ReasonSeen:
		return "Noted. It won't come again.", nil
	}
	return "Noted. You'll see less like it.", nil
}

// networksModal opens at once with the answer "not my network": knowing that one pick was wrong helps little, knowing the
// networks helps every digest. It asks where somebody shares, so that "not my network" is obeyed for everything that follows.
func networksModal(p store.Preferences) *slack.ModalViewRequest {
	return modal(cbNetworks, "Where you share", "Save", "Not now", "",
		section("Choose the networks you use. Picks that suit none of them stay out of your digest."),
		input(fieldNetworks, "Networks", selectMany(inputValue, "Choose one or more", networkOptions(named, nil), 0, networkValues(p.Networks)...), "", false))
}

// onNetworksSubmit keeps the networks and nothing else.
func (b *Bot) onNetworksSubmit(_ context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	prefs := me.Prefs
	// The form shows all networks, so what is not chosen in it is a choice, too.
	prefs.Networks = nil
	for _, n := range in.State.Choices(fieldNetworks) {
		prefs.Networks = append(prefs.Networks, store.Network(n))
	}
	if _, err := b.db.SavePreferences(in.User, prefs); err != nil {
		return reply{}, err
	}
	return reply{Update: resultModal("Where you share",
		"Saved. From now on you get picks for "+networkList(prefs.Networks)+".")}, nil
}
