// Posting, updating and deleting messages: who may where, what stays, what is refused.

package slacksim_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"vouch/bot/slacksim"
)

// Page: reference/methods/chat.postMessage, errors.
func TestChat_PostsOnlyWhereItMay(t *testing.T) {
	w := mustWorld(t)
	opened := w.mustAPI(t, "conversations.open", "users", "U0SIM00ADA")
	dm := opened["channel"].(map[string]any)["id"].(string)
	for name, c := range map[string]struct{ channel, want string }{
		"a channel it is in":        {"C0SIM00GEN", ""},
		"a channel by name":         {"general", ""},
		"a channel it is not in":    {"C0SIM00RND", "not_in_channel"},
		"a private channel":         {"C0SIM0PRIV", "channel_not_found"},
		"an archived channel":       {"C0SIM00OLD", "is_archived"},
		"its direct message":        {dm, ""},
		"a person":                  {"U0SIM00ADA", ""},
		"a deactivated person":      {"U0SIM0KARL", ""},
		"a bot":                     {"U0SIM00CAL", "channel_not_found"},
		"USLACKBOT":                 {"USLACKBOT", "channel_not_found"},
		"a stranger":                {"U0SIM0LENA", "channel_not_found"},
		"nothing anyone knows":      {"C404", "channel_not_found"},
		"somebody nobody knows":     {"U404", "channel_not_found"},
		"a username is no user id":  {"ada", "channel_not_found"},
		"the id of another message": {"1700000000.000001", "channel_not_found"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := w.mustAPI(t, "chat.postMessage", "channel", c.channel, "text", "x")
			if got := errorOf(answer); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if answer := w.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", "x"); answer["channel"] != dm {
		t.Errorf("posting to a person answers channel %v, want %s", answer["channel"], dm)
	}
}

// Page: reference/methods/chat.postMessage and reference/block-kit.
func TestChat_RefusesBrokenContent(t *testing.T) {
	w := mustWorld(t)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nothing to show":        {nil, "no_text"},
		"an empty text":          {[]string{"text", ""}, "no_text"},
		"blocks that are text":   {[]string{"blocks", "hello"}, "invalid_blocks_format"},
		"blocks in an object":    {[]string{"blocks", `{"blocks":[]}`, "text", "x"}, "invalid_blocks_format"},
		"an empty section":       {[]string{"blocks", `[{"type":"section"}]`, "text", "x"}, "invalid_blocks"},
		"two kinds of text":      {[]string{"markdown_text", "a", "text", "b"}, "markdown_text_conflict"},
		"metadata without type":  {[]string{"text", "x", "metadata", `{"event_payload":{}}`}, "invalid_metadata_format"},
		"a thread that is none":  {[]string{"text", "x", "thread_ts", "1700000000.000001"}, "thread_not_found"},
		"a thread id that is no": {[]string{"text", "x", "thread_ts", "yesterday"}, "invalid_arguments"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := w.mustAPI(t, "chat.postMessage", append([]string{"channel", "C0SIM00GEN"}, c.args...)...)
			if got := errorOf(answer); got != c.want {
				t.Errorf("got %v, want %q", answer, c.want)
			}
		})
	}
	answer := w.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "text", "x", "blocks",
		"["+strings.Repeat(`{"type":"divider"},`, 50)+`{"type":"divider"}]`)
	want := "no more than 50 items allowed [json-pointer:/blocks]"
	if diff := cmp.Diff([]any{want}, answer["errors"]); diff != "" {
		t.Error(diff)
	}
	metadata := answer["response_metadata"].(map[string]any)
	if diff := cmp.Diff([]any{"[ERROR] " + want}, metadata["messages"]); diff != "" {
		t.Error(diff)
	}
	if messages := w.Person("ada").Messages("general"); len(messages) != 0 {
		t.Errorf("refused messages were posted: %+v", messages)
	}
}

// Page: reference/methods/chat.update.
func TestChat_UpdateKeepsWhatItDoesNotName(t *testing.T) {
	block := `[{"type":"divider","block_id":"old"}]`
	for name, c := range map[string]struct {
		args                  []string
		text, blocks, keyword string
		edited                bool
	}{
		"text alone removes the blocks": {[]string{"text", "new"}, "new", "", "kept", true},
		"blocks alone replace the blocks": {[]string{"blocks", `[{"type":"divider","block_id":"new"}]`},
			"This content can't be displayed.", "new", "kept", false},
		"both replace both": {[]string{"text", "new", "blocks", `[{"type":"divider","block_id":"new"}]`},
			"new", "new", "kept", false},
		"empty blocks remove the blocks": {[]string{"blocks", "[]"}, "old", "", "kept", false},
		"metadata alone replaces the metadata": {[]string{"metadata", `{"event_type":"changed","event_payload":{}}`}, "old",
			"old", "changed", false},
		"empty metadata removes it":        {[]string{"text", "new", "metadata", "{}"}, "new", "", "", true},
		"attachments alone leave the rest": {[]string{"attachments", `[{"text":"a"}]`}, "old", "old", "kept", false},
		"new attachments with text, no blocks": {[]string{"text", "new", "attachments", `[{"text":"a"}]`}, "new", "",
			"kept", true},
		"blocks and metadata leave no old text": {[]string{"blocks", `[{"type":"divider","block_id":"new"}]`, "metadata",
			`{"event_type":"changed","event_payload":{}}`}, "This content can't be displayed.", "new", "changed", false},
	} {
		t.Run(name, func(t *testing.T) {
			w := mustWorld(t)
			posted := w.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "text", "old", "blocks", block, "metadata",
				`{"event_type":"kept","event_payload":{}}`)
			ts := posted["ts"].(string)
			if answer := w.mustAPI(t, "chat.update", append([]string{"channel", "C0SIM00GEN", "ts", ts},
				c.args...)...); errorOf(answer) != "" {
				t.Fatalf("update: %v", answer)
			}
			m := w.Person("ada").Messages("general")[0]
			id := ""
			if len(m.Blocks) > 0 {
				id, _ = m.Blocks[0]["block_id"].(string)
			}
			history := w.mustAPI(t, "conversations.history", "channel", "C0SIM00GEN", "include_all_metadata", "true")
			kept, _ := history["messages"].([]any)[0].(map[string]any)["metadata"].(map[string]any)
			keyword, _ := kept["event_type"].(string)
			if m.Text != c.text || id != c.blocks || keyword != c.keyword || (m.Edited != nil) != c.edited {
				t.Errorf("text %q, block %q, metadata %q, edited %v", m.Text, id, keyword, m.Edited)
			}
		})
	}
}

// Page: reference/methods/chat.update and chat.delete, errors.
func TestChat_ChangesOnlyItsOwn(t *testing.T) {
	w := mustWorld(t)
	theirs, err := w.Person("ada").Say(t.Context(), "", "mine")
	mustNotFail(t, err)
	dm, ts, err := w.api.PostMessage("U0SIM00ADA", slack.MsgOptionText("x", false))
	mustNotFail(t, err)
	for name, c := range map[string]struct{ method, channel, ts, text, want string }{
		"update of a person's message": {"chat.update", dm, theirs.TS, "x", "cant_update_message"},
		"delete of a person's message": {"chat.delete", dm, theirs.TS, "x", "cant_delete_message"},
		"update under a user id":       {"chat.update", "U0SIM00ADA", ts, "x", "channel_not_found"},
		"update of nothing":            {"chat.update", dm, "1700000000.000001", "x", "message_not_found"},
		"update with nothing":          {"chat.update", dm, ts, "", "no_text"},
		"update of 4,000 bytes":        {"chat.update", dm, ts, strings.Repeat("é", 2000), ""},
		"update of 4,001 bytes":        {"chat.update", dm, ts, strings.Repeat("é", 2000) + "x", "msg_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := errorOf(w.mustAPI(t, c.method, "channel", c.channel, "ts", c.ts, "text", c.text)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	for i, want := range []string{"", "message_not_found"} {
		if got := errorOf(w.mustAPI(t, "chat.delete", "channel", dm, "ts", ts)); got != want {
			t.Errorf("delete number %d: %q", i+1, got)
		}
	}
}

// Page: reference/methods/chat.postEphemeral.
func TestChat_EphemeralIsSeenByOne(t *testing.T) {
	w := mustWorld(t)
	answer := w.mustAPI(t, "chat.postEphemeral", "channel", "C0SIM00GEN", "user", "U0SIM00ADA", "text", "psst")
	if errorOf(answer) != "" {
		t.Fatal(answer)
	}
	if got := len(w.Person("ada").Messages("general")) - len(w.Person("ben").Messages("general")); got != 1 {
		t.Errorf("ada sees %d more than ben", got)
	}
	ts := answer["message_ts"].(string)
	if got := errorOf(w.mustAPI(t, "chat.update", "channel", "C0SIM00GEN", "ts", ts, "text",
		"x")); got != "message_not_found" {
		t.Errorf("updating it: %q", got)
	}
	if got := errorOf(w.mustAPI(t, "chat.postEphemeral", "channel", "C0SIM00GEN", "user", "U0SIM00IDA", "text",
		"x")); got != "user_not_in_channel" {
		t.Errorf("to a guest who is not there: %q", got)
	}
}

// Page: reference/methods/chat.getPermalink; messaging/retrieving-messages on threads.
func TestChat_CountsRepliesAndLinks(t *testing.T) {
	w := mustWorld(t)
	_, ts, err := w.api.PostMessage("C0SIM00GEN", slack.MsgOptionText("parent", false))
	mustNotFail(t, err)
	reply, err := w.Person("ada").Reply(t.Context(), slacksim.Message{Channel: "C0SIM00GEN", TS: ts}, "answer")
	mustNotFail(t, err)
	parent := w.Person("ben").Messages("general")[0]
	if parent.ReplyCount != 1 || parent.LatestReply != reply.TS || reply.ThreadTS != ts {
		t.Errorf("parent %+v, reply %+v", parent, reply)
	}
	link, err := w.api.GetPermalink(&slack.PermalinkParameters{Channel: "C0SIM00GEN", Ts: reply.TS})
	mustNotFail(t, err)
	if want := "https://acme.slack.com/archives/C0SIM00GEN/p" + strings.Replace(reply.TS, ".", "", 1) + "?thread_ts=" +
		ts + "&cid=C0SIM00GEN"; link != want {
		t.Errorf("link %s", link)
	}
	replies, _, _, err := w.api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C0SIM00GEN",
		Timestamp: ts})
	mustNotFail(t, err)
	history, err := w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C0SIM00GEN"})
	mustNotFail(t, err)
	if len(replies) != 2 || len(history.Messages) != 1 {
		t.Errorf("%d replies, %d in the history", len(replies), len(history.Messages))
	}
}
