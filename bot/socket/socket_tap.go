// The tap: it watches the bytes of a socket for Slack's reason to disconnect, which slack-go keeps to itself.

package socket

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"net"
)

// longestNotice bounds the frames the tap reads; hello and disconnect are far shorter, envelopes are mostly longer.
const longestNotice = 1024

// tap is a connection that reports each disconnect notice it reads. It understands just enough of RFC 6455: frames from
// a server are not masked, and control notices fit one frame. It looks at bytes that gorilla/websocket reads anyway and
// never changes or holds one back: if it is wrong about them, all that is lost is a reason in the log and the haste
// that follows from it.
type tap struct {
	net.Conn
	onNotice func(reason string)

	upgraded bool   // the HTTP answer is behind us
	held     []byte // of the HTTP answer, of a frame's head, or of a frame short enough to read
	skip     uint64 // bytes left of a frame that is too long
	broken   bool   // not what we expected: only pass bytes on
}

// Read passes bytes on and looks at them.
func (t *tap) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	if n > 0 && !t.broken {
		t.look(p[:n])
	}
	return n, err
}

// look takes bytes in any portions: frames begin and end where they like.
func (t *tap) look(b []byte) {
	// The socket begins as HTTP; frames begin after the blank line (RFC 6455, section 4).
	if !t.upgraded {
		t.held = append(t.held, b...)
		end := bytes.Index(t.held, []byte("\r\n\r\n"))
		if end < 0 {
			t.broken = len(t.held) > 64<<10
			return
		}
		t.upgraded, b, t.held = true, t.held[end+4:], nil
	}
	for len(b) > 0 {
		if t.skip > 0 {
			n := min(t.skip, uint64(len(b)))
			t.skip, b = t.skip-n, b[n:]
			continue
		}
		t.held = append(t.held, b[0])
		b = b[1:]
		t.frame()
	}
}

// frame acts when held is a whole head of a long frame, or a whole short frame.
func (t *tap) frame() {
	head, length := frameHead(t.held)
	if head == 0 {
		return
	}
	// An envelope: let its bytes pass without keeping them.
	if length > longestNotice {
		t.held, t.skip = t.held[:0], length
		return
	}
	if uint64(len(t.held)) < uint64(head)+length {
		return
	}
	// Text frames have opcode 1; pings, pongs and closes have others and hold no JSON.
	opcode, payload := t.held[0]&0x0f, t.held[head:]
	if opcode == 1 && bytes.Contains(payload, []byte("disconnect")) {
		var notice struct{ Type, Reason string }
		if json.Unmarshal(payload, &notice) == nil && notice.Type == "disconnect" {
			t.onNotice(notice.Reason)
		}
	}
	t.held = t.held[:0]
}

// frameHead gives the length of a frame's head and of its payload; head is 0 while bytes are missing.
func frameHead(b []byte) (head int, length uint64) {
	if len(b) < 2 {
		return 0, 0
	}
	// Seven bits of length, or a mark that 16 or 64 more bits follow (RFC 6455, section 5.2).
	switch short := b[1] & 0x7f; {
	case short == 126 && len(b) >= 4:
		return 4, uint64(binary.BigEndian.Uint16(b[2:]))
	case short == 127 && len(b) >= 10:
		return 10, binary.BigEndian.Uint64(b[2:])
	case short < 126:
		return 2, uint64(short)
	}
	return 0, 0
}
