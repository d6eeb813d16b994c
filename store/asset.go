// Assets: the shareable items of the library, their life from draft to withdrawn, and their copy variants.

package store

import "time"

// AssetID is a ULID.
type AssetID string

// AssetKind is what an asset is.
type AssetKind string

// The kinds of content.
const (
	Article           AssetKind = "article"
	Job               AssetKind = "job"
	Culture           AssetKind = "culture"
	CaseStudy         AssetKind = "case_study"
	ThoughtLeadership AssetKind = "thought_leadership"
	Event             AssetKind = "event"
)

// AssetKinds lists every kind in the order forms show them.
var AssetKinds = []AssetKind{Article, Job, Culture, CaseStudy, ThoughtLeadership, Event}

// AssetState is where an asset stands.
type AssetState string

// The states. Only Live assets are picked or shared. Scheduled goes live at PublishAt.
const (
	Draft     AssetState = "draft"
	InReview  AssetState = "review"
	Scheduled AssetState = "scheduled"
	Live      AssetState = "live"
	Expired   AssetState = "expired"
	Withdrawn AssetState = "withdrawn"
)

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

// Variant is a suggested text written by a curator. Used counts how often it was handed out, so that colleagues do not post the same.
type Variant struct {
	Text string `json:"text"`
	Used int    `json:"used,omitempty"`
}

// JobFacts are the facts of a job post.
type JobFacts struct {
	Department string `json:"department,omitempty"`
	Location   string `json:"location,omitempty"`
	Closed     bool   `json:"closed,omitempty"`
}

// Asset is one shareable item.
type Asset struct {
	ID       AssetID   `json:"id"`
	Seq      uint32    `json:"seq"` // small number given once, used in compact logs
	Kind     AssetKind `json:"kind"`
	Title    string    `json:"title"`   // 1-150 characters
	Summary  string    `json:"summary"` // at most 500 characters, plain text
	URL      string    `json:"url"`
	Canon    string    `json:"canonical"` // unique among assets that are not expired or withdrawn
	Image    string    `json:"image,omitempty"`
	ImageAlt string    `json:"image_alt,omitempty"`

	Topics     []string    `json:"topics,omitempty"`   // lower-case, sorted
	Personas   []PersonaID `json:"personas,omitempty"` // empty: everybody
	Networks   []Network   `json:"networks,omitempty"` // empty: all
	Language   string      `json:"language,omitempty"` // BCP 47, "" unknown
	Variants   []Variant   `json:"variants,omitempty"` // at most 15
	Prompt     string      `json:"prompt,omitempty"`   // the question that helps people find own words
	Disclosure string      `json:"disclosure,omitempty"`
	Author     EmployeeID  `json:"author,omitempty"` // credited employee
	Campaign   string      `json:"campaign,omitempty"`
	Featured   bool        `json:"featured,omitempty"`
	Job        *JobFacts   `json:"job,omitempty"`
	Source     string      `json:"source,omitempty"` // where it came from: "slack", a feed URL, "csv"

	PublishAt time.Time `json:"publish_at,omitzero"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`

	State       AssetState `json:"state"`
	StateReason string     `json:"state_reason,omitempty"`
	StateBy     EmployeeID `json:"state_by,omitempty"` // "" is the program itself
	StateAt     time.Time  `json:"state_at"`
	LiveAt      time.Time  `json:"live_at,omitzero"` // first went live; freshness counts from here
	CreatedBy   EmployeeID `json:"created_by,omitempty"`
	CreatedAt   time.Time  `json:"created_at"`
	Version     int        `json:"version"` // grows with each edit; an edit of an older version is a Conflict

	Shares int `json:"shares,omitempty"` // declared or better, running count
	Saves  int `json:"saves,omitempty"`
}

// AddResult tells what AddAssets did, in input order.
type AddResult struct {
	Added   []AssetID
	Skipped []Skip // duplicates and invalid rows
}

// Skip is one input row that was not taken, and the sentence why.
type Skip struct {
	Index  int
	Title  string
	Reason string
}
