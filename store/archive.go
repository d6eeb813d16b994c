// The archive: posts about regulated topics as they were handed out, kept whatever becomes of the shares.

package store

import (
	"strconv"
	"time"

	"vouch/store/clearance"
	"vouch/store/kv"
)

var archive = kv.Table[clearance.Archived]{
	Bucket: kv.NewBucket("archive"), // share, round -> Archived
	Key:    func(p *clearance.Archived) string { return kv.Join(string(p.Share), strconv.Itoa(p.Round)) },
}

// archivePost keeps a post about a regulated topic as it is now.
func (t *tx) archivePost(s *Share, a *Asset) {
	if t.settings().RegulatedTopic(a.Topics) == "" {
		return
	}
	archive.Save(t.Tx, &clearance.Archived{Share: s.ID, Round: s.Round, Employee: s.Employee, Asset: s.Asset,
		Title: a.Title, Network: s.Network, Text: s.Text, Disclosure: s.Disclosure, URL: a.URL, Token: s.Token,
		PostURL: s.PostURL, At: s.DeclaredAt})
	if s.PostURL == "" {
		t.audit("", "share.archive", string(s.ID), string(s.Network))
	}
}

// oldRecords finds clearances and archived posts from before a time.
func oldRecords[T any](tb *kv.Table[T], at func(*T) time.Time, before time.Time) sweep {
	return sweep{
		find: func(t *tx, from string) ([]string, string) {
			return t.batch(tb.Bucket, from, "", func(_ string, raw []byte) bool {
				v := tb.Decode(raw)
				return at(&v).Before(before)
			})
		},
		drop: func(t *tx, key string, n *Purged) {
			if tb.Remove(t.Tx, key) {
				n.Records++
			}
		},
	}
}

// eraseArchive is eraseClearances for posts.
func eraseArchive(t *tx, e *erasure) {
	archive.RewriteAll(t.Tx, func(p *clearance.Archived) bool {
		if !e.replace(&p.Employee, e.ghost) {
			return false
		}
		p.Text, p.Disclosure, p.PostURL = "", "", ""
		return true
	})
}
