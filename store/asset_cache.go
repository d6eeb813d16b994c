// The live asset cache: what digests need to know of live assets, kept between their commits.

package store

// A liveCache holds the live assets that digests showed lately, so that a morning reads each of them once.
type liveCache struct {
	version uint64 // see DB.LiveVersion
	assets  map[AssetID]liveAsset
}

// liveAsset is the part of a live asset that a taste remembers.
type liveAsset struct {
	seq    uint32
	topics []string
}

// find tells whether an asset is live, and keeps it when it is.
func (c *liveCache) find(t *tx, id AssetID) bool {
	if _, known := c.assets[id]; known {
		return true
	}
	a, found := assets.Get(t.Tx, string(id))
	if !found || a.State != Live || a.IsEmbargoed(t.now) {
		return false
	}
	if c.assets == nil {
		c.assets = map[AssetID]liveAsset{}
	}
	c.assets[id] = liveAsset{a.Seq, a.Topics}
	return true
}

// liveAssets is the cache of today's live assets, empty after any of them changed. Only a verb that runs alone in the
// committer may use it: the version moves after a commit, so a change in the same transaction would go unseen.
func (db *DB) liveAssets() *liveCache {
	if version := db.live.Load(); db.cache.version != version {
		db.cache = liveCache{version: version}
	}
	return &db.cache
}
