// The curators' desk: the list of lessons, and the form in which one is written.

package training

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Fields of the form; they are the names in the store's FieldErrors. The wrong answers follow with their numbers.
const (
	fieldQuestion = "question"
	fieldRight    = "right"
	fieldWrong    = "wrong."
	fieldReason   = "why."
)

// desk reads the lessons for somebody who may change them.
func (h *Handlers) desk(id store.EmployeeID) ([]store.Lesson, error) {
	return surface.Ask(h.Kit, func(q *store.Query) []store.Lesson {
		surface.MustCurate(q, id)
		return q.Settings().Lessons
	})
}

// onDesk lists the lessons.
func (h *Handlers) onDesk(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	lessons, err := h.desk(in.User)
	return dispatch.Reply{Open: deskView(lessons)}, err
}

// onEdit opens the form of a lesson, or of a new one.
func (h *Handlers) onEdit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	lessons, err := h.desk(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	at := slices.IndexFunc(lessons, func(l store.Lesson) bool { return l.ID == in.Action.Value })
	switch {
	case at >= 0:
		return dispatch.Reply{Push: formView(lessons[at])}, nil
	case in.Action.Value != "":
		return dispatch.Reply{Update: deskView(lessons)}, nil
	}
	return dispatch.Reply{Push: formView(store.Lesson{})}, nil
}

// edited is what the form carries along: which lesson, and the mark of what it said.
type edited struct {
	ID  string `json:"id,omitempty"`
	Was string `json:"was,omitempty"`
}

// onSave keeps a lesson.
func (h *Handlers) onSave(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var e edited
	if err := json.Unmarshal([]byte(in.View.Metadata), &e); err != nil {
		return dispatch.Reply{}, err
	}
	l := store.Lesson{ID: e.ID, Title: in.State.Text(surface.FieldTitle), Text: in.State.Text(surface.FieldText),
		Question: in.State.Text(fieldQuestion), Right: in.State.Text(fieldRight)}
	for i := range store.WrongAnswers {
		n := strconv.Itoa(i)
		l.Wrong = append(l.Wrong, store.WrongAnswer{Answer: in.State.Text(fieldWrong + n),
			Why: in.State.Text(fieldReason + n)})
	}
	if err := h.Once(in).SaveLesson(in.User, e.Was, l); err != nil {
		return dispatch.Reply{}, err
	}
	return h.changed(in, "Saved. Who passed it keeps its points.")
}

// onRemove takes a lesson out.
func (h *Handlers) onRemove(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if err := h.DB.RemoveLesson(in.User, in.Action.Value); err != nil {
		return dispatch.Reply{}, err
	}
	return h.changed(in, "Removed. Who passed it keeps its points.")
}

// changed says what was done, and shows the list under the form as it is now.
func (h *Handlers) changed(in dispatch.Interaction, words string) (dispatch.Reply, error) {
	return dispatch.Reply{Home: true, Update: block.ResultModal("Lessons", words),
		After: h.Below(in.View.Previous, func(context.Context) (*slack.ModalViewRequest, error) {
			lessons, err := h.desk(in.User)
			return deskView(lessons), err
		})}, nil
}

// deskView lists the lessons in their order, which the program file can change.
func deskView(lessons []store.Lesson) *slack.ModalViewRequest {
	blocks := []slack.Block{block.Section("Voluntary, a minute each. Each pays once per person.")}
	for _, l := range lessons {
		blocks = append(blocks, lessonRow(l, "\n"+block.Line(l.Question),
			block.Button(actEdit, "Edit", l.ID, block.Spoken("Edit: "+l.Title))))
	}
	return block.Modal(cbDesk, "Lessons", "", "Close", "",
		append(blocks, block.Actions("", block.Button(actEdit, "Add a lesson", "")))...)
}

// formView is the form of a lesson; one without an id is new.
func formView(l store.Lesson) *slack.ModalViewRequest {
	line := func(field, label, value, hint string, most int) slack.Block {
		return block.Input(field, label, block.TextInput(block.InputValue, "", value, false, most), hint, false)
	}
	title, e := "New lesson", edited{}
	if l.ID != "" {
		title, e = "Edit lesson", edited{ID: l.ID, Was: l.Mark()}
	}
	blocks := []slack.Block{
		line(surface.FieldTitle, "Title", l.Title, "", store.MaxLessonTitle),
		block.Input(surface.FieldText, "Text", block.TextInput(block.InputValue, "", l.Text, true, store.MaxLessonText),
			"At most "+strconv.Itoa(store.MaxLessonWords)+" words: it should take a minute.", false),
		line(fieldQuestion, "Question about a situation", l.Question, "", store.MaxLessonQuestion),
		line(fieldRight, "Right answer", l.Right, "", store.MaxLessonAnswer),
	}
	for i := range store.WrongAnswers {
		var w store.WrongAnswer
		if i < len(l.Wrong) {
			w = l.Wrong[i]
		}
		n := strconv.Itoa(i)
		blocks = append(blocks, line(fieldWrong+n, "Wrong answer "+strconv.Itoa(i+1), w.Answer, "", store.MaxLessonAnswer),
			line(fieldReason+n, "Why it is wrong", w.Why, "Shown to who chooses it.", store.MaxLessonWhy))
	}
	if l.ID != "" {
		blocks = append(blocks, block.Actions("", block.Button(actRemove, "Remove this lesson", l.ID, block.Danger,
			block.Confirming(block.Confirm("Remove it?", "Nobody can take it any more. Who passed it keeps its points.",
				"Remove", "Keep it")))))
	}
	return block.Modal(cbForm, title, "Save", "Cancel", block.Metadata(e), blocks...)
}
