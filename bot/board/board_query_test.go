// Tests of what /leaderboard understands, and of when schedules post.

package board

import (
	"strings"
	"testing"
	"time"

	"vouch/store"
)

func TestParseBoard(t *testing.T) {
	month := store.BoardQuery{Span: store.Month}
	for text, want := range map[string]store.BoardQuery{
		"": month, "   \t\n": month, "week": {Span: store.Week}, "WEEK Team": {Span: store.Week, Teams: true},
		"teams this quarter": {Span: store.Quarter, Teams: true},
		"“month”, leaders!":  {Span: store.Month, Leaders: true}, "[team] [week]": {Span: store.Week, Teams: true},
		"🏆":              month,
		"week\u00a0team": {Span: store.Week, Teams: true},
	} {
		if got, unknown := parseBoard(text); unknown != "" || got != want {
			t.Errorf("%q: got %+v, unknown %q, want %+v", text, got, unknown, want)
		}
	}
	for text, want := range map[string]string{"year": "year", "week <!channel>": "channel", "teem week": "teem",
		strings.Repeat("x", 3000): strings.Repeat("x", 3000)} {
		if _, unknown := parseBoard(text); unknown != want {
			t.Errorf("%.30q: the unknown word is %.30q, want %.30q", text, unknown, want)
		}
	}
}

func TestBoardCode_ComesBack(t *testing.T) {
	for _, q := range []store.BoardQuery{{Span: store.Week}, {Span: store.Quarter, Teams: true},
		{Span: store.Month, Leaders: true}} {
		if got := parseBoardCode(boardCode(q)); got != q {
			t.Errorf("%+v came back as %+v", q, got)
		}
	}
	if got := parseBoardCode("garbage"); got.Span != store.Month {
		t.Errorf("garbage became %+v", got)
	}
}

func TestBoardCron(t *testing.T) {
	for _, c := range []struct{ choice, at, line, words string }{
		{"w1", "09:00", "0 9 * * 1", "every Monday at 09:00"},
		{"w0", "17:45", "45 17 * * 0", "every Sunday at 17:45"},
		{"m28", "00:00", "0 0 28 * *", "on the 28th of each month at 00:00"},
	} {
		line, readable := boardCron(c.choice, c.at)
		if !readable || line != c.line || cronWords(line) != c.words {
			t.Errorf("%s %s: got %q %v, in words %q", c.choice, c.at, line, readable, cronWords(line))
		}
	}
	for _, c := range [][2]string{{"m29", "09:00"}, {"w7", "09:00"}, {"", "09:00"}, {"w1", ""}, {"w1", "9 Uhr"},
		{"x1", "09:00"}, {"w-1", "09:00"}} {
		if line, readable := boardCron(c[0], c[1]); readable {
			t.Errorf("%v became %q", c, line)
		}
	}
	if got := cronWords("*/5 * * * *"); got != "*/5 * * * *" {
		t.Errorf("a foreign line reads %q", got)
	}
}

func TestSpanWords(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for span, want := range map[store.Span]string{
		store.Quarter: "this quarter (January to March 2026)", store.AllTime: "since the beginning",
	} {
		if got := spanWords(span, start, start.AddDate(0, 3, 0), false); got != want {
			t.Errorf("%s: got %q, want %q", span, got, want)
		}
	}
	if got := spanWords(store.Month, start, start.AddDate(0, 1, 0), true); got != "January 2026" {
		t.Errorf("closed: got %q", got)
	}
}

func FuzzParseBoard(f *testing.F) {
	for _, seed := range []string{"", "week team", "“month”, leaders!", "🏆", "[team] [week]", strings.Repeat("x", 3000),
		"\t\x00\u202e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if query, unknown := parseBoard(text); unknown == "" && query.Span == "" {
			t.Error("a board over no span")
		}
	})
}
