// What kind of thing an item is, from its address, its categories and its title.

package feed

import (
	"net/url"
	"slices"
	"strings"
)

// kindByWord maps path segments and categories, folded by kindKey, to kinds.
// Jobs are not among them: company blogs file articles under "hiring" and
// "careers", and an article shown as an opening asks people to refer somebody
// to nothing.
var kindByWord = map[string]string{
	"case study": KindCaseStudy, "case studies": KindCaseStudy, "customer story": KindCaseStudy,
	"customer stories": KindCaseStudy, "success stories": KindCaseStudy, "customers": KindCaseStudy, "case": KindCaseStudy,
	"culture": KindCulture, "life at": KindCulture, "our people": KindCulture, "people": KindCulture, "diversity": KindCulture,
	"inclusion": KindCulture, "employee stories": KindCulture, "working here": KindCulture, "team stories": KindCulture,
	"thought leadership": KindThoughtLeadership, "opinion": KindThoughtLeadership, "perspectives": KindThoughtLeadership,
	"viewpoint": KindThoughtLeadership, "insights": KindThoughtLeadership, "leadership": KindThoughtLeadership,
	"event": KindEvent, "events": KindEvent, "webinar": KindEvent, "webinars": KindEvent, "meetup": KindEvent,
	"conference": KindEvent, "conferences": KindEvent, "meetups": KindEvent,
}

// boardHosts serve nothing but job posts. An item on one of them is a job whatever its
// title says.
var boardHosts = []string{"boards.greenhouse.io", "job-boards.greenhouse.io", "job-boards.eu.greenhouse.io", "jobs.lever.co",
	"jobs.eu.lever.co", "jobs.ashbyhq.com", "apply.workable.com", "jobs.smartrecruiters.com"}

// titlePrefixes are openings that give a kind away.
var titlePrefixes = []struct{ prefix, kind string }{
	{"case study:", KindCaseStudy}, {"customer story:", KindCaseStudy}, {"webinar:", KindEvent}, {"life at ", KindCulture}, {"opinion:", KindThoughtLeadership},
}

// GuessKind returns one of the Kind constants, or "" when neither the address,
// nor a category, nor the title tells. The publisher's category outweighs the
// address, which often only names a section of the site. Only the host of a
// job board makes a job here; otherwise the source's kind, a tag rule or the
// entry's own facts do.
func GuessKind(address, title string, categories []string) string {
	parsed, err := url.Parse(address)
	if err == nil && slices.Contains(boardHosts, strings.ToLower(parsed.Hostname())) {
		return KindJob
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
	// The last segment names the item itself: an article may be called
	// "careers".
	for _, segment := range segments[:max(len(segments)-1, 0)] {
		if kind := kindByWord[kindKey(segment)]; kind != "" {
			return kind
		}
	}
	return ""
}

// kindKey folds "Case-Studies" and "case_studies" into one spelling.
func kindKey(word string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return strings.ContainsRune("-_ +", r) }), " ")
}

// knownKind returns the Kind constant a person may have meant ("Culture
// story", "case-study"), or "".
func knownKind(word string) string {
	switch key := kindKey(word); key {
	case "article", "post", "blog", "blog post", "news":
		return KindArticle
	case "culture story":
		return KindCulture
	case "job", "jobs", "open job", "opening", "openings", "vacancy", "vacancies", "position", "positions", "stelle", "stellen":
		return KindJob
	default:
		return kindByWord[key]
	}
}
