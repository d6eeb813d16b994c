// Words: numbers with their nouns, lists as people say them, and the words that a text is made of.

package text

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Count writes a number with its noun, as "1 share" or "3 shares".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// As gives texts of one type as those of another, nil for none.
func As[T, S ~string](list []S) (texts []T) {
	for _, s := range list {
		texts = append(texts, T(s))
	}
	return texts
}

// List joins words as people do, with last before the last one: "a", "a and b", "a, b and c".
func List(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// Words splits s into lower-case words of letters and digits. Scripts written without spaces give one word a character.
func Words(s string) []string {
	var words []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			words = append(words, b.String())
			b.Reset()
		}
	}
	for _, c := range strings.ToLower(s) {
		switch {
		case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer):
			flush()
			words = append(words, string(c))
		case unicode.IsLetter(c), unicode.IsDigit(c), unicode.IsMark(c):
			b.WriteRune(c)
		default:
			flush()
		}
	}
	flush()
	return words
}

// HasWord tells whether one of words begins at a word's start in s, case ignored. "engineer" is in "Site Reliability
// Engineers", "art" is not in "Head of Smart Things". Short words stand whole, see StartsWord.
func HasWord(s string, words []string) bool {
	s = Fold(s)
	for _, word := range words {
		if word = Fold(word); word != "" && StartsWord(s, word) {
			return true
		}
	}
	return false
}

// shortWord is the length of abbreviations, which are no beginnings of other words: "coo" of "cook", "it" of "Italy".
const shortWord = 3

// StartsWord tells whether word stands in s where no letter or digit comes before it, and none after a word of at most
// three Latin letters; both are folded and word is not empty.
func StartsWord(s, word string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], word)
		if i < 0 {
			return false
		}
		at += i
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		starts := at == 0 || !isWordRune(before)
		at += len(word)
		// Bytes are counted: longer letters belong to other scripts, where two may be a word and no space follows.
		after, _ := utf8.DecodeRuneInString(s[at:])
		if starts && (len(word) > shortWord || at == len(s) || !isWordRune(after)) {
			return true
		}
	}
}

// isWordRune tells letters and digits.
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Distinct cleans texts and drops empty and repeated ones, in order.
func Distinct(texts []string, clean func(string) string) (kept []string) {
	for _, s := range texts {
		if s = clean(s); s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// LowerFirst begins a sentence in the middle of another.
func LowerFirst(s string) string { return first(s, unicode.ToLower) }

// UpperFirst makes a name fit to open a sentence.
func UpperFirst(s string) string { return first(s, unicode.ToUpper) }

// first changes the first letter of s.
func first(s string, change func(rune) rune) string {
	letter, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(change(letter)) + s[size:]
}

// Distance is how many letters are put in, left out or changed between two words, or swapped with the next one.
func Distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	rows := make([][]int, len(from)+1)
	for i := range rows {
		rows[i] = make([]int, len(to)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
				continue
			case from[i-1] == to[j-1]:
				rows[i][j] = rows[i-1][j-1]
				continue
			}
			rows[i][j] = 1 + min(rows[i-1][j], rows[i][j-1], rows[i-1][j-1])
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				rows[i][j] = min(rows[i][j], 1+rows[i-2][j-2])
			}
		}
	}
	return rows[len(from)][len(to)]
}

// Cell keeps a spreadsheet from running what somebody wrote: a cell that would begin a formula gets an apostrophe
// before it (OWASP, CSV injection).
func Cell(words string) string {
	if words != "" && strings.ContainsAny(words[:1], "=+-@\t\r\n") {
		return "'" + words
	}
	return words
}
