// Package persona knows the kinds of people that the library is organised by: what makes a persona valid, whom its rule
// fits, and those a program starts with.
package persona

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vouch/store/audit"
	"vouch/store/kv"
	"vouch/store/term"
	"vouch/store/text"
)

// Persona groups people whose networks want the same content.
type Persona struct {
	ID            term.PersonaID  `json:"id"`
	Name          string          `json:"name"`
	Topics        []string        `json:"topics"`
	Networks      []term.Network  `json:"networks,omitempty"`
	Audiences     []term.Audience `json:"audiences,omitempty"` // who mostly follows its people, by default
	TalkingPoints []string        `json:"talking_points,omitempty"`
	Rule          Rule            `json:"rule"`
	Order         int             `json:"order"`             // from 1, with gaps; also the order in which rules are tried
	Version       int             `json:"version,omitempty"` // grows with each edit; one of an older version is a Conflict
}

// Rule proposes a persona to whoever fits any line of any list: one is enough, because many workspaces fill in only one
// of the fields. Words are compared case-folded at word starts: "engineer" fits "Site Reliability Engineers". An empty
// rule proposes nobody. Where several rules fit, the first persona in the program's order wins.
type Rule struct {
	Titles      []string `json:"titles,omitempty"`
	Departments []string `json:"departments,omitempty"`
	Locations   []string `json:"locations,omitempty"`
	Groups      []string `json:"groups,omitempty"`   // Slack user groups by id
	Channels    []string `json:"channels,omitempty"` // Slack channels by id
}

// IsEmpty tells whether the rule proposes nobody.
func (r Rule) IsEmpty() bool {
	return len(r.Titles)+len(r.Departments)+len(r.Locations)+len(r.Groups)+len(r.Channels) == 0
}

// Places lists the user groups and channels that the rule names.
func (r Rule) Places() []string { return slices.Concat(r.Groups, r.Channels) }

// Membership is who is in a Slack user group or channel that a rule names.
type Membership struct {
	Place   string            `json:"place"`             // id of the user group (S...) or channel (C...)
	Name    string            `json:"name,omitempty"`    // as people call it, without @ or #
	Members []term.EmployeeID `json:"members,omitempty"` // sorted; only people Vouch knows
	ReadAt  time.Time         `json:"read_at,omitzero"`  // when Slack last answered; zero: never
	Problem string            `json:"problem,omitempty"` // why the last look failed, a sentence for managers; "" it did not
}

// Defaults are the eight groups most companies have. More specific rules come before broader ones, so that a
// sales engineer is in sales and a head of engineering in engineering.
func Defaults() []Persona {
	list := []Persona{
		{ID: "people", Name: "People and recruiting", Topics: []string{"careers", "culture", "hiring", "inclusion",
			"learning"},
			Audiences: []term.Audience{term.Candidates}, Rule: Rule{Titles: []string{"recruit", "talent", "people",
				"human resources", "hr", "employer brand", "sourcer"},
				Departments: []string{"people", "hr", "human resources", "talent"}}},
		{ID: "sales", Name: "Sales", Topics: []string{"case studies", "customers", "events", "industry", "negotiation"},
			Audiences: []term.Audience{term.Buyers}, Rule: Rule{Titles: []string{"sales", "account executive",
				"account manager", "business development", "sdr", "bdr", "partnership", "solution engineer", "presales"},
				Departments: []string{"sales", "revenue", "partnerships"}}},
		{ID: "success", Name: "Customer success", Topics: []string{"case studies", "customers", "onboarding", "product",
			"support"},
			Audiences: []term.Audience{term.Customers}, Rule: Rule{Titles: []string{"customer", "support", "onboarding",
				"implementation", "success"}, Departments: []string{"customer", "support", "services"}}},
		{ID: "marketing", Name: "Marketing", Topics: []string{"brand", "content", "events", "industry", "launches"},
			Rule: Rule{Titles: []string{"marketing", "brand", "content", "communications", "pr manager", "growth",
				"social media", "demand"}, Departments: []string{"marketing", "communications", "brand"}}},
		{ID: "product", Name: "Product and design", Topics: []string{"design", "launches", "product", "research",
			"accessibility"},
			Rule: Rule{Titles: []string{"product", "design", "ux", "ui", "user research"},
				Departments: []string{"product", "design"}}},
		{ID: "engineering", Name: "Engineering", Topics: []string{"engineering", "infrastructure", "open source", "security",
			"data"},
			Audiences: []term.Audience{term.Peers}, Rule: Rule{Titles: []string{"engineer", "developer", "software", "data",
				"devops", "sre", "security", "architect", "platform", "qa", "machine learning", "scientist"},
				Departments: []string{"engineering", "technology", "data", "security", "it"}}},
		{ID: "finance", Name: "Finance and operations", Topics: []string{"compliance", "finance", "operations",
			"sustainability", "workplace"},
			Rule: Rule{Titles: []string{"finance", "financial", "account", "controller", "operations", "legal", "counsel",
				"office", "procurement", "payroll", "analyst"}, Departments: []string{"finance", "operations", "legal"}}},
		{ID: "leadership", Name: "Leadership", Topics: []string{"culture", "customers", "industry", "leadership", "strategy"},
			Rule: Rule{Titles: []string{"chief", "ceo", "coo", "cfo", "cto", "president", "founder", "managing director",
				"general manager"}, Departments: []string{"executive", "leadership"}}},
	}
	for i := range list {
		list[i].Order = i + 1
		slices.Sort(list[i].Topics)
	}
	return list
}

// Placed is a list with one of its personas at another place, counted from 1.
func Placed(list []Persona, id term.PersonaID, place int) []Persona {
	i := PlaceOf(list, id)
	p := list[i]
	return slices.Insert(slices.Delete(list, i, i+1), min(max(place, 1), len(list))-1, p)
}

// PlaceOf is the index of a persona in a list, -1 when it is not there.
func PlaceOf(list []Persona, id term.PersonaID) int {
	return slices.IndexFunc(list, func(p Persona) bool { return p.ID == id })
}

// ByOrder compares personas by their place in the program.
func ByOrder(a, b Persona) int { return cmp.Compare(a.Order, b.Order) }

// Arrange puts a list that replaces old into its order, and gives its personas their places and versions.
func Arrange(list, old []Persona) {
	slices.SortStableFunc(list, ByOrder)
	// Numbers that rise are kept, gaps and all: nobody's place changed.
	if !rises(list) {
		Renumber(list)
	}
	for i := range list {
		list[i].Version = nextVersion(old, list[i])
	}
}

// rises tells whether the places of a sorted list are its own, from 1 up.
func rises(list []Persona) bool {
	for i, p := range list {
		if p.Order < 1 || (i > 0 && p.Order == list[i-1].Order) {
			return false
		}
	}
	return true
}

// Renumber gives a list places without gaps.
func Renumber(list []Persona) {
	for i := range list {
		list[i].Order = i + 1
	}
}

// nextVersion is the version of p in a list that replaces old: a new one when anything but its place changed.
func nextVersion(old []Persona, p Persona) int {
	i := PlaceOf(old, p.ID)
	if i < 0 {
		return 1
	}
	p.Order, p.Version = old[i].Order, old[i].Version
	if text.SameJSON(p, old[i]) {
		return p.Version
	}
	return p.Version + 1
}

// ChangedList names personas that came (+), went (-) or differ (~), for the audit.
func ChangedList(before, after []Persona) string {
	var names []string
	for _, p := range after {
		at := PlaceOf(before, p.ID)
		switch {
		case at < 0:
			names = append(names, "+"+string(p.ID))
		case !text.SameJSON(before[at], p):
			names = append(names, "~"+string(p.ID)+" ("+audit.Changes(before[at], p)+")")
		}
	}
	for _, p := range before {
		if PlaceOf(after, p.ID) < 0 {
			names = append(names, "-"+string(p.ID))
		}
	}
	if len(names) == 0 {
		return "another order"
	}
	return strings.Join(names, " ")
}

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
