// What the tests of this package share.

package feed

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// MustFixture reads a file of testdata.
func MustFixture(tb testing.TB, name string) []byte {
	tb.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return body
}

// MustParse parses a document that has to be a feed.
func MustParse(tb testing.TB, document []byte, options ParseOptions) Result {
	tb.Helper()
	result, err := Parse(bytes.NewReader(document), options)
	if err != nil {
		tb.Fatalf("Parse: %v", err)
	}
	return result
}

// MustCanonical returns the key of an address that has to have one.
func MustCanonical(tb testing.TB, address string) string {
	tb.Helper()
	key, err := Canonical(address)
	if err != nil {
		tb.Fatalf("Canonical(%q): %v", address, err)
	}
	return key
}

// titlesOf lists the titles of the items.
func titlesOf(result Result) []string {
	var titles []string
	for _, item := range result.Items {
		titles = append(titles, item.Title)
	}
	return titles
}

// kindOf returns the kind of an error of this package, "" for any other error and for nil.
func kindOf(err error) ErrorKind {
	if known, ok := errors.AsType[*Error](err); ok {
		return known.Kind
	}
	return ""
}

// wantKind fails unless the error has the given kind and something to say to people.
func wantKind(tb testing.TB, err error, want ErrorKind) {
	tb.Helper()
	if kindOf(err) != want {
		tb.Fatalf("error kind = %q (%v), want %q", kindOf(err), err, want)
	}
	if known, ok := err.(*Error); !ok || len(known.Msg) < 20 || known.Msg[len(known.Msg)-1] != '.' {
		tb.Errorf("the error for people is not a sentence: %#v", err)
	}
}
