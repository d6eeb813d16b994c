// Thanks: the week's card with a button for each win, and the thank-you that its person reads.

package recognition

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// onThank thanks for a win and says so on the card. A second press finds it done.
func (h *Handlers) onThank(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if _, err := h.DB.Thank(in.User, in.Action.Value); err != nil {
		return dispatch.Reply{}, err
	}
	receipt, found, err := h.DB.ReceiptAt(in.Channel, in.MessageTS)
	if err != nil || !found {
		return dispatch.Reply{Text: "Thanked."}, err
	}
	c, err := surface.Ask(h.Kit, func(q *store.Query) block.Content { return cardContent(q, in.User, receipt.Ref) })
	return dispatch.Reply{Replace: &c}, err
}

// cardContent asks its reader to thank for the wins of a card; nothing without any that holds.
func cardContent(q *store.Query, reader store.EmployeeID, ids string) block.Content {
	text := "*Who did something worth a thank-you*"
	blocks := []slack.Block{block.Section(text)}
	for _, id := range strings.Fields(ids) {
		w := q.AnyWin(id)
		if !q.IsThankable(reader, w) {
			continue
		}
		line := block.Person(w.Employee) + " " + said(q, w, winWords[w.Kind].did) + "."
		text += "\n• " + line
		if slices.Contains(w.Thanks, reader) {
			blocks = append(blocks, block.Section(line+" _You said thank you._"))
			continue
		}
		blocks = append(blocks, block.SectionWith(line, block.Button(actThank, "Thank", w.ID,
			block.Spoken("Thank "+q.Employee(w.Employee).Name))))
	}
	if len(blocks) == 1 {
		text = "Nobody is left to thank here."
		return block.Message(text)
	}
	return block.Message(text, blocks...)
}

// renderCard is the card, while somebody on it can be thanked.
func renderCard(q *store.Query, m store.Message) block.Content {
	c := cardContent(q, m.To, m.Ref)
	if len(c.Blocks) == 1 {
		q.Refuse(surface.Obsolete("Nobody is left to thank."))
	}
	return c
}

// rewriteCard renders a delivered card as it should look now.
func rewriteCard(q *store.Query, r store.Receipt) block.Content {
	return cardContent(q, r.Employee, r.Ref)
}

// renderThanks is what the person reads.
func (h *Handlers) renderThanks(_ context.Context, m store.Message) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		id, place, _ := strings.Cut(m.Ref, "/")
		w := q.Win(id)
		n, err := strconv.Atoi(place)
		if err != nil || n >= len(w.Thanks) || !q.Employee(m.To).Takes(store.ByThanks) {
			q.Refuse(surface.Obsolete("There is nobody to thank any more."))
		}
		text := ":tada: " + block.Person(w.Thanks[n]) + " thanks you for " + said(q, w, winWords[w.Kind].thanks) + "."
		return block.Message(text)
	})
}

// rewriteThanks takes out the name of who was erased.
func (h *Handlers) rewriteThanks(ctx context.Context, r store.Receipt) (block.Content, error) {
	return h.renderThanks(ctx, store.Message{Ref: r.Ref, To: r.Employee})
}
