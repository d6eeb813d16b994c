// How memberships are packed, and how a change of somebody's personas is named.

package persona

import (
	"strings"

	"vouch/store/kv"
	"vouch/store/term"
	"vouch/store/text"
)

// PackMembership and UnpackMembership list the fields in the same order; new fields go to the end.
func PackMembership(m *Membership) []byte {
	p := kv.NewPacker(64 + 12*len(m.Members))
	p.Text(m.Place)
	p.Text(m.Name)
	p.Time(m.ReadAt)
	p.Text(m.Problem)
	kv.PackTexts(p, m.Members)
	return p.Bytes()
}

// UnpackMembership reads what PackMembership wrote.
func UnpackMembership(raw []byte, m *Membership) error {
	u := kv.Unpack(raw)
	m.Place, m.Name, m.ReadAt, m.Problem = u.Text(), u.Text(), u.Time(), u.Text()
	m.Members = kv.UnpackTexts[term.EmployeeID](u)
	return u.Err()
}

// ChangeRef writes a change as "engineering+data/sales".
func ChangeRef(from, to []term.PersonaID) string { return joined(from) + "/" + joined(to) }

// joined writes personas with a plus between them, which no slug has.
func joined(ids []term.PersonaID) string {
	return strings.Join(text.Mapped(ids, func(id term.PersonaID) string { return string(id) }), "+")
}

// Change reads the Ref of a MsgPersona: the personas before and after.
func Change(ref string) (from, to []term.PersonaID) {
	before, after, _ := strings.Cut(ref, "/")
	split := func(side string) []term.PersonaID {
		ids := strings.FieldsFunc(side, func(r rune) bool { return r == '+' })
		return text.Mapped(ids, func(id string) term.PersonaID { return term.PersonaID(id) })
	}
	return split(before), split(after)
}
