// Gathering: who shares a run, in which order, and a run that panics.

package gather_test

import (
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"vouch/store/gather"
)

func TestDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var queue gather.Queue[int]
		var runs [][]int
		errs, begin := make([]error, 5), make(chan struct{})
		var group sync.WaitGroup
		do := func(i int) {
			group.Go(func() {
				defer func() { _ = recover() }()
				errs[i] = queue.Do(&i, func(take func() []*int) error {
					<-begin
					var run []int
					for _, item := range take() {
						run = append(run, *item)
					}
					if runs = append(runs, run); len(runs) == 2 {
						panic("broken")
					}
					return nil
				})
			})
			synctest.Wait()
		}
		do(0)
		do(1)
		do(2)
		begin <- struct{}{}
		synctest.Wait()
		do(3) // what comes after take is another run
		do(4)
		begin <- struct{}{}
		group.Wait()
		if diff := cmp.Diff([][]int{{0, 1, 2}, {3, 4}}, runs); diff != "" {
			t.Errorf("runs:\n%s", diff)
		}
		if errs[0] != nil || errs[1] != nil || errs[4] == nil {
			t.Errorf("errors %v", errs)
		}
	})
}
