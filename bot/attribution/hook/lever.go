// Lever: webhooks of the data API (hire.lever.co/developer/documentation#webhooks; five public integrations agree).

package hook

import (
	"time"

	"vouch/store"
	"vouch/store/outcome"
)

// leverKeeps is how old the first delivery of an event may be: Lever tries again with the time of the event, not of the
// attempt, and each event counts once.
const leverKeeps = 24 * time.Hour

// verifyLever checks the field "signature" of the body: hexadecimal HMAC of token and triggeredAt. What happened, and
// to whom, is not covered.
func verifyLever(d *delivery, secret string) (covered bool, err error) {
	body, err := parse(d.body)
	if err != nil {
		return false, errUnsigned
	}
	token, at := body.at("token").text(), body.at("triggeredAt")
	if err := fitsHex(body.at("signature").text(), sum([]byte(secret), token, at.text())); err != nil {
		return false, err
	}
	if age := d.now.Sub(at.time()); token == "" || age > leverKeeps || age < -tolerance {
		return false, errLate
	}
	return false, nil
}

// parseLever translates an event. Stages are ids, which the program file names. Lever's test has no opportunity.
func parseLever(_ *delivery, body node) ([]store.OutcomeEvent, error) {
	data := body.at("data")
	e := store.OutcomeEvent{EventID: body.at("token").text(), At: body.at("triggeredAt").time(),
		External: []string{data.at("opportunityId").id("opportunity"), data.at("candidateId").id("candidate"),
			data.at("contactId").id("contact")}}
	switch body.at("event").text() {
	case "applicationCreated":
		e.Kind = outcome.Applied
	case "candidateStageChange":
		e.Stage = data.at("toStageId").text()
	case "candidateArchiveChange":
		if !data.at("toArchived").isNull() {
			e.Kind = outcome.Declined
		}
	case "candidateHired":
		e.Kind = outcome.Hired
	case "candidateDeleted":
		e.Kind = outcome.Erased
	}
	if e.External[0] == "" || e.Kind == "" && e.Stage == "" {
		return nil, nil
	}
	return []store.OutcomeEvent{e}, nil
}
