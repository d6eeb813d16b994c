// Getting a document from the web: public addresses only, few redirects, bounded size and time, no cookies, no
// credentials.

package feed

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/store"
)

const (
	// fetchTimeout bounds a whole fetch, redirects and body included.
	fetchTimeout = 20 * time.Second
	userAgent    = "Vouch/1.0"

	maxRedirects   = 10
	maxHeaderBytes = 64 << 10
	maxRetryAfter  = 24 * time.Hour // longer requests are not believed
)

// Options are the settings of a Fetcher. The zero value is usable and safe.
type Options struct {
	// AllowLoopback lets this machine's own addresses be fetched, on any port. For the demo and for tests only.
	AllowLoopback bool
	MaxBytes      int64 // of a body after decompression; 0 means DefaultMaxBytes
	// Resolver answers name lookups; nil means the system's. Its answers are checked like any others.
	Resolver *net.Resolver
	// Dial replaces the network, for tests that run on pipes. Address checks after name resolution cannot happen then,
	// so it must stay nil in production.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Fetcher gets documents. It keeps no state between fetches and is safe for concurrent use.
type Fetcher struct {
	options Options
	client  *http.Client
}

// Conditional holds the validators of the copy one already has, exactly as the server sent them; either may be empty.
type Conditional struct {
	ETag         string
	LastModified string
}

// Response is a fetched document.
type Response struct {
	NotModified  bool   // the copy one has is current; Body is empty
	Body         []byte // decompressed, in the encoding the server sent
	FinalURL     string // after redirects; the base of relative links
	ContentType  string // the header, for ParseOptions
	ETag         string // for the next Conditional
	LastModified string // for the next Conditional
	// Set together with an error of kind Busy; 0 when the server named no time.
	RetryAfter time.Duration
}

// NewFetcher returns a Fetcher. It opens nothing until it is used.
func NewFetcher(options Options) *Fetcher {
	options.MaxBytes = cmp.Or(options.MaxBytes, DefaultMaxBytes)
	f := &Fetcher{options: options}
	dial := options.Dial
	if dial == nil {
		dialer := &net.Dialer{Timeout: fetchTimeout, Resolver: options.Resolver, Control: f.controlConnection}
		dial = dialer.DialContext
	}
	f.client = &http.Client{
		// A transport of its own, without a proxy: through a proxy the address check would see only the proxy. One
		// connection per request, because sources are polled rarely and an idle connection would outlive its check.
		Transport: &http.Transport{
			DialContext: dial, DisableKeepAlives: true, MaxResponseHeaderBytes: maxHeaderBytes, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: fetchTimeout, ResponseHeaderTimeout: fetchTimeout,
		},
		CheckRedirect: f.checkRedirect,
	}
	return f
}

// Get fetches an http or https address. Errors are *Error: Invalid, Blocked, Missing, Refused, Busy (the Response then
// carries RetryAfter), TooLarge, Truncated or Unreachable.
func (f *Fetcher) Get(ctx context.Context, address string, have Conditional) (Response, error) {
	return f.get(ctx, address, have, f.options.MaxBytes, false)
}

// Check tells at once, without any look-up, whether an address may be fetched at all. Errors are *Error of kind Invalid
// or Blocked; nil still leaves room for a name that leads to a forbidden place.
func (f *Fetcher) Check(address string) error {
	target, err := parseWebURL(address)
	if err != nil {
		return err
	}
	return f.checkURL(target)
}

// get fetches at most limit bytes. With cut set a longer body is cut there instead of refused.
func (f *Fetcher) get(ctx context.Context, address string, have Conditional, limit int64, cut bool) (Response, error) {
	target, err := parseWebURL(address)
	if err != nil {
		return Response{}, err
	}
	// Checked before any name is looked up, so that what is plainly refused leaves no trace outside.
	if err := f.checkURL(target); err != nil {
		return Response{}, err
	}
	// One deadline for everything: a server that sends a byte now and then would outlive any limit on a single step.
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return Response{}, failWith(Invalid, err, "That is not a web address. Give the full address, starting with https://.")
	}
	setHeaders(request.Header, have)
	answer, err := f.client.Do(request)
	if err != nil {
		return Response{}, explainFailure(err)
	}
	defer func() { _ = answer.Body.Close() }()
	response := Response{
		FinalURL: answer.Request.URL.String(), ContentType: answer.Header.Get("Content-Type"),
		ETag: answer.Header.Get("ETag"), LastModified: answer.Header.Get("Last-Modified"),
	}
	if err := readAnswer(answer, &response, have, limit, cut); err != nil {
		return Response{RetryAfter: response.RetryAfter}, err
	}
	return response, nil
}

// setHeaders states who asks, for what, and which copy is already here.
func setHeaders(header http.Header, have Conditional) {
	header.Set("User-Agent", userAgent)
	header.Set("Accept", "application/feed+json, application/rss+xml, application/atom+xml, application/json;q=0.9, "+
		"text/html;q=0.8, */*;q=0.5")
	if have.ETag != "" {
		header.Set("If-None-Match", have.ETag)
	}
	if have.LastModified != "" {
		header.Set("If-Modified-Since", have.LastModified)
	}
}

// checkRedirect judges each hop like a first address; the address check at connecting follows in any case.
func (f *Fetcher) checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fail(Refused, "The address redirects more than %d times. Use the address it ends at.", maxRedirects)
	}
	if next.URL.Scheme != "http" && next.URL.Scheme != "https" {
		return fail(Blocked, "The address redirects to something that is not a web address. Ask its publisher.")
	}
	if next.URL.Scheme == "http" && via[len(via)-1].URL.Scheme == "https" {
		return fail(Blocked, "The address redirects from https to unprotected http. Ask its publisher for an https address.")
	}
	next.Header.Del("Referer")
	return f.checkURL(next.URL)
}

// readAnswer takes body and validators over, or says why there is no document.
func readAnswer(answer *http.Response, response *Response, have Conditional, limit int64, cut bool) error {
	isConditional := have != Conditional{}
	if answer.StatusCode == http.StatusNotModified && isConditional {
		// A 304 may leave validators out; those one has stay good (RFC 9110, section 15.4.5).
		response.NotModified = true
		response.ETag = cmp.Or(response.ETag, have.ETag)
		response.LastModified = cmp.Or(response.LastModified, have.LastModified)
		return nil
	}
	// Other codes of success carry no document either (204) or only part of one (206).
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusNonAuthoritativeInfo {
		response.RetryAfter = retryAfter(answer.Header.Get("Retry-After"), time.Now())
		return explainStatus(answer.StatusCode)
	}
	// The transport has removed the header if the encoding was the gzip it asked for.
	content, err := decoded(answer)
	if err != nil {
		return err
	}
	if have.ETag != "" && have.ETag == response.ETag {
		// Some servers ignore validators and send everything again.
		response.NotModified = true
		return nil
	}
	// One byte more than allowed is read, to tell a body that fits exactly from one that does not. The limit counts
	// after decompression, so a small answer that unpacks to gigabytes stops here too.
	body, err := io.ReadAll(io.LimitReader(content, limit+1))
	switch {
	case int64(len(body)) > limit && !cut:
		return tooLarge(limit)
	case err != nil && int64(len(body)) <= limit:
		if errors.Is(err, context.DeadlineExceeded) {
			return explainFailure(err)
		}
		return failWith(Truncated, err, "The connection ended in the middle of the document. Try again later.")
	}
	response.Body = body[:min(int64(len(body)), limit)]
	return nil
}

// decoded gives the body without the compression that the server names although the transport asked for none but gzip.
// What is no compression at all, such as "UTF-8" or "none", means nothing, as in browsers.
func decoded(answer *http.Response) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(answer.Header.Get("Content-Encoding"))) {
	case "deflate":
		// By RFC 9110 that is zlib's form, and many servers send the bare one.
		body := bufio.NewReader(answer.Body)
		if start, _ := body.Peek(1); len(start) == 1 && start[0]&0x0F == 8 {
			unpacked, err := zlib.NewReader(body)
			if err != nil {
				return nil, failWith(Truncated, err, "The document is compressed and cannot be unpacked. Try again later.")
			}
			return unpacked, nil
		}
		return flate.NewReader(body), nil
	case "br", "zstd", "compress", "x-compress":
		return nil, fail(Refused, "The server compresses its answer in a way it was not asked to. Ask its publisher.")
	case "gzip", "x-gzip":
		unpacked, err := gzip.NewReader(answer.Body)
		if err != nil {
			return nil, failWith(Truncated, err, "The document is compressed and cannot be unpacked. Try again later.")
		}
		return unpacked, nil
	}
	return answer.Body, nil
}

// explainStatus turns an HTTP status that brings no document into an error.
func explainStatus(status int) *Error {
	switch status {
	case http.StatusNotFound, http.StatusGone:
		return fail(Missing, "The server says this address does not exist (%d). Check it.", status)
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		return fail(Refused, "The server does not let us read this address (%d). Use a public one.", status)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return fail(Busy, "The server asks us to come back later (%d). It will be tried again.", status)
	}
	return fail(Refused, "The server answered with status %d instead of the document. Try again later, or ask its "+
		"publisher.", status)
}

// explainFailure turns an error of the HTTP client into one of ours; the address is left out of it, it may carry a
// secret.
func explainFailure(err error) *Error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	// This wrapper quotes the address, and addresses of private feeds carry tokens.
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if name, ok := errors.AsType[*net.DNSError](err); ok && name.IsNotFound {
		return failWith(Unreachable, errors.New("no such host"),
			"There is no server of that name. Check the address for typing errors.")
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return failWith(Unreachable, errors.New("time is up"),
			"The server did not answer in time. It will be worth another try later.")
	}
	return failWith(Unreachable, err, "The server could not be reached. Check the address, or try again later.")
}

// retryAfter reads the header in both forms, seconds and HTTP date (RFC 9110, section 10.2.3); 0 when it says nothing
// useful.
func retryAfter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	wait := time.Duration(0)
	if seconds, err := strconv.ParseInt(header, 10, 32); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if date, err := http.ParseTime(header); err == nil {
		wait = date.Sub(now)
	}
	return min(max(wait, 0), maxRetryAfter)
}

// maxPictureBytes is the largest picture that is shown. Slack names no limit; a phone loads this much at once.
const maxPictureBytes = 5 << 20

// pictureTypes are the pictures that Slack shows (docs.slack.dev/reference/block-kit/blocks/image-block).
var pictureTypes = []string{"image/png", "image/jpeg", "image/gif"}

// IsPicture reads an address and tells whether a picture of at most 5 MB is there. What the server calls it counts for
// nothing.
func (f *Fetcher) IsPicture(ctx context.Context, address string) bool {
	answer, err := f.get(ctx, address, Conditional{}, maxPictureBytes, false)
	return err == nil && slices.Contains(pictureTypes, http.DetectContentType(answer.Body))
}

// Post sends a body of JSON to an https address, or to this machine where that is allowed, and gives the status of the
// answer and how long it asks to wait, 0 when it does not. A redirect is not followed, and the body of the answer is
// not read. Errors are as those of Get.
func (f *Fetcher) Post(ctx context.Context, address string, header http.Header, body []byte) (status int,
	wait time.Duration, err error) {
	target, err := parseWebURL(address)
	if err == nil {
		err = f.checkURL(target)
	}
	if err != nil {
		return 0, 0, err
	}
	if ip, _ := netip.ParseAddr(target.Hostname()); target.Scheme != "https" && !f.isOwn(ip) {
		return 0, 0, fail(Blocked, "Nothing is sent without encryption. Use an https address.")
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return 0, 0, failWith(Invalid, err, "That is not a web address. Give the full address, starting with https://.")
	}
	request.Header = header.Clone()
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", userAgent)
	client := *f.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(request)
	if err != nil {
		return 0, 0, explainFailure(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode, retryAfter(answer.Header.Get("Retry-After"), store.Now()), nil
}
