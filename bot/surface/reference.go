// References: what an element or form carries of the thing it belongs to.

package surface

import (
	"fmt"
	"strconv"
	"strings"

	"vouch/bot/dispatch"
	"vouch/store"
)

// Ref is what an element carries: the thing and the version its reader saw, so that a late press never does what its
// presser did not see. Note says more, such as what to do.
type Ref[ID ~string] struct {
	ID      ID
	Version int
	Note    string
}

// String writes the reference for an element's value or a view's metadata.
func (r Ref[ID]) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %d %s", r.ID, r.Version, r.Note))
}

// ParseRef reads what String wrote; what it did not write names nothing, or no version of it.
func ParseRef[ID ~string](text string) Ref[ID] {
	id, rest, _ := strings.Cut(text, " ")
	number, note, _ := strings.Cut(rest, " ")
	version, err := strconv.Atoi(number)
	if err != nil {
		version = -1
	}
	return Ref[ID]{ID(id), version, note}
}

// ReviewShown bounds how many assets in review are counted exactly.
const ReviewShown = 100

// OnQueue is the note of a form that lies on the review queue, which shows the item as it was.
const OnQueue = "queue"

// ShowsForReview tells whether a view is the queue at this item; the list of content is named by a state instead.
func ShowsForReview(v dispatch.View, id store.AssetID) bool {
	return id != "" && ParseRef[store.AssetID](v.Metadata).ID == id
}
