// The report as people see it in Slack: three figures first, then what explains them, and every figure in a window.

package report

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/report"
	"vouch/digest/report/chart"
	"vouch/store"
	"vouch/store/text"
)

// preview is what the person who typed the command sees.
func preview(r *report.Report) block.Content {
	c := summary(r)
	if r.Withheld == "" {
		c.Blocks = append(c.Blocks, block.Actions("", allButton(r),
			block.Button(actReportSend, "Send me the charts", r.Period.Key)))
	}
	return c
}

func allButton(r *report.Report) slack.BlockElement {
	return block.Button(surface.ActReport, "All figures", r.Period.Key)
}

// summary are the three figures that matter, and the lines that explain them.
func summary(r *report.Report) block.Content {
	title := "What came of it: " + r.Period.Name
	blocks := []slack.Block{block.Header(title)}
	if r.Withheld != "" {
		return block.Message(title+"\n"+r.Withheld, append(blocks, block.Section(r.Withheld))...)
	}
	var figures, said, lines []string
	for _, key := range r.Top {
		m := r.Find(key)
		figure, words := "*"+m.Name+"*\n"+m.Shown(), m.Name+": "+m.Shown()
		if change := m.Change(); change != "" {
			figure, words = figure+"\n_"+surface.UpperFirst(change)+"_", words+" ("+change+")"
		}
		figures, said = append(figures, figure), append(said, words)
	}
	lines = append(lines, goalLine(r), shareLine(r), clickLine(r))
	for _, f := range r.Funnels {
		lines = append(lines, funnelLine(f))
	}
	lines = append(lines, networkLine(r), costLine(r))
	body := strings.Join(withoutEmpty(lines), "\n")
	heading := strings.Join(r.Heading(), " ")
	blocks = append(blocks, block.Fields(figures...), block.Section(body), block.ContextLine(heading))
	words := strings.Join([]string{title, strings.Join(said, "\n"), strings.ReplaceAll(body, "*", ""), heading}, "\n")
	return block.Message(block.CutBytes(words, block.MaxMessageText), blocks...)
}

func withoutEmpty(lines []string) (kept []string) {
	for _, line := range lines {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// goalLine says how far each goal is reached; empty without goals.
func goalLine(r *report.Report) string {
	if r.Sections[0].Title != report.Goals {
		return ""
	}
	var parts []string
	for _, m := range r.Sections[0].Measures {
		parts = append(parts, m.Shown()+" of "+m.Name)
	}
	return "*Goals* " + strings.Join(parts, ", ")
}

// shareLine says who took part and what they shared.
func shareLine(r *report.Report) string {
	line := "*Shares* " + r.Find("shares").Shown()
	if own := r.Find("own_words"); own.Missing == "" {
		line += ", " + own.Shown() + " in own words"
	}
	if active := r.Find("active_28"); active.Missing == "" {
		line += "; " + active.Shown() + " of " + block.Count(active.N, "member", "members") + " active in 28 days"
	}
	return line
}

// clickLine is empty without clicks.
func clickLine(r *report.Report) string {
	unique := r.Find("clicks_unique")
	if unique.Value == 0 {
		return ""
	}
	line := "*Clicks* " + unique.Shown() + " unique"
	if each, middle := r.Find("clicks_share"), r.Find("clicks_median"); middle.Missing == "" {
		line += ", " + each.Shown() + " for each share on average, " + middle.Shown() + " for the middle one"
	}
	return line
}

// funnelLine says how far referrals got: "12 submitted → 9 accepted → 4 interviews"; stages nobody got to are left out.
func funnelLine(f report.Funnel) string {
	var parts []string
	for _, m := range f.Stages {
		if m.Value > 0 {
			parts = append(parts, surface.StageCount(int(m.Value), store.Stage(m.Name)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	// The stages are those of the referrals made in the period; hires of the period can be of earlier ones.
	name := "*Candidates of this period* "
	if f.Kind == store.Client {
		name = "*Introductions of this period* "
	}
	return name + strings.Join(parts, " → ")
}

// shownNetworks is how many networks the summary names.
const shownNetworks = 3

// networkLine names the networks that were clicked most, or shared on before there are clicks.
func networkLine(r *report.Report) string {
	var parts []string
	for _, n := range r.Networks {
		words := block.Count(n.Unique, "click", "clicks")
		if n.Unique == 0 {
			words = block.Count(n.Shares, "share", "shares")
		}
		if n.Shares+n.Unique > 0 && len(parts) < shownNetworks {
			parts = append(parts, n.Label()+" "+words)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "*Networks* " + strings.Join(parts, ", ")
}

// costLine is for managers, where a hire has a cost.
func costLine(r *report.Report) string {
	var parts []string
	for _, section := range r.Sections {
		for _, m := range section.Measures {
			// What ads would cost says little, so it is in the window only.
			if m.Unit == report.Money && len(m.Amounts) > 0 && m.Key != "emv" && !slices.Contains(r.Top, m.Key) {
				parts = append(parts, text.LowerFirst(m.Name)+" "+m.Shown())
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "*Money* " + strings.Join(parts, ", ")
}

// allFigures is every figure with its comparison, how it is known and its formula.
func allFigures(r *report.Report) *slack.ModalViewRequest {
	heading := "*" + block.Line(r.Company) + ": " + r.Period.Name + "*\n" + strings.Join(r.Heading(), "\n")
	if r.Withheld != "" {
		return block.ResultModal("Report", heading+"\n"+r.Withheld)
	}
	blocks := []slack.Block{block.Section(heading)}
	for _, section := range r.Sections {
		blocks = append(blocks, block.Header(section.Title))
		for _, m := range section.Measures {
			blocks = append(blocks, block.Section("*"+m.Name+"* "+m.Shown()+"\n"+
				surface.UpperFirst(strings.Join(m.Beside(), "; "))))
		}
	}
	for _, f := range r.Funnels {
		if f.Stages[0].Value > 0 {
			blocks = append(blocks, block.Header("How far "+string(f.Kind)+"s got"), block.Section(funnelWords(f)))
		}
	}
	if lines := networkLines(r); len(lines) > 0 {
		blocks = append(blocks, block.Header("Networks"), block.Section(strings.Join(lines, "\n")))
	}
	return block.Modal(block.CBResult, "Report", "", "Close", "", blocks...)
}

// networkLines are the networks, one a line with all there is of it: "LinkedIn shares 36, clicks 80, hires 0.67".
func networkLines(r *report.Report) (lines []string) {
	head, rows := r.NetworkTable()
	for _, row := range rows {
		var parts []string
		for i, cell := range row[1:] {
			if cell != "–" && cell != "0" {
				parts = append(parts, head[i+1]+" "+cell)
			}
		}
		lines = append(lines, "*"+text.UpperFirst(row[0])+"* "+strings.Join(parts, ", "))
	}
	return lines
}

// funnelWords are the stages, one a line, with the part that got there from the one before.
func funnelWords(f report.Funnel) string {
	var lines []string
	for i, m := range f.Stages {
		line := surface.UpperFirst(surface.StageName(store.Stage(m.Name))) + " *" + m.Shown() + "*"
		if i > 0 && f.Rates[i-1].Missing == "" {
			line += ", " + f.Rates[i-1].Shown() + " of those before (" + f.Rates[i-1].Interval() + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// totals are what everybody reads once a month, in sixty words with a picture: no money and nobody's figures.
func totals(r *report.Report) (block.Content, error) {
	title := "What came of it: " + r.Period.Name
	count := func(n int, one, many string) (parts []string) {
		if n > 0 {
			parts = append(parts, block.Count(n, one, many))
		}
		return parts
	}
	value := func(key string) int { return int(r.Find(key).Value) }
	referred := 0
	for _, f := range r.Funnels {
		referred += int(f.Stages[0].Value)
	}
	parts := slices.Concat(count(value("shares"), "post", "posts"), count(value("clicks_unique"), "person opened a link",
		"people opened links"), count(referred, "referral", "referrals"), count(value("hires"), "hire", "hires"))
	line := "Together: " + block.List(parts) + "."
	if len(parts) == 0 {
		line = "Nothing was shared or referred."
	}
	if goals := goalLine(r); goals != "" {
		line += "\n" + goals + "."
	}
	c := block.Message(title+"\n"+strings.ReplaceAll(line, "*", ""), block.Header(title), block.Section(line))
	if charts := chart.Of(r); len(charts) > 0 {
		png, err := charts[0].PNG()
		if err != nil {
			return block.Content{}, err
		}
		c.Drawings = []block.Drawing{{Name: charts[0].Name + ".png", Alt: charts[0].Alt, PNG: png}}
		c.Blocks = append(c.Blocks, block.DrawingHere(0))
	}
	return c, nil
}

// mostCharts is how many charts a message has: more would be a page, which `vouch report` writes.
const mostCharts = 3

// message is the report that is sent: with its charts, and the networks as a table where the workspace takes one.
func message(r *report.Report) (block.Content, error) {
	c := summary(r)
	charts := chart.Of(r)
	for i, drawn := range charts[:min(len(charts), mostCharts)] {
		png, err := drawn.PNG()
		if err != nil {
			return block.Content{}, err
		}
		c.Drawings = append(c.Drawings, block.Drawing{Name: drawn.Name + ".png", Alt: drawn.Alt, PNG: png})
		c.Blocks = append(c.Blocks, block.DrawingHere(i))
	}
	if head, rows := r.NetworkTable(); len(rows) > 0 {
		for _, row := range rows {
			row[0] = text.UpperFirst(row[0])
		}
		head[0] = "Network"
		c.Blocks = append(c.Blocks, block.Table(head, rows))
	}
	c.Blocks = append(c.Blocks, block.Actions("", allButton(r)))
	return c, nil
}
