// Tests of outcomes: what could not be recorded is recorded later.

package courier

import (
	"errors"
	"testing"

	"github.com/rs/zerolog"

	"vouch/store"
	"vouch/store/storetest"
)

func TestRecord_AgainUntilItWorks(t *testing.T) {
	c := New(Options{DB: storetest.MustOpen(t), Log: zerolog.Nop()})
	full, tries := 2, 0
	c.record(store.Message{Key: "m"}, func() error {
		if tries++; tries <= full {
			return errors.New("no space left on device")
		}
		return nil
	})
	for range 4 {
		c.recordAgain()
	}
	if tries != full+1 {
		t.Errorf("tried %d times, want %d", tries, full+1)
	}
	c.delivered(store.Message{Key: "unknown"}, "D1", "1.1")
	if len(c.unrecorded) != 0 {
		t.Error("a message that is gone is recorded for ever")
	}
}
