// Captions: the suggested text of a share, the check of what the person made of it, and whether the words are their
// own.

package post

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/store"
	"vouch/store/text"
)

// OwnWordsMin is how many characters must be the person's own before a text counts as own words.
const OwnWordsMin = text.OwnMin

// Suggest offers a text for sharing a on n: the curators' variant that was handed out longest ago (the first of equals)
// among those that fit together with disclosure and link, and its index; where there is none, a plain sentence made
// from the title and the summary, or for a job what JobWords says to this reader, and -1. The disclosure is not in the
// text yet; see Compose.
func Suggest(a store.Asset, n store.Network, disclosure, link string, reader store.EmployeeID) (text string,
	variant int) {
	if order := VariantsFor(a, n, disclosure, link); len(order) > 0 {
		return CleanText(a.Variants[order[0]].Text), order[0]
	}
	if a.Kind == store.Job {
		if text := jobCaption(JobWords(a, reader), n, disclosure, link); text != "" {
			return text, -1
		}
	}
	return plainCaption(a, n, disclosure, link), -1
}

// VariantsFor lists the indexes of the variants that fit n together with disclosure and link, the one that was handed
// out last at the end, so that no text comes twice in a row and a person who wants another text gets the next one.
func VariantsFor(a store.Asset, n store.Network, disclosure, link string) []int {
	var order []int
	for i, v := range a.Variants {
		if text := CleanText(v.Text); text != "" && fits(n, text, disclosure, link) {
			// Indexes and not texts: a share keeps which variant it began from.
			order = append(order, i)
		}
	}
	// Stable, so that of equals the curators' own order decides.
	slices.SortStableFunc(order, func(i, j int) int {
		x, y := a.Variants[i], a.Variants[j]
		return cmp.Or(x.UsedAt.Compare(y.UsedAt), cmp.Compare(x.Used, y.Used))
	})
	return order
}

// fits tells whether text goes to n as it will be posted: disclosure and link take their room before the text is
// offered, not when somebody presses Share.
func fits(n store.Network, text, disclosure, link string) bool {
	used, limit := CountText(n, Compose(text, disclosure), link)
	return used <= limit
}

// jobCaption is as much of a job's words as goes to n: the opening first, then who would fit, then what it is about; ""
// when not even the opening fits. Longer texts come later in the list, so the last that fits is the longest.
func jobCaption(job JobText, n store.Network, disclosure, link string) string {
	best := ""
	for _, text := range []string{job.Hook, strings.TrimSpace(job.Hook + " " + job.Fits),
		strings.TrimSpace(job.Hook + "\n\n" + strings.TrimSpace(job.Lines+"\n\n"+job.Fits))} {
		if fits(n, text, disclosure, link) {
			best = text
		}
	}
	return best
}

// plainCaption makes a text of the title and, where there is room, the first sentence of the summary. "" only where not
// even two characters of the title fit.
func plainCaption(a store.Asset, n store.Network, disclosure, link string) string {
	title := text.Line(a.Title)
	whole := opening(a, title)
	if summary := firstSentence(CleanText(a.Summary)); summary != "" && !strings.EqualFold(summary, title) {
		if longer := whole + "\n\n" + summary; fits(n, longer, disclosure, link) {
			return longer
		}
	}
	if fits(n, whole, disclosure, link) {
		return whole
	}
	// The title alone is too long: cut it until it fits. Each step is shorter, so this ends. A tenth at a time: a few
	// dozen attempts for the longest title, and at most a tenth is lost.
	for limit := utf8.RuneCountInString(whole) - 1; limit > 1; limit -= max(1, limit/10) {
		if short := text.CutWords(whole, limit); fits(n, short, disclosure, link) {
			return short
		}
	}
	return ""
}

// opening says what kind of thing the title names, without praise that the person has not given.
func opening(a store.Asset, title string) string {
	switch a.Kind {
	case store.Job:
		return "We are hiring: " + JobTitle(title, "")
	case store.Event:
		return "Coming up: " + title
	case store.CaseStudy:
		return "From our work: " + title
	case store.Culture:
		return "From our workplace: " + title
	}
	return title
}

// firstSentence gives text up to the first full stop, question or exclamation mark before a space and an upper-case
// letter.
func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for i := 0; i+2 < len(text); i++ {
		if strings.IndexByte(".?!", text[i]) < 0 || text[i+1] != ' ' {
			continue
		}
		// The first 20 bytes never end a sentence, because of "Dr." and "No." at the beginning.
		if next, _ := utf8.DecodeRuneInString(text[i+2:]); i >= 20 && !unicode.IsLower(next) {
			return text[:i+1]
		}
	}
	return text
}

// CheckText tells whether what was written, with disclosure and link, may go to n. The error is Invalid with the field
// "text".
func CheckText(n store.Network, written, disclosure, link string) error {
	rule, known := RuleOf(n)
	if !known {
		return fieldError("network", "Please choose one of the networks in the list.")
	}
	clean := CleanText(written)
	// A disclosure alone says nothing about the item, nor do signs that nobody sees.
	if said := strings.Trim(text.Fold(clean), "\u200c\u200d"); said == "" || said == text.Fold(disclosure) {
		return fieldError("text", "Please write a sentence, or take one of the suggested texts.")
	}
	used, limit := CountText(n, Compose(clean, disclosure), link)
	if used <= limit {
		return nil
	}
	what := "this text is"
	switch {
	case link != "" && rule.linkInText && disclosure != "":
		what = "with the link and the disclosure this is"
	case link != "" && rule.linkInText:
		what = "with the link this is"
	case disclosure != "":
		what = "with the disclosure this is"
	}
	place := rule.Label
	if n == store.CopyOnly || n == store.Email {
		place = "this form" // neither has a limit of its own
	}
	sentence := fmt.Sprintf("%s takes %s characters; %s %s. Please cut %s.",
		text.UpperFirst(place), Thousands(limit), what, Thousands(used), Thousands(used-limit))
	// The field's own counter says otherwise.
	if alone, _ := CountText(n, clean, ""); alone > utf8.RuneCountInString(clean) {
		sentence += map[Counting]string{Weighted: " Most emoji count as two.", UTF16: " Most emoji count as two.",
			EmojiSize: " An emoji counts as four or more."}[rule.Counting]
	}
	return fieldError("text", sentence)
}

// fieldError is an Invalid error whose sentence stands at one field of the form.
func fieldError(field, sentence string) error {
	return &store.Error{Kind: store.Invalid, Msg: sentence, Fields: store.FieldErrors{field: sentence}}
}

// IsOwnWords tells whether enough of what was written is the person's own: see text.IsOwn. Everything that a supplies
// is lent, and disclosures count as nobody's own. Whether a colleague posted the same is for the store, in the commit
// that pays.
func IsOwnWords(written string, a store.Asset) bool {
	// Not the bare title: two long words make no run, and the words before it and the place of a job are ours as well.
	lent := append(a.Supplied(), opening(a, text.Line(a.Title)))
	if a.Kind == store.Job {
		lent = append(lent, jobPhrases(a)...)
	}
	// With and without what is taken out of the text below, so that what stands on both sides of it counts too.
	for _, source := range slices.Clone(lent) {
		lent = append(lent, withoutDisclosure(source))
	}
	return text.IsOwn(withoutDisclosure(webLink.ReplaceAllString(CleanText(written), " ")), lent)
}

// withoutDisclosure leaves out the default disclosures: a sentence that begins with "I work at" or speaks of "my
// employer", and hashtags ending in "Employee". Disclosures that a program words for itself are lent by the caller.
func withoutDisclosure(written string) string {
	var kept []string
	for sentence := range strings.FieldsFuncSeq(written, func(c rune) bool { return strings.ContainsRune(".\n!?", c) }) {
		flat := text.Fold(sentence)
		if strings.HasPrefix(flat, "i work at ") || flat == "this is about my employer" {
			continue
		}
		for word := range strings.FieldsSeq(sentence) {
			if !strings.HasPrefix(word, "#") || !strings.HasSuffix(strings.ToLower(word), "employee") {
				kept = append(kept, word)
			}
		}
	}
	return strings.Join(kept, " ")
}

// Thousands writes n with a comma between groups of three digits.
func Thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
