// README tests: its settings, commands and manifest link are what the program really has; -update writes them anew.

package main

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"vouch/bot"
)

var update = flag.Bool("update", false, "write the generated parts of README.md")

const readmePath = root + "/README.md"

// parts are the generated parts of README.md, each between <!-- name --> and <!-- /name -->.
func parts(t *testing.T) map[string]string {
	return map[string]string{"settings": settingsTable(t), "commands": commandTable(t), "install": manifestLink()}
}

func TestReadme_GeneratedParts(t *testing.T) {
	text := mustRead(t, readmePath)
	for name, want := range parts(t) {
		begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
		head, rest, found := strings.Cut(text, begin)
		got, tail, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Errorf("README.md has no part %q", name)
			continue
		}
		if *update {
			text = head + begin + want + end + tail
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("README.md, part %q, is not what the program has: go test ./cmd/vouch -run TestReadme -update (-want "+
				"+got)\n%s", name, diff)
		}
	}
	if *update {
		mustWrite(t, readmePath, text)
	}
}

// tree is the command tree as kong sees it.
func tree(t *testing.T) *kong.Application {
	t.Helper()
	parser, err := kong.New(&commands{}, kong.Name("vouch"))
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

// settingsTable lists what vouch serve can be told, by environment variable.
func settingsTable(t *testing.T) string {
	var out strings.Builder
	out.WriteString("| Variable | Default | Meaning |\n|---|---|---|\n")
	for _, command := range tree(t).Children {
		if command.Name != "serve" {
			continue
		}
		for _, flag := range command.Flags {
			if len(flag.Envs) == 0 {
				t.Errorf("--%s has no environment variable", flag.Name)
				continue
			}
			value := ""
			if flag.HasDefault {
				value = "`" + flag.Default + "`"
			}
			fmt.Fprintf(&out, "| `%s` | %s | %s |\n", flag.Envs[0], value, flag.Help)
		}
	}
	return out.String()
}

// commandTable lists the commands with what they do, those of a family in one row.
func commandTable(t *testing.T) string {
	var out strings.Builder
	out.WriteString("| Command | What it does |\n|---|---|\n")
	for _, command := range tree(t).Children {
		var family []string
		for _, child := range command.Children {
			family = append(family, child.Name)
		}
		name := strings.TrimSpace(command.Name + " " + strings.Join(family, "/"))
		fmt.Fprintf(&out, "| `vouch %s` | %s |\n", name, command.Help)
	}
	return out.String()
}

// comments and half of the indentation are for people who read the manifest; in the link they would only be long.
var (
	comments    = regexp.MustCompile(`(?m)^#.*\n`)
	indentation = regexp.MustCompile(`(?m)^ +(- )?`)
)

// manifestLink opens Slack's form for a new app with the manifest filled in
// (docs.slack.dev/app-manifests/configuring-apps-with-app-manifests).
func manifestLink() string {
	manifest := comments.ReplaceAllString(string(bot.Manifest()), "")
	manifest = indentation.ReplaceAllStringFunc(manifest, func(begin string) string {
		if depth, item := strings.CutSuffix(begin, "- "); item {
			return depth[:len(depth)/2-1] + "- " // what follows it stands two columns further
		}
		return begin[:len(begin)/2]
	})
	return "[Create the Slack app](https://api.slack.com/apps?new_app=1&manifest_yaml=" +
		strings.ReplaceAll(url.QueryEscape(manifest), "+", "%20") + ")\n"
}

func TestReadme_LinkCarriesTheManifest(t *testing.T) {
	found := regexp.MustCompile(`\(https://api\.slack\.com/apps\?[^)]*\)`).FindString(mustRead(t, readmePath))
	link, err := url.Parse(strings.Trim(found, "()"))
	if err != nil || link.Query().Get("new_app") != "1" {
		t.Fatalf("the link is %.60q, error %v", found, err)
	}
	var want, got any
	if err := yaml.Unmarshal([]byte(mustRead(t, root+"/manifest.yml")), &want); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal([]byte(link.Query().Get("manifest_yaml")), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the link's manifest is not manifest.yml (-want +got):\n%s", diff)
	}
}

// The targets for the page and for the manifest's description, which Slack shows beside the app's name.
const (
	maxReadme      = 12 << 10
	maxDescription = 10 // words
)

func TestReadme_IsShortAndGivesEachScopeItsReason(t *testing.T) {
	text := mustRead(t, readmePath)
	if len(text) > maxReadme {
		t.Errorf("README.md has %d bytes, at most %d", len(text), maxReadme)
	}
	var manifest struct {
		Display struct {
			Description string `yaml:"description"`
		} `yaml:"display_information"`
		OAuth struct {
			Scopes struct {
				Bot []string `yaml:"bot"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal(bot.Manifest(), &manifest); err != nil || len(manifest.OAuth.Scopes.Bot) == 0 {
		t.Fatalf("the manifest has no scopes: %v", err)
	}
	if words := strings.Fields(manifest.Display.Description); len(words) == 0 || len(words) > maxDescription {
		t.Errorf("the manifest's description has %d words, at most %d", len(words), maxDescription)
	}
	for _, scope := range manifest.OAuth.Scopes.Bot {
		if !regexp.MustCompile("(?m)^- `" + scope + "`: .{20,}[.]$").MatchString(text) {
			t.Errorf("README.md does not say why the app asks for %s", scope)
		}
	}
}

func TestReadme_NamesOnlyWhatExists(t *testing.T) {
	text := mustRead(t, readmePath)
	var known []string
	for _, leaf := range tree(t).Leaves(true) {
		known = append(known, strings.Fields(leaf.FullPath())[1])
	}
	called := regexp.MustCompile("(?m)(?:^|`)(?:go run ./cmd/vouch|vouch) ([a-z-]+)")
	for _, line := range called.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(known, line[1]) {
			t.Errorf("README.md names the command %q, which does not exist", line[1])
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([^):#]+)\)`).FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join(root, link[1])); err != nil {
			t.Errorf("README.md links to %s: %v", link[1], err)
		}
	}
}

func TestReadme_ScreenshotIsOne(t *testing.T) {
	picture := mustRead(t, root+"/bot/slacksim/testdata/demo.png")
	config, err := png.DecodeConfig(bytes.NewReader([]byte(picture)))
	if err != nil || config.Width != 1280 || config.Height != 800 || len(picture) > 300<<10 {
		t.Errorf("the screenshot is %d x %d in %d bytes, error %v; want 1280 x 800 in at most 300 KB", config.Width,
			config.Height, len(picture), err)
	}
}
