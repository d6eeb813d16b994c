// Package page writes a report as one HTML file: no scripts, nothing read from elsewhere, light and dark, fit for paper
// and for a phone.
package page

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"vouch/digest/report"
	"vouch/digest/report/chart"
	"vouch/store"
	"vouch/store/text"
)

//go:embed page.html
var source string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"upper": text.UpperFirst,
	"notes": func(m report.Measure) string { return strings.Join(m.Beside(), " · ") },
}).Parse(source))

// content is what the template shows.
type content struct {
	*report.Report
	Heading []string
	Figures []report.Measure // those to say first
	Charts  []template.HTML
	Funnels []funnel
	Head    []string // of the table of networks
	Rows    [][]string
}

// funnel is a table of stages; a stage after the first has the rate of those that got there from the one before.
type funnel struct {
	Title  string
	Stages []stage
}

type stage struct {
	report.Measure
	Rate *report.Measure
}

// Write writes the page.
func Write(out io.Writer, r *report.Report) error {
	c := content{Report: r, Heading: r.Heading()}
	c.Head, c.Rows = r.NetworkTable()
	for _, key := range r.Top {
		c.Figures = append(c.Figures, r.Find(key))
	}
	for _, drawn := range chart.Of(r) {
		svg, err := drawn.SVG()
		if err != nil {
			return err
		}
		// Our own drawing; the only words in it are labels of ours, escaped.
		c.Charts = append(c.Charts, template.HTML(svg)) //nolint:gosec // see above
	}
	for _, f := range r.Funnels {
		if f.Stages[0].Value == 0 {
			continue
		}
		shown := funnel{Title: "How far candidates got"}
		if f.Kind == store.Client {
			shown.Title = "How far introductions got"
		}
		for i, m := range f.Stages {
			s := stage{Measure: m}
			if i > 0 {
				s.Rate = &f.Rates[i-1]
			}
			shown.Stages = append(shown.Stages, s)
		}
		c.Funnels = append(c.Funnels, shown)
	}
	return page.Execute(out, c)
}
