// Program settings as managers see them: the sections with what is set, and the form of each.

package program

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/text"
)

// formSections are the sections that have a form; the others are in the program file alone.
func formSections() []store.SettingSection {
	return slices.DeleteFunc(slices.Clone(store.SettingSections), func(s store.SettingSection) bool {
		return len(sectionRows(s)) == 0
	})
}

// programSectionOf finds a section with a form.
func programSectionOf(key string) (store.SettingSection, bool) {
	sections := formSections()
	at := slices.IndexFunc(sections, func(s store.SettingSection) bool { return s.Key == key })
	if at < 0 {
		return store.SettingSection{}, false
	}
	return sections[at], true
}

// sectionRows are the settings of a section that have an input in its form.
func sectionRows(section store.SettingSection) (rows []store.Setting) {
	for _, row := range section.Settings {
		if row.Label != "" {
			rows = append(rows, row.Parts()...)
		}
	}
	return rows
}

// setTo says what is set in each section, in markup.
var setTo = map[string]func(store.Settings) string{
	"company": companySetTo, "policy": policySetTo,
	"digest": digestSetTo, "sharing": disclosureSetTo, "points": pointsSetTo,
	"leaderboards": boardSetTo, "referrals": referralSetTo, "review": reviewSetTo,
	"fatigue": fatigueSetTo, "people": peopleSetTo, confidential: confidentialSetTo,
	"bonus": bonusSetTo, "attribution": reportSetTo, "privacy": privacySetTo, "recognition": recognitionSetTo,
	"pulse": pulseSetTo,
}

// programModal lists the sections, each with what is set and the way to its form.
func programModal(s store.Settings) *slack.ModalViewRequest {
	blocks := []slack.Block{block.Section("What holds for everybody. `vouch program show` writes the same as a file.")}
	for _, part := range formSections() {
		blocks = append(blocks, block.SectionWith("*"+part.Title+"*\n"+setTo[part.Key](s),
			block.Button(surface.ActProgramSection, "Change", part.Key, block.Spoken("Change: "+part.Title))))
	}
	routes := "No routes: whoever has the fewest open referrals answers"
	if n := len(s.Routes); n > 0 {
		routes = block.Count(n, "route", "routes")
	}
	blocks = append(blocks, block.SectionWith("*Who answers referrals*\n"+routes,
		block.Button(actProgramRoutes, "Change", "", block.Spoken("Change who answers referrals"))),
		block.ContextLine("Each change is kept in the audit log with your name."))
	return block.Modal(surface.CBList, "Program settings", "", "Close", "", blocks...)
}

// programSectionModal is the form of one section. Its metadata is the section and the version of the settings it shows.
func programSectionModal(part store.SettingSection, s store.Settings) *slack.ModalViewRequest {
	var blocks []slack.Block
	for _, row := range sectionRows(part) {
		blocks = append(blocks, settingInput(row, s))
	}
	if part.Key == confidential {
		blocks = append(blocks, block.Input(fieldTry, "Try a text", block.TextInput(block.InputValue, "", "", true, 3000),
			"Says at once whether it would be stopped. Nothing is saved then.", true))
	}
	return block.Modal(cbProgramSection, part.Title, "Save", "Cancel", fmt.Sprintf("%s %d", part.Key, s.Version),
		blocks...)
}

func companySetTo(s store.Settings) string {
	text := cmp.Or(block.Line(s.Company), "No name yet, so sharing waits") + ", " + block.Line(s.TimeZone)
	if week := s.Rhythm.WorkingWeek(); !slices.Equal(week, store.OfficeWeek) {
		text += ", work on " + surface.DayList(week)
	}
	if n := len(s.Holidays); n > 0 {
		text += ", " + block.Count(n, "holiday", "holidays")
	}
	return text
}

func policySetTo(s store.Settings) string {
	switch {
	case !s.Policy.Confirmed:
		return "Not confirmed yet, so sharing waits"
	case s.Policy.Unread:
		return "Taken over by an upgrade: read and confirm it"
	}
	return fmt.Sprintf("Version %d", s.Policy.Version)
}

func digestSetTo(s store.Settings) string {
	text := surface.RhythmWords(s.Rhythm) + ", " + block.Count(s.Picks, "pick", "picks")
	return strings.ToUpper(text[:1]) + text[1:]
}

func disclosureSetTo(s store.Settings) string {
	text := "\"" + block.Line(post.Disclosure(s, store.Asset{}, store.LinkedIn, "")) + "\""
	if n := len(s.Disclosure) + len(s.Disclosures); n > 0 {
		text += ", " + block.Count(n, "text of your own", "texts of your own")
	}
	return text
}

func confidentialSetTo(s store.Settings) string {
	return block.Count(len(s.Confidential), "phrase stops", "phrases stop") + " a post"
}

func pointsSetTo(s store.Settings) string {
	p := s.Points
	return text.UpperFirst(p.Preset) + fmt.Sprintf(": share %d, own words +%d, address +%d, click %d, content %d, "+
		"referral %d, interview %d, hire %d", p.ShareDeclared, p.OwnWords, p.ShareProven, p.Engaged, p.ContentAccepted,
		p.ReferralAccepted, p.ReferralInterview, p.ReferralHired)
}

func boardSetTo(s store.Settings) string {
	state := "Off"
	if s.BoardOn {
		state = "On"
	}
	return state + ", from " + block.Count(s.BoardMinGroup, "person", "people")
}

func referralSetTo(s store.Settings) string {
	return fmt.Sprintf("Nudged after %s, managers after %d, owned for %d days",
		block.Count(s.AnswerDays, "working day", "working days"), s.EscalateDays, s.OwnedDays)
}

func reviewSetTo(s store.Settings) string {
	text := fmt.Sprintf("Reminded after %s, managers after %d",
		block.Count(s.ReviewHours, "working hour", "working hours"), s.ReviewLate)
	if n := len(s.Regulated); n > 0 {
		text += ", " + block.Count(n, "regulated topic", "regulated topics")
	}
	return text
}

func bonusSetTo(s store.Settings) string {
	if len(s.Bonus.Rules) == 0 {
		return "None: rules are written in the program file"
	}
	text := block.Count(len(s.Bonus.Rules), "rule", "rules") + " in the program file"
	text += block.When(s.Bonus.Budget != "", ", budget "+bonus.Bound(s.Bonus.Budget).String()+" a year")
	return text
}

func recognitionSetTo(s store.Settings) string {
	text := "No channel is told of wins"
	if s.Channel != "" {
		text = "Wins are told in <#" + block.Line(s.Channel) + ">"
	}
	text += block.After(", bonuses may go to ", block.Line(s.Charity))
	return text
}

func pulseSetTo(s store.Settings) string {
	if !s.PulseOn {
		return "Off"
	}
	return "Each quarter, figures from " + block.Count(s.PulseMin, "answer", "answers")
}

func fatigueSetTo(s store.Settings) string {
	return fmt.Sprintf("%s a week, slower after %d ignored digests, asked after %d",
		block.Count(s.WeeklyCap, "message", "messages"), s.SlowAfter, s.AskAfter)
}

func reportSetTo(s store.Settings) string {
	text := "Credit to the " + s.CreditModel + " touch"
	if s.CreditModel != "first" && s.CreditModel != "last" {
		text = "Credit by the " + s.CreditModel + " model"
	}
	text += " within " + block.Count(s.CreditDays, "day", "days")
	text += block.When(s.BaselineCost != "", ", a hire costs "+bonus.Bound(s.BaselineCost).String()+" otherwise")
	return text
}

func privacySetTo(s store.Settings) string {
	if s.WorksCouncil {
		return "Works-council mode: teams and totals only"
	}
	return "Works-council mode is off"
}

func peopleSetTo(s store.Settings) string {
	return block.Count(len(s.LeaderTitles), "word", "words") + " of leaders' titles"
}
