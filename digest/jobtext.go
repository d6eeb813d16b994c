// Job texts: an opening as one would tell a friend of it, also where only the words of the hiring system are known.

package digest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/store"
)

// JobText is an opening in the words of a person: a line that opens, at most two
// sentences about it and who would fit, both "" when nobody wrote them.
type JobText struct{ Hook, Lines, Fits string }

// JobWords words the opening a for one reader. What curators wrote comes first. A missing
// opening is composed from title, department and place, the same for the same reader and
// differently for their colleagues, so that they do not all post one sentence. Who would
// fit is never guessed: colleagues would promise what nobody said. The description that
// came with the job from a hiring system is never used: it is written for search engines.
func JobWords(a store.Asset, reader store.EmployeeID) JobText {
	job := store.JobFacts{}
	if a.Job != nil {
		job = *a.Job
	}
	text := JobText{Hook: oneLine(job.Hook), Fits: oneLine(job.Fits)}
	// A source's summary was copied from the advertisement, one that a colleague entered
	// was at least read by one.
	if a.FromSource == "" {
		// Two sentences: more would be an advertisement again.
		text.Lines = sentences(oneLine(a.Summary), 2)
	}
	if text.Hook == "" {
		hooks := jobPhrases(a)
		// The person and the job together, so that somebody with two jobs to share does
		// not open both in the same way.
		seed := mix(hashOf(string(a.ID) + " " + string(reader)))
		text.Hook = hooks[seed%uint64(len(hooks))]
	}
	return text
}

// jobPhrases are the composed openings of a job, of which each reader gets one.
// IsOwnWords lends all of them, or a colleague's phrase would count as own words.
func jobPhrases(a store.Asset) []string {
	job := store.JobFacts{}
	if a.Job != nil {
		job = *a.Job
	}
	place := oneLine(job.Location)
	return jobHooks(JobTitle(a.Title, place), oneLine(job.Department), place)
}

// oneLine is text without line breaks.
func oneLine(text string) string { return strings.Join(strings.Fields(CleanText(text)), " ") }

// sentences is the beginning of text up to n sentences. A text without an end is one
// sentence.
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

// jobHooks are ways to open; none praises what nobody has said.
func jobHooks(title, department, place string) []string {
	in := ""
	switch lower := strings.ToLower(place); {
	case place == "":
	case lower == "remote" || lower == "anywhere":
		in = ", remote"
	case strings.HasPrefix(lower, "remote"):
		in = ", " + place
	default:
		in = " in " + place
	}
	if strings.ContainsAny(title, ",:(/") {
		// Titles of several parts do not fit into a sentence.
		return []string{
			"There is an open seat at our company: " + title + in + ".",
			"We are hiring: " + title + in + ".",
			"Somebody is still missing here: " + title + in + ".",
		}
	}
	a := article(title) + " " + title
	hooks := []string{
		"We are looking for " + a + in + ".",
		"Do you know " + a + "? We have a place for one" + in + ".",
		"There is an open seat at our company: " + title + in + ".",
		"If you know " + a + ": we are hiring one" + in + ".",
	}
	// "Our Sales team is looking for a Sales Manager" says it twice.
	if department != "" && !strings.Contains(strings.ToLower(title), strings.ToLower(department)) {
		hooks = append(hooks, "Our "+department+" team is looking for "+a+in+".")
	}
	return hooks
}

// article is the indefinite article of a title by its first sound, as far as letters tell it.
// It is wrong now and then: English goes by sound and this by letters.
func article(title string) string {
	word, _, _ := strings.Cut(title, " ")
	first, _ := utf8.DecodeRuneInString(word)
	if isAcronym(word) {
		if strings.ContainsRune("AEFHILMNORSX", unicode.ToUpper(first)) {
			return "an" // spelled out, these letters begin with a vowel
		}
		return "a"
	}
	lower := strings.ToLower(word)
	for _, spoken := range []string{"uni", "use", "user", "eu", "one"} {
		if strings.HasPrefix(lower, spoken) {
			return "a"
		}
	}
	if strings.ContainsRune("aeiouäöü", unicode.ToLower(first)) {
		return "an"
	}
	return "a"
}

// isAcronym tells a word of two or three capitals. Digits count as signs of it, as in
// B2B.
func isAcronym(word string) bool {
	letters := bare(word)
	size := utf8.RuneCountInString(letters)
	return size >= 2 && size <= 3 && letters == strings.ToUpper(letters)
}

// noise is what hiring systems put into titles and people do not say. The order matters:
// brackets go last, when what was in them is gone. Each is replaced by a space.
var noise = []*regexp.Regexp{
	// The letters that the law of German-speaking countries, the Netherlands and France
	// asks for.
	regexp.MustCompile(`(?i)[(\[]\s*(?:all genders?|any gender|gn\*?|[mwfdhxiat](?:\s*[/|*,.-]\s*[mwfdhxiat*]){1,4}\*?)\s*[)\]]`),
	regexp.MustCompile(`(?i)(?:^|\s)(?:[mwf]\s*[/|]\s*[mwf]\s*[/|]\s*[dx*]|h/f|f/h|all genders)(?:$|[\s,;-])`),
	// Numbers of requisitions.
	regexp.MustCompile(`(?i)[(\[#]?\s*\b(?:req(?:uisition)?|job|jr|ref|id|kennziffer|vacancy)[\s.:#_-]*(?:id|no|nr)?[\s.:#_-]*\d[\w-]*\s*[)\]]?`),
	regexp.MustCompile(`(?i)[(\[]?(?:\br[-_]?\d{3,}\b|#\d{2,})[)\]]?`),
	// Pay in money, and by the scales of public employers.
	regexp.MustCompile(`(?i)[(\[]?\s*[€$£]\s*\d[\d.,]*\s*k?(?:\s*(?:-|–|to|bis)\s*[€$£]?\s*\d[\d.,]*\s*k?)?` + payTime + `\s*[)\]]?`),
	regexp.MustCompile(`(?i)[(\[]?\s*\d[\d.,]*\s*k?\s*(?:(?:-|–|to|bis)\s*\d[\d.,]*\s*k?\s*)?(?:€|\$|£|eur\b|usd\b|gbp\b)` + payTime + `\s*[)\]]?`),
	regexp.MustCompile(`(?i)[(\[]?\s*(?:\b(?:tv-?l|tvöd)\s*-?\s*(?:eg?\s*)?\d{1,2}[a-z]?\b|\beg?\s*-?\s*\d{1,2}[a-z]?\s*(?:tv-?l|tvöd)|\beg\s*-?\d{1,2}\b)\s*[)\]]?`),
	// What is left of brackets.
	regexp.MustCompile(`[(\[]\s*[)\]]`),
}

// payTime is the time that pay is for.
const payTime = `(?:\s*(?:p\.?a\.?|(?:per|/)\s*(?:hour|month|year|h)\b))?`

// shout is the cry before some titles.
var shout = regexp.MustCompile(`(?i)^\s*(?:urgent(?:ly)?|now hiring|we(?:'re| are) hiring|hiring(?: now)?|wanted|job|vacancy|new|wir suchen)\s*[:!–-]+\s*`)

// JobTitle is an advertisement's title as people say it: without the letters for genders,
// requisition numbers and salary codes, not in capitals, and without the place when that
// is said beside it ("" when not). A title of nothing else stays as it is.
func JobTitle(title, place string) string {
	was := strings.Join(strings.Fields(CleanText(title)), " ")
	text := shout.ReplaceAllString(tidy(was), "")
	for _, pattern := range noise {
		text = pattern.ReplaceAllString(text, " ")
	}
	text = calm(tidy(text))
	if place != "" {
		text = tidy(withoutPlace(text, place))
	}
	if text == "" {
		return was
	}
	return text
}

// tidy takes away what removing leaves behind: double spaces, and signs that part nothing
// any more.
func tidy(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	text = strings.NewReplacer(" ,", ",", " )", ")", "( ", "(").Replace(text)
	return strings.TrimFunc(text, func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune("-–—|/,;:!*•·", c) || c > 0x1F000
	})
}

// withoutPlace cuts a place off the end of a title: "Designer - Berlin", "Designer (Berlin)".
func withoutPlace(text, place string) string {
	at := len(text) - len(place)
	trimmed := strings.TrimSuffix(text, ")")
	if end := len(trimmed) - len(place); trimmed != text && end > 0 && strings.EqualFold(trimmed[end:], place) && trimmed[end-1] == '(' {
		return trimmed[:end-1]
	}
	if at > 1 && strings.EqualFold(text[at:], place) && strings.ContainsAny(text[:at], "-–—|,") &&
		strings.ContainsRune("-–—|,", lastSign(text[:at])) {
		return text[:at]
	}
	return text
}

// lastSign is the last character of text that is no space.
func lastSign(text string) rune {
	c, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(text))
	return c
}

// calm writes the shouted words of a title in ordinary capitals. One word of capitals
// among others is a name and stays, and so do the acronyms of job titles.
func calm(title string) string {
	words := strings.Split(title, " ")
	shouted, quiet := 0, false
	for _, word := range words {
		quiet = quiet || strings.ContainsFunc(word, unicode.IsLower)
		if isShouted(word) {
			shouted++
		}
	}
	if shouted == 0 || (shouted == 1 && quiet) {
		return title
	}
	// Acronyms stay, small words in the middle become small, shouted ones get one
	// capital; a title without any small letter is shouted altogether.
	for i, word := range words {
		switch lower := strings.ToLower(word); {
		case strings.ContainsFunc(word, unicode.IsLower) || slices.Contains(jobAcronyms, bare(word)):
		case i > 0 && slices.Contains(smallWords, lower):
			words[i] = lower
		case !quiet || isShouted(word):
			words[i] = capitalised(word)
		}
	}
	return strings.Join(words, " ")
}

// isShouted tells a word of at least four letters, all of them capitals.
func isShouted(word string) bool {
	letters := bare(word)
	return utf8.RuneCountInString(letters) >= 4 && !slices.Contains(jobAcronyms, letters) &&
		letters == strings.ToUpper(letters) && letters != strings.ToLower(letters)
}

// bare is a word without the signs around it.
func bare(word string) string {
	return strings.TrimFunc(word, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}

// jobAcronyms are capitals that stay in a title that is written in capitals altogether.
var jobAcronyms = []string{
	"AI", "APAC", "API", "AWS", "B2B", "B2C", "BI", "CAD", "CEO", "CFO", "CNC", "COO", "CRM", "CTO", "DACH", "DBA", "EMEA", "ERP", "ESG",
	"EU", "HR", "II", "III", "IOS", "IT", "ML", "PHP", "PLC", "PR", "QA", "R&D", "SAP", "SDK", "SEA", "SEO", "SPS", "SQL", "SRE", "UI", "UK",
	"US", "UX", "VP",
}

// smallWords stay small inside a title.
var smallWords = []string{"and", "or", "of", "for", "in", "the", "to", "with", "at", "on", "und", "für", "im", "der", "die"}

// capitalised writes each part of a word, such as those around a hyphen or slash, with
// one capital.
func capitalised(word string) string {
	first := true
	return strings.Map(func(c rune) rune {
		if !unicode.IsLetter(c) {
			first = true
			return c
		}
		if first {
			first = false
			return unicode.ToUpper(c)
		}
		return unicode.ToLower(c)
	}, word)
}
