// Tests of the arithmetic of bonuses: which rule applies, what is wrong with rules, sums by part, days, and the file.

package bonus_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/store/bonus"
	"vouch/store/money"
)

// rule is a rule for candidates with one change.
func rule(change func(*bonus.Rule)) bonus.Rule {
	r := bonus.Rule{Name: "standard", Kind: bonus.Candidate, Amount: "EUR 1500"}
	change(&r)
	return r
}

func TestCheck(t *testing.T) {
	rules := func(list ...bonus.Rule) []bonus.Rule { return list }
	standard := rule(func(*bonus.Rule) {})
	senior := rule(func(r *bonus.Rule) { r.Name, r.Level = "senior", "senior" })
	oslo := rule(func(r *bonus.Rule) { r.Name, r.Location = "oslo", "Oslo" })
	tiers := func(words string) []bonus.Rule { return rules(rule(func(r *bonus.Rule) { r.Tiers = words })) }
	client := func(change func(*bonus.Rule)) []bonus.Rule {
		return rules(rule(func(r *bonus.Rule) {
			r.Kind, r.Amount, r.Percent = bonus.Client, "", 5
			change(r)
		}))
	}
	for name, row := range map[string]struct {
		rules []bonus.Rule
		want  string // of the last rule; "" it is right
	}{
		"the special one first":           {rules(senior, standard), ""},
		"overlap is decided by the order": {rules(senior, oslo, standard), ""},
		"the special one never applies":   {rules(standard, senior), "never applies, because rule 1 (standard)"},
		"a smaller place never applies": {rules(oslo, rule(func(r *bonus.Rule) {
			r.Name, r.Location = "x",
				"Oslo, Norway"
		})), "never applies"},
		"a larger place applies": {rules(rule(func(r *bonus.Rule) { r.Name, r.Location = "x", "Oslo, Norway" }),
			oslo), ""},
		"two pay for the same": {rules(standard, rule(func(r *bonus.Rule) {
			r.Name, r.Amount = "more",
				"EUR 2000"
		})), "same referrals as rule 1"},
		"two of one name": {rules(senior, rule(func(r *bonus.Rule) { r.Name = "Senior" })), "same name"},
		"no name":         {rules(rule(func(r *bonus.Rule) { r.Name = "" })), "name"},
		"no kind": {rules(rule(func(r *bonus.Rule) { r.Kind = "friend" })),
			"candidates or for clients"},
		"no such level":              {rules(rule(func(r *bonus.Rule) { r.Level = "guru" })), `no level "guru"`},
		"no amount":                  {rules(rule(func(r *bonus.Rule) { r.Amount = "" })), "what it pays"},
		"amount and percentage":      {rules(rule(func(r *bonus.Rule) { r.Percent = 3 })), "not both"},
		"percentage for a candidate": {rules(rule(func(r *bonus.Rule) { r.Amount, r.Percent = "", 3 })), "revenue"},
		"no currency":                {rules(rule(func(r *bonus.Rule) { r.Amount = "1500" })), "currency"},
		"unknown currency":           {rules(rule(func(r *bonus.Rule) { r.Amount = "EUX 1500" })), "currency"},
		"cents of yen": {rules(rule(func(r *bonus.Rule) { r.Amount = "JPY 1500.50" })),
			"0 decimal places"},
		"nothing":                           {rules(rule(func(r *bonus.Rule) { r.Amount = "EUR 0" })), "more than nothing"},
		"too little to divide":              {rules(rule(func(r *bonus.Rule) { r.Amount = "JPY 1" })), "too small"},
		"a client of a department":          {client(func(r *bonus.Rule) { r.Department = "Sales" }), "no job"},
		"a client":                          {client(func(r *bonus.Rule) { r.Cap = "EUR 10000" }), ""},
		"a cap of another sum":              {rules(rule(func(r *bonus.Rule) { r.Cap = "EUR 10" })), "only a percentage"},
		"101 percent":                       {client(func(r *bonus.Rule) { r.Percent = 101 }), "1 to 100"},
		"at once":                           {tiers("100% at once"), ""},
		"three parts":                       {tiers("30 % after 0 days, 30% after 1 day,40% after 366 days"), ""},
		"99 percent":                        {tiers("50% after 30 days, 49% after 90 days"), "add up to 99%"},
		"parts out of order":                {tiers("50% after 90 days, 50% after 30 days"), "order of their days"},
		"a part of nothing":                 {tiers("0% at once, 100% after 30 days"), "pays nothing"},
		"no part":                           {tiers("half now"), `"half now" is no part`},
		"more percent than numbers go far":  {tiers("999% at once"), "add up to 999%"},
		"eleven years":                      {tiers("100% after 4000 days"), "ten years"},
		"a mistake before hides no mistake": {rules(rule(func(r *bonus.Rule) { r.Name = "" }), senior), ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := bonus.Check(row.rules)[len(row.rules)-1]
			if (row.want == "") != (got == "") || !strings.Contains(strings.ToLower(got), strings.ToLower(row.want)) {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestChoose(t *testing.T) {
	rules := []bonus.Rule{
		rule(func(r *bonus.Rule) { r.Name, r.Level, r.Department = "leads", "lead", "Engineering" }),
		rule(func(r *bonus.Rule) { r.Name, r.Location, r.Contains = "rust in oslo", "oslo", "rust" }),
		rule(func(r *bonus.Rule) { r.Name, r.Contains = "anything with data", "data" }),
		{Name: "deals", Kind: bonus.Client, Percent: 5, Cap: "EUR 900"},
	}
	for want, s := range map[string]bonus.Subject{
		"leads":              {Kind: "candidate", Title: "Staff engineer", Department: " engineering "},
		"rust in oslo":       {Kind: "candidate", Title: "Rust developer", Location: "Oslo, Norway"},
		"anything with data": {Kind: "candidate", Need: "something with databases"},
		"deals":              {Kind: "client", Need: "Faster builds"},
		"":                   {Kind: "candidate", Title: "Baker", Department: "Engineering"},
	} {
		terms, found := bonus.Choose(rules, 7, s)
		if found != (want != "") || (found && (terms.Rule != want || terms.Version != 7)) {
			t.Errorf("%+v gets %+v, want %q", s, terms, want)
		}
	}
	deal, _ := bonus.Choose(rules, 1, bonus.Subject{Kind: "client"})
	if diff := cmp.Diff([]bonus.Tier{{Percent: 100}}, deal.Tiers); diff != "" {
		t.Error(diff)
	}
}

func TestLevelOf(t *testing.T) {
	for title, want := range map[string]string{
		"Senior Director of Sales": "director", "Internal auditor": "regular", "Software Engineer (Intern)": "intern",
		"VP, Engineering": "executive", "Sr. Data Engineer": "senior", "Head of People": "director", "": "",
		"Engineering Manager": "lead", "Junior bookkeeper": "junior", "Leader": "regular",
	} {
		if got := bonus.LevelOf(title); got != want {
			t.Errorf("%q is %q, want %q", title, got, want)
		}
	}
}

// eur is a sum in cents.
func eur(minor int64) money.Amount { return money.Amount{Minor: minor, Currency: "EUR"} }

func TestTerms_Parts(t *testing.T) {
	yen := money.Amount{Minor: 1001, Currency: "JPY"}
	deal := bonus.Terms{Percent: 5, Cap: eur(900_00), Tiers: []bonus.Tier{{Percent: 100}}}
	for name, row := range map[string]struct {
		terms   bonus.Terms
		revenue money.Amount
		want    []int64
	}{
		"what cannot be halved goes last": {terms: bonus.Terms{Amount: yen, Tiers: bonus.DefaultTiers("candidate")},
			want: []int64{500, 501}},
		"a percentage":                {deal, eur(1000_01), []int64{50_00}},
		"up to the cap":               {deal, eur(1_000_000_00), []int64{900_00}},
		"no revenue yet":              {deal, money.Amount{}, []int64{0}},
		"revenue in another currency": {deal, yen, []int64{0}},
		"a revenue below nothing":     {deal, eur(-5), []int64{0}},
	} {
		var got []int64
		for _, part := range row.terms.Parts(row.revenue) {
			got = append(got, part.Minor)
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestDayAfter(t *testing.T) {
	type day string
	for _, row := range []struct {
		from day
		days int
		want day
	}{
		{"2028-01-30", 30, "2028-02-29"}, {"2027-01-30", 30, "2027-03-01"}, {"2028-02-29", 365, "2029-02-28"},
		{"2026-03-01", 30, "2026-03-31"}, // clocks change between
		{"2026-12-31", 1, "2027-01-01"}, {"2026-05-05", 0, "2026-05-05"}, {"", 30, ""}, {"2026-02-30", 1, ""},
	} {
		if got := bonus.DayAfter(row.from, row.days); got != row.want {
			t.Errorf("%d days after %s is %s, want %s", row.days, row.from, got, row.want)
		}
	}
}

func TestLeft(t *testing.T) {
	used := []money.Amount{eur(30), {Minor: 1000, Currency: "JPY"}, eur(50)}
	if got := bonus.Left(eur(100), used); got != eur(20) {
		t.Errorf("left %v", got)
	}
	if got := bonus.Left(eur(70), used); got != eur(0) {
		t.Errorf("left %v, want nothing", got)
	}
}

func TestWriteCSV(t *testing.T) {
	var out strings.Builder
	if err := bonus.WriteCSV(&out, []bonus.Line{
		{Batch: "P1", ID: "01R/01", Employee: "U1", Name: `=HYPERLINK("x")`, Amount: money.Amount{Minor: 1500,
			Currency: "JPY"},
			DueOn: "2026-03-03", Kind: "candidate", Rule: "-1", Tier: 1, Charity: "=Repair, Café"},
		{Batch: "P1", ID: "01R/02", Employee: "U1", Name: "Ada, L", Amount: eur(75005), DueOn: "2026-03-03", Kind: "client",
			Rule: "deal", Tier: 2},
	}); err != nil {
		t.Fatal(err)
	}
	want := "batch,payout,employee,name,amount,currency,due_on,kind,rule,tier,charity\n" +
		"P1,01R/01,U1,\"'=HYPERLINK(\"\"x\"\")\",1500,JPY,2026-03-03,candidate,'-1,1,\"'=Repair, Café\"\n" +
		"P1,01R/02,U1,\"Ada, L\",750.05,EUR,2026-03-03,client,deal,2,\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}
