// Package refer is referring candidates and clients by name: the form, its stated answer, the owner's card, and the
// news of each step.
package refer

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.referRoutes(), h.cardRoutes())
}

// shortcutRefer is a shortcut; manifest.yml declares the same one and manifest_test.go holds them together.
const shortcutRefer = "refer_someone"

// Referring, and the card by which an owner answers.
const (
	actReferKind     = "refer_kind"
	actReferDetail   = "refer_detail"
	actReferJob      = "refer_job"
	actReferEdit     = "refer_edit"
	actReferWithdraw = "refer_withdraw"
	actReferAnswer   = "refer_answer"
	actCardAccept    = "card_accept"
	actCardAdvance   = "card_advance"
	actCardAsk       = "card_ask"
	actCardDecline   = "card_decline"
	actCardAssign    = "card_assign"
	actCardCorrect   = "card_correct"
	actCardDates     = "card_dates"
	actCardTouch     = "card_touch"
)

// Callback ids of modals.
const (
	cbRefer       = "refer"
	cbReferAnswer = "refer_answer"
	cbCardAsk     = "card_ask"
	cbCardDecline = "card_decline"
	cbCardAssign  = "card_assign"
	cbCardCorrect = "card_correct"
	cbCardReached = "card_reached"
)

// onEventMet opens the form for somebody who was met at an event; readSubmission adds how they know them.
func (h *Handlers) onEventMet(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form := referForm{referState: referState{Kind: store.Candidate}}
	a, err := surface.Ask(h.Kit, func(q *store.Query) store.Asset {
		mustRefer(q, in.User)
		form.settings = q.Settings()
		// A button's value may be forged: the title of what the reader may not see is not told.
		a := q.AssetFor(in.User, store.AssetID(in.Action.Value))
		if a.Event == nil {
			q.Refuse(&store.Error{Kind: store.NotFound, Msg: "This event does not exist."})
		}
		return a
	})
	form.Event = a.ID
	form.submission.Person.Why = block.Cut("Met at "+text.Line(a.Title)+".", surface.MaxReferWhy)
	form.notice = "Somebody you met at *" + block.Line(a.Title) + "*."
	return dispatch.Reply{Open: referFormView(form)}, err
}

// mustRefer refuses guests and deactivated accounts, and who has to read the policy first; whoever works here may refer
// people, joined or not.
func mustRefer(q *store.Query, id store.EmployeeID) {
	surface.MustWorkHere(q, id)
	q.Refuse(q.Unlocked(id))
}

// referRoutes lists what referrers do.
func (h *Handlers) referRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnAction(surface.ActEventMet, h.onEventMet),
		dispatch.OnCommand(surface.CmdRefer, h.onRefer),
		dispatch.OnWord(surface.CmdRefer, "help", "how referring works", h.onReferHelp),
		dispatch.OnShortcut(shortcutRefer, h.onRefer),
		dispatch.OnAction(surface.ActRefer, h.onRefer),
		dispatch.OnAction(surface.ActReferIntro, h.onReferIntro),
		dispatch.OnAction(actReferKind, h.onReferKind),
		dispatch.OnAction(actReferDetail, h.onReferDetail),
		dispatch.OnSuggest(actReferJob, h.onSuggestJobs),
		dispatch.OnSubmit(cbRefer, h.onReferSubmit),
		dispatch.OnAction(surface.ActReferral, h.onReferralOpen),
		dispatch.OnAction(actReferEdit, h.onReferEdit),
		dispatch.OnAction(actReferWithdraw, h.onReferWithdraw),
		dispatch.OnAction(actReferAnswer, h.onReferAnswer),
		dispatch.OnSubmit(cbReferAnswer, h.onReferAnswerSubmit),
	}
}

// referState travels in the form's private metadata. Edit is set when an existing referral is changed.
type referState struct {
	Kind   store.ReferralKind `json:"kind"`
	Edit   store.ReferralID   `json:"edit,omitempty"`
	Event  store.AssetID      `json:"event,omitempty"`  // where they met
	Detail bool               `json:"detail,omitempty"` // what need not be said is asked, too
	Intro  store.IntroID      `json:"intro,omitempty"`  // the introduction that led here
}

// parseReferState reads the form's metadata; anything but a client is a candidate.
func parseReferState(metadata string) referState {
	var s referState
	if json.Unmarshal([]byte(metadata), &s) != nil || s.Kind != store.Client {
		s.Kind = store.Candidate
	}
	return s
}

// referForm is what the form shows.
type referForm struct {
	referState
	submission store.Submission
	contact    string       // as typed
	job        *store.Asset // the chosen job, nil for none
	notice     string       // mrkdwn above the fields, "" none
	settings   store.Settings
}

// onRefer opens the form, with what the command's text says already filled in. A button may carry the id of a job.
func (h *Handlers) onRefer(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form := referForm{referState: referState{Kind: store.Candidate}}
	if in.Kind == dispatch.KindCommand {
		var ignored []string
		form.submission.Person, ignored = surface.ParseContact(in.Text)
		form.contact, form.notice = surface.ContactLine(form.submission.Person), block.Esc(surface.NotUnderstood(ignored))
	}
	err := h.DB.View(func(q *store.Query) error {
		mustRefer(q, in.User)
		form.settings = q.Settings()
		// The button may be in an old digest, so its job may be closed by now: the form opens all the same and says so.
		if id := in.Action.Value; in.Kind == dispatch.KindAction && id != "" {
			if form.job = openJob(q, store.AssetID(id)); form.job == nil {
				form.notice = "*That job is filled or closed.* Choose another one, or say what they could do here."
			}
		}
		return nil
	})
	return dispatch.Reply{Open: referFormView(form)}, err
}

// onReferIntro opens the form with everything that is known of somebody whom the reader introduced.
func (h *Handlers) onReferIntro(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	i, err := surface.Ask(h.Kit, func(q *store.Query) store.Introduction {
		mustRefer(q, in.User)
		i := q.Introduction(store.IntroID(in.Action.Value), in.User)
		if i.Introducer != in.User || !i.IsOpen() {
			q.Refuse(&store.Error{Kind: store.Conflict, Msg: "This introduction is over, or somebody else makes it."})
		}
		return i
	})
	form := referForm{contact: surface.ContactLine(i.Person),
		referState: referState{Kind: i.Kind, Intro: i.ID, Detail: i.Person.Company != ""}}
	form.submission.Person, form.submission.Need = i.Person, i.Need
	return dispatch.Reply{Open: referFormView(form)}, err
}

// openJob is the job with this id while people may be referred for it, else nil. An id that is no job is nil, too: it
// comes from a form or an old message, and neither deserves an error of its own.
func openJob(q *store.Query, id store.AssetID) *store.Asset {
	if asset, found := q.FindAsset(id); found && isOpenJob(asset) {
		return &asset
	}
	return nil
}

// isOpenJob tells whether people may be referred for an asset.
func isOpenJob(a store.Asset) bool {
	return a.Kind == store.Job && a.State == store.Live && (a.Job == nil || !a.Job.Closed)
}

// onReferHelp says what the command does.
func (h *Handlers) onReferHelp(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{Text: "`/refer Jane Doe jane@example.com` opens a short form with the name and the address " +
		"filled in; a phone number or a profile works, too. " +
		"Ask the person first. You are told at once whether it counts, who looks at it, and by when you hear back."}, nil
}

// onReferKind renders the form for the other kind; what both have stays as typed.
func (h *Handlers) onReferKind(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.otherKind(in, in.Action.Value, "")
}

// otherKind renders the form again for the chosen kind; anything but a client is a candidate.
func (h *Handlers) otherKind(in dispatch.Interaction, chosen, notice string) (dispatch.Reply, error) {
	state := parseReferState(in.View.Metadata)
	if state.Kind = store.Candidate; chosen == string(store.Client) {
		state.Kind = store.Client
	}
	return h.formAgain(in, state, notice)
}

// onReferDetail shows what need not be said, too.
func (h *Handlers) onReferDetail(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	state := parseReferState(in.View.Metadata)
	state.Detail = true
	return h.formAgain(in, state, "")
}

// formAgain renders the form in another state. Slack keeps what is typed by itself where block and action ids stay the
// same; it is handed back all the same, for clients that render anew.
func (h *Handlers) formAgain(in dispatch.Interaction, state referState, notice string) (dispatch.Reply, error) {
	form := referForm{referState: state, notice: notice, contact: in.State.Text(surface.FieldContact)}
	form.submission, _ = readSubmission(in, state)
	var err error
	form.job, err = surface.Ask(h.Kit, func(q *store.Query) *store.Asset {
		form.settings = q.Settings()
		return openJob(q, form.submission.Job)
	})
	return dispatch.Reply{Update: referFormView(form)}, err
}

// onSuggestJobs offers live jobs whose title, place or department contain every typed word, the newest first, then
// departments without an opening, and the words themselves as a role that is not listed. It runs at each keystroke;
// reading the assets takes some milliseconds for thousands of them.
func (h *Handlers) onSuggestJobs(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var me store.Employee
	var assets []store.Asset
	var lanes []string
	err := h.DB.View(func(q *store.Query) error {
		me, assets, lanes = q.Employee(in.User), q.LiveAssets(), q.Lanes()
		return nil
	})
	if err != nil {
		return dispatch.Reply{}, err
	}
	wanted := surface.SearchWords(in.Query)
	var options, waiting []*slack.OptionBlockObject
	for _, lane := range lanes {
		if surface.BeginWords(surface.SearchWords(lane), wanted) && len(waiting) < maxLanes {
			waiting = append(waiting, laneOption(lane))
		}
	}
	for _, asset := range slices.Backward(assets) {
		words := asset.Title
		if asset.Job != nil {
			words += " " + asset.Job.Location + " " + asset.Job.Department
		}
		if !isOpenJob(asset) || !asset.IsVisibleTo(&me) || !surface.BeginWords(surface.SearchWords(words), wanted) {
			continue
		}
		options = append(options, block.Option(string(asset.ID), jobLabel(asset)))
		if len(options) == dispatch.MaxOptions-1-maxLanes {
			break
		}
	}
	options = append(options, waiting...)
	if words := text.Line(in.Query); words != "" {
		options = append(options, needOption(words))
	}
	return dispatch.Reply{Options: options}, nil
}

// onReferSubmit stores a new referral or the change of an old one, and states the answer. A refusal is shown on top of
// the form, so that nothing typed is lost when only the job or the address was wrong.
func (h *Handlers) onReferSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	state := parseReferState(in.View.Metadata)
	// Pressed before the form for the other kind arrived: what is chosen counts, not what is shown, or a client would go
	// to a recruiter. The other form asks for more, so it is shown instead of guessing.
	if chosen := in.State.Choice(surface.FieldKind); state.Edit == "" && chosen != "" && chosen != string(state.Kind) {
		return h.otherKind(in, chosen, "*Nothing was sent yet:* this form asks for something else. Please look it over and "+
			"press Refer again.")
	}
	submission, problem := readSubmission(in, state)
	if problem != "" {
		return dispatch.Reply{Errors: map[string]string{surface.FieldContact: problem}}, nil
	}
	if state.Edit != "" {
		referral, err := h.Once(in).EditReferral(in.User, state.Edit, submission)
		if err != nil {
			return surface.ContactErrors(err)
		}
		return h.referralReply(in.User, referral, "Saved.")
	}
	result, err := h.DB.SubmitReferral(submission)
	if err != nil {
		return surface.ContactErrors(err)
	}
	// From here on it is stored; what follows only words the answer.
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		return referResultView(result, q.Settings(), surface.ZoneOf(q, in.User))
	})
	// Laid on top, so that closing it leads back to everything typed.
	if result.Verdict == store.VerdictKnown || result.Verdict == store.VerdictNot {
		return dispatch.Reply{Push: view}, err
	}
	return dispatch.Reply{Update: view, Home: true}, err
}

// readSubmission collects the form; problem is what no one understands in the box for contacts. The id of the view is
// the cause: Slack lets people press again after a time-out, and the second press must get the first answer. Checking
// is the store's business, so that every door has the same rules.
func readSubmission(in dispatch.Interaction, state referState) (s store.Submission, problem string) {
	text := func(field string) string { return strings.TrimSpace(block.Clean(in.State.Text(field))) }
	s = store.Submission{Cause: in.View.ID, Kind: state.Kind, Referrer: in.User, Event: state.Event, Intro: state.Intro,
		Need:         text(fieldNeed),
		Relationship: in.State.Choice(fieldRelationship), Consent: in.State.Bool(surface.FieldConsent)}
	s.Person, problem = surface.ReadContact(in.State.Text(surface.FieldContact))
	s.Person.Name, s.Person.Company, s.Person.Why = text(surface.FieldName), text(fieldCompany), text(surface.FieldWhy)
	s.Person.CV = text(fieldCV)
	job := in.State.Choice(fieldJob)
	if lane, waits := strings.CutPrefix(job, lanePrefix); waits {
		s.Lane = lane
	} else if role, typed := strings.CutPrefix(job, needPrefix); !typed {
		s.Job = store.AssetID(job)
	} else if s.Need == "" {
		s.Need = role
	} else if s.Need != role {
		s.Need = role + "; " + s.Need
	}
	if !slices.Contains(in.View.Inputs, fieldRelationship) && state.Event != "" {
		s.Relationship = surface.RelationCommunity
	}
	if choice := in.State.Choice(fieldHowWell); len(choice) == 1 && choice[0] >= '1' && choice[0] <= '4' {
		s.HowWell = int(choice[0] - '0')
	}
	return s, problem
}

// Kinds are the messages to referrers, owners and managers about referrals.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgReferralCard, Render: h.renderReferralCard, Rewrite: h.rewriteReferralCard},
		{Kind: store.MsgReferralNews, Render: h.renderReferralNews, Rewrite: h.rewriteReferralNews},
		{Kind: store.MsgLane, Render: h.Rendering(renderLane), Rewrite: h.rewriteErased},
		{Kind: store.MsgReferralOwner, Render: h.Rendering(renderReferralOwner), Rewrite: h.rewriteErased},
		{Kind: store.MsgAskReferrer, Render: h.renderAskReferrer, Rewrite: h.rewriteQuestion},
		{Kind: store.MsgAnswer, Render: h.renderReferralAnswer, Rewrite: h.rewriteErased},
		{Kind: store.MsgOwnerNudge, Render: h.renderOwnerNudge, Rewrite: h.rewriteReminder(h.renderOwnerNudge)},
		{Kind: store.MsgEscalation, Render: h.renderEscalation, Rewrite: h.rewriteReminder(h.renderEscalation)},
	}
}
