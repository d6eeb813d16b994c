// Migrations: the ordered steps that bring an older file to today's layout, all in one transaction.

package store

import "vouch/store/kv"

// migrations only ever grows at its end. Each has a row in the migration test.
var migrations = []kv.Migration{
	{Name: "the first layout", Run: func(*kv.Tx) {}},
	{Name: "deliveries and messages are packed", Run: packDigests},
	{Name: "sources, stories and events", Run: addSources},
}

// packDigests packs the values that every digest writes, and drops the index of deliveries by person.
func packDigests(t *kv.Tx) {
	deliveries.Repack(t)
	messages.Repack(t)
	t.DropBucket("deliveries_by_person")
}

// addSources remembers the pages that have left the library.
func addSources(t *kv.Tx) {
	assets.Each(t, func(a *Asset) bool {
		if a.State == Expired || a.State == Withdrawn {
			t.MoveRows(nil, []kv.Row{goneRow(a)})
		}
		return true
	})
}
