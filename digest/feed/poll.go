// Reading a source of the library: what it has now becomes a poll for the store to record, and one bad source harms no
// other.

package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"vouch/store"
)

// PollTime bounds the reading of one source: its fetch and its parsing.
const PollTime = 45 * time.Second

// ErrPolling is returned for a source that is being read already.
var ErrPolling = errors.New("feed: the source is being read already")

// Poller reads sources side by side, a few at a time and each at most once at a time. It is safe for concurrent use.
// slots bounds how many are read at once, mu guards busy.
type Poller struct {
	fetcher *Fetcher
	slots   chan struct{}

	mu   sync.Mutex
	busy map[store.SourceID]bool
}

// NewPoller returns a Poller that reads at most atOnce sources side by side.
func NewPoller(fetcher *Fetcher, atOnce int) *Poller {
	return &Poller{fetcher: fetcher, slots: make(chan struct{}, atOnce), busy: map[store.SourceID]bool{}}
}

// Poll waits for a free slot and reads the source, see Poll. It returns ErrPolling without waiting when the source is
// being read, and the error of ctx when that ends first.
func (p *Poller) Poll(ctx context.Context, source store.Source) (store.Poll, error) {
	if !p.begin(source.ID) {
		return store.Poll{}, ErrPolling
	}
	defer p.end(source.ID)
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return store.Poll{}, ctx.Err()
	}
	poll, err := Poll(ctx, p.fetcher, source)
	if ctx.Err() != nil {
		// Nobody's fault: the program stops. It is no failure of the source.
		return store.Poll{}, ctx.Err()
	}
	return poll, err
}

// begin marks a source as being read; false when it is so already.
func (p *Poller) begin(id store.SourceID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy[id] {
		return false
	}
	p.busy[id] = true
	return true
}

// end marks a source as free.
func (p *Poller) end(id store.SourceID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.busy, id)
}

// Poll reads a source once, asking only for what changed. What went wrong stands in the poll, as a sentence for
// curators; the error beside it is the same for logs, with its cause.
func Poll(ctx context.Context, fetcher *Fetcher, source store.Source) (poll store.Poll, err error) {
	poll = store.Poll{At: store.Now(), Version: source.Version}
	// A parser that panics on some document must not end the program, and the source says so like any other failure.
	defer func() {
		if cause := recover(); cause != nil {
			err = failWith(Invalid, fmt.Errorf("panic: %v", cause),
				"The document could not be read. If it stays so, ask its publisher.")
			poll = failedPoll(poll, err)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, PollTime)
	defer cancel()
	response, err := fetcher.Get(ctx, listAddress(source.Address), Conditional{ETag: source.ETag,
		LastModified: source.LastModified})
	poll.RetryAfter = response.RetryAfter
	if err != nil {
		return failedPoll(poll, err), err
	}
	poll.ETag, poll.LastModified = response.ETag, response.LastModified
	if poll.NotModified = response.NotModified; poll.NotModified {
		return poll, nil
	}
	result, system, err := readSource(response, source, fetcher.options.AllowLoopback)
	if err != nil {
		return failedPoll(poll, err), err
	}
	poll.System = system
	for _, item := range result.Items {
		poll.Items = append(poll.Items, pollItem(item, source))
	}
	poll.Complete = isComplete(system, result)
	for _, skipped := range result.Skipped {
		poll.Skipped = append(poll.Skipped, store.Skip{Index: skipped.Index, Title: skipped.Title, Reason: skipped.Reason})
	}
	return poll, nil
}

// failedPoll is the poll of a source that could not be read. Nothing that was read is kept: half a document must not
// look like a whole one. The version stays, so that the store can tell whether the source changed meanwhile.
func failedPoll(poll store.Poll, err error) store.Poll {
	failed := store.Poll{At: poll.At, Version: poll.Version, RetryAfter: poll.RetryAfter,
		Err: "The source could not be read."}
	if known, ok := errors.AsType[*Error](err); ok {
		failed.Err = known.Msg
		// What a server answers may be other tomorrow; these are about the address itself.
		failed.Permanent = slices.Contains([]ErrorKind{Missing, Blocked, Unsafe}, known.Kind)
	}
	return failed
}

// isComplete tells whether a job that is not among the items is gone: a board and a file list everything, a feed only
// what is newest, and none of them when an entry could not be read.
func isComplete(system store.SourceSystem, result Result) bool {
	return system != store.FeedSystem && !slices.ContainsFunc(result.Skipped, func(s Skipped) bool { return !s.Over })
}

// pollItem makes an asset of an item as the source's settings want it. Rules were applied when the document was parsed;
// the personas and audiences of the source are for items that name none.
func pollItem(item Item, source store.Source) store.PollItem {
	item.Topics = append(slices.Clone(item.Topics), source.Topics...)
	asset := item.Asset(source.Address)
	if len(asset.Personas) == 0 {
		asset.Personas = slices.Clone(source.Personas)
	}
	if len(asset.Audiences) == 0 {
		asset.Audiences = slices.Clone(source.Audiences)
	}
	// By it the store knows the item again at the next poll, whatever became of its title or address.
	asset.SourceKey = item.ExternalID
	return store.PollItem{Asset: asset, Published: item.Published}
}

// readSource parses what a source's address answered.
func readSource(response Response, source store.Source, allowLoopback bool) (Result, store.SourceSystem, error) {
	options := ParseOptions{
		ContentType: response.ContentType, BaseURL: response.FinalURL, Kind: source.Kind, Rules: source.Rules,
		AllowLoopback: allowLoopback,
	}
	system := source.System
	// The poll carries what was found.
	if system == "" {
		system = detectSystem(source.Address, response)
	}
	body := bytes.NewReader(response.Body)
	var result Result
	var err error
	switch system {
	case store.GreenhouseSystem, store.LeverSystem, store.AshbySystem:
		result, err = ParseBoard(string(system), body, options)
	case store.CSVSystem:
		result, err = ParseAssetsCSV(body, options)
	default:
		result, err = Parse(body, options)
	}
	return result, system, err
}
