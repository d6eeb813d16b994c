// SmartRecruiters: webhooks (github.com/smartrecruiters/sr-webhooks-client, developers.smartrecruiters.com).

package hook

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"vouch/store"
	"vouch/store/outcome"
)

// smartHost is the only host from which a delivery is fetched.
const smartHost = "api.smartrecruiters.com"

// smartClient fetches what deliveries point to; it follows no redirect, which could lead anywhere.
var smartClient = &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error {
	return http.ErrUseLastResponse
}}

// isSmartRecruitersHandshake answers the activation of a subscription, which wants its secret back.
func isSmartRecruitersHandshake(d *delivery, w http.ResponseWriter) bool {
	secret := d.header.Get("X-Hook-Secret")
	if secret == "" {
		return false
	}
	w.Header().Set("X-Hook-Secret", secret)
	w.WriteHeader(http.StatusOK)
	return true
}

// verifySmartRecruiters cannot prove anything, for deliveries are not signed: it only wants a link to the right host.
func verifySmartRecruiters(d *delivery, _ string) (covered bool, err error) {
	_, err = d.smartLink()
	return false, err
}

// smartLink is the address in the header Link, "<https://api.smartrecruiters.com/...>; rel=self".
func (d *delivery) smartLink() (string, error) {
	link, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(d.header.Get("Link")), "<"), ">")
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" || u.Host != smartHost || u.User != nil {
		return "", errUnsigned
	}
	return u.String(), nil
}

// parseSmartRecruiters fetches what a delivery is about, because it holds ids alone. The secret of the source is the
// key of SmartRecruiters' API. What came from there is still told by whoever knows our address, so it stays a hint.
func parseSmartRecruiters(d *delivery, body node) ([]store.OutcomeEvent, error) {
	e := store.OutcomeEvent{EventID: d.header.Get("Event-Id"),
		External: []string{body.at("application_id").id("application"), body.at("candidate_id").id("candidate")}}
	switch event := d.header.Get("Event-Name"); {
	case event == "candidate.deleted":
		e.Kind = outcome.Erased
		return []store.OutcomeEvent{e}, nil
	case !strings.HasPrefix(event, "application."):
		return nil, nil
	}
	link, _ := d.smartLink()
	r, err := http.NewRequestWithContext(d.ctx, http.MethodGet, link, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-SmartToken", d.secrets[0])
	answer, err := smartClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, MaxBody))
	if err != nil || answer.StatusCode != http.StatusOK {
		return nil, errors.Join(err, errors.New("SmartRecruiters answered "+answer.Status))
	}
	full, err := parse(text)
	if err != nil {
		return nil, err
	}
	person := full.at("candidate")
	if person.isNull() {
		person = full
	}
	e.Stage, e.Class, e.At = full.at("subStatus").text(), full.at("status").text(), full.at("updatedOn").time()
	e.Stage, e.Reference = either(e.Stage, e.Class), full.reference()
	e.Contacts = append(person.at("email").texts(), person.at("phoneNumber").texts()...)
	e.Name = someone(person.at("firstName").text()+" "+person.at("lastName").text(), full.at("job", "title").text())
	e.Claimed = isReferral(full.at("source").text())
	if e.Stage == "" {
		return nil, nil
	}
	return []store.OutcomeEvent{e}, nil
}
