// How Slack measures text: characters of a field, and the weight of all blocks of a message.

package blockkit

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// The weight of a message's blocks, measured on Slack; the documentation only gives 12,000 for markdown blocks.
const (
	maxBlocksWeight = 13_200
	headerWeight    = 100
)

// countCharacters counts as Slack's limits do: code points, not bytes and not what the eye sees as one sign. Only the
// text of chat.update was measured in bytes, and that limit is not one of Block Kit.
func countCharacters(text string) int { return utf8.RuneCountInString(text) }

var (
	escaper   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	unescaper = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
)

// Escape makes text safe to stand between markup: exactly &, < and > are escaped, as Slack asks.
func Escape(text string) string { return escaper.Replace(text) }

// Unescape gives back the text that was escaped.
func Unescape(text string) string { return unescaper.Replace(text) }

// weigh counts characters with &, < and > as the entities Slack stores them as; text that is escaped already counts
// once.
func weigh(text string) int {
	return countCharacters(Escape(Unescape(text)))
}

// messageSize refuses messages whose blocks hold too much text together. Slack answers with the bare code. The numbers
// were measured: a message of 13,200 counted characters is refused, one below it was taken. An app that stays under
// 5,500 is taken everywhere (reference/methods/chat.postMessage, "msg_blocks_too_long").
func (c *checker) messageSize(blocks []any) {
	// A markdown block already counts as one of the rendered blocks.
	weight, markdown, rendered := 0, 0, len(blocks)
	counted := slices.DeleteFunc(slices.Clone(blocks), isDataTable)
	Walk(counted, func(object map[string]any) {
		content, isText := object["text"].(string)
		if isText {
			weight += weigh(content)
		}
		switch {
		case object["type"] == "header":
			weight += headerWeight
		case object["type"] == "markdown" && isText:
			markdown += countCharacters(content)
			rendered += renderedBlocks(content) - 1
		}
	})
	if weight >= maxBlocksWeight || markdown > maxMarkdownCharacters || rendered > maxMessageBlocks && markdown > 0 {
		c.problems = append(c.problems, Problem{Code: "msg_blocks_too_long"})
	}
}

// isDataTable picks the blocks that do not weigh: a data table alone may hold more text than all others together.
func isDataTable(block any) bool {
	object, ok := block.(map[string]any)
	return ok && object["type"] == "data_table"
}

// renderedBlocks estimates how many blocks Slack makes of a markdown block: one for each heading and rule, and one for
// each run of other lines between them. It may be wrong by a few for lists and tables; what it is for is the text of
// hundreds of headings that Slack refuses.
func renderedBlocks(markdown string) int {
	count, inRun, inFence := 0, false, false
	for line := range strings.Lines(markdown) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "```") {
			inFence = !inFence
		}
		isRule := line == "---" || line == "***" || line == "___"
		isHeading := strings.HasPrefix(line, "#") && strings.HasPrefix(strings.TrimLeft(line, "#"), " ")
		switch {
		case !inFence && (isRule || isHeading):
			count++
			inRun = false
		case line != "" && !inRun:
			count++
			inRun = true
		}
	}
	return max(count, 1)
}

// Walk visits every JSON object inside a value, parents first, in a fixed order.
func Walk(value any, visit func(map[string]any)) {
	switch value := value.(type) {
	case map[string]any:
		visit(value)
		for _, key := range slices.Sorted(maps.Keys(value)) {
			Walk(value[key], visit)
		}
	case []any:
		for _, item := range value {
			Walk(item, visit)
		}
	case []map[string]any:
		for _, item := range value {
			Walk(item, visit)
		}
	}
}
