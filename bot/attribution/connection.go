// Connections: how many may be open at once, and which one makes room.

package attribution

import (
	"container/list"
	"net"
	"net/http"
	"sync"
)

// maxConnections bounds open connections; each costs about 20 KiB.
const maxConnections = 12_000

// connections are those that are open, in the order in which something last happened on them. When there are too many,
// the one that has been silent longest is closed: it waits for nothing, or its client is too slow on purpose.
type connections struct {
	most  int
	mutex sync.Mutex
	order *list.List // of net.Conn
	place map[net.Conn]*list.Element
}

func newConnections(most int) *connections {
	return &connections{most: most, order: list.New(), place: map[net.Conn]*list.Element{}}
}

// changed is told by the HTTP server what happens to a connection.
func (c *connections) changed(conn net.Conn, state http.ConnState) {
	if silent := c.note(conn, state); silent != nil {
		_ = silent.Close()
	}
}

// note keeps the order, and gives the connection that makes room for a new one.
func (c *connections) note(conn net.Conn, state http.ConnState) (silent net.Conn) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	at := c.place[conn]
	switch {
	case state == http.StateClosed || state == http.StateHijacked:
		if at != nil {
			c.order.Remove(at)
			delete(c.place, conn)
		}
	case at != nil:
		c.order.MoveToBack(at)
	default:
		c.place[conn] = c.order.PushBack(conn)
		if c.order.Len() > c.most {
			silent = c.order.Front().Value.(net.Conn)
			c.order.MoveToBack(c.order.Front()) // until the server has noticed
		}
	}
	return silent
}

// count is how many are open.
func (c *connections) count() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.order.Len()
}
