// Shares: what an employee did with an asset on a network, in levels from opened to proven, how shares are found, and
// what is left of an erased person's.

package store

import (
	"time"

	"vouch/store/kv"
	"vouch/store/term"
)

// Level is how far a share came; it only rises, except by Withdraw.
type Level int

// The levels of product rule 4.2.
const (
	Opened    Level = iota + 1 // the kit was opened
	Declared                   // "I posted it"
	Proven                     // the URL of the post was given
	Engaged                    // declared, and a person opened its link
	Converted                  // declared, and an application, a meeting or more came of it
)

// Share is one employee's share of one asset on one network: there is at most one per triple.
type Share struct {
	ID         ShareID    `json:"id"`
	Employee   EmployeeID `json:"employee"`
	Asset      AssetID    `json:"asset"`
	Network    Network    `json:"network"`
	Level      Level      `json:"level"`
	Text       string     `json:"text"` // as handed out, with disclosure, without the link
	OwnWords   bool       `json:"own_words,omitempty"`
	Variant    int        `json:"variant"`              // index of the variant it began from, -1 none
	Disclosure string     `json:"disclosure,omitempty"` // as shown
	Token      string     `json:"token"`                // opaque, goes into the link's UTM content
	Joined     string     `json:"joined,omitempty"`     // token of a share that was joined with this one
	PostURL    string     `json:"post_url,omitempty"`
	Round      int        `json:"round,omitempty"` // how often it was withdrawn; each round is paid by its own causes
	OpenedAt   time.Time  `json:"opened_at"`
	DeclaredAt time.Time  `json:"declared_at,omitzero"`
	ProvenAt   time.Time  `json:"proven_at,omitzero"`
	AskAt      time.Time  `json:"ask_at,omitzero"`     // from when a digest asks whether anybody answered; zero when none will
	AskedIn    string     `json:"asked_in,omitempty"`  // the key of the digest that asked
	Led        ShareLed   `json:"led,omitempty"`       // what came of it, as its person said
	EngagedAt  time.Time  `json:"engaged_at,omitzero"` // when a person first opened its link, declared or not
	// ConvertedAt is when an application, a meeting or more first came of it, declared or not.
	ConvertedAt time.Time `json:"converted_at,omitzero"`
	UpdatedAt   time.Time `json:"updated_at"`
	// EngagedPaid is how many points people who opened its link have earned in this round.
	EngagedPaid int `json:"engaged_paid,omitempty"`
}

// OpenShare is the form a person submitted to get the share kit.
type OpenShare struct {
	Employee   EmployeeID
	Asset      AssetID
	Network    Network
	Text       string // with the disclosure
	Written    string // without it: what compliance decides about, see Clearance
	Supplied   bool   // it is one of the program's own texts, unchanged
	OwnWords   bool
	Variant    int
	Disclosure string
	Delivery   string // key of the digest it came from, "" none
}

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

func (t *tx) postsOf(id EmployeeID, asset AssetID) (posts []Share) {
	for _, network := range term.Networks {
		if s, found := t.shareOf(id, asset, network); found && s.Level >= Declared {
			posts = append(posts, s)
		}
	}
	return posts
}

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
// counts once, however many networks they used.
func (q *Query) WhoShared(asset AssetID) (leaders []EmployeeID, others int) {
	// By person: somebody on three networks is one colleague.
	seen := map[string]bool{}
	q.t.ScanBack(sharesByAsset, kv.Join(string(asset), ""), "", func(_ string, value []byte) bool {
		id := string(value)
		e, found := employees.Get(q.t.Tx, id)
		switch {
		case seen[id]:
		case found && e.Leader && !e.Deactivated:
			leaders = append(leaders, e.ID)
		default:
			others++
		}
		seen[id] = true
		return true
	})
	return leaders, others
}

// settleLevel derives the level from what happened.
func (s *Share) settleLevel() {
	switch {
	case s.DeclaredAt.IsZero():
		s.Level = Opened
	case !s.ConvertedAt.IsZero():
		s.Level = Converted
	case !s.EngagedAt.IsZero():
		s.Level = Engaged
	case !s.ProvenAt.IsZero():
		s.Level = Proven
	default:
		s.Level = Declared
	}
}

// wasPaid tells whether more may be paid for a share: one that was declared beyond the cap was not paid, and neither
// its proof nor its clicks may be a way around the cap.
func (t *tx) wasPaid(s *Share) bool {
	entry, found := t.entryOf(shareCause(s, RuleShareDeclared))
	return found && !t.isReversed(entry.ID) || !found && t.settings().Points.ShareDeclared == 0
}

// earned are the entries of a share in its present round, in the order in which they are earned.
func (t *tx) earned(s *Share) (list []Entry) {
	causes := []string{shareCause(s, RuleShareDeclared), shareCause(s, RuleOwnWords), shareCause(s, RuleShareProven)}
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
