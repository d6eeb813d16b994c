// What the log says of a change, and its table.

package audit_test

import (
	"strings"
	"testing"
	"time"

	"vouch/store/audit"
)

func TestChanges(t *testing.T) {
	type rule struct {
		Titles []string `json:"titles,omitempty"`
		Most   int      `json:"most,omitempty"`
	}
	type thing struct {
		Name    string   `json:"name"`
		Topics  []string `json:"topics,omitempty"`
		Rule    rule     `json:"rule"`
		Version int      `json:"version"`
	}
	old := thing{Name: "A", Topics: []string{"x", "y"}, Rule: rule{Most: 3}, Version: 1}
	for name, c := range map[string]struct {
		change func(*thing)
		want   string
	}{
		"nothing but the version": {func(n *thing) { n.Version++ }, ""},
		"a text": {func(n *thing) { n.Name = strings.Repeat("B\n", 99) }, "name: A -> " +
			strings.Repeat("B ", 39) + "B…"},
		"a text that goes": {func(n *thing) { n.Name = "" }, "name: A -> none"},
		"a list":           {func(n *thing) { n.Topics = []string{"y", "z"} }, "topics: +z -x"},
		"another order":    {func(n *thing) { n.Topics = []string{"y", "x"} }, "topics: another order"},
		"a list that goes": {func(n *thing) { n.Topics = nil }, "topics: -x -y"},
		"inside": {func(n *thing) { n.Rule = rule{Titles: []string{"t"}} },
			"rule (most: 3 -> none, titles: +t)"},
	} {
		now := old
		if c.change(&now); audit.Changes(old, now) != c.want {
			t.Errorf("%s: %q, want %q", name, audit.Changes(old, now), c.want)
		}
	}
}

func TestTable_NothingRunsInASpreadsheet(t *testing.T) {
	var out strings.Builder
	table := audit.NewTable(&out)
	e := audit.Entry{Seq: 1, At: time.Date(2026, 3, 2, 9, 0, 0, 5, time.UTC), Actor: "U1", Action: "source.add",
		Subject: "S1",
		Detail:  `=HYPERLINK("x"), a "quote"`, Hash: "h"}
	if err := table.Add(e); err != nil {
		t.Fatal(err)
	}
	if err := table.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "seq,at,actor,action,subject,detail,prev,hash\n" +
		`1,2026-03-02T09:00:00Z,U1,source.add,S1,"'=HYPERLINK(""x""), a ""quote""",,h` + "\n"
	if out.String() != want {
		t.Errorf("wrote\n%s\nwant\n%s", out.String(), want)
	}
}
