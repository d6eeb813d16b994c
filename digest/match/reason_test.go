// The words that say why: one row per sentence people can get.

package match

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"vouch/digest/digesttest"
	"vouch/store"
)

func TestReason_Words(t *testing.T) {
	hours := func(n int) time.Time { return digesttest.Morning.Add(time.Duration(n) * time.Hour) }
	engineering := func(a *store.Asset) { a.Personas = []store.PersonaID{"engineering"} }
	rows := []struct {
		want    string
		reader  func(*store.Reader)
		asset   func(*store.Asset)
		leaders int
		second  bool // it comes beside one of the reader's own
	}{
		{want: "because you follow Go", reader: func(r *store.Reader) { r.Employee.Prefs.Follow = []string{"go"} },
			asset: func(a *store.Asset) { a.Topics = []string{"go"} }},
		{want: "because you follow AI and Go", reader: func(r *store.Reader) {
			r.Employee.Prefs.Follow = []string{"go", "ai"}
		},
			asset: func(a *store.Asset) { a.Topics = []string{"ai", "go"} }},
		{want: "because you follow Go, and it is new today",
			reader: func(r *store.Reader) { r.Employee.Prefs.Follow = []string{"go"} },
			asset:  func(a *store.Asset) { a.Topics, a.LiveAt = []string{"go"}, hours(-2) }},
		{want: "because remote work caught your eye before",
			reader: func(r *store.Reader) { r.Taste.Topics = map[string]store.Beta{"remote-work": {Yes: 2}} },
			asset:  func(a *store.Asset) { a.Topics = []string{"remote-work"} }},
		{want: "for engineering", asset: engineering},
		{want: "for engineering, and new today", asset: func(a *store.Asset) { engineering(a); a.LiveAt = hours(-3) }},
		{want: "for engineering, and new this week", asset: func(a *store.Asset) { engineering(a); a.LiveAt = hours(-100) }},
		{want: "for engineering", asset: func(a *store.Asset) {
			engineering(a)
			a.LiveAt, a.Published = hours(-3),
				hours(-24*40)
		}},
		{want: "for engineering, and new this week", asset: func(a *store.Asset) {
			engineering(a)
			a.LiveAt,
				a.Published = hours(-3), hours(-100)
		}},
		{want: "for engineering, and two leaders shared it", asset: engineering, leaders: 2},
		{want: "for people & recruiting", reader: func(r *store.Reader) {
			r.Employee.Prefs.Personas = []store.PersonaID{"people"}
		},
			asset: func(a *store.Asset) { a.Personas = []store.PersonaID{"people"} }},
		{want: "on security, a topic in engineering", asset: func(a *store.Asset) { a.Topics = []string{"security"} }},
		{want: "a leader shared it", leaders: 1},
		{want: "the curators featured it", asset: func(a *store.Asset) { a.Featured = true }},
		{want: "for engineering, and only two days are left",
			asset: func(a *store.Asset) { engineering(a); a.Kind, a.ExpiresAt = store.Job, hours(40) }},
		{want: "for engineering", asset: func(a *store.Asset) {
			engineering(a)
			a.Kind, a.ExpiresAt = store.Job,
				hours(400)
		}},
		{want: "it ends within a day", asset: func(a *store.Asset) { a.Kind, a.ExpiresAt = store.Event, hours(5) }},
		{want: "it begins within two days", asset: func(a *store.Asset) {
			a.Kind, a.Event = store.Event, &store.EventFacts{StartsAt: hours(40)}
		}},
		{want: "it begins within a day", asset: func(a *store.Asset) {
			a.Kind, a.ExpiresAt, a.Event = store.Event, hours(90), &store.EventFacts{StartsAt: hours(2)}
		}},
		{want: "for everyone, and new today", asset: func(a *store.Asset) { a.LiveAt = hours(-1) }},
		{want: "for everyone, part of Spring hiring", asset: func(a *store.Asset) { a.Campaign = "Spring hiring" }},
		{want: "for everyone"},
		{want: "made for LinkedIn", second: true,
			reader: func(r *store.Reader) { r.Employee.Prefs.Networks = []store.Network{store.X} },
			asset:  func(a *store.Asset) { engineering(a); a.Networks = []store.Network{store.LinkedIn} }},
		{want: "a look beyond your own topics, at product & design", second: true,
			asset: func(a *store.Asset) { a.Personas = []store.PersonaID{"design"} }},
		{want: "a look beyond your own topics", second: true,
			asset: func(a *store.Asset) { a.Personas = []store.PersonaID{"gone"} }},
		{want: "for the technical peers who follow you",
			reader: func(r *store.Reader) { r.Employee.Prefs.Audiences = []store.Audience{store.Peers, store.Buyers} },
			asset:  func(a *store.Asset) { a.Audiences = []store.Audience{store.Peers} }},
		{want: "for everyone", reader: func(r *store.Reader) { r.Employee.Prefs.Audiences = []store.Audience{store.Buyers} }},
	}
	for _, row := range rows {
		t.Run(row.want, func(t *testing.T) {
			known := Known{Deeds: map[store.AssetID]store.Deeds{"A00001": {Leaders: row.leaders}}}
			assets, n := []store.Asset{digesttest.Asset(1, row.asset)}, 1
			if row.second {
				assets, n = append(assets, digesttest.Asset(2, nil)), 2
			}
			lib := NewLibrary(assets, digesttest.Personas, digesttest.Morning).With(known)
			policy := Fit // without luck, but it does not know who shared what
			if row.leaders > 0 {
				policy = Learned
			}
			picks := PickBy(policy, lib, digesttest.Reader("U1", row.reader), n, digesttest.Monday)
			if len(picks) != n || picks[n-1].Reason != row.want {
				t.Errorf("got %+v", picks)
			}
		})
	}
}

// Until somebody says who follows them, those of their persona count, and the reason does not claim more.
func TestReason_AudienceOfThePersona(t *testing.T) {
	personas := slices.Clone(digesttest.Personas)
	for i := range personas {
		personas[i].Audiences = []store.Audience{store.Peers}
	}
	asset := digesttest.Asset(1, func(a *store.Asset) { a.Audiences = []store.Audience{store.Peers} })
	lib := NewLibrary([]store.Asset{asset}, personas, digesttest.Morning).With(Known{})
	for want, said := range map[string][]store.Audience{
		"for the technical peers whom people in engineering reach": nil,
		"for everyone": {store.Buyers},
	} {
		reader := digesttest.Reader("U1", func(r *store.Reader) { r.Employee.Prefs.Audiences = said })
		if picks := PickBy(Fit, lib, reader, 1, digesttest.Monday); len(picks) != 1 || picks[0].Reason != want {
			t.Errorf("got %+v, want %q", picks, want)
		}
	}
}

func TestReason_Explore(t *testing.T) {
	lib := NewLibrary(digesttest.ManyAssets(40, 3), digesttest.Personas, digesttest.Morning)
	for i := range 200 {
		r := digesttest.Reader("U"+strings.Repeat("x", i), nil)
		last := PickBy(Fit, lib, r, 3, digesttest.Monday)[2]
		if certain := last.Propensity > 0.5; certain == (last.Reason == reasonExplore) {
			t.Errorf("propensity %g with the reason %q", last.Propensity, last.Reason)
		}
	}
}

func TestReason_TopicWithThePersonasName(t *testing.T) {
	personas := []store.Persona{{ID: "engineering", Name: "Engineering", Topics: []string{"engineering"}}}
	asset := digesttest.Asset(1, func(a *store.Asset) { a.Topics = []string{"engineering"} })
	picks := Pick(NewLibrary([]store.Asset{asset}, personas, digesttest.Morning), digesttest.Reader("U1", nil), 1,
		digesttest.Monday)
	if len(picks) != 1 || picks[0].Reason != "on engineering" {
		t.Errorf("got %+v", picks)
	}
}

func TestReason_Long(t *testing.T) {
	long := strings.Repeat("very long words of a topic ", 8)
	personas := []store.Persona{{ID: "engineering", Name: strings.Repeat("Engineering and much more ", 8)}}
	rows := map[string]struct {
		reader func(*store.Reader)
		asset  func(*store.Asset)
	}{
		"topic": {func(r *store.Reader) { r.Employee.Prefs.Follow = []string{long} },
			func(a *store.Asset) { a.Topics = []string{long} }},
		"persona":  {nil, func(a *store.Asset) { a.Personas = []store.PersonaID{"engineering"} }},
		"campaign": {nil, func(a *store.Asset) { a.Campaign = long }},
		"beyond": {func(r *store.Reader) { r.Employee.Prefs.Personas = []store.PersonaID{"other"} },
			func(a *store.Asset) { a.Personas = []store.PersonaID{"engineering"} }},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			both := append(personas, store.Persona{ID: "other", Name: "Other"})
			picks := Pick(NewLibrary([]store.Asset{digesttest.Asset(1, row.asset), digesttest.Asset(2, nil)}, both,
				digesttest.Morning), digesttest.Reader("U1", row.reader), 2, digesttest.Monday)
			at := slices.IndexFunc(picks, func(p store.Pick) bool { return p.Asset == "A00001" })
			if got := picks[at].Reason; utf8.RuneCountInString(got) > reasonMax || !utf8.ValidString(got) {
				t.Errorf("%d characters: %q", utf8.RuneCountInString(got), got)
			}
		})
	}
}

func TestTopicLabel_Spelling(t *testing.T) {
	for topic, want := range map[string]string{"go": "Go", "platform-engineering": "platform engineering", "ai": "AI",
		"ux research": "UX research", "saas_pricing": "SaaS pricing", "": ""} {
		if got := TopicLabel(topic); got != want {
			t.Errorf("TopicLabel(%q) = %q, want %q", topic, got, want)
		}
	}
}

func TestInSentence_Case(t *testing.T) {
	for name, want := range map[string]string{"Engineering": "engineering", "HR team": "HR team", "DevOps": "DevOps",
		"People & recruiting": "people & recruiting",
		"Éditeurs":            "éditeurs", "IT": "IT", "": ""} {
		if got := inSentence(name); got != want {
			t.Errorf("inSentence(%q) = %q, want %q", name, got, want)
		}
	}
}
