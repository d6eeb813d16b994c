// Measures: figures with their formulas, numbers and intervals, how they are known, and how sure a rate of few cases
// is.

package report

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"vouch/store/money"
	"vouch/store/outcome"
	"vouch/store/text"
)

// Unit is what a figure counts.
type Unit string

// The units.
const (
	Number  Unit = "number"
	Percent Unit = "percent"
	Days    Unit = "days"
	Ratio   Unit = "per"   // one thing for each of another
	Money   Unit = "money" // per currency: currencies are never added
)

// Measure is one line of a report.
type Measure struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Unit Unit   `json:"unit"`
	// Value is the figure, a percentage between 0 and 100; of Money it is in Amounts. Missing says why there is none.
	Value   float64        `json:"value"`
	Amounts []money.Amount `json:"amounts,omitempty"`
	Missing string         `json:"missing,omitempty"`

	N int `json:"n"` // of how many cases it is, 0 for plain counts
	// Low and High bound the 95 % interval of a percentage.
	Low  float64 `json:"low,omitempty"`
	High float64 `json:"high,omitempty"`

	Formula string         `json:"formula"`
	Numbers string         `json:"numbers,omitempty"` // the formula with its numbers put in
	Known   map[string]int `json:"known,omitempty"`   // how many of its cases are known in which way
	Same    *Same          `json:"same,omitempty"`
}

// Same compares the people who were members in both periods.
type Same struct {
	Now    float64 `json:"now"`
	Before float64 `json:"before"`
}

// Section is a group of measures.
type Section struct {
	Title    string    `json:"title"`
	Measures []Measure `json:"measures"`
}

// count is a plain number.
func count(key, name string, n int, formula string) Measure {
	return Measure{Key: key, Name: name, Unit: Number, Value: float64(n), Formula: formula}
}

// rate is part of whole with its interval, or the reason why it is not shown.
func rate(key, name string, part, whole int, formula string) Measure {
	m := Measure{Key: key, Name: name, Unit: Percent, N: whole, Formula: formula,
		Numbers: fmt.Sprintf("%d ÷ %d", part, whole)}
	if whole < fewest {
		m.Missing = tooFew(whole)
		return m
	}
	low, high := Wilson(part, whole)
	m.Value, m.Low, m.High = 100*float64(part)/float64(whole), 100*low, 100*high
	return m
}

// middle is the median of values, with the mean beside it, or the reason why it is not shown.
func middle(key, name string, unit Unit, values []float64, formula string) Measure {
	m := Measure{Key: key, Name: name, Unit: unit, N: len(values), Formula: formula}
	if len(values) < fewest {
		m.Missing = tooFew(len(values))
		return m
	}
	m.Value = median(values)
	m.Numbers = "mean " + decimal(mean(values))
	return m
}

// average is total for each of n.
func average(key, name string, total, n int, formula string) Measure {
	m := Measure{Key: key, Name: name, Unit: Ratio, N: n, Formula: formula, Numbers: fmt.Sprintf("%d ÷ %d", total, n)}
	if n == 0 {
		m.Missing = "none to divide by"
		return m
	}
	m.Value = float64(total) / float64(n)
	return m
}

// missing is a measure that the program lacks something for.
func missing(key, name string, unit Unit, why, formula string) Measure {
	return Measure{Key: key, Name: name, Unit: unit, Missing: why, Formula: formula}
}

func tooFew(n int) string { return fmt.Sprintf("too few: %d of the %d it needs", n, fewest) }

// KnownWords say how the cases of a measure are known, as "2 by signed webhook, 1 by hand"; "" when nothing says.
func (m Measure) KnownWords() string {
	var parts []string
	for _, known := range outcome.KnownList {
		if n := m.Known[string(known)]; n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+known.Words())
		}
	}
	return strings.Join(parts, ", ")
}

// Shown is the figure as people read it; "–" without one.
func (m Measure) Shown() string {
	if m.Missing != "" {
		return "–"
	}
	if m.Unit == Money {
		var sums []string
		for _, amount := range m.Amounts {
			sums = append(sums, amount.String())
		}
		if len(sums) == 0 {
			return "0"
		}
		return strings.Join(sums, " + ")
	}
	return shown(m.Unit, m.Value)
}

func shown(unit Unit, value float64) string {
	switch unit {
	case Percent:
		return decimal(value) + " %"
	case Days:
		return decimal(value) + " days"
	case Ratio:
		return strconv.FormatFloat(math.Round(value*100)/100, 'f', -1, 64)
	}
	return decimal(value)
}

// decimal writes a number with one place, and whole ones without any.
func decimal(v float64) string {
	v = math.Round(v*10) / 10
	return strconv.FormatFloat(v+0, 'f', -1, 64)
}

// Interval is the 95 % interval in words; "" without one.
func (m Measure) Interval() string {
	if m.Range() == "" {
		return ""
	}
	return "95 % sure: " + m.Range()
}

// Range are the bounds of the interval; "" without one.
func (m Measure) Range() string {
	if m.Missing != "" || m.High == 0 {
		return ""
	}
	return decimal(m.Low) + " to " + decimal(m.High) + " %"
}

// Change says how the people who were members in both periods did, as "same members: 12, before 10 (+20 %)"; ""
// without a comparison.
func (m Measure) Change() string {
	if m.Same == nil {
		return ""
	}
	now, before := m.Same.Now, m.Same.Before
	words := "same members: " + shown(m.Unit, now) + ", before " + shown(m.Unit, before)
	switch {
	case m.Unit == Percent:
		return words + " (" + signed(now-before) + " points)"
	case before > 0:
		return words + " (" + signed(100*(now-before)/before) + " %)"
	}
	return words
}

func signed(v float64) string {
	v = math.Round(v)
	if v > 0 {
		return "+" + decimal(v)
	}
	return decimal(v)
}

// sums adds amounts by currency, in the order of the currencies; what is too large for an amount is left out and named.
type sums map[string]money.Amount

func (s sums) add(a money.Amount) error {
	if a.Currency == "" {
		return nil
	}
	sum, err := s[a.Currency].Add(a)
	if err == nil {
		s[a.Currency] = sum
	}
	return err
}

func (s sums) list() (list []money.Amount) {
	for _, code := range slices.Sorted(maps.Keys(s)) {
		list = append(list, s[code])
	}
	return list
}

// amounts is a measure of money; a sum too large to be counted is missing.
func amounts(key, name string, add []money.Amount, formula string) Measure {
	m, total := Measure{Key: key, Name: name, Unit: Money, N: len(add), Formula: formula}, sums{}
	for _, a := range add {
		if err := total.add(a); err != nil {
			m.Missing = err.Error()
			return m
		}
	}
	m.Amounts = total.list()
	if len(add) > 0 {
		m.Numbers = "sum of " + text.Count(len(add), "amount", "amounts")
	}
	return m
}

// fewest is how many cases a rate or a median needs to be shown: of fewer it says more about single people than about
// the program.
const fewest = 5

// Wilson gives the bounds of the 95 % interval of k of n, both between 0 and 1 (Wilson 1927): of 3 in 10 the lower is
// 0.108. Without any n both are 0 and 1.
func Wilson(k, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	const z = 1.959964
	size, p := float64(n), float64(k)/float64(n)
	middle := (p + z*z/(2*size)) / (1 + z*z/size)
	half := z / (1 + z*z/size) * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	return max(0, middle-half), min(1, middle+half)
}

// median is the middle value, or the mean of the two in the middle; 0 of none. It sorts values.
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}

func mean(values []float64) (sum float64) {
	for _, v := range values {
		sum += v / float64(len(values))
	}
	return sum
}
