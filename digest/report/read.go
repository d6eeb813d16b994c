// Reading: the facts of a report from the store, in one pass over each noun.

package report

import (
	"time"

	"vouch/store"
	"vouch/store/calendar"
)

// Of computes the report of a period that somebody named, as of now. Its errors are those of ParsePeriod.
func Of(q *store.Query, words string) (*Report, error) {
	settings := q.Settings()
	p, err := ParsePeriod(words, store.Now(), store.Location(settings.TimeZone, ""))
	if err != nil {
		return nil, err
	}
	return Compute(read(q, p), p), nil
}

// read takes the facts of a report out of the store. It decrypts nothing and keeps no names.
func read(q *store.Query, p Period) *Input {
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
			OwnWords: s.OwnWords, Proven: !s.ProvenAt.IsZero(), Opened: s.OpenedAt, Posted: s.DeclaredAt})
		return true
	})
	q.EachReferral(func(r *store.Referral) bool {
		in.Referrals = append(in.Referrals, Referral{ID: r.ID, Kind: r.Kind, By: r.Referrer, Job: r.Job, Steps: steps(r),
			Began: midnight(r.Closing.StartsOn, p.Zone), Left: midnight(r.Closing.LeftOn, p.Zone), Revenue: r.Closing.Revenue})
		if r.Job != "" && in.LiveAt[r.Job].IsZero() {
			in.LiveAt[r.Job] = q.LiveSince(r.Job)
		}
		return true
	})
	q.EachPayout(func(b *store.Payout) bool {
		if b.State != store.PayoutIneligible && b.State != store.PayoutVoid {
			in.Bonuses = append(in.Bonuses, Bonus{Referral: b.Referral, Amount: b.Amount})
		}
		return true
	})
	q.EachOutcome(time.Time{}, in.Now.Add(time.Second), func(o *store.Outcome) bool {
		if o.Touch != "" && o.Touch != q.TouchOf(o.Referral) {
			return true // a later answer took its place
		}
		in.Outcomes = append(in.Outcomes, Outcome{Kind: string(o.Kind), At: o.At, Known: string(o.Known),
			Source: o.Source, Referral: o.Referral, Share: o.Share, Asset: o.Asset, Touch: o.Touch.Words(),
			Subject: o.Subject, Amount: o.Amount})
		return true
	})
	in.readClicks(q, p)
	return in
}

// readClicks reads the clicks of both periods, and those before that may still share in the credit for an outcome.
func (in *Input) readClicks(q *store.Query, p Period) {
	first := p.Before().From
	for _, words := range in.Settings.Goals {
		if goal, ok := store.ParseGoal(words); ok {
			first = earlier(first, string(goal.From))
		}
	}
	first = first.AddDate(0, 0, -in.Settings.CreditDays)
	var name store.LocalDate
	var day time.Time
	from, to := store.DateOf(first, time.UTC), store.DateOf(in.Now, p.Zone)
	q.EachClickDay(from, to, func(id store.ShareID, on store.LocalDate, n store.ClickCounts) {
		if on != name { // they come by day
			name = on
			day, _ = time.Parse(time.DateOnly, string(on)) // the store wrote it
		}
		in.Clicks = append(in.Clicks, ClickDay{Share: id, Day: day, People: n.Human, Unique: n.Unique,
			Others: n.Crawler + n.Preview + n.Prefetch + n.Head + n.Scanner})
	})
}

// midnight is the first moment of a day; zero for none.
func midnight(day store.LocalDate, zone *time.Location) time.Time {
	date, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return time.Time{}
	}
	return calendar.Instant(date, 0, 0, zone)
}

// earlier is the earlier of two days.
func earlier(day time.Time, other string) time.Time {
	if at, err := time.Parse(time.DateOnly, other); err == nil && at.Before(day) {
		return at
	}
	return day
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
