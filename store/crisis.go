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

// The tables of crises and of their readers, see package crisis.
var (
	crises, crisisReads            = crisis.Table, crisis.Reads
	crisesActive, crisesUnfinished = crisis.Active, crisis.Unfinished
	readsOf                        = crisis.ReadsOf
)

type crisisRead = crisis.Read

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
		effect.Messages = c.CountShown(t.Tx, digestsOf(t.now.Add(-rewriteWindow)))
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

// EndCrisis lets sharing go on; what was changed for the crisis is changed back. Ending it again changes nothing. facts
// is "" or an item of the library that says what happened and what one may say: it stands in the statement then, for
// who wants it. Nobody is asked to share it, so it comes in no digest and earns no points from then on. Fields of its
// FieldErrors: facts.
func (db *DB) EndCrisis(actor EmployeeID, id CrisisID, facts AssetID) (Crisis, error) {
	return writeBy(db, actor, managing, func(t *tx) (Crisis, error) {
		c, err := t.crisis(id)
		switch {
		case err != nil, !c.EndedAt.IsZero() && facts == "":
			return c, err
		case !c.EndedAt.IsZero():
			return c, conflict("This is over already: " + t.nameOf(c.EndedBy) + " ended it.")
		}
		if facts != "" {
			a, err := t.asset(facts)
			if err != nil || a.State != Live || a.Internal || a.Only {
				return c, FieldErrors{"facts": "Choose an item that is published for everybody."}.Err()
			}
			a.Voluntary = true
			a.Version++
			t.saveAsset(&a)
			c.Facts = facts
		}
		t.endCrisis(&c, actor)
		return c, nil
	})
}

func (t *tx) endCrisis(c *Crisis, actor EmployeeID) {
	c.EndedBy, c.EndedAt = actor, t.now
	// What was delivered during the hold is changed back too, however far the planning came.
	until := digestsOf(c.StartedAt)
	if c.Work.Digest != "" {
		until = min(until, c.Work.Digest)
	}
	c.Work = CrisisWork{Until: until, Told: c.Told == 0}
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
	return tick(db, func(t *tx) (n int, _ error) {
		for _, c := range t.activeCrises() {
			if !c.EndsAt.IsZero() && !c.EndsAt.After(now) {
				t.endCrisis(&c, "")
				n++
			}
		}
		return n, nil
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
	crisis.EraseFrom(t.Tx, e.id, e.ghost)
	crises.RewriteAll(t.Tx, func(c *Crisis) bool {
		before := c.Work
		c.Work.Person = t.beside(employees.Bucket, c.Work.Person, e.id)
		c.Work.Digest = t.beside(receipts.Bucket, c.Work.Digest, e.id)
		c.Work.Until = t.beside(receipts.Bucket, c.Work.Until, e.id)
		return c.Work != before
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

func eraseCrisisReads(t *tx, e *erasure) { crisis.EraseReads(t.Tx, e.id, e.ghost) }
