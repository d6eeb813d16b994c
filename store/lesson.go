// Lessons: who passed which, what that pays, and what curators change about them.

package store

import (
	"time"

	"vouch/store/kv"
	"vouch/store/lesson"
)

// LessonPass is that somebody answered the question of a lesson rightly. It stays when the lesson is edited.
type LessonPass struct {
	ID       string     `json:"id"`
	Employee EmployeeID `json:"employee"`
	Lesson   string     `json:"lesson"`
	At       time.Time  `json:"at"`
}

var lessonPasses = kv.Table[LessonPass]{
	Bucket: kv.NewBucket("lesson_passes"), // employee, lesson -> LessonPass
	Key:    func(p *LessonPass) string { return kv.Join(string(p.Employee), p.Lesson) },
}

// LessonAnswer is an answer to a lesson as its reader saw it. Marks stand for words, see lesson.Mark.
type LessonAnswer struct {
	Lesson string
	Right  string // the mark of the answer that was right when the lesson was shown
	Chosen string // the mark of the answer that was chosen
}

// LessonResult is what became of an answer. Lesson is as it is now.
type LessonResult struct {
	Lesson  Lesson
	Passed  bool
	Again   bool   // it was passed before
	Points  int    // paid now
	Why     string // why the answer is wrong
	Changed bool   // the lesson was edited meanwhile, and the answer says nothing about it
}

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
		r.Lesson = lesson.Clone(list[at : at+1])[0]
		if lesson.Mark(r.Lesson.Right) != a.Right {
			r.Changed = true
			return r, nil
		}
		if a.Chosen == a.Right {
			r.Passed = true
			r.Points, r.Again = t.passLesson(id, &r.Lesson)
			return r, nil
		}
		r.Changed = true
		for _, w := range r.Lesson.Wrong {
			if lesson.Mark(w.Answer) == a.Chosen {
				r.Why, r.Changed = w.Why, false
			}
		}
		return r, nil
	})
}

// passLesson keeps that somebody passed a lesson and says what that paid.
func (t *tx) passLesson(id EmployeeID, l *Lesson) (points int, again bool) {
	p := LessonPass{ID: t.newID(), Employee: id, Lesson: l.ID, At: t.now}
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
	return changeBy(db, actor, curating, func(t *tx) error {
		s := t.settings().Clone()
		l.Tidy()
		if err := l.Check().Err(); err != nil {
			return err
		}
		at := lesson.Find(s.Lessons, l.ID)
		switch {
		case l.ID == "" && len(s.Lessons) >= lesson.MaxLessons:
			return conflict("There are as many lessons as anybody takes. Remove one first.")
		case l.ID == "":
			l.ID = lesson.NewID(s.Lessons, l.Title)
			s.Lessons = append(s.Lessons, l)
		case at < 0:
			return conflict("Somebody removed this lesson meanwhile. Add it as a new one.")
		case s.Lessons[at].Mark() != was && s.Lessons[at].Mark() != l.Mark():
			return conflict("Somebody else changed this lesson meanwhile. Open it again.")
		default:
			s.Lessons[at] = l
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
func (q *Query) PassedLessons(id EmployeeID) map[string]bool {
	passed := map[string]bool{}
	for _, key := range q.t.Keys(lessonPasses.Bucket, kv.Join(string(id), ""), 0) {
		passed[kv.Split(key, 2)[1]] = true
	}
	return passed
}

func eraseLessonPasses(t *tx, e *erasure) {
	lessonPasses.RemoveAll(t.Tx, func(p *LessonPass) bool { return p.Employee == e.id })
}
