// Tests of charts: what is drawn, what its words say, and that no bar or label is cut off.

package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"vouch/digest/report"
	"vouch/store"
)

// a report with 40 weeks of clicks and two hires.
func sample() *report.Report {
	r := &report.Report{Over: report.Timeline{Unit: "week", Labels: make([]string, 40), Shares: make([]int, 40),
		Clicks: make([]int, 40), Hires: make([]int, 40)}}
	for i := range 40 {
		r.Over.Labels[i], r.Over.Clicks[i] = "week "+string(rune('A'+i)), i*i
	}
	r.Over.Hires[3] = 2
	f := report.Funnel{Kind: store.Candidate}
	for i, stage := range store.Stages(store.Candidate) {
		f.Stages = append(f.Stages, report.Measure{Name: string(stage), Value: float64(12 - 2*i)})
	}
	r.Funnels = []report.Funnel{f, {Kind: store.Client, Stages: []report.Measure{{Name: "submitted"}}}}
	r.Networks = []report.Network{{Name: "linkedin", Unique: 30, Shares: 1}, {Name: "x & <y>", Unique: 2}, {Name: "email"}}
	return r
}

func TestOf_DrawsWhatThereIs(t *testing.T) {
	charts := Of(sample())
	var names []string
	for _, c := range charts {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, " "); got != "clicks hires referrals networks" {
		t.Fatalf("the charts are %s", got)
	}
	for i, want := range []string{
		"Bar chart. Clicks of people by week, from week A to week h: 20540 in all, the most from week h with 1521.",
		"Bar chart. Hires by week, from week A to week h: 2 in all, the most from week D with 2.",
		"Bar chart. How far candidates got: submitted 12, accepted 10, screening 8, interview 6, offer made 4, hired 2, " +
			"started 0.",
		"Bar chart. Unique clicks by network: LinkedIn 30, x & <y> 2.",
	} {
		if charts[i].Alt != want {
			t.Errorf("%s says %q, want %q", charts[i].Name, charts[i].Alt, want)
		}
	}
	if got := Of(&report.Report{Over: report.Timeline{Labels: []string{"1 Jan"}, Shares: []int{0}}}); len(got) != 0 {
		t.Errorf("nothing happened, and there are %d charts", len(got))
	}
}

// Without any click, shares are shown in their place.
func TestOf_SharesBeforeClicks(t *testing.T) {
	r := sample()
	r.Over.Clicks, r.Over.Shares[5] = make([]int, 40), 7
	charts := Of(r)
	if charts[0].Name != "shares" || charts[len(charts)-1].Title != "Shares posted by network" {
		t.Errorf("the first chart is %s, the last %q", charts[0].Name, charts[len(charts)-1].Title)
	}
}

// The white border shows that nothing touches the edge, however many bars there are and however long their names.
func TestPNG_NothingIsCutOff(t *testing.T) {
	charts := Of(sample())
	one := Chart{Title: "One", labels: []string{"Mar 24"}, values: []int{1}}
	long := Chart{Title: "Long", lying: true, labels: []string{strings.Repeat("name ", 8)}, values: []int{1_000_000}}
	for _, c := range append(charts, one, long) {
		raw, err := c.PNG()
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		size, dark := picture.Bounds(), 0
		for x := range size.Dx() {
			for y := range size.Dy() {
				r, g, b, _ := picture.At(x, y).RGBA()
				edge := x < 4 || y < 4 || x >= size.Dx()-4 || y >= size.Dy()-4
				if r+g+b < 3*0xffff && edge {
					t.Fatalf("%s: something is at the edge (%d, %d) of %v", c.Title, x, y, size)
				}
				if r+g+b < 3*0xffff {
					dark++
				}
			}
		}
		if dark < 500 || len(raw) > 100_000 {
			t.Errorf("%s: %d coloured points, %d bytes", c.Title, dark, len(raw))
		}
	}
}

// The first and the last bar are as wide as those between.
func TestPNG_EachBarIsWhole(t *testing.T) {
	raw, err := Chart{Title: "Four", labels: []string{"a", "b", "c", "d"}, values: []int{5, 5, 5, 5}}.PNG()
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var widths []int
	for x, inside := 0, false; x < picture.Bounds().Dx(); x++ {
		r, _, b, _ := picture.At(x, picture.Bounds().Dy()*3/4).RGBA()
		now := b > 2*r
		if now && !inside {
			widths = append(widths, 0)
		}
		if inside = now; now {
			widths[len(widths)-1]++
		}
	}
	if len(widths) != 4 || slices.Max(widths)-slices.Min(widths) > 1 {
		t.Errorf("the bars are %v points wide", widths)
	}
}

// The element is well-formed, has its words, and takes the colour of the text around it.
func TestSVG_IsOneElement(t *testing.T) {
	for _, c := range Of(sample()) {
		svg, err := c.SVG()
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(strings.NewReader(svg))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v in %s", c.Name, err, svg)
			}
			if start, is := token.(xml.StartElement); is && start.Name.Local == "svg" {
				for _, attr := range start.Attr {
					if attr.Name.Local == "aria-label" && attr.Value != c.Alt {
						t.Errorf("%s is called %q", c.Name, attr.Value)
					}
				}
			}
		}
		if !strings.HasPrefix(svg, "<svg role=") || strings.Contains(svg, "#000000") {
			t.Errorf("%s: %.200s", c.Name, svg)
		}
	}
}

func TestWholeTicks(t *testing.T) {
	for most, want := range map[int]string{0: "0", 1: "0 1", 4: "0 1 2 3 4", 5: "0 2 4", 17: "0 5 10 15", 130: "0 50 100",
		4999: "0 1000 2000 3000 4000"} {
		var labels []string
		for _, tick := range wholeTicks(most) {
			labels = append(labels, tick.Label)
		}
		if got := strings.Join(labels, " "); got != want {
			t.Errorf("up to %d: %s, want %s", most, got, want)
		}
	}
}
