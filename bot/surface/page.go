// Pages by address: what somebody typed as one, and why one cannot be read.

package surface

import (
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/digest/feed"
)

// TypedAddress is the web address in a command's text, which Slack may have marked up as a link; "" when there is none.
func TypedAddress(text string) string {
	address, _, _ := strings.Cut(strings.Trim(text, "<> "), "|")
	if _, err := feed.Canonical(address); err != nil || len(address) > MaxAssetURL {
		return ""
	}
	return address
}

// SourceSlack is the source of assets that people add by hand.
const SourceSlack = "slack"

// PageProblem is what a curator is told about a page or address.
func PageProblem(err error) string {
	var e *feed.Error
	if errors.As(err, &e) && e.Msg != "" {
		return e.Msg
	}
	return "It did not answer in time."
}

// ReadingView stands while the page is read.
func ReadingView(title, address string) *slack.ModalViewRequest {
	return block.Modal(block.CBResult, title, "", "Cancel", "", block.Section("Reading "+block.Link(address, block.Cut(address, 80))+" …\nThis takes a few seconds."))
}
