// The policy: what people agree to before they share or refer, and what setting up a program confirms.

package settings

// Policy is the text of the policy as it stands.
type Policy struct {
	Version   int    `json:"version"` // grows with each change of a text that was confirmed
	Text      string `json:"text"`
	Confirmed bool   `json:"confirmed,omitempty"` // it holds: a program manager has said so, or an upgrade
	Unread    bool   `json:"unread,omitempty"`    // only an upgrade has: no program manager has read it yet
}

// IsRead tells whether a program manager has said that the policy holds.
func (p *Policy) IsRead() bool { return p.Confirmed && !p.Unread }

// maxPolicy is the longest policy in characters: Slack's largest input takes no more.
const maxPolicy = 3000

// defaultPolicy is true for any company. The last sentence is there because rules on confidentiality must not keep
// people from speaking about their own work (in the US, section 7 of the National Labor Relations Act).
const defaultPolicy = `Sharing and referring are voluntary. Nothing at work depends on whether you take part.

Say that you work here. Every post carries a line that does: leave it in.

Use your own words, and say only what you believe is true. Drafting tools may help, but your own words count, and ` +
	`nothing confidential goes into such a tool.

Keep secret what is not public: customers, figures, plans, code, and what you know about colleagues and applicants. ` +
	`If in doubt, ask before you post.

Refer only people who have agreed to it.

Vouch records what you choose and press in it, what you say you shared, whom you refer, and the points for it. It ` +
	`never posts for you.

You can stop at any time: pause or leave with one click, without a reason.

None of this limits what you may say about your own pay or working conditions.`

var policySettings = Section{"policy", "Policy", "What people agree to before they share or refer.", []Setting{
	{Key: "policy.text", Name: "policy", Label: "What people agree to",
		Hint:    "Saving confirms it. A changed text is a new version, which everybody is asked to read.",
		Words:   "The policy, 1 to 3000 characters. A change is a new version, which everybody is asked to read.",
		Default: defaultPolicy, Max: maxPolicy, access: plain(func(s *Settings) *string { return &s.Policy.Text })},
	{Key: "policy.confirmed", Name: "policy_confirmed",
		Words:   "Whether a program manager has confirmed the policy: sharing and referring wait for that.",
		Default: false, access: plain(func(s *Settings) *bool { return &s.Policy.Confirmed })},
}}

// Confirm notes that a program manager has read the section of the policy or of the disclosure and says that it holds.
func (s *Settings) Confirm(section string) {
	switch section {
	case policySettings.Key:
		s.Policy.Confirmed, s.Policy.Unread = true, false
	case sharingSettings.Key:
		s.DisclosureConfirmed = true
	}
}

// Unset lists what sharing waits for: each post names the company, and follows a policy and a disclosure that hold.
func (s *Settings) Unset() (missing []string) {
	for _, part := range []struct {
		name string
		set  bool
	}{
		{"the company's name", s.Company != ""},
		{"the policy", s.Policy.Confirmed},
		{"the disclosure", s.DisclosureConfirmed},
	} {
		if !part.set {
			missing = append(missing, part.name)
		}
	}
	return missing
}
