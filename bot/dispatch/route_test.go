// Routing tests: one handler for each key, words of commands in any shape, and where errors are placed.

package dispatch

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/block"
)

func answering(text string) Handler {
	return func(context.Context, Interaction) (Reply, error) { return Reply{Text: text}, nil }
}

func TestRoutes_FindCommand(t *testing.T) {
	table, err := NewRoutes([]Route{
		OnCommand("/vouch", answering("usage")), OnWord("/vouch", "pause", "Pause", answering("pause")),
		OnWord("/vouch", "me", "", answering("me")),
	})
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct{ name, text, handled, word, rest string }{
		{"bare", "", "usage", "", ""},
		{"blanks only", " \t\n ", "usage", "", ""},
		{"a word", "pause", "pause", "pause", ""},
		{"upper case", "PAUSE 3", "pause", "pause", "3"},
		{"tabs and no-break spaces", "\tpause\u00a0 3 days ", "pause", "pause", "3 days"},
		{"an unknown word", "dance now", "usage", "", "dance now"},
		{"a word that only begins like ours", "paused", "usage", "", "paused"},
		{"emoji", "🎉🎉", "usage", "", "🎉🎉"},
		{"3,000 characters", strings.Repeat("x", 3000), "usage", "", strings.Repeat("x", 3000)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h, in := table.Find(Interaction{Kind: KindCommand, Command: "/vouch", Text: c.text})
			r, _ := h(t.Context(), in)
			if r.Text != c.handled || in.Word != c.word || in.Text != c.rest {
				t.Errorf("handled by %q with word %q and rest %q", r.Text, in.Word, in.Text)
			}
		})
	}
	if h, _ := table.Find(Interaction{Kind: KindCommand, Command: "/other"}); h != nil {
		t.Error("a command of nobody has a handler")
	}
	if diff := cmp.Diff([]Word{{Word: "pause", Help: "Pause"}}, table.Words["/vouch"]); diff != "" {
		t.Errorf("words with help (-want +got):\n%s", diff)
	}
}

func TestRoutes_New_TwoHandlersForOneKey(t *testing.T) {
	_, err := NewRoutes([]Route{OnAction("a", answering("")), OnSubmit("a", answering(""))},
		[]Route{OnAction("a", answering("")), OnWord("/v", "w", "", answering("")), OnWord("/v", "w", "", answering(""))})
	if err == nil || strings.Count(err.Error(), "two handlers") != 2 {
		t.Errorf("the two mistakes were not both reported: %v", err)
	}
}

func TestAnswer_PlaceErrors(t *testing.T) {
	in := Interaction{Kind: KindSubmit, View: View{Inputs: []string{"url", "title"}}}
	d := &Dispatcher{}
	got := d.placeErrors(in, map[string]string{"title": "Too long.", "image": "Not found.", "topics": "Too many."})
	want := map[string]string{"title": "Too long.", "url": "Not found. Too many."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Slack refuses keys that are no inputs (-want +got):\n%s", diff)
	}
}

func TestAnswer_ViewAnswer_OverTheLimit(t *testing.T) {
	d := &Dispatcher{}
	small := block.Modal("cb", "Small", "", "", "", block.Section("x"))
	payload, steps := d.viewAnswer(Interaction{}, "update", small, nil)
	if s := payload.(submission); s.View != small || len(steps) != 0 {
		t.Error("a small view does not travel in the acknowledgement")
	}
	big := block.Modal("cb", "Big", "", "", "")
	for range 10 {
		big.Blocks.BlockSet = append(big.Blocks.BlockSet, block.Section(strings.Repeat("x", 2900)))
	}
	payload, steps = d.viewAnswer(Interaction{}, "update", big, nil)
	s := payload.(submission)
	if !fitsAck(s) || s.View.ExternalID == "" || len(steps) != 1 {
		t.Errorf("a view over 20,480 bytes is not announced by a small one: %d steps", len(steps))
	}
}
