// Tests of looking at pictures before they are sent.

package surface

import (
	"context"
	"testing"

	"vouch/digest/feed"
)

func TestKit_ShowsPicture(t *testing.T) {
	looked := make(chan func())
	k := &Kit{Fetcher: feed.NewFetcher(feed.Options{}), Beside: func(do func(context.Context)) {
		go func() { looked <- func() { do(t.Context()) } }()
	}}
	const inside = "https://127.0.0.1/p.png" // refused without any network
	if !k.ShowsPicture(inside) {
		t.Error("a picture that was not looked at yet is left out")
	}
	(<-looked)()
	for range 2 {
		if k.ShowsPicture(inside) {
			t.Error("a picture that cannot be read is sent")
		}
	}
	if k.ShowsPicture("http://x.example/p.png") || k.ShowsPicture("") {
		t.Error("a picture that is not at a secure address is sent")
	}
	if k.Fetcher = nil; !k.ShowsPicture(inside) {
		t.Error("without a fetcher pictures are left out")
	}
}
