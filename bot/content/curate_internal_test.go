// Tests of curating: a page becomes an asset, mistakes are shown where they are, and what is withdrawn disappears
// everywhere.

package content

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadVariants(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		dashed bool
		want   []string
	}{
		"nothing":                    {"\n \n", false, nil},
		"blank lines part":           {"One.\nStill one.\n\n\nTwo.", false, []string{"One.\nStill one.", "Two."}},
		"dashes part, blank do not":  {"One.\n\nStill one.\n — \nTwo.", false, []string{"One.\n\nStill one.", "Two."}},
		"one text of two paragraphs": {"One.\n\nStill one.", true, []string{"One.\n\nStill one."}},
		"Windows line ends":          {"One.\r\n\r\nTwo.", false, []string{"One.", "Two."}},
		"control characters":         {"O\u0007ne.\u202e", false, []string{"One."}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range readVariants(c.text, c.dashed) {
				got = append(got, v.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
