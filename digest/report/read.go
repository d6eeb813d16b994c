// Reading: the facts of a report from the store, in one pass over each noun.

package report

import (
	"time"

	"vouch/store"
)

// Of computes the report of a period that somebody named, as of now. Its errors are those of ParsePeriod.
func Of(q *store.Query, words string) (*Report, error) {
	settings := q.Settings()
	p, err := ParsePeriod(words, store.Now(), store.Location(settings.TimeZone, ""))
	if err != nil {
		return nil, err
	}
	return Compute(Read(q), p), nil
}

// Read takes the facts out of the store. It decrypts nothing and keeps no names.
func Read(q *store.Query) *Input {
	in := &Input{Settings: q.Settings(), Now: store.Now(), LiveAt: map[store.AssetID]time.Time{}}
	for _, e := range q.Employees() {
		p := Person{ID: e.ID, Eligible: !e.Guest && !e.Deactivated, Leader: e.Leader}
		if e.IsAdvocate() {
			p.Joined = e.JoinedAt
		}
		in.People = append(in.People, p)
	}
	q.EachShare(func(s *store.Share) bool {
		in.Shares = append(in.Shares, Share{ID: s.ID, By: s.Employee, Asset: s.Asset, Network: s.Network, Level: s.Level,
			OwnWords: s.OwnWords, Opened: s.OpenedAt, Posted: s.DeclaredAt})
		return true
	})
	q.EachReferral(func(r *store.Referral) bool {
		in.Referrals = append(in.Referrals, Referral{ID: r.ID, Kind: r.Kind, By: r.Referrer, Job: r.Job, Steps: steps(r)})
		if r.Job != "" && in.LiveAt[r.Job].IsZero() {
			in.LiveAt[r.Job] = q.LiveSince(r.Job)
		}
		return true
	})
	return in
}

// steps are the stages that a referral really reached, without those that were corrected.
func steps(r *store.Referral) (list []Step) {
	for n, change := range r.History {
		if !r.Corrected(n) {
			list = append(list, Step{change.Stage, change.At})
		}
	}
	return list
}
