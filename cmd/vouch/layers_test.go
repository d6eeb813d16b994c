// The house rules as tests: who may import whom, how large a file may grow, and that each file says what lives in it.

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

// room is what one package may import of ours and from outside, beyond the standard library, and what of that it may not.
type room struct {
	ours, outside, banned []string
}

// rooms is the house. A package that is not listed fails, so that nobody adds one without saying where it belongs.
var rooms = map[string]room{
	"store":           {ours: []string{"store/text"}, outside: []string{"go.etcd.io/bbolt", "github.com/oklog/ulid/v2", "golang.org/x/net/idna", "golang.org/x/text", "golang.org/x/sys"}, banned: []string{"net/http"}},
	"store/text":      {},
	"store/storetest": {ours: []string{"store"}},
	"digest":          {ours: []string{"store", "store/text"}, outside: []string{"github.com/rivo/uniseg", "golang.org/x/text/unicode/norm", "github.com/rs/zerolog"}, banned: []string{"net/http"}},
	"digest/feed":     {ours: []string{"store", "store/text"}, outside: []string{"github.com/mmcdole/gofeed", "golang.org/x/net", "golang.org/x/text", "github.com/rs/zerolog"}},
	"bot": {
		ours: []string{"store", "store/text", "digest", "digest/feed"},
		// websocket is slack-go's own library: its dialer is the one place where a frame that slack-go swallows can be seen.
		outside: []string{"github.com/slack-go/slack", "github.com/gorilla/websocket", "github.com/robfig/cron/v3", "golang.org/x/time/rate",
			"golang.org/x/sync/errgroup", "github.com/cenkalti/backoff/v5", "github.com/rs/zerolog"},
	},
	"bot/slacksim": {outside: []string{"github.com/coder/websocket", "go.yaml.in/yaml/v3"}},
	"cmd/vouch": {
		ours:    []string{"store", "digest", "digest/feed", "bot", "bot/slacksim"},
		outside: []string{"github.com/alecthomas/kong", "github.com/mattn/go-isatty", "github.com/rs/zerolog", "go.yaml.in/yaml/v3"},
	},
}

// sourceFile is one parsed Go file of the project.
type sourceFile struct {
	path   string // slash-separated, from the top
	folder string
	test   bool
	lines  int
	tree   *ast.File
	set    *token.FileSet
}

// sourceFiles parses every Go file in process: a test that shells out to the go command would be hidden by the test cache.
func sourceFiles(t *testing.T) []sourceFile {
	t.Helper()
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
			lines: strings.Count(string(text), "\n"), tree: tree, set: set,
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("only %d Go files found under %s", len(files), root)
	}
	return files
}

// imports lists the import paths of a file.
func (f sourceFile) imports() []string {
	var paths []string
	for _, spec := range f.tree.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

func TestLayers_Imports(t *testing.T) {
	for _, file := range sourceFiles(t) {
		allowed, known := rooms[file.folder]
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
		return slices.ContainsFunc(list, func(prefix string) bool { return path == prefix || strings.HasPrefix(path, prefix+"/") })
	}
	switch {
	case within(r.banned):
		return "this room must stay free of it"
	case strings.HasPrefix(path, "vouch/"):
		if !slices.Contains(r.ours, strings.TrimPrefix(path, "vouch/")) {
			return "imports run cmd -> bot -> digest -> store"
		}
	case strings.Contains(strings.SplitN(path, "/", 2)[0], "."):
		if !within(r.outside) {
			return "a new outside dependency belongs in the table of rooms, with a reason"
		}
	}
	return ""
}

func TestLayers_SlackLibraryHasOneDoor(t *testing.T) {
	for _, file := range sourceFiles(t) {
		if file.test || file.folder == "bot" {
			continue
		}
		for _, path := range file.imports() {
			if strings.HasPrefix(path, "github.com/slack-go/slack") {
				t.Errorf("%s imports %s: only bot speaks to Slack", file.path, path)
			}
		}
	}
}

// The targets for the text itself.
const (
	maxFile     = 450
	maxTestFile = 600
	maxFunction = 70
)

func TestFiles_StaySmallAndSayWhatLivesThere(t *testing.T) {
	for _, file := range sourceFiles(t) {
		limit := maxFile
		if file.test {
			limit = maxTestFile
		}
		if file.lines > limit {
			t.Errorf("%s has %d lines, at most %d: split it by what its parts are about", file.path, file.lines, limit)
		}
		if firstSentence(file) == "" {
			t.Errorf("%s opens without a sentence that says what lives there", file.path)
		}
		for _, declaration := range file.tree.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || function.Body == nil || file.test {
				continue
			}
			length := file.set.Position(function.End()).Line - file.set.Position(function.Pos()).Line + 1
			if length > maxFunction {
				t.Errorf("%s: %s has %d lines, at most %d", file.path, function.Name.Name, length, maxFunction)
			}
		}
	}
}

// firstSentence is the opening comment's first sentence, "" when the file does not open with one.
func firstSentence(file sourceFile) string {
	if len(file.tree.Comments) == 0 || file.set.Position(file.tree.Comments[0].Pos()).Line != 1 {
		return ""
	}
	text := strings.Join(strings.Fields(file.tree.Comments[0].Text()), " ")
	sentence, _, found := strings.Cut(text, ". ")
	if !found && !strings.HasSuffix(text, ".") {
		return ""
	}
	return strings.TrimSuffix(sentence, ".") + "."
}

// Inside a synctest bubble the clock is virtual, and a test may sleep.
func TestTests_DoNotSleepOutsideBubbles(t *testing.T) {
	files := sourceFiles(t)
	helpers := bubbleHelpers(files)
	for _, file := range files {
		called := calls(file.tree)
		if !called["time.Sleep"] || called["synctest.Test"] {
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

// calls are the names of everything called below node: "Sleep" is listed as "time.Sleep" and a method by its name alone.
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

// helperFile tells whether the sleeps of a file are in what bubbled tests of the folder use: the file has no test of its own.
func helperFile(file sourceFile, helpers map[string]bool) bool {
	for _, declaration := range file.tree.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && strings.HasPrefix(function.Name.Name, "Test") {
			return false
		}
	}
	return file.test && len(helpers) > 1
}
