// Routes: who owns a new referral, by the program's rules, else the recruiter or seller with the least to do.

package store

import (
	"strings"

	"vouch/store/text"
)

// ownerRole is the role whose holders own a kind of referral.
func ownerRole(kind ReferralKind) Role {
	if kind == Client {
		return Seller
	}
	return Recruiter
}

// route finds the owner: the first rule that matches and names an active person other than the referrer, else the holder
// of the role with the fewest open referrals, else "".
func (t *tx) route(r *Referral) EmployeeID {
	var job Asset
	if r.Job != "" {
		job, _ = assets.get(t, string(r.Job))
	}
	for _, rule := range t.settings().Routes {
		if rule.matches(r, &job) && rule.Owner != r.Referrer {
			if _, err := t.member(rule.Owner); err == nil {
				return rule.Owner
			}
		}
	}
	// Nobody by rule: whoever has the least to do. In a tie the first by id, so that a test and an audit can follow it.
	best, least := EmployeeID(""), 0
	for _, id := range t.holders(ownerRole(r.Kind)) {
		if _, err := t.member(id); err != nil || id == r.Referrer {
			continue
		}
		if open := t.tally(openOf(id)); best == "" || open < least {
			best, least = id, open
		}
	}
	return best
}

// matches compares the non-empty fields; all must fit. Places are compared by containment: "Oslo" fits "Oslo, Norway".
func (rule *Route) matches(r *Referral, job *Asset) bool {
	facts := JobFacts{}
	if job.Job != nil {
		facts = *job.Job
	}
	return rule.Kind == r.Kind &&
		(rule.Department == "" || fold(rule.Department) == fold(facts.Department)) &&
		(rule.Location == "" || strings.Contains(fold(facts.Location), fold(rule.Location))) &&
		(rule.Contains == "" || text.HasWord(job.Title+" "+r.Need, []string{rule.Contains}))
}
