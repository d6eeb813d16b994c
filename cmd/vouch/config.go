// Every setting once: flag, environment variable, default and meaning; validation reports all mistakes at once.

package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"vouch/bot"
)

// config is what `vouch serve` reads. The struct tags are the one source of README's table. Fields without a default
// are empty when nobody set them. Secrets have the type bot.Secret, which prints as ***.
type config struct {
	// Better from the environment or a file: kong gives every field a flag as well, and
	// flags show in the list of processes.
	BotToken     bot.Secret `env:"SLACK_BOT_TOKEN" help:"Bot token (xoxb-...), from OAuth & Permissions."`
	BotTokenFile string     `env:"SLACK_BOT_TOKEN_FILE" help:"File holding the bot token instead." type:"path"`
	AppToken     bot.Secret `env:"SLACK_APP_TOKEN" help:"App-level token (xapp-...) with connections:write, from Basic Information."`
	AppTokenFile string     `env:"SLACK_APP_TOKEN_FILE" help:"File holding the app-level token instead." type:"path"`
	APIURL       string     `name:"api-url" env:"SLACK_API_URL" default:"https://slack.com/api/" help:"Slack's Web API, for GovSlack, a proxy or the simulator."`
	Connections  int        `env:"VOUCH_CONNECTIONS" default:"2" help:"Socket Mode connections at once (1-10)."`

	// The settings of the database are shared with the admin commands.
	database

	webConfig

	Managers  []string `env:"VOUCH_MANAGERS" help:"Slack user ids of program managers, with commas. Until one is named: workspace owners and admins."`
	TimeZone  string   `env:"VOUCH_TIMEZONE" help:"IANA time zone of the program, for boards and working days. Default: what is stored, UTC at first."`
	LogLevel  string   `env:"VOUCH_LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	BackupDir string   `env:"VOUCH_BACKUP_DIR" help:"Folder for a verified backup every night (02:17 UTC); the last seven are kept. Default: none." type:"path"`
}

// database is what every command that opens the file reads.
type database struct {
	DB      string     `name:"db" env:"VOUCH_DB" default:"vouch.db" help:"The database file." type:"path"`
	Key     bot.Secret `env:"VOUCH_KEY" help:"Key for personal data, 64 hexadecimal digits."`
	KeyFile string     `env:"VOUCH_KEY_FILE" help:"File holding the key. Default: the database's path with .key, made at first start." type:"path"`
}

// forgetEmptyVariables unsets the variables of the command tree that are set to nothing: compose files and service
// managers pass empty ones for settings nobody made, and the default should hold then. It changes the environment of
// the process; every command does it once, before anything reads a variable. A variable of white space alone counts as
// empty.
func forgetEmptyVariables(tree *kong.Application) error {
	return kong.Visit(tree, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			for _, name := range flag.Envs {
				if value, set := os.LookupEnv(name); set && strings.TrimSpace(value) == "" {
					if err := os.Unsetenv(name); err != nil {
						return err
					}
				}
			}
		}
		return next(nil)
	})
}

// userIDPattern is the shape of a Slack user id; Slack promises no more than the first letter.
var userIDPattern = regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`)

// load reads the files that stand for variables and checks everything. The error lists every mistake with its mend. On
// success c is ready for use: tokens stand in BotToken and AppToken wherever they came from, the ids in Managers are
// trimmed, and APIURL ends with a slash. Nothing is created and nothing is asked of Slack.
func (c *config) load() error {
	var mistakes mistakes
	c.BotToken = mistakes.token("SLACK_BOT_TOKEN", c.BotToken, c.BotTokenFile, "xoxb-",
		"OAuth & Permissions, \"Bot User OAuth Token\"")
	c.AppToken = mistakes.token("SLACK_APP_TOKEN", c.AppToken, c.AppTokenFile, "xapp-",
		"Basic Information, \"App-Level Tokens\", scope connections:write")
	mistakes.apiURL(c)
	if c.Connections < 1 || c.Connections > 10 {
		mistakes.add("VOUCH_CONNECTIONS is %d: Slack allows 1 to 10 connections", c.Connections)
	}
	mistakes.managers(c)
	// "" is UTC to LoadLocation and fine here: it keeps what is stored. "Local" would
	// mean the zone of whatever machine this runs on.
	if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "Local" {
		mistakes.add("VOUCH_TIMEZONE: %q is no IANA time zone, such as Europe/Berlin", c.TimeZone)
	}
	if !slices.Contains(logLevels, c.LogLevel) {
		mistakes.add("VOUCH_LOG_LEVEL: %q is none of %s", c.LogLevel, strings.Join(logLevels, ", "))
	}
	if c.BackupDir != "" {
		mistakes.folder("VOUCH_BACKUP_DIR", c.BackupDir)
	}
	mistakes.web(&c.webConfig)
	// The folder must exist, the file need not: making folders at a mistyped path would start an empty program there.
	mistakes.folder("VOUCH_DB", filepath.Dir(c.DB))
	mistakes.key(&c.database)
	return mistakes.err()
}

// key returns the key for personal data and, when one was just made, the sentence to tell the operator. It is the one
// place that may make a key, so it is called when the database is about to be opened, after all settings were found
// right. note is "" unless a key was made.
func (d *database) key() (key []byte, note string, err error) {
	// Opened, it would become a new program without a word.
	if info, err := os.Stat(d.DB); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return nil, "", fmt.Errorf("the database %s is empty: restore a backup (vouch restore --force); to begin anew, "+
			"move the file and its key away", d.DB)
	}
	if key, err = d.givenKey(); key == nil && err == nil {
		var made bool
		key, made, err = keyBeside(d.DB)
		if made {
			note = fmt.Sprintf("made the key for personal data at %s.key: keep a copy away from the backups, "+
				"without it referrals cannot be read", d.DB)
		}
	}
	return key, note, err
}

// givenKey is the key that a variable or a file gives, nil when neither is set.
func (d *database) givenKey() (key []byte, err error) {
	name := "VOUCH_KEY"
	switch {
	case d.Key != "" && d.KeyFile != "":
		return nil, errors.New("VOUCH_KEY and VOUCH_KEY_FILE are both set: keep one")
	case d.Key != "":
		key, err = parseKey(string(d.Key))
	case d.KeyFile != "":
		name = "VOUCH_KEY_FILE:"
		key, err = readKeyFile(d.KeyFile)
	}
	if err != nil {
		return nil, fmt.Errorf("%s %w", name, err)
	}
	return key, nil
}

// mistakes collects what is wrong with a configuration. Each is one sentence that names
// the variable and says what to do; values of secrets never stand in them.
type mistakes []string

func (m *mistakes) add(format string, args ...any) { *m = append(*m, fmt.Sprintf(format, args...)) }

// err is nil without mistakes, otherwise one usage error with a line for each.
func (m mistakes) err() error {
	if len(m) == 0 {
		return nil
	}
	list := strings.Join(m, "\n  - ")
	return usageError{errors.New("the configuration has " + plural(len(m), "mistake") + ":\n  - " + list)}
}

// managers trims the ids; the list may have empty places, as lists put together by
// scripts do. What stays is in the order given.
func (m *mistakes) managers(c *config) {
	var ids []string
	for _, id := range c.Managers {
		id = strings.TrimSpace(id)
		switch {
		case id == "":
		case userIDPattern.MatchString(id):
			ids = append(ids, id)
		default:
			m.add("VOUCH_MANAGERS: %q is no Slack user id (profile, three dots, \"Copy member ID\": U0123ABCD)", id)
		}
	}
	c.Managers = ids
}

// key checks the key's settings without making a key, so that a configuration with other
// mistakes leaves no key file behind.
func (m *mistakes) key(d *database) {
	if _, err := d.givenKey(); err != nil {
		m.add("%v", err)
	}
}

// token returns the token of a variable or of the file given instead, and checks that it is there and of the right
// type, without ever printing it. Both at once is a mistake, because one of them would be ignored. where is the page of
// the app's settings on which the token is found. What is returned is only of use when no mistake was added.
func (m *mistakes) token(name string, token bot.Secret, file, prefix, where string) bot.Secret {
	text := string(token)
	if file != "" {
		if text != "" {
			m.add("%s and %s_FILE are both set: keep one", name, name)
			return token
		}
		content, err := os.ReadFile(file)
		if err != nil {
			m.add("%s_FILE: %v", name, err)
			return ""
		}
		text = string(content)
	}
	// Files end with a line break, and tokens copied from a page come with spaces around them.
	text = strings.TrimSpace(text)
	switch {
	// The file is named: "is missing" would send people to the wrong place.
	case text == "" && file != "":
		m.add("%s_FILE: %s is empty: put the token into it, from https://api.slack.com/apps, %s", name, file, where)
	case text == "":
		m.add("%s is missing: copy it from https://api.slack.com/apps, %s", name, where)
	// Quotes come from env files whose reader takes them for a part of the value.
	case strings.ContainsAny(text, " \t\r\n\"'"):
		m.add("%s has spaces or quotes in it: copy only the token", name)
	case !strings.HasPrefix(text, prefix):
		m.add("%s must begin with %s: this looks like %s. Find the right one under %s", name, prefix, tokenType(text), where)
	}
	return bot.Secret(text)
}

// tokenType names what was given instead, by Slack's prefixes. The map's order does not
// matter: no prefix begins another.
func tokenType(token string) string {
	for prefix, name := range map[string]string{
		"xoxb-": "a bot token", "xapp-": "an app-level token", "xoxp-": "a user token", "xoxe": "a rotating token",
		"xwfp-": "a workflow token",
	} {
		if strings.HasPrefix(token, prefix) {
			return name
		}
	}
	return "no Slack token"
}

// apiURL checks SLACK_API_URL and gives it the trailing slash that method names are appended to.
func (m *mistakes) apiURL(c *config) {
	// http is allowed for the simulator and for proxies on the same machine.
	parsed, err := url.Parse(c.APIURL)
	if err != nil || parsed.Host == "" || (parsed.Scheme != "https" && parsed.Scheme != "http") {
		m.add("SLACK_API_URL: %q is no http(s) address, such as https://slack.com/api/", c.APIURL)
		return
	}
	if !strings.HasSuffix(c.APIURL, "/") {
		c.APIURL += "/"
	}
}

// folder checks that path is an existing folder.
func (m *mistakes) folder(name, path string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		m.add("%s: the folder %s does not exist: make it first (mkdir -p)", name, path)
	case !info.IsDir():
		m.add("%s: %s is no folder", name, path)
	}
}

// plural writes a count with its noun. It knows regular nouns only.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
