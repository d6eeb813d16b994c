// Inbound things: what a person or Slack did, as the handlers see it.

package dispatch

import (
	"time"

	"vouch/store"
)

// Kind says what happened.
type Kind string

const (
	KindCommand    Kind = "command"
	KindAction     Kind = "action"
	KindSubmit     Kind = "submit"
	KindSuggest    Kind = "suggest"
	KindShortcut   Kind = "shortcut"
	KindOnMessage  Kind = "message_shortcut"
	KindReaction   Kind = "reaction"
	KindHomeOpened Kind = "home_opened"
	KindDM         Kind = "dm"
	kindClosed     Kind = "closed"  // a view was closed
	kindPeople     Kind = "people"  // somebody joined the workspace or changed
	kindRevoked    Kind = "revoked" // the app was removed or its tokens were revoked
	kindOther      Kind = "other"   // acknowledged and counted, nothing more
)

// Interaction is one thing a person (or Slack) did. It is decoded from the raw payload by us, because slack-go refuses
// a whole payload when any part of it, even another app's block, is new to it. Fields that the kind does not have are
// zero.
type Interaction struct {
	Kind Kind
	// Cause is unique, and equal when Slack delivers it again: trigger id, view id and hash, or event id.
	Cause string

	User store.EmployeeID
	Team string // the acting person's workspace; "" when Slack did not say

	Channel, MessageTS, ThreadTS string
	// MessageName is the id of the message's first block: the outbox key of what the courier sent, see
	// slackapi.WithName.
	MessageName string
	Ephemeral   bool   // the message acted on is seen by this person only and cannot be edited by the Web API
	Trigger     string // opens one view within 3 seconds; "" for events
	ResponseURL string

	Command string // "/vouch"
	Word    string // the word that chose the handler, lower case; "" with onCommand
	Text    string // what followed the command and the word, trimmed, or the text of a direct message
	Link    string // of a message shortcut: the first web address in the message, "" none

	Action Action
	View   View
	State  State
	Event  event
	Query  string // what was typed into a select that asks for suggestions

	At time.Time // when the envelope arrived here
}

// Action is the element a person used.
type Action struct {
	ID, Block, Type string
	Value           string   // button value, selected option, user, channel, date or time, or typed text; "" when cleared
	Values          []string // of elements with several choices
	URLButton       bool     // a link button: the browser has opened the link by itself
}

// View is the modal or Home tab the interaction happened in.
type View struct {
	ID, Hash, CallbackID, Metadata, Previous string
	Type                                     string // "modal" or "home"
	External                                 string // our own id of a modal that was loading
	Root                                     string // the first modal of the stack, see IsThird

	Inputs []string // block ids of the input blocks, where an error can be shown
}

// IsThird tells that no window may be opened on top of a view: Slack stacks three (docs.slack.dev/surfaces/modals).
func (v View) IsThird() bool { return v.Previous != "" && v.Previous != v.Root }

// event is the part of an Events API event that handlers use.
type event struct {
	Type, Subtype string
	Reaction      string // without colons and without skin tone
	Tab           string // of app_home_opened: "home" or "messages"
	Person        *store.SlackUser
}

// State is what stands in the inputs of a view or message: block id, then action id.
type State map[string]map[string]Value

// Value is one input's content. Single choices, dates, users and typed text are in Text, several choices in List.
type Value struct {
	Type  string
	Text  string
	List  []string
	Files []Upload
}

// Upload is a file that somebody put into a form; it stays at Slack.
type Upload struct {
	ID   string `json:"id"`
	Mime string `json:"mimetype"`
	Size int    `json:"size"` // bytes
}

// one returns the value of a block whatever the action id is; an input block holds exactly one element.
func (s State) one(block string) Value {
	for _, v := range s[block] {
		return v
	}
	return Value{}
}

// Text is what was typed into the block's input; "" when absent or empty. It is not trimmed.
func (s State) Text(block string) string { return s.one(block).Text }

// Choice is the value of the chosen option, user, channel or conversation; "" when absent or nothing is chosen.
func (s State) Choice(block string) string { return s.one(block).Text }

// Choices are the values chosen in a multi-select or checkboxes; nil when absent or nothing is chosen.
func (s State) Choices(block string) []string { return s.one(block).List }

// Bool tells whether a single checkbox is ticked.
func (s State) Bool(block string) bool { return len(s.one(block).List) > 0 }

// Files are what was put into a file input; nil when absent or empty.
func (s State) Files(block string) []Upload { return s.one(block).Files }

// Date is the day chosen in a date picker; "" when absent or empty.
func (s State) Date(block string) store.LocalDate { return store.LocalDate(s.one(block).Text) }

// Removed tells that a reaction was taken away again (docs.slack.dev/reference/events/reaction_removed).
func (in Interaction) Removed() bool { return in.Event.Type == "reaction_removed" }
