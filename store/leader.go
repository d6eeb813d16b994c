// Leaders: when they have been silent for too long, the sponsor of the program hears it.

package store

import (
	"fmt"
	"time"

	"vouch/store/achievement"
	"vouch/store/text"
)

// silentAfter is how many days without a post of a leader the sponsor hears of, by product rule 6.6.
const silentAfter = 14

// metaLeaders is the last day on which the leaders' posts were looked at, as year*10000+month*100+day.
const metaLeaders = "leaders_day"

// PlanLeaderAlarm tells the sponsors, or the program managers where there are none, that no leader has posted for two
// weeks: once for each silence, on a working day at nine. It names no leader. It returns how many are told.
func (db *DB) PlanLeaderAlarm(now time.Time) (int, error) {
	return tick(db, func(t *tx) (int, error) {
		date, morning := t.settings().Morning(now)
		day := uint64(date.Year()*10000 + int(date.Month())*100 + date.Day())
		// While everything is on hold, leaders are silent because they should be.
		if !morning || t.Number(metaLeaders) >= day || t.holdsAll() {
			return 0, nil
		}
		t.SetNumber(metaLeaders, day)
		last := t.leadersSeen()
		days := int(now.Sub(last).Hours() / 24)
		if last.IsZero() || days <= silentAfter {
			return 0, nil
		}
		readers := t.responsible(Sponsor, nobody)
		t.enqueueEach(readers, Message{Key: keyOf("leaders", last.UTC().Format(time.DateOnly)), Kind: MsgNotice,
			Text: fmt.Sprintf("No leader has posted for %s. Programs stall when leaders are silent: ask one of them for a "+
				"post in their own words.", text.Count(days, "day", "days"))})
		return len(readers), nil
	})
}

// leadersSeen is when a leader last posted, or joined where none has; zero without leaders.
func (t *tx) leadersSeen() (last time.Time) {
	employees.Each(t.Tx, func(e *Employee) bool {
		if !e.Leader || !e.IsAdvocate() {
			return true
		}
		for _, at := range []time.Time{e.JoinedAt, achievement.LastPost(t.Tx, e.ID)} {
			if at.After(last) {
				last = at
			}
		}
		return true
	})
	return last
}
