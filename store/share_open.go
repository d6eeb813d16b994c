// Sharing: a kit is opened, declared, proven and withdrawn, with the points of each step in the same commit.

package store

import (
	"cmp"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"vouch/store/address"
	"vouch/store/click"
	"vouch/store/kv"
	"vouch/store/share"
	"vouch/store/taste"
	"vouch/store/text"
)

// The table of shares, see package share.
var (
	shares                        = share.Table
	sharesByPerson, sharesByAsset = share.ByPerson, share.ByAsset
	sharesByToken, sharesByPost   = share.ByToken, share.ByPost
	sharesAt                      = share.At
)

// OpenShare hands out the kit of a live asset to an advocate. There is one share per person, asset and network: opening
// it again replaces the text until it was declared, then it is returned as it is. Fields of its FieldErrors: text,
// network, disclosure.
func (db *DB) OpenShare(o OpenShare) (Share, error) {
	return write(db, func(t *tx) (Share, error) { return t.openShare(o) })
}

// openShare counts a suggested text as used when it is handed out, not when it is posted: what matters is that the next
// colleague gets another one.
func (t *tx) openShare(o OpenShare) (Share, error) {
	a, err := t.sharing(&o)
	if err != nil {
		return Share{}, err
	}
	if err := t.refuseStopped(&o, &a); err != nil {
		return Share{}, err
	}
	s, exists := t.shareOf(o.Employee, o.Asset, o.Network)
	if exists && s.Level > Opened {
		return s, nil
	}
	if !exists {
		s = t.newShare(o.Employee, o.Asset, o.Network)
	}
	if (!exists || s.Variant != o.Variant) && (o.Variant >= 0 || o.Supplied) {
		a.Given(o.Variant).Use(t.now, Location(t.settings().TimeZone, ""), o.Supplied)
		t.saveCounts(&a)
	}
	old := s
	s.Text, s.OwnWords, s.Variant, s.Disclosure = o.Text, o.OwnWords, o.Variant, o.Disclosure
	if s != old {
		s.UpdatedAt = t.now
		shares.Save(t.Tx, &s)
	}
	if o.Delivery != "" {
		t.answerPick(o.Delivery, o.Employee, o.Asset, "opened")
	}
	if !exists {
		t.rewriteDigests(&s, "")
	}
	return s, nil
}

// sharing checks a form, and gives the item that it is about. Who and what come before the text: a person who may not
// share should not be told to shorten their words.
func (t *tx) sharing(o *OpenShare) (Asset, error) {
	e, err := t.advocate(o.Employee)
	if err == nil {
		err = t.mayShare(o.Employee)
	}
	if err != nil {
		return Asset{}, err
	}
	a, err := t.liveAsset(o.Asset)
	switch {
	case err != nil:
		return a, err
	case !a.IsVisibleTo(&e):
		return a, errNoAsset
	case a.Internal:
		return a, errInternal
	}
	return a, share.Check(o, &a)
}

// mayShare refuses to hand out texts before the program is set up, because each says where its author works, and to who
// has not agreed to the policy.
func (t *tx) mayShare(id EmployeeID) error {
	if missing := t.settings().Unset(); len(missing) > 0 {
		return conflict("Sharing waits for " + text.List(missing, "and") + ". " + t.whomToAsk())
	}
	return t.unlocked(id)
}

// MayShare ends the View when somebody cannot open a share now, with what it waits for and whom to ask.
func (q *Query) MayShare(id EmployeeID) { q.Refuse(q.t.mayShare(id)) }

// errInternal answers shares of a story whose author consented to colleagues only.
var errInternal = conflict("This story is for colleagues to read. Its author does not want it shared outside.")

// newShare is a share at its first level, with a token of its own.
func (t *tx) newShare(id EmployeeID, asset AssetID, network Network) Share {
	return Share{ID: ShareID(t.newID()), Employee: id, Asset: asset, Network: network, Level: Opened, Variant: -1,
		Token: t.newToken(), OpenedAt: t.now, UpdatedAt: t.now}
}

// TokenLength is the length in characters of a share's token: 64 random bits in base32.
const TokenLength = 13

// newToken is 13 small letters and digits of 64 random bits, used by no other share.
func (t *tx) newToken() string {
	for {
		raw := make([]byte, 8)
		_, _ = rand.Read(raw) // never fails since Go 1.24
		token := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))
		if t.Get(sharesByToken, token) == nil {
			return token
		}
	}
}

func (t *tx) shareOf(id EmployeeID, asset AssetID, network Network) (Share, bool) {
	return share.Of(t.Tx, id, asset, network)
}

// ownShare reads a share of this person; somebody else's does not exist for them.
func (t *tx) ownShare(id EmployeeID, share ShareID) (Share, error) {
	s, found := shares.Get(t.Tx, string(share))
	if !found || s.Employee != id {
		return Share{}, notFound("This share does not exist.")
	}
	return s, nil
}

// postableShare is ownShare for an advocate: who has left the program is paid no more, and only takes back what they
// said.
func (t *tx) postableShare(id EmployeeID, share ShareID) (Share, error) {
	s, err := t.ownShare(id, share)
	if err == nil {
		_, err = t.advocate(id)
	}
	return s, err
}

// DeclareShare records "I posted it" and pays its points, within the cap of paid shares per day. The digests that
// showed the asset are rewritten. It returns the entries this call wrote; declaring again writes none.
func (db *DB) DeclareShare(id EmployeeID, share ShareID) (Share, []Entry, error) {
	return shareVerb(db, func(t *tx) (Share, []Entry, error) {
		s, err := t.postableShare(id, share)
		if err != nil {
			return s, nil, err
		}
		if a, found := assets.Get(t.Tx, string(s.Asset)); found && s.Level < Declared {
			if err := cmp.Or(t.unlocked(id), t.refuseHeld(&a)); err != nil {
				return s, nil, err
			}
		}
		return s, t.declare(&s), nil
	})
}

// shareVerb runs a verb that returns a share and the entries it wrote.
func shareVerb(db *DB, verb func(*tx) (Share, []Entry, error)) (s Share, written []Entry, err error) {
	err = change(db, func(t *tx) (err error) {
		s, written, err = verb(t)
		return err
	})
	if err != nil {
		return Share{}, nil, err
	}
	return s, written, nil
}

// declare raises s to Declared and returns what was paid for it.
func (t *tx) declare(s *Share) (paid []Entry) {
	if s.Level >= Declared {
		return nil
	}
	a := assets.Must(t.Tx, string(s.Asset))
	s.OwnWords = s.OwnWords && t.saysNew(s, &a)
	s.DeclaredAt, s.UpdatedAt = t.now, t.now
	s.SettleLevel()
	if s.AskedIn == "" {
		s.AskAt = t.now.Add(askAfterPost)
	}
	shares.Save(t.Tx, s)
	t.tellShare(s)
	t.archivePost(s, &a)
	t.forgetReminder(s.Employee, s.Asset)
	a.Shares++
	t.saveCounts(&a)
	t.learn(Opinion{Employee: s.Employee, Asset: s.Asset, Answer: taste.Shared}, &a)
	t.rewriteDigests(s, taste.PickAnswers[taste.Shared])
	t.tellMoments(s.Employee, s.ID)
	// Beyond the cap a share counts for everything but points, and its proof pays nothing either.
	rules := t.settings().Points
	if t.paidToday(s.Employee) < rules.PaidSharesPerDay {
		paid = t.pay(paid, s, RuleShareDeclared, rules.ShareDeclared, &a)
		if s.OwnWords {
			paid = t.pay(paid, s, RuleOwnWords, rules.OwnWords, &a)
		}
	}
	return append(paid, t.payClicks(s, click.Of(t.Tx, s.ID), &a)...)
}

// saysNew tells whether nobody posted nearly the same about the asset, nor this person about anything. The form was
// checked against what the asset supplies; two colleagues who write at once meet only here.
func (t *tx) saysNew(s *Share, a *Asset) bool {
	isNew, lent := true, append(a.Supplied(), s.Disclosure)
	compare := func(id string) bool {
		other := shares.Must(t.Tx, id)
		if other.ID != s.ID && other.Level >= Declared && other.Text != "" {
			isNew = !text.Repeats(s.Text, other.Text, lent)
		}
		return isNew
	}
	about, by := kv.Join(string(s.Asset), ""), kv.Join(string(s.Employee), "")
	timed := len(about) + len(kv.TimeKey(t.now))
	t.Scan(sharesByAsset, about, "", func(key string, _ []byte) bool { return compare(key[timed:]) })
	t.Scan(sharesByPerson, by, "", func(key string, _ []byte) bool { return isNew && compare(key[len(by):]) })
	return isNew
}

// rewriteDigests has the delivered digests of the last 30 days that showed the asset say how far the share is; answer,
// unless "", is noted on each.
func (t *tx) rewriteDigests(s *Share, answer string) {
	for _, key := range t.digestsWith(s.Employee, s.Asset) {
		if answer != "" {
			t.setAnswer(key, s.Employee, s.Asset, answer)
		}
		if t.Get(receipts.Bucket, key) != nil {
			t.rewrite(key, string(s.ID), fmt.Sprintf("%d.%d", s.Round, s.Level))
		}
	}
}

// digestsWith are the keys of a person's digests of the last 30 days that showed an asset.
func (t *tx) digestsWith(id EmployeeID, asset AssetID) (keys []string) {
	t.deliveriesBack(id, DateOf(t.now.Add(-rewriteWindow), time.UTC), func(d *Delivery) bool {
		if d.Shows(asset) {
			keys = append(keys, d.Key)
		}
		return true
	})
	return keys
}

// pay awards one rule of a share in its present round.
func (t *tx) pay(paid []Entry, s *Share, rule string, points int, a *Asset) []Entry {
	if a.Voluntary {
		return paid
	}
	e := Entry{Employee: s.Employee, Points: points, Rule: rule, Cause: share.Cause(s, rule), Subject: a.Title,
		Actor: s.Employee}
	if entry, wrote := t.award(e); wrote {
		return append(paid, entry)
	}
	return paid
}

// paidToday counts the paid shares of a person on their local day, without reversed ones.
func (t *tx) paidToday(id EmployeeID) (n int) {
	e := employees.Must(t.Tx, string(id))
	loc := Location(e.TimeZone, t.settings().TimeZone)
	today := DateOf(t.now, loc)
	t.ScanBack(entriesByPerson, kv.Join(string(id), ""), "", func(key string, _ []byte) bool {
		entry := entries.Must(t.Tx, kv.Split(key, 2)[1])
		if DateOf(entry.At, loc) == today && entry.Rule == RuleShareDeclared && !t.isReversed(entry.ID) {
			n++
		}
		return DateOf(entry.At, loc) >= today
	})
	return n
}

// ProveShare records the address of the post, which declares the share too, and pays for the proof when the share
// itself was paid. Fields of its FieldErrors: post_url.
func (db *DB) ProveShare(id EmployeeID, share ShareID, postURL string) (Share, []Entry, error) {
	return shareVerb(db, func(t *tx) (Share, []Entry, error) {
		s, err := t.postableShare(id, share)
		if err != nil {
			return s, nil, err
		}
		if s.Level < Declared {
			if err := t.unlocked(id); err != nil {
				return s, nil, err
			}
		}
		paid, err := t.prove(&s, postURL)
		return s, paid, err
	})
}

// prove checks the address before anything changes: a refused proof must not declare the share.
func (t *tx) prove(s *Share, postURL string) ([]Entry, error) {
	var wrong FieldErrors
	postURL = strings.TrimSpace(postURL)
	if problem := address.PostProblem(string(s.Network), s.Network.Label(), postURL); problem != "" {
		wrong.Set("post_url", problem)
	} else if other := t.Get(sharesByPost, address.PostKey(postURL)); other != nil && string(other) != string(s.ID) {
		wrong.Set("post_url", "This post was already given for another share.")
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	paid := t.declare(s)
	if s.PostURL == postURL {
		return paid, nil
	}
	s.PostURL, s.UpdatedAt = postURL, t.now
	a := assets.Must(t.Tx, string(s.Asset))
	t.archivePost(s, &a)
	if s.ProvenAt.IsZero() {
		s.ProvenAt = t.now
		s.SettleLevel()
		if t.wasPaid(s) {
			paid = t.pay(paid, s, RuleShareProven, t.settings().Points.ShareProven, &a)
		}
	}
	shares.Save(t.Tx, s)
	t.rewriteDigests(s, "")
	t.recognise(s.Employee)
	return paid, nil
}

// AlreadyShared declares a share that was made without the kit.
func (db *DB) AlreadyShared(id EmployeeID, asset AssetID, network Network) (Share, []Entry, error) {
	return shareVerb(db, func(t *tx) (Share, []Entry, error) {
		e, err := t.advocate(id)
		if err == nil {
			err = t.unlocked(id)
		}
		if err != nil {
			return Share{}, nil, err
		}
		a, err := t.seenAsset(asset)
		if err != nil {
			return Share{}, nil, err
		}
		if !a.IsVisibleTo(&e) {
			return Share{}, nil, errNoAsset
		}
		if a.LiveAt.IsZero() {
			return Share{}, nil, conflict("This item is under embargo.")
		}
		if a.Internal {
			return Share{}, nil, errInternal
		}
		var wrong FieldErrors
		if share.CheckNetwork(network, &a, &wrong); len(wrong) > 0 {
			return Share{}, nil, wrong.Err()
		}
		s, exists := t.shareOf(id, asset, network)
		if !exists {
			s = t.newShare(id, asset, network)
		}
		paid := t.declare(&s)
		return s, paid, nil
	})
}
