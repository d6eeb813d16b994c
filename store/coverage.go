// Coverage: what the weekly card on the library needs to know of people and their answers, and who gets it when.

package store

import (
	"maps"
	"slices"
	"strings"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/taste"
)

// Exposure is what became of one live asset so far.
type Exposure struct {
	Shown    int // people who saw it in a digest, shared it or sent it away
	Answered int // opinions, saves and declared shares; one person may count several times
}

// Readership is everybody who gets digests.
type Readership struct {
	Advocates int // whose digests are not paused
	Personas  []PersonaReaders
}

// PersonaReaders are the advocates of one persona who get digests, with some of them to ask what they have left.
type PersonaReaders struct {
	Persona PersonaID // "" is everybody without one
	Count   int
	Sample  []Reader // evenly spaced by id
}

// Exposures counts for each live asset who saw and who answered it. It walks every taste and opinion once: a few
// microseconds for each person.
func (q *Query) Exposures() map[AssetID]Exposure {
	counted := map[AssetID]Exposure{}
	shown := taste.TimesShown(q.t.Tx, int(q.t.Number("asset")))
	q.t.Scan(assetsByState, kv.Join(string(Live), ""), "", func(key string, _ []byte) bool {
		a := assets.Must(q.t.Tx, kv.Split(key, 2)[1])
		e := Exposure{Answered: a.Shares + a.Saves}
		if a.Seq < uint32(len(shown)) {
			e.Shown = int(shown[a.Seq])
		}
		counted[a.ID] = e
		return true
	})
	q.t.Scan(opinions.Bucket, "", "", func(key string, _ []byte) bool {
		asset := AssetID(kv.Split(key, 2)[1])
		if e, live := counted[asset]; live {
			e.Answered++
			counted[asset] = e
		}
		return true
	})
	return counted
}

// SampleReaders groups the advocates whose digests are not paused by persona, and reads at most limit of each group.
// The groups come in the order of the persona ids; whoever has two personas stands in both. The same people give the
// same sample.
func (q *Query) SampleReaders(limit int) (all Readership) {
	members := map[PersonaID][]string{}
	employees.Each(q.t.Tx, func(e *Employee) bool {
		if !e.IsAdvocate() || e.Prefs.PausedUntil.After(q.t.now) {
			return true
		}
		all.Advocates++
		for _, persona := range e.Prefs.Personas {
			members[persona] = append(members[persona], string(e.ID))
		}
		if len(e.Prefs.Personas) == 0 {
			members[""] = append(members[""], string(e.ID))
		}
		return true
	})
	for _, persona := range slices.Sorted(maps.Keys(members)) {
		ids := members[persona]
		group := PersonaReaders{Persona: persona, Count: len(ids)}
		for i := range min(limit, len(ids)) {
			e := employees.Must(q.t.Tx, ids[i*len(ids)/min(limit, len(ids))])
			group.Sample = append(group.Sample, Reader{Employee: e, Taste: q.t.taste(e.ID), Due: e.NextDigest})
		}
		all.Personas = append(all.Personas, group)
	}
	return all
}

// metaCoverage is the last week that had its card, as year*100+week.
const metaCoverage = "coverage_week"

// PlanCoverage enqueues the weekly card on the library when it is due at now, and tells to how many people it goes: to
// the curators, or to the program managers where there are none.
//
// It is due once in each ISO week at nine on the first working day, in the program's zone. If the program was down for
// longer than digests may be late, or until work ended, it is due at nine on the next working day of that week. Before
// anybody joined there is nothing to say.
func (db *DB) PlanCoverage(now time.Time) (int, error) {
	return tick(db, func(t *tx) (int, error) {
		week, due := t.weekDue(metaCoverage, now)
		if !due || t.Counter("advocates") == 0 {
			return 0, nil
		}
		readers := t.responsible(Curator, nobody)
		// Without anybody to tell, whoever is named later in this week is told then.
		if len(readers) == 0 {
			return 0, nil
		}
		t.enqueueEach(readers, Message{Key: keyOf("coverage", week), Kind: MsgCoverage, Ref: week})
		number := calendar.ISOWeek(now.In(Location(t.settings().TimeZone, "")))
		t.SetNumber(metaCoverage, number)
		return len(readers), nil
	})
}

// weekDue names the week of now, such as "2026-W10", and tells whether its card is due: last is where the last week
// that had one is kept.
func (t *tx) weekDue(last string, now time.Time) (week string, due bool) {
	date, morning := t.settings().Morning(now)
	due = morning && t.Number(last) < calendar.ISOWeek(date)
	return strings.TrimPrefix(calendar.SpanName(Week, date), string(Week)+"/"), due
}
