// Call tests: what a person waits for is never held back by our own pace, is tried again while it can help, and is explained
// truly when it fails.

package bottest

// EphemeralTexts are what only this person sees.
func (h *World) EphemeralTexts(who string) []string {
	var texts []string
	for _, m := range h.Sim.Person(who).Ephemerals() {
		texts = append(texts, m.Text)
	}
	return texts
}
