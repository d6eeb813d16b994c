// Package training is the one-minute lessons: taking them one after the other, and the curators' desk where they are
// changed.
package training

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Actions and forms that this capability alone uses.
const (
	actLessons = "lessons"     // the next lesson, or the list
	actLesson  = "lesson"      // the lesson in the value
	actEdit    = "lesson_edit" // the lesson in the value, or a new one
	actRemove  = "lesson_remove"

	cbLesson = "lesson"
	cbDesk   = "lesson_desk"
	cbForm   = "lesson_form"
)

// Routes are the word, the buttons and the forms of lessons.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "lessons", "what works, in a minute each", h.onLessons).For(surface.HasJoined),
		dispatch.OnAction(actLessons, h.onLessons),
		dispatch.OnAction(actLesson, h.onLesson),
		dispatch.OnSubmit(cbLesson, h.onAnswer),
		dispatch.OnAction(surface.ActLessonDesk, h.onDesk),
		dispatch.OnAction(actEdit, h.onEdit),
		dispatch.OnSubmit(cbForm, h.onSave),
		dispatch.OnAction(actRemove, h.onRemove),
	}
}

// course is the lessons and what of them somebody passed.
type course struct {
	lessons []store.Lesson
	passed  map[string]bool
	points  int // for a lesson
}

// courseOf reads the lessons for an advocate.
func courseOf(q *store.Query, id store.EmployeeID) course {
	s := q.Settings()
	return course{lessons: s.Lessons, passed: q.PassedLessons(id), points: s.Points.Lesson}
}

// next is the place of the first lesson that is not passed, -1 for none.
func (c course) next() int {
	return slices.IndexFunc(c.lessons, func(l store.Lesson) bool { return !c.passed[l.ID] })
}

// done counts the lessons that are passed.
func (c course) done() (n int) {
	for _, l := range c.lessons {
		if c.passed[l.ID] {
			n++
		}
	}
	return n
}

// course is courseOf in a View of its own; only advocates have one.
func (h *Handlers) course(id store.EmployeeID) (course, error) {
	return surface.Ask(h.Kit, func(q *store.Query) course {
		surface.Advocate(q, id)
		return courseOf(q, id)
	})
}

// How long after joining the lessons are a next step of Home, and how long they stand in its list of the first weeks.
// Nobody is reminded of them for ever.
const (
	firstDays  = 14 * 24 * time.Hour
	firstWeeks = 8 * 7 * 24 * time.Hour
)

// Todo is what is left of the lessons, with the button that opens the next one; "" when there are none.
func (h *Handlers) Todo(q *store.Query, me surface.Member) (text string, done bool, button *slack.ButtonBlockElement) {
	c := courseOf(q, me.ID)
	if len(c.lessons) == 0 || store.Now().Sub(me.JoinedAt) > firstWeeks {
		return "", false, nil
	}
	if c.next() < 0 {
		return "take the lessons", true, nil
	}
	return fmt.Sprintf("take %s (%d of %d)", block.Count(len(c.lessons), "one-minute lesson", "one-minute lessons"),
		c.done(), len(c.lessons)), false, lessonsButton("Next lesson")
}

// Step offers the next lesson to who joined lately.
func (h *Handlers) Step(q *store.Query, me surface.Member) (text string, button *slack.ButtonBlockElement, fits bool) {
	c := courseOf(q, me.ID)
	at := c.next()
	if at < 0 || store.Now().Sub(me.JoinedAt) > firstDays {
		return "", nil, false
	}
	button = lessonsButton("Take the lesson")
	block.Primary(button)
	return "A minute to spare? *" + block.Line(c.lessons[at].Title) + "*, and one question" + worth(c.points) + ".",
		button, true
}

// onLessons opens the first lesson that is not passed, or the list when all are.
func (h *Handlers) onLessons(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	c, err := h.course(in.User)
	switch at := c.next(); {
	case err != nil:
		return dispatch.Reply{}, err
	case len(c.lessons) == 0:
		return dispatch.Reply{Text: "There are no lessons at present."}, nil
	case at >= 0:
		return dispatch.Reply{Open: lessonView(c, at, "")}, nil
	}
	return dispatch.Reply{Open: doneView(c, "")}, nil
}

// onLesson opens one lesson in the place of the list.
func (h *Handlers) onLesson(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	c, err := h.course(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	at := slices.IndexFunc(c.lessons, func(l store.Lesson) bool { return l.ID == in.Action.Value })
	if at < 0 {
		return dispatch.Reply{Update: doneView(c, "This lesson was removed.")}, nil
	}
	return dispatch.Reply{Update: lessonView(c, at, "")}, nil
}

// shown is what a lesson's window carries along: which one it is, and the mark of its right answer as it was shown.
type shown struct {
	Lesson string `json:"lesson"`
	Right  string `json:"right"`
}

// onAnswer takes an answer. A wrong one is explained where it stands, and may be chosen anew; a right one brings the
// next lesson.
func (h *Handlers) onAnswer(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var s shown
	if err := json.Unmarshal([]byte(in.View.Metadata), &s); err != nil {
		return dispatch.Reply{}, err
	}
	// Without Once: a wrong answer may be followed by another from the same window, and a right one counts once.
	result, err := h.DB.AnswerLesson(in.User, store.LessonAnswer{Lesson: s.Lesson, Right: s.Right,
		Chosen: in.State.Choice(answerField(s.Lesson))})
	if err != nil {
		return dispatch.Reply{}, err
	}
	if result.Why != "" {
		return dispatch.Reply{Errors: map[string]string{answerField(s.Lesson): result.Why}}, nil
	}
	c, err := h.course(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if result.Changed {
		at := slices.IndexFunc(c.lessons, func(l store.Lesson) bool { return l.ID == s.Lesson })
		news := "This lesson was changed while you read it. This is how it is now."
		return dispatch.Reply{Update: lessonView(c, at, news)}, nil
	}
	reply := dispatch.Reply{Home: true, Update: doneView(c, rightWords(result))}
	if at := c.next(); at >= 0 {
		reply.Update = lessonView(c, at, rightWords(result))
	}
	return reply, nil
}
