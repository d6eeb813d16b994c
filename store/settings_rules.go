// Settings: the choices of the program, their rules, and what must follow when they change.

package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/outcome"
	"vouch/store/text"
)

// Settings are the program's choices; SettingSections has the default, the bounds and the words of each. Zero fields
// never occur in a stored value: DefaultSettings fills them.
type Settings struct {
	Company      string      `json:"company"`    // "" until somebody names it; sharing waits for that
	TimeZone     string      `json:"tz"`         // IANA; spans of boards and working days are counted here
	Rhythm       Rhythm      `json:"rhythm"`     // of everybody who chose none
	Picks        int         `json:"picks"`      // per digest
	HalfLifeDays int         `json:"half_life"`  // in which what people did with an item loses half its weight in choosing
	Languages    []string    `json:"languages"`  // that everybody reads beside the language of their Slack
	SpreadMin    int         `json:"spread"`     // minutes over which one due time is spread
	GraceMin     int         `json:"grace"`      // a digest later than this is missed
	WorkUntil    string      `json:"work_until"` // nothing is sent after this local time
	Holidays     []LocalDate `json:"holidays,omitempty"`

	Disclosure map[Network]string `json:"disclosure,omitempty"` // "" for networks without one of their own

	Points PointRules `json:"points"`

	BoardOn       bool `json:"board_on"`        // off until a program manager turns it on
	BoardMinGroup int  `json:"board_min_group"` // people a board needs to be shown

	Routes       []Route `json:"routes,omitempty"`
	OwnedDays    int     `json:"owned_days"`    // ownership window
	AnswerDays   int     `json:"answer_days"`   // working days until an owner is nudged
	EscalateDays int     `json:"escalate_days"` // working days until managers are told
	PurgeDays    int     `json:"purge_days"`    // days from the end of a referral until its personal data is erased

	OutcomeStages []string `json:"outcome_stages,omitempty"` // stages of other systems, see outcome.CheckRule

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

// The keys of the program bucket.
const (
	keySettings  = "settings"
	keyPersonas  = "personas"
	keyNight     = "night"     // when the night's work was done last
	keyHeartbeat = "heartbeat" // the newest heartbeat
)

// decodedSettings are settings together with the bytes that they were read from; nil bytes are those never saved.
type decodedSettings struct {
	raw      []byte
	settings Settings
}

// settings reads the settings once per transaction. Nearly every interaction asks for them, so they are decoded anew
// only when a snapshot holds other bytes than the last one did: whatever a transaction sees, it gets. Nobody may change
// what they point to.
func (t *tx) settings() *Settings {
	if t.settingsCache == nil {
		raw := t.Get(program, keySettings)
		last := t.db.settings.Load()
		if last == nil || !bytes.Equal(last.raw, raw) {
			last = &decodedSettings{bytes.Clone(raw), DefaultSettings()}
			t.program(keySettings, &last.settings)
			last.settings.Company = named(last.settings.Company)
			t.db.settings.Store(last)
		}
		t.settingsCache = &last.settings
	}
	return t.settingsCache
}

// clone is a copy that its holder may change.
func (s Settings) clone() Settings {
	s.Rhythm.Quiet, s.Holidays = slices.Clone(s.Rhythm.Quiet), slices.Clone(s.Holidays)
	s.Disclosure, s.Routes, s.Regulated = maps.Clone(s.Disclosure), slices.Clone(s.Routes), slices.Clone(s.Regulated)
	s.LeaderTitles, s.Topics = slices.Clone(s.LeaderTitles), slices.Clone(s.Topics)
	s.OutcomeStages = slices.Clone(s.OutcomeStages)
	return s
}

// program reads one value of the program bucket into v and leaves v alone when it was never saved.
func (t *tx) program(key string, v any) {
	raw := t.Get(program, key)
	if raw == nil {
		return
	}
	if raw[0] != kv.Layout {
		kv.Fail("program/%s: unknown layout", key)
	}
	if err := json.Unmarshal(raw[1:], v); err != nil {
		kv.Fail("program/%s: %w", key, err)
	}
}

func (t *tx) saveProgram(key string, v any) {
	raw, err := json.Marshal(v)
	if err != nil {
		kv.Fail("program/%s: %w", key, err)
	}
	t.Put(program, key, append([]byte{kv.Layout}, raw...))
}

// SaveSettings replaces the settings; s must carry the version that was read. A change of point rules gets the next
// rules version, past entries keep theirs. People's next digests and leaders follow the new rules at once.
// Fields of its FieldErrors: the json names of Settings, of its Rhythm and of its PointRules, "disclosure/NETWORK" and
// "routes/N", counted from 1.
func (db *DB) SaveSettings(actor EmployeeID, s Settings) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		// Tidied before it is compared: a space more must not make a version.
		s.tidy()
		if s.Version != t.settings().Version {
			return conflict("Somebody else changed the settings meanwhile. Open them again.")
		}
		if err := t.checkSettings(&s); err != nil {
			return err
		}
		if changes := t.replaceSettings(s); changes != "" {
			t.audit(actor, "settings.save", "settings", changes)
		}
		return nil
	})
}

// replaceSettings makes checked settings the program's and says what changed, "" for nothing. Versions are given here.
func (t *tx) replaceSettings(s Settings) string {
	old := *t.settings()
	// Every entry of the ledger names the version of the rules it was paid by.
	if s.Points.Version = old.Points.Version; s.Points != old.Points {
		s.Points.Version++
	}
	if s.Version = old.Version; sameJSON(s, old) {
		return ""
	}
	s.Version++
	t.saveProgram(keySettings, s)
	t.settingsCache, t.dueCache = &s, nil
	t.followSettings(&old, &s)
	return settingChanges(&old, &s)
}

// tidy cleans what people typed, so that equal settings are written equally. It cuts nothing: what is too long is
// refused.
func (s *Settings) tidy() {
	s.Company = named(text.Line(s.Company))
	s.Topics, s.Regulated = text.Distinct(s.Topics, text.Fold), text.Distinct(s.Regulated, text.Fold)
	s.Languages = text.Distinct(s.Languages, text.Fold)
	s.OutcomeStages = text.Distinct(s.OutcomeStages, text.Line)
	slices.Sort(s.Topics)
	slices.Sort(s.Regulated)
	s.Routes = slices.Clone(s.Routes)
	for i := range s.Routes {
		r := &s.Routes[i]
		r.Department, r.Location, r.Contains = text.Line(r.Department), text.Line(r.Location), text.Line(r.Contains)
	}
	for _, days := range []*[]time.Weekday{&s.Rhythm.Quiet, &s.Rhythm.Week} {
		*days = text.Unique(*days)
		slices.Sort(*days)
	}
	s.Holidays = slices.Clone(s.Holidays)
	slices.Sort(s.Holidays)
	s.Holidays = slices.Compact(s.Holidays)
	s.LeaderTitles = text.Distinct(s.LeaderTitles, text.Fold)
}

// named is the name of a company; older releases put words into the place of one that nobody had given.
func named(company string) string {
	if company == "Our company" {
		return ""
	}
	return company
}

// checkSettings says everything that is wrong with s at once.
func (t *tx) checkSettings(s *Settings) error {
	var wrong FieldErrors
	if s.Company == "" && t.settings().Company != "" {
		wrong.set("company", "Give the company a name.")
	}
	eachSetting(func(row *Setting) { row.check(s, &wrong) })
	if calendar.Zone(s.TimeZone) == nil {
		wrong.set("tz", "This time zone is not known. Write it like Europe/Berlin.")
	}
	wrong.merge(s.Rhythm.Validate())
	if s.Rhythm.Frequency == "" || s.Rhythm.At == "" {
		wrong.set("rhythm", "The program needs a frequency and a time.")
	}
	// Equal is allowed: then the nudge is skipped and the managers are told at once.
	if s.EscalateDays < s.AnswerDays {
		wrong.set("escalate_days", "Managers are told after the owner was nudged, not before.")
	}
	if s.ReviewLate < s.ReviewHours {
		wrong.set("review_late", "Managers are told after the reviewers were reminded, not before.")
	}
	if s.AskAfter <= s.SlowAfter {
		wrong.set("ask_after", "People are asked after their digest slowed down, not before.")
	}
	checkLanguages(s.Languages, &wrong)
	for _, rule := range s.OutcomeStages {
		if err := outcome.CheckRule(rule); err != nil {
			wrong.set("outcome_stages", fmt.Sprintf("%q: %s.", text.Cut(rule, 40), err))
		}
	}
	s.checkWords(&wrong)
	t.checkRoutes(s.Routes, &wrong)
	return wrong.err()
}

// checkLanguages refuses what no item could ever be in, such as "english".
func checkLanguages(list []string, wrong *FieldErrors) {
	for _, language := range list {
		if base := BaseLanguage(language); len(base) != 2 && len(base) != 3 {
			wrong.set("languages", fmt.Sprintf("%q is no language tag. Write it like en or pt-BR.", text.Cut(language, 20)))
		}
	}
}

// BaseLanguage is the language of a tag such as pt-BR or en_US, without its region; "" for none.
func BaseLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
	return base
}

// checkWords holds the disclosures to being there: an empty one would drop the notice that advertising law asks of
// employees. A network without its own text uses the default.
func (s *Settings) checkWords(wrong *FieldErrors) {
	for network, words := range s.Disclosure {
		field := "disclosure/" + string(network)
		if network != "" && !slices.Contains(Networks, network) {
			wrong.set(field, "This network is not known.")
		}
		if text.Line(words) == "" || tooLong(words, maxShort) {
			wrong.set(field, fmt.Sprintf("A disclosure needs 1 to %d characters.", maxShort))
		}
	}
}

// checkRoutes refuses owners who could not answer: strangers, guests and deactivated people. Somebody who owned a route
// before and left meanwhile may stay in it, where routing passes them over: their leaving must not block other changes.
func (t *tx) checkRoutes(routes []Route, wrong *FieldErrors) {
	before := t.settings().Routes
	for i, route := range routes {
		field := fmt.Sprintf("routes/%d", i+1)
		if tooLong(route.Department, maxShort) || tooLong(route.Location, maxShort) || tooLong(route.Contains, maxShort) {
			wrong.set(field, fmt.Sprintf("Shorten its texts to %d characters each.", maxShort))
		}
		if route.Kind != Candidate && route.Kind != Client {
			wrong.set(field, "A route is for candidates or for clients.")
		}
		if slices.ContainsFunc(before, func(r Route) bool { return r.Owner == route.Owner }) {
			continue
		}
		if e, err := t.member(route.Owner); err != nil || e.ID == "" {
			wrong.set(field, "The owner of this route is not an active person of the workspace.")
		}
	}
}

// followSettings brings people in line with changed settings: leaders by title and next digests.
func (t *tx) followSettings(old, s *Settings) {
	titles := !slices.Equal(old.LeaderTitles, s.LeaderTitles)
	plan := old.TimeZone != s.TimeZone || !slices.Equal(old.Holidays, s.Holidays) || !sameJSON(old.Rhythm, s.Rhythm)
	// Whoever caches the library must read it again.
	if old.HalfLifeDays != s.HalfLifeDays || !slices.Equal(old.Languages, s.Languages) {
		t.liveChanged = true
	}
	if !titles && !plan {
		return
	}
	var changed []Employee
	employees.Each(t.Tx, func(e *Employee) bool {
		before := *e
		if titles {
			applyLeaderRule(e, s)
		}
		// A digest that is due already stays due.
		if plan && e.NextDigest.After(t.now) {
			t.schedule(e)
		}
		if !sameEmployee(&before, e) {
			changed = append(changed, *e)
		}
		return true
	})
	// A new default time moves everybody who has none of their own, perhaps all of them.
	t.BatchRows()
	for i := range changed {
		t.saveEmployee(&changed[i])
	}
}

// sameJSON compares two values by what would be written.
func sameJSON(a, b any) bool {
	left, errLeft := json.Marshal(a)
	right, errRight := json.Marshal(b)
	return errLeft == nil && errRight == nil && string(left) == string(right)
}
