// How shares lie in the file and are found, what is forgotten of their texts, and what people did with assets, for
// matching.

package share

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/store/address"
	"vouch/store/asset"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/taste"
	"vouch/store/term"
	"vouch/store/text"
)

// Of is the share of a person, an asset and a network.
func Of(t *kv.Tx, id term.EmployeeID, asset term.AssetID, network term.Network) (Share, bool) {
	key := t.Get(ByTriple, kv.Join(string(id), string(asset), string(network)))
	if key == nil {
		return Share{}, false
	}
	return Table.Must(t, string(key)), true
}

// PostsOf are a person's shares of an asset that they said they posted, in the order of the networks.
func PostsOf(t *kv.Tx, id term.EmployeeID, asset term.AssetID) (posts []Share) {
	for _, network := range term.Networks {
		if s, found := Of(t, id, asset, network); found && s.Level >= Declared {
			posts = append(posts, s)
		}
	}
	return posts
}

// ToAskNow are the posts of a person about which it is time to ask.
func ToAskNow(t *kv.Tx, id term.EmployeeID, now time.Time) (list []Share) {
	prefix := kv.Join(string(id), "")
	timed := len(prefix) + len(kv.TimeKey(now))
	t.Scan(ToAsk, prefix, "", func(key string, _ []byte) bool {
		if kv.KeyTime(key[len(prefix):]).After(now) {
			return false
		}
		list = append(list, Table.Must(t, key[timed:]))
		return true
	})
	// Two digests of one person may be planned in one commit, which reads the index as it was before.
	return slices.DeleteFunc(list, func(s Share) bool { return s.AskAt.IsZero() })
}

// ForgetQuotes leaves of the texts of shares what the sharers wrote themselves: a text that is not in their own words
// is the story's, and of the others every line goes that names the author or holds a line of the story.
func ForgetQuotes(t *kv.Tx, a *asset.Asset, author string) {
	quoted := strings.Split(text.Fold(a.Summary), "\n")
	for _, v := range a.Variants {
		quoted = append(quoted, strings.Split(text.Fold(v.Text), "\n")...)
	}
	quoted = append(quoted, text.Fold(author))
	quoted = slices.DeleteFunc(quoted, func(words string) bool { return strings.TrimSpace(words) == "" })
	Table.RewriteAll(t, func(s *Share) bool {
		if s.Asset != a.ID || s.Text == "" {
			return false
		}
		var own []string
		for line := range strings.SplitSeq(s.Text, "\n") {
			folded := text.Fold(line)
			holds := func(words string) bool { return strings.Contains(folded, strings.TrimSpace(words)) }
			if !slices.ContainsFunc(quoted, holds) {
				own = append(own, line)
			}
		}
		if s.Text = strings.TrimSpace(strings.Join(own, "\n")); !s.OwnWords {
			s.Text = ""
		}
		return true
	})
}

// SharersOf lists who said that they shared an asset.
func SharersOf(t *kv.Tx, id term.AssetID) (people []term.EmployeeID) {
	t.Scan(ByAsset, kv.Join(string(id), ""), "", func(_ string, who []byte) bool {
		people = append(people, term.EmployeeID(who))
		return true
	})
	return text.Unique(people)
}

// CheckCounts recounts what assets count.
func CheckCounts(t *kv.Tx, c *kv.Check) {
	posted, saved := map[term.AssetID]int{}, map[term.AssetID]int{}
	Table.Each(t, func(s *Share) bool {
		if s.Level >= Declared {
			posted[s.Asset]++
		}
		return true
	})
	taste.Table.Each(t, func(p *taste.Kept) bool {
		for _, id := range p.Saved {
			saved[id]++
		}
		if !slices.IsSorted(p.Seen) {
			c.Problem("tastes: the seen list of %s is not sorted", p.Employee)
		}
		return true
	})
	asset.Table.Each(t, func(a *asset.Asset) bool {
		// Running counts live inside the value, where no comparison of indexes would find them wrong.
		if a.Shares != posted[a.ID] || a.Saves != saved[a.ID] {
			c.Problem("assets: %s counts %d shares and %d saves, there are %d and %d", a.ID, a.Shares, a.Saves, posted[a.ID],
				saved[a.ID])
		}
		return true
	})
}

// The indexes of the table.
var (
	ByTriple = kv.NewBucket("shares_by_triple") // employee, asset, network -> share
	ByPerson = kv.NewBucket("shares_by_person") // employee, share
	ByAsset  = kv.NewBucket("shares_by_asset")  // asset, time, share -> employee, declared or better
	ByToken  = kv.NewBucket("shares_by_token")  // token -> share
	ByPost   = kv.NewBucket("shares_by_post")   // post URL -> share
	ToAsk    = kv.NewBucket("shares_to_ask")    // employee, from when, share
)

// Table holds shares, which are found by what makes them unique, by person, by link token and by the address of the
// post; only declared ones show under their asset.
var Table = kv.Table[Share]{
	Bucket:  kv.NewBucket("shares"), // share -> Share
	Indexes: []*kv.Bucket{ByTriple, ByPerson, ByAsset, ByToken, ByPost, ToAsk},
	Key:     func(s *Share) string { return string(s.ID) },
	Rows: func(s *Share) []kv.Row {
		id, person := string(s.ID), string(s.Employee)
		rows := []kv.Row{
			ByTriple.Row(kv.Join(person, string(s.Asset), string(s.Network)), id),
			ByPerson.Row(kv.Join(person, id), ""),
			ByToken.Row(s.Token, id),
		}
		if s.Joined != "" {
			rows = append(rows, ByToken.Row(s.Joined, id))
		}
		if s.Level >= Declared {
			rows = append(rows, ByAsset.Row(kv.Join(string(s.Asset), kv.TimeKey(s.DeclaredAt)+id), person))
		}
		if s.PostURL != "" {
			rows = append(rows, ByPost.Row(address.PostKey(s.PostURL), id))
		}
		if !s.AskAt.IsZero() {
			rows = append(rows, ToAsk.Row(kv.Join(person, kv.TimeKey(s.AskAt)+id), ""))
		}
		return rows
	},
	Counters: func(s *Share) []string { return []string{"shares", At(s.Level)} },
}

// At names the counter of shares at a level.
func At(level Level) string { return kv.Join("shares", strconv.Itoa(int(level))) }

// DeedsOf is what people did with each of a list of assets; those with which nobody did anything are missing.
func DeedsOf(t *kv.Tx, list []asset.Asset, now time.Time, halfLifeDays int) map[term.AssetID]taste.Deeds {
	deeds := map[term.AssetID]taste.Deeds{}
	day := taste.Day(now)
	rows := t.Finder(taste.Evidences.Bucket)
	for i := range list {
		a, d, some := &list[i], taste.Deeds{}, false
		if raw := rows.Find(string(a.ID)); raw != nil {
			kept := taste.Evidences.Decode(raw)
			some, d.Evidence = true, make(map[term.PersonaID]taste.Evidence, len(kept.Groups))
			for at := range kept.Groups {
				g := &kept.Groups[at]
				d.Evidence[g.Persona] = kept.Settled(g, day, float64(halfLifeDays))
			}
		}
		// Most assets were shared by nobody; asking for each would read the index of shares for nothing.
		if a.Shares > 0 {
			some = true
			sharers(t, a.ID, day, &d)
		}
		if some {
			deeds[a.ID] = d
		}
	}
	return deeds
}

// sharers counts who posted an asset: leaders ever, everybody in the seven days before a day.
func sharers(t *kv.Tx, asset term.AssetID, day uint64, d *taste.Deeds) {
	until := time.Unix(int64(day)*24*60*60, 0)
	leaders, recent := map[term.EmployeeID]bool{}, map[term.EmployeeID]bool{}
	d.Sharers = map[term.PersonaID]int{}
	prefix := kv.Join(string(asset), "")
	t.Scan(ByAsset, prefix, "", func(key string, value []byte) bool {
		id := term.EmployeeID(value)
		e, found := employee.Table.Get(t, string(id))
		if found && e.Leader && e.IsAdvocate() {
			leaders[id] = true
		}
		at := kv.KeyTime(key[len(prefix):])
		if recent[id] || !at.Before(until) || at.Before(until.AddDate(0, 0, -7)) {
			return true
		}
		recent[id] = true
		d.Sharers[""]++
		for _, persona := range e.Prefs.Personas {
			d.Sharers[persona]++
		}
		return true
	})
	d.Leaders = len(leaders)
}
