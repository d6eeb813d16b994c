// Board posts and their schedules: what the courier posts to channels, once or again and again.

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"vouch/store/audit"
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/text"
)

// boardPosts keep what to show, not the rows: a closed span gives the same rows for ever.
var boardPosts = kv.Table[BoardPost]{Bucket: kv.NewBucket("board_posts"),
	Key: func(p *BoardPost) string { return p.ID }}

// boardSchedules are few and read whole.
var boardSchedules = kv.Table[BoardSchedule]{Bucket: kv.NewBucket("board_schedules"),
	Key: func(s *BoardSchedule) string { return s.ID }}

// PlanBoardPost posts a board to a channel now. Only program managers may, boards must be on, and the group must be
// large enough.
//
// cause is the id of the form that asked. Slack lets people press again when an answer is late: the same form and
// channel is one post, however often it comes; one that failed is tried again. An empty cause is a post of its own.
func (db *DB) PlanBoardPost(cause string, actor EmployeeID, channel string, q BoardQuery) (BoardPost, error) {
	return writeBy(db, actor, managing, func(t *tx) (BoardPost, error) {
		if !text.IsID(channel) {
			return BoardPost{}, invalid("Choose a channel.")
		}
		b, err := t.postable(q)
		if err != nil {
			return BoardPost{}, err
		}
		id := t.newID()
		if cause != "" {
			sum := sha256.Sum256([]byte(cause + " " + channel))
			id = hex.EncodeToString(sum[:16])
		}
		if old, found := boardPosts.Get(t.Tx, id); found {
			if m, _ := messages.Get(t.Tx, boardKey(id)); m.State != Dead {
				return old, nil
			}
			messages.Remove(t.Tx, boardKey(id))
			boardPosts.Remove(t.Tx, id)
		}
		p := t.postBoard(BoardPost{ID: id, Channel: channel, Query: b.Query, By: actor, Form: cause != ""})
		t.audit(actor, "board.post", channel, string(q.Span))
		return p, nil
	})
}

// postable is the board of q when it may be shown to a channel.
func (t *tx) postable(q BoardQuery) (Board, error) {
	if !t.settings().BoardOn {
		return Board{},
			invalid("Leaderboards are switched off. A program manager can switch them on in the program settings.")
	}
	b, err := t.board(q, "")
	if err != nil {
		return b, err
	}
	if b.TooSmall {
		return b, invalid("Too few people have points in this time to show a leaderboard fairly.")
	}
	return b, nil
}

func boardKey(id string) string { return keyOf("board", id) }

// postBoard plans a post once per id.
func (t *tx) postBoard(p BoardPost) BoardPost {
	if old, found := boardPosts.Get(t.Tx, p.ID); found {
		return old
	}
	p.CreatedAt = t.now
	boardPosts.Save(t.Tx, &p)
	t.enqueue(Message{Key: boardKey(p.ID), Kind: MsgBoard, Ref: p.ID, Channel: p.Channel})
	return p
}

// rewriteBoards asks for an edit of every board of people that was posted lately.
func (t *tx) rewriteBoards(change string) {
	boardPosts.Each(t.Tx, func(p *BoardPost) bool {
		key := boardKey(p.ID)
		_, sent := receipts.Get(t.Tx, key)
		if sent && !p.Query.Teams && t.now.Sub(p.CreatedAt) < rewriteWindow {
			t.rewrite(key, p.ID, change)
		}
		return true
	})
}

// BoardPost returns a planned post; DB.Board with its Query gives the rows.
func (q *Query) BoardPost(id string) BoardPost {
	return end(lookUp(q.t, &boardPosts, id, "This leaderboard post does not exist."))
}

// SaveBoardSchedule adds a schedule (ID "") or changes one. NextAt is computed by the caller from Cron.
// Fields of its FieldErrors: channel, cron, tz, span, next_at.
func (db *DB) SaveBoardSchedule(actor EmployeeID, s BoardSchedule) (BoardSchedule, error) {
	return writeBy(db, actor, managing, func(t *tx) (BoardSchedule, error) {
		// An unknown id is refused rather than created: the schedule was deleted by somebody else meanwhile.
		var old BoardSchedule
		if s.ID != "" {
			var err error
			if old, err = t.boardSchedule(s.ID); err != nil {
				return s, err
			}
			s.Last, s.Failing = old.Last, old.Failing
		}
		var wrong FieldErrors
		s.Cron, s.NextAt = text.Line(s.Cron), s.NextAt.UTC().Truncate(time.Microsecond)
		if !text.IsID(s.Channel) {
			wrong.Set("channel", "Choose a channel.")
		}
		// Only the shape: the bot reads cron, computes NextAt from it and refuses what it cannot read.
		if len(strings.Fields(s.Cron)) != 5 || text.Longer(s.Cron, maxShort) {
			wrong.Set("cron", "A schedule has five fields: minute, hour, day, month and weekday.")
		}
		if calendar.Zone(s.TimeZone) == nil {
			wrong.Set("tz", "This time zone is not known. Write it like Europe/Berlin.")
		}
		if !isSpan(s.Span) {
			wrong.Set("span", "Choose week, month, quarter, season or all.")
		}
		if t.settings().WorksCouncil && !s.Teams {
			wrong.Set("span", "Works-council mode is on: choose teams.")
		}
		if !s.NextAt.After(t.now) {
			wrong.Set("next_at", "This schedule never comes.")
		}
		if err := wrong.Err(); err != nil {
			return s, err
		}
		if s.ID == "" {
			s.ID, s.CreatedBy = t.newID(), actor
		}
		if changes := audit.Changes(old, s); changes != "" {
			boardSchedules.Save(t.Tx, &s)
			t.audit(actor, "board.schedule", s.ID, changes)
		}
		return s, nil
	})
}

func (t *tx) boardSchedule(id string) (BoardSchedule, error) {
	return lookUp(t, &boardSchedules, id, "This schedule does not exist any more.")
}

// DeleteBoardSchedule ends a schedule. Deleting twice changes nothing.
func (db *DB) DeleteBoardSchedule(actor EmployeeID, id string) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		if s, found := boardSchedules.Get(t.Tx, id); found {
			boardSchedules.Remove(t.Tx, id)
			t.audit(actor, "board.unschedule", id, s.Channel+", "+s.Cron)
		}
		return nil
	})
}

// BoardSchedules returns every schedule, oldest first.
func (q *Query) BoardSchedules() []BoardSchedule { return all(q.t, &boardSchedules) }

// RunBoardSchedule posts the board of a schedule that fired, once per firing, and plans the next one. On the first day
// of a span it shows the span that just closed. A board that may not be shown is skipped, the schedule goes on.
func (db *DB) RunBoardSchedule(id string, fired, next time.Time) error {
	return change(db, func(t *tx) error {
		s, err := t.boardSchedule(id)
		if err != nil {
			return err
		}
		fired, next = fired.UTC().Truncate(time.Microsecond), next.UTC().Truncate(time.Microsecond)
		if !next.After(fired) {
			return invalid("The next time of a schedule must lie after the last.")
		}
		q := t.scheduled(&s, fired)
		// Repeated or late firings must not turn the clock of the schedule back.
		fresh := next.After(s.NextAt)
		b, err := t.postable(q)
		if err == nil && q.Span == InSeason && !q.Past && !b.End.After(fired) {
			err = conflict("No season runs.")
		}
		if err == nil {
			t.postBoard(BoardPost{ID: keyOf(s.ID, fired.Format(firedAt)), Channel: s.Channel, Query: b.Query, By: s.CreatedBy})
		} else if fresh {
			s.Last = BoardResult{At: fired, State: BoardSkipped, Reason: WordsOf(err)}
		}
		if fresh {
			s.NextAt = next
			boardSchedules.Save(t.Tx, &s)
		}
		return nil
	})
}

// firedAt is how the id of a scheduled post tells its firing, behind the schedule's id.
const firedAt = "20060102T150405Z"

// ScheduleOf is the schedule whose firing a post is; false for a post that somebody asked for, and for one whose
// schedule was deleted.
func (q *Query) ScheduleOf(post string) (BoardSchedule, bool) {
	s, _, found := q.t.firing(post)
	return s, found
}

// firing finds the schedule of a post, and when it fired.
func (t *tx) firing(post string) (s BoardSchedule, at time.Time, found bool) {
	id, fired, scheduled := strings.Cut(post, "/")
	if !scheduled {
		return s, at, false
	}
	at, err := time.Parse(firedAt, fired)
	s, found = boardSchedules.Get(t.Tx, id)
	return s, at, found && err == nil
}

// noteBoard keeps with a schedule what became of its newest firing.
func (t *tx) noteBoard(m *Message, state BoardOutcome, reason string) {
	s, at, found := t.firing(m.Ref)
	if m.Kind != MsgBoard || !found || at.Before(s.Last.At) {
		return
	}
	s.Last, s.Failing = BoardResult{At: at, State: state, Reason: reason}, state == BoardFailed
	boardSchedules.Save(t.Tx, &s)
}

// scheduled is what a schedule shows when it fires: the span of that day on its own calendar. Points are counted on the
// program's, so the day is looked up there. A schedule of seasons notes the one whose final board it shows.
func (t *tx) scheduled(s *BoardSchedule, fired time.Time) BoardQuery {
	q := BoardQuery{Span: s.Span, Teams: s.Teams, Leaders: s.Leaders, At: fired}
	switch s.Span {
	case AllTime:
		return q
	case InSeason:
		settings := t.settings()
		for _, season := range t.seasons() {
			_, end := season.Span(Location(settings.TimeZone, ""))
			// The final board comes once, before the next season's; a schedule made later has no part in it.
			if settings.BoardOn && !end.After(fired) && s.Final < season.Key() && s.ID < idAt(end) {
				q.At, q.Past, s.Final = end.Add(-time.Second), true, season.Key()
				break
			}
		}
		return q
	}
	loc := Location(s.TimeZone, "")
	day := fired.In(loc)
	// On a Monday the new week is empty and the closed one is what people want to see.
	if first := calendar.FirstDay(s.Span, day); DateOf(first, time.UTC) == DateOf(fired, loc) {
		day, q.Past = first.AddDate(0, 0, -1), true
	}
	q.At = calendar.Instant(day, 12, 0, Location(t.settings().TimeZone, ""))
	return q
}

// MoveBoardSchedule sets when a schedule is due next, unless it moved meanwhile.
func (db *DB) MoveBoardSchedule(id string, from, to time.Time) error {
	return change(db, func(t *tx) error {
		s, found := boardSchedules.Get(t.Tx, id)
		if found && s.NextAt.Equal(from) {
			s.NextAt = to.UTC().Truncate(time.Microsecond)
			boardSchedules.Save(t.Tx, &s)
		}
		return nil
	})
}
