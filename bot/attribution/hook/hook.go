// Package hook receives what other systems tell of candidates and clients: it proves who sent a webhook, translates it
// into outcomes of the store, and answers as the sender wants it.
//
//	POST /hooks/{source} -> secrets of the source -> verify -> parse -> store.ApplyOutcome, one commit each
//
// A source is a family, or a family with a name of the company's own behind a hyphen: greenhouse, greenhouse-eu. Each
// family has a file, which names the page its scheme comes from. What a signature does not cover is a hint, which
// counts for nothing until somebody confirms it. What a system tells that we have no use for is answered 200, because
// it would be told again otherwise.
package hook

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"vouch/store"
	"vouch/store/outcome"
	"vouch/store/text"
)

// MaxBody is the size of a delivery in bytes: far more than any of these systems sends.
const MaxBody = 1 << 20

// delivery is one request as it came.
type delivery struct {
	ctx    context.Context
	source string
	method string
	url    string // as the sender called it, behind any proxy
	header http.Header
	body   []byte
	now    time.Time

	secrets []string // of the source, the newest first
}

// family is what the sources of one kind of system have in common.
type family struct {
	// verify tells whether a secret proves who sent a delivery, and whether it proves what the delivery says.
	verify func(d *delivery, secret string) (covered bool, err error)
	// parse translates a delivery. What is no JSON is an error; what says nothing to us gives nothing.
	parse func(d *delivery, body node) ([]store.OutcomeEvent, error)
	// isTest tells a delivery that is answered before it is verified; may be nil.
	isTest func(d *delivery, w http.ResponseWriter) bool
	// secret is what a secret looks like, for who sets one, and whether a text is one. Both may be empty: any text.
	secret string
	fits   func(secret string) bool
	made   func(random string) string // a secret of ours, where we may choose it; nil where the other system does
}

// families are all that is understood.
var families = map[string]family{
	"greenhouse": {verify: verifyGreenhouse, parse: parseGreenhouse, made: strings.Clone},
	"lever":      {verify: verifyLever, parse: parseLever},
	"ashby":      {verify: verifyAshby, parse: parseAshby, made: strings.Clone},
	"hubspot":    {verify: verifyHubSpot, parse: parseHubSpot, secret: "the client secret of the app"},
	"teamtailor": {verify: verifyTeamtailor, parse: parseTeamtailor},
	"recruitee":  {verify: verifyRecruitee, parse: parseRecruitee, isTest: isRecruiteeTest},
	"workable":   {verify: verifyWorkable, parse: parseWorkable, secret: "the access token of the account"},
	"smartrecruiters": {verify: verifySmartRecruiters, parse: parseSmartRecruiters, isTest: isSmartRecruitersHandshake,
		secret: "the key of the API"},
	"pipedrive": {verify: verifyPipedrive, parse: parsePipedrive, secret: "USER:PASSWORD",
		fits: func(s string) bool { user, password, _ := strings.Cut(s, ":"); return user != "" && password != "" },
		made: func(random string) string { return "vouch:" + random }},
	"standard": {verify: verifyStandard, parse: parseStandard, secret: "whsec_ and base64", fits: isStandardSecret,
		made: func(random string) string { return sharedPrefix + base64.StdEncoding.EncodeToString([]byte(random)) }},
}

// Families lists the families, for those who set secrets.
func Families() []string { return slices.Sorted(maps.Keys(families)) }

// familyOf is the family of a source.
func familyOf(source string) (family, bool) {
	name, _, _ := strings.Cut(source, "-")
	f, known := families[name]
	return f, known
}

// CheckSource says what is wrong with the name of a source, nil when nothing is.
func CheckSource(source string) error {
	if _, known := familyOf(source); !known {
		return errors.New("a source is named after its system, with a name of your own behind a hyphen if you have " +
			"several: " + strings.Join(Families(), ", ") + ", or greenhouse-eu")
	}
	return nil
}

// CheckSecret says what is wrong with a secret of a source, nil when nothing is. It never repeats it.
func CheckSecret(source, secret string) error {
	f, _ := familyOf(source)
	switch {
	case len(secret) < minSecret:
		return errors.New("the secret is too short to keep anybody out")
	case f.fits != nil && !f.fits(secret):
		return errors.New("the secret should be " + f.secret)
	}
	return nil
}

// MakeSecret makes a secret for a source, or says that the other system does.
func MakeSecret(source string) (string, error) {
	f, _ := familyOf(source)
	if f.made == nil {
		return "", errors.New(outcome.Name(source) + " has the secret: give it with --secret-file FILE, or - for standard " +
			"input")
	}
	return f.made(rand.Text()), nil // 130 random bits
}

// minSecret is the shortest secret in characters.
const minSecret = 8

// The reasons to refuse a delivery.
var (
	errUnsigned  = errors.New("there is no signature, or one of another scheme")
	errSignature = errors.New("the signature does not fit")
	errLate      = errors.New("the signature is too old, or its time lies ahead")
)

// verify tries every secret that is valid at present, so that one can be replaced without losing a delivery.
func (d *delivery) verify(f family) (covered bool, err error) {
	err = errSignature
	for _, secret := range d.secrets {
		covered, now := f.verify(d, secret)
		if now == nil {
			return covered, nil
		}
		if !errors.Is(err, errLate) { // of several reasons the one that says most
			err = now
		}
	}
	return false, err
}

// Options are what a Receiver needs.
type Options struct {
	DB        *store.DB
	PublicURL string // under which the world reaches us, without a slash at the end
	Log       zerolog.Logger
}

// Results are what becomes of deliveries, in the words by which they are counted.
var Results = []string{accepted, ignored, refused, broken, failed}

const (
	accepted = "accepted" // it was recorded, or was before
	ignored  = "ignored"  // it says nothing to us
	refused  = "refused"  // it is not from who it says, or too late
	broken   = "broken"   // it cannot be read
	failed   = "failed"   // a fault of ours
)

// Receiver answers POST /hooks/{source}.
type Receiver struct {
	options Options
	counts  [5]atomic.Uint64 // by the place in Results
}

// NewReceiver makes a Receiver.
func NewReceiver(o Options) *Receiver { return &Receiver{options: o} }

// Count is how many deliveries had a result since the start.
func (v *Receiver) Count(result string) uint64 { return v.counts[slices.Index(Results, result)].Load() }

// ServeHTTP answers 200 to what was taken, 404 to sources that nobody set up, 401 to what proves nothing, 413 to what
// is too large, 400 to what cannot be read and 500 to a fault of ours, after which the sender tries again.
func (v *Receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	source := r.PathValue("source")
	f, known := familyOf(source)
	if !known {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if err != nil {
		v.answer(w, source, broken, http.StatusRequestEntityTooLarge, err)
		return
	}
	d := &delivery{ctx: r.Context(), source: source, method: r.Method, url: v.options.PublicURL + r.URL.RequestURI(),
		header: r.Header,
		body:   body, now: store.Now()}
	if f.isTest != nil && f.isTest(d, w) {
		return
	}
	d.secrets, err = v.options.DB.HookSecrets(source)
	switch {
	case err != nil:
		v.answer(w, source, failed, http.StatusInternalServerError, err)
		return
	case len(d.secrets) == 0:
		http.NotFound(w, r)
		return
	}
	covered, err := d.verify(f)
	if err != nil {
		v.answer(w, source, refused, http.StatusUnauthorized, err)
		return
	}
	tree, err := parse(body)
	if err != nil {
		v.answer(w, source, broken, http.StatusBadRequest, err)
		return
	}
	events, err := f.parse(d, tree)
	if err != nil {
		v.answer(w, source, broken, http.StatusBadRequest, err)
		return
	}
	v.apply(w, d, events, covered)
}

// apply records events one by one: each counts once, so that a delivery which comes again after a fault goes on.
func (v *Receiver) apply(w http.ResponseWriter, d *delivery, events []store.OutcomeEvent, covered bool) {
	result := ignored
	for _, e := range events {
		e.Source, e.Known = d.source, outcome.Signed
		if !covered {
			e.Known = outcome.Hint
		}
		if e.EventID == "" || len(e.EventID) > 200 || text.Line(e.EventID) != e.EventID {
			e.EventID = d.hash()
		}
		o, err := v.options.DB.ApplyOutcome(e)
		switch {
		case store.KindOf(err) == store.Internal:
			v.answer(w, d.source, failed, http.StatusInternalServerError, err)
			return
		case err != nil:
			v.options.Log.Warn().Err(err).Str("source", d.source).Msg("an outcome was left out")
		case o.ID == "":
			v.options.Log.Info().Str("source", d.source).Str("stage", e.Stage).
				Msg("no outcome: name the stage under outcomes.stages in the program file")
		default:
			result = accepted
		}
	}
	v.answer(w, d.source, result, http.StatusOK, nil)
}

// answer says as little as possible: some senders take a text for a failure.
func (v *Receiver) answer(w http.ResponseWriter, source, result string, code int, err error) {
	v.counts[slices.Index(Results, result)].Add(1)
	if err != nil {
		v.options.Log.Warn().Err(err).Str("source", source).Str("result", result).Msg("webhook")
		http.Error(w, http.StatusText(code), code)
		return
	}
	w.WriteHeader(code)
}

// hash names a delivery by what it says.
func (d *delivery) hash() string {
	sum := sha256.Sum256(d.body)
	return hex.EncodeToString(sum[:])
}
