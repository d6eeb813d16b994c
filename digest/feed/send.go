// Sending a document to an address, with the same care as getting one.

package feed

import (
	"bytes"
	"context"
	"net/http"
	"net/netip"
	"time"

	"vouch/store"
)

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
	ctx, cancel := context.WithTimeout(ctx, f.options.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return 0, 0, failWith(Invalid, err, "That is not a web address. Give the full address, starting with https://.")
	}
	request.Header = header.Clone()
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", f.options.UserAgent)
	client := *f.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(request)
	if err != nil {
		return 0, 0, explainFailure(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode, retryAfter(answer.Header.Get("Retry-After"), store.Now()), nil
}
