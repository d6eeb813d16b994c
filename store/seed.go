// Seeding: history written at past times with every aggregate right, for demonstrations and benchmarks.

package store

import (
	"slices"
	"time"

	"vouch/store/delivery"
	"vouch/store/employee"
	"vouch/store/taste"
	"vouch/store/text"
)

// Seeder writes history. Its calls follow the rules of the verbs they are named after, at the time set by At.
type Seeder struct {
	t       *tx
	touched map[EmployeeID]bool
}

// Seed runs fill as one commit; an error takes everything back. fill runs inside the transaction: it must not call
// verbs of the database, and should make some thousand calls at most, then Seed again. Messages of the past count as
// sent, unless Loud. Afterwards the next digests of the people it touched are planned from now.
func (db *DB) Seed(fill func(*Seeder) error) error {
	return change(db, func(t *tx) error {
		s := &Seeder{t: t, touched: map[EmployeeID]bool{}}
		t.quiet = true
		if err := fill(s); err != nil {
			return err
		}
		// The past is written; from here on it is now.
		t.now, t.quiet = Now(), false
		for id := range s.touched {
			if e, found := employees.Get(t.Tx, string(id)); found {
				t.schedule(&e)
				t.saveEmployee(&e)
			}
		}
		return nil
	})
}

// At sets the time of the calls that follow.
func (s *Seeder) At(at time.Time) { s.t.now = at.UTC().Truncate(time.Microsecond) }

// Loud says whether messages of the calls that follow are really sent.
func (s *Seeder) Loud(loud bool) { s.t.quiet = !loud }

// People adds or updates people as Slack reports them; see SyncPeople.
func (s *Seeder) People(users []SlackUser) error {
	_, err := s.t.syncPeople(users)
	return err
}

// Employee saves a person as given, with preferences checked; e.g. joined long ago, with department and roles.
func (s *Seeder) Employee(e Employee) (err error) {
	if !text.IsID(string(e.ID)) || text.Line(e.Name) == "" {
		return invalid("A person needs an id and a name.")
	}
	if e.Prefs, err = s.t.checkPreferences(e.Prefs); err != nil {
		return err
	}
	// What no rule proposes is a choice.
	if e.Prefs.PersonaByRule {
		personas, byRule := s.t.currentMatcher().Rematched(e.AsMember())
		e.Prefs.PersonaByRule = byRule && slices.Equal(personas, e.Prefs.Personas)
	}
	e.Name, e.Title, e.Department, e.Location = text.Line(e.Name), text.Line(e.Title), text.Line(e.Department), text.Line(e.Location)
	employee.ApplyLeaderRule(&e, s.t.settings())
	if old, found := employees.Get(s.t.Tx, string(e.ID)); found {
		e.FirstPointsAt = old.FirstPointsAt
	}
	s.touched[e.ID] = true
	s.t.schedule(&e)
	s.t.saveEmployee(&e)
	return nil
}

// Asset adds a live asset, or a scheduled one when PublishAt lies ahead, as if a colleague had approved it.
func (s *Seeder) Asset(a Asset) (Asset, error) {
	by := a.CreatedBy
	if err := s.t.addAsset(Operator, &a, true); err != nil {
		return a, err
	}
	a.CreatedBy = by
	s.t.saveAsset(&a)
	return a, nil
}

// Campaign is a campaign that began at the time of the seeder.
func (s *Seeder) Campaign(actor EmployeeID, c Campaign) error {
	c, err := s.t.saveCampaign(actor, c)
	if err == nil {
		s.t.startCampaign(&c)
	}
	return err
}

// Digest records a digest that was delivered at channel and ts. A day that has one keeps it.
func (s *Seeder) Digest(p DigestPlan, channel, ts string) (Delivery, error) {
	if err := delivery.CheckPlan(&p); err != nil {
		return Delivery{}, err
	}
	e, err := s.t.advocate(p.Employee)
	if err != nil {
		return Delivery{}, err
	}
	s.touched[e.ID] = true
	p.Due, p.OnRequest = e.NextDigest, false
	key := delivery.KeyOf(p.Date, p.Employee)
	notes := taste.Notes{}
	if s.t.recordDigest(&p, s.t.recipient(&p), &liveCache{}, notes) {
		s.t.complete(messages.Must(s.t.Tx, key), channel, ts)
	}
	s.t.saveNotes(notes)
	d, found := deliveries.Get(s.t.Tx, key)
	if !found {
		return d, conflict("None of these picks is live.")
	}
	return d, nil
}

// Feedback records an answer; see SaveFeedback.
func (s *Seeder) Feedback(id EmployeeID, asset AssetID, answer Feedback, reason, delivery string) error {
	_, err := s.t.saveFeedback(id, asset, answer, reason, delivery)
	return err
}

// Share opens a share and raises it to Opened, Declared or Proven (postURL).
func (s *Seeder) Share(o OpenShare, level Level, postURL string) (Share, error) {
	share, err := s.t.openShare(o)
	if err != nil {
		return share, err
	}
	if level >= Declared {
		s.t.declare(&share)
	}
	if level >= Proven {
		_, err = s.t.prove(&share, postURL)
	}
	return share, err
}

// Clicks counts clicks on the link of a share, on the day set by At.
func (s *Seeder) Clicks(id ShareID, counts ClickCounts) error {
	share, err := s.t.shareNamed(string(id))
	if err == nil {
		a := assets.Must(s.t.Tx, string(share.Asset))
		s.t.countClicks(&share, &a, s.t.programDay(), counts)
	}
	return err
}

// Referral submits a referral; see SubmitReferral.
func (s *Seeder) Referral(form Submission) (SubmitResult, error) { return s.t.submitReferral(form) }

// Move moves a referral as its owner, or as the program when it has none.
func (s *Seeder) Move(id ReferralID, to Stage, reason string) (Referral, error) {
	k, found := referrals.Get(s.t.Tx, string(id))
	if !found {
		return Referral{}, errNoReferral
	}
	return s.t.moveReferral(k.Owner, id, to, reason, k.Version)
}
