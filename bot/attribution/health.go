// Health: whether the program is ready, asked seldom however many ask, and the log of the HTTP server.

package attribution

import (
	stdlog "log"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// readiness asks whether the program is ready, once a second at most: asking writes to the database.
type readiness struct {
	ask   func() error
	mutex sync.Mutex
	asked time.Time
	last  error
}

// check gives the present answer, or that of the last second.
func (r *readiness) check(now time.Time) error {
	if r.ask == nil {
		return nil
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.asked.IsZero() || now.Sub(r.asked) >= time.Second {
		r.last, r.asked = r.ask(), now
	}
	return r.last
}

// newErrorLog takes what the HTTP server has to say about single connections. It names addresses of visitors, so only
// the kind of trouble is logged, and only for those who debug.
func newErrorLog(log zerolog.Logger) *stdlog.Logger { return stdlog.New(errorLog{log}, "", 0) }

type errorLog struct{ log zerolog.Logger }

// Write logs the words before the first number or address.
func (l errorLog) Write(line []byte) (int, error) {
	kind, _, _ := strings.Cut(strings.TrimSpace(string(line)), ":")
	kind, _, _ = strings.Cut(kind, " from ")
	event := l.log.Debug()
	if strings.Contains(kind, "panic") {
		event = l.log.Error()
	}
	event.Str("component", "web").Msg(strings.TrimRight(kind, " 0123456789.[]"))
	return len(line), nil
}
