// The rules of settings: their defaults, what makes them valid, and what must follow when they change.

package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// The keys of the program bucket.
const (
	keySettings = "settings"
	keyPersonas = "personas"
)

// DefaultSettings are the program's choices before anybody chose. Points are those of product rule 6.1; 180 days of
// ownership follow the common end of a referral after six months, and so do the 180 days until a closed one loses its
// personal data (product rule 5.6).
func DefaultSettings() Settings {
	return Settings{
		Company: "Our company", TimeZone: "UTC",
		Rhythm: Rhythm{Frequency: Daily, At: "09:30"}, Picks: 3, SpreadMin: 10, GraceMin: 180, WorkUntil: "18:00",
		Points: PointRules{Version: 1, ShareDeclared: 5, OwnWords: 5, ShareProven: 5,
			ContentAccepted: 10, ReferralAccepted: 10, ReferralInterview: 30, ReferralHired: 100, PaidSharesPerDay: 3},
		BoardMinGroup: 3, OwnedDays: 180, AnswerDays: 3, EscalateDays: 5, PurgeDays: 180,
		ReviewHours: 4, ReviewLate: 24, WeeklyCap: 10, SlowAfter: 3, AskAfter: 6,
		LeaderTitles: []string{"chief", "ceo", "cto", "cfo", "coo", "cmo", "cpo", "cro", "vp", "vice president", "svp", "evp",
			"president", "founder", "co-founder", "managing director", "head of", "director", "general manager"},
		Version: 1,
	}
}

// settings reads the settings once per transaction.
func (t *tx) settings() *Settings {
	if t.settingsCache == nil {
		s := DefaultSettings()
		t.program(keySettings, &s)
		t.settingsCache = &s
	}
	return t.settingsCache
}

// program reads one value of the program bucket into v and leaves v alone when it was never saved.
func (t *tx) program(key string, v any) {
	raw := t.get(program, key)
	if raw == nil {
		return
	}
	if raw[0] != layout {
		fail("program/%s: unknown layout", key)
	}
	if err := json.Unmarshal(raw[1:], v); err != nil {
		fail("program/%s: %w", key, err)
	}
}

// saveProgram writes one value of the program bucket.
func (t *tx) saveProgram(key string, v any) {
	raw, err := json.Marshal(v)
	if err != nil {
		fail("program/%s: %w", key, err)
	}
	t.put(program, key, append([]byte{layout}, raw...))
}

// Settings returns the program's choices, the defaults before any were saved.
func (db *DB) Settings() (Settings, error) {
	return read(db, func(t *tx) (Settings, error) { return *t.settings(), nil })
}

// SaveSettings replaces the settings; s must carry the version that was read. A change of point rules gets the next
// rules version, past entries keep theirs. People's next digests and leaders follow the new rules at once.
// Fields of its FieldErrors: the json names of Settings, of its Rhythm and of its PointRules, "disclosure/NETWORK" and
// "routes/N", counted from 1.
func (db *DB) SaveSettings(actor EmployeeID, s Settings) error {
	return change(db, func(t *tx) error {
		if err := t.require(actor, Manager); err != nil {
			return err
		}
		// Tidied before it is compared: a space more must not make a version.
		s.tidy()
		if s.Version != t.settings().Version {
			return conflict("Somebody else changed the settings meanwhile. Open them again.")
		}
		if err := t.checkSettings(&s); err != nil {
			return err
		}
		if fields := t.replaceSettings(s); fields != "" {
			t.audit(actor, "settings.save", "settings", fields)
		}
		return nil
	})
}

// replaceSettings makes checked settings the program's and gives the json names of what changed, "" for nothing. Versions
// are given here.
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
	return changedFields(old, s)
}

// tidy cleans what people typed, so that equal settings are written equally. It cuts nothing: what is too long is refused.
func (s *Settings) tidy() {
	s.Company = clean(s.Company)
	s.Topics, s.Regulated = foldedList(s.Topics), foldedList(s.Regulated)
	slices.Sort(s.Topics)
	slices.Sort(s.Regulated)
	s.Routes = slices.Clone(s.Routes)
	for i := range s.Routes {
		r := &s.Routes[i]
		r.Department, r.Location, r.Contains = clean(r.Department), clean(r.Location), clean(r.Contains)
	}
	s.Rhythm.Quiet = unique(s.Rhythm.Quiet)
	slices.Sort(s.Rhythm.Quiet)
	s.Holidays = slices.Clone(s.Holidays)
	slices.Sort(s.Holidays)
	s.Holidays = slices.Compact(s.Holidays)
	s.LeaderTitles = foldedList(s.LeaderTitles)
}

// foldedList folds texts and keeps the first of equal ones, in order; empty ones go.
func foldedList(list []string) (kept []string) {
	seen := map[string]bool{"": true}
	for _, text := range list {
		if text = fold(text); !seen[text] {
			seen[text] = true
			kept = append(kept, text)
		}
	}
	return kept
}

// The longest lists of the settings: what is longer is a slip, and no form could show it.
const (
	maxListed    = 500
	maxRegulated = 200
)

// checkLengths refuses texts and lists that are too long, whichever way they came: cut silently they would mean something else.
func (s *Settings) checkLengths(wrong *FieldErrors) {
	if tooLong(s.Company, maxShort) {
		wrong.set("company", fmt.Sprintf("Shorten this to %d characters.", maxShort))
	}
	for _, list := range []struct {
		field     string
		texts     []string
		most, max int // elements, and characters of one
	}{{"topics", s.Topics, maxListed, maxTopic}, {"regulated", s.Regulated, maxRegulated, maxTopic}, {"leader_titles", s.LeaderTitles, maxListed, maxShort}} {
		if len(list.texts) > list.most {
			wrong.set(list.field, fmt.Sprintf("Give at most %d of them.", list.most))
		}
		for _, text := range list.texts {
			if tooLong(text, list.max) {
				wrong.set(list.field, fmt.Sprintf("%q is too long. Shorten it to %d characters.", cut(text, 30), list.max))
			}
		}
	}
	if len(s.Holidays) > maxListed {
		wrong.set("holidays", fmt.Sprintf("Give at most %d of them.", maxListed))
	}
	if len(s.Routes) > maxListed {
		wrong.set(fmt.Sprintf("routes/%d", maxListed+1), fmt.Sprintf("Give at most %d of them.", maxListed))
	}
	for i, r := range s.Routes {
		if tooLong(r.Department, maxShort) || tooLong(r.Location, maxShort) || tooLong(r.Contains, maxShort) {
			wrong.set(fmt.Sprintf("routes/%d", i+1), fmt.Sprintf("Shorten its texts to %d characters each.", maxShort))
		}
	}
}

// checkSettings says everything that is wrong with s at once.
func (t *tx) checkSettings(s *Settings) error {
	var wrong FieldErrors
	if s.Company == "" {
		wrong.set("company", "Give the company a name.")
	}
	s.checkLengths(&wrong)
	if loadZone(s.TimeZone) == nil {
		wrong.set("tz", "This time zone is not known. Write it like Europe/Berlin.")
	}
	wrong.merge(s.Rhythm.Validate())
	if s.Rhythm.Frequency == "" || s.Rhythm.At == "" {
		wrong.set("rhythm", "The program needs a frequency and a time.")
	}
	if _, _, ok := clockTime(s.WorkUntil); !ok {
		wrong.set("work_until", "Write the time as hours and minutes, such as 18:00.")
	}
	// A group under three would show single people's numbers to everybody; the upper bounds only catch slips of the finger.
	for _, bound := range []struct {
		field           string
		value, min, max int
	}{
		{"picks", s.Picks, 1, maxPicks}, {"spread", s.SpreadMin, 0, 120}, {"grace", s.GraceMin, 0, 24 * 60},
		{"board_min_group", s.BoardMinGroup, 3, 1000}, {"owned_days", s.OwnedDays, 1, 3650},
		{"answer_days", s.AnswerDays, 1, 60}, {"escalate_days", s.EscalateDays, 1, 90}, {"purge_days", s.PurgeDays, 1, 3650},
		{"review_hours", s.ReviewHours, 1, 400}, {"review_late", s.ReviewLate, 1, 400}, {"weekly_cap", s.WeeklyCap, 1, 100},
		{"slow_after", s.SlowAfter, 1, 100}, {"ask_after", s.AskAfter, 2, 100},
	} {
		if bound.value < bound.min || bound.value > bound.max {
			wrong.set(bound.field, fmt.Sprintf("Choose a number from %d to %d.", bound.min, bound.max))
		}
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
	for _, day := range s.Holidays {
		if !isDate(day) {
			wrong.set("holidays", fmt.Sprintf("%q is not a day. Write it like 2026-12-25.", cut(string(day), 20)))
		}
	}
	s.checkWords(&wrong)
	s.Points.check(&wrong)
	t.checkRoutes(s.Routes, &wrong)
	return wrong.err()
}

// checkWords holds the disclosures to being there: an empty one would drop the notice that advertising law asks of employees.
// A network without its own text uses the default.
func (s *Settings) checkWords(wrong *FieldErrors) {
	for network, text := range s.Disclosure {
		field := "disclosure/" + string(network)
		if network != "" && !slices.Contains(Networks, network) {
			wrong.set(field, "This network is not known.")
		}
		if clean(text) == "" || tooLong(text, maxShort) {
			wrong.set(field, fmt.Sprintf("A disclosure needs 1 to %d characters.", maxShort))
		}
	}
}

// check bounds the points; the upper end only catches slips of the finger.
func (p PointRules) check(wrong *FieldErrors) {
	for field, points := range map[string]int{
		"share_declared": p.ShareDeclared, "own_words": p.OwnWords, "share_proven": p.ShareProven, "content_accepted": p.ContentAccepted,
		"referral_accepted": p.ReferralAccepted, "referral_interview": p.ReferralInterview, "referral_hired": p.ReferralHired,
		"paid_shares_per_day": p.PaidSharesPerDay,
	} {
		if points < 0 || points > 10000 {
			wrong.set(field, "Choose a number from 0 to 10000.")
		}
	}
}

// checkRoutes refuses owners who could not answer: strangers, guests and deactivated people. Somebody who owned a route
// before and left meanwhile may stay in it, where routing passes them over: their leaving must not block other changes.
func (t *tx) checkRoutes(routes []Route, wrong *FieldErrors) {
	before := t.settings().Routes
	for i, route := range routes {
		field := fmt.Sprintf("routes/%d", i+1)
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
	if !titles && !plan {
		return
	}
	var changed []Employee
	employees.each(t, func(e *Employee) bool {
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
	t.bulk = true
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

// changedFields lists the json names of the settings that differ, for the audit.
func changedFields(old, new Settings) string {
	var before, after map[string]json.RawMessage
	for _, side := range []struct {
		from Settings
		to   *map[string]json.RawMessage
	}{{old, &before}, {new, &after}} {
		raw, err := json.Marshal(side.from)
		if err == nil {
			err = json.Unmarshal(raw, side.to)
		}
		if err != nil {
			fail("compare settings: %w", err)
		}
	}
	var fields string
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if name != "version" && string(before[name]) != string(after[name]) {
			if fields != "" {
				fields += ", "
			}
			fields += name
		}
	}
	return fields
}
