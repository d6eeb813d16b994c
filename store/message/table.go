// The tables of the outbox and of receipts: how they lie in the file, and what finds them.

package message

import (
	"strings"
	"time"

	"vouch/store/kv"
	"vouch/store/term"
	"vouch/store/text"
)

// The indexes of messages.
var (
	Ready    = kv.NewBucket("messages_ready")     // time, outbox key of pending messages
	Claimed  = kv.NewBucket("messages_sending")   // outbox key of claimed messages
	ByPerson = kv.NewBucket("messages_by_person") // employee, outbox key of pending messages
)

// Table holds messages. They have rows by state only: what was sent or given up is in no index, so an outbox that grew
// for years is as fast as a new one.
var Table = kv.Table[Message]{
	Bucket:  kv.NewBucket("messages"), // outbox key -> Message (packed)
	Indexes: []*kv.Bucket{Ready, Claimed, ByPerson},
	Key:     func(m *Message) string { return m.Key },
	Pack:    Pack, Unpack: Unpack,
	Rows: func(m *Message) (rows []kv.Row) {
		switch m.State {
		case Pending:
			rows = append(rows, Ready.Row(kv.TimeKey(m.NotBefore)+m.Key, ""))
			// By person too, so that whoever leaves or pauses is sent nothing more.
			if m.To != "" {
				rows = append(rows, ByPerson.Row(kv.Join(string(m.To), m.Key), ""))
			}
		case Sending:
			// After a crash these are unconfirmed.
			rows = append(rows, Claimed.Row(m.Key, ""))
		}
		return rows
	},
	Counters: func(m *Message) []string {
		if m.Held && m.State == Pending {
			return []string{In(m.State), HeldCounter}
		}
		return []string{In(m.State)}
	},
}

// In names the counter of messages in a state.
func In(state State) string { return kv.Join("messages", string(state)) }

// HeldCounter counts the messages that wait, so that digests need not look for them where there are none.
const HeldCounter = "messages held"

// The indexes of receipts.
var (
	ReceiptsByPlace = kv.NewBucket("receipts_by_place") // channel, ts -> outbox key
	ReceiptsByAsset = kv.NewBucket("receipts_by_asset") // asset, time, outbox key
	ReceiptsByRef   = kv.NewBucket("receipts_by_ref")   // kind, subject, outbox key
)

// Receipts are found by place when somebody clicks or reacts, by asset when it goes, and by subject when it changes.
var Receipts = kv.Table[Receipt]{
	Bucket:  kv.NewBucket("receipts"), // outbox key -> Receipt
	Indexes: []*kv.Bucket{ReceiptsByPlace, ReceiptsByAsset, ReceiptsByRef},
	Key:     func(r *Receipt) string { return r.Key },
	Rows: func(r *Receipt) []kv.Row {
		rows := []kv.Row{ReceiptsByRef.Row(kv.Join(r.Kind, r.Ref, r.Key), "")}
		if r.In == "" { // else the place is the digest's
			rows = append(rows, ReceiptsByPlace.Row(kv.Join(r.Channel, r.TS), r.Key))
		}
		for _, asset := range text.Unique(r.Assets) {
			rows = append(rows, ReceiptsByAsset.Row(kv.Join(string(asset), kv.TimeKey(r.At)+r.Key), ""))
		}
		return rows
	},
}

// PendingEdits counts the edits of delivered messages that wait to be made or are being made and are needed.
func PendingEdits(t *kv.Tx, needed func(key string) bool) (n int) {
	count := func(key string) {
		if strings.HasPrefix(key, "rewrite/") && needed(key) {
			n++
		}
	}
	t.Scan(Ready, "", "", func(key string, _ []byte) bool { count(key[len(kv.TimeKey(time.Time{})):]); return true })
	t.Scan(Claimed, "", "", func(key string, _ []byte) bool { count(key); return true })
	return n
}

// Showing are the outbox keys of the messages delivered since a time that show an asset.
func Showing(t *kv.Tx, asset term.AssetID, since time.Time) (keys []string) {
	prefix := kv.Join(string(asset), "")
	start := prefix + kv.TimeKey(since)
	t.Scan(ReceiptsByAsset, prefix, start, func(key string, _ []byte) bool {
		keys = append(keys, key[len(start):])
		return true
	})
	return keys
}
