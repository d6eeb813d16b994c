// Teamtailor: company webhooks (partner.teamtailor.com/company_webhooks).

package hook

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"vouch/store"
	"vouch/store/outcome"
)

// verifyTeamtailor checks the header TT-Signature: base64 of "t=SECONDS,v2=HEX", the HMAC of time, point and body. The
// older signature, in a header or in the body, is base64 of the hexadecimal HMAC of the record's id alone.
func verifyTeamtailor(d *delivery, secret string) (covered bool, err error) {
	if header := d.header.Get("Tt-Signature"); header != "" {
		plain, err := base64.StdEncoding.DecodeString(header)
		if err != nil {
			return true, errUnsigned
		}
		at, signature := "", ""
		for _, part := range strings.Split(string(plain), ",") {
			switch name, value, _ := strings.Cut(strings.TrimSpace(part), "="); name {
			case "t":
				at = value
			case "v2":
				signature = value
			}
		}
		if err := fitsHex(signature, sum([]byte(secret), at, ".", string(d.body))); err != nil {
			return true, err
		}
		return true, d.isNow(at, time.Second)
	}
	body, err := parse(d.body)
	if err != nil {
		return false, errUnsigned
	}
	older := either(d.header.Get("Teamtailor-Signature"), body.at("signature").text())
	digits, err := base64.StdEncoding.DecodeString(older)
	if err != nil {
		return false, errUnsigned
	}
	id := either(body.at("payload", "data", "id").text(), body.at("data", "id").text())
	if id == "" {
		return false, errUnsigned
	}
	return false, fitsHex(string(digits), sum([]byte(secret), id))
}

// parseTeamtailor translates an event about a record in the manner of JSON:API.
func parseTeamtailor(_ *delivery, body node) ([]store.OutcomeEvent, error) {
	if inner := body.at("payload"); !inner.isNull() {
		body = inner
	}
	data := body.at("data")
	fields, related := data.at("attributes"), data.at("relationships")
	idOf := func(name string) node { return related.at(name, "data", "id") }
	stage := either(fields.at("stage-name").text(), fields.at("stage").text())
	e := store.OutcomeEvent{Reference: data.reference(),
		Stage: either(stage, idOf("stage").text()), Class: fields.at("stage-type").text(),
		External: []string{data.at("id").id("application"), idOf("candidate").id("candidate")},
		Contacts: slices.Concat(fields.at("email").texts(), fields.at("phone").texts(), fields.at("linkedin-url").texts()),
		Name:     someone(fields.at("first-name").text() + " " + fields.at("last-name").text()),
		At:       fields.at("updated-at").time(), StartsOn: fields.at("start-date").day(),
		Claimed: fields.at("referred").value == true || isReferral(fields.at("referring-site").text())}
	switch body.at("event_name").text() {
	case "job_application.create":
		e.Kind, e.Stage = outcome.Applied, ""
	case "job_application.update":
		if !fields.at("rejected-at").isNull() {
			e.Kind, e.At = outcome.Declined, fields.at("rejected-at").time()
		}
	case "candidate.destroy":
		e.Kind, e.External = outcome.Erased, []string{data.at("id").id("candidate")}
	default:
		return nil, nil
	}
	if e.Kind == "" && e.Stage == "" {
		return nil, nil
	}
	return []store.OutcomeEvent{e}, nil
}
