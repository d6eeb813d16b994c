// What came of a share waits for its sharer's next digest, which tells it once.

package store

import (
	"cmp"
	"slices"

	"vouch/store/kv"
)

// NewsOpened is news of people who opened the link of a share; other news are named after kinds of outcomes.
const NewsOpened = "opened"

// waitingNews wait for the next digest of a person.
type waitingNews struct {
	Employee EmployeeID `json:"employee"`
	ShareNews
}

var shareNews = kv.Table[waitingNews]{
	Bucket: kv.NewBucket("share_news"), // employee, share, what -> how often
	Key:    func(n *waitingNews) string { return kv.Join(string(n.Employee), string(n.Share), n.What) },
	Pack: func(n *waitingNews) []byte {
		p := kv.NewPacker(64)
		p.Text(string(n.Employee))
		n.Pack(p)
		return p.Bytes()
	},
	Unpack: func(raw []byte, n *waitingNews) error {
		u := kv.Unpack(raw)
		n.Employee = EmployeeID(u.Text())
		n.Unpack(u)
		return u.Err()
	},
}

// tellSharer leaves news for the next digest of who shared; what they were told already is not told again.
func (t *tx) tellSharer(id EmployeeID, news ShareNews) {
	n := waitingNews{id, news}
	if id.IsErased() {
		return
	}
	if waiting, found := shareNews.Get(t.Tx, shareNews.Key(&n)); found {
		n.Count += waiting.Count
	}
	shareNews.Rewrite(t.Tx, &n)
}

// takeNews gives a digest what waits for its reader, the share of which most is new first.
func (t *tx) takeNews(id EmployeeID) (list []ShareNews) {
	for _, key := range t.Keys(shareNews.Bucket, kv.Join(string(id), ""), 0) {
		list = append(list, shareNews.Must(t.Tx, key).ShareNews)
		t.Delete(shareNews.Bucket, key)
	}
	slices.SortStableFunc(list, func(a, b ShareNews) int { return cmp.Compare(b.Count, a.Count) })
	return list
}

// eraseShareNews forgets what waits for somebody.
func eraseShareNews(t *tx, e *erasure) { t.takeNews(e.id) }

// OpenedBy counts the people who opened the links that somebody shared, each once a day and link.
func (q *Query) OpenedBy(id EmployeeID) (people int) {
	prefix := kv.Join(string(id), "")
	q.t.Scan(sharesByPerson, prefix, "", func(key string, _ []byte) bool {
		people += q.ClicksOf(ShareID(key[len(prefix):])).Unique
		return true
	})
	return people
}
