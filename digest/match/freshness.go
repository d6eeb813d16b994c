// Freshness and the other parts of the score that are the same for everybody.

package match

import (
	"math"
	"time"

	"vouch/store"
)

// Half-lives of freshness: news loses half its worth in a week, evergreen content in three. They are common starting
// values for content of this kind, to be replaced by measured ones.
const (
	newsHalfLife      = 7 * 24 * time.Hour
	evergreenHalfLife = 21 * 24 * time.Hour
)

// freshness is 1 for what is new just now, see newSince, and halves with every half-life. Jobs and events that end
// count by the nearer of their beginning and their end: an opening about to close is news again. It lies in [0,1] for
// everything that is still worth picking.
func freshness(a *store.Asset, now time.Time) float64 {
	age := max(0, now.Sub(newSince(a)))
	if a.Kind == store.Job {
		age = max(0, now.Sub(LiveSince(a))) // an opening is open, however long ago it was first advertised
	}
	switch a.Kind {
	case store.Job, store.Event:
		end := endOf(a)
		if end.IsZero() {
			return halve(age, evergreenHalfLife)
		}
		return max(halve(age, newsHalfLife), halve(end.Sub(now), newsHalfLife))
	case store.Culture, store.CaseStudy:
		return halve(age, evergreenHalfLife)
	}
	return halve(age, newsHalfLife)
}

// endOf is when an asset is no longer worth picking, zero for never. Nobody plans to go to an event that has begun.
func endOf(a *store.Asset) time.Time {
	if a.Event != nil && (a.ExpiresAt.IsZero() || a.Event.StartsAt.Before(a.ExpiresAt)) {
		return a.Event.StartsAt
	}
	return a.ExpiresAt
}

// halve is the worth left after age.
func halve(age, halfLife time.Duration) float64 { return math.Exp2(-float64(age) / float64(halfLife)) }

// LiveSince is when an asset first went live; imports may not know.
func LiveSince(a *store.Asset) time.Time {
	if a.LiveAt.IsZero() {
		return a.CreatedAt
	}
	return a.LiveAt
}

// newSince is when an asset was new to the world: a page that appeared long before the library took it is no news.
func newSince(a *store.Asset) time.Time {
	if since := LiveSince(a); a.Published.IsZero() || since.Before(a.Published) {
		return since
	}
	return a.Published
}

// priority is the curators' weight: featured first, then what belongs to a campaign.
func priority(a *store.Asset) float64 {
	switch {
	case a.Featured:
		return 1
	case a.Campaign != "":
		return 0.5
	}
	return 0
}

// leaderTerm rises with each leader's share, less each time: one is 0.5, two 0.75.
func leaderTerm(leaders int) float64 { return 1 - math.Exp2(-float64(leaders)) }
