// What the picks of a digest say, answered or not: which count as skipped, and which as tried.

package delivery

// What an impression counts as a trial: one that was answered or stands above an answer was seen, one below perhaps,
// and one in a digest without any answer mostly was not, see Skipped.
const (
	TriedUnanswered = 0.2
	triedPerSkip    = (1 - TriedUnanswered) / skippedAbove
)

// Trials gives what each pick of a digest counts as a trial of its asset, in the order of the picks.
func Trials(picks []Pick) []float64 {
	trials := Skipped(picks)
	for i := range trials {
		trials[i] = TriedUnanswered + triedPerSkip*trials[i]
		if picks[i].Answer != "" {
			trials[i] = 1
		}
	}
	return trials
}

// What a pick that was skipped counts as a failure of its topics and kind, where a reaction counts 1. People read a
// list from the top, so what stands above an answer was seen and left (Joachims and others, "Accurately interpreting
// clickthrough data as implicit feedback", SIGIR 2005: skipped above a click); what stands below it perhaps was not,
// and counts half. Both are fractions that binary numbers hold exactly, so taking them back leaves nothing behind.
const (
	skippedAbove = 0.25
	skippedBelow = 0.125
)

// Skipped gives what each pick of a digest counts as a failure for having been skipped, in the order of the picks.
// A digest without any answer teaches nothing: whoever was away saw none of it, and silence is counted by Attention.
func Skipped(picks []Pick) []float64 {
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
			failures[i] = skippedAbove
		default:
			failures[i] = skippedBelow
		}
	}
	return failures
}
