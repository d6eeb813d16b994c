// Package term holds the ids and the fixed lists that several leaves of the store share: who, what and where.
package term

import (
	"cmp"
	"slices"
	"strings"

	"vouch/store/problem"
	"vouch/store/text"
)

// IntroID is a ULID.
type IntroID string

// AssetID is a ULID.
type AssetID string

// ShareID is a ULID.
type ShareID string

// AssetKind is what an asset is.
type AssetKind string

// The kinds of content.
const (
	Article           AssetKind = "article"
	Job               AssetKind = "job"
	Culture           AssetKind = "culture"
	CaseStudy         AssetKind = "case_study"
	ThoughtLeadership AssetKind = "thought_leadership"
	Event             AssetKind = "event" // with its EventFacts
)

// AssetKinds lists every kind in the order forms show them.
var AssetKinds = []AssetKind{Article, Job, Culture, CaseStudy, ThoughtLeadership, Event}

// Network is where an employee shares; see the digest package for each network's rules.
type Network string

// The networks, and copy only.
const (
	LinkedIn Network = "linkedin"
	X        Network = "x"
	Bluesky  Network = "bluesky"
	Threads  Network = "threads"
	Facebook Network = "facebook"
	Mastodon Network = "mastodon"
	Reddit   Network = "reddit"
	WhatsApp Network = "whatsapp"
	Email    Network = "email"
	CopyOnly Network = "copy"
)

// Networks lists every network in the order forms show them.
var Networks = []Network{LinkedIn, X, Bluesky, Threads, Facebook, Mastodon, Reddit, WhatsApp, Email, CopyOnly}

// networkLabels has every network of Networks.
var networkLabels = map[Network]string{
	LinkedIn: "LinkedIn",
	X:        "X",
	Bluesky:  "Bluesky",
	Threads:  "Threads",
	Facebook: "Facebook",
	Mastodon: "Mastodon",
	Reddit:   "Reddit",
	WhatsApp: "WhatsApp",
	Email:    "E-mail",
	CopyOnly: "Copy the text",
}

// Label is the name people know; that of copying the text for a network that is not known.
func (n Network) Label() string {
	return cmp.Or(networkLabels[n], networkLabels[CopyOnly])
}

// Audience is a kind of outside readers: those an asset is for, and those who mostly follow an advocate.
type Audience string

// The audiences.
const (
	Buyers     Audience = "buyers"
	Candidates Audience = "candidates"
	Peers      Audience = "peers" // technical ones
	Customers  Audience = "customers"
	Partners   Audience = "partners"
)

// Audiences lists every audience in the order forms show them.
var Audiences = []Audience{Buyers, Candidates, Peers, Customers, Partners}

// audienceLabels has every audience of Audiences.
var audienceLabels = map[Audience]string{Buyers: "Buyers", Candidates: "Candidates", Peers: "Technical peers",
	Customers: "Customers", Partners: "Partners"}

// Label is the name people know; "" for an audience that is not known.
func (a Audience) Label() string { return audienceLabels[a] }

// CheckAudiences refuses what no form offers.
func CheckAudiences(list []Audience, wrong *problem.Fields) {
	for _, audience := range list {
		if audience.Label() == "" {
			wrong.Set("audiences", "There is no audience "+text.Cut(text.Line(string(audience)), 40)+
				". Choose among buyers, candidates, peers, customers and partners.")
		}
	}
}

// EmployeeID is the Slack user id (U... or W...), opaque.
type EmployeeID string

// ErasedPrefix begins the id that stands for somebody who was erased; Slack knows no such person.
const ErasedPrefix = "erased-"

// IsErased tells an id that stands for somebody who was erased.
func (id EmployeeID) IsErased() bool { return strings.HasPrefix(string(id), ErasedPrefix) }

// PersonaID is a short lower-case slug, such as "engineering".
type PersonaID string

// ReferralKind is who is referred.
type ReferralKind string

// The kinds of referral.
const (
	Candidate ReferralKind = "candidate"
	Client    ReferralKind = "client"
)

// CheckNetworks refuses networks that are not known.
func CheckNetworks(networks []Network, wrong *problem.Fields) {
	for _, network := range networks {
		if !slices.Contains(Networks, network) {
			wrong.Set("networks", "There is no network "+text.Cut(text.Line(string(network)), 40)+".")
		}
	}
}

// Key is a key of the outbox, a cause or a subject: its parts with slashes between them.
func Key(parts ...string) string { return strings.Join(parts, "/") }
