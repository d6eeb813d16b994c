// Tests of events in Slack: signing up wherever an event is shown, the line for a place, and what people hear of it.

package golden

import (
	"fmt"
	"strings"
	"time"

	"vouch/bot/surface"
	"vouch/store"
)

// Event is an evening in Berlin with three places.
func Event() store.Asset {
	return store.Asset{ID: "01EVENT", Kind: store.Event, State: store.Live,
		Title:   "Open evening: energy data without the hype",
		Summary: "Three short talks and soup.", URL: "https://northwind.example/evening", Topics: []string{"community"},
		TalkingPoints: []store.TalkingPoint{{Text: "We show the <raw> numbers."},
			{Persona: "engineering", Text: "Ask about the ingest."}, {Persona: "sales", Text: "No."}},
		Event: &store.EventFacts{StartsAt: Now.Add(80 * time.Hour), EndsAt: Now.Add(83 * time.Hour),
			Place: "Berlin *office*", Slots: 3}}
}

// Shown is the event as somebody sees it who answered so, with so many people on the list.
func Shown(state store.AttendanceState, going, waiting int) surface.ShownEvent {
	return surface.ShownEvent{Turnout: store.Turnout{Going: going, Waiting: waiting},
		Mine:  store.Attendance{Asset: "01EVENT", Employee: "U0ADA", State: state},
		Place: waiting, Zone: Member().Zone}
}

// Now is a Monday morning in Berlin.
var Now = time.Date(2026, 3, 2, 9, 30, 0, 0, time.FixedZone("CET", 3600)).UTC()

// Hostile is what somebody may put into a title or name: mentions, links, markup, control and bidirectional characters.
const Hostile = "<!channel> <@U1> *bold* <https://evil.example|click> & \u202egnirts\u0007 🎉"

func Settings() store.Settings {
	policy := store.DefaultSettings().Policy
	policy.Confirmed = true
	return store.Settings{
		Policy: policy, DisclosureConfirmed: true,
		Company: "Northwind & Sons", TimeZone: "Europe/Berlin", Rhythm: store.Rhythm{Frequency: store.Daily, At: "09:30"},
		Picks:     3,
		WorkUntil: "18:00", BoardOn: true, BoardMinGroup: 3, SlowAfter: 3, AskAfter: 6, Topics: []string{"go", "hiring"},
		CreditModel: "last", CreditDays: 90,
		Points: store.PointRules{ShareDeclared: 5, OwnWords: 5, ShareProven: 5, Engaged: 1, EngagedCap: 20,
			ReferralAccepted: 10, ReferralInterview: 30, ReferralHired: 100, PaidSharesPerDay: 3},
	}
}

// Member is Ada, who joined a week ago.
func Member() surface.Member {
	settings := Settings()
	return surface.Member{
		Employee: store.Employee{ID: "U0ADA", Name: "Ada Lovelace", Title: "Platform Engineer", TimeZone: "Europe/Berlin",
			JoinedAt: Now.AddDate(0, 0, -7),
			Prefs:    store.Preferences{Personas: []store.PersonaID{"engineering"}, Follow: []string{"go"}}},
		Settings: settings, Next: Now.AddDate(0, 0, 1), Zone: store.Location("Europe/Berlin", "UTC"), Rhythm: settings.Rhythm,
	}
}

// Stranger is Ada before she joined.
func Stranger() surface.Member {
	m := Member()
	m.JoinedAt, m.Next, m.Prefs = time.Time{}, time.Time{}, store.Preferences{}
	return m
}

func Personas() []store.Persona {
	return []store.Persona{
		{ID: "engineering", Name: "Engineering", Topics: []string{"go", "platform-engineering"}},
		{ID: "sales", Name: "Sales", Topics: []string{"customers"}},
	}
}

func Article() store.Asset {
	return store.Asset{ID: "01ARTICLE", Kind: store.Article, State: store.Live,
		Title:   "How we cut build times by two thirds",
		Summary: "A cache, a graph and a week of work: what our platform team changed, and what it would do differently.",
		URL:     "https://northwind.example/blog/builds?a=1&b=2", Topics: []string{"go", "platform-engineering"}}
}

func Job() store.Asset {
	return store.Asset{ID: "01JOB", Kind: store.Job, State: store.Live, Title: "Staff engineer, payments",
		Summary: "Own how money moves through our systems.",
		URL:     "https://northwind.example/jobs/7", Topics: []string{"hiring"},
		Job: &store.JobFacts{Department: "Engineering", Location: "Berlin"}}
}

func Story() store.Asset {
	return store.Asset{ID: "01STORY", Kind: store.Culture, State: store.Live, Title: Hostile,
		Summary: strings.Repeat("Why it matters & how. ", 40),
		URL:     "https://northwind.example/story", Topics: []string{"culture"}}
}

func Referral(stage store.Stage) store.Referral {
	return store.Referral{ID: "01REFERRAL", Kind: store.Candidate, Referrer: "U0ADA", Owner: "U0REC",
		Person: store.Person{Name: "Jane <Doe>"},
		Stage:  stage, AnswerBy: Now.AddDate(0, 0, 3), SubmittedAt: Now, UpdatedAt: Now}
}

// Regulated waits for compliance and has everything an item may have.
func Regulated() store.Asset {
	a := Article()
	a.State, a.Version, a.Topics, a.Author = store.InReview, 2, []string{"finance", "go"}, "U0ADA"
	a.Review = &store.Review{AskedAt: Now, ApprovedBy: "U0DEV", Regulated: true}
	a.Personas, a.Networks = []store.PersonaID{"sales"}, []store.Network{store.LinkedIn}
	a.Image, a.ImageAlt, a.Campaign, a.Prompt, a.Disclosure = "https://northwind.example/p.png", Hostile, "Spring",
		"What changed?", "I work here."
	a.PublishAt, a.EmbargoUntil, a.ExpiresAt = Now, Now.Add(time.Hour), Now.AddDate(0, 1, 0)
	for i := range 15 {
		a.Variants = append(a.Variants, store.Variant{Text: fmt.Sprintf("%d %s", i, strings.Repeat("words & ", 375))})
	}
	a.TalkingPoints = []store.TalkingPoint{{Text: Hostile}, {Persona: "sales", Text: strings.Repeat("x", 300)}}
	return a
}

// Told is a story as it was just told, with everything an author can give.
func Told() store.Story {
	return store.Story{ID: "01STORY", Author: "U0ADA", State: store.StoryTold, Consent: store.ShareNamed,
		Link: "https://vimeo.com/1?a=1&b=2",
		Answers: []store.Answer{{Question: "What happened?", Text: "We lost a rack & laughed.\n\n" + Hostile},
			{Question: "What did you learn or feel?", Text: strings.Repeat("é", 3000)}},
		Photo: &store.StoryPhoto{File: "F1", Alt: Hostile}, ToldAt: Now, StateAt: Now, Version: 1}
}

// Edited is the same with the longest text a curator may write.
func Edited() store.Story {
	s := Told()
	s.State, s.Version = store.StoryEdited, 2
	s.Proposed = store.StoryText{Title: Hostile, Text: strings.Repeat("& <@U1> *é* ", 166),
		Topics: []string{"culture", "go"}, By: "U0MARCO", At: Now, Version: 2}
	return s
}

// StoryAsset is a story in the library without a page.
func StoryAsset() store.Asset {
	return store.Asset{ID: "01ASSET", Kind: store.Culture, State: store.Live, Title: "Calm at 4 am",
		Summary: "A rack went down.", Story: "01STORY",
		Author: "U0ADA", LiveAt: Now, Topics: []string{"culture"},
		Variants: []store.Variant{{Text: "My colleague Ada tells:\n\nA rack went down."}}}
}
