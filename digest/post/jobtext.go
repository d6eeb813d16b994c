// Job texts: an opening as one would tell a friend of it, also where only the words of the hiring system are known.

package post

import (
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"vouch/store"
	"vouch/store/text"
)

// JobText is an opening in the words of a person: a line that opens, at most two sentences about it and who would fit,
// both "" when nobody wrote them.
type JobText struct{ Hook, Lines, Fits string }

// JobWords words the opening a for one reader. What curators wrote comes first. A missing opening is composed from
// title, department and place, the same for the same reader and differently for their colleagues, so that they do not
// all post one sentence. Who would fit is never guessed: colleagues would promise what nobody said. The description
// that came with the job from a hiring system is never used: it is written for search engines.
func JobWords(a store.Asset, reader store.EmployeeID) JobText {
	job := store.JobFacts{}
	if a.Job != nil {
		job = *a.Job
	}
	words := JobText{Hook: text.Line(job.Hook), Fits: text.Line(job.Fits)}
	// A source's summary was copied from the advertisement, one that a colleague entered was at least read by one.
	if a.FromSource == "" {
		// Two sentences: more would be an advertisement again.
		words.Lines = sentences(text.Line(a.Summary), 2)
	}
	if words.Hook == "" {
		hooks := jobPhrases(a)
		// The person and the job together, so that somebody with two jobs to share does not open both in the same way.
		seed := fnv.New32a()
		seed.Write([]byte(string(a.ID) + " " + string(reader))) // never fails
		words.Hook = hooks[seed.Sum32()%uint32(len(hooks))]
	}
	return words
}

// jobPhrases are the composed openings of a job, of which each reader gets one. IsOwnWords lends all of them, or a
// colleague's phrase would count as own words.
func jobPhrases(a store.Asset) []string {
	job := store.JobFacts{}
	if a.Job != nil {
		job = *a.Job
	}
	place := text.Line(job.Location)
	return jobHooks(JobTitle(a.Title, place), text.Line(job.Department), place)
}

// ProposedHook is the opening that is proposed for a job from its title, department and place; "" without a title.
func ProposedHook(a store.Asset) string {
	if text.Line(a.Title) == "" {
		return ""
	}
	phrases := jobPhrases(a)
	return phrases[len(phrases)-1] // names the department where there is one
}

// sentences is the beginning of text up to n sentences. A text without an end is one sentence.
func sentences(text string, n int) string {
	kept := 0
	for range n {
		rest := strings.TrimSpace(text[kept:])
		if rest == "" {
			break
		}
		kept = len(text) - len(rest) + len(firstSentence(rest))
	}
	return strings.TrimSpace(text[:kept])
}

// jobHooks are ways to open; none praises what nobody has said, and the title stands apart from the sentence, so that
// every title fits.
func jobHooks(title, department, place string) []string {
	what := title
	switch lower := strings.ToLower(place); {
	case place == "":
	case lower == "remote" || lower == "anywhere":
		what += ", remote"
	case strings.HasPrefix(lower, "remote"):
		what += ", " + place
	default:
		what += " in " + place
	}
	openings := []string{"We are hiring: ", "We have an open role: ", "Do you know somebody for this role? ",
		"Who would be right for this? "}
	// "Our Sales team is hiring: Sales Manager" says it twice.
	if department != "" && !strings.Contains(strings.ToLower(title), strings.ToLower(department)) {
		openings = append(openings, "Our "+department+" team is hiring: ")
	}
	for i := range openings {
		openings[i] += what + "."
	}
	return openings
}

// amount and payTime are how pay is written: "45,000", "65k", "per year".
const (
	amount  = `\d[\d.,]*\s*k?(?:\s*(?:-|–|to|bis)\s*[€$£]?\s*\d[\d.,]*\s*k?)?`
	payTime = `(?:\s*(?:p\.?a\.?|(?:per|/)\s*(?:hour|month|year|h)\b))?`
)

// noise is what hiring systems put into titles and people do not say, with the brackets around it: letters for genders,
// which the law of some countries asks for; numbers of requisitions; pay in money, and by the scales of public
// employers.
var noise = regexp.MustCompile(`(?i)[(\[]?\s*(?:` + strings.Join([]string{
	`\b(?:all|any) genders?\b`, `\bgn\*?[)\]]`, `\b[mwfdhx](?:\s*[/|*,]\s*[mwfdhx]){1,3}\b\*?`,
	`#\d{2,}`, `\b(?:r|req|requisition|job|jr|ref|id|kennziffer|vacancy)(?:[\s.:#_-]|id|no|nr)*\d{3,}[\w-]*`,
	`[€$£]\s*` + amount + payTime, `\b` + amount + `\s*(?:€|\$|£|eur\b|usd\b|gbp\b)` + payTime,
	`\beg\s*-?\d{1,2}\b`, `\beg?\s*\d{1,2}[a-z]?\s*tv-?(?:l|öd)`, `\btv-?(?:l|öd)\s*-?(?:eg?\s*)?\d{1,2}[a-z]?\b`,
}, "|") + `)\s*[)\]]?`)

// shout is the cry before some titles.
var shout = regexp.MustCompile(
	`(?i)^\s*(?:urgent(?:ly)?|now hiring|we(?:'re| are) hiring|hiring(?: now)?|wanted|job|vacancy|new|wir suchen)\s*[:!–-]+\s*`)

// JobTitle is an advertisement's title as people say it: without the letters for genders, requisition numbers and
// salary codes, not in capitals, and without the place when that is said beside it ("" when not). A title of nothing
// else stays as it is.
func JobTitle(title, place string) string {
	was := text.Line(title)
	said := noise.ReplaceAllString(shout.ReplaceAllString(tidy(was), ""), " ")
	said = quiet(tidy(said))
	if place != "" {
		// "Designer - Berlin", "Designer (Berlin)".
		name := regexp.QuoteMeta(strings.ToValidUTF8(place, "")) // no expression is made of other bytes
		said = tidy(regexp.MustCompile(`(?i)\s*(?:[-–—|,]\s*`+name+`|\(`+name+`\))$`).ReplaceAllString(said, ""))
	}
	if said == "" {
		return was
	}
	return said
}

// tidy takes away what removing leaves behind: double spaces, and signs that part nothing any more.
func tidy(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	text = strings.NewReplacer(" ,", ",", " )", ")", "( ", "(").Replace(text)
	return strings.TrimFunc(text, func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune("-–—|/,;:!*•·", c) || c > 0x1F000
	})
}

// titleWord is one word of a title; "R&D" and "B2B" are one.
var titleWord = regexp.MustCompile(`[\pL\d&]+`)

// quiet writes a title without any small letter in ordinary capitals.
func quiet(title string) string {
	if strings.ContainsFunc(title, unicode.IsLower) {
		return title
	}
	first := true
	return titleWord.ReplaceAllStringFunc(title, func(word string) string {
		begins := first
		first = false
		switch lower := strings.ToLower(word); {
		case slices.Contains(jobAcronyms, word):
			return word
		case !begins && slices.Contains(smallWords, lower):
			return lower
		default:
			return text.UpperFirst(lower)
		}
	})
}

// jobAcronyms are capitals that stay in a title that is written in capitals altogether.
var jobAcronyms = strings.Fields("AI APAC API AWS B2B B2C BI CAD CEO CFO CNC COO CRM CTO DACH DBA EMEA ERP ESG EU HR " +
	"II III " +
	"IOS IT ML PHP PLC PR QA R&D SAP SDK SEA SEO SPS SQL SRE UI UK US UX VP")

// smallWords stay small inside a title.
var smallWords = strings.Fields("and or of for in the to with at on und für im der die")
