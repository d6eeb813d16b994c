// Reactions on the digest: the quickest answer, confirmed by editing the digest itself.

package dispatch

// Removed tells that the reaction was taken away again (docs.slack.dev/reference/events/reaction_removed).
func (in Interaction) Removed() bool { return in.Event.Type == "reaction_removed" }
