// The bounds of what is remembered: connections that make room, visitors that are forgotten.

package attribution

import (
	"net"
	"net/http"
	"testing"
	"time"
)

func TestConnections_TheSilentOneMakesRoom(t *testing.T) {
	c := newConnections(2)
	var ends [3]net.Conn
	for i := range ends {
		client, server := net.Pipe()
		ends[i] = server
		defer client.Close()
		if i == 2 {
			c.changed(ends[0], http.StateActive) // it is heard of again, so the second is the silent one
		}
		c.changed(server, http.StateNew)
	}
	for i, open := range []bool{true, false, true} {
		_ = ends[i].SetReadDeadline(time.Now())
		_, err := ends[i].Read(make([]byte, 1))
		if timeout, ok := err.(net.Error); open != (ok && timeout.Timeout()) {
			t.Errorf("connection %d: %v", i, err)
		}
	}
	for _, end := range ends {
		c.changed(end, http.StateClosed)
		c.changed(end, http.StateClosed)
	}
	if n := c.count(); n != 0 {
		t.Errorf("%d are open", n)
	}
}

func TestRecent_ForgetsAndStaysSmall(t *testing.T) {
	var m recent[int, int]
	at, more := time.Unix(1000, 0), func(n *int) { *n++ }
	for key := range 3 * maxRecent {
		m.change(at, time.Minute, key, more)
	}
	if size := len(m.now) + len(m.past); size > 2*maxRecent {
		t.Errorf("%d are remembered", size)
	}
	last := 3*maxRecent - 1
	for _, row := range []struct {
		after time.Duration
		known bool
	}{{0, true}, {59 * time.Second, true}, {2 * time.Minute, false}} {
		if _, known := m.find(at.Add(row.after), time.Minute, last); known != row.known {
			t.Errorf("after %v it is known: %t", row.after, known)
		}
	}
	m.change(at.Add(61*time.Second), time.Minute, 1, more)
	if n, known := m.find(at.Add(61*time.Second), time.Minute, last); !known || n != 1 {
		t.Errorf("in the next span it is %d, %t", n, known)
	}
	m.change(at.Add(10*time.Minute), time.Minute, 2, more)
	if _, known := m.find(at.Add(10*time.Minute), time.Minute, last); known {
		t.Error("it is never forgotten")
	}
}
