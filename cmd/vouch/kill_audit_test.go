// Kill -9, what the file and the workspace say about each message afterwards: the key that a delivery carries is in
// both, once.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"vouch/store"
	"vouch/store/storetest"
)

// count adds the messages that arrived since it was called last.
func (v *victim) count() {
	v.tb.Helper()
	for _, call := range v.sim.APICalls("chat.postMessage") {
		var delivery struct {
			Payload struct {
				Key string `json:"key"`
			} `json:"event_payload"`
		}
		if call.N <= v.seen || !call.OK {
			continue
		}
		v.seen = call.N
		if err := json.Unmarshal([]byte(call.Args["metadata"]), &delivery); err != nil || delivery.Payload.Key == "" {
			v.tb.Errorf("a message came without a key: %v %v", call.Args, err)
			continue
		}
		v.posted[delivery.Payload.Key]++
	}
}

// checkMessages compares what arrived with what the file knows. A message in doubt may be there or not; all others are
// there once when the file says that they were sent, and not at all when it says that they wait.
func (v *victim) checkMessages(db *store.DB) {
	v.tb.Helper()
	for key, n := range v.posted {
		m, err := storetest.Ask1(db, (*store.Query).Message, key)
		switch {
		case n > 1:
			v.tb.Errorf("%s arrived %d times", key, n)
		case err != nil || (m.State != store.Sent && m.State != store.Sending):
			v.tb.Errorf("%s arrived, and the file says: %s %v", key, m.State, err)
		}
	}
	var lines bytes.Buffer
	if err := db.Export(&lines, store.ExportAll, false); err != nil {
		v.tb.Fatal(err)
	}
	sent := 0
	for decoder := json.NewDecoder(&lines); decoder.More(); {
		var line struct {
			Kind  string          `json:"kind"`
			Value json.RawMessage `json:"value"`
		}
		var r store.Receipt
		if err := decoder.Decode(&line); err != nil {
			v.tb.Fatal(err)
		}
		if line.Kind != "receipt" {
			continue
		}
		if err := json.Unmarshal(line.Value, &r); err != nil {
			v.tb.Fatal(err)
		}
		if sent++; r.In == "" && v.posted[r.Key] != 1 {
			v.tb.Errorf("%s was sent, says the file, and did not arrive", r.Key)
		}
	}
	v.tb.Logf("%d messages arrived, %d have a receipt", len(v.posted), sent)
}

// checkReferralsAndShares looks for what was acknowledged, and for the messages that it causes.
func (c *clicker) checkReferralsAndShares(db *store.DB, id store.EmployeeID) (problems []string) {
	referrals, err := storetest.Ask1(db, (*store.Query).ReferralsOf, id)
	if err != nil {
		return []string{err.Error()}
	}
	for _, name := range c.referred {
		i := slices.IndexFunc(referrals, func(r store.Referral) bool { return r.Person.Name == name })
		if i < 0 {
			problems = append(problems, fmt.Sprintf("%s was told that %s is referred, and nobody is", id, name))
			continue
		}
		r := referrals[i]
		card := "referral_card/" + string(r.ID) + "/" + string(r.Owner)
		for _, key := range []string{card, "referral_news/" + string(r.ID) + "/0"} {
			if m, err := storetest.Ask1(db, (*store.Query).Message, key); err != nil || m.State == store.Dead {
				problems = append(problems, fmt.Sprintf("nobody hears of %s: %v %s", key, err, m.Reason))
			}
		}
	}
	shares, err := db.SharesOf(id, 100)
	if err != nil {
		return append(problems, err.Error())
	}
	for asset := range c.posted {
		declared := func(s store.Share) bool { return s.Asset == asset && s.Level != store.Opened }
		if !slices.ContainsFunc(shares, declared) {
			problems = append(problems, fmt.Sprintf("%s was told that the share of %s counts, and it does not", id, asset))
		}
	}
	return problems
}
