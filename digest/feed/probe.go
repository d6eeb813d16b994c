// What answers at an address somebody wants to add: a feed, a job board, a CSV, or a page that names its feed.

package feed

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"vouch/store"
)

// Found is what was found at an address.
type Found struct {
	Address string // as it is kept: a board's own page for people, else as given
	System  store.SourceSystem
	Name    string // a name to begin with: the feed's title, the board's or the host's name
	Result  Result // with the items in the document's order
}

// Probe reads an address that is not a source yet. Errors are *Error; of kind WebPage with the page's feed as its
// Alternate, where it names one. Nothing is kept: the curator looks at the result first.
func Probe(ctx context.Context, fetcher *Fetcher, address string) (Found, error) {
	found := Found{Address: SourceAddress(address)}
	if _, err := parseWebURL(found.Address); err != nil {
		return found, err
	}
	ctx, cancel := context.WithTimeout(ctx, PollTime)
	defer cancel()
	response, err := fetcher.Get(ctx, listAddress(found.Address), Conditional{})
	if err != nil {
		return found, err
	}
	// No rules and no personas yet, so the items are shown as the source has them.
	found.Result, found.System, err = readSource(response, store.Source{Address: found.Address},
		fetcher.options.AllowLoopback)
	if err != nil {
		return found, err
	}
	found.Name = cmp.Or(Sanitize(found.Result.Title, 80), nameOf(found.Address, found.System))
	return found, nil
}

// SourceAddress returns the one spelling under which a source is kept, so that a board is not added twice: of a board
// its page for people, of anything else the address without blanks around it and without a fragment. The result is what
// tells sources apart, so two ways to write a board give the same.
func SourceAddress(address string) string {
	address = strings.TrimSpace(address)
	system, name, ok := DetectBoard(address)
	for _, known := range boardSystems {
		if ok && known.name == system {
			return known.page + url.PathEscape(name)
		}
	}
	// A fragment never reaches the server, and would make two sources of one.
	address, _, _ = strings.Cut(address, "#")
	return address
}

// listAddress is where a source is read: of a board its public list. DetectBoard recognises the address for people, so
// it can be kept and shown while programs read the other one.
func listAddress(address string) string {
	if system, name, ok := DetectBoard(address); ok {
		if list, err := BoardURL(system, name); err == nil {
			return list
		}
	}
	return address
}

// detectSystem tells what answered. Boards are known by their address, and by the fields of their list when a company
// serves it from its own.
func detectSystem(address string, response Response) store.SourceSystem {
	if system, _, ok := DetectBoard(address); ok {
		// The format is the same; which host to ask is in the address.
		if system == LeverEU {
			system = Lever
		}
		return store.SourceSystem(system)
	}
	start := bytes.TrimLeft(response.Body, " \t\r\n\x00\uFEFF")
	switch {
	case bytes.HasPrefix(start, []byte("<")):
		return store.FeedSystem
	case bytes.HasPrefix(start, []byte("{")), bytes.HasPrefix(start, []byte("[")):
		return detectBoardList(start)
	}
	line, _, _ := bytes.Cut(start, []byte("\n"))
	header := strings.ToLower(string(line[:min(len(line), 2000)]))
	// Spreadsheet programs publish CSV under any type, so the first line counts as well.
	isTable := strings.Contains(header, "title") && (strings.Contains(header, "url") || strings.Contains(header, "link"))
	if isTable || strings.Contains(response.ContentType, "csv") ||
		strings.HasSuffix(strings.ToLower(pathOf(response.FinalURL)), ".csv") {
		return store.CSVSystem
	}
	return store.FeedSystem
}

// detectBoardList tells by the first posting which board's list a JSON document is; anything else is for the parser of
// feeds to judge. An empty list gives nothing away and is taken for a feed, whose parser then says what is wrong with
// it.
func detectBoardList(document []byte) store.SourceSystem {
	var list struct {
		Jobs []json.RawMessage `json:"jobs"`
	}
	postings := &list.Jobs
	var err error
	if document[0] == '[' {
		err = json.Unmarshal(document, postings)
	} else {
		err = json.Unmarshal(document, &list)
	}
	if err != nil || len(*postings) == 0 {
		return store.FeedSystem
	}
	var posting map[string]json.RawMessage
	if err := json.Unmarshal((*postings)[0], &posting); err != nil {
		return store.FeedSystem
	}
	for _, sign := range []struct {
		field  string
		system store.SourceSystem
	}{{"absolute_url", store.GreenhouseSystem}, {"hostedUrl", store.LeverSystem}, {"jobUrl", store.AshbySystem}} {
		if _, has := posting[sign.field]; has {
			return sign.system
		}
	}
	return store.FeedSystem
}

// nameOf makes a name of the address.
func nameOf(address string, system store.SourceSystem) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.TrimPrefix(parsed.Hostname(), "www.")
	if _, board, ok := DetectBoard(address); ok {
		return Sanitize("Jobs of "+board, 80)
	}
	switch system {
	case store.GreenhouseSystem, store.LeverSystem, store.AshbySystem:
		return Sanitize("Jobs of "+host, 80)
	}
	return Sanitize(host, 80)
}

// pathOf is the path of an address, "" when it has none.
func pathOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Path
}
