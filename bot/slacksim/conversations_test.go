// Conversations and people as the app may see them: visibility, paging, history, user objects.

package slacksim_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"vouch/bot/slacksim"
)

// Page: reference/methods/conversations.open, errors.
func TestConversations_OpenOnlyWithPeople(t *testing.T) {
	w := mustWorld(t)
	for name, c := range map[string]struct{ users, want string }{
		"a person":              {"U0SIM00ADA", ""},
		"nobody":                {"", "users_list_not_supplied"},
		"somebody unknown":      {"U404", "user_not_found"},
		"a deactivated person":  {"U0SIM0KARL", "user_disabled"},
		"a bot":                 {"U0SIM00CAL", "cannot_dm_bot"},
		"USLACKBOT":             {"USLACKBOT", "cannot_dm_bot"},
		"a stranger":            {"U0SIM0LENA", "invalid_user_combination"},
		"a group without scope": {"U0SIM00ADA,U0SIM00BEN", "missing_scope"},
		"nine people":           {"U1,U2,U3,U4,U5,U6,U7,U8,U9", "too_many_users"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := errorOf(w.mustAPI(t, "conversations.open", "users", c.users)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	first, _, _, err := w.api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U0SIM00ADA"}})
	mustNotFail(t, err)
	second, _, already, err := w.api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U0SIM00ADA"},
		ReturnIM: true})
	mustNotFail(t, err)
	if first.ID != second.ID || !already || second.User != "U0SIM00ADA" {
		t.Errorf("first %s, then %s of %s, already open %v", first.ID, second.ID, second.User, already)
	}
}

// Page: apis/web-api/pagination, reference/methods/users.list.
func TestUsers_ListInPages(t *testing.T) {
	w := mustWorld(t)
	var ids []string
	cursor, pages := "", 0
	for {
		answer := w.mustAPI(t, "users.list", "limit", "4", "cursor", cursor)
		for _, u := range answer["members"].([]any) {
			ids = append(ids, u.(map[string]any)["id"].(string))
		}
		pages++
		cursor, _ = answer["response_metadata"].(map[string]any)["next_cursor"].(string)
		if cursor == "" {
			break
		}
	}
	var want []string
	for _, u := range w.People() {
		want = append(want, u.ID)
	}
	if diff := cmp.Diff(want, ids); diff != "" || pages != 4 {
		t.Errorf("%d pages: %s", pages, diff)
	}
	if got := errorOf(w.mustAPI(t, "users.list", "cursor", "bm9uc2Vuc2U=")); got != "invalid_cursor" {
		t.Errorf("a bad cursor: %q", got)
	}
	if users, err := w.api.GetUsers(slack.GetUsersOptionLimit(3)); err != nil || len(users) != len(want) {
		t.Errorf("slack-go got %d users: %v", len(users), err)
	}
}

// Page: reference/objects/user-object.
func TestUsers_ShowWhatSlackShows(t *testing.T) {
	w := mustWorld(t)
	user := func(id string) map[string]any {
		return w.mustAPI(t, "users.info", "user", id, "include_locale", "true")["user"].(map[string]any)
	}
	ada := user("U0SIM00ADA")
	_, offset := time.Now().In(mustZone(t, "Europe/Paris")).Zone()
	if ada["tz"] != "Europe/Paris" || ada["tz_offset"] != float64(offset) || ada["locale"] != "fr-FR" ||
		ada["profile"].(map[string]any)["email"] != "ada@acme.example" {
		t.Errorf("ada: %v", ada)
	}
	if hugo := user("U0SIM0HUGO"); hugo["tz"] != nil {
		t.Errorf("somebody without zone has %v", hugo["tz"])
	}
	if karl := user("U0SIM0KARL"); karl["deleted"] != true || karl["tz"] != nil || karl["is_admin"] != nil {
		t.Errorf("a deactivated person: %v", karl)
	}
	if bot := user("USLACKBOT"); bot["is_bot"] != false {
		t.Error("USLACKBOT says it is a bot; on Slack it does not")
	}
	if eve := user("U0SIM00EVE"); eve["is_admin"] != true || eve["is_owner"] != true || eve["is_primary_owner"] != true {
		t.Errorf("the primary owner: %v", eve)
	}
	if joel := user("U0SIM0JOEL"); joel["is_restricted"] != true || joel["is_ultra_restricted"] != true {
		t.Errorf("the single-channel guest: %v", joel)
	}
	if lena := user("U0SIM0LENA"); lena["is_stranger"] != true || lena["team_id"] == ada["team_id"] ||
		lena["locale"] != nil {
		t.Errorf("the stranger: %v", lena)
	}
	for mail, want := range map[string]string{"ADA@acme.example": "", "karl@acme.example": "users_not_found",
		"no@acme.example": "users_not_found"} {
		if got := errorOf(w.mustAPI(t, "users.lookupByEmail", "email", mail)); got != want {
			t.Errorf("lookup of %s: %q", mail, got)
		}
	}
	bare := mustWorld(t, func(o *slacksim.Options) { o.Manifest = []byte(minimalManifest) })
	ada = bare.mustAPI(t, "users.info", "user", "U0SIM00ADA")["user"].(map[string]any)
	if ada["profile"].(map[string]any)["email"] != nil {
		t.Error("the e-mail address shows without users:read.email")
	}
}

// minimalManifest asks for as little as possible.
const minimalManifest = `{"display_information":{"name":"Bare"},"features":{"bot_user":{"display_name":"bare"}},
	"oauth_config":{"scopes":{"bot":["users:read","chat:write"]}},"settings":{"socket_mode_enabled":true}}`

func mustZone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation(name)
	mustNotFail(tb, err)
	return zone
}

// Page: reference/methods/conversations.history.
func TestConversations_HistoryIsNewestFirst(t *testing.T) {
	w := mustWorld(t)
	var stamps []string
	for _, text := range []string{"one", "two", "three"} {
		answer := w.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", text, "metadata",
			`{"event_type":"note","event_payload":{"n":"`+text+`"}}`)
		stamps = append(stamps, answer["ts"].(string))
	}
	dm := w.Person("ada").Inbox()[0].Channel
	texts := func(pairs ...string) (found []string) {
		for _, m := range w.mustAPI(t, "conversations.history", append([]string{"channel", dm},
			pairs...)...)["messages"].([]any) {
			found = append(found, m.(map[string]any)["text"].(string))
		}
		return found
	}
	for name, c := range map[string]struct {
		args, want []string
	}{
		"all":                   {nil, []string{"three", "two", "one"}},
		"a page":                {[]string{"limit", "2"}, []string{"three", "two"}},
		"after the first":       {[]string{"oldest", stamps[0]}, []string{"three", "two"}},
		"from the first on":     {[]string{"oldest", stamps[0], "inclusive", "true"}, []string{"three", "two", "one"}},
		"before the last":       {[]string{"latest", stamps[2]}, []string{"two", "one"}},
		"exactly one":           {[]string{"latest", stamps[1], "oldest", stamps[1], "inclusive", "1"}, []string{"two"}},
		"from the beginning on": {[]string{"oldest", "0"}, []string{"three", "two", "one"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, texts(c.args...)); diff != "" {
				t.Error(diff)
			}
		})
	}
	history, err := w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: dm,
		IncludeAllMetadata: true})
	mustNotFail(t, err)
	if got := history.Messages[0].Metadata.EventPayload["n"]; got != "three" {
		t.Errorf("metadata: %v", got)
	}
	if bare := w.mustAPI(t, "conversations.history", "channel",
		dm)["messages"].([]any)[0].(map[string]any); bare["metadata"] != nil {
		t.Error("metadata comes without include_all_metadata")
	}
	if shown := w.Person("ada").Inbox()[0]; shown.Metadata != nil {
		t.Error("a person sees the app's metadata")
	}
	if got := errorOf(w.mustAPI(t, "conversations.history", "channel", "C0SIM00RND")); got != "not_in_channel" {
		t.Errorf("a channel the bot is not in: %q", got)
	}
}

// Pages: reference/methods/conversations.list, conversations.join, conversations.info.
func TestConversations_ListAndJoin(t *testing.T) {
	w := mustWorld(t)
	list := func(pairs ...string) (names []string) {
		for _, c := range w.mustAPI(t, "conversations.list", pairs...)["channels"].([]any) {
			names = append(names, c.(map[string]any)["name"].(string))
		}
		return names
	}
	if diff := cmp.Diff([]string{"general", "random", "old-project"}, list()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"general", "random"}, list("exclude_archived", "true", "types",
		"public_channel,private_channel")); diff != "" {
		t.Error(diff)
	}
	for channel, want := range map[string]string{"C0SIM00RND": "", "C0SIM0PRIV": "channel_not_found",
		"C0SIM00OLD": "is_archived"} {
		if got := errorOf(w.mustAPI(t, "conversations.join", "channel", channel)); got != want {
			t.Errorf("joining %s: %q, want %q", channel, got, want)
		}
	}
	if answer := w.mustAPI(t, "conversations.join", "channel", "C0SIM00RND"); answer["warning"] != "already_in_channel" {
		t.Errorf("joining again: %v", answer)
	}
	info, err := w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C0SIM00RND",
		IncludeNumMembers: true})
	mustNotFail(t, err)
	if !info.IsMember || info.NumMembers < 8 {
		t.Errorf("info: %+v", info)
	}
	mustNotFail(t, w.SetMember("leadership", "app", true))
	if diff := cmp.Diff([]string{"leadership"}, list("types", "private_channel")); diff != "" {
		t.Error(diff)
	}
}
