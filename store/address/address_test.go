// Normal forms: tables for what is meant, fuzzing for what is not.

package address_test

import (
	"testing"

	"vouch/store/address"
)

func TestEmail(t *testing.T) {
	for in, want := range map[string]string{
		"Ada.Stone+jobs@Example.COM": "ada.stone@example.com", "a.b.c+x@googlemail.com": "abc@gmail.com", " x@y.de ": "x@y.de",
		"j@bücher.example": "j@xn--bcher-kva.example", "j@xn--bcher-kva.example": "j@xn--bcher-kva.example", "+tag@x.de": "+tag@x.de",
		"": "", "a@b": "", "a b@c.de": "", "a@b@c.de": "", "@x.de": "", "a@.de": "", "a@x..de": "", "a@x.de.": "a@x.de", "a@x.de..": "", "0@0üBB..": "", "<a@x.de>": "", "a@x.de\u202e": "", "...@gmail.com": "",
	} {
		got, ok := address.Email(in)
		if ok != (want != "") || (ok && got != want) {
			t.Errorf("%q is %q (%v), want %q", in, got, ok, want)
		}
	}
}

func TestPhone(t *testing.T) {
	for in, want := range map[string]string{
		"+49 (0)30 / 123-45.67": "+49301234567", "0049 30 1234567": "+49301234567", "+1 (555) 010-9999": "+15550109999",
		"030 1234567": "", "+123": "", "+0123456789": "", "+1234567890123456": "", "+49 call me": "", "": "", "+": "",
	} {
		if got, ok := address.Phone(in); got != want || ok != (want != "") {
			t.Errorf("%q is %q (%v), want %q", in, got, ok, want)
		}
	}
}

func TestProfile(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.linkedin.com/in/Ada-Stone/": "linkedin:ada-stone", "de.linkedin.com/in/ada-stone/en?trk=x#y": "linkedin:ada-stone",
		"https://m.linkedin.com/mwlite/in/ada-stone": "linkedin:ada-stone", "https://linkedin.com/in/%C3%A4da": "linkedin:äda",
		"https://GitHub.com/Ada/": "github.com/ada", "https://www.linkedin.com/company/acme": "", "https://linkedin.com/pub/ada/1/2/3": "",
		"https://www.facebook.com/profile.php?mibextid=x&id=100001": "facebook.com/profile.php?id=100001", "https://facebook.com/profile.php?id=100002#": "facebook.com/profile.php?id=100002",
		"https://scholar.google.com/citations?hl=de&user=JicYPdAAAAAJ": "scholar.google.com/citations?user=JicYPdAAAAAJ", "https://x.example/?user_id=7&utm_source=b": "x.example/?userid=7",
		"https://x.example/#/people/Ada": "x.example/#people/Ada", "https://github.com/ada?tab=stars#top": "github.com/ada", "https://x.example/?utm_source=b": "",
		"https://lnkd.in/x": "", "https://github.com/": "", "ftp://x.de/a": "", "": "", "not a url": "", "https://user:pw@x.de/a": "",
	} {
		got, _, problem := address.Profile(in)
		if got != want || (problem == "") != (want != "") {
			t.Errorf("%q is %q (%q), want %q", in, got, problem, want)
		}
	}
}

func FuzzNormalForms(f *testing.F) {
	for _, seed := range []string{"Ada.Stone+jobs@GoogleMail.com", "+49 (0)30 1234567", "de.linkedin.com/in/ada/en", "j@bücher.example", "https://x.com/a?s=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if normal, ok := address.Email(in); ok {
			if again, still := address.Email(normal); !still || again != normal {
				t.Errorf("e-mail %q becomes %q becomes %q", in, normal, again)
			}
		}
		if normal, ok := address.Phone(in); ok {
			if again, still := address.Phone(normal); !still || again != normal {
				t.Errorf("phone %q becomes %q becomes %q", in, normal, again)
			}
		}
		address.Profile(in)
		address.PostKey(in)
		address.PostProblem("linkedin", "LinkedIn", in)
	})
}
