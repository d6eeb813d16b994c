// Webhooks: the sources that may send them, the targets that are told what happens, each with its sealed secrets, and
// the events that wait for the targets since the commit of what they are about.

package store

import (
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/outcome"
	"vouch/store/text"
	"vouch/store/webhook"
)

// hooks are few: one for each system of the company.
var hooks = kv.Table[Hook]{Bucket: kv.NewBucket("hooks"), Key: func(h *Hook) string { return h.Source }}

// vault seals the secrets of a source.
func (t *tx) vault(h *Hook) webhook.Vault {
	return webhook.Vault{Keys: t.db.keys, Record: "hook/" + h.Source, Now: t.now}
}

// HookSecrets returns the secrets with which a source may sign now; none when nobody set it up.
func (db *DB) HookSecrets(source string) ([]string, error) {
	return read(db, func(t *tx) ([]string, error) {
		h, _ := hooks.Get(t.Tx, source)
		return t.vault(&h).Valid(&h.Secrets), nil
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
		h := Hook{Source: source, CreatedAt: t.now}
		t.vault(&h).Add(&h.Secrets, secret)
		hooks.Save(t.Tx, &h)
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
		if !t.vault(&h).Rotate(&h.Secrets, secret, overlap) {
			return nil
		}
		hooks.Save(t.Tx, &h)
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

// targets are few. events wait until they are delivered; what was delivered is in no table.
var (
	targets  = kv.Table[HookTarget]{Bucket: kv.NewBucket("hook_targets"), Key: func(h *HookTarget) string { return h.ID }}
	eventsAt = kv.NewBucket("hook_events_at") // target, time, event that waits
	events   = kv.Table[webhook.Event]{
		Bucket: kv.NewBucket("hook_events"), Indexes: []*kv.Bucket{eventsAt},
		Key: func(e *webhook.Event) string { return kv.Join(e.Target, e.ID) },
		Rows: func(e *webhook.Event) []kv.Row {
			return []kv.Row{eventsAt.Row(kv.Join(e.Target, kv.TimeKey(e.NextAt)+e.ID), "")}
		},
		Counters: func(e *webhook.Event) []string { return []string{kv.Join("hook_events", e.Target)} },
	}
)

// targetVault seals the secrets of a target.
func (t *tx) targetVault(h *HookTarget) webhook.Vault {
	return webhook.Vault{Keys: t.db.keys, Record: "hook_out/" + h.ID, Now: t.now}
}

// tellTargets has every target told of what just happened. id is unique for it.
func (t *tx) tellTargets(id, kind string, whose EmployeeID, data webhook.Data) {
	if t.quiet {
		return
	}
	for _, h := range all(t, &targets) {
		e := webhook.Event{Target: h.ID, ID: id, Type: kind, At: t.now, Employee: whose, Data: data, NextAt: t.now}
		switch _, waits := events.Get(t.Tx, events.Key(&e)); {
		case h.IsOff() || waits:
		case (&Query{t}).HooksWaiting(h.ID) >= webhook.MaxWaiting:
			t.disableTarget(&h, "Too much waits for it.")
		default:
			events.Replace(t.Tx, nil, &e)
			t.told = true
		}
	}
}

// tellShare tells that somebody said they posted.
func (t *tx) tellShare(s *Share) {
	t.tellTargets("share_"+string(s.ID)+"_"+strconv.Itoa(s.Round), webhook.ShareDeclared, s.Employee, webhook.Data{
		Share: s.ID, Asset: s.Asset, Network: s.Network, OccurredAt: s.DeclaredAt, Known: outcome.Said})
}

// tellStage tells of the last step of a referral; from is the stage before it.
func (t *tx) tellStage(r *Referral, from Stage) {
	id, data := webhook.OfStep(r, from, t.moves)
	t.tellTargets(id, webhook.StageChanged, r.Referrer, data)
}

// tellOutcome tells of an outcome that counts, or that does so no longer.
func (t *tx) tellOutcome(k *outcome.Kept, undone bool) {
	if !undone && k.State != OutcomeCounted || !k.Kind.IsFact() {
		return
	}
	var whose EmployeeID
	if r, found := referrals.Get(t.Tx, string(k.Referral)); found {
		whose = r.Referrer
	} else if s, found := shares.Get(t.Tx, string(k.Share)); found {
		whose = s.Employee
	}
	id, data := webhook.OfOutcome(&k.Outcome, undone)
	t.tellTargets(id, webhook.OutcomeRecorded, whose, data)
}

// disableTarget sends nothing more to a target, drops what waits for it and tells the managers once.
func (t *tx) disableTarget(h *HookTarget, why string) {
	n := t.dropEvents(h.ID)
	h.DisabledAt, h.Why = t.now, text.Cut(text.Line(why), maxShort)
	targets.Save(t.Tx, h)
	key := keyOf("notice/hook", h.ID, strconv.FormatInt(t.now.Unix(), 10))
	t.enqueueEach(t.managers(), Message{Key: key, Kind: MsgNotice, Text: "Nothing more is sent to " + h.Host() + ", and " +
		text.Count(n, "event was", "events were") + " not sent. " + h.Why +
		" Once it works, an operator adds it again with `vouch hook out add`."})
}

func (t *tx) dropEvents(target string) int {
	keys := t.Keys(events.Bucket, kv.Join(target, ""), 0)
	for _, key := range keys {
		events.Remove(t.Tx, key)
	}
	return len(keys)
}

// HookTargets returns the targets that are set up. Their secrets are sealed.
func (q *Query) HookTargets() []HookTarget { return all(q.t, &targets) }

// HooksWaiting is how many events wait for a target.
func (q *Query) HooksWaiting(target string) int { return q.t.Counter(kv.Join("hook_events", target)) }

// HookOut is one event that is due, ready to be signed and sent.
type HookOut struct {
	Target, ID, URL string
	Body            []byte
	Secrets         []string
}

// NextHookOut returns the next event of a target, and when it is due; false when none waits. Who it was is told by a
// keyed hash, or as their Slack id where the program chose that; of somebody who was erased nothing is told.
func (q *Query) NextHookOut(target string) (out HookOut, at time.Time, found bool) {
	prefix := kv.Join(target, "")
	h, known := targets.Get(q.t.Tx, target)
	keys := q.t.Keys(eventsAt, prefix, 1)
	if !known || h.IsOff() || len(keys) == 0 {
		return out, at, false
	}
	e := events.Must(q.t.Tx, prefix+keys[0][len(prefix)+len(kv.TimeKey(at)):])
	employee := string(e.Employee)
	switch {
	case e.Employee == "" || e.Employee.IsErased() || q.t.settings().WorksCouncil:
		employee = "" // a token that is always the same would lead to one person's figures
	case !q.t.settings().HookEmployees:
		employee = q.t.db.keys.Hash("webhook employee", employee)
	}
	return HookOut{Target: target, ID: e.ID, URL: h.URL, Body: e.Body(employee),
		Secrets: q.t.targetVault(&h).Valid(&h.Secrets)}, e.NextAt, true
}

// HookSent records what came of sending an event: it is done, waits for its next try, or its target is disabled after
// the last one, or because it wants nothing more. An event that waits no more changes nothing.
func (db *DB) HookSent(target, id string, r webhook.Result) error {
	return change(db, func(t *tx) error {
		key := kv.Join(target, id)
		e, waits := events.Get(t.Tx, key)
		if !waits {
			return nil
		}
		if r.Delivered() {
			events.Remove(t.Tx, key)
			return nil
		}
		e.Failed++
		if wait, again := webhook.Wait(e.Failed, r.After, r.Random); again && !r.IsGone() {
			e.NextAt = t.now.Add(wait)
			events.Save(t.Tx, &e)
			return nil
		}
		h := targets.Must(t.Tx, target)
		t.disableTarget(&h, r.Words())
		return nil
	})
}

// AddHookTarget sets a target up, or one again that was disabled. Program managers may, as with all verbs of targets.
func (db *DB) AddHookTarget(actor EmployeeID, address, secret string) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		if err := webhook.CheckURL(address); err != nil {
			return invalid(text.UpperFirst(err.Error()) + ".")
		}
		h := HookTarget{ID: webhook.IDOf(address), URL: address, CreatedAt: t.now}
		if before, found := targets.Get(t.Tx, h.ID); found && !before.IsOff() {
			return conflict("This address is set up already. Rotate its secret, or remove it first.")
		}
		t.targetVault(&h).Add(&h.Secrets, secret)
		targets.Save(t.Tx, &h)
		t.audit(actor, "hook.out.add", h.ID, h.Host())
		return nil
	})
}

// RotateHookTarget gives a target a new secret; what is sent is signed with the old ones too for as long as overlap.
func (db *DB) RotateHookTarget(actor EmployeeID, address, secret string, overlap time.Duration) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		h, err := lookUp(t, &targets, webhook.IDOf(address), "This address is not set up.")
		if err != nil {
			return err
		}
		if overlap < 0 {
			return invalid("The overlap is a time such as 24h.")
		}
		if t.targetVault(&h).Rotate(&h.Secrets, secret, overlap) {
			targets.Save(t.Tx, &h)
			t.Forget()
			t.audit(actor, "hook.out.rotate", h.ID, "the secrets before are used for "+overlap.String())
		}
		return nil
	})
}

// RemoveHookTarget takes a target away with what waits for it. Removing it again changes nothing.
func (db *DB) RemoveHookTarget(actor EmployeeID, address string) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		id := webhook.IDOf(address)
		if targets.Remove(t.Tx, id) {
			t.Forget()
			t.audit(actor, "hook.out.remove", id, text.Count(t.dropEvents(id), "event", "events")+" dropped")
		}
		return nil
	})
}
