// The same document from a file or from the web, for the command line; nothing that comes from Slack may read files.

package feed

import (
	"context"
	"errors"
	"io/fs"
	"mime"
	"os"
	"path/filepath"
	"strings"
)

// Load reads an http or https address like Get, or a file of this machine by path or file:// address. Only an
// operator's own command may pass what it was given: a person in Slack must never choose a path. It is for what an
// operator names on the command line: a path leads wherever they may read.
func (f *Fetcher) Load(ctx context.Context, source string) (Response, error) {
	// Only for comparing: the path of an address keeps its case.
	lower := strings.ToLower(source)
	if strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		return f.Get(ctx, source, Conditional{})
	}
	if source == "" {
		return Response{}, fail(Invalid, "Name a file, or an http or https address.")
	}
	path := source
	if strings.HasPrefix(lower, "file://") {
		path = source[len("file://"):]
	} else if strings.Contains(source, "://") {
		return Response{}, fail(Invalid, "%q is neither a file nor an http or https address.", Sanitize(source, 80))
	}
	body, err := f.readFile(path)
	if err != nil {
		return Response{}, err
	}
	return Response{Body: body, ContentType: mime.TypeByExtension(filepath.Ext(path))}, nil
}

// readFile reads a regular file within the size limit. The path is cleaned before it stands in a sentence.
func (f *Fetcher) readFile(path string) ([]byte, error) {
	name := Sanitize(path, 200)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, failWith(Missing, err, "There is no file %s.", name)
	case err != nil:
		return nil, failWith(Unreachable, err, "The file %s cannot be read. Check its permissions.", name)
	case info.IsDir():
		return nil, fail(Invalid, "%s is a folder. Name a file in it.", name)
	case info.Size() > f.options.MaxBytes:
		return nil, tooLarge(f.options.MaxBytes)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, failWith(Unreachable, err, "The file %s cannot be read. Check its permissions.", name)
	}
	return body, nil
}
