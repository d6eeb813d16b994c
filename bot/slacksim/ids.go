// Ids, timestamps and secrets: unique, opaque, and never parsed by anyone.

package slacksim

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// nextID makes an id of Slack's look: a prefix letter and upper-case base 36. Counting keeps test runs repeatable.
// Prefixes are those of Slack: A app, B bot, C channel, D direct message, G group, Ev event, F file, S user group, T
// team, U user, V view.
func (w *Workspace) nextID(prefix string) string {
	w.counter++
	number := strings.ToUpper(strconv.FormatUint(w.counter, 36))
	return prefix + "0SIM" + strings.Repeat("0", max(0, 6-len(number))) + number
}

// nextTS is a message timestamp: seconds and microseconds as text, unique and growing over the whole workspace
// (apis/web-api: compare as strings of equal width).
func (w *Workspace) nextTS() string {
	micros := max(w.now().UnixMicro(), w.lastMicros+1)
	w.lastMicros = micros
	return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6)
}

// isTS tells whether text has the shape of a message timestamp.
func isTS(text string) bool {
	seconds, micros, found := strings.Cut(text, ".")
	if !found || len(micros) != 6 || len(seconds) < 9 || len(seconds) > 10 {
		return false
	}
	_, err := strconv.ParseUint(seconds+micros, 10, 64)
	return err == nil
}

// secret is length characters nobody can guess: parts of tokens, trigger ids and URLs.
func secret(length int) string {
	raw := make([]byte, (length+1)/2)
	_, _ = rand.Read(raw) // never fails, see crypto/rand
	return hex.EncodeToString(raw)[:length]
}

// envelopeID is a random UUID, as Socket Mode's envelope ids are.
func envelopeID() string {
	text := secret(32)
	return text[:8] + "-" + text[8:12] + "-4" + text[13:16] + "-a" + text[17:20] + "-" + text[20:]
}
