// Signatures: what the schemes of several systems share.

package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// tolerance is how far the time of a signature may be from ours: five minutes, as in HubSpot's scheme and in the
// library of Standard Webhooks.
const tolerance = 5 * time.Minute

// sum is the HMAC-SHA256 of parts that are written one behind the other.
func sum(key []byte, parts ...string) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range parts {
		mac.Write([]byte(part))
	}
	return mac.Sum(nil)
}

// fitsHex compares a hexadecimal signature in constant time.
func fitsHex(signature string, want []byte) error {
	got, err := hex.DecodeString(signature)
	switch {
	case signature == "" || err != nil:
		return errUnsigned
	case !hmac.Equal(got, want):
		return errSignature
	}
	return nil
}

// isNow tells whether a time, written as a number of units since 1970, is near enough to ours.
func (d *delivery) isNow(digits string, unit time.Duration) error {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 || n > int64(time.Duration(1<<62)/unit) {
		return errUnsigned
	}
	if age := d.now.Sub(time.Unix(0, n*int64(unit))); age > tolerance || age < -tolerance {
		return errLate
	}
	return nil
}

// fitsText compares two texts in constant time; their lengths are hidden too.
func fitsText(got, want string) error {
	key := []byte("compare")
	if !hmac.Equal(sum(key, got), sum(key, want)) {
		return errSignature
	}
	return nil
}
