// What a crisis holds: items that cannot be shared, messages that wait, and delivered messages that are changed.

package store

import (
	"slices"
	"strings"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

// holds tells whether a crisis holds an item.
func (c *Crisis) holds(a *Asset) bool {
	if slices.Contains(c.Allowed, a.ID) {
		return false
	}
	switch c.Scope {
	case HoldAsset:
		return c.Of == string(a.ID)
	case HoldTopic:
		return slices.ContainsFunc(a.Topics, func(topic string) bool { return text.Fold(topic) == text.Fold(c.Of) })
	}
	return true
}

// activeCrises are those that have not ended, read once per transaction.
func (t *tx) activeCrises() []Crisis {
	if t.crisisCache == nil {
		list := []Crisis{}
		for _, id := range t.Keys(crisesActive, "", 0) {
			list = append(list, crises.Must(t.Tx, id))
		}
		t.crisisCache = &list
	}
	return *t.crisisCache
}

// holdOn is the crisis that holds an item, the oldest of several.
func (t *tx) holdOn(a *Asset) (Crisis, bool) {
	for _, c := range t.activeCrises() {
		if c.holds(a) {
			return c, true
		}
	}
	return Crisis{}, false
}

// noteHold writes into an item that was read why it is on hold.
func (t *tx) noteHold(a *Asset) {
	if c, held := t.holdOn(a); held {
		a.Held = c.Reason
	}
}

// refuseHeld refuses to share what is on hold, with the reason and whom to ask.
func (t *tx) refuseHeld(a *Asset) error {
	c, held := t.holdOn(a)
	if !held {
		return nil
	}
	return conflict("Sharing this is on hold: " + strings.TrimRight(c.Reason, ".") + ". Ask " + t.nameOf(c.Owner) + ".")
}

// crisisKinds wait while everything is on hold: they ask for something or celebrate. Digests find nothing to show by
// themselves, and what answers somebody goes on.
var crisisKinds = []MessageKind{MsgBoard, MsgWelcome, MsgFatigue, MsgOwnerNudge, MsgEventAfter}

// crisisPause is how long such a message waits until it is looked at again.
const crisisPause = 15 * time.Minute

// isHeldBack tells whether a message has to wait for the end of a crisis.
func (t *tx) isHeldBack(m *Message) bool {
	return slices.Contains(crisisKinds, m.Kind) &&
		slices.ContainsFunc(t.activeCrises(), func(c Crisis) bool { return c.Scope == HoldAll })
}

// receiptsHeld are the delivered messages that show an item which a crisis holds, and when each was delivered.
func (t *tx) receiptsHeld(c *Crisis) map[string]time.Time {
	found := map[string]time.Time{}
	var held []AssetID
	for _, state := range []AssetState{Live, InReview} {
		for _, a := range assets.Under(t.Tx, assetsByState, string(state), 0) {
			if c.holds(&a) {
				held = append(held, a.ID)
			}
		}
	}
	oldest := kv.TimeKey(t.now.Add(-rewriteWindow))
	for _, id := range held {
		prefix := kv.Join(string(id), "")
		t.Scan(receiptsByAsset, prefix, prefix+oldest, func(key string, _ []byte) bool {
			row := key[len(prefix):]
			found[row[len(oldest):]] = kv.KeyTime(row)
			return true
		})
	}
	return found
}

// rewriteHeld asks for an edit of each delivered message that a crisis concerns, and returns how many they are. Slack
// takes about fifty edits a minute: the messages people have just got come first.
func (t *tx) rewriteHeld(c *Crisis) int {
	delivered := t.receiptsHeld(c)
	keys := make([]string, 0, len(delivered))
	for key := range delivered {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	change := "on"
	if !c.EndedAt.IsZero() {
		change = "off"
	}
	for _, key := range keys {
		// Earlier than now by as much as the message is younger than the window.
		t.rewriteAt(key, string(c.ID), change, t.now.Add(t.now.Sub(delivered[key])-rewriteWindow))
	}
	return len(keys)
}

// PendingEdits counts the edits of delivered messages that wait to be made.
func (q *Query) PendingEdits() (n int) {
	q.t.Scan(messagesReady, "", "", func(key string, _ []byte) bool {
		if strings.HasPrefix(key[len(kv.TimeKey(q.t.now)):], "rewrite/") {
			n++
		}
		return true
	})
	return n
}
