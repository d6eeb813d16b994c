// What a crisis holds: items that cannot be shared, messages that wait, and delivered messages that are changed.

package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"vouch/store/delivery"
	"vouch/store/message"
)

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
		if c.Holds(a) {
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
	return conflict("Sharing this is on hold: " + strings.TrimRight(c.Reason, ".") + ". " + t.whomToAskIn(&c))
}

// whomToAskIn says in a sentence whom to ask in a crisis: its owner, or somebody else when that person has left.
func (t *tx) whomToAskIn(c *Crisis) string {
	if _, err := t.member(c.Owner); err != nil {
		return t.whomToAsk()
	}
	return "Ask " + t.nameOf(c.Owner) + "."
}

// noteFacts notes that a delivered statement shows the fact sheet from now on, so that it is changed when that goes.
func (t *tx) noteFacts(c *Crisis, key string) {
	if c.Facts != "" {
		r := receipts.Must(t.Tx, key)
		r.Assets = []AssetID{c.Facts}
		receipts.Save(t.Tx, &r)
	}
}

// editLate asks for an edit of a message that was on its way while a crisis began or ended: it may show what was true
// before, and the planning of the edits passed it by, because it had no receipt yet.
func (t *tx) editLate(m *Message, r *Receipt) {
	if m.Kind == MsgCrisis {
		if c, found := crises.Get(t.Tx, m.Ref); found && !c.EndedAt.IsZero() {
			t.noteFacts(&c, m.Key)
			t.rewrite(m.Key, m.Ref, "ended")
		}
	}
	if m.Kind != MsgDigest {
		return
	}
	for _, c := range all(t, &crises) {
		late := c.StartedAt.After(m.ClaimedAt) || c.EndedAt.After(m.ClaimedAt)
		if late && c.HoldsAny(t.Tx, r, map[AssetID]bool{}) {
			t.rewrite(m.Key, string(c.ID), "late")
		}
	}
}

// crisisKinds wait while everything is on hold: they ask for something or celebrate. Digests find nothing to show by
// themselves, and what answers somebody goes on.
var crisisKinds = []MessageKind{MsgBoard, MsgCampaign, MsgWelcome, MsgFatigue, MsgOwnerNudge, MsgEventAfter,
	MsgReminder, MsgMoment, MsgWinAsk, MsgWin, MsgThanksCard, MsgThanks, MsgSlotOffer, MsgPulse, MsgTotals}

// crisisPause is how long such a message waits until it is looked at again.
const crisisPause = 15 * time.Minute

// isHeldBack tells whether a message has to wait for the end of a crisis.
func (t *tx) isHeldBack(m *Message) bool {
	return slices.Contains(crisisKinds, m.Kind) && t.holdsAll()
}

// holdsAll tells whether everything is on hold.
func (t *tx) holdsAll() bool {
	return slices.ContainsFunc(t.activeCrises(), func(c Crisis) bool { return c.Scope == HoldAll })
}

// crisisPart is how many people or digests one commit of a crisis looks at: a tenth of a second, so that nobody's press
// waits for long.
const crisisPart = 2000

// ContinueCrises plans what is to be sent and changed for crises that began or ended, part by part, until all is
// planned or ctx ends. It goes on where it stopped, also after a crash: what a part planned and how far it came is one
// commit.
func (db *DB) ContinueCrises(ctx context.Context) error {
	for more := true; more; {
		err := ctx.Err()
		if err == nil {
			more, err = db.continueCrisis()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) continueCrisis() (more bool, err error) {
	next := func(t *tx) []string { return t.Keys(crisesUnfinished, "", 1) }
	if list, err := read(db, func(t *tx) ([]string, error) { return next(t), nil }); len(list) == 0 || err != nil {
		return false, err
	}
	return writeAlone(db, func(t *tx) (bool, error) {
		list := next(t)
		if len(list) == 0 {
			return false, nil
		}
		t.BatchRows()
		c := crises.Must(t.Tx, list[0])
		if !c.Work.Told {
			c.Work.Told = t.tellPart(&c)
		} else {
			c.Work.Done = t.editPart(&c)
		}
		t.saveCrisis(&c)
		return true, nil
	})
}

// tellPart sends the statement to the next people, or at the end changes it; it tells whether these were the last.
func (t *tx) tellPart(c *Crisis) (last bool) {
	var ids []string
	t.Scan(employees.Bucket, "", c.Work.Person, func(id string, _ []byte) bool {
		if id != c.Work.Person {
			ids = append(ids, id)
		}
		return len(ids) < crisisPart
	})
	for _, id := range ids {
		key := keyOf("crisis", string(c.ID), id)
		m, planned := messages.Get(t.Tx, key)
		e := employees.Must(t.Tx, id)
		switch {
		case c.EndedAt.IsZero() && e.IsAdvocate():
			t.enqueue(Message{Key: key, Kind: MsgCrisis, Ref: string(c.ID), To: e.ID})
			c.Told++
		case c.EndedAt.IsZero() || !planned:
		case m.State == Pending:
			t.giveUp(m, "the crisis is over")
		case t.Get(receipts.Bucket, key) != nil:
			t.noteFacts(c, key)
			t.rewriteInTurn(c, key, "ended")
		}
		c.Work.Person = id
	}
	return len(ids) < crisisPart
}

// digestsOf begins the keys of the digests of a day and of all later ones, wherever their readers are.
func digestsOf(at time.Time) string {
	return delivery.Prefix + string(DateOf(at.AddDate(0, 0, -1), time.UTC))
}

// editPart asks for an edit of each of the next digests that show an item which the crisis holds or held; it tells
// whether these were the last of the window. Slack takes about fifty edits a minute: the newest digests come first.
func (t *tx) editPart(c *Crisis) (last bool) {
	change, oldest := "on", digestsOf(t.now.Add(-rewriteWindow))
	if !c.EndedAt.IsZero() {
		change, oldest = "off", c.Work.Until
	}
	looked, last := 0, true
	held := map[AssetID]bool{}
	var keys []string
	t.ScanBack(receipts.Bucket, delivery.Prefix, c.Work.Digest, func(key string, raw []byte) bool {
		if key < oldest {
			return false
		}
		if last = looked < crisisPart; !last {
			return false
		}
		looked++
		c.Work.Digest = key
		if r := receipts.Decode(raw); c.HoldsAny(t.Tx, &r, held) {
			keys = append(keys, key)
		}
		return true
	})
	for _, key := range keys {
		t.rewriteInTurn(c, key, change)
	}
	if change == "on" {
		c.Changed += len(keys)
	}
	return last
}

// rewriteInTurn asks for one of the many edits of a crisis, when the ones before it are made at Slack's pace. All at
// once they would be claimed and put off again one by one, and everything else would wait for that.
func (t *tx) rewriteInTurn(c *Crisis, receipt, change string) {
	from := c.StartedAt
	if !c.EndedAt.IsZero() {
		from = c.EndedAt
	}
	turn := time.Duration(max(0, c.Work.Edits+1-editsAtOnce)) * EditEvery
	c.Work.Edits++
	t.rewriteAt(from.Add(min(turn, longestWait)), receipt, string(c.ID), change)
}

// editsAtOnce is how many edits of a crisis need not wait: as many as are under way at a time.
const editsAtOnce = 4

// PendingEdits counts the edits of delivered messages that wait to be made. What waited to be put on hold when its
// crisis ended is not among them: it looks as it should, and its edit is made only because others may rely on it.
func (q *Query) PendingEdits() int {
	return message.PendingEdits(q.t.Tx, func(key string) bool {
		rest, on := strings.CutSuffix(key, "/on")
		return !on || slices.ContainsFunc(q.t.activeCrises(), func(c Crisis) bool {
			return strings.HasSuffix(rest, string(c.ID))
		})
	})
}
