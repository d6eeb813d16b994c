// The program file: which keys it has, in which order, and which part of the program each stands for.

package main

import (
	"maps"
	"slices"
	"strings"
	"time"

	"vouch/store"
)

// programFile is the program as the file holds it. The reader, the writer and the
// differences follow these structs, so that a setting is added here, in programWords and
// in the two translations below.
//
// Tags: yaml is the key; field is the name by which the store's errors call it; of names
// what a text must be (see textRules); id marks the key that tells the elements of a list
// apart; note names the field whose text stands behind the value as a comment. The order
// of the fields is the order in the file. A test holds that no key lacks its words.
type programFile struct {
	Company      companyPart     `yaml:"company"`
	Digest       digestPart      `yaml:"digest"`
	Sharing      sharingPart     `yaml:"sharing"`
	Points       pointsPart      `yaml:"points"`
	Leaderboards boardsPart      `yaml:"leaderboards"`
	Referrals    referralsPart   `yaml:"referrals"`
	Review       reviewPart      `yaml:"review"`
	Fatigue      fatiguePart     `yaml:"fatigue"`
	People       peoplePart      `yaml:"people"`
	Personas     []personaOfFile `yaml:"personas" field:"personas"`
	Sources      []sourceOfFile  `yaml:"sources" field:"sources"`
}

// companyPart is who the program is for. Days are written as 2006-01-02, see textRules;
// here as in every part, units and bounds stand in programWords.
type companyPart struct {
	Name     string   `yaml:"name" field:"company"`
	TimeZone string   `yaml:"time_zone" field:"tz"`
	Holidays []string `yaml:"holidays" field:"holidays" of:"date"`
}

// digestPart is what holds for digests of everybody who chose nothing else. Spread and
// Grace are minutes.
type digestPart struct {
	Frequency string   `yaml:"frequency" field:"frequency" of:"frequency"`
	At        string   `yaml:"at" field:"at" of:"time"`
	QuietDays []string `yaml:"quiet_days" field:"quiet" of:"weekday"`
	Picks     int      `yaml:"picks" field:"picks"`
	Spread    int      `yaml:"spread_minutes" field:"spread"`
	Grace     int      `yaml:"late_minutes" field:"grace"`
	WorkUntil string   `yaml:"work_until" field:"work_until" of:"time"`
	Topics    []string `yaml:"topics" field:"topics"`
}

// sharingPart is the disclosure texts. By network, defaultDisclosure for all others.
type sharingPart struct {
	Disclosure map[string]string `yaml:"disclosure" field:"disclosure" of:"disclosure"`
}

// pointsPart is what each act earns. The version of the rules is not among them: the
// store counts it by itself.
type pointsPart struct {
	ShareDeclared     int `yaml:"share_declared" field:"share_declared"`
	OwnWords          int `yaml:"own_words" field:"own_words"`
	ShareProven       int `yaml:"share_proven" field:"share_proven"`
	ContentAccepted   int `yaml:"content_accepted" field:"content_accepted"`
	ReferralAccepted  int `yaml:"referral_accepted" field:"referral_accepted"`
	ReferralInterview int `yaml:"referral_interview" field:"referral_interview"`
	ReferralHired     int `yaml:"referral_hired" field:"referral_hired"`
	PaidSharesPerDay  int `yaml:"paid_shares_per_day" field:"paid_shares_per_day"`
}

// boardsPart is about leaderboards. MinGroup is how many people a board needs, so that
// nobody can be found in a small one.
type boardsPart struct {
	Shown    bool `yaml:"shown" field:"board_on"`
	MinGroup int  `yaml:"min_group" field:"board_min_group"`
}

// referralsPart is the deadlines of referrals and who answers them. Numbers are days:
// calendar days for owning and purging, working days for the answers.
type referralsPart struct {
	OwnedDays    int           `yaml:"owned_days" field:"owned_days"`
	AnswerDays   int           `yaml:"answer_days" field:"answer_days"`
	EscalateDays int           `yaml:"escalate_days" field:"escalate_days"`
	PurgeDays    int           `yaml:"purge_days" field:"purge_days"`
	Routes       []routeOfFile `yaml:"routes" field:"routes"`
}

// routeOfFile is one rule on who answers a referral. Name is never read: it is the
// owner's name for whoever reads an id, written behind it as a comment.
type routeOfFile struct {
	Kind       string `yaml:"kind" of:"referral"`
	Department string `yaml:"department"`
	Location   string `yaml:"location"`
	Contains   string `yaml:"contains"`
	Owner      string `yaml:"owner" note:"Name"`
	Name       string `yaml:"-"`
}

// reviewPart is the deadlines of review and what compliance has to see. Both in working
// hours.
type reviewPart struct {
	RemindHours   int      `yaml:"remind_hours" field:"review_hours"`
	EscalateHours int      `yaml:"escalate_hours" field:"review_late"`
	Regulated     []string `yaml:"regulated_topics" field:"regulated"`
}

// fatiguePart is what keeps the program from being too much. Messages a week, and ignored
// digests in a row.
type fatiguePart struct {
	WeeklyCap int `yaml:"weekly_cap" field:"weekly_cap"`
	SlowAfter int `yaml:"slow_after" field:"slow_after"`
	AskAfter  int `yaml:"ask_after" field:"ask_after"`
}

type peoplePart struct {
	LeaderTitles []string `yaml:"leader_titles" field:"leader_titles"`
	WelcomeAll   bool     `yaml:"welcome_all" field:"welcome_all"`
}

// personaOfFile is one persona. The order of the list is the order in which the rules are
// tried.
type personaOfFile struct {
	ID            string     `yaml:"id" id:"persona"`
	Name          string     `yaml:"name"`
	Topics        []string   `yaml:"topics"`
	Networks      []string   `yaml:"networks" of:"network"`
	TalkingPoints []string   `yaml:"talking_points"`
	Rule          ruleOfFile `yaml:"rule"`
}

// ruleOfFile is whom a persona is proposed to: any word of any list is enough. An empty
// rule proposes the persona to nobody.
type ruleOfFile struct {
	Titles      []string `yaml:"titles"`
	Departments []string `yaml:"departments"`
	Locations   []string `yaml:"locations"`
	Groups      []string `yaml:"groups"`
	Channels    []string `yaml:"channels"`
}

// defaultDisclosure is the key of the text for networks without one of their own; the
// store has "" for it. An empty key would be hard to see in a file.
const defaultDisclosure = "default"

// fileOf writes a program in the words of the file. It shares lists with state and
// changes none. Owners without a name are people who left.
func fileOf(state store.ProgramState) programFile {
	s, p := state.Program.Settings, state.Program.Settings.Points
	f := programFile{
		Company: companyPart{s.Company, s.TimeZone, textsOf(s.Holidays)},
		Digest: digestPart{string(s.Rhythm.Frequency), s.Rhythm.At, nil, s.Picks, s.SpreadMin, s.GraceMin, s.WorkUntil,
			s.Topics},
		Sharing: sharingPart{Disclosure: map[string]string{}},
		Points: pointsPart{p.ShareDeclared, p.OwnWords, p.ShareProven, p.ContentAccepted, p.ReferralAccepted, p.ReferralInterview,
			p.ReferralHired, p.PaidSharesPerDay},
		Leaderboards: boardsPart{s.BoardOn, s.BoardMinGroup},
		Referrals:    referralsPart{OwnedDays: s.OwnedDays, AnswerDays: s.AnswerDays, EscalateDays: s.EscalateDays, PurgeDays: s.PurgeDays},
		Review:       reviewPart{s.ReviewHours, s.ReviewLate, s.Regulated},
		Fatigue:      fatiguePart{s.WeeklyCap, s.SlowAfter, s.AskAfter},
		People:       peoplePart{s.LeaderTitles, s.WelcomeAll},
	}
	for _, day := range s.Rhythm.Quiet {
		f.Digest.QuietDays = append(f.Digest.QuietDays, strings.ToLower(day.String()))
	}
	// A map without order; the writer sorts by disclosureKeys.
	for network, text := range s.Disclosure {
		if network == "" {
			network = defaultDisclosure
		}
		f.Sharing.Disclosure[string(network)] = text
	}
	for _, r := range s.Routes {
		name := state.Names[r.Owner]
		if name == "" {
			name = "not active any more: this route is passed over"
		}
		f.Referrals.Routes = append(f.Referrals.Routes, routeOfFile{string(r.Kind), r.Department, r.Location, r.Contains, string(r.Owner), name})
	}
	for _, p := range state.Program.Personas {
		r := p.Rule
		f.Personas = append(f.Personas, personaOfFile{string(p.ID), p.Name, p.Topics, textsOf(p.Networks), p.TalkingPoints,
			ruleOfFile{r.Titles, r.Departments, r.Locations, r.Groups, r.Channels}})
	}
	for _, source := range state.Program.Sources {
		f.Sources = append(f.Sources, fileOfSource(source))
	}
	return f
}

// program writes the file over the program it was read against: what the file has no word
// for stays as it is. base is not changed. Versions are taken from it, so that an
// untouched part compares as equal.
func (f programFile) program(base store.Program) store.Program {
	s := base.Settings
	s.Company, s.TimeZone, s.Holidays = f.Company.Name, f.Company.TimeZone, valuesOf[store.LocalDate](f.Company.Holidays)
	d := f.Digest
	s.Rhythm = store.Rhythm{Frequency: store.Frequency(d.Frequency), At: d.At, Quiet: weekdays(d.QuietDays)}
	s.Picks, s.SpreadMin, s.GraceMin, s.WorkUntil, s.Topics = d.Picks, d.Spread, d.Grace, d.WorkUntil, d.Topics
	// Left nil without any text, as the store keeps it: an empty map would look like a
	// change.
	s.Disclosure = nil
	for network, text := range f.Sharing.Disclosure {
		if network == defaultDisclosure {
			network = ""
		}
		if s.Disclosure == nil {
			s.Disclosure = map[store.Network]string{}
		}
		s.Disclosure[store.Network(network)] = text
	}
	p := f.Points
	s.Points = store.PointRules{Version: s.Points.Version, ShareDeclared: p.ShareDeclared, OwnWords: p.OwnWords, ShareProven: p.ShareProven,
		ContentAccepted: p.ContentAccepted, ReferralAccepted: p.ReferralAccepted, ReferralInterview: p.ReferralInterview,
		ReferralHired: p.ReferralHired, PaidSharesPerDay: p.PaidSharesPerDay}
	s.BoardOn, s.BoardMinGroup = f.Leaderboards.Shown, f.Leaderboards.MinGroup
	r := f.Referrals
	s.OwnedDays, s.AnswerDays, s.EscalateDays, s.PurgeDays, s.Routes = r.OwnedDays, r.AnswerDays, r.EscalateDays, r.PurgeDays, nil
	for _, route := range r.Routes {
		s.Routes = append(s.Routes, store.Route{Kind: store.ReferralKind(route.Kind), Department: route.Department,
			Location: route.Location, Contains: route.Contains, Owner: store.EmployeeID(route.Owner)})
	}
	s.ReviewHours, s.ReviewLate, s.Regulated = f.Review.RemindHours, f.Review.EscalateHours, f.Review.Regulated
	s.WeeklyCap, s.SlowAfter, s.AskAfter = f.Fatigue.WeeklyCap, f.Fatigue.SlowAfter, f.Fatigue.AskAfter
	s.LeaderTitles, s.WelcomeAll = f.People.LeaderTitles, f.People.WelcomeAll
	return store.Program{Settings: s, Personas: f.personas(base.Personas), Sources: f.sources()}
}

// personas writes the file's personas over those with the same id. Their order in the
// file is the order of their rules; numbers that say so already are kept, so that an
// untouched persona stays untouched.
func (f programFile) personas(base []store.Persona) []store.Persona {
	var list []store.Persona
	last := 0
	for _, entry := range f.Personas {
		var p store.Persona
		if at := slices.IndexFunc(base, func(p store.Persona) bool { return string(p.ID) == entry.ID }); at >= 0 {
			p = base[at]
		}
		// Numbers only have to rise; gaps stay.
		if p.Order <= last {
			p.Order = last + 1
		}
		last = p.Order
		p.ID, p.Name, p.Topics, p.Networks = store.PersonaID(entry.ID), entry.Name, entry.Topics, valuesOf[store.Network](entry.Networks)
		p.TalkingPoints = entry.TalkingPoints
		p.Rule.Titles, p.Rule.Departments, p.Rule.Locations = entry.Rule.Titles, entry.Rule.Departments, entry.Rule.Locations
		p.Rule.Groups, p.Rule.Channels = entry.Rule.Groups, entry.Rule.Channels
		list = append(list, p)
	}
	return list
}

// weekdayNames are the days as the file writes them, Monday first.
var weekdayNames = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// weekdays reads names of days; the reader has refused all others. package time counts
// from Sunday as 0, the names here from Monday.
func weekdays(names []string) []time.Weekday {
	var days []time.Weekday
	for _, name := range names {
		days = append(days, time.Weekday((slices.Index(weekdayNames, name)+1)%7))
	}
	return days
}

// textsOf and valuesOf translate between lists of named texts and plain ones.
// nil stays nil.
func textsOf[T ~string](list []T) []string {
	var texts []string
	for _, v := range list {
		texts = append(texts, string(v))
	}
	return texts
}

// valuesOf does not check: the reader or the store refuses values that do not exist.
func valuesOf[T ~string](texts []string) []T {
	var list []T
	for _, text := range texts {
		list = append(list, T(text))
	}
	return list
}

// disclosureKeys are the keys of the disclosure texts, the default first.
func disclosureKeys(texts map[string]string) []string {
	keys := slices.Sorted(maps.Keys(texts))
	slices.SortStableFunc(keys, func(a, b string) int {
		switch {
		case a == defaultDisclosure:
			return -1
		case b == defaultDisclosure:
			return 1
		}
		return 0
	})
	return keys
}
