// The digest in Slack: today's on request, and every answer to a pick shown in place.

package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// digestRoutes are the words, buttons and reactions of the digest. Sharing itself is share.go's.
func (b *Bot) digestRoutes() []route {
	return []route{
		onWord(cmdVouch, "digest", "get today's picks now", b.onDigest),
		onAction(actDigest, b.onDigest),
		onAction(actSave, b.onSave),
		onAction(actUnsave, b.onUnsave),
		onAction(actPickMenu, b.onPickMenu),
		onAction(actWhyNot, b.onWhyNot),
		onAction(actBringBack, b.onBringBack),
		onSubmit(cbNetworks, b.onNetworksSubmit),
		onReaction(b.onReaction),
	}
}

// onDigest gives today's digest now: it is planned if it was not, and shown again if it was delivered. The digest itself
// always arrives as the one message of the day, so that reactions, receipts and rewriting work on it; from a channel it is
// shown again privately, from Home in a modal.
func (b *Bot) onDigest(ctx context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	delivery, err := b.planner.ForToday(ctx, in.User, in.At)
	if err != nil {
		return reply{}, err
	}
	if in.View.Type != "" {
		shown, err := b.showDigest(ctx, delivery, in.At)
		if err != nil {
			return reply{}, err
		}
		return reply{Open: digestModal(shown, delivery.Key)}, nil
	}
	// Planned a moment ago: the courier posts it as the one message of the day, and this answer only says that it comes.
	if delivery.State != store.Delivered {
		text := count(len(delivery.Picks), "pick is", "picks are") + " on the way to your messages with Vouch."
		return reply{Text: text, Home: true}, nil
	}
	shown, err := b.showDigest(ctx, delivery, in.At)
	if err != nil {
		return reply{}, err
	}
	shown.Copy = true
	again := digestContent(shown)
	sent := "You got today's picks " + moment(delivery.SentAt, me.zone) + " in your messages with Vouch. Here they are again."
	return reply{Text: sent + "\n" + again.Text, Blocks: append([]slack.Block{section(sent)}, again.Blocks...)}, nil
}

// renderDigest draws a digest for the courier. Between planning and sending lie up to ten minutes of spread, or an outage:
// who left or paused meanwhile is not written to, and a digest of which nothing can be shared any more is not sent.
func (b *Bot) renderDigest(ctx context.Context, m store.Message) (content, error) {
	delivery, err := b.db.Delivery(m.Ref)
	if err != nil {
		return content{}, err
	}
	me, err := b.db.Employee(delivery.Employee)
	if err != nil {
		return content{}, err
	}
	if !me.IsAdvocate() || (isPaused(me, store.Now()) && !delivery.OnRequest) {
		return content{}, &store.Error{Kind: store.Conflict, Msg: "This person has left or paused."}
	}
	shown, err := b.showDigest(ctx, delivery, store.Now())
	if err != nil {
		return content{}, err
	}
	// One pick that can be shared is worth sending; the others say in their place why they are gone.
	if !slices.ContainsFunc(shown.Picks, func(p shownPick) bool { return goneWords(p.Asset) == "" }) {
		return content{}, &store.Error{Kind: store.Conflict, Msg: "Nothing in this digest can be shared any more."}
	}
	return digestContent(shown), nil
}

// redrawDigest draws a delivered digest as it should look now.
func (b *Bot) redrawDigest(ctx context.Context, r store.Receipt) (content, error) {
	delivery, err := b.db.Delivery(r.Ref)
	if err != nil {
		return content{}, err
	}
	shown, err := b.showDigest(ctx, delivery, store.Now())
	if err != nil {
		return content{}, err
	}
	return digestContent(shown), nil
}

// showDigest gathers what a digest shows at now, which is the same whether it is sent, edited after a press, or rewritten by
// the courier: the state of each asset, who shared it, and what its reader did.
func (b *Bot) showDigest(ctx context.Context, d store.Delivery, now time.Time) (shownDigest, error) {
	me, err := b.person(d.Employee)
	if err != nil {
		return shownDigest{}, err
	}
	taste, err := b.db.TasteOf(d.Employee)
	if err != nil {
		return shownDigest{}, err
	}
	shares, err := b.db.SharesOf(d.Employee, recentShares)
	if err != nil {
		return shownDigest{}, err
	}
	shown := shownDigest{Date: d.Date, Rhythm: rhythmWords(me.rhythm), Slowed: slowedIn(d, me), Kept: keptIn(d, me)}
	if isPaused(me.Employee, now) {
		shown.Paused = pausedWords(me.Prefs.PausedUntil, now, me.zone)
	}
	if shown.Also, err = b.carriedLines(ctx, d.Key); err != nil {
		return shownDigest{}, err
	}
	for _, pick := range d.Picks {
		p, err := b.showPick(me, pick, taste, shares, now)
		if err != nil {
			return shownDigest{}, err
		}
		shown.Picks = append(shown.Picks, p)
	}
	return shown, nil
}

// recentShares is how many of a person's shares are read to say what they shared of a digest: a digest has at most 5 picks,
// and the shares of one are among the newest unless it is very old.
const recentShares = 200

// askingTime is how long a pick that isn't for somebody asks what was wrong: who was not interested in saying so today will
// not be tomorrow.
const askingTime = 24 * time.Hour

// showPick gathers one pick for its reader. An asset that is gone from the file shows as gone.
func (b *Bot) showPick(me member, pick store.Pick, taste store.Taste, shares []store.Share, now time.Time) (shownPick, error) {
	p := shownPick{Reason: pick.Reason, Saved: slices.Contains(taste.Saved, pick.Asset), Reader: me.ID}
	opinion, found, err := b.db.OpinionOf(me.ID, pick.Asset)
	if err != nil {
		return p, err
	}
	// Not the delivery's own word for it: that is the last act, and saving what one likes would hide the liking.
	p.Answer = opinion.Answer
	// The question outlives rewritings of the message, such as an expired pick beside it, and ends with the day.
	p.Asking = found && opinion.Reason == store.ReasonUnsaid && now.Sub(opinion.At) < askingTime
	// What is gone from the file keeps its place in the digests that showed it.
	asset, err := b.db.Asset(pick.Asset)
	if store.KindOf(err) == store.NotFound {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	p.Asset = asset
	if p.Event, err = b.showEvent(me.ID, asset, me.zone, now); err != nil {
		return p, err
	}
	leaders, others, err := b.db.WhoShared(pick.Asset)
	if err != nil {
		return p, err
	}
	leaders, p.Others = withoutSelf(leaders, others, pick.Asset, shares)
	for _, id := range leaders {
		if e, err := b.db.Employee(id); err == nil {
			p.Leaders = append(p.Leaders, e.Name)
		}
	}
	for _, s := range shares {
		switch {
		// A share that was taken back is Opened again, and shows as such.
		case s.Asset != pick.Asset:
		case s.Level >= store.Declared:
			p.Shared = append(p.Shared, s.Network)
		case s.Level == store.Opened:
			p.Opened = append(p.Opened, s.Network)
		}
	}
	return p, nil
}

// withoutSelf leaves the reader, whose shares are given, out of those who shared an asset: who else did is the news.
func withoutSelf(leaders []store.EmployeeID, others int, asset store.AssetID, shares []store.Share) ([]store.EmployeeID, int) {
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
func (b *Bot) onSave(ctx context.Context, in inbound) (reply, error) {
	return b.answerPick(ctx, in, store.AssetID(in.Action.Value), store.Saved, "Saved. You find it on the app's Home.")
}

// onUnsave takes a pick out of the saved ones.
func (b *Bot) onUnsave(ctx context.Context, in inbound) (reply, error) {
	return b.answerPick(ctx, in, store.AssetID(in.Action.Value), store.Unsaved, "Removed from what you saved.")
}

// onBringBack takes "Not for me" back: the pick stands there again with its buttons, and what the answer taught is forgotten.
// A topic that was muted or a rhythm that was slowed down on the way stays so; the digest said where to change that.
func (b *Bot) onBringBack(ctx context.Context, in inbound) (reply, error) {
	return b.answerPick(ctx, in, store.AssetID(in.Action.Value), store.Cleared, "It is back among your picks.")
}

// answerPick records an answer and shows it where the button is: in the digest, else in words.
func (b *Bot) answerPick(ctx context.Context, in inbound, asset store.AssetID, answer store.Feedback, words string) (reply, error) {
	if _, err := b.member(in.User); err != nil {
		return reply{}, err
	}
	key, err := b.deliveryBehind(in, asset)
	if err != nil {
		return reply{}, err
	}
	reason := ""
	if answer == store.NotForMe {
		reason = store.ReasonUnsaid // asked next
	}
	if _, err := b.db.SaveFeedback(in.User, asset, answer, reason, key); err != nil {
		return reply{}, err
	}
	return b.redrawAround(ctx, in, key, asset, words, nil)
}

// redrawAround rewrites the digest an act happened in, message or modal, instead of adding a message; acts on Home only
// publish Home, acts elsewhere are answered in words. change (may be nil) is how the answered pick is shown this once; a later
// rewriting shows what the store knows.
func (b *Bot) redrawAround(ctx context.Context, in inbound, key string, asset store.AssetID, words string, change func(*shownPick)) (reply, error) {
	// The same button stands in a message, a private copy, a modal and Home, and each is changed by another call.
	inModal := in.View.CallbackID == cbDigest
	if in.View.Type == "home" {
		return reply{Home: true}, nil
	}
	if in.View.CallbackID == cbLibrary {
		view, err := b.searchAgain(in)
		return reply{Update: view, Home: true}, err
	}
	// From a list or an old message without a delivery: there is nothing to redraw.
	if key == "" || (in.MessageTS == "" && !inModal) {
		return reply{Text: words, Home: true}, nil
	}
	delivery, err := b.db.Delivery(key)
	if err != nil {
		return reply{}, err
	}
	shown, err := b.showDigest(ctx, delivery, in.At)
	if err != nil {
		return reply{}, err
	}
	for i := range shown.Picks {
		if shown.Picks[i].Asset.ID == asset && change != nil {
			change(&shown.Picks[i])
		}
	}
	if inModal {
		return reply{Update: digestModal(shown, key), Home: true}, nil
	}
	shown.Copy = in.Ephemeral
	edited := digestContent(shown)
	return reply{Replace: &edited, Home: true}, nil
}

// rerender shows the digest that an interaction happened in as it is now; see redrawAround.
func (b *Bot) rerender(ctx context.Context, in inbound, key string, asset store.AssetID, words string) (reply, error) {
	return b.redrawAround(ctx, in, key, asset, words, nil)
}

// deliveryBehind finds the digest an act belongs to: by where its message is, or, for a private copy, the newest that shows
// the asset. "" when there is none. A digest of somebody else is refused, which Slack does not let happen in direct messages.
func (b *Bot) deliveryBehind(in inbound, asset store.AssetID) (string, error) {
	if in.View.CallbackID == cbDigest {
		return in.View.Metadata, nil
	}
	if in.MessageTS == "" {
		return "", nil
	}
	receipt, found, err := b.db.ReceiptAt(in.Channel, in.MessageTS)
	if err != nil {
		return "", err
	}
	if found && receipt.Kind == string(store.MsgDigest) {
		if receipt.Employee != in.User {
			return "", &store.Error{Kind: store.Denied, Msg: "This is somebody else's digest. Type `/vouch digest` for yours."}
		}
		return receipt.Ref, nil
	}
	// A private copy has no receipt: its message is known to the reader's client only (docs.slack.dev/reference/methods/chat.postEphemeral).
	deliveries, err := b.db.DeliveriesOf(in.User, recentShares)
	if err != nil {
		return "", err
	}
	for _, d := range deliveries {
		if slices.ContainsFunc(d.Picks, func(p store.Pick) bool { return p.Asset == asset }) {
			return d.Key, nil
		}
	}
	return "", nil
}

// onPickMenu does what was chosen in a pick's menu.
func (b *Bot) onPickMenu(ctx context.Context, in inbound) (reply, error) {
	what, id, _ := strings.Cut(in.Action.Value, ":")
	asset := store.AssetID(id)
	switch what {
	case menuShared:
		return b.alreadyShared(in, asset)
	case menuMore:
		return b.answerPick(ctx, in, asset, store.More, "Noted: you'll get more like this.")
	case menuNot:
		return b.answerPick(ctx, in, asset, store.NotForMe, "You won't see this again.")
	}
	return reply{}, &store.Error{Kind: store.NotFound, Msg: "That choice is from an older version of this message. Type `/vouch digest` for today's picks."}
}

// digestKinds are the messages with picks, and the question in place of one.
func (b *Bot) digestKinds() []kind {
	return []kind{
		{Kind: store.MsgDigest, Render: b.renderDigest, Rewrite: b.redrawDigest},
		{Kind: store.MsgFatigue, Render: b.renderFatigue, Rewrite: b.redrawFatigue},
	}
}
