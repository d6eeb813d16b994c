// Picks that were passed over: what a digest teaches by the picks nobody answered, once its reader answered another one.

package store

// What a pick that was passed over counts as a failure of its topics and kind, where a reaction counts 1. People read a list
// from the top, so what stands above an answer was seen and left (Joachims and others, "Accurately interpreting clickthrough data
// as implicit feedback", SIGIR 2005: skipped above a click); what stands below it perhaps was not, and counts half. Both are
// fractions that binary numbers hold exactly, so taking them back leaves nothing behind.
const (
	passedAbove = 0.25
	passedBelow = 0.125
)

// PassedOver gives what each pick of a digest counts as a failure for having been passed over, in the order of the picks. A
// digest without any answer teaches nothing: whoever was away saw none of it, and silence is counted by Attention.
func PassedOver(picks []Pick) []float64 {
	failures, last := make([]float64, len(picks)), -1
	for i := range picks {
		if picks[i].Answer != "" {
			last = i
		}
	}
	for i := range picks {
		switch {
		case last < 0 || picks[i].Answer != "":
		case i < last:
			failures[i] = passedAbove
		default:
			failures[i] = passedBelow
		}
	}
	return failures
}

// teachPassed moves a taste from what the picks of a digest taught before an answer to what they teach with it: the first answer
// makes the others failures, a later answer to one of them takes its failure back, and taking the only answer back takes back all.
func (t *tx) teachPassed(id EmployeeID, before []float64, picks []Pick) {
	after := PassedOver(picks)
	taste, changed := Taste{}, false
	for i := range picks {
		if before[i] == after[i] {
			continue
		}
		a, found := assets.Get(t.Tx, string(picks[i].Asset))
		if !found {
			continue
		}
		if !changed {
			taste, changed = t.taste(id), true
		}
		taste.learn(&a, 0, after[i]-before[i])
	}
	if changed {
		t.saveTaste(id, taste)
	}
}
