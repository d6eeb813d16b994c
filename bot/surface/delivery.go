// Deliveries: the digest that an interaction belongs to, and messages that are obsolete.

package surface

import (
	"slices"

	"vouch/bot/dispatch"
	"vouch/store"
)

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
