// Tests of what is dropped when it arrives: news of other workspaces.

package dispatch

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/socket"
)

// acks counts acknowledgements.
type acks struct{ ids chan string }

func (a acks) Ack(id string, _ any) error { a.ids <- id; return nil }

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
