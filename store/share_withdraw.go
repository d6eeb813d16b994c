// Withdrawing a share: what declaring it paid, taught and showed is taken back.

package store

// WithdrawShare takes back a declaration, and the points with it: the share is Opened again and may be declared anew. The digests
// that said "You shared this" are rewritten. It returns the entries that reverse what was paid; withdrawing again writes none.
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
	for _, rule := range []string{RuleShareDeclared, RuleOwnWords, RuleShareProven} {
		if entry, found := t.entryOf(shareCause(s, rule)); found {
			if reversal, wrote := t.reverse(s.Employee, entry, "the share was withdrawn"); wrote {
				reversed = append(reversed, reversal)
			}
		}
	}
	s.Level, s.PostURL, s.DeclaredAt, s.ProvenAt, s.UpdatedAt = Opened, "", zeroTime, zeroTime, t.now
	s.Round++
	shares.Save(t.Tx, s)
	a := assets.Must(t.Tx, string(s.Asset))
	a.Shares--
	t.saveCounts(&a)
	elsewhere := t.postedElsewhere(s)
	if !elsewhere {
		t.forget(s.Employee, &a)
	}
	for _, key := range t.digestsWith(s.Employee, s.Asset) {
		if !elsewhere {
			t.setAnswer(key, s.Employee, s.Asset, "opened")
		}
		t.rewriteShare(s, key)
	}
	return reversed
}

// postedElsewhere tells whether the same person still has the same asset on another network: then "shared" stays true.
func (t *tx) postedElsewhere(s *Share) bool {
	for _, network := range Networks {
		if other, exists := t.shareOf(s.Employee, s.Asset, network); exists && other.ID != s.ID && other.Level >= Declared {
			return true
		}
	}
	return false
}
