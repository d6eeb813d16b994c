// Package report is /vouch report: what came of the program in a period, for managers with money and for everybody
// without, and once a month by itself to managers.
package report

import (
	"context"
	"errors"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/report"
	"vouch/store"
)

// A report is sent as a message with its charts; the value names the period.
const actReportSend = "report_send"

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the command and the buttons of reports. A report has no figure of a single person, so everybody may read
// it; money is for managers.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "report", "what came of it, as `/vouch report last month`", h.onReport),
		dispatch.OnAction(surface.ActReport, h.onReportAll),
		dispatch.OnAction(actReportSend, h.onReportSend),
	}
}

// reportFor computes the report of a period, without money for those who do not manage the program. Words that name no
// period come back as an Invalid error.
func (h *Handlers) reportFor(id store.EmployeeID, words string) (r *report.Report, manager bool, err error) {
	err = h.DB.View(func(q *store.Query) error {
		me := surface.Person(q, id)
		if me.Guest || me.Deactivated {
			return &store.Error{Kind: store.Denied, Msg: surface.CannotJoin(me.Employee)}
		}
		var wrong error
		if r, wrong = report.Of(q, words); wrong != nil {
			return wrong
		}
		if manager = q.CanManage(me.Employee); !manager {
			r = r.WithoutMoney()
		}
		return nil
	})
	if bad, is := errors.AsType[report.BadPeriod](err); is {
		err = &store.Error{Kind: store.Invalid, Msg: surface.UpperFirst(string(bad)) + "."}
	}
	return r, manager, err
}

// onReport answers privately with the figures that matter most.
func (h *Handlers) onReport(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	r, _, err := h.reportFor(in.User, in.Text)
	if err != nil {
		return dispatch.Reply{}, err
	}
	shown := preview(r)
	return dispatch.Reply{Text: shown.Text, Blocks: shown.Blocks}, nil
}

// onReportAll opens every figure with its formula.
func (h *Handlers) onReportAll(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	r, _, err := h.reportFor(in.User, in.Action.Value)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Open: allFigures(r)}, nil
}

// onReportSend has the report sent with its charts, which takes longer than a press may.
func (h *Handlers) onReportSend(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	r, _, err := h.reportFor(in.User, in.Action.Value)
	if err != nil {
		return dispatch.Reply{}, err
	}
	err = h.DB.AskReport(in.Cause, in.User, r.Period.Key)
	return dispatch.Reply{Text: "It comes as a message in a moment, with its charts."}, err
}

// renderReport renders a report as it is when it is sent. Who lost the role meanwhile gets no monthly one.
func (h *Handlers) renderReport(_ context.Context, m store.Message) (block.Content, error) {
	r, manager, err := h.reportFor(m.To, m.Ref)
	switch {
	case err != nil:
		return block.Content{}, err
	case !manager && !store.IsReportAsked(m):
		return block.Content{}, surface.Obsolete("This person does not manage the program any more.")
	case r.Withheld != "":
		return block.Content{}, surface.Obsolete(r.Withheld)
	}
	return message(r)
}

// renderTotals renders the totals of a month for everybody in a channel.
func (h *Handlers) renderTotals(_ context.Context, m store.Message) (block.Content, error) {
	var r *report.Report
	err := h.DB.View(func(q *store.Query) (err error) {
		r, err = report.Of(q, m.Ref)
		return err
	})
	switch {
	case err != nil:
		return block.Content{}, err
	case r.Withheld != "":
		return block.Content{}, surface.Obsolete(r.Withheld)
	}
	return totals(r)
}

// Kinds are the messages with reports.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{{Kind: store.MsgReport, Render: h.renderReport}, {Kind: store.MsgTotals, Render: h.renderTotals}}
}
