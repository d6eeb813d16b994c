// Setting up: what a program needs before it can run well, step by step on its managers' Home.

package setup

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
)

// firstItems is how many live items a program begins with: some digests of three, for everybody.
const firstItems = 10

// step is one thing that a program needs.
type step struct {
	name, why string
	done      bool
	button    *slack.ButtonBlockElement // nil: another step comes first
}

// Blocks are the steps of setting up, for program managers until all are done.
func (h *Handlers) Blocks(q *store.Query, me surface.Member) []slack.Block {
	if !q.CanManage(me.Employee) {
		return nil
	}
	return stepBlocks(stepsOf(q, me.Settings))
}

// stepsOf reads how far a program is.
func stepsOf(q *store.Query, s store.Settings) []step {
	stats := q.Stats()
	policy := "People agree to it before they share or refer."
	if s.Policy.Unread {
		policy = "An upgrade took over the standard one. Confirm it, and everybody is asked to agree."
	}
	disclosure := step{name: "Disclosure", why: "Once the company has a name.",
		done: s.DisclosureConfirmed && s.Company != ""}
	if s.Company != "" {
		disclosure.why = "Every post says “" + block.Line(post.Disclosure(s, store.Asset{}, store.LinkedIn, "")) + "”"
		disclosure.button = block.Button(actConfirm, "Confirm", "sharing", block.Spoken("Confirm the disclosure"))
	}
	return []step{
		{"Company name", "Posts say where their author works.", s.Company != "",
			block.Button(surface.ActProgramSection, "Name it", "company", block.Spoken("Name the company"))},
		{"Policy", policy, s.Policy.IsRead(),
			block.Button(surface.ActProgramSection, "Read and confirm", "policy", block.Spoken("Read and confirm the policy"))},
		disclosure,
		{"People", "Nobody has joined yet. Personas decide who gets what.", stats.Advocates > 0,
			block.Button(surface.ActPersonas, "Personas", "")},
		{"Ten items", block.Count(stats.Live, "is live. A digest needs a choice.", "are live. A digest needs a choice."),
			stats.Live >= firstItems, block.Button(surface.ActSources, "Sources", "")},
		{"Owners of referrals", "Somebody must answer them.", len(s.Routes) > 0 || q.HasOwners(),
			block.Button(surface.ActRoles, "Name them", "", block.Spoken("Name the owners of referrals"))},
	}
}

// stepBlocks show what is done in a line, and what is not each with its reason; nothing when all is done.
func stepBlocks(steps []step) []slack.Block {
	var done []string
	var blocks []slack.Block
	for _, s := range steps {
		text := "*" + s.name + ".* " + s.why
		switch {
		case s.done:
			done = append(done, strings.ToLower(s.name))
		case s.button == nil:
			blocks = append(blocks, block.Section(text))
		default:
			if len(blocks) == 0 {
				block.Primary(s.button)
			}
			blocks = append(blocks, block.SectionWith(text, s.button))
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	if len(done) > 0 {
		blocks = append([]slack.Block{block.Section("Done: " + strings.Join(done, ", ") + ".")}, blocks...)
	}
	return append([]slack.Block{block.Header("Set up the program")}, blocks...)
}

// onConfirm records that a section of the settings holds as it is. The store keeps everybody but managers out.
func (h *Handlers) onConfirm(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	settings, err := h.DB.Settings()
	if err != nil {
		return dispatch.Reply{}, err
	}
	settings.Confirm(in.Action.Value)
	return dispatch.Reply{Home: true}, h.DB.SaveSettings(in.User, settings)
}

// ReadPolicy is the next step of who has not agreed to the policy as it stands.
func ReadPolicy(q *store.Query, me surface.Member) (text string, button *slack.ButtonBlockElement, fits bool) {
	if !surface.IsUnread(q, me.ID) {
		return "", nil, false
	}
	return "Read the policy: sharing and referring wait for that.",
		block.Button(surface.ActPolicy, "Read the policy", "", block.Primary), true
}
