// Drawings: pictures that Vouch makes itself and gives to Slack when a message is sent.

package block

import (
	"github.com/slack-go/slack"
)

// Drawing is a picture of our own. Name is its file's, ending in ".png"; Alt says in words what it shows, at most 2,000
// characters. Slack may not take it: then Instead stands in its place, or nothing where that is nil.
type Drawing struct {
	Name, Alt string
	PNG       []byte
	Instead   slack.Block
}

// DrawingHere is the place of a content's drawing with this index. Whoever sends the content puts the picture there.
func DrawingHere(i int) slack.Block { return drawingMark(i) }

// drawingMark is the place of a drawing. It is never sent.
type drawingMark int

// BlockType is that of the picture to come.
func (drawingMark) BlockType() slack.MessageBlockType { return slack.MBTImage }

// ID is none.
func (drawingMark) ID() string { return "" }

// Placed are the blocks of a content with its drawings in their places: files are Slack's ids of them, and in the place
// of a drawing without one is what it has instead.
func Placed(c Content, files []string) []slack.Block {
	var blocks []slack.Block
	for _, b := range Stack(c.Blocks...) {
		switch at, marked := b.(drawingMark); {
		case !marked:
			blocks = append(blocks, b)
		case int(at) >= len(c.Drawings):
		case int(at) < len(files) && files[at] != "":
			alt := Cut(Clean(c.Drawings[at].Alt), MaxAltText)
			blocks = append(blocks, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: files[at]}, alt, "", nil))
		case c.Drawings[at].Instead != nil:
			blocks = append(blocks, c.Drawings[at].Instead)
		}
	}
	return blocks
}
