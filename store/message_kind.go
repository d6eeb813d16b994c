// The kinds of outbox messages: one constant and one row each, which says how the rest of the store treats such a
// message.

package store

import (
	"maps"
	"slices"
	"strings"
	"time"

	"vouch/store/recognition"
)

// The kinds of outbox messages. Ref in brackets. Each needs a row in messageKinds and one in its capability, which
// renders it.
const (
	MsgWelcome       MessageKind = "welcome"        // DM to a person who could join [employee]
	MsgDigest        MessageKind = "digest"         // [delivery key]
	MsgFatigue       MessageKind = "fatigue"        // how often the digest should come, in place of one [date]
	MsgRewrite       MessageKind = "rewrite"        // edit a delivered message in place [receipt key]
	MsgErased        MessageKind = "erased"         // replace what an erased person was told [ts, in the channel], or Home
	MsgReferralCard  MessageKind = "referral_card"  // card to the owner [referral]
	MsgReferralNews  MessageKind = "referral_news"  // DM to the referrer at a change [referral/step]
	MsgReferralOwner MessageKind = "referral_owner" // DM to the referrer: somebody else answers from now on [referral]
	MsgOwnerNudge    MessageKind = "owner_nudge"    // owner silent [referral]
	MsgEscalation    MessageKind = "escalation"     // owner silent too long, to the managers [referral]
	MsgAskReferrer   MessageKind = "ask_referrer"   // the owner's question to the referrer [referral/question number]
	MsgAnswer        MessageKind = "answer"         // the referrer's answer to the owner [referral/question number]
	MsgIntro         MessageKind = "intro"          // the text to send, to who introduces a contact [introduction]
	MsgIntroCard     MessageKind = "intro_card"     // to whom a contact is introduced [introduction]
	MsgIntroAsk      MessageKind = "intro_ask"      // did the contact answer? [introduction]
	MsgBoard         MessageKind = "board"          // leaderboard post to a channel [board post id]
	MsgAssetNotice   MessageKind = "asset_notice"   // a saved item was withdrawn or expired [asset]
	MsgCoverage      MessageKind = "coverage"       // weekly card on the library, to curators [ISO week]
	MsgStory         MessageKind = "story"          // DM to a story's author: the text to approve, or the answer [story]
	MsgEventReminder MessageKind = "event_reminder" // the working day before an event [asset/employee]
	MsgEventChanged  MessageKind = "event_changed"  // an event was moved, cancelled or takes place after all [asset/employee]
	MsgEventPlace    MessageKind = "event_place"    // somebody who waited has a place now [asset/employee]
	MsgEventAfter    MessageKind = "event_after"    // after an event: whom did you meet? [asset/employee]
	MsgReview        MessageKind = "review"         // the day's card to a reviewer: what waits for them [reviewer/queue state]
	MsgReviewNudge   MessageKind = "review_nudge"   // reviewers: something waits for too long [reviewer]
	MsgReviewLate    MessageKind = "review_late"    // program managers: still nobody has answered [manager]
	MsgReviewNews    MessageKind = "review_news"    // what became of an item, to who suggested or first approved it [asset]
	MsgMoment        MessageKind = "moment"         // [first/share], [streak/weeks in a row/last week] or [level/number]
	MsgWinAsk        MessageKind = "win_ask"        // may a channel know? [win]
	MsgWin           MessageKind = "win"            // a win, to a channel [win]
	MsgThanksCard    MessageKind = "thanks_card"    // the week's card: who did something worth a thank-you [wins]
	MsgSlotOffer     MessageKind = "slot_offer"     // a talk or byline to claim [slot]
	MsgSlot          MessageKind = "slot"           // who got it, to everybody who claimed it [slot]
	MsgThanks        MessageKind = "thanks"         // somebody thanks for a win [win/number of the thanks]
	MsgPersona       MessageKind = "persona"        // the rules give an advocate another persona [before/after, see PersonaChange]
	MsgLane          MessageKind = "lane"           // a job opened for who waits, to referrer and owner [referral]
	MsgBonus         MessageKind = "bonus"          // DM to a referrer: where the bonus for a referral stands [referral]
	MsgBonusCard     MessageKind = "bonus_card"     // the week's card to a program manager: bonuses to approve [week]
	MsgReport        MessageKind = "report"         // the report of a period, to managers or to who asked for it [period]
	MsgTotals        MessageKind = "totals"         // the totals of a month, to the channel that was chosen [period]
	MsgCampaign      MessageKind = "campaign"       // a campaign begins or ended [campaign/part]
	MsgHealth        MessageKind = "health"         // the week's card to a program manager: how the program is [week]
	MsgCrisis        MessageKind = "crisis"         // the statement of a crisis, to every advocate [crisis]
	MsgOutcomes      MessageKind = "outcomes"       // once a day: outcomes that somebody has to place [reader]
	MsgPulse         MessageKind = "pulse"          // the two questions of a quarter, to advocates [quarter]
	MsgPointsBack    MessageKind = "points_back"    // a manager took points back [the entry that does]
	MsgClearance     MessageKind = "clearance"      // compliance: a text that a rule stopped [clearance]
	MsgClearanceNews MessageKind = "clearance_news" // what compliance decided, to the writer [clearance]
	MsgReminder      MessageKind = "reminder"       // to share what its reader wanted to share now [asset/employee]
	MsgNotice        MessageKind = "notice"         // short text stored with the message [-]
)

// use is what a message takes of somebody's week.
type use int

const (
	free use = iota // counts nothing: an edit, a channel's message, the answer to what the person did a moment ago
	work            // counts and never waits: somebody is waiting for this person, or the person asked for it
	news            // counts, and over the cap it waits for the next digest or the next week
)

// form is what a message is, beside its text.
type form int

const (
	own    form = iota // a message of its own
	digest             // a digest or what comes in place of one: taken back when its reader pauses, stops or leaves
	card               // holds a referral's buttons: an old button left standing would invite a click that can only be refused
	edit               // changes a message that stands already: doing it twice does no harm
)

// messageRow is how the store treats one kind of message. Rows are written without field names, so that the compiler
// asks for every column.
type messageRow struct {
	use use
	but func(t *tx, m *Message) (use, bool) // the messages of this kind that take something else; may be nil
	// night tells whether a message may come while its reader does not work, which they do again from opens on.
	night func(t *tx, m *Message, opens time.Time) bool
	form  form
	kept  func(t *tx, m *Message, old time.Time) bool // after it was sent: whether it may still be edited; may be nil
}

// messageKinds has a row for every kind. Work counts against the weekly cap, because ten cards are ten interruptions,
// and then it is the news that wait. Digests count when they are planned and never wait: how many there are is the
// person's own choice, and they carry what waits.
//
// Everything else that the program starts waits for its reader's own working hours. What may come at night says why.
var messageKinds = map[MessageKind]messageRow{
	MsgWelcome:       {work, nil, anyHour, own, untilJoined},              // they opened the app a moment ago
	MsgDigest:        {free, nil, anyHour, digest, nil},                   // at its reader's hour, or asked for now
	MsgFatigue:       {free, nil, anyHour, digest, nil},                   // comes at the digest's hour
	MsgRewrite:       {free, nil, anyHour, edit, nil},                     // an edit rings nowhere
	MsgErased:        {free, nil, anyHour, edit, nil},                     // an edit, and what is erased goes at once
	MsgReferralCard:  {work, nil, atWork, card, whileNamed},               // the time to answer begins with it
	MsgReferralNews:  {news, afterSubmission, firstStep, own, whileNamed}, // later steps can wait
	MsgReferralOwner: {news, nil, atWork, own, whileNamed},                // nothing to do
	MsgOwnerNudge:    {work, nil, atWork, card, whileNamed},               // days went by already
	MsgEscalation:    {work, nil, atWork, card, whileNamed},               // days went by already
	MsgAskReferrer:   {work, nil, atWork, own, whileNamed},                // the owner's next step is days away
	MsgAnswer:        {work, nil, atWork, own, whileNamed},                // the owner reads it at work
	MsgIntro:         {free, nil, anyHour, own, whileIntro},               // answers a form of a moment ago
	MsgIntroCard:     {work, nil, atWork, own, whileIntro},                // somebody is waiting for this person
	MsgIntroAsk:      {news, nil, atWork, own, whileIntro},                // a question can wait
	MsgBoard:         {free, nil, anyHour, own, nil},                      // a channel's: at the time that was asked for
	MsgAssetNotice:   {news, toSharer, standingPost, own, nil},            // only a post that should come down cannot wait
	MsgCoverage:      {work, nil, atWork, own, nil},                       // a week's work
	MsgStory:         {work, nil, atWork, own, nil},                       // an editor's answer, days after the story
	MsgEventReminder: {work, nil, beforeEvent, own, nil},                  // no use after the beginning
	MsgEventChanged:  {work, nil, beforeEvent, own, nil},                  // or they go in vain
	MsgEventPlace:    {work, nil, beforeEvent, own, nil},                  // or the place stays empty
	MsgEventAfter:    {work, nil, atWork, own, nil},                       // it is over
	MsgReview:        {work, nil, atWork, own, nil},                       // the queue is work
	MsgReviewNudge:   {work, nil, atWork, own, nil},                       // the queue is work
	MsgReviewLate:    {work, nil, atWork, own, nil},                       // the queue is work
	MsgReviewNews:    {news, nil, atWork, own, nil},                       // nothing to do
	MsgMoment:        {news, nil, atWork, own, nil},                       // it stays true
	MsgWinAsk:        {work, nil, atWork, own, whileTold},                 // a digest that told it would lack the buttons
	MsgWin:           {free, nil, anyHour, own, whileTold},                // a channel's: somebody just said yes
	MsgThanksCard:    {work, nil, atWork, own, nil},                       // the same
	MsgSlotOffer:     {news, nil, atWork, own, nil},                       // its day is far away
	MsgSlot:          {work, nil, atWork, own, nil},
	// they have to prepare it, or may do something else
	MsgThanks:        {news, nil, atWork, own, nil},        // nothing to do
	MsgPersona:       {news, nil, atWork, own, nil},        // nothing to do
	MsgLane:          {work, nil, atWork, own, whileNamed}, // weeks went by already
	MsgBonus:         {news, nil, atWork, own, whileNamed}, // nothing to do
	MsgBonusCard:     {work, nil, atWork, own, nil},        // a week's work
	MsgReport:        {work, nil, askedReport, own, nil},   // a month's work
	MsgTotals:        {free, nil, anyHour, own, nil},       // a channel's
	MsgCampaign:      {news, nil, atWork, own, nil},        // days lie before it
	MsgHealth:        {work, nil, atWork, own, nil},        // a week's work
	MsgCrisis:        {work, nil, anyHour, own, nil},       // or they share what must not be shared
	MsgOutcomes:      {work, nil, atWork, own, nil},        // the queue is work
	MsgPulse:         {news, nil, atWork, own, nil},        // weeks are left to answer
	MsgPointsBack:    {news, nil, atWork, own, nil},        // nothing to do
	MsgClearance:     {work, nil, atWork, own, nil},        // somebody is waiting for this person
	MsgClearanceNews: {work, nil, atWork, own, nil},        // they asked
	MsgReminder:      {work, nil, atWork, own, nil},        // they asked, for an hour at which they work
	MsgNotice:        {work, nil, askedNow, own, nil},      // only the answer to a press is awaited
}

// MessageKinds lists every kind.
func MessageKinds() []MessageKind { return slices.Sorted(maps.Keys(messageKinds)) }

// cardKinds are the kinds that hold a referral's card.
var cardKinds = slices.DeleteFunc(MessageKinds(), func(k MessageKind) bool { return messageKinds[k].form != card })

// IsEdit tells whether the kind changes a message that stands already.
func IsEdit(k MessageKind) bool { return messageKinds[k].form == edit }

// IsCard tells whether the kind holds a referral's card.
func IsCard(k MessageKind) bool { return messageKinds[k].form == card }

// isDigest tells whether a message is a digest or what comes in place of one.
func isDigest(m *Message) bool { return messageKinds[m.Kind].form == digest }

// weeklyUse is what one message takes of its reader's week.
func (r messageRow) weeklyUse(t *tx, m *Message) use {
	if r.but != nil {
		if other, applies := r.but(t, m); applies {
			return other
		}
	}
	return r.use
}

// isOver tells whether nothing will look for a message again that was sent or given up before old.
func (r messageRow) isOver(t *tx, m *Message, old time.Time) bool {
	return r.kept == nil || !r.kept(t, m, old)
}

// toSharer: that an item is gone cannot wait for whoever shared it, because their post still stands.
func toSharer(t *tx, m *Message) (use, bool) {
	return work, slices.Contains(t.sharersOf(AssetID(m.Ref)), m.To)
}

// afterSubmission: the first news of a referral answers its submission.
func afterSubmission(_ *tx, m *Message) (use, bool) {
	return free, strings.HasSuffix(m.Ref, "/0") && m.Key == keyOf("referral_news", m.Ref)
}

// anyHour: it does not wait.
func anyHour(*tx, *Message, time.Time) bool { return true }

// atWork: it waits.
func atWork(*tx, *Message, time.Time) bool { return false }

// firstStep: the news of a submission answers it.
func firstStep(t *tx, m *Message, _ time.Time) bool {
	_, first := afterSubmission(t, m)
	return first
}

// standingPost: who shared what somebody withdrew has a post that should come down.
func standingPost(t *tx, m *Message, _ time.Time) bool {
	a, found := assets.Get(t.Tx, m.Ref)
	_, sharer := toSharer(t, m)
	return found && sharer && a.State == Withdrawn && a.StateBy != ""
}

// beforeEvent: an event begins, or would have begun before it was moved, while its reader does not work.
func beforeEvent(t *tx, m *Message, opens time.Time) bool {
	asset, id, _ := strings.Cut(m.Ref, "/")
	a, found := assets.Get(t.Tx, asset)
	if !found || a.Event == nil {
		return false
	}
	at, _ := t.attendance(EmployeeID(id), a.ID)
	return a.Event.StartsAt.Before(opens) || (at.Was.After(t.now) && at.Was.Before(opens))
}

// justNow is how long somebody who pressed a button still waits for what comes of it.
const justNow = 10 * time.Minute

// askedNow: what became of a board that its reader posted.
func askedNow(t *tx, m *Message, _ time.Time) bool {
	id, of := strings.CutPrefix(m.Key, "notice/board/")
	p, found := boardPosts.Get(t.Tx, strings.TrimSuffix(id, "/failed"))
	return of && found && p.By == m.To && t.now.Sub(p.CreatedAt) < justNow
}

// askedReport: its reader wants it now.
func askedReport(_ *tx, m *Message, _ time.Time) bool { return IsReportAsked(*m) }

// untilJoined: a welcome is edited when the person joins, however late.
func untilJoined(t *tx, m *Message, _ time.Time) bool {
	e, found := employees.Get(t.Tx, m.Ref)
	return found && !e.IsAdvocate()
}

// whileTold: a post in a channel can be taken back at any time.
func whileTold(t *tx, m *Message, _ time.Time) bool {
	w, found := wins.Get(t.Tx, m.Ref)
	return found && w.State == recognition.WinTold
}

// whileNamed: a message about a referral shows a name until the edits that follow the erasure are made.
func whileNamed(t *tx, m *Message, old time.Time) bool {
	id, _, _ := strings.Cut(m.Ref, "/")
	k, found := referrals.Get(t.Tx, id)
	return found && (!k.Erased || !k.UpdatedAt.Before(old))
}
