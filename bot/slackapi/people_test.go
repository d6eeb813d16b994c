// People tests: who is an employee and under which name, for every sort of Slack user.

package slackapi

import (
	"encoding/json"
	"reflect"
	"testing"

	"vouch/store"
)

// The objects follow docs.slack.dev/reference/objects/user-object.
func TestPerson_Reduce(t *testing.T) {
	cases := []struct {
		name, raw string
		want      store.SlackUser
		ok        bool
	}{
		{"the display name is preferred",
			`{"id":"U1","team_id":"T1","real_name":"Ada Byron","tz":"Europe/London","is_owner":true,"profile":{"display_name":"ada","title":" Countess "}}`,
			store.SlackUser{ID: "U1", Name: "ada", OtherNames: []string{"Ada Byron"},
				Title: "Countess", TimeZone: "Europe/London", Admin: true}, true},
		{"without a display name the real name stands in",
			`{"id":"U1","profile":{"display_name":"","real_name":"Ada Byron"}}`, store.SlackUser{ID: "U1", Name: "Ada Byron"},
			true},
		{"the plain spellings are kept, too", `{"id":"U1","real_name":"Zoë Ångström","profile":{"display_name":"Zoë",
			"display_name_normalized":"Zoe","real_name":"Zoë Ångström","real_name_normalized":"Zoe Angstrom"}}`,
			store.SlackUser{ID: "U1", Name: "Zoë", OtherNames: []string{"Zoë Ångström", "Zoe Angstrom", "Zoe"}}, true},
		{"without any name the id stands in", `{"id":"U1","tz":null,"profile":{}}`, store.SlackUser{ID: "U1", Name: "U1"},
			true},
		{"a single-channel guest", `{"id":"U1","name":"g","real_name":"G","is_restricted":true,"is_ultra_restricted":true}`,
			store.SlackUser{ID: "U1", Name: "G", Guest: true}, true},
		{"a deactivated person", `{"id":"U1","real_name":"D","deleted":true}`,
			store.SlackUser{ID: "U1", Name: "D", Deactivated: true}, true},
		{"a person of the organisation who is also here",
			`{"id":"W1","team_id":"T9","real_name":"W","enterprise_user":{"teams":["T9","T1"]}}`,
			store.SlackUser{ID: "W1", Name: "W"}, true},
		{"a person with an id of the organisation", `{"id":"U1","real_name":"W","enterprise_user":{"id":"W1"}}`,
			store.SlackUser{ID: "U1", OtherID: "W1", Name: "W"}, true},
		{"a person with one id", `{"id":"W1","real_name":"W","enterprise_user":{"id":"W1"}}`,
			store.SlackUser{ID: "W1", Name: "W"}, true},
		{"a person of another workspace", `{"id":"U1","team_id":"T9","real_name":"X"}`, store.SlackUser{}, false},
		{"a stranger of a shared channel", `{"id":"U1","team_id":"T1","is_stranger":true}`, store.SlackUser{}, false},
		{"a bot", `{"id":"U1","is_bot":true}`, store.SlackUser{}, false},
		{"a workflow", `{"id":"U1","is_workflow_bot":true}`, store.SlackUser{}, false},
		{"Slackbot, which says it is no bot", `{"id":"USLACKBOT","is_bot":false,"real_name":"Slackbot"}`, store.SlackUser{},
			false},
		{"fields of other types than documented",
			`{"id":"U1","team_id":"T1","real_name":"Ada","is_admin":"false","tz_offset":"3600","tz":7,"enterprise_user":[],"profile":{"fields":"","status_expiration":"0","title":"CTO"}}`,
			store.SlackUser{ID: "U1", Name: "Ada", Title: "CTO"}, true},
		{"a profile that is a list", `{"id":"U1","real_name":"Ada","profile":[]}`, store.SlackUser{ID: "U1", Name: "Ada"},
			true},
		{"not a person at all", `"U1"`, store.SlackUser{}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := DecodePerson(json.RawMessage(c.raw), "T1")
			if !reflect.DeepEqual(got, c.want) || ok != c.ok {
				t.Errorf("got %+v, %v; want %+v, %v", got, ok, c.want, c.ok)
			}
		})
	}
}
