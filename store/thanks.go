// Thanks: who may say thank you for a win, and the week's card that asks for it.

package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/store/calendar"
	"vouch/store/recognition"
)

// thanker reads somebody who may thank the person of a win: a program manager, a leader, their own manager or a mentor.
func (t *tx) thanker(id EmployeeID, w *Win) (Employee, error) {
	e, err := t.member(id)
	if err != nil {
		return e, err
	}
	winner, found := employees.Get(t.Tx, string(w.Employee))
	switch {
	case w.Employee == id:
		return e, denied("This is your own. Somebody else may thank you for it.")
	case !t.manages(&e) && !e.Leader && e.Level < recognition.Mentor && (!found || winner.Reports != id):
		return e, denied("Only leaders, mentors, program managers and the person's own manager can thank from here.")
	case !found || !t.mayName(&winner):
		return e, conflict("This is not on the list any more.")
	}
	return e, nil
}

// mayName tells whether cards may name e as somebody to thank: nobody, where a works council wants no single person
// shown to others.
func (t *tx) mayName(e *Employee) bool {
	return !t.settings().WorksCouncil && e.IsAdvocate() && e.Takes(ByThanks) && e.Prefs.Wins != TellNever &&
		!e.Prefs.BoardHidden && !e.Prefs.BoardAlias
}

// Thank has somebody thanked for a win, once per win and thanker. See thanker for who may.
func (db *DB) Thank(actor EmployeeID, win string) (Win, error) {
	return write(db, func(t *tx) (Win, error) {
		w, found := wins.Get(t.Tx, win)
		if !found || w.State == recognition.WinOver || !t.isTrue(&w) {
			return w, errNoWin
		}
		if _, err := t.thanker(actor, &w); err != nil || slices.Contains(w.Thanks, actor) {
			return w, err
		}
		w.Thanks = append(slices.Clone(w.Thanks), actor)
		wins.Save(t.Tx, &w)
		place := strconv.Itoa(len(w.Thanks) - 1)
		t.enqueue(Message{Key: keyOf("thanks", w.ID, place), Kind: MsgThanks, Ref: keyOf(w.ID, place), To: w.Employee})
		return w, nil
	})
}

// IsThankable tells whether somebody may still thank for a win, or did.
func (q *Query) IsThankable(id EmployeeID, w Win) bool {
	_, err := q.t.thanker(id, &w)
	return err == nil
}

const (
	// metaThanks is the last week that had its cards, as year*100+week.
	metaThanks = "thanks_week"
	// thanksFrom is how far back a card looks: a week, and the weekend before it.
	thanksFrom = 9 * 24 * time.Hour
	// maxPool bounds how many wins the cards of one week choose from.
	maxPool = 1000
)

// PlanThanks enqueues the week's cards that ask leaders, mentors, program managers and people's own managers to say
// thank you, at nine on the first working day. Who has nobody to thank gets none. It returns how many go out.
func (db *DB) PlanThanks(now time.Time) (cards int, err error) {
	return tick(db, func(t *tx) (int, error) {
		date, morning := t.settings().Morning(now)
		week := calendar.ISOWeek(date)
		if !morning || t.Number(metaThanks) >= week {
			return 0, nil
		}
		t.SetNumber(metaThanks, week)
		pool, teams := t.thankable(now)
		if len(pool) == 0 {
			return 0, nil
		}
		cards := 0
		employees.Each(t.Tx, func(e *Employee) bool {
			everybody := pool
			if !t.manages(e) && !e.Leader && e.Level < recognition.Mentor {
				everybody = nil
			}
			if e.Deactivated || e.Guest || len(everybody)+len(teams[e.ID]) == 0 {
				return true
			}
			var ids []string
			for _, w := range recognition.ForCard(e.ID, teams[e.ID], everybody, cards) {
				ids = append(ids, w.ID)
			}
			if len(ids) > 0 && t.enqueue(Message{Key: keyOf("thanks_card", strconv.FormatUint(week, 10), string(e.ID)),
				Kind: MsgThanksCard, Ref: strings.Join(ids, " "), To: e.ID}) {
				cards++
			}
			return true
		})
		return cards, nil
	})
}

// thankable are the wins of late whose people may be named, and the same by the manager of the person.
func (t *tx) thankable(now time.Time) (pool []Win, teams map[EmployeeID][]Win) {
	teams = map[EmployeeID][]Win{}
	t.ScanBack(wins.Bucket, "", "", func(key string, raw []byte) bool {
		if key < idAt(now.Add(-thanksFrom)) || len(pool) == maxPool {
			return false
		}
		w := wins.Decode(raw)
		if e, found := employees.Get(t.Tx, string(w.Employee)); found && t.mayName(&e) && t.isTrue(&w) {
			pool = append(pool, w)
		}
		return true
	})
	recognition.Sort(pool)
	for _, w := range pool {
		if boss := employees.Must(t.Tx, string(w.Employee)).Reports; boss != "" {
			teams[boss] = append(teams[boss], w)
		}
	}
	return pool, teams
}
