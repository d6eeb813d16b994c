// Words in pictures: the fonts, what they can show, and text that fits a width.

package picture

import (
	"image"
	"image/color"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// The fonts have Latin, Greek and Cyrillic letters (go.dev/blog/go-fonts).
var regular, bold = mustFont(goregular.TTF), mustFont(gobold.TTF)

// mustFont reads a font that is part of the program.
func mustFont(ttf []byte) *sfnt.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err)
	}
	return f
}

// Showable is a name as a picture can show it: without emoji, without words in letters that the fonts lack, and with
// the plain letter where they lack only its marks. "" when nothing is left of it.
func Showable(name string) string {
	var words []string
	var buffer sfnt.Buffer
	for word := range strings.FieldsSeq(norm.NFC.String(name)) {
		shown, whole := "", true
		for _, r := range word {
			if !has(&buffer, r) {
				r = []rune(norm.NFD.String(string(r)))[0]
			}
			switch {
			case has(&buffer, r) && !unicode.IsMark(r):
				shown += string(r)
			case unicode.IsLetter(r) || unicode.IsMark(r) && unicode.IsLetter(last(shown)) || unicode.IsDigit(r):
				whole = false
			}
		}
		if whole && shown != "" {
			words = append(words, shown)
		}
	}
	shown := strings.Join(words, " ")
	if !strings.ContainsFunc(shown, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return shown
}

// has tells whether both fonts have a letter or sign.
func has(buffer *sfnt.Buffer, r rune) bool {
	plain, err := regular.GlyphIndex(buffer, r)
	strong, errBold := bold.GlyphIndex(buffer, r)
	return err == nil && errBold == nil && plain != 0 && strong != 0
}

// last is the last sign of a text, 0 of an empty one.
func last(s string) (r rune) {
	for _, r = range s {
	}
	return r
}

// align is where a text stands at its point.
type align float64

const (
	left   align = 0
	middle align = 0.5
	right  align = 1
)

// style is how a text looks; size is in pixels.
type style struct {
	font *sfnt.Font
	size float64
	in   color.RGBA
}

// face makes the letters of a style.
func (s style) face() font.Face {
	// The error is about options that are none.
	face, _ := opentype.NewFace(s.font, &opentype.FaceOptions{Size: s.size, DPI: 72, Hinting: font.HintingNone})
	return face
}

// text writes a line with its base at y, cut to a width in pixels.
func (c canvas) text(s style, words string, at align, x, y, most float64) {
	face := s.face()
	words = fitted(face, words, most)
	start := x - float64(at)*float64(font.MeasureString(face, words))/64
	drawer := font.Drawer{Dst: c, Src: image.NewUniform(s.in), Face: face,
		Dot: fixed.Point26_6{X: fixed.Int26_6(start * 64), Y: fixed.Int26_6(y * 64)}}
	drawer.DrawString(words)
}

// fitted cuts a line that is too wide, with an ellipsis.
func fitted(face font.Face, words string, most float64) string {
	fits := func(s string) bool { return float64(font.MeasureString(face, s))/64 <= most }
	if fits(words) {
		return words
	}
	signs := []rune(words)
	for len(signs) > 0 && !fits(string(signs)+"…") {
		signs = signs[:len(signs)-1]
	}
	return strings.TrimRight(string(signs), " ") + "…"
}

// within is the style in a size in which words fit a width; a number is never cut.
func (s style) within(words string, most float64) style {
	if wide := float64(font.MeasureString(s.face(), words)) / 64; wide > most {
		s.size *= most / wide
	}
	return s
}

// lines breaks words into lines of a width, at most so many; the last is cut where more is written.
func (s style) lines(words string, most float64, count int) []string {
	face := s.face()
	var lines []string
	for word := range strings.FieldsSeq(words) {
		if n := len(lines); n > 0 {
			longer := lines[n-1] + " " + word
			if n == count || float64(font.MeasureString(face, longer))/64 <= most {
				lines[n-1] = longer
				continue
			}
		}
		lines = append(lines, word)
	}
	return lines
}
