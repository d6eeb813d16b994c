// Block Kit rules of tables and charts: sizes, headers and labels that must agree.

package blockkit

import (
	"fmt"
	"slices"
)

// Sums over a whole table or chart.
const (
	maxTableCharacters     = 10_000 // https://docs.slack.dev/reference/block-kit/blocks/table-block
	maxDataTableCharacters = 20_000 // https://docs.slack.dev/reference/block-kit/blocks/data-table-block
	maxCharts              = 2      // https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
)

// tableSize: the sum over all cells, so a table can be too long although no cell is.
func tableSize(c *checker, table map[string]any, pointer string) {
	c.cellCharacters(table, pointer, maxTableCharacters)
}

// dataTable: the first row is the header and holds neither rich text nor buttons; every row is as long as it; the row
// header names an existing column. Twenty columns and 201 rows with the header are the most; both stood lower on the
// page before, so an app that must work everywhere stays well below.
func dataTable(c *checker, table map[string]any, pointer string) {
	c.cellCharacters(table, pointer, maxDataTableCharacters)
	rows, _ := table["rows"].([]any)
	if len(rows) == 0 {
		return
	}
	header, _ := rows[0].([]any)
	for i, row := range rows {
		cells, isList := row.([]any)
		at := fmt.Sprintf("%s/rows/%d", pointer, i)
		switch {
		case isList && len(cells) < len(header):
			c.broken(at, "must provide at least %d items", len(header))
		case isList && len(cells) > len(header):
			c.broken(at, "no more than %d items allowed", len(header))
		}
	}
	for i, cell := range header {
		if object, ok := cell.(map[string]any); ok && (object["type"] == "rich_text" || object["type"] == "action_cell") {
			c.fail(fmt.Sprintf("unsupported type: %s", object["type"]), fmt.Sprintf("%s/rows/0/%d/type", pointer, i))
		}
	}
	column, present := table["row_header_column_index"].(float64)
	if present && int(column) >= len(header) {
		c.broken(pointer+"/row_header_column_index", "must be less than %d", len(header))
	}
}

// cellCharacters counts every text of a table, the leaves of rich text included. Slack's wording was never seen.
func (c *checker) cellCharacters(table map[string]any, pointer string, most int) {
	count := 0
	Walk(table["rows"], func(object map[string]any) {
		text, _ := object["text"].(string)
		count += countCharacters(text)
	})
	if count > most {
		c.broken(pointer+"/rows", "must be less than %d characters", most+1)
	}
}

// chartSeries: every series has exactly one point for each category. Slack draws nothing rather than guessing where a
// point belongs, hence labels must match the axis letter by letter.
func chartSeries(c *checker, chart map[string]any, pointer string) {
	axis, _ := chart["axis_config"].(map[string]any)
	categories, _ := axis["categories"].([]any)
	for i, series := range objectsIn(chart["series"]) {
		c.seriesLabels(series, categories, fmt.Sprintf("%s/series/%d", pointer, i))
	}
}

// seriesLabels holds a series to its axis: a label per category, each once. Points may come in any order. The pointer
// is that of the point's label, as for every value outside a list of allowed ones.
func (c *checker) seriesLabels(series map[string]any, categories []any, pointer string) {
	points := objectsIn(series["data"])
	seen := map[string]bool{}
	for i, point := range points {
		label, isText := point["label"].(string)
		if !isText {
			continue
		}
		if seen[label] || !slices.Contains(categories, any(label)) {
			c.broken(fmt.Sprintf("%s/data/%d/label", pointer, i), "must be a valid enum value")
		}
		seen[label] = true
	}
	if len(points) > 0 && len(points) < len(categories) {
		c.broken(pointer+"/data", "must provide at least %d items", len(categories))
	}
}

// chartSegments: a slice of a pie is bigger than nothing.
func chartSegments(c *checker, chart map[string]any, pointer string) {
	for i, segment := range objectsIn(chart["segments"]) {
		if value, ok := segment["value"].(float64); ok && value <= 0 {
			c.broken(fmt.Sprintf("%s/segments/%d/value", pointer, i), "must be greater than 0")
		}
	}
}

// oneTable allows one table of either kind in a whole message, attachments included. Slack answers a second one with
// invalid_attachments even when both stand in the blocks, because it keeps tables as attachments. Charts have a limit
// too. Tables inside containers count as well: what counts is what a reader would have to scroll.
func (c *checker) oneTable(blocks []any) {
	tables, charts := 0, 0
	Walk(blocks, func(object map[string]any) {
		switch object["type"] {
		case "table", "data_table":
			tables++
		case "data_visualization":
			charts++
		}
	})
	if tables > 1 {
		c.problems = append(c.problems, Problem{Code: "invalid_attachments", Message: "only_one_table_allowed"})
	}
	if charts > maxCharts {
		c.fail("too many data_visualization blocks", "/blocks")
	}
}
