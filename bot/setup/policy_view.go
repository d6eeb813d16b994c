// The policy as people see it: the text, its version and date, and for managers how many have agreed.

package setup

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// shownPolicy is the policy as one person sees it.
type shownPolicy struct {
	agreeing
	text     string
	policy   store.PolicyVersion // since when it holds
	holds    bool                // a manager has confirmed it
	changed  bool                // while it was read
	agreed   bool
	agreedAt time.Time
	manager  bool
	whom     string // can confirm it
	zone     *time.Location

	count, advocates int // of those who have agreed, for managers
}

// policyModal shows the policy; the button agrees to it.
func policyModal(p shownPolicy) *slack.ModalViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, block.When(p.changed, block.Section("*It changed while you read.* This is how it is now:")))
	text := slack.NewRichTextSectionTextElement(block.Clean(p.text), nil) // nothing in it comes alive
	blocks = append(blocks, slack.NewRichTextBlock("", slack.NewRichTextSection(text)), block.ContextLine(p.state()))
	if p.manager {
		words := "Not confirmed yet, so sharing waits."
		if p.holds {
			words = fmt.Sprintf("*%d of %s* agreed to this version.", p.count,
				block.Count(p.advocates, "advocate has", "advocates have"))
		}
		blocks = append(blocks, block.SectionWith(words, block.Button(surface.ActProgramSection, "Change", "policy",
			block.Spoken("Change the policy"))))
	}
	submit := "I've read it and agree"
	if p.agreed || !p.holds {
		submit = ""
	}
	return block.Modal(cbPolicy, "Policy", submit, "Close", block.Metadata(p.agreeing), blocks...)
}

// state says which version it is, since when, and whether its reader agreed.
func (p shownPolicy) state() string {
	if !p.holds {
		return "Nobody has confirmed this yet. " + block.Esc(p.whom)
	}
	words := fmt.Sprintf("Version %d, since %s.", p.Version, block.Day(p.policy.At, p.zone))
	words += block.When(p.agreed, " You agreed "+block.Day(p.agreedAt, p.zone)+".")
	return words
}
