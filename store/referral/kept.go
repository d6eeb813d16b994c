// How a referral lies in the file, and the names of its sealed fields.

package referral

import (
	"fmt"
	"strconv"
	"time"

	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// Kept is a Referral as it lies in the file.
type Kept struct {
	Referral
	Cause  string            `json:"cause,omitempty"`
	Hashes []string          `json:"hashes"`           // of each contact, kept after erasure
	Sealed map[string][]byte `json:"sealed,omitempty"` // field name -> sealed text
	Asked  []QuestionTimes   `json:"asked,omitempty"`

	TakenBack map[string]int `json:"taken_back,omitempty"` // rule -> how often its points were, see milestoneCause
}

// QuestionTimes are the parts of a Question that are not sealed.
type QuestionTimes struct {
	AskedAt  time.Time `json:"asked_at"`
	Answered time.Time `json:"answered,omitzero"`
}

// QuestionField names the sealed field of the nth question: its "text" or "answer".
func QuestionField(n int, part string) string { return fmt.Sprintf("question/%d/%s", n, part) }

// ReasonField names the sealed field of the reason for the nth step.
func ReasonField(n int) string { return fmt.Sprintf("reason/%d", n) }

// MilestoneCause is what a milestone is paid by. Points that were taken back with a stage may be earned again, by a
// cause of their own.
func (k *Kept) MilestoneCause(rule string) string {
	cause := term.Key("referral", string(k.ID), rule)
	if n := k.TakenBack[rule]; n > 0 {
		return term.Key(cause, strconv.Itoa(n))
	}
	return cause
}

// CheckMessage cleans what one person writes to another. Field of its FieldErrors: text.
func CheckMessage(words string) (string, error) {
	var wrong problem.Fields
	if words = text.Lines(words); words == "" {
		wrong.Set("text", "Write something.")
	}
	wrong.Short("text", words, text.MaxLong)
	return words, wrong.Err()
}
