// Pipedrive: webhooks, version 2 (pipedrive.readme.io, "Guide for webhooks v2").

package hook

import (
	"net/http"
	"strings"

	"vouch/store"
	"vouch/store/money"
	"vouch/store/outcome"
)

// verifyPipedrive checks user and password, which is all that Pipedrive offers: whoever knows them says the whole body.
func verifyPipedrive(d *delivery, secret string) (covered bool, err error) {
	user, password, is := (&http.Request{Header: d.header}).BasicAuth()
	if !is {
		return true, errUnsigned
	}
	return true, fitsText(user+":"+password, secret)
}

// parsePipedrive translates a change of a deal. Its stages are ids, which the program file names.
func parsePipedrive(_ *delivery, body node) ([]store.OutcomeEvent, error) {
	meta, data := body.at("meta"), body.at("data")
	entity, action := meta.at("entity").text(), meta.at("action").text()
	e := store.OutcomeEvent{Clients: true, At: meta.at("timestamp").time(), Reference: data.reference(),
		External: []string{either(data.at("id").id(entity), meta.at("entity_id").id(entity))}}
	var id []string
	for _, field := range []string{"company_id", "entity", "entity_id", "action", "timestamp"} {
		id = append(id, meta.at(field).text())
	}
	if e.EventID = strings.Join(id, "/"); meta.at("timestamp").isNull() {
		e.EventID = ""
	}
	switch status := data.at("status").text(); {
	case entity == "person" && action == "delete":
		e.Kind = outcome.Erased
	case entity != "deal" || action == "delete":
		return nil, nil
	case status == "won" || status == "lost":
		e.Kind = outcome.Kind(status)
	default:
		e.Stage = data.at("stage_id").text()
	}
	if e.Kind == outcome.Won {
		// A deal without a value is won all the same.
		e.Amount, _ = money.Parse(data.at("value").text(), data.at("currency").text())
	}
	if e.Kind == "" && e.Stage == "" {
		return nil, nil
	}
	return []store.OutcomeEvent{e}, nil
}
