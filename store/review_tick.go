// Reviews that wait: the card of the day to each reviewer, a reminder after some working hours, word to the managers
// after more.

package store

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

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
	r, err := write(db, func(t *tx) (r result, err error) {
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
