// Manifest tests: manifest.yml asks Slack for exactly what the code uses, and each id means one thing.

package bot_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"vouch/bot"
	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/socket"
	"vouch/store"
	"vouch/store/storetest"
)

// appManifest is the part of docs.slack.dev/reference/app-manifest that the code depends on.
type appManifest struct {
	Features struct {
		AppHome struct {
			Home     bool `yaml:"home_tab_enabled"`
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Commands []struct {
			Command string `yaml:"command"`
			Escape  bool   `yaml:"should_escape"`
		} `yaml:"slash_commands"`
		Shortcuts []struct {
			Type     string `yaml:"type"`
			Callback string `yaml:"callback_id"`
		} `yaml:"shortcuts"`
	} `yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `yaml:"bot"`
		} `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		SocketMode bool `yaml:"socket_mode_enabled"`
	} `yaml:"settings"`
}

func mustAppManifest(tb testing.TB) appManifest {
	tb.Helper()
	var m appManifest
	if err := yaml.Unmarshal(bot.Manifest(), &m); err != nil {
		tb.Fatal(err)
	}
	return m
}

// mustUnconnected makes a bot that never runs, with every surface.
func mustUnconnected(tb testing.TB, db *store.DB) *bot.Bot {
	tb.Helper()
	b, err := bot.New(bot.Config{DB: db, BotToken: "xoxb-test", AppToken: "xapp-test"})
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func TestManifest_DeclaresWhatIsHandled(t *testing.T) {
	m, b := mustAppManifest(t), mustUnconnected(t, storetest.MustOpen(t))
	var declared, handled []string
	for _, c := range m.Features.Commands {
		declared = append(declared, c.Command)
		if c.Escape {
			t.Errorf("%s: text is decoded as it was typed, should_escape must be false", c.Command)
		}
	}
	for _, s := range m.Features.Shortcuts {
		declared = append(declared, s.Type+" "+s.Callback)
	}
	for _, key := range b.RouteKeys() {
		switch key.Kind {
		case dispatch.KindCommand:
			handled = append(handled, key.Key)
		case dispatch.KindShortcut:
			handled = append(handled, "global "+key.Key)
		case dispatch.KindOnMessage:
			handled = append(handled, "message "+key.Key)
		}
	}
	slices.Sort(declared)
	slices.Sort(handled)
	if diff := cmp.Diff(declared, slices.Compact(handled)); diff != "" {
		t.Errorf("commands and shortcuts (-manifest +code):\n%s", diff)
	}
}

func TestManifest_Scopes(t *testing.T) {
	m := mustAppManifest(t)
	if diff := cmp.Diff(slices.Sorted(slices.Values(m.OAuth.Scopes.Bot)),
		slices.Sorted(slices.Values(slices.Concat(bot.Scopes, bot.ExtraScopes)))); diff != "" {
		t.Errorf("scopes (-manifest +code):\n%s", diff)
	}
	home := m.Features.AppHome
	if !home.Home || !home.Messages || home.ReadOnly || !m.Settings.SocketMode {
		t.Errorf("Home, direct messages or Socket Mode are off: %+v", m)
	}
}

// Every event that is asked for is decoded into something that is handled.
func TestManifest_Events(t *testing.T) {
	samples := map[string]string{
		"app_home_opened":  `{"type":"app_home_opened","user":"U1","tab":"home"}`,
		"app_uninstalled":  `{"type":"app_uninstalled"}`,
		"message.im":       `{"type":"message","channel_type":"im","user":"U1","channel":"D1","text":"x","ts":"1.1"}`,
		"reaction_added":   `{"type":"reaction_added","user":"U1","reaction":"one","item":{"type":"message","channel":"D1","ts":"1.1"}}`,
		"reaction_removed": `{"type":"reaction_removed","user":"U1","reaction":"one","item":{"type":"message","channel":"D1","ts":"1.1"}}`,
		"team_join":        `{"type":"team_join","user":{"id":"U1","real_name":"x"}}`,
		"user_change":      `{"type":"user_change","user":{"id":"U1","real_name":"x"}}`,
		"tokens_revoked":   `{"type":"tokens_revoked","tokens":{"bot":["UB"]}}`,
	}
	b := mustUnconnected(t, storetest.MustOpen(t))
	for _, name := range mustAppManifest(t).Settings.Events.Bot {
		in, err := dispatch.Decode(socket.Envelope{ID: "env-1", Type: "events_api",
			Payload: json.RawMessage(`{"event_id":"Ev1","team_id":"T1","event":` + samples[name] + `}`)})
		if err != nil {
			t.Fatal(err)
		}
		byCore := in.Kind == "people" || in.Kind == "revoked"
		if h, _ := b.Find(in); in.Kind == "other" || (h == nil && !byCore) {
			t.Errorf("%s is asked for and not handled", name)
		}
		delete(samples, name)
	}
	for name := range samples {
		t.Errorf("%s is handled and not asked for", name)
	}
}

// idName is how a constant is called that names a command, a shortcut, an action or a callback.
var idName = regexp.MustCompile(`^(act|cb|CB|cmd|shortcut|Act|Cb|Cmd|Shortcut)[A-Z]`)

// mustIDs reads the ids of every capability: package and name of the constant to value.
func mustIDs(tb testing.TB) map[string]string {
	tb.Helper()
	paths, err := filepath.Glob("*/*.go")
	if err != nil || len(paths) < 100 {
		tb.Fatalf("%d files, %v", len(paths), err)
	}
	ids := map[string]string{}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			tb.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || strings.HasSuffix(path, "_test.go") {
				return true
			}
			for i, name := range spec.Names {
				if !idName.MatchString(name.Name) || i >= len(spec.Values) {
					continue
				}
				if literal, ok := spec.Values[i].(*ast.BasicLit); ok && literal.Kind == token.STRING {
					ids[filepath.Dir(path)+"."+name.Name], _ = strconv.Unquote(literal.Value)
				}
			}
			return true
		})
	}
	return ids
}

func TestIDs_EachIsOneThing(t *testing.T) {
	ids, b := mustIDs(t), mustUnconnected(t, storetest.MustOpen(t))
	owner := map[string]string{}
	for name, value := range ids {
		_, own, _ := strings.Cut(name, ".")
		key := strings.ToLower(own[:2]) + " " + value // an action and a callback may share a word
		if other, taken := owner[key]; taken {
			t.Errorf("%s and %s are the same id %q", name, other, value)
		}
		owner[key] = name
	}
	handled := map[string]bool{}
	for _, key := range b.RouteKeys() {
		handled[key.Key] = true
	}
	for name, value := range ids {
		if value != block.ActLink && value != block.CBResult && value != block.CBMenu && !handled[value] {
			t.Errorf("nothing handles %s %q", name, value)
		}
	}
	known := map[string]bool{}
	for _, value := range ids {
		known[value] = true
	}
	for key := range handled {
		if key != "" && !known[key] {
			t.Errorf("%q is handled and has no constant", key)
		}
	}
}
