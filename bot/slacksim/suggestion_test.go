// Answers to block_suggestion, and the rules that menus keep while a person types.

package slacksim_test

import (
	"strings"
	"testing"

	"vouch/bot/slacksim"
)

// Pages: reference/interaction-payloads/block_suggestion-payload; reference/block-kit/composition-objects/option-object
// and option-group-object.
func TestSuggestions_LiveByTheRulesOfMenus(t *testing.T) {
	option := func(text, value string) map[string]any {
		return map[string]any{"text": plainWord(text), "value": value}
	}
	many := func(n int) (list []any) {
		for range n {
			list = append(list, option("One", "1"))
		}
		return list
	}
	type payload = map[string]any
	for name, c := range map[string]struct {
		answer  any
		offered int
		fine    bool
	}{
		"one option":        {payload{"options": many(1)}, 1, true},
		"a hundred options": {payload{"options": many(100)}, 100, true},
		"a hundred and one": {payload{"options": many(101)}, 0, false},
		"no options":        {payload{"options": []any{}}, 0, true},
		"no groups":         {payload{"option_groups": []any{}}, 0, true},
		"a group": {payload{"option_groups": []any{payload{"label": plainWord("G"), "options": many(2)}}},
			2, true},
		"a group without a label": {payload{"option_groups": []any{payload{"options": many(2)}}}, 0, false},
		"both at once": {payload{"options": many(1), "option_groups": []any{payload{"label": plainWord("G"),
			"options": many(2)}}}, 0, false},
		"neither":                  {payload{}, 0, false},
		"no payload":               {nil, 0, false},
		"a text of 76 characters":  {payload{"options": []any{option(strings.Repeat("é", 76), "1")}}, 0, false},
		"a value of 150":           {payload{"options": []any{option("One", strings.Repeat("v", 150))}}, 1, true},
		"a value of 151":           {payload{"options": []any{option("One", strings.Repeat("v", 151))}}, 0, false},
		"a bare string for a text": {payload{"options": []any{payload{"text": "One", "value": "1"}}}, 0, false},
		"a list":                   {[]any{}, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			v := &viewWorld{world: mustWorld(t)}
			v.r = v.mustRecord(t, func(sent map[string]any) any {
				if sent["type"] == "block_suggestion" {
					return c.answer
				}
				return nil
			})
			v.mustModal(t,
				modalView("",
					`{"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},"element":{"type":"external_select","action_id":"a","min_query_length":0}}`))
			got, err := v.Person("ada").Typeahead(t.Context(), "a", "")
			mustNotFail(t, err)
			count := len(got.Options)
			for _, group := range got.OptionGroups {
				count += len(group["options"].([]any))
			}
			if noted := len(v.Log(0, "invalid_ack")); count != c.offered || (noted == 0) != c.fine {
				t.Errorf("offered %d, noted %d times: %v", count, noted, v.Log(0))
			}
		})
	}
}

// Page: reference/interaction-payloads/block_suggestion-payload, in a message: container and channel instead of a view.
func TestSuggestions_InMessages(t *testing.T) {
	w := mustWorld(t)
	r := w.mustRecord(t, func(sent map[string]any) any {
		if sent["type"] == "block_suggestion" {
			return map[string]any{"options": []any{map[string]any{"text": plainWord("Ada"), "value": "ada"}}}
		}
		return nil
	})
	w.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "text", "x", "blocks",
		`[{"type":"actions","block_id":"b","elements":[{"type":"external_select","action_id":"who"}]}]`)
	ada := w.Person("ada")
	m := ada.Messages("general")[0]
	if _, err := ada.Press(t.Context(), m, "who", "ada"); err == nil {
		t.Error("an option was chosen before it was offered")
	}
	offered, err := ada.TypeaheadIn(t.Context(), m, "who", "ada")
	mustNotFail(t, err)
	sent := r.last(t)["payload"]
	if diff := keys(sent); len(offered.Options) != 1 ||
		diff != sorted(common+" container action_id block_id value channel") {
		t.Errorf("offered %v for %s", offered, diff)
	}
	pressed, err := ada.Press(t.Context(), m, "who", "ada")
	mustNotFail(t, err)
	action := r.last(t)["payload"].(map[string]any)["actions"].([]any)[0].(map[string]any)
	if pressed.Warning || action["selected_option"].(map[string]any)["value"] != "ada" {
		t.Errorf("pressed %+v with %v", pressed, action)
	}
	if _, err := w.Person("ben").Press(t.Context(), m, "who", "ada"); err == nil {
		t.Error("ben chose what only ada was offered")
	}
	if _, err := ada.TypeaheadIn(t.Context(), slacksim.Message{Channel: m.Channel, TS: "1.2"}, "who", "ada"); err == nil {
		t.Error("a menu of no message")
	}
}
