// Own words: what of a text is the writer's, beside the texts it may have been taken from, and whether it says
// anything.

package text

import (
	_ "embed" // the words of filler
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// OwnMin is how many characters must be the writer's own before a text counts as own words: about one short sentence.
const OwnMin = 40

const (
	borrowedRun = 3    // words in a row that count as taken from a text; shorter runs meet by chance
	nearly      = 0.6  // share of letters in threes found in another text from which both say the same
	realWords   = 5    // different words that a sentence has at least
	realShare   = 0.65 // share of the words that must be real
)

var webLink = regexp.MustCompile(`(?i)\bhttps?://\S+`)

// IsOwn tells whether at least OwnMin characters of written are neither taken from one of lent nor nearly equal to one
// of them, and are made of real words. Links are nobody's own.
func IsOwn(written string, lent []string) bool {
	own := beyond(linkless(written), lent)
	rest := strings.Join(own, " ")
	return utf8.RuneCountInString(rest) >= OwnMin && areReal(own) &&
		!slices.ContainsFunc(lent, func(source string) bool { return isNear(rest, source) })
}

// Repeats tells whether more than half of what is the writer's own in written stands in posted as well, or nearly all
// of it does. What both took from one of lent counts for neither.
func Repeats(written, posted string, lent []string) bool {
	own := beyond(linkless(written), lent)
	return 2*len(beyond(own, []string{posted})) < len(own) || isNear(strings.Join(own, " "), posted)
}

// linkless is the words of s without the links in it, whatever disguises them.
func linkless(s string) []string { return Words(undisguised(webLink.ReplaceAllString(s, " "))) }

// beyond gives the words that are in no run of three which one of lent has too, so a sentence that was changed in one
// place is still known by the rest.
func beyond(words []string, lent []string) (own []string) {
	borrowed := map[string]bool{}
	for _, source := range lent {
		for run := range runs(linkless(source)) {
			borrowed[run] = true
		}
	}
	taken := make([]bool, len(words))
	for run, at := range runs(words) {
		if borrowed[run] {
			for j := range borrowedRun {
				taken[at+j] = true
			}
		}
	}
	for i, word := range words {
		if !taken[i] {
			own = append(own, word)
		}
	}
	return own
}

// runs yields every run of three words and where it begins.
func runs(words []string) func(yield func(string, int) bool) {
	return func(yield func(string, int) bool) {
		for i := 0; i+borrowedRun <= len(words); i++ {
			if !yield(strings.Join(words[i:i+borrowedRun], " "), i) {
				return
			}
		}
	}
}

// isNear tells whether s says nearly what source says: most of its letters, taken in threes, are there too. Words that
// were moved, misspelt or written together change little of that.
func isNear(s, source string) bool {
	mine, theirs := threes(s), threes(source)
	found := 0
	for three := range mine {
		if theirs[three] {
			found++
		}
	}
	return float64(found) >= nearly*float64(len(mine))
}

// threes are the letters of s by threes.
func threes(s string) map[string]bool {
	letters := []rune(strings.Join(linkless(s), ""))
	set := map[string]bool{}
	for i := 0; i+3 <= len(letters); i++ {
		set[string(letters[i:i+3])] = true
	}
	return set
}

// areReal tells sentences from filler and from keys pressed at random.
func areReal(words []string) bool {
	count, different := 0, map[string]bool{}
	for _, word := range words {
		if isReal(word) {
			count++
			different[word] = true
		}
	}
	return len(different) >= realWords && 2*len(different) > count && float64(count) >= realShare*float64(len(words))
}

//go:embed filler.txt
var fillerWords string

// filler are the words that printers put where a text is missing, without those of them that people write.
var filler = Words(fillerWords)

// keyRows are what fingers do when they write nothing, in both directions.
var keyRows = []string{"asdfghjkl", "lkjhgfdsa", "qwertyuiop", "qwertzuiop", "poiuytrewq", "zxcvbnm", "mnbvcxz",
	"yxcvbnm"}

// keyRun is how many keys side by side are no chance.
const keyRun = 4

// isReal tells whether word may be one of some language. Scripts other than the Latin one are taken as they are.
func isReal(word string) bool {
	if slices.Contains(filler, word) {
		return false
	}
	vowel, latin, letters, consonants, same := false, true, 0, 0, 0
	last := rune(0)
	for _, c := range word {
		if same++; c != last {
			same = 1
		}
		last = c
		latin = latin && unicode.In(c, unicode.Latin)
		letters++
		// Letters with a mark are vowels, or stand beside them: what they are is not worth a table.
		if consonants++; c > unicode.MaxASCII || strings.ContainsRune("aeiouy", c) {
			vowel, consonants = true, 0
		}
		if same > 2 && unicode.IsLetter(c) || latin && consonants > 4 {
			return false
		}
	}
	return letters > 0 && (!latin || letters == 1 || vowel && !hasKeyRun(word))
}

// hasKeyRun tells whether word has letters that lie side by side on a keyboard.
func hasKeyRun(word string) bool {
	for i := 0; i+keyRun <= len(word); i++ {
		run := word[i : i+keyRun]
		beside := func(row string) bool { return strings.Contains(row, run) }
		// "property" and the German "Wert" are words.
		if run != "erty" && run != "wert" && slices.ContainsFunc(keyRows, beside) {
			return true
		}
	}
	return false
}
