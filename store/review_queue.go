// The review queue: what waits for whom, who may decide about what, and who is told of what waits for too long.

package store

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

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
	return slices.DeleteFunc(q.t.reviewQueue(), func(a Asset) bool {
		return a.State != InReview ||
			a.Approval().EscalatedAt.IsZero()
	})
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
		allowed = e.WorksHere() && (e.Has(Compliance) || (t.manages(&e) && len(t.holders(Compliance)) == 0))
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
	role := Curator
	if waits := a.WaitsFor(*t.settings()); waits != "" {
		role = waits
	}
	return t.responsible(role, func(id EmployeeID) bool { return t.cannotDecide(id, a) != "" })
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
		return "At present nobody else can: a program manager can make a colleague a " + role +
			", under People and roles on Home."
	}
	return t.askOneOf(ids, maxNamed)
}

// reviewCard is the key of a reviewer's card of a day. The person comes first, so that their last card is found.
func reviewCard(id EmployeeID, day LocalDate) string {
	return keyOf(string(MsgReview), string(id), string(day))
}

// TickReviews does, in working hours only, what reviews ask for at now: each reviewer gets one card a day with what
// waits for them, and a card whose queue has changed is rewritten. What waits longer than Settings.ReviewHours is
// recalled to those who can decide, longer than Settings.ReviewLate to the program managers; each item once, each
// person once a day, and not to people who get a new card at that moment. Texts that wait for compliance come to
// whoever may decide by now. It returns how many items were recalled and escalated.
func (db *DB) TickReviews(now time.Time) (reminded, escalated int, err error) {
	type result struct{ reminded, escalated int }
	r, err := tick(db, func(t *tx) (r result, err error) {
		settings := t.settings()
		if !settings.IsWorkTime(now) {
			return r, nil
		}
		for _, c := range t.waitingClearances() {
			t.sendClearance(&c)
		}
		today := DateOf(now, Location(settings.TimeZone, ""))
		queue := t.reviewQueue()
		mine, late := map[EmployeeID]int{}, map[EmployeeID]bool{}
		for i := range queue {
			a := &queue[i]
			asked := t.deciders(a)
			for _, id := range asked {
				mine[id]++
			}
			if a.State != InReview {
				continue
			}
			was := a.Approval()
			next := was
			if next.NudgedAt.IsZero() && !settings.AfterWork(was.AskedAt, settings.ReviewHours).After(now) {
				next.NudgedAt = t.now
				for _, id := range asked {
					late[id] = true
				}
				r.reminded++
			}
			if next.EscalatedAt.IsZero() && !settings.AfterWork(was.AskedAt, settings.ReviewLate).After(now) {
				next.EscalatedAt = t.now
				t.tellOnce(MsgReviewLate, t.managers(), today)
				r.escalated++
			}
			// Not a new version: a reminder must not make the form that a curator has open a conflict.
			if next != was {
				a.Review = &next
				t.saveCounts(a)
			}
		}
		for _, id := range t.sendCards(mine, today) {
			delete(late, id)
		}
		t.tellOnce(MsgReviewNudge, slices.Sorted(maps.Keys(late)), today)
		return r, nil
	})
	return r.reminded, r.escalated, err
}

// tellOnce sends people a message of a kind, at most one a day, and none while an earlier one waits for their hours.
func (t *tx) tellOnce(kind MessageKind, people []EmployeeID, today LocalDate) {
	for _, id := range people {
		if t.waits(id, keyOf(string(kind), string(id), "")) {
			continue
		}
		t.enqueue(Message{Key: keyOf(string(kind), string(id), string(today)), Kind: kind, Ref: string(id), To: id})
	}
}

// sendCards gives everybody for whom something waits a card of today, and has the last card of each reviewer rewritten
// when what waits has changed since. It returns who got a card.
func (t *tx) sendCards(mine map[EmployeeID]int, today LocalDate) (sent []EmployeeID) {
	number, loc := strconv.FormatUint(t.Number(reviewNumber), 10), Location(t.settings().TimeZone, "")
	everybody := slices.Concat(t.holders(Curator), t.holders(Compliance), t.managers())
	for id := range mine {
		everybody = append(everybody, id)
	}
	slices.Sort(everybody)
	for _, id := range slices.Compact(everybody) {
		last, found := t.lastCard(id)
		if found && !strings.HasSuffix(last.Ref, "/"+number) {
			if t.Get(receipts.Bucket, last.Key) != nil {
				t.rewrite(last.Key, string(MsgReview), number)
			}
		}
		// A card that waited for its reader's hours counts on the day on which it came.
		had := found && (last.State == Pending || last.Key == reviewCard(id, today) || DateOf(last.DoneAt, loc) == today)
		if mine[id] > 0 && !had {
			t.enqueue(Message{Key: reviewCard(id, today), Kind: MsgReview, Ref: keyOf(string(id), number), To: id})
			sent = append(sent, id)
			// The card of an earlier day says that there is a newer one.
			if found && t.Get(receipts.Bucket, last.Key) != nil {
				t.rewrite(last.Key, string(MsgReview), string(today))
			}
		}
	}
	return sent
}

// lastCard is the newest card of a reviewer.
func (t *tx) lastCard(id EmployeeID) (m Message, found bool) {
	t.ScanBack(messages.Bucket, reviewCard(id, ""), "", func(key string, raw []byte) bool {
		m, found = messages.Decode(raw), true
		return false
	})
	return m, found
}

// NewestReviewCard tells whether a card is the last one its reviewer got; older ones only point to it.
func (q *Query) NewestReviewCard(id EmployeeID, key string) bool {
	last, found := q.t.lastCard(id)
	return found && last.Key == key
}
