// The outbox: every message nobody asked for in this second, enqueued with its cause and sent once by the courier.

package store

import "time"

// MessageKind tells the courier which view to render; Ref names the subject.
type MessageKind string

// The kinds of outbox messages. Ref in brackets.
const (
	MsgWelcome       MessageKind = "welcome"        // DM to a person who could join [employee]
	MsgDigest        MessageKind = "digest"         // [delivery key]
	MsgFatigue       MessageKind = "fatigue"        // how often the digest should come, in place of one [date]
	MsgRewrite       MessageKind = "rewrite"        // edit a delivered message in place [receipt key]
	MsgErased        MessageKind = "erased"         // replace what an erased person was told [ts, in the channel]
	MsgReferralCard  MessageKind = "referral_card"  // card to the owner [referral]
	MsgReferralNews  MessageKind = "referral_news"  // DM to the referrer at a change [referral/step number]
	MsgReferralOwner MessageKind = "referral_owner" // DM to the referrer: somebody else answers from now on [referral]
	MsgOwnerNudge    MessageKind = "owner_nudge"    // owner silent [referral]
	MsgEscalation    MessageKind = "escalation"     // owner silent too long, to the managers [referral]
	MsgAskReferrer   MessageKind = "ask_referrer"   // the owner's question to the referrer [referral/question number]
	MsgAnswer        MessageKind = "answer"         // the referrer's answer to the owner [referral/question number]
	MsgBoard         MessageKind = "board"          // leaderboard post to a channel [board post id]
	MsgAssetNotice   MessageKind = "asset_notice"   // a saved item was withdrawn or expired [asset]
	MsgCoverage      MessageKind = "coverage"       // weekly card on the library, to curators [ISO week]
	MsgStory         MessageKind = "story"          // DM to a story's author: the text to approve, or the answer [story]
	MsgEventReminder MessageKind = "event_reminder" // the working day before an event [asset/employee]
	MsgEventChanged  MessageKind = "event_changed"  // an event was moved, cancelled or takes place after all [asset/employee]
	MsgEventPlace    MessageKind = "event_place"    // somebody who waited has a place now [asset/employee]
	MsgEventAfter    MessageKind = "event_after"    // after an event: whom did you meet? [asset/employee]
	MsgReview        MessageKind = "review"         // card of the day to a reviewer: what waits for them [reviewer/state of the queue]
	MsgReviewNudge   MessageKind = "review_nudge"   // reviewers: something waits for too long [reviewer]
	MsgReviewLate    MessageKind = "review_late"    // program managers: still nobody has answered [manager]
	MsgReviewNews    MessageKind = "review_news"    // what became of an item, to whoever suggested or first approved it [asset]
	MsgPersona       MessageKind = "persona"        // DM to an advocate: the rules give another persona now [before/after, see PersonaChange]
	MsgNotice        MessageKind = "notice"         // short text stored with the message [-]
)

// IsEdit tells whether the kind changes a message that stands already: doing it twice does no harm.
func (k MessageKind) IsEdit() bool { return k == MsgRewrite || k == MsgErased }

// MessageState is where an outbox message stands.
type MessageState string

// The states. Sending is written before the call to Slack: after a crash such a message is in doubt and is looked for before it is sent again.
const (
	Pending MessageState = "pending"
	Sending MessageState = "sending"
	Sent    MessageState = "sent"
	Dead    MessageState = "dead"
	Carried MessageState = "carried" // goes with a digest that was claimed
)

// Message is one outbox record. Its key is deterministic: enqueueing an existing key does nothing, which is the dedup.
type Message struct {
	Key       string       `json:"key"`
	Kind      MessageKind  `json:"kind"`
	Ref       string       `json:"ref,omitempty"`
	To        EmployeeID   `json:"to,omitempty"`      // DM to this person, or
	Channel   string       `json:"channel,omitempty"` // this conversation
	Text      string       `json:"text,omitempty"`    // only MsgNotice
	NotBefore time.Time    `json:"not_before"`
	State     MessageState `json:"state"`
	Attempts  int          `json:"attempts,omitempty"`
	ClaimedAt time.Time    `json:"claimed_at,omitzero"`
	Reason    string       `json:"reason,omitempty"` // why deferred or dead, for logs and managers
	CreatedAt time.Time    `json:"created_at"`
	DoneAt    time.Time    `json:"done_at,omitzero"`
	Held      bool         `json:"held,omitempty"`    // waits because the person's week is full
	Carries   []string     `json:"carries,omitempty"` // only MsgDigest: the keys of messages that are told in it
}
