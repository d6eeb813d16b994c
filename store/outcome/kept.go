// Outcomes as they are kept and found, and what a source tells of one.

package outcome

import (
	"slices"
	"time"

	"vouch/store/address"
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/money"
	"vouch/store/problem"
	"vouch/store/referral"
	"vouch/store/term"
	"vouch/store/text"
)

// ID is a ULID.
type ID string

// State is what the program makes of an outcome.
type State string

// The states.
const (
	OutcomeCounted State = "counted" // it belongs to a referral or share
	OutcomeWaiting State = "waiting" // it is a hint, or nobody knows whose it is: people decide
	OutcomeRepeat  State = "repeat"  // known already, from elsewhere; kept for what it adds, such as the first day
	OutcomeOther   State = "other"   // nothing of ours led to it; kept without personal data, to compare with
)

// Outcome is one thing that happened. What it says never changes; a mistake is another outcome (Unhired), or another
// decision about whose it is.
type Outcome struct {
	ID         ID                 `json:"id"`
	Cause      string             `json:"cause"`  // unique: source and event id; the second delivery changes nothing
	Source     string             `json:"source"` // "greenhouse", "csv", "slack"
	Kind       Kind               `json:"kind"`
	Stage      string             `json:"stage,omitempty"` // as the source calls it, "" where it says the kind itself
	At         time.Time          `json:"at"`              // when it happened
	Known      Known              `json:"known"`
	State      State              `json:"state"`
	Referral   referral.ID        `json:"referral,omitempty"` // whose outcome it is: of a referral, or else
	Share      term.ShareID       `json:"share,omitempty"`    // of a share, never of both
	Asset      term.AssetID       `json:"asset,omitempty"`    // the job of the referral, or what was shared
	Amount     money.Amount       `json:"amount,omitzero"`
	StartsOn   calendar.LocalDate `json:"starts_on,omitempty"`  // first day at work, "" not said
	Touch      Touch              `json:"touch,omitempty"`      // what made them get in touch, of Contact
	Subject    string             `json:"subject,omitempty"`    // equal for the same application or deal
	Moved      bool               `json:"moved,omitempty"`      // it moved the referral,
	From       referral.Stage     `json:"from,omitempty"`       // which stood here before
	DecidedBy  term.EmployeeID    `json:"decided_by,omitempty"` // who said whose it is, "" the program
	DecidedAt  time.Time          `json:"decided_at,omitzero"`
	RecordedAt time.Time          `json:"recorded_at"`
}

// Told is what a source tells. It must say whose it is by one of Reference, External, Token and Contacts.
type Told struct {
	Source   string // an id; what is before the first "-" is the family, such as greenhouse
	EventID  string // of the source, at most 200 characters, the same at every delivery
	Body     string // hash of what was signed, where the signature does not cover EventID: it counts once too
	Kind     Kind
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
	StartsOn         calendar.LocalDate
}

// Kept is an Outcome as it lies in the file.
type Kept struct {
	Outcome
	Subjects []string          `json:"subjects,omitempty"` // keyed hashes of the ids at the source
	Body     string            `json:"body,omitempty"`
	Sealed   map[string][]byte `json:"sealed,omitempty"` // "name" until the night after it was decided
}

// IsOurs tells what belongs to a referral or share; a hint only names one.
func (o *Outcome) IsOurs() bool { return o.State == OutcomeCounted || o.State == OutcomeRepeat }

// Check refuses what no source may tell.
func (e *Told) Check() error {
	known := append(slices.Clone(Kinds), Erased, Merged)
	_, currency := money.Digits(e.Amount.Currency)
	switch {
	case !text.IsID(e.Source):
		return problem.Refuse("An outcome needs the name of its source.")
	case e.EventID == "" || len(e.EventID) > 200 || text.Line(e.EventID) != e.EventID:
		return problem.Refuse("An outcome needs an id of at most 200 characters.")
	case !slices.Contains(known, e.Kind) && (e.Kind != "" || text.Line(e.Stage) == ""):
		return problem.Refuse("There is no outcome " + text.Cut(text.Line(string(e.Kind)), 40) + ".")
	case e.StartsOn != "" && !calendar.IsDate(e.StartsOn):
		return problem.Refuse("The first day is not a day. Write it like 2026-12-01.")
	case e.Amount.Minor < 0 || e.Amount != (money.Amount{}) && currency != nil:
		return problem.Refuse("The amount is not a sum of money.")
	}
	return nil
}

// Closing is what is known about the end of a referral after an outcome told its first day or its worth.
func (k *Kept) Closing(r *referral.Referral) referral.Closing {
	c := r.Closing
	if r.Kind == term.Candidate && k.StartsOn != "" {
		c.StartsOn = k.StartsOn
	}
	if r.Kind == term.Client && k.Kind == Won && !k.Amount.IsZero() {
		c.Revenue = k.Amount
	}
	return c
}

// ContactKeys are the normal forms of addresses of any kind; what is none is left out.
func ContactKeys(contacts []string) (keys []string) {
	for _, contact := range contacts {
		if normal, ok := address.Email(contact); ok {
			keys = append(keys, kv.Join("email", normal))
		} else if normal, ok := address.Phone(contact); ok {
			keys = append(keys, kv.Join("phone", normal))
		} else if normal, _, problem := address.Profile(contact); problem == "" {
			keys = append(keys, kv.Join("profile", normal))
		}
	}
	return keys
}

// WaitingOutcome is what people have to decide: whose it is, or whether a hint is right.
type WaitingOutcome struct {
	Outcome
	Name string // whom it is about, "" where the source did not say
	More int    // how many others wait about the same application or deal, which are decided with it
}

// Stands tells whether a referral is where an outcome moved it.
func (k *Kept) Stands(r *referral.Referral) bool {
	ended := k.Kind == Declined || k.Kind == Lost
	return r.Stage == referral.Stage(k.Kind) || ended && r.Stage == referral.Declined
}

// Imported counts what became of events that were told together.
type Imported struct {
	States  map[State]int  // of what was recorded
	Known   int            // recorded before
	Unknown int            // of stages that stand for nothing
	Skipped []problem.Skip // refused, by their index
}

// TouchIn is the last answer among the outcomes of a referral, and how many there are.
func TouchIn(list []Outcome) (last Touch, n int) {
	var said time.Time
	for _, o := range list {
		if o.Kind == Contact {
			if n++; !o.RecordedAt.Before(said) {
				last, said = o.Touch, o.RecordedAt
			}
		}
	}
	return last, n
}

// Fits tells whether a kind of outcome can happen to a kind of referral.
func Fits(kind Kind, of term.ReferralKind) bool {
	return of == term.Candidate && !kind.OfClients() || of == term.Client && !kind.OfCandidates()
}

// The indexes of the table.
var (
	ByCause    = kv.NewBucket("outcomes_by_cause")    // cause -> outcome; source and body -> outcome
	ByTime     = kv.NewBucket("outcomes_by_time")     // time, outcome
	ByReferral = kv.NewBucket("outcomes_by_referral") // referral, time, outcome
	ByShare    = kv.NewBucket("outcomes_by_share")    // share, time, outcome
	BySubject  = kv.NewBucket("outcomes_by_subject")  // keyed hash of an id at the source, outcome
	Named      = kv.NewBucket("outcomes_named")       // outcome that waits or whose name is not purged yet
)

// Table holds outcomes, which are found by what makes them unique, by time, by whose they are and by the ids they have
// at their source.
var Table = kv.Table[Kept]{
	Bucket: kv.NewBucket("outcomes"), // outcome -> Outcome with sealed names
	Indexes: []*kv.Bucket{ByCause, ByTime, ByReferral, ByShare, BySubject,
		Named},
	Key: func(k *Kept) string { return string(k.ID) },
	Rows: func(k *Kept) []kv.Row {
		id := string(k.ID)
		timed := kv.TimeKey(k.At) + id
		rows := []kv.Row{ByCause.Row(k.Cause, id), ByTime.Row(timed, "")}
		if k.Body != "" {
			rows = append(rows, ByCause.Row(term.Key(k.Source, k.Body), id))
		}
		if k.Referral != "" && k.IsOurs() {
			rows = append(rows, ByReferral.Row(kv.Join(string(k.Referral), timed), ""))
		}
		if k.Share != "" {
			rows = append(rows, ByShare.Row(kv.Join(string(k.Share), timed), ""))
		}
		for _, subject := range k.Subjects {
			rows = append(rows, BySubject.Row(kv.Join(subject, id), ""))
		}
		if k.State == OutcomeWaiting || k.Sealed != nil {
			rows = append(rows, Named.Row(id, ""))
		}
		return rows
	},
	Counters: func(k *Kept) []string { return []string{kv.Join("outcomes", string(k.State))} },
}

// Under reads what an index holds of one referral or share, in the order in which it happened.
func Under(t *kv.Tx, index *kv.Bucket, id string) (list []Outcome) {
	prefix := kv.Join(id, "")
	for _, key := range t.Keys(index, prefix, 0) {
		list = append(list, Table.Must(t, key[len(prefix)+len(kv.TimeKey(time.Time{})):]).Outcome)
	}
	return list
}

// Each visits the facts of a time to before another, in order, until visit says stop; hints are none.
func Each(t *kv.Tx, from, to time.Time, visit func(*Outcome) bool) {
	end, timed := kv.TimeKey(to), len(kv.TimeKey(to))
	t.Scan(ByTime, "", kv.TimeKey(from), func(key string, _ []byte) bool {
		if key >= end {
			return false
		}
		k := Table.Must(t, key[timed:])
		counts := k.State == OutcomeCounted || k.State == OutcomeOther && k.Known != Hint
		return !counts || !k.Kind.IsFact() || visit(&k.Outcome)
	})
}
