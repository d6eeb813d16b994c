// Wins: what somebody did, and what a channel hears of it with their yes.

package store

import (
	"slices"
	"strconv"

	"vouch/store/achievement"
	"vouch/store/kv"
	"vouch/store/recognition"
)

// Win is something that somebody did, see package recognition.
type Win = recognition.Win

var wins, winsByPerson = recognition.Wins, recognition.WinsByPerson

var errNoWin = notFound("This is not there any more.")

// win records what somebody did, once, and tells them: with the question whether the channel may know when there is
// one to ask, else with a message of the key moment; "" for what other messages tell. Who wants nothing in return has
// no wins.
func (t *tx) win(id EmployeeID, kind recognition.WinKind, of, moment string) {
	e, found := employees.Get(t.Tx, string(id))
	if !found || !e.IsAdvocate() || !e.Takes(ByMoment) {
		return
	}
	for _, w := range wins.Under(t.Tx, winsByPerson, string(id), 0) {
		if w.Kind == kind && w.Of == of {
			return
		}
	}
	w := Win{ID: t.newID(), Employee: id, Kind: kind, Of: of, At: t.now}
	if kind.IsForChannel() && t.settings().Channel != "" && e.Takes(ByShout) {
		switch e.Prefs.Wins {
		case "":
			w.State, moment = recognition.WinAsked, ""
			t.enqueue(Message{Key: keyOf("win_ask", w.ID), Kind: MsgWinAsk, Ref: w.ID, To: id})
		case TellAlways:
			t.postWin(&w)
		}
	}
	wins.Save(t.Tx, &w)
	if moment != "" {
		t.enqueue(Message{Key: moment, Kind: MsgMoment, Ref: keyOf(string(kind), of), To: id})
	}
}

// storyLive recognises the author of a story that is live and approved by now.
func (t *tx) storyLive(a *Asset) {
	s, found := stories.Get(t.Tx, string(a.Story))
	if !found || a.State != Live {
		return
	}
	// Without a name in the library there is nobody to thank.
	if a.Author != "" {
		t.win(a.Author, recognition.StoryWin, string(a.Story), "")
	}
	t.recognise(s.Author)
}

// postWin has the channel told. Each post has a key of its own: a win that was taken back may be told again.
func (t *tx) postWin(w *Win) {
	w.State = recognition.WinTold
	w.Posts++
	t.enqueue(Message{Key: keyOf("win", w.ID, strconv.Itoa(w.Posts)), Kind: MsgWin, Ref: w.ID,
		Channel: t.settings().Channel})
}

// endWin takes a win out of the channel, if it was told there.
func (t *tx) endWin(w *Win, state recognition.WinState) {
	w.State = state
	wins.Save(t.Tx, w)
	t.rewriteRef(MsgWin, w.ID, t.newID())
	t.rewriteRef(MsgWinAsk, w.ID, t.newID())
}

// checkWins ends the wins of a person that are not true any more.
func (t *tx) checkWins(id EmployeeID) {
	for _, w := range wins.Under(t.Tx, winsByPerson, string(id), 0) {
		if w.State != recognition.WinOver && !t.isTrue(&w) {
			t.endWin(&w, recognition.WinOver)
		}
	}
}

// isTrue tells whether what a win says still holds.
func (t *tx) isTrue(w *Win) bool {
	e, _ := employees.Get(t.Tx, string(w.Employee))
	return achievement.Holds(t.Tx, w, Location(e.TimeZone, t.settings().TimeZone))
}

// WinsOf returns what somebody did, the oldest first.
func (q *Query) WinsOf(id EmployeeID) []Win { return wins.Under(q.t.Tx, winsByPerson, string(id), 0) }

// AnyWin returns a win, even one that does not hold any more.
func (q *Query) AnyWin(id string) Win {
	w, found := wins.Get(q.t.Tx, id)
	if !found {
		kv.Abort(errNoWin)
	}
	return w
}

// Win returns a win that still holds.
func (q *Query) Win(id string) Win {
	w := q.AnyWin(id)
	if w.State == recognition.WinOver || !q.t.isTrue(&w) {
		kv.Abort(errNoWin)
	}
	return w
}

// AnswerWin records whether the channel may know of a win, for its person alone. A yes posts it once; a no is kept, and
// takes the post out again. The same answer again changes nothing.
func (db *DB) AnswerWin(id EmployeeID, win string, yes bool) (Win, error) {
	return write(db, func(t *tx) (Win, error) {
		w, found := wins.Get(t.Tx, win)
		if !found || w.Employee != id {
			return Win{}, errNoWin
		}
		switch told := w.State == recognition.WinTold; {
		case told == yes && w.State != recognition.WinAsked:
			return w, nil
		case !yes:
			t.endWin(&w, recognition.WinDeclined)
			return w, nil
		}
		if _, err := t.advocate(id); err != nil {
			return w, err
		}
		if w.State == recognition.WinOver || !t.isTrue(&w) {
			return w, conflict("This does not hold any more, so nobody is told.")
		}
		if t.settings().Channel == "" || !w.Kind.IsForChannel() {
			return w, conflict("No channel is told of wins any more.")
		}
		t.postWin(&w)
		wins.Save(t.Tx, &w)
		t.rewriteRef(MsgWinAsk, w.ID, t.newID())
		return w, nil
	})
}

// eraseWins removes a person's wins with what a channel was told, and makes them anonymous among those who thanked.
func eraseWins(t *tx, e *erasure) {
	own := wins.Under(t.Tx, winsByPerson, string(e.id), 0)
	for _, w := range own {
		wins.Remove(t.Tx, w.ID)
		t.rewriteRef(MsgWin, w.ID, "erased")
	}
	e.count["wins"] = len(own)
	wins.RewriteAll(t.Tx, func(w *Win) bool {
		at := slices.Index(w.Thanks, e.id)
		if at < 0 {
			return false
		}
		t.rewriteRef(MsgThanks, keyOf(w.ID, strconv.Itoa(at)), "erased")
		return e.replace(&w.Thanks[at], e.ghost)
	})
}
