// People CSV tests: what spreadsheets really write, and every mistake with its line.

package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

func TestPeopleCSV_Parse(t *testing.T) {
	cases := map[string]struct {
		text     string
		rows     []store.PersonImport
		mistakes []string // beginnings
		err      string   // part of it
	}{
		"a byte order mark, Windows line ends, names of columns as people write them": {
			text: "\ufeffSlack ID, Job Title ,Reports to\r\nU0ADA,Engineer,U0BEN\r\n",
			rows: []store.PersonImport{{Row: 2, ID: "U0ADA", Title: "Engineer", Manager: "U0BEN"}}},
		"commas, quotes and line breaks inside cells count their lines": {
			text: "name,title\n\"Lindqvist, Ada\",\"Engineer,\nPlatform\"\nBen,Sailor\n",
			rows: []store.PersonImport{{Row: 2, Name: "Lindqvist, Ada", Title: "Engineer, Platform"},
				{Row: 4, Name: "Ben", Title: "Sailor"}}},
		"leaders by yes and no": {
			text: "id,leader\nU0ADA,Yes\nU0BEN,0\nU0CHLOE,\nU0DEV,perhaps\n",
			rows: []store.PersonImport{{Row: 2, ID: "U0ADA", Leader: new(true)}, {Row: 3, ID: "U0BEN", Leader: new(false)},
				{Row: 4, ID: "U0CHLOE"}},
			mistakes: []string{`line 5: leader: "perhaps" is neither yes nor no`}},
		"formulas, but not titles with a dash": {
			text: "id,title\nU0ADA,=1+1\nU0BEN,@SUM(A1)\nU0CHLOE,+cmd|' /C calc'!A0\nU0DEV,-2+3+cmd(1)\nU0ERIK,- " +
				"Engineer\nU0FAY,+1 in Sales\n",
			rows: []store.PersonImport{{Row: 6, ID: "U0ERIK", Title: "- Engineer"}, {Row: 7, ID: "U0FAY",
				Title: "+1 in Sales"}},
			mistakes: []string{"line 2: title:", "line 3: title:", "line 4: title:", "line 5: title:"}},
		"too many cells, nobody named, too long": {
			text: "id,title\nU0ADA,a,b\n,Engineer\nU0BEN," + strings.Repeat("x", 201) + "\n",
			mistakes: []string{"line 2: It has 3 values, but the first line names 2 columns.", "line 3: neither id nor name",
				"line 4: title: longer than 200"}},
		"cells that are missing leave what is known": {text: "id,title\nU0ADA\n", rows: []store.PersonImport{{Row: 2,
			ID: "U0ADA"}}},
		"a separator at the end of each line, and rows of nothing else": {
			text: "id,title,\nU0ADA,Engineer,\n,,\n", rows: []store.PersonImport{{Row: 2, ID: "U0ADA", Title: "Engineer"}}},
		"control characters are taken out": {
			text: "id,title\nU0ADA,Engi\x01neer\u202e\n", rows: []store.PersonImport{{Row: 2, ID: "U0ADA", Title: "Engineer"}}},
		"an empty file":          {text: "", err: "empty"},
		"only a byte order mark": {text: "\ufeff", err: "empty"},
		"only the first line":    {text: "id,title\n"},
		"semicolons": {text: "\"id\";\"title\"\nU0ADA;Ing\xe9nieur\n",
			rows: []store.PersonImport{{Row: 2, ID: "U0ADA", Title: "Ingénieur"}}},
		"an unknown column":  {text: "id,salary\n", err: `unknown column "salary"`},
		"a column twice":     {text: "id,title,job title\n", err: "title stands there twice"},
		"nobody can be told": {text: "title,department\n", err: "id (Slack user id) or name"},
		"UTF-16": {text: "\xff\xfei\x00d\x00\r\x00U\x000\x00A\x00",
			rows: []store.PersonImport{{Row: 2, ID: "U0A"}}},
		"a quote that never ends": {text: "id,title\n\"U0ADA,Engineer\nU0BEN,Nurse\n",
			rows:     []store.PersonImport{{Row: 3, ID: "U0BEN", Title: "Nurse"}},
			mistakes: []string{"line 2: A quote opened in line 2"}},
		"a quote in the wrong place": {text: "id,title\nU0\"ADA,Engineer\nU0BEN,27\" man\n",
			rows: []store.PersonImport{{Row: 3, ID: "U0BEN", Title: `27" man`}}, mistakes: []string{"line 2: id:"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			rows, mistakes, err := parsePeopleCSV(strings.NewReader(c.text))
			if (err == nil) != (c.err == "") || (err != nil && !strings.Contains(err.Error(), c.err)) {
				t.Fatalf("error %v, want %q in it", err, c.err)
			}
			if diff := cmp.Diff(c.rows, rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if !slices.EqualFunc(mistakes, c.mistakes, strings.HasPrefix) {
				t.Errorf("mistakes %q, want %q", mistakes, c.mistakes)
			}
		})
	}
}

func FuzzPeopleCSV(f *testing.F) {
	f.Add("id,title\nU0ADA,Engineer\n")
	f.Add("\ufeffname,leader\r\n\"Ada \"\"L\"\"\",yes\r\n")
	f.Add("name\n\"a")
	f.Fuzz(func(t *testing.T, text string) {
		rows, mistakes, err := parsePeopleCSV(strings.NewReader(text))
		if err != nil && len(rows)+len(mistakes) > 0 {
			t.Errorf("an error and %d rows, %d mistakes: a refused file gives nothing", len(rows), len(mistakes))
		}
		for _, row := range rows {
			if row.ID == "" && row.Name == "" || row.Row < 2 {
				t.Errorf("row %+v names nobody or stands on no line", row)
			}
		}
	})
}
