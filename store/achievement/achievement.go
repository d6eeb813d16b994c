// Package achievement reads what people have done from their shares, referrals, introductions and stories, as package
// recognition judges it.
package achievement

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/store/asset"
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/recognition"
	"vouch/store/referral"
	"vouch/store/share"
	"vouch/store/story"
	"vouch/store/term"
)

// Facts reads what somebody has done, and their weeks with a share or a referral in their zone.
func Facts(t *kv.Tx, id term.EmployeeID, zone *time.Location) (f recognition.Facts, weeks map[int]bool) {
	weeks = map[int]bool{}
	for _, s := range share.Table.Under(t, share.ByPerson, string(id), 0) {
		if s.Level < share.Declared {
			continue
		}
		f.Shares++
		weeks[calendar.WeekOf(s.DeclaredAt.In(zone))] = true
		if s.OwnWords {
			f.OwnWords++
		}
		if s.OwnWords && !s.ProvenAt.IsZero() {
			f.OwnProven++
		}
	}
	for _, k := range referral.Table.Under(t, referral.ByPerson, string(id), 0) {
		weeks[calendar.WeekOf(k.SubmittedAt.In(zone))] = true
		f.Hire = f.Hire || k.HasEarned()
		f.Referral = f.Referral || slices.ContainsFunc(k.History, func(c referral.StageChange) bool {
			return !slices.Contains([]referral.Stage{referral.Submitted, referral.Declined, referral.StageWithdrawn}, c.Stage)
		})
	}
	for _, k := range referral.Intros.Under(t, referral.IntrosByPerson, string(id), 0) {
		f.Intro = f.Intro || !k.AcceptedAt.IsZero()
	}
	for _, s := range story.Table.Under(t, story.ByPerson, string(id), 0) {
		a, found := asset.Table.Get(t, string(s.Asset))
		f.Story = f.Story || (found && s.State == story.Approved && !a.LiveAt.IsZero())
	}
	f.Weeks = len(weeks)
	for week := range weeks {
		f.Row = max(f.Row, calendar.Streak(week, weeks))
	}
	return f, weeks
}

// Holds tells whether what a win says is still true; zone is that of its person.
func Holds(t *kv.Tx, w *recognition.Win, zone *time.Location) bool {
	switch w.Kind {
	case recognition.FirstWin:
		s, found := share.Table.Get(t, w.Of)
		return found && s.Level >= share.Declared
	case recognition.StreakWin:
		n, week, _ := strings.Cut(w.Of, "/")
		told, _ := strconv.Atoi(n) // both were written as numbers
		last, _ := strconv.Atoi(week)
		_, weeks := Facts(t, w.Employee, zone)
		return calendar.Streak(last, weeks) >= told
	case recognition.HireWin, recognition.DealWin:
		k, found := referral.Table.Get(t, w.Of)
		return found && k.HasEarned()
	case recognition.StoryWin:
		s, found := story.Table.Get(t, w.Of)
		a, there := asset.Table.Get(t, string(s.Asset))
		return found && there && s.State == story.Approved && a.State != asset.Withdrawn && a.Author == w.Employee
	}
	return true
}

// recentShares is how many of somebody's newest shares LastPost looks at: some may not have been posted.
const recentShares = 5

// LastPost is when somebody last said that they posted, zero for not of late.
func LastPost(t *kv.Tx, id term.EmployeeID) (last time.Time) {
	for _, s := range share.Table.UnderBack(t, share.ByPerson, string(id), "", recentShares) {
		if s.Level >= share.Declared && s.DeclaredAt.After(last) {
			last = s.DeclaredAt
		}
	}
	return last
}
