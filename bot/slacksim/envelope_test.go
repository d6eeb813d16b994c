// Acknowledgements: in time, late, twice, unknown or never, and what people and app see of it.

package slacksim_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"vouch/bot/slacksim"
)

// Page: apis/events-api, "Error handling".
func TestEnvelope_RedeliversEventsThreeTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		type attempt struct {
			Number int
			Reason string
			After  time.Duration
		}
		var got []attempt
		var ids []string
		var mu sync.Mutex
		began := time.Now()
		w.mustApp(t, func(_ *app, e socketmode.Event) {
			if e.Type != socketmode.EventTypeEventsAPI {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			got = append(got, attempt{e.Request.RetryAttempt, e.Request.RetryReason, time.Since(began)})
			ids = append(ids, e.Data.(slackevents.EventsAPIEvent).Data.(*slackevents.EventsAPICallbackEvent).EventID)
		})
		_, err := w.Person("ada").Say(t.Context(), "", "hello")
		mustNotFail(t, err)
		time.Sleep(time.Hour)
		mu.Lock()
		defer mu.Unlock()
		want := []attempt{{0, "", 0}, {1, "timeout", 3 * time.Second}, {2, "timeout", 66 * time.Second},
			{3, "timeout", 369 * time.Second}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if len(slices.Compact(ids)) != 1 {
			t.Errorf("the event id changed: %v", ids)
		}
	})
}

// Page: apis/events-api/using-socket-mode; GitHub vercel/chat issue 666.
func TestEnvelope_RedeliversEventsOfAGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		_, err := w.Person("ada").Say(t.Context(), "", "hello")
		mustNotFail(t, err)
		time.Sleep(time.Second)
		a := w.mustApp(t, nil)
		time.Sleep(time.Minute)
		events := a.got(socketmode.EventTypeEventsAPI)
		if len(events) != 1 || events[0].Request.RetryAttempt != 1 {
			t.Errorf("got %d events", len(events))
		}
	})
}

// Pages: interactivity/implementing-slash-commands; the wording is the one of the Socket Mode case.
func TestEnvelope_FailsCommandsVisibly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		w.mustApp(t, func(*app, socketmode.Event) {})
		began := time.Now()
		reply, err := w.Person("ada").Slash(t.Context(), "general", "/try")
		mustNotFail(t, err)
		if reply.Acked || reply.Error != `/try failed with the error "dispatch_failed"` ||
			time.Since(began) != 3*time.Second {
			t.Errorf("after %v: %+v", time.Since(began), reply)
		}
		shown := w.Person("ada").Ephemerals()
		if len(shown) != 1 || shown[0].User != "USLACKBOT" || shown[0].Text != reply.Error {
			t.Errorf("the person sees %+v", shown)
		}
	})
}

func TestEnvelope_TellsAcknowledgementsApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		socket, _ := w.mustSocket(t, "")
		slash := func() string {
			go func() { _, _ = w.Person("ada").Slash(t.Context(), "general", "/try") }()
			return mustFrame(t, socket)["envelope_id"].(string)
		}
		ack := func(id string) {
			mustNotFail(t, socket.Write(t.Context(), websocket.MessageText, []byte(`{"envelope_id":"`+id+`"}`)))
			synctest.Wait()
		}
		inTime := slash()
		ack(inTime)
		ack(inTime)
		late := slash()
		time.Sleep(4 * time.Second)
		ack(late)
		ack("nobody-knows")
		mustNotFail(t, socket.Write(t.Context(), websocket.MessageText, []byte(`no json`)))
		synctest.Wait()
		var kinds []string
		for _, e := range w.Log(0, "duplicate_ack", "late_ack", "unknown_ack", "bad_frame", "timeout") {
			kinds = append(kinds, e.Kind)
		}
		if diff := cmp.Diff([]string{"duplicate_ack", "timeout", "late_ack", "unknown_ack", "bad_frame"}, kinds); diff != "" {
			t.Error(diff)
		}
	})
}

func TestEnvelope_RepeatsAndReorders(t *testing.T) {
	t.Run("duplicates", func(t *testing.T) {
		w := mustWorld(t)
		a := w.mustApp(t, nil)
		mustNotFail(t, w.SetFaults(slacksim.Faults{DuplicateEnvelopes: new(1)}))
		_, err := w.Person("ada").Slash(soon(t), "general", "/try once")
		mustNotFail(t, err)
		mustNotFail(t, w.Await(soon(t), func() bool { return len(w.Log(0, "duplicate_ack")) == 1 }))
		got := a.got(socketmode.EventTypeSlashCommand)
		if len(got) != 2 || got[0].Request.EnvelopeID != got[1].Request.EnvelopeID {
			t.Errorf("got %d envelopes", len(got))
		}
	})
	t.Run("reordering", func(t *testing.T) {
		w := mustWorld(t)
		a := w.mustApp(t, nil)
		mustNotFail(t, w.SetFaults(slacksim.Faults{Reorder: new(true)}))
		for _, text := range []string{"first", "second"} {
			_, err := w.Person("ada").Say(t.Context(), "", text)
			mustNotFail(t, err)
		}
		mustNotFail(t, w.Await(soon(t), func() bool { return len(a.got(socketmode.EventTypeEventsAPI)) == 2 }))
		first := a.got(socketmode.EventTypeEventsAPI)[0]
		if !strings.Contains(string(first.Request.Payload), `"text":"second"`) {
			t.Errorf("the first delivered is %s", first.Request.Payload)
		}
	})
}

func TestEnvelope_SeesAcknowledgementsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		w.mustApp(t, nil)
		for _, c := range []struct {
			delay int
			acked bool
		}{{2900, true}, {3100, false}} {
			mustNotFail(t, w.SetFaults(slacksim.Faults{DelayAcksSeenMS: new(c.delay)}))
			reply, err := w.Person("ada").Slash(t.Context(), "general", "/try")
			mustNotFail(t, err)
			if reply.Acked != c.acked {
				t.Errorf("with %d ms: %+v", c.delay, reply)
			}
		}
	})
}

// Reset must not leave anybody waiting for an acknowledgement that cannot come any more.
func TestWorkspace_EndsWaitsOnReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		w.mustSocket(t, "")
		began := time.Now()
		done := make(chan slacksim.Replied)
		go func() {
			reply, _ := w.Person("ada").Slash(t.Context(), "general", "/try")
			done <- reply
		}()
		mustNotFail(t, w.Await(soon(t), func() bool { return w.Waiting() == 1 }))
		mustNotFail(t, w.Reset())
		if reply := <-done; reply.Acked || time.Since(began) != 0 {
			t.Errorf("after %v: %+v", time.Since(began), reply)
		}
	})
}
