// The tables of crises and of who has read their statements: how they lie in the file, and what finds them.

package crisis

import (
	"slices"
	"time"

	"vouch/store/asset"
	"vouch/store/delivery"
	"vouch/store/kv"
	"vouch/store/message"
	"vouch/store/term"
)

// The indexes of crises.
var (
	Active     = kv.NewBucket("crises_active")     // crisis
	Unfinished = kv.NewBucket("crises_unfinished") // crisis, while its messages are planned
)

// Table holds crises.
var Table = kv.Table[Crisis]{
	Bucket:  kv.NewBucket("crises"), // crisis -> Crisis
	Indexes: []*kv.Bucket{Active, Unfinished},
	Key:     func(c *Crisis) string { return string(c.ID) },
	Rows: func(c *Crisis) (rows []kv.Row) {
		if c.EndedAt.IsZero() {
			rows = append(rows, Active.Row(string(c.ID), ""))
		}
		if !c.Work.Done {
			rows = append(rows, Unfinished.Row(string(c.ID), ""))
		}
		return rows
	},
}

// Read is that somebody has read a statement.
type Read struct {
	Crisis   ID              `json:"crisis"`
	Employee term.EmployeeID `json:"employee"`
	At       time.Time       `json:"at"`
}

// Reads holds who has read a statement.
var Reads = kv.Table[Read]{
	Bucket:   kv.NewBucket("crisis_reads"), // crisis, employee -> Read
	Key:      func(r *Read) string { return kv.Join(string(r.Crisis), string(r.Employee)) },
	Counters: func(r *Read) []string { return []string{ReadsOf(r.Crisis)} },
}

// ReadsOf names the counter of those who have read a statement.
func ReadsOf(id ID) string { return kv.Join("crisis_reads", string(id)) }

// EraseFrom makes a person anonymous where they started, ended or own a crisis, or speak in it.
func EraseFrom(t *kv.Tx, id, ghost term.EmployeeID) {
	Table.RewriteAll(t, func(c *Crisis) bool {
		touched := c.StartedBy.Replace(id, ghost)
		touched = c.EndedBy.Replace(id, ghost) || touched
		touched = c.Owner.Replace(id, ghost) || touched
		for i := range c.Spokespeople {
			touched = c.Spokespeople[i].Replace(id, ghost) || touched
		}
		return touched
	})
}

// EraseReads leaves the count right: the reading stays, under a name that leads nowhere.
func EraseReads(t *kv.Tx, id, ghost term.EmployeeID) {
	for _, crisis := range t.Keys(Table.Bucket, "", 0) {
		if r, found := Reads.Get(t, kv.Join(crisis, string(id))); found {
			Reads.Remove(t, Reads.Key(&r))
			r.Employee = ghost
			Reads.Save(t, &r)
		}
	}
}

// HoldsAny tells whether a delivered message shows an item that the crisis holds; known remembers which items are.
func (c *Crisis) HoldsAny(t *kv.Tx, r *message.Receipt, known map[term.AssetID]bool) bool {
	return slices.ContainsFunc(r.Assets, func(id term.AssetID) bool {
		held, asked := known[id]
		if !asked {
			a, found := asset.Table.Get(t, string(id))
			held = found && c.Holds(&a)
			known[id] = held
		}
		return held
	})
}

// CountShown counts the delivered digests from a key on that show an item which the crisis would hold.
func (c *Crisis) CountShown(t *kv.Tx, oldest string) (n int) {
	held := map[term.AssetID]bool{}
	t.Scan(message.Receipts.Bucket, delivery.Prefix, oldest,
		func(_ string, raw []byte) bool {
			if r := message.Receipts.Decode(raw); c.HoldsAny(t, &r, held) {
				n++
			}
			return true
		})
	return n
}
