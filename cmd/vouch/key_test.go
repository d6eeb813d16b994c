// Key tests: made once and only for a new database, kept to its owner, never replaced.

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKey_Beside(t *testing.T) {
	database := filepath.Join(t.TempDir(), "vouch.db")
	first, made, err := keyBeside(database)
	if err != nil || !made || len(first) != keyLength {
		t.Fatalf("first start: %d bytes, made %v, error %v", len(first), made, err)
	}
	info, err := os.Stat(database + ".key")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file: %v, error %v; want it readable by its owner only", info.Mode(), err)
	}
	if _, made, err := keyBeside(database); err == nil || made || !strings.Contains(err.Error(), "its database") {
		t.Errorf("a key whose database is gone: made %v, error %v", made, err)
	}
	mustWrite(t, database, "")
	again, made, err := keyBeside(database)
	if err != nil || made || !bytes.Equal(again, first) {
		t.Errorf("second start: made %v, same %v, error %v", made, bytes.Equal(again, first), err)
	}
	mustWrite(t, database+".key", "broken")
	if _, made, err := keyBeside(database); err == nil || made {
		t.Errorf("a broken key file: made %v, error %v", made, err)
	}
	if text := mustRead(t, database+".key"); text != "broken" {
		t.Errorf("a broken key file was replaced by %q", text)
	}
}

func TestKey_Parse(t *testing.T) {
	digits := strings.Repeat("0f", keyLength)
	cases := map[string]struct {
		text  string
		valid bool
	}{
		"digits":                 {digits, true},
		"white space around":     {" " + digits + "\r\n", true},
		"upper case":             {strings.ToUpper(digits), true},
		"one digit too few":      {digits[1:], false},
		"one byte too many":      {digits + "00", false},
		"no digits":              {strings.Repeat("zz", keyLength), false},
		"nothing":                {"", false},
		"the key's raw 32 bytes": {strings.Repeat("k", keyLength), false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			key, err := parseKey(c.text)
			if (err == nil) != c.valid || (c.valid && len(key) != keyLength) {
				t.Errorf("%d bytes, error %v", len(key), err)
			}
			if err != nil && c.text != "" && strings.Contains(err.Error(), c.text) {
				t.Errorf("the error shows the key: %v", err)
			}
		})
	}
}

func mustWrite(tb testing.TB, path, text string) {
	tb.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
}

func mustRead(tb testing.TB, path string) string {
	tb.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}
