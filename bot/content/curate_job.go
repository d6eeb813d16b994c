// The facts of a job in the form of an asset: who owns its referrals, and the words in which colleagues pass it on.

package content

import (
	"cmp"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
	"vouch/store/text"
)

// The fields of a job. hook and fits are also the names in the store's FieldErrors.
const (
	fieldDepartment = "department"
	fieldLocation   = "location"
	fieldHook       = "hook"
	fieldFits       = "fits"
)

// maxJobFits is the longest line about who would fit, in characters; see store.JobFacts.
const maxJobFits = 300

// jobBlocks ask for the facts of a job: first the line that replaces the advertisement wherever colleagues see it, then
// department and place, which decide who owns its referrals, and who would fit.
func jobBlocks(a store.Asset) (first, more []slack.Block) {
	job := cmp.Or(a.Job, &store.JobFacts{})
	hint := "Empty: a plain line is made from title, department and place."
	if proposal := post.ProposedHook(a); proposal != "" && job.Hook == "" {
		hint = "While this is empty, in varying words: “" + proposal + "”"
	}
	first = []slack.Block{
		block.Input(fieldHook, "The job in one line", block.TextInput(block.InputValue, "As you would tell a friend",
			job.Hook, false, surface.MaxAssetPrompt), hint, true),
	}
	more = []slack.Block{
		block.Input(fieldDepartment, "Department of the job",
			block.TextInput(block.InputValue, "", job.Department, false, surface.MaxAssetPrompt), "", true),
		block.Input(fieldLocation, "Place of the job", block.TextInput(block.InputValue, "", job.Location, false,
			surface.MaxAssetPrompt), "", true),
		block.Input(fieldFits, "Who would fit?", block.TextInput(block.InputValue,
			"What kind of person, not which years of what", job.Fits, true, maxJobFits), "", true),
	}
	return first, more
}

// readJob takes over what the form says of a job; problem is by block id. Whether it is closed only a source knows, and
// a job that becomes something else loses its facts. A form that does not show the fields leaves what was kept in it or
// is stored.
func readJob(asset *store.Asset, in dispatch.Interaction, kept *store.JobFacts) (problem map[string]string) {
	before := asset.Job
	closed := before != nil && before.Closed
	asset.Job = nil
	if asset.Kind != store.Job {
		if before != nil {
			return nil
		}
		return wrongKind(in, "an open job", fieldDepartment, fieldLocation, fieldHook, fieldFits)
	}
	job := *cmp.Or(kept, before, &store.JobFacts{})
	asset.Job = &job
	said := func(field string) string { return text.Line(in.State.Text(field)) }
	if job.Closed = closed; drawnKind(in) == store.Job {
		job.Hook = said(fieldHook)
	}
	if shows(in.View, stepJob) {
		job.Department, job.Location, job.Fits = said(fieldDepartment), said(fieldLocation), said(fieldFits)
	}
	return nil
}
