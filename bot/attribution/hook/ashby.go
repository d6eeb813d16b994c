// Ashby: webhooks (developers.ashbyhq.com, "Authenticating webhooks" and "Common payload data").

package hook

import (
	"strings"

	"vouch/store"
	"vouch/store/outcome"
)

// verifyAshby checks the header "Ashby-Signature: sha256=HEX", the HMAC of the body.
func verifyAshby(d *delivery, secret string) (covered bool, err error) {
	signature, is := strings.CutPrefix(d.header.Get("Ashby-Signature"), "sha256=")
	if !is {
		return true, errUnsigned
	}
	return true, fitsHex(signature, sum([]byte(secret), string(d.body)))
}

// parseAshby translates an event. One hire is told three times, with one webhookActionId and three actions; only
// candidateHire counts.
func parseAshby(_ *delivery, body node) ([]store.OutcomeEvent, error) {
	data, action := body.at("data"), body.at("action").text()
	application := data.at("application")
	person, stage := application.at("candidate"), application.at("currentInterviewStage")
	e := store.OutcomeEvent{EventID: action + "/" + body.at("webhookActionId").text(), Reference: data.reference(),
		External: []string{application.at("id").id("application"), person.at("id").id("candidate")},
		Contacts: append(person.at("primaryEmailAddress").texts("value"), person.at("primaryPhoneNumber").texts("value")...),
		Name:     someone(person.at("name").text(), application.at("job", "title").text()),
		At:       application.at("updatedAt").time(),
		Claimed: !application.at("creditedToUser").isNull() ||
			isReferral(application.at("source", "title").text())}
	if body.at("webhookActionId").isNull() {
		e.EventID = ""
	}
	hired := stage.at("type").text() == "Hired" || application.at("status").text() == "Hired"
	switch action {
	case "applicationSubmit":
		e.Kind = outcome.Applied
	case "candidateHire":
		e.Kind, e.StartsOn = outcome.Hired, data.at("offer", "latestVersion", "startDate").day()
	case "candidateStageChange":
		if !hired {
			e.Stage, e.Class = stage.at("title").text(), stage.at("type").text()
		}
	case "applicationUpdate":
		if application.at("status").text() == "Archived" {
			e.Kind = outcome.Declined
		}
	case "candidateDelete":
		e.Kind, e.External = outcome.Erased, []string{data.at("candidate", "id").id("candidate")}
	case "candidateMerge":
		e.Kind, e.External = outcome.Merged, []string{data.at("deletedCandidate", "id").id("candidate"),
			data.at("mergedCandidate", "id").id("candidate")}
	}
	if e.Kind == "" && e.Stage == "" {
		return nil, nil
	}
	return []store.OutcomeEvent{e}, nil
}
