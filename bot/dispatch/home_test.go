// Tests of publishing Home: several changes are shown once, and many people's Homes at a pace.

package dispatch

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
)

func TestHomes_CoalescedAndPaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shown := make(chan store.EmployeeID, 1000)
		h := newHomes(func(in Interaction) { shown <- in.User })
		defer func() { _ = h.pool.Close(t.Context()) }()
		const people = 100
		for range 3 {
			for i := range people {
				in := Interaction{Kind: KindAction, User: store.EmployeeID(fmt.Sprint("U", i)), At: store.Now()}
				h.open[in.User] = store.Now()
				h.changed(in)
			}
		}
		synctest.Wait()
		// Those who had a turn at once may have been published before their second change.
		if n := len(shown); n > homesAtOnce {
			t.Errorf("%d published at once, at most %d may be", n, homesAtOnce)
		}
		h.changed(Interaction{Kind: KindHomeOpened, User: "U99", At: store.Now(), Event: event{Tab: "home"}})
		synctest.Wait()
		if n := len(shown); n > homesAtOnce+1 {
			t.Errorf("%d published after one opening", n)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := len(shown); n > 80+homesAtOnce+1 {
			t.Errorf("%d published within a minute", n)
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if n := len(shown); n < people || n > people+homesAtOnce+1 {
			t.Errorf("%d published for %d people with three changes each", n, people)
		}
	})
}
