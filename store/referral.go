// Referrals: named candidates and introduced clients, their stages and owners, kept with sealed personal fields.

package store

import (
	"fmt"
	"slices"
	"time"

	"vouch/store/bonus"
	"vouch/store/kv"
	"vouch/store/text"
)

// ReferralID is a ULID.
type ReferralID string

// Stage is where a referral stands.
type Stage string

// The stages of product rule 5.3; see Stages for the order of each kind.
const (
	Submitted      Stage = "submitted"
	Accepted       Stage = "accepted"
	Screening      Stage = "screening"
	Interview      Stage = "interview"
	Offer          Stage = "offer"
	Hired          Stage = "hired"
	Started        Stage = "started"
	Meeting        Stage = "meeting"
	Opportunity    Stage = "opportunity"
	Won            Stage = "won"
	Declined       Stage = "declined"
	StageWithdrawn Stage = "withdrawn"
)

// Stages gives the order of a kind's stages, without declined and withdrawn.
func Stages(kind ReferralKind) []Stage {
	if kind == Client {
		return []Stage{Submitted, Accepted, Meeting, Opportunity, Won}
	}
	return []Stage{Submitted, Accepted, Screening, Interview, Offer, Hired, Started}
}

// Person is who is referred. All fields are encrypted in the file.
type Person struct {
	Name    string `json:"name"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Profile string `json:"profile,omitempty"` // URL
	CV      string `json:"cv,omitempty"`      // https URL of a document, which stays where it is
	Company string `json:"company,omitempty"` // clients; "" not said
	Why     string `json:"why,omitempty"`     // the referrer's words
}

// StageChange is one step of a referral's history. Reason is encrypted in the file.
type StageChange struct {
	Stage      Stage      `json:"stage"`
	By         EmployeeID `json:"by"` // "" is the program
	At         time.Time  `json:"at"`
	Reason     string     `json:"reason,omitempty"`
	Correction bool       `json:"correction,omitempty"` // the stage before was wrong
	Points     int        `json:"points,omitempty"`     // by how much it changed what the referrer had earned before
}

// Question is what an owner asked the referrer, and the answer. Texts are encrypted in the file.
type Question struct {
	Text     string    `json:"text"`
	Answer   string    `json:"answer,omitempty"`
	AskedAt  time.Time `json:"asked_at"`
	Answered time.Time `json:"answered,omitzero"`
}

// Referral is one person referred by one employee.
type Referral struct {
	ID           ReferralID    `json:"id"`
	Kind         ReferralKind  `json:"kind"`
	Referrer     EmployeeID    `json:"referrer"`
	Owner        EmployeeID    `json:"owner,omitempty"` // "" while nobody could be found: managers decide
	Person       Person        `json:"-"`
	Job          AssetID       `json:"job,omitempty"`   // a live job asset, or
	Lane         string        `json:"lane,omitempty"`  // the department in which they wait for an opening, or
	Need         string        `json:"need,omitempty"`  // a role or need in words; encrypted in the file
	Relationship string        `json:"relationship"`    // how they know them: worked, studied, community, friend, other; "" not said
	HowWell      int           `json:"how_well"`        // 1 met once .. 4 very well; 0 not said
	Event        AssetID       `json:"event,omitempty"` // where they met, when that was one of ours
	Stage        Stage         `json:"stage"`
	History      []StageChange `json:"history"`
	Questions    []Question    `json:"-"`
	AnswerBy     time.Time     `json:"answer_by,omitzero"`   // the owner's next answer is expected by
	EscalateBy   time.Time     `json:"escalate_by,omitzero"` // without an answer until then managers are told
	OwnedUntil   time.Time     `json:"owned_until"`          // the person is theirs until then, and while it is open
	Nudged       int           `json:"nudged,omitempty"`     // 0 none, 1 nudged, 2 escalated, since the last answer
	Erased       bool          `json:"erased,omitempty"`     // personal data gone, hashes kept
	Bonus        *bonus.Terms  `json:"bonus,omitempty"`      // promised when it was submitted; nil: nothing
	Closing      Closing       `json:"closing,omitzero"`     // what is known of its end
	SubmittedAt  time.Time     `json:"submitted_at"`
	UpdatedAt    time.Time     `json:"updated_at"`
	Version      int           `json:"version"`
}

// Submission is the /refer form.
// Field names of its FieldErrors: name, contact, email, profile, phone, company, job, need, relationship, how_well,
// why, cv, consent.
type Submission struct {
	Cause        string // id of the form; the same cause again returns the first result
	Kind         ReferralKind
	Referrer     EmployeeID
	Person       Person
	Job          AssetID
	Lane         string // a department without an opening, see Lanes; only without a Job
	Need         string
	Relationship string
	HowWell      int
	Event        AssetID // where they met, when the form came from an event
	Consent      bool    // "they know I am referring them": required
}

// Verdict is the stated answer to a submission.
type Verdict string

// The verdicts of product rule 5.2. Only VerdictAccepted stores anything.
const (
	VerdictAccepted Verdict = "accepted"
	VerdictKnown    Verdict = "known"        // somebody else's until Until; never says whose
	VerdictYours    Verdict = "yours"        // the same employee referred them before; Referral is set
	VerdictNot      Verdict = "not_eligible" // Rule says which rule
)

// SubmitResult is what the person is told.
type SubmitResult struct {
	Verdict  Verdict
	Referral Referral  // with VerdictAccepted and VerdictYours
	Until    time.Time // zero with VerdictKnown: as long as somebody is in process
	Rule     string
}

// keptReferral is a Referral as it lies in the file.
type keptReferral struct {
	Referral
	Cause  string            `json:"cause,omitempty"`
	Hashes []string          `json:"hashes"`           // of each contact, kept after erasure
	Sealed map[string][]byte `json:"sealed,omitempty"` // field name -> sealed text
	Asked  []questionTimes   `json:"asked,omitempty"`

	TakenBack map[string]int `json:"taken_back,omitempty"` // rule -> how often its points were, see milestoneCause
}

// questionTimes are the parts of a Question that are not sealed.
type questionTimes struct {
	AskedAt  time.Time `json:"asked_at"`
	Answered time.Time `json:"answered,omitzero"`
}

var (
	referralsByPerson = kv.NewBucket("referrals_by_person") // referrer, referral
	referralsByOwner  = kv.NewBucket("referrals_by_owner")  // owner, referral
	referralsByTime   = kv.NewBucket("referrals_by_time")   // next nudge or escalation, referral
	referralsByHash   = kv.NewBucket("referrals_by_hash")   // kind, keyed hash, referral
	referralsByCause  = kv.NewBucket("referrals_by_cause")  // form id -> referral
)

// referrals withdrawn by their referrer give up their hashes: the person may be referred by anybody. Declined and
// erased ones keep them until the window ends.
var referrals = kv.Table[keptReferral]{
	Bucket: kv.NewBucket("referrals"), // referral -> Referral with sealed personal fields
	Indexes: []*kv.Bucket{referralsByPerson, referralsByOwner, referralsByTime, referralsByHash, referralsByCause,
		referralsByLane},
	Key: func(k *keptReferral) string { return string(k.ID) },
	Rows: func(k *keptReferral) []kv.Row {
		id := string(k.ID)
		rows := []kv.Row{referralsByPerson.Row(kv.Join(string(k.Referrer), id), "")}
		if k.Owner != "" {
			rows = append(rows, referralsByOwner.Row(kv.Join(string(k.Owner), id), ""))
		}
		if at := k.nextTick(); !at.IsZero() {
			rows = append(rows, referralsByTime.Row(kv.TimeKey(at)+id, ""))
		}
		if k.IsWaiting() {
			rows = append(rows, referralsByLane.Row(kv.Join(text.Fold(k.Lane), id), ""))
		}
		if k.Stage != StageWithdrawn {
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
			if k.Nudged > 0 {
				names = append(names, lateReferrals)
			}
		}
		return names
	},
}

// openOf names the counter of open referrals of an owner.
func openOf(owner EmployeeID) string { return kv.Join("open", string(owner)) }

// lateReferrals is the counter of open referrals whose answer is late.
const lateReferrals = "late"

// isOpen tells whether an owner still has something to do.
func (r *Referral) isOpen() bool {
	return !slices.Contains([]Stage{Declined, StageWithdrawn, Started, Won}, r.Stage)
}

// idleWarning is how many days before the end of an idle referral its owner is warned.
const idleWarning = 30

// IdleOn is when an open referral ends because nobody took a step in so many days, zero when it does not; warned tells
// whether its owner was told by now.
func (r *Referral) IdleOn(days int, now time.Time) (end time.Time, warned bool) {
	if !r.isOpen() || r.Stage == Hired {
		return zeroTime, false
	}
	last := r.History[len(r.History)-1].At
	for _, q := range r.Questions {
		last = latest(last, q.AskedAt, q.Answered)
	}
	end = last.AddDate(0, 0, days)
	return end, !end.AddDate(0, 0, -idleWarning).After(now)
}

// latest is the last of some times.
func latest(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }

// CanWithdraw tells whether its referrer may still take it back: until there is an offer, or a deal in sight.
func (r *Referral) CanWithdraw() bool {
	return slices.Contains([]Stage{Submitted, Accepted, Screening, Interview, Meeting}, r.Stage)
}

// CanCorrect tells whether its stage may be corrected. Of a person without data nobody knows what would be right, and
// what its referrer withdrew is theirs to refer again.
func (r *Referral) CanCorrect() bool { return !r.Erased && r.Stage != StageWithdrawn }

// place is where a stage comes in the order of a kind; declined and withdrawn come after all others.
func place(kind ReferralKind, stage Stage) int {
	order := Stages(kind)
	if at := slices.Index(order, stage); at >= 0 {
		return at
	}
	return len(order)
}

// Corrected tells whether the nth step of the history was taken back by a later correction to a stage before it.
func (r *Referral) Corrected(n int) bool {
	return slices.ContainsFunc(r.History[n+1:], func(later StageChange) bool {
		return later.Correction && place(r.Kind, later.Stage) < place(r.Kind, r.History[n].Stage)
	})
}

// nextTick is when the clock will nudge or escalate; zero when it will not.
func (r *Referral) nextTick() time.Time {
	switch {
	case !r.isOpen() || r.Nudged >= Escalated:
		return zeroTime
	case r.Nudged == nudged || r.Owner == "":
		return r.EscalateBy
	}
	return r.AnswerBy
}

// The values of Referral.Nudged.
const (
	nudged    = 1
	Escalated = 2 // managers were told that the answer is late
)

// personFields are the sealed fields of a Person.
func personFields(p *Person) map[string]*string {
	return map[string]*string{
		"name": &p.Name, "email": &p.Email, "phone": &p.Phone, "profile": &p.Profile, "company": &p.Company, "why": &p.Why,
		"cv": &p.CV,
	}
}

// sealPerson takes over p and the need, sealed, and the hashes of p.
func (t *tx) sealPerson(k *keptReferral, p Person, hashes []string) {
	k.Person, k.Hashes = p, hashes
	for field, text := range personFields(&p) {
		t.sealField(k, field, *text)
	}
	t.sealField(k, "need", k.Need)
	k.Need = ""
}

// sealField encrypts one field of a referral; an empty one takes no room, which shows that it is empty and nothing
// else.
func (t *tx) sealField(k *keptReferral, field, text string) {
	if k.Sealed == nil {
		k.Sealed = map[string][]byte{}
	}
	if text == "" {
		delete(k.Sealed, field)
		return
	}
	k.Sealed[field] = t.db.keys.Seal(string(k.ID), field, text)
}

// questionField names the sealed field of the nth question: its "text" or "answer".
func questionField(n int, part string) string { return fmt.Sprintf("question/%d/%s", n, part) }

// reasonField names the sealed field of the reason for the nth step.
func reasonField(n int) string { return fmt.Sprintf("reason/%d", n) }

// open decrypts a referral.
func (t *tx) open(k *keptReferral) Referral {
	r := k.Referral
	words := func(field string) string {
		sealed, found := k.Sealed[field]
		if !found {
			return ""
		}
		return t.db.keys.Open(string(k.ID), field, sealed)
	}
	for field, into := range personFields(&r.Person) {
		*into = words(field)
	}
	r.Need, r.History, r.Questions = words("need"), slices.Clone(k.History), nil
	for i := range r.History {
		r.History[i].Reason = words(reasonField(i))
	}
	for i, times := range k.Asked {
		r.Questions = append(r.Questions, Question{Text: words(questionField(i, "text")), Answer: words(questionField(i, "answer")),
			AskedAt: times.AskedAt, Answered: times.Answered})
	}
	return r
}

var errNoReferral = notFound("This referral does not exist.")

// referralFor reads a referral for somebody who may see it: its referrer, its owner while that is their work, program
// managers, the command line and the program. For everybody else it does not exist.
func (t *tx) referralFor(id ReferralID, viewer EmployeeID) (keptReferral, error) {
	k, found := referrals.Get(t.Tx, string(id))
	if !found || !(viewer == "" || viewer == Operator || viewer == k.Referrer ||
		viewer == k.Owner && t.mayOwn(viewer, k.Kind) || t.isManager(viewer)) {
		return keptReferral{}, errNoReferral
	}
	return k, nil
}

func (t *tx) isManager(id EmployeeID) bool {
	e, found := employees.Get(t.Tx, string(id))
	return found && t.manages(&e)
}

// Referral returns a referral decrypted, to its referrer, its owner and program managers. For everybody else it does
// not exist.
func (q *Query) Referral(id ReferralID, viewer EmployeeID) Referral {
	k := end(q.t.referralFor(id, viewer))
	return q.t.open(&k)
}

// ReferralsOf returns what a person referred, newest first.
func (q *Query) ReferralsOf(id EmployeeID) []Referral { return q.t.referralsIn(referralsByPerson, id) }

// ReferralsOwnedBy returns what a person decides about, newest first.
func (q *Query) ReferralsOwnedBy(owner EmployeeID) []Referral {
	return slices.DeleteFunc(q.t.referralsIn(referralsByOwner, owner), func(r Referral) bool { return !q.t.mayOwn(owner, r.Kind) })
}

// Referrals returns every open referral and at most limit ended ones, the newest first: the list of program managers.
func (q *Query) Referrals(limit int) (list []Referral) {
	q.t.ScanBack(referrals.Bucket, "", "", func(_ string, raw []byte) bool {
		k := referrals.Decode(raw)
		if !k.isOpen() {
			limit--
		}
		if k.isOpen() || limit >= 0 {
			list = append(list, q.t.open(&k))
		}
		return true
	})
	return list
}

// referralsIn opens the referrals an index names for a person, newest first.
func (t *tx) referralsIn(index *kv.Bucket, id EmployeeID) (list []Referral) {
	for _, k := range referrals.UnderBack(t.Tx, index, string(id), "", 0) {
		list = append(list, t.open(&k))
	}
	return list
}

// exportReferral shows what is sealed, which a kept referral does not hold in words, only when asked for. What somebody
// referred is theirs; what they decided about as an owner belongs to the candidate.
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
