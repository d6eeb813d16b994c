// Package digest plans: who is due, what they get, and what the library lacks. It is
// arithmetic on store values: no network, no Slack.
//
//	Planner     everybody who is due, lateness and spread (planner.go)
//	Coverage    who runs dry, what nobody wants, what is missing (coverage.go, coverage_balance.go)
//
// Around it, each over the store alone unless said:
//
//	match       which assets one person gets, each with its reason; the library searched by words
//	post        what a post on a network may say, how long it may be, and where it begins
//	evaluate    is the matching any good (over match)
//	feed        sources become assets
//	digesttest  made-up libraries and readers for the tests of all of them
package digest
