// Uploads in three steps, and what people and apps attach to messages.

package slacksim_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"vouch/bot/slacksim"
)

// Page: messaging/working-with-files.
func TestFiles_UploadInThreeSteps(t *testing.T) {
	w := mustTCPWorld(t)
	r := w.mustRecord(t, nil)
	opened := w.mustAPI(t, "conversations.open", "users", "U0SIM00ADA")
	dm := opened["channel"].(map[string]any)["id"].(string)
	summary, err := w.api.UploadFile(slack.UploadFileParameters{Channel: dm, Filename: "chart.txt",
		Reader: strings.NewReader("12345"), FileSize: 5, InitialComment: "look", Title: "Chart"})
	mustNotFail(t, err)
	m := w.Person("ada").Inbox()[0]
	if m.Subtype != "file_share" || m.Text != "look" || m.Files[0]["id"] != summary.ID || m.Files[0]["title"] != "Chart" {
		t.Errorf("message %+v", m)
	}
	mustNotFail(t, w.Await(soon(t), func() bool { return r.count() == 2 }))
	response, err := w.http.Get(m.Files[0]["url_private"].(string))
	mustNotFail(t, err)
	defer func() { _ = response.Body.Close() }()
	if body, _ := io.ReadAll(response.Body); string(body) != "12345" ||
		response.Header.Get("Content-Disposition") != "attachment" {
		t.Errorf("download %q %v", body, response.Header)
	}
}

// Page: reference/methods/files.getUploadURLExternal, files.completeUploadExternal, errors.
func TestFiles_RefuseWrongSteps(t *testing.T) {
	w := mustTCPWorld(t)
	if got := errorOf(w.mustAPI(t, "files.getUploadURLExternal", "filename", "x", "length",
		"0")); got != "invalid_arguments" {
		t.Errorf("an empty file: %q", got)
	}
	step := w.mustAPI(t, "files.getUploadURLExternal", "filename", "x", "length", "3")
	complete := func(channel string) string {
		return errorOf(w.mustAPI(t, "files.completeUploadExternal", "files", `[{"id":"`+step["file_id"].(string)+`"}]`,
			"channel_id", channel))
	}
	if got := complete("C0SIM00GEN"); got != "file_not_found" {
		t.Errorf("before the bytes: %q", got)
	}
	upload := func(body string) int {
		response, err := w.http.Post(step["upload_url"].(string), "application/octet-stream", strings.NewReader(body))
		mustNotFail(t, err)
		_ = response.Body.Close()
		return response.StatusCode
	}
	for _, c := range []struct {
		body string
		want int
	}{{"12", http.StatusBadRequest}, {"123", http.StatusOK}, {"123", http.StatusNotFound}} {
		if got := upload(c.body); got != c.want {
			t.Errorf("uploading %q: %d, want %d", c.body, got, c.want)
		}
	}
	for _, c := range []struct{ channel, want string }{{"C0SIM00RND", "not_in_channel"}, {"C404", "channel_not_found"},
		{"C0SIM00GEN", ""}, {"C0SIM00GEN", "file_not_found"}} {
		if got := complete(c.channel); got != c.want {
			t.Errorf("completing in %s: %q, want %q", c.channel, got, c.want)
		}
	}
}

// Page: reference/methods/reactions.add, errors.
func TestItems_AttachOnce(t *testing.T) {
	w := mustWorld(t)
	_, ts, err := w.api.PostMessage("C0SIM00GEN", slack.MsgOptionText("x", false))
	mustNotFail(t, err)
	for _, c := range []struct {
		method string
		args   []string
		want   string
	}{
		{"reactions.add", []string{"channel", "C0SIM00GEN", "timestamp", ts, "name", "tada"}, ""},
		{"reactions.add", []string{"channel", "C0SIM00GEN", "timestamp", ts, "name", "tada"}, "already_reacted"},
		{"reactions.add", []string{"channel", "C0SIM00GEN", "timestamp", ts, "name", ":tada:"}, "invalid_name"},
		{"reactions.add", []string{"channel", "C0SIM00GEN", "timestamp", "now", "name", "tada"}, "bad_timestamp"},
		{"reactions.add", []string{"channel", "C0SIM00GEN", "timestamp", "1700000000.000001", "name", "tada"},
			"message_not_found"},
		{"reactions.add", []string{"name", "tada"}, "no_item_specified"},
		{"reactions.remove", []string{"channel", "C0SIM00GEN", "timestamp", ts, "name", "tada"}, ""},
		{"reactions.remove", []string{"channel", "C0SIM00GEN", "timestamp", ts, "name", "tada"}, "no_reaction"},
	} {
		if got := errorOf(w.mustAPI(t, c.method, c.args...)); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.method, c.args, got, c.want)
		}
	}
	ada := w.Person("ada")
	m := slacksim.Message{Channel: "C0SIM00GEN", TS: ts}
	mustNotFail(t, ada.React(t.Context(), m, "+1"))
	mustNotFail(t, w.Person("ben").React(t.Context(), m, "+1"))
	mustNotFail(t, ada.Unreact(t.Context(), m, "+1"))
	if got := ada.Messages("general")[0].Reactions; len(got) != 1 || got[0].Count != 1 || got[0].Users[0] != "U0SIM00BEN" {
		t.Errorf("reactions %+v", got)
	}
}

// Pages: reference/methods of each.
func TestPlatform_AnswersAboutItself(t *testing.T) {
	w := mustWorld(t, func(o *slacksim.Options) {
		o.Usergroups = []slacksim.Usergroup{{ID: "S0SALES", Handle: "sales", Name: "Sales", Users: []string{"ben", "ada"}}}
	})
	identity, err := w.api.AuthTest()
	mustNotFail(t, err)
	if identity.UserID != w.BotUserID() || identity.BotID == "" || identity.TeamID == "" {
		t.Errorf("auth.test %+v", identity)
	}
	if team, err := w.api.GetTeamInfo(); err != nil || team.Domain != "acme" {
		t.Errorf("team.info %+v %v", team, err)
	}
	if bot, err := w.api.GetBotInfo(slack.GetBotInfoParameters{Bot: identity.BotID}); err != nil ||
		bot.UserID != identity.UserID {
		t.Errorf("bots.info %+v %v", bot, err)
	}
	if groups, err := w.api.GetUserGroups(slack.GetUserGroupsOptionIncludeUsers(true)); err != nil || len(groups) != 1 ||
		groups[0].ID != "S0SALES" || groups[0].UserCount != 2 {
		t.Errorf("usergroups.list %+v %v", groups, err)
	}
}

// Page: reference/methods/files.completeUploadExternal: blocks, users as channels, channels_limit_exceeded.
func TestFiles_AreSharedWithBlocksAndPeople(t *testing.T) {
	w := mustTCPWorld(t)
	complete := func(args ...string) string {
		step := w.mustAPI(t, "files.getUploadURLExternal", "filename", "x", "length", "3")
		response, err := w.http.Post(step["upload_url"].(string), "application/octet-stream", strings.NewReader("123"))
		mustNotFail(t, err)
		_ = response.Body.Close()
		return errorOf(w.mustAPI(t, "files.completeUploadExternal", append(args, "files",
			`[{"id":"`+step["file_id"].(string)+`"}]`)...))
	}
	header := `[{"type":"header","text":{"type":"plain_text","text":"Report"}}]`
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"channels", "U0SIM00ADA", "blocks", header}, ""},
		{[]string{"channels", "U0SIM00ADA", "blocks", header, "initial_comment", "hi"}, ""},
		{[]string{"channels", "U0SIM00ADA", "blocks", `[{"type":"header"}]`}, "invalid_blocks"},
		{[]string{"channels", "U0NOBODY"}, "channel_not_found"},
		{[]string{"channels", strings.Repeat("C0SIM00GEN,", 101)}, "channels_limit_exceeded"},
	} {
		if got := complete(c.args...); got != c.want {
			t.Errorf("%v: %q, want %q", c.args[:2], got, c.want)
		}
	}
	inbox := w.Person("ada").Inbox()
	if len(inbox) != 2 || len(inbox[0].Blocks) != 1 || len(inbox[0].Files) != 1 || len(inbox[1].Blocks) != 0 ||
		inbox[1].Text != "hi" {
		t.Errorf("shared: %+v", inbox)
	}
}
