// Attention: how much of it the program has taken and got from a person, and how it is kept.

package employee

import (
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
)

// Attention is how much of a person's attention the program has taken and got. It is kept inside the employee, because
// the rhythm depends on it wherever that is read. Only the person sees it.
//
// A digest that came by itself is ignored when it was delivered and its reader did nothing in Vouch until the next one
// is planned: no answer to a pick, no command, button, form or message. Opening the conversation is no act, people do
// that to clear a badge; and a click on a title is not seen, because titles link straight to the page. At
// Settings.SlowAfter ignored in a row the rhythm slows by one step, and the digest that comes then says so; at
// Settings.AskAfter a question comes in place of the digest, and until it is answered the digest comes once a week.
// Three is what Donut allows before it excludes with a notice (help.donut.ai, "What happens if someone is repeatedly
// unresponsive"); slowing down is the milder answer, and twice that, a week and more of silence at daily rhythm, is
// late enough to ask.
type Attention struct {
	Waiting calendar.LocalDate `json:"waiting,omitempty"`   // the last digest that came by itself, until anything was done
	Ignored int                `json:"ignored,omitempty"`   // digests ignored in a row
	Slowed  int                `json:"slowed,omitempty"`    // steps by which the rhythm is slower than the person chose
	SlowOn  calendar.LocalDate `json:"slowed_on,omitempty"` // the day of the digest that said so; kept for that digest
	AskedOn calendar.LocalDate `json:"asked_on,omitempty"`  // the day of the question; "" when none is open
	Week    int                `json:"week,omitempty"`      // the local week that Started counts, see calendar.WeekOf
	Started int                `json:"started,omitempty"`   // messages the program started in that week
}

// IsOpen tells whether an act would change anything.
func (a *Attention) IsOpen() bool { return a.Waiting != "" || a.Ignored > 0 }

// RhythmChoice is what somebody wants after their rhythm was slowed down.
type RhythmChoice string

// The choices: as it was before it was slowed down, once a week, or none until they resume.
const (
	RhythmKept    RhythmChoice = "kept"
	RhythmWeekly  RhythmChoice = "weekly"
	RhythmStopped RhythmChoice = "stopped"
)

// Begin starts anew where somebody said how often they want the digest: no count, no question, no slower rhythm.
func (a *Attention) Begin() { a.Waiting, a.Ignored, a.AskedOn, a.Slowed = "", 0, "", 0 }

// PackAttention writes the fields in the order UnpackAttention reads them; new ones go to the end.
func PackAttention(p *kv.Packer, a *Attention) {
	for _, day := range []calendar.LocalDate{a.Waiting, a.SlowOn, a.AskedOn} {
		p.Text(string(day))
	}
	for _, n := range []int{a.Ignored, a.Slowed, a.Week, a.Started} {
		p.Number(uint64(n))
	}
}

// UnpackAttention reads what PackAttention wrote; in files from before, which end here, all of it is zero.
func UnpackAttention(u *kv.Unpacker, a *Attention) {
	for _, day := range []*calendar.LocalDate{&a.Waiting, &a.SlowOn, &a.AskedOn} {
		*day = calendar.LocalDate(u.Text())
	}
	a.Ignored, a.Slowed = int(u.Number()), int(u.Number())
	a.Week, a.Started = int(u.Number()), int(u.Number())
}

// Count counts a message that the program started in a week, see calendar.WeekOf.
func (a *Attention) Count(week int) {
	if a.Week != week {
		a.Week, a.Started = week, 0
	}
	a.Started++
}

// CountDigest counts a digest, or the question in its place, in the week of its day.
func (a *Attention) CountDigest(date calendar.LocalDate) {
	if day, err := time.Parse(time.DateOnly, string(date)); err == nil {
		a.Count(calendar.WeekOf(day))
	}
}
