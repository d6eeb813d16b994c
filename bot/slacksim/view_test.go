// Views: triggers, stack, hash, external ids, publishing and what survives an update.

package slacksim_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// inputBlock is an input block with a text field.
func inputBlock(blockID, actionID string, more string) string {
	return fmt.Sprintf(
		`{"type":"input","block_id":%q,"label":{"type":"plain_text","text":"L"},"element":{"type":"plain_text_input","action_id":%q%s}}`, blockID, actionID, more)
}

// modalView is a modal with the given blocks and more properties, each starting with a comma.
func modalView(more string, blocks ...string) string {
	list := ""
	for i, b := range blocks {
		if i > 0 {
			list += ","
		}
		list += b
	}
	return `{"type":"modal","title":{"type":"plain_text","text":"T"},"submit":{"type":"plain_text","text":"S"},"blocks":[` + list + `]` + more + `}`
}

// viewWorld is a workspace with an app that acknowledges everything with what answer says.
type viewWorld struct {
	*world
	r      *recorder
	answer func(payload map[string]any) any
}

func mustViewWorld(tb testing.TB) *viewWorld {
	tb.Helper()
	v := &viewWorld{world: mustWorld(tb)}
	v.r = v.mustRecord(tb, func(payload map[string]any) any {
		if v.answer == nil || payload["type"] != "view_submission" {
			return nil
		}
		return v.answer(payload)
	})
	return v
}

// mustTrigger lets ada run a command and returns the trigger id the app gets.
func (v *viewWorld) mustTrigger(tb testing.TB) string {
	tb.Helper()
	_, err := v.Person("ada").Slash(tb.Context(), "general", "/try")
	mustNotFail(tb, err)
	return v.r.last(tb)["payload"].(map[string]any)["trigger_id"].(string)
}

// mustModal opens a modal for ada.
func (v *viewWorld) mustModal(tb testing.TB, body string) map[string]any {
	tb.Helper()
	opened := v.mustAPI(tb, "views.open", "trigger_id", v.mustTrigger(tb), "view", body)
	if errorOf(opened) != "" {
		tb.Fatal(opened)
	}
	return opened["view"].(map[string]any)
}

// Page: reference/methods/views.open; surfaces/modals.
func TestViews_TriggersWorkOnceAndForThreeSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := mustViewWorld(t)
		body := modalView("", inputBlock("b", "a", ""))
		open := func(trigger, view string) string {
			return errorOf(v.mustAPI(t, "views.open", "trigger_id", trigger, "view", view))
		}
		trigger := v.mustTrigger(t)
		if got := open(trigger, `{"type":"modal"}`); got != "invalid_arguments" {
			t.Errorf("a broken view: %q", got)
		}
		for i, want := range []string{"", "exchanged_trigger_id"} {
			if got := open(trigger, body); got != want {
				t.Errorf("use %d: %q, want %q", i+1, got, want)
			}
		}
		late := v.mustTrigger(t)
		time.Sleep(3*time.Second + time.Millisecond)
		if got := open(late, body); got != "expired_trigger_id" {
			t.Errorf("after three seconds: %q", got)
		}
		if got := open("1.2.x", body); got != "invalid_trigger_id" {
			t.Errorf("a made-up one: %q", got)
		}
		if got := open("", body); got != "invalid_arguments" {
			t.Errorf("none: %q", got)
		}
	})
}

// Page: surfaces/modals, "Updating and pushing views".
func TestViews_StackThreeHigh(t *testing.T) {
	v := mustViewWorld(t)
	ada := v.Person("ada")
	more := `{"type":"actions","block_id":"m","elements":[{"type":"button","action_id":"more","text":{"type":"plain_text","text":"More"}}]}`
	root := v.mustModal(t, modalView(`,"external_id":"root"`, more))
	push := func() string {
		_, err := ada.PressModal(t.Context(), "more")
		mustNotFail(t, err)
		trigger := v.r.last(t)["payload"].(map[string]any)["trigger_id"].(string)
		return errorOf(v.mustAPI(t, "views.push", "trigger_id", trigger, "view", modalView("", more)))
	}
	for i, want := range []string{"", "", "push_limit_reached"} {
		if got := push(); got != want {
			t.Errorf("push %d: %q, want %q", i+1, got, want)
		}
	}
	if got := errorOf(v.mustAPI(t, "views.push", "trigger_id", v.mustTrigger(t), "view",
		modalView("", more))); got != "not_found" {
		t.Errorf("pushing from outside: %q", got)
	}
	_, modal := v.mustCall(t, "GET", "/sim/people/ada/modal", nil)
	stack := modal["stack"].([]any)
	top := stack[2].(map[string]any)
	if len(stack) != 3 || top["root_view_id"] != root["id"] || top["previous_view_id"] != stack[1].(map[string]any)["id"] {
		t.Errorf("stack of %d, top %v", len(stack), top)
	}
	if got := errorOf(v.mustAPI(t, "views.update", "external_id", "root", "view", modalView("", more))); got != "" {
		t.Errorf("updating a hidden view: %q", got)
	}
	mustNotFail(t, ada.CloseModal(t.Context()))
	if got := ada.Modal(); got == nil || got.ID != stack[1].(map[string]any)["id"] {
		t.Errorf("after closing one: %+v", got)
	}
	mustNotFail(t, ada.CloseAll(t.Context()))
	if got := errorOf(v.mustAPI(t, "views.update", "view_id", root["id"].(string), "view",
		modalView("", more))); got != "not_found" {
		t.Errorf("updating a closed view: %q", got)
	}
}

// Page: reference/methods/views.update.
func TestViews_UpdateChecksHashAndIds(t *testing.T) {
	v := mustViewWorld(t)
	body := modalView("", inputBlock("b", "a", ""))
	opened := v.mustModal(t, modalView(`,"external_id":"mine"`, inputBlock("b", "a", "")))
	id, hash := opened["id"].(string), opened["hash"].(string)
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"a home view", []string{"view_id", id, "view", `{"type":"home","blocks":[]}`}, "invalid_arguments"},
		{"neither id", []string{"view", body}, "invalid_arguments"},
		{"both ids", []string{"view_id", id, "external_id", "mine", "view", body}, "invalid_arguments"},
		{"the right hash", []string{"view_id", id, "hash", hash, "view", body}, ""},
		{"the same hash again", []string{"view_id", id, "hash", hash, "view", body}, "hash_conflict"},
		{"no hash", []string{"view_id", id, "view", body}, ""},
		{"an external id that was given up", []string{"external_id", "mine", "view", body}, "not_found"},
	} {
		if got := errorOf(v.mustAPI(t, "views.update", append([]string{}, c.args...)...)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	taken := v.mustAPI(t, "views.publish", "user_id", "U0SIM00BEN", "view",
		`{"type":"home","blocks":[],"external_id":"taken"}`)
	if got := errorOf(v.mustAPI(t, "views.update", "view_id", id, "view", modalView(`,"external_id":"taken"`,
		inputBlock("b", "a", "")))); got != "duplicate_external_id" {
		t.Errorf("somebody else's external id: %q (%v)", got, errorOf(taken))
	}
}

// Page: surfaces/modals: input survives where block id and action id stay.
func TestViews_UpdateKeepsInput(t *testing.T) {
	v := mustViewWorld(t)
	opened := v.mustModal(t, modalView("", inputBlock("same", "a", ""), inputBlock("moved", "a", ""),
		inputBlock("action", "a", "")))
	ada := v.Person("ada")
	mustNotFail(t, ada.Fill(slacksim.Values{"same": "1", "moved": "2", "action": "3"}))
	v.mustAPI(t, "views.update", "view_id", opened["id"].(string), "view",
		modalView("", inputBlock("same", "a", `,"initial_value":"x"`), inputBlock("moved2", "a", `,"initial_value":"y"`),
			inputBlock("action", "b", "")))
	got := map[string]any{}
	for block, actions := range ada.Modal().Values {
		for action, value := range actions {
			got[block+"/"+action] = value["value"]
		}
	}
	if diff := cmp.Diff(map[string]any{"same/a": "1", "moved2/a": "y", "action/b": nil}, got); diff != "" {
		t.Error(diff)
	}
}

// Page: reference/methods/views.publish.
func TestViews_PublishHome(t *testing.T) {
	v := mustViewWorld(t)
	home := `{"type":"home","blocks":[{"type":"actions","elements":[{"type":"button","action_id":"go","text":{"type":"plain_text","text":"Go"}}]}]}`
	publish := func(user, view, hash string) map[string]any {
		args := []string{"user_id", user, "view", view}
		if hash != "" {
			args = append(args, "hash", hash)
		}
		return v.mustAPI(t, "views.publish", args...)
	}
	first := publish("U0SIM00ADA", home, "")
	hash := first["view"].(map[string]any)["hash"].(string)
	for _, c := range []struct{ user, view, hash, want string }{
		{"U404", home, "", "invalid_arguments"}, {"U0SIM0LENA", home, "", "invalid_arguments"},
		{"U0SIM00ADA", modalView("", inputBlock("b", "a", "")), "", "invalid_arguments"},
		{"U0SIM00ADA", home, hash, ""}, {"U0SIM00ADA", home, hash, "hash_conflict"},
	} {
		if got := errorOf(publish(c.user, c.view, c.hash)); got != c.want {
			t.Errorf("%s with hash %q: %q, want %q", c.user, c.hash, got, c.want)
		}
	}
	_, err := v.Person("ada").PressHome(t.Context(), "Go")
	mustNotFail(t, err)
	payload := v.r.last(t)["payload"].(map[string]any)
	if diff := cmp.Diff(sorted(common+" container trigger_id view actions"), keys(payload)); diff != "" {
		t.Error(diff)
	}
	bare := mustWorld(t, func(o *slacksim.Options) { o.Manifest = []byte(minimalManifest) })
	if got := errorOf(bare.mustAPI(t, "views.publish", "user_id", "U0SIM00ADA", "view", home)); got != "not_enabled" {
		t.Errorf("without a Home tab: %q", got)
	}
}

// Page: reference/views/view-object: what Slack fills in comes back.
func TestViews_AnswerIsNormalised(t *testing.T) {
	v := mustViewWorld(t)
	opened := v.mustModal(t, modalView("", inputBlock("b", "a", "")))
	raw, err := json.Marshal(opened["title"])
	mustNotFail(t, err)
	if string(raw) != `{"emoji":true,"text":"T","type":"plain_text"}` {
		t.Errorf("title %s", raw)
	}
	if diff := cmp.Diff(sorted("id team_id type blocks private_metadata callback_id state hash title clear_on_close "+
		"notify_on_close close submit previous_view_id root_view_id app_id external_id app_installed_team_id bot_id"),
		keys(opened)); diff != "" {
		t.Error(diff)
	}
}

// Page: reference/block-kit/block-elements/select-menu-element, "default_to_current_conversation".
func TestViews_MenusStartWhereTheModalWasOpened(t *testing.T) {
	v := mustViewWorld(t)
	menu := func(id, kind, more string) string {
		return `{"type":"input","block_id":"` + id + `","label":{"type":"plain_text","text":"Where"},"element":{"type":"` +
			kind +
			`","action_id":"a","default_to_current_conversation":true` + more + `}}`
	}
	v.mustModal(t, modalView("", menu("one", "conversations_select", ""), menu("many", "multi_conversations_select", ""),
		menu("own", "conversations_select", `,"initial_conversation":"C0SIM00RND"`)))
	values := v.Person("ada").Modal().Values
	got := []any{values["one"]["a"]["selected_conversation"], values["many"]["a"]["selected_conversations"],
		values["own"]["a"]["selected_conversation"]}
	if want := `["C0SIM00GEN",["C0SIM00GEN"],"C0SIM00RND"]`; string(mustJSON(t, got)) != want {
		t.Errorf("chosen at the start: %s, want %s", mustJSON(t, got), want)
	}
}
