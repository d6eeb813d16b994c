// Introductions: contacts outside whom an employee can introduce, how they are kept with sealed personal fields, and
// who may read them.

package store

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/referral"
)

// IntroStage is how far an introduction is.
type IntroStage string

// The stages, in their order. The introducer moves all but IntroReferred, which a referral of the contact brings.
const (
	IntroOffered  IntroStage = "offered"
	IntroSent     IntroStage = "sent" // the introducer sent the text
	IntroAnswered IntroStage = "answered"
	IntroMet      IntroStage = "met"
	IntroReferred IntroStage = "referred"
	IntroEnded    IntroStage = "ended" // nothing came of it, or its owner does not want it
)

// introOrder is the order of the stages.
var introOrder = []IntroStage{IntroOffered, IntroSent, IntroAnswered, IntroMet, IntroReferred, IntroEnded}

// Introduction is one contact whom one employee can introduce to a colleague inside.
type Introduction struct {
	ID         IntroID      `json:"id"`
	Kind       ReferralKind `json:"kind"` // Client stands for partners too
	Introducer EmployeeID   `json:"introducer"`
	Owner      EmployeeID   `json:"owner,omitempty"` // for whom; "" while nobody could be found
	Person     Person       `json:"-"`               // encrypted in the file
	Need       string       `json:"-"`               // what it is about; encrypted in the file
	Asset      AssetID      `json:"asset,omitempty"` // the post that it came from
	Stage      IntroStage   `json:"stage"`
	SentAt     time.Time    `json:"sent_at,omitzero"`
	AcceptedAt time.Time    `json:"accepted_at,omitzero"` // when the owner wanted it
	AskAt      time.Time    `json:"ask_at,omitzero"`      // when the introducer is asked whether an answer came
	Asked      int          `json:"asked,omitempty"`      // how often that was
	OwnedUntil time.Time    `json:"owned_until"`          // until then, while open, nobody else can introduce them
	Referral   ReferralID   `json:"referral,omitempty"`   // what it led to
	Erased     bool         `json:"erased,omitempty"`     // personal data gone, hashes kept
	CreatedAt  time.Time    `json:"created_at"`
	UpdatedAt  time.Time    `json:"updated_at"`
	Version    int          `json:"version"`
}

// IsOpen tells whether something can still come of it.
func (i *Introduction) IsOpen() bool {
	return i.Stage != IntroReferred && i.Stage != IntroEnded && !i.Erased
}

// keptIntro is an Introduction as it lies in the file.
type keptIntro struct {
	Introduction
	Hashes []string          `json:"hashes"`           // of each contact, kept after erasure
	Sealed map[string][]byte `json:"sealed,omitempty"` // field name -> sealed text
}

var (
	introsByPerson = kv.NewBucket("intros_by_person") // introducer, introduction
	introsByOwner  = kv.NewBucket("intros_by_owner")  // owner, introduction
	introsByTime   = kv.NewBucket("intros_by_time")   // next question, introduction
	introsByHash   = kv.NewBucket("intros_by_hash")   // keyed hash, introduction
)

// intros have no counters: nobody has many of them.
var intros = kv.Table[keptIntro]{
	Bucket:  kv.NewBucket("intros"), // introduction -> Introduction with sealed personal fields
	Indexes: []*kv.Bucket{introsByPerson, introsByOwner, introsByTime, introsByHash},
	Key:     func(k *keptIntro) string { return string(k.ID) },
	Rows: func(k *keptIntro) []kv.Row {
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

// introFields are the sealed fields of an introduction.
func introFields(i *Introduction) map[string]*string {
	fields := referral.PersonFields(&i.Person)
	fields["need"] = &i.Need
	return fields
}

// openIntro decrypts an introduction.
func (t *tx) openIntro(k *keptIntro) Introduction {
	i := k.Introduction
	for field, into := range introFields(&i) {
		if sealed, found := k.Sealed[field]; found {
			*into = t.db.keys.Open(string(k.ID), field, sealed)
		}
	}
	return i
}

// seal takes over the personal fields, sealed; an empty one takes no room.
func (t *tx) sealIntro(k *keptIntro) {
	k.Sealed = map[string][]byte{}
	for field, said := range introFields(&k.Introduction) {
		if *said != "" {
			k.Sealed[field] = t.db.keys.Seal(string(k.ID), field, *said)
		}
	}
	k.Person, k.Need = Person{}, ""
}

// introFor reads an introduction for its introducer, its owner, program managers, the command line and the program. For
// everybody else it does not exist.
func (t *tx) introFor(id IntroID, viewer EmployeeID) (keptIntro, error) {
	k, found := intros.Get(t.Tx, string(id))
	if !found || !(viewer == "" || viewer == Operator || viewer == k.Introducer || t.decidesIntro(&k, viewer)) {
		return keptIntro{}, errNoIntro
	}
	return k, nil
}

// decidesIntro tells whether somebody answers for an introduction: its owner while that is their work, and program
// managers, but never who makes it.
func (t *tx) decidesIntro(k *keptIntro, id EmployeeID) bool {
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
func (t *tx) touchIntro(k *keptIntro) {
	k.Version++
	k.UpdatedAt = t.now
	intros.Save(t.Tx, k)
	for _, kind := range []MessageKind{MsgIntro, MsgIntroCard, MsgIntroAsk} {
		t.rewriteRef(kind, string(k.ID), strconv.Itoa(k.Version))
	}
}

// claimedIntro finds an open introduction that holds a contact and whose window is open.
func (t *tx) claimedIntro(hashes []string) (keptIntro, bool) {
	for _, hash := range hashes {
		for _, key := range t.Keys(introsByHash, kv.Join(hash, ""), 0) {
			if k := intros.Must(t.Tx, kv.Split(key, 2)[1]); k.IsOpen() && k.OwnedUntil.After(t.now) {
				return k, true
			}
		}
	}
	return keptIntro{}, false
}

// eraseIntro takes out the personal data. Nobody can go on with a person they know nothing about.
func (t *tx) eraseIntro(k *keptIntro) {
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
func exportIntro(t *tx, k *keptIntro, s exportScope) (any, []EmployeeID) {
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
	e.count["introductions"] = intros.RewriteAll(t.Tx, func(k *keptIntro) bool {
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
func (t *tx) giveIntro(k *keptIntro) {
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

// isBefore tells whether a stage comes before another.
func (s IntroStage) isBefore(other IntroStage) bool {
	return slices.Index(introOrder, s) < slices.Index(introOrder, other)
}
