// Introductions: contacts outside whom an employee can introduce, how they are kept with sealed personal fields, and
// who may read them.

package store

import (
	"cmp"
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/referral"
)

var (
	introsByPerson = kv.NewBucket("intros_by_person") // introducer, introduction
	introsByOwner  = kv.NewBucket("intros_by_owner")  // owner, introduction
	introsByTime   = kv.NewBucket("intros_by_time")   // next question, introduction
	introsByHash   = kv.NewBucket("intros_by_hash")   // keyed hash, introduction
)

// intros have no counters: nobody has many of them.
var intros = kv.Table[referral.KeptIntro]{
	Bucket:  kv.NewBucket("intros"), // introduction -> Introduction with sealed personal fields
	Indexes: []*kv.Bucket{introsByPerson, introsByOwner, introsByTime, introsByHash},
	Key:     func(k *referral.KeptIntro) string { return string(k.ID) },
	Rows: func(k *referral.KeptIntro) []kv.Row {
		id := string(k.ID)
		rows := []kv.Row{introsByPerson.Row(kv.Join(string(k.Introducer), id), "")}
		if k.Owner != "" {
			rows = append(rows, introsByOwner.Row(kv.Join(string(k.Owner), id), ""))
		}
		if !k.AskAt.IsZero() {
			rows = append(rows, introsByTime.Row(kv.TimeKey(k.AskAt)+id, ""))
		}
		for _, hash := range k.Hashes {
			rows = append(rows, introsByHash.Row(kv.Join(hash, id), ""))
		}
		return rows
	},
}

var errNoIntro = notFound("This introduction does not exist.")

// openIntro decrypts an introduction.
func (t *tx) openIntro(k *referral.KeptIntro) Introduction {
	i := k.Introduction
	for field, into := range referral.IntroFields(&i) {
		if sealed, found := k.Sealed[field]; found {
			*into = t.db.keys.Open(string(k.ID), field, sealed)
		}
	}
	return i
}

// seal takes over the personal fields, sealed; an empty one takes no room.
func (t *tx) sealIntro(k *referral.KeptIntro) {
	k.Sealed = map[string][]byte{}
	for field, said := range referral.IntroFields(&k.Introduction) {
		if *said != "" {
			k.Sealed[field] = t.db.keys.Seal(string(k.ID), field, *said)
		}
	}
	k.Person, k.Need = Person{}, ""
}

// introFor reads an introduction for its introducer, its owner, program managers, the command line and the program. For
// everybody else it does not exist.
func (t *tx) introFor(id IntroID, viewer EmployeeID) (referral.KeptIntro, error) {
	k, found := intros.Get(t.Tx, string(id))
	if !found || !(viewer == "" || viewer == Operator || viewer == k.Introducer || t.decidesIntro(&k, viewer)) {
		return referral.KeptIntro{}, errNoIntro
	}
	return k, nil
}

// decidesIntro tells whether somebody answers for an introduction: its owner while that is their work, and program
// managers, but never who makes it.
func (t *tx) decidesIntro(k *referral.KeptIntro, id EmployeeID) bool {
	return id != k.Introducer && (id == k.Owner && t.mayOwn(id, k.Kind) || t.isManager(id))
}

// Introduction returns an introduction decrypted, to its introducer, its owner and program managers. For everybody else
// it does not exist.
func (q *Query) Introduction(id IntroID, viewer EmployeeID) Introduction {
	k := end(q.t.introFor(id, viewer))
	return q.t.openIntro(&k)
}

// IntroductionsOf returns the open introductions that a person makes and those that are made for them, newest first.
func (q *Query) IntroductionsOf(id EmployeeID) (made, owned []Introduction) {
	read := func(index *kv.Bucket) (list []Introduction) {
		for _, k := range intros.UnderBack(q.t.Tx, index, string(id), "", 0) {
			if k.IsOpen() && (index == introsByPerson || q.t.decidesIntro(&k, id)) {
				list = append(list, q.t.openIntro(&k))
			}
		}
		return list
	}
	return read(introsByPerson), read(introsByOwner)
}

// touchIntro saves a changed introduction and has what was sent about it rewritten.
func (t *tx) touchIntro(k *referral.KeptIntro) {
	k.Version++
	k.UpdatedAt = t.now
	intros.Save(t.Tx, k)
	for _, kind := range []MessageKind{MsgIntro, MsgIntroCard, MsgIntroAsk} {
		t.rewriteRef(kind, string(k.ID), strconv.Itoa(k.Version))
	}
}

// claimedIntro finds an open introduction that holds a contact and whose window is open.
func (t *tx) claimedIntro(hashes []string) (referral.KeptIntro, bool) {
	for _, hash := range hashes {
		for _, key := range t.Keys(introsByHash, kv.Join(hash, ""), 0) {
			if k := intros.Must(t.Tx, kv.Split(key, 2)[1]); k.IsOpen() && k.OwnedUntil.After(t.now) {
				return k, true
			}
		}
	}
	return referral.KeptIntro{}, false
}

// eraseIntro takes out the personal data. Nobody can go on with a person they know nothing about.
func (t *tx) eraseIntro(k *referral.KeptIntro) {
	k.Erased, k.Sealed, k.AskAt = true, nil, zeroTime
	if k.Stage != IntroReferred {
		k.Stage = IntroEnded
	}
	t.Forget()
	t.touchIntro(k)
}

// eraseIntrosWith erases the contact of a referral from the introductions that hold it.
func (t *tx) eraseIntrosWith(hashes []string) {
	for _, hash := range hashes {
		for _, key := range t.Keys(introsByHash, kv.Join(hash, ""), 0) {
			if k := intros.Must(t.Tx, kv.Split(key, 2)[1]); !k.Erased {
				t.eraseIntro(&k)
			}
		}
	}
}

// oldIntros finds introductions that nobody moved since before a time and that still hold personal data, open ones too.
func (t *tx) oldIntros(from string, before time.Time) ([]string, string) {
	return t.batch(intros.Bucket, from, "", func(_ string, raw []byte) bool {
		k := intros.Decode(raw)
		return !k.Erased && k.UpdatedAt.Before(before)
	})
}

// purgeIntro erases the personal data of an introduction that nobody moved since before a time.
func (t *tx) purgeIntro(key string, before time.Time, n *Purged) {
	if k, found := intros.Get(t.Tx, key); found && !k.Erased && k.UpdatedAt.Before(before) {
		t.eraseIntro(&k)
		t.audit("", "introduction.erase", key, "the time it is kept is over")
		n.Introductions++
	}
}

// exportIntro shows what is sealed only when asked for, as with referrals.
func exportIntro(t *tx, k *referral.KeptIntro, s exportScope) (any, []EmployeeID) {
	whose := []EmployeeID{k.Introducer}
	if !s.personal {
		return k.Introduction, whose
	}
	i := t.openIntro(k)
	return struct {
		Introduction
		Person Person `json:"person"`
		Need   string `json:"need,omitempty"`
	}{i, i.Person, i.Need}, whose
}

// eraseIntros ends the introductions of somebody who is erased, for they alone know the contact, and gives those that
// were made for them to somebody else.
func eraseIntros(t *tx, e *erasure) {
	var ended, orphans []string
	e.count["introductions"] = intros.RewriteAll(t.Tx, func(k *referral.KeptIntro) bool {
		made, owned := e.replace(&k.Introducer, e.ghost), e.replace(&k.Owner, "")
		if made {
			ended = append(ended, string(k.ID))
		} else if owned && k.IsOpen() {
			orphans = append(orphans, string(k.ID))
		}
		return made || owned
	})
	for _, id := range ended {
		if k := intros.Must(t.Tx, id); !k.Erased {
			t.eraseIntro(&k)
		}
	}
	for _, id := range orphans {
		k := intros.Must(t.Tx, id)
		t.giveIntro(&k)
	}
}

// handOverIntros gives the open introductions of an owner who may not decide about them any more to somebody else.
func (t *tx) handOverIntros(gone EmployeeID) {
	for _, k := range intros.Under(t.Tx, introsByOwner, string(gone), 0) {
		if k.IsOpen() && !t.mayOwn(gone, k.Kind) {
			t.giveIntro(&k)
		}
	}
}

// giveIntro finds who answers for an introduction, by the routes of referrals, else a program manager, and sends them
// the card.
func (t *tx) giveIntro(k *referral.KeptIntro) {
	i := t.openIntro(k)
	k.Owner = cmp.Or(t.route(&Referral{Kind: k.Kind, Referrer: k.Introducer, Need: i.Need}), t.otherManager(k.Introducer))
	t.touchIntro(k)
	if k.Owner != "" {
		t.enqueue(Message{Key: keyOf("intro_card", string(k.ID), string(k.Owner)), Kind: MsgIntroCard,
			Ref: string(k.ID), To: k.Owner})
	}
}

// otherManager is the first program manager who is not somebody, "" for none.
func (t *tx) otherManager(than EmployeeID) EmployeeID {
	for _, manager := range t.managers() {
		if manager != than {
			return manager
		}
	}
	return ""
}

// whileIntro: a message about an introduction shows a name until the edits that follow the erasure are made.
func whileIntro(t *tx, m *Message, old time.Time) bool {
	k, found := intros.Get(t.Tx, m.Ref)
	return found && (!k.Erased || !k.UpdatedAt.Before(old))
}
