// After the post: one line of a digest asks whether anybody answered, and keeps what its reader said.

package digestcard

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// asked is the question of a digest after one or more posts.
type asked struct {
	Key   string // of the digest, "" when it does not ask
	Title string // of the newest of the posts
	More  int    // other posts
	Led   store.ShareLed
}

// afterPost reads what a digest asks; shares are its reader's newest ones. A post that was taken back is not asked
// about.
func afterPost(q *store.Query, key string, shares []store.Share) (a asked) {
	for _, s := range shares {
		switch {
		case s.AskedIn != key || s.Level < store.Declared:
		case a.Key == "":
			asset, found := q.FindAsset(s.Asset)
			if a = (asked{Key: key, Title: surface.CardTitle(asset), Led: s.Led}); !found {
				a.Title = "a removed item"
			}
		default:
			a.More++
		}
	}
	return a
}

// afterBlock is the question with its menu, or what was said; line is the same in words.
func afterBlock(a asked) (said slack.Block, line string) {
	posts := "your post *" + block.Line(block.Cut(a.Title, maxSharer)) + "*"
	if a.More > 0 {
		posts = "your last " + block.Count(a.More+1, "post", "posts")
	}
	switch a.Led {
	case store.LedIntroduction, store.LedReferral:
		line = "Noted: somebody answered " + posts + "."
	case store.LedNothing:
		line = "Noted: nobody answered " + posts + "."
	default:
		line = "Did anybody answer " + posts + "?"
		menu := block.SelectOne(actAfterPost, "Answer", []*slack.OptionBlockObject{
			block.Option(string(store.LedIntroduction)+":"+a.Key, "Yes, introduce them"),
			block.Option(string(store.LedReferral)+":"+a.Key, "Yes, refer them"),
			block.Option(string(store.LedNothing)+":"+a.Key, "No"),
		}, "")
		return block.SectionWith(line, menu), line
	}
	return block.Section(line), line
}

// onAfterPost records what came of a post, and opens the form that its answer leads to. The digest says what was
// answered; where a form opens the courier has it say so.
func (h *Handlers) onAfterPost(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	led, key, _ := strings.Cut(in.Action.Value, ":")
	posts, err := h.DB.AnswerAfterPost(in.User, key, store.ShareLed(led))
	if err != nil {
		return dispatch.Reply{}, err
	}
	switch store.ShareLed(led) {
	case store.LedIntroduction:
		in.Action.ID, in.Action.Value = surface.ActIntroduce, string(posts[0].Asset)
	case store.LedReferral:
		in.Action.ID, in.Action.Value = surface.ActRefer, ""
	default:
		return h.rerenderPick(ctx, in, key, "", "Noted: nobody answered.", nil)
	}
	press, in := h.Find(in)
	return press(ctx, in)
}
