// Erasure: a person leaves no trace but sums. What that means for each noun stands in the noun's file.

package store

import (
	"errors"
	"slices"

	"vouch/store/term"
)

// Erased counts what an erasure removed or made anonymous, by kind.
type Erased map[string]int

// EraseEmployee removes a person: their profile, digests, answers, messages and words are gone, their shares and ledger
// lines stay under a name that cannot be traced back, so every sum stays right. What they own goes to the managers.
// The audit keeps their opaque Slack id where it stands. The person, program managers and the command line may; the
// last program manager hands the role on before leaving.
func (db *DB) EraseEmployee(actor, id EmployeeID) (Erased, error) {
	count, err := write(db, func(t *tx) (Erased, error) { return t.eraseEmployee(actor, id) })
	if err == nil {
		db.tellGone(id)
	}
	return count, err
}

// errPreview takes back what a preview did.
var errPreview = errors.New("this was a preview")

// PreviewErase gives who would be erased by EraseEmployee, and what would go with them. It does it and takes it back.
func (db *DB) PreviewErase(id EmployeeID) (e Employee, count Erased, err error) {
	err = change(db, func(t *tx) (err error) {
		if e, err = t.employee(id); err != nil {
			return err
		}
		if count, err = t.eraseEmployee(Operator, id); err == nil {
			err = errPreview
		}
		return err
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return e, count, err
}

func (t *tx) eraseEmployee(actor, id EmployeeID) (Erased, error) {
	if actor != id {
		if err := t.require(actor, Manager); err != nil {
			return nil, err
		}
	}
	person, err := t.employee(id)
	if err != nil {
		return nil, err
	}
	if actor == id && person.Has(Manager) && len(t.holders(Manager)) == 1 {
		return nil, conflict("You are the last program manager. Name another one first, who answers for the program.")
	}
	// A fresh id each time: two erased people stay two, and neither can be found again.
	e := &erasure{id: id, ghost: EmployeeID(term.ErasedPrefix + t.newID()), person: person, count: Erased{"employee": 1}}
	t.Forget()
	t.changeRoutes(func(routes []Route) []Route {
		return slices.DeleteFunc(routes, func(r Route) bool { return r.Owner == id })
	})
	// Backwards: people stay until nothing asks who they were, and messages go when nothing writes one any more.
	for _, n := range slices.Backward(nouns) {
		if n.erase != nil {
			n.erase(t, e)
		}
	}
	// The chain of the audit can never be rewritten, so it must not learn who this was.
	e.replace(&actor, e.ghost)
	t.audit(actor, "employee.erase", string(e.ghost), "")
	return e.count, nil
}

// OnGone sets what is called after a person was erased, or joined with another id: with the id that nobody has any
// more. It must not wait.
func (db *DB) OnGone(tell func(id EmployeeID)) { db.gone.Store(&tell) }

func (db *DB) tellGone(ids ...EmployeeID) {
	if tell := db.gone.Load(); tell != nil {
		for _, id := range ids {
			(*tell)(id)
		}
	}
}

// erasure is one person on their way out.
type erasure struct {
	id, ghost EmployeeID // ghost stands in their place where a sum or a history must stay
	person    Employee   // as they were
	count     Erased
}

// replace puts other in the place of the person, and tells whether they stood there.
func (e *erasure) replace(at *EmployeeID, other EmployeeID) bool {
	if *at != e.id {
		return false
	}
	*at = other
	return true
}
