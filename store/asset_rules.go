// What makes an asset valid, told by field.

package store

import (
	"fmt"
	"slices"
	"time"

	"vouch/store/address"
	"vouch/store/settings"
	"vouch/store/source"
	"vouch/store/term"
	"vouch/store/text"
)

// The lengths of product rule 1.1, in characters; variants are counted.
const (
	// 150 is also what Slack takes as a header.
	maxTitle        = 150
	maxSummary      = 500
	maxVariants     = 15
	maxTalkingPoint = 300

	maxAngles, maxAngle = 5, 75 // 75 is what Slack takes as a choice
)

func (t *tx) checkAsset(a *Asset) error {
	var wrong FieldErrors
	a.Title, a.Summary, a.Prompt = text.Line(a.Title), text.Lines(a.Summary), text.Line(a.Prompt)
	a.ImageAlt, a.Disclosure, a.Campaign = text.Line(a.ImageAlt), text.Line(a.Disclosure), text.Line(a.Campaign)
	a.Language, a.Source = text.Cut(text.Line(a.Language), settings.MaxLanguage), text.Cut(text.Line(a.Source), address.Longest)
	a.Topics, a.Personas, a.Networks = text.Topics(a.Topics), text.Unique(a.Personas), text.Unique(a.Networks)
	a.Audiences, a.Truth, a.Angles = text.Unique(a.Audiences), text.Line(a.Truth), text.Distinct(a.Angles, text.Line)
	a.PublishAt, a.ExpiresAt = a.PublishAt.UTC().Truncate(time.Microsecond), a.ExpiresAt.UTC().Truncate(time.Microsecond)
	a.EmbargoUntil = a.EmbargoUntil.UTC().Truncate(time.Microsecond)
	if a.Published = a.Published.UTC().Truncate(time.Microsecond); a.Published.After(t.now) {
		a.Published = zeroTime
	}
	// After cleaning: what people cannot see must not count against them.
	wrong.Short("title", a.Title, maxTitle)
	wrong.Short("summary", a.Summary, maxSummary)
	wrong.Short("prompt", a.Prompt, maxShort)
	wrong.Short("truth", a.Truth, maxShort)
	wrong.Short("image_alt", a.ImageAlt, maxSummary)
	wrong.Short("disclosure", a.Disclosure, maxShort)
	wrong.Short("campaign", a.Campaign, maxShort)
	if a.Title == "" {
		wrong.Set("title", "Give it a title.")
	}
	if !slices.Contains(term.AssetKinds, a.Kind) {
		wrong.Set("kind", "Choose what kind of content this is.")
	}
	t.checkAssetLinks(a, &wrong)
	t.checkAssetLists(a, &wrong)
	checkJob(a, &wrong)
	t.checkEvent(a, &wrong)
	t.checkTalkingPoints(a, &wrong)
	t.checkAssetTimes(a, &wrong)
	return wrong.Err()
}

// checkAssetTimes checks that the times come in an order that makes sense.
func (t *tx) checkAssetTimes(a *Asset, wrong *FieldErrors) {
	if !a.ExpiresAt.IsZero() && !a.ExpiresAt.After(t.now) {
		wrong.Set("expires_at", "The item would have expired already. Choose a later day.")
	}
	if !a.ExpiresAt.IsZero() && !a.PublishAt.Before(a.ExpiresAt) {
		wrong.Set("expires_at", "The item would expire before it is published. Choose a later day.")
	}
	if !a.ExpiresAt.IsZero() && !a.EmbargoUntil.Before(a.ExpiresAt) {
		wrong.Set("expires_at", "The item would expire before its embargo ends. Choose a later day.")
	}
	if t.isPast(a) {
		wrong.Set("publish_at", "This day is over. Leave it empty to publish at once.")
	}
	// Taking a moment that is over for "no embargo" would publish what somebody meant to hold back.
	if old, _ := assets.Get(t.Tx, string(a.ID)); !a.EmbargoUntil.IsZero() && !a.IsEmbargoed(t.now) && !old.EmbargoUntil.Equal(a.EmbargoUntil) {
		wrong.Set("embargo_until", "This moment is over. Leave it empty for no embargo.")
	}
}

// checkTalkingPoints allows one for everybody and one per persona. Empty ones are dropped rather than refused, forms
// send them for personas nobody wrote one for.
func (t *tx) checkTalkingPoints(a *Asset, wrong *FieldErrors) {
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
		case point.Persona != "" && !t.hasPersona(point.Persona):
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
func (t *tx) isPast(a *Asset) bool {
	if a.PublishAt.IsZero() || t.now.Sub(a.PublishAt) < 24*time.Hour {
		return false
	}
	old, existed := assets.Get(t.Tx, string(a.ID))
	return !existed || !old.PublishAt.Equal(a.PublishAt)
}

// checkAssetLinks checks the addresses. Only http and https pass, because they end up in buttons people press, and a
// page is in the library once, whatever its spelling: Canon is what must be unique.
func (t *tx) checkAssetLinks(a *Asset, wrong *FieldErrors) {
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
	// The index has no expired and withdrawn items, so a page may be added again after them.
	if other := t.Get(assetsByCanon, a.Canon); other != nil && string(other) != string(a.ID) {
		wrong.Set("url", "The library already has this page.")
	}
	if a.Image != "" && !address.IsWeb(a.Image) {
		wrong.Set("image", "Give the full address of the image, beginning with https://.")
	}
	if a.Image != "" && a.ImageAlt == "" {
		wrong.Set("image_alt", "Say what the picture shows, for people who cannot see it.")
	}
	// A credited author is named to readers, so it must be somebody we know; guests may write too.
	if a.Author != "" && t.Get(employees.Bucket, string(a.Author)) == nil {
		wrong.Set("author", "The author is not a person of the workspace.")
	}
}

// checkAssetLists checks what an asset names: topics, personas, networks and suggested texts. Empty suggested texts are
// dropped rather than refused, forms send them for lines nobody filled.
func (t *tx) checkAssetLists(a *Asset, wrong *FieldErrors) {
	wrong.Topics("topics", a.Topics)
	source.CheckPersonas(a.Personas, t.hasPersona, "personas", "", wrong)
	if a.Only && len(a.Personas) == 0 {
		wrong.Set("personas", "Choose for whom it is, or let everybody see it.")
	}
	term.CheckAudiences(a.Audiences, wrong)
	if len(a.Angles) > maxAngles || slices.ContainsFunc(a.Angles, func(s string) bool { return text.Longer(s, maxAngle) }) {
		wrong.Set("angles", fmt.Sprintf("Write at most %d, of up to %d characters each.", maxAngles, maxAngle))
	}
	term.CheckNetworks(a.Networks, wrong)
	var kept []Variant
	for _, v := range a.Variants {
		v.Text = text.Lines(v.Text)
		switch {
		case v.Text == "":
		case slices.ContainsFunc(kept, func(k Variant) bool { return text.Fold(k.Text) == text.Fold(v.Text) }):
			// Variants are there so that colleagues do not post the same words.
			wrong.Set("variants", "The same suggested text stands there twice. Write each one differently.")
		default:
			kept = append(kept, v)
		}
		if text.Longer(v.Text, maxLong) {
			wrong.Set("variants", fmt.Sprintf("A suggested text has at most %d characters.", maxLong))
		}
	}
	if a.Variants = kept; len(kept) > maxVariants {
		wrong.Set("variants", fmt.Sprintf("Write at most %d suggested texts.", maxVariants))
	}
}
