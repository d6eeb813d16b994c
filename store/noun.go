// The list of nouns: whatever looks at the whole file (schema, Check, Export, EraseEmployee) reads it.

package store

import "vouch/store/kv"

// A noun is one table as the store as a whole sees it.
type noun struct {
	bucket  *kv.Bucket
	indexes []*kv.Bucket
	rebuild func(*kv.Tx, *kv.Check)
}

// nouns are the tables.
var nouns = []noun{
	tableOf(&employees),
	tableOf(&tastes),
	tableOf(&opinions),
	tableOf(&assets),
	tableOf(&deliveries),
	tableOf(&receipts),
	tableOf(&messages),
	tableOf(&shares),
	tableOf(&entries),
	tableOf(&referrals),
	tableOf(&boardPosts),
	tableOf(&boardSchedules),
	tableOf(&sources),
	tableOf(&stories),
	tableOf(&attendances),
	tableOf(&memberships),
	tableOf(&auditLog),
}

// tableOf is the noun of a table.
func tableOf[T any](tb *kv.Table[T]) noun {
	return noun{bucket: tb.Bucket, indexes: tb.Indexes, rebuild: tb.Rebuild}
}

// The buckets that are no table.
var (
	program  = kv.NewBucket("program")  // settings, personas
	channels = kv.NewBucket("channels") // employee -> DM channel
)

// schema is the file: the buckets of every noun, and those above.
var schema = newSchema()

func newSchema() *kv.Schema {
	kept, derived := []*kv.Bucket{program, channels}, []*kv.Bucket{totals, teamTotals, standings, gains}
	for _, n := range nouns {
		kept, derived = append(kept, n.bucket), append(derived, n.indexes...)
	}
	return kv.NewSchema(kept, derived, migrations)
}
