// The policy: its versions, who has agreed to which, and what waits until a program stands on its feet.

package store

import (
	"errors"
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/policy"
	"vouch/store/settings"
	"vouch/store/text"
)

// PolicyVersion is one text of the policy that held, see package policy.
type PolicyVersion = policy.Version

var policies, acknowledgements = policy.Versions, policy.Agreements

// ErrUnread is the cause of what is refused to somebody who has not agreed to the policy as it stands, for errors.Is.
var ErrUnread = policy.ErrUnread

// errPolicyChanged answers who agrees to a text that does not hold any more.
var errPolicyChanged = policy.Unread("The policy has changed since: type /vouch policy to read it as it is now.")

// unlocked refuses sharing and referring to who has not agreed to the policy as it stands.
func (t *tx) unlocked(id EmployeeID) error {
	p := &t.settings().Policy
	if !p.Confirmed {
		return conflict("Sharing and referring wait for the policy. " + t.whomToAsk())
	}
	if _, agreed := policy.AgreedAt(t.Tx, id, p.Version); !agreed {
		return policy.Unread("Read the policy first: type /vouch policy and agree to it. What you wrote stays here.")
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
	policy.Agree(t.Tx, id, t.settings().Policy.Version, t.now)
}

// versionPolicy gives s, which is to take the place of the settings of now, the version of its policy, and keeps the
// text once it holds. A text that never held needs no version. One that an upgrade took over is a new version once a
// manager has read it: what people agreed to by joining was never put to them.
func (t *tx) versionPolicy(actor EmployeeID, s *Settings) {
	old := t.settings().Policy
	s.Policy.Version = old.Version
	s.Policy.Unread = s.Policy.Unread && s.Policy.Text == old.Text
	changed := s.Policy.Text != old.Text || old.Unread && !s.Policy.Unread
	if _, held := policy.VersionOf(t.Tx, old.Version); held && changed {
		s.Policy.Version++
	}
	if s.Policy.Confirmed {
		policy.Keep(t.Tx, PolicyVersion{Version: s.Policy.Version, Text: s.Policy.Text, By: actor, At: t.now})
	}
}

// Policy returns the policy that holds, false while nobody has confirmed one.
func (q *Query) Policy() (PolicyVersion, bool) {
	now := q.t.settings().Policy
	p, _ := policy.VersionOf(q.t.Tx, now.Version)
	return p, now.Confirmed
}

// HasAcknowledged tells when somebody agreed to a version of the policy.
func (q *Query) HasAcknowledged(id EmployeeID, version int) (time.Time, bool) {
	return policy.AgreedAt(q.t.Tx, id, version)
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

// acknowledgeOlder counts joining as agreeing to the first policy in files from before there was one, and takes over
// how posts say where their author works: what people could do yesterday must not stop with a new release. A manager
// has not read it by that, and is asked to.
func acknowledgeOlder(k *kv.Tx) {
	t, joined := &tx{Tx: k}, false
	employees.Each(k, func(e *Employee) bool {
		if !e.JoinedAt.IsZero() {
			policy.Agree(k, e.ID, 1, e.JoinedAt)
			joined = true
		}
		return true
	})
	if !joined {
		return
	}
	s := settings.Default()
	t.program(keySettings, &s)
	s.Policy.Confirmed, s.Policy.Unread, s.DisclosureConfirmed = true, true, true
	t.saveProgram(keySettings, s)
	policy.Keep(k, PolicyVersion{Version: 1, Text: s.Policy.Text, At: Now().UTC().Truncate(time.Microsecond)})
}

// thinPersonas names the personas of advocates that have too few items to share. It reads every person and every live
// item.
func (t *tx) thinPersonas() []string {
	members := map[PersonaID]bool{}
	employees.Each(t.Tx, func(e *Employee) bool {
		for _, persona := range e.Prefs.Personas {
			members[persona] = members[persona] || e.IsAdvocate()
		}
		return true
	})
	return policy.Thin(t.Tx, t.orderedPersonas(), members)
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
		missing = append(missing, strconv.Itoa(policy.EnoughItems)+" live items for "+text.List(few, "and"))
	}
	return text.List(missing, "and")
}
