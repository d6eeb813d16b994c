// Tests of the table of message kinds: every kind of the store is rendered by exactly one row.

package courier_test

import (
	"context"
	"strings"
	"testing"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/store"
)

func TestKindTable_ComparesItselfWithTheStore(t *testing.T) {
	render := func(context.Context, store.Message) (block.Content, error) { return block.Content{}, nil }
	rows := func(change func([]courier.Kind) []courier.Kind) []courier.Kind {
		var list []courier.Kind
		for _, kind := range store.MessageKinds() {
			if kind != store.MsgRewrite {
				list = append(list, courier.Kind{Kind: kind, Render: render})
			}
		}
		return change(list)
	}
	cases := []struct {
		name   string
		change func([]courier.Kind) []courier.Kind
		want   string // in the error; "" is none
	}{
		{"one row for each kind", func(l []courier.Kind) []courier.Kind { return l }, ""},
		{"a kind without a renderer", func(l []courier.Kind) []courier.Kind { return l[1:] }, "no renderer"},
		{"a row without a renderer", func(l []courier.Kind) []courier.Kind { l[0].Render = nil; return l }, "no renderer"},
		{"a renderer for an unknown kind", func(l []courier.Kind) []courier.Kind {
			return append(l, courier.Kind{Kind: "parade", Render: render})
		}, "parade, of which the store knows nothing"},
		{"two renderers for one kind", func(l []courier.Kind) []courier.Kind { return append(l, l[0]) }, "two renderers"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := courier.KindTable(rows(c.change))
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
