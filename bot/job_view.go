// How jobs read on cards: as one would tell a friend, never as the advertisement has it.

package bot

import (
	"strings"

	"vouch/digest"
	"vouch/store"
)

// cardTitle is an asset's title; of a job without what only hiring systems say.
func cardTitle(a store.Asset) string {
	if a.Kind == store.Job {
		return digest.JobTitle(a.Title, "")
	}
	return a.Title
}

// cardWords say in at most limit characters why an asset matters: its summary, or for a job what a person would say of it and who
// would fit. Composed words are the reader's own, so that colleagues who pass them on do not all say the same.
func cardWords(a store.Asset, reader store.EmployeeID, limit int) string {
	if a.Kind != store.Job {
		return line(cut(a.Summary, limit))
	}
	job := digest.JobWords(a, reader)
	words := []string{job.Hook}
	if job.Lines != "" && !strings.EqualFold(job.Lines, job.Hook) {
		words = append(words, job.Lines)
	}
	return line(cut(strings.Join(append(words, job.Fits), " "), limit))
}
