// Schedule tests: each local date comes once, whatever the clocks do.

package surface

import (
	"testing"
	"time"
)

func TestNextRun(t *testing.T) {
	at := func(s string) time.Time {
		parsed, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	cases := []struct{ name, spec, zone, after, want string }{
		{"Monday morning in Berlin, the week the clocks go forward", "0 9 * * 1", "Europe/Berlin", "2026-03-28T12:00:00Z",
			"2026-03-30T07:00:00Z"},
		{"Monday morning in Berlin, before that", "0 9 * * 1", "Europe/Berlin", "2026-03-20T12:00:00Z",
			"2026-03-23T08:00:00Z"},
		{"the first of a month", "30 8 1 * *", "Asia/Kolkata", "2026-03-02T00:00:00Z", "2026-04-01T03:00:00Z"},
		{"an hour that comes twice, before", "30 2 * * 0", "Europe/Berlin", "2026-10-24T00:00:00Z", "2026-10-25T00:30:00Z"},
		{"an hour that comes twice, in between", "30 2 * * 0", "Europe/Berlin", "2026-10-25T00:30:00Z",
			"2026-11-01T01:30:00Z"},
		{"an hour that is skipped", "30 2 * * 0", "Europe/Berlin", "2026-03-28T00:00:00Z", "2026-03-29T01:00:00Z"},
		{"an hour that is skipped, after it", "30 2 * * 0", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-04-05T00:30:00Z"},
		{"a midnight that is skipped", "0 0 * * 0", "America/Santiago", "2000-10-14T12:00:00Z", "2000-10-15T04:00:00Z"},
		{"half an hour that is skipped", "15 2 * * 0", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", "2026-10-03T15:30:00Z"},
		{"a date that is skipped", "0 9 * * 5", "Pacific/Apia", "2011-12-29T22:00:00Z", "2012-01-05T19:00:00Z"},
		{"an unknown zone is UTC", "0 9 * * 1", "Mars/Olympus", "2026-03-20T12:00:00Z", "2026-03-23T09:00:00Z"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := NextRun(c.spec, c.zone, at(c.after))
			if err != nil || !got.Equal(at(c.want)) {
				t.Errorf("%v, %v; want %s", got, err, c.want)
			}
		})
	}
	for _, bad := range []string{"", "0 9 31 2 *", "0 9 * *", "61 9 * * 1", "TZ=UTC", "CRON_TZ=x", "@weekly",
		"TZ=UTC 0 9 * * 1", "0 0 9 * * 1"} {
		if got, err := NextRun(bad, "UTC", at("2026-03-02T00:00:00Z")); err == nil {
			t.Errorf("%q is taken and next runs at %v", bad, got)
		}
	}
}
