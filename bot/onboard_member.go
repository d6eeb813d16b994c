// The acting person with what every surface needs to speak to them: their zone, their rhythm, the program's settings.

package bot

import (
	"time"

	"vouch/store"
)

// member is an advocate together with the program's settings.
type member struct {
	store.Employee
	settings store.Settings
	zone     *time.Location // the person's, else the program's
	rhythm   store.Rhythm   // complete: the person's choices over the program's defaults, slowed down while they ignore it
	next     time.Time      // when the next digest comes; zero when none does
}

// person reads the acting employee and the settings, joined or not.
func (b *Bot) person(id store.EmployeeID) (member, error) {
	e, err := b.db.Employee(id)
	if err != nil {
		return member{}, err
	}
	return b.memberOf(e)
}

// memberOf completes an employee just read or changed. The digest of a day that was asked for early does not come again
// that day, so the next one is the one after it.
func (b *Bot) memberOf(e store.Employee) (member, error) {
	settings, err := b.db.Settings()
	if err != nil {
		return member{}, err
	}
	// Everything else follows from these two records, so each act reads them once and afresh: nothing is kept between acts.
	m := member{
		Employee: e,
		settings: settings,
		zone:     store.Location(e.TimeZone, settings.TimeZone),
		rhythm:   e.Rhythm(settings.Rhythm),
		next:     e.NextDigest,
	}
	if m.next.IsZero() {
		return m, nil
	}
	// The store moves the due time when it falls due, not when somebody asks early; the day asked for is passed over here.
	_, had, err := b.db.TodaysDelivery(e.ID, store.DateOf(m.next, m.zone))
	if had {
		m.next = m.rhythm.Next(m.next, m.zone, settings.Holidays)
	}
	return m, err
}

// member reads the acting employee, who must have joined; otherwise the error tells them how to join, or why they can't.
func (b *Bot) member(id store.EmployeeID) (member, error) {
	me, err := b.person(id)
	if err != nil {
		return me, err
	}
	if why := cannotJoin(me.Employee); why != "" {
		return me, &store.Error{Kind: store.Denied, Msg: why}
	}
	if !me.IsAdvocate() && !me.LeftAt.IsZero() {
		return me, &store.Error{Kind: store.Denied, Msg: "You have left Vouch. You're welcome back at any time: type `/vouch join`."}
	}
	if !me.IsAdvocate() {
		return me, &store.Error{Kind: store.Denied,
			Msg: "You haven't joined yet. Type `/vouch join`: it takes under a minute, and you can leave at any time."}
	}
	return me, nil
}

// cannotJoin says kindly why somebody may not join; "" when they may.
func cannotJoin(e store.Employee) string {
	switch {
	case e.Deactivated:
		return "This account is deactivated, so Vouch sends it nothing."
	case e.Guest:
		return "Vouch is for people employed here, and this account is a guest of the workspace. If that is wrong, ask a workspace admin."
	}
	return ""
}

// rhythmAndNext says how often the digest comes and on which day the next one does, without the time twice.
func (m member) rhythmAndNext(now time.Time) string {
	if isPaused(m.Employee, now) {
		return m.nextWords(now)
	}
	words := "Your digest comes " + rhythmWords(m.rhythm) + "."
	if m.next.After(now) {
		words += " The next one is on " + dayWords(m.next.In(m.zone), now.In(m.zone)) + "."
	}
	return words
}

// nextWords says when the next digest comes, as a sentence.
func (m member) nextWords(now time.Time) string {
	// A pause wins over everything else that could be said about the rhythm.
	if isPaused(m.Employee, now) {
		return "Your digest is paused " + pausedWords(m.Prefs.PausedUntil, now, m.zone) + "."
	}
	if m.next.IsZero() || !m.next.After(now) {
		return "Your digest comes " + rhythmWords(m.rhythm) + "."
	}
	next := m.next.In(m.zone)
	return "The next digest comes on " + dayWords(next, now.In(m.zone)) + " at " + next.Format("15:04") + "."
}
