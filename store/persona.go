// Personas: kinds of people the library is organised by, and the rule that proposes one from a title.

package store

// PersonaID is a short lower-case slug, such as "engineering".
type PersonaID string

// Persona groups people whose networks want the same content.
type Persona struct {
	ID            PersonaID `json:"id"`
	Name          string    `json:"name"`
	Topics        []string  `json:"topics"`
	Networks      []Network `json:"networks,omitempty"`
	TalkingPoints []string  `json:"talking_points,omitempty"`
	Rule          Rule      `json:"rule"`
	Order         int       `json:"order"` // lower first; also the order in which rules are tried
}

// Rule proposes a persona when any word of a list occurs in the matching field, compared case-folded at word starts.
// An empty rule proposes nobody.
type Rule struct {
	Titles      []string `json:"titles,omitempty"`
	Departments []string `json:"departments,omitempty"`
	Locations   []string `json:"locations,omitempty"`
	Groups      []string `json:"groups,omitempty"`   // Slack user groups by id
	Channels    []string `json:"channels,omitempty"` // Slack channels by id
}
