// The small parsers beneath the formats: encodings, addresses, dates, languages and rules keep their promises for any
// input.

package feed

import (
	"bytes"
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"vouch/store"
)

func FuzzReadDocument(f *testing.F) {
	f.Add([]byte("\xFF\xFE<\x00a\x00>\x00"), "")
	f.Add([]byte("\x00<\x00a"), "text/xml; charset=utf-16")
	f.Add([]byte("\xEF\xBB\xBF<a>\xff</a>"), "text/html; charset=iso-2022-jp")
	f.Add([]byte("<?xml version='1.0' encoding='gb18030'?><a>\x81\x30\x81\x30</a>"), "")
	f.Add([]byte("<a>\x1b$B\x24\x22\x1b(B</a>"), "text/xml; charset=ISO-2022-JP")
	f.Add([]byte("+ADw-script+AD4-"), "text/html; charset=utf-7")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		const limit = 4096
		text, err := readDocument(bytes.NewReader(body), contentType, limit)
		if err != nil {
			if kind := kindOf(err); kind != Empty && kind != TooLarge || kind == TooLarge && len(body) <= limit {
				t.Fatalf("%d bytes: %v", len(body), err)
			}
			return
		}
		if !utf8.Valid(text) || len(bytes.TrimSpace(text)) == 0 || len(text) > 4*len(body) {
			t.Fatalf("%d bytes became %d: %q", len(body), len(text), text)
		}
	})
}

func FuzzDetectBoard(f *testing.F) {
	for _, address := range []string{"https://boards.greenhouse.io/acme/jobs/1",
		"https://boards.greenhouse.io/embed/job_board?for=acme",
		"https://jobs.eu.lever.co/acme", "https://api.ashbyhq.com/posting-api/job-board/Acme%20Inc",
		"https://jobs.lever.co/..%2f..", "https://boards.greenhouse.io//"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		system, name, ok := DetectBoard(address)
		if !ok {
			return
		}
		list, err := BoardURL(system, name)
		if err != nil {
			t.Fatalf("%q is board %q of %q, which has no list: %v", address, name, system, err)
		}
		parsed, err := url.Parse(list)
		if err != nil || parsed.Scheme != "https" || parsed.User != nil || strings.Contains(parsed.Path, "/../") {
			t.Fatalf("%q has its list at %q: %v", address, list, err)
		}
		if again, same, ok := DetectBoard(list); !ok || again != system || same != name {
			t.Fatalf("the list of %q %q is board %q of %q", system, name, same, again)
		}
	})
}

// FuzzCheckURL holds that no spelling of an address of this machine or a private network passes before names are looked
// up.
func FuzzCheckURL(f *testing.F) {
	for _, address := range []string{"http://127.0.0.1/", "http://0x7f.1/", "http://2130706433/",
		"http://[::ffff:10.0.0.1]/", "http://[fe80::1%25eth0]/", "http://a@b/",
		"http://169.254.169.254./latest", "https://example.com:443/", "http://[64:ff9b::7f00:1]/"} {
		f.Add(address)
	}
	guard := NewFetcher(Options{})
	f.Fuzz(func(t *testing.T, address string) {
		target, err := url.Parse(address)
		if err != nil {
			return
		}
		if err := guard.checkURL(target); err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Kind != Blocked || e.Msg == "" {
				t.Fatalf("%q: %#v", address, err)
			}
			return
		}
		ip, err := netip.ParseAddr(target.Hostname())
		if target.User != nil || err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() ||
			ip.IsUnspecified() || ip.IsMulticast()) {
			t.Fatalf("%q passes", address)
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, text := range []string{"2026-03-02T09:30:00Z", "Mon, 2 Mar 2026 09:30:00 +0100", "2 March 2026",
		" 2026-02-30 ", "9999-12-31T23:59:59+14:00", "0000-01-01"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, until := parseTime(text), parseExpiry(text)
		if at.Location() != time.UTC || at.IsZero() != until.IsZero() && !at.IsZero() || until.Before(at) {
			t.Fatalf("%q is %v, as the last day %v", text, at, until)
		}
		if at.IsZero() || at.Year() < 0 || at.Year() > 9999 {
			return
		}
		if again := parseTime(at.Format(time.RFC3339)); !again.Equal(at.Truncate(time.Second)) {
			t.Fatalf("%q is %v, then %v", text, at, again)
		}
	})
}

func FuzzGuessLanguage(f *testing.F) {
	f.Add("The quick brown fox and the lazy dog of the house", "de_AT.UTF-8")
	f.Add("Wir suchen eine Entwicklerin für die Plattform und das Team", "x-klingon")
	f.Add("日本語のテキスト", "zh-Hant-TW")
	f.Fuzz(func(t *testing.T, text, declared string) {
		for _, language := range []string{GuessLanguage(text), baseLanguage(declared)} {
			if len(language) > 3 || strings.Trim(language, "abcdefghijklmnopqrstuvwxyz") != "" {
				t.Fatalf("%q, declared %q, is in %q", text, declared, language)
			}
		}
	})
}

func FuzzApplyRules(f *testing.F) {
	f.Add("We use C++ & Go", "All about C#", "c++", "platform", "Hiring")
	f.Add("İstanbul", "ß", "i̇stanbul", "", "STRASSE")
	f.Fuzz(func(t *testing.T, title, summary, word, topic, category string) {
		item := Item{Title: title, Summary: summary, Topics: []string{category}, Kind: store.Article}
		rules := []store.TagRule{{Words: []string{word}, Topics: []string{topic}, Kind: store.Job}}
		got := applyRules(rules, item)
		if len(got.Topics) > MaxTopics || got.Title != title || (got.Kind != store.Article && got.Kind != store.Job) {
			t.Fatalf("%+v", got)
		}
		for _, name := range got.Topics {
			if name == "" || name != Sanitize(name, 0) {
				t.Fatalf("topic %q of %+v", name, got)
			}
		}
		// A rule whose word is in the title applies whatever stands around it.
		if strings.TrimSpace(wordText(word)) != "" {
			item.Title = "(" + word + ")"
			if applyRules(rules, item).Kind != store.Job {
				t.Fatalf("%q is not found in %q", word, item.Title)
			}
		}
	})
}
