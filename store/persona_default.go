// The personas a program starts with.

package store

import "slices"

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
			Rule: Rule{Titles: []string{"product", "design", "ux", "ui", "user research"}, Departments: []string{"product", "design"}}},
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
