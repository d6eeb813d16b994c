// How referrals are kept: personal fields sealed one by one, keyed hashes to find duplicates, and who may open them.

package store

import (
	"fmt"
	"slices"
	"time"

	"vouch/store/kv"
)

// keptReferral is a Referral as it lies in the file.
type keptReferral struct {
	Referral
	Cause  string            `json:"cause,omitempty"`
	Hashes []string          `json:"hashes"`           // of each contact, kept after erasure
	Sealed map[string][]byte `json:"sealed,omitempty"` // field name -> sealed text
	Asked  []questionTimes   `json:"asked,omitempty"`
}

// questionTimes are the parts of a Question that are not sealed.
type questionTimes struct {
	AskedAt  time.Time `json:"asked_at"`
	Answered time.Time `json:"answered,omitzero"`
}

// The indexes of referrals.
var (
	referralsByPerson = kv.NewBucket("referrals_by_person") // referrer, referral
	referralsByOwner  = kv.NewBucket("referrals_by_owner")  // owner, referral
	referralsByTime   = kv.NewBucket("referrals_by_time")   // next nudge or escalation, referral
	referralsByHash   = kv.NewBucket("referrals_by_hash")   // kind, keyed hash, referral
	referralsByCause  = kv.NewBucket("referrals_by_cause")  // form id -> referral
)

// referrals withdrawn by their referrer give up their hashes: the person may be referred by anybody. Declined and erased
// ones keep them until the window ends.
var referrals = kv.Table[keptReferral]{
	Bucket:  kv.NewBucket("referrals"), // referral -> Referral with sealed personal fields
	Indexes: []*kv.Bucket{referralsByPerson, referralsByOwner, referralsByTime, referralsByHash, referralsByCause},
	Key:     func(k *keptReferral) string { return string(k.ID) },
	Rows: func(k *keptReferral) []kv.Row {
		id := string(k.ID)
		rows := []kv.Row{referralsByPerson.Row(kv.Join(string(k.Referrer), id), "")}
		if k.Owner != "" {
			rows = append(rows, referralsByOwner.Row(kv.Join(string(k.Owner), id), ""))
		}
		if at := k.nextTick(); !at.IsZero() {
			rows = append(rows, referralsByTime.Row(kv.TimeKey(at)+id, ""))
		}
		if k.Stage != WithdrawnByUs {
			for _, hash := range k.Hashes {
				rows = append(rows, referralsByHash.Row(kv.Join(string(k.Kind), hash, id), ""))
			}
		}
		if k.Cause != "" {
			rows = append(rows, referralsByCause.Row(kv.Join(string(k.Referrer), k.Cause), id))
		}
		return rows
	},
	Counters: func(k *keptReferral) []string {
		names := []string{"referrals", kv.Join("referrals", string(k.Stage))}
		if k.isOpen() {
			names = append(names, openOf(k.Owner))
		}
		return names
	},
}

// openOf names the tally of open referrals of an owner.
func openOf(owner EmployeeID) string { return kv.Join("open", string(owner)) }

// isOpen tells whether an owner still has something to do.
func (r *Referral) isOpen() bool {
	return !slices.Contains([]Stage{Declined, WithdrawnByUs, Started, Won}, r.Stage)
}

// nextTick is when the clock will nudge or escalate; zero when it will not.
func (r *Referral) nextTick() time.Time {
	switch {
	case !r.isOpen() || r.Nudged >= escalated:
		return zeroTime
	case r.Nudged == nudged || r.Owner == "":
		return r.EscalateBy
	}
	return r.AnswerBy
}

// The values of Referral.Nudged.
const (
	nudged    = 1
	escalated = 2
)

// personFields are the sealed fields of a Person.
func personFields(p *Person) map[string]*string {
	return map[string]*string{
		"name": &p.Name, "email": &p.Email, "phone": &p.Phone, "profile": &p.Profile, "company": &p.Company, "why": &p.Why,
	}
}

// sealPerson takes over p, sealed, and its hashes.
func (t *tx) sealPerson(k *keptReferral, p Person, hashes []string) {
	k.Person, k.Hashes = p, hashes
	for field, text := range personFields(&p) {
		t.sealField(k, field, *text)
	}
}

// sealField encrypts one field of a referral; an empty one takes no room, which shows that it is empty and nothing else.
func (t *tx) sealField(k *keptReferral, field, text string) {
	if k.Sealed == nil {
		k.Sealed = map[string][]byte{}
	}
	if text == "" {
		delete(k.Sealed, field)
		return
	}
	k.Sealed[field] = t.db.secrets.sealText(string(k.ID), field, text)
}

// questionField names the sealed field of the nth question: its "text" or "answer".
func questionField(n int, part string) string { return fmt.Sprintf("question/%d/%s", n, part) }

// open decrypts a referral.
func (t *tx) open(k *keptReferral) Referral {
	r := k.Referral
	text := func(field string) string {
		sealed, found := k.Sealed[field]
		if !found {
			return ""
		}
		return t.db.secrets.openText(string(k.ID), field, sealed)
	}
	for field, into := range personFields(&r.Person) {
		*into = text(field)
	}
	r.Questions = nil
	for i, times := range k.Asked {
		r.Questions = append(r.Questions, Question{Text: text(questionField(i, "text")), Answer: text(questionField(i, "answer")),
			AskedAt: times.AskedAt, Answered: times.Answered})
	}
	return r
}

var errNoReferral = notFound("This referral does not exist.")

// referralFor reads a referral for somebody who may see it: its referrer, its owner, program managers, the command line
// and the program. For everybody else it does not exist.
func (t *tx) referralFor(id ReferralID, viewer EmployeeID) (keptReferral, error) {
	k, found := referrals.Get(t.Tx, string(id))
	if !found || !(viewer == "" || viewer == Operator || viewer == k.Referrer || viewer == k.Owner || t.isManager(viewer)) {
		return keptReferral{}, errNoReferral
	}
	return k, nil
}

// isManager tells whether id is a program manager now.
func (t *tx) isManager(id EmployeeID) bool {
	e, found := employees.Get(t.Tx, string(id))
	return found && t.manages(&e)
}

// Referral returns a referral decrypted, to its referrer, its owner and program managers. For everybody else it does not
// exist.
func (q *Query) Referral(id ReferralID, viewer EmployeeID) Referral {
	k := end(q.t.referralFor(id, viewer))
	return q.t.open(&k)
}

// ReferralsOf returns what a person referred, newest first.
func (q *Query) ReferralsOf(referrer EmployeeID) []Referral {
	return q.t.referralsIn(referralsByPerson, referrer)
}

// ReferralsOwnedBy returns what a person decides about, newest first.
func (q *Query) ReferralsOwnedBy(owner EmployeeID) []Referral {
	return q.t.referralsIn(referralsByOwner, owner)
}

// referralsIn opens the referrals an index names for a person, newest first.
func (t *tx) referralsIn(index *kv.Bucket, id EmployeeID) (list []Referral) {
	t.ScanBack(index, kv.Join(string(id), ""), "", func(key string, _ []byte) bool {
		k := referrals.Must(t.Tx, kv.Split(key, 2)[1])
		list = append(list, t.open(&k))
		return true
	})
	return list
}

// exportReferral shows the personal fields, which Referral itself never writes as JSON, only when asked for. What somebody referred
// is theirs; what they decided about as an owner belongs to the candidate.
func exportReferral(t *tx, k *keptReferral, s exportScope) (any, []EmployeeID) {
	whose := []EmployeeID{k.Referrer}
	if !s.personal {
		return k.Referral, whose
	}
	r := t.open(k)
	return struct {
		Referral
		Person    Person     `json:"person"`
		Questions []Question `json:"questions,omitempty"`
	}{r, r.Person, r.Questions}, whose
}
