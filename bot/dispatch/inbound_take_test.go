// Tests of what is dropped when it arrives: news of other workspaces, and what is too much.

package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/socket"
)

// acks counts acknowledgements.
type acks struct{ ids chan string }

func (a acks) Ack(id string, _ any) error { a.ids <- id; return nil }

// What cannot be done in time is left without an acknowledgement, and counted; what was taken is still done.
func TestReceive_ShedsWhatIsTooMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		table, err := NewRoutes([]Route{OnAction("wait", func(context.Context, Interaction) (Reply, error) {
			<-release
			return Reply{}, nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		d := New(nil, zerolog.Nop(), table, Hooks{
			Know: func(context.Context, Interaction) (Handler, bool) { return nil, true }, Note: func(Interaction) {},
		})
		d.Start(t.Context())
		from := acks{make(chan string, 2*inboundQueue)}
		press := func(n int) {
			payload := fmt.Sprintf(`{"type":"block_actions","user":{"id":"U%d"},"actions":[{"action_id":"wait"}]}`, n)
			d.Receive(from, socket.Envelope{
				ID: fmt.Sprint(n), Type: "interactive", Payload: json.RawMessage(payload), Received: time.Now(),
			})
		}
		const room = inboundWorkers + inboundQueue
		for n := range inboundWorkers {
			press(n)
		}
		synctest.Wait() // the workers have theirs
		for n := inboundWorkers; n < room+3; n++ {
			press(n)
		}
		if shed := d.Counts.Shed.Load(); shed != 3 || d.Waiting() != inboundQueue {
			t.Errorf("%d shed and %d wait, want 3 and %d", shed, d.Waiting(), inboundQueue)
		}
		close(release)
		if err := d.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(from.ids) != room {
			t.Errorf("%d acknowledged, want %d", len(from.ids), room)
		}
	})
}

func TestReceive_DropsPeopleOfOtherWorkspaces(t *testing.T) {
	saved := 0
	d := New(nil, zerolog.Nop(), &Routes{}, Hooks{
		Foreign:    func(in Interaction) bool { return in.Team != "T1" },
		SavePerson: func(Interaction) error { saved++; return nil },
		Revoked:    func() { t.Error("another workspace revoked our tokens") },
	})
	d.Start(t.Context())
	from := acks{make(chan string, 3)}
	for id, payload := range map[string]string{
		"ours":    `{"team_id":"T1","event_id":"1","event":{"type":"user_change","user":{"id":"U1","team_id":"T1","name":"a"}}}`,
		"foreign": `{"team_id":"T9","event_id":"2","event":{"type":"user_change","user":{"id":"U2","team_id":"T9","name":"b"}}}`,
		"revoked": `{"team_id":"T9","event_id":"3","event":{"type":"app_uninstalled"}}`,
	} {
		d.Receive(from, socket.Envelope{ID: id, Type: "events_api", Payload: json.RawMessage(payload), Received: time.Now()})
	}
	if err := d.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(from.ids) != 3 || saved != 1 {
		t.Errorf("%d acknowledged, %d people saved", len(from.ids), saved)
	}
}
