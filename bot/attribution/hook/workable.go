// Workable: subscriptions (workable.readme.io, "Webhooks").

package hook

import (
	"vouch/store"
	"vouch/store/outcome"
)

// verifyWorkable checks the header X-Workable-Signature: the hexadecimal HMAC of the body.
func verifyWorkable(d *delivery, secret string) (covered bool, err error) {
	return true, fitsHex(d.header.Get("X-Workable-Signature"), sum([]byte(secret), string(d.body)))
}

// parseWorkable translates an event. An employee's record says the first day of somebody who was hired.
func parseWorkable(_ *delivery, body node) ([]store.OutcomeEvent, error) {
	data := body.at("data")
	e := store.OutcomeEvent{EventID: body.at("id").text(), At: body.at("fired_at").time(), Reference: data.reference(),
		External: []string{data.at("id").id("candidate")},
		Contacts: append(data.at("email").texts(), data.at("phone").texts()...),
		Claimed:  isReferral(data.at("domain").text()) || isReferral(data.at("source").text()),
		Name:     someone(either(data.at("name").text(), data.at("full_name").text()), data.at("job", "title").text())}
	for _, profile := range data.at("social_profiles").list() {
		e.Contacts = append(e.Contacts, profile.at("url").texts()...)
	}
	switch body.at("event_type").text() {
	case "candidate_created":
		e.Kind = outcome.Applied
	case "candidate_moved":
		if e.Stage, e.Class = data.at("stage").text(), data.at("stage_kind").text(); data.at("disqualified").value == true {
			e.Kind, e.Stage = outcome.Declined, ""
		}
	case "candidate_deleted":
		e.Kind = outcome.Erased
	case "employee_created":
		e.Kind, e.StartsOn = outcome.Hired, data.at("start_date").day()
		e.External = []string{data.at("candidate_id").id("candidate"), data.at("id").id("employee")}
	}
	if e.Kind == "" && e.Stage == "" {
		return nil, nil
	}
	return []store.OutcomeEvent{e}, nil
}
