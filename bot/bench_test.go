// Benchmarks: how many interactions a second are committed to the database and then acknowledged, and how long one
// takes.

package bot_test

import (
	"context"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/slack-go/slack"

	"vouch/bot"
	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slackapi"
	"vouch/bot/slacksim"
	"vouch/bot/socket"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// BenchmarkAck measures from the moment Slack sends a slash command until it has the acknowledgement, over TCP. The
// handler commits to a real database first. Interactions of different people are in flight at the same time.
func BenchmarkAck(b *testing.B) {
	benchmark(b, func(w realWorld, i int) func(n int) bool {
		person := w.sim.Person(fmt.Sprint("person", i))
		return func(int) bool {
			got, err := person.Slash(b.Context(), bottest.General, "/vouch bench")
			return err == nil && got.Acked
		}
	})
}

// BenchmarkSave presses Save and Remove through the whole bot over TCP: a press is decoded, committed, acknowledged,
// and then answered with a message that only this person sees. A person's next press begins after the answer to the
// last one. The simulator runs in the same process, so the processor's time is of both.
func BenchmarkSave(b *testing.B) {
	benchmark(b, func(w realWorld, i int) func(n int) bool {
		person := w.sim.Person(fmt.Sprint("person", i))
		content := block.Content{Text: "A pick", Blocks: []slack.Block{slack.NewActionBlock("do:"+string(w.asset),
			block.Button(surface.ActSave, "Save", string(w.asset)), block.Button(surface.ActUnsave, "Remove", string(w.asset)))}}
		if out := w.api.Post(b.Context(), person.ID(), "", content); out.Err != nil {
			b.Fatal(out.Err)
		}
		inbox := person.Inbox()
		card := inbox[len(inbox)-1]
		press := []string{surface.ActSave, surface.ActUnsave}
		return func(n int) bool {
			got, err := person.Press(b.Context(), card, press[n%2])
			return err == nil && !got.Warning
		}
	})
}

// benchmark runs what prepare gives for each person, 1 and 64 people at a time. n counts a person's interactions.
func benchmark(b *testing.B, prepare func(w realWorld, person int) func(n int) bool) {
	for _, inFlight := range []int{1, 64} {
		b.Run(fmt.Sprintf("in flight %d", inFlight), func(b *testing.B) {
			w := mustRealWorld(b, inFlight)
			var do []func(int) bool
			for i := range inFlight {
				do = append(do, prepare(w, i))
			}
			var next atomic.Int64
			took := make([]time.Duration, b.N)
			var workers sync.WaitGroup
			b.ReportAllocs()
			b.ResetTimer()
			for i := range inFlight {
				workers.Go(func() {
					for own := 0; ; own++ {
						n := next.Add(1) - 1
						if n >= int64(b.N) {
							return
						}
						start := time.Now()
						if !do[i](own) {
							b.Error("not acknowledged")
							return
						}
						took[n] = time.Since(start)
					}
				})
			}
			workers.Wait()
			b.StopTimer()
			slices.Sort(took)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acks/s")
			b.ReportMetric(took[b.N/2].Seconds()*1e3, "p50-ms")
			b.ReportMetric(took[b.N*99/100].Seconds()*1e3, "p99-ms")
		})
	}
}

// realWorld is a workspace with the bot running against it.
type realWorld struct {
	sim   *slacksim.Workspace
	api   *slackapi.API // beside the bot's
	asset store.AssetID
}

// mustRealWorld runs a workspace of people and the bot over TCP, outside a bubble.
func mustRealWorld(b *testing.B, people int) realWorld {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	var users []slacksim.User
	for i := range people {
		users = append(users, slacksim.User{ID: fmt.Sprintf("U0BENCH%03d", i), Name: fmt.Sprint("person", i),
			RealName: fmt.Sprint("Person ", i)})
	}
	sim, err := slacksim.New(slacksim.Options{Manifest: bot.Manifest(), People: users, NoRateLimits: true})
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = sim.Serve(listener) }()
	db := storetest.MustOpen(b)
	url := "http://" + listener.Addr().String() + "/api/"
	bot, err := bot.New(bot.Config{
		DB: db, BotToken: slackapi.Secret(sim.BotToken()), AppToken: slackapi.Secret(sim.AppToken()), Log: zerolog.Nop(),
		APIURL: url,
	})
	if err != nil {
		b.Fatal(err)
	}
	asset := storetest.MustAsset(b, db, nil)
	for i := range people {
		storetest.MustAdvocate(b, db, store.EmployeeID(users[i].ID), users[i].RealName)
	}
	var flip atomic.Int64
	bench := func(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
		answer := store.Saved
		if flip.Add(1)%2 == 0 {
			answer = store.Unsaved
		}
		_, err := db.SaveFeedback(in.User, asset.ID, answer, "", "")
		return dispatch.Reply{Text: "Saved."}, err
	}
	bot.ReplaceRoute(dispatch.OnWord(surface.CmdVouch, "bench", "", bench))
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- bot.Run(ctx) }()
	b.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			b.Error(err)
		}
		_ = sim.Close()
	})
	<-bot.Ready()
	return realWorld{sim, slackapi.New(slackapi.Options{Token: slackapi.Secret(sim.BotToken()), URL: url, Unpaced: true}),
		asset.ID}
}

// BenchmarkDecode measures the reading of one button press.
func BenchmarkDecode(b *testing.B) {
	e := socket.Envelope{ID: "e", Type: "interactive",
		Payload: []byte(
			`{"type":"block_actions","user":{"id":"U1","team_id":"T1"},"container":{"type":"message","message_ts":"1.5","channel_id":"D1"},"trigger_id":"t","message":{"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"hello"}}]},"state":{"values":{}},"actions":[{"type":"button","action_id":"share","block_id":"b","value":"42"}]}`)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := dispatch.Decode(e); err != nil {
			b.Fatal(err)
		}
	}
}
