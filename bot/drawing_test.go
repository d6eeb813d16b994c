// Tests of drawings: a picture of our own stands in its place in a message, and a message never waits for one or comes
// twice because of one.

package bot_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot"
	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/slackapi"
	"vouch/bot/slacksim"
	"vouch/store"
)

// drawn is a message with a picture.
func drawn(tb testing.TB, size int) block.Content {
	tb.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, size, size))); err != nil {
		tb.Fatal(err)
	}
	return block.Content{Text: "news", Blocks: []slack.Block{block.Section("news"), block.DrawingHere(0), block.Section("more")},
		Drawings: []block.Drawing{{Name: "news.png", Alt: "A medal", PNG: picture.Bytes()}}}
}

// drawsNotices lets every notice carry a picture.
func drawsNotices(tb testing.TB) func(*bot.Bot) {
	return func(b *bot.Bot) {
		b.ReplaceKind(courier.Kind{Kind: store.MsgNotice, Render: func(context.Context, store.Message) (block.Content, error) {
			return drawn(tb, 2), nil
		}})
	}
}

// kinds are the types of a message's blocks.
func kinds(m slacksim.Message) string {
	var types []string
	for _, b := range m.Blocks {
		types = append(types, b["type"].(string))
	}
	return strings.Join(types, " ")
}

func TestDrawing_StandsInItsPlaceOrIsLeftOut(t *testing.T) {
	const with, without = "section image section", "section section"
	once := func(method string) *slacksim.MethodFault { return &slacksim.MethodFault{Method: method} }
	for _, c := range []struct {
		name, want string
		faults     slacksim.Faults
		manifest   func(string) string
	}{
		{name: "in good weather", want: with},
		{name: "after a rate limit", want: with, faults: slacksim.Faults{RateLimit: once("files.getUploadURLExternal")}},
		{name: "after a rate limit at the end", want: with, faults: slacksim.Faults{RateLimit: once("files.completeUploadExternal")}},
		{name: "after a rate limit that lasts", want: without,
			faults: slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "files.getUploadURLExternal", RetryAfter: 60}}},
		{name: "when the upload's answer never comes", want: without,
			faults: slacksim.Faults{TimeoutAfterEffect: once("files.completeUploadExternal")}},
		{name: "when uploads are off", want: without, faults: slacksim.Faults{RefuseUploads: new("file_uploads_disabled")}},
		{name: "without the scope", want: without,
			manifest: func(m string) string { return strings.Replace(m, "      - files:write\n", "", 1) }},
		{name: "when images are refused", want: without, faults: slacksim.Faults{RefuseBlocks: &[]string{"image"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			setup := bottest.Setup{Bot: drawsNotices(t), Faults: c.faults}
			if c.manifest != nil {
				setup.Sim.Manifest = []byte(c.manifest(string(bot.Manifest())))
			}
			bottest.With(t, setup, func(t *testing.T, h *bottest.World) {
				h.MustNotice("n1", "ada", "news")
				h.Pass(30 * time.Second)
				inbox := h.Sim.Person("ada").Inbox()
				if len(inbox) != 1 || kinds(inbox[0]) != c.want || inbox[0].Text != "news" {
					t.Fatalf("%d messages, want one of %q: %+v", len(inbox), c.want, inbox)
				}
				if c.want == with && inbox[0].Blocks[1]["alt_text"] != "A medal" {
					t.Errorf("the picture is %v", inbox[0].Blocks[1])
				}
				h.MustNotice("n2", "ada", "news")
				h.Pass(30 * time.Second)
				if d := h.MustDepth(); d != (store.Depth{Sent: 2}) {
					t.Errorf("the outbox has %+v", d)
				}
				if n := len(h.Sim.APICalls("files.completeUploadExternal")); c.want == with && n > 2 {
					t.Errorf("the same picture was uploaded twice: %d calls", n)
				}
			})
		})
	}
}

// Between the upload and the post anything may end: the message still comes once.
func TestDrawing_NoSecondPost(t *testing.T) {
	once := func(method string) *slacksim.MethodFault { return &slacksim.MethodFault{Method: method} }
	for name, faults := range map[string]slacksim.Faults{
		"a stop in the middle of the upload": {TimeoutAfterEffect: once("files.completeUploadExternal")},
		"a post whose answer never came":     {TimeoutAfterEffect: once(postMethod)},
	} {
		t.Run(name, func(t *testing.T) {
			setup := bottest.Setup{Path: filepath.Join(t.TempDir(), "vouch.db"), Bot: drawsNotices(t), Faults: faults}
			bottest.With(t, setup, func(t *testing.T, h *bottest.World) {
				h.MustNotice("n1", "ada", "news")
				h.Pass(2 * time.Second)
				h.Stop()
				h.Pass(3 * time.Minute)
				h.Run(bottest.Setup{Bot: drawsNotices(t)})
				h.Pass(3 * time.Minute)
				inbox := h.Sim.Person("ada").Inbox()
				if len(inbox) != 1 || kinds(inbox[0]) != "section image section" {
					t.Errorf("the inbox has %+v", inbox)
				}
			})
		})
	}
}

// An answer that only one person sees shows its picture after a command and after a button; a window has none.
func TestDrawing_InAnswers(t *testing.T) {
	routes := []dispatch.Route{dispatch.OnCommand("/leaderboard", func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
		c := drawn(t, 3)
		c.Blocks = append(c.Blocks, block.Actions("", block.Button("again", "Again", "")))
		return dispatch.Reply{Text: c.Text, Blocks: c.Blocks, Drawings: c.Drawings}, nil
	}), dispatch.OnAction("again", func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
		c := drawn(t, 4)
		return dispatch.Reply{Text: c.Text, Blocks: c.Blocks, Drawings: c.Drawings}, nil
	})}
	bottest.With(t, bottest.Setup{Routes: routes}, func(t *testing.T, h *bottest.World) {
		ada := h.Person(t, "ada")
		ada.Types("/leaderboard")
		h.Pass(time.Second)
		seen := ada.Ephemerals()
		ada.Presses(seen[len(seen)-1], "", "again")
		var got []string
		for _, m := range ada.Ephemerals() {
			got = append(got, kinds(m))
		}
		if !slices.Equal(got, []string{"section image section actions", "section image section"}) {
			t.Errorf("the answers are %q", got)
		}
		h.WantNoComplaint(t)
		h.MustFault(slacksim.Faults{RefuseBlocks: &[]string{"image"}})
		before := len(ada.Ephemerals())
		ada.Types("/leaderboard")
		h.Pass(time.Second)
		if seen := ada.Ephemerals(); len(seen) != before+1 || kinds(seen[before]) != "section section actions" {
			t.Errorf("where images are refused the answers are %+v", seen[before:])
		}
	})
}

// A picture at an address that Slack cannot read costs the message nothing, in a post and in an answer.
func TestPicture_ThatSlackCannotRead(t *testing.T) {
	c := block.Content{Text: "news", Blocks: []slack.Block{block.Section("news"), block.Picture("https://x.example/a.png", "A cat")}}
	setup := bottest.Setup{Faults: slacksim.Faults{UnreadablePictures: new(true)}, Bot: func(b *bot.Bot) {
		b.ReplaceKind(courier.Kind{Kind: store.MsgNotice, Render: func(context.Context, store.Message) (block.Content, error) { return c, nil }})
	}}
	bottest.With(t, setup, func(t *testing.T, h *bottest.World) {
		h.MustNotice("n1", "ada", "news")
		h.Pass(time.Minute)
		inbox := h.Sim.Person("ada").Inbox()
		if err := h.Api().Answer(slackapi.WaitedFor(t.Context()), string(h.Id("ada")), "", c); err != nil {
			t.Error(err)
		}
		if len(inbox) != 1 || kinds(inbox[0]) != "section" || len(h.Sim.Person("ada").Inbox()) != 2 {
			t.Errorf("the inbox has %+v", inbox)
		}
	})
}
