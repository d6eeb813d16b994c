// The settings of points and leaderboards. The points are those of product rule 6.1.

package settings

import "cmp"

// PointRules are points per rule; see product rule 6.1.
type PointRules struct {
	Version              int    `json:"version"`
	Preset               string `json:"preset"` // that filled the numbers, which may have changed since
	ShareDeclared        int    `json:"share_declared"`
	OwnWords             int    `json:"own_words"`
	ShareProven          int    `json:"share_proven"`
	Engaged              int    `json:"engaged"`          // for each person who opened the link of a share
	EngagedCap           int    `json:"engaged_cap"`      // for those of one share together
	ContentAccepted      int    `json:"content_accepted"` // a suggestion or story went live
	ReferralAccepted     int    `json:"referral_accepted"`
	IntroductionAccepted int    `json:"introduction_accepted"` // its owner wants it
	ReferralInterview    int    `json:"referral_interview"`    // interview or meeting
	ReferralHired        int    `json:"referral_hired"`        // hire or deal
	PaidSharesPerDay     int    `json:"paid_shares_per_day"`
}

// presetNames are the presets of points, in the order of the form.
var presetNames = []string{"balanced", "referrals first", "content first", "no points"}

// presets change the numbers that every preset but the first has of its own; the first has the defaults.
var presets = map[string]func(*PointRules){
	presetNames[0]: func(*PointRules) {},
	presetNames[1]: func(p *PointRules) {
		p.ShareDeclared, p.OwnWords, p.ShareProven, p.EngagedCap, p.ContentAccepted = 2, 3, 3, 10, 5
		p.ReferralAccepted, p.IntroductionAccepted, p.ReferralInterview, p.ReferralHired = 20, 20, 50, 200
	},
	presetNames[2]: func(p *PointRules) {
		p.OwnWords, p.Engaged, p.EngagedCap, p.ContentAccepted = 10, 2, 40, 20
		p.ReferralAccepted, p.IntroductionAccepted, p.ReferralInterview, p.ReferralHired = 5, 5, 15, 50
	},
	presetNames[3]: func(p *PointRules) { *p = PointRules{PaidSharesPerDay: p.PaidSharesPerDay} },
}

// FillPreset gives the numbers that are as they were before those of the preset, when that is another one than before.
func (s *Settings) FillPreset(before *Settings) {
	fill := presets[s.Points.Preset]
	if fill == nil || s.Points.Preset == before.Points.Preset {
		return
	}
	from := Default()
	fill(&from.Points)
	for _, row := range pointsSettings.Settings[1:] {
		if row.Get(s) == row.Get(before) {
			row.Set(s, row.Get(&from))
		}
	}
}

// points is a row of the section points; without words its label is said in the program file, too.
func points(name, label, words string, initial int, at func(*PointRules) *int) Setting {
	return Setting{Key: "points." + name, Name: name, Label: label, Words: cmp.Or(words, label+"."), Default: initial,
		Max: 10000, Slip: true, access: plain(func(s *Settings) *int { return at(&s.Points) })}
}

var pointsSettings = Section{"points", "Points",
	"Points, 0 to 10000 each. A change counts from now on, what was earned stays.", []Setting{
		{Key: "points.preset", Name: "preset", Label: "Preset",
			Hint:    "Another one fills the numbers that you leave as they are.",
			Words:   "Fills the numbers that stay as they are, when it changes.",
			Default: presetNames[0], Values: presetNames, access: plain(func(s *Settings) *string { return &s.Points.Preset })},
		points("share_declared", "For a share", "Somebody says that they posted.", 5,
			func(p *PointRules) *int { return &p.ShareDeclared }),
		points("own_words", "More for own words", "", 5, func(p *PointRules) *int { return &p.OwnWords }),
		points("share_proven", "More for the post's address", "", 5, func(p *PointRules) *int { return &p.ShareProven }),
		points("engaged", "For each person who opens the link", "", 1, func(p *PointRules) *int { return &p.Engaged }),
		points("engaged_cap", "Of these per share at most", "", 20, func(p *PointRules) *int { return &p.EngagedCap }),
		points("content_accepted", "For a suggestion or story that goes live", "A suggestion or story of theirs goes live.",
			10, func(p *PointRules) *int { return &p.ContentAccepted }),
		points("referral_accepted", "For a referral that is accepted", "The owner accepts a referral.", 10,
			func(p *PointRules) *int { return &p.ReferralAccepted }),
		points("introduction_accepted", "For an introduction that is accepted", "Its owner wants an introduction.", 10,
			func(p *PointRules) *int { return &p.IntroductionAccepted }),
		points("referral_interview", "For an interview or meeting", "It reaches the interview or meeting.", 30,
			func(p *PointRules) *int { return &p.ReferralInterview }),
		points("referral_hired", "For a hire or deal", "It ends in a hire or deal.", 100,
			func(p *PointRules) *int { return &p.ReferralHired }),
		{Key: "points.paid_shares_per_day", Name: "paid_shares_per_day", Label: "Paid shares a day at most",
			Hint: "What was earned stays.", Words: "Shares of one person that are paid on one day at most.",
			Default: 3, Max: 10000, Slip: true, access: plain(func(s *Settings) *int { return &s.Points.PaidSharesPerDay })},
	}}

// boardSettings: a group under three would show single people's numbers to everybody.
var boardSettings = Section{"leaderboards", "Leaderboards", "", []Setting{
	{Key: "leaderboards.shown", Name: "board_on", Label: "Leaderboards", Hint: "Everybody can see them with /leaderboard",
		Words:   "Whether there are any: true or false.",
		Default: false, access: plain(func(s *Settings) *bool { return &s.BoardOn })},
	{Key: "leaderboards.min_group", Name: "board_min_group", Label: "Smallest group",
		Hint: "People a board or team needs to be shown, 3 or more.", Words: "People a board or team needs to be shown.",
		Default: 3, Min: 3, Max: 1000, access: plain(func(s *Settings) *int { return &s.BoardMinGroup })},
}}
