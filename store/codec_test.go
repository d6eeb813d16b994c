// Cleaning, key codecs and packed values: tables for what is meant, fuzzing for what is not.

package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

func FuzzClean(f *testing.F) {
	f.Add("Ada\u202e Stone\x00")
	f.Fuzz(func(t *testing.T, in string) {
		if once := store.Clean(in); store.Clean(once) != once || strings.Contains(once, "\x00") {
			t.Errorf("cleaning %q twice differs", in)
		}
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
	e := store.Employee{ID: "U1", Name: "Ada", Title: "CTO", TitleBy: "import", Department: "Tech", Location: "Oslo",
		Reports: "U2", TimeZone: "Europe/Oslo",
		Locale: "nb", Guest: true, Deactivated: true, Admin: true, Roles: []store.Role{store.Curator}, Leader: true,
		LeaderBy: "hand", JoinedAt: now,
		LeftAt: now, Welcomed: now, FirstPointsAt: now, NextDigest: now, UpdatedAt: now,
		Prefs: store.Preferences{Personas: []store.PersonaID{"a"}, Follow: []string{"b"}, Mute: []string{"c"},
			Networks: []store.Network{store.X},
			Rhythm:   store.Rhythm{Frequency: store.Weekly, At: "10:00", Quiet: []time.Weekday{1}}, Picks: 2, PausedUntil: now,
			BoardHidden: true, BoardAlias: true,
			PersonaByRule: true}}
	for _, want := range []store.Employee{e, {}} {
		if diff := cmp.Diff(want, must(store.RepackEmployee(want))); diff != "" {
			t.Errorf("employee:\n%s", diff)
		}
	}
	taste := store.Taste{Topics: map[string]store.Beta{"go": {Yes: 1.5, No: 2}},
		Kinds: map[store.AssetKind]store.Beta{store.Job: {No: 1}},
		Seen:  []uint32{1, 7, 4_000_000_000}, Saved: []store.AssetID{"x"}, Last: []string{"y"}}
	for _, want := range []store.Taste{taste, {}} {
		if diff := cmp.Diff(want, must(store.RepackTaste(want))); diff != "" {
			t.Errorf("taste:\n%s", diff)
		}
	}
	delivery := store.Delivery{Key: "digest/2026-03-02/U1", Employee: "U1", Date: "2026-03-02", State: store.Dropped,
		PlannedAt: now, SentAt: now, Note: "n",
		OnRequest: true, Picks: []store.Pick{{Asset: "a", Reason: "r", Propensity: 0.3, Policy: "p", Answer: "liked"},
			{Asset: "b"}}}
	for _, want := range []store.Delivery{delivery, {Key: delivery.Key, Employee: "U1", Date: "2026-03-02"}} {
		if diff := cmp.Diff(want, must(store.RepackDelivery(want))); diff != "" {
			t.Errorf("delivery:\n%s", diff)
		}
	}
	message := store.Message{Key: "k", Kind: store.MsgNotice, Ref: "r", To: "U1", Channel: "C1", Text: "t", NotBefore: now,
		State: store.Dead, Attempts: 3,
		ClaimedAt: now, Reason: "why", CreatedAt: now, DoneAt: now}
	for _, want := range []store.Message{message, {Key: "k", Ref: "k"}, {}} {
		if diff := cmp.Diff(want, must(store.RepackMessage(want))); diff != "" {
			t.Errorf("message:\n%s", diff)
		}
	}
}
