// The table of stories: how they lie in the file, and what finds them.

package story

import "vouch/store/kv"

// The indexes of the table.
var (
	ByPerson = kv.NewBucket("stories_by_person") // author, story
	ByState  = kv.NewBucket("stories_by_state")  // state, story
)

// Table holds stories. They are found by who told them and by what they wait for.
var Table = kv.Table[Story]{
	Bucket:  kv.NewBucket("stories"), // story -> Story
	Indexes: []*kv.Bucket{ByPerson, ByState},
	Key:     func(s *Story) string { return string(s.ID) },
	Rows: func(s *Story) []kv.Row {
		return []kv.Row{
			ByPerson.Row(kv.Join(string(s.Author), string(s.ID)), ""),
			ByState.Row(kv.Join(string(s.State), string(s.ID)), ""),
		}
	},
}
