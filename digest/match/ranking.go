// Ranking: the items of the library in the order in which they are worth looking at, for everybody and for each
// persona.

package match

import (
	"cmp"
	"slices"

	"vouch/store"
)

// personaList is one persona: which items name it, and those its people may get,
// best first. topics are sorted. It is made with the library and only read afterwards.
type personaList struct {
	id      store.PersonaID
	name    string
	order   int
	topics  []topicID
	mostly  uint8 // the audiences that mostly follow its people, 0 not said
	named   itemSet
	appeal  []appeal // per item
	ranking []int32  // items that name it and items for everyone
}

// rankAll scores every item for everybody and makes the ranked lists. It needs topics,
// sets and deeds; With calls it again.
func (lib *Library) rankAll() {
	lib.weighDeeds()
	lib.all = make([]int32, len(lib.items))
	for i := range lib.all {
		lib.all[i] = int32(i)
	}
	lib.rank(lib.all, func(at int32) float64 {
		return lib.items[at].base + weightEvidence*float64(lib.appeal[at].mean)
	})
	// Going through all in its order leaves each topic's list in that order.
	topicTop := make([][]int32, len(lib.labels))
	for _, at := range lib.all {
		for _, topic := range lib.items[at].topics {
			topicTop[topic] = append(topicTop[topic], at)
		}
	}
	lib.topicTop = topicTop
	for _, p := range lib.roster {
		lib.personas[p.ID] = lib.personaList(p)
	}
}

// personaList prepares one persona. Its ranking is by the score that a person of
// this persona alone, with no answers yet, gives to each item; what else is known
// of a person only reorders the best of it. Items that name other personas are not in it.
func (lib *Library) personaList(p store.Persona) *personaList {
	list := &personaList{id: p.ID, name: p.Name, order: p.Order, topics: lib.topicIDs(p.Topics),
		named: newItemSet(len(lib.items)), appeal: make([]appeal, len(lib.items))}
	if len(p.Audiences) > 0 {
		list.mostly = audienceMask(p.Audiences)
	}
	for i := range lib.items {
		list.appeal[i] = appealOf(&lib.items[i].deeds, p.ID, lib.average)
		named := slices.Contains(lib.items[i].asset.Personas, p.ID)
		if named {
			list.named.add(i)
		}
		if named || lib.everyone.has(i) {
			list.ranking = append(list.ranking, int32(i))
		}
	}
	lib.rank(list.ranking, func(at int32) float64 {
		fit := fitEveryone
		if list.named.has(int(at)) {
			fit = 1
		}
		shared := min(list.sharedTopics(&lib.items[at]), len(subjectCurve)-1)
		own := weightPersona*fit + weightTopics*subjectCurve[shared]
		return lib.items[at].base + weightEvidence*float64(list.appeal[at].mean) + own
	})
	return list
}

// sharedTopics counts the topics of it that are the persona's.
func (p *personaList) sharedTopics(it *item) int {
	shared := 0
	for _, topic := range it.topics {
		if _, found := slices.BinarySearch(p.topics, topic); found {
			shared++
		}
	}
	return shared
}

// rank sorts items by score, best first; of equals the newest comes first.
// Of equals the newest has the larger number, as items are sorted by Seq.
func (lib *Library) rank(items []int32, score func(at int32) float64) {
	scores := make([]float64, len(lib.items))
	for _, at := range items {
		scores[at] = score(at)
	}
	slices.SortFunc(items, func(a, b int32) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(b, a)) })
}
