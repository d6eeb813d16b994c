// HubSpot: webhooks of an app (developers.hubspot.com, "Validating requests"; version 3, and the older ones).

package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"vouch/store"
	"vouch/store/outcome"
)

// plainURL undoes the escapes that HubSpot undoes before it signs an address.
var plainURL = strings.NewReplacer("%3A", ":", "%2F", "/", "%3F", "?", "%40", "@", "%21", "!", "%24", "$", "%27", "'",
	"%28", "(", "%29", ")", "%2A", "*", "%2C", ",", "%3B", ";")

// verifyHubSpot checks version 3 where the header is there, which has a time. Version 2 signs the address and version 1
// the body, both without a time; a delivery with all of them is not judged by the weakest.
func verifyHubSpot(d *delivery, secret string) (covered bool, err error) {
	if signature := d.header.Get("X-Hubspot-Signature-V3"); signature != "" {
		at := d.header.Get("X-Hubspot-Request-Timestamp")
		if err := d.isNow(at, time.Millisecond); err != nil {
			return true, err
		}
		got, err := base64.StdEncoding.DecodeString(signature)
		want := sum([]byte(secret), d.method, plainURL.Replace(d.url), string(d.body), at)
		switch {
		case err != nil:
			return true, errUnsigned
		case !hmac.Equal(got, want):
			return true, errSignature
		}
		return true, nil
	}
	signed := secret + string(d.body)
	if d.header.Get("X-Hubspot-Signature-Version") == "v2" {
		signed = secret + d.method + d.url + string(d.body)
	}
	want := sha256.Sum256([]byte(signed))
	return true, fitsHex(d.header.Get("X-Hubspot-Signature"), want[:])
}

// parseHubSpot translates a batch. Each event is one property of one record: the stage of a deal, or the field in which
// the company keeps our reference, which tells whose the deal is.
func parseHubSpot(_ *delivery, body node) (events []store.OutcomeEvent, err error) {
	for _, event := range body.list() {
		subscription, property := event.at("subscriptionType").text(), event.at("propertyName").text()
		about, change, _ := strings.Cut(subscription, ".")
		switch event.at("objectTypeId").text() {
		case "0-1":
			about = "contact"
		case "0-3":
			about = "deal"
		}
		// eventId is not unique.
		var id []string
		for _, field := range []string{"portalId", "subscriptionId", "objectId", "occurredAt", "propertyName",
			"propertyValue"} {
			id = append(id, event.at(field).text())
		}
		key := sha256.Sum256([]byte(strings.Join(id, "\x00")))
		e := store.OutcomeEvent{EventID: hex.EncodeToString(key[:]), Clients: true, At: event.at("occurredAt").time(),
			External: []string{event.at("objectId").id(about)}}
		switch {
		case change == "privacyDeletion":
			e.Kind = outcome.Erased
		case about == "deal" && property == "dealstage":
			e.Stage = event.at("propertyValue").text()
		case carrier(property):
			e.Kind, e.Reference = outcome.Merged, referenceIn(event.at("propertyValue").text())
		}
		if e.Stage != "" || e.Kind == outcome.Erased || e.Reference != "" {
			events = append(events, e)
		}
	}
	// Within a batch the order is not that of what happened.
	slices.SortStableFunc(events, func(a, b store.OutcomeEvent) int { return a.At.Compare(b.At) })
	return events, nil
}
