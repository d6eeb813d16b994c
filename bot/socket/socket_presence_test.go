// Tests of the count of connections: those of another program are noticed.

package socket

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rs/zerolog"
)

func TestConnectionCount_WarnsOnceOfConnectionsOfOthers(t *testing.T) {
	var log bytes.Buffer
	count := NewConnectionCount(zerolog.New(&log), 2, nil)
	for _, n := range []int{1, 2, 3, 4} {
		count.counted(n)
		if warned := strings.Count(log.String(), "another Vouch"); warned != min(1, max(0, n-2)) {
			t.Errorf("%d warnings at %d connections of which 2 are ours", warned, n)
		}
		if others := count.Others(); others != max(0, n-2) {
			t.Errorf("%d of %d connections are of others", others, n)
		}
	}
}
