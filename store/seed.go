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

// Seeder writes history. Its calls follow the rules of the verbs they are named after, at the time set by At. What a
// verb would refuse ends the Seed with that error.
type Seeder struct {
	t       *tx
	touched map[EmployeeID]bool
}

// Seed runs fill as one commit; the first error of a call takes everything back. fill runs inside the transaction: it
// must not call verbs of the database, and should make some thousand calls at most, then Seed again. Messages of the
// past count as sent, unless Loud. Afterwards the next digests of the people it touched are planned from now.
func (db *DB) Seed(fill func(*Seeder)) error {
	return change(db, func(t *tx) error {
		s := &Seeder{t: t, touched: map[EmployeeID]bool{}}
		t.quiet = true
		fill(s)
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

// Refuse ends the Seed with err; nil does nothing.
func (s *Seeder) Refuse(err error) { refuse(err) }

// At sets the time of the calls that follow.
func (s *Seeder) At(at time.Time) { s.t.now = at.UTC().Truncate(time.Microsecond) }

// Loud says whether messages of the calls that follow are really sent.
func (s *Seeder) Loud(loud bool) { s.t.quiet = !loud }

// Settings makes settings the program's; see SaveSettings.
func (s *Seeder) Settings(settings Settings) {
	refuse(s.t.checkSettings(&settings))
	s.t.replaceSettings(Operator, settings)
}

// People adds or updates people as Slack reports them; see SyncPeople.
func (s *Seeder) People(users []SlackUser) { end(s.t.syncPeople(users)) }

// Employee saves a person as given, with preferences checked; e.g. joined long ago, with department and roles. Who
// joined has agreed to the policy.
func (s *Seeder) Employee(e Employee) {
	if !text.IsID(string(e.ID)) || text.Line(e.Name) == "" {
		refuse(invalid("A person needs an id and a name."))
	}
	e.Prefs = end(s.t.checkPreferences(e.Prefs.Incentive, e.Prefs))
	// What no rule proposes is a choice.
	if e.Prefs.PersonaByRule {
		personas, byRule := s.t.currentMatcher().Rematched(e.AsMember())
		e.Prefs.PersonaByRule = byRule && slices.Equal(personas, e.Prefs.Personas)
	}
	e.Name, e.Title, e.Department, e.Location = text.Line(e.Name), text.Line(e.Title), text.Line(e.Department),
		text.Line(e.Location)
	employee.ApplyLeaderRule(&e, s.t.settings())
	if old, found := employees.Get(s.t.Tx, string(e.ID)); found {
		e.FirstPointsAt = old.FirstPointsAt
	}
	s.touched[e.ID] = true
	s.t.schedule(&e)
	s.t.saveEmployee(&e)
	if e.IsAdvocate() {
		s.t.acknowledge(e.ID)
	}
}

// Asset adds a live asset, or a scheduled one when PublishAt lies ahead, as if a colleague had approved it.
func (s *Seeder) Asset(a Asset) Asset {
	by := a.CreatedBy
	refuse(s.t.addAsset(Operator, &a, true))
	a.CreatedBy = by
	s.t.saveAsset(&a)
	return a
}

// Campaign is a campaign that began at the time of the seeder.
func (s *Seeder) Campaign(actor EmployeeID, c Campaign) {
	c = end(s.t.saveCampaign(actor, c))
	s.t.startCampaign(&c)
}

// Digest records a digest that was delivered at channel and ts. A day that has one keeps it.
func (s *Seeder) Digest(p DigestPlan, channel, ts string) {
	refuse(delivery.CheckPlan(&p))
	e := end(s.t.advocate(p.Employee))
	s.touched[e.ID] = true
	p.Due, p.OnRequest = e.NextDigest, false
	key := delivery.KeyOf(p.Date, p.Employee)
	notes := taste.Notes{}
	if s.t.recordDigest(&p, s.t.recipient(&p), &liveCache{}, notes) {
		s.t.complete(messages.Must(s.t.Tx, key), channel, ts)
	}
	s.t.saveNotes(notes)
	if s.t.Get(deliveries.Bucket, key) == nil {
		refuse(conflict("None of these picks is live."))
	}
}

// Feedback records an answer; see SaveFeedback.
func (s *Seeder) Feedback(id EmployeeID, asset AssetID, answer Feedback, reason, delivery string) {
	end(s.t.saveFeedback(id, asset, answer, reason, delivery))
}

// Share opens a share and raises it to Opened, Declared or Proven (postURL).
func (s *Seeder) Share(o OpenShare, level Level, postURL string) Share {
	share := end(s.t.openShare(o))
	if level >= Declared {
		s.t.declare(&share)
	}
	if level >= Proven {
		end(s.t.prove(&share, postURL))
	}
	return share
}

// Clicks counts clicks on the link of a share, on the day set by At.
func (s *Seeder) Clicks(id ShareID, counts ClickCounts) {
	share := end(s.t.shareNamed(string(id)))
	a := assets.Must(s.t.Tx, string(share.Asset))
	s.t.countClicks(&share, &a, s.t.programDay(), counts)
}

// Referral submits a referral; see SubmitReferral.
func (s *Seeder) Referral(form Submission) SubmitResult { return end(s.t.submitReferral(form)) }

// kept reads a referral.
func (s *Seeder) kept(id ReferralID) keptReferral {
	return end(lookUp(s.t, &referrals, id, errNoReferral.Msg))
}

// Move moves a referral as its owner, or as the program when it has none.
func (s *Seeder) Move(id ReferralID, to Stage, reason string) {
	k := s.kept(id)
	end(s.t.moveReferral(k.Owner, id, to, reason, k.Version))
}

// Close notes the end of a referral as its owner; see CloseReferral.
func (s *Seeder) Close(id ReferralID, to Stage, c Closing) {
	k := s.kept(id)
	end(s.t.closeReferral(k.Owner, id, to, c, k.Version))
}

// Pay approves what is eligible by then of a referral, and puts all that is approved into a payroll file that is paid,
// as far as the state says: approved, exported or paid.
func (s *Seeder) Pay(manager EmployeeID, id ReferralID, upTo PayoutState) {
	k := s.kept(id)
	s.t.settle(&k)
	ids := text.Mapped(s.t.payoutsOf(id), func(p Payout) string { return p.ID })
	if len(end(s.t.approvePayouts(manager, ids))) == 0 || upTo == PayoutApproved {
		return
	}
	if list := s.t.exportPayouts(manager); upTo == PayoutPaid {
		s.t.payBatch(manager, list[0].Batch)
	}
}
