// Greenhouse: recruiting webhooks (github.com/grnhse/greenhouse-api-docs, source/includes/webhooks).

package hook

import (
	"strings"

	"vouch/store"
	"vouch/store/outcome"
)

// verifyGreenhouse checks the header "Signature: sha256 HEX", the HMAC of the body. It has no time, and the header
// Greenhouse-Event-ID is not signed.
func verifyGreenhouse(d *delivery, secret string) (covered bool, err error) {
	scheme, signature, _ := strings.Cut(d.header.Get("Signature"), " ")
	if scheme != "sha256" {
		return true, errUnsigned
	}
	return true, fitsHex(signature, sum([]byte(secret), string(d.body)))
}

// parseGreenhouse translates an event. A hire comes when the offer is accepted, before the first day.
func parseGreenhouse(d *delivery, body node) ([]store.OutcomeEvent, error) {
	payload := body.at("payload")
	application := payload.at("application")
	person := application.at("candidate")
	e := store.OutcomeEvent{EventID: d.header.Get("Greenhouse-Event-ID"), Body: d.hash(),
		External: append([]string{application.at("id").id("application")}, person.at("id").id("candidate")),
		At:       application.at("last_activity_at").time(), Reference: payload.reference(),
		Claimed: !application.at("credited_to").isNull() || isReferral(application.at("source", "public_name").text()) ||
			isReferral(application.at("source", "name").text()),
		Name: someone(person.at("first_name").text()+" "+person.at("last_name").text(),
			strings.Join(application.at("jobs").texts("name"), ", "))}
	for _, field := range []string{"email_addresses", "phone_numbers", "social_media_addresses", "website_addresses"} {
		e.Contacts = append(e.Contacts, person.at(field).texts("value")...)
	}
	switch body.at("action").text() {
	case "new_candidate_application":
		e.Kind, e.At = outcome.Applied, application.at("applied_at").time()
	case "candidate_stage_change", "unreject_candidate":
		e.Stage = application.at("current_stage", "name").text()
	case "reject_candidate":
		e.Kind, e.At = outcome.Declined, application.at("rejected_at").time()
	case "hire_candidate":
		e.Kind, e.At = outcome.Hired, application.at("offer", "resolved_at").time()
		e.StartsOn = application.at("offer", "starts_at").day()
	case "unhire_candidate":
		e.Kind = outcome.Unhired
	case "candidate_anonymized":
		e.Kind, e.External = outcome.Erased, []string{payload.at("candidate_id").id("candidate")}
		gone := payload.at("anonymized_fields").texts()
		if !strings.Contains(strings.Join(gone, " "), "name") && !strings.Contains(strings.Join(gone, " "), "email") {
			return nil, nil // their notes or the like
		}
	case "delete_candidate":
		e.Kind, e.External = outcome.Erased, []string{payload.at("person", "id").id("candidate"),
			payload.at("candidate_id").id("candidate")}
		for _, id := range payload.at("person", "deleted_application_ids").list() {
			e.External = append(e.External, id.id("application"))
		}
	case "merge_candidate":
		e.Kind, e.External = outcome.Merged, []string{payload.at("candidate_id").id("candidate"),
			payload.at("new_candidate_id").id("candidate")}
	}
	if e.Kind == "" && e.Stage == "" {
		return nil, nil
	}
	return []store.OutcomeEvent{e}, nil
}
