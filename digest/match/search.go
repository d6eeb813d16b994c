// Search: an inverted index over the live assets, held in memory, for the library's search field and the typeahead of
// forms.

package match

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vouch/store"
	"vouch/store/text"
)

// What a word counts for, by the field it stands in; of several fields the best one counts.
const (
	// The weights are judged, in the order in which people expect a hit.
	inTitle    = 8
	inTopic    = 6
	inKind     = 4
	inCampaign = 4
	inAuthor   = 4
	inSummary  = 2

	// wholeShare and beginShare multiply these: a whole word against the beginning of one.
	wholeShare = 4
	beginShare = 3

	// newestBonus is added for the newest asset and halves every month: among near equals
	// the newer comes first, but a word in the title always beats one in the summary.
	newestBonus  = 8
	bonusHalving = 30 * 24 * time.Hour

	// Without words the best comes first: what is featured, and what colleagues shared
	// and saved, each doubling counting as much as newness loses in six days. Nothing
	// popular stays on top for ever: newness weighs as much as both together.
	featuredWorth = 4
	doublingWorth = 1
	popularWorth  = 4
)

// shortest is up to how many characters of a beginning the assets are looked up at once. Short beginnings are common to
// many words, and the first letters somebody types must be answered as fast as the last. Longer beginnings are looked
// up in the sorted words, where few match.
const shortest = 3

// queryWords is how many words of a query are looked at; nobody types more into a search
// field. Further words are left out, which finds more rather than less.
const queryWords = 12

// Filter narrows a search; empty fields do not. Fields are joined by and, the values of one by or.
type Filter struct {
	Kinds  []store.AssetKind // any of these
	Topics []string          // any of these
	For    []store.Persona   // addressed to one of these, or to everybody and on a topic of one of these
	Newest bool              // the newest first, whatever fits best
	Reader *store.Employee   // what is only for others is not found; nil: everything is
}

// Hit is one asset found.
type Hit struct {
	Asset store.Asset
	Score float64 // larger is better; comparable within one search only
}

// Index is an immutable index, safe for use by many goroutines. Make a new one when the live assets change. assets are
// newest first; everything per asset has their order. Only live assets are in it.
type Index struct {
	assets []store.Asset
	topics [][]string           // folded, per asset
	bonus  []float64            // for newness
	worth  []float64            // without words
	names  []string             // of the topics, the most frequent first
	words  []string             // sorted
	places [][]posting          // per word, by asset
	begins map[string][]posting // per beginning of at most shortest characters, by asset
	scores sync.Pool
}

// posting is one word of one asset with the weight of the best field it stands in. Asset is a place in Index.assets.
type posting struct {
	asset  int32
	weight int32
}

// NewIndex indexes title, summary, topics, kind, campaign and author of assets. authors gives the names of the
// employees who are credited; who is not in it cannot be found by name. Assets that are not Live are left out.
func NewIndex(assets []store.Asset, authors map[store.EmployeeID]string) *Index {
	x := &Index{begins: map[string][]posting{}}
	for _, a := range assets {
		if a.State == store.Live {
			x.assets = append(x.assets, a)
		}
	}
	// Newest first: with equal scores the lower number wins.
	slices.SortFunc(x.assets, func(a, b store.Asset) int {
		return cmp.Or(LiveSince(&b).Compare(LiveSince(&a)), cmp.Compare(b.Seq, a.Seq), cmp.Compare(b.ID, a.ID))
	})
	places := map[string][]posting{}
	for i := range x.assets {
		x.add(places, i, authors[x.assets[i].Author])
	}
	for word := range places {
		x.words = append(x.words, word)
	}
	// Sorted words are what lets a beginning be found by binary search.
	slices.Sort(x.words)
	for _, word := range x.words {
		x.places = append(x.places, places[word])
	}
	x.names = topicsByCount(x.topics)
	x.scores.New = func() any { return &tally{total: make([]int32, len(x.assets)), word: make([]int32, len(x.assets))} }
	return x
}

// add puts the words of asset i into places. Assets must be added in the order of their numbers, see raise.
func (x *Index) add(places map[string][]posting, i int, author string) {
	a := &x.assets[i]
	note := func(text string, weight int32) {
		for _, word := range searchWords(text) {
			places[word] = raise(places[word], int32(i), weight)
			for n, end := 0, 0; n < shortest && end < len(word); n++ {
				_, size := utf8.DecodeRuneInString(word[end:])
				end += size
				x.begins[word[:end]] = raise(x.begins[word[:end]], int32(i), weight)
			}
		}
	}
	var topics []string
	for _, topic := range a.Topics {
		topics = append(topics, Fold(topic))
		note(topic, inTopic)
	}
	note(a.Title, inTitle)
	note(strings.ReplaceAll(string(a.Kind), "_", " ")+" "+kindWords[a.Kind], inKind)
	note(a.Campaign, inCampaign)
	note(author, inAuthor)
	note(a.Summary, inSummary)
	x.topics = append(x.topics, topics)
	// Age is counted from the newest asset and not from the present moment: an index does
	// not grow old by itself, and an old library still has an order.
	bonus := newestBonus * halve(LiveSince(&x.assets[0]).Sub(LiveSince(a)), bonusHalving)
	// The logarithm to two: each doubling counts the same. One is added so that no shares are worth nothing.
	worth := bonus + min(popularWorth, doublingWorth*math.Log2(1+float64(a.Shares+a.Saves)))
	if a.Featured {
		worth += featuredWorth
	}
	x.bonus, x.worth = append(x.bonus, bonus), append(x.worth, worth)
}

// topicsByCount lists each topic once, the most frequent first, equals by name.
func topicsByCount(lists [][]string) []string {
	count := map[string]int{}
	for _, topics := range lists {
		for _, topic := range topics {
			count[topic]++
		}
	}
	delete(count, "")
	return slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
}

// Topics lists the topics of the live assets, the most frequent first.
func (x *Index) Topics() []string { return slices.Clone(x.names) }

// raise notes a word of asset in list, whose last entry is the only one that can be of the same asset.
func raise(list []posting, asset, weight int32) []posting {
	if last := len(list) - 1; last >= 0 && list[last].asset == asset {
		list[last].weight = max(list[last].weight, weight)
		return list
	}
	return append(list, posting{asset, weight})
}

// Search finds the assets that hold every word of query, in whatever field, as a whole word or as the beginning of one;
// the best come first, of equals the newest. Case and diacritics do not matter; scripts written without spaces are
// searched by character. An empty query gives everything, the newest, featured and most shared first. limit 0 or less
// finds nothing.
func (x *Index) Search(query string, filter Filter, limit int) []Hit {
	if limit <= 0 || len(x.assets) == 0 {
		return nil
	}
	words := searchWords(query)
	if len(words) == 0 && strings.TrimSpace(query) != "" {
		return nil // punctuation only: nothing can match, and the newest would look like an answer
	}
	t := x.scores.Get().(*tally)
	defer x.scores.Put(t)
	clear(t.total)
	// An asset that lacks one word is set to zero and stays out.
	for n, word := range words[:min(len(words), queryWords)] {
		clear(t.word)
		x.score(word, t.word)
		for i, value := range t.word {
			if value == 0 || (n > 0 && t.total[i] == 0) {
				t.total[i] = 0
				continue
			}
			t.total[i] += value
		}
	}
	return x.top(t.total, len(words) == 0, filter, limit)
}

// tally is the working memory of one search. One value per asset: total of the words so
// far, and word of the one at hand.
type tally struct{ total, word []int32 }

// score gives every asset the weight of the best place of word in it. scores comes in cleared.
func (x *Index) score(word string, scores []int32) {
	mark := func(list []posting, share int32) {
		for _, p := range list {
			scores[p.asset] = max(scores[p.asset], share*p.weight)
		}
	}
	from, whole := slices.BinarySearch(x.words, word)
	if utf8.RuneCountInString(word) <= shortest {
		mark(x.begins[word], beginShare)
	} else {
		for at := from; at < len(x.words) && strings.HasPrefix(x.words[at], word); at++ {
			mark(x.places[at], beginShare)
		}
	}
	// A whole word is also a beginning of itself; the larger share wins.
	if whole {
		mark(x.places[from], wholeShare)
	}
}

// top gives the limit best of what passes the filter. It keeps the best in a sorted list
// as it goes: limit is small, and sorting everything found would cost more.
func (x *Index) top(scores []int32, everything bool, filter Filter, limit int) []Hit {
	wanted := make([]string, 0, len(filter.Topics))
	for _, topic := range filter.Topics {
		wanted = append(wanted, Fold(topic))
	}
	var found []Hit // sorted, at most limit
	for i, words := range scores {
		if words == 0 && !everything {
			continue
		}
		score := float64(words) + x.bonus[i]
		switch {
		case filter.Newest:
			score = float64(len(x.assets) - i)
		case everything:
			score = x.worth[i]
		}
		if len(found) == limit && score <= found[limit-1].Score {
			continue
		}
		if !x.passes(i, filter.Kinds, wanted) || !x.isFor(i, filter.For) ||
			(filter.Reader != nil && !x.assets[i].IsVisibleTo(filter.Reader)) {
			continue
		}
		at, _ := slices.BinarySearchFunc(found, score, func(h Hit, score float64) int {
			// Equal scores go behind: the earlier asset is the newer.
			if h.Score >= score {
				return -1
			}
			return 1
		})
		if len(found) == limit {
			found = found[:limit-1]
		}
		found = slices.Insert(found, at, Hit{Asset: x.assets[i], Score: score})
	}
	return found
}

// passes tells whether asset i is of one of kinds and on one of topics. Both are met when
// they are empty. topics are folded.
func (x *Index) passes(i int, kinds []store.AssetKind, topics []string) bool {
	if len(kinds) > 0 && !slices.Contains(kinds, x.assets[i].Kind) {
		return false
	}
	return len(topics) == 0 || slices.ContainsFunc(x.topics[i], func(topic string) bool {
		return slices.Contains(topics, topic)
	})
}

// isFor tells whether asset i is for people of one of the personas; without personas everything is for everybody.
func (x *Index) isFor(i int, personas []store.Persona) bool {
	a := &x.assets[i]
	return len(personas) == 0 || slices.ContainsFunc(personas, func(p store.Persona) bool {
		if len(a.Personas) > 0 {
			return slices.Contains(a.Personas, p.ID)
		}
		return slices.ContainsFunc(p.Topics, func(topic string) bool { return slices.Contains(x.topics[i], Fold(topic)) })
	})
}

// unaccented are letters whose mark is part of the letter, so that decomposing leaves them as they are.
var unaccented = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ",
	"oe", "ı", "i")

// searchWords splits what was said as it is indexed and searched: compatible forms made one, lower
// case, marks gone, one word a character where a script has no spaces.
func searchWords(said string) []string {
	if said == "" {
		return nil
	}
	if isPlain(said) {
		between := func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }
		return strings.FieldsFunc(strings.ToLower(said), between)
	}
	plain := strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFKD.String(strings.ToValidUTF8(said, " ")))
	return text.Words(norm.NFC.String(unaccented.Replace(plain)))
}

// isPlain tells whether text is ASCII, which most is and which needs none of the work.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
