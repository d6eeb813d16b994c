// Package webhook holds what other systems are told of the program: the targets, the events that wait, how these are
// signed, and when they are sent again.
package webhook

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vouch/store/outcome"
	"vouch/store/referral"
	"vouch/store/term"
)

// The types of events.
const (
	ShareDeclared   = "share.declared"
	StageChanged    = "referral.stage_changed"
	OutcomeRecorded = "outcome.recorded"
)

// MaxWaiting is how many events wait for one target at most: weeks of a large program.
const MaxWaiting = 5000

// Target is an address that gets every event.
type Target struct {
	ID         string    `json:"id"`  // see IDOf
	URL        string    `json:"url"` // https, or http to this machine
	CreatedAt  time.Time `json:"created_at"`
	DisabledAt time.Time `json:"disabled_at,omitzero"` // nothing is sent from then on; zero: it is sent to
	Why        string    `json:"why,omitempty"`        // it was disabled, in a sentence
	Secrets
}

// IsOff tells whether nothing is sent to the target.
func (t *Target) IsOff() bool { return !t.DisabledAt.IsZero() }

// Host is the part of the address that may be shown: paths often hold a secret.
func (t *Target) Host() string {
	u, err := url.Parse(t.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// IDOf is the id of the target with an address.
func IDOf(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:8])
}

// maxAddress is the longest address in bytes.
const maxAddress = 1000

// CheckURL says what is wrong with the address of a target. Whether it leads into a private network is judged when it
// is contacted.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || len(address) > maxAddress ||
		strings.Trim(strings.ToLower(u.Host), "abcdefghijklmnopqrstuvwxyz0123456789-.:[]") != "" {
		return errors.New("give the full address, such as https://hooks.example.com/vouch, without a password")
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	if u.Scheme != "https" && (u.Scheme != "http" || !ip.IsLoopback()) {
		return errors.New("an address begins with https://")
	}
	return nil
}

// Event is what happened, as it waits for one target.
type Event struct {
	Target   string          `json:"target"`
	ID       string          `json:"id"` // webhook-id: the same at every try, and unique for what happened
	Type     string          `json:"type"`
	At       time.Time       `json:"at"`
	Employee term.EmployeeID `json:"employee,omitempty"` // whose act it was, or came of
	Data     Data            `json:"data"`
	Failed   int             `json:"failed,omitempty"` // tries so far
	NextAt   time.Time       `json:"next_at"`
}

// Data says what happened by ids that mean nothing elsewhere. It never holds anything about candidates or clients.
type Data struct {
	Share      term.ShareID  `json:"share,omitempty"`
	Referral   referral.ID   `json:"referral,omitempty"`
	Outcome    outcome.ID    `json:"outcome,omitempty"`
	Asset      term.AssetID  `json:"asset,omitempty"` // what was shared, or the job
	Kind       string        `json:"kind,omitempty"`  // of the referral (candidate, client) or outcome (hired, won, ...)
	Network    term.Network  `json:"network,omitempty"`
	Stage      string        `json:"stage,omitempty"`
	From       string        `json:"from,omitempty"` // the stage before
	OccurredAt time.Time     `json:"occurred_at"`
	Known      outcome.Known `json:"known,omitempty"`  // signed, csv, hand or said; "" the program itself
	Undone     bool          `json:"undone,omitempty"` // it was taken for somebody else's
	Employee   string        `json:"employee,omitempty"`
}

// OfStep is the last step of a referral, with an id of its own; from is the stage before it, known how the program
// knows of a step that nobody made by hand.
func OfStep(r *referral.Referral, from referral.Stage, known outcome.Known) (id string, data Data) {
	n := len(r.History) - 1
	if r.History[n].By != "" {
		known = outcome.Hand
	}
	return "stage_" + string(r.ID) + "_" + strconv.Itoa(n), Data{Referral: r.ID, Asset: r.Job, Kind: string(r.Kind),
		Stage: string(r.History[n].Stage), From: string(from), OccurredAt: r.History[n].At, Known: known}
}

// OfOutcome is an outcome, with an id of its own; undone says that it was taken for somebody else's.
func OfOutcome(o *outcome.Outcome, undone bool) (id string, data Data) {
	if id = "outcome_" + string(o.ID); !o.DecidedAt.IsZero() {
		id += "_" + strconv.FormatInt(o.DecidedAt.UnixMicro(), 10)
	}
	if undone {
		id += "_undone"
	}
	return id, Data{Outcome: o.ID, Referral: o.Referral, Share: o.Share, Asset: o.Asset, Kind: string(o.Kind),
		OccurredAt: o.At, Known: o.Known, Undone: undone}
}

// Body is what is sent. employee stands for who it was, "" nobody.
func (e *Event) Body(employee string) []byte {
	data := e.Data
	data.Employee = employee
	body, _ := json.Marshal(struct { // texts and times only
		Type      string    `json:"type"`
		Timestamp time.Time `json:"timestamp"`
		Data      Data      `json:"data"`
	}{e.Type, e.At, data})
	return body
}

// Sign is the header webhook-signature of Standard Webhooks 1.0.0: a signature with each secret, so that one can be
// replaced without losing an event.
func Sign(secrets []string, id string, at time.Time, body []byte) string {
	var signatures []string
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
		if err != nil {
			continue
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
		mac.Write(body)
		signatures = append(signatures, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(signatures, " ")
}

// waits are the times between two tries, as the specification has them: 75 hours in all.
var waits = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
	10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

// Wait is how long an event waits that failed so often, and whether it is tried again at all. after is what the target
// asked for; random, from 0 to 1, adds a tenth at most, so that what failed together does not come back together.
func Wait(failed int, after time.Duration, random float64) (time.Duration, bool) {
	if failed < 1 || failed > len(waits) {
		return 0, false
	}
	wait := waits[failed-1]
	return max(after, wait+time.Duration(float64(wait)*random/10)), true
}

// Result is what came of one try.
type Result struct {
	Status int           // of HTTP; 0: nothing was reached
	After  time.Duration // the target asked to wait so long
	Reason string        // why nothing was reached, for people
	Final  bool          // it makes no sense to try this address again
	Random float64       // see Wait
}

// Delivered tells a success, which is any 2xx.
func (r *Result) Delivered() bool { return r.Status >= 200 && r.Status < 300 }

// IsGone tells that the target wants nothing more.
func (r *Result) IsGone() bool { return r.Final || r.Status == 410 }

// Words say what a failed try was met with.
func (r *Result) Words() string {
	return cmp.Or(r.Reason, "It answers with status "+strconv.Itoa(r.Status)+".")
}
