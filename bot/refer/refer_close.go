// The end of a referral: the last stages are confirmed with the days and sums that a bonus depends on, which can be
// mended later.

package refer

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/text"
)

// The fields of the form; they are also the names in the store's FieldErrors.
const (
	fieldStartsOn      = "starts_on"
	fieldLeftOn        = "left_on"
	fieldHiringManager = "hiring_manager"
	fieldRevenue       = "revenue"
)

// cardReachedView asks about one of the last stages and names what it does; nil when the referral is past it, or the
// card that was pressed is an old one.
func cardReachedView(r shown, pressed cardRef) *slack.ModalViewRequest {
	stage := store.Stage(pressed.Note)
	at := slices.IndexFunc(r.corrections, func(c store.Correction) bool { return c.Stage == stage })
	if order := store.Stages(r.Kind); at < 0 || pressed.Version != r.Version || !surface.IsOpen(r.Stage) ||
		slices.Index(order, stage) < slices.Index(order, r.Stage) {
		return nil
	}
	return block.Modal(cbCardReached, "Please confirm", "Yes, "+surface.StageName(stage), "Not yet", pressed.String(),
		append([]slack.Block{block.Section("*" + r.name() + "*: *" + surface.StageName(stage) + "*?\n" +
			block.Person(r.Referrer) + " is told at once" + pointsWords(r.corrections[at].Points) + ".")},
			closingBlocks(r, stage)...)...)
}

// hasDates tells whether there is something to say about the end of a referral.
func hasDates(r store.Referral) bool { return slices.Contains(lastStages, r.Stage) }

// cardDatesView asks for what is known about the end; nil before it came.
func cardDatesView(r shown) *slack.ModalViewRequest {
	if !hasDates(r.Referral) {
		return nil
	}
	ref := r.ref()
	ref.Note = string(r.Stage)
	return block.Modal(cbCardReached, datesLabel(r.Referral), "Save", "Cancel", ref.String(),
		append([]slack.Block{block.Section("*" + r.name() + "*: " + block.Person(r.Referrer) +
			" is told when the day of a bonus changes.")}, closingBlocks(r, r.Stage)...)...)
}

// datesLabel is what the end of a kind of referral has.
func datesLabel(r store.Referral) string {
	if r.Kind == store.Client {
		return "Revenue"
	}
	return "Dates"
}

// closingBlocks ask for what a bonus at a stage depends on.
func closingBlocks(r shown, stage store.Stage) (blocks []slack.Block) {
	if r.Kind == store.Client {
		if r.Bonus == nil || r.Bonus.Percent == 0 {
			return nil
		}
		now := ""
		if !r.Closing.Revenue.IsZero() {
			now = r.Closing.Revenue.String()
		}
		return []slack.Block{block.Input(fieldRevenue, "Revenue of the first year",
			block.TextInput(block.InputValue, "EUR 50000", now, false, 30), "The bonus is a part of it.", true)}
	}
	hint := ""
	if r.Bonus != nil {
		hint = "The days of the bonus count from it."
	}
	blocks = append(blocks, block.Input(fieldStartsOn, "First day at work",
		block.DateInput(block.InputValue, string(r.Closing.StartsOn)), hint, true))
	if hasDates(r.Referral) && stage == r.Stage {
		blocks = append(blocks, block.Input(fieldLeftOn, "Last day, if they left",
			block.DateInput(block.InputValue, string(r.Closing.LeftOn)), "", true))
	}
	if r.Bonus != nil && r.Bonus.Excluded == "" {
		blocks = append(blocks, block.Input(fieldHiringManager, "Hiring manager",
			block.SelectPerson(block.InputValue, "Choose a colleague", string(r.Closing.HiringManager)),
			"They get no bonus for this hire.", true))
	}
	return blocks
}

// onCardReached records one of the last stages after it was confirmed, and what is known about it.
func (h *Handlers) onCardReached(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref, asks := parseCardRef(in.View.Metadata), in.View.Inputs
	before, err := h.DB.Referral(ref.ID, in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	c := before.Closing
	if slices.Contains(asks, fieldStartsOn) {
		c.StartsOn = in.State.Date(fieldStartsOn)
	}
	if slices.Contains(asks, fieldLeftOn) {
		c.LeftOn = in.State.Date(fieldLeftOn)
	}
	if slices.Contains(asks, fieldHiringManager) {
		c.HiringManager = store.EmployeeID(in.State.Choice(fieldHiringManager))
	}
	if slices.Contains(asks, fieldRevenue) {
		if c.Revenue, err = bonus.ParseAmount(in.State.Text(fieldRevenue)); err != nil &&
			strings.TrimSpace(in.State.Text(fieldRevenue)) != "" {
			return dispatch.Reply{Errors: map[string]string{fieldRevenue: text.UpperFirst(err.Error()) + "."}}, nil
		}
	}
	referral, err := h.DB.CloseReferral(in.User, ref.ID, store.Stage(ref.Note), c, ref.Version)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if before.Stage == referral.Stage {
		return dispatch.Reply{Update: block.ResultModal("Saved", "The days of the bonus follow."), Home: true}, nil
	}
	return dispatch.Reply{Update: block.ResultModal("Recorded",
		surface.CandidateName(referral)+" is at *"+surface.StageName(referral.Stage)+
			"*, and "+block.Person(referral.Referrer)+" is told. Was it a mistake? The card offers “Correct the stage”."),
		Home: true}, nil
}
