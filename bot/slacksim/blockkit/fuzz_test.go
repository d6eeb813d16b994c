// The Block Kit checks on arbitrary bytes: they never panic, and the same payload always gets the same answer.

package blockkit_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim/blockkit"
)

// mustReadGood gives the accepted payloads whose names start with a surface.
func mustReadGood(tb testing.TB, prefix string) map[string][]byte {
	tb.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", prefix+"*.json"))
	if err != nil || len(names) == 0 {
		tb.Fatalf("no payloads for %q: %v", prefix, err)
	}
	good := map[string][]byte{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		good[filepath.Base(name)] = content
	}
	return good
}

// Payloads as real apps send them; none may be refused.
func TestCheck_GoodPayloads(t *testing.T) {
	for name, payload := range mustReadGood(t, "message") {
		if problems := messageProblems(payload); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
	for _, prefix := range []string{"modal", "home"} {
		for name, payload := range mustReadGood(t, prefix) {
			view, problems := blockkit.CheckView(payload)
			if len(problems) > 0 {
				t.Errorf("%s: %v", name, problems)
			}
			checkStoredAgain(t, name, view)
		}
	}
}

// checkStoredAgain expects that a stored view passes when it is sent back unchanged, as apps do that edit what they
// got.
func checkStoredAgain(tb testing.TB, name string, view map[string]any) {
	tb.Helper()
	stored, err := json.Marshal(view)
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	again, problems := blockkit.CheckView(stored)
	if len(problems) > 0 {
		tb.Errorf("%s sent back: %v", name, problems)
	}
	if diff := cmp.Diff(view, again); diff != "" {
		tb.Errorf("%s changed when sent back:\n%s", name, diff)
	}
}

// checkAnswer expects problems that an app can read: a code, and pointers below the payload.
func checkAnswer(tb testing.TB, problems, again []blockkit.Problem) {
	tb.Helper()
	if diff := cmp.Diff(problems, again); diff != "" {
		tb.Errorf("a second look differs:\n%s", diff)
	}
	for _, problem := range problems {
		if problem.Code == "" || problem.String() == "" || problem.Pointer != "" && !strings.HasPrefix(problem.Pointer, "/") {
			tb.Errorf("unreadable problem %#v", problem)
		}
	}
}

func FuzzCheckMessage(f *testing.F) {
	for _, payload := range mustReadGood(f, "message") {
		f.Add(payload)
	}
	f.Add([]byte(`{"blocks":[null]}`))
	f.Add([]byte(`{"text":"\u0000","blocks":[{"type":"section","fields":[[]]}],"attachments":[null]}`))
	f.Add([]byte(`{"blocks":[{"type":"container","child_blocks":[{"type":"table","rows":[[[]]]}]}]}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		before := bytes.Clone(payload)
		problems := messageProblems(payload)
		checkAnswer(t, problems, messageProblems(payload))
		if !bytes.Equal(before, payload) {
			t.Error("the payload was changed")
		}
	})
}

func FuzzCheckView(f *testing.F) {
	for _, prefix := range []string{"modal", "home"} {
		for _, payload := range mustReadGood(f, prefix) {
			f.Add(payload)
		}
	}
	f.Add([]byte(`{"type":"home","blocks":[{"type":"plan","tasks":[{"type":"task_card"}]},5,null]}`))
	f.Add([]byte(
		`{"type":"modal","title":null,"blocks":[{"type":"input","element":{"type":"number_input","min_value":"1e9999999"}}]}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		view, problems := blockkit.CheckView(payload)
		_, again := blockkit.CheckView(payload)
		checkAnswer(t, problems, again)
		if (view == nil) == (len(problems) == 0) {
			t.Errorf("a view and %d problems", len(problems))
		}
	})
}
