// The default company: people of every kind Slack has, and a few channels.

package slacksim

// DefaultPeople is a small company with people in several zones and one of every awkward kind: guests, a bot, a
// deactivated person, a stranger of another company, someone without zone, someone without title.
//
// Zones are chosen for what goes wrong with them: half an hour off the hour (Kolkata), half an hour of daylight saving
// (Lord Howe), a date ahead of everybody else (Tokyo). Cleo and Finn have no display name, Greta no title, Hugo no
// zone.
func DefaultPeople() []User {
	return []User{
		{ID: "U0SIM00ADA", Name: "ada", RealName: "Ada Moreau", DisplayName: "ada", Title: "Senior Backend Engineer",
			Email: "ada@acme.example", TZ: "Europe/Paris", Locale: "fr-FR", Pronouns: "she/her"},
		{ID: "U0SIM00BEN", Name: "ben", RealName: "Ben Okafor", DisplayName: "Ben", Title: "Account Executive",
			Email: "ben@acme.example", TZ: "Europe/London", Locale: "en-GB"},
		{ID: "U0SIM0CLEO", Name: "cleo", RealName: "Cleo Tanaka", Title: "Technical Recruiter",
			Email: "cleo@acme.example", TZ: "Asia/Tokyo", Locale: "ja-JP"},
		{ID: "U0SIM00DEV", Name: "dev", RealName: "Dev Patel", DisplayName: "dev", Title: "Head of Marketing",
			Email: "dev@acme.example", TZ: "Asia/Kolkata", IsAdmin: true},
		{ID: "U0SIM00EVE", Name: "eve", RealName: "Eve Lindqvist", DisplayName: "Eve", Title: "Chief Executive Officer",
			Email: "eve@acme.example", TZ: "America/New_York", IsPrimaryOwner: true},
		{ID: "U0SIM0FINN", Name: "finn", RealName: "Finn O'Neil", Title: "Product Designer",
			Email: "finn@acme.example", TZ: "America/Los_Angeles"},
		{ID: "U0SIM0GRET", Name: "greta", RealName: "Greta Novak", DisplayName: "greta", Email: "greta@acme.example",
			TZ: "Australia/Lord_Howe"},
		{ID: "U0SIM0HUGO", Name: "hugo", RealName: "Hugo Silva", DisplayName: "hugo", Title: "Support Engineer",
			Email: "hugo@acme.example"},
		{ID: "U0SIM00IDA", Name: "ida", RealName: "Ida Berg", DisplayName: "ida", Title: "Contractor",
			Email: "ida@elsewhere.example", TZ: "Europe/Stockholm", IsGuest: true},
		{ID: "U0SIM0JOEL", Name: "joel", RealName: "Joel Weiss", DisplayName: "joel", Title: "Consultant",
			Email: "joel@elsewhere.example", TZ: "Europe/Berlin", IsSingleChannelGuest: true},
		{ID: "U0SIM0KARL", Name: "karl", RealName: "Karl Voss", DisplayName: "karl", Title: "Engineer",
			Email: "karl@acme.example", Deleted: true},
		{ID: "U0SIM0LENA", Name: "lena", RealName: "Lena Fischer", DisplayName: "lena", Title: "Partner",
			Email: "lena@partner.example", TZ: "Europe/Berlin", IsStranger: true},
		{ID: "U0SIM00CAL", Name: "calendar", RealName: "Calendar", IsBot: true},
	}
}

// DefaultChannels are #general, #random, a private channel and an archived one. The app is in #general only.
//
// What the app can see differs in each: a channel it is in, one it could join, one it must not know of, one nobody can
// write to.
func DefaultChannels() []Channel {
	return []Channel{
		{ID: "C0SIM00GEN", Name: "general", Topic: "Company-wide news", BotIsMember: true},
		{ID: "C0SIM00RND", Name: "random", Topic: "Everything else"},
		{ID: "C0SIM0PRIV", Name: "leadership", IsPrivate: true, Members: []string{"dev", "eve"}},
		{ID: "C0SIM00OLD", Name: "old-project", IsArchived: true, Members: []string{"ada", "ben"}},
	}
}
