// What content needs from the workspace: scopes that some blocks ask for, and the names of channels it mentions.

package slacksim

import (
	"regexp"

	"vouch/bot/slacksim/blockkit"
)

// scopesOfElements are the bot scopes without which Slack refuses a block or an element
// (reference/block-kit/blocks/video-block, reference/block-kit/block-elements/file-input-element). The pages name the
// scopes but not the answer; missing_scope with needed and provided is how Slack says it everywhere else.
var scopesOfElements = map[string]string{"video": "links.embed:write", "file_input": "files:read"}

// lacking is the scope that blocks or a view need and the app does not hold, "" when it holds all. Blocks inside
// containers and attachments count as well. Of several missing scopes only the one found first is named.
func (w *Workspace) lacking(content any) string {
	needed := ""
	blockkit.Walk(content, func(object map[string]any) {
		kind, _ := object["type"].(string)
		if scope := scopesOfElements[kind]; scope != "" && needed == "" && !w.manifest.Granted(scope) {
			needed = scope
		}
	})
	return needed
}

// bareChannel is a mention of a channel without its name.
var bareChannel = regexp.MustCompile(`<#([CG][A-Z0-9]+)>`)

// nameChannels completes <#C1> to <#C1|general>, as Slack stores it (messaging/formatting-message-text, "Linking to
// channels"). A channel the app does not see keeps its bare id: its name is not the app's to learn.
func (w *Workspace) nameChannels(text string) string {
	return bareChannel.ReplaceAllStringFunc(text, func(mention string) string {
		c := w.channels[bareChannel.FindStringSubmatch(mention)[1]]
		if c == nil || c.im || !w.botSees(c) {
			return mention
		}
		return "<#" + c.id + "|" + c.name + ">"
	})
}

// nameChannelsIn completes the mentions in all mrkdwn of blocks, in place. Plain text stays as it is: nothing is a
// mention there.
func (w *Workspace) nameChannelsIn(blocks []map[string]any) {
	blockkit.Walk(blocks, func(object map[string]any) {
		if text, ok := object["text"].(string); ok && object["type"] == "mrkdwn" {
			object["text"] = w.nameChannels(text)
		}
	})
}
