// What people agreed to and what they say: the policy, and the pulse beside how many take part.

package health

import (
	"fmt"

	"vouch/store/text"
)

// policy is how many have agreed to what holds. One that no manager has read comes before everything else: people are
// held to it.
func (f *Facts) policy() Measure {
	m := Measure{Key: "policy", Name: "Agreed to the policy", bounds: bounds{90, 70, " %"},
		Formula: "Advocates who agreed to the policy as it stands; poor while no program manager has read it.",
		Action:  "Say in a channel what is new in it: /vouch policy shows it, and sharing waits for a yes."}
	switch {
	case !f.PolicyRead:
		m.Value = "no program manager has read it"
		m.Action = "Read and confirm it on your Home: then everybody is asked to agree."
		m.Level, m.excess = Poor, Reach
		return m
	case len(f.Members) < fewest:
		return m.unknown(tooFew(len(f.Members), "advocate", "advocates"))
	}
	m.Value = ofWords(f.Agreed, len(f.Members), text.Count(len(f.Members), "advocate", "advocates"))
	return m.judge(share(f.Agreed, len(f.Members)))
}

// pulse is what people answered, and how many took part in the same quarter.
func (f *Facts) pulse() Measure {
	m := Measure{Key: "pulse", Name: "Worth their time", bounds: bounds{3.5, 2.5, " of 5"},
		Formula: "Mean of the newest pulse with enough answers, beside who would recommend working here (from -100 to " +
			"+100) and who earned points in that quarter.",
		Action: "Send fewer and better picks, and read under /vouch pulse why people leave."}
	if f.Pulse.Answers == 0 {
		return m.unknown("too few answers to the pulse so far")
	}
	m.Value = fmt.Sprintf("%.1f of 5, would recommend %+d (%s, %d active)", f.Pulse.Worth, f.Pulse.Score,
		text.Count(f.Pulse.Answers, "answer", "answers"), f.Pulse.Active)
	return m.judge(f.Pulse.Worth)
}
