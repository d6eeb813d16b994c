// The public lists of three job board systems become job items; bad lists and bad postings are told apart.

package feed

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

func TestParseBoard_ReadsGreenhouse(t *testing.T) {
	result, err := ParseBoard(Greenhouse, bytes.NewReader(MustFixture(t, "greenhouse.json")), ParseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Item{{
		Title: "Senior Platform Engineer", Summary: "You keep 400 services calm.", Kind: store.Job, Language: "en",
		ExternalID: "4001",
		URL:        "https://boards.greenhouse.io/northwind/jobs/4001?gh_src=abc",
		Canonical:  "https://boards.greenhouse.io/northwind/jobs/4001", Published: time.Date(2026, 2, 20, 15, 0, 0, 0,
			time.UTC),
		Job: &store.JobFacts{Location: "Berlin or Remote", Department: "Platform"},
	}}
	if diff := cmp.Diff(want, result.Items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	wantSkipped := []Skipped{
		{2, "Talent community", "It collects prospects and is not an open position.", true, 0},
		{3, "Closed one", "It expired on 2020-01-31.", true, 0},
		{4, "Odd", "It has no usable link.", false, 0},
	}
	if diff := cmp.Diff(wantSkipped, result.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
}

func TestParseBoard_ReadsLever(t *testing.T) {
	result, err := ParseBoard(LeverEU, bytes.NewReader(MustFixture(t, "lever.json")), ParseOptions{})
	if err != nil || len(result.Items) != 2 {
		t.Fatalf("%d items, error %v", len(result.Items), err)
	}
	want := Item{
		Title: "Account Executive", Summary: "Nous cherchons une personne qui aime écouter.", Kind: store.Job,
		Language: "fr", ExternalID: "5ac1",
		URL: "https://jobs.lever.co/northwind/5ac1", Canonical: "https://jobs.lever.co/northwind/5ac1",
		Published: time.Date(2026, 2, 20, 9, 20, 0, 0, time.UTC),
		Job:       &store.JobFacts{Location: "Paris; Lyon", Department: "Sales"},
	}
	if diff := cmp.Diff(want, result.Items[0]); diff != "" {
		t.Errorf("first item (-want +got):\n%s", diff)
	}
	if second := result.Items[1]; !second.Published.IsZero() {
		t.Errorf("second item: %+v, job %+v", second, second.Job)
	}
}

func TestParseBoard_ReadsAshby(t *testing.T) {
	rules := []store.TagRule{{Words: []string{"data"}, Topics: []string{"Machine learning"}}}
	result, err := ParseBoard(Ashby, bytes.NewReader(MustFixture(t, "ashby.json")), ParseOptions{Rules: rules})
	if err != nil || len(result.Items) != 2 {
		t.Fatalf("%d items, error %v", len(result.Items), err)
	}
	first := result.Items[0]
	want := &store.JobFacts{Location: "London; Dublin", Department: "Data"}
	if diff := cmp.Diff(want, first.Job); diff != "" || !cmp.Equal(first.Topics, []string{"Machine learning"}) {
		t.Errorf("topics %q, job (-want +got):\n%s", first.Topics, diff)
	}
	if second := result.Items[1]; second.Title != "Anywhere" || second.Job.Location != "Europe" {
		t.Errorf("second item: %+v, job %+v", second, second.Job)
	}
	if diff := cmp.Diff([]Skipped{{2, "Hidden", "Its company does not list it publicly.", true, 0}},
		result.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
}

func TestParseBoard_RefusesOtherDocuments(t *testing.T) {
	tests := []struct {
		name, system, document string
		kind                   ErrorKind
	}{
		{"empty", Greenhouse, "", Empty},
		{"web page", Lever, "<!doctype html><p>Not found", Invalid},
		{"another system's list", Greenhouse, `[]`, Invalid},
		{"an error object where a list belongs", Lever, `{"ok":false,"error":"Document not found"}`, Invalid},
		{"no list of jobs", Ashby, `{"apiVersion":"1"}`, Invalid},
		{"null", Lever, `null`, Invalid},
		{"cut", Ashby, `{"jobs":[{"id":"a`, Truncated},
		{"unknown system", "workday", `{}`, Invalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, err := ParseBoard(test.system, strings.NewReader(test.document), ParseOptions{})
			wantKind(t, err, test.kind)
			if len(result.Items) > 0 {
				t.Errorf("%d items came with the error", len(result.Items))
			}
		})
	}
}

func TestParseBoard_AcceptsAnEmptyBoard(t *testing.T) {
	for system, document := range map[string]string{Greenhouse: `{"jobs":[],"meta":{"total":0}}`, Lever: `[]`,
		Ashby: `{"jobs":[]}`} {
		if result, err := ParseBoard(system, strings.NewReader(document), ParseOptions{}); err != nil ||
			len(result.Items) > 0 {
			t.Errorf("%s: result %+v, error %v", system, result, err)
		}
	}
}

func TestBoardURL_RoundTripsThroughDetectBoard(t *testing.T) {
	for _, system := range []string{Greenhouse, Lever, LeverEU, Ashby} {
		address, err := BoardURL(system, " North Wind ")
		if err != nil {
			t.Fatal(err)
		}
		gotSystem, gotName, ok := DetectBoard(address)
		if !ok || gotSystem != system || gotName != "North Wind" {
			t.Errorf("DetectBoard(%q) = %q, %q, %v", address, gotSystem, gotName, ok)
		}
	}
}

func TestBoardURL_RefusesOddNames(t *testing.T) {
	for _, name := range []string{"", "../jobs", "a/b", "a?b", "ä", ".hidden", strings.Repeat("a", 101)} {
		_, err := BoardURL(Greenhouse, name)
		wantKind(t, err, Invalid)
	}
	_, err := BoardURL("workday", "northwind")
	wantKind(t, err, Invalid)
}

func TestDetectBoard_KnowsTheAddressesPeopleCopy(t *testing.T) {
	tests := []struct{ address, system, name string }{
		{"https://boards.greenhouse.io/northwind", Greenhouse, "northwind"},
		{"https://job-boards.greenhouse.io/northwind/jobs/4001", Greenhouse, "northwind"},
		{"https://boards.greenhouse.io/embed/job_board?for=northwind", Greenhouse, "northwind"},
		{"https://jobs.lever.co/northwind?team=Sales", Lever, "northwind"},
		{"https://jobs.eu.lever.co/northwind/", LeverEU, "northwind"},
		{"https://jobs.ashbyhq.com/North%20Wind", Ashby, "North Wind"},
	}
	for _, test := range tests {
		if system, name, ok := DetectBoard(test.address); !ok || system != test.system || name != test.name {
			t.Errorf("DetectBoard(%q) = %q, %q, %v", test.address, system, name, ok)
		}
	}
	for _, address := range []string{"https://jobs.lever.co/", "https://northwind.example/jobs", "not an address",
		"https://boards.greenhouse.io/embed"} {
		if system, name, ok := DetectBoard(address); ok {
			t.Errorf("DetectBoard(%q) = %q, %q", address, system, name)
		}
	}
}
