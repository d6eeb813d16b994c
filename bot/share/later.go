// Share later: when to be reminded, and the message at that time.

package share

import (
	"context"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
)

// The choice of somebody who wants to say when themselves, and its fields.
const (
	laterOther     = "other"
	fieldLaterDay  = "later_day"
	fieldLaterTime = "later_time"
)

// laterHours is how far "later today" is: long enough for a meeting, short enough to remember why.
const laterHours = 3

// laterDays is how far the next working morning is looked for: no week has more days, and whoever is away for longer
// says when.
const laterDays = 7

// laterTime is one time of the menu, with how it is called.
type laterTime struct {
	time.Time
	label string
}

// laterTimes are the times that the menu offers: later today while its reader works then, and the next working
// morning at the time of their digest.
func laterTimes(me surface.Member, now time.Time) (times []laterTime) {
	local := now.In(me.Zone)
	works := func(at time.Time) bool {
		return me.Settings.Opening(at, me.Zone, me.Rhythm.Quiet).Equal(at)
	}
	later := time.Date(local.Year(), local.Month(), local.Day(), local.Hour()+laterHours, 0, 0, 0, me.Zone)
	if later.Day() == local.Day() && works(later) {
		times = append(times, laterTime{later, "Today, " + later.Format("15:04")})
	}
	hour, minute := me.Rhythm.Clock()
	for days := 1; days <= laterDays; days++ {
		morning := time.Date(local.Year(), local.Month(), local.Day()+days, hour, minute, 0, 0, me.Zone)
		if !works(morning) {
			continue
		}
		label := morning.Format("Monday, 15:04")
		if days == 1 {
			label = "Tomorrow, " + morning.Format("15:04")
		}
		return append(times, laterTime{morning, label})
	}
	return times
}

// laterMenu offers to be reminded.
func laterMenu(f *shareForm) slack.BlockElement {
	options := block.Options(f.later, func(at laterTime) (string, string) {
		return strconv.FormatInt(at.Unix(), 10), at.label
	})
	return block.SelectOne(actShareLater, "Remind me…", append(options, block.Option(laterOther, "Another time…")), "")
}

// laterBlocks ask for a day and a time.
func laterBlocks(f *shareForm) []slack.Block {
	if !f.Later {
		return nil
	}
	day, clock := "", "09:30"
	if len(f.later) > 0 {
		last := f.later[len(f.later)-1]
		day, clock = last.Format(time.DateOnly), last.Format("15:04")
	}
	blocks := []slack.Block{
		block.Input(fieldLaterDay, "Remind me on", block.DateInput(block.InputValue, day), "", true),
		block.Input(fieldLaterTime, "At", block.TimeInput(block.InputValue, clock), "", true),
	}
	blocks = append(blocks, block.When(f.wrong != "", block.Section("*"+block.Line(f.wrong)+"*")))
	return append(blocks, block.Actions("", block.Button(actShareRemind, "Remind me then", "")))
}

// onShareLater takes one of the times of the menu, or asks for another.
func (h *Handlers) onShareLater(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form, typed, err := h.openShareForm(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	unix, err := strconv.ParseInt(in.Action.Value, 10, 64)
	if err != nil {
		form.Later = true
		form.keep(typed)
		return dispatch.Reply{Update: shareFormView(form)}, nil //nolint:nilerr // the choice of another time is no number
	}
	return h.remind(in, form, typed, time.Unix(unix, 0))
}

// onShareRemind takes the day and the time that were chosen.
func (h *Handlers) onShareRemind(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form, typed, err := h.openShareForm(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	me, err := h.Member(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	chosen := string(in.State.Date(fieldLaterDay)) + " " + in.State.Text(fieldLaterTime)
	at, err := time.ParseInLocation("2006-01-02 15:04", chosen, me.Zone)
	if err != nil {
		form.wrong = "Choose a day and a time."
		form.keep(typed)
		return dispatch.Reply{Update: shareFormView(form)}, nil //nolint:nilerr // the person reads it in the form
	}
	return h.remind(in, form, typed, at)
}

// remind keeps the wish with the words that are the person's own. What is wrong with the time is said in the form.
func (h *Handlers) remind(in dispatch.Interaction, form *shareForm, typed string,
	at time.Time) (dispatch.Reply, error) {
	r := store.Reminder{Employee: in.User, Asset: form.asset.ID, At: at, Network: form.Network}
	if typed = post.CleanText(typed); !form.isSupplied(typed) {
		r.Text = typed
	}
	r, err := h.DB.RemindLater(r, form.Delivery)
	if wrong := fieldsOf(err)["at"]; wrong != "" {
		form.Later, form.wrong = true, wrong
		form.keep(typed)
		return dispatch.Reply{Update: shareFormView(form)}, nil
	}
	if err != nil {
		return dispatch.Reply{}, err
	}
	text := "Vouch reminds you *" + block.Moment(r.At, nil) + "*. Until then it is saved on Home, where you can remove it."
	text += block.When(r.Text != "", " Your words are kept.")
	return dispatch.Reply{Update: block.ResultModal("Later", text), Home: true}, nil
}

// reminderContent reminds somebody of what they wanted to share.
func reminderContent(a store.Asset) block.Content {
	text := "You wanted to share *" + surface.Titled(a, surface.MaxAssetTitle) + "* now."
	return block.Message(text, block.Section(text), block.Actions("do:"+string(a.ID),
		block.Button(surface.ActShare, "Share", string(a.ID), block.Primary, block.Spoken("Share: "+a.Title))))
}

// Kinds are the messages about sharing.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{{Kind: store.MsgReminder, Render: h.Rendering(renderReminder)}}
}

// renderReminder renders a reminder that is still wanted.
func renderReminder(q *store.Query, m store.Message) block.Content {
	a, wanted := q.NeedsReminder(m)
	if !wanted || surface.GoneWords(a) != "" {
		q.Refuse(surface.Obsolete("It was shared already, cannot be shared any more, or its reader has paused or left."))
	}
	return reminderContent(a)
}
