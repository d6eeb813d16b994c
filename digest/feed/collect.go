// What every parser does with an entry before it counts as an item: links, duplicates, clean text, dates, language,
// kind, and the tag rules of the program.

package feed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"vouch/store"
	"vouch/store/text"
)

// Dates outside these bounds are mistakes of the publisher: the web is younger, and an article is not from next month.
// The tolerance covers clocks and time zones.
var earliestDate = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

const futureTolerance = 48 * time.Hour

// maxSkipped is how many bad entries are listed; a document with more is not worth reading on.
const maxSkipped = 1000

// collector gathers the entries of one document.
type collector struct {
	options   ParseOptions
	base      string          // for relative links
	language  string          // declared for the document as a whole, may be empty
	guessed   string          // the language its entries together suggest, may be empty
	fallback  store.AssetKind // the kind of an entry that nothing gives away
	now       time.Time
	result    Result
	places    map[string]int    // canonical URL to the index of the entry that has it
	fragments map[string]string // the fragment with which a page was taken
	overflow  int               // entries that were not read
	firstOut  int               // index of the first of them
}

// newCollector starts a document of the given format.
func newCollector(format string, options ParseOptions) *collector {
	return &collector{
		options: options, base: options.BaseURL, fallback: options.Kind, now: store.Now(),
		result: Result{Format: format}, places: map[string]int{}, fragments: map[string]string{},
	}
}

// skip records an entry that was left out.
func (c *collector) skip(index int, title, reason string, arguments ...any) {
	c.result.Skipped = append(c.result.Skipped, Skipped{
		Index: index, Title: titleText(title), Reason: fmt.Sprintf(reason, arguments...),
	})
}

// over says of the entry just skipped that nothing was lost with it.
func (c *collector) over() { c.result.Skipped[len(c.result.Skipped)-1].Over = true }

// wants reports whether the entry at index is still to be read. It is asked before any work is done on an entry: a
// hostile document can hold a million of them, good or bad.
func (c *collector) wants(index int) bool {
	if len(c.result.Items) < c.options.MaxItems && len(c.result.Skipped) < maxSkipped {
		return true
	}
	if c.overflow++; c.overflow == 1 {
		c.firstOut = index
	}
	return false
}

// add cleans an entry and takes it over, or skips it with the reason. Its Title may hold HTML; its Summary must be
// text. index counts as the format does: entries from 1, or lines.
func (c *collector) add(index int, item Item) {
	title := item.Title
	// The order of these checks decides which reason a curator reads: the link comes first, because without it nothing
	// else about the entry matters.
	link := resolveURL(c.base, item.URL)
	page, err := Canonical(link)
	if err != nil {
		c.skip(index, title, "It has no usable link.")
		return
	}
	if !isOpenToOthers(link, c.options.AllowLoopback) {
		c.skip(index, title, "Its link leads into a private network, where nobody outside can open it.")
		return
	}
	canonical, fragment := c.keyOf(page, link, item)
	if first, ok := c.places[canonical]; ok {
		c.skip(index, title, "It leads to the same page as entry %d.", first)
		c.over()
		return
	}
	if ends := item.ends(); !ends.IsZero() && ends.Before(c.now) {
		c.skip(index, title, "It expired on %s.", ends.Format(time.DateOnly))
		c.over()
		return
	}
	item.URL, item.Canonical = withoutCampaign(link), canonical
	// Cleaning comes after the cheap refusals and before the rules, which must see the same text as people do.
	c.clean(&item)
	if item.Title == "" {
		c.skip(index, title, "It has neither a title nor a text.")
		return
	}
	// Only what was really taken over blocks a later entry with the same address: a skipped one may be published again,
	// better.
	c.places[canonical] = index
	c.fragments[page] = fragment
	c.result.Items = append(c.result.Items, applyRules(c.options.Rules, item))
}

// keyOf gives the key of an entry, and its fragment. A list of releases or openings may be one page with a place for
// each. Such a place is an item of its own on a job board, when the source's identity names it, and when it has another
// identity than an entry with another place on the page.
func (c *collector) keyOf(page, link string, item Item) (key, fragment string) {
	if _, taken := c.places[page]; taken && item.Kind == store.Job && item.ExternalID != "" {
		return page + "#" + url.QueryEscape(item.ExternalID), "" // a board with one page for all
	}
	parsed, err := parseLoose(link)
	if err != nil || parsed.Fragment == "" || item.ExternalID == "" || strings.Contains(page, "#") {
		return page, ""
	}
	fragment = normaliseEscapes(parsed.EscapedFragment())
	other := c.fragments[page]
	if item.Kind == store.Job || strings.HasSuffix(item.ExternalID, "#"+parsed.Fragment) || other != "" &&
		other != fragment {
		return page + "#" + fragment, fragment
	}
	return page, fragment
}

// clean bounds every text of an item and fills what can be inferred.
func (c *collector) clean(item *Item) {
	item.Title = titleText(item.Title)
	item.Summary = Sanitize(item.Summary, MaxSummary)
	if item.Title == "" {
		item.Title = Sanitize(item.Summary, 80)
	}
	item.ImageURL = resolveURL(c.base, item.ImageURL)
	item.Topics = cleanList(item.Topics, MaxTopics)
	item.Published = plausibleDate(item.Published, c.now)
	// What an entry declares outweighs what its document declares; both outweigh a guess.
	item.Language = cmp.Or(baseLanguage(item.Language), c.language)
	if item.Language == "" {
		item.Language = cmp.Or(GuessLanguage(item.Title+" "+item.Summary), c.guessed)
	}
	item.Kind = cmp.Or(item.Kind, GuessKind(item.URL, item.Title, item.Topics), c.fallback)
	// Without an identity of its own an item is recognised by its address, so that the next poll does not bring it
	// again.
	item.ExternalID = boundedID(cmp.Or(item.ExternalID, item.Canonical))
	if item.Job != nil {
		item.Job.Location, item.Job.Department = Sanitize(titleText(item.Job.Location), maxName),
			Sanitize(titleText(item.Job.Department), maxName)
	}
	if item.Event != nil {
		item.Event.Place = Sanitize(titleText(item.Event.Place), maxName)
	}
}

// done returns the result, with the entries that were not read reported once.
func (c *collector) done() Result {
	if c.overflow > 0 {
		c.skip(c.firstOut, "", "There are too many entries: from here on, %s not read.", text.Count(c.overflow, "was",
			"were"))
		c.result.Skipped[len(c.result.Skipped)-1].More = c.overflow - 1
	}
	return c.result
}

// plausibleDate returns the date in UTC, or zero when it cannot be right.
func plausibleDate(date, now time.Time) time.Time {
	if date.Before(earliestDate) || date.After(now.Add(futureTolerance)) {
		return time.Time{}
	}
	return date.UTC()
}

// cleanList cleans words, drops empty ones and repetitions (case ignored), and keeps the first limit of them.
func cleanList(words []string, limit int) []string {
	var kept []string
	seen := map[string]bool{}
	for _, word := range words {
		word = Sanitize(titleText(word), maxName)
		key := strings.ToLower(word)
		if word == "" || seen[key] || len(kept) == limit {
			continue
		}
		seen[key] = true
		kept = append(kept, word)
	}
	return kept
}

// boundedID keeps identities as published unless they are too long for a key; those are replaced by their hash.
func boundedID(id string) string {
	id = strings.ToValidUTF8(strings.TrimSpace(id), "")
	if len(id) <= 256 {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// applyRules returns the item with what the matching rules add: those without words, and those of which a word or
// phrase stands as a whole in the title, the summary, or a job's department or place. Rules see the item as published,
// so their order does not change which of them match; of several kinds the last one counts.
func applyRules(rules []store.TagRule, item Item) Item {
	text := wordText(item.Title) + "|" + wordText(item.Summary)
	if item.Job != nil {
		text += "|" + wordText(item.Job.Department) + "|" + wordText(item.Job.Location)
	}
	topics, personas := item.Topics, slices.Clone(item.Personas)
	for _, rule := range rules {
		if len(rule.Words) > 0 && !slices.ContainsFunc(rule.Words, func(phrase string) bool {
			phrase = wordText(phrase)
			return strings.TrimSpace(phrase) != "" && strings.Contains(text, phrase)
		}) {
			continue
		}
		topics = append(slices.Clone(rule.Topics), topics...)
		for _, persona := range rule.Personas {
			if !slices.Contains(personas, persona) {
				personas = append(personas, persona)
			}
		}
		item.Kind = cmp.Or(rule.Kind, item.Kind)
	}
	item.Topics, item.Personas = cleanList(topics, MaxTopics), personas
	return item
}

// wordText prepares text for searching whole words: lower case, everything but letters, digits and the signs of names
// such as "C++" and "C#" becomes a space, and it begins and ends with one.
func wordText(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '+' && r != '#'
	})
	return " " + strings.Join(words, " ") + " "
}
