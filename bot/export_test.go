// Names that the tests beside the package need.

package bot

import (
	"context"

	"vouch/bot/dispatch"
)

var ErrConfig = errConfig
var ErrRevoked = errRevoked
var ExtraScopes = extraScopes
var MissingScopes = missingScopes
var Scopes = scopes

// Knows tells whether the bot takes an interaction for one of an employee.
func Knows(b *Bot, in dispatch.Interaction) bool {
	_, known := b.know(context.Background(), in)
	return known
}
