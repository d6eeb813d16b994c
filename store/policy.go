// The policy: its versions, who has agreed to which, and what waits until a program stands on its feet.

package store

import (
	"errors"
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/settings"
	"vouch/store/text"
)

// PolicyVersion is one text of the policy that held, kept for ever: people have agreed to it.
type PolicyVersion struct {
	Version int        `json:"version"`
	Text    string     `json:"text"`
	By      EmployeeID `json:"by,omitempty"` // who changed or confirmed it; "" in files from before there was a policy
	At      time.Time  `json:"at"`
}

var policies = kv.Table[PolicyVersion]{
	Bucket: kv.NewBucket("policies"), // version -> PolicyVersion
	Key:    func(p *PolicyVersion) string { return strconv.Itoa(p.Version) },
}

// Acknowledgement is that somebody has agreed to a version of the policy.
type Acknowledgement struct {
	Employee EmployeeID `json:"employee"`
	Version  int        `json:"version"`
	At       time.Time  `json:"at"`
}

var acknowledgements = kv.Table[Acknowledgement]{
	Bucket: kv.NewBucket("acknowledgements"), // employee, version -> Acknowledgement
	Key:    func(a *Acknowledgement) string { return acknowledgementKey(a.Employee, a.Version) },
}

func acknowledgementKey(id EmployeeID, version int) string {
	return kv.Join(string(id), strconv.Itoa(version))
}

// ErrUnread is the cause of what is refused to somebody who has not agreed to the policy as it stands, for errors.Is.
var ErrUnread = errors.New("the policy was not acknowledged")

// errPolicyChanged answers who agrees to a text that does not hold any more.
var errPolicyChanged = &Error{Kind: Conflict, Err: ErrUnread,
	Msg: "The policy has changed since: type /vouch policy to read it as it is now."}

// unlocked refuses sharing and referring to who has not agreed to the policy as it stands.
func (t *tx) unlocked(id EmployeeID) error {
	p := &t.settings().Policy
	if !p.Confirmed {
		return conflict("Sharing and referring wait for the policy. " + t.whomToAsk())
	}
	if t.Get(acknowledgements.Bucket, acknowledgementKey(id, p.Version)) == nil {
		return &Error{Kind: Conflict, Err: ErrUnread,
			Msg: "Read the policy first: type /vouch policy and agree to it. What you wrote stays here."}
	}
	return nil
}

// Unlocked tells whether somebody may share and refer under the policy; else the error says what to do, with ErrUnread
// as its cause where it is theirs to do.
func (q *Query) Unlocked(id EmployeeID) error { return q.t.unlocked(id) }

// Acknowledge records that somebody agrees to the policy. version is the one they were shown: when another holds now,
// the answer is a Conflict by ErrUnread. Again changes nothing. People who have not joined may, too: they can refer.
func (db *DB) Acknowledge(id EmployeeID, version int) error {
	return change(db, func(t *tx) error {
		if _, err := t.member(id); err != nil {
			return err
		}
		if t.settings().Policy.Confirmed && version != t.settings().Policy.Version {
			return errPolicyChanged
		}
		if err := t.unlocked(id); !errors.Is(err, ErrUnread) {
			return err
		}
		t.acknowledge(id)
		return nil
	})
}

// acknowledge notes that somebody agrees to the policy as it stands.
func (t *tx) acknowledge(id EmployeeID) {
	a := Acknowledgement{Employee: id, Version: t.settings().Policy.Version, At: t.now}
	if t.Get(acknowledgements.Bucket, acknowledgements.Key(&a)) == nil {
		acknowledgements.Save(t.Tx, &a)
	}
}

// versionPolicy gives s, which is to take the place of the settings of now, the version of its policy, and keeps the
// text once it holds. A text that never held needs no version.
func (t *tx) versionPolicy(actor EmployeeID, s *Settings) {
	old := t.settings().Policy
	s.Policy.Version = old.Version
	if held := t.Get(policies.Bucket, strconv.Itoa(old.Version)) != nil; held && s.Policy.Text != old.Text {
		s.Policy.Version++
	}
	p := PolicyVersion{Version: s.Policy.Version, Text: s.Policy.Text, By: actor, At: t.now}
	if s.Policy.Confirmed && t.Get(policies.Bucket, policies.Key(&p)) == nil {
		policies.Save(t.Tx, &p)
	}
}

// Policy returns the policy that holds, false while nobody has confirmed one.
func (q *Query) Policy() (PolicyVersion, bool) {
	now := q.t.settings().Policy
	p, _ := policies.Get(q.t.Tx, strconv.Itoa(now.Version))
	return p, now.Confirmed
}

// HasAcknowledged tells when somebody agreed to a version of the policy.
func (q *Query) HasAcknowledged(id EmployeeID, version int) (time.Time, bool) {
	a, found := acknowledgements.Get(q.t.Tx, acknowledgementKey(id, version))
	return a.At, found
}

// CountAcknowledged counts the advocates who have agreed to the policy as it stands, and all of them. Who they are is
// in no read.
func (q *Query) CountAcknowledged() (agreed, advocates int) {
	employees.Each(q.t.Tx, func(e *Employee) bool {
		if e.IsAdvocate() {
			advocates++
			if !errors.Is(q.t.unlocked(e.ID), ErrUnread) {
				agreed++
			}
		}
		return true
	})
	return agreed, advocates
}

func eraseAcknowledgements(t *tx, e *erasure) {
	for _, key := range t.Keys(acknowledgements.Bucket, kv.Join(string(e.id), ""), 0) {
		acknowledgements.Remove(t.Tx, key)
	}
}

// acknowledgeOlder counts joining as agreeing to the first policy in files from before there was one, and takes over
// how posts say where their author works: what people could do yesterday must not stop with a new release.
func acknowledgeOlder(k *kv.Tx) {
	t, joined := &tx{Tx: k}, false
	employees.Each(k, func(e *Employee) bool {
		if !e.JoinedAt.IsZero() {
			acknowledgements.Save(k, &Acknowledgement{Employee: e.ID, Version: 1, At: e.JoinedAt})
			joined = true
		}
		return true
	})
	if !joined {
		return
	}
	s := settings.Default()
	t.program(keySettings, &s)
	s.Policy.Confirmed, s.DisclosureConfirmed = true, true
	t.saveProgram(keySettings, s)
	policies.Save(k, &PolicyVersion{Version: 1, Text: s.Policy.Text, At: Now().UTC().Truncate(time.Microsecond)})
}

// enoughItems is how many live items everybody has to choose from before people are spurred to share (product rule
// 8.8): as many as a digest shows.
const enoughItems = 3

// thinPersonas names the personas of advocates for which fewer than enoughItems can be shared. It reads every person
// and every live item.
func (t *tx) thinPersonas() (names []string) {
	live, members := map[PersonaID]int{}, map[PersonaID]bool{}
	for _, a := range assets.Under(t.Tx, assetsByState, string(Live), 0) {
		if !a.Internal {
			for _, persona := range a.Personas {
				live[persona]++
			}
			if len(a.Personas) == 0 {
				live[""]++
			}
		}
	}
	employees.Each(t.Tx, func(e *Employee) bool {
		for _, persona := range e.Prefs.Personas {
			members[persona] = members[persona] || e.IsAdvocate()
		}
		return true
	})
	for _, p := range t.orderedPersonas() {
		if members[p.ID] && live[p.ID]+live[""] < enoughItems {
			names = append(names, p.Name)
		}
	}
	return names
}

// HasOwners tells whether somebody answers referrals: by role or by a route.
func (q *Query) HasOwners() bool {
	return len(q.t.settings().Routes)+len(q.t.holders(Recruiter))+len(q.t.holders(Seller)) > 0
}

// footingWaits says what boards, nudges and campaigns of s would wait for, "" for nothing.
func (t *tx) footingWaits(s *Settings) string {
	var missing []string
	if !s.Policy.Confirmed {
		missing = append(missing, "a confirmed policy")
	}
	if few := t.thinPersonas(); len(few) > 0 {
		missing = append(missing, strconv.Itoa(enoughItems)+" live items for "+
			text.List(few, "and"))
	}
	return text.List(missing, "and")
}
