// Package digest decides what to say to whom, and why: it matches assets to people,
// plans the digests that fall due, and knows the rules of the networks people share
// on. It is arithmetic on store values: no network, no Slack.
//
// The parts, in the order a digest meets them:
//
//	Library   the live assets prepared for matching (library.go)
//	Pick      which of them one person gets today, each with its reason (pick.go, reason.go)
//	Policies  the matching functions that can be compared: Thompson sampling (thompson.go) and its baselines (policy.go)
//	Planner   everybody who is due, lateness and spread (planner.go)
//	Coverage  what the library lacks: who runs dry, what nobody wants, what is missing (coverage.go)
//	Suggest   the text offered when a person shares (caption.go), with its disclosure (disclosure.go)
//	CountText how long it may be, and where the composer opens (network.go, count.go, composer.go)
//	Index     the library searched by words (search.go)
//	Evaluate  is the matching any good: logged digests, a made-up population, outside data (estimator.go, evaluate.go)
//	TrackedURL the link that tells where a click came from (link.go)
package digest
