// How jobs read on cards: as one would tell a friend, never as the advertisement has it.

package surface

import (
	"slices"
	"strings"
	"unicode/utf8"

	"vouch/bot/block"
	"vouch/digest/post"
	"vouch/store"
)

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
