// Package post knows the rules of the networks people share on, and makes the text of a share from an asset.
//
//	RuleOf      what each network takes (network.go), and how it counts (count.go)
//	Suggest     the text offered when a person shares (caption.go, jobtext.go)
//	Disclosure  the words that name the employer, and where they go (disclosure.go)
//	ComposerURL where the network's own form opens (composer.go)
//	TrackedURL  the link that tells where a click came from (link.go)
package post
