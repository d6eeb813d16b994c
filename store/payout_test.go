// Payouts: made with a hire or deal, due by the calendar, decided once, exported once, and undone with what they were
// for.

package store_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/money"
	"vouch/store/storetest"
)

// eur is a sum in whole euros.
func eur(euros int64) money.Amount { return money.Amount{Minor: euros * 100, Currency: "EUR"} }

// mustBonus is MustTeam with a rule of EUR 1500, and a second program manager.
func mustBonus(tb testing.TB, change func(*store.BonusRules)) *store.DB {
	tb.Helper()
	db := MustTeam(tb)
	storetest.MustManager(tb, db, "M2", "Mia Manager")
	storetest.MustSettings(tb, db, func(s *store.Settings) {
		s.Bonus.Rules = []bonus.Rule{{Name: "standard", Kind: bonus.Candidate, Amount: "EUR 1500"},
			{Name: "deal", Kind: bonus.Client, Percent: 5, Cap: "EUR 1000"}}
		if change != nil {
			change(&s.Bonus)
		}
	})
	return db
}

// mustHire refers somebody and notes the hire with a first day.
func mustHire(tb testing.TB, db *store.DB, referrer store.EmployeeID, email string,
	starts store.LocalDate) store.Referral {
	tb.Helper()
	r := storetest.MustReferral(tb, db, referrer, "Zed Zulu", email)
	return must(db.CloseReferral(r.Owner, r.ID, store.Hired, store.Closing{StartsOn: starts}, r.Version))
}

// wantPayouts fails unless the payouts of a referral are these: "state day sum", and the reason of those that have one.
func wantPayouts(t *testing.T, db *store.DB, id store.ReferralID, want ...string) []store.Payout {
	t.Helper()
	var got []string
	list := must(storetest.Ask1(db, (*store.Query).PayoutsOf, id))
	for _, p := range list {
		got = append(got, strings.TrimSpace(strings.Join([]string{string(p.State), string(p.DueOn), p.Amount.Decimal(),
			p.Reason}, " ")))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("payouts (-want +got):\n%s", diff)
	}
	storetest.MustCheck(t, db)
	return list
}

// passTo moves the bubble to a time of a day in UTC and lets the day's work run.
func passTo(t *testing.T, db *store.DB, day string) {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", day)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Until(at))
	must(db.TickPayouts(store.Now()))
}

func TestPayout_FromHireToPaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000
		db := mustBonus(t, nil)
		r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
		wantPayouts(t, db, r.ID)
		r = must(db.MoveReferral(r.Owner, r.ID, store.Hired, "", r.Version))
		wantPayouts(t, db, r.ID, "pending  750.00", "pending  750.00")
		r = must(db.CloseReferral(r.Owner, r.ID, store.Hired, store.Closing{StartsOn: "2000-01-30"}, r.Version))
		// Over the leap day.
		wantPayouts(t, db, r.ID, "pending 2000-02-29 750.00", "pending 2000-04-29 750.00")
		passTo(t, db, "2000-02-28 23:59")
		wantPayouts(t, db, r.ID, "pending 2000-02-29 750.00", "pending 2000-04-29 750.00")
		storetest.MustDeliver(t, db)
		passTo(t, db, "2000-02-29 09:00")
		list := wantPayouts(t, db, r.ID, "eligible 2000-02-29 750.00", "pending 2000-04-29 750.00")
		if n := must(db.TickPayouts(store.Now())); n != 0 {
			t.Errorf("the same day again changed %d", n)
		}
		kinds := map[store.MessageKind][]store.EmployeeID{}
		for _, m := range storetest.MustDeliver(t, db) {
			kinds[m.Kind] = append(kinds[m.Kind], m.To)
		}
		if len(kinds[store.MsgBonus]) != 1 || kinds[store.MsgBonus][0] != "U1" || len(kinds[store.MsgBonusCard]) != 2 {
			t.Errorf("messages %v", kinds)
		}
		ids := []string{list[0].ID, list[1].ID}
		if approved := must(db.ApprovePayouts("M1", ids)); len(approved) != 1 || approved[0].ID != ids[0] {
			t.Errorf("approved %v", approved)
		}
		if again := must(db.ApprovePayouts("M2", ids)); len(again) != 0 {
			t.Errorf("approved twice: %v", again)
		}
		// Who gives it away says so before the file is written; what the file says stays.
		giving := storetest.MustGet(t, db, "U1").Prefs
		giving.Incentive = store.ForCharity
		storetest.MustSettings(t, db, func(s *store.Settings) { s.Charity = "Repair Café" })
		must(db.SavePreferences("U1", giving))
		batch, lines, err := db.ExportPayouts(store.Operator)
		giving.Incentive = store.ForMoney
		must(db.SavePreferences("U1", giving))
		must(0, db.View(func(q *store.Query) error {
			if list := q.PayoutsOfBatch(batch); len(list) != 1 || list[0].Charity != "Repair Café" {
				t.Errorf("the file says %+v", list)
			}
			return nil
		}))
		if err != nil || batch != "P1" || len(lines) != 1 {
			t.Fatalf("%s with %v, %v", batch, lines, err)
		}
		if none, lines, err := db.ExportPayouts(store.Operator); err != nil || none != "" || len(lines) != 0 {
			t.Errorf("exported again: %s with %v, %v", none, lines, err)
		}
		wantPayouts(t, db, r.ID, "exported 2000-02-29 750.00", "pending 2000-04-29 750.00")
		if n := must(db.PayBatch("M1", "P1")) * 10; n != 10 {
			t.Errorf("paid %d", n/10)
		}
		if n := must(db.PayBatch("M1", "P1")); n != 0 {
			t.Errorf("paid %d again", n)
		}
		_, err = db.PayBatch("M1", "P2")
		wantErr(t, err, store.NotFound, "no payroll file P2")
		wantPayouts(t, db, r.ID, "paid 2000-02-29 750.00", "pending 2000-04-29 750.00")
	})
}

func TestPayout_DueInTheProgramsZone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := mustBonus(t, nil)
		storetest.MustSettings(t, db, func(s *store.Settings) { s.TimeZone = "Pacific/Auckland" })
		r := mustHire(t, db, "U1", "zed@x.com", "2000-01-30")
		passTo(t, db, "2000-02-28 10:59") // 23:59 on the 28th over there
		wantPayouts(t, db, r.ID, "pending 2000-02-29 750.00", "pending 2000-04-29 750.00")
		passTo(t, db, "2000-02-28 11:00")
		wantPayouts(t, db, r.ID, "eligible 2000-02-29 750.00", "pending 2000-04-29 750.00")
	})
}

func TestPayout_RulesThatChangeLaterChangeNothing(t *testing.T) {
	db := mustBonus(t, nil)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	s := storetest.MustSettings(t, db, func(s *store.Settings) {
		s.Bonus.Rules[0].Amount,
			s.Bonus.Rules[0].Name = "EUR 10", "mean"
	})
	if s.Bonus.Version != 3 {
		t.Errorf("version %d of the rules", s.Bonus.Version)
	}
	r = must(db.MoveReferral(r.Owner, r.ID, store.Hired, "", r.Version))
	if p := wantPayouts(t, db, r.ID, "pending  750.00", "pending  750.00")[0]; p.Rule != "standard" || p.RuleVersion != 2 {
		t.Errorf("paid by %q of version %d", p.Rule, p.RuleVersion)
	}
	// Another job is another promise.
	other := storetest.MustReferral(t, db, "U1", "Yan Yard", "yan@x.com")
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Bonus.Rules = nil })
	form := storetest.ASubmission("U1", "Yan Yard", "yan@x.com")
	if got := must(db.EditReferral("U1", other.ID, form)); got.Bonus == nil {
		t.Error("saving the same lost the bonus")
	}
	form.Need = "Baking"
	if got := must(db.EditReferral("U1", other.ID, form)); got.Bonus != nil {
		t.Errorf("another need kept %+v", got.Bonus)
	}
}

func TestPayout_WhoGetsNone(t *testing.T) {
	db := mustBonus(t, nil)
	storetest.MustEmployee(t, db, "U9", "Vera Boss")
	must(db.ImportPeople([]store.PersonImport{{ID: "U1", Department: "People Operations"}, {ID: "U9", Leader: new(true)}},
		store.Operator))
	r := mustHire(t, db, "U1", "zed@x.com", "")
	wantPayouts(t, db, r.ID, "ineligible  750.00 People of the department People Operations get no bonus for candidates.",
		"ineligible  750.00 People of the department People Operations get no bonus for candidates.")
	r = mustHire(t, db, "U9", "yan@x.com", "")
	wantPayouts(t, db, r.ID, "ineligible  750.00 Leaders get no bonus.", "ineligible  750.00 Leaders get no bonus.")
	r = mustHire(t, db, "U2", "xia@x.com", "")
	r = must(db.CloseReferral(r.Owner, r.ID, store.Hired, store.Closing{HiringManager: "U2"}, r.Version))
	wantPayouts(t, db, r.ID, "ineligible  750.00 The hiring manager gets no bonus.",
		"ineligible  750.00 The hiring manager gets no bonus.")
	r = must(db.CloseReferral(r.Owner, r.ID, store.Hired, store.Closing{HiringManager: "U1"}, r.Version))
	wantPayouts(t, db, r.ID, "pending  750.00", "pending  750.00")
}

func TestPayout_TwoReferralsForOneHire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := mustBonus(t, nil)
		first := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
		must(db.MoveReferral(first.Owner, first.ID, store.Declined, "Not now.", first.Version))
		time.Sleep(181 * day)
		second := mustHire(t, db, "U2", "zed@x.com", "2000-07-01")
		first = must(db.Referral(first.ID, store.Operator))
		_, err := db.CorrectReferral(first.Owner, first.ID, store.Hired, "It was them.", first.Version)
		wantErr(t, err, store.Conflict, "Somebody else referred this person meanwhile")
		second = must(db.MoveReferral(second.Owner, second.ID, store.Started, "", second.Version))
		time.Sleep(181 * day)
		must(db.CorrectReferral(first.Owner, first.ID, store.Hired, "It was them.", first.Version))
		const other = "Another referral of the same person gets the bonus."
		wantPayouts(t, db, first.ID, "ineligible  750.00 "+other, "ineligible  750.00 "+other)
		passTo(t, db, "2001-01-02 09:00")
		wantPayouts(t, db, second.ID, "eligible 2000-07-31 750.00", "eligible 2000-09-29 750.00")
	})
}

func TestPayout_AHireUndone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := mustBonus(t, nil)
		r := mustHire(t, db, "U1", "zed@x.com", "2000-01-10")
		passTo(t, db, "2000-02-09 09:00")
		list := wantPayouts(t, db, r.ID, "eligible 2000-02-09 750.00", "pending 2000-04-09 750.00")
		must(db.ApprovePayouts("M1", []string{list[0].ID}))
		// The first day moves: what was approved is not due any more, and is to be approved again.
		r = must(db.CloseReferral(r.Owner, r.ID, store.Hired, store.Closing{StartsOn: "2000-02-01"}, r.Version))
		wantPayouts(t, db, r.ID, "pending 2000-03-02 750.00", "pending 2000-05-01 750.00")
		passTo(t, db, "2000-03-02 09:00")
		must(db.ApprovePayouts("M1", []string{list[0].ID}))
		batch, _, _ := db.ExportPayouts("M1")
		storetest.MustDeliver(t, db)
		// They leave on day 40: what was earned stays, the rest is void. The day of the last part would still have counted.
		r = must(db.CloseReferral(r.Owner, r.ID, store.Hired, store.Closing{StartsOn: "2000-02-01", LeftOn: "2000-05-01"},
			r.Version))
		wantPayouts(t, db, r.ID, "exported 2000-03-02 750.00", "pending 2000-05-01 750.00")
		r = must(db.CloseReferral(r.Owner, r.ID, store.Hired, store.Closing{StartsOn: "2000-02-01", LeftOn: "2000-03-12"},
			r.Version))
		wantPayouts(t, db, r.ID, "exported 2000-03-02 750.00",
			"void 2000-05-01 750.00 They left before the day of this part.")
		// And the hire was none at all: payroll is to be stopped.
		r = must(db.CorrectReferral(r.Owner, r.ID, store.Offer, "They never came.", r.Version))
		wantPayouts(t, db, r.ID,
			"void 2000-03-02 750.00 The stage was corrected: it is at the offer. It stands in payroll file P1.",
			"void 2000-05-01 750.00 The stage was corrected: it is at the offer.")
		stop := 0
		for _, m := range storetest.MustDeliver(t, db) {
			if m.Kind == store.MsgNotice &&
				strings.Contains(m.Text, "Stop a bonus at payroll: EUR 750.00 to Ada Stone in file P1.") {
				stop++
			}
		}
		if stop != 2 {
			t.Errorf("%d managers were told to stop it", stop)
		}
		if lines := must(storetest.Ask1(db, (*store.Query).PayoutsOfBatch, batch)); len(lines) != 0 {
			t.Errorf("the file still pays %v", lines)
		}
		// Hired after all.
		r = must(db.MoveReferral(r.Owner, r.ID, store.Hired, "", r.Version))
		must(db.CloseReferral(r.Owner, r.ID, store.Hired, store.Closing{}, r.Version))
		wantPayouts(t, db, r.ID, "pending  750.00", "pending  750.00")
	})
}

func TestPayout_AReferrerWhoLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := mustBonus(t, nil)
		r := mustHire(t, db, "U1", "zed@x.com", "2000-01-10")
		passTo(t, db, "2000-02-09 09:00")
		uma := func(gone bool) {
			storetest.MustSync(t, db, store.SlackUser{ID: "U1", Name: "Ada Stone", Deactivated: gone})
		}
		uma(true)
		passTo(t, db, "2000-02-10 09:00")
		// They worked here on the day of the first part.
		wantPayouts(t, db, r.ID, "eligible 2000-02-09 750.00",
			"void 2000-04-09 750.00 The referrer left before the day of this part.")
		uma(false) // it was a mistake
		passTo(t, db, "2000-02-11 09:00")
		wantPayouts(t, db, r.ID, "eligible 2000-02-09 750.00", "pending 2000-04-09 750.00")
		must(db.EraseEmployee(store.Operator, "U1"))
		wantPayouts(t, db, r.ID, "void 2000-02-09 750.00 The data of the referrer was erased.",
			"void 2000-04-09 750.00 The data of the referrer was erased.")
		passTo(t, db, "2000-02-12 09:00")
		wantPayouts(t, db, r.ID, "void 2000-02-09 750.00 The data of the referrer was erased.",
			"void 2000-04-09 750.00 The data of the referrer was erased.")
	})
}

func TestPayout_SumsSurviveErasure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := mustBonus(t, nil)
		r := mustHire(t, db, "U1", "zed@x.com", "2000-01-10")
		passTo(t, db, "2000-04-10 09:00")
		must(db.ApprovePayouts("M1", []string{string(r.ID) + "/01"}))
		if _, _, err := db.ExportPayouts("M1"); err != nil {
			t.Fatal(err)
		}
		must(db.PayBatch("M1", "P1"))
		if err := db.EraseReferral("M1", r.ID); err != nil {
			t.Fatal(err)
		}
		must(db.EraseEmployee(store.Operator, "U1"))
		must(db.EraseEmployee(store.Operator, "M1"))
		list := wantPayouts(t, db, r.ID, "paid 2000-02-09 750.00",
			"void 2000-04-09 750.00 The data of the referrer was erased.")
		if !list[0].Employee.IsErased() || !list[0].History[2].By.IsErased() {
			t.Errorf("still names %s, %v", list[0].Employee, list[0].History)
		}
	})
}

func TestPayout_CapsAndBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := mustBonus(t, func(b *store.BonusRules) {
			b.YearlyCap, b.Budget = "eur 1000", "EUR 1000"
			b.Rules[0].Tiers = "100% at once"
			b.Rules[0].Amount = "EUR 800"
		})
		passTo(t, db, "2000-01-03 09:00")
		one, two := mustHire(t, db, "U1", "a@x.com", "2000-01-03"), mustHire(t, db, "U1", "b@x.com", "2000-01-03")
		three, other := mustHire(t, db, "U1", "c@x.com", "2000-01-03"), mustHire(t, db, "U2", "d@x.com", "2000-01-03")
		wantPayouts(t, db, one.ID, "eligible 2000-01-03 800.00")
		wantPayouts(t, db, two.ID, "eligible 2000-01-03 200.00 Cut to the cap of EUR 1,000.00 a year.")
		wantPayouts(t, db, three.ID, "ineligible 2000-01-03 800.00 The cap of EUR 1,000.00 a year is reached.")
		all := []string{string(other.ID) + "/01", string(one.ID) + "/01", string(two.ID) + "/01", string(three.ID) + "/01"}
		if approved := must(db.ApprovePayouts("M1", all)); len(approved) != 2 || approved[1].Amount != eur(200) {
			t.Errorf("approved %v", approved)
		}
		_, err := db.ApprovePayouts("M1", all)
		wantErr(t, err, store.Conflict, "The budget of this year has EUR 0.00 left of EUR 1,000.00")
		// What was cut is whole again when the other one falls away, and is to be approved again.
		must(db.ExcludePayout("M2", all[1], "They are a relative."))
		passTo(t, db, "2000-01-04 09:00")
		wantPayouts(t, db, two.ID, "eligible 2000-01-03 800.00")
		wantPayouts(t, db, one.ID, "ineligible 2000-01-03 800.00 They are a relative.")
		passTo(t, db, "2001-01-01 09:00")
		if approved := must(db.ApprovePayouts("M1", all)); len(approved) != 2 || approved[0].ID != all[2] {
			t.Errorf("approved in the next year: %v", approved)
		}
	})
}

func TestPayout_Decisions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := mustBonus(t, func(b *store.BonusRules) { b.Rules[0].Tiers = "100% at once" })
		passTo(t, db, "2000-01-03 09:00")
		r := mustHire(t, db, "M1", "zed@x.com", "2000-01-03")
		id := string(r.ID) + "/01"
		_, err := db.ApprovePayouts("M1", []string{id})
		wantErr(t, err, store.Denied, "You referred this person, so another program manager decides. Ask Mia Manager.")
		_, err = db.ExcludePayout("M1", id, "x")
		wantErr(t, err, store.Denied, "You referred this person")
		_, err = db.ApprovePayouts("R1", []string{id})
		wantErr(t, err, store.Denied, "Only program managers")
		_, err = db.ApprovePayouts("M2", []string{id + "x"})
		wantErr(t, err, store.NotFound, "does not exist")
		_, err = db.ExcludePayout("M2", id, " ")
		wantErr(t, err, store.Invalid, "Give a reason")
		must(db.ApprovePayouts("M2", []string{id}))
		if p := must(db.ExcludePayout("M2", id, "An agency sent them.")); p.State != store.PayoutIneligible {
			t.Errorf("excluded %+v", p)
		}
		must(db.ExcludePayout("M2", id, "Again."))
		passTo(t, db, "2000-01-05 09:00")
		wantPayouts(t, db, r.ID, "ineligible 2000-01-03 1500.00 An agency sent them.")
		if approved := must(db.ApprovePayouts("M2", []string{id})); len(approved) != 0 {
			t.Errorf("approved what was excluded: %v", approved)
		}
	})
}

func TestPayout_ADeal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := mustBonus(t, nil)
		passTo(t, db, "2000-01-03 09:00")
		form := storetest.ASubmission("U1", "Carl Client", "carl@x.com")
		form.Kind = store.Client
		r := must(db.SubmitReferral(form)).Referral
		r = must(db.MoveReferral("M1", r.ID, store.Won, "", r.Version))
		wantPayouts(t, db, r.ID, "pending 2000-01-03 0")
		_, err := db.CloseReferral("M1", r.ID, store.Won, store.Closing{Revenue: money.Amount{Minor: 5, Currency: "JPY"}},
			r.Version)
		wantErr(t, err, store.Invalid, "cap in EUR")
		must(db.CloseReferral("M1", r.ID, store.Won, store.Closing{Revenue: eur(9_000)}, r.Version))
		wantPayouts(t, db, r.ID, "eligible 2000-01-03 450.00")
	})
}

func TestCloseReferral_Refusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := mustBonus(t, nil)
		r := mustHire(t, db, "U1", "zed@x.com", "2000-01-10")
		for words, c := range map[string]store.Closing{
			"Write the day like":         {StartsOn: "2000-02-30"},
			"more than two years away":   {StartsOn: "2010-01-01"},
			"cannot lie before":          {StartsOn: "2000-01-10", LeftOn: "2000-01-09"},
			"a colleague who works here": {HiringManager: "U77"},
			"the currency and the sum":   {Revenue: money.Amount{Minor: 1, Currency: "EUX"}},
		} {
			_, err := db.CloseReferral(r.Owner, r.ID, store.Hired, c, r.Version)
			wantErr(t, err, store.Invalid, words)
		}
		_, err := db.CloseReferral(r.Owner, r.ID, store.Started, store.Closing{}, r.Version-1)
		wantErr(t, err, store.Conflict, "Somebody else was faster")
		_, err = db.CloseReferral("U1", r.ID, store.Started, store.Closing{}, r.Version)
		wantErr(t, err, store.Denied, "somebody else decides")
		same := must(db.CloseReferral(r.Owner, r.ID, store.Hired, store.Closing{StartsOn: "2000-01-10"}, 1))
		if same.Version != r.Version {
			t.Error("the same again made a version")
		}
	})
}
