// The web face of the running program: links of the demo, the numbers of the rest, and its settings.

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

// mustFollow asks for an address as a browser would, and follows nothing.
func mustFollow(tb testing.TB, address string) (answer *http.Response, body string) {
	tb.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		tb.Fatal(err)
	}
	request.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	request.Header.Set("Accept-Language", "de")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if answer, err = client.Do(request); err != nil {
		tb.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return answer, string(text)
}

func TestWeb_LinksOfTheDemo(t *testing.T) {
	d := mustDemo(t, filepath.Join(t.TempDir(), "vouch.db"))
	shares, err := d.app.DB.SharesOf(demoFirst, 50)
	posted := slices.IndexFunc(shares, func(s store.Share) bool {
		a, err := d.app.DB.Asset(s.Asset)
		return err == nil && a.State == store.Live && s.Level >= store.Declared
	})
	if err != nil || posted < 0 {
		t.Fatalf("%s shared nothing that is live, %v", demoFirst, err)
	}
	share := shares[posted]
	before, err := storetest.Ask1(d.app.DB, (*store.Query).ClicksOf, share.ID)
	if err != nil || before == (store.ClickCounts{}) {
		t.Errorf("the past of the demo has no clicks: %+v, %v", before, err)
	}
	public := d.app.options.Web.PublicURL
	answer, _ := mustFollow(t, public+"/s/"+share.Token)
	after, err := storetest.Ask1(d.app.DB, (*store.Query).ClicksOf, share.ID)
	if answer.StatusCode != http.StatusFound || after.Human != before.Human+1 || err != nil {
		t.Errorf("%s, from %+v to %+v, %v", answer.Status, before, after, err)
	}
	_, metrics := mustFollow(t, public+"/metrics")
	for _, line := range []string{"vouch_slack_connections ", "vouch_advocates 24", "vouch_messages_sent_total "} {
		if !strings.Contains(metrics, line) {
			t.Errorf("the metrics lack %q", line)
		}
	}
	if answer, _ := mustFollow(t, public+"/readyz"); answer.StatusCode != http.StatusOK {
		t.Errorf("readiness: %s", answer.Status)
	}
}

func TestWebConfig_OpenTellsABusyAddress(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	_, err = (&webConfig{Listen: "127.0.0.1:0", MetricsListen: busy.Addr().String()}).open()
	if said := fmt.Sprint(err); !strings.Contains(said, "VOUCH_METRICS_LISTEN: ") || !strings.Contains(said, "a free") {
		t.Errorf("a busy address: %v", err)
	}
}

func TestTrustedProxies(t *testing.T) {
	proxies, err := trustedProxies([]string{" 10.1.2.3/8", "", "192.0.2.7", "2001:db8::/32"})
	if err != nil || len(proxies) != 3 || proxies[0].String() != "10.0.0.0/8" || proxies[1].String() != "192.0.2.7/32" {
		t.Errorf("read as %v, %v", proxies, err)
	}
}
