// Kill -9: the real binary is killed at random moments, while it starts and while people click and Slack limits its
// pace; what was acknowledged is in the file afterwards, and nobody gets a message twice.

package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vouch/bot"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// fewRounds are enough for every commit.
const fewRounds = 3

var killRounds = flag.Int("kill.rounds", fewRounds, "how often the real binary is killed")

// victim is the real binary on one database, with a workspace that outlives it.
type victim struct {
	tb    testing.TB
	sim   *slacksim.Workspace
	path  string
	event store.AssetID
	log   bytes.Buffer

	posted map[string]int // how often a message arrived in the workspace, by its key
	seen   int            // the last call that was counted
}

// clicker is one person and what was acknowledged to them.
type clicker struct {
	*slacksim.Person
	asked bool                   // /vouch digest was acknowledged
	saved map[store.AssetID]bool // Save was acknowledged
	acts
}

func TestKill_LosesNothingAcknowledgedAndSendsNothingTwice(t *testing.T) {
	v := &victim{tb: t, path: filepath.Join(t.TempDir(), "vouch.db"), posted: map[string]int{}}
	clickers := v.mustSetUp(8 * max(*killRounds, 1))
	for round := range *killRounds {
		v.killAtStart()
		running := v.start()
		limited := &slacksim.MethodFault{Method: "chat.postMessage", Times: 1, RetryAfter: 1}
		if err := v.sim.SetFaults(slacksim.Faults{RateLimit: limited}); err != nil {
			t.Fatal(err)
		}
		over, stop := context.WithCancel(t.Context())
		var clicking sync.WaitGroup
		acknowledged := make(chan struct{}, 1)
		for _, c := range clickers[:min(len(clickers), 8*(round+1))] {
			clicking.Go(func() { c.click(over, acknowledged) })
		}
		if round%2 == 1 { // every second time not before something was acknowledged, however slow the machine is
			select {
			case <-acknowledged:
			case <-time.After(patience):
				t.Errorf("nothing was acknowledged within %s", patience)
			}
		}
		<-time.After(time.Duration(5+rand.IntN(250)) * time.Millisecond)
		if err := running.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = running.Wait() // killed, as wanted
		stop()
		clicking.Wait()
		v.count()
	}
	v.settle(clickers)
	v.checkFile(clickers)
}

// mustSetUp makes a company of n people who joined, a library, and the workspace they are in.
func (v *victim) mustSetUp(n int) []*clicker {
	v.tb.Helper()
	var users []slacksim.User
	var known []store.SlackUser
	var clickers []*clicker
	for i := range n {
		u := slacksim.User{ID: fmt.Sprintf("U0P%03d", i), Name: fmt.Sprintf("p%03d", i),
			RealName: fmt.Sprintf("Person %03d", i), TZ: "Europe/Berlin"}
		users = append(users, u)
		known = append(known, store.SlackUser{ID: store.EmployeeID(u.ID), Name: u.RealName, TimeZone: u.TZ})
	}
	db := v.mustOpen()
	if _, err := db.SyncPeople(known, false); err != nil {
		v.tb.Fatal(err)
	}
	for i := range 12 {
		asset := store.Asset{Kind: store.Article, Title: fmt.Sprintf("Story %d", i),
			URL: fmt.Sprintf("https://example.com/%d", i)}
		if _, err := db.AddAsset(store.Operator, asset, true); err != nil {
			v.tb.Fatal(err)
		}
	}
	for _, u := range known {
		if _, err := db.Join(u.ID, store.JoinForm{}); err != nil {
			v.tb.Fatal(err)
		}
	}
	defer func() {
		if err := db.Close(); err != nil {
			v.tb.Error(err)
		}
	}()
	v.mustServe(users)
	for _, u := range users {
		clickers = append(clickers, &clicker{Person: v.sim.Person(u.Name), saved: map[store.AssetID]bool{}})
	}
	evening := store.Asset{Kind: store.Event, Title: "Open evening", URL: "https://example.com/evening",
		Event: &store.EventFacts{StartsAt: time.Now().Add(72 * time.Hour)}}
	var err error
	if v.event, err = prepare(db, clickers, evening); err != nil {
		v.tb.Fatal(err)
	}
	return clickers
}

// mustServe makes the workspace.
func (v *victim) mustServe(users []slacksim.User) {
	v.tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		v.tb.Fatal(err)
	}
	v.sim, err = slacksim.New(slacksim.Options{
		Manifest: bot.Manifest(), People: users, BaseURL: "http://" + listener.Addr().String(), NoRateLimits: true,
		Channels: []slacksim.Channel{{ID: "C0GENERAL", Name: "general", BotIsMember: true}},
	})
	if err != nil {
		v.tb.Fatal(err)
	}
	go func() { _ = v.sim.Serve(listener) }()
	v.tb.Cleanup(func() { _ = v.sim.Close() })
}

// mustOpen opens the file, which no bot may have open.
func (v *victim) mustOpen() *store.DB {
	v.tb.Helper()
	key, _, err := keyBeside(v.path)
	if err != nil {
		v.tb.Fatal(err)
	}
	db, err := store.Open(store.Options{Path: v.path, Key: key})
	if err != nil {
		v.tb.Fatal(err)
	}
	return db
}

// killAtStart runs vouch serve and kills it before it is connected, or soon after.
func (v *victim) killAtStart() {
	v.tb.Helper()
	running := v.launch()
	<-time.After(time.Duration(rand.IntN(150)) * time.Millisecond)
	if err := running.Process.Kill(); err != nil {
		v.tb.Fatal(err)
	}
	_ = running.Wait() // killed, as wanted
}

// start runs vouch serve and returns when it is connected.
func (v *victim) start() *exec.Cmd {
	v.tb.Helper()
	before := v.hellos()
	command := v.launch()
	v.await(patience, "the bot is not connected", func() bool { return v.hellos() >= before+2 })
	return command
}

// launch runs vouch serve. TestMain has put this binary on the PATH under that name.
func (v *victim) launch() *exec.Cmd {
	v.tb.Helper()
	command := exec.CommandContext(v.tb.Context(), "vouch", "serve")
	command.Env = append(os.Environ(), "VOUCH_DB="+v.path, "SLACK_API_URL="+v.sim.APIURL(),
		"SLACK_BOT_TOKEN="+v.sim.BotToken(), "SLACK_APP_TOKEN="+v.sim.AppToken())
	v.log.Reset()
	command.Stderr = &v.log
	if err := command.Start(); err != nil {
		v.tb.Fatal(err)
	}
	return command
}

// hellos counts the sockets that were ever opened: the sockets of a killed process may look alive for a moment.
func (v *victim) hellos() int { return len(v.sim.APICalls("apps.connections.open")) }

// await waits for something in the workspace.
func (v *victim) await(patience time.Duration, complaint string, condition func() bool) {
	v.tb.Helper()
	ctx, cancel := context.WithTimeout(v.tb.Context(), patience)
	defer cancel()
	if err := v.sim.Await(ctx, condition); err != nil {
		v.tb.Fatalf("%s: %v; its log:\n%s", complaint, err, v.log.String())
	}
}

// click asks for the digest and goes on with acts of its own or saves its items one after the other, until over, and
// tells of what was acknowledged. An act that was not acknowledged counts for nothing.
func (c *clicker) click(over context.Context, acknowledged chan<- struct{}) {
	tell := func() {
		select {
		case acknowledged <- struct{}{}:
		default:
		}
	}
	for over.Err() == nil {
		if !c.asked && !c.refersFirst {
			answer, err := c.Slash(over, "general", "/vouch digest")
			if c.asked = err == nil && answer.Acked; c.asked {
				tell()
			}
			continue
		}
		if c.next != nil {
			if !c.next(c, over) {
				return
			}
			continue
		}
		ctx, cancel := context.WithTimeout(over, patience)
		digest, err := c.AwaitMessage(ctx, isDigest)
		cancel()
		if err != nil {
			return
		}
		asset, found := c.unsaved(digest)
		if !found {
			return
		}
		pressed, err := c.PressElement(over, digest, slacksim.Element{BlockID: "do:" + string(asset), What: "Save"})
		if err == nil && !pressed.Warning {
			c.saved[asset] = true
			tell()
		}
	}
}

func isDigest(m slacksim.Message) bool {
	return !m.Ephemeral && strings.HasPrefix(m.Text, "Your picks for ")
}

// unsaved is an item of the digest whose Save was not acknowledged yet.
func (c *clicker) unsaved(digest slacksim.Message) (store.AssetID, bool) {
	for _, block := range digest.Blocks {
		if id, found := strings.CutPrefix(fmt.Sprint(block["block_id"]), "do:"); found && !c.saved[store.AssetID(id)] {
			return store.AssetID(id), true
		}
	}
	return "", false
}

// digests are the digests in the person's messages, each by its time and title.
func (c *clicker) digests() []string {
	var found []string
	for _, m := range c.Inbox() {
		if isDigest(m) {
			title, _, _ := strings.Cut(m.Text, "\n")
			found = append(found, m.TS+" "+title)
		}
	}
	return found
}

// settle runs the bot once more, undisturbed, until everybody who was promised a digest has it, and stops it in good
// order. In a few rounds it does not wait for digests in doubt, which takes half a minute.
func (v *victim) settle(clickers []*clicker) {
	v.tb.Helper()
	db := v.mustOpen()
	unconfirmed, err := db.UnconfirmedMessages()
	if err := errors.Join(err, db.Close()); err != nil {
		v.tb.Fatal(err)
	}
	inDoubt := map[store.EmployeeID]bool{}
	for _, m := range unconfirmed {
		inDoubt[m.To] = *killRounds <= fewRounds
	}
	v.tb.Logf("%d messages are unconfirmed", len(unconfirmed))
	running := v.start()
	// Each message that a killed bot left in doubt is looked for in Slack's history, which takes 50 questions a minute.
	enough := patience + time.Duration(len(clickers))*2*time.Second
	v.await(enough, "a promised digest is missing", func() bool {
		for _, c := range clickers {
			if c.asked && len(c.digests()) == 0 && !inDoubt[store.EmployeeID(c.ID())] {
				return false
			}
		}
		return true
	})
	if err := running.Process.Signal(os.Interrupt); err != nil {
		v.tb.Fatal(err)
	}
	if err := running.Wait(); err != nil {
		v.tb.Errorf("the bot ended with %v; its log:\n%s", err, v.log.String())
	}
	v.count()
}

// checkFile compares the file with what people were told.
func (v *victim) checkFile(clickers []*clicker) {
	v.tb.Helper()
	db := v.mustOpen()
	defer db.Close()
	asked, saved, acted := 0, 0, 0
	for _, c := range clickers {
		if digests := c.digests(); len(digests) > 1 {
			v.tb.Errorf("%s has %d digests of one day: %s", c.ID(), len(digests), digests)
		}
		assets, err := storetest.Ask1(db, (*store.Query).SavedAssets, store.EmployeeID(c.ID()))
		if err != nil {
			v.tb.Fatal(err)
		}
		kept := map[store.AssetID]bool{}
		for _, a := range assets {
			kept[a.ID] = true
		}
		for id := range c.saved {
			if !kept[id] {
				v.tb.Errorf("%s was told that %s is saved, and it is not", c.ID(), id)
			}
			saved++
		}
		if c.asked {
			asked++
		}
		problems, acknowledged, err := c.check(db, v.event)
		if err != nil {
			v.tb.Fatal(err)
		}
		for _, problem := range problems {
			v.tb.Error(problem)
		}
		acted += acknowledged
	}
	if asked == 0 {
		v.tb.Error("nothing was acknowledged in any round: the test shows nothing")
	}
	v.tb.Logf("acknowledged in %d rounds: %d digests, %d saves, %d other acts", *killRounds, asked,
		saved, acted)
	v.checkMessages(db)
	report, err := db.Check(v.tb.Context())
	if err != nil || len(report.Problems) > 0 {
		v.tb.Errorf("check: %v %v", report.Problems, err)
	}
}
