// The goals of the program on everybody's Home.

package home

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/digest/report"
	"vouch/store"
)

// goalsLast is how long computed goals are shown again: they cost as much as a report, and Home is opened by everybody.
const goalsLast = 10 * time.Minute

// knownGoals are goals computed at a time, from what the settings said.
type knownGoals struct {
	words []string
	at    time.Time
	list  []report.Progress
}

// goals are those of now, or of a moment ago.
func (k *Handlers) goals(q *store.Query, now time.Time) []report.Progress {
	words := q.Settings().Goals
	known := k.known.Load()
	if known == nil || !slices.Equal(known.words, words) || now.Sub(known.at) > goalsLast || now.Before(known.at) {
		known = &knownGoals{words: words, at: now, list: report.Running(q)}
		k.known.Store(known)
	}
	return known.list
}

// goalBlock is a short line for each goal, with the day it ends, or the month in another year; nil without one.
func goalBlock(goals []report.Progress, now time.Time) slack.Block {
	if len(goals) == 0 {
		return nil
	}
	var lines []string
	for _, g := range goals {
		form := "2 Jan"
		if g.Last.Year() != now.Year() {
			form = "Jan 2006"
		}
		lines = append(lines, fmt.Sprintf("%s *%d/%d* %s by %s", block.Bar(float64(g.Done)/float64(g.Target)), g.Done,
			g.Target, g.Of, g.Last.Format(form)))
	}
	return block.ContextLine("Goals\n" + strings.Join(lines, "\n"))
}
