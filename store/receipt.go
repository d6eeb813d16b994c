// Receipts: where messages were delivered, found by place, by asset and by subject, and rewritten in place.

package store

import (
	"slices"
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

var (
	receiptsByPlace = kv.NewBucket("receipts_by_place") // channel, ts -> outbox key
	receiptsByAsset = kv.NewBucket("receipts_by_asset") // asset, time, outbox key
	receiptsByRef   = kv.NewBucket("receipts_by_ref")   // kind, subject, outbox key
)

// receipts are found by place when somebody clicks or reacts, by asset when it goes, and by subject when it changes.
var receipts = kv.Table[Receipt]{
	Bucket:  kv.NewBucket("receipts"), // outbox key -> Receipt
	Indexes: []*kv.Bucket{receiptsByPlace, receiptsByAsset, receiptsByRef},
	Key:     func(r *Receipt) string { return r.Key },
	Rows: func(r *Receipt) []kv.Row {
		rows := []kv.Row{receiptsByRef.Row(kv.Join(r.Kind, r.Ref, r.Key), "")}
		if r.In == "" { // else the place is the digest's
			rows = append(rows, receiptsByPlace.Row(kv.Join(r.Channel, r.TS), r.Key))
		}
		for _, asset := range text.Unique(r.Assets) {
			rows = append(rows, receiptsByAsset.Row(kv.Join(string(asset), kv.TimeKey(r.At)+r.Key), ""))
		}
		return rows
	},
}

// rewriteWindow is how far back delivered messages are rewritten; older ones nobody reads.
const rewriteWindow = 30 * 24 * time.Hour

// Receipt returns where a message was delivered; false when it was not.
func (q *Query) Receipt(key string) (Receipt, bool) { return receipts.Get(q.t.Tx, key) }

// ReceiptAt returns the receipt of the message at channel and ts; false when that message is not one of ours.
func (q *Query) ReceiptAt(channel, ts string) (v Receipt, found bool) {
	key := q.t.Get(receiptsByPlace, kv.Join(channel, ts))
	if key == nil {
		return v, false
	}
	return receipts.Get(q.t.Tx, string(key))
}

// receiptKeys are the outbox keys of the messages that show an asset and are young enough to be rewritten.
func (t *tx) receiptKeys(asset AssetID) (keys []string) {
	prefix := kv.Join(string(asset), "")
	start := prefix + kv.TimeKey(t.now.Add(-rewriteWindow))
	t.Scan(receiptsByAsset, prefix, start, func(key string, _ []byte) bool {
		keys = append(keys, key[len(start):])
		return true
	})
	return keys
}

// rewriteAsset asks for an edit of every delivered message that shows a; once per version of the asset.
func (t *tx) rewriteAsset(a *Asset) {
	keys := t.receiptKeys(a.ID)
	// In a large company these are a hundred thousand: sorted, with their index rows at the end, or the program would
	// stand still while they are written.
	slices.Sort(keys)
	if len(keys) > manyRewrites {
		t.BatchRows()
	}
	for _, key := range keys {
		t.rewrite(key, string(a.ID), strconv.Itoa(a.Version))
	}
}

// manyRewrites is from how many on batched rows pay; below it the two cost the same.
const manyRewrites = 100

// rewriteRef asks for an edit of every delivered message of a kind about a subject.
func (t *tx) rewriteRef(kind MessageKind, ref, change string) {
	for _, key := range t.Keys(receiptsByRef, kv.Join(string(kind), ref, ""), 0) {
		r := receipts.Must(t.Tx, kv.Split(key, 3)[2])
		if r.In != "" {
			r.Key = r.In
		}
		t.rewrite(r.Key, ref, change)
	}
}

// rewrite asks the courier for one edit. The key names the change, so the same change is edited in once. An edit that
// still waits shows whatever is true when it goes, so it stands for all changes until then; one under way may have been
// rendered before this change and does not.
func (t *tx) rewrite(receipt, subject, change string) {
	prefix := keyOf("rewrite", receipt, "")
	waits := false
	t.Scan(messages.Bucket, prefix, "", func(_ string, raw []byte) bool {
		m := messages.Decode(raw)
		waits = m.State == Pending && m.Ref == receipt
		return !waits
	})
	if !waits {
		t.enqueue(Message{Key: prefix + keyOf(subject, change), Kind: MsgRewrite, Ref: receipt})
	}
}

// DMChannel returns the conversation with a person, once anything was delivered there.
func (q *Query) DMChannel(id EmployeeID) (string, bool) {
	channel := q.t.Get(channels, string(id))
	return string(channel), channel != nil
}
