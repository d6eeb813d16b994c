// Who has a claim to a contact, and what payouts add up to.

package referral

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vouch/store/bonus"
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/money"
	"vouch/store/term"
)

// IsPaidElsewhere tells whether another referral of the same person has the claim to the hire: the first with Payouts.
func IsPaidElsewhere(t *kv.Tx, k *Kept) bool {
	for _, hash := range k.Hashes {
		for _, key := range t.Keys(ByHash, kv.Join(string(k.Kind), hash, ""), 0) {
			if id := ID(kv.Split(key, 3)[2]); id != k.ID &&
				slices.ContainsFunc(PayoutsOf(t, id), func(p Payout) bool { return p.IsLive() }) {
				return true
			}
		}
	}
	return false
}

// OwedInYear are the other sums that a person is owed or was paid for days in the year of p.
func OwedInYear(t *kv.Tx, p *Payout) (used []money.Amount) {
	for _, other := range Payouts.Under(t, PayoutsByPerson, string(p.Employee), 0) {
		if other.ID != p.ID && other.IsOwed() && other.DueOn[:4] == p.DueOn[:4] {
			used = append(used, other.Amount)
		}
	}
	return used
}

// PayoutsOf reads the payouts of a referral by tier.
func PayoutsOf(t *kv.Tx, id ID) (list []Payout) {
	prefix := term.Key(string(id), "")
	t.Scan(Payouts.Bucket, prefix, "", func(_ string, raw []byte) bool {
		list = append(list, Payouts.Decode(raw))
		return true
	})
	return list
}

// BudgetLeft is what of a year's budget is not taken by approvals of that year.
func BudgetLeft(t *kv.Tx, most money.Amount, year string) money.Amount {
	for _, state := range []PayoutState{PayoutApproved, PayoutExported, PayoutPaid} {
		t.Scan(PayoutsByState, kv.Join(string(state), ""), "", func(key string, _ []byte) bool {
			p, on := Payouts.Must(t, kv.Split(key, 3)[2]), calendar.LocalDate("")
			for _, step := range p.History {
				if step.State == PayoutApproved {
					on = step.On
				}
			}
			if strings.HasPrefix(string(on), year) {
				most = bonus.Left(most, []money.Amount{p.Amount})
			}
			return true
		})
	}
	return most
}

// CheckPayouts looks for payouts without a referral or without the payroll file that their state asks for.
func CheckPayouts(t *kv.Tx, c *kv.Check) {
	Payouts.Each(t, func(p *Payout) bool {
		inFile := p.State == PayoutExported || p.State == PayoutPaid
		if t.Get(Table.Bucket, string(p.Referral)) == nil || (inFile && p.Batch == "") {
			c.Problem("payouts: %s has no referral, or is %s without a payroll file", p.ID, p.State)
		}
		return true
	})
}

// Claimed finds the first referral of the same kind that holds a contact and whose window is open; except is left out.
// A window never closes while somebody is in process.
func Claimed(t *kv.Tx, now time.Time, kind term.ReferralKind, hashes []string, except ID) (Kept, bool) {
	var holders []string
	for _, hash := range hashes {
		// Kinds are apart: a client's employee may well become a candidate.
		for _, key := range t.Keys(ByHash, kv.Join(string(kind), hash, ""), 0) {
			holders = append(holders, kv.Split(key, 3)[2])
		}
	}
	slices.SortFunc(holders, cmp.Compare[string])
	for _, id := range slices.Compact(holders) {
		if k := Table.Must(t, id); k.ID != except && (k.OwnedUntil.After(now) || k.IsOpen()) {
			return k, true
		}
	}
	return Kept{}, false
}

// ClaimedIntro finds an open introduction that holds a contact and whose window is open.
func ClaimedIntro(t *kv.Tx, now time.Time, hashes []string) (KeptIntro, bool) {
	for _, hash := range hashes {
		for _, key := range t.Keys(IntrosByHash, kv.Join(hash, ""), 0) {
			if k := Intros.Must(t, kv.Split(key, 2)[1]); k.IsOpen() && k.OwnedUntil.After(now) {
				return k, true
			}
		}
	}
	return KeptIntro{}, false
}

// ErasePayouts keeps the sums of somebody's payouts under the ghost. What was not paid cannot be any more, because
// nobody knows to whom.
func ErasePayouts(t *kv.Tx, id, ghost term.EmployeeID, why string) int {
	return Payouts.RewriteAll(t, func(p *Payout) bool {
		theirs := p.Employee.Replace(id, ghost)
		if theirs && p.IsLive() && p.State != PayoutPaid && p.State != PayoutExported {
			p.State, p.Reason = PayoutVoid, why
		}
		p.History = slices.Clone(p.History)
		for i := range p.History {
			theirs = p.History[i].By.Replace(id, ghost) || theirs
		}
		return theirs
	})
}
