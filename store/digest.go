// Digests: who is due, what the matching decided for a company made true in one commit, and how deliveries are kept.

package store

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vouch/store/delivery"
	"vouch/store/kv"
	"vouch/store/settings"
	"vouch/store/taste"
	"vouch/store/text"
)

// Due returns the advocates whose digest fell due by now, in the order of their due times, at most limit (0: all).
func (q *Query) Due(now time.Time, limit int) (list []Reader) {
	due := q.t.Due(employeesByDue, now, limit)
	// Who is due at the same time comes in the order of the ids, as people and tastes are kept.
	people, known := q.t.Finder(employees.Bucket), q.t.Finder(tastes.Bucket)
	list = make([]Reader, len(due))
	for i, id := range due {
		raw := people.Find(id)
		if raw == nil {
			kv.Fail("employees_by_due names %q, who does not exist", id)
		}
		r := &list[i]
		employees.DecodeInto(raw, &r.Employee)
		r.Due = r.Employee.NextDigest
		if raw := known.Find(id); raw != nil {
			var p taste.Kept
			tastes.DecodeInto(raw, &p)
			r.Taste = p.Taste
		}
	}
	return list
}

// ReaderOf returns what the matching needs about one advocate.
func (q *Query) ReaderOf(id EmployeeID) Reader {
	e := end(q.t.advocate(id))
	return Reader{Employee: e, Taste: q.t.taste(id), Due: e.NextDigest}
}

// Delivery returns one digest.
func (q *Query) Delivery(key string) Delivery {
	d, found := deliveries.Get(q.t.Tx, key)
	if !found {
		kv.Abort(notFound("This digest does not exist."))
	}
	return d
}

// DeliveriesOf returns the digests of a person, newest first, at most limit.
func (q *Query) DeliveriesOf(id EmployeeID, limit int) (list []Delivery) {
	q.t.deliveriesBack(id, "", func(d *Delivery) bool {
		if len(list) < limit {
			list = append(list, *d)
		}
		return len(list) < limit
	})
	return list
}

// TodaysDelivery returns a person's digest of a local date; false when there is none.
func (q *Query) TodaysDelivery(id EmployeeID, date LocalDate) (Delivery, bool) {
	return deliveries.Get(q.t.Tx, delivery.KeyOf(date, id))
}

// RecordDigests makes plans true in one commit: the delivery, its outbox message, what the person has now seen, and the
// next due time. A plan is skipped when its due time moved, when the person left or paused, or when they have a digest
// of that day; picks that are not live any more are dropped. Somebody who ignored the digests so far gets it less
// often, or a question in place of this one, see Attention. It returns how many digests and questions will be sent.
func (db *DB) RecordDigests(plans []DigestPlan) (int, error) {
	plans = slices.Clone(plans)
	// Whatever a caller can get wrong is refused before the transaction begins.
	for i := range plans {
		if err := delivery.CheckPlan(&plans[i]); err != nil {
			return 0, err
		}
	}
	// In the order of the keys: what lies side by side in the file is read and written side by side.
	slices.SortStableFunc(plans, func(a, b DigestPlan) int {
		return cmp.Or(strings.Compare(string(a.Employee), string(b.Employee)),
			strings.Compare(string(a.Date), string(b.Date)))
	})
	// Alone, because taking back thousands of digests step by step would cost as much again as writing them.
	return writeAlone(db, func(t *tx) (int, error) {
		t.BatchRows()
		t.GrowsAtEnd(deliveries.Bucket, messages.Bucket, employeesByDue)
		planned, notes := 0, taste.Notes{}
		list := t.recipients(plans)
		for i := range list {
			r := &list[i]
			if i > 0 && plans[i].Employee == plans[i-1].Employee {
				r = t.recipient(&plans[i]) // the plan before has changed what was read
			}
			if t.recordDigest(&plans[i], r, db.liveAssets(), notes) {
				planned++
			}
		}
		t.saveNotes(notes)
		return planned, nil
	})
}

// A recipient is what the file holds about one plan; nil for what does not exist. It is only valid inside the
// transaction.
type recipient struct {
	key             string // of the delivery
	person          Employee
	known           bool
	taste, delivery []byte
	waiting         []byte // the delivery that nobody has answered, see Attention
}

// recipients reads what the file holds about plans that are sorted by person, before anything is written.
func (t *tx) recipients(plans []DigestPlan) []recipient {
	list := make([]recipient, len(plans))
	// A company that is due together is three walks from end to end.
	people, known := t.Finder(employees.Bucket), t.Finder(tastes.Bucket)
	days, before := t.Finder(deliveries.Bucket), t.Finder(deliveries.Bucket)
	for i := range plans {
		p, r := &plans[i], &list[i]
		r.key = delivery.KeyOf(p.Date, p.Employee)
		r.read(people.Find(string(p.Employee)))
		r.taste, r.delivery = known.Find(string(p.Employee)), days.Find(r.key)
		if day := r.person.Attention.Waiting; day != "" {
			r.waiting = before.Find(delivery.KeyOf(day, p.Employee))
		}
	}
	return list
}

// read takes in the person as the file holds them.
func (r *recipient) read(raw []byte) {
	if r.known = raw != nil; r.known {
		employees.DecodeInto(raw, &r.person)
	}
}

// recipient is recipients for a single plan.
func (t *tx) recipient(p *DigestPlan) *recipient {
	r := &recipient{key: delivery.KeyOf(p.Date, p.Employee)}
	r.read(t.Get(employees.Bucket, string(p.Employee)))
	r.taste, r.delivery = t.Get(tastes.Bucket, string(p.Employee)), t.Get(deliveries.Bucket, r.key)
	r.waiting = t.Get(deliveries.Bucket, delivery.KeyOf(r.person.Attention.Waiting, p.Employee))
	return r
}

// halfWeek after a question on any working day, the next weekly digest is that of the week after.
const halfWeek = 84 * time.Hour

// recordDigest makes one plan true and tells whether a digest or a question will be sent. A plan that no longer holds
// is skipped and no error: the others of its slice are good, and whoever is still due is planned again.
func (t *tx) recordDigest(p *DigestPlan, r *recipient, live *liveCache, notes taste.Notes) bool {
	if !r.known {
		return false
	}
	e := &r.person
	// Who asks gets a digest of today, due or not, and stays due for the next.
	asked := p.OnRequest || p.Due.IsZero()
	if !e.IsAdvocate() || (!asked && !e.NextDigest.Equal(p.Due)) {
		return false
	}
	d := Delivery{Key: r.key, Employee: e.ID, Date: p.Date, State: Planned,
		PlannedAt: t.now, Note: text.Cut(text.Line(p.Note), maxShort), OnRequest: asked}
	// A day that has its digest only moves the person on, or they would be due for ever.
	question := false
	sends := r.delivery == nil || (asked && t.overrules(r))
	switch {
	case !sends:
	case p.State == Missed:
		d.State, sends = Missed, false
		deliveries.Replace(t.Tx, nil, &d)
	default:
		if d.Picks = t.livePicks(p.Picks, live); len(d.Picks) == 0 {
			sends = false // nothing is left: the person only moves on
			break
		}
		// The past that a demonstration writes has nobody in it who could have answered.
		if !asked && !t.quiet {
			e.Attention.CountDigest(p.Date)
			if t.updateFatigue(e, p, r.waiting) {
				t.sendQuestion(p)
				question = true
				break
			}
		}
		if !t.quiet { // the digests of a seeded past are read already
			d.News = t.takeNews(e.ID)
		}
		deliveries.Replace(t.Tx, nil, &d)
		t.learnPicks(&d, r.taste, live)
		for _, pick := range d.Picks {
			notes.Note(pick.Asset, e.Prefs.Personas, Counts{Tried: delivery.TriedUnanswered})
		}
		t.askAfterPosts(&d)
		t.sendDigest(&d, p.NotBefore)
	}
	if !asked {
		// Never in the past: a program that was down for days plans one digest, not one for each day.
		from := t.now
		if p.Due.After(from) {
			from = p.Due
		}
		if question {
			// "Once a week from now on" is no digest on the next morning.
			from = from.Add(halfWeek)
		}
		t.moveDue(e, t.digestAfter(e, from))
	}
	return sends
}

// overrules makes room for a digest that was asked for, on a day that the program missed or gave up.
func (t *tx) overrules(r *recipient) bool {
	if d := deliveries.Decode(r.delivery); d.State != Missed && d.State != Dropped {
		return false
	}
	if m, found := messages.Get(t.Tx, r.key); found && m.State == Dead {
		messages.Remove(t.Tx, r.key)
	}
	return true
}

// livePicks leaves out assets that are not live any more and repeats: between planning and this commit a curator may
// have withdrawn one.
func (t *tx) livePicks(picks []Pick, live *liveCache) []Pick {
	kept := make([]Pick, 0, len(picks))
	for _, pick := range picks {
		if live.find(t, pick.Asset) && !slices.ContainsFunc(kept, func(p Pick) bool { return p.Asset == pick.Asset }) {
			kept = append(kept, pick)
		}
	}
	return kept
}

// learnPicks remembers what a digest showed: it never comes again, and the next one varies its topics.
func (t *tx) learnPicks(d *Delivery, taste []byte, live *liveCache) {
	seen, topics := make([]uint32, 0, settings.MaxPicks), make([]string, 0, 4*settings.MaxPicks)
	for _, pick := range d.Picks {
		a := live.assets[pick.Asset]
		seen = append(seen, a.seq)
		topics = append(topics, a.topics...)
	}
	// Equal tastes are equal bytes, whatever the order of the picks.
	slices.Sort(seen)
	slices.Sort(topics)
	t.showTo(d.Employee, taste, seen, slices.Compact(topics))
}

// unlearnPicks forgets what a digest would have shown.
func (t *tx) unlearnPicks(d *Delivery) {
	taste := t.taste(d.Employee)
	for _, pick := range d.Picks {
		if a, found := assets.Get(t.Tx, string(pick.Asset)); found {
			taste.Unsee(a.Seq)
		}
		t.noteEvidence(pick.Asset, d.Employee, Counts{Tried: -delivery.TriedUnanswered})
	}
	t.saveTaste(d.Employee, taste)
	t.unaskPosts(d)
}

// sendDigest enqueues the message of a new delivery, which cannot have one yet.
func (t *tx) sendDigest(d *Delivery, notBefore time.Time) {
	t.addMessage(Message{Key: d.Key, Kind: MsgDigest, Ref: d.Key, To: d.Employee, NotBefore: delivery.Slot(notBefore)})
}

// Reader is everything the matching needs about one person, copied out of the file.
type Reader struct {
	Employee Employee
	Taste    Taste
	Due      time.Time
}

// deliveries is the table of deliveries, see package delivery.
var deliveries = delivery.Table

// deliveriesBack visits a person's deliveries from the newest day to the oldest that is asked for, see delivery.Back.
func (t *tx) deliveriesBack(id EmployeeID, oldest LocalDate, visit func(*Delivery) bool) {
	delivery.Back(t.Tx, id, oldest, visit)
}

// NoteReaction keeps of a reaction to a digest that it did something, or with on false that it was taken away.
func (db *DB) NoteReaction(key, reaction string, on bool) error {
	return change(db, func(t *tx) error {
		d, found := deliveries.Get(t.Tx, key)
		if !found || on == slices.Contains(d.Reactions, reaction) {
			return nil
		}
		if on {
			d.Reactions = append(d.Reactions, text.Cut(reaction, maxName))
		} else {
			d.Reactions = slices.DeleteFunc(d.Reactions, func(r string) bool { return r == reaction })
		}
		deliveries.Save(t.Tx, &d)
		return nil
	})
}
