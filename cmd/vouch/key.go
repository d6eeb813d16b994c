// The key for personal data: read from the environment or a file, or made once beside a new database.

package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// keyLength is the AES-256 key length in bytes; a key is written as 64 hexadecimal digits.
const keyLength = 32

// parseKey reads 64 hexadecimal digits, tolerating surrounding white space. The error never holds the text: it may be a
// key with one digit missing. It begins with "must", so that callers can put the name of the setting before it.
func parseKey(text string) ([]byte, error) {
	key, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != keyLength {
		return nil, errors.New("must be 64 hexadecimal digits (make one with: openssl rand -hex 32)")
	}
	return key, nil
}

// readKeyFile reads a key from path. Its mode is not checked: orchestrators mount secrets with modes of their own.
func readKeyFile(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := parseKey(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: the key %w", path, err)
	}
	return key, nil
}

// keyBeside returns the key in "<database>.key". When neither the database nor the key exists it makes the key,
// readable by the owner only, and says so with made. One without the other is an error: without its key, personal data
// can never be read again; without its database, everything is lost but what a backup holds, and nobody would notice.
func keyBeside(database string) (key []byte, made bool, err error) {
	path := database + ".key"
	_, missing := os.Stat(database)
	key, err = readKeyFile(path)
	switch {
	case err == nil && errors.Is(missing, fs.ErrNotExist):
		return nil, false, fmt.Errorf("the key %s exists but its database %s does not: put the database back or restore a "+
			"backup (vouch restore); to begin anew, move the key away", path, database)
	// A key that is there and cannot be read is never replaced.
	case err == nil || !errors.Is(err, fs.ErrNotExist):
		return key, false, err
	case missing == nil:
		return nil, false, fmt.Errorf("the database %s exists but its key %s does not: put the key file back, "+
			"or set VOUCH_KEY or VOUCH_KEY_FILE", database, path)
	}
	// Neither file exists: this is the first start.
	key = make([]byte, keyLength)
	rand.Read(key) // never fails (crypto/rand)
	// O_EXCL: of two first starts at once one makes the key and the other fails, so none
	// can seal data with a key that is overwritten.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, false, fmt.Errorf("cannot make the key for personal data: %w", err)
	}
	_, err = fmt.Fprintln(file, hex.EncodeToString(key))
	// The key is on the disk before the database exists: after a loss of power there may
	// be a key without a database, never the other way round.
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		os.Remove(path)
		return nil, false, fmt.Errorf("cannot make the key for personal data: %w", err)
	}
	return key, true, nil
}
