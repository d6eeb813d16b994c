// Tests of job texts: titles as hiring systems write them, and the words a person would use.

package post

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"vouch/store"
)

func TestJobTitle(t *testing.T) {
	for title, want := range map[string]string{
		"Senior Go Engineer, Ingest":                     "Senior Go Engineer, Ingest",
		"Backend Engineer (m/f/d)":                       "Backend Engineer",
		"Softwareentwickler (m/w/d) - Berlin":            "Softwareentwickler",
		"Product Designer m/w/x":                         "Product Designer",
		"Comptable H/F":                                  "Comptable",
		"Account Executive (all genders), Public Sector": "Account Executive, Public Sector",
		"Data Scientist (f/m/x) (Berlin)":                "Data Scientist",
		"SENIOR BACKEND ENGINEER":                        "Senior Backend Engineer",
		"HEAD OF NEW BUSINESS AND SALES":                 "Head of New Business and Sales",
		"SAP CONSULTANT (M/W/D)":                         "SAP Consultant",
		"HR BUSINESS PARTNER, EMEA":                      "HR Business Partner, EMEA",
		"NASA Liaison":                                   "NASA Liaison",
		"QA Engineer":                                    "QA Engineer",
		"R&D Engineer":                                   "R&D Engineer",
		"FULL-STACK DEVELOPER/ARCHITECT":                 "Full-Stack Developer/Architect",
		"REQ-10482 Platform Engineer":                    "Platform Engineer",
		"Platform Engineer [R-20391]":                    "Platform Engineer",
		"Platform Engineer (Job ID: 4711-22)":            "Platform Engineer",
		"Nurse #88213":                                   "Nurse",
		"Cook, $45,000 - $52,000":                        "Cook",
		"Driver (€18/h)":                                 "Driver",
		"Engineer 65k-80k €":                             "Engineer",
		"Referent EG 11":                                 "Referent",
		"Wissenschaftlicher Mitarbeiter (E13 TV-L)":      "Wissenschaftlicher Mitarbeiter",
		"URGENT: Night Shift Lead!!!":                    "Night Shift Lead",
		"🚀 We are hiring: Growth Manager":                "Growth Manager",
		"E2E Test Engineer":                              "E2E Test Engineer",
		"Web Designer 2D/3D":                             "Web Designer 2D/3D",
		"Engineer II":                                    "Engineer II",
		"C++ Developer":                                  "C++ Developer",
		"(m/w/d)":                                        "(m/w/d)",
		"":                                               "",
		"前端工程师 (m/f/d)":                                  "前端工程师",
		"Berlin Site Manager":                            "Berlin Site Manager",
		"Working Student Marketing | Berlin":             "Working Student Marketing",
		"Elektroniker für Betriebstechnik (w/m/d) Kennziffer 2024-117": "Elektroniker für Betriebstechnik",
	} {
		if got := JobTitle(title, "Berlin"); got != want {
			t.Errorf("JobTitle(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestJobWords_WhatCuratorsWroteComesFirst(t *testing.T) {
	a := store.Asset{ID: "J", Kind: store.Job, Title: "Go Engineer",
		Summary: "Small services for big buildings. Calm nights, most of them. Good soup.",
		Job:     &store.JobFacts{Hook: "Small services\nthat stay small.", Fits: "You like quiet."}}
	want := JobText{Hook: "Small services that stay small.",
		Lines: "Small services for big buildings. Calm nights, most of them.",
		Fits:  "You like quiet."}
	if got := JobWords(a, "U1"); got != want {
		t.Errorf("got %+v", got)
	}
}

func TestJobWords_NeverTheAdvertisement(t *testing.T) {
	a := store.Asset{ID: "J", Kind: store.Job, FromSource: "S", Title: "SENIOR ENGINEER (m/w/d) REQ-1234",
		Summary: "We are a fast-paced company of rock stars. Apply now.", Job: &store.JobFacts{Department: "Platform",
			Location: "Remote"}}
	hooks := map[string]bool{}
	for i := range 100 {
		reader := store.EmployeeID(fmt.Sprint("U", i))
		got := JobWords(a, reader)
		if got != JobWords(a, reader) {
			t.Fatal("the same reader gets two texts")
		}
		hooks[got.Hook] = true
		if got.Lines != "" || got.Fits != "" {
			t.Fatalf("nobody wrote %+v", got)
		}
		whole := got.Hook
		for _, word := range []string{"rock stars", "m/w/d", "1234", "SENIOR", "  "} {
			if strings.Contains(whole, word) {
				t.Errorf("%q is in %+v", word, got)
			}
		}
		if !strings.Contains(got.Hook, "Senior Engineer") || !strings.HasSuffix(got.Hook, ".") ||
			utf8.RuneCountInString(got.Hook) > 200 {
			t.Errorf("hook %q", got.Hook)
		}
	}
	if len(hooks) < 4 {
		t.Errorf("colleagues get %d openings", len(hooks))
	}
}

func TestProposedHook(t *testing.T) {
	for want, a := range map[string]store.Asset{
		"Our Platform team is hiring: Site Engineer in Lisbon.": {Title: "SITE ENGINEER (m/f/d)",
			Job: &store.JobFacts{Department: "Platform", Location: "Lisbon"}},
		"Who would be right for this? Baker.": {Title: "Baker"},
		"":                                    {},
	} {
		if got := ProposedHook(a); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func FuzzJobTitle(f *testing.F) {
	f.Add("S", "Berl\x84n")
	f.Add("SENIOR ENGINEER (m/w/d) €60k-80k REQ-1", "Berlin")
	f.Fuzz(func(t *testing.T, title, place string) {
		got := JobTitle(title, place)
		if utf8.ValidString(title) && !utf8.ValidString(got) {
			t.Errorf("%q is no text", got)
		}
		if strings.TrimSpace(CleanText(title)) != "" && got == "" {
			t.Errorf("nothing is left of %q", title)
		}
	})
}
