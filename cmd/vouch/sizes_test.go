// The targets for the text as tests: how large packages, files, functions and lines may grow, and that each file says
// what lives in it.

package main

import (
	"go/ast"
	"strings"
	"testing"
	"unicode/utf8"
)

// The targets. A file of tests may be longer than one of the program.
const (
	maxFile     = 450
	maxTestFile = 600
	maxFunction = 70
	maxWidth    = 120
)

// size is how many source files and lines a package may have, tests aside.
type size struct{ files, lines int }

// A package that outgrows this is split first. store holds all nouns, because share, points and outbox commit together;
// slacksim is one workspace.
var (
	maxPackage = size{45, 6500}
	largeRooms = map[string]size{
		"store":        {80, 15000},
		"bot/slacksim": {55, 9000},
	}
)

func TestPackages_StaySmall(t *testing.T) {
	sizes := map[string]size{}
	for _, file := range sourceFiles(t) {
		if !file.test {
			now := sizes[file.folder]
			sizes[file.folder] = size{now.files + 1, now.lines + len(file.text)}
		}
	}
	for folder, now := range sizes {
		most, large := largeRooms[folder]
		if !large {
			most = maxPackage
		}
		if now.files > most.files || now.lines > most.lines {
			t.Errorf("%s has %d files with %d lines, at most %d with %d: split it by what its parts are about", folder,
				now.files, now.lines, most.files, most.lines)
		}
	}
}

func TestFiles_StaySmallAndSayWhatLivesThere(t *testing.T) {
	for _, file := range sourceFiles(t) {
		limit := maxFile
		if file.test {
			limit = maxTestFile
		}
		if len(file.text) > limit {
			t.Errorf("%s has %d lines, at most %d: split it by what its parts are about", file.path, len(file.text), limit)
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

// TestLines_FitTheWidth leaves out what cannot go over two lines: strings in back quotes, tags among them, comments
// behind a field or a value, and samples in comments.
func TestLines_FitTheWidth(t *testing.T) {
	for _, file := range sourceFiles(t) {
		whole := map[int]bool{} // the lines that cannot be broken
		ast.Inspect(file.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				first, last := file.set.Position(n.Pos()).Line, file.set.Position(n.End()).Line
				for line := first; n.Value[0] == '`' && line <= last; line++ {
					whole[line] = true
				}
			case *ast.CommentGroup:
				if at := file.set.Position(n.Pos()); at.Column > 1 {
					whole[at.Line] = !strings.HasPrefix(strings.TrimSpace(file.text[at.Line-1]), "//")
				}
			}
			return true
		})
		for i, line := range file.text {
			if utf8.RuneCountInString(line) > maxWidth && !whole[i+1] && !strings.HasPrefix(line, "//\t") {
				t.Errorf("%s:%d has %d characters, at most %d", file.path, i+1, utf8.RuneCountInString(line), maxWidth)
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
