// Drawings: pictures that Vouch makes itself and gives to Slack when a message is sent.

package block

import (
	"slices"

	"github.com/slack-go/slack"
)

// Drawing is a picture of our own. Name is its file's, ending in ".png"; Alt says in words what it shows. What it shows
// stands in the message's text, too, because Slack may not take it.
type Drawing struct {
	Name, Alt string
	PNG       []byte
}

// DrawingHere is the place of a content's drawing with this index. Whoever sends the content puts the picture there, or
// leaves the place out when there is none.
func DrawingHere(i int) slack.Block { return drawingMark(i) }

// drawingMark is the place of a drawing. It is never sent.
type drawingMark int

// BlockType is that of the picture to come.
func (drawingMark) BlockType() slack.MessageBlockType { return slack.MBTImage }

// ID is none.
func (drawingMark) ID() string { return "" }

// Placed are the blocks of a content with its drawings in their places: files are Slack's ids of them, and a drawing
// without one is left out.
func Placed(c Content, files []string) []slack.Block {
	if !slices.ContainsFunc(c.Blocks, isMark) {
		return c.Blocks
	}
	blocks := make([]slack.Block, 0, len(c.Blocks))
	for _, b := range c.Blocks {
		switch at, marked := b.(drawingMark); {
		case !marked:
			blocks = append(blocks, b)
		case int(at) < min(len(c.Drawings), len(files)) && files[at] != "":
			alt := Cut(Clean(c.Drawings[at].Alt), MaxAltText)
			blocks = append(blocks, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: files[at]}, alt, "", nil))
		}
	}
	return blocks
}

// isMark tells whether a block is the place of a drawing.
func isMark(b slack.Block) bool {
	_, marked := b.(drawingMark)
	return marked
}
