// Shares: what an employee did with an asset on a network, in levels from opened to proven; what came of a post, and
// what of that its sharer is told with the next digest.

package store

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"vouch/store/delivery"
	"vouch/store/kv"
	"vouch/store/share"
)

// Share returns one share.
func (q *Query) Share(id ShareID) Share { return end(q.t.shareNamed(string(id))) }

// FindShare is Share for one that may have been joined with another.
func (q *Query) FindShare(id ShareID) (Share, bool) { return shares.Get(q.t.Tx, string(id)) }

// PaidForShare returns what a share earned and still holds, in the order in which it is earned; nothing when it was
// posted beyond the cap, or taken back.
func (q *Query) PaidForShare(id ShareID) (paid []Entry) {
	s := end(q.t.shareNamed(string(id)))
	for _, entry := range q.t.earned(&s) {
		if !q.t.isReversed(entry.ID) {
			paid = append(paid, entry)
		}
	}
	return paid
}

// PostsOf returns a person's shares of an asset that they said they posted, in the order of Networks.
func (q *Query) PostsOf(id EmployeeID, asset AssetID) []Share { return q.t.postsOf(id, asset) }

func (t *tx) postsOf(id EmployeeID, asset AssetID) []Share { return share.PostsOf(t.Tx, id, asset) }

func (t *tx) shareNamed(id string) (Share, error) {
	return lookUp(t, &shares, id, "This share does not exist.")
}

// ShareByToken returns the share whose link carries token.
func (q *Query) ShareByToken(token string) Share {
	return end(q.t.shareNamed(string(q.t.Get(sharesByToken, token))))
}

// SharesOf returns the shares of a person, the last opened first, at most limit.
func (q *Query) SharesOf(id EmployeeID, limit int) []Share {
	return shares.UnderBack(q.t.Tx, sharesByPerson, string(id), "", limit)
}

// WhoShared returns the leaders who posted an asset, the last one first, and how many other people did. Each person
// counts once, however many networks they used. Whoever leads the reader's own team, "" for nobody, stands before all.
// Who has left the program is named no more.
func (q *Query) WhoShared(asset AssetID, own EmployeeID) (leaders []EmployeeID, others int) {
	// By person: somebody on three networks is one colleague.
	seen := map[string]bool{}
	q.t.ScanBack(sharesByAsset, kv.Join(string(asset), ""), "", func(_ string, value []byte) bool {
		id := string(value)
		e, found := employees.Get(q.t.Tx, id)
		switch {
		case seen[id]:
		case found && e.ID == own && e.IsAdvocate():
			leaders = slices.Insert(leaders, 0, e.ID)
		case found && e.Leader && e.IsAdvocate():
			leaders = append(leaders, e.ID)
		default:
			others++
		}
		seen[id] = true
		return true
	})
	return leaders, others
}

// wasPaid tells whether more may be paid for a share: one that was declared beyond the cap was not paid, and neither
// its proof nor its clicks may be a way around the cap.
func (t *tx) wasPaid(s *Share) bool {
	entry, found := t.entryOf(share.Cause(s, RuleShareDeclared))
	return found && !t.isReversed(entry.ID) || !found && t.settings().Points.ShareDeclared == 0
}

// earned are the entries of a share in its present round, in the order in which they are earned.
func (t *tx) earned(s *Share) (list []Entry) {
	causes := []string{share.Cause(s, RuleShareDeclared), share.Cause(s, RuleOwnWords), share.Cause(s, RuleShareProven)}
	for points := range s.EngagedPaid {
		causes = append(causes, engagedCause(s, points+1))
	}
	for _, cause := range causes {
		if entry, found := t.entryOf(cause); found {
			list = append(list, entry)
		}
	}
	return list
}

// eraseShares keeps the fact that somebody shared, without who, which words and where the post is.
func eraseShares(t *tx, e *erasure) {
	e.count["shares"] = shares.RewriteAll(t.Tx, func(s *Share) bool {
		if !e.replace(&s.Employee, e.ghost) {
			return false
		}
		s.Text, s.PostURL, s.Disclosure = "", "", ""
		return true
	})
}

const (
	// askAfterPost is when the question comes (product rule 4.7): by then a post has been seen by whom it will be seen.
	askAfterPost = 48 * time.Hour

	// askNoLater is from when it does not come any more, counted from askAfterPost: nobody remembers.
	askNoLater = 14 * 24 * time.Hour
)

// askAfterPosts has a digest ask about the posts of its reader for which it is time: about all of them at once, and
// never again.
func (t *tx) askAfterPosts(d *Delivery) {
	// The past that a demonstration writes has nobody in it who could answer.
	if t.quiet {
		return
	}
	for _, s := range share.ToAskNow(t.Tx, d.Employee, t.now) {
		if !s.AskAt.Before(t.now.Add(-askNoLater)) {
			s.AskedIn = d.Key
		}
		s.AskAt = zeroTime
		shares.Save(t.Tx, &s)
	}
}

// unaskPosts has the next digest ask what one that was never sent would have asked.
func (t *tx) unaskPosts(d *Delivery) {
	for _, s := range t.askedIn(d.Employee, d.Key) {
		if s.Led == "" {
			s.AskedIn, s.AskAt = "", t.now
			shares.Save(t.Tx, &s)
		}
	}
}

// askedIn are the posts about which a digest asked and that still stand, the last opened first.
func (t *tx) askedIn(id EmployeeID, key string) []Share {
	list := shares.UnderBack(t.Tx, sharesByPerson, string(id), "", 0)
	return slices.DeleteFunc(list, func(s Share) bool { return s.AskedIn != key || s.Level < Declared })
}

// AnswerAfterPost records what came of the posts about which a digest asked, and has the digest say so. Another answer
// replaces the first; the same one again changes nothing. It returns the posts.
func (db *DB) AnswerAfterPost(id EmployeeID, digest string, led ShareLed) ([]Share, error) {
	return write(db, func(t *tx) ([]Share, error) {
		if _, err := t.member(id); err != nil {
			return nil, err
		}
		if !slices.Contains([]ShareLed{LedIntroduction, LedReferral, LedNothing}, led) {
			return nil, invalid("This answer is not known.")
		}
		list := t.askedIn(id, digest)
		if len(list) == 0 {
			return nil, conflict("You took that post back, so there is nothing to answer.")
		}
		for i := range list {
			if s := &list[i]; s.Led != led {
				s.Led, s.UpdatedAt = led, t.now
				shares.Save(t.Tx, s)
				if i == 0 && t.Get(receipts.Bucket, digest) != nil {
					t.rewrite(digest, string(s.ID), "led."+strconv.FormatInt(t.now.UnixMicro(), 36))
				}
			}
		}
		return list, nil
	})
}

// WithdrawShare takes back a declaration, and the points with it: the share is Opened again and may be declared anew.
// The digests that said "You shared this" are rewritten. It returns the entries that reverse what was paid; withdrawing
// again writes none.
func (db *DB) WithdrawShare(id EmployeeID, share ShareID) (Share, []Entry, error) {
	return shareVerb(db, func(t *tx) (s Share, reversed []Entry, err error) {
		if s, err = t.ownShare(id, share); err != nil || s.Level == Opened {
			return s, nil, err
		}
		return s, t.withdrawShare(&s), nil
	})
}

// withdrawShare counts a round: the points of the next declaration have causes of their own, so they are paid again.
func (t *tx) withdrawShare(s *Share) (reversed []Entry) {
	for _, entry := range t.earned(s) {
		if reversal, wrote := t.reverse(s.Employee, entry, "the share was withdrawn"); wrote {
			reversed = append(reversed, reversal)
		}
	}
	s.PostURL, s.DeclaredAt, s.ProvenAt, s.UpdatedAt, s.EngagedPaid = "", zeroTime, zeroTime, t.now, 0
	s.AskAt = zeroTime
	s.SettleLevel()
	s.Round++
	shares.Save(t.Tx, s)
	a := assets.Must(t.Tx, string(s.Asset))
	a.Shares--
	t.saveCounts(&a)
	t.liveChanged = true // no reason may go on counting them
	answer := ""
	if s.AskedIn != "" && t.Get(receipts.Bucket, s.AskedIn) != nil {
		t.rewrite(s.AskedIn, string(s.ID), "withdrawn."+strconv.Itoa(s.Round))
	}
	if !t.postedElsewhere(s) {
		answer = "opened"
		t.forget(s.Employee, &a)
	}
	t.rewriteDigests(s, answer)
	t.checkWins(s.Employee)
	return reversed
}

// postedElsewhere tells whether the same person still has the same asset on another network: then "shared" stays true.
func (t *tx) postedElsewhere(s *Share) bool {
	return slices.ContainsFunc(t.postsOf(s.Employee, s.Asset), func(other Share) bool { return other.ID != s.ID })
}

// NewsOpened is news of people who opened the link of a share; other news are named after kinds of outcomes.
const NewsOpened = "opened"

// waitingNews wait for the next digest of a person, see package delivery.
type waitingNews = delivery.WaitingNews

var shareNews = delivery.Waiting

// tellSharer leaves news for the next digest of who shared; what they were told already is not told again.
func (t *tx) tellSharer(id EmployeeID, news ShareNews) {
	n := waitingNews{Employee: id, News: news}
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
		list = append(list, shareNews.Must(t.Tx, key).News)
		t.Delete(shareNews.Bucket, key)
	}
	slices.SortStableFunc(list, func(a, b ShareNews) int { return cmp.Compare(b.Count, a.Count) })
	return list
}

// OpenedBy counts the people who opened the links that somebody shared, each once a day and link.
func (q *Query) OpenedBy(id EmployeeID) (people int) {
	prefix := kv.Join(string(id), "")
	q.t.Scan(sharesByPerson, prefix, "", func(key string, _ []byte) bool {
		people += q.ClicksOf(ShareID(key[len(prefix):])).Unique
		return true
	})
	return people
}
