// Deliveries of every family: right, wrong, late, replayed and truncated, with the answers their senders get.

package hook_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"vouch/bot/attribution/hook"
	"vouch/store"
	"vouch/store/outcome"
	"vouch/store/storetest"
)

// secret signs every delivery of the tests.
const secret = "test-secret-of-more-than-24-bytes"

// A sender signs a body as a system does, at a time, and gives the headers.
type sender func(body string, at time.Time) http.Header

func mac(parts ...string) []byte {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(strings.Join(parts, "")))
	return m.Sum(nil)
}

func headers(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// standardSecret is secret as Standard Webhooks write it.
var standardSecret = "whsec_" + base64.StdEncoding.EncodeToString([]byte(secret))

// senders sign as the families do; those without a time are never late.
var senders = map[string]sender{
	"greenhouse": func(body string, _ time.Time) http.Header {
		return headers("Greenhouse-Event-ID", "gh-1", "Signature", "sha256 "+hex.EncodeToString(mac(body)))
	},
	"ashby": func(body string, _ time.Time) http.Header {
		return headers("Ashby-Signature", "sha256="+hex.EncodeToString(mac(body)))
	},
	"hubspot": func(body string, at time.Time) http.Header {
		ms := fmt.Sprint(at.UnixMilli())
		return headers("X-HubSpot-Request-Timestamp", ms, "X-HubSpot-Signature-v3",
			base64.StdEncoding.EncodeToString(mac("POST", "https://go.example.com/hooks/hubspot", body, ms)))
	},
	"teamtailor": func(body string, at time.Time) http.Header {
		t := fmt.Sprint(at.Unix())
		plain := "t=" + t + ",v2=" + hex.EncodeToString(mac(t, ".", body))
		return headers("TT-Signature", base64.StdEncoding.EncodeToString([]byte(plain)))
	},
	"recruitee": func(body string, _ time.Time) http.Header {
		return headers("X-Recruitee-Signature", hex.EncodeToString(mac(body)))
	},
	"workable": func(body string, _ time.Time) http.Header {
		return headers("X-Workable-Signature", hex.EncodeToString(mac(body)))
	},
	"pipedrive": func(string, time.Time) http.Header {
		return headers("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("vouch:"+secret)))
	},
	"standard": func(body string, at time.Time) http.Header {
		t := fmt.Sprint(at.Unix())
		return headers("webhook-id", "msg_1", "webhook-timestamp", t, "webhook-signature",
			"v1,AAAA v2,x v1,"+base64.StdEncoding.EncodeToString(mac("msg_1.", t, ".", body)))
	},
	"lever": func(string, time.Time) http.Header { return http.Header{} }, // the body holds it
}

// timed are the families whose signature has a time.
var timed = []string{"hubspot", "teamtailor", "standard"}

// world is a receiver with a referral of Zed Zulu by Ada.
type world struct {
	db       *store.DB
	referral store.Referral
	handler  http.Handler
	receiver *hook.Receiver
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{db: storetest.MustOpen(t)}
	storetest.MustAdvocate(t, w.db, "U1", "Ada Stone")
	storetest.MustRole(t, w.db, "R1", "Rita Rose", store.Recruiter)
	w.referral = storetest.MustReferral(t, w.db, "U1", "Zed Zulu", "zed.zulu@gmail.com")
	for _, source := range hook.Families() {
		s := map[string]string{"standard": standardSecret, "pipedrive": "vouch:" + secret}[source]
		if s == "" {
			s = secret
		}
		if err := w.db.AddHook(store.Operator, source, s); err != nil {
			t.Fatal(err)
		}
	}
	mux := http.NewServeMux()
	w.receiver = hook.NewReceiver(hook.Options{DB: w.db, PublicURL: "https://go.example.com", Log: zerolog.Nop()})
	mux.Handle("POST /hooks/{source}", w.receiver)
	w.handler = mux
	return w
}

// post delivers a body and returns the code of the answer.
func (w *world) post(source, body string, h http.Header) int {
	r := httptest.NewRequest(http.MethodPost, "/hooks/"+source, strings.NewReader(body))
	r.Header = h
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	return answer.Code
}

// outcomes are those of the referral, as words.
func (w *world) outcomes(t *testing.T) (list []string) {
	t.Helper()
	if err := w.db.View(func(q *store.Query) error {
		for _, o := range q.OutcomesOf(w.referral.ID) {
			list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %s", o.Kind, o.Known, o.StartsOn)))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// recorded reads a payload of testdata with our reference and the time of now in it.
func (w *world) recorded(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	body := strings.NewReplacer("REFERENCE", string(w.referral.ID), "NOWMS", fmt.Sprint(now.UnixMilli()), "NOW",
		now.Format(time.RFC3339)).Replace(string(bytes.TrimSpace(raw)))
	if strings.HasPrefix(name, "lever") {
		body = strings.Replace(body, "SIGNATURE", hex.EncodeToString(mac("tok_abc", fmt.Sprint(now.UnixMilli()))), 1)
	}
	return body
}

// TestReceiver_Recorded delivers each payload right, again, forged, truncated, unsigned, late, and with the secret of
// somebody else.
func TestReceiver_Recorded(t *testing.T) {
	for name, want := range map[string]struct {
		outcomes []string
		stage    store.Stage
	}{
		"greenhouse-hire":      {[]string{"hired signed 2027-01-23"}, store.Hired},
		"greenhouse-stage":     {[]string{"screening signed"}, store.Screening},
		"greenhouse-reject":    {[]string{"declined signed"}, store.Declined},
		"ashby-hire":           {[]string{"hired signed 2027-02-01"}, store.Hired},
		"ashby-stage":          {[]string{"interview signed"}, store.Interview},
		"recruitee-stage":      {[]string{"interview signed"}, store.Interview},
		"recruitee-disqualify": {[]string{"declined signed"}, store.Declined},
		"workable-moved":       {[]string{"offer signed"}, store.Offer},
		"teamtailor-update":    {[]string{"interview signed"}, store.Interview},
		"standard-submitted":   {[]string{"applied signed"}, store.Submitted},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				source, _, _ := strings.Cut(name, "-")
				body, sign := w.recorded(t, name), senders[source]
				forged := strings.Replace(body, `"id"`, `"iD"`, 1)
				for what, h := range map[string]http.Header{
					"forged":    sign(body+"x", time.Now()),
					"of before": sign(forged, time.Now()),
					"unsigned":  {},
				} {
					if code := w.post(source, body, h); code != http.StatusUnauthorized {
						t.Errorf("%s: answered %d", what, code)
					}
				}
				if code := w.post(source, body[:len(body)/2], sign(body, time.Now())); code != http.StatusUnauthorized {
					t.Errorf("truncated: answered %d", code)
				}
				half := body[:len(body)/2]
				if code := w.post(source, half, sign(half, time.Now())); code != http.StatusBadRequest {
					t.Errorf("signed and no JSON: answered %d", code)
				}
				for _, off := range []time.Duration{-6 * time.Minute, 6 * time.Minute} {
					if h := sign(body, time.Now().Add(off)); slices.Contains(timed, source) &&
						w.post(source, body, h) != http.StatusUnauthorized {
						t.Errorf("%v off was taken", off)
					}
				}
				if got := w.outcomes(t); len(got) > 0 {
					t.Fatalf("what was refused left %q", got)
				}
				for range 10 {
					if code := w.post(source, body, sign(body, time.Now())); code != http.StatusOK {
						t.Fatalf("answered %d", code)
					}
				}
				if diff := cmp.Diff(want.outcomes, w.outcomes(t)); diff != "" {
					t.Error(diff)
				}
				if r, err := w.db.Referral(w.referral.ID, ""); err != nil || r.Stage != want.stage {
					t.Errorf("the referral stands at %s, want %s, %v", r.Stage, want.stage, err)
				}
			})
		})
	}
}

// What a signature does not cover is a hint and moves nothing.
func TestReceiver_HintsMoveNothing(t *testing.T) {
	w := newWorld(t)
	if code := w.post("lever", w.recorded(t, "lever-hired"), http.Header{}); code != http.StatusOK {
		t.Fatalf("answered %d", code)
	}
	waiting, err := w.db.ApplyOutcome(store.OutcomeEvent{Source: "lever", EventID: "tok_abc", Kind: outcome.Hired})
	if err != nil || waiting.Known != outcome.Hint || waiting.State == store.OutcomeCounted {
		t.Errorf("recorded as %+v, %v", waiting, err)
	}
	body := `{"payload":{"event_name":"job_application.update","data":{"id":"2","attributes":{"stage":"Offer",` +
		`"advocacy_ref":"` + string(w.referral.ID) + `"}}},"signature":"` +
		base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(mac("2")))) + `"}`
	if code := w.post("teamtailor", body, http.Header{}); code != http.StatusOK {
		t.Fatalf("the older signature: answered %d", code)
	}
	if r, err := w.db.Referral(w.referral.ID, ""); err != nil || r.Stage != store.Submitted {
		t.Errorf("a hint moved it to %s, %v", r.Stage, err)
	}
	if code := w.post("lever", strings.Replace(w.recorded(t, "lever-hired"), "tok_abc", "tok_abd", 1), nil); code != 401 {
		t.Errorf("another token: answered %d", code)
	}
}

// Lever's time is that of the event: a day later it may still come, after that it may not.
func TestReceiver_LeverTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		body := w.recorded(t, "lever-hired")
		time.Sleep(23 * time.Hour)
		if code := w.post("lever", body, http.Header{}); code != http.StatusOK {
			t.Errorf("after 23 hours: answered %d", code)
		}
		time.Sleep(2 * time.Hour)
		if code := w.post("lever", body, http.Header{}); code != http.StatusUnauthorized {
			t.Errorf("after 25 hours: answered %d", code)
		}
	})
}

func TestReceiver_Answers(t *testing.T) {
	w := newWorld(t)
	now := time.Now()
	signed := func(source, body string) int { return w.post(source, body, senders[source](body, now)) }
	for name, test := range map[string]struct {
		code int
		do   func() int
	}{
		"a system nobody knows":  {404, func() int { return w.post("myspace", "{}", nil) }},
		"a source nobody set up": {404, func() int { return w.post("greenhouse-eu", "{}", nil) }},
		"too large":              {413, func() int { return w.post("greenhouse", strings.Repeat("x", hook.MaxBody+1), nil) }},
		"an unsigned ping":       {401, func() int { return w.post("greenhouse", `{"action":"ping"}`, http.Header{}) }},
		"Greenhouse's ping": {200, func() int {
			return signed("greenhouse", `{"action":"ping","payload":{"web_hook_id":1}}`)
		}},
		"an action there is not": {200, func() int {
			return signed("greenhouse", `{"action":"candidate_hired","payload":{}}`)
		}},
		"a stage nobody knows":      {200, func() int { return signed("greenhouse", strange) }},
		"Ashby's ping":              {200, func() int { return signed("ashby", `{"action":"ping","data":{}}`) }},
		"Recruitee's first test":    {200, func() int { return w.post("recruitee", `{"test":true}`, nil) }},
		"the same without a secret": {200, func() int { return w.post("recruitee-us", `{"test":true}`, nil) }},
		"an array where none is":    {200, func() int { return signed("workable", `[1,2,3]`) }},
		"null":                      {200, func() int { return signed("ashby", `null`) }},
		"two values":                {400, func() int { return signed("ashby", `{}{}`) }},
		"an empty body":             {400, func() int { return signed("ashby", ``) }},
		"a wrong user": {401, func() int {
			return w.post("pipedrive", "{}", headers("Authorization", "Basic eDp5"))
		}},
		"an amount in no currency": {400, func() int {
			return signed("standard", `{"type":"deal.won","data":{"value":"5","currency":"??"}}`)
		}},
		"Lever's test":             {200, func() int { return w.post("lever", leverTest(now), nil) }},
		"SmartRecruiters unsigned": {401, func() int { return w.post("smartrecruiters", "{}", http.Header{}) }},
		"a link to elsewhere": {401, func() int {
			return w.post("smartrecruiters", "{}", headers("Link", "<https://api.smartrecruiters.com.evil.example/x>"))
		}},
		"a link with a password": {401, func() int {
			return w.post("smartrecruiters", "{}", headers("Link", "<https://a:b@api.smartrecruiters.com/x>"))
		}},
	} {
		if code := test.do(); code != test.code {
			t.Errorf("%s: answered %d, want %d", name, code, test.code)
		}
	}
	if len(w.outcomes(t)) > 0 {
		t.Errorf("recorded %q", w.outcomes(t))
	}
	for _, result := range []string{"ignored", "broken", "refused"} {
		if w.receiver.Count(result) == 0 {
			t.Errorf("nothing was counted as %s", result)
		}
	}
}

// strange is an application at a stage that no word explains.
const strange = `{"action":"candidate_stage_change",` +
	`"payload":{"application":{"id":1,"current_stage":{"name":"Coffee"}}}}`

func leverTest(now time.Time) string {
	ms := fmt.Sprint(now.UnixMilli())
	return `{"token":"t","triggeredAt":` + ms + `,"event":"candidateHired","signature":"` +
		hex.EncodeToString(mac("t", ms)) + `","data":{}}`
}

// SmartRecruiters wants the secret of a new subscription back.
func TestReceiver_SmartRecruitersHandshake(t *testing.T) {
	w := newWorld(t)
	r := httptest.NewRequest(http.MethodPost, "/hooks/smartrecruiters", nil)
	r.Header.Set("X-Hook-Secret", "their-secret")
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	if answer.Code != http.StatusOK || answer.Header().Get("X-Hook-Secret") != "their-secret" {
		t.Errorf("answered %d with %v", answer.Code, answer.Header())
	}
}

// One hire that Ashby tells three times counts once, in whatever order.
func TestReceiver_AshbyHireIsToldThreeTimes(t *testing.T) {
	w := newWorld(t)
	hire := w.recorded(t, "ashby-hire")
	for _, action := range []string{"applicationUpdate", "candidateHire", "candidateStageChange"} {
		body := strings.Replace(hire, "candidateHire", action, 1)
		if code := w.post("ashby", body, senders["ashby"](body, time.Now())); code != http.StatusOK {
			t.Fatalf("answered %d", code)
		}
	}
	if diff := cmp.Diff([]string{"hired signed 2027-02-01"}, w.outcomes(t)); diff != "" {
		t.Error(diff)
	}
}

// A deal is told by its stage and by the field that names our referral, in any order and again in the next batch.
func TestReceiver_HubSpotDeal(t *testing.T) {
	w := newWorld(t)
	form := storetest.ASubmission("U1", "Cleo Klein", "cleo@klein.example")
	form.Kind = store.Client
	submitted, err := w.db.SubmitReferral(form)
	if err != nil {
		t.Fatal(err)
	}
	w.referral = submitted.Referral
	body := w.recorded(t, "hubspot-deal")
	for range 2 {
		if code := w.post("hubspot", body, senders["hubspot"](body, time.Now())); code != http.StatusOK {
			t.Fatalf("answered %d", code)
		}
	}
	if diff := cmp.Diff([]string{"won signed", "merged signed"}, w.outcomes(t)); diff != "" {
		t.Error(diff)
	}
	deal := `{"meta":{"action":"change","entity":"deal","company_id":1,"entity_id":7,"timestamp":"NOW"},"data":{"id":7,` +
		`"value":2000.5,"currency":"EUR","status":"won","custom_fields":{"a1b2":{"type":"varchar","value":"ref_REFERENCE"}}}}`
	deal = strings.NewReplacer("REFERENCE", string(w.referral.ID), "NOW", time.Now().Format(time.RFC3339)).Replace(deal)
	if code := w.post("pipedrive", deal, senders["pipedrive"](deal, time.Now())); code != http.StatusOK {
		t.Fatalf("answered %d", code)
	}
	if got := w.outcomes(t); len(got) != 3 || got[2] != "won signed" && got[0] != "won signed" {
		t.Errorf("with Pipedrive's %q", got)
	}
}

// While one secret replaces another both are good; afterwards the old one is not.
func TestReceiver_SecretsRotateWithOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ping := `{"action":"ping"}`
		if err := w.db.RotateHook(store.Operator, "greenhouse", "another-secret", time.Hour); err != nil {
			t.Fatal(err)
		}
		if code := w.post("greenhouse", ping, senders["greenhouse"](ping, time.Now())); code != http.StatusOK {
			t.Errorf("the old secret within the overlap: answered %d", code)
		}
		time.Sleep(61 * time.Minute)
		if code := w.post("greenhouse", ping, senders["greenhouse"](ping, time.Now())); code != http.StatusUnauthorized {
			t.Errorf("the old secret afterwards: answered %d", code)
		}
		m := hmac.New(sha256.New, []byte("another-secret"))
		m.Write([]byte(ping))
		h := headers("Signature", "sha256 "+hex.EncodeToString(m.Sum(nil)))
		if code := w.post("greenhouse", ping, h); code != http.StatusOK {
			t.Errorf("the new secret: answered %d", code)
		}
	})
}

// FuzzReceiver posts signed bodies of any shape: no answer but 200 and 400, and nothing moves without a reference.
func FuzzReceiver(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) < 10 {
		f.Fatalf("%d payloads, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw), strings.Split(filepath.Base(file), "-")[0])
	}
	f.Fuzz(func(t *testing.T, body, source string) {
		sign, known := senders[source]
		if !known || source == "lever" || len(body) > hook.MaxBody {
			return
		}
		w := newWorld(t)
		if code := w.post(source, body, sign(body, time.Now())); code != http.StatusOK && code != http.StatusBadRequest {
			t.Errorf("answered %d", code)
		}
	})
}
