// What the program says about other systems: what their stages stand for.

package settings

import (
	"fmt"

	"vouch/store/outcome"
	"vouch/store/problem"
	"vouch/store/text"
)

// outcomeSettings have no form in Slack: they are copied from the other system once.
var outcomeSettings = Section{"outcomes", "Outcomes",
	"What applicant tracking and CRM systems tell of referrals and shares.", []Setting{
		{Key: "outcomes.stages", Name: "outcome_stages", Default: []string(nil), Max: maxListed, Each: text.MaxShort,
			Words: "What their stages stand for where the name does not say it, such as \"greenhouse/Team call = interview\": " +
				"applied, screening, interview, offer, hired, started, unhired, declined, meeting, opportunity, won or lost.",
			access: texts(func(s *Settings) *[]string { return &s.OutcomeStages })},
		{Key: "outcomes.employee_ids", Name: "hook_employees", Default: false,
			Words: "Whether outgoing webhooks name who shared or referred by their Slack id: true or false. Otherwise each " +
				"person has a code there that cannot be traced back.",
			access: plain(func(s *Settings) *bool { return &s.HookEmployees })},
	}}

// checkStages refuses rules that nobody could follow.
func (s *Settings) checkStages(wrong *problem.Fields) {
	for _, rule := range s.OutcomeStages {
		if err := outcome.CheckRule(rule); err != nil {
			wrong.Set("outcome_stages", fmt.Sprintf("%q: %s.", text.Cut(rule, 40), err))
		}
	}
}
