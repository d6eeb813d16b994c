// The review queue: what waits for whom, who may decide about what, and who is named to those who may not.

package store

import (
	"slices"
	"strings"

	"vouch/store/employee"
)

// reviewNumber names the sequence that grows whenever what waits for a decision changes.
const reviewNumber = "review"

// reviewScan bounds how much of the queue is read at once: an import may have put thousands there.
const reviewScan = 1000

// ReviewList is the review queue as one person sees it.
type ReviewList struct {
	Items  []Asset // what this person may decide about, the oldest first
	Mine   int     // how many of those there are in all
	Others int     // how many wait for somebody else
}

// ReviewQueue returns what waits for a person's decision, at most limit items that come after the asset after ("": from
// the oldest): assets in review, and published ones of which their source says something else now. People without a
// role in reviews have nothing.
func (q *Query) ReviewQueue(id EmployeeID, limit int, after AssetID) (list ReviewList) {
	for _, a := range q.t.reviewQueue() {
		if q.t.cannotDecide(id, &a) != "" {
			list.Others++
			continue
		}
		list.Mine++
		if a.ID > after && len(list.Items) < limit {
			list.Items = append(list.Items, a)
		}
	}
	return list
}

// LateReviews returns what the program managers were told nobody answers, and still waits, the oldest first.
func (q *Query) LateReviews() []Asset {
	return slices.DeleteFunc(q.t.reviewQueue(), func(a Asset) bool { return a.State != InReview || a.Approval().EscalatedAt.IsZero() })
}

// WhoApproves says in a sentence who may take the next approval of an asset in review.
func (q *Query) WhoApproves(id AssetID) string {
	a := end(q.t.asset(id))
	return q.t.whoDecides(&a)
}

// reviewQueue reads what waits for a decision, the oldest first.
func (t *tx) reviewQueue() (list []Asset) {
	for _, state := range []string{string(InReview), proposedRow} {
		list = append(list, assets.Under(t.Tx, assetsByState, state, reviewScan)...)
	}
	for i := range list {
		list[i].Withhold()
	}
	slices.SortFunc(list, func(a, b Asset) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return list
}

// Why somebody may not decide.
const (
	notTheRole  = "role"  // somebody with another role is next
	ownItem     = "own"   // they suggested it, added it, or are its author
	sameAsFirst = "first" // they gave the first approval, compliance is somebody else
)

// cannotDecide says why somebody may not decide about what waits, "" when they may.
func (t *tx) cannotDecide(id EmployeeID, a *Asset) string {
	if a.State == InReview {
		return t.cannotApprove(id, a)
	}
	if t.require(id, Curator) != nil {
		return notTheRole
	}
	return ""
}

// cannotApprove says why somebody may not give the next approval of an asset in review, "" when they may. The command
// line has no name of its own, so nothing is its own work; it does not give both approvals either.
func (t *tx) cannotApprove(id EmployeeID, a *Asset) string {
	waits := a.WaitsFor(*t.settings())
	allowed := t.require(id, Curator) == nil
	if waits == Compliance && id != "" && id != Operator {
		e, _ := employees.Get(t.Tx, string(id))
		// Managers stand in only while nobody holds the role: whoever named a reviewer wants that reviewer's eyes.
		allowed = worksHere(&e) && (e.Has(Compliance) || (t.manages(&e) && len(t.holders(Compliance)) == 0))
	}
	switch {
	case waits == Compliance && id == a.Approval().ApprovedBy:
		return sameAsFirst
	case !allowed:
		return notTheRole
	case waits == Compliance && a.IsOwnOf(id), t.needsColleague(id, a):
		return ownItem
	}
	return ""
}

// deciders are who is asked to give the next approval: those with the role, program managers while there is nobody
// else.
func (t *tx) deciders(a *Asset) []EmployeeID {
	may := func(ids []EmployeeID) []EmployeeID {
		return slices.DeleteFunc(slices.Clone(ids), func(id EmployeeID) bool { return t.cannotDecide(id, a) != "" })
	}
	role := Curator
	if waits := a.WaitsFor(*t.settings()); waits != "" {
		role = waits
	}
	if ids := may(t.holders(role)); len(ids) > 0 {
		return ids
	}
	return may(t.managers())
}

// explainDenial is what somebody reads who may not approve.
func (t *tx) explainDenial(why string, a *Asset) string {
	waits := a.WaitsFor(*t.settings())
	text := "Only " + employee.RoleNames[Curator] + " and " + employee.RoleNames[Manager] + " approve this. "
	switch {
	case why == ownItem:
		text = "Nobody approves what they suggested, added or are the author of. "
	case why == sameAsFirst:
		text = "You gave the first approval. A topic of this item is regulated, so the second one comes from somebody else. "
	case waits == Compliance:
		text = "A topic of this item is regulated, so compliance approves it now. "
	}
	return text + t.whoDecides(a)
}

// maxNamed is how many people a sentence names.
const maxNamed = 3

// whoDecides names who may give the next approval, or what to do when nobody can.
func (t *tx) whoDecides(a *Asset) string {
	ids := t.deciders(a)
	role := "curator"
	if a.WaitsFor(*t.settings()) == Compliance {
		role = "compliance reviewer"
	}
	if len(ids) == 0 {
		return "At present nobody else can: a program manager can make a colleague a " + role + ", under People and roles on Home."
	}
	return t.askOneOf(ids, maxNamed)
}
