// Submissions: what the client refuses by itself, every answer an app can give, and closing.

package slacksim_test

import (
	"maps"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// Page: surfaces/modals, "Responding to view submissions".
func TestSubmit_UnderstandsOnlyValidAnswers(t *testing.T) {
	good := map[string]any{"type": "modal", "title": plainWord("N"), "blocks": []any{map[string]any{"type": "divider"}}}
	bad := map[string]any{"type": "modal", "blocks": []any{}}
	for name, c := range map[string]struct {
		answer any
		want   string
	}{
		"nothing":          {nil, slacksim.ResultClosed},
		"an empty payload": {map[string]any{}, slacksim.ResultClosed},
		"clear":            {map[string]any{"response_action": "clear"}, slacksim.ResultCleared},
		"update":           {map[string]any{"response_action": "update", "view": good}, slacksim.ResultUpdated},
		"push":             {map[string]any{"response_action": "push", "view": good}, slacksim.ResultPushed},
		"errors": {map[string]any{"response_action": "errors", "errors": map[string]any{"b": "No"}},
			slacksim.ResultErrors},
		"errors at an action id": {map[string]any{"response_action": "errors", "errors": map[string]any{"a": "No"}},
			slacksim.ResultTrouble},
		"errors at a section": {map[string]any{"response_action": "errors", "errors": map[string]any{"s": "No"}},
			slacksim.ResultTrouble},
		"no errors": {map[string]any{"response_action": "errors", "errors": map[string]any{}},
			slacksim.ResultTrouble},
		"errors in a list": {map[string]any{"response_action": "errors", "errors": []any{"b"}},
			slacksim.ResultTrouble},
		"an unknown action":         {map[string]any{"response_action": "explode"}, slacksim.ResultTrouble},
		"update with a broken view": {map[string]any{"response_action": "update", "view": bad}, slacksim.ResultTrouble},
		"update without a view":     {map[string]any{"response_action": "update"}, slacksim.ResultTrouble},
		"push of a home view": {map[string]any{"response_action": "push", "view": map[string]any{"type": "home",
			"blocks": []any{}}}, slacksim.ResultTrouble},
		"text instead of an object":  {"ok", slacksim.ResultTrouble},
		"a message, as for commands": {map[string]any{"text": "thanks"}, slacksim.ResultClosed},
	} {
		t.Run(name, func(t *testing.T) {
			v := mustViewWorld(t)
			v.answer = func(map[string]any) any { return c.answer }
			v.mustModal(t, modalView("", inputBlock("b", "a", ""),
				`{"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"x"}}`))
			got, err := v.Person("ada").Submit(t.Context(), slacksim.Values{"b": "typed"})
			mustNotFail(t, err)
			if got.Result != c.want {
				t.Fatalf("got %+v, want %s", got, c.want)
			}
			modal := v.Person("ada").Modal()
			switch c.want {
			case slacksim.ResultTrouble:
				if modal.Trouble != "We had some trouble connecting. Try again?" || modal.Values["b"]["a"]["value"] != "typed" ||
					len(v.Log(0, "invalid_ack")) != 1 {
					t.Errorf("modal %+v, journal %v", modal, v.Log(0))
				}
			case slacksim.ResultErrors:
				if modal.Errors["b"] != "No" || modal.Values["b"]["a"]["value"] != "typed" {
					t.Errorf("modal %+v", modal)
				}
			case slacksim.ResultUpdated, slacksim.ResultPushed:
				if modal.Title != "N" {
					t.Errorf("modal %+v", modal)
				}
			default:
				if modal != nil {
					t.Errorf("modal %+v", modal)
				}
			}
		})
	}
}

func plainWord(words string) map[string]any {
	return map[string]any{"type": "plain_text", "text": words}
}

func TestSubmit_ShowsTroubleAfterThreeSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := mustViewWorld(t)
		v.mustModal(t, modalView("", inputBlock("b", "a", "")))
		mustNotFail(t, v.SetFaults(slacksim.Faults{DelayAcksSeenMS: new(3500)}))
		double := make(chan error)
		go func() {
			synctest.Wait()
			_, err := v.Person("ada").Submit(t.Context(), nil)
			double <- err
		}()
		got, err := v.Person("ada").Submit(t.Context(), slacksim.Values{"b": "x"})
		mustNotFail(t, err)
		if got.Result != slacksim.ResultTrouble {
			t.Errorf("got %+v", got)
		}
		if err := <-double; err == nil {
			t.Error("the button was not blocked while the first submission waited")
		}
		v.ClearFaults()
		if again, err := v.Person("ada").Submit(t.Context(), nil); err != nil || again.Result != slacksim.ResultClosed {
			t.Errorf("trying again: %+v %v", again, err)
		}
	})
}

// Page: reference/block-kit/block-elements: rules the client enforces before it sends.
func TestSubmit_ClientRefuses(t *testing.T) {
	field := func(kind, more string) string {
		return `{"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},"element":{"type":"` + kind +
			`","action_id":"a"` + more + `}}`
	}
	for name, c := range map[string]struct {
		block string
		value any
		fine  bool
	}{
		"an empty required field":     {field("plain_text_input", ""), "", false},
		"too short a text":            {field("plain_text_input", `,"min_length":3`), "éé", false},
		"long enough a text":          {field("plain_text_input", `,"min_length":3`), "ééé", true},
		"too long a text":             {field("plain_text_input", `,"max_length":2`), "ééé", false},
		"no e-mail address":           {field("email_text_input", ""), "ada@", false},
		"an e-mail address":           {field("email_text_input", ""), "ada@acme.example", true},
		"a name with an address":      {field("email_text_input", ""), "Ada <ada@acme.example>", false},
		"no URL":                      {field("url_text_input", ""), "acme.example", false},
		"a URL":                       {field("url_text_input", ""), "https://acme.example/x", true},
		"no number":                   {field("number_input", `,"is_decimal_allowed":true`), "ten", false},
		"a decimal where none may be": {field("number_input", `,"is_decimal_allowed":false`), "1.5", false},
		"a decimal where one may be":  {field("number_input", `,"is_decimal_allowed":true`), "1.5", true},
		"a number below the least":    {field("number_input", `,"is_decimal_allowed":false,"min_value":"2"`), "1", false},
		"a number above the most":     {field("number_input", `,"is_decimal_allowed":false,"max_value":"2"`), "3", false},
		"nothing chosen":              {field("users_select", ""), nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			v := mustViewWorld(t)
			v.mustModal(t, modalView("", c.block))
			before := v.r.count()
			got, err := v.Person("ada").Submit(t.Context(), slacksim.Values{"b": c.value})
			mustNotFail(t, err)
			if (got.Result != slacksim.ResultInvalid) != c.fine || (v.r.count() > before) != c.fine ||
				(got.Errors["b"] == "") != c.fine {
				t.Errorf("got %+v, the app heard of it: %v", got, v.r.count() > before)
			}
		})
	}
}

// Page: reference/views/view-object, state values of every kind of input.
func TestSubmit_EncodesEveryKindOfInput(t *testing.T) {
	options := `,"options":[{"text":{"type":"plain_text","text":"One","emoji":true},"value":"1"},{"text":{"type":"plain_text","text":"Two","emoji":true},"value":"2"}]`
	one := map[string]any{"text": map[string]any{"type": "plain_text", "text": "One", "emoji": true}, "value": "1"}
	kinds := map[string]struct {
		more         string
		choice, want any
		key          string
	}{
		"plain_text_input":    {`,"multiline":true`, "a\nb", "a\nb", "value"},
		"email_text_input":    {"", "a@b.co", "a@b.co", "value"},
		"url_text_input":      {"", "https://x.y", "https://x.y", "value"},
		"number_input":        {`,"is_decimal_allowed":false`, 12345, "12345", "value"},
		"datepicker":          {"", "2022-06-22", "2022-06-22", "selected_date"},
		"timepicker":          {"", "03:00", "03:00", "selected_time"},
		"datetimepicker":      {"", 1655909280, 1655909280.0, "selected_date_time"},
		"static_select":       {options, "1", one, "selected_option"},
		"radio_buttons":       {options, "One", one, "selected_option"},
		"multi_static_select": {options, []string{"1"}, []any{one}, "selected_options"},
		"checkboxes":          {options, []string{"1"}, []any{one}, "selected_options"},
		"users_select":        {"", "ben", "U0SIM00BEN", "selected_user"},
		"multi_users_select": {"", []string{"ben", "U0SIM00ADA"}, []any{"U0SIM00BEN", "U0SIM00ADA"},
			"selected_users"},
		"conversations_select":       {"", "#general", "C0SIM00GEN", "selected_conversation"},
		"multi_conversations_select": {"", []string{"general"}, []any{"C0SIM00GEN"}, "selected_conversations"},
		"channels_select":            {"", "C0SIM00GEN", "C0SIM00GEN", "selected_channel"},
		"multi_channels_select":      {"", []string{"random"}, []any{"C0SIM00RND"}, "selected_channels"},
	}
	v := mustViewWorld(t)
	var blocks []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		blocks = append(blocks,
			`{"type":"input","optional":true,"block_id":"`+kind+`","label":{"type":"plain_text","text":"L"},"element":{"type":"`+kind+`","action_id":"a"`+kinds[kind].more+`}}`)
	}
	submitted := func(values slacksim.Values) map[string]any {
		v.mustModal(t, modalView("", blocks...))
		got, err := v.Person("ada").Submit(t.Context(), values)
		mustNotFail(t, err)
		if got.Result != slacksim.ResultClosed {
			t.Fatalf("submit: %+v", got)
		}
		view := v.r.last(t)["payload"].(map[string]any)["view"].(map[string]any)
		return view["state"].(map[string]any)["values"].(map[string]any)
	}
	choices, want, untouched := slacksim.Values{}, map[string]any{}, map[string]any{}
	for kind, k := range kinds {
		choices[kind] = k.choice
		want[kind] = map[string]any{"a": map[string]any{"type": kind, k.key: k.want}}
		var nothing any
		if _, many := k.want.([]any); many {
			nothing = []any{}
		}
		untouched[kind] = map[string]any{"a": map[string]any{"type": kind, k.key: nothing}}
	}
	if diff := cmp.Diff(want, submitted(choices)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(untouched, submitted(nil)); diff != "" {
		t.Error(diff)
	}
	v.mustModal(t, modalView("", blocks...))
	for kind, wrong := range map[string]any{"datepicker": "tomorrow", "static_select": "3", "users_select": "nobody",
		"plain_text_input2": "x", "timepicker": "25:00"} {
		if err := v.Person("ada").Fill(slacksim.Values{"email_text_input": "kept?", kind: wrong}); err == nil {
			t.Errorf("%s took %v", kind, wrong)
		}
	}
	if got := v.Person("ada").Modal().Values["email_text_input"]["a"]["value"]; got != nil {
		t.Errorf("a refused fill left %v behind", got)
	}
}

// Page: surfaces/modals, "Closing views"; reference/interaction-payloads/view-interactions-payload.
func TestClose_TellsTheAppIfAsked(t *testing.T) {
	for name, c := range map[string]struct {
		more    string
		all     bool
		told    bool
		cleared bool
	}{
		"not asked":           {"", false, false, false},
		"asked, cancelled":    {`,"notify_on_close":true`, false, true, false},
		"asked, by the cross": {`,"notify_on_close":true`, true, true, true},
		"clear on close":      {`,"notify_on_close":true,"clear_on_close":true`, false, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			v := mustViewWorld(t)
			v.mustModal(t, modalView(c.more, inputBlock("b", "a", "")))
			mustNotFail(t, v.Person("ada").Fill(slacksim.Values{"b": "secret"}))
			before := v.r.count()
			shut := v.Person("ada").CloseModal
			if c.all {
				shut = v.Person("ada").CloseAll
			}
			mustNotFail(t, shut(t.Context()))
			if (v.r.count() > before) != c.told {
				t.Fatalf("told: %v", v.r.count() > before)
			}
			if !c.told {
				return
			}
			payload := v.r.last(t)["payload"].(map[string]any)
			view := payload["view"].(map[string]any)
			if payload["type"] != "view_closed" || payload["is_cleared"] != c.cleared || payload["trigger_id"] != nil {
				t.Errorf("payload %v", payload)
			}
			if values := view["state"].(map[string]any)["values"].(map[string]any); len(values) != 0 {
				t.Errorf("what was typed went along: %v", values)
			}
		})
	}
}
