// Each limit of reference/app-manifest, just inside and just outside, and the scope that each event needs.

package slacksim_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/bot/slacksim"
)

// editable is a manifest that may have commands and shortcuts.
const editable = `{"display_information":{"name":"Bare"},"features":{"bot_user":{"display_name":"bare"}},
	"oauth_config":{"scopes":{"bot":["commands"]}},"settings":{"socket_mode_enabled":true,"interactivity":{"is_enabled":true}}}`

// mustEdited is that manifest with one value replaced; path is written with slashes.
func mustEdited(tb testing.TB, path string, value any) []byte {
	tb.Helper()
	var manifest map[string]any
	mustNotFail(tb, json.Unmarshal([]byte(editable), &manifest))
	at := manifest
	steps := strings.Split(path, "/")
	for _, step := range steps[:len(steps)-1] {
		next, _ := at[step].(map[string]any)
		if next == nil {
			next = map[string]any{}
			at[step] = next
		}
		at = next
	}
	at[steps[len(steps)-1]] = value
	return mustJSON(tb, manifest)
}

func repeated[T any](n int, item func(i int) T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = item(i)
	}
	return list
}

func TestManifest_HoldsToItsLimits(t *testing.T) {
	type object = map[string]any
	x := func(n int) string { return strings.Repeat("é", n) }
	command := func(name string) object { return object{"command": name, "description": "d"} }
	commands := func(n int) any {
		return repeated(n, func(i int) object { return command(fmt.Sprintf("/c%d", i)) })
	}
	shortcut := func(i int) object {
		return object{"name": "n", "type": "global", "callback_id": fmt.Sprint(i), "description": "d"}
	}
	word := func(i int) string { return fmt.Sprintf("w%d.example", i) }
	for _, c := range []struct {
		path    string
		inside  any
		outside any
		// pointer is where the outside is reported, when it differs from the path.
		pointer string
	}{
		{"display_information/name", x(35), x(36), ""},
		{"display_information/name", "a", "", ""},
		{"display_information/description", x(140), x(141), ""},
		{"display_information/long_description", x(175), x(174), ""},
		{"display_information/long_description", x(4000), x(4001), ""},
		{"display_information/background_color", "#0af", "#0a", ""},
		{"display_information/background_color", "#00AAff", "00aaff", ""},
		{"features/bot_user/display_name", x(80), x(81), ""},
		{"features/slash_commands", commands(50), commands(51), ""},
		{"features/slash_commands", []any{command("/" + strings.Repeat("a", 31))}, []any{command("/" +
			strings.Repeat("a", 32))}, "features/slash_commands/0/command"},
		{"features/slash_commands", []any{command("/a")}, []any{command("/")}, "features/slash_commands/0/command"},
		{"features/slash_commands", []any{command("/a-b")}, []any{command("/a b")}, "features/slash_commands/0/command"},
		{"features/slash_commands", []any{command("/a"), command("/b")}, []any{command("/a"), command("/a")},
			"features/slash_commands/1/command"},
		{"features/slash_commands", []any{object{"command": "/a", "description": x(2000)}},
			[]any{object{"command": "/a", "description": x(2001)}}, "features/slash_commands/0/description"},
		{"features/slash_commands", []any{object{"command": "/a", "description": "d", "usage_hint": x(1000)}},
			[]any{object{"command": "/a", "description": "d", "usage_hint": x(1001)}}, "features/slash_commands/0/usage_hint"},
		{"features/shortcuts", repeated(10, shortcut), repeated(11, shortcut), ""},
		{"features/unfurl_domains", repeated(5, word), repeated(6, word), ""},
		{"oauth_config/scopes/bot", []string{"commands", "chat:write.public"}, []string{"commands", "chat write"},
			"oauth_config/scopes/bot/1"},
		{"oauth_config/scopes/user", []string{"identity.basic"}, []string{strings.Repeat("a", 51)},
			"oauth_config/scopes/user/0"},
		{"settings/socket_mode_enabled", true, false, ""},
		{"settings/event_subscriptions/bot_events", []string{"app_home_opened"}, []string{"app_home_closed"},
			"settings/event_subscriptions/bot_events/0"},
	} {
		t.Run(c.path, func(t *testing.T) {
			if _, err := slacksim.ParseManifest(mustEdited(t, c.path, c.inside)); err != nil {
				t.Errorf("just inside: %v", err)
			}
			pointer := c.pointer
			if pointer == "" {
				pointer = c.path
			}
			if _, err := slacksim.ParseManifest(mustEdited(t, c.path, c.outside)); err == nil ||
				!strings.Contains(err.Error(), "/"+pointer+": ") {
				t.Errorf("just outside: %v", err)
			}
		})
	}
}

// Pages: reference/events/NAME, "Required scopes".
func TestManifest_EventsNeedTheirScopes(t *testing.T) {
	scopes := map[string][]string{
		"app_mention": {"app_mentions:read"}, "message.im": {"im:history"}, "message.channels": {"channels:history"},
		"message.groups": {"groups:history"}, "message.mpim": {"mpim:history"}, "reaction_added": {"reactions:read"},
		"reaction_removed": {"reactions:read"}, "member_joined_channel": {"channels:read", "groups:read"},
		"member_left_channel": {"channels:read", "groups:read"}, "team_join": {"users:read"}, "user_change": {"users:read"},
		"user_profile_changed": {"users:read"}, "link_shared": {"links:read"}, "subteam_created": {"usergroups:read"},
		"channel_created": {"channels:read"}, "channel_rename": {"channels:read"}, "file_shared": {"files:read"},
		"pin_added": {"pins:read"}, "emoji_changed": {"emoji:read"}, "dnd_updated_user": {"dnd:read"},
		"team_rename":     {"team:read"},
		"app_home_opened": nil, "app_uninstalled": nil, "tokens_revoked": nil,
	}
	for event, needed := range scopes {
		t.Run(event, func(t *testing.T) {
			with := func(held []string) error {
				manifest := strings.Replace(string(mustEdited(t, "oauth_config/scopes/bot", append([]string{"commands"}, held...))),
					`"settings":{`, `"settings":{"event_subscriptions":{"bot_events":["`+event+`"]},`, 1)
				_, err := slacksim.ParseManifest([]byte(manifest))
				return err
			}
			if err := with(needed); err != nil {
				t.Errorf("with %v: %v", needed, err)
			}
			for i := range needed {
				if err := with(slices.Delete(slices.Clone(needed), i, i+1)); err == nil || !strings.Contains(err.Error(),
					needed[i]) {
					t.Errorf("without %s: %v", needed[i], err)
				}
			}
		})
	}
}
