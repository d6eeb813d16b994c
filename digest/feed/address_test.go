// No address of a private network is ever contacted, however it is written, redirected to, or resolved.

package feed

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// forbiddenHosts are hosts of URLs that lead, or might lead, into a private network.
var forbiddenHosts = []string{
	"127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
	"169.254.169.254",
	"192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
	"255.255.255.255",
	"[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:8.8.8.8]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]",
	"[100::1]", "[2001::1]",
	"[2001:db8::1]", "[2002:7f00:1::]", "[3fff::1]", "[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[fe80::1%25eth0]",
	"[fec0::1]", "[ff02::1]",
	"2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "0", "017700000001", "127.0.0.1.", "1.2.3.4.5",
}

func TestFetcher_RefusesForbiddenAddresses(t *testing.T) {
	fetcher := NewFetcher(Options{Dial: func(_ context.Context, _, address string) (net.Conn, error) {
		t.Errorf("connected to %s", address)
		return nil, io.EOF
	}})
	for _, host := range forbiddenHosts {
		t.Run(host, func(t *testing.T) {
			_, err := fetcher.Get(context.Background(), "http://"+host+"/", Conditional{})
			wantKind(t, err, Blocked)
		})
	}
	for _, address := range []string{"http://ada:secret@acme.example/", "http://acme.example:22/",
		"https://acme.example:8080/"} {
		_, err := fetcher.Get(context.Background(), address, Conditional{})
		wantKind(t, err, Blocked)
	}
	for _, address := range []string{"file:///etc/passwd", "gopher://acme.example/", "//acme.example/", "http:///a"} {
		_, err := fetcher.Get(context.Background(), address, Conditional{})
		wantKind(t, err, Invalid)
	}
}

func TestFetcher_ChecksTheAddressItConnectsTo(t *testing.T) {
	closed, local := NewFetcher(Options{}), NewFetcher(Options{AllowLoopback: true})
	tests := []struct {
		address         string
		allowed, always bool // allowed with AllowLoopback; allowed without
	}{
		{"93.184.216.34:80", true, true}, {"93.184.216.34:443", true, true}, {"[2606:2800:220:1::1]:443", true, true},
		{"93.184.216.34:22", false, false}, {"127.0.0.1:8080", true, false}, {"[::1]:8080", true, false},
		{"10.0.0.1:80", false, false},
		{"[::ffff:127.0.0.1]:80", false, false}, {"[::ffff:10.0.0.1]:80", false, false}, {"169.254.169.254:80", false, false},
		{"[fe80::1%eth0]:80", false, false}, {"nonsense", false, false},
	}
	for _, test := range tests {
		if err := local.controlConnection("tcp", test.address, nil); (err == nil) != test.allowed {
			t.Errorf("with loopback allowed, %s: %v", test.address, err)
		}
		if err := closed.controlConnection("tcp", test.address, nil); (err == nil) != test.always {
			t.Errorf("%s: %v", test.address, err)
		}
	}
}

func TestFetcher_RefusesLoopbackByDefault(t *testing.T) {
	server := MustServe(t, func(http.ResponseWriter, *http.Request) { t.Error("the server was contacted") })
	_, err := NewFetcher(Options{}).Get(context.Background(), strings.Replace(server, "127.0.0.1", "localhost", 1),
		Conditional{})
	wantKind(t, err, Blocked)
}

func TestFetcher_RefusesRedirectsIntoPrivateNetworks(t *testing.T) {
	server := MustServe(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusFound)
	})
	for _, target := range []string{"http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/",
		"http://[::ffff:10.0.0.1]/", "http://0x0a000001/",
		"http://ada@127.0.0.1/", "//192.168.0.1/"} {
		_, err := localFetcher().Get(context.Background(), server+"/?to="+target, Conditional{})
		wantKind(t, err, Blocked)
	}
}

func TestFetcher_RefusesToLoseEncryption(t *testing.T) {
	plain := MustServe(t, func(http.ResponseWriter, *http.Request) { t.Error("the plain server was contacted") })
	secure := httptest.NewTLSServer(http.RedirectHandler(plain, http.StatusFound))
	t.Cleanup(secure.Close)
	fetcher := localFetcher()
	trusting := secure.Client().Transport.(*http.Transport).TLSClientConfig
	fetcher.client.Transport.(*http.Transport).TLSClientConfig = trusting
	_, err := fetcher.Get(context.Background(), secure.URL, Conditional{})
	wantKind(t, err, Blocked)
}

func TestFetcher_SurvivesNamesThatChangeTheirAnswer(t *testing.T) {
	var port string
	server := MustServe(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://rebind.example:"+port+"/again", http.StatusFound)
	})
	port = server[strings.LastIndexByte(server, ':')+1:]
	names := &fakeNames{answers: []string{"127.0.0.1", "10.1.2.3"}}
	fetcher := NewFetcher(Options{AllowLoopback: true, Resolver: &net.Resolver{PreferGo: true, Dial: names.dial}})
	_, err := fetcher.Get(context.Background(), "http://rebind.example:"+port+"/", Conditional{})
	wantKind(t, err, Blocked)
	if asked := names.asked.Load(); asked != 2 {
		t.Errorf("the name was looked up %d times, want once per connection", asked)
	}
}

// fakeNames is a name server on a pipe: the answer to the n-th question for an IPv4 address is the n-th of answers.
type fakeNames struct {
	answers []string
	asked   atomic.Int32
	mutex   sync.Mutex
}

// dial connects a resolver to the server. A pipe is no packet connection, so the resolver speaks DNS over TCP on it:
// each message after its length in two bytes.
func (f *fakeNames) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	go func() {
		defer func() { _ = there.Close() }()
		length := make([]byte, 2)
		if _, err := io.ReadFull(there, length); err != nil {
			return
		}
		question := make([]byte, int(length[0])<<8|int(length[1]))
		if _, err := io.ReadFull(there, question); err != nil {
			return
		}
		answer := f.answer(question)
		_, _ = there.Write(append([]byte{byte(len(answer) >> 8), byte(len(answer))}, answer...))
	}()
	return here, nil
}

// answer builds the reply to one question; there are no IPv6 addresses.
func (f *fakeNames) answer(packed []byte) []byte {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	var message dnsmessage.Message
	if err := message.Unpack(packed); err != nil || len(message.Questions) == 0 {
		return nil
	}
	message.Response, message.Additionals = true, nil
	question := message.Questions[0]
	if question.Type == dnsmessage.TypeA {
		index := min(int(f.asked.Add(1)), len(f.answers)) - 1
		message.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: question.Name, Type: question.Type, Class: question.Class},
			Body:   &dnsmessage.AResource{A: netip.MustParseAddr(f.answers[index]).As4()},
		}}
	}
	reply, err := message.Pack()
	if err != nil {
		return nil
	}
	return reply
}
