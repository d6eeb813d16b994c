// Outcomes: what came of referrals and shares as other systems told it, each counted once; and the webhooks they come
// by.

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/outcome"
	"vouch/store/text"
)

// The table of outcomes, see package outcome.
var (
	outcomes                                          = outcome.Table
	outcomesByCause, outcomesByReferral               = outcome.ByCause, outcome.ByReferral
	outcomesByShare, outcomesBySubject, outcomesNamed = outcome.ByShare, outcome.BySubject, outcome.Named
)

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
	t.tellOutcome(&k, false)
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
func (t *tx) outcomesUnder(index *kv.Bucket, id string) []Outcome {
	return outcome.Under(t.Tx, index, id)
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
	outcome.Each(q.t.Tx, from, to, visit)
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
		t.vault(h).Valid(&h.Secrets)
		return true
	})
	targets.Each(t.Tx, func(h *HookTarget) bool {
		t.targetVault(h).Valid(&h.Secrets)
		return true
	})
	outcomes.Each(t.Tx, func(k *outcome.Kept) bool {
		for _, field := range slices.Sorted(maps.Keys(k.Sealed)) {
			t.db.keys.Open(string(k.ID), field, k.Sealed[field])
		}
		return true
	})
}
