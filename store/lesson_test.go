// Tests of lessons in the store: passed once, paid once, edited while somebody answers, and who may change them.

package store_test

import (
	"strings"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

// lessons opens a store with a curator, and gives the lessons.
func lessons(tb testing.TB) (*store.DB, []store.Lesson) {
	tb.Helper()
	db := storetest.MustOpen(tb)
	storetest.MustAdvocate(tb, db, "U1", "Ada")
	storetest.MustRole(tb, db, "C1", "Cleo", store.Curator)
	return db, must(db.Settings()).Lessons
}

// right answers a lesson rightly.
func right(l store.Lesson) store.LessonAnswer {
	return store.LessonAnswer{Lesson: l.ID, Right: l.RightMark(), Chosen: l.RightMark()}
}

// wrongly answers a lesson wrongly.
func wrongly(l store.Lesson) store.LessonAnswer {
	a := right(l)
	for _, answer := range l.Answers() {
		if answer.Words == l.Wrong[0].Answer {
			a.Chosen = answer.Mark
		}
	}
	return a
}

func passedBy(db *store.DB, id store.EmployeeID) map[string]bool {
	return must(storetest.Ask1(db, (*store.Query).PassedLessons, id))
}

func points(db *store.DB, id store.EmployeeID) (total int) {
	for _, e := range must(storetest.Ask2(db, (*store.Query).EntriesOf, id, 99)) {
		total += e.Points
	}
	return total
}

func TestAnswerLesson_PaysOnce(t *testing.T) {
	db, list := lessons(t)
	r := must(db.AnswerLesson("U1", wrongly(list[0])))
	if r.Passed || r.Changed || r.Why != list[0].Wrong[0].Why || points(db, "U1") != 0 {
		t.Errorf("a wrong answer gives %+v", r)
	}
	if r = must(db.AnswerLesson("U1", right(list[0]))); !r.Passed || r.Points != 5 || r.Again {
		t.Errorf("the right answer gives %+v", r)
	}
	if r = must(db.AnswerLesson("U1", right(list[0]))); !r.Passed || r.Points != 0 || !r.Again {
		t.Errorf("once more it gives %+v", r)
	}
	entry := must(storetest.Ask2(db, (*store.Query).EntriesOf, store.EmployeeID("U1"), 9))[0]
	if points(db, "U1") != 5 || entry.Rule != store.RuleLesson || entry.Subject != list[0].Title {
		t.Errorf("the ledger says %+v", entry)
	}
	if passed := passedBy(db, "U1"); len(passed) != 1 || !passed[list[0].ID] {
		t.Errorf("passed %v", passed)
	}
	// Without points it is passed all the same, and a later rule pays nothing for it.
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Points.Lesson = 0 })
	if r = must(db.AnswerLesson("U1", right(list[1]))); !r.Passed || r.Points != 0 || r.Again {
		t.Errorf("unpaid it gives %+v", r)
	}
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Points.Lesson = 7 })
	if must(db.AnswerLesson("U1", right(list[1]))); points(db, "U1") != 5 {
		t.Error("a lesson that was passed before is paid by a later rule")
	}
}

func TestAnswerLesson_EditedMeanwhile(t *testing.T) {
	for name, row := range map[string]struct {
		edit    func(*store.Lesson)
		answer  func(store.Lesson) store.LessonAnswer
		passed  bool
		changed bool
	}{
		"another text, the same right answer": {func(l *store.Lesson) { l.Text = "New." }, right, true, false},
		"another wrong answer, the right chosen": {
			func(l *store.Lesson) { l.Wrong[0].Answer = "New." }, right, true, false},
		"the wrong answer that was chosen is gone": {
			func(l *store.Lesson) { l.Wrong[0].Answer = "New." }, wrongly, false, true},
		"the right answer became a wrong one": {
			func(l *store.Lesson) { l.Right, l.Wrong[0].Answer = l.Wrong[0].Answer, l.Right }, right, false, true},
		"the wrong answer that was chosen became right": {
			func(l *store.Lesson) { l.Right, l.Wrong[0].Answer = l.Wrong[0].Answer, l.Right }, wrongly, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			db, list := lessons(t)
			l := list[0]
			answer := row.answer(l)
			was := l.Mark()
			row.edit(&l)
			if err := db.SaveLesson("C1", was, l); err != nil {
				t.Fatal(err)
			}
			r := must(db.AnswerLesson("U1", answer))
			if r.Passed != row.passed || r.Changed != row.changed || (points(db, "U1") == 5) != row.passed {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestAnswerLesson_Refuses(t *testing.T) {
	db, list := lessons(t)
	must(db.AnswerLesson("U1", right(list[0])))
	if err := db.RemoveLesson("C1", list[0].ID); err != nil {
		t.Fatal(err)
	}
	_, err := db.AnswerLesson("U1", right(list[0]))
	wantErr(t, err, store.NotFound, "removed")
	if points(db, "U1") != 5 || !passedBy(db, "U1")[list[0].ID] {
		t.Error("what was passed did not stay")
	}
	must(db.Leave("U1"))
	_, err = db.AnswerLesson("U1", right(list[1]))
	wantErr(t, err, store.Denied, "Join")
}

func TestSaveLesson(t *testing.T) {
	db, list := lessons(t)
	l := list[1]
	l.Title = "  Words  "
	wantErr(t, db.SaveLesson("U1", l.Mark(), l), store.Denied, "curators")
	if err := db.SaveLesson("C1", list[1].Mark(), l); err != nil {
		t.Fatal(err)
	}
	if got := must(db.Settings()).Lessons; got[1].Title != "Words" || len(got) != 5 {
		t.Errorf("kept %q of %d", got[1].Title, len(got))
	}
	last := must(storetest.Ask2(db, (*store.Query).Audit, 1, 0))[0]
	if last.Actor != "C1" || !strings.Contains(last.Detail, "~Words") {
		t.Errorf("the audit says %+v", last)
	}
	l.Title = "Late"
	wantErr(t, db.SaveLesson("C1", list[1].Mark(), l), store.Conflict, "meanwhile")
	l.ID, l.Right = "", ""
	wantErr(t, db.SaveLesson("C1", "", l), store.Invalid, "Fill this in")
	l.Right = "Yes"
	for i := len(list); i < 20; i++ {
		if err := db.SaveLesson("C1", "", l); err != nil {
			t.Fatal(err)
		}
	}
	wantErr(t, db.SaveLesson("C1", "", l), store.Conflict, "Remove one")
	for _, each := range must(db.Settings()).Lessons {
		if err := db.RemoveLesson("C1", each.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := must(db.Settings()).Lessons; len(got) != 0 {
		t.Errorf("after the last was removed there are %d", len(got))
	}
	if fresh := store.DefaultSettings().Lessons; len(fresh) != 5 || fresh[1].Title != list[1].Title {
		t.Error("a change reached the defaults")
	}
	wantErr(t, db.SaveLesson("C1", list[1].Mark(), list[1]), store.Conflict, "as a new one")
}
