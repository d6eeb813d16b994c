// Lessons: who passed which, what that pays, and what curators change about them.

package store

import "vouch/store/lesson"

var lessonPasses = lesson.Passes

// AnswerLesson takes an advocate's answer. A right one passes the lesson and is paid once per lesson and person. When
// the lesson was edited meanwhile, the answer counts as long as the right answer is the same.
func (db *DB) AnswerLesson(id EmployeeID, a LessonAnswer) (LessonResult, error) {
	return write(db, func(t *tx) (r LessonResult, err error) {
		if _, err := t.advocate(id); err != nil {
			return r, err
		}
		list := t.settings().Lessons
		at := lesson.Find(list, a.Lesson)
		if at < 0 {
			return r, notFound("This lesson was removed. There is nothing to do here.")
		}
		if r = lesson.Clone(list[at : at+1])[0].Judge(a); r.Passed {
			r.Points, r.Again = t.passLesson(id, &r.Lesson)
		}
		return r, nil
	})
}

// passLesson keeps that somebody passed a lesson and says what that paid.
func (t *tx) passLesson(id EmployeeID, l *Lesson) (points int, again bool) {
	p := lesson.Pass{ID: t.newID(), Employee: id, Lesson: l.ID, At: t.now}
	if _, again = lessonPasses.Get(t.Tx, lessonPasses.Key(&p)); again {
		return 0, true
	}
	lessonPasses.Save(t.Tx, &p)
	// By the pass and not by the person, whose id must leave with them.
	if e, paid := t.award(Entry{Employee: id, Points: t.settings().Points.Lesson, Rule: RuleLesson,
		Cause: keyOf(RuleLesson, p.ID), Subject: l.Title}); paid {
		points = e.Points
	}
	return points, false
}

// SaveLesson puts a lesson into the list, at the end when it is new, in the place of the one with its id otherwise. was
// is the mark of the lesson that the change began from. Curators may. Fields of its FieldErrors: see lesson.Check.
func (db *DB) SaveLesson(actor EmployeeID, was string, l Lesson) error {
	return changeBy(db, actor, curating, func(t *tx) (err error) {
		s := t.settings().Clone()
		if s.Lessons, err = lesson.Put(s.Lessons, was, l); err != nil {
			return err
		}
		return t.saveLessons(actor, s)
	})
}

// RemoveLesson takes a lesson out of the list. Who passed it keeps the points. Removing it again changes nothing.
// Curators may.
func (db *DB) RemoveLesson(actor EmployeeID, id string) error {
	return changeBy(db, actor, curating, func(t *tx) error {
		s := t.settings().Clone()
		at := lesson.Find(s.Lessons, id)
		if at < 0 {
			return nil
		}
		s.Lessons = append(s.Lessons[:at], s.Lessons[at+1:]...)
		return t.saveLessons(actor, s)
	})
}

func (t *tx) saveLessons(actor EmployeeID, s Settings) error {
	if changes := t.replaceSettings(actor, s); changes != "" {
		t.audit(actor, "lessons.save", "lessons", changes)
	}
	return nil
}

// PassedLessons are the ids of the lessons that somebody passed, those that were removed since included.
func (q *Query) PassedLessons(id EmployeeID) map[string]bool { return lesson.PassedBy(q.t.Tx, id) }
