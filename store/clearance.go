// Clearances: a text that a rule stops goes to compliance, which allows exactly this text or refuses it.

package store

import (
	"fmt"
	"slices"
	"time"

	"vouch/store/clearance"
	"vouch/store/kv"
	"vouch/store/text"
)

// The table of clearances, see package clearance.
var clearances, clearancesByPerson, clearancesWaiting = clearance.Table, clearance.ByPerson, clearance.Waiting

// stop says in a sentence what stops a text, "" when nothing does, with the last decision about exactly this text. What
// compliance allowed passes, but for a rule that came later.
func (t *tx) stop(o *OpenShare, a *Asset) (why string, last Clearance) {
	if why = t.settings().WhyStopped(o.Text, a.Topics, o.Supplied); why == "" {
		return "", last
	}
	for _, c := range clearances.Under(t.Tx, clearancesByPerson, kv.Join(string(o.Employee), string(a.ID)), 0) {
		if c.IsAbout(o.Written) {
			last = c
		}
	}
	if last.State == clearance.Allowed && last.Why == why {
		return "", last
	}
	return why, last
}

// Stop says what stops a text that somebody wants to share, "" when nothing does, and where the question to compliance
// stands.
func (q *Query) Stop(o OpenShare) (why string, last Clearance) {
	a := end(q.t.asset(o.Asset))
	return q.t.stop(&o, &a)
}

// refuseStopped is the error of a text that a rule stops.
func (t *tx) refuseStopped(o *OpenShare, a *Asset) error {
	why, last := t.stop(o, a)
	switch {
	case why == "":
		return nil
	case last.State == clearance.Asked:
		why += " Compliance is reading this text."
	case last.State == clearance.Refused:
		why += " " + t.nameOf(last.DecidedBy) + " refused this text."
	default:
		why += " " + t.whoClears(&Clearance{Employee: o.Employee})
	}
	return FieldErrors{"text": why}.Err()
}

// clearers are who decides about a text: compliance reviewers, program managers while nobody else is one, and never its
// writer.
func (t *tx) clearers(c *Clearance) []EmployeeID {
	return t.responsible(Compliance, func(id EmployeeID) bool { return id == c.Employee })
}

func (t *tx) whoClears(c *Clearance) string {
	if ids := t.clearers(c); len(ids) > 0 {
		return t.askOneOf(ids, maxNamed)
	}
	return "At present nobody can: a program manager can make a colleague a compliance reviewer."
}

// AskClearance sends a text that a rule stops to compliance, and gives who is asked. Asking again about the same text
// changes nothing.
func (db *DB) AskClearance(o OpenShare) (asked []EmployeeID, err error) {
	return write(db, func(t *tx) ([]EmployeeID, error) {
		a, err := t.sharing(&o)
		if err != nil {
			return nil, err
		}
		why, c := t.stop(&o, &a)
		who := t.clearers(&Clearance{Employee: o.Employee})
		switch {
		case why == "":
			return nil, conflict("Nothing stops this text now.")
		case c.State == clearance.Asked:
			return who, nil
		case c.State == clearance.Refused, len(who) == 0:
			return nil, t.refuseStopped(&o, &a)
		}
		c = Clearance{ID: ClearanceID(t.newID()), Employee: o.Employee, Asset: o.Asset, Network: o.Network, Text: o.Written,
			Why: why, State: clearance.Asked, AskedAt: t.now}
		clearances.Save(t.Tx, &c)
		t.sendClearance(&c)
		return who, nil
	})
}

// sendClearance gives everybody who may decide about a text a card, each once, and another one when reviews should have
// been answered since the first came.
func (t *tx) sendClearance(c *Clearance) {
	for _, id := range t.clearers(c) {
		m := Message{Key: keyOf("clearance", string(c.ID), string(id)), Kind: MsgClearance, Ref: string(c.ID), To: id}
		if t.enqueue(m) {
			continue
		}
		first := messages.Must(t.Tx, m.Key)
		if first.State == Sent && !t.settings().AfterWork(first.DoneAt, t.settings().ReviewHours).After(t.now) {
			m.Key = keyOf(m.Key, "again")
			t.enqueue(m)
		}
	}
}

// waitingClearances are the texts about which nobody has decided and that can still be posted, the oldest first.
func (t *tx) waitingClearances() (list []Clearance) {
	for _, id := range t.Keys(clearancesWaiting, "", reviewScan) {
		c := clearances.Must(t.Tx, id)
		if a, found := assets.Get(t.Tx, string(c.Asset)); found && a.State == Live {
			list = append(list, c)
		}
	}
	return list
}

// ClearancesFor returns the texts that wait for a person's decision, the oldest first.
func (q *Query) ClearancesFor(id EmployeeID) []Clearance {
	return slices.DeleteFunc(q.t.waitingClearances(),
		func(c Clearance) bool { return !slices.Contains(q.t.clearers(&c), id) })
}

// Clearance returns one text with what was decided.
func (q *Query) Clearance(id ClearanceID) Clearance { return end(q.t.clearance(id)) }

func (t *tx) clearance(id ClearanceID) (Clearance, error) {
	return lookUp(t, &clearances, id, "This text is not kept any more.")
}

// BegunWords are the words with which somebody goes on about an item, and the network they are for: what compliance
// allowed, or what waits with a reminder, until a kit was opened after that.
func (q *Query) BegunWords(id EmployeeID, asset AssetID) (words string, network Network, found bool) {
	take := func(text string, on Network, at time.Time) {
		if s, shared := q.t.shareOf(id, asset, on); text != "" && !(shared && s.UpdatedAt.After(at)) {
			words, network, found = text, on, true
		}
	}
	r, _ := q.ReminderOf(id, asset)
	take(r.Text, r.Network, r.UpdatedAt)
	for _, c := range clearances.Under(q.t.Tx, clearancesByPerson, kv.Join(string(id), string(asset)), 0) {
		if c.State == clearance.Allowed {
			take(c.Text, c.Network, c.DecidedAt)
		}
	}
	return words, network, found
}

// MayClear ends the View for who may not decide about a text, with who can.
func (q *Query) MayClear(actor EmployeeID, id ClearanceID) {
	c := end(q.t.clearance(id))
	q.Refuse(q.t.mayClear(actor, &c))
}

func (t *tx) mayClear(actor EmployeeID, c *Clearance) error {
	if slices.Contains(t.clearers(c), actor) {
		return nil
	}
	text := "Compliance decides about this text. "
	if actor == c.Employee {
		text = "Nobody decides about a text of their own. "
	}
	return denied(text + t.whoClears(c))
}

// DecideClearance allows a text, which its writer may post then, or refuses it with a note. Who decides is said by
// clearers. Deciding the same again changes nothing. Field of its FieldErrors: note.
func (db *DB) DecideClearance(actor EmployeeID, id ClearanceID, to ClearanceState, note string) (Clearance, error) {
	return write(db, func(t *tx) (Clearance, error) {
		c, err := t.clearance(id)
		if err == nil {
			err = t.mayClear(actor, &c)
		}
		note = text.Line(note)
		switch {
		case err != nil || (c.State == to && c.DecidedBy == actor):
			return c, err
		case c.State != clearance.Asked:
			return c, conflict(t.nameOf(c.DecidedBy) + " " + string(c.State) + " this text already.")
		case to != clearance.Allowed && to != clearance.Refused:
			return c, invalid("This answer is not known.")
		case to == clearance.Refused && note == "":
			return c, FieldErrors{"note": "Say why, so that the writer can do better."}.Err()
		case text.Longer(note, maxShort):
			return c, FieldErrors{"note": fmt.Sprintf("Shorten this to %d characters.", maxShort)}.Err()
		}
		c.State, c.DecidedBy, c.DecidedAt, c.Note = to, actor, t.now, note
		clearances.Save(t.Tx, &c)
		t.rewriteRef(MsgClearance, string(id), string(to))
		if e, found := employees.Get(t.Tx, string(c.Employee)); found && e.WorksHere() {
			t.enqueue(Message{Key: keyOf("clearance_news", string(id)), Kind: MsgClearanceNews, Ref: string(id), To: c.Employee})
		}
		action := map[ClearanceState]string{clearance.Allowed: "allow", clearance.Refused: "refuse"}[to]
		t.audit(actor, "clearance."+action, string(id), note)
		return c, nil
	})
}

// eraseClearances keeps what was decided and when, without who wrote, and which words.
func eraseClearances(t *tx, e *erasure) {
	var theirs []string
	e.count["clearances"] = clearances.RewriteAll(t.Tx, func(c *Clearance) bool {
		by := e.replace(&c.DecidedBy, e.ghost)
		if !e.replace(&c.Employee, e.ghost) {
			return by
		}
		theirs = append(theirs, string(c.ID))
		c.Text, c.Note, c.State = "", "", ClearanceErased
		return true
	})
	for _, id := range theirs {
		t.rewriteRef(MsgClearance, id, string(ClearanceErased))
	}
}
