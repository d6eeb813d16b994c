// What lives in the leaf packages below store and is known everywhere by the names of the store.

package store

import (
	"time"

	"vouch/store/asset"
	"vouch/store/board"
	"vouch/store/calendar"
	"vouch/store/click"
	"vouch/store/crisis"
	"vouch/store/delivery"
	"vouch/store/employee"
	"vouch/store/lesson"
	"vouch/store/outcome"
	"vouch/store/persona"
	"vouch/store/pulse"
	"vouch/store/referral"
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
	TimeForm, DateForm          = settings.TimeForm, settings.DateForm
	DefaultNetwork              = settings.DefaultNetwork
	EarliestAt                  = settings.EarliestAt
	Daily, Three, Twice, Weekly = settings.Daily, settings.Three, settings.Twice, settings.Weekly
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
	Article, Job, Culture        = term.Article, term.Job, term.Culture
	CaseStudy, ThoughtLeadership = term.CaseStudy, term.ThoughtLeadership
	Event                        = term.Event
)

// The networks, and copy only.
const (
	LinkedIn, X, Bluesky        = term.LinkedIn, term.X, term.Bluesky
	Threads, Facebook, Mastodon = term.Threads, term.Facebook, term.Mastodon
	Reddit, WhatsApp            = term.Reddit, term.WhatsApp
	Email, CopyOnly             = term.Email, term.CopyOnly
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
	Delivery      = delivery.Delivery
	DeliveryState = delivery.State
	DigestPlan    = delivery.Plan
	Pick          = delivery.Pick
	ShareNews     = delivery.News
)

// Clicks on shared links, see package click.
type (
	ClickClass  = click.Class
	ClickCounts = click.Counts
)

// The classes of clicks.
const (
	Human, Repeat    = click.Human, click.Repeat
	Crawler, Preview = click.Crawler, click.Preview
	Prefetch, Head   = click.Prefetch, click.Head
	Scanner, Own     = click.Scanner, click.Own
)

// The states of a delivery.
const (
	Planned, Delivered = delivery.Planned, delivery.Delivered
	Missed, Dropped    = delivery.Missed, delivery.Dropped
)

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
	Saved, Unsaved, Cleared       = taste.Saved, taste.Unsaved, taste.Cleared
	Liked, Disliked, More         = taste.Liked, taste.Disliked, taste.More
	NotForMe                      = taste.NotForMe
	ReasonUnsaid, ReasonTopic     = taste.ReasonUnsaid, taste.ReasonTopic
	ReasonTooOften, ReasonNetwork = taste.ReasonTooOften, taste.ReasonNetwork
	ReasonSeen                    = taste.ReasonSeen
)

// Personas, their rules and whom these fit, see package persona.
type (
	Persona        = persona.Persona
	Rule           = persona.Rule
	FitBy          = persona.FitBy
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
	FeedSystem, GreenhouseSystem        = source.Feed, source.Greenhouse
	LeverSystem, AshbySystem, CSVSystem = source.Lever, source.Ashby, source.CSV
	SourceActive, SourcePaused          = source.Active, source.Paused
	SourceBroken                        = source.Broken
	DefaultPerDay, DefaultLiveAtOnce    = source.DefaultPerDay, source.DefaultLiveAtOnce
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

// Referrals, see package referral.
type (
	Referral     = referral.Referral
	ReferralID   = referral.ID
	Stage        = referral.Stage
	Person       = referral.Person
	StageChange  = referral.StageChange
	Question     = referral.Question
	Closing      = referral.Closing
	Correction   = referral.Correction
	Submission   = referral.Submission
	Verdict      = referral.Verdict
	SubmitResult = referral.Result
)

// The stages of referrals, see Stages for the order of each kind.
const (
	Submitted, Accepted, Screening = referral.Submitted, referral.Accepted, referral.Screening
	Interview, Offer, Hired        = referral.Interview, referral.Offer, referral.Hired
	Started, Meeting, Opportunity  = referral.Started, referral.Meeting, referral.Opportunity
	Won, Declined, StageWithdrawn  = referral.Won, referral.Declined, referral.StageWithdrawn
)

// The verdicts on a submission, and when managers were told that an answer is late.
const (
	VerdictAccepted, VerdictKnown = referral.VerdictAccepted, referral.VerdictKnown
	VerdictYours, VerdictNot      = referral.VerdictYours, referral.VerdictNot
	Escalated                     = referral.Escalated
)

// Relationships lists how a referrer may know a person, in the order forms show them.
var Relationships = referral.Relationships

// Stages gives the order of a kind's stages, without declined and withdrawn.
func Stages(kind ReferralKind) []Stage { return referral.Stages(kind) }

// People and their attention, see package employee.
type (
	Attention    = employee.Attention
	Employee     = employee.Employee
	JoinForm     = employee.JoinForm
	Preferences  = employee.Preferences
	RhythmChoice = employee.RhythmChoice
	Role         = employee.Role
	SlackUser    = employee.SlackUser
	SyncResult   = employee.SyncResult
)

// The choices of a rhythm, the roles, and the actor of the command line.
const (
	RhythmKept, RhythmWeekly     = employee.RhythmKept, employee.RhythmWeekly
	RhythmStopped                = employee.RhythmStopped
	Manager, Curator, Compliance = employee.Manager, employee.Curator, employee.Compliance
	Recruiter, Seller            = employee.Recruiter, employee.Seller
	Operator                     = employee.Operator
)

// Roles lists every role in the order forms show them.
var Roles = employee.Roles

// Assets and who comes to events, see package asset.
type (
	Asset           = asset.Asset
	AssetState      = asset.State
	Variant         = asset.Variant
	JobFacts        = asset.JobFacts
	TalkingPoint    = asset.TalkingPoint
	Review          = asset.Review
	Proposal        = asset.Proposal
	EventFacts      = asset.EventFacts
	Appointment     = asset.Appointment
	Attendance      = asset.Attendance
	AttendanceState = asset.AttendanceState
	Turnout         = asset.Turnout
)

// The states of assets, and what somebody answered to an event.
const (
	Draft, InReview, Scheduled = asset.Draft, asset.InReview, asset.Scheduled
	Live, Expired, Withdrawn   = asset.Live, asset.Expired, asset.Withdrawn
	Going, Waiting, NotComing  = asset.Going, asset.Waiting, asset.NotComing
)

// Leaderboards and entries of the ledger of points, see package board.
type (
	Entry         = board.Entry
	Board         = board.Board
	BoardQuery    = board.Query
	BoardSchedule = board.Schedule
	BoardPost     = board.Post
	BoardResult   = board.Result
	BoardOutcome  = board.Outcome
	Row           = board.Row
	Score         = board.Score
)

// What became of a post of a board.
const (
	BoardPosted, BoardSkipped = board.BoardPosted, board.BoardSkipped
	BoardFailed               = board.BoardFailed
)

// What came of shares and referrals, see package outcome.
type (
	Known          = outcome.Known
	Outcome        = outcome.Outcome
	OutcomeEvent   = outcome.Told
	OutcomeID      = outcome.ID
	OutcomeKind    = outcome.Kind
	OutcomeState   = outcome.State
	Touch          = outcome.Touch
	WaitingOutcome = outcome.WaitingOutcome
)

// The states of outcomes.
const (
	OutcomeCounted, OutcomeWaiting = outcome.OutcomeCounted, outcome.OutcomeWaiting
	OutcomeRepeat, OutcomeOther    = outcome.OutcomeRepeat, outcome.OutcomeOther
)

// Introductions, see package referral.
type (
	IntroStage   = referral.IntroStage
	Introduction = referral.Introduction
)

// The stages of introductions, in their order.
const (
	IntroOffered, IntroSent = referral.IntroOffered, referral.IntroSent
	IntroAnswered, IntroMet = referral.IntroAnswered, referral.IntroMet
	IntroReferred           = referral.IntroReferred
	IntroEnded              = referral.IntroEnded
)

// Lessons, see package lesson.
type (
	Lesson      = lesson.Lesson
	WrongAnswer = lesson.Wrong
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

// Crises, see package crisis.
type (
	Crisis       = crisis.Crisis
	CrisisEffect = crisis.Effect
	CrisisID     = crisis.ID
	CrisisScope  = crisis.Scope
	CrisisWork   = crisis.Work
)

// What a crisis holds.
const HoldAll, HoldTopic, HoldAsset = crisis.HoldAll, crisis.HoldTopic, crisis.HoldAsset
