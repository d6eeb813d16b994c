// What becomes of an answer to a lesson, and of an edited lesson in the list.

package lesson

import "vouch/store/problem"

// Reply is an answer to a lesson as its reader saw it. Marks stand for words, see Mark.
type Reply struct {
	Lesson string
	Right  string // the mark of the answer that was right when the lesson was shown
	Chosen string // the mark of the answer that was chosen
}

// Result is what became of an answer. Lesson is as it is now.
type Result struct {
	Lesson  Lesson
	Passed  bool
	Again   bool   // it was passed before
	Points  int    // paid now
	Why     string // why the answer is wrong
	Changed bool   // the lesson was edited meanwhile, and the answer says nothing about it
}

// Judge says whether a reply passes the lesson as it is now. When it was edited meanwhile, the reply counts as long as
// the right answer is the same.
func (l *Lesson) Judge(a Reply) Result {
	r := Result{Lesson: *l}
	same := l.RightMark() == a.Right
	r.Passed = same && a.Chosen == a.Right
	r.Changed = !r.Passed
	for _, w := range l.Wrong {
		if same && r.Changed && Mark(w.Answer) == a.Chosen {
			r.Why, r.Changed = w.Why, false
		}
	}
	return r
}

// Put puts a lesson into a list that its holder may change: at the end when it is new, in the place of the one with its
// id otherwise. was is the mark of the lesson that the change began from.
func Put(list []Lesson, was string, l Lesson) ([]Lesson, error) {
	l.Tidy()
	if err := l.Check().Err(); err != nil {
		return list, err
	}
	at := Find(list, l.ID)
	switch {
	case l.ID == "" && len(list) >= MaxLessons:
		return list, conflict("There are as many lessons as anybody takes. Remove one first.")
	case l.ID == "":
		l.ID = NewID(list, l.Title)
		return append(list, l), nil
	case at < 0:
		return list, conflict("Somebody removed this lesson meanwhile. Add it as a new one.")
	case list[at].Mark() != was && list[at].Mark() != l.Mark():
		return list, conflict("Somebody else changed this lesson meanwhile. Open it again.")
	}
	list[at] = l
	return list, nil
}

func conflict(msg string) error { return &problem.Error{Kind: problem.Conflict, Msg: msg} }
