// The manifest in the binary and the one that admins paste are one text.

package bot_test

import (
	"bytes"
	"os"
	"testing"

	"vouch/bot"
)

func TestManifest_IsTheFileThatAdminsPaste(t *testing.T) {
	file, err := os.ReadFile("../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, bot.Manifest()) {
		t.Error("bot.Manifest and manifest.yml differ: copy the one you changed over the other")
	}
}
