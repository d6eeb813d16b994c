// Tests of signatures against the published vector, of addresses, and of the times between two tries.

package webhook_test

import (
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"vouch/store/webhook"
)

func TestSign(t *testing.T) {
	const secret, want = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	at, id, body := time.Unix(1614265330, 0), "msg_p5jXN8AQM9LWM0D4loKWxJek", []byte(`{"test": 2432232314}`)
	if got := webhook.Sign([]string{secret}, id, at, body); got != want {
		t.Errorf("the vector of the specification is signed %s", got)
	}
	other := webhook.MakeSecret()
	got := webhook.Sign([]string{other, secret}, id, at, body)
	oracle, err := standardwebhooks.NewWebhook(other)
	if err != nil {
		t.Fatal(err)
	}
	first, err := oracle.Sign(id, at, body)
	if err != nil || got != first+" "+want {
		t.Errorf("with two secrets %s, want %s first, %v", got, first, err)
	}
}

func TestCheckURL(t *testing.T) {
	for address, fine := range map[string]bool{
		"https://hooks.example.com/vouch?a=b": true, "http://127.0.0.1:8080/x": true, "http://[::1]/x": true,
		"http://hooks.example.com": false, "http://localhost/x": false, "https://a:b@example.com": false,
		"example.com":       false,
		"ftp://example.com": false, "https://": false, "https://<!channel>/": false, "http://10.0.0.1/": false,
		"https://example.com/" + strings.Repeat("x", 1000): false,
	} {
		if err := webhook.CheckURL(address); (err == nil) != fine {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestWait(t *testing.T) {
	var all time.Duration
	for failed := 1; ; failed++ {
		wait, again := webhook.Wait(failed, 0, 0)
		if !again {
			if failed != 10 || all.Round(time.Hour) != 76*time.Hour {
				t.Errorf("the last try is number %d after %v", failed, all)
			}
			break
		}
		all += wait
	}
	if wait, _ := webhook.Wait(1, time.Hour, 1); wait != time.Hour {
		t.Errorf("asked to wait an hour: %v", wait)
	}
	if wait, _ := webhook.Wait(2, time.Second, 1); wait != 330*time.Second {
		t.Errorf("with all of the tenth: %v", wait)
	}
}
