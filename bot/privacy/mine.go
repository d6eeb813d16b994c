// My data: how much is kept about the acting person, a copy of it as a file, and its erasure by themselves.

package privacy

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/slackapi"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// counted bounds what is read to count it: beyond it "more than" is as good.
const counted = 1000

// keptOf counts by indexes what is kept about somebody. An erasure could be tried out for exact counts of everything,
// but it would look through all that everybody was sent while others wait to save.
func keptOf(q *store.Query, id store.EmployeeID) (list []kept) {
	made, _ := q.IntroductionsOf(id)
	for _, k := range []kept{
		{len(q.DeliveriesOf(id, counted)), "digest", "digests"},
		{len(q.TasteOf(id).Saved), "saved item", "saved items"},
		{len(q.SharesOf(id, counted)), "post you told of", "posts you told of"},
		{len(q.EntriesOf(id, counted)), "line of points", "lines of points"},
		{len(q.ReferralsOf(id)), "referral", "referrals"},
		{len(made), "open introduction", "open introductions"},
		{len(q.PayoutsFor(id)), "bonus", "bonuses"},
		{len(q.StoriesOf(id)), "story", "stories"},
	} {
		if k.n > 0 {
			list = append(list, k)
		}
	}
	return list
}

// mine renders what is kept about somebody; notice is a sentence on top, "" for none.
func (h *Handlers) mine(id store.EmployeeID, notice string) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		q.Employee(id)
		return mineView(keptOf(q, id), notice)
	})
}

// onMine shows what is kept. Everybody may, joined or not: Slack's directory says something of everybody.
func (h *Handlers) onMine(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.mine(in.User, "")
	return dispatch.Reply{Open: view}, err
}

// largestCopy bounds a copy in memory, in bytes after packing: some hundred thousand lines take a tenth of it.
const largestCopy = 16 << 20

// copyTime bounds the making and sending of a copy.
const copyTime = 10 * time.Minute

// begins tells whether somebody's copy is to be made now: not while theirs is being made already.
func (h *Handlers) begins(id store.EmployeeID) bool {
	_, already := h.copying.LoadOrStore(id, true)
	return !already
}

// onCopy has a copy made and sent, beside the person's next interaction.
func (h *Handlers) onCopy(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	reply, notice := dispatch.Reply{}, "Your file is being made already."
	if h.begins(in.User) {
		notice = "Your file is being made. It comes in your messages with Vouch."
		reply.After = func(context.Context) error {
			h.Beside(func(ctx context.Context) { h.sendCopy(ctx, in.User) })
			return nil
		}
	}
	view, err := h.mine(in.User, notice)
	reply.Update = view
	return reply, err
}

// sendCopy sends somebody a copy, or says how they get one all the same.
func (h *Handlers) sendCopy(ctx context.Context, id store.EmployeeID) {
	ctx, cancel := context.WithTimeout(ctx, copyTime)
	defer cancel()
	defer h.copying.Delete(id)
	// One after the other: each reads through the whole file.
	h.turn.Lock()
	data, err := copyOf(h.DB, id)
	h.turn.Unlock()
	if err == nil {
		err = h.API.SendFile(ctx, id, "vouch-data.zip", copyComment, data)
	}
	if err == nil {
		return
	}
	h.Log.Warn().Str("employee", string(id)).Str("reason",
		slackapi.Classify(err).Reason).Msg("a copy of somebody's data was not sent")
	words := notSent(id, errors.Is(err, errTooLarge) || slackapi.CodeOf(err) != "")
	if err := h.API.Answer(ctx, string(id), "", block.Content{Text: words}); err != nil {
		h.Log.Warn().Str("reason", slackapi.Classify(err).Reason).Msg("a failure could not be told")
	}
}

// errTooLarge ends a copy that would take too much memory.
var errTooLarge = errors.New("a copy of more than 16 MB")

// limited is a buffer of at most largestCopy bytes.
type limited struct{ bytes.Buffer }

// Write appends, or fails when it would be too much.
func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > largestCopy {
		return 0, errTooLarge
	}
	return l.Buffer.Write(p)
}

// copyOf packs all lines about somebody as they are read, page by page. Names and contacts of the people they referred
// stay out, also those they typed themselves: the file lies in Slack, where neither the purge nor the erasure of a
// candidate reaches it.
func copyOf(db *store.DB, id store.EmployeeID) ([]byte, error) {
	var packed limited
	archive := zip.NewWriter(&packed)
	lines, err := archive.CreateHeader(&zip.FileHeader{Name: "vouch-data.jsonl", Method: zip.Deflate,
		Modified: store.Now()})
	if err == nil {
		err = db.Export(lines, string(id), false)
	}
	if err == nil {
		err = archive.Close()
	}
	return packed.Bytes(), err
}

// onEraseForm says what an erasure does, in the same window, and asks for a word: one press too many must not do it.
func (h *Handlers) onEraseForm(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		var shown erasing
		for _, r := range q.ReferralsOf(in.User) {
			if surface.IsOpen(r.Stage) {
				shown.referred++
			}
		}
		for _, r := range q.ReferralsOwnedBy(in.User) {
			if surface.IsOpen(r.Stage) {
				shown.owned++
			}
		}
		for _, p := range q.PayoutsFor(in.User) {
			if p.State == store.PayoutPending || p.State == store.PayoutEligible || p.State == store.PayoutApproved {
				shown.bonuses++
			}
		}
		return eraseView(shown)
	})
	return dispatch.Reply{Update: view}, err
}

// onErase erases everything about the acting person. Home is rendered once more after what was due for it: it says then
// what the store's own message makes it say.
func (h *Handlers) onErase(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if text.Fold(in.State.Text(fieldSure)) != sureWord {
		return dispatch.Reply{Errors: map[string]string{fieldSure: "Type " + sureWord +
			", or close the window and nothing happens."}}, nil
	}
	_, err := h.Once(in).EraseEmployee(in.User, in.User)
	return dispatch.Reply{Update: erasedView(), Home: true}, err
}
