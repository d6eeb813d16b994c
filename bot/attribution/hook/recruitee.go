// Recruitee: webhooks (docs.recruitee.com/docs/webhooks).

package hook

import (
	"net/http"

	"vouch/store"
	"vouch/store/outcome"
)

// verifyRecruitee checks the header X-Recruitee-Signature: the hexadecimal HMAC of the body.
func verifyRecruitee(d *delivery, secret string) (covered bool, err error) {
	return true, fitsHex(d.header.Get("X-Recruitee-Signature"), sum([]byte(secret), string(d.body)))
}

// isRecruiteeTest answers the test that comes before anybody can know the secret; example events carry the same field.
func isRecruiteeTest(d *delivery, w http.ResponseWriter) bool {
	body, err := parse(d.body)
	test := err == nil && body.at("test").value == true
	if test {
		w.WriteHeader(http.StatusOK)
	}
	return test
}

// parseRecruitee translates an event. Attempts of one delivery differ in their bodies, so its id and time name it.
func parseRecruitee(_ *delivery, body node) ([]store.OutcomeEvent, error) {
	payload := body.at("payload")
	person, stage := payload.at("candidate"), payload.at("details", "to_stage")
	e := store.OutcomeEvent{At: body.at("created_at").time(), Reference: payload.reference(),
		External: []string{person.at("id").id("candidate")}, Claimed: !person.at("referrer").isNull() ||
			isReferral(person.at("source").text()),
		Contacts: append(person.at("emails").texts(), person.at("phones").texts()...),
		Name:     someone(person.at("name").text(), payload.at("offer", "title").text())}
	if id := body.at("id").text(); id != "" {
		e.EventID = id + "/" + body.at("created_at").text()
	}
	switch event, subtype := body.at("event_type").text(), body.at("event_subtype").text(); {
	case event == "new_application" || event == "candidate_created":
		e.Kind = outcome.Applied
	case event == "candidate_deleted":
		e.Kind = outcome.Erased
	case event == "candidate_moved" && subtype == "disqualified":
		e.Kind = outcome.Declined
	case event == "candidate_moved":
		if stage.isNull() {
			stage = payload.at("details", "stage")
		}
		e.Stage, e.Class = stage.at("name").text(), stage.at("category").text()
	}
	if e.Kind == "" && e.Stage == "" {
		return nil, nil
	}
	return []store.OutcomeEvent{e}, nil
}
