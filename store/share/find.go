// How shares are found, and what is forgotten of their texts.

package share

import (
	"slices"
	"strings"
	"time"

	"vouch/store/asset"
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
			c.Problem("assets: %s counts %d shares and %d saves, there are %d and %d", a.ID, a.Shares, a.Saves, posted[a.ID], saved[a.ID])
		}
		return true
	})
}
