// Writing: a report as text for a terminal, as CSV and as JSON.

package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// Heading are the lines that every form of a report begins with: the days, what they are compared with, and how credit
// is given.
func (r *Report) Heading() (lines []string) {
	days := r.Period.Dates
	if days == r.Period.Name {
		days = fmt.Sprintf("%d days", r.Period.Days)
	}
	if r.Period.Running {
		days += ", not over yet"
	}
	compared := "Nothing is compared: too few people were members in both periods."
	if r.Members > 0 {
		compared = fmt.Sprintf("Compared with %s, for the same %d members in both.", r.Before.Dates, r.Members)
	}
	return []string{days + ".", compared, "Credit: " + r.Credit + "."}
}

// WriteText writes a report for a terminal: each figure with its comparison, and below it how it is computed.
func (r *Report) WriteText(out io.Writer) error {
	fmt.Fprintf(out, "%s: %s\n%s\n", r.Company, r.Period.Name, strings.Join(r.Heading(), "\n"))
	if r.Withheld != "" {
		_, err := fmt.Fprintln(out, "\n"+r.Withheld)
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, section := range r.Sections {
		fmt.Fprintf(table, "\n%s\n", strings.ToUpper(section.Title))
		for _, m := range section.Measures {
			fmt.Fprintf(table, "%s\t%s\t%s\n", m.Name, m.Shown(), strings.Join(m.Beside(), "; "))
		}
	}
	for _, f := range r.Funnels {
		if f.Stages[0].Value == 0 {
			continue
		}
		fmt.Fprintf(table, "\nHOW FAR %sS OF THE PERIOD GOT\n", strings.ToUpper(string(f.Kind)))
		for i, m := range f.Stages {
			notes := ""
			if i > 0 && f.Rates[i-1].Missing == "" {
				notes = f.Rates[i-1].Shown() + " of those before; " + f.Rates[i-1].Interval()
			}
			fmt.Fprintf(table, "%s\t%s\t%s\n", m.Name, m.Shown(), notes)
		}
	}
	head, rows := r.NetworkTable()
	for i, row := range slices.Insert(rows, 0, head) {
		if i == 0 && len(rows) > 0 {
			fmt.Fprint(table, "\nNETWORKS\n")
		}
		if len(rows) > 0 {
			fmt.Fprintln(table, strings.Join(row, "\t"))
		}
	}
	return table.Flush()
}

// Beside is what stands beside a figure: why it is missing, its interval, the comparison, how it is known, and its
// formula with the numbers.
func (m Measure) Beside() (notes []string) {
	for _, note := range []string{m.Missing, m.Interval(), m.Change(), m.KnownWords(), m.sum()} {
		if note != "" {
			notes = append(notes, note)
		}
	}
	return notes
}

// sum is the formula with its numbers.
func (m Measure) sum() string {
	if m.Numbers == "" {
		return m.Formula
	}
	return m.Formula + ": " + m.Numbers
}

// creditable are the kinds of outcomes that are divided among networks, with the heads of their columns.
var creditable = []struct{ kind, head string }{
	{applied, "applicants"}, {"interview", "interviews"}, {"offer", "offers"}, {"hired", "hires"},
	{lead, "introductions"}, {"meeting", "meetings"}, {"opportunity", "opportunities"}, {"won", "deals"},
}

// NetworkTable are the networks as rows below a head: shares, clicks, unique clicks, their parts of each kind of
// outcome that there is any of, and what they won. Without networks it is empty.
func (r *Report) NetworkTable() (head []string, rows [][]string) {
	head, rows = []string{"", "shares", "clicks", "unique"}, make([][]string, len(r.Networks))
	number := func(v float64) string {
		if v == 0 {
			return "–"
		}
		return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
	}
	for i, n := range r.Networks {
		rows[i] = []string{n.Label(), number(float64(n.Shares)), number(float64(n.Clicks)), number(float64(n.Unique))}
	}
	for _, c := range creditable {
		if !slices.ContainsFunc(r.Networks, func(n Network) bool { return n.Credited[c.kind] > 0 }) {
			continue
		}
		head = append(head, c.head)
		for i, n := range r.Networks {
			rows[i] = append(rows[i], number(n.Credited[c.kind]))
		}
	}
	if slices.ContainsFunc(r.Networks, func(n Network) bool { return len(n.Won) > 0 }) {
		head = append(head, "won")
		for i, n := range r.Networks {
			rows[i] = append(rows[i], Measure{Unit: Money, Amounts: n.Won}.Shown())
		}
	}
	return head, rows
}

// WriteJSON writes all of a report; keys and units stay the same from release to release.
func (r *Report) WriteJSON(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// csvHead are the columns. A figure in money has a row for each currency, with the currency as its unit.
var csvHead = []string{"period", "section", "key", "name", "value", "unit", "n", "low", "high", "same_members_now",
	"same_members_before", "known", "formula", "numbers", "missing"}

// WriteCSV writes a row for each figure, and for what each network and each stage counts. Decimal points are points.
func (r *Report) WriteCSV(out io.Writer) error {
	w := csv.NewWriter(out)
	_ = w.Write(csvHead) // Flush keeps the error
	row := func(section, key, name, value, unit string, rest ...string) {
		cells := append([]string{r.Period.Key, section, key, name, value, unit}, rest...)
		_ = w.Write(append(cells, make([]string, len(csvHead)-len(cells))...))
	}
	measure := func(section string, m Measure) {
		rest := []string{strconv.Itoa(m.N), "", "", "", "", m.KnownWords(), m.Formula, m.Numbers, m.Missing}
		if m.Interval() != "" {
			rest[1], rest[2] = exact(m.Low), exact(m.High)
		}
		if m.Same != nil {
			rest[3], rest[4] = exact(m.Same.Now), exact(m.Same.Before)
		}
		switch {
		case m.Missing != "":
			row(section, m.Key, m.Name, "", string(m.Unit), rest...)
		case m.Unit == Money:
			for _, amount := range m.Amounts {
				row(section, m.Key, m.Name, amount.Decimal(), amount.Currency, rest...)
			}
		default:
			row(section, m.Key, m.Name, exact(m.Value), string(m.Unit), rest...)
		}
	}
	for _, section := range r.Sections {
		for _, m := range section.Measures {
			measure(section.Title, m)
		}
	}
	for _, f := range r.Funnels {
		for _, m := range slices.Concat(f.Stages, f.Rates) {
			measure("funnel "+string(f.Kind), m)
		}
	}
	for _, n := range r.Networks {
		counts := map[string]float64{"shares": float64(n.Shares), "clicks": float64(n.Clicks), "unique": float64(n.Unique)}
		maps.Copy(counts, n.Credited)
		for _, key := range slices.Sorted(maps.Keys(counts)) {
			row("networks", n.Name+"."+key, n.Name, exact(counts[key]), string(Number))
		}
		for _, amount := range n.Won {
			row("networks", n.Name+".won_amount", n.Name, amount.Decimal(), amount.Currency)
		}
	}
	w.Flush()
	return w.Error()
}

// exact writes a number in full.
func exact(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
