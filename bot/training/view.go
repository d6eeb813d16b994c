// What a lesson looks like to who takes it: the text with its question, and the list when all are passed.

package training

import (
	"fmt"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// answerField is the question of a lesson. Slack keeps what was chosen under the same name, so each has its own.
func answerField(lesson string) string { return "answer." + lesson }

// lessonsButton opens the next lesson.
func lessonsButton(label string) *slack.ButtonBlockElement {
	return block.Button(actLessons, label, "")
}

// worth says what something pays, at the end of a sentence; "" for nothing.
func worth(points int) string {
	if points == 0 {
		return ""
	}
	return ", for " + block.Count(points, "point", "points")
}

// lessonView shows the lesson at a place; news, mrkdwn, stands above it.
func lessonView(c course, at int, news string) *slack.ModalViewRequest {
	l := c.lessons[at]
	var blocks []slack.Block
	blocks = append(blocks, block.Said(news))
	var options []*slack.OptionBlockObject
	for _, answer := range l.Answers() {
		options = append(options, block.Option(answer.Mark, answer.Words))
	}
	blocks = append(blocks, block.Header(l.Title), block.Section(block.Esc(l.Text)),
		block.Input(answerField(l.ID), l.Question, block.Radio(block.InputValue, options, ""), "", false))
	return block.Modal(cbLesson, fmt.Sprintf("Lesson %d of %d", at+1, len(c.lessons)), "Answer", "Later",
		block.Metadata(shown{l.ID, l.RightMark()}), blocks...)
}

// rightWords confirm a right answer.
func rightWords(r store.LessonResult) string {
	switch {
	case r.Again:
		return "*Right.* You had passed this one before."
	case r.Points > 0:
		return "*Right.* You earned " + block.Count(r.Points, "point", "points") + "."
	}
	return "*Right.*"
}

// doneView lists the lessons, to read again.
func doneView(c course, news string) *slack.ModalViewRequest {
	news += block.When(news != "", "\n")
	blocks := []slack.Block{block.Section(news + "You have taken every lesson. Thank you.")}
	for _, l := range c.lessons {
		blocks = append(blocks, lessonRow(l, "",
			block.Button(actLesson, "Read again", l.ID, block.Spoken("Read again: "+l.Title))))
	}
	return block.Modal(block.CBResult, "Lessons", "", "Close", "", blocks...)
}

// lessonRow is a line of a list of lessons.
func lessonRow(l store.Lesson, more string, button slack.BlockElement) slack.Block {
	row := block.SectionWith("*"+block.Line(l.Title)+"*"+more, button)
	row.BlockID = "lesson:" + l.ID
	return row
}
