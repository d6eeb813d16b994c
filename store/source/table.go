// The table of sources: how they lie in the file, and what finds them.

package source

import "vouch/store/kv"

// ByTime is the index of the table.
var ByTime = kv.NewBucket("sources_by_time") // next poll, source

// Table holds sources. They are few: a company has a blog, a newsroom and a job board or two.
var Table = kv.Table[Source]{
	Bucket:  kv.NewBucket("sources"), // source -> Source
	Indexes: []*kv.Bucket{ByTime},
	Key:     func(s *Source) string { return string(s.ID) },
	Rows: func(s *Source) []kv.Row {
		if s.NextTry.IsZero() {
			return nil
		}
		return []kv.Row{ByTime.Row(kv.TimeKey(s.NextTry)+string(s.ID), "")}
	},
}
