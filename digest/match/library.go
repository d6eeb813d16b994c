// The library: the live assets prepared for matching, so that picking for one person costs microseconds.

package match

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"vouch/store"
	"vouch/store/text"
)

// denseSpan is up to how many asset numbers from the oldest live one to the newest a table is kept (4 MiB).
const denseSpan = 1 << 20

// libraryAge is how long a library may serve while the live assets stay the same: freshness moves on.
const libraryAge = time.Hour

// Library is an immutable snapshot of the live assets, safe for use by many goroutines. It stays right for as long as
// the set of live assets does, but freshness is that of the moment it was made: renew it about every hour.
type Library struct {
	made time.Time
	// hour is the full hour it was made in, by which freshness and reasons are judged: libraries of one hour give the same
	// digest, also after a restart.
	hour   time.Time
	roster []store.Persona

	nextChange time.Time // when the first item is no longer picked or the first embargo ends; zero: never

	// Everything below numbers items by their place in items, topics by topicID; sets and lists hold such numbers.
	items    []item // by Seq, then ID
	byID     map[store.AssetID]int32
	bySeq    []int32 // index of the item with Seq firstSeq+i, or -1; nil when the numbers lie too far apart
	firstSeq uint32

	average float64 // rate of likes among all trials
	// how many trials the rate of the library counts beside that of an item, and that of everybody beside a persona
	priorItem, priorPersona float64
	halfLife                float64  // days in which recent evidence loses half its weight
	appeal                  []appeal // per item, for everybody
	bare                    *Library // the same without deeds, for the policies that do not look at them; nil: this one
	reads                   []string // the languages everybody reads, without regions

	topics    map[string]topicID // folded name
	names     []string           // of topics, folded
	labels    []string           // of topics, as people write them
	topicSeed []uint64           // of topics: the same for a name in every library
	personas  map[store.PersonaID]*personaList
	topicIn   []itemSet // per topic: the items that have it
	topicTop  [][]int32 // per topic: its items, best first
	all       []int32   // every item, best first
	// open, everyone and the sets per topic, kind, network and campaign are never changed
	// after NewLibrary; a scratch copies what it narrows.
	open     itemSet                      // every item
	everyone itemSet                      // items addressed to no persona in particular
	kindIn   []itemSet                    // per kind, by kindIndex
	networks []itemSet                    // per network of store.Networks: the items that may go there
	closed   itemSet                      // items that nobody but their personas may see
	language map[string]itemSet           // per language, without regions; items of which it is not known are in none
	campaign []itemSet                    // per campaign
	own      map[store.EmployeeID][]int32 // what a person wrote, told or suggested, which they know already
	// scratch lends working memory of the right size, one for each goroutine at work.
	scratch *sync.Pool
}

// topicID numbers the topics of one library. Sixteen bits keep an item's topics small;
// nameTopics drops what goes beyond.
type topicID uint16

// item is one asset as the matching sees it.
type item struct {
	asset     *store.Asset
	topics    []topicID // sorted
	kind      int8
	campaign  int32  // -1 none
	audiences uint8  // a bit for each of store.Audiences it is for, all for any
	seed      uint64 // of its draws: the same in every library
	deeds     store.Deeds
	fresh     float64 // [0,1]
	reach     float64 // what being liked by many adds to base
	base      float64 // the part of the score that is the same for everybody
}

// NewLibrary prepares assets for matching as of now. Assets that are not Live, that
// begin later, are under embargo or have expired are left out, and so are events
// that have begun and the fact sheets of crises. assets and personas are only read. The
// order of assets does not matter.
func NewLibrary(assets []store.Asset, personas []store.Persona, now time.Time) *Library {
	lib := &Library{made: now, hour: now.Truncate(libraryAge), roster: slices.Clone(personas),
		byID:     map[store.AssetID]int32{},
		halfLife: float64(store.DefaultSettings().HalfLifeDays),
		topics:   map[string]topicID{}, personas: map[store.PersonaID]*personaList{}}
	for i := range assets {
		if a := &assets[i]; a.State == store.Live && !a.Voluntary && !a.PublishAt.After(now) &&
			(endOf(a).IsZero() || endOf(a).After(now)) {
			if a.IsEmbargoed(now) {
				// An embargo that ends brings an item in, so the library is out of date then as well.
				lib.changesAt(a.EmbargoUntil)
				continue
			}
			lib.changesAt(endOf(a))
			// A copy: the caller may go on to change its list.
			copied := *a
			lib.items = append(lib.items, item{asset: &copied, campaign: -1})
		}
	}
	slices.SortFunc(lib.items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.asset.Seq, b.asset.Seq), cmp.Compare(a.asset.ID, b.asset.ID))
	})
	lib.nameTopics(personas)
	lib.fillSets()
	lib.number()
	lib.rankAll()
	lib.scratch = &sync.Pool{New: func() any { return newScratch(lib) }}
	return lib
}

// changesAt notes that the library serves no longer than until a time; zero is no time.
func (lib *Library) changesAt(at time.Time) {
	if !at.IsZero() && (lib.nextChange.IsZero() || at.Before(lib.nextChange)) {
		lib.nextChange = at
	}
}

// Known is what a library may know beside its assets.
type Known struct {
	Deeds     map[store.AssetID]store.Deeds // of assets that are not in the library: passed over
	Languages []string                      // that everybody reads
	HalfLife  float64                       // days in which recent evidence loses half its weight; 0: the program's default
}

// With gives a copy of the library that knows more. The sets are shared with the original; only what depends on what
// people did is made anew.
func (lib *Library) With(known Known) *Library {
	next := *lib
	next.bare, next.items, next.reads = lib, slices.Clone(lib.items), nil
	if known.HalfLife > 0 {
		next.halfLife = known.HalfLife
	}
	for i := range next.items {
		next.items[i].deeds = known.Deeds[next.items[i].asset.ID]
	}
	for _, language := range known.Languages {
		next.reads = append(next.reads, store.BaseLanguage(language))
	}
	next.personas = map[store.PersonaID]*personaList{}
	next.rankAll()
	next.scratch = &sync.Pool{New: func() any { return newScratch(&next) }}
	return &next
}

// Asset gives the asset with this id as it was when the library was made.
func (lib *Library) Asset(id store.AssetID) (store.Asset, bool) {
	at, ok := lib.byID[id]
	if !ok {
		return store.Asset{}, false
	}
	return *lib.items[at].asset, true
}

// IsStale tells whether the library no longer serves at now: it is another hour, an asset ran out, or an embargo ended.
func (lib *Library) IsStale(now time.Time) bool {
	return !now.Truncate(libraryAge).Equal(lib.hour) || (!lib.nextChange.IsZero() && !now.Before(lib.nextChange))
}

// Len is how many assets can be picked.
func (lib *Library) Len() int { return len(lib.items) }

// Has tells whether an asset can be picked.
func (lib *Library) Has(id store.AssetID) bool {
	_, ok := lib.byID[id]
	return ok
}

// Now is the moment the library was made for.
func (lib *Library) Now() time.Time { return lib.made }

// Personas are the personas the library was made with, in their order. They must not be changed.
func (lib *Library) Personas() []store.Persona { return lib.roster }

// Assets gives every asset that can be picked, the oldest first. They must not be changed.
func (lib *Library) Assets() iter.Seq[*store.Asset] {
	return func(yield func(*store.Asset) bool) {
		for i := range lib.items {
			if !yield(lib.items[i].asset) {
				return
			}
		}
	}
}

// TopicsOf gives the topics of an asset as the library knows them: folded, each once.
func (lib *Library) TopicsOf(a *store.Asset) []string {
	var names []string
	for _, id := range lib.topicIDs(a.Topics) {
		names = append(names, lib.names[id])
	}
	return names
}

// Left is how many assets of r's own part of the library are left to pick. It is the same by every policy.
func (lib *Library) Left(r store.Reader) int {
	s := lib.scratch.Get().(*scratch)
	defer lib.scratch.Put(s)
	s.begin(r, rules[Fit], 1, "") // Fit draws nothing, so the day does not matter
	return s.audience.count()
}

// nameTopics numbers every topic of the items and the personas, in the order of
// their names. By name, so that the numbers do not depend on the order of the input.
func (lib *Library) nameTopics(personas []store.Persona) {
	names := map[string]bool{}
	for i := range lib.items {
		for _, topic := range lib.items[i].asset.Topics {
			names[Fold(topic)] = true
		}
	}
	for _, p := range personas {
		for _, topic := range p.Topics {
			names[Fold(topic)] = true
		}
	}
	delete(names, "")
	for _, name := range slices.Sorted(maps.Keys(names)) {
		// Further topics are as unknown: nobody can follow them, but their items can still be picked.
		if len(lib.labels) == math.MaxUint16 {
			break
		}
		lib.topics[name] = topicID(len(lib.labels))
		lib.names = append(lib.names, name)
		lib.labels = append(lib.labels, text.Cut(TopicLabel(name), 40))
		lib.topicSeed = append(lib.topicSeed, Hash(name))
	}
}

// noteOwn notes who brought item i in: who wrote it, and who suggested it or told the story without a name.
func (lib *Library) noteOwn(i int) {
	a := lib.items[i].asset
	if a.Author != "" {
		lib.own[a.Author] = append(lib.own[a.Author], int32(i))
	}
	if a.Review != nil && a.Review.Suggested != "" {
		lib.own[a.Review.Suggested] = append(lib.own[a.Review.Suggested], int32(i))
	}
}

// fillSets gives every item its topic numbers, kind and campaign, and fills the sets that are the same for everybody.
// It needs the topics named. Items without personas are for everyone, without networks for any network.
func (lib *Library) fillSets() {
	size := len(lib.items)
	lib.topicIn, lib.topicTop = make([]itemSet, len(lib.labels)), make([][]int32, len(lib.labels))
	for i := range lib.topicIn {
		lib.topicIn[i] = newItemSet(size)
	}
	lib.networks, lib.kindIn = make([]itemSet, len(store.Networks)), make([]itemSet, kindCount)
	for i := range lib.networks {
		lib.networks[i] = newItemSet(size)
	}
	for i := range lib.kindIn {
		lib.kindIn[i] = newItemSet(size)
	}
	lib.open, lib.everyone, lib.own = newItemSet(size), newItemSet(size), map[store.EmployeeID][]int32{}
	lib.closed, lib.language = newItemSet(size), map[string]itemSet{}
	campaigns := map[string]int32{}
	for i := range lib.items {
		it := &lib.items[i]
		lib.open.add(i)
		if len(it.asset.Personas) == 0 {
			lib.everyone.add(i)
		}
		if it.asset.Only {
			lib.closed.add(i)
		}
		if language := store.BaseLanguage(it.asset.Language); language != "" {
			if lib.language[language] == nil {
				lib.language[language] = newItemSet(size)
			}
			lib.language[language].add(i)
		}
		it.audiences, it.seed = audienceMask(it.asset.Audiences), Mix(uint64(it.asset.Seq))
		lib.noteOwn(i)
		it.topics = lib.topicIDs(it.asset.Topics)
		for _, topic := range it.topics {
			lib.topicIn[topic].add(i)
		}
		it.kind = kindIndex(it.asset.Kind)
		lib.kindIn[it.kind].add(i)
		mask := networkMask(it.asset.Networks)
		for n := range lib.networks {
			// The bits are in the order of store.Networks, as lib.networks is.
			if mask&(1<<n) != 0 {
				lib.networks[n].add(i)
			}
		}
		if name := Fold(it.asset.Campaign); name != "" {
			number, known := campaigns[name]
			if !known {
				number = int32(len(lib.campaign))
				campaigns[name] = number
				lib.campaign = append(lib.campaign, newItemSet(size))
			}
			it.campaign = number
			lib.campaign[number].add(i)
		}
		it.fresh = freshness(it.asset, lib.hour)
	}
}

// number makes the tables from ids and Seq to items. items are sorted by Seq here.
func (lib *Library) number() {
	if len(lib.items) == 0 {
		return
	}
	for i := range lib.items {
		lib.byID[lib.items[i].asset.ID] = int32(i)
	}
	lib.firstSeq = lib.items[0].asset.Seq
	span := lib.items[len(lib.items)-1].asset.Seq - lib.firstSeq
	// removeSeen then searches instead, which is slower for people who have seen much.
	if span >= denseSpan {
		return
	}
	lib.bySeq = make([]int32, span+1)
	for i := range lib.bySeq {
		lib.bySeq[i] = -1
	}
	for i := range lib.items {
		lib.bySeq[lib.items[i].asset.Seq-lib.firstSeq] = int32(i)
	}
}

// removeSeen takes the items with these numbers, which are sorted, out of set.
// Numbers of assets that are not live any more are passed over.
func (lib *Library) removeSeen(set itemSet, seen []uint32) {
	if len(lib.items) == 0 {
		return
	}
	from, _ := slices.BinarySearch(seen, lib.firstSeq)
	for _, seq := range seen[from:] {
		if lib.bySeq == nil {
			at, ok := slices.BinarySearchFunc(lib.items, seq, func(it item, seq uint32) int {
				return cmp.Compare(it.asset.Seq, seq)
			})
			if ok {
				set.remove(at)
			}
			continue
		}
		// Sorted: everything after it is newer than the newest item.
		if seq-lib.firstSeq >= uint32(len(lib.bySeq)) {
			return
		}
		if at := lib.bySeq[seq-lib.firstSeq]; at >= 0 {
			set.remove(int(at))
		}
	}
}

// topicIDs gives the known topics of names, sorted, each once. Unknown names are left out.
func (lib *Library) topicIDs(names []string) []topicID {
	ids := make([]topicID, 0, len(names))
	for _, name := range names {
		if id, ok := lib.topics[Fold(name)]; ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// kindCount is the number of kinds, and one for a kind that is not known here.
var kindCount = len(store.AssetKinds) + 1

// kindIndex numbers the kinds from 1, as store.AssetKinds lists them; 0 is unknown.
func kindIndex(kind store.AssetKind) int8 {
	return int8(slices.Index(store.AssetKinds, kind) + 1)
}

// Fold makes names comparable: lower case, no space around. Topics come from people,
// feeds and imports, and each spells them in its own way.
func Fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// anyAudience has a bit for each of store.Audiences.
var anyAudience = uint8(1)<<len(store.Audiences) - 1

// audienceMask has one bit for each audience of list, in the order of store.Audiences; all bits for an empty list.
func audienceMask(list []store.Audience) uint8 {
	if len(list) == 0 {
		return anyAudience
	}
	var mask uint8
	for _, a := range list {
		if at := slices.Index(store.Audiences, a); at >= 0 {
			mask |= 1 << at
		}
	}
	return mask
}

// networkMask has one bit for each network of list, in the order of store.Networks; all bits for an empty list.
func networkMask(list []store.Network) uint32 {
	if len(list) == 0 {
		return 1<<len(store.Networks) - 1
	}
	var mask uint32
	for _, n := range list {
		for i, known := range store.Networks {
			if n == known {
				mask |= 1 << i
			}
		}
	}
	return mask
}
