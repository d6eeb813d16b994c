// Tests of the page: it is one file that loads nothing, and says what the report says.

package page

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"vouch/digest/report"
	"vouch/store"
)

func TestWrite(t *testing.T) {
	now := time.Date(2024, 3, 31, 12, 0, 0, 0, time.UTC)
	in := &report.Input{Settings: store.DefaultSettings(), Now: now}
	in.Settings.Company = `<b>"Northwind" & Sons</b>`
	for _, id := range []store.EmployeeID{"A", "B", "C", "D", "E"} {
		in.People = append(in.People, report.Person{ID: id, Eligible: true, Joined: now.AddDate(0, -3, 0)})
		in.Shares = append(in.Shares, report.Share{ID: store.ShareID("s" + id), By: id, Network: store.LinkedIn,
			Level: store.Declared, Posted: now.AddDate(0, 0, -3)})
		in.Referrals = append(in.Referrals, report.Referral{ID: store.ReferralID("r" + id), Kind: store.Client, By: id,
			Steps: []report.Step{{Stage: store.Submitted, At: now.AddDate(0, 0, -2)}, {Stage: store.Accepted, At: now}}})
	}
	p, err := report.ParsePeriod("2024-03", now, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, report.Compute(in, p)); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	for _, want := range []string{"&lt;b&gt;&#34;Northwind&#34; &amp; Sons&lt;/b&gt;: March 2024", "<b>100 %</b>",
		"How far introductions got", "5 ÷ 5", "Same members: 5, before 0",
		`aria-label="Bar chart. Shares posted by network: LinkedIn 5."`,
		"<td>accepted</td><td>5</td><td>100 %</td><td>56.6 to 100 %</td>", "@media print", "prefers-color-scheme: dark"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	for _, never := range []string{"<script", "http://", "https://", "url(", "src=", "href=", "<b>\"", "ZgotmplZ"} {
		found := strings.Index(strings.NewReplacer(`xmlns="http://www.w3.org/2000/svg"`, "",
			`xmlns:xlink="http://www.w3.org/1999/xlink"`, "").Replace(page), never)
		if found >= 0 {
			t.Errorf("the page holds %q", never)
		}
	}
}
