// Package picture draws the pictures that Vouch sends: a leaderboard and the card of a moment. It knows neither Slack
// nor the store, and the same input gives the same bytes.
//
// Slack shows a picture about 320 to 450 pixels wide. Pictures have twice the larger width, so that they are sharp on
// every screen and their words large enough on a phone, and a light ground of their own, so that they look the same in light and dark. Text has a contrast of at
// least 4.5 to what is behind it (w3.org/TR/WCAG22, 1.4.3).
package picture

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"math"
	"slices"

	"golang.org/x/image/vector"
)

// The size of a picture and its margin, in pixels.
const (
	width  = 900
	margin = 40
)

// The colours. Medals are the ground of dark numbers.
var (
	paper  = color.RGBA{0xfb, 0xf9, 0xf5, 0xff}
	ink    = color.RGBA{0x1d, 0x1c, 0x1d, 0xff}
	grey   = color.RGBA{0x5c, 0x5b, 0x5f, 0xff}
	green  = color.RGBA{0x1f, 0x6b, 0x4a, 0xff}
	track  = color.RGBA{0xe8, 0xe5, 0xdd, 0xff}
	mine   = color.RGBA{0xdf, 0xee, 0xe5, 0xff}
	medals = []color.RGBA{{0xe3, 0xb3, 0x41, 0xff}, {0xbc, 0xc2, 0xc9, 0xff}, {0xd6, 0x93, 0x63, 0xff}}
)

// canvas is a picture in the making.
type canvas struct{ *image.RGBA }

// newCanvas is an empty picture of this height in pixels.
func newCanvas(height int) canvas {
	c := canvas{image.NewRGBA(image.Rect(0, 0, width, height))}
	draw.Draw(c, c.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	return c
}

// point is a place on a canvas, in pixels.
type point struct{ x, y float64 }

// fill paints the area inside closed lines.
func (c canvas) fill(in color.RGBA, outline ...point) {
	area := image.Rectangle{}
	for _, p := range outline {
		area = area.Union(image.Rect(int(p.x), int(p.y), int(p.x)+2, int(p.y)+2))
	}
	area = area.Intersect(c.Bounds())
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	for i, p := range outline {
		x, y := float32(p.x)-float32(area.Min.X), float32(p.y)-float32(area.Min.Y)
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	r.Draw(c, area, image.NewUniform(in), image.Point{})
}

// arcSteps is how many straight lines make a circle: enough that none is seen.
const arcSteps = 64

// bar paints a rectangle with round ends.
func (c canvas) bar(in color.RGBA, x, y, length, thickness float64) {
	radius := thickness / 2
	length = max(length, thickness)
	var outline []point
	for i := range arcSteps {
		angle := 2*math.Pi*float64(i)/arcSteps + math.Pi/2
		center := x + radius
		if i >= arcSteps/2 {
			center = x + length - radius
		}
		outline = append(outline, point{center + radius*math.Cos(angle), y + radius - radius*math.Sin(angle)})
	}
	c.fill(in, outline...)
}

// disc paints a circle.
func (c canvas) disc(in color.RGBA, x, y, radius float64) { c.bar(in, x-radius, y-radius, 0, 2*radius) }

// maxColors is how many colours a palette has.
const maxColors = 256

// png encodes a canvas with a palette of its most frequent colours, which is a third of the size and looks the same:
// only the edges of letters have more.
func (c canvas) png() []byte {
	count := map[color.RGBA]int{}
	c.runs(func(_, length int, of color.RGBA) { count[of] += length })
	frequent := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(key(a), key(b)))
	})
	palette := color.Palette{}
	for _, each := range frequent[:min(len(frequent), maxColors)] {
		palette = append(palette, each)
	}
	index := map[color.RGBA]uint8{}
	for each := range count {
		index[each] = uint8(palette.Index(each))
	}
	shown := image.NewPaletted(c.Bounds(), palette)
	c.runs(func(from, length int, of color.RGBA) {
		in := index[of]
		for i := range length {
			shown.Pix[from+i] = in
		}
	})
	var out bytes.Buffer
	// A buffer takes everything, and a palette of at most 256 colours can be encoded.
	_ = (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&out, shown)
	return out.Bytes()
}

// runs gives a canvas as runs of one colour, of which a picture has few; from and length are in pixels.
func (c canvas) runs(each func(from, length int, of color.RGBA)) {
	at := func(i int) color.RGBA { return color.RGBA{c.Pix[4*i], c.Pix[4*i+1], c.Pix[4*i+2], c.Pix[4*i+3]} }
	for from, end := 0, len(c.Pix)/4; from < end; {
		to := from + 1
		for to < end && at(to) == at(from) {
			to++
		}
		each(from, to-from, at(from))
		from = to
	}
}

// key orders colours.
func key(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }
