// Stories: what employees tell in their own words, from the first answers to the text they approved.

package store

// StoryID is a ULID.
type StoryID string
