// The card of a moment: a medal with a number, what happened, and a few words.

package picture

import "math"

// Moment is something to be glad about. Big is a number, or "" for a star; Unit says what it counts. Title and Words carry no names: the message that shows the card does, and the same card serves everybody.
type Moment struct{ Big, Unit, Title, Words string }

// The places of a moment's parts, in pixels.
const (
	momentHeight = 300
	medalAt      = 155
	medalRadius  = 104
	momentText   = 300
)

// PNG draws the card.
func (m Moment) PNG() []byte {
	c := newCanvas(momentHeight)
	x, y := float64(medalAt), float64(momentHeight)/2
	for _, side := range []float64{-1, 1} {
		c.fill(green, point{x, y - 20}, point{x + side*90, y - 150}, point{x + side*26, y - 150}, point{x - side*26, y - 36})
	}
	c.disc(medals[0], x, y+10, medalRadius)
	c.disc(paper, x, y+10, medalRadius-10)
	c.disc(medals[0], x, y+10, medalRadius-16)
	if m.Big == "" {
		c.star(x, y+10, 58)
	} else {
		c.text(style{bold, 68, ink}.within(m.Big, 2*medalRadius-56), m.Big, middle, x, y+27, 2*medalRadius)
		c.text(style{regular, 30, ink}, m.Unit, middle, x, y+65, 2*medalRadius-60)
	}
	title, words := style{bold, 48, ink}, style{regular, 36, grey}
	const room = width - momentText - margin
	lines := words.lines(m.Words, room, 2)
	base := y - 4 - 24*float64(len(lines)-1)
	c.text(title, m.Title, left, momentText, base, room)
	for i, line := range lines {
		c.text(words, line, left, momentText, base+62+48*float64(i), room)
	}
	return c.png()
}

// star paints a star with five points.
func (c canvas) star(x, y, radius float64) {
	var outline []point
	for i := range 10 {
		r := radius
		if i%2 == 1 {
			r *= 0.45
		}
		angle := math.Pi * float64(i) / 5
		outline = append(outline, point{x + r*math.Sin(angle), y - r*math.Cos(angle)})
	}
	c.fill(ink, outline...)
}
