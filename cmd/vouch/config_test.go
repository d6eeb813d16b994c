// Config tests: tokens as people paste them, and addresses with and without their slash; the mistakes are in the
// scripts.

package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// aConfig is valid; change makes it what the test is about.
func aConfig(tb testing.TB, change func(*config)) *config {
	tb.Helper()
	c := &config{
		BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: "https://slack.com/api/", Connections: 2, LogLevel: "info",
		database: database{DB: filepath.Join(tb.TempDir(), "vouch.db")},
	}
	change(c)
	return c
}

func TestConfig_Load(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "token")
	mustWrite(t, file, "xoxb-from-file\r\n")
	cases := map[string]struct {
		change  func(*config)
		mistake string // "" is none
		check   func(*config) bool
	}{
		"a token with white space around it": {
			change: func(c *config) { c.BotToken = " xoxb-2\n" }, check: func(c *config) bool { return c.BotToken == "xoxb-2" }},
		"a token from a file with a Windows line end": {
			change: func(c *config) { c.BotToken, c.BotTokenFile = "", file },
			check:  func(c *config) bool { return c.BotToken == "xoxb-from-file" }},
		"a token in quotes": {change: func(c *config) { c.BotToken = `"xoxb-2"` },
			mistake: "SLACK_BOT_TOKEN has spaces or quotes"},
		"two tokens in one": {change: func(c *config) { c.AppToken = "xapp-1 xoxb-1" },
			mistake: "SLACK_APP_TOKEN has spaces or quotes"},
		"a signing secret": {change: func(c *config) { c.BotToken = "8f742231b10e" },
			mistake: "looks like no Slack token"},
		"a rotating token": {change: func(c *config) { c.BotToken = "xoxe.xoxb-1-abc" },
			mistake: "looks like a rotating token"},
		"the tokens swapped": {change: func(c *config) { c.BotToken, c.AppToken = c.AppToken, c.BotToken },
			mistake: "looks like an app-level token"},
		"a file that is not there": {change: func(c *config) { c.AppToken, c.AppTokenFile = "", file+"2" },
			mistake: "SLACK_APP_TOKEN_FILE: open"},
		"an address without a slash": {change: func(c *config) { c.APIURL = "https://proxy.example/api" },
			check: func(c *config) bool { return c.APIURL == "https://proxy.example/api/" }},
		"an address of another kind": {change: func(c *config) { c.APIURL = "wss://slack.com/api/" },
			mistake: "SLACK_API_URL"},
		"no connections":              {change: func(c *config) { c.Connections = 0 }, mistake: "VOUCH_CONNECTIONS is 0"},
		"the machine's own time zone": {change: func(c *config) { c.TimeZone = "Local" }, mistake: "VOUCH_TIMEZONE"},
		"a backup folder that is a file": {change: func(c *config) { c.BackupDir = file },
			mistake: "VOUCH_BACKUP_DIR: " + file + " is no folder"},
		"managers with spaces and commas": {change: func(c *config) { c.Managers = []string{" U0ADA ", ""} },
			check: func(c *config) bool { return len(c.Managers) == 1 && c.Managers[0] == "U0ADA" }},
		"an address without a port": {change: func(c *config) { c.Listen = "localhost" },
			mistake: `VOUCH_LISTEN: "localhost" is no address to listen at, such as :8080`},
		"metrics at the address of the web face": {change: func(c *config) { c.Listen, c.MetricsListen = ":8080", ":8080" },
			mistake: "VOUCH_METRICS_LISTEN is the address of VOUCH_LISTEN"},
		"a public address with a slash": {
			change: func(c *config) { c.Listen, c.PublicURL = ":8080", "https://go.example.com/x/" },
			check:  func(c *config) bool { return c.PublicURL == "https://go.example.com/x" }},
		"a public address without its scheme": {change: func(c *config) { c.Listen, c.PublicURL = ":8080", "go.example.com" },
			mistake: `VOUCH_PUBLIC_URL: "go.example.com" is no http(s) address`},
		"a public address with a query": {
			change:  func(c *config) { c.Listen, c.PublicURL = ":8080", "https://go.example.com/?a" },
			mistake: "VOUCH_PUBLIC_URL: leave out what stands around"},
		"a public address and nobody there": {change: func(c *config) { c.PublicURL = "https://go.example.com" },
			mistake: "VOUCH_PUBLIC_URL is set, but nothing would answer there: set VOUCH_LISTEN too"},
		"a certificate without its key": {change: func(c *config) { c.Listen, c.TLSCert = ":8080", file },
			mistake: "VOUCH_TLS_CERT and VOUCH_TLS_KEY belong together"},
		"a certificate that is none": {change: func(c *config) { c.Listen, c.TLSCert, c.TLSKey = ":8080", file, file },
			mistake: "VOUCH_TLS_CERT: read the certificate " + file},
		"a certificate for nothing": {change: func(c *config) { c.TLSCert, c.TLSKey = file, file },
			mistake: "VOUCH_TLS_CERT is set, but nothing listens"},
		"a proxy that is no address": {change: func(c *config) { c.Proxies = []string{"10.0.0.0/8", " ", "proxy"} },
			mistake: `VOUCH_TRUSTED_PROXIES: "proxy" is no address or network`},
		"a key and a key file": {change: func(c *config) { c.Key, c.KeyFile = "00", file },
			mistake: "VOUCH_KEY and VOUCH_KEY_FILE are both set"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			settings := aConfig(t, c.change)
			err := settings.load()
			switch {
			case c.mistake == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.mistake != "" && (err == nil || !strings.Contains(err.Error(), c.mistake)):
				t.Errorf("error %v, want %q in it", err, c.mistake)
			case c.check != nil && !c.check(settings):
				t.Errorf("read as %+v", settings)
			}
		})
	}
}

func TestConfig_PrintsNoTokens(t *testing.T) {
	c := aConfig(t, func(c *config) { c.BotToken, c.AppToken, c.Key = "xoxb-hidden", "xapp-hidden", "hidden" })
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(verb, c); strings.Contains(text, "hidden") {
			t.Errorf("%s prints a secret: %s", verb, text)
		}
	}
}
