// The picture of a leaderboard: medals, names, bars and numbers.

package picture

import "strconv"

// Row is one line of a board. Place is 1 and up, 0 for none; Part is its bar, 0 to 1. Value is a short number.
type Row struct {
	Place       int
	Name, Value string
	Part        float64
	Mine        bool
}

// Board is a leaderboard. Rows from Far on stand further down, after a gap; Far is len(Rows) where none do. Unit says
// what the values are.
type Board struct {
	Unit string
	Rows []Row
	Far  int
}

// The places of a board's parts, in pixels.
const (
	boardHead = 80
	rowHeight = 72
	gapHeight = 44
	nameAt    = 128
	nameWidth = 370
	barAt     = 512
	barWidth  = 204
)

// PNG draws the board. A name in letters that the fonts lack is said to stand in the text, which whoever sends the
// picture writes beside it.
func (b Board) PNG() []byte {
	height := boardHead + rowHeight*len(b.Rows) + margin/2
	if b.Far < len(b.Rows) {
		height += gapHeight
	}
	c := newCanvas(height)
	c.text(style{regular, 30, grey}, b.Unit, right, width-margin, 54, width/2)
	y := float64(boardHead)
	for i, row := range b.Rows {
		if i == b.Far {
			for dot := range 3 {
				c.disc(grey, margin+26, y+10+12*float64(dot), 4)
			}
			y += gapHeight
		}
		c.row(row, y)
		y += rowHeight
	}
	return c.png()
}

// row draws one line with its top at y.
func (c canvas) row(row Row, y float64) {
	center, base := y+rowHeight/2, y+rowHeight/2+12
	name, value := style{regular, 36, ink}, style{bold, 36, ink}
	if row.Mine {
		c.bar(mine, margin/2, y+3, width-margin, rowHeight-6)
		name.font = bold
	}
	if row.Place >= 1 && row.Place <= len(medals) {
		c.medal(row.Place, margin+26, center)
	}
	shown := Showable(row.Name)
	if shown == "" {
		shown, name = "name in the text", style{regular, 30, grey}
	}
	c.text(name, shown, left, nameAt, base, nameWidth)
	c.bar(track, barAt, center-11, barWidth, 22)
	if row.Part > 0 {
		c.bar(green, barAt, center-11, barWidth*min(row.Part, 1), 22)
	}
	const room = width - margin - barAt - barWidth - 20
	c.text(value.within(row.Value, room), row.Value, right, width-margin, base, 2*room)
}

// medal draws one of the first three places around a point.
func (c canvas) medal(place int, x, y float64) {
	for _, side := range []float64{-1, 1} {
		c.fill(green, point{x, y - 6}, point{x + side*22, y - 32}, point{x + side*6, y - 32}, point{x - side*8, y - 10})
	}
	c.disc(medals[place-1], x, y+4, 24)
	c.text(style{bold, 28, ink}, strconv.Itoa(place), middle, x, y+14, 40)
}
