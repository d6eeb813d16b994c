// Package chart draws the charts of a report as PNG and as SVG, each with words that say what it shows. Its labels are
// our own words and numbers: the font has no signs beyond Latin, Greek and Cyrillic and leaves others out silently.
package chart

import (
	"bytes"
	"cmp"
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"vouch/digest/report"
	"vouch/store"
)

// Chart is a row of bars: upright ones over time, lying ones for names.
type Chart struct {
	Name  string // of its file, without an ending
	Title string
	Alt   string // what it shows, in words

	labels []string
	values []int
	lying  bool
}

// mostBars is how many names a chart shows; the rest stands in the table.
const mostBars = 8

// stageWords are the stages that texts call by more than their names.
var stageWords = map[string]string{string(store.Offer): "offer made", string(store.Won): "deal won"}

// Of are the charts of a report: clicks and hires over time, how far referrals got, and networks. A chart without
// anything to show is left out; before there are clicks, shares take their place.
func Of(r *report.Report) (charts []Chart) {
	over := r.Over
	add := func(c Chart) {
		if slices.Max(append(c.values, 0)) > 0 {
			c.Alt = c.words()
			charts = append(charts, c)
		}
	}
	clicked := slices.Max(append(over.Clicks, 0)) > 0
	if clicked {
		add(Chart{Name: "clicks", Title: "Clicks of people by " + over.Unit, labels: over.Labels, values: over.Clicks})
	} else {
		add(Chart{Name: "shares", Title: "Shares posted by " + over.Unit, labels: over.Labels, values: over.Shares})
	}
	add(Chart{Name: "hires", Title: "Hires by " + over.Unit, labels: over.Labels, values: over.Hires})
	for _, f := range r.Funnels {
		c := Chart{Name: "referrals", Title: "How far candidates got", lying: true}
		if f.Kind == store.Client {
			c.Name, c.Title = "introductions", "How far introductions got"
		}
		for _, m := range f.Stages {
			c.labels, c.values = append(c.labels, cmp.Or(stageWords[m.Name], m.Name)), append(c.values, int(m.Value))
		}
		add(c)
	}
	c := Chart{Name: "networks", Title: "Shares posted by network", lying: true}
	if clicked {
		c.Title = "Unique clicks by network"
	}
	for _, n := range r.Networks {
		value := n.Shares
		if clicked {
			value = n.Unique
		}
		if value > 0 && len(c.labels) < mostBars {
			c.labels, c.values = append(c.labels, n.Label()), append(c.values, value)
		}
	}
	add(c)
	return charts
}

// words say what a chart shows: every bar of few, the sum and the highest of many.
func (c Chart) words() string {
	if len(c.values) <= mostBars {
		var parts []string
		for i, label := range c.labels {
			parts = append(parts, label+" "+strconv.Itoa(c.values[i]))
		}
		return "Bar chart. " + c.Title + ": " + strings.Join(parts, ", ") + "."
	}
	sum := 0
	for _, v := range c.values {
		sum += v
	}
	most := slices.Max(c.values)
	last := len(c.values) - 1
	return fmt.Sprintf("Bar chart. %s, from %s to %s: %d in all, the most from %s with %d.", c.Title, c.labels[0],
		c.labels[last], sum, c.labels[slices.Index(c.values, most)], most)
}

// The look: sizes in points, as gonum has them, and a blue that reads on white and on dark ground.
const (
	width     = vg.Length(480)
	upright   = vg.Length(220)
	barRow    = vg.Length(26) // height of a lying bar with its gap
	fontSize  = vg.Length(11)
	pngDPI    = 144
	mostTicks = 8 // labels below upright bars
)

var (
	blue = color.RGBA{R: 0x2f, G: 0x7d, B: 0xc4, A: 0xff}
	grid = color.NRGBA{R: 0x80, G: 0x80, B: 0x80, A: 0x60}
)

func (c Chart) height() vg.Length {
	if !c.lying {
		return upright
	}
	return vg.Length(len(c.values))*barRow + 50
}

// plot puts the bars together.
func (c Chart) plot() (*plot.Plot, error) {
	p := plot.New()
	p.BackgroundColor = nil
	p.Title.Text, p.Title.Padding = c.Title, 8
	p.Title.TextStyle.Font = font.Font{Typeface: "Liberation", Variant: "Sans", Size: fontSize + 2}
	values, places := plotter.Values{}, plotter.XYs{}
	for i, v := range c.values {
		at := i
		if c.lying { // the first at the top
			at = len(c.values) - 1 - i
		}
		values = append(values, float64(v))
		places = append(places, plotter.XY{X: float64(at), Y: float64(v)})
	}
	if c.lying {
		slices.Reverse(values)
		for i := range places {
			places[i].X, places[i].Y = places[i].Y, places[i].X
		}
	}
	thick := barRow * 0.6
	if !c.lying {
		thick = min(36, (width-70)/vg.Length(len(values))*0.7)
	}
	bars, err := plotter.NewBarChart(values, thick)
	if err != nil {
		return nil, err
	}
	bars.Color, bars.LineStyle.Width, bars.Horizontal = blue, 0, c.lying
	labels, err := c.valueLabels(places)
	if err != nil {
		return nil, err
	}
	if !c.lying {
		lines := plotter.NewGrid()
		lines.Vertical.Width, lines.Horizontal.Color, lines.Horizontal.Width = 0, grid, 0.5
		p.Add(lines) // first, so that it is behind the bars
	}
	p.Add(bars, labels)
	c.axes(p)
	return p, nil
}

// valueLabels write each bar's value at its end, where there is room.
func (c Chart) valueLabels(places plotter.XYs) (*plotter.Labels, error) {
	words := make([]string, len(places))
	for i, v := range c.values {
		if v > 0 && (c.lying || len(places) <= 16) {
			words[i] = strconv.Itoa(v)
		}
	}
	labels, err := plotter.NewLabels(plotter.XYLabels{XYs: places, Labels: words})
	if err != nil {
		return nil, err
	}
	for i := range labels.TextStyle {
		labels.TextStyle[i].Font = font.Font{Typeface: "Liberation", Variant: "Sans", Size: fontSize}
		labels.TextStyle[i].XAlign, labels.TextStyle[i].YAlign = text.XCenter, text.YBottom
		if c.lying {
			labels.TextStyle[i].XAlign, labels.TextStyle[i].YAlign = text.XLeft, text.YCenter
		}
	}
	labels.Offset = vg.Point{Y: 2}
	if c.lying {
		labels.Offset = vg.Point{X: 4}
	}
	return labels, nil
}

// axes name the bars on one side and count on the other. Half a bar more on each side gives the first and the last the
// room of the others, and a tenth more keeps the highest value's label inside.
func (c Chart) axes(p *plot.Plot) {
	names, counts := &p.X, &p.Y
	if c.lying {
		names, counts = &p.Y, &p.X
	}
	every := 1
	if !c.lying {
		every = (len(c.labels) + mostTicks - 1) / mostTicks
	}
	var ticks plot.ConstantTicks
	for i, label := range c.labels {
		at := i
		if c.lying {
			at = len(c.labels) - 1 - i
		}
		if i%every == 0 {
			ticks = append(ticks, plot.Tick{Value: float64(at), Label: label})
		}
	}
	names.Tick.Marker, names.Tick.Length, names.Width = ticks, 0, 0
	names.Min, names.Max = -0.6, float64(len(c.labels))-0.4
	most := float64(slices.Max(c.values))
	counts.Min, counts.Max = 0, most*1.12
	counts.Tick.Marker, counts.Tick.Length, counts.Width = wholeTicks(int(most)), 0, 0
	if c.lying {
		counts.Tick.Marker = plot.ConstantTicks{} // each bar has its value
	}
	for _, axis := range []*plot.Axis{names, counts} {
		axis.Padding = 4
		if axis == names && c.lying {
			axis.Padding = 12 // a page may write the names in a wider type than the one they are measured in
		}
		axis.Tick.Label.Font = font.Font{Typeface: "Liberation", Variant: "Sans", Size: fontSize}
	}
}

// wholeTicks are at most five whole numbers from 0: nobody makes half a click.
func wholeTicks(most int) (ticks plot.ConstantTicks) {
	step := 1
	for n := 0; most/step > 4; n++ {
		step = []int{2, 5, 10}[n%3]
		for range n / 3 {
			step *= 10
		}
	}
	for v := 0; v <= most; v += step {
		ticks = append(ticks, plot.Tick{Value: float64(v), Label: strconv.Itoa(v)})
	}
	return ticks
}

// PNG draws the chart on white.
func (c Chart) PNG() ([]byte, error) {
	p, err := c.plot()
	if err != nil {
		return nil, fmt.Errorf("chart %s: %w", c.Name, err)
	}
	p.BackgroundColor = color.White
	canvas := vgimg.NewWith(vgimg.UseWH(width, c.height()), vgimg.UseDPI(pngDPI))
	p.Draw(margins(draw.New(canvas)))
	var out bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&out); err != nil {
		return nil, fmt.Errorf("chart %s: %w", c.Name, err)
	}
	return out.Bytes(), nil
}

// SVG draws the chart as an svg element without a ground, in the colour of the text around it, as wide as its place.
func (c Chart) SVG() (string, error) {
	p, err := c.plot()
	if err != nil {
		return "", fmt.Errorf("chart %s: %w", c.Name, err)
	}
	canvas := vgsvg.New(width, c.height())
	p.Draw(margins(draw.New(canvas)))
	var out bytes.Buffer
	if _, err := canvas.WriteTo(&out); err != nil {
		return "", fmt.Errorf("chart %s: %w", c.Name, err)
	}
	// The element alone, without the prolog and the size in points.
	svg := out.String()
	view := svg[strings.Index(svg, "viewBox="):]
	alt := strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(c.Alt)
	return `<svg role="img" fill="currentColor" aria-label="` + alt + `" ` + strings.NewReplacer("#000000", "currentColor",
		"font-family:Liberation Sans", "font-family:inherit").Replace(view), nil
}

// margins keep the outermost labels inside.
func margins(c draw.Canvas) draw.Canvas { return draw.Crop(c, 6, -14, 6, -8) }
