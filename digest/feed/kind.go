// What kind of thing an item is, from its address, its categories and its title.

package feed

import (
	"net/url"
	"slices"
	"strings"

	"vouch/store"
)

// kindByWord maps path segments and categories, folded by kindKey, to kinds. Jobs are not among them: company blogs
// file articles under "hiring" and "careers", and an article shown as an opening asks people to refer somebody to
// nothing.
var kindByWord = map[string]store.AssetKind{
	"case study": store.CaseStudy, "case studies": store.CaseStudy, "customer story": store.CaseStudy,
	"customer stories": store.CaseStudy, "success stories": store.CaseStudy, "customers": store.CaseStudy,
	"case": store.CaseStudy, "culture": store.Culture, "life at": store.Culture, "our people": store.Culture,
	"people": store.Culture, "diversity": store.Culture, "inclusion": store.Culture, "employee stories": store.Culture,
	"working here": store.Culture, "team stories": store.Culture, "thought leadership": store.ThoughtLeadership,
	"opinion": store.ThoughtLeadership, "perspectives": store.ThoughtLeadership, "viewpoint": store.ThoughtLeadership,
	"insights": store.ThoughtLeadership, "leadership": store.ThoughtLeadership, "event": store.Event,
	"events": store.Event, "webinar": store.Event, "webinars": store.Event, "meetup": store.Event,
	"conference": store.Event, "conferences": store.Event, "meetups": store.Event,
}

// boardHosts serve nothing but job posts. An item on one of them is a job whatever its title says.
var boardHosts = strings.Fields("boards.greenhouse.io job-boards.greenhouse.io job-boards.eu.greenhouse.io " +
	"jobs.lever.co " +
	"jobs.eu.lever.co jobs.ashbyhq.com apply.workable.com jobs.smartrecruiters.com")

// titlePrefixes are openings that give a kind away.
var titlePrefixes = []struct {
	prefix string
	kind   store.AssetKind
}{
	{"case study:", store.CaseStudy}, {"customer story:", store.CaseStudy}, {"webinar:", store.Event},
	{"life at ", store.Culture}, {"opinion:", store.ThoughtLeadership},
}

// GuessKind returns the kind of an item, or "" when neither the address, nor a category, nor the title tells. The
// publisher's category outweighs the address, which often only names a section of the site. Only the host of a job
// board makes a job here; otherwise the source's kind, a tag rule or the entry's own facts do.
func GuessKind(address, title string, categories []string) store.AssetKind {
	parsed, err := url.Parse(address)
	if err == nil && slices.Contains(boardHosts, strings.ToLower(parsed.Hostname())) {
		return store.Job
	}
	for _, category := range categories {
		if kind := kindByWord[kindKey(category)]; kind != "" {
			return kind
		}
	}
	// Before the address: a title is about the item, a section about many.
	title = strings.ToLower(title)
	for _, known := range titlePrefixes {
		if strings.HasPrefix(title, known.prefix) {
			return known.kind
		}
	}
	if err != nil {
		return ""
	}
	segments := strings.Split(strings.Trim(parsed.Path, "/"), "/")
	// The last segment names the item itself: an article may be called "careers".
	for _, segment := range segments[:max(len(segments)-1, 0)] {
		if kind := kindByWord[kindKey(segment)]; kind != "" {
			return kind
		}
	}
	return ""
}

// kindKey folds "Case-Studies" and "case_studies" into one spelling.
func kindKey(word string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(word), func(r rune) bool {
		return strings.ContainsRune("-_ +", r)
	}), " ")
}

// knownKind returns the kind a person may have meant ("Culture story", "case-study"), or "".
func knownKind(word string) store.AssetKind {
	switch key := kindKey(word); key {
	case "article", "post", "blog", "blog post", "news":
		return store.Article
	case "culture story":
		return store.Culture
	case "job", "jobs", "open job", "opening", "openings", "vacancy", "vacancies", "position", "positions", "stelle",
		"stellen":
		return store.Job
	default:
		return kindByWord[key]
	}
}
