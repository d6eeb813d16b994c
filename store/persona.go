// Personas: kinds of people the library is organised by, the rule that proposes one, and those a program starts with.

package store

import (
	"slices"
	"time"
)

// PersonaID is a short lower-case slug, such as "engineering".
type PersonaID string

// Persona groups people whose networks want the same content.
type Persona struct {
	ID            PersonaID  `json:"id"`
	Name          string     `json:"name"`
	Topics        []string   `json:"topics"`
	Networks      []Network  `json:"networks,omitempty"`
	Audiences     []Audience `json:"audiences,omitempty"` // who mostly follows its people, unless they say it themselves
	TalkingPoints []string   `json:"talking_points,omitempty"`
	Rule          Rule       `json:"rule"`
	Order         int        `json:"order"`             // from 1, with gaps; also the order in which rules are tried
	Version       int        `json:"version,omitempty"` // grows with each edit; an edit of an older version is a Conflict
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

// FitBy is what about a person a rule fits.
type FitBy string

// What rules look at, in the order in which a reason is looked for.
const (
	ByTitle      FitBy = "title"
	ByDepartment FitBy = "department"
	ByLocation   FitBy = "location"
	ByGroup      FitBy = "group"
	ByChannel    FitBy = "channel"
)

// Fit is the persona that the rules propose to somebody, and why.
type Fit struct {
	Persona PersonaID
	By      FitBy
	Value   string // the person's own title, department or location, or the id of the user group or channel
}

// SomePeople are people counted, with the first ten names of them.
type SomePeople struct {
	Count int
	Names []string
}

// PersonaPreview tells whom a rule would reach, before it is saved. People are those who work here.
type PersonaPreview struct {
	People     int         // who work here
	Matches    SomePeople  // to whom the persona would be proposed
	New        SomePeople  // of Matches, those to whom it is not proposed now
	Lost       SomePeople  // to whom it is proposed now and would not be any more
	Earlier    SomePeople  // whom the rule fits, but an earlier persona as well
	EarlierBy  []PersonaID // those earlier personas, in order
	Moved      int         // advocates whose persona would change, and who would be told
	Unread     []string    // user groups and channels of the rule whose members are not known yet
	IsRuleless bool        // the rule is empty
}

// Membership is who is in a Slack user group or channel that a rule names.
type Membership struct {
	Place   string       `json:"place"`             // id of the user group (S...) or channel (C...)
	Name    string       `json:"name,omitempty"`    // as people call it, without @ or #
	Members []EmployeeID `json:"members,omitempty"` // sorted; only people Vouch knows
	ReadAt  time.Time    `json:"read_at,omitzero"`  // when Slack last answered; zero: never
	Problem string       `json:"problem,omitempty"` // why the last look failed, a sentence for managers; "" it did not
}

// DefaultPersonas are the eight groups most companies have. More specific rules come before broader ones, so that a
// sales engineer is in sales and a head of engineering in engineering.
func DefaultPersonas() []Persona {
	list := []Persona{
		{ID: "people", Name: "People and recruiting", Audiences: []Audience{Candidates}, Topics: []string{"careers", "culture", "hiring", "inclusion", "learning"},
			Rule: Rule{Titles: []string{"recruit", "talent", "people", "human resources", "hr", "employer brand", "sourcer"}, Departments: []string{"people", "hr", "human resources", "talent"}}},
		{ID: "sales", Name: "Sales", Audiences: []Audience{Buyers}, Topics: []string{"case studies", "customers", "events", "industry", "negotiation"},
			Rule: Rule{Titles: []string{"sales", "account executive", "account manager", "business development", "sdr", "bdr", "partnership", "solution engineer", "presales"}, Departments: []string{"sales", "revenue", "partnerships"}}},
		{ID: "success", Name: "Customer success", Audiences: []Audience{Customers}, Topics: []string{"case studies", "customers", "onboarding", "product", "support"},
			Rule: Rule{Titles: []string{"customer", "support", "onboarding", "implementation", "success"}, Departments: []string{"customer", "support", "services"}}},
		{ID: "marketing", Name: "Marketing", Topics: []string{"brand", "content", "events", "industry", "launches"},
			Rule: Rule{Titles: []string{"marketing", "brand", "content", "communications", "pr manager", "growth", "social media", "demand"}, Departments: []string{"marketing", "communications", "brand"}}},
		{ID: "product", Name: "Product and design", Topics: []string{"design", "launches", "product", "research", "accessibility"},
			Rule: Rule{Titles: []string{"product", "design", "ux", "ui", "user research"}, Departments: []string{"product", "design"}}},
		{ID: "engineering", Name: "Engineering", Audiences: []Audience{Peers}, Topics: []string{"engineering", "infrastructure", "open source", "security", "data"},
			Rule: Rule{Titles: []string{"engineer", "developer", "software", "data", "devops", "sre", "security", "architect", "platform", "qa", "machine learning", "scientist"}, Departments: []string{"engineering", "technology", "data", "security", "it"}}},
		{ID: "finance", Name: "Finance and operations", Topics: []string{"compliance", "finance", "operations", "sustainability", "workplace"},
			Rule: Rule{Titles: []string{"finance", "financial", "account", "controller", "operations", "legal", "counsel", "office", "procurement", "payroll", "analyst"}, Departments: []string{"finance", "operations", "legal"}}},
		{ID: "leadership", Name: "Leadership", Topics: []string{"culture", "customers", "industry", "leadership", "strategy"},
			Rule: Rule{Titles: []string{"chief", "ceo", "coo", "cfo", "cto", "president", "founder", "managing director", "general manager"}, Departments: []string{"executive", "leadership"}}},
	}
	for i := range list {
		list[i].Order = i + 1
		slices.Sort(list[i].Topics)
	}
	return list
}
