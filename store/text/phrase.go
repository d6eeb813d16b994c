// Phrases that must not be written: found whatever their case, their spaces and the signs that hide them.

package text

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// PhraseMin is how many letters and digits a phrase has at least: a shorter one would be found in everything.
const PhraseMin = 3

// lookalikes are Cyrillic and Greek letters that a reader takes for Latin ones (unicode.org/reports/tr39), small after
// folding. They are compared as the Latin letter, in the phrase and in the text alike.
var lookalikes = strings.NewReplacer("а", "a", "в", "b", "с", "c", "е", "e", "һ", "h", "і", "i", "ј", "j", "к", "k",
	"м", "m", "о", "o",
	"р", "p", "ѕ", "s", "т", "t", "х", "x", "у", "y", "α", "a", "ο", "o", "ν", "v", "ρ", "p", "ι", "i")

// bareLetters are the letters and digits of s as they are compared, and which of them begin or end a word.
type bareLetters struct {
	letters      []rune
	starts, ends []bool
}

// tatweel stretches Arabic letters and means nothing.
const tatweel = '\u0640'

// undisguised is s as it is read: small, compatible forms made one, look-alikes made Latin, without marks and what
// nobody sees.
func undisguised(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) && !IsHidden(r) && r != tatweel {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(lookalikes.Replace(b.String())) // the syllables of Hangul in one piece again
}

// bare keeps the letters and digits of s.
func bare(s string) (b bareLetters) {
	between := true
	for _, r := range undisguised(s) {
		if !isWordRune(r) {
			if n := len(b.ends); n > 0 {
				b.ends[n-1] = true
			}
			between = true
			continue
		}
		b.letters = append(b.letters, r)
		b.starts, b.ends = append(b.starts, between), append(b.ends, false)
		between = false
	}
	if n := len(b.ends); n > 0 {
		b.ends[n-1] = true
	}
	return b
}

// PhraseLength is how many letters and digits of a phrase are compared.
func PhraseLength(phrase string) int { return len(bare(phrase).letters) }

// FirstPhrase is the first of phrases that stands in s as whole words, "" none. Case, accents, the signs and spaces
// between letters and signs that nobody sees make no difference, so that "Project-Falcon" and "p r o j e c t falcon"
// are both found, and "falconer" is not.
func FirstPhrase(s string, phrases []string) string {
	in := bare(s)
	all := string(in.letters)
	for _, phrase := range phrases {
		wanted := bare(phrase).letters
		// Most phrases are nowhere, which the quick look tells.
		if len(wanted) >= PhraseMin && strings.Contains(all, string(wanted)) && in.has(wanted) {
			return phrase
		}
	}
	return ""
}

// has tells whether letters stand in b from the beginning of a word to the end of one.
func (b bareLetters) has(letters []rune) bool {
	for i := 0; i+len(letters) <= len(b.letters); i++ {
		last := i + len(letters) - 1
		if b.starts[i] && b.ends[last] && slices.Equal(b.letters[i:last+1], letters) {
			return true
		}
	}
	return false
}
