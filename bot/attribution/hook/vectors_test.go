// Signatures: the vectors that systems publish, and the library of Standard Webhooks as an oracle.

package hook

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// TestVectors holds the schemes to published values where there are any, and else to values computed apart.
func TestVectors(t *testing.T) {
	hubspot := "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"
	for name, test := range map[string]struct {
		family, secret, method, url, body string
		header                            []string
		at                                time.Time
	}{
		"Greenhouse, computed": {"greenhouse", "test-secret", "POST", "",
			`{"action":"hire_candidate","payload":{"application":{"id":46194062}}}`,
			[]string{"Signature", "sha256 f6318f3c88d98f909eb01452b22976cc8edb5c2ee3a77a969195b23ead6c15f5"}, time.Time{}},
		"Ashby, computed": {"ashby", "test-secret", "POST", "",
			`{"action":"candidateHire","data":{"application":{"id":"a1"}}}`,
			[]string{"Ashby-Signature", "sha256=2f906239dbbe86b7f3a382fe6b13bcaaee141556a1616f5ac0b03491ff1301b0"}, time.Time{}},
		"Lever, computed": {"lever", "test-secret", "POST", "", `{"token":"tok_abc","triggeredAt":1492555149206,` +
			`"signature":"a3aa7873fe0adae7c6bb64abd5b4fd5ed6983075c029d97d431b30a960f6f8a9"}`,
			nil, time.UnixMilli(1492555149206)},
		"HubSpot version 3, of its Python library": {"hubspot", hubspot, "POST", "https://www.example.com/webhook_uri",
			`{'example_field':'example_value'}`, []string{"X-HubSpot-Signature-v3",
				"K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=", "X-HubSpot-Request-Timestamp", "1693657560000"},
			time.UnixMilli(1693657560000)},
		"HubSpot version 3, computed": {"hubspot", "test-secret", "POST", "https://advocacy.example.com/in/hubspot",
			`[{"eventId":1}]`, []string{"X-HubSpot-Signature-v3", "Lj1q9qz+MGkq2RGJ1nL2E61I/uM9ls7jjymTDCkm0LA=",
				"X-HubSpot-Request-Timestamp", "1700000000000"}, time.UnixMilli(1700000000000)},
		"HubSpot version 2, of its Node library": {"hubspot", hubspot, "POST", "https://www.example.com/webhook_uri",
			`{"example_field":"example_value"}`, []string{"X-HubSpot-Signature-Version", "v2", "X-HubSpot-Signature",
				"9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900"}, time.Time{}},
		"HubSpot version 2 of a GET, of its page": {"hubspot", hubspot, "GET", "https://www.example.com/webhook_uri", "",
			[]string{"X-HubSpot-Signature-Version", "v2", "X-HubSpot-Signature",
				"eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e"}, time.Time{}},
		"Standard Webhooks, of its specification": {"standard", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "POST", "",
			`{"test": 2432232314}`, []string{"webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp", "1614265330",
				"webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}, time.Unix(1614265330, 0)},
	} {
		d := &delivery{method: test.method, url: test.url, header: http.Header{}, body: []byte(test.body), now: test.at}
		for i := 0; i < len(test.header); i += 2 {
			d.header.Set(test.header[i], test.header[i+1])
		}
		f, _ := familyOf(test.family)
		if _, err := f.verify(d, test.secret); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := f.verify(d, test.secret+"x"); err == nil {
			t.Errorf("%s: another secret fits too", name)
		}
		if d.body = append(d.body, ' '); test.family != "lever" {
			if _, err := f.verify(d, test.secret); err == nil {
				t.Errorf("%s: another body fits too", name)
			}
		}
	}
}

// TestStandard_AgreesWithItsLibrary judges what the library signs, and damaged forms of it, as the library does.
func TestStandard_AgreesWithItsLibrary(t *testing.T) {
	key := []byte("0123456789abcdef0123456789abcdef")
	secret := "whsec_" + base64.StdEncoding.EncodeToString(key)
	library, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	body := `{"type":"contact.created","data":{}}`
	signed, err := library.Sign("msg_1", now, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	seconds := func(off time.Duration) string { return strconv.FormatInt(now.Add(off).Unix(), 10) }
	for name, h := range map[string][3]string{
		"as signed":              {"msg_1", seconds(0), signed},
		"no id":                  {"", seconds(0), signed},
		"another id":             {"msg_2", seconds(0), signed},
		"no time":                {"msg_1", "", signed},
		"another time":           {"msg_1", seconds(time.Second), signed},
		"no number":              {"msg_1", "yesterday", signed},
		"no signature":           {"msg_1", seconds(0), ""},
		"half a signature":       {"msg_1", seconds(0), signed[:10]},
		"without its version":    {"msg_1", seconds(0), strings.TrimPrefix(signed, "v1,")},
		"another version":        {"msg_1", seconds(0), "v2," + strings.TrimPrefix(signed, "v1,")},
		"among others":           {"msg_1", seconds(0), "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,x " + signed},
		"an empty one":           {"msg_1", seconds(0), "v1,"},
		"separated with a comma": {"msg_1", seconds(0), signed + "," + signed},
	} {
		header := http.Header{}
		header.Set("webhook-id", h[0])
		header.Set("webhook-timestamp", h[1])
		header.Set("webhook-signature", h[2])
		d := &delivery{header: header, body: []byte(body), now: now}
		_, ours := verifyStandard(d, secret)
		theirs := library.Verify([]byte(body), header)
		if (ours == nil) != (theirs == nil) {
			t.Errorf("%s: we say %v, the library says %v", name, ours, theirs)
		}
	}
	// The Python library takes secrets without padding.
	d := &delivery{header: http.Header{}, body: []byte(body), now: now}
	d.header.Set("webhook-id", "msg_1")
	d.header.Set("webhook-timestamp", seconds(0))
	d.header.Set("webhook-signature", signed)
	if _, err := verifyStandard(d, strings.TrimRight(secret, "=")); err != nil {
		t.Errorf("a secret without padding: %v", err)
	}
}
