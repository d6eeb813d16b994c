// The demo's sources can be read by the program's own readers, and say when nothing is new.

package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch/digest/feed"
	"vouch/store"
)

func TestDemo_Feeds(t *testing.T) {
	d := mustDemo(t, filepath.Join(t.TempDir(), "vouch.db"))
	company, err := loadCompany()
	if err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSuffix(d.workspace.APIURL(), "/api/")
	fetcher := feed.NewFetcher(feed.Options{AllowLoopback: true})
	for path, posts := range map[string][]demoPost{demoBlogFeed: company.feeds.Blog, demoNewsFeed: company.feeds.News,
		demoJobsFeed: company.feeds.Jobs} {
		answer, err := fetcher.Get(t.Context(), base+path, feed.Conditional{})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		parse := feed.Parse
		if path == demoJobsFeed {
			parse = feed.ParseAssetsCSV
		}
		result, err := parse(strings.NewReader(string(answer.Body)), feed.ParseOptions{ContentType: answer.ContentType,
			BaseURL: answer.FinalURL})
		if err != nil || len(result.Items) != len(posts) || len(result.Skipped) > 0 {
			t.Errorf("%s: %d of %d items, left out %v: %v", path, len(result.Items), len(posts), result.Skipped, err)
			continue
		}
		for i, item := range result.Items {
			age := store.Now().Sub(item.Published)
			if item.Title != posts[i].Title || item.Summary != posts[i].Summary || len(item.Topics) == 0 || age < 0 ||
				age > 10*24*time.Hour {
				t.Errorf("%s: %+v is not %+v", path, item, posts[i])
			}
		}
		again, err := fetcher.Get(t.Context(), base+path, feed.Conditional{ETag: answer.ETag,
			LastModified: answer.LastModified})
		if err != nil || !again.NotModified {
			t.Errorf("%s: a second time %+v, %v", path, again.NotModified, err)
		}
	}
	var known *feed.Error
	_, err = feed.NewFetcher(feed.Options{}).Get(t.Context(), base+demoBlogFeed, feed.Conditional{})
	if !errors.As(err, &known) || known.Kind != feed.Blocked {
		t.Errorf("without the demo's permission this machine is read: %v", err)
	}
	page, err := fetcher.Get(t.Context(), base+demoPage, feed.Conditional{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = feed.Parse(strings.NewReader(string(page.Body)), feed.ParseOptions{ContentType: page.ContentType,
		BaseURL: page.FinalURL})
	if !errors.As(err, &known) || known.Kind != feed.WebPage || !strings.HasSuffix(known.Alternate, demoBlogFeed) {
		t.Errorf("the company's page does not lead to its feed: %v", err)
	}
}
