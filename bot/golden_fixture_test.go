// Fixtures of the golden files: people, assets and times that are the same on every run.

package bot

import (
	"strings"
	"time"

	"vouch/store"
)

// goldenNow is a Monday morning in Berlin.
var goldenNow = time.Date(2026, 3, 2, 9, 30, 0, 0, time.FixedZone("CET", 3600)).UTC()

// hostile is what somebody may put into a title or name: mentions, links, markup, control and bidirectional characters.
const hostile = "<!channel> <@U1> *bold* <https://evil.example|click> & \u202egnirts\u0007 🎉"

func goldenSettings() store.Settings {
	return store.Settings{
		Company: "Northwind & Sons", TimeZone: "Europe/Berlin", Rhythm: store.Rhythm{Frequency: store.Daily, At: "09:30"}, Picks: 3,
		WorkUntil: "18:00", BoardOn: true, BoardMinGroup: 3, SlowAfter: 3, AskAfter: 6, Topics: []string{"go", "hiring"},
		Points: store.PointRules{ShareDeclared: 5, OwnWords: 5, ShareProven: 5, ReferralAccepted: 10, ReferralInterview: 30,
			ReferralHired: 100, PaidSharesPerDay: 3},
	}
}

// goldenMember is Ada, who joined a week ago.
func goldenMember() member {
	settings := goldenSettings()
	return member{
		Employee: store.Employee{ID: "U0ADA", Name: "Ada Lovelace", Title: "Platform Engineer", TimeZone: "Europe/Berlin",
			JoinedAt: goldenNow.AddDate(0, 0, -7),
			Prefs:    store.Preferences{Personas: []store.PersonaID{"engineering"}, Follow: []string{"go"}}},
		settings: settings, next: goldenNow.AddDate(0, 0, 1), zone: store.Location("Europe/Berlin", "UTC"), rhythm: settings.Rhythm,
	}
}

// goldenStranger is Ada before she joined.
func goldenStranger() member {
	m := goldenMember()
	m.JoinedAt, m.next, m.Prefs = time.Time{}, time.Time{}, store.Preferences{}
	return m
}

func goldenPersonas() []store.Persona {
	return []store.Persona{
		{ID: "engineering", Name: "Engineering", Topics: []string{"go", "platform-engineering"}},
		{ID: "sales", Name: "Sales", Topics: []string{"customers"}},
	}
}

func goldenChoices(m member) joinChoices {
	personas := goldenPersonas()
	return joinChoices{me: m, personas: personas, proposed: "engineering",
		why: "your title, " + m.Title}
}

func goldenArticle() store.Asset {
	return store.Asset{ID: "01ARTICLE", Kind: store.Article, State: store.Live, Title: "How we cut build times by two thirds",
		Summary: "A cache, a graph and a week of work: what our platform team changed, and what it would do differently.",
		URL:     "https://northwind.example/blog/builds?a=1&b=2", Topics: []string{"go", "platform-engineering"}}
}

func goldenJob() store.Asset {
	return store.Asset{ID: "01JOB", Kind: store.Job, State: store.Live, Title: "Staff engineer, payments", Summary: "Own how money moves through our systems.",
		URL: "https://northwind.example/jobs/7", Topics: []string{"hiring"}, Job: &store.JobFacts{Department: "Engineering", Location: "Berlin"}}
}

func goldenStory() store.Asset {
	return store.Asset{ID: "01STORY", Kind: store.Culture, State: store.Live, Title: hostile, Summary: strings.Repeat("Why it matters & how. ", 40),
		URL: "https://northwind.example/story", Topics: []string{"culture"}}
}

func goldenDigest() shownDigest {
	return shownDigest{Date: "2026-03-02", Rhythm: "every weekday at 09:30", Picks: []shownPick{
		{Asset: goldenArticle(), Reason: "because you follow Go", Leaders: []string{"Grace Hopper", hostile}, Others: 2},
		{Asset: goldenJob(), Reason: "for engineering, and new today"},
		{Asset: goldenStory(), Reason: "to try something different"},
	}}
}

func goldenReferral(stage store.Stage) store.Referral {
	return store.Referral{ID: "01REFERRAL", Kind: store.Candidate, Referrer: "U0ADA", Owner: "U0REC", Person: store.Person{Name: "Jane <Doe>"},
		Stage: stage, AnswerBy: goldenNow.AddDate(0, 0, 3), SubmittedAt: goldenNow, UpdatedAt: goldenNow}
}
