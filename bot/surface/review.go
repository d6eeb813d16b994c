// References to a version of an asset in review, as elements carry them.

package surface

import (
	"fmt"
	"strconv"
	"strings"

	"vouch/bot/dispatch"
	"vouch/store"
)

// ReviewShown bounds how many assets in review are counted exactly.
const ReviewShown = 100

// ReviewRef is what an element of a review carries: the asset and the version it shows, so that a late press never
// approves words its presser did not see.
type ReviewRef struct {
	Id      store.AssetID
	Version int
	OnQueue bool // the form it belongs to lies on the queue, which shows the item as it was
}

// onQueueMark is how a written reference ends when it is onQueue.
const onQueueMark = " queue"

// String writes the reference for an element's value or a view's metadata.
func (r ReviewRef) String() string {
	text := fmt.Sprintf("%s %d", r.Id, r.Version)
	if r.OnQueue {
		text += onQueueMark
	}
	return text
}

// ParseReviewRef reads what String wrote; what it did not write names no asset, or no version of one.
func ParseReviewRef(text string) ReviewRef {
	text, onQueue := strings.CutSuffix(text, onQueueMark)
	id, number, _ := strings.Cut(text, " ")
	version, err := strconv.Atoi(number)
	if err != nil {
		version = -1
	}
	return ReviewRef{Id: store.AssetID(id), Version: version, OnQueue: onQueue}
}

// ShowsForReview tells whether a view is the queue at this item; the list of content is named by a state instead.
func ShowsForReview(v dispatch.View, id store.AssetID) bool {
	return id != "" && ParseReviewRef(v.Metadata).Id == id
}
