// Referring: the form for a candidate or a client, prefilled from what was typed, and its stated answer.

package bot

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
	"vouch/store/text"
)

// referRoutes lists what referrers do.
func (b *Bot) referRoutes() []route {
	return []route{
		onAction(actEventMet, b.onEventMet),
		onCommand(cmdRefer, b.onRefer),
		onWord(cmdRefer, "help", "how referring works", b.onReferHelp),
		onShortcut(shortcutRefer, b.onRefer),
		onAction(actRefer, b.onRefer),
		onAction(actReferKind, b.onReferKind),
		onSuggest(actReferJob, b.onSuggestJobs),
		onSubmit(cbRefer, b.onReferSubmit),
		onAction(actReferral, b.onReferralOpen),
		onAction(actReferEdit, b.onReferEdit),
		onAction(actReferWithdraw, b.onReferWithdraw),
		onAction(actReferAnswer, b.onReferAnswer),
		onSubmit(cbReferAnswer, b.onReferAnswerSubmit),
	}
}

// referState travels in the form's private metadata. Edit is set when an existing referral is changed.
type referState struct {
	Kind  store.ReferralKind `json:"kind"`
	Edit  store.ReferralID   `json:"edit,omitempty"`
	Event store.AssetID      `json:"event,omitempty"` // where they met
}

func (s referState) metadata() string {
	text, err := json.Marshal(s)
	if err != nil {
		return "{}" // a struct of strings cannot fail
	}
	return string(text)
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
	job        *store.Asset // the chosen job, nil for none
	notice     string       // mrkdwn above the fields, "" none
}

// onRefer opens the form, with what the command's text says already filled in. A button may carry the id of a job.
func (b *Bot) onRefer(_ context.Context, in inbound) (reply, error) {
	me, err := b.person(in.User)
	if err != nil {
		return reply{}, err
	}
	if why := cannotJoin(me.Employee); why != "" {
		return reply{}, &store.Error{Kind: store.Denied, Msg: why}
	}
	form := referForm{referState: referState{Kind: store.Candidate}}
	if in.Kind == kindCommand {
		var ignored []string
		form.submission.Person, ignored = parseReferText(in.Text)
		form.notice = ignoredWords(ignored)
	}
	// The button may be in an old digest, so its job may be closed by now: the form opens all the same and says so.
	if id := in.Action.Value; in.Kind == kindAction && id != "" {
		if form.job, err = b.openJob(store.AssetID(id)); err != nil {
			return reply{}, err
		}
		if form.job == nil {
			form.notice = "*That job is filled or closed.* Choose another one, or say what they could do here."
		}
	}
	return reply{Open: referFormView(form)}, nil
}

// openJob is the job with this id while people may be referred for it, else nil. An id that is no job is nil, too: it comes
// from a form or an old message, and neither deserves an error of its own.
func (b *Bot) openJob(id store.AssetID) (*store.Asset, error) {
	if id == "" {
		return nil, nil
	}
	asset, err := b.db.Asset(id)
	if err != nil {
		if store.KindOf(err) == store.NotFound {
			err = nil
		}
		return nil, err
	}
	if !isOpenJob(asset) {
		return nil, nil
	}
	return &asset, nil
}

// isOpenJob tells whether people may be referred for an asset.
func isOpenJob(a store.Asset) bool {
	return a.Kind == store.Job && a.State == store.Live && (a.Job == nil || !a.Job.Closed)
}

// onReferHelp says what the command does.
func (b *Bot) onReferHelp(context.Context, inbound) (reply, error) {
	return reply{Text: "`/refer` opens a form for a candidate or a client you can vouch for. `/refer Jane Doe jane@example.com` fills in the name and the address; " +
		"a link to their profile works, too. The person must know that you refer them. You are told at once whether the referral counts, who looks at it, and by when you hear back."}, nil
}

// onReferKind draws the form for the other kind; what both have stays as typed. Slack keeps it by itself where block and
// action ids stay the same; the typed values are handed back all the same, for clients that draw anew.
func (b *Bot) onReferKind(_ context.Context, in inbound) (reply, error) {
	return b.otherKind(in, in.Action.Value, "")
}

// otherKind draws the form an act happened in again, for the chosen kind; anything but a client is a candidate.
func (b *Bot) otherKind(in inbound, chosen, notice string) (reply, error) {
	state := parseReferState(in.View.Metadata)
	if state.Kind = store.Candidate; chosen == string(store.Client) {
		state.Kind = store.Client
	}
	form := referForm{referState: state, submission: readSubmission(in, state), notice: notice}
	var err error
	if form.job, err = b.openJob(form.submission.Job); err != nil {
		return reply{}, err
	}
	return reply{Update: referFormView(form)}, nil
}

// onSuggestJobs offers live jobs whose title, place or department contain every typed word, the newest first. It runs at each
// keystroke; reading the live assets takes a few milliseconds for thousands of them.
func (b *Bot) onSuggestJobs(_ context.Context, in inbound) (reply, error) {
	assets, err := b.db.LiveAssets()
	if err != nil {
		return reply{}, err
	}
	wanted := searchWords(in.Query)
	var options []*slack.OptionBlockObject
	for _, asset := range slices.Backward(assets) {
		text := asset.Title
		if asset.Job != nil {
			text += " " + asset.Job.Location + " " + asset.Job.Department
		}
		if !isOpenJob(asset) || !beginWords(searchWords(text), wanted) {
			continue
		}
		if options = append(options, option(string(asset.ID), jobLabel(asset))); len(options) == maxOptions {
			break
		}
	}
	return reply{Options: options}, nil
}

// searchWords splits what is searched and what is looked for, in the same way.
var searchWords = text.Words

// beginWords tells whether each wanted word begins one of words. Not anywhere inside: whoever looks for a job with Go does not
// mean Chicago.
func beginWords(words, wanted []string) bool {
	for _, want := range wanted {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, want) }) {
			return false
		}
	}
	return true
}

// onReferSubmit stores a new referral or the change of an old one, and states the answer. A refusal is shown on top of the form,
// so that nothing typed is lost when only the job or the address was wrong.
func (b *Bot) onReferSubmit(_ context.Context, in inbound) (reply, error) {
	state := parseReferState(in.View.Metadata)
	// Pressed before the form for the other kind arrived: what is chosen counts, not what was drawn, or a client would go to a
	// recruiter. The other form asks for more, so it is shown instead of guessing.
	if chosen := in.State.Choice(fieldKind); state.Edit == "" && chosen != "" && chosen != string(state.Kind) {
		return b.otherKind(in, chosen, "*Nothing was sent yet:* this form asks for something else. Please look it over and press Refer again.")
	}
	submission := readSubmission(in, state)
	if state.Edit != "" {
		referral, err := b.db.EditReferral(in.User, state.Edit, submission)
		if err != nil {
			return referErrors(err)
		}
		return b.referralReply(in.User, referral, "Saved.")
	}
	result, err := b.db.SubmitReferral(submission)
	if err != nil {
		return referErrors(err)
	}
	// From here on it is stored; what follows only words the answer.
	settings, err := b.db.Settings()
	if err != nil {
		return reply{}, err
	}
	zone, err := b.zoneOf(in.User)
	if err != nil {
		return reply{}, err
	}
	view := referResultView(result, settings, zone)
	// Laid on top, so that closing it leads back to everything typed.
	if result.Verdict == store.VerdictKnown || result.Verdict == store.VerdictNot {
		return reply{Push: view}, nil
	}
	return reply{Update: view, Home: true}, nil
}

// readSubmission collects the form. The id of the view is the cause: Slack lets people press again after a time-out, and the
// second press must get the first answer. Checking is the store's business, so that every door has the same rules.
func readSubmission(in inbound, state referState) store.Submission {
	text := func(field string) string { return strings.TrimSpace(clean(in.State.Text(field))) }
	submission := store.Submission{
		Cause: in.View.ID, Kind: state.Kind, Referrer: in.User, Event: state.Event,
		Person: store.Person{
			Name: text(fieldName), Email: text(fieldEmail), Phone: text(fieldPhone), Profile: text(fieldProfile),
			Company: text(fieldCompany), Why: text(fieldWhy),
		},
		Job: store.AssetID(in.State.Choice(fieldJob)), Need: text(fieldNeed), Relationship: in.State.Choice(fieldRelationship),
		Consent: in.State.Bool(fieldConsent),
	}
	if choice := in.State.Choice(fieldHowWell); len(choice) == 1 && choice[0] >= '1' && choice[0] <= '4' {
		submission.HowWell = int(choice[0] - '0')
	}
	return submission
}

// referErrors puts field errors at the inputs; "contact" (no way to reach them at all) belongs to the e-mail field.
func referErrors(err error) (reply, error) {
	var e *store.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return reply{}, err
	}
	shown := map[string]string{}
	for field, sentence := range e.Fields {
		if field == "contact" {
			field = fieldEmail
		}
		shown[field] = sentence
	}
	return reply{Errors: shown}, nil
}

// zoneOf is the zone in which fallback texts of dates are written for a person.
func (b *Bot) zoneOf(id store.EmployeeID) (*time.Location, error) {
	me, err := b.person(id)
	return me.zone, err
}

// referKinds are the messages to referrers, owners and managers about referrals.
func (b *Bot) referKinds() []kind {
	return []kind{
		{Kind: store.MsgReferralCard, Render: b.renderReferralCard, Rewrite: b.rewriteReferralCard},
		{Kind: store.MsgReferralNews, Render: b.renderReferralNews, Rewrite: b.rewriteErased},
		{Kind: store.MsgReferralOwner, Render: b.renderReferralOwner, Rewrite: b.rewriteErased},
		{Kind: store.MsgAskReferrer, Render: b.renderAskReferrer, Rewrite: b.rewriteErased},
		{Kind: store.MsgAnswer, Render: b.renderReferralAnswer, Rewrite: b.rewriteErased},
		{Kind: store.MsgOwnerNudge, Render: b.renderOwnerNudge, Rewrite: b.rewriteReminder(b.renderOwnerNudge)},
		{Kind: store.MsgEscalation, Render: b.renderEscalation, Rewrite: b.rewriteReminder(b.renderEscalation)},
	}
}
