// References: what an element or form carries of the thing it belongs to, and the digest behind it.

package surface

import (
	"fmt"
	"slices"
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

// RecentShares is how many of a person's shares are read to say what they shared of a digest: a digest has at most 5
// picks, and the shares of one are among the newest unless it is very old.
const RecentShares = 200

// DeliveryBehind finds the digest an interaction belongs to: by where its message is, or, for a private copy, the
// newest that shows the asset. "" when there is none. A digest of somebody else is refused, which Slack does not let
// happen in direct messages.
func DeliveryBehind(q *store.Query, in dispatch.Interaction, asset store.AssetID) string {
	if in.View.CallbackID == CBDigest {
		return in.View.Metadata
	}
	if in.MessageTS == "" {
		return ""
	}
	if receipt, found := q.ReceiptAt(in.Channel, in.MessageTS); found && receipt.Kind == string(store.MsgDigest) {
		if receipt.Employee != in.User {
			q.Refuse(&store.Error{Kind: store.Denied, Msg: "This is somebody else's digest. Type `/vouch digest` for yours."})
		}
		return receipt.Ref
	}
	// A private copy has no receipt: its message is known to the reader's client only
	// (docs.slack.dev/reference/methods/chat.postEphemeral).
	for _, d := range q.DeliveriesOf(in.User, RecentShares) {
		if slices.ContainsFunc(d.Picks, func(p store.Pick) bool { return p.Asset == asset }) {
			return d.Key
		}
	}
	return ""
}

// Obsolete is the error of a message that events have made wrong.
func Obsolete(why string) error {
	return &store.Error{Kind: store.Conflict, Msg: why}
}
