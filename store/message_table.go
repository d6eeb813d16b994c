// How outbox messages are kept: packed, because every digest brings one, and found only while they wait.

package store

// messages have rows by state only: what was sent or given up is in no index, so an outbox that grew for years is as fast
// as a new one.
var messages = table[Message]{
	bucket: messageBucket,
	key:    func(m *Message) string { return m.Key },
	pack:   packMessage, unpack: unpackMessage,
	rows: func(m *Message) (rows []row) {
		switch m.State {
		case Pending:
			rows = append(rows, row{messagesReady, timeKey(m.NotBefore) + m.Key, ""})
			// By person too, so that whoever leaves or pauses is sent nothing more.
			if m.To != "" {
				rows = append(rows, row{messagesByPerson, join(string(m.To), m.Key), ""})
			}
		case Sending:
			// After a crash these are in doubt.
			rows = append(rows, row{messagesSending, m.Key, ""})
		}
		return rows
	},
	counted: func(m *Message) []string {
		if m.Held && m.State == Pending {
			return []string{messagesIn(m.State), heldTally}
		}
		return []string{messagesIn(m.State)}
	},
}

// messagesIn names the tally of messages in a state.
func messagesIn(state MessageState) string { return join("messages", string(state)) }

// packMessage writes the subject once where it is the key, as it is of every digest. New fields go to the end.
func packMessage(m *Message) []byte {
	p := newPacker(96 + len(m.Text))
	// Thirty bytes a digest are a gigabyte a year in a company of a hundred thousand.
	own := m.Ref == m.Key
	p.flags(own, m.Held)
	p.text(m.Key)
	if !own {
		p.text(m.Ref)
	}
	p.text(string(m.Kind))
	p.text(string(m.To))
	p.text(m.Channel)
	p.text(m.Text)
	p.text(string(m.State))
	p.number(uint64(m.Attempts))
	p.text(m.Reason)
	// The times stand together: until it is sent two of them are zero and take one byte each.
	p.time(m.NotBefore)
	p.time(m.CreatedAt)
	p.time(m.ClaimedAt)
	p.time(m.DoneAt)
	if len(m.Carries) > 0 {
		packTexts(p, m.Carries)
	}
	return p.b
}

// unpackMessage reads what packMessage wrote.
func unpackMessage(raw []byte, m *Message) error {
	u := &unpacker{s: string(raw)}
	var own bool
	u.flags(&own, &m.Held)
	m.Key = u.text()
	if m.Ref = m.Key; !own {
		m.Ref = u.text()
	}
	m.Kind, m.To = MessageKind(u.text()), EmployeeID(u.text())
	m.Channel, m.Text = u.text(), u.text()
	m.State = MessageState(u.text())
	m.Attempts = int(u.number())
	m.Reason = u.text()
	m.NotBefore, m.CreatedAt, m.ClaimedAt, m.DoneAt = u.time(), u.time(), u.time(), u.time()
	m.Carries = unpackTexts[string](u)
	return u.err()
}
