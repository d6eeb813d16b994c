// Pictures at an address: whether one can be shown, before anybody is sent it.

package feed

import (
	"context"
	"net/http"
	"slices"
)

// maxPictureBytes is the largest picture that is shown. Slack names no limit; a phone loads this much at once.
const maxPictureBytes = 5 << 20

// pictureTypes are the pictures that Slack shows (docs.slack.dev/reference/block-kit/blocks/image-block).
var pictureTypes = []string{"image/png", "image/jpeg", "image/gif"}

// IsPicture reads an address and tells whether a picture of at most 5 MB is there. What the server calls it counts for
// nothing.
func (f *Fetcher) IsPicture(ctx context.Context, address string) bool {
	answer, err := f.get(ctx, address, Conditional{}, maxPictureBytes, false)
	return err == nil && slices.Contains(pictureTypes, http.DetectContentType(answer.Body))
}
