// The shelf: what digests need to know of live assets, kept between their commits.

package store

// A shelf holds the live assets that digests showed lately, so that a morning reads each of them once.
type shelf map[AssetID]shelved

// shelved is the part of a live asset that a taste remembers.
type shelved struct {
	seq    uint32
	topics []string
}

// find tells whether an asset is live, and puts it on the shelf when it is.
func (s shelf) find(t *tx, id AssetID) bool {
	if _, known := s[id]; known {
		return true
	}
	a, found := assets.get(t, string(id))
	if !found || a.State != Live || a.IsEmbargoed(t.now) {
		return false
	}
	s[id] = shelved{a.Seq, a.Topics}
	return true
}

// currentShelf is the shelf of today's live assets, empty after any of them changed. Only a verb that runs alone in the
// committer may use it: the version moves after a commit, so a change in the same transaction would go unseen.
func (db *DB) currentShelf() shelf {
	if version := db.live.Load(); db.shelf == nil || db.shelfOf != version {
		db.shelf, db.shelfOf = shelf{}, version
	}
	return db.shelf
}
