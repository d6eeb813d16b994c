// Package match is the arithmetic of the choice: it holds the live assets in memory and
// decides which of them one person gets, and why.
//
//	Library   the live assets prepared for matching (library.go, itemset.go, ranking.go, freshness.go)
//	Pick      which of them one person gets today (pick.go, score.go), each with its reason (reason.go, words.go)
//	Policies  the matching functions that can be compared: Thompson sampling (thompson.go) and its baselines (policy.go)
//	Index     the library searched by words (search.go)
package match
