// Settings: the choices of the program, their rules, and what must follow when they change.

package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/settings"
	"vouch/store/text"
)

// The keys of the program bucket.
const (
	keySettings  = "settings"
	keyPersonas  = "personas"
	keyNight     = "night"     // when the night's work was done last
	keyHeartbeat = "heartbeat" // the newest heartbeat
)

// decodedSettings are settings together with the bytes that they were read from; nil bytes are those never saved.
type decodedSettings struct {
	raw      []byte
	settings Settings
}

// settings reads the settings once per transaction. Nearly every interaction asks for them, so they are decoded anew
// only when a snapshot holds other bytes than the last one did: whatever a transaction sees, it gets. Nobody may change
// what they point to.
func (t *tx) settings() *Settings {
	if t.settingsCache == nil {
		raw := t.Get(program, keySettings)
		last := t.db.settings.Load()
		if last == nil || !bytes.Equal(last.raw, raw) {
			last = &decodedSettings{bytes.Clone(raw), settings.Default()}
			t.program(keySettings, &last.settings)
			last.settings.Company = settings.Named(last.settings.Company)
			t.db.settings.Store(last)
		}
		t.settingsCache = &last.settings
	}
	return t.settingsCache
}

// program reads one value of the program bucket into v and leaves v alone when it was never saved.
func (t *tx) program(key string, v any) {
	raw := t.Get(program, key)
	if raw == nil {
		return
	}
	if raw[0] != kv.Layout {
		kv.Fail("program/%s: unknown layout", key)
	}
	if err := json.Unmarshal(raw[1:], v); err != nil {
		kv.Fail("program/%s: %w", key, err)
	}
}

func (t *tx) saveProgram(key string, v any) {
	raw, err := json.Marshal(v)
	if err != nil {
		kv.Fail("program/%s: %w", key, err)
	}
	t.Put(program, key, append([]byte{kv.Layout}, raw...))
}

// SaveSettings replaces the settings; s must carry the version that was read. A change of point rules gets the next
// rules version, past entries keep theirs; so do bonus rules, and a change of the policy is a version to agree to. People's next digests and leaders follow at once.
// Fields of its FieldErrors: the json names of Settings, of its Rhythm and of its PointRules, "disclosure/NETWORK" and
// "routes/N", counted from 1.
func (db *DB) SaveSettings(actor EmployeeID, s Settings) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		// Tidied before it is compared: a space more must not make a version.
		s.Tidy()
		if s.Version != t.settings().Version {
			return conflict("Somebody else changed the settings meanwhile. Open them again.")
		}
		if err := t.checkSettings(&s); err != nil {
			return err
		}
		if changes := t.replaceSettings(actor, s); changes != "" {
			t.audit(actor, "settings.save", "settings", changes)
		}
		return nil
	})
}

// replaceSettings makes checked settings the program's and says what changed, "" for nothing. Versions are given here.
func (t *tx) replaceSettings(actor EmployeeID, s Settings) string {
	old := *t.settings()
	// Every entry of the ledger names the version of the rules it was paid by.
	if s.Points.Version = old.Points.Version; s.Points != old.Points {
		s.Points.Version++
	}
	if s.Bonus.Version = old.Bonus.Version; !text.SameJSON(s.Bonus, old.Bonus) {
		s.Bonus.Version++
	}
	t.versionPolicy(actor, &s)
	if s.Version = old.Version; text.SameJSON(s, old) {
		return ""
	}
	s.Version++
	t.saveProgram(keySettings, s)
	t.settingsCache, t.dueCache = &s, nil
	t.followSettings(&old, &s)
	return settings.Changes(&old, &s)
}

// checkSettings says everything that is wrong with s at once. It refuses owners who could not answer: strangers, guests
// and deactivated people. Somebody who owned a route before and left meanwhile may stay in it, where routing passes them
// over: their leaving must not block other changes.
func (t *tx) checkSettings(s *Settings) error {
	before, wrong := t.settings(), s.Check()
	if s.Company == "" && before.Company != "" {
		wrong.Set("company", "Give the company a name.")
	}
	if s.BoardOn && !before.BoardOn {
		if missing := t.footingWaits(s); missing != "" {
			wrong.Set("board_on", "Leaderboards wait for "+missing+".")
		}
	}
	for i, route := range s.Routes {
		if slices.ContainsFunc(before.Routes, func(r Route) bool { return r.Owner == route.Owner }) {
			continue
		}
		if e, err := t.member(route.Owner); err != nil || e.ID == "" {
			wrong.Set(fmt.Sprintf("routes/%d", i+1), "The owner of this route is not an active person of the workspace.")
		}
	}
	return wrong.Err()
}

// followSettings brings people in line with changed settings: leaders by title and next digests.
func (t *tx) followSettings(old, s *Settings) {
	titles := !slices.Equal(old.LeaderTitles, s.LeaderTitles)
	plan := old.TimeZone != s.TimeZone || !slices.Equal(old.Holidays, s.Holidays) || !text.SameJSON(old.Rhythm, s.Rhythm)
	// Whoever caches the library must read it again.
	if old.HalfLifeDays != s.HalfLifeDays || !slices.Equal(old.Languages, s.Languages) {
		t.liveChanged = true
	}
	if !titles && !plan {
		return
	}
	var changed []Employee
	employees.Each(t.Tx, func(e *Employee) bool {
		before := *e
		if titles {
			employee.ApplyLeaderRule(e, s)
		}
		// A digest that is due already stays due.
		if plan && e.NextDigest.After(t.now) {
			t.schedule(e)
		}
		if !employee.Same(&before, e) {
			changed = append(changed, *e)
		}
		return true
	})
	// A new default time moves everybody who has none of their own, perhaps all of them.
	t.BatchRows()
	for i := range changed {
		t.saveEmployee(&changed[i])
	}
}
