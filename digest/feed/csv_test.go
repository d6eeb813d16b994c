// A table of assets is read whole, or its mistakes are named by line and column.

package feed

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

func TestParseAssetsCSV_ReadsEveryKind(t *testing.T) {
	result, err := ParseAssetsCSV(bytes.NewReader(MustFixture(t, "assets.csv")), ParseOptions{})
	if err != nil || len(result.Skipped) > 0 {
		t.Fatalf("error %v, skipped %v", err, result.Skipped)
	}
	want := []Item{{
		Title: "How we moved", Summary: "Everything, in a week.", URL: "https://northwind.example/moving",
		Language: "en", Kind: store.Article, Topics: []string{"Go", "Platform"}, Personas: []store.PersonaID{"engineering"},
		Variants: []string{"I moved\n400 services.", "Second text"}, Published: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
	}, {
		Title: "Platform Engineer", URL: "https://northwind.example/jobs/1", Kind: store.Job,
		Job:     &store.JobFacts{Location: "Berlin", Department: "Platform"},
		Expires: time.Date(2030, 1, 31, 23, 59, 59, 0, time.UTC),
	}, {
		Title: "Go meetup", URL: "https://northwind.example/meetup", Kind: store.Event,
		Event: &store.EventFacts{StartsAt: time.Date(2030, 5, 1, 18, 0, 0, 0, time.UTC),
			EndsAt: time.Date(2030, 5, 1, 23, 59, 59, 0, time.UTC), Place: "Wien"},
	}, {
		Title: "Life here", URL: "https://northwind.example/life", Kind: store.Culture,
	}}
	for i := range want {
		want[i].Canonical, want[i].ExternalID = want[i].URL, want[i].URL
	}
	if diff := cmp.Diff(want, result.Items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestParseAssetsCSV_ReadsWhatSpreadsheetsWrite(t *testing.T) {
	wide := "\xFF\xFE"
	for _, c := range "title\turl\nGröße\thttps://x.example/1\n" {
		wide += string([]byte{byte(c), byte(c >> 8)})
	}
	tests := []struct{ name, table string }{
		{"UTF-8 with a byte order mark", "\xEF\xBB\xBFtitle,url\r\nGröße,https://x.example/1\r\n"},
		{"semicolons", "url;title\nhttps://x.example/1;Größe\n"},
		{"Windows-1252", "title,url\nGr\xf6\xdfe,https://x.example/1\n"},
		{"Unicode text with tabs", wide},
		{"empty lines and an unnamed column", "title,url,\n,,\nGröße,https://x.example/1,\n\n"},
		{"quoted names in other words", "\"Headline\",\"Link\"\n\"Größe\",\"https://x.example/1\"\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, err := ParseAssetsCSV(strings.NewReader(test.table), ParseOptions{})
			if err != nil || len(result.Items) != 1 || result.Items[0].Title != "Größe" || len(result.Skipped) > 0 {
				t.Errorf("result %+v, error %v", result, err)
			}
		})
	}
}

func TestParseAssetsCSV_ReadsWhomItIsFor(t *testing.T) {
	const header = "title,url,personas,only,audience\n"
	line := "T,https://x.example/1,Engineering;sales,Yes,Peers;buyers\n"
	words, err := ParseAssetsCSV(strings.NewReader("title,url,truth,angles\n"+
		"T,https://x.example/1,It took two years.,\"I built it, alone; ;I took the calls\"\n"), ParseOptions{})
	if err != nil || len(words.Items) != 1 {
		t.Fatalf("%+v, %v", words, err)
	}
	if said := words.Items[0].Asset("csv"); said.Truth != "It took two years." ||
		!slices.Equal(said.Angles, []string{"I built it, alone", "I took the calls"}) {
		t.Errorf("read %q and %q", said.Truth, said.Angles)
	}
	result, err := ParseAssetsCSV(strings.NewReader(header+line), ParseOptions{})
	if err != nil || len(result.Items) != 1 {
		t.Fatalf("%+v, %v", result, err)
	}
	a := result.Items[0].Asset("csv")
	if diff := cmp.Diff([]store.Audience{store.Peers, store.Buyers}, a.Audiences); diff != "" || !a.Only ||
		len(a.Personas) != 2 {
		t.Errorf("%+v %s", a, diff)
	}
	for line, want := range map[string]string{
		"T,https://x.example/1,,yes,\n":        `Column "only": the row names no personas to keep it for.`,
		"T,https://x.example/1,sales,maybe,\n": `Column "only": "maybe" is neither yes nor no.`,
		"T,https://x.example/1,,,dogs\n": `Column "audiences": "dogs" is not known; ` +
			"use buyers, candidates, peers, customers or partners.",
	} {
		result, err := ParseAssetsCSV(strings.NewReader(header+line), ParseOptions{})
		if err != nil || len(result.Skipped) != 1 || result.Skipped[0].Reason != want {
			t.Errorf("%q: %+v, %v, want %q", line, result, err, want)
		}
	}
}

func TestParseAssetsCSV_NamesTheMistakeInARow(t *testing.T) {
	const header = "title,url,kind,expires,published,language,image,starts,ends,variant 1\n"
	tests := []struct{ name, line, want string }{
		{"no title", ",https://x.example/1,,,,,,,,", `Column "title": it is empty.`},
		{"no link", "T,,,,,,,,,", `Column "url": it must be a full address, starting with https://.`},
		{"link without https", "T,x.example/1,,,,,,,,", `Column "url": it must be a full address, starting with https://.`},
		{"unknown kind", "T,https://x.example/1,podcast,,,,,,,",
			`Column "kind": "podcast" is not known; use article, job, culture, case_study, thought_leadership or event.`},
		{"ambiguous date", "T,https://x.example/1,,03/04/2030,,,,,,",
			`Column "expires": "03/04/2030" is not a date known here; write it as 2026-03-31 or 2026-03-31 18:00.`},
		{"impossible date", "T,https://x.example/1,,,2026-02-30,,,,,",
			`Column "published": "2026-02-30" is not a date known here; write it as 2026-03-31 or 2026-03-31 18:00.`},
		{"past expiry", "T,https://x.example/1,,2020-01-31,,,,,,", "It expired on 2020-01-31."},
		{"unknown language", "T,https://x.example/1,,,,Elvish!,,,,",
			`Column "language": "Elvish!" is not a language code; write for example en or de.`},
		{"image that is no address", "T,https://x.example/1,,,,,logo.png,,,",
			`Column "image": it must be a full address, starting with https://.`},
		{"ends before it starts", "T,https://x.example/1,event,,,,,2030-02-02,2030-01-01,",
			`Column "ends": it is before the start.`},
		{"too many values", "T,https://x.example/1,,,,,,,,,x",
			"It has 11 values, but the first line names 10 columns. Put quotes around texts that contain the separator."},
		{"formula", `"=HYPERLINK(""http://evil.example"",""T"")",https://x.example/1,,,,,,,,`,
			`Column "title": it starts like a spreadsheet formula; write the text itself.`},
		{"program call", `T,https://x.example/1,,,,,,,,"+cmd|' /C calc'!A0"`,
			`Column "variant 1": it starts like a spreadsheet formula; write the text itself.`},
		{"function behind an at sign", `@SUM(1+1),https://x.example/1,,,,,,,,`,
			`Column "title": it starts like a spreadsheet formula; write the text itself.`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table := header + "Good,https://x.example/good,,,,,,,,\n" + test.line +
				"\nAlso good,https://x.example/also,,,,,,,,\n"
			result, err := ParseAssetsCSV(strings.NewReader(table), ParseOptions{})
			if err != nil || len(result.Items) != 2 || len(result.Skipped) != 1 {
				t.Fatalf("result %+v, error %v", result, err)
			}
			if got := result.Skipped[0]; got.Index != 3 || got.Reason != test.want {
				t.Errorf("line %d: %s\nwant line 3: %s", got.Index, got.Reason, test.want)
			}
		})
	}
}

func TestParseAssetsCSV_LeavesHarmlessSignsAlone(t *testing.T) {
	table := "title,url\n- what we learned (and why),https://x.example/1\n@home: a year later,https://x.example/2\n+1 " +
		"for tests,https://x.example/3\n"
	result, err := ParseAssetsCSV(strings.NewReader(table), ParseOptions{})
	if err != nil || len(result.Items) != 3 {
		t.Errorf("items %q, skipped %v, error %v", titlesOf(result), result.Skipped, err)
	}
}

func TestParseAssetsCSV_RefusesWhatIsNoTable(t *testing.T) {
	tests := []struct {
		name, table string
		kind        ErrorKind
		says        string
	}{
		{"empty", "", Empty, "empty"},
		{"no url column", "title,summary\na,b\n", Invalid, `"url" is missing`},
		{"misspelt column", "title,url,topcis\n", Invalid, `Line 1, column 3: "topcis"`},
		{"a column twice", "title,url,Link\n", Invalid, "columns 2 and 3"},
		{"too many variants", "title,url,variant 16\n", Invalid, `column 3: "variant 16"`},
		{"no header", "How we moved,https://x.example/1\n", Invalid, "Line 1, column 1"},
		{"Excel workbook", "PK\x03\x04\x14\x00\x06\x00", Invalid, "Save it as CSV"},
		{"web page", "<!doctype html><p>Sign in", Invalid, "web page"},
		{"JSON", `[{"title":"a"}]`, Invalid, "JSON"},
		{"binary", "title,url\n\x00\x01\x02", Invalid, "not a text file"},
		{"too large", "title,url\n" + strings.Repeat("x", 2000), TooLarge, "larger than"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, err := ParseAssetsCSV(strings.NewReader(test.table), ParseOptions{MaxBytes: 1000})
			wantKind(t, err, test.kind)
			if !strings.Contains(err.(*Error).Msg, test.says) || len(result.Items) > 0 {
				t.Errorf("message %q, want %q in it; %d items", err.(*Error).Msg, test.says, len(result.Items))
			}
		})
	}
}

func TestParseAssetsCSV_BoundsVariants(t *testing.T) {
	header, line := "title,url", "T,https://x.example/1"
	for i := range MaxVariants {
		header += fmt.Sprintf(",Variant_%d", i+1)
		line += "," + strings.Repeat("v", 4000)
	}
	result, err := ParseAssetsCSV(strings.NewReader(header+"\n"+line+"\n"), ParseOptions{})
	if err != nil || len(result.Items) != 1 {
		t.Fatalf("result %+v, error %v", result, err)
	}
	variants := result.Items[0].Variants
	if len(variants) != MaxVariants || len([]rune(variants[0])) != maxVariantRunes {
		t.Errorf("%d variants, the first of %d runes", len(variants), len([]rune(variants[0])))
	}
}
