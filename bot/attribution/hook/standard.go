// Standard Webhooks, for everything without a file of its own (standardwebhooks.com, specification 1.0.0).

package hook

import (
	"crypto/ed25519"
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"time"

	"vouch/store"
	"vouch/store/money"
	"vouch/store/outcome"
)

// The prefixes of secrets: a shared one, and the public half of a pair.
const (
	sharedPrefix = "whsec_"
	publicPrefix = "whpk_"
)

// standardKey is the key that a secret stands for; base64 may come without its padding.
func standardKey(secret string) []byte {
	secret = strings.TrimPrefix(strings.TrimPrefix(secret, sharedPrefix), publicPrefix)
	key, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(secret, "="))
	if err != nil {
		return nil
	}
	return key
}

// isStandardSecret wants the sizes of the specification.
func isStandardSecret(secret string) bool {
	n := len(standardKey(secret))
	return strings.HasPrefix(secret, publicPrefix) && n == ed25519.PublicKeySize ||
		!strings.HasPrefix(secret, publicPrefix) && n >= 24 && n <= 64
}

// verifyStandard checks the header webhook-signature, of which any signature may fit, over id, time and body.
func verifyStandard(d *delivery, secret string) (covered bool, err error) {
	id, at := d.header.Get("Webhook-Id"), d.header.Get("Webhook-Timestamp")
	key := standardKey(secret)
	if id == "" || len(key) == 0 {
		return true, errUnsigned
	}
	if err := d.isNow(at, time.Second); err != nil {
		return true, err
	}
	err = errUnsigned
	for _, signature := range strings.Fields(d.header.Get("Webhook-Signature")) {
		version, encoded, _ := strings.Cut(signature, ",")
		encoded, _, _ = strings.Cut(encoded, ",")
		got, wrong := base64.StdEncoding.DecodeString(encoded)
		if wrong != nil {
			continue
		}
		fits := false
		switch public := strings.HasPrefix(secret, publicPrefix); {
		case version == "v1" && !public:
			fits = hmac.Equal(got, sum(key, id, ".", at, ".", string(d.body)))
		case version == "v1a" && public && len(key) == ed25519.PublicKeySize:
			fits = ed25519.Verify(key, []byte(id+"."+at+"."+string(d.body)), got)
		default:
			continue
		}
		if fits {
			return true, nil
		}
		err = errSignature
	}
	return true, err
}

// parseStandard reads the events that a company's own systems send us. type, or event in data, says what happened in
// the words of any stage, such as application.submitted or deal.won.
func parseStandard(d *delivery, body node) ([]store.OutcomeEvent, error) {
	data, kind := body.at("data"), body.at("type").text()
	words := strings.NewReplacer(".", " ", "_", " ")
	name := either(data.at("stage").text(), either(data.at("event").text(), kind))
	e := store.OutcomeEvent{EventID: d.header.Get("Webhook-Id"), Stage: words.Replace(name),
		At: data.at("occurred_at").time(), External: []string{data.at("external_id").id("record")},
		Reference: data.reference(), Name: someone(data.at("name").text(), data.at("job").text()),
		Contacts: slices.Concat(data.at("email").texts(), data.at("phone").texts(), data.at("profile").texts()),
		StartsOn: data.at("start_date").day(), Claimed: data.at("referred").value == true}
	about := words.Replace(kind + " " + data.at("kind").text() + " " + data.at("event").text())
	e.Clients = strings.Contains(about, "client") || strings.Contains(about, "deal") ||
		strings.Contains(about, "opportunity") || strings.Contains(about, "lead")
	if e.At.IsZero() {
		e.At = body.at("timestamp").time()
	}
	for _, word := range []string{"deleted", "erased", "anonymized"} {
		if strings.HasSuffix(about, word) && data.at("stage").isNull() {
			e.Kind = outcome.Erased
		}
	}
	if value := data.at("value").text(); value != "" {
		amount, err := money.Parse(value, strings.ToUpper(data.at("currency").text()))
		if err != nil {
			return nil, err
		}
		e.Amount = amount
	}
	switch {
	case strings.Contains(e.EventID, "."):
		return nil, errors.New("the webhook-id holds a dot")
	case e.Kind == "" && e.Stage == "":
		return nil, nil
	}
	return []store.OutcomeEvent{e}, nil
}
