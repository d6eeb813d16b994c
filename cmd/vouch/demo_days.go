// What goes on in the demo by itself: what the company publishes from morning to morning, and what colleagues do.

package main

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"time"

	"vouch/store"
)

// calendarAddress is where the company's calendar of content stands; it is a source from the start.
const (
	calendarAddress = demoPage + "calendar.csv"
	calendarName    = "Content calendar"
)

// calendarEntry is one entry of calendar.yaml: an item as those of the library, and the morning it comes out for.
type calendarEntry struct {
	demoAsset `yaml:",inline"`
	Morning   int `yaml:"morning"` // 1 is the demo's first
}

// published is when an entry comes out in a demo whose first day begins at a midnight in UTC: early enough for the
// digests of Sydney.
func (e calendarEntry) published(first time.Time) time.Time {
	day := first
	for range e.Morning - 1 {
		day = firstDay(day.AddDate(0, 0, 1))
	}
	return day.Add(-4 * time.Hour)
}

// calendarPage serves what is published by now as a CSV.
func calendarPage(entries []calendarEntry, first time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rows := [][]string{{"Title", "URL", "Kind", "Summary", "Topics", "Personas", "Audiences", "Truth", "Angles",
			"Language", "Published"}}
		newest := first
		for _, e := range entries {
			at := e.published(first)
			if at.After(store.Now()) {
				continue
			}
			if at.After(newest) {
				newest = at
			}
			rows = append(rows, []string{e.Title, demoSite + e.Path, string(e.Kind), e.Summary, cell(e.Topics),
				cell(e.Personas), cell(e.Audiences), e.Truth, cell(e.Angles), "en", at.Format(time.RFC3339)})
		}
		var document bytes.Buffer
		_ = csv.NewWriter(&document).WriteAll(rows) // a buffer takes everything
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		http.ServeContent(w, r, "", newest, bytes.NewReader(document.Bytes()))
	})
}

// cell writes a list into one cell.
func cell[T ~string](list []T) string {
	var words []string
	for _, word := range list {
		words = append(words, string(word))
	}
	return strings.Join(words, "; ")
}

// followCalendar makes the calendar a source. A kept database knows it by the address of an earlier start.
func followCalendar(db *store.DB, address string) error {
	sources, err := db.Sources()
	if err != nil {
		return err
	}
	for _, s := range sources {
		switch {
		case s.Address == address:
			return nil
		case s.Name == calendarName:
			if err := db.RemoveSource(store.Operator, s.ID); err != nil {
				return err
			}
		}
	}
	_, err = db.AddSource(store.Operator, store.Source{Name: calendarName, Address: address, System: store.CSVSystem,
		State: store.SourceActive, AutoApprove: true})
	return err
}

// colleaguesAct has every third person answer today's digest by sharing or liking a pick, everybody in turn but who the
// newcomer is, and moves the referral that has waited longest: the same in every demo. More rarely, and their digests
// would slow down. In a fresh demo people do only what they are played to do.
func (d *demo) colleaguesAct() error {
	if d.company.fresh {
		return nil
	}
	people, err := d.app.DB.Employees()
	if err != nil {
		return err
	}
	d.mornings++
	for i, e := range people {
		if e.ID == demoFirst || !e.IsAdvocate() || (i+d.mornings)%3 != 0 {
			continue
		}
		delivery, found, err := d.app.DB.TodaysDelivery(e.ID, d.day)
		if err != nil {
			return err
		}
		if found && len(delivery.Picks) > 0 {
			if err := d.answer(e.ID, delivery, i+d.mornings); err != nil {
				return err
			}
		}
	}
	return d.moveReferral()
}

// answer likes one pick of a digest and every other time shares it. What cannot be shared any more is left alone.
func (d *demo) answer(id store.EmployeeID, delivery store.Delivery, turn int) error {
	asset := delivery.Picks[turn%len(delivery.Picks)].Asset
	err := d.app.DB.NoteInteraction(id)
	if err != nil {
		return err
	}
	_, err = d.app.DB.SaveFeedback(id, asset, store.More, "", delivery.Key)
	if words := d.company.history.OwnWords; err == nil && turn%2 == 0 {
		var share store.Share
		share, err = d.app.DB.OpenShare(store.OpenShare{Employee: id, Asset: asset, Network: store.LinkedIn, Variant: -1,
			Disclosure: "I work at " + demoCompany + ".", Text: words[turn%len(words)], OwnWords: true, Delivery: delivery.Key})
		if err == nil {
			_, _, err = d.app.DB.DeclareShare(id, share.ID)
		}
	}
	if kind := store.KindOf(err); kind == store.Conflict || kind == store.NotFound {
		return nil
	}
	return err
}

// moveReferral has an owner move the referral that has waited longest by one stage. Those of the newcomer that nobody
// accepted yet are left for Ruth to be played, and nobody starts before the first day that was said.
func (d *demo) moveReferral() error {
	var waiting []store.Referral
	err := d.app.DB.View(func(q *store.Query) error {
		waiting = q.Referrals(100)
		return nil
	})
	if err != nil {
		return err
	}
	next := func(r store.Referral) store.Stage {
		stages := store.Stages(r.Kind)
		if at := slices.Index(stages, r.Stage); at >= 0 && at+1 < len(stages) {
			return stages[at+1]
		}
		return ""
	}
	waiting = slices.DeleteFunc(waiting, func(r store.Referral) bool {
		return r.Owner == "" || next(r) == "" || r.Referrer == demoFirst && r.Stage == store.Submitted ||
			next(r) == store.Started && r.Closing.StartsOn > d.day
	})
	if len(waiting) == 0 {
		return nil
	}
	r := slices.MinFunc(waiting, func(a, b store.Referral) int { return a.UpdatedAt.Compare(b.UpdatedAt) })
	_, err = d.app.DB.MoveReferral(r.Owner, r.ID, next(r), "", r.Version)
	return err
}
