// Whom a message's text addresses: <@U1> names a person, <!here> everybody who reads the channel.

package slacksim

import "regexp"

// addressed finds the mentions of messaging/formatting-message-text. What stands in &lt; and &gt; was escaped by its
// author and is no mention.
var addressed = regexp.MustCompile(`<(?:@([UW][A-Z0-9]+)|!(?:here|channel|everyone))(?:\|[^<>]*)?>`)

// mentionsUser tells whether a text addresses a person by id, or everybody who reads the channel. It decides about the
// number beside a channel's name.
func mentionsUser(text, userID string) bool {
	for _, mention := range addressed.FindAllStringSubmatch(text, -1) {
		if mention[1] == "" || mention[1] == userID {
			return true
		}
	}
	return false
}

// namesUser tells whether a text addresses a person by id, which alone makes an app_mention
// (reference/events/app_mention): an app called by @here is not mentioned.
func namesUser(text, userID string) bool {
	for _, mention := range addressed.FindAllStringSubmatch(text, -1) {
		if mention[1] == userID {
			return true
		}
	}
	return false
}
