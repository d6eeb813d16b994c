// Outcomes: what came of referrals and shares as other systems, files and people told it, each counted once.

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/money"
	"vouch/store/outcome"
	"vouch/store/text"
)

// OutcomeID is a ULID.
type OutcomeID string

// OutcomeKind is what happened, Known how that is known, Touch what led to it; see package outcome.
type (
	OutcomeKind = outcome.Kind
	Known       = outcome.Known
	Touch       = outcome.Touch
)

// OutcomeState is what the program makes of an outcome.
type OutcomeState string

// The states.
const (
	OutcomeCounted OutcomeState = "counted" // it belongs to a referral or share
	OutcomeWaiting OutcomeState = "waiting" // it is a hint, or nobody knows whose it is: people decide
	OutcomeRepeat  OutcomeState = "repeat"  // known already, from elsewhere; kept for what it adds, such as the first day
	OutcomeOther   OutcomeState = "other"   // nothing of ours led to it; kept without personal data, to compare with
)

// Outcome is one thing that happened. What it says never changes; a mistake is another outcome (Unhired), or another
// decision about whose it is.
type Outcome struct {
	ID         OutcomeID    `json:"id"`
	Cause      string       `json:"cause"`  // unique: source and event id; the second delivery changes nothing
	Source     string       `json:"source"` // "greenhouse", "csv", "slack"
	Kind       OutcomeKind  `json:"kind"`
	Stage      string       `json:"stage,omitempty"` // as the source calls it, "" where it says the kind itself
	At         time.Time    `json:"at"`              // when it happened
	Known      Known        `json:"known"`
	State      OutcomeState `json:"state"`
	Referral   ReferralID   `json:"referral,omitempty"` // whose outcome it is: of a referral, or else
	Share      ShareID      `json:"share,omitempty"`    // of a share, never of both
	Asset      AssetID      `json:"asset,omitempty"`    // the job of the referral, or what was shared
	Amount     money.Amount `json:"amount,omitzero"`
	StartsOn   LocalDate    `json:"starts_on,omitempty"`  // first day at work, "" not said
	Touch      Touch        `json:"touch,omitempty"`      // what made them get in touch, of outcome.Contact
	Subject    string       `json:"subject,omitempty"`    // equal for the same application or deal, and says nothing else
	Moved      bool         `json:"moved,omitempty"`      // it moved the referral,
	From       Stage        `json:"from,omitempty"`       // which stood here before
	DecidedBy  EmployeeID   `json:"decided_by,omitempty"` // who said whose it is, "" the program
	DecidedAt  time.Time    `json:"decided_at,omitzero"`
	RecordedAt time.Time    `json:"recorded_at"`
}

// OutcomeEvent is what a source tells. It must say whose it is by one of Reference, External, Token and Contacts.
type OutcomeEvent struct {
	Source   string // an id; what is before the first "-" is the family, such as greenhouse
	EventID  string // of the source, at most 200 characters, the same at every delivery
	Body     string // hash of what was signed, where the signature does not cover EventID: it counts once too
	Kind     OutcomeKind
	Stage    string    // in place of Kind: the source's name of a stage, translated by the program's rules
	Class    string    // the source's own class of that stage, which counts where its name says nothing
	Clients  bool      // the source is about clients
	At       time.Time // zero: now
	Known    Known
	External []string // ids at the source, such as "candidate/35897443", the surest first; of Merged the old one first
	// Reference is what we gave the source: the id of a referral or the token of a share. Token is the token in a link.
	Reference, Token string
	Contacts         []string // e-mail addresses, phone numbers and profile addresses
	Name             string   // whom it is about, for whoever has to decide; kept sealed while it waits
	Claimed          bool     // the source says that an employee referred them
	Amount           money.Amount
	StartsOn         LocalDate
}

// keptOutcome is an Outcome as it lies in the file.
type keptOutcome struct {
	Outcome
	Subjects []string          `json:"subjects,omitempty"` // keyed hashes of the ids at the source
	Body     string            `json:"body,omitempty"`
	Sealed   map[string][]byte `json:"sealed,omitempty"` // "name" until the night after it was decided
}

var (
	outcomesByCause    = kv.NewBucket("outcomes_by_cause")    // cause -> outcome; source and body -> outcome
	outcomesByTime     = kv.NewBucket("outcomes_by_time")     // time, outcome
	outcomesByReferral = kv.NewBucket("outcomes_by_referral") // referral, time, outcome
	outcomesByShare    = kv.NewBucket("outcomes_by_share")    // share, time, outcome
	outcomesBySubject  = kv.NewBucket("outcomes_by_subject")  // keyed hash of an id at the source, outcome
	outcomesNamed      = kv.NewBucket("outcomes_named")       // outcome that waits or whose name is not purged yet
)

// outcomes are found by what makes them unique, by time, by whose they are and by the ids they have at their source.
var outcomes = kv.Table[keptOutcome]{
	Bucket: kv.NewBucket("outcomes"), // outcome -> Outcome with sealed names
	Indexes: []*kv.Bucket{outcomesByCause, outcomesByTime, outcomesByReferral, outcomesByShare, outcomesBySubject,
		outcomesNamed},
	Key: func(k *keptOutcome) string { return string(k.ID) },
	Rows: func(k *keptOutcome) []kv.Row {
		id := string(k.ID)
		timed := kv.TimeKey(k.At) + id
		rows := []kv.Row{outcomesByCause.Row(k.Cause, id), outcomesByTime.Row(timed, "")}
		if k.Body != "" {
			rows = append(rows, outcomesByCause.Row(keyOf(k.Source, k.Body), id))
		}
		if k.Referral != "" && k.isOurs() {
			rows = append(rows, outcomesByReferral.Row(kv.Join(string(k.Referral), timed), ""))
		}
		if k.Share != "" {
			rows = append(rows, outcomesByShare.Row(kv.Join(string(k.Share), timed), ""))
		}
		for _, subject := range k.Subjects {
			rows = append(rows, outcomesBySubject.Row(kv.Join(subject, id), ""))
		}
		if k.State == OutcomeWaiting || k.Sealed != nil {
			rows = append(rows, outcomesNamed.Row(id, ""))
		}
		return rows
	},
	Counters: func(k *keptOutcome) []string { return []string{kv.Join("outcomes", string(k.State))} },
}

// isOurs tells what belongs to a referral or share; a hint only names one.
func (o *Outcome) isOurs() bool { return o.State == OutcomeCounted || o.State == OutcomeRepeat }

// ApplyOutcome records what a source tells, once for each event, and follows it: a referral moves to its stage as if
// its owner had pressed, a share is Converted. Stages that lie behind, or come after what happened later, are recorded
// and move nothing. What only looks like ours, and every hint about us, waits for people. An Outcome without an id
// means that nothing was recorded, because no rule and no word says what the stage stands for.
func (db *DB) ApplyOutcome(e OutcomeEvent) (Outcome, error) {
	return write(db, func(t *tx) (Outcome, error) { return t.applyOutcome(e) })
}

// ImportedOutcomes counts what became of events that were told together.
type ImportedOutcomes struct {
	States  map[OutcomeState]int // of what was recorded
	Known   int                  // recorded before
	Unknown int                  // of stages that stand for nothing
	Skipped []Skip               // refused, by their index
}

// ImportOutcomes is ApplyOutcome for some hundred events in one commit, for the command line. dry says what would
// become of them and keeps nothing.
func (db *DB) ImportOutcomes(events []OutcomeEvent, dry bool) (sum ImportedOutcomes, err error) {
	err = change(db, func(t *tx) error {
		sum = ImportedOutcomes{States: map[OutcomeState]int{}}
		for i, e := range events {
			switch o, err := t.applyOutcome(e); {
			case err != nil:
				sum.Skipped = append(sum.Skipped, Skip{Index: i, Title: e.Name, Reason: WordsOf(err)})
			case o.ID == "":
				sum.Unknown++
			case !o.RecordedAt.Equal(t.now):
				sum.Known++
			default:
				sum.States[o.State]++
			}
		}
		if dry {
			return errPreview
		}
		t.audit(Operator, "outcome.import", "outcomes", text.Count(len(events), "line", "lines"))
		return nil
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return sum, err
}

func (t *tx) applyOutcome(e OutcomeEvent) (Outcome, error) {
	if err := e.check(); err != nil {
		return Outcome{}, err
	}
	for _, cause := range []string{keyOf(e.Source, e.EventID), keyOf(e.Source, e.Body)} {
		if id := t.Get(outcomesByCause, cause); id != nil && cause != keyOf(e.Source, "") {
			return outcomes.Must(t.Tx, string(id)).Outcome, nil
		}
	}
	k := t.newOutcome(&e)
	if k.Kind == "" {
		return Outcome{}, nil
	}
	t.findOwner(&k, &e)
	t.clampTime(&k)
	if (k.State == OutcomeCounted || k.State == OutcomeOther) && t.isRepeat(&k) {
		k.State = OutcomeRepeat
		t.noteClosing(&k)
	}
	if k.State == OutcomeCounted || k.State == OutcomeOther && k.Kind == outcome.Erased {
		t.takeEffect(&k)
	}
	if k.State == OutcomeWaiting {
		t.sealOutcome(&k, text.Cut(text.Line(e.Name), maxShort))
		t.askToDecide(&k)
	}
	outcomes.Replace(t.Tx, nil, &k)
	return k.Outcome, nil
}

// check refuses what no source may tell.
func (e *OutcomeEvent) check() error {
	known := append(slices.Clone(outcome.Kinds), outcome.Erased, outcome.Merged)
	_, currency := money.Digits(e.Amount.Currency)
	switch {
	case !text.IsID(e.Source):
		return invalid("An outcome needs the name of its source.")
	case e.EventID == "" || len(e.EventID) > 200 || text.Line(e.EventID) != e.EventID:
		return invalid("An outcome needs an id of at most 200 characters.")
	case !slices.Contains(known, e.Kind) && (e.Kind != "" || text.Line(e.Stage) == ""):
		return invalid("There is no outcome " + text.Cut(text.Line(string(e.Kind)), 40) + ".")
	case e.StartsOn != "" && !calendar.IsDate(e.StartsOn):
		return invalid("The first day is not a day. Write it like 2026-12-01.")
	case e.Amount.Minor < 0 || e.Amount != (money.Amount{}) && currency != nil:
		return invalid("The amount is not a sum of money.")
	}
	return nil
}

// newOutcome is what an event says, before anybody knows whose it is. A time ahead of ours is a wrong clock.
func (t *tx) newOutcome(e *OutcomeEvent) keptOutcome {
	stage := text.Cut(text.Line(e.Stage), maxShort)
	k := keptOutcome{Body: e.Body, Outcome: Outcome{ID: OutcomeID(t.newID()), Cause: keyOf(e.Source, e.EventID),
		Source: e.Source, Kind: e.Kind, Stage: stage, At: e.At.UTC().Truncate(time.Microsecond), Known: e.Known,
		Amount: e.Amount, StartsOn: e.StartsOn, RecordedAt: t.now}}
	for _, name := range []string{stage, e.Class} {
		if k.Kind == "" {
			k.Kind = outcome.KindOf(t.settings().OutcomeStages, e.Source, name, e.Clients)
		}
	}
	if e.At.IsZero() || k.At.After(t.now) {
		k.At = t.now
	}
	for _, id := range e.External {
		if id != "" {
			k.Subjects = append(k.Subjects, t.db.keys.Hash("external", keyOf(e.Source, id)))
		}
	}
	if len(k.Subjects) > 0 {
		sum := sha256.Sum256([]byte(k.Subjects[0]))
		k.Subject = hex.EncodeToString(sum[:8])
	}
	return k
}

// sealOutcome keeps the name that tells whoever decides whom it is about.
func (t *tx) sealOutcome(k *keptOutcome, name string) {
	if name != "" {
		k.Sealed = map[string][]byte{"name": t.db.keys.Seal(string(k.ID), "name", name)}
	}
}

// outcomesUnder reads what an index holds of one referral or share, in the order in which it happened.
func (t *tx) outcomesUnder(index *kv.Bucket, id string) (list []Outcome) {
	prefix := kv.Join(id, "")
	for _, key := range t.Keys(index, prefix, 0) {
		list = append(list, outcomes.Must(t.Tx, key[len(prefix)+len(kv.TimeKey(t.now)):]).Outcome)
	}
	return list
}

// OutcomesOf returns what came of a referral, in the order in which it happened, with what was told again
// (OutcomeRepeat).
func (q *Query) OutcomesOf(id ReferralID) []Outcome {
	return q.t.outcomesUnder(outcomesByReferral, string(id))
}

// OutcomesOfShare returns what came of a share, in the order in which it happened.
func (q *Query) OutcomesOfShare(id ShareID) []Outcome {
	return q.t.outcomesUnder(outcomesByShare, string(id))
}

// EachOutcome visits what happened from a time to before another, in order, until visit says stop: outcomes of
// referrals and shares, and those of others (OutcomeOther), by which ours are measured. What waits is no fact yet, and
// a hint that nobody confirmed never is.
func (q *Query) EachOutcome(from, to time.Time, visit func(*Outcome) bool) {
	end, timed := kv.TimeKey(to), len(kv.TimeKey(to))
	q.t.Scan(outcomesByTime, "", kv.TimeKey(from), func(key string, _ []byte) bool {
		if key >= end {
			return false
		}
		k := outcomes.Must(q.t.Tx, key[timed:])
		counts := k.State == OutcomeCounted || k.State == OutcomeOther && k.Known != outcome.Hint
		return !counts || !k.Kind.IsFact() || visit(&k.Outcome)
	})
}

// exportOutcome gives an outcome to whose referral or share it is about.
func exportOutcome(t *tx, k *keptOutcome, _ exportScope) (any, []EmployeeID) {
	var whose []EmployeeID
	if r, found := referrals.Get(t.Tx, string(k.Referral)); found {
		whose = append(whose, r.Referrer)
	}
	if s, found := shares.Get(t.Tx, string(k.Share)); found {
		whose = append(whose, s.Employee)
	}
	return k.Outcome, whose
}

// openOutcomes opens every seal of outcomes and hooks, for Check.
func (t *tx) openOutcomes() {
	hooks.Each(t.Tx, func(h *Hook) bool {
		t.secretsOf(h)
		return true
	})
	outcomes.Each(t.Tx, func(k *keptOutcome) bool {
		for _, field := range slices.Sorted(maps.Keys(k.Sealed)) {
			t.db.keys.Open(string(k.ID), field, k.Sealed[field])
		}
		return true
	})
}
