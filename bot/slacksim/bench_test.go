// How fast envelopes go round: from a person's command to slack-go and its acknowledgement back.

package slacksim_test

import (
	"testing"

	"github.com/slack-go/slack/socketmode"
)

func acking(a *app, e socketmode.Event) {
	if e.Type != socketmode.EventTypeHello {
		a.client.Ack(*e.Request)
	}
}

func BenchmarkEnvelope(b *testing.B) {
	for name, parallel := range map[string]int{"one at a time": 1, "64 in flight": 64} {
		b.Run(name, func(b *testing.B) {
			w := mustTCPWorld(b)
			w.mustApp(b, acking)
			ada := w.Person("ada")
			work := make(chan struct{})
			done := make(chan struct{})
			for range parallel {
				go func() {
					for range work {
						if reply, err := ada.Slash(b.Context(), "general", "/try"); err != nil || !reply.Acked {
							b.Errorf("%+v %v", reply, err)
						}
					}
					done <- struct{}{}
				}()
			}
			for b.Loop() {
				work <- struct{}{}
			}
			close(work)
			for range parallel {
				<-done
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acks/s")
		})
	}
}
