// Certificates: read from two files, and again when they were renewed.

package attribution

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"
	"time"
)

// certificateAge is how long a certificate is used before its file is looked at again.
const certificateAge = time.Minute

// certificate is a pair of files and what was read from them.
type certificate struct {
	certFile, keyFile string
	mutex             sync.Mutex
	pair              *tls.Certificate
	looked, modified  time.Time
}

// Certificate reads a certificate and its key, and gives what Options.Certificate takes: it follows a renewal without a
// restart. While renewed files do not fit together yet, the old pair goes on.
func Certificate(certFile, keyFile string) (GetCertificate, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile}
	if err := c.read(time.Now()); err != nil {
		return nil, err
	}
	return c.get, nil
}

// read reads the files, if they have changed since the last time.
func (c *certificate) read(now time.Time) error {
	c.looked = now
	info, err := os.Stat(c.certFile)
	if err != nil || info.ModTime().Equal(c.modified) {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return fmt.Errorf("read the certificate %s with its key %s: %w", c.certFile, c.keyFile, err)
	}
	c.pair, c.modified = &pair, info.ModTime()
	return nil
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if now := time.Now(); now.Sub(c.looked) >= certificateAge {
		_ = c.read(now)
	}
	return c.pair, nil
}
