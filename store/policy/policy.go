// Package policy knows the versions of the policy, who has agreed to which, and what a library must hold before people
// are spurred to share.
package policy

import (
	"errors"
	"strconv"
	"time"

	"vouch/store/asset"
	"vouch/store/kv"
	"vouch/store/persona"
	"vouch/store/problem"
	"vouch/store/term"
)

// Version is one text of the policy that held, kept for ever: people have agreed to it.
type Version struct {
	Version int             `json:"version"`
	Text    string          `json:"text"`
	By      term.EmployeeID `json:"by,omitempty"` // who changed or confirmed it; "" in files older than policies
	At      time.Time       `json:"at"`
}

// Versions holds the versions.
var Versions = kv.Table[Version]{
	Bucket: kv.NewBucket("policies"), // version -> Version
	Key:    func(p *Version) string { return strconv.Itoa(p.Version) },
}

// VersionOf is the version with a number, false when it never held.
func VersionOf(t *kv.Tx, number int) (Version, bool) { return Versions.Get(t, strconv.Itoa(number)) }

// Keep saves a version that is not kept yet.
func Keep(t *kv.Tx, p Version) {
	if _, kept := VersionOf(t, p.Version); !kept {
		Versions.Save(t, &p)
	}
}

// Agreement is that somebody has agreed to a version of the policy.
type Agreement struct {
	Employee term.EmployeeID `json:"employee"`
	Version  int             `json:"version"`
	At       time.Time       `json:"at"`
}

// Agreements holds who has agreed to what.
var Agreements = kv.Table[Agreement]{
	Bucket: kv.NewBucket("acknowledgements"), // employee, version -> Agreement
	Key:    func(a *Agreement) string { return kv.Join(string(a.Employee), strconv.Itoa(a.Version)) },
}

// AgreedAt is when somebody agreed to a version, false when they have not.
func AgreedAt(t *kv.Tx, id term.EmployeeID, version int) (time.Time, bool) {
	a, found := Agreements.Get(t, kv.Join(string(id), strconv.Itoa(version)))
	return a.At, found
}

// Agree notes that somebody agrees to a version. The first time stays.
func Agree(t *kv.Tx, id term.EmployeeID, version int, at time.Time) {
	if _, agreed := AgreedAt(t, id, version); !agreed {
		Agreements.Save(t, &Agreement{Employee: id, Version: version, At: at})
	}
}

// ErrUnread is the cause of what is refused to somebody who has not agreed to the policy as it stands, for errors.Is.
var ErrUnread = errors.New("the policy was not acknowledged")

// Unread refuses by ErrUnread with a sentence.
func Unread(msg string) error {
	return &problem.Error{Kind: problem.Conflict, Err: ErrUnread, Msg: msg}
}

// EnoughItems is how many live items everybody has to choose from before people are spurred to share (product rule
// 8.8): as many as a digest shows.
const EnoughItems = 3

// Thin names those of the personas with members for which fewer than EnoughItems can be shared. It reads every live
// item.
func Thin(t *kv.Tx, personas []persona.Persona, members map[term.PersonaID]bool) (names []string) {
	live := map[term.PersonaID]int{}
	for _, a := range asset.Table.Under(t, asset.ByState, string(asset.Live), 0) {
		if a.Internal {
			continue
		}
		for _, id := range a.Personas {
			live[id]++
		}
		if len(a.Personas) == 0 {
			live[""]++
		}
	}
	for _, p := range personas {
		if members[p.ID] && live[p.ID]+live[""] < EnoughItems {
			names = append(names, p.Name)
		}
	}
	return names
}
