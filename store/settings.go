// Settings: the program's choices, one value, changed as a whole and audited.

package store

// Settings are the program's choices; SettingSections has the default, the bounds and the words of each. Zero fields
// never occur in a stored value: DefaultSettings fills them.
type Settings struct {
	Company   string      `json:"company"`
	TimeZone  string      `json:"tz"`         // IANA; spans of boards and working days are counted here
	Rhythm    Rhythm      `json:"rhythm"`     // of everybody who chose none
	Picks     int         `json:"picks"`      // per digest
	SpreadMin int         `json:"spread"`     // minutes over which one due time is spread
	GraceMin  int         `json:"grace"`      // a digest later than this is missed
	WorkUntil string      `json:"work_until"` // nothing is sent after this local time
	Holidays  []LocalDate `json:"holidays,omitempty"`

	Disclosure map[Network]string `json:"disclosure,omitempty"` // "" for networks without one of their own

	Points PointRules `json:"points"`

	BoardOn       bool `json:"board_on"`        // off until a program manager turns it on
	BoardMinGroup int  `json:"board_min_group"` // people a board needs to be shown

	Routes       []Route `json:"routes,omitempty"`
	OwnedDays    int     `json:"owned_days"`    // ownership window
	AnswerDays   int     `json:"answer_days"`   // working days until an owner is nudged
	EscalateDays int     `json:"escalate_days"` // working days until managers are told
	PurgeDays    int     `json:"purge_days"`    // days from the end of a referral until its personal data is erased

	Regulated    []string `json:"regulated,omitempty"` // topics whose assets compliance approves as well
	ReviewHours  int      `json:"review_hours"`        // working hours until curators are reminded of an asset in review
	ReviewLate   int      `json:"review_late"`         // working hours until program managers are told
	WeeklyCap    int      `json:"weekly_cap"`          // messages the bot starts per person and week
	SlowAfter    int      `json:"slow_after"`          // digests ignored in a row until the rhythm slows by a step
	AskAfter     int      `json:"ask_after"`           // digests ignored in a row until the person is asked
	LeaderTitles []string `json:"leader_titles"`       // words of titles that make a leader
	Topics       []string `json:"topics,omitempty"`
	WelcomeAll   bool     `json:"welcome_all"` // send the welcome DM to everybody at first sync; otherwise on first contact
	Version      int      `json:"version"`
}

// Route sends referrals to an owner. The first route whose non-empty fields all match wins.
type Route struct {
	Kind       ReferralKind `json:"kind"`
	Department string       `json:"department,omitempty"` // of the job
	Location   string       `json:"location,omitempty"`   // of the job
	Contains   string       `json:"contains,omitempty"`   // words in the job's title or the need
	Owner      EmployeeID   `json:"owner"`
}
