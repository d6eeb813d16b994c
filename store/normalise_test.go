// Normal forms, key codecs and packed values: tables for what is meant, fuzzing for what is not.

package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

func TestNormalEmail(t *testing.T) {
	for in, want := range map[string]string{
		"Ada.Stone+jobs@Example.COM": "ada.stone@example.com", "a.b.c+x@googlemail.com": "abc@gmail.com", " x@y.de ": "x@y.de",
		"j@bücher.example": "j@xn--bcher-kva.example", "j@xn--bcher-kva.example": "j@xn--bcher-kva.example", "+tag@x.de": "+tag@x.de",
		"": "", "a@b": "", "a b@c.de": "", "a@b@c.de": "", "@x.de": "", "a@.de": "", "a@x..de": "", "a@x.de.": "a@x.de", "a@x.de..": "", "0@0üBB..": "", "<a@x.de>": "", "a@x.de\u202e": "", "...@gmail.com": "",
	} {
		got, ok := store.NormalEmail(in)
		if ok != (want != "") || (ok && got != want) {
			t.Errorf("%q is %q (%v), want %q", in, got, ok, want)
		}
	}
}

func TestNormalPhone(t *testing.T) {
	for in, want := range map[string]string{
		"+49 (0)30 / 123-45.67": "+49301234567", "0049 30 1234567": "+49301234567", "+1 (555) 010-9999": "+15550109999",
		"030 1234567": "", "+123": "", "+0123456789": "", "+1234567890123456": "", "+49 call me": "", "": "", "+": "",
	} {
		if got, ok := store.NormalPhone(in); got != want || ok != (want != "") {
			t.Errorf("%q is %q (%v), want %q", in, got, ok, want)
		}
	}
}

func TestNormalProfile(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.linkedin.com/in/Ada-Stone/": "linkedin:ada-stone", "de.linkedin.com/in/ada-stone/en?trk=x#y": "linkedin:ada-stone",
		"https://m.linkedin.com/mwlite/in/ada-stone": "linkedin:ada-stone", "https://linkedin.com/in/%C3%A4da": "linkedin:äda",
		"https://GitHub.com/Ada/": "github.com/ada", "https://www.linkedin.com/company/acme": "", "https://linkedin.com/pub/ada/1/2/3": "",
		"https://www.facebook.com/profile.php?mibextid=x&id=100001": "facebook.com/profile.php?id=100001", "https://facebook.com/profile.php?id=100002#": "facebook.com/profile.php?id=100002",
		"https://scholar.google.com/citations?hl=de&user=JicYPdAAAAAJ": "scholar.google.com/citations?user=JicYPdAAAAAJ", "https://x.example/?user_id=7&utm_source=b": "x.example/?userid=7",
		"https://x.example/#/people/Ada": "x.example/#people/Ada", "https://github.com/ada?tab=stars#top": "github.com/ada", "https://x.example/?utm_source=b": "",
		"https://lnkd.in/x": "", "https://github.com/": "", "ftp://x.de/a": "", "": "", "not a url": "", "https://user:pw@x.de/a": "",
	} {
		got, problem := store.NormalProfile(in)
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
		if normal, ok := store.NormalEmail(in); ok {
			if again, still := store.NormalEmail(normal); !still || again != normal {
				t.Errorf("e-mail %q becomes %q becomes %q", in, normal, again)
			}
		}
		if normal, ok := store.NormalPhone(in); ok {
			if again, still := store.NormalPhone(normal); !still || again != normal {
				t.Errorf("phone %q becomes %q becomes %q", in, normal, again)
			}
		}
		if once := store.Clean(in); store.Clean(once) != once || strings.Contains(once, "\x00") {
			t.Errorf("cleaning %q twice differs", in)
		}
		store.NormalProfile(in)
		store.PostKey(in)
		store.PostProblem(store.LinkedIn, in)
	})
}

func FuzzKeys(f *testing.F) {
	f.Add("U1", "asset", int64(1_770_000_000_000_000), int64(5), int64(-7))
	f.Add("", "\xff\x00", int64(0), int64(1<<31-1), int64(-1<<31))
	f.Fuzz(func(t *testing.T, first, last string, micros, a, b int64) {
		if !strings.Contains(first, "\x00") {
			if got := store.SplitKey(store.Join(first, last), 2); got[0] != first || got[1] != last {
				t.Errorf("%q and %q come back as %q", first, last, got)
			}
		}
		x, y := time.UnixMicro(max(micros, 0)), time.UnixMicro(max(a, 0))
		if x.Before(y) != (store.TimeKey(x) < store.TimeKey(y)) || !store.KeyTime(store.TimeKey(x)).Equal(x) {
			t.Errorf("times %s and %s do not sort as keys", x, y)
		}
		p, q := int(int32(a)), int(int32(b))
		if (p > q) != (store.Descending(p) < store.Descending(q)) || store.Ascended(store.Descending(p)) != p {
			t.Errorf("points %d and %d do not sort downwards", p, q)
		}
	})
}

func FuzzPacked(f *testing.F) {
	f.Add([]byte{2, 'U', '1', 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(_ *testing.T, raw []byte) {
		_ = store.UnpackEmployee(raw)
		_ = store.UnpackTaste(raw)
		_ = store.UnpackDigest(raw)
	})
}

func TestPacked_KeepsEveryField(t *testing.T) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	e := store.Employee{ID: "U1", Name: "Ada", Title: "CTO", TitleBy: "import", Department: "Tech", Location: "Oslo", Reports: "U2", TimeZone: "Europe/Oslo",
		Locale: "nb", Guest: true, Deactivated: true, Admin: true, Roles: []store.Role{store.Curator}, Leader: true, LeaderBy: "hand", JoinedAt: now,
		LeftAt: now, Welcomed: now, FirstPointsAt: now, NextDigest: now, UpdatedAt: now,
		Prefs: store.Preferences{Personas: []store.PersonaID{"a"}, Follow: []string{"b"}, Mute: []string{"c"}, Networks: []store.Network{store.X},
			Rhythm: store.Rhythm{Frequency: store.Weekly, At: "10:00", Quiet: []time.Weekday{1}}, Picks: 2, PausedUntil: now, BoardHidden: true, BoardAlias: true,
			PersonaByRule: true}}
	for _, want := range []store.Employee{e, {}} {
		if diff := cmp.Diff(want, must(store.RepackEmployee(want))); diff != "" {
			t.Errorf("employee:\n%s", diff)
		}
	}
	taste := store.Taste{Topics: map[string]store.Beta{"go": {Yes: 1.5, No: 2}}, Kinds: map[store.AssetKind]store.Beta{store.Job: {No: 1}},
		Seen: []uint32{1, 7, 4_000_000_000}, Saved: []store.AssetID{"x"}, Last: []string{"y"}}
	for _, want := range []store.Taste{taste, {}} {
		if diff := cmp.Diff(want, must(store.RepackTaste(want))); diff != "" {
			t.Errorf("taste:\n%s", diff)
		}
	}
	delivery := store.Delivery{Key: "digest/2026-03-02/U1", Employee: "U1", Date: "2026-03-02", State: store.Dropped, PlannedAt: now, SentAt: now, Note: "n",
		OnRequest: true, Picks: []store.Pick{{Asset: "a", Reason: "r", Propensity: 0.3, Policy: "p", Answer: "liked"}, {Asset: "b"}}}
	for _, want := range []store.Delivery{delivery, {Key: delivery.Key, Employee: "U1", Date: "2026-03-02"}} {
		if diff := cmp.Diff(want, must(store.RepackDelivery(want))); diff != "" {
			t.Errorf("delivery:\n%s", diff)
		}
	}
	message := store.Message{Key: "k", Kind: store.MsgNotice, Ref: "r", To: "U1", Channel: "C1", Text: "t", NotBefore: now, State: store.Dead, Attempts: 3,
		ClaimedAt: now, Reason: "why", CreatedAt: now, DoneAt: now}
	for _, want := range []store.Message{message, {Key: "k", Ref: "k"}, {}} {
		if diff := cmp.Diff(want, must(store.RepackMessage(want))); diff != "" {
			t.Errorf("message:\n%s", diff)
		}
	}
}
