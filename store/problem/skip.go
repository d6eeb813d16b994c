// What is said of rows that were not taken.

package problem

// Skip is one input row that was not taken, and the sentence why.
type Skip struct {
	Index  int
	Title  string
	Reason string
}
