// The leaderboard: privately as a preview, in a channel as a post, with the rules that keep it fair.

package board

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/picture"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// boardContent renders a board. extra blocks are put below: the preview's buttons or the post's. The rules stand under
// every board, posted or not, because people argue about rules they cannot read.
func boardContent(board store.Board, minGroup int, extra ...slack.Block) block.Content {
	q := board.Query
	when := spanWords(q.Span, board.Start, board.End, board.Closed || q.Past)
	if board.Season != "" {
		when = seasonWords(board)
	}
	title := "Leaderboard: " + strings.ToLower(boardTitle(q)) + ", " + when
	lines, barred := rowLines(board)
	if len(lines) == 0 {
		lines = []string{emptyBoard(board, minGroup)}
	}
	highlights, rules := boardHighlights(board), boardRules(board, minGroup)
	c, below := block.Content{Blocks: []slack.Block{block.Header(title)}}, slices.Concat(lines, highlights)
	if len(board.Rows) > 0 {
		drawing, whole := boardDrawing(board, barred)
		c.Blocks, c.Drawings = append(c.Blocks, block.DrawingHere(0)), []block.Drawing{drawing}
		if whole {
			below = highlights
		}
	}
	c.Blocks = append(c.Blocks, block.When(len(below) > 0, block.Section(strings.Join(below, "\n"))))
	c.Blocks = append(append(c.Blocks, block.ContextLine(rules)), extra...)
	text := strings.Join(append(append([]string{block.Line(title)}, lines...), append(highlights, rules)...), "\n")
	c.Text = block.CutBytes(text, block.MaxMessageText)
	return c
}

// rowLines are the rows, one line each, in words and with a bar before them. Those next to the reader follow after a
// gap.
func rowLines(board store.Board) (words, barred []string) {
	for i, row := range slices.Concat(board.Rows, board.Near) {
		if i == len(board.Rows) {
			words, barred = append(words, "…"), append(barred, "…")
		}
		line := rowWords(board, row)
		words, barred = append(words, line), append(barred, block.Bar(part(board, row))+" "+line)
	}
	return words, barred
}

// part is a row's part of the first row, which has the most.
func part(board store.Board, row store.Row) float64 {
	return min(score(board, row)/max(score(board, board.Rows[0]), 1), 1)
}

// boardDrawing is the picture of a board that has rows, and the lines with bars instead of it. whole tells that it says
// everything: where it has no letters for a name, the lines stand below it, too.
func boardDrawing(board store.Board, barred []string) (drawing block.Drawing, whole bool) {
	shown, alt := picture.Board{Unit: "points", Far: len(board.Rows)}, []string{}
	whole = true
	if board.Query.Teams {
		shown.Unit = "points per advocate"
	}
	for _, row := range slices.Concat(board.Rows, board.Near) {
		value := rowValue(board, row)
		name := surface.UpperFirst(cmp.Or(block.Clean(row.Name), anonymous))
		if row.Mine {
			name = "You"
		}
		shown.Rows = append(shown.Rows, picture.Row{Place: row.Rank, Name: name, Value: value, Mine: row.Mine,
			Part: part(board, row)})
		alt, whole = append(alt, placed(row, name)+" "+value), whole && picture.Showable(name) != ""
	}
	drawing = block.Drawing{Name: "leaderboard.png", Alt: "Leaderboard, " + shown.Unit + ": " + strings.Join(alt, ", "),
		PNG: shown.PNG()}
	if whole {
		drawing.Instead = block.Section(strings.Join(barred, "\n"))
	}
	return drawing, whole
}

// rowWords are a row: the name, a medal for the first three, points, change. Nobody reads the number of their place,
// and people are named, not mentioned, so that a board notifies nobody.
func rowWords(board store.Board, row store.Row) string {
	text := surface.UpperFirst(rowName(row))
	if row.Mine {
		text = "You"
	}
	text = "*" + text + "* "
	if row.Rank > 0 && row.Rank <= len(surface.Medals) {
		text += surface.Medals[row.Rank-1] + " "
	}
	if board.Query.Teams {
		return text + fmt.Sprintf("%.1f points for each of %s", row.Score, block.Count(row.Active, "advocate", "advocates"))
	}
	text += block.Count(row.Points, "point", "points")
	text += block.After(", ", gainWords(row))
	return text
}

// gainWords say how much more a row has than in the span before, "" for nothing: a loss is nobody's business, and
// against nothing everybody would gain.
func gainWords(row store.Row) string {
	if row.Before > 0 && row.Delta > 0 {
		return surface.Signed(row.Delta)
	}
	return ""
}

// rowValue is what a board compares, as a picture and a table show it.
func rowValue(board store.Board, row store.Row) string {
	if board.Query.Teams {
		return fmt.Sprintf("%.1f", row.Score)
	}
	return strconv.Itoa(row.Points)
}

// placed puts the place before a name, in plain text; rows further down have none.
func placed(row store.Row, name string) string {
	if row.Rank == 0 {
		return name
	}
	return strconv.Itoa(row.Rank) + ". " + name
}

// score is what a board compares.
func score(board store.Board, row store.Row) float64 {
	if board.Query.Teams {
		return row.Score
	}
	return float64(row.Points)
}

// allFirst tells whether everybody a board shows has their first points in its span, as in a program's first month.
func allFirst(board store.Board) bool {
	return !slices.ContainsFunc(board.Rows, func(r store.Row) bool { return !r.First })
}

// emptyBoard says why there are no rows.
func emptyBoard(board store.Board, minGroup int) string {
	switch {
	case board.TooSmall && board.Query.Teams:
		return "No team has " + strconv.Itoa(minGroup) + " people with points yet."
	case board.TooSmall:
		return "The board starts when " + strconv.Itoa(minGroup) + " people have points" + spanIn(board.Query.Span) + "."
	}
	return "Nobody has points" + spanIn(board.Query.Span) + " yet."
}

// spanIn is a span at the end of a sentence: " this month"; the span without an end needs no words.
func spanIn(span store.Span) string {
	if span == store.AllTime {
		return ""
	}
	return " this " + string(span)
}

// boardHighlights name who improved most and who is there for the first time: a board of the same winners each month is
// soon ignored, and here others come up. While the span runs, the change is against the same part of the one before.
func boardHighlights(board store.Board) []string {
	var lines []string
	if board.Improved != nil && board.Improved.Delta > 0 && len(board.Rows) > 0 {
		than := " than last " + string(board.Query.Span)
		than += block.When(board.Running, " by now")
		lines = append(lines, "*Most improved:* "+rowName(*board.Improved)+", "+
			block.Count(board.Improved.Delta, "point", "points")+" more"+than)
	}
	if len(board.FirstTime) > 0 && len(board.Rows) > 0 && !allFirst(board) {
		names := text.Mapped(board.FirstTime, rowName)
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
	return anonymous
}

// anonymous is who has an alias.
const anonymous = "a colleague"

// boardRules state what makes a board fair, under each board.
func boardRules(board store.Board, minGroup int) string {
	ending := " Open until " + board.End.Add(-time.Second).Format("2 January") + "."
	if board.Closed {
		ending = " Final."
	}
	if board.Query.Span == store.AllTime {
		ending = ""
	}
	switch {
	case board.Query.Teams:
		return "Points for each active advocate, from " + strconv.Itoa(minGroup) + " on." + ending
	case board.Query.Leaders:
		return "Leaders have their own board: nobody competes with their manager." + ending
	}
	return "Leaders have their own board. You can be left out or stay anonymous." + ending
}

// boardPreview is the private answer to /leaderboard, with what its reader may do.
func boardPreview(board store.Board, s store.Settings, me store.Employee, manager bool) block.Content {
	// The buttons carry the query, not the rows: what is posted is read again at that time.
	code := boardCode(board.Query)
	var elements []slack.BlockElement
	elements = append(elements, block.When(manager && !board.TooSmall && len(board.Rows) > 0,
		block.Button(actBoardPost, "Post to a channel", code, block.Primary)))
	elements = append(elements, block.When(manager, block.Button(actBoardSchedule, "Schedule", code)))
	elements = append(elements, block.When(me.IsAdvocate(), visibilityButton(me.Prefs)))
	if len(elements) == 0 {
		return boardContent(board, s.BoardMinGroup)
	}
	return boardContent(board, s.BoardMinGroup, block.Actions("board", elements...))
}

// visibilityButton hides somebody from boards, or shows them again. Its value is the state it leads to.
func visibilityButton(p store.Preferences) *slack.ButtonBlockElement {
	if p.BoardHidden {
		return block.Button(actBoardVisible, "Show me on boards", surface.VisibleByName)
	}
	return block.Button(actBoardVisible, "Leave me out", surface.NotVisible)
}

// shownAgain is the answer to whoever is on the boards again; undoHidden is the value of the button that undoes leaving
// them, which stands where it was said that somebody left.
const (
	shownAgain = "You are on the boards again."
	undoHidden = "undo"
)

// leftOut is the answer to whoever left the boards. A board that is posted already stays as it is.
func leftOut() block.Content {
	text := "You are left out from the next board on. Your points still count for your team."
	return block.Message(text,
		block.SectionWith(text, block.Button(actBoardVisible, "Undo", undoHidden, block.Spoken("Undo: show me on boards"))))
}

// boardPosted is the message in a channel. Its button always hides: the message looks the same to everybody.
func boardPosted(board store.Board, minGroup int, by store.EmployeeID) block.Content {
	c := boardContent(board, minGroup,
		block.Actions("board", block.Button(actBoardVisible, "Leave me out", surface.NotVisible),
			block.Button(surface.ActMe, "My points", "")),
		block.ContextLine("Posted by "+block.Person(by)+". `/leaderboard` shows it any time."))
	if len(board.Rows) > 0 {
		c.Blocks = slices.Insert(c.Blocks, 2, slack.Block(boardTable(board))) // below the header and the picture
	}
	return c
}

// boardTable has the figures of a posted board, for whoever would rather read them than look at bars.
func boardTable(board store.Board) *slack.TableBlock {
	head, rows := []string{"Person", "Points", "Change"}, [][]string{}
	switch {
	case board.Query.Teams:
		head = []string{"Team", "Points per advocate", "Active advocates"}
	case !slices.ContainsFunc(board.Rows, func(row store.Row) bool { return gainWords(row) != "" }):
		head = head[:2]
	}
	for _, row := range board.Rows {
		cells := []string{placed(row, surface.UpperFirst(cmp.Or(row.Name, anonymous))), rowValue(board, row), gainWords(row)}
		if board.Query.Teams {
			cells[2] = strconv.Itoa(row.Active)
		}
		rows = append(rows, cells[:len(head)])
	}
	return block.Table(head, rows)
}

// boardsOff is the answer while boards are off; only managers get the button.
func boardsOff(manager bool, who string) block.Content {
	text := "Leaderboards are off here. " + block.Esc(who)
	if !manager {
		return block.Message(text)
	}
	text = "Leaderboards are off. Turn them on, and everybody sees them with `/leaderboard`; nothing is posted to a " +
		"channel " +
		"until you do that. Anybody can be left out or stay anonymous."
	return block.Message(text, block.Section(text), block.Actions("",
		block.Button(actBoardOn, "Turn leaderboards on", "on", block.Primary)))
}

// boardPostModal asks for the channel; here proposes the one it is opened in, which is none in somebody's messages.
func boardPostModal(q store.BoardQuery, here bool) *slack.ModalViewRequest {
	// Managers mostly post where they typed the command
	// (docs.slack.dev/reference/block-kit/block-elements/select-menu-element).
	channel := block.SelectChannel(block.InputValue, "Choose a channel", "")
	channel.DefaultToCurrentConversation = here
	return block.Modal(cbBoardPost, "Post the leaderboard", "Post", "Cancel", boardCode(q),
		block.Section("*"+boardTitle(q)+"*"+spanIn(q.Span)+". Everybody in the channel sees it; nobody is notified by name."),
		block.Input(fieldChannel, "Channel", channel,
			"Vouch has to be a member. If it isn't, type /invite @vouch in the channel first.", false))
}

// Fields of the board forms.
const (
	fieldChannel = "channel"
	fieldBoard   = "board"
	fieldWhen    = "when"
	fieldZone    = "tz"
)

// boardScheduleModal asks what to post where and when. zones are the program's and the manager's own, the first
// preselected. In works-council mode there are no boards of people, and without seasons none of those.
func boardScheduleModal(q store.BoardQuery, zones []string, s store.Settings) *slack.ModalViewRequest {
	var boards, places []*slack.OptionBlockObject
	kinds := []store.BoardQuery{{}, {Teams: true}, {Leaders: true}}
	if s.WorksCouncil {
		kinds, q.Teams = kinds[1:2], true
	}
	spans := []store.Span{store.Week, store.Month, store.Quarter}
	if len(s.Seasons) > 0 {
		spans = append(spans, store.InSeason)
	}
	for _, each := range kinds {
		for _, each.Span = range spans {
			boards = append(boards, block.Option(boardCode(each), boardTitle(each)+", by "+string(each.Span)))
		}
	}
	for _, zone := range zones {
		places = append(places, block.Option(zone, zone))
	}
	return block.Modal(cbBoardSchedule, "Schedule a leaderboard", "Schedule", "Cancel", "",
		block.Input(fieldBoard, "Which leaderboard?", block.SelectOne(block.InputValue, "Choose", boards, boardCode(q)), "",
			false),
		block.Input(fieldChannel, "Channel", block.SelectChannel(block.InputValue, "Choose a channel", ""),
			"Vouch has to be a member. If it isn't, type /invite @vouch in the channel first.", false),
		block.Input(fieldWhen, "When?", slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic,
			block.Plain("Choose", block.MaxPlaceholder), block.InputValue, whenGroups()...),
			"Right after a week, month, quarter or season ends, the one that just ended is posted.", false),
		block.Input(surface.FieldAt, "At what time?", block.TimeInput(block.InputValue, "09:00"), "", false),
		block.Input(fieldZone, "Time zone", block.SelectOne(block.InputValue, "Choose", places, zones[0]), "", false))
}

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
