// The manifest in the binary and the one that admins paste are one text.

package bot

import (
	"bytes"
	"os"
	"testing"
)

func TestManifest_IsTheFileThatAdminsPaste(t *testing.T) {
	file, err := os.ReadFile("../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, Manifest()) {
		t.Error("bot.Manifest and manifest.yml differ: copy the one you changed over the other")
	}
}
