// The leaderboard: privately as a preview, in a channel as a post, with the rules that keep it fair.

package board

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// boardContent renders a board. extra blocks are put below: the preview's buttons or the post's. The rules stand under
// every board, posted or not, because people argue about rules they cannot read.
func boardContent(board store.Board, minGroup int, extra ...slack.Block) block.Content {
	q := board.Query
	title := "Leaderboard: " + strings.ToLower(boardTitle(q)) + ", " +
		spanWords(q.Span, board.Start, board.End, board.Closed || q.Past)
	lines := boardLines(board)
	blocks := []slack.Block{block.Header(title)}
	if len(lines) == 0 {
		lines = []string{emptyBoard(board, minGroup)}
	}
	blocks = append(blocks, block.Section(strings.Join(lines, "\n")))
	highlights := boardHighlights(board)
	if len(highlights) > 0 {
		blocks = append(blocks, block.Section(strings.Join(highlights, "\n")))
	}
	rules := boardRules(board, minGroup)
	blocks = append(blocks, block.ContextLine(rules))
	text := strings.Join(append(append([]string{title}, lines...), append(highlights, rules)...), "\n")
	return block.Content{Text: block.CutBytes(text, block.MaxMessageText), Blocks: append(blocks, extra...)}
}

// boardLines are the rows, one line each: rank, name, points, change. People are named, not mentioned, so that a board
// notifies nobody.
func boardLines(board store.Board) []string {
	var lines []string
	for _, row := range board.Rows {
		// A name of signs that nobody can see leaves nothing to show.
		name := block.Line(block.Cut(row.Name, 80))
		if name == "" {
			name = "A colleague"
		}
		text := "*" + strconv.Itoa(row.Rank) + ".* " + name + ": "
		if board.Query.Teams {
			text += fmt.Sprintf("%.1f points for each of %s", row.Score,
				block.Count(row.Active, "active advocate", "active advocates"))
		} else {
			text += block.Count(row.Points, "point", "points")
			text += changeWords(board, row)
		}
		lines = append(lines, text)
	}
	return lines
}

// changeWords say how a row changed. People without points in the span before have no change: "+40 against nothing"
// would make every newcomer the most improved. On a board of newcomers only, saying so on each line is noise.
func changeWords(board store.Board, row store.Row) string {
	switch {
	case row.First && !allFirst(board):
		return ", new"
	case row.Before > 0 && row.Delta != 0:
		return ", " + gainWords(board, row)
	}
	return ""
}

// gainWords are a change and what it is measured against: while the span runs the same part of the one before.
func gainWords(board store.Board, row store.Row) string {
	part := ""
	if board.Running {
		part = "same part of the "
	}
	return surface.Signed(row.Delta) + " against the " + part + spanNoun(board.Query.Span) + " before"
}

// allFirst tells whether everybody a board shows has their first points in its span, as in a program's first month.
func allFirst(board store.Board) bool {
	return !slices.ContainsFunc(board.Rows, func(r store.Row) bool { return !r.First })
}

// emptyBoard says why there are no rows.
func emptyBoard(board store.Board, minGroup int) string {
	switch {
	case board.TooSmall && board.Query.Teams:
		return "No team with " + strconv.Itoa(minGroup) + " advocates has points yet, so there is nothing to compare."
	case board.TooSmall:
		return "Fewer than " + strconv.Itoa(minGroup) + " people have points in this " + spanNoun(board.Query.Span) +
			". A board of so few would single people out, so it starts when there are more."
	}
	return "Nobody has points in this " + spanNoun(board.Query.Span) + " yet."
}

// spanNoun is a span in a sentence ("in this month yet"); the span without an end reads as "time".
func spanNoun(span store.Span) string {
	if span == store.AllTime {
		return "time"
	}
	return string(span)
}

// boardHighlights name who improved most and who is there for the first time: a board of the same winners each month is
// soon ignored, and here others come up.
func boardHighlights(board store.Board) []string {
	var lines []string
	if board.Improved != nil && board.Improved.Delta > 0 && len(board.Rows) > 0 {
		lines = append(lines, "*Most improved:* "+rowName(*board.Improved)+", "+gainWords(board, *board.Improved))
	}
	if len(board.FirstTime) > 0 && len(board.Rows) > 0 && !allFirst(board) {
		var names []string
		for _, row := range board.FirstTime {
			names = append(names, rowName(row))
		}
		if board.MoreFirst {
			names = append(names, "others")
		}
		lines = append(lines, "*First points ever:* "+block.List(names))
	}
	return lines
}

// rowName is somebody in a sentence; people with an alias have no name here.
func rowName(row store.Row) string {
	if name := block.Line(block.Cut(row.Name, 80)); name != "" {
		return name
	}
	return "a colleague"
}

// boardRules state what makes a board fair, under each board.
func boardRules(board store.Board, minGroup int) string {
	ending := " It closes at the end of " + board.End.Add(-time.Second).Format("2 January") + "."
	if board.Closed {
		ending = " It is final."
	}
	if board.Query.Span == store.AllTime {
		ending = ""
	}
	shared := "Equal points share a rank; whoever got there first stands first." + ending
	switch {
	case board.Query.Teams:
		return "Teams are compared by points per advocate, from " + strconv.Itoa(minGroup) + " advocates on. " + shared
	case board.Query.Leaders:
		return "Leaders have a board of their own, so that nobody competes with their manager. " + shared
	}
	return "Leaders have a board of their own. Anybody can be left out or stay anonymous. " + shared
}

// boardPreview is the private answer to /leaderboard, with what its reader may do.
func boardPreview(board store.Board, s store.Settings, me store.Employee, manager bool) block.Content {
	// The buttons carry the query, not the rows: what is posted is read again at that time.
	code := boardCode(board.Query)
	var elements []slack.BlockElement
	if manager && !board.TooSmall && len(board.Rows) > 0 {
		elements = append(elements, block.Button(actBoardPost, "Post to a channel", code, block.Primary))
	}
	if manager {
		elements = append(elements, block.Button(actBoardSchedule, "Schedule", code))
	}
	if me.IsAdvocate() {
		elements = append(elements, visibilityButton(me.Prefs))
	}
	note := block.ContextLine("Only you see this.")
	if len(elements) == 0 {
		return boardContent(board, s.BoardMinGroup, note)
	}
	return boardContent(board, s.BoardMinGroup, block.Actions("board", elements...), note)
}

// visibilityButton hides somebody from boards, or shows them again. Its value is the state it leads to.
func visibilityButton(p store.Preferences) *slack.ButtonBlockElement {
	if p.BoardHidden {
		return block.Button(actBoardVisible, "Show me on boards", surface.VisibleByName)
	}
	return block.Button(actBoardVisible, "Leave me out", surface.NotVisible)
}

// boardPosted is the message in a channel. Its button always hides: the message looks the same to everybody.
func boardPosted(board store.Board, minGroup int, by store.EmployeeID) block.Content {
	return boardContent(board, minGroup,
		block.Actions("board", block.Button(actBoardVisible, "Leave me out", surface.NotVisible), block.Button(surface.ActMe, "My points", "")),
		block.ContextLine("Posted by "+block.Person(by)+" with Vouch. `/leaderboard` shows it any time, `/vouch help` has the rest."))
}

// boardsOff is the answer while boards are off; only managers get the button.
func boardsOff(manager bool, who string) block.Content {
	text := "Leaderboards are off here. " + block.Esc(who)
	if !manager {
		return block.Content{Text: text, Blocks: []slack.Block{block.Section(text)}}
	}
	text = "Leaderboards are off. When you turn them on, everybody can see them with `/leaderboard`; nothing is posted to a channel until you do that. " +
		"People can be left out or stay anonymous at any time."
	return block.Content{Text: text, Blocks: []slack.Block{block.Section(text), block.Actions("", block.Button(actBoardOn, "Turn leaderboards on", "on", block.Primary))}}
}

// boardPostModal asks for the channel.
func boardPostModal(q store.BoardQuery) *slack.ModalViewRequest {
	// Managers mostly post where they typed the command
	// (docs.slack.dev/reference/block-kit/block-elements/select-menu-element).
	channel := block.SelectChannel(block.InputValue, "Choose a channel", "")
	channel.DefaultToCurrentConversation = true
	return block.Modal(cbBoardPost, "Post the leaderboard", "Post", "Cancel", boardCode(q),
		block.Section("*"+boardTitle(q)+"*, this "+spanNoun(q.Span)+". Everybody in the channel sees it; nobody is notified by name."),
		block.Input(fieldChannel, "Channel", channel,
			"Vouch has to be a member. If it isn't, type /invite @vouch in the channel first.", false))
}

// Fields of the board forms.
const (
	fieldChannel = "channel"
	fieldBoard   = "board"
	fieldWhen    = "when"
)

// boardScheduleModal asks what to post where and when. zones are the program's and the manager's own, the first
// preselected.
func boardScheduleModal(q store.BoardQuery, zones []string) *slack.ModalViewRequest {
	var boards, places []*slack.OptionBlockObject
	for _, each := range []store.BoardQuery{{}, {Teams: true}, {Leaders: true}} {
		for _, each.Span = range []store.Span{store.Week, store.Month, store.Quarter} {
			boards = append(boards, block.Option(boardCode(each), boardTitle(each)+", by "+spanNoun(each.Span)))
		}
	}
	for _, zone := range zones {
		places = append(places, block.Option(zone, zone))
	}
	return block.Modal(cbBoardSchedule, "Schedule a leaderboard", "Schedule", "Cancel", "",
		block.Input(fieldBoard, "Which leaderboard?", block.SelectOne(block.InputValue, "Choose", boards, boardCode(q)), "", false),
		block.Input(fieldChannel, "Channel", block.SelectChannel(block.InputValue, "Choose a channel", ""),
			"Vouch has to be a member. If it isn't, type /invite @vouch in the channel first.", false),
		block.Input(fieldWhen, "When?", slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, block.Plain("Choose", block.MaxPlaceholder), block.InputValue, whenGroups()...),
			"Right after a week, month or quarter ends, the one that just ended is posted.", false),
		block.Input(surface.FieldAt, "At what time?", block.TimeInput(block.InputValue, "09:00"), "", false),
		block.Input(fieldZone, "Time zone", block.SelectOne(block.InputValue, "Choose", places, zones[0]), "", false))
}

// fieldZone is the time zone of a schedule.
const fieldZone = "tz"

// whenGroups offer the weekdays and the days of the month, at most 35 choices: one menu instead of a form that changes
// while it is filled in.
func whenGroups() []*slack.OptionGroupBlockObject {
	var weekly, monthly []*slack.OptionBlockObject
	for _, day := range surface.WorkWeek {
		weekly = append(weekly, block.Option("w"+strconv.Itoa(int(day)), "Every "+day.String()))
	}
	for day := 1; day <= lastMonthlyDay; day++ {
		monthly = append(monthly, block.Option("m"+strconv.Itoa(day), "On the "+surface.Ordinal(day)+" of each month"))
	}
	return []*slack.OptionGroupBlockObject{
		slack.NewOptionGroupBlockElement(block.Plain("Weekly", block.MaxOptionText), weekly...),
		slack.NewOptionGroupBlockElement(block.Plain("Monthly", block.MaxOptionText), monthly...),
	}
}
