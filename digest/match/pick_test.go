// Which assets a person gets: the rules one by one, then their properties over random libraries.

package match

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/digest/digesttest"
	"vouch/store"
)

// pickedIDs gives the ids of picks in order.
func pickedIDs(picks []store.Pick) []store.AssetID {
	var ids []store.AssetID
	for _, p := range picks {
		ids = append(ids, p.Asset)
	}
	return ids
}

// quietDay gives a person who does not explore on monday, so that a rule shows without chance.
func quietDay(change func(*store.Reader)) store.Reader {
	for i := 0; ; i++ {
		r := digesttest.Reader("U"+string(rune('A'+i)), change)
		if float64(random(r.Employee.ID, digesttest.Monday)[0]>>11)/(1<<53) >= exploreRate {
			return r
		}
	}
}

func TestPick_First(t *testing.T) {
	day := 24 * time.Hour
	rows := []struct {
		name   string
		reader func(*store.Reader)
		winner func(*store.Asset)
		loser  func(*store.Asset)
	}{
		{"own persona before everyone", nil,
			func(a *store.Asset) { a.Personas = []store.PersonaID{"engineering"} }, nil},
		{"everyone before another persona", nil, nil,
			func(a *store.Asset) { a.Personas = []store.PersonaID{"sales"} }},
		{"the second persona counts as well",
			func(r *store.Reader) { r.Employee.Prefs.Personas = []store.PersonaID{"engineering", "design"} },
			func(a *store.Asset) { a.Personas = []store.PersonaID{"design"} }, nil},
		{"followed topic before others", func(r *store.Reader) { r.Employee.Prefs.Follow = []string{"AI"} },
			func(a *store.Asset) { a.Topics = []string{"ai"} }, func(a *store.Asset) { a.Topics = []string{"data"} }},
		{"followed topic of another persona before everyone",
			func(r *store.Reader) { r.Employee.Prefs.Follow = []string{"pricing", "customers"} },
			func(a *store.Asset) {
				a.Topics, a.Personas = []string{"pricing", "customers"}, []store.PersonaID{"sales"}
			},
			func(a *store.Asset) { a.LiveAt = digesttest.Morning.Add(-60 * day) }},
		{"topic of the own persona before others", nil,
			func(a *store.Asset) { a.Topics = []string{"security"} }, func(a *store.Asset) { a.Topics = []string{"pricing"} }},
		{"new before old", nil, func(a *store.Asset) { a.LiveAt = digesttest.Morning.Add(-day) },
			func(a *store.Asset) { a.LiveAt = digesttest.Morning.Add(-20 * day) }},
		{"job about to close before one with time left", nil,
			func(a *store.Asset) { a.Kind, a.ExpiresAt = store.Job, digesttest.Morning.Add(2*day) },
			func(a *store.Asset) { a.Kind, a.ExpiresAt = store.Job, digesttest.Morning.Add(40*day) }},
		{"featured before plain", nil, func(a *store.Asset) { a.Featured = true }, nil},
		{"campaign before plain", nil, func(a *store.Asset) { a.Campaign = "Launch" }, nil},
		{"featured before campaign", nil, func(a *store.Asset) { a.Featured = true },
			func(a *store.Asset) { a.Campaign = "Launch" }},
		{"liked topic before unknown", func(r *store.Reader) { r.Taste.Topics = map[string]store.Beta{"data": {Yes: 3}} },
			func(a *store.Asset) { a.Topics = []string{"data"} }, func(a *store.Asset) { a.Topics = []string{"cloud"} }},
		{"unknown topic before disliked", func(r *store.Reader) { r.Taste.Topics = map[string]store.Beta{"data": {No: 3}} },
			func(a *store.Asset) { a.Topics = []string{"cloud"} }, func(a *store.Asset) { a.Topics = []string{"data"} }},
		{"liked kind before unknown",
			func(r *store.Reader) { r.Taste.Kinds = map[store.AssetKind]store.Beta{store.CaseStudy: {Yes: 3}} },
			func(a *store.Asset) { a.Kind = store.CaseStudy }, func(a *store.Asset) { a.Kind = store.Culture }},
		{"another topic than last time", func(r *store.Reader) { r.Taste.Last = []string{"data"} },
			func(a *store.Asset) { a.Topics = []string{"cloud"} }, func(a *store.Asset) { a.Topics = []string{"data"} }},
		{"a network the person uses before one they do not",
			func(r *store.Reader) { r.Employee.Prefs.Networks = []store.Network{store.Bluesky} },
			nil, func(a *store.Asset) { a.Networks, a.Featured = []store.Network{store.LinkedIn}, true }},
		{"for those who follow the person before others",
			func(r *store.Reader) { r.Employee.Prefs.Audiences = []store.Audience{store.Buyers, store.Partners} },
			func(a *store.Asset) { a.Audiences = []store.Audience{store.Partners} }, nil},
		{"for any readers before others than those who follow the person",
			func(r *store.Reader) { r.Employee.Prefs.Audiences = []store.Audience{store.Buyers} },
			nil, func(a *store.Asset) { a.Audiences = []store.Audience{store.Candidates} }},
		{"the newest of equals", nil, nil, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			loser, winner := digesttest.Asset(1, row.loser), digesttest.Asset(2, row.winner)
			if row.name != "the newest of equals" { // the winner must not win by its number
				loser.Seq, winner.Seq = 2, 1
			}
			lib := NewLibrary([]store.Asset{loser, winner}, digesttest.Personas, digesttest.Morning)
			picks := PickBy(Fit, lib, digesttest.Reader("U1", row.reader), 2, digesttest.Monday)
			if diff := cmp.Diff([]store.AssetID{winner.ID, loser.ID}, pickedIDs(picks)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPick_Leaders(t *testing.T) {
	lib := NewLibrary([]store.Asset{digesttest.Asset(1, nil), digesttest.Asset(2, nil)}, digesttest.Personas,
		digesttest.Morning).
		With(Known{Deeds: map[store.AssetID]store.Deeds{"A00001": {Leaders: 2}, "A99999": {Leaders: 1}}})
	picks := Pick(lib, digesttest.Reader("U1", nil), 1, digesttest.Monday)
	if len(picks) != 1 || picks[0].Asset != "A00001" || picks[0].Reason != "two leaders shared it" {
		t.Errorf("got %+v", picks)
	}
}

func TestPick_Never(t *testing.T) {
	rows := []struct {
		name   string
		reader func(*store.Reader)
		asset  func(*store.Asset)
	}{
		{"seen, shared or dismissed", func(r *store.Reader) { r.Taste.Seen = []uint32{1, 7, 9} }, nil},
		{"saved", func(r *store.Reader) { r.Taste.Saved = []store.AssetID{"A00007"} }, nil},
		{"muted, even when it is followed too", func(r *store.Reader) {
			r.Employee.Prefs.Mute, r.Employee.Prefs.Follow = []string{"Go"}, []string{"go"}
		}, func(a *store.Asset) { a.Topics = []string{"go"} }},
		{"expired", nil, func(a *store.Asset) { a.ExpiresAt = digesttest.Morning }},
		{"under embargo", nil, func(a *store.Asset) { a.EmbargoUntil = digesttest.Morning.Add(time.Minute) }},
		{"embargoed", nil, func(a *store.Asset) { a.PublishAt = digesttest.Morning.Add(time.Minute) }},
		{"withdrawn", nil, func(a *store.Asset) { a.State = store.Withdrawn }},
		{"in review", nil, func(a *store.Asset) { a.State = store.InReview }},
		{"by the reader", nil, func(a *store.Asset) { a.Author = "U1" }},
		{"only for others", nil, func(a *store.Asset) {
			a.Personas, a.Only, a.Topics = []store.PersonaID{"sales"}, true, []string{"go"}
		}},
		{"only for others, of a topic the reader follows", func(r *store.Reader) { r.Employee.Prefs.Follow = []string{"go"} },
			func(a *store.Asset) {
				a.Personas, a.Only, a.Topics = []store.PersonaID{"sales"}, true, []string{"go"}
			}},
		{"only for some, to somebody without a persona", func(r *store.Reader) { r.Employee.Prefs.Personas = nil },
			func(a *store.Asset) { a.Personas, a.Only = []store.PersonaID{"sales"}, true }},
		{"in a language the reader does not read", func(r *store.Reader) { r.Employee.Locale = "en-US" },
			func(a *store.Asset) { a.Language = "de" }},
		{"in a language the reader did not name", func(r *store.Reader) {
			r.Employee.Locale, r.Employee.Prefs.Languages = "de-DE", []string{"en"}
		}, func(a *store.Asset) { a.Language = "de-AT" }},
		{"told by the reader without a name, or suggested", nil,
			func(a *store.Asset) { a.Review = &store.Review{Suggested: "U1"} }},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			lib := NewLibrary([]store.Asset{digesttest.Asset(7, row.asset)}, digesttest.Personas, digesttest.Morning)
			if picks := Pick(lib, digesttest.Reader("U1", row.reader), 3, digesttest.Monday); len(picks) != 0 {
				t.Errorf("picked %v", picks)
			}
		})
	}
}

func TestPick_Languages(t *testing.T) {
	rows := map[string]struct {
		reader   func(*store.Reader)
		language string
	}{
		"that of their Slack": {func(r *store.Reader) { r.Employee.Locale = "pt-BR" }, "pt"},
		"one everybody reads": {func(r *store.Reader) { r.Employee.Locale = "pt-BR" }, "en-GB"},
		"one they named": {func(r *store.Reader) {
			r.Employee.Locale, r.Employee.Prefs.Languages = "en-US",
				[]string{"de"}
		}, "de_AT"},
		"Slack says none":             {nil, "de"},
		"it is not known of the item": {func(r *store.Reader) { r.Employee.Locale = "en-US" }, ""},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			lib := NewLibrary([]store.Asset{digesttest.Asset(7, func(a *store.Asset) { a.Language = row.language })},
				digesttest.Personas, digesttest.Morning).With(Known{Languages: []string{"en"}})
			if picks := Pick(lib, digesttest.Reader("U1", row.reader), 3, digesttest.Monday); len(picks) != 1 {
				t.Errorf("picked %v", picks)
			}
		})
	}
}

func TestPick_Only(t *testing.T) {
	only := digesttest.Asset(7, func(a *store.Asset) {
		a.Personas, a.Only = []store.PersonaID{"sales", "engineering"},
			true
	})
	lib := NewLibrary([]store.Asset{only}, digesttest.Personas, digesttest.Morning)
	if picks := Pick(lib, digesttest.Reader("U1", nil), 3, digesttest.Monday); len(picks) != 1 ||
		picks[0].Reason != "for engineering" {
		t.Errorf("picked %v", picks)
	}
}

func TestPick_Seen(t *testing.T) {
	t.Run("numbers far apart are found as well", func(t *testing.T) {
		far := digesttest.Asset(2, func(a *store.Asset) { a.Seq = 4_000_000_000 })
		lib := NewLibrary([]store.Asset{digesttest.Asset(1, nil), far}, digesttest.Personas, digesttest.Morning)
		r := digesttest.Reader("U1", func(r *store.Reader) { r.Taste.Seen = []uint32{3, 4_000_000_000} })
		if got := pickedIDs(Pick(lib, r, 3, digesttest.Monday)); !slices.Equal(got, []store.AssetID{"A00001"}) {
			t.Errorf("picked %v", got)
		}
	})
}

func TestPick_Variety(t *testing.T) {
	fill := func(count int, change func(int, *store.Asset)) []store.Asset {
		var assets []store.Asset
		for i := range count {
			assets = append(assets, digesttest.Asset(i+1, func(a *store.Asset) { change(i, a) }))
		}
		return assets
	}
	count := func(lib *Library, picks []store.Pick, is func(store.Asset) bool) int {
		total := 0
		for _, p := range picks {
			if a, ok := lib.Asset(p.Asset); ok && is(a) {
				total++
			}
		}
		return total
	}
	t.Run("a campaign gets one of three however heavy it is", func(t *testing.T) {
		lib := NewLibrary(fill(40, func(i int, a *store.Asset) {
			a.Topics = []string{digesttest.Topics[i%16]}
			if i < 30 {
				a.Campaign, a.Featured, a.LiveAt = "Launch", true, digesttest.Morning
			}
		}), digesttest.Personas, digesttest.Morning)
		picks := PickBy(Fit, lib, quietDay(nil), 3, digesttest.Monday)
		if got := count(lib, picks, func(a store.Asset) bool { return a.Campaign != "" }); got != 1 || len(picks) != 3 {
			t.Errorf("%d of %d picks from the campaign, want 1 of 3", got, len(picks))
		}
	})
	t.Run("a campaign is capped also when nothing else is left", func(t *testing.T) {
		lib := NewLibrary(fill(9, func(_ int, a *store.Asset) { a.Campaign = "Launch" }), digesttest.Personas,
			digesttest.Morning)
		if picks := PickBy(Fit, lib, digesttest.Reader("U1", nil), 3, digesttest.Monday); len(picks) != 1 {
			t.Errorf("%d picks, want 1", len(picks))
		}
	})
	t.Run("when a campaign is used up, the choice is not only what it left over", func(t *testing.T) {
		assets := fill(listDepth+1, func(i int, a *store.Asset) {
			a.Campaign, a.LiveAt, a.Topics = "Launch", digesttest.Morning, []string{"data"}
			switch i {
			case listDepth - 1: // the only candidate beside the campaign: next in rank, but more of the same
				a.Campaign, a.LiveAt = "", digesttest.Morning.Add(-30*time.Hour)
			case listDepth:
				a.Campaign, a.LiveAt, a.Kind, a.Topics = "", digesttest.Morning.Add(-60*time.Hour), store.ThoughtLeadership,
					[]string{"cloud"}
			}
		})
		picks := PickBy(Fit, NewLibrary(assets, digesttest.Personas, digesttest.Morning), digesttest.Reader("U1", nil), 2,
			digesttest.Monday)
		if len(picks) != 2 || picks[1].Asset != assets[listDepth].ID {
			t.Errorf("got %+v", picks)
		}
	})
	t.Run("one job of three", func(t *testing.T) {
		lib := NewLibrary(fill(40, func(i int, a *store.Asset) {
			if i < 35 {
				a.Kind, a.Featured, a.LiveAt = store.Job, true, digesttest.Morning
			}
		}), digesttest.Personas, digesttest.Morning)
		picks := PickBy(Fit, lib, quietDay(nil), 3, digesttest.Monday)
		if got := count(lib, picks, func(a store.Asset) bool { return a.Kind == store.Job }); got != 1 {
			t.Errorf("%d jobs, want 1", got)
		}
	})
	t.Run("jobs fill the digest when nothing else is left", func(t *testing.T) {
		lib := NewLibrary(fill(9, func(_ int, a *store.Asset) { a.Kind = store.Job }), digesttest.Personas,
			digesttest.Morning)
		if picks := PickBy(Fit, lib, digesttest.Reader("U1", nil), 3, digesttest.Monday); len(picks) != 3 {
			t.Errorf("%d picks, want 3", len(picks))
		}
	})
	t.Run("the second pick is about something else", func(t *testing.T) {
		lib := NewLibrary([]store.Asset{
			digesttest.Asset(1, func(a *store.Asset) {
				a.Topics, a.LiveAt, a.Featured = []string{"go"}, digesttest.Morning, true
			}),
			digesttest.Asset(2, func(a *store.Asset) { a.Topics, a.LiveAt = []string{"go"}, digesttest.Morning }),
			digesttest.Asset(3, func(a *store.Asset) { a.Topics, a.Kind = []string{"security"}, store.CaseStudy }),
		}, digesttest.Personas, digesttest.Morning)
		got := pickedIDs(PickBy(Fit, lib, digesttest.Reader("U1", nil), 2, digesttest.Monday))
		if diff := cmp.Diff([]store.AssetID{"A00001", "A00003"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPick_Widen(t *testing.T) {
	sales := func(a *store.Asset) { a.Personas = []store.PersonaID{"sales"} }
	t.Run("one of another persona's items fills up, last, and says so", func(t *testing.T) {
		lib := NewLibrary([]store.Asset{digesttest.Asset(1, nil), digesttest.Asset(2, sales), digesttest.Asset(3, sales)},
			digesttest.Personas, digesttest.Morning)
		picks := Pick(lib, quietDay(nil), 3, digesttest.Monday)
		if len(picks) != 2 || picks[0].Asset != "A00001" || picks[1].Reason != "a look beyond your own topics, at sales" {
			t.Fatalf("got %+v", picks)
		}
	})
	t.Run("where nothing fits there are no picks", func(t *testing.T) {
		lib := NewLibrary([]store.Asset{digesttest.Asset(2, sales)}, digesttest.Personas, digesttest.Morning)
		if picks := Pick(lib, quietDay(nil), 3, digesttest.Monday); len(picks) != 0 {
			t.Errorf("got %+v", picks)
		}
	})
	t.Run("a person without a persona chooses from everything", func(t *testing.T) {
		lib := NewLibrary([]store.Asset{digesttest.Asset(1, sales)}, digesttest.Personas, digesttest.Morning)
		r := digesttest.Reader("U1", func(r *store.Reader) { r.Employee.Prefs.Personas = []store.PersonaID{"gone"} })
		picks := PickBy(Fit, lib, r, 3, digesttest.Monday)
		if len(picks) != 1 || picks[0].Reason != "from the whole library" {
			t.Errorf("got %+v", picks)
		}
	})
	t.Run("nothing is left", func(t *testing.T) {
		if picks := PickBy(Fit, NewLibrary(nil, nil, digesttest.Morning), digesttest.Reader("U1", nil), 3,
			digesttest.Monday); len(picks) != 0 {
			t.Errorf("got %+v", picks)
		}
	})
}
