// After the post: some days later one digest asks whether anybody answered, and the answer is kept; and a post is taken
// back.

package store

import (
	"slices"
	"strconv"
	"time"

	"vouch/store/kv"
)

// ShareLed is what came of a post, as its person said.
type ShareLed string

// What can come of a post.
const (
	LedIntroduction ShareLed = "introduction" // somebody answered whom they introduce
	LedReferral     ShareLed = "referral"     // somebody answered whom they refer
	LedNothing      ShareLed = "nothing"
)

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
	for _, s := range t.postsToAsk(d.Employee) {
		if !s.AskAt.Before(t.now.Add(-askNoLater)) {
			s.AskedIn = d.Key
		}
		s.AskAt = zeroTime
		shares.Save(t.Tx, &s)
	}
}

// postsToAsk are the posts of a person about which it is time to ask.
func (t *tx) postsToAsk(id EmployeeID) (list []Share) {
	prefix := kv.Join(string(id), "")
	timed := len(prefix) + len(kv.TimeKey(t.now))
	t.Scan(sharesToAsk, prefix, "", func(key string, _ []byte) bool {
		if kv.KeyTime(key[len(prefix):]).After(t.now) {
			return false
		}
		list = append(list, shares.Must(t.Tx, key[timed:]))
		return true
	})
	// Two digests of one person may be planned in one commit, which reads the index as it was before.
	return slices.DeleteFunc(list, func(s Share) bool { return s.AskAt.IsZero() })
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
	s.settleLevel()
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
