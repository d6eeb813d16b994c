// Tests of pictures at an address: what is there counts, not what it is called.

package feed

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"testing"
)

func TestFetcher_IsPicture(t *testing.T) {
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	large := append(bytes.Clone(small.Bytes()), make([]byte, 20<<20)...)
	answers := map[string]struct {
		kind string
		body []byte
		want bool
	}{
		"/a.png": {"image/png", small.Bytes(), true}, "/unnamed": {"application/octet-stream", small.Bytes(), true},
		"/page.png": {"image/png", []byte("<!doctype html><p>Sign in</p>"), false}, "/20mb.png": {"image/png", large, false},
		"/vector.svg": {"image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), false}, "/empty.png": {"image/png", nil, false},
	}
	base := MustServe(t, func(w http.ResponseWriter, r *http.Request) {
		answer, found := answers[r.URL.Path]
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", answer.kind)
		_, _ = w.Write(answer.body)
	})
	for path, answer := range answers {
		if got := localFetcher().IsPicture(t.Context(), base+path); got != answer.want {
			t.Errorf("%s is a picture: %v", path, got)
		}
	}
	if localFetcher().IsPicture(t.Context(), base+"/missing.png") || NewFetcher(Options{}).IsPicture(t.Context(), base+"/a.png") {
		t.Error("a missing picture or one inside our own network passed")
	}
}
