// Secrets: tokens that can be passed around but never printed.

package slackapi

// Secret is a token. Every way of printing it gives "***", so that a log line or an error cannot leak it.
type Secret string

// String hides the token from fmt and zerolog.
func (Secret) String() string { return "***" }

// GoString hides the token from %#v.
func (Secret) GoString() string { return "***" }

// MarshalText hides the token from encoders.
func (Secret) MarshalText() ([]byte, error) { return []byte("***"), nil }

// Reveal gives the token to the one caller that needs it, the Slack client.
func (s Secret) Reveal() string { return string(s) }
