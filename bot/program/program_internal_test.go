// Tests of the program settings through the workspace: managers only, mistakes in place, nobody's change undone.

package program

import (
	"encoding/json"
	"testing"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/bottest/golden"
	"vouch/bot/dispatch"
)

// stateOf is what Slack would send for a form in which nothing was touched.
func stateOf(t *testing.T, view *slack.ModalViewRequest) dispatch.State {
	t.Helper()
	var form struct {
		Blocks []struct {
			Block   string `json:"block_id"`
			Element struct {
				Value   string                   `json:"initial_value"`
				Time    string                   `json:"initial_time"`
				Option  struct{ Value string }   `json:"initial_option"`
				Options []struct{ Value string } `json:"initial_options"`
			}
		}
	}
	if err := json.Unmarshal(golden.MustJSON(t, view), &form); err != nil {
		t.Fatal(err)
	}
	in := dispatch.State{}
	for _, row := range form.Blocks {
		e := row.Element
		v := dispatch.Value{Text: e.Value + e.Time + e.Option.Value}
		for _, o := range e.Options {
			v.List = append(v.List, o.Value)
		}
		in[row.Block] = map[string]dispatch.Value{block.InputValue: v}
	}
	return in
}
