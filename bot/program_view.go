// Program settings as managers see them: the sections with what is set, and the form of each.

package bot

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"vouch/digest/post"
	"vouch/store"
)

// programSection is one group of settings with a form of its own.
type programSection struct {
	ID, Title string
	Words     func(store.Settings) string // what is set, in markup
	Fields    []settingField
}

// programSectionOf finds a section.
func programSectionOf(id string) (programSection, bool) {
	for _, s := range programSections {
		if s.ID == id {
			return s, true
		}
	}
	return programSection{}, false
}

// programModal lists the sections, each with what is set and the way to its form.
func programModal(s store.Settings) *slack.ModalViewRequest {
	blocks := []slack.Block{section("What holds for everybody. `vouch program show` writes the same as a file.")}
	for _, part := range programSections {
		blocks = append(blocks, sectionWith("*"+part.Title+"*\n"+part.Words(s),
			button(actProgramSection, "Change", part.ID, spoken("Change: "+part.Title))))
	}
	routes := "No routes: whoever has the fewest open referrals answers"
	if n := len(s.Routes); n > 0 {
		routes = count(n, "route", "routes")
	}
	blocks = append(blocks, sectionWith("*Who answers referrals*\n"+routes, button(actProgramRoutes, "Change", "", spoken("Change who answers referrals"))),
		contextLine("Each change is kept in the audit log with your name."))
	return modal(cbList, "Program settings", "", "Close", "", blocks...)
}

// programSectionModal is the form of one section. Its metadata is the section and the version of the settings it shows.
func programSectionModal(part programSection, s store.Settings) *slack.ModalViewRequest {
	var blocks []slack.Block
	for _, field := range part.Fields {
		blocks = append(blocks, input(field.Name, field.Label, field.element(s), field.Hint, field.Optional))
	}
	return modal(cbProgramSection, part.Title, "Save", "Cancel", fmt.Sprintf("%s %d", part.ID, s.Version), blocks...)
}

// programSections are the settings in the order of the program file. The names of fields are those of the store's errors, so that
// what it refuses is told in place.
var programSections = []programSection{
	{"company", "Company", companySetTo, []settingField{
		textSetting("company", "Name", "It stands in the default disclosure.", func(s *store.Settings) *string { return &s.Company }),
		textSetting("tz", "Time zone", "Such as Europe/Berlin: boards and working days are counted there.", func(s *store.Settings) *string { return &s.TimeZone }),
		listSetting("holidays", "Holidays", "One day a line, such as 2026-12-25. No digests, and no working days.", func(s *store.Settings) *[]store.LocalDate { return &s.Holidays }),
	}},
	{"digest", "Digest", digestSetTo, []settingField{
		frequencySetting(),
		timeSetting("at", "At", "Each person's local time.", func(s *store.Settings) *string { return &s.Rhythm.At }),
		quietSetting(),
		numberSetting("picks", "Picks in a digest", "1 to 5", func(s *store.Settings) *int { return &s.Picks }),
		timeSetting("work_until", "Nothing is sent after", "", func(s *store.Settings) *string { return &s.WorkUntil }),
		numberSetting("spread", "Minutes over which digests are spread", "0 to 120", func(s *store.Settings) *int { return &s.SpreadMin }),
		numberSetting("grace", "Minutes after which a late digest is skipped", "0 to 1440", func(s *store.Settings) *int { return &s.GraceMin }),
		listSetting("topics", "Topics people can follow", "One a line, beside those of the personas.", func(s *store.Settings) *[]string { return &s.Topics }),
	}},
	{"disclosure", "Disclosure", disclosureSetTo, disclosureSettings()},
	{"points", "Points", pointsSetTo, []settingField{
		numberSetting("share_declared", "For a share", "", func(s *store.Settings) *int { return &s.Points.ShareDeclared }),
		numberSetting("own_words", "More for own words", "", func(s *store.Settings) *int { return &s.Points.OwnWords }),
		numberSetting("share_proven", "More for the post's address", "", func(s *store.Settings) *int { return &s.Points.ShareProven }),
		numberSetting("content_accepted", "For a suggestion or story that goes live", "", func(s *store.Settings) *int { return &s.Points.ContentAccepted }),
		numberSetting("referral_accepted", "For a referral that is accepted", "", func(s *store.Settings) *int { return &s.Points.ReferralAccepted }),
		numberSetting("referral_interview", "For an interview or meeting", "", func(s *store.Settings) *int { return &s.Points.ReferralInterview }),
		numberSetting("referral_hired", "For a hire or deal", "", func(s *store.Settings) *int { return &s.Points.ReferralHired }),
		numberSetting("paid_shares_per_day", "Paid shares a day at most", "What was earned stays.", func(s *store.Settings) *int { return &s.Points.PaidSharesPerDay }),
	}},
	{"boards", "Leaderboards", boardSetTo, []settingField{
		switchSetting("board_on", "Leaderboards", "Everybody can see them with /leaderboard", func(s *store.Settings) *bool { return &s.BoardOn }),
		numberSetting("board_min_group", "Smallest group", "People a board or team needs to be shown, 3 or more.", func(s *store.Settings) *int { return &s.BoardMinGroup }),
	}},
	{"referrals", "Referrals", referralSetTo, []settingField{
		numberSetting("answer_days", "Working days until a silent owner is nudged", "1 to 60", func(s *store.Settings) *int { return &s.AnswerDays }),
		numberSetting("escalate_days", "Working days until managers are told", "As many or more, to 90", func(s *store.Settings) *int { return &s.EscalateDays }),
		numberSetting("owned_days", "Days a referred person belongs to their referrer", "1 to 3650", func(s *store.Settings) *int { return &s.OwnedDays }),
		numberSetting("purge_days", "Days from its end until personal data is erased", "1 to 3650", func(s *store.Settings) *int { return &s.PurgeDays }),
	}},
	{"review", "Review", reviewSetTo, []settingField{
		numberSetting("review_hours", "Working hours until curators are reminded", "1 to 400", func(s *store.Settings) *int { return &s.ReviewHours }),
		numberSetting("review_late", "Working hours until managers are told", "1 to 400", func(s *store.Settings) *int { return &s.ReviewLate }),
		listSetting("regulated", "Regulated topics", "One a line. A compliance reviewer approves their items as well.", func(s *store.Settings) *[]string { return &s.Regulated }),
	}},
	{"fatigue", "Not too much", fatigueSetTo, []settingField{
		numberSetting("weekly_cap", "Messages per person and week at most", "1 to 100, of those nobody asked for", func(s *store.Settings) *int { return &s.WeeklyCap }),
		numberSetting("slow_after", "Ignored digests until they come less often", "1 to 100", func(s *store.Settings) *int { return &s.SlowAfter }),
		numberSetting("ask_after", "Ignored digests until the person is asked", "2 to 100", func(s *store.Settings) *int { return &s.AskAfter }),
	}},
	{"people", "People", peopleSetTo, []settingField{
		listSetting("leader_titles", "Titles of leaders", "One a line: words of titles that make a leader.", func(s *store.Settings) *[]string { return &s.LeaderTitles }),
		switchSetting("welcome_all", "Welcome", "Write to everybody at the first start, not only on first contact", func(s *store.Settings) *bool { return &s.WelcomeAll }),
	}},
}

func companySetTo(s store.Settings) string {
	text := line(s.Company) + ", " + line(s.TimeZone)
	if n := len(s.Holidays); n > 0 {
		text += ", " + count(n, "holiday", "holidays")
	}
	return text
}

func digestSetTo(s store.Settings) string {
	text := rhythmWords(s.Rhythm) + ", " + count(s.Picks, "pick", "picks")
	return strings.ToUpper(text[:1]) + text[1:]
}

func disclosureSetTo(s store.Settings) string {
	text := "\"" + line(post.Disclosure(s, store.Asset{}, store.LinkedIn)) + "\""
	if n := len(s.Disclosure); n > 0 {
		text += ", " + count(n, "text of your own", "texts of your own")
	}
	return text
}

func pointsSetTo(s store.Settings) string {
	p := s.Points
	return fmt.Sprintf("Share %d, own words +%d, address +%d, content %d, referral %d, interview %d, hire %d", p.ShareDeclared, p.OwnWords, p.ShareProven,
		p.ContentAccepted, p.ReferralAccepted, p.ReferralInterview, p.ReferralHired)
}

func boardSetTo(s store.Settings) string {
	state := "Off"
	if s.BoardOn {
		state = "On"
	}
	return state + ", from " + count(s.BoardMinGroup, "person", "people")
}

func referralSetTo(s store.Settings) string {
	return fmt.Sprintf("Nudged after %s, managers after %d, owned for %d days", count(s.AnswerDays, "working day", "working days"), s.EscalateDays, s.OwnedDays)
}

func reviewSetTo(s store.Settings) string {
	text := fmt.Sprintf("Reminded after %s, managers after %d", count(s.ReviewHours, "working hour", "working hours"), s.ReviewLate)
	if n := len(s.Regulated); n > 0 {
		text += ", " + count(n, "regulated topic", "regulated topics")
	}
	return text
}

func fatigueSetTo(s store.Settings) string {
	return fmt.Sprintf("%s a week, slower after %d ignored digests, asked after %d", count(s.WeeklyCap, "message", "messages"), s.SlowAfter, s.AskAfter)
}

func peopleSetTo(s store.Settings) string {
	return count(len(s.LeaderTitles), "word", "words") + " of leaders' titles"
}
