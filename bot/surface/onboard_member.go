// The acting person with what every surface needs to speak to them: their zone, their rhythm, the program's settings,
// and what their roles allow.

package surface

import (
	"errors"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// Member is an advocate together with the program's settings.
type Member struct {
	store.Employee
	Settings store.Settings
	Zone     *time.Location // the person's, else the program's
	Rhythm   store.Rhythm   // complete: the person's choices over the program's defaults, slowed down while they ignore it
	Next     time.Time      // when the next digest comes; zero when none does
}

// Person reads the acting employee and the settings, joined or not.
func Person(q *store.Query, id store.EmployeeID) Member { return MemberOf(q, q.Employee(id)) }

// MemberOf completes an employee just read or changed. The digest of a day that was asked for early does not come again
// that day, so the next one is the one after it.
func MemberOf(q *store.Query, e store.Employee) Member {
	settings := q.Settings()
	m := Member{
		Employee: e,
		Settings: settings,
		Zone:     store.Location(e.TimeZone, settings.TimeZone),
		Rhythm:   e.Rhythm(settings.Rhythm),
		Next:     e.NextDigest,
	}
	if m.Next.IsZero() {
		return m
	}
	// The store moves the due time when it falls due, not when somebody asks early; the day asked for is passed over here.
	if _, had := q.TodaysDelivery(e.ID, store.DateOf(m.Next, m.Zone)); had {
		m.Next = m.Rhythm.Next(m.Next, m.Zone, settings.Holidays)
	}
	return m
}

// Advocate reads the acting employee, who must have joined; otherwise the error tells them how to join, or why they
// can't.
func Advocate(q *store.Query, id store.EmployeeID) Member {
	me := Person(q, id)
	switch why := CannotJoin(me.Employee); {
	case why != "":
		q.Refuse(&store.Error{Kind: store.Denied, Msg: why})
	case me.IsAdvocate():
	case !me.LeftAt.IsZero():
		q.Refuse(&store.Error{Kind: store.Denied, Msg: "You have left Vouch. To come back, press \"Set up my digest\" on " +
			"Home."})
	default:
		q.Refuse(&store.Error{Kind: store.Denied,
			Msg: "You haven't joined yet. Press \"Set up my digest\" on Home: it takes under a minute, and you can leave at " +
				"any time."})
	}
	return me
}

// CannotJoin says kindly why somebody may not join; "" when they may.
func CannotJoin(e store.Employee) string {
	switch {
	case e.Deactivated:
		return "This account is deactivated, so Vouch sends it nothing."
	case e.Guest:
		return "Vouch is for people employed here, and this account is a guest of the workspace. If that is wrong, ask a " +
			"workspace admin."
	}
	return ""
}

// RhythmAndNext says how often the digest comes and on which day the next one does, without the time twice.
func (m Member) RhythmAndNext(now time.Time) string {
	if IsPaused(m.Employee, now) {
		return m.NextWords(now)
	}
	words := "Your digest comes " + RhythmWords(m.Rhythm) + "."
	if m.Next.After(now) {
		words += " The next one is on " + DayWords(m.Next.In(m.Zone), now.In(m.Zone)) + "."
	}
	return words
}

// NextWords says when the next digest comes, as a sentence.
func (m Member) NextWords(now time.Time) string {
	// A pause wins over everything else that could be said about the rhythm.
	if IsPaused(m.Employee, now) {
		return "Your digest is paused " + PausedWords(m.Prefs.PausedUntil, now, m.Zone) + "."
	}
	if m.Next.IsZero() || !m.Next.After(now) {
		return "Your digest comes " + RhythmWords(m.Rhythm) + "."
	}
	next := m.Next.In(m.Zone)
	return "The next digest comes on " + DayWords(next, now.In(m.Zone)) + " at " + next.Format("15:04") + "."
}

// MustWorkHere refuses guests and deactivated accounts, kindly; whoever works here passes, joined or not.
func MustWorkHere(q *store.Query, id store.EmployeeID) {
	if why := CannotJoin(q.Employee(id)); why != "" {
		q.Refuse(&store.Error{Kind: store.Denied, Msg: why})
	}
}

// HasJoined tells whether somebody is an advocate.
func HasJoined(_ *store.Query, e store.Employee) bool { return e.IsAdvocate() }

// IsUnread tells whether somebody has to agree to the policy before they share or refer.
func IsUnread(q *store.Query, id store.EmployeeID) bool {
	return errors.Is(q.Unlocked(id), store.ErrUnread)
}

// MayReview tells whether somebody has a part in reviews.
func MayReview(q *store.Query, e store.Employee) bool {
	return MayCurate(q, e) || (e.Has(store.Compliance) && CannotJoin(e) == "")
}

// MustManage refuses anybody but program managers, and says who can.
func MustManage(q *store.Query, id store.EmployeeID) {
	if !q.IsManager(id) {
		q.Refuse(&store.Error{Kind: store.Denied, Msg: "Only program managers can do that. " + q.WhomToAsk()})
	}
}

// MayCurate tells whether somebody may change the library.
func MayCurate(q *store.Query, e store.Employee) bool {
	return q.CanManage(e) || (e.Has(store.Curator) && CannotJoin(e) == "")
}

// MustCurate refuses people without the role, naming who can.
func MustCurate(q *store.Query, id store.EmployeeID) {
	if !MayCurate(q, q.Employee(id)) {
		q.Refuse(&store.Error{Kind: store.Denied, Msg: "Only curators and program managers can change the library. " +
			q.WhomToAsk()})
	}
}

// Recorded answers what people ask before they join, and later who doubts. Each sentence is held by the program: there
// is no posting verb, no token of a network, and leaving is one verb.
const Recorded = "*What is recorded:* what you choose and press, what you say you shared, whom you refer, and the " +
	"points for it. Your name can stand on leaderboards; Privacy in Settings hides it. What leaders share shows their " +
	"names.\n" +
	"*It never posts for you.* Vouch has no access to your accounts.\n" +
	"*It's voluntary,* because a post only helps when you mean it. Nobody is listed for not sharing. Pause or leave " +
	"with one click."

// companyName is the company in the middle of a sentence.
func companyName(s store.Settings) string {
	if s.Company == "" {
		return "your company"
	}
	return block.Line(s.Company)
}

// WelcomeContent is the first message somebody gets: what this is, and one thing to press.
func WelcomeContent(s store.Settings) block.Content {
	intro := "Stories and jobs from " + companyName(s) + " to share, in your own words.\n" +
		"*It's voluntary:* leave with one click. It records what you press here, and never posts for you."
	return block.Message("Welcome to Vouch. "+intro+" Type /vouch join to set up your digest.",
		block.Header("Welcome to Vouch"),
		block.Section(intro),
		block.Actions("", block.Button(ActJoin, "Set up my digest", "", block.Primary), RecordedButton()))
}

// RecordedButton shows Recorded.
func RecordedButton() slack.BlockElement { return block.Button(ActRecorded, "What is recorded", "") }

// MyDataButton leads to what is kept about its reader.
func MyDataButton() slack.BlockElement { return block.Button(ActMyData, "My data", "") }

// LeaveConfirm is the question before leaving.
func LeaveConfirm() *slack.ConfirmationBlockObject {
	return block.Confirm("Leave Vouch?", "Your digest stops at once. Your shares and points are kept in case you come "+
		"back, and your open referrals go on.",
		"Leave", "Stay")
}
