// A network inside one process: a listener whose connections are net.Pipe ends, for tests in a synctest bubble.

package slacksim

import (
	"context"
	"net"
	"sync"
)

// Pipe is a listener and the dialer to it. Sockets of the operating system stop a testing/synctest bubble's clock,
// pipes do not.
type Pipe struct {
	connections chan net.Conn
	closed      chan struct{}
	once        sync.Once
}

// NewPipe makes a pipe; inside a bubble it must be made there. Serve it and dial with DialContext.
func NewPipe() *Pipe { return &Pipe{connections: make(chan net.Conn), closed: make(chan struct{})} }

// Accept waits for the next dialled connection.
func (p *Pipe) Accept() (net.Conn, error) {
	select {
	case c := <-p.connections:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and all later dials. Open connections stay.
func (p *Pipe) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr names the pipe.
func (p *Pipe) Addr() net.Addr { return pipeAddr{} }

// pipeAddr is the address of a pipe, the same for all of them.
type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// DialContext connects to the pipe whatever the address. It fits http.Transport.DialContext and the NetDialContext of
// websocket dialers.
func (p *Pipe) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.connections <- server:
		return client, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
