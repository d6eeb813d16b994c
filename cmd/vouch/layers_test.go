// The house rules as tests: who may import whom, and that tests do not sleep.

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the top of the project, seen from this package's folder.
const root = "../.."

// room is what one package may import of ours and from outside, beyond the standard library, and what of that it may
// not.
type room struct {
	ours, outside, banned []string
}

// The parts of the house that several rooms may import.
var (
	planning = []string{"digest", "digest/match", "digest/post", "digest/feed", "digest/report", "digest/report/chart",
		"digest/health"}
	slack     = "github.com/slack-go/slack"
	logging   = "github.com/rs/zerolog"
	graphemes = []string{"github.com/rivo/uniseg", "golang.org/x/text/unicode/norm"}
	noNetwork = []string{"net/http"}
)

// rooms is the house. A package that is not listed fails, so that nobody adds one without saying where it belongs; only
// the capabilities of the bot need no row, see roomOf.
var rooms = map[string]room{
	"store": {ours: []string{"store/kv", "store/text", "store/address", "store/calendar", "store/seal", "store/money",
		"store/problem", "store/term", "store/settings", "store/delivery", "store/taste", "store/persona", "store/click",
		"store/source", "store/bonus", "store/story", "store/referral", "store/outcome", "store/employee", "store/asset",
		"store/board", "store/campaign", "store/crisis", "store/gather", "store/audit", "store/share", "store/message",
		"store/clearance", "store/recognition", "store/webhook", "store/lesson", "store/pulse",
		"store/achievement", "store/policy"},
		banned:  noNetwork,
		outside: []string{"github.com/oklog/ulid/v2"}},
	"store/address":  {ours: []string{"store/text"}, outside: []string{"golang.org/x/net/idna"}, banned: noNetwork},
	"store/kv":       {outside: []string{"go.etcd.io/bbolt", "golang.org/x/sys"}, banned: noNetwork},
	"store/gather":   {banned: noNetwork},
	"store/seal":     {ours: []string{"store/kv"}, banned: noNetwork},
	"store/calendar": {banned: noNetwork},
	"store/audit":    {ours: []string{"store/text", "store/term"}, banned: noNetwork},
	"store/bonus":    {ours: []string{"store/money", "store/text"}, banned: noNetwork},
	"store/money":    {outside: []string{"golang.org/x/text/currency"}, banned: noNetwork},
	"store/problem":  {ours: []string{"store/text", "store/address"}, banned: noNetwork},
	"store/term":     {ours: []string{"store/text", "store/problem"}, banned: noNetwork},
	"store/click":    {ours: []string{"store/kv", "store/calendar", "store/term"}, banned: noNetwork},
	"store/delivery": {ours: []string{"store/kv", "store/term", "store/calendar", "store/problem", "store/settings"},
		banned: noNetwork},
	"store/taste": {ours: []string{"store/kv", "store/term"}, banned: noNetwork},
	"store/persona": {ours: []string{"store/kv", "store/text", "store/problem", "store/term", "store/audit"},
		banned: noNetwork},
	"store/story": {ours: []string{"store/text", "store/address", "store/problem", "store/term", "store/kv"},
		banned: noNetwork},
	"store/referral": {ours: []string{"store/kv", "store/text", "store/address", "store/problem", "store/term",
		"store/calendar", "store/money", "store/bonus"}, banned: noNetwork},
	"store/source": {ours: []string{"store/text", "store/address", "store/problem", "store/term",
		"store/calendar", "store/kv"},
		banned: noNetwork},
	"store/settings": {ours: []string{"store/text", "store/problem", "store/term", "store/calendar", "store/money",
		"store/bonus", "store/outcome", "store/audit", "store/lesson"},
		banned: noNetwork},
	"store/recognition": {ours: []string{"store/kv", "store/text", "store/problem", "store/term", "store/calendar"},
		banned: noNetwork},
	"store/achievement": {ours: []string{"store/kv", "store/term", "store/calendar", "store/recognition", "store/asset",
		"store/referral", "store/share", "store/story"}, banned: noNetwork},
	"store/policy": {ours: []string{"store/kv", "store/term", "store/problem", "store/persona", "store/asset"},
		banned: noNetwork},
	"store/pulse":  {ours: []string{"store/kv", "store/term", "store/calendar"}, banned: noNetwork},
	"store/lesson": {ours: []string{"store/kv", "store/text", "store/problem", "store/term"}, banned: noNetwork},
	"store/employee": {ours: []string{"store/kv", "store/text", "store/term", "store/calendar",
		"store/persona", "store/settings", "store/problem", "store/recognition"}, banned: noNetwork},
	"store/asset": {ours: []string{"store/text", "store/address", "store/problem", "store/term", "store/settings",
		"store/employee", "store/source", "store/story", "store/kv", "store/audit"}, banned: noNetwork},
	"store/message": {ours: []string{"store/kv", "store/term", "store/text"}, banned: noNetwork},
	"store/share": {ours: []string{"store/asset", "store/problem", "store/term", "store/text",
		"store/address", "store/kv", "store/taste", "store/employee"}, banned: noNetwork},
	"store/board": {ours: []string{"store/kv", "store/term", "store/calendar", "store/employee", "store/text"},
		banned: noNetwork},
	"store/campaign": {ours: []string{"store/text", "store/term", "store/calendar", "store/problem", "store/asset",
		"store/kv", "store/referral", "store/share"}, banned: noNetwork},
	"store/clearance": {ours: []string{"store/term", "store/kv"}, banned: noNetwork},
	"store/crisis": {ours: []string{"store/text", "store/term", "store/asset", "store/kv",
		"store/delivery", "store/message"}, banned: noNetwork},
	"store/outcome": {ours: []string{"store/kv", "store/text", "store/address", "store/problem", "store/term",
		"store/calendar", "store/money", "store/referral"}, banned: noNetwork},
	"store/webhook":   {ours: []string{"store/seal", "store/term", "store/referral", "store/outcome"}, banned: noNetwork},
	"store/text":      {outside: []string{"golang.org/x/text", "github.com/rivo/uniseg"}, banned: noNetwork},
	"store/storetest": {ours: []string{"store"}},

	"digest": {ours: []string{"store", "store/text", "digest/match"}, outside: []string{logging},
		banned: noNetwork},
	"digest/match":    {ours: []string{"store", "store/text", "store/taste"}, outside: graphemes, banned: noNetwork},
	"digest/post":     {ours: []string{"store", "store/text"}, outside: graphemes, banned: noNetwork},
	"digest/evaluate": {ours: []string{"store", "store/delivery", "store/taste", "digest/match"}, banned: noNetwork},
	"digest/health":   {ours: []string{"store", "store/text", "digest"}, banned: noNetwork},
	"digest/report": {ours: []string{"store", "store/bonus", "store/calendar", "store/money", "store/outcome",
		"store/text"},
		banned: noNetwork},
	"digest/report/chart": {ours: []string{"digest/report", "store"}, outside: []string{"gonum.org/v1/plot"},
		banned: noNetwork},
	"digest/report/page": {ours: []string{"digest/report", "digest/report/chart", "store", "store/text"},
		banned: noNetwork},
	"digest/digesttest": {ours: []string{"store"}},
	"digest/feed": {ours: []string{"store", "store/text"},
		outside: []string{"github.com/mmcdole/gofeed", "golang.org/x/net", "golang.org/x/text", logging}},

	"bot/block":    {ours: []string{"store", "store/text"}, outside: []string{slack}},
	"bot/pool":     {},
	"bot/picture":  {outside: []string{"golang.org/x/image", "golang.org/x/text/unicode/norm"}, banned: noNetwork},
	"bot/slackapi": {ours: []string{"store", "bot/block"}, outside: []string{slack, "golang.org/x/time/rate"}},
	// websocket is slack-go's own library. Its Socket Mode client is not used: it keeps Slack's reason to disconnect to
	// itself, reconnects without a pause, and does not acknowledge what it cannot decode.
	"bot/socket": {ours: []string{"bot/slackapi"}, outside: []string{logging, "github.com/gorilla/websocket",
		"golang.org/x/sync/errgroup", "github.com/cenkalti/backoff/v5"}},
	"bot/webhook": {ours: []string{"store", "store/webhook", "digest/feed"}, outside: []string{logging}},
	"bot/courier": {ours: []string{"store", "bot/slackapi", "bot/block", "bot/pool"},
		outside: []string{logging, "github.com/cenkalti/backoff/v5", "golang.org/x/sync/errgroup"}},
	"bot/dispatch": {ours: []string{"store", "store/text", "bot/slackapi", "bot/socket", "bot/block", "bot/pool"},
		outside: []string{"golang.org/x/time/rate", slack, logging, "golang.org/x/sync/errgroup"}},
	"bot/surface": {ours: slices.Concat(planning, []string{"store", "store/text", "store/money", "bot/dispatch",
		"bot/courier", "bot/slackapi", "bot/block", "bot/picture"}),
		outside: []string{slack, logging, "github.com/robfig/cron/v3"}},
	"bot/attribution": {ours: []string{"store", "store/text", "digest/post"},
		outside: []string{logging, "github.com/prometheus/client_golang"}},
	"bot/attribution/hook": {ours: []string{"store", "store/text", "store/money", "store/outcome"},
		outside: []string{logging}},
	"bot/bottest": {ours: []string{"store", "store/storetest", "digest", "digest/feed", "bot", "bot/surface",
		"bot/dispatch",
		"bot/block", "bot/slackapi", "bot/slacksim"}, outside: []string{slack, logging}},
	"bot/bottest/golden": {ours: []string{"store", "bot/surface", "bot/block", "bot/slacksim", "bot/slacksim/blockkit"},
		outside: []string{slack, "github.com/google/go-cmp"}},
	"bot/slacksim": {ours: []string{"bot/slacksim/blockkit"},
		outside: []string{"github.com/coder/websocket", "go.yaml.in/yaml/v3"}},
	"bot/slacksim/blockkit": {},

	"cmd/vouch/programfile": {ours: []string{"store", "store/bonus", "digest/feed"},
		outside: []string{"go.yaml.in/yaml/v3"}},
	"cmd/vouch": {
		ours: slices.Concat(planning, []string{"store", "store/audit", "store/money", "store/bonus", "store/outcome",
			"store/webhook",
			"digest/evaluate",
			"digest/report/page", "bot", "bot/attribution", "bot/attribution/hook", "bot/slacksim",
			"cmd/vouch/programfile"}),
		outside: []string{"github.com/alecthomas/kong", "github.com/mattn/go-isatty", logging, "go.yaml.in/yaml/v3"},
	},
}

// capability is the room of every folder of the bot that has no row above: what people can do. None imports another:
// what two need is in surface, what one needs of another is a callback that the bot gives it, or a verb of the store.
var capability = room{
	ours: slices.Concat(planning, []string{"store", "store/text", "store/money", "store/bonus", "store/outcome",
		"store/recognition", "store/audit", "bot/surface", "bot/dispatch", "bot/courier",
		"bot/slackapi",
		"bot/block", "bot/picture"}),
	outside: []string{slack, logging},
}

// theBot is the room of the package that puts the capabilities together.
func theBot(files []sourceFile) room {
	r := room{ours: slices.Concat(planning, []string{"store", "store/text"}),
		outside: []string{slack, logging, "github.com/robfig/cron/v3", "golang.org/x/sync/errgroup"}}
	for _, file := range files {
		if inner, below := strings.CutPrefix(file.folder, "bot/"); below && !strings.HasPrefix(inner, "slacksim") &&
			!strings.HasPrefix(inner, "bottest") {
			r.ours = append(r.ours, file.folder)
		}
	}
	return r
}

// roomOf finds the row of a folder.
func roomOf(folder string, files []sourceFile) (room, bool) {
	r, known := rooms[folder]
	parent, name := filepath.Split(folder)
	switch {
	case known:
	case folder == "bot":
		r, known = theBot(files), true
	case parent == "bot/" && name != "":
		r, known = capability, true
	}
	return r, known
}

// sourceFile is one parsed Go file of the project.
type sourceFile struct {
	path   string // slash-separated, from the top
	folder string
	test   bool
	text   []string // its lines
	tree   *ast.File
	set    *token.FileSet
}

// sourceFiles parses every Go file in process: a test that shells out to the go command would be hidden by the test
// cache. Tests share the result and change nothing in it.
func sourceFiles(t *testing.T) []sourceFile {
	t.Helper()
	if len(parsedFiles) > 0 {
		return parsedFiles
	}
	var files []sourceFile
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != root || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, path, text, parser.ParseComments)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		files = append(files, sourceFile{
			path: name, folder: strings.TrimSuffix(name, "/"+filepath.Base(path)), test: strings.HasSuffix(name, "_test.go"),
			text: strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"), tree: tree, set: set,
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("only %d Go files found under %s", len(files), root)
	}
	parsedFiles = files
	return files
}

// parsedFiles are those of the first sourceFiles.
var parsedFiles []sourceFile

// imports lists the import paths of a file.
func (f sourceFile) imports() []string {
	var paths []string
	for _, spec := range f.tree.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

func TestLayers_Imports(t *testing.T) {
	files := sourceFiles(t)
	for _, file := range files {
		allowed, known := roomOf(file.folder, files)
		if !known {
			t.Errorf("%s: the package %s is in no room of this house; say where it belongs", file.path, file.folder)
			continue
		}
		if file.test { // tests may use more: the simulator, helpers, the packages around them
			continue
		}
		for _, path := range file.imports() {
			if reason := allowed.refuses(path); reason != "" {
				t.Errorf("%s imports %s: %s", file.path, path, reason)
			}
		}
	}
}

// refuses says why a room may not import path; "" when it may.
func (r room) refuses(path string) string {
	within := func(list []string) bool {
		return slices.ContainsFunc(list, func(prefix string) bool {
			// Of slack-go each package counts alone: its types may be where its connections may not.
			return path == prefix || prefix != slack && strings.HasPrefix(path, prefix+"/")
		})
	}
	switch {
	case within(r.banned):
		return "this room must stay free of it"
	case strings.HasPrefix(path, "vouch/"):
		if !slices.Contains(r.ours, strings.TrimPrefix(path, "vouch/")) {
			return "imports run cmd -> bot -> digest -> store, and no capability imports another"
		}
	case strings.Contains(strings.SplitN(path, "/", 2)[0], "."):
		if !within(r.outside) {
			return "a new outside dependency belongs in the table of rooms, with a reason"
		}
	}
	return ""
}

// Inside a synctest bubble the clock is virtual, and a test may sleep.
func TestTests_DoNotSleepOutsideBubbles(t *testing.T) {
	files := sourceFiles(t)
	helpers := bubbleHelpers(files)
	for _, file := range files {
		called := calls(file.tree)
		// bottest.With opens a bubble for the tests of every capability.
		if !called["time.Sleep"] || called["synctest.Test"] || called["bottest.With"] {
			continue
		}
		bubbled := false
		for helper := range helpers[file.folder] {
			bubbled = bubbled || called[helper]
		}
		if !bubbled && !helperFile(file, helpers[file.folder]) {
			t.Errorf("%s calls time.Sleep: wait for a condition, or run in a synctest bubble", file.path)
		}
	}
}

// calls are the names of everything called below node: "Sleep" is listed as "time.Sleep" and a method by its name
// alone.
func calls(node ast.Node) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(node, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch function := call.Fun.(type) {
		case *ast.Ident:
			names[function.Name] = true
		case *ast.SelectorExpr:
			names[function.Sel.Name] = true
			if owner, ok := function.X.(*ast.Ident); ok {
				names[owner.Name+"."+function.Sel.Name] = true
			}
		}
		return true
	})
	return names
}

// bubbleHelpers are the functions of each folder that open a bubble, by themselves or by another of them.
func bubbleHelpers(files []sourceFile) map[string]map[string]bool {
	helpers := map[string]map[string]bool{}
	for grew := true; grew; {
		grew = false
		for _, file := range files {
			if helpers[file.folder] == nil {
				helpers[file.folder] = map[string]bool{"synctest.Test": true}
			}
			known := helpers[file.folder]
			for _, declaration := range file.tree.Decls {
				function, ok := declaration.(*ast.FuncDecl)
				if !ok || !file.test || known[function.Name.Name] {
					continue
				}
				for name := range calls(function) {
					if known[name] {
						known[function.Name.Name], grew = true, true
						break
					}
				}
			}
		}
	}
	return helpers
}

// helperFile tells whether the sleeps of a file are in what bubbled tests of the folder use: the file has no test of
// its own.
func helperFile(file sourceFile, helpers map[string]bool) bool {
	for _, declaration := range file.tree.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && strings.HasPrefix(function.Name.Name, "Test") {
			return false
		}
	}
	return file.test && len(helpers) > 1
}
