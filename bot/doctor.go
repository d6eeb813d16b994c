// The doctor's look at Slack: tokens, scopes, the socket and the clock, before or beside a running bot.

package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vouch/bot/slackapi"
	"vouch/store"
)

// Grade is how bad a finding is, the worst last.
type Grade int

// The grades.
const (
	Fine    Grade = iota
	Warning       // it works, and something should be done
	Failure       // something does not work
)

// Finding is one thing that was looked at.
type Finding struct {
	Part  string // what was looked at, in a word or two
	Grade Grade
	Text  string // what was seen, without a full stop
	Fix   string // what to do; "" when it is fine
}

// clockSlip is how far this machine's clock may be from Slack's. Digests come by the minute, and signed requests are
// refused from five minutes on.
const clockSlip = time.Minute

// Examine asks Slack with the tokens of config; nothing of the database is touched. ctx bounds the calls.
func Examine(ctx context.Context, config Config) []Finding {
	api := slackapi.New(slackapi.Options{Token: config.BotToken, AppToken: config.AppToken, URL: config.APIURL,
		Client: config.HTTPClient})
	defer api.Http.CloseIdleConnections()
	me, err := api.WhoAmI(ctx)
	if err != nil {
		return []Finding{refusal("bot token", err, "SLACK_BOT_TOKEN")}
	}
	found := []Finding{{"bot token", Fine, fmt.Sprintf("Slack knows it: %s", me.TeamName), ""}}
	if !me.IsBot {
		found[0] = Finding{"bot token", Failure, "SLACK_BOT_TOKEN is a person's token",
			"use the bot token, which begins with xoxb-"}
	}
	found = append(found, scopeFinding(me.Scopes), clockFinding(me.At))
	if _, err := api.OpenSocket(ctx); err != nil {
		return append(found, refusal("socket", err, "SLACK_APP_TOKEN"))
	}
	return append(found, Finding{"socket", Fine, "Slack opens Socket Mode connections", ""})
}

// refusal explains a call that failed, for good or for now.
func refusal(part string, err error, variable string) Finding {
	if why := slackapi.RefusedForGood(err, variable); why != nil {
		text, fix, _ := strings.Cut(why.Error(), ": ")
		return Finding{part, Failure, text, fix}
	}
	return Finding{part, Failure, slackapi.Classify(err).Reason,
		"check the network, a proxy and SLACK_API_URL; status.slack.com tells when Slack is down"}
}

// scopeFinding compares what was granted with what the manifest asks for.
func scopeFinding(granted []string) Finding {
	if granted == nil {
		return Finding{"scopes", Warning, "Slack did not say which it granted", "start vouch serve: it names what is missing"}
	}
	again := "paste manifest.yml into the app's settings, install the app again and use the new token"
	if missing := missingScopes(granted); len(missing) > 0 {
		return Finding{"scopes", Failure, "missing: " + strings.Join(missing, ", "), again}
	}
	var less []string
	for _, scope := range extraScopes {
		if !slices.Contains(granted, scope) {
			less = append(less, scope)
		}
	}
	if len(less) > 0 {
		return Finding{"scopes", Warning, "missing, and a part does not work without: " + strings.Join(less, ", "), again}
	}
	var more []string
	for _, scope := range granted {
		if !slices.Contains(scopes, scope) && !slices.Contains(extraScopes, scope) {
			more = append(more, scope)
		}
	}
	if len(more) > 0 {
		return Finding{"scopes", Warning, "more than Vouch uses: " + strings.Join(more, ", "),
			"remove them from the app and install it again"}
	}
	return Finding{"scopes", Fine, "all that the manifest asks for", ""}
}

// clockFinding compares this machine's clock with Slack's, whose time is zero when it did not say.
func clockFinding(theirs time.Time) Finding {
	slip := store.Now().Sub(theirs).Round(time.Second)
	switch {
	case theirs.IsZero():
		return Finding{"clock", Warning, "Slack did not say what time it is", "compare this machine's clock with another"}
	case slip.Abs() > clockSlip:
		return Finding{"clock", Failure, fmt.Sprintf("this machine's clock is %v away from Slack's", slip.Abs()),
			"set it, best by a time service (NTP)"}
	}
	return Finding{"clock", Fine, fmt.Sprintf("within %v of Slack's", clockSlip), ""}
}
