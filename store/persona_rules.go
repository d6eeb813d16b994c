// Personas saved as one list, the rule that proposes one, and the list a program starts with.

package store

import (
	"cmp"
	"fmt"
	"slices"
)

// ProposePersona gives the first persona whose rule matches a title or department, tried in their order.
func ProposePersona(personas []Persona, title, department string) (PersonaID, bool) {
	ordered := slices.Clone(personas)
	slices.SortStableFunc(ordered, byOrder)
	for _, p := range ordered {
		// Either is enough: many workspaces fill in only one of the two.
		if hasWord(title, p.Rule.Titles) || hasWord(department, p.Rule.Departments) {
			return p.ID, true
		}
	}
	return "", false
}

// personas reads the personas once per transaction.
func (t *tx) personas() []Persona {
	if t.personaCache == nil {
		t.personaCache = DefaultPersonas()
		var saved []Persona
		if t.program(keyPersonas, &saved); saved != nil {
			t.personaCache = saved
		}
	}
	return t.personaCache
}

// Personas returns the personas in their order, the default ones before any were saved.
func (db *DB) Personas() ([]Persona, error) {
	return read(db, func(t *tx) ([]Persona, error) {
		return t.orderedPersonas(), nil
	})
}

// orderedPersonas is a copy of the personas in their order.
func (t *tx) orderedPersonas() []Persona {
	list := slices.Clone(t.personas())
	slices.SortStableFunc(list, byOrder)
	return list
}

// byOrder compares personas by the order in which their rules are tried.
func byOrder(a, b Persona) int { return cmp.Compare(a.Order, b.Order) }

// SavePersonas replaces the whole list. A persona that is gone is taken from the people and assets that have it.
// Fields of its FieldErrors: personas.
func (db *DB) SavePersonas(actor EmployeeID, personas []Persona) error {
	return change(db, func(t *tx) error {
		if err := t.require(actor, Manager); err != nil {
			return err
		}
		personas = slices.Clone(personas)
		if err := checkPersonas(personas); err != nil {
			return err
		}
		if t.replacePersonas(personas) {
			t.audit(actor, "personas.save", "personas", countOf(len(personas), "persona", "personas"))
		}
		return nil
	})
}

// replacePersonas makes a checked list the program's, in its order, and tells whether that changed anything.
func (t *tx) replacePersonas(personas []Persona) bool {
	slices.SortStableFunc(personas, byOrder)
	if sameJSON(personas, t.orderedPersonas()) {
		return false
	}
	t.saveProgram(keyPersonas, personas)
	t.personaCache = personas
	t.dropPersonas(personas)
	return true
}

// checkPersonas cleans the list and says what is wrong with it.
func checkPersonas(personas []Persona) error {
	var wrong FieldErrors
	if len(personas) == 0 {
		wrong.set("personas", "A program needs at least one persona.")
	}
	seen := map[PersonaID]bool{}
	for i := range personas {
		p := &personas[i]
		p.Name, p.Topics = cut(clean(p.Name), maxName), topicList(p.Topics)
		// One sentence per persona is enough; the form has a single place for all of them.
		switch {
		case !isSlug(string(p.ID)):
			wrong.set("personas", fmt.Sprintf("The short name %q may have small letters, digits and hyphens only.", cut(clean(string(p.ID)), 30)))
		case seen[p.ID]:
			wrong.set("personas", fmt.Sprintf("The persona %q occurs twice.", p.ID))
		case p.Name == "":
			wrong.set("personas", fmt.Sprintf("The persona %q needs a name.", p.ID))
		}
		for _, network := range p.Networks {
			if !slices.Contains(Networks, network) {
				wrong.set("personas", fmt.Sprintf("The persona %q names an unknown network.", p.ID))
			}
		}
		seen[p.ID] = true
	}
	return wrong.err()
}

// isSlug tells a short name: it stands in files people edit by hand and in CSV columns.
func isSlug(s string) bool {
	if s == "" || len(s) > 40 {
		return false
	}
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-') {
			return false
		}
	}
	return true
}

// dropPersonas takes personas that are not kept from people and assets.
func (t *tx) dropPersonas(kept []Persona) {
	gone := func(id PersonaID) bool {
		return !slices.ContainsFunc(kept, func(p Persona) bool { return p.ID == id })
	}
	// Collected first and saved afterwards: a cursor does not survive writes to its bucket.
	var people []Employee
	employees.each(t, func(e *Employee) bool {
		if slices.ContainsFunc(e.Prefs.Personas, gone) {
			e.Prefs.Personas = slices.DeleteFunc(e.Prefs.Personas, gone)
			people = append(people, *e)
		}
		return true
	})
	for i := range people {
		t.saveEmployee(&people[i])
	}
	var items []Asset
	assets.each(t, func(a *Asset) bool {
		// What is for everybody has the persona "".
		lost := func(p TalkingPoint) bool { return p.Persona != "" && gone(p.Persona) }
		if slices.ContainsFunc(a.Personas, gone) || slices.ContainsFunc(a.TalkingPoints, lost) {
			a.Personas = slices.DeleteFunc(a.Personas, gone)
			a.TalkingPoints = slices.DeleteFunc(a.TalkingPoints, lost)
			items = append(items, *a)
		}
		return true
	})
	for i := range items {
		t.saveAsset(&items[i])
	}
}

// DefaultPersonas are the eight groups most companies have. More specific rules come before broader ones, so that a
// sales engineer is in sales and a head of engineering in engineering.
func DefaultPersonas() []Persona {
	list := []Persona{
		{ID: "people", Name: "People and recruiting", Topics: []string{"careers", "culture", "hiring", "inclusion", "learning"},
			Rule: Rule{Titles: []string{"recruit", "talent", "people", "human resources", "hr", "employer brand", "sourcer"}, Departments: []string{"people", "hr", "human resources", "talent"}}},
		{ID: "sales", Name: "Sales", Topics: []string{"case studies", "customers", "events", "industry", "negotiation"},
			Rule: Rule{Titles: []string{"sales", "account executive", "account manager", "business development", "sdr", "bdr", "partnership", "solution engineer", "presales"}, Departments: []string{"sales", "revenue", "partnerships"}}},
		{ID: "success", Name: "Customer success", Topics: []string{"case studies", "customers", "onboarding", "product", "support"},
			Rule: Rule{Titles: []string{"customer", "support", "onboarding", "implementation", "success"}, Departments: []string{"customer", "support", "services"}}},
		{ID: "marketing", Name: "Marketing", Topics: []string{"brand", "content", "events", "industry", "launches"},
			Rule: Rule{Titles: []string{"marketing", "brand", "content", "communications", "pr manager", "growth", "social media", "demand"}, Departments: []string{"marketing", "communications", "brand"}}},
		{ID: "product", Name: "Product and design", Topics: []string{"design", "launches", "product", "research", "accessibility"},
			Rule: Rule{Titles: []string{"product", "design", "ux", "ui ", "user research"}, Departments: []string{"product", "design"}}},
		{ID: "engineering", Name: "Engineering", Topics: []string{"engineering", "infrastructure", "open source", "security", "data"},
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
