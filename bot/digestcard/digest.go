// The digest in Slack: today's on request, and every answer to a pick shown in place.

package digestcard

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// digestRoutes are the words, buttons and reactions of the digest. Sharing itself is share.go's.
func (h *Handlers) digestRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "digest", "today's picks, now", h.ByAdvocate(h.onDigest)).For(surface.HasJoined),
		dispatch.OnAction(surface.ActDigest, h.ByAdvocate(h.onDigest)),
		dispatch.OnAction(surface.ActSave, h.onSave),
		dispatch.OnAction(surface.ActUnsave, h.onUnsave),
		dispatch.OnAction(actPickMenu, h.onPickMenu),
		dispatch.OnAction(actWhyNot, h.onWhyNot),
		dispatch.OnAction(actBringBack, h.onBringBack),
		dispatch.OnAction(actAfterPost, h.onAfterPost),
		dispatch.OnSubmit(cbNetworks, h.ByAdvocate(h.onNetworksSubmit)),
		dispatch.OnReaction(h.onReaction),
	}
}

// onDigest gives today's digest now: it is planned if it was not, and shown again if it was delivered. The digest
// itself always arrives as the one message of the day, so that reactions, receipts and rewriting work on it; from a
// channel it is shown again privately, from Home in a modal.
func (h *Handlers) onDigest(ctx context.Context, in dispatch.Interaction, me surface.Member) (dispatch.Reply, error) {
	delivery, err := h.Planner.ForToday(ctx, in.User, in.At)
	if err != nil {
		return dispatch.Reply{}, err
	}
	// Planned a moment ago: the courier posts it as the one message of the day, and this answer only says that it comes.
	if in.View.Type == "" && delivery.State != store.Delivered {
		text := block.Count(len(delivery.Picks), "pick is", "picks are") + " on the way to your messages with Vouch."
		return dispatch.Reply{Text: text, Home: true}, nil
	}
	_, shown, err := h.showDigest(ctx, delivery.Key, in.At)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if in.View.Type != "" {
		return dispatch.Reply{Open: digestModal(shown, delivery.Key)}, nil
	}
	shown.Copy = true
	again := digestContent(shown)
	sent := "You got today's picks " + block.Moment(delivery.SentAt, me.Zone) +
		" in your messages with Vouch. Here they are again."
	return dispatch.Reply{Text: sent + "\n" + again.Text,
		Blocks: append([]slack.Block{block.Section(sent)}, again.Blocks...)}, nil
}

// renderDigest renders a digest for the courier. Between planning and sending lie up to ten minutes of spread, or an
// outage: who left or paused meanwhile is not written to, and a digest of which nothing can be shared any more is not
// sent.
func (h *Handlers) renderDigest(ctx context.Context, m store.Message) (block.Content, error) {
	delivery, shown, err := h.showDigest(ctx, m.Ref, store.Now())
	if err != nil {
		return block.Content{}, err
	}
	if !shown.Joined || (shown.Paused != "" && !delivery.OnRequest) {
		return block.Content{}, surface.Obsolete("This person has left or paused.")
	}
	// One pick that can be shared is worth sending; the others say in their place why they are gone.
	if !slices.ContainsFunc(shown.Picks, func(p shownPick) bool { return surface.GoneWords(p.Asset) == "" }) {
		return block.Content{}, surface.Obsolete("Nothing in this digest can be shared any more.")
	}
	return digestContent(shown), nil
}

// rerenderDigest renders a delivered digest as it should look now.
func (h *Handlers) rerenderDigest(ctx context.Context, r store.Receipt) (block.Content, error) {
	_, shown, err := h.showDigest(ctx, r.Ref, store.Now())
	return digestContent(shown), err
}

// showDigest gathers what a digest shows at now, which is the same whether it is sent, edited after a press, or
// rewritten by the courier: the state of each asset, who shared it, and what its reader did.
func (h *Handlers) showDigest(ctx context.Context, key string,
	now time.Time) (d store.Delivery, shown shownDigest, err error) {
	var carried []store.Message
	var me surface.Member
	err = h.DB.View(func(q *store.Query) error {
		d = q.Delivery(key)
		me = surface.Person(q, d.Employee)
		shown = shownDigest{Date: d.Date, Joined: me.IsAdvocate(), Rhythm: surface.RhythmWords(me.Rhythm),
			First: len(q.DeliveriesOf(d.Employee, 2)) == 1, Slowed: slowedIn(d, me),
			Unread: surface.IsUnread(q, d.Employee)}
		if surface.IsPaused(me.Employee, now) {
			shown.Paused = surface.PausedWords(me.Prefs.PausedUntil, now, me.Zone)
		}
		taste, shares := q.TasteOf(d.Employee), q.SharesOf(d.Employee, surface.RecentShares)
		for _, pick := range d.Picks {
			shown.Picks = append(shown.Picks, showPick(q, me, pick, taste, shares, now))
		}
		shown.After = afterPost(q, key, shares)
		shown.Came = cameOf(d.News, func(id store.ShareID) string {
			share, _ := q.FindShare(id)
			asset, _ := q.FindAsset(share.Asset)
			return cmp.Or(asset.Title, "an earlier post")
		})
		carried = carriedBy(q, key)
		return nil
	})
	if err == nil && len(shown.Picks) > 0 { // the first alone shows its picture
		shown.Picks[0].Pictured = h.ShowsPicture(shown.Picks[0].Asset.Image)
	}
	if err == nil {
		shown.Also, err = h.carriedLines(ctx, carried)
	}
	if err == nil && len(shown.Also) == 0 && shown.After.Key == "" { // the digest stays short
		shown.Also, err = h.askLine(me, d.Date, now)
	}
	return d, shown, err
}

// askLine asks about a job that nobody referred for; no lines when there is none to ask about.
func (h *Handlers) askLine(me surface.Member, date store.LocalDate, now time.Time) ([]string, error) {
	job, found, err := h.Planner.AskFor(&me.Employee, me.Rhythm, date, now)
	if err != nil || !found {
		return nil, err
	}
	return []string{askWords(job)}, nil
}

// askWords widen the circle of whom people think of.
func askWords(job store.Asset) string {
	return "Nobody was referred lately for " + surface.Titled(job, maxCameTitle) +
		". Somebody from another field? `/refer`"
}

// askingTime is how long a pick that isn't for somebody asks what was wrong: who was not interested in saying so today
// will not be tomorrow.
const askingTime = 24 * time.Hour

// showPick gathers one pick for its reader. An asset that is gone from the file keeps its place, and shows as gone.
func showPick(q *store.Query, me surface.Member, pick store.Pick, taste store.Taste, shares []store.Share,
	now time.Time) shownPick {
	p := shownPick{Reason: pick.Reason, Saved: slices.Contains(taste.Saved, pick.Asset), Reader: me.ID}
	opinion, found := q.OpinionOf(me.ID, pick.Asset)
	// Not the delivery's own word for it: that is the last answer, and saving what one likes would hide the liking.
	p.Answer = opinion.Answer
	// The question outlives rewritings of the message, such as an expired pick beside it, and ends with the day.
	p.Asking = found && opinion.Reason == store.ReasonUnsaid && now.Sub(opinion.At) < askingTime
	if p.Asset, found = q.FindAsset(pick.Asset); !found {
		return p
	}
	p.Event = surface.ShowEvent(q, me.ID, p.Asset, me.Zone, now)
	leaders, others := q.WhoShared(pick.Asset, me.Reports)
	leaders, p.Others = withoutSelf(leaders, others, pick.Asset, shares)
	for _, id := range leaders {
		if e, found := q.FindEmployee(id); found && id == me.Reports {
			p.Leaders = append(p.Leaders, "your manager "+e.Name)
		} else if found {
			p.Leaders = append(p.Leaders, e.Name)
		}
	}
	for _, s := range shares {
		switch {
		// A share that was taken back is Opened again, and shows as such.
		case s.Asset != pick.Asset:
		case s.Level >= store.Declared:
			p.Shared = append(p.Shared, s.Network)
			p.Latest = cmp.Or(p.Latest, s)
		case s.Level == store.Opened && now.Sub(s.UpdatedAt) < surface.OpenedFresh:
			p.Latest = cmp.Or(p.Latest, s)
		}
	}
	return p
}

// withoutSelf leaves the reader, whose shares are given, out of those who shared an asset: who else did is the news.
func withoutSelf(leaders []store.EmployeeID, others int, asset store.AssetID,
	shares []store.Share) ([]store.EmployeeID, int) {
	mine := slices.IndexFunc(shares, func(s store.Share) bool { return s.Asset == asset && s.Level >= store.Declared })
	if mine < 0 {
		return leaders, others
	}
	reader := shares[mine].Employee
	if !slices.Contains(leaders, reader) {
		return leaders, others - 1
	}
	return slices.DeleteFunc(leaders, func(id store.EmployeeID) bool { return id == reader }), others
}

// onSave keeps a pick for later; onUnsave takes it back.
func (h *Handlers) onSave(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.answerPick(ctx, in, store.AssetID(in.Action.Value), store.Saved, "Saved. You find it on the app's Home.")
}

// onUnsave takes a pick out of the saved ones.
func (h *Handlers) onUnsave(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.answerPick(ctx, in, store.AssetID(in.Action.Value), store.Unsaved, "Removed from what you saved.")
}

// onBringBack takes "Not for me" back: the pick stands there again with its buttons, and what the answer taught is
// forgotten. A topic that was muted with it comes again; a rhythm that was slowed down stays so, the digest said where
// to change that.
func (h *Handlers) onBringBack(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id := store.AssetID(in.Action.Value)
	var prefs store.Preferences
	unmuted := false
	err := h.DB.View(func(q *store.Query) error {
		prefs = q.Employee(in.User).Prefs
		opinion, _ := q.OpinionOf(in.User, id)
		if topic, named := strings.CutPrefix(opinion.Reason, store.ReasonTopic+":"); named &&
			slices.Contains(prefs.Mute, topic) {
			prefs.Mute = slices.DeleteFunc(slices.Clone(prefs.Mute), func(t string) bool { return t == topic })
			unmuted = true
		}
		return nil
	})
	if err == nil && unmuted {
		_, err = h.DB.SavePreferences(in.User, prefs)
	}
	if err != nil {
		return dispatch.Reply{}, err
	}
	return h.answerPick(ctx, in, store.AssetID(in.Action.Value), store.Cleared, "It is back among your picks.")
}

// answerPick records an answer and shows it where the button is: in the digest, else in words.
func (h *Handlers) answerPick(
	ctx context.Context, in dispatch.Interaction, asset store.AssetID, answer store.Feedback, words string,
) (dispatch.Reply, error) {
	_, key, err := h.memberAndDelivery(in, asset)
	if err != nil {
		return dispatch.Reply{}, err
	}
	reason := ""
	if answer == store.NotForMe {
		reason = store.ReasonUnsaid // asked next
	}
	if _, err := h.DB.SaveFeedback(in.User, asset, answer, reason, key); err != nil {
		return dispatch.Reply{}, err
	}
	return h.rerenderPick(ctx, in, key, asset, words, nil)
}

// memberAndDelivery reads who answers a pick, and the digest they answer it in.
func (h *Handlers) memberAndDelivery(in dispatch.Interaction,
	asset store.AssetID) (me surface.Member, key string, err error) {
	err = h.DB.View(func(q *store.Query) error {
		me, key = surface.Advocate(q, in.User), surface.DeliveryBehind(q, in, asset)
		return nil
	})
	return me, key, err
}

// rerenderPick rewrites the digest an interaction happened in, message or modal, instead of adding a message; those on
// Home only publish Home, those elsewhere are answered in words. change (may be nil) is how the answered pick is shown
// this once; a later rewriting shows what the store knows.
func (h *Handlers) rerenderPick(
	ctx context.Context, in dispatch.Interaction, key string, asset store.AssetID, words string, change func(*shownPick),
) (dispatch.Reply, error) {
	// The same button stands in a message, a private copy, a modal and Home, and each is changed by another call.
	inModal := in.View.CallbackID == surface.CBDigest
	if in.View.Type == "home" {
		return dispatch.Reply{Home: true}, nil
	}
	if in.View.CallbackID == surface.CBLibrary {
		view, err := h.SearchAgain(in)
		return dispatch.Reply{Update: view, Home: true}, err
	}
	// From a list or an old message without a delivery: there is nothing to rerender.
	if key == "" || (in.MessageTS == "" && !inModal) {
		return dispatch.Reply{Text: words, Home: true}, nil
	}
	_, shown, err := h.showDigest(ctx, key, in.At)
	if err != nil {
		return dispatch.Reply{}, err
	}
	for i := range shown.Picks {
		if shown.Picks[i].Asset.ID == asset && change != nil {
			change(&shown.Picks[i])
		}
	}
	if inModal {
		return dispatch.Reply{Update: digestModal(shown, key), Home: true}, nil
	}
	shown.Copy = in.Ephemeral
	edited := digestContent(shown)
	return dispatch.Reply{Replace: &edited, Home: true}, nil
}

// Rerender shows the digest that an interaction happened in as it is now; see rerenderPick.
func (h *Handlers) Rerender(
	ctx context.Context, in dispatch.Interaction, key string, asset store.AssetID, words string,
) (dispatch.Reply, error) {
	return h.rerenderPick(ctx, in, key, asset, words, nil)
}

// pickActions are the buttons that stand in the menu of a pick that is shown small.
var pickActions = []string{surface.ActShare, surface.ActSharePosted, surface.ActRefer, surface.ActAttend,
	surface.ActAttendOff,
	surface.ActStoryRead, surface.ActSave, surface.ActUnsave}

// onPickMenu does what was chosen in a pick's menu: an answer of its own, or what a button does.
func (h *Handlers) onPickMenu(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	what, id, _ := strings.Cut(in.Action.Value, ":")
	asset := store.AssetID(id)
	switch {
	case what == menuShared:
		return h.AlreadyShared(in, asset)
	case what == menuMore:
		return h.answerPick(ctx, in, asset, store.More, "Noted: you'll get more like this.")
	case what == menuNot:
		return h.answerPick(ctx, in, asset, store.NotForMe, "You won't see this again.")
	case slices.Contains(pickActions, what):
		in.Action.ID, in.Action.Value = what, id
		press, in := h.Find(in)
		return press(ctx, in)
	}
	return dispatch.Reply{}, &store.Error{Kind: store.NotFound,
		Msg: "That choice is from an older version of this message. Type `/vouch digest` for today's picks."}
}

// Kinds are the messages with picks, and the question in place of one.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgDigest, Render: h.renderDigest, Rewrite: h.rerenderDigest},
		{Kind: store.MsgFatigue, Render: h.renderFatigue, Rewrite: h.rerenderFatigue},
	}
}
