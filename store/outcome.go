// Outcomes: what came of referrals and shares as other systems told it, each counted once; and the webhooks they come
// by.

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/outcome"
	"vouch/store/text"
)

var (
	outcomesByCause    = kv.NewBucket("outcomes_by_cause")    // cause -> outcome; source and body -> outcome
	outcomesByTime     = kv.NewBucket("outcomes_by_time")     // time, outcome
	outcomesByReferral = kv.NewBucket("outcomes_by_referral") // referral, time, outcome
	outcomesByShare    = kv.NewBucket("outcomes_by_share")    // share, time, outcome
	outcomesBySubject  = kv.NewBucket("outcomes_by_subject")  // keyed hash of an id at the source, outcome
	outcomesNamed      = kv.NewBucket("outcomes_named")       // outcome that waits or whose name is not purged yet
)

// outcomes are found by what makes them unique, by time, by whose they are and by the ids they have at their source.
var outcomes = kv.Table[outcome.Kept]{
	Bucket: kv.NewBucket("outcomes"), // outcome -> Outcome with sealed names
	Indexes: []*kv.Bucket{outcomesByCause, outcomesByTime, outcomesByReferral, outcomesByShare, outcomesBySubject,
		outcomesNamed},
	Key: func(k *outcome.Kept) string { return string(k.ID) },
	Rows: func(k *outcome.Kept) []kv.Row {
		id := string(k.ID)
		timed := kv.TimeKey(k.At) + id
		rows := []kv.Row{outcomesByCause.Row(k.Cause, id), outcomesByTime.Row(timed, "")}
		if k.Body != "" {
			rows = append(rows, outcomesByCause.Row(keyOf(k.Source, k.Body), id))
		}
		if k.Referral != "" && k.IsOurs() {
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
	Counters: func(k *outcome.Kept) []string { return []string{kv.Join("outcomes", string(k.State))} },
}

// ApplyOutcome records what a source tells, once for each event, and follows it: a referral moves to its stage as if
// its owner had pressed, a share is Converted. Stages that lie behind, or come after what happened later, are recorded
// and move nothing. What only looks like ours, and every hint about us, waits for people. An Outcome without an id
// means that nothing was recorded, because no rule and no word says what the stage stands for.
func (db *DB) ApplyOutcome(e OutcomeEvent) (Outcome, error) {
	return write(db, func(t *tx) (Outcome, error) { return t.applyOutcome(e) })
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
	if err := e.Check(); err != nil {
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

// newOutcome is what an event says, before anybody knows whose it is. A time ahead of ours is a wrong clock.
func (t *tx) newOutcome(e *OutcomeEvent) outcome.Kept {
	stage := text.Cut(text.Line(e.Stage), maxShort)
	k := outcome.Kept{Body: e.Body, Outcome: Outcome{ID: OutcomeID(t.newID()), Cause: keyOf(e.Source, e.EventID),
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
func (t *tx) sealOutcome(k *outcome.Kept, name string) {
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
func exportOutcome(t *tx, k *outcome.Kept, _ exportScope) (any, []EmployeeID) {
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
	outcomes.Each(t.Tx, func(k *outcome.Kept) bool {
		for _, field := range slices.Sorted(maps.Keys(k.Sealed)) {
			t.db.keys.Open(string(k.ID), field, k.Sealed[field])
		}
		return true
	})
}

// hooks are few: one for each system of the company.
var hooks = kv.Table[Hook]{Bucket: kv.NewBucket("hooks"), Key: func(h *Hook) string { return h.Source }}

// addSecret gives a source one more secret.
func (t *tx) addSecret(h *Hook, secret string) {
	h.Made++
	h.Secrets = append(h.Secrets, outcome.HookSecret{Number: h.Made, AddedAt: t.now,
		Sealed: t.db.keys.Seal("hook/"+h.Source, strconv.Itoa(h.Made), secret)})
	hooks.Save(t.Tx, h)
}

// secretsOf are the secrets of a source that are valid now, the newest first.
func (t *tx) secretsOf(h *Hook) (secrets []string) {
	for _, s := range h.Valid(t.now) {
		secrets = append(secrets, t.db.keys.Open("hook/"+h.Source, strconv.Itoa(s.Number), s.Sealed))
	}
	return secrets
}

// HookSecrets returns the secrets with which a source may sign now; none when nobody set it up.
func (db *DB) HookSecrets(source string) ([]string, error) {
	return read(db, func(t *tx) ([]string, error) {
		h, _ := hooks.Get(t.Tx, source)
		return t.secretsOf(&h), nil
	})
}

// Hooks returns the sources that are set up. Their secrets are sealed.
func (db *DB) Hooks() ([]Hook, error) {
	return read(db, func(t *tx) ([]Hook, error) { return all(t, &hooks), nil })
}

// AddHook sets a source up. One that is set up already is a Conflict: its secret is replaced by RotateHook. Program
// managers may, as with all verbs of hooks.
func (db *DB) AddHook(actor EmployeeID, source, secret string) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		if _, found := hooks.Get(t.Tx, source); found {
			return conflict("The source " + source + " is set up already. Rotate its secret, or remove it first.")
		}
		if !text.IsID(source) || secret == "" || text.Longer(secret, maxShort) {
			return invalid("A source needs a name and a secret of at most 200 characters.")
		}
		t.addSecret(&Hook{Source: source, CreatedAt: t.now}, secret)
		t.audit(actor, "hook.add", source, "")
		return nil
	})
}

// RotateHook gives a source a new secret; the old ones are valid for as long as overlap, so that the other system can
// be changed without losing an event. The newest secret again changes nothing.
func (db *DB) RotateHook(actor EmployeeID, source, secret string, overlap time.Duration) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		h, err := lookUp(t, &hooks, source, "There is no source "+text.Cut(text.Line(source), 40)+".")
		if err != nil {
			return err
		}
		if secret == "" || text.Longer(secret, maxShort) || overlap < 0 {
			return invalid("A secret has at most 200 characters.")
		}
		if valid := t.secretsOf(&h); len(valid) > 0 && valid[0] == secret {
			return nil
		}
		h.Expire(t.now, overlap)
		t.addSecret(&h, secret)
		t.Forget()
		t.audit(actor, "hook.rotate", source, "the secrets before are valid for "+overlap.String())
		return nil
	})
}

// RemoveHook takes a source away with its secrets; what it told stays. Removing it again changes nothing.
func (db *DB) RemoveHook(actor EmployeeID, source string) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		if hooks.Remove(t.Tx, source) {
			t.Forget()
			t.audit(actor, "hook.remove", source, "")
		}
		return nil
	})
}
