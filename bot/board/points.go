// Points of a person for program managers: what each was paid for, and taking one back with a reason.

package board

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// pointRoutes are the ways to a person's ledger. Every handler asks for the role again, because a window stays on
// screen for longer than a role.
func (h *Handlers) pointRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "points", "a colleague's points, to take some back", h.onPoints).For(mayTakeBack),
		dispatch.OnAction(actPoints, h.onPoints),
		dispatch.OnAction(actPointsOf, h.onPointsOf),
		dispatch.OnAction(actPointsBack, h.onTakeBack),
		dispatch.OnSubmit(cbPointsBack, h.onTakenBack),
	}
}

// mayTakeBack tells whether somebody may look at the points of others: managers, unless nobody may.
func mayTakeBack(q *store.Query, e store.Employee) bool {
	return q.CanManage(e) && !q.Settings().WorksCouncil
}

// onPoints opens the points of the person who was named, or asks whose. Who does not manage the program means their
// own.
func (h *Handlers) onPoints(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var own bool
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		if own = in.Kind == dispatch.KindCommand && !q.IsManager(in.User); own {
			return nil
		}
		return pointsOf(q, in.User, personNamed(q, in.Text), "")
	})
	if own {
		text := "Your points, and why you have each."
		return dispatch.Reply{Text: text, Blocks: []slack.Block{block.SectionWith(text,
			block.Button(surface.ActMe, "My points", ""))}}, err
	}
	return dispatch.Reply{Open: view}, err
}

// onPointsOf shows the points of who was chosen.
func (h *Handlers) onPointsOf(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		return pointsOf(q, in.User, store.EmployeeID(in.Action.Value), "")
	})
	return dispatch.Reply{Update: view}, err
}

// onTakeBack asks for the reason.
func (h *Handlers) onTakeBack(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		mustSeePoints(q, in.User)
		return takeBackModal(q.Entry(in.Action.Value))
	})
	return dispatch.Reply{Push: view}, err
}

// onTakenBack takes the entry back, and shows the list below with it.
func (h *Handlers) onTakenBack(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	e, err := h.DB.ReverseEntry(in.User, in.View.Metadata, in.State.Text(surface.FieldReason))
	if err != nil {
		return dispatch.Reply{}, err
	}
	notice := block.Count(-e.Points, "point is", "points are") + " taken back, and " + block.Person(e.Employee) +
		" is told why."
	return dispatch.Reply{Home: true, After: h.Below(in.View.Previous, func(context.Context) (*slack.ModalViewRequest,
		error) {
		return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
			return pointsOf(q, in.User, e.Employee, notice)
		})
	})}, nil
}

// mustSeePoints refuses anybody who may not look at the points of others, and says why.
func mustSeePoints(q *store.Query, id store.EmployeeID) {
	surface.MustManage(q, id)
	if q.Settings().WorksCouncil {
		q.Refuse(&store.Error{Kind: store.Denied, Msg: "Works-council mode is on: nobody sees the points of another person."})
	}
}

// personNamed is who is meant by a mention, an id or a whole name; "" when nobody is, or several are.
func personNamed(q *store.Query, words string) (id store.EmployeeID) {
	named := text.Fold(strings.TrimLeft(strings.Trim(strings.TrimSpace(words), "<>"), "@"))
	mentioned, _, _ := strings.Cut(named, "|")
	if named == "" {
		return ""
	}
	found := slices.DeleteFunc(q.Employees(), func(e store.Employee) bool {
		return text.Fold(string(e.ID)) != mentioned && text.Fold(e.Name) != named
	})
	if len(found) != 1 {
		return ""
	}
	return found[0].ID
}

// pointsOf gathers a person's newest entries for a manager; id "" is nobody yet.
func pointsOf(q *store.Query, reader, id store.EmployeeID, notice string) *slack.ModalViewRequest {
	mustSeePoints(q, reader)
	l := ledger{whose: id, notice: notice, zone: surface.Person(q, reader).Zone}
	if id != "" {
		for _, e := range q.EntriesOf(id, listedEntries) {
			l.entries = append(l.entries, ledgerEntry{e, e.Reverses != "" || q.IsReversed(e.ID)})
		}
	}
	return pointsModal(l)
}

// renderPointsBack tells a person what was taken back and why.
func renderPointsBack(q *store.Query, m store.Message) block.Content {
	return takenBack(q.Entry(m.Ref))
}
