// Package source knows what a source of the library is, what makes one valid, and how often it is read.
package source

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"vouch/store/address"
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// ID is a ULID, or "slack" and "csv" in the Source field of assets that no source brought.
type ID string

// System is what answers at a source's address.
type System string

// The systems. A feed is RSS, Atom or JSON Feed.
const (
	Feed       System = "feed"
	Greenhouse System = "greenhouse"
	Lever      System = "lever"
	Ashby      System = "ashby"
	CSV        System = "csv"
)

// State is whether a source is read.
type State string

// The states. A broken source is still tried, ever more rarely.
const (
	Active State = "active"
	Paused State = "paused"
	Broken State = "broken"
)

// TagRule gives topics, personas or a kind to items in which one of its words occurs.
type TagRule struct {
	Words    []string         `json:"words" yaml:"words"`
	Topics   []string         `json:"topics,omitempty" yaml:"topics,omitempty"`
	Personas []term.PersonaID `json:"personas,omitempty" yaml:"personas,omitempty"`
	Kind     term.AssetKind   `json:"kind,omitempty" yaml:"kind,omitempty"`
}

// Source is one feed, job board or file that fills the library.
type Source struct {
	ID      ID     `json:"id"`
	Name    string `json:"name"`    // 1-80 characters
	Address string `json:"address"` // http or https; unique among sources
	System  System `json:"system"`  // "" until it was read once
	State   State  `json:"state"`

	AutoApprove bool             `json:"auto_approve,omitempty"` // items go live unreviewed, unless a topic is regulated
	PerDay      int              `json:"per_day"`                // new assets a day at most, default 10
	LiveAtOnce  int              `json:"live_at_once"`           // live and waiting assets at most, default 100
	Kind        term.AssetKind   `json:"kind,omitempty"`         // of items that do not say; "" article, or job of a board
	Topics      []string         `json:"topics,omitempty"`       // given to every item
	Personas    []term.PersonaID `json:"personas,omitempty"`     // given to items for which no rule names one
	Audiences   []term.Audience  `json:"audiences,omitempty"`    // given to items that name none
	Rules       []TagRule        `json:"rules,omitempty"`

	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	LastTry      time.Time `json:"last_try,omitzero"`
	LastGood     time.Time `json:"last_good,omitzero"`
	Result       string    `json:"result,omitempty"`       // of the last try, in words for curators
	Failures     int       `json:"failures,omitempty"`     // in a row
	FailingSince time.Time `json:"failing_since,omitzero"` // the first of them
	Doubts       int       `json:"doubts,omitempty"`       // jobs the last answer lacked, too many to be believed at once
	NextTry      time.Time `json:"next_try,omitzero"`      // zero when paused

	AddedBy term.EmployeeID    `json:"added_by,omitempty"`
	AddedAt time.Time          `json:"added_at"`
	Version int                `json:"version"`
	Day     calendar.LocalDate `json:"day,omitempty"`   // the day Taken counts
	Taken   int                `json:"taken,omitempty"` // assets added on that day
}

// The bounds and defaults of a source. The caps keep one careless feed from filling the library and the review queue.
const (
	DefaultPerDay     = 10
	DefaultLiveAtOnce = 100

	maxSources    = 200
	maxName       = 80
	maxPerDay     = 1000
	maxLiveAtOnce = 5000
	maxRules      = 50
	maxRuleWords  = 50
)

// With is s as next decides it, who tells what people decide; what readings left stays. Another address is read at once
// and whole.
func (s Source) With(next *Source, now time.Time) Source {
	old := s
	s.Name, s.Address, s.System, s.AutoApprove = next.Name, next.Address, next.System, next.AutoApprove
	s.PerDay, s.LiveAtOnce = next.PerDay, next.LiveAtOnce
	s.Kind, s.Topics, s.Personas, s.Rules = next.Kind, next.Topics, next.Personas, next.Rules
	s.Audiences = next.Audiences
	if s.Address != old.Address {
		s.ETag, s.LastModified, s.Doubts = "", "", 0
		if s.State != Paused {
			s.NextTry = now
		}
	}
	// Places that just became free are filled at the next reading, which an unchanged document would otherwise end early.
	if s.PerDay > old.PerDay || s.LiveAtOnce > old.LiveAtOnce {
		s.ETag, s.LastModified = "", ""
	}
	return s
}

// Pause stops the readings and tells whether there were any.
func (s *Source) Pause() bool {
	if s.State == Paused {
		return false
	}
	s.State, s.NextTry = Paused, time.Time{}
	return true
}

// Resume makes a paused source due at once and tells whether it was paused. Old failures say nothing about today;
// validators are dropped because much may have been missed.
func (s *Source) Resume(now time.Time) bool {
	if s.State != Paused {
		return false
	}
	s.State, s.NextTry, s.Failures, s.FailingSince, s.Doubts = Active, now, 0, time.Time{}, 0
	s.ETag, s.LastModified = "", ""
	return true
}

// Check cleans s and says everything that is wrong with it at once. Readers know a source by its name and the program
// by its address, so neither is that of one of the others. known tells the personas of the program.
func (s *Source) Check(others []Source, known func(term.PersonaID) bool) error {
	var wrong problem.Fields
	s.Name, s.Address = text.Line(s.Name), Address(s.Address)
	s.Topics, s.Personas, s.Audiences = text.Topics(s.Topics), text.Unique(s.Personas), text.Unique(s.Audiences)
	if s.Name == "" || text.Longer(s.Name, maxName) {
		wrong.Set("name", fmt.Sprintf("Give it a name of at most %d characters.", maxName))
	}
	if !address.IsWeb(s.Address) {
		wrong.Set("address", "Give the full address of the feed or job board, beginning with https://.")
	} else if s.ID == "" && len(others) >= maxSources {
		wrong.Set("address", fmt.Sprintf("There are %d sources already. Remove one that nobody needs.", maxSources))
	}
	for _, other := range others {
		if other.ID == s.ID {
			continue
		}
		if other.Address == s.Address {
			wrong.Set("address", "This address is there already, as "+other.Name+".")
		}
		if text.Fold(other.Name) == text.Fold(s.Name) {
			wrong.Set("name", "Another source has this name, at "+other.Address+".")
		}
	}
	if !slices.Contains([]System{"", Feed, Greenhouse, Lever, Ashby, CSV}, s.System) {
		wrong.Set("system", "This kind of source is not known.")
	}
	s.PerDay, s.LiveAtOnce = cmp.Or(s.PerDay, DefaultPerDay), cmp.Or(s.LiveAtOnce, DefaultLiveAtOnce)
	wrong.Within("per_day", s.PerDay, 1, maxPerDay)
	wrong.Within("live_at_once", s.LiveAtOnce, 1, maxLiveAtOnce)
	if s.Kind != "" && !slices.Contains(term.AssetKinds, s.Kind) {
		wrong.Set("kind", "Choose one of the kinds of content.")
	}
	wrong.Topics("topics", s.Topics)
	CheckPersonas(s.Personas, known, "personas", "", &wrong)
	term.CheckAudiences(s.Audiences, &wrong)
	s.checkTagRules(known, &wrong)
	return wrong.Err()
}

// Address is an address as it is kept: what follows "#" never reaches a server, so it cannot tell two sources
// apart.
func Address(address string) string {
	address, _, _ = strings.Cut(strings.TrimSpace(address), "#")
	return address
}

// checkTagRules cleans the rules; one that looks for nothing or gives nothing is a slip that would go unnoticed.
func (s *Source) checkTagRules(known func(term.PersonaID) bool, wrong *problem.Fields) {
	s.Rules = slices.Clone(s.Rules)
	if len(s.Rules) > maxRules {
		wrong.Set("rules", fmt.Sprintf("Write at most %d rules.", maxRules))
	}
	for i := range s.Rules {
		r, place := &s.Rules[i], fmt.Sprintf("Rule %d: ", i+1)
		var words []string
		for _, word := range r.Words {
			if word = text.Cut(text.Fold(word), text.MaxShort); word != "" {
				words = append(words, word)
			}
		}
		r.Words, r.Topics, r.Personas = text.Unique(words), text.Topics(r.Topics), text.Unique(r.Personas)
		switch {
		case len(r.Words) == 0:
			wrong.Set("rules", place+"name the words to look for.")
		case len(r.Words) > maxRuleWords:
			wrong.Set("rules", fmt.Sprintf("%sname at most %d words.", place, maxRuleWords))
		case len(r.Topics) == 0 && len(r.Personas) == 0 && r.Kind == "":
			wrong.Set("rules", place+"say which topic, persona or kind the words stand for.")
		case r.Kind != "" && !slices.Contains(term.AssetKinds, r.Kind):
			wrong.Set("rules", place+"there is no such kind of content.")
		}
		CheckPersonas(r.Personas, known, "rules", place, wrong)
	}
}

// CheckPersonas refuses personas that the program does not have.
func CheckPersonas(ids []term.PersonaID, known func(term.PersonaID) bool, field, place string, wrong *problem.Fields) {
	for _, id := range ids {
		if !known(id) {
			wrong.Set(field, place+"There is no persona "+text.Cut(text.Line(string(id)), 40)+".")
		}
	}
}

// Decided is a source as people decided it: active or paused, and nothing of its readings.
func (s Source) Decided() Source {
	state := Active
	if s.State == Paused {
		state = Paused
	}
	return Source{Name: s.Name, Address: s.Address, System: s.System, State: state, AutoApprove: s.AutoApprove,
		PerDay: s.PerDay, LiveAtOnce: s.LiveAtOnce, Kind: s.Kind, Topics: s.Topics, Personas: s.Personas,
		Audiences: s.Audiences, Rules: s.Rules}
}

// ByTime is the index of the table.
var ByTime = kv.NewBucket("sources_by_time") // next poll, source

// Table holds sources. They are few: a company has a blog, a newsroom and a job board or two.
var Table = kv.Table[Source]{
	Bucket:  kv.NewBucket("sources"), // source -> Source
	Indexes: []*kv.Bucket{ByTime},
	Key:     func(s *Source) string { return string(s.ID) },
	Rows: func(s *Source) []kv.Row {
		if s.NextTry.IsZero() {
			return nil
		}
		return []kv.Row{ByTime.Row(kv.TimeKey(s.NextTry)+string(s.ID), "")}
	},
}
