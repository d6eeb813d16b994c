// The views of health: the weekly card with one figure, the overview with all, and how each is counted.

package health

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/health"
)

// levelWords say how a figure stands: never by a colour alone.
var levelWords = map[health.Level]string{
	health.Unknown: ":white_circle: too early",
	health.Good:    ":large_green_circle: good",
	health.Watch:   ":large_yellow_circle: watch",
	health.Poor:    ":red_circle: poor",
}

func tableButton() slack.BlockElement {
	return block.Button(surface.ActHealth, "How it is counted", "")
}

// worst says the worst figure and what to do about it; that all is well when nothing is wrong.
func worst(s state) string {
	m := s.measures[0]
	if m.Level < health.Watch {
		active := s.measures[slices.IndexFunc(s.measures, func(m health.Measure) bool { return m.Key == "active" })]
		if active.Level == health.Unknown {
			return "It is too early to say: " + active.Value + "."
		}
		return "All is well. *" + active.Name + ":* " + active.Value + "."
	}
	return "*" + m.Name + ":* " + block.Line(m.Value) + ".\n" + m.Action
}

// spoken is the text of a message for those who do not see its blocks.
func spoken(title, text string) string { return title + ": " + strings.ReplaceAll(text, "*", "") }

// card is the weekly message: one figure, one thing to do.
func card(s state) block.Content {
	title, text := "How the program is", worst(s)
	all := block.Button(surface.ActHealth, "All figures", "")
	return block.Message(spoken(title, text), block.Header(title), block.Section(text), block.Actions("", all))
}

// overview is the answer to the word: the worst figure, then a line for each of the others.
func overview(s state) block.Content {
	others, text := s.measures, worst(s)
	if level := others[0].Level; level >= health.Watch {
		others, text = others[1:], levelWords[level]+" · "+text
	}
	lines := make([]string, len(others))
	for i, m := range others {
		lines[i] = levelWords[m.Level] + " · " + m.Name + ": " + block.Line(m.Value)
	}
	title, all := "How the program is", strings.Join(lines, "\n")
	return block.Message(block.CutBytes(spoken(title, text+"\n"+all), block.MaxMessageText),
		block.Header(title), block.Section(text), block.Section(all), block.Actions("", tableButton()))
}

// departmentRows is how many departments the window lists.
const departmentRows = 10

// table is how each figure is counted, and the departments that are large enough to be told.
func table(s state) *slack.ModalViewRequest {
	var blocks []slack.Block
	for _, m := range s.measures {
		text := "*" + m.Name + ": " + block.Line(m.Value) + "* · " + levelWords[m.Level] + "\n" + m.Formula
		text += block.When(m.Level >= health.Watch, "\n_"+m.Action+"_")
		blocks = append(blocks, block.Section(text))
	}
	if len(s.departments) > 0 {
		lines := []string{"*Active by department*"}
		for _, d := range s.departments[:min(len(s.departments), departmentRows)] {
			lines = append(lines, fmt.Sprintf("%s: %d of %d", block.Line(block.Cut(d.Name, 60)), d.Active, d.All))
		}
		blocks = append(blocks, block.Divider(), block.Section(strings.Join(lines, "\n")))
	}
	return block.Modal(block.CBResult, "Health", "", "Close", "", blocks...)
}
