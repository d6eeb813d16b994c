// Assets in words: kinds, states, networks, how jobs read on cards, and what became of one that is gone.

package surface

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/digest/post"
	"vouch/store"
	"vouch/store/text"
)

// StateWords is a state as curators read it.
func StateWords(s store.AssetState) string {
	switch s {
	case store.InReview:
		return "waiting for review"
	case store.Draft, store.Scheduled, store.Live, store.Expired, store.Withdrawn:
		return string(s)
	}
	return "unknown"
}

// KindWords says what a pick is, with the facts of a job.
func KindWords(a store.Asset) string {
	words := []string{block.KindName(a.Kind)}
	switch {
	case a.Story != "" && a.Author != "":
		words[0] = "A story by " + block.Person(a.Author)
	case a.Author != "":
		words = append(words, "by "+block.Person(a.Author))
	}
	if a.Internal {
		words = append(words, "for colleagues only")
	}
	if a.Job != nil {
		for _, fact := range []string{a.Job.Department, a.Job.Location} {
			if fact != "" {
				words = append(words, block.Line(block.Cut(fact, 60)))
			}
		}
	}
	return "_" + strings.ReplaceAll(strings.Join(words, " · "), "_", " ") + "_"
}

// GoneWords says why an asset can't be shared any more, "" while it can. The curator's reason is not repeated: it is
// written for the audit, and may say what made the withdrawal necessary.
func GoneWords(a store.Asset) string {
	switch {
	case a.ID == "":
		return "This was removed from the library."
	case a.Held != "" && a.State == store.Live:
		return "*On hold:* " + block.Line(a.Held)
	case a.State == store.Withdrawn && a.Job != nil && a.Job.Closed:
		return "This job is filled or closed, so it can't be shared any more."
	case a.State == store.Withdrawn && a.Event != nil:
		return "This event was cancelled. Please don't share it any more."
	case a.State == store.Withdrawn:
		return "This was withdrawn. Please don't share it any more."
	case a.State == store.Expired && a.Event != nil:
		return "This event is over."
	case a.State == store.Expired:
		return "This has expired, so it can't be shared any more."
	case a.State != store.Live:
		return "This is not available at the moment."
	case !a.EmbargoUntil.IsZero():
		return "This is under embargo. It can be shared from " + block.Moment(a.EmbargoUntil, nil) + " on."
	}
	return ""
}

// NetworkName is what people call a network.
func NetworkName(n store.Network) string {
	rule, _ := post.RuleOf(n)
	return rule.Label
}

// PlaceWords say where something was posted.
func PlaceWords(n store.Network) string {
	switch n {
	case store.Email:
		return "by e-mail"
	case store.CopyOnly:
		return "in a place of your own"
	}
	return "on " + NetworkName(n)
}

// NetworkList names networks: "LinkedIn and X". Copying is no network, so it reads as "your own way".
func NetworkList(networks []store.Network) string {
	var names []string
	for _, n := range networks {
		if n == store.CopyOnly {
			names = append(names, "another place")
			continue
		}
		names = append(names, NetworkName(n))
	}
	return block.List(names)
}

// NetworkValues are networks as the values of a menu.
func NetworkValues(networks []store.Network) []string { return text.As[string](networks) }

// NetworkOptions are the networks of a form; those used before say so.
func NetworkOptions(networks []store.Network, shared map[store.Network]bool) []*slack.OptionBlockObject {
	return block.Options(networks, func(n store.Network) (string, string) {
		return string(n), NetworkName(n) + block.When(shared[n], " (shared already)")
	})
}

// CardTitle is an asset's title; of a job without what only hiring systems say.
func CardTitle(a store.Asset) string {
	if a.Kind == store.Job {
		return post.JobTitle(a.Title, "")
	}
	return a.Title
}

// CardWords say in at most limit characters why an asset matters: its summary, or for a job what somebody wrote of it
// and who would fit. A composed opening is left out: title, team and place stand above it already. Composed words are
// the reader's own, so that colleagues who pass them on do not all say the same.
func CardWords(a store.Asset, reader store.EmployeeID, limit int) string {
	if a.Kind != store.Job {
		return block.Line(block.Cut(a.Summary, limit))
	}
	job := post.JobWords(a, reader)
	parts := []string{job.Lines, job.Fits}
	if a.Job != nil && strings.TrimSpace(a.Job.Hook) != "" && !strings.EqualFold(job.Hook, job.Lines) {
		parts = slices.Insert(parts, 0, job.Hook)
	}
	words := wholeParts(parts, limit)
	if words == "" {
		words = parts[0]
	}
	return block.Line(block.Cut(words, limit))
}

// wholeParts joins sentences without breaking one. The last says who would fit, "" when nobody wrote it; readers need
// it most and keep it: what does not go into limit characters beside it is left out.
func wholeParts(parts []string, limit int) string {
	last := parts[len(parts)-1]
	words := ""
	for _, part := range parts[:len(parts)-1] {
		longer := strings.TrimSpace(words + " " + part)
		if utf8.RuneCountInString(longer)+1+utf8.RuneCountInString(last) > limit {
			break
		}
		words = longer
	}
	return strings.TrimSpace(words + " " + last)
}
