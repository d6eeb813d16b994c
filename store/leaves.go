// What lives in the leaf packages below store, by the names of the store: choices, content, digests and what people
// answer. People and referrals follow in leaves_people.go.

package store

import (
	"time"

	"vouch/store/calendar"
	"vouch/store/clearance"
	"vouch/store/click"
	"vouch/store/delivery"
	"vouch/store/lesson"
	"vouch/store/persona"
	"vouch/store/pulse"
	"vouch/store/settings"
	"vouch/store/source"
	"vouch/store/story"
	"vouch/store/taste"
	"vouch/store/term"
	"vouch/store/text"
)

// The longest texts in characters.
const (
	maxName, maxShort, maxLong = text.MaxName, text.MaxShort, text.MaxLong
)

// Choices of the program and their parts, see package settings.
type (
	Settings       = settings.Settings
	Setting        = settings.Setting
	SettingSection = settings.Section
	PointRules     = settings.PointRules
	BonusRules     = settings.BonusRules
	Route          = settings.Route
	Rhythm         = settings.Rhythm
	Frequency      = settings.Frequency
)

// Words of settings, see package settings.
const (
	TimeForm, DateForm, DefaultNetwork = settings.TimeForm, settings.DateForm, settings.DefaultNetwork
	EarliestAt, Daily, Three           = settings.EarliestAt, settings.Daily, settings.Three
	Twice, Weekly                      = settings.Twice, settings.Weekly
)

// Lists of settings, see package settings.
var (
	SettingSections = settings.Sections
	CreditModels    = settings.CreditModels
	Frequencies     = settings.Frequencies
	OfficeWeek      = settings.OfficeWeek
)

// ParseGoal reads a goal such as "5 hires from 2026-01-01 to 2026-12-31".
func ParseGoal(words string) (settings.Goal, bool) { return settings.ParseGoal(words) }

// DefaultSettings are the program's choices before anybody chose.
func DefaultSettings() Settings { return settings.Default() }

// Region is the country of a tag such as pt-BR or en_US, "" for none.
func Region(tag string) string { return settings.Region(tag) }

// BaseLanguage is the language of a tag such as pt-BR or en_US, without its region; "" for none.
func BaseLanguage(tag string) string { return settings.BaseLanguage(tag) }

// LocalDate is a calendar day in a person's zone, "2006-01-02".
type LocalDate = calendar.LocalDate

// DateOf is the calendar day of at in loc.
func DateOf(at time.Time, loc *time.Location) LocalDate { return calendar.DateOf(at, loc) }

// AtClock is calendar.AtClock.
func AtClock(wall time.Time, loc *time.Location) (at time.Time, exists bool) {
	return calendar.AtClock(wall, loc)
}

// Location is the zone called name, else the one called fallback, else UTC.
func Location(name, fallback string) *time.Location { return calendar.Location(name, fallback) }

// Ids and fixed lists, see package term.
type (
	AssetID      = term.AssetID
	AssetKind    = term.AssetKind
	Audience     = term.Audience
	EmployeeID   = term.EmployeeID
	IntroID      = term.IntroID
	Network      = term.Network
	PersonaID    = term.PersonaID
	ReferralKind = term.ReferralKind
	ShareID      = term.ShareID
)

// The kinds of content.
const (
	Article, Job, Culture, CaseStudy = term.Article, term.Job, term.Culture, term.CaseStudy
	ThoughtLeadership, Event         = term.ThoughtLeadership, term.Event
)

// The networks, and copy only.
const (
	LinkedIn, X, Bluesky, Threads, Facebook     = term.LinkedIn, term.X, term.Bluesky, term.Threads, term.Facebook
	Mastodon, Reddit, WhatsApp, Email, CopyOnly = term.Mastodon, term.Reddit, term.WhatsApp, term.Email, term.CopyOnly
)

// The outside readers.
const (
	Buyers, Candidates, Peers = term.Buyers, term.Candidates, term.Peers
	Customers, Partners       = term.Customers, term.Partners
)

// The kinds of referral.
const (
	Candidate, Client = term.Candidate, term.Client
)

// The lists in the order in which forms show them.
var (
	AssetKinds = term.AssetKinds
	Audiences  = term.Audiences
	Networks   = term.Networks
)

// Deliveries and their picks, see package delivery.
type (
	Delivery   = delivery.Delivery
	DigestPlan = delivery.Plan
	Pick       = delivery.Pick
	ShareNews  = delivery.News
)

// Clicks on shared links, see package click.
type (
	Click       = click.Click
	ClickClass  = click.Class
	ClickCounts = click.Counts
)

// The classes of clicks.
const (
	Human, Repeat, Crawler, Preview, Prefetch = click.Human, click.Repeat, click.Crawler, click.Preview, click.Prefetch
	Head, Scanner, Own                        = click.Head, click.Scanner, click.Own
)

// The states of a delivery.
const Planned, Delivered, Missed, Dropped = delivery.Planned, delivery.Delivered, delivery.Missed, delivery.Dropped

// SuspectAt is how many signs make a Scanner of what looks like a person.
const SuspectAt = click.SuspectAt

// What people answer to assets and what that teaches, see package taste.
type (
	Beta     = taste.Beta
	Taste    = taste.Taste
	Feedback = taste.Feedback
	Opinion  = taste.Opinion
	Evidence = taste.Evidence
	Counts   = taste.Counts
	Deeds    = taste.Deeds
)

// The answers, and the reasons of NotForMe.
const (
	Saved, Unsaved, Cleared                   = taste.Saved, taste.Unsaved, taste.Cleared
	Liked, Disliked, More                     = taste.Liked, taste.Disliked, taste.More
	NotForMe, ReasonUnsaid, ReasonTopic       = taste.NotForMe, taste.ReasonUnsaid, taste.ReasonTopic
	ReasonTooOften, ReasonNetwork, ReasonSeen = taste.ReasonTooOften, taste.ReasonNetwork, taste.ReasonSeen
)

// Personas, their rules and whom these fit, see package persona.
type (
	Persona        = persona.Persona
	Rule           = persona.Rule
	Fit            = persona.Fit
	SomePeople     = persona.SomePeople
	PersonaPreview = persona.Preview
	Membership     = persona.Membership
)

// What rules look at, in the order in which a reason is looked for.
const (
	ByTitle, ByDepartment, ByLocation = persona.ByTitle, persona.ByDepartment, persona.ByLocation
	ByGroup, ByChannel                = persona.ByGroup, persona.ByChannel
)

// DefaultPersonas are the eight groups most companies have, see package persona.
func DefaultPersonas() []Persona { return persona.Defaults() }

// Sources and how their readings went, see package source.
type (
	Source       = source.Source
	SourceID     = source.ID
	SourceSystem = source.System
	SourceState  = source.State
	TagRule      = source.TagRule
	PollResult   = source.Result
)

// The systems and the states of sources, and the defaults of their caps.
const (
	FeedSystem, GreenhouseSystem, LeverSystem, AshbySystem = source.Feed, source.Greenhouse, source.Lever, source.Ashby
	CSVSystem, SourceActive, SourcePaused, SourceBroken    = source.CSV, source.Active, source.Paused, source.Broken
	DefaultPerDay, DefaultLiveAtOnce                       = source.DefaultPerDay, source.DefaultLiveAtOnce
)

// Stories, see package story.
type (
	Story      = story.Story
	StoryID    = story.ID
	StoryState = story.State
	StoryText  = story.Text
	StoryPhoto = story.Photo
	StoryForm  = story.Form
	Answer     = story.Answer
	Consent    = story.Consent
)

// The states of stories, and the scopes of consent from the widest.
const (
	StoryTold, StoryEdited, StoryChanges         = story.Told, story.Edited, story.Changes
	StoryApproved, StoryDeclined, StoryWithdrawn = story.Approved, story.Declined, story.Withdrawn
	ShareNamed, ShareUnnamed, InsideOnly         = story.ShareNamed, story.ShareUnnamed, story.InsideOnly
)

// Consents lists every scope of consent in the order forms show them.
var Consents = story.Consents

// AnswerField names the field of an answer in FieldErrors: "answer.0".
func AnswerField(i int) string { return story.AnswerField(i) }

// Texts that compliance reads, see package clearance.
type (
	Clearance      = clearance.Clearance
	ClearanceID    = clearance.ID
	ClearanceState = clearance.State
)

// What compliance decided about a text.
const (
	ClearanceAsked, ClearanceAllowed = clearance.Asked, clearance.Allowed
	ClearanceRefused                 = clearance.Refused
	ClearanceErased                  = clearance.Erased
)

// Lessons, see package lesson.
type (
	Lesson       = lesson.Lesson
	LessonAnswer = lesson.Reply
	LessonResult = lesson.Result
	WrongAnswer  = lesson.Wrong
)

// The pulse of a quarter, and why people leave, see package pulse.
type (
	PulseResult = pulse.Result
	LeaveReason = pulse.Reason
)

// LeaveReasonList has the reasons in the order in which they are offered.
var LeaveReasonList = pulse.Reasons

// QuarterWords are a quarter such as "2026-Q1" as people say it.
func QuarterWords(quarter string) string { return pulse.Words(quarter) }

// QuarterBefore names the quarter before one.
func QuarterBefore(quarter string) string { return pulse.Before(quarter) }

// The bounds of lessons, see package lesson.
const (
	MaxLessonTitle, MaxLessonText = lesson.MaxTitle, lesson.MaxText
	MaxLessonWords, WrongAnswers  = lesson.MaxWords, lesson.Wrongs
	MaxLessonQuestion             = lesson.MaxQuestion
	MaxLessonAnswer, MaxLessonWhy = lesson.MaxAnswer, lesson.MaxWhy
)
