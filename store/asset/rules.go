// What makes an asset valid, told by field.

package asset

import (
	"fmt"
	"slices"
	"time"

	"vouch/store/address"
	"vouch/store/problem"
	"vouch/store/settings"
	"vouch/store/source"
	"vouch/store/term"
	"vouch/store/text"
)

// MaxTitle is the longest title in characters (product rule 1.1), 150 is also what Slack takes as a header.
const MaxTitle = 150

// The other lengths of product rule 1.1, in characters; variants are counted. 75 is what Slack takes as a choice.
const (
	maxVariants         = 15
	maxTalkingPoint     = 300
	maxAngles, maxAngle = 5, 75
)

// Check cleans a and tells by field what is wrong with it, as far as that can be seen without the library; was
// is nil for a new one.
func Check(a, was *Asset, now time.Time, isPersona func(term.PersonaID) bool) (wrong problem.Fields) {
	a.Title, a.Summary, a.Prompt = text.Line(a.Title), text.Lines(a.Summary), text.Line(a.Prompt)
	a.ImageAlt, a.Disclosure, a.Campaign = text.Line(a.ImageAlt), text.Line(a.Disclosure), text.Line(a.Campaign)
	a.Language, a.Source = text.Cut(text.Line(a.Language), settings.MaxLanguage),
		text.Cut(text.Line(a.Source), address.Longest)
	a.Topics, a.Personas, a.Networks = text.Topics(a.Topics), text.Unique(a.Personas), text.Unique(a.Networks)
	a.Audiences, a.Truth, a.Angles = text.Unique(a.Audiences), text.Line(a.Truth), text.Distinct(a.Angles, text.Line)
	a.PublishAt, a.ExpiresAt = a.PublishAt.UTC().Truncate(time.Microsecond), a.ExpiresAt.UTC().Truncate(time.Microsecond)
	a.EmbargoUntil = a.EmbargoUntil.UTC().Truncate(time.Microsecond)
	if a.Published = a.Published.UTC().Truncate(time.Microsecond); a.Published.After(now) {
		a.Published = time.Time{}
	}
	// After cleaning: what people cannot see must not count against them.
	wrong.Short("title", a.Title, MaxTitle)
	wrong.Short("summary", a.Summary, text.MaxSummary)
	wrong.Short("prompt", a.Prompt, text.MaxShort)
	wrong.Short("truth", a.Truth, text.MaxShort)
	wrong.Short("image_alt", a.ImageAlt, text.MaxSummary)
	wrong.Short("disclosure", a.Disclosure, text.MaxShort)
	wrong.Short("campaign", a.Campaign, text.MaxShort)
	if a.Title == "" {
		wrong.Set("title", "Give it a title.")
	}
	if !slices.Contains(term.AssetKinds, a.Kind) {
		wrong.Set("kind", "Choose what kind of content this is.")
	}
	checkLinks(a, &wrong)
	checkLists(a, isPersona, &wrong)
	checkJob(a, &wrong)
	checkEvent(a, was, now, &wrong)
	checkTalkingPoints(a, isPersona, &wrong)
	checkTimes(a, was, now, &wrong)
	return wrong
}

// checkTimes checks that the times come in an order that makes sense.
func checkTimes(a, was *Asset, now time.Time, wrong *problem.Fields) {
	if !a.ExpiresAt.IsZero() && !a.ExpiresAt.After(now) {
		wrong.Set("expires_at", "The item would have expired already. Choose a later day.")
	}
	if !a.ExpiresAt.IsZero() && !a.PublishAt.Before(a.ExpiresAt) {
		wrong.Set("expires_at", "The item would expire before it is published. Choose a later day.")
	}
	if !a.ExpiresAt.IsZero() && !a.EmbargoUntil.Before(a.ExpiresAt) {
		wrong.Set("expires_at", "The item would expire before its embargo ends. Choose a later day.")
	}
	if isPast(a, was, now) {
		wrong.Set("publish_at", "This day is over. Leave it empty to publish at once.")
	}
	// Taking a moment that is over for "no embargo" would publish what somebody meant to hold back.
	kept := was != nil && was.EmbargoUntil.Equal(a.EmbargoUntil)
	if !a.EmbargoUntil.IsZero() && !a.IsEmbargoed(now) && !kept {
		wrong.Set("embargo_until", "This moment is over. Leave it empty for no embargo.")
	}
}

// checkTalkingPoints allows one for everybody and one per persona. Empty ones are dropped rather than refused, forms
// send them for personas nobody wrote one for.
func checkTalkingPoints(a *Asset, isPersona func(term.PersonaID) bool, wrong *problem.Fields) {
	var kept []TalkingPoint
	for _, point := range a.TalkingPoints {
		field := "talking_points"
		if point.Persona != "" {
			field += "." + string(point.Persona)
		}
		point.Text = text.Line(point.Text)
		switch {
		case point.Text == "":
			continue
		case slices.ContainsFunc(kept, func(k TalkingPoint) bool { return k.Persona == point.Persona }):
			wrong.Set(field, "There is another talking point for these people. Write one.")
		case point.Persona != "" && !isPersona(point.Persona):
			wrong.Set(field, "There is no persona "+text.Cut(text.Line(string(point.Persona)), 40)+".")
		case text.Longer(point.Text, maxTalkingPoint):
			wrong.Set(field, fmt.Sprintf("A talking point has at most %d characters.", maxTalkingPoint))
		}
		kept = append(kept, point)
	}
	a.TalkingPoints = kept
}

// isPast tells a publishing time that somebody just chose too late. Forms send the first moment of a local day, so all
// of today passes in every zone; a time the item already has is history and stays.
func isPast(a, was *Asset, now time.Time) bool {
	if a.PublishAt.IsZero() || now.Sub(a.PublishAt) < 24*time.Hour {
		return false
	}
	return was == nil || !was.PublishAt.Equal(a.PublishAt)
}

// checkLinks checks the addresses. Only http and https pass, because they end up in buttons people press, and a
// page is in the library once, whatever its spelling: Canon is what must be unique.
func checkLinks(a *Asset, wrong *problem.Fields) {
	if a.Canon == "" {
		a.Canon = a.URL
	}
	// A story needs no page: it is its own text, and unique by itself.
	if a.Story == "" || a.URL != "" {
		wrong.Page(a.URL)
	}
	if a.Story == "" {
		wrong.Page(a.Canon)
	}
	if a.Image != "" && !address.IsWeb(a.Image) {
		wrong.Set("image", "Give the full address of the image, beginning with https://.")
	}
	if a.Image != "" && a.ImageAlt == "" {
		wrong.Set("image_alt", "Say what the picture shows, for people who cannot see it.")
	}
}

// checkLists checks what an asset names: topics, personas, networks and suggested texts. Empty suggested texts are
// dropped rather than refused, forms send them for lines nobody filled.
func checkLists(a *Asset, isPersona func(term.PersonaID) bool, wrong *problem.Fields) {
	wrong.Topics("topics", a.Topics)
	source.CheckPersonas(a.Personas, isPersona, "personas", "", wrong)
	if a.Only && len(a.Personas) == 0 {
		wrong.Set("personas", "Choose for whom it is, or let everybody see it.")
	}
	term.CheckAudiences(a.Audiences, wrong)
	isLong := func(angle string) bool { return text.Longer(angle, maxAngle) }
	if len(a.Angles) > maxAngles || slices.ContainsFunc(a.Angles, isLong) {
		wrong.Set("angles", fmt.Sprintf("Write at most %d, of up to %d characters each.", maxAngles, maxAngle))
	}
	term.CheckNetworks(a.Networks, wrong)
	var kept []Variant
	seen := map[string]bool{}
	for _, v := range a.Variants {
		v.Text = text.Lines(v.Text)
		switch folded := text.Fold(v.Text); {
		case folded == "":
		case seen[folded]:
			// Variants are there so that colleagues do not post the same words.
			wrong.Set("variants", "The same suggested text stands there twice. Write each one differently.")
		default:
			kept, seen[folded] = append(kept, v), true
		}
		if text.Longer(v.Text, text.MaxLong) {
			wrong.Set("variants", fmt.Sprintf("A suggested text has at most %d characters.", text.MaxLong))
		}
	}
	if a.Variants = kept; len(kept) > maxVariants {
		wrong.Set("variants", fmt.Sprintf("Write at most %d suggested texts.", maxVariants))
	}
}

// maxFits is the longest line about who would fit a job, in characters; its hook has maxShort.
const maxFits = 300

// checkJob cleans the facts of a job. Department and place come from job boards and are cut, the rest is written by
// curators.
func checkJob(a *Asset, wrong *problem.Fields) {
	if a.Job == nil {
		return
	}
	j := JobFacts{Department: text.Cut(text.Line(a.Job.Department), text.MaxShort),
		Location: text.Cut(text.Line(a.Job.Location), text.MaxShort), Closed: a.Job.Closed,
		Hook: text.Line(a.Job.Hook), Fits: text.Line(a.Job.Fits)}
	wrong.Short("hook", j.Hook, text.MaxShort)
	wrong.Short("fits", j.Fits, maxFits)
	a.Job = &j
}

// checkEvent cleans the facts of an event and gives it its end: it expires when it is over. An event without facts is
// an announcement that nobody can sign up for, as feeds and imports bring them; who writes one by hand must name its
// time, see RequireDate.
func checkEvent(a, was *Asset, now time.Time, wrong *problem.Fields) {
	if a.Kind != term.Event {
		a.Event = nil
	}
	if a.Event == nil {
		return
	}
	e := *a.Event
	e.StartsAt, e.EndsAt = e.StartsAt.UTC().Truncate(time.Microsecond), e.EndsAt.UTC().Truncate(time.Microsecond)
	e.Place = text.Line(e.Place)
	a.Event = &e
	same := was != nil && was.Event != nil && was.Event.StartsAt.Equal(e.StartsAt)
	switch {
	case e.StartsAt.IsZero():
		wrong.Set("starts_at", "Say when it begins.")
		return
	case (!same && !e.StartsAt.After(now)) || !e.End().After(now):
		wrong.Set("starts_at", "This time is over. Choose a later one.")
	case !e.EndsAt.IsZero() && !e.EndsAt.After(e.StartsAt):
		wrong.Set("ends_at", "The end must come after the beginning.")
	case e.End().Sub(e.StartsAt) > LongestEvent:
		wrong.Set("ends_at", "This is more than 60 days after the beginning. Check the date.")
	}
	wrong.Short("place", e.Place, text.MaxShort)
	if e.Slots < 0 || e.Slots > MaxSlots {
		wrong.Set("slots", fmt.Sprintf("Give 1 to %d places, or none for no limit.", MaxSlots))
	}
	if (*wrong)["starts_at"] != "" || (*wrong)["ends_at"] != "" {
		return // what follows from a wrong time would only be more noise
	}
	// An end that only came from the old times moves with them.
	if a.ExpiresAt.IsZero() || (was != nil && was.Event != nil && a.ExpiresAt.Equal(was.Event.End())) {
		a.ExpiresAt = e.End()
	}
	if a.ExpiresAt.Before(e.StartsAt) {
		wrong.Set("expires_at", "The item would expire before the event begins. Choose a later day, or none: it ends with "+
			"the event.")
	}
	if a.PublishAt.After(e.StartsAt) {
		wrong.Set("publish_at", "The event has begun by then. Choose an earlier day.")
	}
}
