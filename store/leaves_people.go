// What lives in the leaf packages about people, referrals and what came of them, by the names of the store.

package store

import (
	"vouch/store/asset"
	"vouch/store/audit"
	"vouch/store/board"
	"vouch/store/campaign"
	"vouch/store/crisis"
	"vouch/store/employee"
	"vouch/store/message"
	"vouch/store/outcome"
	"vouch/store/persona"
	"vouch/store/problem"
	"vouch/store/recognition"
	"vouch/store/referral"
	"vouch/store/share"
	"vouch/store/webhook"
)

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
	Sponsor                      = employee.Sponsor
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
	Attendance      = asset.Attendance
	AttendanceState = asset.AttendanceState
	Turnout         = asset.Turnout
)

// The states of assets, and what somebody answered to an event.
const (
	Draft, InReview, Scheduled, Live, Expired = asset.Draft, asset.InReview, asset.Scheduled, asset.Live, asset.Expired
	Withdrawn, Going, Waiting, NotComing      = asset.Withdrawn, asset.Going, asset.Waiting, asset.NotComing
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
const BoardPosted, BoardSkipped, BoardFailed = board.BoardPosted, board.BoardSkipped, board.BoardFailed

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
	IntroOffered, IntroSent, IntroAnswered = referral.IntroOffered, referral.IntroSent, referral.IntroAnswered
	IntroMet, IntroReferred, IntroEnded    = referral.IntroMet, referral.IntroReferred, referral.IntroEnded
)

// Campaigns, see package campaign.
type (
	Campaign         = campaign.Campaign
	CampaignGoal     = campaign.Goal
	CampaignID       = campaign.ID
	CampaignProgress = campaign.Progress
)

// CampaignGoals is what a campaign can count.
var CampaignGoals = campaign.Goals

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

// The outbox, see package message.
type (
	Depth        = message.Depth
	Message      = message.Message
	MessageKind  = message.Kind
	MessageState = message.State
	Receipt      = message.Receipt
)

// EditEvery is message.EditEvery.
const EditEvery = message.EditEvery

// The states of messages, see package message.
const (
	Pending, Sending, Sent = message.Pending, message.Sending, message.Sent
	Dead, Bundled          = message.Dead, message.Bundled
)

// Shares, see package share.
type (
	Level     = share.Level
	OpenShare = share.Form
	Share     = share.Share
	ShareLed  = share.Led
)

// The levels of shares, and what can come of a post.
const (
	Opened, Declared, Proven            = share.Opened, share.Declared, share.Proven
	Engaged, Converted, LedIntroduction = share.Engaged, share.Converted, share.LedIntroduction
	LedReferral, LedNothing             = share.LedReferral, share.LedNothing
)

// Payouts, see package referral.
type (
	Payout       = referral.Payout
	PayoutChange = referral.PayoutChange
	PayoutState  = referral.PayoutState
)

// The states of payouts, in their order.
const (
	PayoutPending, PayoutEligible    = referral.PayoutPending, referral.PayoutEligible
	PayoutIneligible, PayoutApproved = referral.PayoutIneligible, referral.PayoutApproved
	PayoutExported, PayoutPaid       = referral.PayoutExported, referral.PayoutPaid
	PayoutVoid                       = referral.PayoutVoid
)

// PersonaChange reads the Ref of a MsgPersona: the personas before and after.
func PersonaChange(ref string) (from, to []PersonaID) { return persona.Change(ref) }

// AuditEntry is one act of the audit, see package audit.
type AuditEntry = audit.Entry

// Skip is one input row that was not taken, and the sentence why.
type Skip = problem.Skip

// Webhooks, and what became of outcomes that were told together, see package outcome.
type (
	ImportedOutcomes = outcome.Imported
)

// Readings of sources, see package asset.
type (
	Poll     = asset.Poll
	PollItem = asset.PollItem
)

// Imports of people, see package employee.
type (
	ImportResult = employee.ImportResult
	PersonImport = employee.Import
)

// keptReferral is a Referral as it lies in the file.
type keptReferral = referral.Kept

// Recognition, see package recognition.
type (
	Badge       = recognition.Badge
	Incentive   = recognition.Incentive
	LadderLevel = recognition.Level
	WinConsent  = recognition.Consent
)

// The incentives, and the ways to recognise somebody.
const (
	ForRecognition, ForMoney   = recognition.Public, recognition.Money
	ForDevelopment, ForCharity = recognition.Development, recognition.Charity
	ForNothing                 = recognition.None
	ByMoment, ByBadges         = recognition.Moment, recognition.Badges
	ByPoints, ByThanks         = recognition.Points, recognition.Thanks
	ByShout, ByOffer           = recognition.Shout, recognition.Offer
	TellAlways, TellNever      = recognition.Always, recognition.Never
)

// Sources of webhooks, and addresses that are told what happens, see package webhook.
type (
	Hook       = webhook.Hook
	HookTarget = webhook.Target
)
