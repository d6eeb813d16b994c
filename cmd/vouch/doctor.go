// The doctor command: looks at everything an operator answers for, and gives the fix for each finding.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vouch/bot"
	"vouch/store"
)

type doctorCommand struct{ config }

// exitWarnings is the doctor's code when everything works and something should be done.
const exitWarnings = 3

// warned ends a command that found warnings and no failure.
type warned struct{ error }

// doctorPatience bounds the doctor's questions to Slack.
const doctorPatience = 20 * time.Second

// Run looks at the settings, Slack, the running bot, the disk, the backups, the database and the program, in this
// order, and never changes anything. What cannot be looked at because of an earlier finding is left out.
func (c *doctorCommand) Run(env *environment) error {
	found := c.settingsFindings()
	if c.BotToken != "" && c.AppToken != "" {
		ctx, cancel := context.WithTimeout(env.Context, doctorPatience)
		defer cancel()
		found = append(found, bot.Examine(ctx, bot.Config{BotToken: c.BotToken, AppToken: c.AppToken, APIURL: c.APIURL})...)
	}
	found = append(found, c.processFinding(env), diskFinding(filepath.Dir(c.DB)), c.backupFinding())
	if c.PublicURL != "" {
		found = append(found, linkFinding(env.Context, c.PublicURL))
	}
	found = append(found, c.databaseFindings(env)...)
	return writeFindings(env.Stdout, found)
}

// writeFindings writes a line for each finding and one with its fix, and returns the error that the worst one is.
func writeFindings(out io.Writer, found []bot.Finding) error {
	worst, count := bot.Fine, map[bot.Grade]int{}
	for _, f := range found {
		fmt.Fprintf(out, "%-7s %s: %s\n", [...]string{"ok", "warning", "FAILURE"}[f.Grade], f.Part, f.Text)
		if f.Fix != "" {
			fmt.Fprintf(out, "        -> %s\n", f.Fix)
		}
		worst = max(worst, f.Grade)
		count[f.Grade]++
	}
	switch worst {
	case bot.Failure:
		return fmt.Errorf("the doctor found %s and %s", plural(count[bot.Failure], "failure"),
			plural(count[bot.Warning], "warning"))
	case bot.Warning:
		return warned{fmt.Errorf("the doctor found %s", plural(count[bot.Warning], "warning"))}
	}
	return nil
}

// settingsFindings reads the settings as serve does; each mistake is a finding that holds its own fix.
func (c *doctorCommand) settingsFindings() (found []bot.Finding) {
	err := c.load()
	if err == nil {
		return []bot.Finding{{Part: "settings", Text: "complete"}}
	}
	lines := strings.Split(err.Error(), "\n  - ")
	for _, mistake := range lines[1:] {
		found = append(found, bot.Finding{Part: "settings", Grade: bot.Failure, Text: mistake})
	}
	return found
}

// processFinding asks the running bot how it is.
func (c *doctorCommand) processFinding(env *environment) bot.Finding {
	var answer bytes.Buffer
	err := (&healthCommand{DB: c.DB}).Run(&environment{Context: env.Context, Stdout: &answer, Stderr: env.Stderr})
	text := strings.Join(strings.Split(strings.TrimSpace(answer.String()), "\n"), "; ")
	switch {
	case err == nil && strings.Contains(text, "another Vouch"):
		return bot.Finding{Part: "bot", Grade: bot.Failure, Text: text, Fix: "stop one of the two programs"}
	case err == nil:
		return bot.Finding{Part: "bot", Text: text}
	case strings.Contains(err.Error(), "no bot is running"):
		return bot.Finding{Part: "bot", Grade: bot.Warning, Text: err.Error(), Fix: "start it with vouch serve"}
	}
	return bot.Finding{Part: "bot", Grade: bot.Failure, Text: strings.ReplaceAll(err.Error(), "\n", "; "),
		Fix: "its log says why"}
}

// diskLow and diskFull are free bytes: a backup and a compaction each need as much as the database has, and a full disk
// stops every write.
const (
	diskLow  = 2 << 30
	diskFull = 200 << 20
)

// diskFinding looks at the free space of the database's folder.
func diskFinding(folder string) bot.Finding {
	free, err := freeSpace(folder)
	f := bot.Finding{Part: "disk", Text: fmt.Sprintf("%.1f GB free in %s", float64(free)/(1<<30), folder)}
	switch {
	case err != nil:
		f.Grade, f.Text, f.Fix = bot.Warning, err.Error(), "look at the free space by other means"
	case free < diskFull:
		f.Grade, f.Fix = bot.Failure, "make room: without it nothing can be saved"
	case free < diskLow:
		f.Grade, f.Fix = bot.Warning, "make room for backups and growth"
	}
	return f
}

// backupLate is the age from which the newest nightly backup is too old: a night and half a day.
const backupLate = 36 * time.Hour

// backupFinding looks for last night's backup.
func (c *doctorCommand) backupFinding() bot.Finding {
	if c.BackupDir == "" {
		return bot.Finding{Part: "backup", Grade: bot.Warning, Text: "none is made by itself",
			Fix: "set VOUCH_BACKUP_DIR to a folder on another disk"}
	}
	entries, err := os.ReadDir(c.BackupDir)
	if err != nil {
		return bot.Finding{Part: "backup", Grade: bot.Failure, Text: err.Error(), Fix: "make the folder readable for vouch"}
	}
	var newest time.Time
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && nightlyName.MatchString(entry.Name()) && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	switch {
	case newest.IsZero():
		return bot.Finding{Part: "backup", Grade: bot.Warning, Text: "none in " + c.BackupDir + " yet",
			Fix: "the first is made at 02:17 UTC while the bot runs; vouch backup FILE makes one now"}
	case store.Now().Sub(newest) > backupLate:
		return bot.Finding{Part: "backup", Grade: bot.Failure, Text: "the newest was made " + age(newest),
			Fix: "the bot's log says why no newer one was made"}
	}
	return bot.Finding{Part: "backup", Text: "the newest was made " + age(newest)}
}

// linkFinding follows the address that shared links begin with, as the world would.
func linkFinding(ctx context.Context, public string) bot.Finding {
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	f := bot.Finding{Part: "links", Grade: bot.Failure, Text: "nothing answers at " + public,
		Fix: "start the bot with VOUCH_LISTEN, and see that the proxy and the name lead to it"}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(public, "/")+"/healthz", nil)
	if err != nil {
		return f
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return f
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		f.Text = fmt.Sprintf("%s answers %s, which is not Vouch", public, answer.Status)
		return f
	}
	return bot.Finding{Part: "links", Text: public + " answers"}
}

// databaseFindings asks for what the database says, of the running bot if there is one.
func (c *doctorCommand) databaseFindings(env *environment) []bot.Finding {
	var answer bytes.Buffer
	aside := &environment{Context: env.Context, Stdin: env.Stdin, Stdout: &answer, Stderr: env.Stderr}
	err := c.perform(aside, "doctor", struct{}{})
	var usage usageError
	switch {
	case errors.As(err, &usage):
		return []bot.Finding{{Part: "database", Grade: bot.Failure, Text: sentence(err)}}
	case err != nil:
		return []bot.Finding{{Part: "database", Grade: bot.Failure, Text: sentence(err),
			Fix: "stop the bot and restore the last good backup if the file is damaged"}}
	}
	var found []bot.Finding
	if err := json.Unmarshal(answer.Bytes(), &found); err != nil {
		return []bot.Finding{{Part: "database", Grade: bot.Failure, Text: "the running bot has another version",
			Fix: "restart it with this binary"}}
	}
	return found
}
