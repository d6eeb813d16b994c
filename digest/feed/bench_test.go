// How fast the largest feed allowed is read.

package feed

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// largeFeed makes an RSS feed of about the given number of bytes, with text and markup like a real one.
func largeFeed(size int) []byte {
	var document bytes.Buffer
	document.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Large</title><link>https://large.example/</link>`)
	paragraph := "<p>" + strings.Repeat("Some words about <b>work</b> &amp; people. ", 20) + "</p>"
	for i := 0; document.Len() < size; i++ {
		fmt.Fprintf(&document, "<item><title>Entry %d of many</title><link>https://large.example/%d?utm_source=rss</link><guid>%d</guid>"+
			"<pubDate>Mon, 02 Mar 2026 09:30:00 +0100</pubDate><category>Work</category><description><![CDATA[%s]]></description></item>", i, i, i, paragraph)
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
