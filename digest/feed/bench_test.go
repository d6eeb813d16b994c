// How fast the largest feed allowed is read.

package feed

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

// largeFeed makes an RSS feed of about the given number of bytes, with text and markup like a real one.
func largeFeed(size int) []byte {
	var document bytes.Buffer
	document.WriteString(
		`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Large</title><link>https://large.example/</link>`)
	paragraph := "<p>" + strings.Repeat("Some words about <b>work</b> &amp; people. ", 20) + "</p>"
	for i := 0; document.Len() < size; i++ {
		fmt.Fprintf(&document,
			"<item><title>Entry %d of many</title><link>https://large.example/%d?utm_source=rss</link><guid>%d</guid>"+
				"<pubDate>Mon, 02 Mar 2026 09:30:00 "+
				"+0100</pubDate><category>Work</category><description><![CDATA[%s]]></description></item>", i, i, i, paragraph)
	}
	document.WriteString("</channel></rss>")
	return document.Bytes()
}

func BenchmarkParse_FiveMegabytes(b *testing.B) {
	document := largeFeed(5_000_000)
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		result, err := Parse(bytes.NewReader(document), ParseOptions{MaxItems: 100_000})
		if err != nil || len(result.Items) < 4000 {
			b.Fatalf("%d items, error %v", len(result.Items), err)
		}
	}
}

func BenchmarkCanonical(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		MustCanonical(b, "http://www.acme.example/Blog/2026/03/how-we-moved/?utm_source=rss&id=7&fbclid=abc#comments")
	}
}

func BenchmarkParsePage(b *testing.B) {
	document := MustFixture(b, "article.html")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParsePage(document, "text/html", "https://www.northwind.example/p"); err != nil {
			b.Fatal(err)
		}
	}
}

// Ingesting is everything from the request to the commit: once with a library that knows none of the items, then with
// one that knows them all, as each hour's reading does.
func BenchmarkIngest_FiveMegabytes(b *testing.B) {
	document := largeFeed(5_000_000)
	server := MustServe(b, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(document) })
	fetcher := NewFetcher(Options{AllowLoopback: true})
	ingest := func(b *testing.B, db *store.DB, source store.Source) store.PollResult {
		poll, err := Poll(b.Context(), fetcher, source)
		if err != nil {
			b.Fatal(err)
		}
		result, err := db.RecordPoll(source.ID, poll)
		if err != nil {
			b.Fatal(err)
		}
		return result
	}
	add := func(b *testing.B, db *store.DB, number int) store.Source {
		source, err := db.AddSource(store.Operator, store.Source{Name: fmt.Sprint("Large ", number),
			Address: fmt.Sprintf("%s/%d", server,
				number), PerDay: 1000, LiveAtOnce: 5000})
		if err != nil {
			b.Fatal(err)
		}
		return source
	}
	b.Run("known", func(b *testing.B) {
		db := storetest.MustOpen(b)
		source := add(b, db, 0)
		if result := ingest(b, db, source); result.New == 0 {
			b.Fatalf("the first reading: %+v", result)
		}
		b.SetBytes(int64(len(document)))
		for b.Loop() {
			if result := ingest(b, db, source); result.Known == 0 || result.New > 0 {
				b.Fatalf("reading again: %+v", result)
			}
		}
	})
	b.Run("new", func(b *testing.B) {
		b.SetBytes(int64(len(document)))
		for b.Loop() {
			b.StopTimer()
			db := storetest.MustOpen(b)
			source := add(b, db, 0)
			b.StartTimer()
			if result := ingest(b, db, source); result.New < 900 {
				b.Fatalf("reading: %+v", result)
			}
		}
	})
}
