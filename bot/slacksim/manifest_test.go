// Manifests and lists of people: what is accepted, and that every mistake is named.

package slacksim_test

import (
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/bot/slacksim"
)

// Page: reference/app-manifest.
func TestManifest_NamesEveryMistake(t *testing.T) {
	_, err := slacksim.ParseManifest([]byte(`
display_information: {name: "", description: "` + strings.Repeat("x", 141) + `", background_color: green}
features:
  bot_user: {display_name: ""}
  slash_commands: [{command: refer, description: x}, {command: /a, description: ""}, {command: /a, description: x}]
  shortcuts: [{name: "` + strings.Repeat("n", 25) + `", type: local, callback_id: c, description: d}]
settings:
  event_subscriptions: {bot_events: [message.im, user_sneezed]}
`))
	if err == nil {
		t.Fatal("accepted")
	}
	for _, pointer := range []string{"/display_information/name", "/display_information/description",
		"/display_information/background_color",
		"/features/bot_user/display_name", "/features/slash_commands/0/command", "/features/slash_commands/1/description",
		"/features/slash_commands/2/command", "/features/shortcuts/0/name", "/features/shortcuts/0/type",
		"/settings/socket_mode_enabled",
		"/oauth_config/scopes/bot", "/settings/interactivity",
		"bot_events/0: the event message.im needs the scope im:history",
		`bot_events/1: "user_sneezed"`} {
		if !strings.Contains(err.Error(), pointer) {
			t.Errorf("%s is not named in:\n%v", pointer, err)
		}
	}
}

func TestManifest_ReadsYAMLAndJSON(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		fine bool
	}{
		"JSON":           {minimalManifest, true},
		"JSON with tabs": {strings.ReplaceAll(minimalManifest, ",", ",\n\t\t"), true},
		"YAML":           {testManifest, true},
		"nothing":        {" \n", false},
		"broken YAML":    {"a: [", false},
		"keys of no concern": {`{"$schema":"x","app_directory":{},"datastores":{},"types":{},"outgoing_domains":[],` +
			`"external_auth_providers":{},"mcp_servers":{},` + minimalManifest[1:], true},
		"an unknown key":      {testManifest + "colour: red\n", false},
		"two documents":       {testManifest + "---\na: b\n", false},
		"a list":              {"- a", false},
		"a binary file":       {"\x00\x01", false},
		"a number for a name": {strings.Replace(minimalManifest, `"Bare"`, `{"a":1}`, 1), false},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := slacksim.ParseManifest([]byte(c.text)); (err == nil) != c.fine {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestManifest_TakesTheProjectsOwn(t *testing.T) {
	text, err := os.ReadFile("../../manifest.yml")
	mustNotFail(t, err)
	if _, err := slacksim.ParseManifest(text); err != nil {
		t.Error(err)
	}
}

func TestPeople_ReadsAFile(t *testing.T) {
	for name, c := range map[string]struct{ text, wrong string }{
		"a YAML list":   {"- {name: ada, real_name: Ada M, tz: Europe/Paris, is_admin: true}", ""},
		"a JSON object": {`{"people":[{"name":"ada","real_name":"Ada M"}]}`, ""},
		"channels and user groups": {"people: [{name: ada, real_name: Ada M}]\nchannels: [{name: here}]\n" +
			"usergroups: [{handle: crew, name: Crew, users: [ada]}]", ""},
		"an empty file":     {"", "empty"},
		"no list":           {"hello", "people"},
		"an unknown field":  {"- {name: ada, real_name: Ada, colour: red}", "colour"},
		"no name":           {"- {real_name: Ada}", "person 1"},
		"a name in capital": {"- {name: Ada, real_name: Ada}", ""},
		"a name with space": {"- {name: a b, real_name: Ada}", "person 1"},
		"no real name":      {"- {name: ada, real_name: Ada}\n- {name: ben}", "person 2"},
		"an unknown zone":   {"- {name: ada, real_name: Ada, tz: Mars/Base}", "Mars/Base"},
		"a strange id":      {"- {name: ada, real_name: Ada, id: X1}", "X1"},
	} {
		t.Run(name, func(t *testing.T) {
			company, err := slacksim.ParseCompany([]byte(c.text))
			more := len(company.Usergroups) + len(company.Channels)
			switch {
			case c.wrong == "" && (err != nil || company.People[0].Name != "ada" || (more == 2) != strings.Contains(name,
				"group")):
				t.Errorf("got %+v, %v", company, err)
			case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
				t.Errorf("got %v, want one about %q", err, c.wrong)
			}
		})
	}
}

// Page: reference/methods/usergroups.create: handles are unique.
func TestUsergroups_OfTheOptions(t *testing.T) {
	crew := slacksim.Usergroup{Handle: "crew", Name: "Crew", Users: []string{"ada"}}
	for wrong, groups := range map[string][]slacksim.Usergroup{
		"":             {crew, {Handle: "all", Name: "All"}},
		"@crew exists": {crew, crew},
		"needs a":      {{Handle: "crew"}},
		"nobody":       {{Handle: "crew", Name: "Crew", Users: []string{"nobody"}}},
	} {
		_, err := slacksim.New(slacksim.Options{Manifest: []byte(testManifest), Usergroups: groups})
		if (err != nil) != (wrong != "") || (err != nil && !strings.Contains(err.Error(), wrong)) {
			t.Errorf("%q: got %v", wrong, err)
		}
	}
}

func TestPeople_AreUnique(t *testing.T) {
	people := []slacksim.User{{Name: "ada", RealName: "A"}, {Name: "ada", RealName: "B"},
		{ID: "U1", Name: "c", RealName: "C"}, {ID: "U1", Name: "d", RealName: "D"}}
	_, err := slacksim.New(slacksim.Options{Manifest: []byte(testManifest), People: people})
	if err == nil || !strings.Contains(err.Error(), "ada is taken") || !strings.Contains(err.Error(), "U1 is taken") {
		t.Errorf("got %v", err)
	}
}

func TestSummary_TellsHowToConnect(t *testing.T) {
	w := mustWorld(t)
	summary := w.Summary()
	for _, part := range []string{"http://slack.test/api/", w.BotToken(), w.AppToken(), "Ada Moreau",
		"single-channel guest"} {
		if !strings.Contains(summary, part) {
			t.Errorf("%q is missing in:\n%s", part, summary)
		}
	}
}

// onTCP is a listener that says it listens on a TCP address.
type onTCP struct{ net.Listener }

func (onTCP) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8301} }

// A program prints the summary while Serve may not have begun yet; without the wait it printed addresses without a
// host.
func TestSummary_WaitsForTheAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, err := slacksim.New(slacksim.Options{Manifest: []byte(testManifest)})
		mustNotFail(t, err)
		pipe := slacksim.NewPipe()
		served := make(chan error, 1)
		go func() {
			time.Sleep(500 * time.Millisecond)
			served <- sim.Serve(onTCP{pipe})
		}()
		if summary := sim.Summary(); !strings.Contains(summary, "http://127.0.0.1:8301/api/") {
			t.Errorf("summary:\n%s", summary)
		}
		mustNotFail(t, sim.Close())
		_ = pipe.Close()
		mustNotFail(t, <-served)
	})
}
