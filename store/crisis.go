// Crises: one switch that holds sharing, of everything, of a topic or of one item, until it ends.

package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"vouch/store/crisis"
	"vouch/store/delivery"
	"vouch/store/kv"
	"vouch/store/text"
)

var (
	crisesActive     = kv.NewBucket("crises_active")     // crisis
	crisesUnfinished = kv.NewBucket("crises_unfinished") // crisis, while its messages are planned
)

var crises = kv.Table[Crisis]{
	Bucket:  kv.NewBucket("crises"), // crisis -> Crisis
	Indexes: []*kv.Bucket{crisesActive, crisesUnfinished},
	Key:     func(c *Crisis) string { return string(c.ID) },
	Rows: func(c *Crisis) (rows []kv.Row) {
		if c.EndedAt.IsZero() {
			rows = append(rows, crisesActive.Row(string(c.ID), ""))
		}
		if !c.Work.Done {
			rows = append(rows, crisesUnfinished.Row(string(c.ID), ""))
		}
		return rows
	},
}

// crisisRead is that somebody has read a statement.
type crisisRead struct {
	Crisis   CrisisID   `json:"crisis"`
	Employee EmployeeID `json:"employee"`
	At       time.Time  `json:"at"`
}

var crisisReads = kv.Table[crisisRead]{
	Bucket:   kv.NewBucket("crisis_reads"), // crisis, employee -> crisisRead
	Key:      func(r *crisisRead) string { return kv.Join(string(r.Crisis), string(r.Employee)) },
	Counters: func(r *crisisRead) []string { return []string{readsOf(r.Crisis)} },
}

func readsOf(id CrisisID) string { return kv.Join("crisis_reads", string(id)) }

// StartCrisis holds sharing. The statement and the changes of delivered digests that show a held item follow, see
// ContinueCrises. Program managers may. Fields of its FieldErrors: scope, of, reason, statement, owner,
// ends_at.
func (db *DB) StartCrisis(actor EmployeeID, c Crisis) (Crisis, error) {
	return write(db, func(t *tx) (Crisis, error) {
		if err := t.checkCrisis(actor, &c); err != nil {
			return c, err
		}
		c.ID, c.StartedBy, c.StartedAt = CrisisID(t.newID()), actor, t.now
		c.Told, c.Changed, c.Work = 0, 0, CrisisWork{Told: c.Statement == ""}
		t.saveCrisis(&c)
		t.liveChanged = true
		t.audit(actor, "crisis.start", string(c.ID), c.Words())
		return c, nil
	})
}

// PreviewCrisis tells what StartCrisis would do, and does nothing.
func (db *DB) PreviewCrisis(actor EmployeeID, c Crisis) (effect CrisisEffect, err error) {
	return read(db, func(t *tx) (CrisisEffect, error) {
		if err := t.checkCrisis(actor, &c); err != nil {
			return effect, err
		}
		effect.Messages = t.countShowing(&c)
		for _, a := range assets.Under(t.Tx, assetsByState, string(Live), 0) {
			if c.Holds(&a) {
				effect.Items++
			}
		}
		if c.Statement != "" {
			effect.People = t.Counter("advocates")
		}
		return effect, nil
	})
}

// checkCrisis cleans a crisis that is to start, and says what is wrong with it.
func (t *tx) checkCrisis(actor EmployeeID, c *Crisis) error {
	if err := t.require(actor, Manager); err != nil {
		return err
	}
	var wrong FieldErrors
	c.Reason, c.Statement, c.Of = text.Line(c.Reason), text.Lines(c.Statement), text.Line(c.Of)
	c.EndsAt = c.EndsAt.UTC().Truncate(time.Microsecond)
	switch c.Scope {
	case HoldAll:
		c.Of = ""
	case HoldTopic:
		if c.Of == "" {
			wrong.Set("of", "Name the topic.")
		}
	case HoldAsset:
		if _, err := t.seenAsset(AssetID(c.Of)); err != nil {
			wrong.Set("of", "Choose an item of the library.")
		}
	default:
		wrong.Set("scope", "Choose everything, a topic or one item.")
	}
	if c.Reason == "" || text.Longer(c.Reason, maxShort) {
		wrong.Set("reason", fmt.Sprintf("Say why in 1 to %d characters: everybody reads it.", maxShort))
	}
	if text.Longer(c.Statement, crisis.MaxStatement) {
		wrong.Set("statement", fmt.Sprintf("Shorten the statement to %d characters.", crisis.MaxStatement))
	}
	for _, id := range append([]EmployeeID{c.Owner}, c.Spokespeople...) {
		if _, err := t.member(id); err != nil {
			wrong.Set("owner", "Choose somebody who works here.")
		}
	}
	if !c.EndsAt.IsZero() && !c.EndsAt.After(t.now) {
		wrong.Set("ends_at", "Choose a time in the future, or none.")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	for _, other := range t.activeCrises() {
		if other.Scope == c.Scope && text.Fold(other.Of) == text.Fold(c.Of) {
			return conflict("This is on hold already: " + strings.TrimRight(other.Reason, ".") + ". " +
				t.nameOf(other.StartedBy) + " started it.")
		}
	}
	return nil
}

// EndCrisis lets sharing go on; what was changed for the crisis is changed back. Ending it again changes nothing.
func (db *DB) EndCrisis(actor EmployeeID, id CrisisID) (Crisis, error) {
	return write(db, func(t *tx) (Crisis, error) {
		if err := t.require(actor, Manager); err != nil {
			return Crisis{}, err
		}
		c, err := t.crisis(id)
		if err != nil || !c.EndedAt.IsZero() {
			return c, err
		}
		t.endCrisis(&c, actor)
		return c, nil
	})
}

func (t *tx) endCrisis(c *Crisis, actor EmployeeID) {
	c.EndedBy, c.EndedAt = actor, t.now
	c.Work = CrisisWork{Until: c.Work.Digest, Told: c.Told == 0}
	t.saveCrisis(c)
	t.liveChanged = true
	t.audit(actor, "crisis.end", string(c.ID), c.Words())
}

func (t *tx) saveCrisis(c *Crisis) {
	crises.Save(t.Tx, c)
	t.crisisCache = nil
}

// TickCrises ends what ends by itself and returns how many ended.
func (db *DB) TickCrises(now time.Time) (int, error) {
	due := func(t *tx) (list []Crisis) {
		return slices.DeleteFunc(t.activeCrises(), func(c Crisis) bool { return c.EndsAt.IsZero() || c.EndsAt.After(now) })
	}
	if n, err := read(db, func(t *tx) (int, error) { return len(due(t)), nil }); n == 0 || err != nil {
		return 0, err
	}
	return write(db, func(t *tx) (int, error) {
		list := due(t)
		for i := range list {
			t.endCrisis(&list[i], "")
		}
		return len(list), nil
	})
}

// ReadCrisis notes that somebody has read the statement of a crisis; again changes nothing.
func (db *DB) ReadCrisis(id EmployeeID, crisis CrisisID) (Crisis, error) {
	return write(db, func(t *tx) (Crisis, error) {
		c, err := t.crisis(crisis)
		if err != nil {
			return c, err
		}
		if _, err := t.member(id); err != nil {
			return c, err
		}
		r := crisisRead{Crisis: crisis, Employee: id, At: t.now}
		if _, found := crisisReads.Get(t.Tx, crisisReads.Key(&r)); !found {
			crisisReads.Save(t.Tx, &r)
		}
		return c, nil
	})
}

func (t *tx) crisis(id CrisisID) (Crisis, error) {
	return lookUp(t, &crises, id, "This crisis does not exist.")
}

// Crisis returns one crisis.
func (q *Query) Crisis(id CrisisID) Crisis { return end(q.t.crisis(id)) }

// ActiveCrises returns those that hold something now, the oldest first.
func (q *Query) ActiveCrises() []Crisis { return slices.Clone(q.t.activeCrises()) }

// CrisisReads counts who has read the statement of a crisis.
func (q *Query) CrisisReads(id CrisisID) int { return q.t.Counter(readsOf(id)) }

// HasReadCrisis tells when somebody has read the statement of a crisis.
func (q *Query) HasReadCrisis(id EmployeeID, crisis CrisisID) (time.Time, bool) {
	r, found := crisisReads.Get(q.t.Tx, kv.Join(string(crisis), string(id)))
	return r.At, found
}

func exportCrisis(_ *tx, c *Crisis, _ exportScope) (any, []EmployeeID) {
	return *c, append([]EmployeeID{c.StartedBy, c.EndedBy, c.Owner}, c.Spokespeople...)
}

func eraseFromCrises(t *tx, e *erasure) {
	crises.RewriteAll(t.Tx, func(c *Crisis) bool {
		touched := e.replace(&c.StartedBy, e.ghost)
		touched = e.replace(&c.EndedBy, e.ghost) || touched
		touched = e.replace(&c.Owner, e.ghost) || touched
		for i := range c.Spokespeople {
			touched = e.replace(&c.Spokespeople[i], e.ghost) || touched
		}
		before := c.Work
		c.Work.Person = t.beside(employees.Bucket, c.Work.Person, e.id)
		c.Work.Digest, c.Work.Until = t.beside(receipts.Bucket, c.Work.Digest, e.id), t.beside(receipts.Bucket,
			c.Work.Until, e.id)
		return touched || c.Work != before
	})
}

// beside moves what the planning of a crisis stands on away from somebody who is erased, to what it looked at just
// before: it goes forward through people, and back through digests.
func (t *tx) beside(b *kv.Bucket, at string, id EmployeeID) (near string) {
	names := func(key string) bool { return slices.Contains(strings.Split(key, "/"), string(id)) }
	if !names(at) {
		return at
	}
	look := func(key string, _ []byte) bool {
		if !names(key) {
			near = key
		}
		return near == ""
	}
	if b == employees.Bucket {
		t.ScanBack(b, "", at, look)
	} else {
		t.Scan(b, delivery.Prefix, at, look)
	}
	return near
}

// eraseCrisisReads leaves the count right: the reading stays, under a name that leads nowhere.
func eraseCrisisReads(t *tx, e *erasure) {
	for _, c := range all(t, &crises) {
		r, found := crisisReads.Get(t.Tx, kv.Join(string(c.ID), string(e.id)))
		if found {
			crisisReads.Remove(t.Tx, crisisReads.Key(&r))
			r.Employee = e.ghost
			crisisReads.Save(t.Tx, &r)
		}
	}
}
