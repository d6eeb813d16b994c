// What a campaign reached.

package campaign

import (
	"time"

	"vouch/store/asset"
	"vouch/store/kv"
	"vouch/store/referral"
	"vouch/store/share"
	"vouch/store/term"
)

// Progress counts what a campaign reached between two times, of which first and last are the ids. It reads every item
// once, and what was done between its days.
func (c *Campaign) Progress(t *kv.Tx, start, end time.Time, first, last string) (p Progress) {
	people, items := map[term.EmployeeID]bool{}, map[term.AssetID]bool{}
	asset.Table.Each(t, func(a *asset.Asset) bool {
		if !c.Has(a.Campaign) {
			return true
		}
		items[a.ID] = true
		if a.State == asset.Live {
			p.Items++
		}
		prefix := kv.Join(string(a.ID), "")
		t.Scan(share.ByAsset, prefix, prefix+kv.TimeKey(start), func(key string, person []byte) bool {
			if key >= prefix+kv.TimeKey(end) {
				return false
			}
			p.Posts++
			people[term.EmployeeID(person)] = true
			return true
		})
		return true
	})
	// Ids are times: nothing before the first day is read.
	t.Scan(referral.Table.Bucket, "", first, func(id string, raw []byte) bool {
		if r := referral.Table.Decode(raw); id < last && items[r.Job] {
			p.Referrals++
			people[r.Referrer] = true
		}
		return id < last
	})
	t.Scan(referral.Intros.Bucket, "", first, func(id string, raw []byte) bool {
		if i := referral.Intros.Decode(raw); id < last && items[i.Asset] {
			p.Referrals++
			people[i.Introducer] = true
		}
		return id < last
	})
	p.People = len(people)
	return p
}
