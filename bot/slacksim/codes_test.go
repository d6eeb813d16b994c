// The error codes on each method's page below reference/methods, provoked one by one, and the keys of its answers.

package slacksim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// fullManifest grants every scope the methods ask for.
var fullManifest = strings.Replace(testManifest, `"im:write",`,
	`"im:write", "mpim:write", "mpim:read", "groups:history", "groups:write",`, 1)

// codeWorld has one message of the app and one of ada's in #general, and a DM with ada.
type codeWorld struct {
	*world
	// names stand for ids that are only known once they exist, as <mine> in arguments.
	names *strings.Replacer
}

func mustCodeWorld(tb testing.TB) *codeWorld {
	tb.Helper()
	w := mustWorld(tb, func(o *slacksim.Options) {
		o.Manifest = []byte(fullManifest)
		o.Usergroups = []slacksim.Usergroup{{ID: "S0CREW", Handle: "crew", Name: "Crew", Users: []string{"ada", "karl"}}}
	})
	mine, _ := w.mustAPI(tb, "chat.postMessage", "channel", "C0SIM00GEN", "text", "mine")["ts"].(string)
	theirs, err := w.Person("ada").Say(tb.Context(), "general", "theirs")
	mustNotFail(tb, err)
	dm, _ := w.mustAPI(tb, "chat.postMessage", "channel", "U0SIM00ADA", "text", "hello")["channel"].(string)
	private, err := w.Person("ada").Say(tb.Context(), "@ben", "between us")
	mustNotFail(tb, err)
	return &codeWorld{w, strings.NewReplacer("<mine>", mine, "<theirs>", theirs.TS, "<dm>", dm, "<private>",
		private.Channel,
		"<group>", "S0CREW", "<long>", strings.Repeat("x", 40_001))}
}

// mustAsk calls a method with "a=b&c=d" arguments, written without escaping.
func (w *codeWorld) mustAsk(tb testing.TB, method, args string) map[string]any {
	tb.Helper()
	var pairs []string
	for pair := range strings.SplitSeq(args, "&") {
		if name, value, found := strings.Cut(pair, "="); found {
			pairs = append(pairs, name, w.names.Replace(value))
		}
	}
	return w.mustAPI(tb, method, pairs...)
}

// Pages: reference/methods/NAME, "Errors".
func TestCodes_AreThoseOfThePages(t *testing.T) {
	w := mustCodeWorld(t)
	for _, c := range []struct{ method, args, want string }{
		{"auth.test", "", ""},
		{"team.info", "team=T0OTHER", "team_not_found"},
		{"bots.info", "bot=B0OTHER", "bot_not_found"},
		{"chat.postMessage", "channel=C0NOBODY&text=x", "channel_not_found"},
		{"chat.postMessage", "channel=<private>&text=x", "channel_not_found"},
		{"chat.postMessage", "channel=C0SIM0PRIV&text=x", "channel_not_found"},
		{"chat.postMessage", "channel=leadership&text=x", "channel_not_found"},
		{"chat.postMessage", "channel=USLACKBOT&text=x", "channel_not_found"},
		{"chat.postMessage", "channel=C0SIM00RND&text=x", "not_in_channel"},
		{"chat.postMessage", "channel=C0SIM00OLD&text=x", "is_archived"},
		{"chat.postMessage", "channel=U0SIM0KARL&text=x", ""},
		{"chat.postMessage", "channel=general&text=x", ""},
		{"chat.postMessage", "channel=<dm>", "no_text"},
		{"chat.postMessage", "channel=<dm>&text=", "no_text"},
		{"chat.postMessage", "channel=<dm>&blocks={}", "invalid_blocks_format"},
		{"chat.postMessage", `channel=<dm>&blocks="[]"`, "invalid_blocks_format"},
		{"chat.postMessage", "channel=<dm>&blocks=[{", "invalid_blocks_format"},
		{"chat.postMessage", "channel=<dm>&text=a&markdown_text=b", "markdown_text_conflict"},
		{"chat.postMessage", "channel=<dm>&text=a&metadata={", "invalid_metadata_format"},
		{"chat.postMessage", `channel=<dm>&text=a&metadata={"event_type":"x"}`, "invalid_metadata_format"},
		{"chat.postMessage", "channel=<dm>&text=a&thread_ts=1700000000.000001", "thread_not_found"},
		{"chat.postMessage", "channel=<dm>&text=<long>", ""},
		{"chat.update", "channel=U0SIM00ADA&ts=<mine>&text=x", "channel_not_found"},
		{"chat.update", "channel=C0SIM00GEN&ts=<theirs>&text=x", "cant_update_message"},
		{"chat.update", "channel=C0SIM00GEN&ts=1700000000.000001&text=x", "message_not_found"},
		{"chat.update", "channel=C0SIM00GEN&ts=<mine>&text=<long>", "msg_too_long"},
		{"chat.delete", "channel=C0SIM00GEN&ts=<theirs>", "cant_delete_message"},
		{"chat.postEphemeral", "channel=C0SIM00GEN&user=U0SIM00IDA&text=x", "user_not_in_channel"},
		{"chat.postEphemeral", "channel=C0SIM00GEN&user=U0SIM00ADA&text=<long>", "msg_too_long"},
		{"chat.postEphemeral", "channel=C0SIM00RND&user=U0SIM00ADA&text=x", "not_in_channel"},
		{"chat.getPermalink", "channel=C0SIM00GEN&message_ts=1700000000.000001", "message_not_found"},
		{"conversations.open", "", "users_list_not_supplied"},
		{"conversations.open", "users=U1,U2,U3,U4,U5,U6,U7,U8,U9", "too_many_users"},
		{"conversations.open", "users=U0NOBODY", "user_not_found"},
		{"conversations.open", "users=U0SIM0KARL", "user_disabled"},
		{"conversations.open", "users=USLACKBOT", "cannot_dm_bot"},
		{"conversations.open", "users=U0SIM0LENA", "invalid_user_combination"},
		{"conversations.open", "channel=C0SIM00GEN", "method_not_supported_for_channel_type"},
		{"conversations.open", `users=["U0SIM00ADA","U0SIM00BEN"]`, ""},
		{"conversations.info", "channel=<private>", "channel_not_found"},
		{"conversations.list", "types=secret", "invalid_types"},
		{"conversations.list", "limit=1001", "invalid_limit"},
		{"conversations.list", "cursor=b2Zmc2V0OjA=", "invalid_cursor"},
		{"conversations.members", "channel=C0SIM00GEN&limit=-1", "invalid_limit"},
		{"conversations.join", "channel=C0SIM0PRIV", "channel_not_found"},
		{"conversations.join", "channel=<dm>", "method_not_supported_for_channel_type"},
		{"conversations.join", "channel=C0SIM00OLD", "is_archived"},
		{"conversations.history", "channel=C0SIM00RND", "not_in_channel"},
		{"conversations.history", "channel=C0SIM00GEN&oldest=monday", "invalid_ts_oldest"},
		{"conversations.history", "channel=C0SIM00GEN&latest=monday", "invalid_ts_latest"},
		{"conversations.history", "channel=C0SIM00GEN&cursor=zzz", "invalid_cursor"},
		{"conversations.replies", "channel=C0SIM00GEN&ts=1700000000.000001", "thread_not_found"},
		{"users.info", "user=U0NOBODY", "user_not_found"},
		{"users.conversations", "user=U0NOBODY", "user_not_found"},
		{"users.lookupByEmail", "email=karl@acme.example", "users_not_found"},
		{"users.lookupByEmail", "email=ADA@acme.example", ""},
		{"users.list", "cursor=zzz", "invalid_cursor"},
		{"usergroups.users.list", "usergroup=S0NOBODY", "no_such_subteam"},
		{"usergroups.users.list", "usergroup=<group>", ""},
		{"views.publish", `user_id=U0NOBODY&view={"type":"home","blocks":[]}`, "invalid_arguments"},
		{"views.publish", `user_id=U0SIM00ADA&view={"type":"home","blocks":[]}&hash=1.x`, "hash_conflict"},
		{"views.publish",
			`user_id=U0SIM00ADA&view={"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[{"type":"divider"}]}`,
			"invalid_arguments"},
		{"views.update", `view_id=V1&view={"type":"home","blocks":[]}`, "not_found"},
		{"views.update", `view={"type":"home","blocks":[]}`, "invalid_arguments"},
		{"views.update", `view_id=V1&external_id=x&view={"type":"home","blocks":[]}`, "invalid_arguments"},
		{"reactions.add", "name=tada", "no_item_specified"},
		{"reactions.add", "channel=C0SIM00GEN&timestamp=yesterday&name=tada", "bad_timestamp"},
		{"reactions.add", "channel=C0SIM00GEN&timestamp=<mine>&name=:tada:", "invalid_name"},
		{"reactions.add", "channel=C0SIM00GEN&timestamp=<mine>&name=party_parrot", "invalid_name"},
		{"reactions.add", "channel=C0SIM00GEN&timestamp=<mine>&name=tada::skin-tone-7", "invalid_name"},
		{"reactions.add", "channel=C0SIM00GEN&timestamp=<mine>&name=thumbsup::skin-tone-2", ""},
		{"reactions.add", "channel=C0SIM00GEN&timestamp=<mine>&name=thumbsup::skin-tone-2", "already_reacted"},
		{"reactions.remove", "channel=C0SIM00GEN&timestamp=<mine>&name=tada", "no_reaction"},
		{"reactions.remove", "channel=C0SIM00GEN&timestamp=<mine>&name=:tada:", "invalid_name"},
		{"reactions.get", "channel=C0SIM00GEN&timestamp=1700000000.000001", "message_not_found"},
		{"files.getUploadURLExternal", "filename=a&length=0", "invalid_arguments"},
		{"files.getUploadURLExternal", "filename=a&length=many", "invalid_arguments"},
		{"files.getUploadURLExternal", "filename=a&length=1&alt_txt=" + strings.Repeat("é", 1001), "alt_txt_too_large"},
		{"conversations.leave", "channel=C0SIM00GEN", "cant_leave_general"},
		{"conversations.setTopic", "channel=C0SIM00GEN&topic=" + strings.Repeat("é", 251), "too_long"},
		{"conversations.setTopic", "channel=C0SIM00GEN&topic=" + strings.Repeat("é", 250), ""},
		{"conversations.setTopic", "channel=C0SIM00RND&topic=x", "not_in_channel"},
		{"conversations.setTopic", "channel=<dm>&topic=x", "method_not_supported_for_channel_type"},
		{"users.getPresence", "user=U0NOBODY", "user_not_found"},
		{"pins.add", "channel=C0SIM00GEN", "no_item_specified"},
		{"pins.remove", "channel=C0SIM00GEN&timestamp=<mine>", "no_pin"},
		{"pins.add", "channel=C0SIM00GEN&timestamp=<mine>", ""},
		{"pins.add", "channel=C0SIM00GEN&timestamp=<mine>", "already_pinned"},
		{"pins.remove", "channel=C0SIM00GEN&timestamp=<mine>", ""},
		{"files.completeUploadExternal", `files=[{"id":"F0NOBODY"}]`, "file_not_found"},
		{"files.completeUploadExternal", "files=[]", "invalid_arguments"},
		{"files.completeUploadExternal", `files=[{"id":"F0NOBODY","highlight_type":"picture"}]`, "invalid_arguments"},
		{"files.completeUploadExternal", `files=[{"id":"F0NOBODY","highlight_type":"png"}]`, "file_not_found"},
		{"files.info", "file=F0NOBODY", "file_not_found"},
	} {
		t.Run(c.method+" "+c.args[:min(len(c.args), 70)], func(t *testing.T) {
			if answer := w.mustAsk(t, c.method, c.args); errorOf(answer) != c.want {
				t.Errorf("got %v, want %q", answer, c.want)
			}
		})
	}
}

// Page: reference/methods/chat.update, "is_inactive": nothing changes in an archived channel.
func TestCodes_ArchivedMessagesStay(t *testing.T) {
	w := mustWorld(t, func(o *slacksim.Options) {
		o.Channels = []slacksim.Channel{{ID: "C0OLD", Name: "old", BotIsMember: true, Members: []string{"ada"}},
			{ID: "C0SIM00GEN", Name: "general"}}
	})
	ts, _ := w.mustAPI(t, "chat.postMessage", "channel", "C0OLD", "text", "before")["ts"].(string)
	mustNotFail(t, w.ArchiveChannel("old"))
	for _, c := range []string{"general", "nowhere"} {
		if err := w.ArchiveChannel(c); err == nil {
			t.Errorf("#%s was archived", c)
		}
	}
	if got := errorOf(w.mustAPI(t, "chat.update", "channel", "C0OLD", "ts", ts, "text", "after")); got != "is_inactive" {
		t.Errorf("updating: %q", got)
	}
	if got := errorOf(w.mustAPI(t, "reactions.add", "channel", "C0OLD", "timestamp", ts, "name",
		"tada")); got != "is_archived" {
		t.Errorf("reacting: %q", got)
	}
	if history, _ := w.mustAPI(t, "conversations.history", "channel", "C0OLD")["messages"].([]any); len(history) != 1 {
		t.Errorf("reading: %v", history)
	}
	if got := errorOf(w.mustAPI(t, "chat.postMessage", "channel", "C0OLD", "text", "x")); got != "is_archived" {
		t.Errorf("posting: %q", got)
	}
}

// Page: reference/methods/chat.postMessage and chat.postEphemeral, "messages_tab_disabled"; surfaces/app-home.
func TestCodes_MessagesTabCanBeOff(t *testing.T) {
	off := strings.Replace(testManifest, "messages_tab_enabled: true", "messages_tab_enabled: false", 1)
	w := mustWorld(t, func(o *slacksim.Options) { o.Manifest = []byte(off) })
	dm, _ := w.mustAPI(t, "conversations.open", "users", "U0SIM00ADA")["channel"].(map[string]any)["id"].(string)
	for method, args := range map[string][]string{
		"chat.postMessage":   {"channel", "U0SIM00ADA", "text", "x"},
		"chat.postEphemeral": {"channel", dm, "user", "U0SIM00ADA", "text", "x"},
	} {
		if got := errorOf(w.mustAPI(t, method, args...)); got != "messages_tab_disabled" {
			t.Errorf("%s: %q", method, got)
		}
	}
	if _, err := w.Person("ada").Say(t.Context(), "", "hi"); err == nil ||
		err.Error() != "Sending messages to this app has been turned off." {
		t.Errorf("a person writes: %v", err)
	}
}

// Pages: the example responses of reference/methods/NAME, reference/objects/conversation-object and user-object.
func TestAnswers_HaveTheKeysOfThePages(t *testing.T) {
	w := mustCodeWorld(t)
	for _, c := range []struct{ method, args, at, keys string }{
		{"auth.test", "", "", "ok url team user team_id user_id bot_id is_enterprise_install"},
		{"team.info", "", "team", "id name domain email_domain url icon"},
		{"bots.info", "", "bot", "id deleted name updated app_id user_id icons"},
		{"chat.postMessage", "channel=<dm>&text=x", "", "ok channel ts message"},
		{"chat.postMessage", "channel=<dm>&text=x", "message", "user type ts bot_id app_id text team bot_profile"},
		{"chat.postMessage", "channel=<dm>&text=x", "message bot_profile",
			"id app_id user_id name icons deleted updated team_id"},
		{"chat.update", "channel=C0SIM00GEN&ts=<mine>&text=y", "", "ok channel ts text message"},
		{"chat.postEphemeral", "channel=C0SIM00GEN&user=U0SIM00ADA&text=x", "", "ok message_ts"},
		{"chat.getPermalink", "channel=C0SIM00GEN&message_ts=<mine>", "", "ok channel permalink"},
		{"conversations.open", "users=U0SIM00ADA", "channel", "id"},
		{"conversations.open", "users=U0SIM00ADA&return_im=true", "", "ok no_op already_open channel"},
		{"conversations.open", "users=U0SIM00ADA&return_im=1", "channel",
			"id created is_im is_org_shared is_archived user is_user_deleted priority last_read latest unread_count " +
				"unread_count_display is_open"},
		{"conversations.info", "channel=<dm>", "channel",
			"id created is_im is_org_shared is_archived user is_user_deleted priority"},
		{"conversations.info", "channel=C0SIM00GEN&include_num_members=true&include_locale=true", "channel",
			"id name name_normalized is_channel is_group is_im is_mpim is_private created creator is_archived is_general " +
				"unlinked is_shared is_ext_shared " +
				"is_org_shared is_pending_ext_shared pending_shared context_team_id shared_team_ids is_member updated topic " +
				"purpose previous_names num_members locale"},
		{"conversations.history", "channel=C0SIM00GEN", "", "ok messages has_more pin_count"},
		{"conversations.members", "channel=C0SIM00GEN", "", "ok members response_metadata"},
		{"users.list", "", "", "ok members cache_ts response_metadata"},
		{"users.info", "user=U0SIM00BEN&include_locale=true", "user",
			"id team_id name deleted color real_name tz tz_label tz_offset profile is_admin is_owner " +
				"is_primary_owner is_restricted is_ultra_restricted is_bot is_app_user updated is_email_confirmed " +
				"who_can_share_contact_card locale"},
		{"users.info", "user=U0SIM00BEN", "user profile",
			"title phone skype real_name real_name_normalized display_name display_name_normalized fields status_text " +
				"status_emoji status_emoji_display_info status_expiration avatar_hash email first_name last_name image_24 " +
				"image_32 image_48 image_72 image_192 image_512 " +
				"is_custom_image status_text_canonical team"},
		{"users.info", "user=U0SIM0KARL", "user", "id team_id name deleted color profile is_bot is_app_user updated"},
		{"usergroups.list", "include_users=true", "usergroups 0",
			"id team_id is_usergroup name handle description is_external date_create date_update date_delete auto_type " +
				"created_by updated_by deleted_by prefs users user_count"},
		{"views.publish", `user_id=U0SIM00ADA&view={"type":"home","blocks":[]}`, "view",
			"id team_id type blocks private_metadata callback_id state hash title clear_on_close " +
				"notify_on_close close submit previous_view_id root_view_id app_id external_id app_installed_team_id bot_id"},
		{"reactions.get", "channel=C0SIM00GEN&timestamp=<mine>", "", "ok type channel message"},
		{"users.getPresence", "user=U0SIM00BEN", "", "ok presence"},
		{"conversations.setTopic", "channel=C0SIM00GEN&topic=x", "", "ok channel topic"},
		{"pins.add", "channel=C0SIM00GEN&timestamp=<mine>", "", "ok"},
		{"pins.list", "channel=C0SIM00GEN", "items 0", "type channel created created_by message"},
		{"files.getUploadURLExternal", "filename=a.txt&length=3", "", "ok upload_url file_id"},
	} {
		t.Run(c.method+" "+c.args+" "+c.at, func(t *testing.T) {
			var found any = w.mustAsk(t, c.method, c.args)
			for step := range strings.FieldsSeq(c.at) {
				if list, ok := found.([]any); ok {
					found = list[0]
					continue
				}
				found = found.(map[string]any)[step]
			}
			if diff := cmp.Diff(sorted(c.keys), keys(found)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Page: apis/web-api/pagination: every paged method gives each item once and ends with an empty cursor.
func TestAnswers_PageWithoutLossOrRepetition(t *testing.T) {
	w := mustCodeWorld(t)
	for i := range 7 {
		w.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "text", fmt.Sprint(i))
	}
	thread := w.mustAsk(t, "chat.postMessage", "channel=C0SIM00GEN&text=thread")["ts"].(string)
	for range 5 {
		w.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "text", "reply", "thread_ts", thread)
	}
	for method, c := range map[string]struct{ args, list, id string }{
		"users.list":            {"", "members", "id"},
		"users.conversations":   {"user=U0SIM00ADA", "channels", "id"},
		"conversations.list":    {"types=public_channel,im", "channels", "id"},
		"conversations.members": {"channel=C0SIM00GEN", "members", ""},
		"conversations.history": {"channel=C0SIM00GEN", "messages", "ts"},
		"conversations.replies": {"channel=C0SIM00GEN&ts=" + thread, "messages", "ts"},
	} {
		t.Run(method, func(t *testing.T) {
			ids := func(answer map[string]any) (found []string) {
				for _, item := range answer[c.list].([]any) {
					if object, ok := item.(map[string]any); ok {
						item = object[c.id]
					}
					found = append(found, fmt.Sprint(item))
				}
				return found
			}
			whole := ids(w.mustAsk(t, method, c.args))
			var paged []string
			cursor, pages := "", 0
			for more := true; more && pages < 50; pages++ {
				answer := w.mustAsk(t, method, c.args+"&limit=2&cursor="+cursor)
				got := ids(answer)
				if len(got) > 2 {
					t.Fatalf("a page of %d", len(got))
				}
				paged = append(paged, got...)
				metadata, _ := answer["response_metadata"].(map[string]any)
				cursor, _ = metadata["next_cursor"].(string)
				if said, has := answer["has_more"].(bool); has && said != (cursor != "") {
					t.Errorf("has_more %v with cursor %q", said, cursor)
				}
				more = cursor != ""
			}
			if diff := cmp.Diff(whole, paged); diff != "" || pages < 2 {
				t.Errorf("%d pages: %s", pages, diff)
			}
		})
	}
}
