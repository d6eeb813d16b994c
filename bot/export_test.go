// Names that the tests beside the package need.

package bot

var ErrConfig = errConfig
var ErrRevoked = errRevoked
var ExtraScopes = extraScopes
var MissingScopes = missingScopes
var Scopes = scopes
