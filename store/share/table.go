// The table of shares: how they lie in the file, and what finds them.

package share

import (
	"strconv"

	"vouch/store/address"
	"vouch/store/kv"
)

// The indexes of the table.
var (
	ByTriple = kv.NewBucket("shares_by_triple") // employee, asset, network -> share
	ByPerson = kv.NewBucket("shares_by_person") // employee, share
	ByAsset  = kv.NewBucket("shares_by_asset")  // asset, time, share -> employee, declared or better
	ByToken  = kv.NewBucket("shares_by_token")  // token -> share
	ByPost   = kv.NewBucket("shares_by_post")   // post URL -> share
	ToAsk    = kv.NewBucket("shares_to_ask")    // employee, from when, share
)

// Table holds shares, which are found by what makes them unique, by person, by link token and by the address of the
// post; only declared ones show under their asset.
var Table = kv.Table[Share]{
	Bucket:  kv.NewBucket("shares"), // share -> Share
	Indexes: []*kv.Bucket{ByTriple, ByPerson, ByAsset, ByToken, ByPost, ToAsk},
	Key:     func(s *Share) string { return string(s.ID) },
	Rows: func(s *Share) []kv.Row {
		id, person := string(s.ID), string(s.Employee)
		rows := []kv.Row{
			ByTriple.Row(kv.Join(person, string(s.Asset), string(s.Network)), id),
			ByPerson.Row(kv.Join(person, id), ""),
			ByToken.Row(s.Token, id),
		}
		if s.Joined != "" {
			rows = append(rows, ByToken.Row(s.Joined, id))
		}
		if s.Level >= Declared {
			rows = append(rows, ByAsset.Row(kv.Join(string(s.Asset), kv.TimeKey(s.DeclaredAt)+id), person))
		}
		if s.PostURL != "" {
			rows = append(rows, ByPost.Row(address.PostKey(s.PostURL), id))
		}
		if !s.AskAt.IsZero() {
			rows = append(rows, ToAsk.Row(kv.Join(person, kv.TimeKey(s.AskAt)+id), ""))
		}
		return rows
	},
	Counters: func(s *Share) []string { return []string{"shares", At(s.Level)} },
}

// At names the counter of shares at a level.
func At(level Level) string { return kv.Join("shares", strconv.Itoa(int(level))) }
