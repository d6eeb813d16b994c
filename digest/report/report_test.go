// Tests of the figures of a report against a world small enough to be counted by hand.

package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/money"
)

// march is a moment of March 2024, in UTC.
func march(day, hour int) time.Time { return time.Date(2024, 3, day, hour, 0, 0, 0, time.UTC) }

func eur(minor int64) money.Amount { return money.Amount{Minor: minor, Currency: "EUR"} }

// world is a company of ten employees of whom six joined in January, one in March, and what they did in March: A shared
// twice on LinkedIn, B to F once on X; A's and B's links about asset 1 were clicked.
func world() *Input {
	in := &Input{Settings: store.DefaultSettings(), Now: march(31, 12),
		LiveAt: map[store.AssetID]time.Time{"job": march(1, 0)}}
	in.Settings.Company, in.Settings.TimeZone = "Northwind", "UTC"
	for i, id := range strings.Split("ABCDEFGHIJ", "") {
		p := Person{ID: store.EmployeeID(id), Eligible: true, Leader: i < 2}
		switch {
		case i < 6:
			p.Joined = time.Date(2024, 1, 10, 0, 0, 0, 0, time.UTC)
		case i == 6:
			p.Joined = march(2, 9)
		}
		in.People = append(in.People, p)
	}
	share := func(id, by string, asset store.AssetID, network store.Network, level store.Level, at time.Time) {
		in.Shares = append(in.Shares, Share{ID: store.ShareID(id), By: store.EmployeeID(by), Asset: asset, Network: network,
			Level: level, OwnWords: id == "a1", Proven: id == "a1", Opened: at, Posted: at})
	}
	share("a0", "A", "1", store.LinkedIn, store.Declared, time.Date(2024, 2, 10, 9, 0, 0, 0, time.UTC))
	share("a1", "A", "1", store.LinkedIn, store.Proven, march(4, 9))
	share("a2", "A", "2", store.LinkedIn, store.Declared, march(5, 9))
	for i, by := range []string{"B", "C", "D", "E", "F"} {
		share("x"+by, by, "1", store.X, store.Declared, march(6+i, 9))
	}
	share("open", "B", "3", store.Email, store.Opened, march(7, 9))
	click := func(share store.ShareID, day time.Time, people, unique, others int) {
		in.Clicks = append(in.Clicks, ClickDay{share, day, people, unique, others})
	}
	click("a1", march(4, 0), 5, 4, 2)
	click("a1", march(20, 0), 1, 1, 0)
	click("xB", march(10, 0), 2, 2, 7)
	click("xC", march(11, 0), 0, 0, 3)
	referral := func(id, by string, kind store.ReferralKind, days ...int) {
		r := Referral{ID: store.ReferralID(id), Kind: kind, By: store.EmployeeID(by)}
		if kind == store.Candidate {
			r.Job = "job"
		}
		for i, day := range days {
			r.Steps = append(r.Steps, Step{store.Stages(kind)[i], march(day, 10)})
		}
		in.Referrals = append(in.Referrals, r)
	}
	referral("r1", "A", store.Candidate, 2, 3, 4, 8, 15, 22)
	referral("r2", "B", store.Candidate, 3, 4, 5, 9)
	referral("r3", "B", store.Candidate, 3, 4)
	referral("r4", "C", store.Candidate, 4, 5)
	referral("r5", "D", store.Candidate, 5)
	referral("c1", "E", store.Client, 5, 6, 7, 8, 20)
	in.Bonuses = []Bonus{{"r1", eur(50_000)}, {"r1", eur(50_000)}, {"r2", eur(99_999)}}
	in.Outcomes = []Outcome{
		{Kind: "hired", At: march(22, 10), Known: "signed", Referral: "r1"},
		{Kind: "applied", At: march(21, 10), Known: "csv", Asset: "1"},
		{Kind: "won", At: march(25, 10), Known: "signed", Asset: "1", Amount: eur(100_001)},
		{Kind: "won", At: march(20, 10), Known: "said", Referral: "c1", Amount: money.Amount{Minor: 5000, Currency: "JPY"}},
		{Kind: "won", At: march(26, 10), Known: "hand", Asset: "9", Amount: eur(7)},
		{Kind: "contact", At: march(4, 10), Known: "said", Touch: "an event", Referral: "r1"},
		{Kind: "contact", At: march(4, 10), Known: "said", Touch: "a colleague's post", Referral: "r1"},
		{Kind: "contact", At: march(5, 10), Known: "said", Touch: "a colleague's post", Referral: "r2"},
		{Kind: "contact", At: march(7, 10), Known: "said", Touch: "our site", Referral: "c1"},
		{Kind: "contact", At: march(7, 10).AddDate(0, -2, 0), Known: "said", Touch: "our site", Referral: "r3"},
	}
	return in
}

// mustReport is the report of March 2024 of a world.
func mustReport(t *testing.T, in *Input) *Report {
	t.Helper()
	p, err := ParsePeriod("2024-03", in.Now, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return Compute(in, p)
}

func TestCompute_FiguresCountedByHand(t *testing.T) {
	in := world()
	in.Settings.ClickPrices = map[store.Network]string{store.LinkedIn: "EUR 5.50", store.X: "USD 0.75"}
	in.Settings.BaselineCost, in.Settings.ReachPerPost = "EUR 4500", 30
	r := mustReport(t, in)
	for key, want := range map[string]string{
		"members": "7", "adoption": "70 %", "activation": "–", "active_28": "85.7 %", "proven_28": "14.3 %",
		"posted": "85.7 %", "leaders_28": "–", "shares": "7", "shares_proven": "1", "shares_opened": "1",
		"shares_engaged": "2", "shares_converted": "1",
		"own_words":   "14.3 %",
		"shares_each": "1.17", "shares_median": "1", "clicks": "8", "clicks_unique": "7", "clicks_others": "12",
		"clicks_share": "1", "clicks_median": "0", "ctr": "–", "reach": "210", "emv": "EUR 27.50 + USD 1.50",
		"applicants": "6", "interviews": "2", "offers": "1", "hires": "1", "referred_hires": "–",
		"cost_per_hire": "EUR 1,000.00", "hiring_saved": "EUR 3,500.00", "introductions": "1", "meetings": "1",
		"opportunities": "1", "deals": "2", "touch_candidates": "2", "touch_clients": "1",
		"revenue_won": "EUR 1,000.01 + JPY 5,000", "pipeline": "EUR 1,000.01 + JPY 5,000",
	} {
		if m := r.Find(key); m.Shown() != want {
			t.Errorf("%s is %s (%s), want %s", key, m.Shown(), m.Numbers, want)
		}
	}
	if got := r.Find("deals").KnownWords(); got != "1 signed webhook, 1 said" {
		t.Errorf("the deals are known by %q", got)
	}
	if m := r.Find("touch_candidates"); m.KnownWords() != "2 said" || m.Numbers != "2 a colleague's post" {
		t.Errorf("what candidates said is known by %q: %s", m.KnownWords(), m.Numbers)
	}
	if got := r.Find("shares"); r.Members != 6 || got.Same == nil || *got.Same != (Same{7, 1}) {
		t.Errorf("of the same %d members: %+v", r.Members, got.Same)
	}
	if got := fmt.Sprint(r.Top); got != "[hires revenue_won meetings]" {
		t.Errorf("first come %s", got)
	}
}

// A share by somebody who joined meanwhile is in the figure, and not in the comparison.
func TestCompute_ComparesTheSameMembers(t *testing.T) {
	in := world()
	in.Shares = append(in.Shares, Share{ID: "g", By: "G", Asset: "1", Network: store.X, Level: store.Declared,
		Posted: march(9, 9)})
	m := mustReport(t, in).Find("shares")
	if m.Shown() != "8" || m.Change() != "same members: 7, before 1 (+600 %)" {
		t.Errorf("%s shares, %s", m.Shown(), m.Change())
	}
}

func TestCompute_CreditByNetworkAddsUp(t *testing.T) {
	for model, want := range map[string]string{
		"first": "x 0.00 0; other networks 1.00 EUR 1,000.01", "last": "x 0.00 0; other networks 1.00 EUR 1,000.01",
		"linear":   "x 0.33 EUR 333.34; other networks 0.67 EUR 666.67",
		"position": "x 0.20 EUR 200.01; other networks 0.80 EUR 800.00",
	} {
		in := world()
		in.Settings.CreditModel = model
		var rows []string
		total, won := sums{}, 0.0
		for _, n := range mustReport(t, in).Networks {
			if won += n.Credited["won"]; n.Shares > 0 {
				amounts := Measure{Unit: Money, Amounts: n.Won}.Shown()
				rows = append(rows, fmt.Sprintf("%s %.2f %s", n.Name, n.Credited["won"], amounts))
			}
			for _, amount := range n.Won {
				if err := total.add(amount); err != nil {
					t.Fatal(err)
				}
			}
		}
		got := strings.Join(rows, "; ")
		if sum := fmt.Sprint(total.list()); got != want || sum != "[EUR 1,000.01 JPY 5,000]" || won != 2 {
			t.Errorf("%s: %s, in all %v deals and %s", model, got, won, sum)
		}
	}
}

func TestCompute_Funnel(t *testing.T) {
	f := mustReport(t, world()).Funnels[0]
	var got []string
	for i, m := range f.Stages {
		got = append(got, m.Shown())
		if i > 0 {
			got = append(got, "("+f.Rates[i-1].Shown()+")")
		}
	}
	if words := strings.Join(got, " "); words != "5 4 (80 %) 2 (–) 2 (–) 1 (–) 1 (–) 0 (–)" {
		t.Errorf("the funnel is %s", words)
	}
}

func TestCompute_Goals(t *testing.T) {
	in := world()
	in.Settings.Goals = []string{"4 hires from 2024-01-01 to 2024-12-31", "10 shares from 2024-03-01 to 2024-03-31",
		"3 deals from 2025-01-01 to 2025-12-31"}
	r := mustReport(t, in)
	var got []string
	for _, m := range r.Sections[0].Measures {
		got = append(got, m.Name+": "+m.Shown()+" ("+m.Numbers+m.Missing+")")
	}
	want := "4 hires by 31 December 2024: 1 (1 of 4, 25 %); 10 shares by 31 March 2024: 7 (7 of 10, 70 %); " +
		"3 deals by 31 December 2025: – (this period has not begun yet)"
	if words := strings.Join(got, "; "); words != want || r.Sections[0].Title != "Goals" {
		t.Errorf("got %s", words)
	}
}

// Those whom nothing of the program touched count for nothing but the comparison with referrals.
func TestCompute_BesideOthers(t *testing.T) {
	in := world()
	year := func(day int) time.Time { return march(day, 10).AddDate(0, 0, -stay) }
	for i := range 10 {
		subject := fmt.Sprint("other", i)
		tell := func(kind string, at time.Time) {
			in.Outcomes = append(in.Outcomes, Outcome{Kind: kind, At: at, Known: "csv", Subject: subject})
		}
		tell("applied", march(1+i, 9))
		if i < 6 {
			tell("offer", march(12, 9)) // nobody told of the interview
			tell("hired", march(13, 9))
		}
		if i == 0 {
			tell("unhired", march(14, 9))
		}
		if i == 1 { // who began and left was hired all the same
			tell("started", march(14, 9))
			tell("unhired", march(15, 9))
		}
		in.Outcomes = append(in.Outcomes, Outcome{Kind: "started", At: year(i + 1), Known: "csv",
			Subject: subject + "before"})
		if i < 3 {
			in.Outcomes = append(in.Outcomes, Outcome{Kind: "unhired", At: year(i+1).AddDate(0, 0, 364+i), Known: "csv",
				Subject: subject + "before"})
		}
	}
	for i := range 5 {
		r := Referral{ID: store.ReferralID(fmt.Sprint("old", i)), Kind: store.Candidate, By: "A",
			Steps: []Step{{store.Submitted, year(1)}, {store.Started, year(20)}}}
		if i == 0 {
			r.Left = year(30)
		}
		in.Referrals = append(in.Referrals, r)
	}
	r := mustReport(t, in)
	for key, want := range map[string]string{
		"interviewed_referred": "40 % of 5", "interviewed_others": "60 % of 10", "time_to_hire_referred": "– of 1",
		"time_to_hire_others": "9 days of 5", "stayed_referred": "80 % of 5", "stayed_others": "90 % of 10",
		"hires":          "1 of 0",
		"referred_hires": "16.7 % of 6", "time_to_deal_referred": "– of 1",
	} {
		if m := r.Find(key); fmt.Sprint(m.Shown(), " of ", m.N) != want {
			t.Errorf("%s is %s of %d (%s), want %s", key, m.Shown(), m.N, m.Numbers, want)
		}
	}
}

// A stage that was skipped was reached; one that a correction took back was not.
func TestReferral_Reached(t *testing.T) {
	r := store.Referral{Kind: store.Candidate, History: []store.StageChange{{Stage: store.Submitted, At: march(1, 0)},
		{Stage: store.Hired, At: march(2, 0)}, {Stage: store.Screening, At: march(3, 0), Correction: true},
		{Stage: store.Declined, At: march(4, 0)}}}
	got := Referral{Kind: r.Kind, Steps: steps(&r)}
	for stage, want := range map[store.Stage]time.Time{store.Accepted: march(3, 0), store.Screening: march(3, 0),
		store.Interview: {}, store.Hired: {}, store.Meeting: {}} {
		if at := got.reached(stage); !at.Equal(want) {
			t.Errorf("%s was reached at %v, want %v", stage, at, want)
		}
	}
}

// One or two people are individuals: nothing is said of them, and a network that few use is put together with others.
func TestCompute_NamesNoIndividual(t *testing.T) {
	in := world()
	for _, n := range mustReport(t, in).Networks {
		if n.Name == string(store.LinkedIn) {
			t.Error("a network that one person uses has a row of its own")
		}
	}
	// In February A alone took part, which the works council does not want to be told.
	february, err := ParsePeriod("2024-02", in.Now, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if r := Compute(in, february); r.Withheld != "" {
		t.Errorf("without the mode February is withheld: %s", r.Withheld)
	}
	in.Settings.WorksCouncil = true
	if r := Compute(in, february); !strings.Contains(r.Withheld, "took part") || len(r.Sections) > 0 {
		t.Errorf("of one person's month it says %+v", r)
	}
	in.Settings.WorksCouncil = false
	in.People = in.People[:2]
	if r := mustReport(t, in); r.Withheld == "" || len(r.Sections)+len(r.Networks) > 0 {
		t.Errorf("of two members it says %+v", r)
	}
}

func TestReport_WithoutMoney(t *testing.T) {
	r := mustReport(t, world()).WithoutMoney()
	var out bytes.Buffer
	if err := r.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); strings.Contains(text, "EUR") || strings.Contains(text, "JPY") || len(r.Top) != 2 {
		t.Errorf("first come %v in %s", r.Top, text)
	}
}

// An empty period and one of three years have every figure and chart part too.
func TestCompute_EmptyAndLong(t *testing.T) {
	for _, words := range []string{"2023-12", "2021-04-01..2024-03-31", "2024-02-29"} {
		in := world()
		in.Settings.TimeZone = "Europe/Berlin"
		for i := range in.People {
			in.People[i].Joined = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		p, err := ParsePeriod(words, in.Now, store.Location("Europe/Berlin", ""))
		if err != nil {
			t.Fatal(err)
		}
		r := Compute(in, p)
		var text, table, object bytes.Buffer
		if err := r.WriteText(&text); err != nil {
			t.Error(err)
		}
		if err := r.WriteCSV(&table); err != nil {
			t.Error(err)
		}
		if err := r.WriteJSON(&object); err != nil {
			t.Error(err)
		}
		rows, err := csv.NewReader(&table).ReadAll()
		if err != nil || len(rows) < 40 || !json.Valid(object.Bytes()) || text.Len() < 2000 || len(r.Top) != 3 {
			t.Errorf("%s: %d rows, %v, first come %v", words, len(rows), err, r.Top)
		}
		for _, section := range r.Sections {
			for _, m := range section.Measures {
				if m.Formula == "" || m.Name == "" || strings.Contains(m.Shown(), "NaN") || strings.Contains(m.Shown(), "Inf") {
					t.Errorf("%s: %+v", words, m)
				}
			}
		}
	}
}

// The rows of an outcome add up: to one credit and to its amount. A formula in a title is none.
func TestOutcomeRows(t *testing.T) {
	in := world()
	in.Settings.CreditModel, in.Outcomes[0].Source = Linear, "greenhouse"
	p, err := ParsePeriod("2024-03", in.Now, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	var shares, referrals []string
	rows := outcomeRows(in, p, func(id store.AssetID) (title, campaign string) { return "=" + string(id), "spring" })
	for i, row := range rows[1:] {
		line := strings.Join(row, " ")
		if row[1] == "won" && row[4] == "share" && row[8] == "'=1" {
			shares = append(shares, strings.Join(row[2:], " "))
		}
		if row[1] == "hired" {
			referrals = append(referrals, line)
		}
		if i > 0 && row[0] < rows[i][0] {
			t.Errorf("%s comes after %s", line, rows[i])
		}
	}
	// Three days of clicks: two of a1, posted on the 4th, and one of xB, posted on the 6th.
	want := []string{"signed  share 21 linkedin spring '=1 0.6666666666666666 666.67 EUR",
		"signed  share 19 x spring '=1 0.3333333333333333 333.34 EUR"}
	if diff := cmp.Diff(want, shares); diff != "" {
		t.Errorf("of shares (-want +got):\n%s", diff)
	}
	want = []string{"2024-03-22T10:00:00Z hired signed greenhouse referral 20  spring '=job 1  "}
	if diff := cmp.Diff(want, referrals); diff != "" {
		t.Errorf("of referrals (-want +got):\n%s", diff)
	}
}
