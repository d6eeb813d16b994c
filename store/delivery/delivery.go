// Package delivery holds what is kept of one digest of one person on one local day, and what its picks say.
package delivery

import (
	"slices"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/settings"
	"vouch/store/term"
)

// State is how far a digest got.
type State string

// The states of a delivery.
const (
	Planned   State = "planned"
	Delivered State = "delivered"
	Missed    State = "missed" // fell due while the program was down, too late to send
	Dropped   State = "dropped"
)

// Pick is one impression: an asset chosen for a person, why, and how probable the choice was.
type Pick struct {
	Asset      term.AssetID `json:"asset"`
	Reason     string       `json:"reason"`     // words for the person, true of what moved the score
	Propensity float64      `json:"propensity"` // probability (0,1] that the policy picked it here
	Policy     string       `json:"policy"`     // name and version of the matching function
	Answer     string       `json:"answer,omitempty"`
	// Answer is the last thing the person did with this pick: "saved", "shared", "opened", "dismissed", "more", "liked",
	// "disliked", "".
}

// Delivery is one digest. Its key is "digest/<local date>/<employee>", also the key of its outbox message.
type Delivery struct {
	Key       string             `json:"key"`
	Employee  term.EmployeeID    `json:"employee"`
	Date      calendar.LocalDate `json:"date"`
	Picks     []Pick             `json:"picks"` // never empty, except Missed
	State     State              `json:"state"`
	PlannedAt time.Time          `json:"planned_at"`
	SentAt    time.Time          `json:"sent_at,omitzero"`
	Note      string             `json:"note,omitempty"` // why Missed or Dropped
	OnRequest bool               `json:"on_request,omitempty"`
	Reactions []string           `json:"reactions,omitempty"` // those that did something and stand
	News      []News             `json:"news,omitempty"`      // what came of its reader's shares
}

// News is what came of a share since its sharer was told last.
type News struct {
	Share term.ShareID `json:"share"`
	What  string       `json:"what"`
	Count int          `json:"count"`
}

// Pack writes n.
func (n *News) Pack(p *kv.Packer) {
	p.Text(string(n.Share))
	p.Text(n.What)
	p.Number(uint64(n.Count))
}

// Unpack reads what Pack wrote.
func (n *News) Unpack(u *kv.Unpacker) {
	n.Share, n.What, n.Count = term.ShareID(u.Text()), u.Text(), int(u.Number())
}

// Plan is what the matching decided for one due person; RecordDigests makes it true.
type Plan struct {
	Employee  term.EmployeeID
	Date      calendar.LocalDate
	Due       time.Time // the due time this plan answers; a plan for another due time is skipped. Zero: on request
	Picks     []Pick    // empty with Missed or when nothing fits: the person is only moved to the next due time
	State     State
	Note      string
	NotBefore time.Time // when the courier may send (spread)
	OnRequest bool
}

// Prefix starts the key of every delivery; the date follows, and after another slash the person.
const Prefix = "digest/"

// KeyOf is the key of a person's digest on a day, and of its outbox message.
func KeyOf(date calendar.LocalDate, id term.EmployeeID) string {
	return Prefix + string(date) + "/" + string(id)
}

// KeyDate reads the date out of a delivery key.
func KeyDate(key string) calendar.LocalDate {
	return calendar.LocalDate(key[len(Prefix) : len(Prefix)+len(time.DateOnly)])
}

// Pack leaves out what the key says already. New fields go to the end.
func Pack(d *Delivery) []byte {
	// The usual size: three picks with a reason of forty characters.
	p := kv.NewPacker(64 + 96*len(d.Picks))
	p.Text(d.Key)
	p.Text(string(d.State))
	p.Time(d.PlannedAt)
	p.Time(d.SentAt)
	p.Text(d.Note)
	p.Flags(d.OnRequest)
	// The impressions, with all that a later evaluation of the matching needs.
	p.Number(uint64(len(d.Picks)))
	for i := range d.Picks {
		pick := &d.Picks[i]
		p.Text(string(pick.Asset))
		p.Text(pick.Reason)
		p.Float(pick.Propensity)
		p.Text(pick.Policy)
		p.Text(pick.Answer)
	}
	if len(d.Reactions)+len(d.News) > 0 {
		kv.PackTexts(p, d.Reactions)
	}
	if len(d.News) > 0 {
		p.Number(uint64(len(d.News)))
		for i := range d.News {
			d.News[i].Pack(p)
		}
	}
	return p.Bytes()
}

// Unpack reads what Pack wrote.
func Unpack(raw []byte, d *Delivery) error {
	u := kv.Unpack(raw)
	d.Key = u.Text()
	// Bytes that are no delivery must not be cut beyond their end.
	if len(d.Key) <= len(KeyOf("2006-01-02", "")) {
		return kv.ErrPacked
	}
	d.Date, d.Employee = KeyDate(d.Key), term.EmployeeID(d.Key[len(KeyOf("2006-01-02", "")):])
	d.State = State(u.Text())
	d.PlannedAt, d.SentAt = u.Time(), u.Time()
	d.Note = u.Text()
	u.Flags(&d.OnRequest)
	if n := u.Length(); n > 0 {
		d.Picks = make([]Pick, n)
		for i := range d.Picks {
			d.Picks[i] = Pick{Asset: term.AssetID(u.Text()), Reason: u.Text(), Propensity: u.Float(),
				Policy: u.Text(), Answer: u.Text()}
		}
	}
	d.Reactions = kv.UnpackTexts[string](u)
	if n := u.Length(); n > 0 {
		d.News = make([]News, n)
		for i := range d.News {
			d.News[i].Unpack(u)
		}
	}
	return u.Err()
}

// Shows tells whether d picked an asset.
func (d *Delivery) Shows(asset term.AssetID) bool {
	return slices.ContainsFunc(d.Picks, func(p Pick) bool { return p.Asset == asset })
}

// What an impression counts as a trial: one that was answered or stands above an answer was seen, one below perhaps,
// and one in a digest without any answer mostly was not, see Skipped.
const (
	TriedUnanswered = 0.2
	triedPerSkip    = (1 - TriedUnanswered) / skippedAbove
)

// Trials gives what each pick of a digest counts as a trial of its asset, in the order of the picks.
func Trials(picks []Pick) []float64 {
	trials := Skipped(picks)
	for i := range trials {
		trials[i] = TriedUnanswered + triedPerSkip*trials[i]
		if picks[i].Answer != "" {
			trials[i] = 1
		}
	}
	return trials
}

// What a pick that was skipped counts as a failure of its topics and kind, where a reaction counts 1. People read a
// list from the top, so what stands above an answer was seen and left (Joachims and others, "Accurately interpreting
// clickthrough data as implicit feedback", SIGIR 2005: skipped above a click); what stands below it perhaps was not,
// and counts half. Both are fractions that binary numbers hold exactly, so taking them back leaves nothing behind.
const (
	skippedAbove = 0.25
	skippedBelow = 0.125
)

// Skipped gives what each pick of a digest counts as a failure for having been skipped, in the order of the picks.
// A digest without any answer teaches nothing: whoever was away saw none of it, and silence is counted by Attention.
func Skipped(picks []Pick) []float64 {
	failures, last := make([]float64, len(picks)), -1
	for i := range picks {
		if picks[i].Answer != "" {
			last = i
		}
	}
	for i := range picks {
		switch {
		case last < 0 || picks[i].Answer != "":
		case i < last:
			failures[i] = skippedAbove
		default:
			failures[i] = skippedBelow
		}
	}
	return failures
}

// CheckPlan refuses what no matching should produce, before anything is written.
func CheckPlan(p *Plan) error {
	switch {
	case !calendar.IsDate(p.Date):
		return problem.Refuse("A digest needs the local date it is for.")
	case p.State != "" && p.State != Planned && p.State != Missed:
		return problem.Refuse("A digest is planned or missed.")
	case len(p.Picks) > settings.MaxPicks:
		return problem.Refuse("A digest has at most five picks.")
	}
	return nil
}

// slot is the grain in which digests wait for their time. People who are planned together then wait side by side
// in the index; by the second their rows would lie in as many pages as there are people.
const slot = 10 * time.Second

// Slot is the slot of a time; zero stays zero, which means at once.
func Slot(notBefore time.Time) time.Time {
	if notBefore.IsZero() {
		return notBefore
	}
	return notBefore.UTC().Truncate(slot)
}

// readingTime is how long a digest must have been there to count as ignored. Two daily ones are never closer than 20
// hours; this guards the odd case, such as a late one before a flight across the date line.
const readingTime = 12 * time.Hour

// WasThere tells whether a stored delivery was delivered, long enough before a due time to be read. It reads the first
// fields only: every morning does this for everybody who did nothing.
func WasThere(raw []byte, due time.Time) bool {
	if raw == nil {
		return false
	}
	if raw[0] != kv.Layout {
		kv.Fail("deliveries: unknown layout of a value")
	}
	u := kv.Unpack(raw[1:min(len(raw), longestHead)])
	u.Text() // the key
	state := State(u.Text())
	u.Time() // when it was planned
	sent := u.Time()
	if u.Err() != nil {
		kv.Fail("deliveries: %w", u.Err())
	}
	return state == Delivered && due.Sub(sent) >= readingTime
}

// longestHead is the room of a delivery's first fields, of which a key has at most 82 bytes.
const longestHead = 128
