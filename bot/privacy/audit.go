// The audit log in Slack: every managerial act in words, a page at a time, for program managers.

package privacy

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/audit"
)

// The actions and the window of the log. Its metadata is the filter; of actAuditPage the value is where a page ends.
const (
	actAuditArea   = "audit_area"
	actAuditPerson = "audit_person"
	actAuditPage   = "audit_page"
	actAuditNewest = "audit_newest"
	cbAudit        = "audit"
)

// auditPage is how many entries a page shows; each takes up to two lines.
const auditPage = 12

// auditRoutes are the ways to the log and through it.
func (h *Handlers) auditRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "audit", "who changed what, and when",
			h.onAudit).For((*store.Query).CanManage),
		dispatch.OnAction(surface.ActAudit, h.onAudit),
		dispatch.OnAction(actAuditArea, h.onAuditFilter),
		dispatch.OnAction(actAuditPerson, h.onAuditFilter),
		dispatch.OnAction(actAuditPage, h.onAuditFilter),
		dispatch.OnAction(actAuditNewest, h.onAuditFilter),
	}
}

// onAudit opens the newest entries.
func (h *Handlers) onAudit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.audit(in.User, audit.Filter{})
	return dispatch.Reply{Open: view}, err
}

// onAuditFilter shows what was chosen in the same window.
func (h *Handlers) onAuditFilter(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var f audit.Filter
	if json.Unmarshal([]byte(in.View.Metadata), &f) != nil {
		f = audit.Filter{} // of another release: everything
	}
	f.Before = 0
	switch in.Action.ID {
	case actAuditArea:
		if f.Area = in.Action.Value; f.Area == anyArea {
			f.Area = ""
		}
	case actAuditPerson:
		f.Person = store.EmployeeID(in.Action.Value)
	case actAuditPage:
		f.Before, _ = strconv.ParseUint(in.Action.Value, 10, 64)
	case actAuditNewest:
		f = audit.Filter{}
	}
	view, err := h.audit(in.User, f)
	return dispatch.Reply{Update: view}, err
}

// audit reads one page for a program manager.
func (h *Handlers) audit(id store.EmployeeID, f audit.Filter) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustManage(q, id)
		p := page{filter: f, zone: surface.ZoneOf(q, id)}
		list := q.AuditOf(f, auditPage+1)
		p.more = len(list) > auditPage
		for _, e := range list[:min(len(list), auditPage)] {
			p.rows = append(p.rows, row{e, subjectOf(q, e)})
		}
		return auditView(p)
	})
}

// subjectOf names what an entry is about, ready for mrkdwn; "" where its action says it already. Nobody who was
// referred is named: the log is read by people who may not look after them.
func subjectOf(q *store.Query, e store.AuditEntry) string {
	switch areaOf(e) {
	case "asset":
		if a, found := q.FindAsset(store.AssetID(e.Subject)); found {
			return "*" + block.Line(block.Cut(surface.CardTitle(a), 80)) + "*"
		}
	case "role", "employee":
		return block.Person(store.EmployeeID(e.Subject))
	case "persona", "hook":
		return "*" + block.Line(e.Subject) + "*"
	case "board":
		if e.Action == "board.post" {
			return "in " + block.ChannelMention(e.Subject)
		}
	}
	return ""
}
