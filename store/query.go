// Views: many reads of one snapshot with one error for all of them, and the reads of DB: each is a View with one read
// of Query, where it is explained.

package store

import (
	"time"

	"vouch/store/kv"
)

// A Query reads the store as it was at one moment, inside a View. Its methods return what they are asked for and
// nothing else, so that a page is a list of reads:
//
//   - What is asked for by its id (Asset, Employee, Referral, Story and so on) is given. When it does not exist, or is
//     not for the one who asks, the View ends there with the *Error that says so.
//   - What may as well not exist comes with a bool (OpinionOf, Receipt, TodaysDelivery and so on).
//   - Damage ends the View with an Internal *Error.
//
// A Query must not be used after its View, nor while another one is open in the same goroutine.
type Query struct{ t *tx }

// View runs ask on a snapshot and returns its error, or the one with which a read ended it. ask must not call verbs.
func (db *DB) View(ask func(*Query) error) error {
	_, err := read(db, func(t *tx) (struct{}, error) { return struct{}{}, ask(&Query{t}) })
	return err
}

// ask is a View with one read.
func ask[T any](db *DB, question func(*Query) T) (answer T, err error) {
	err = db.View(func(q *Query) error { answer = question(q); return nil })
	return answer, err
}

// ask1 is ask for a read with an argument.
func ask1[A, T any](db *DB, question func(*Query, A) T, a A) (T, error) {
	return ask(db, func(q *Query) T { return question(q, a) })
}

// ask2 is ask for a read with two arguments.
func ask2[A, B, T any](db *DB, question func(*Query, A, B) T, a A, b B) (T, error) {
	return ask(db, func(q *Query) T { return question(q, a, b) })
}

// find1 is ask1 for what may not exist.
func find1[A, T any](db *DB, question func(*Query, A) (T, bool), a A) (answer T, found bool, err error) {
	err = db.View(func(q *Query) error { answer, found = question(q, a); return nil })
	return answer, found, err
}

// find2 is ask2 for what may not exist.
func find2[A, B, T any](db *DB, question func(*Query, A, B) (T, bool), a A, b B) (answer T, found bool, err error) {
	err = db.View(func(q *Query) error { answer, found = question(q, a, b); return nil })
	return answer, found, err
}

// end gives v, or ends the View or the verb with err.
func end[T any](v T, err error) T {
	refuse(err)
	return v
}

// refuse ends the View or the verb with err; nil does nothing.
func refuse(err error) {
	if err != nil {
		kv.Abort(err)
	}
}

// Refuse ends the View with err; nil does nothing. It is for those who read for a page and find that it may not be
// shown.
func (q *Query) Refuse(err error) { refuse(err) }

// Settings returns the program's choices, the defaults before any were saved.
func (q *Query) Settings() Settings { return q.t.settings().Clone() }

// FindEmployee is Employee for somebody who may be gone from the file.
func (q *Query) FindEmployee(id EmployeeID) (Employee, bool) {
	return employees.Get(q.t.Tx, string(id))
}

// FindMessage is Message for one that may not have been planned.
func (q *Query) FindMessage(key string) (Message, bool) { return messages.Get(q.t.Tx, key) }

// UnconfirmedMessages is Query.UnconfirmedMessages.
func (db *DB) UnconfirmedMessages() ([]Message, error) { return ask(db, (*Query).UnconfirmedMessages) }

// Due is Query.Due.
func (db *DB) Due(now time.Time, limit int) ([]Reader, error) {
	return ask2(db, (*Query).Due, now, limit)
}

// DeliveriesOf is Query.DeliveriesOf.
func (db *DB) DeliveriesOf(id EmployeeID, limit int) ([]Delivery, error) {
	return ask2(db, (*Query).DeliveriesOf, id, limit)
}

// TodaysDelivery is Query.TodaysDelivery.
func (db *DB) TodaysDelivery(id EmployeeID, date LocalDate) (Delivery, bool, error) {
	return find2(db, (*Query).TodaysDelivery, id, date)
}

// OpinionOf is Query.OpinionOf.
func (db *DB) OpinionOf(id EmployeeID, asset AssetID) (Opinion, bool, error) {
	return find2(db, (*Query).OpinionOf, id, asset)
}

// Asset is Query.Asset.
func (db *DB) Asset(id AssetID) (Asset, error) { return ask1(db, (*Query).Asset, id) }

// AssetByCanonical is Query.AssetByCanonical.
func (db *DB) AssetByCanonical(address string) (Asset, bool, error) {
	return find1(db, (*Query).AssetByCanonical, address)
}

// LiveAssets is Query.LiveAssets.
func (db *DB) LiveAssets() ([]Asset, error) { return ask(db, (*Query).LiveAssets) }

// AssetsBy is Query.AssetsBy.
func (db *DB) AssetsBy(state AssetState, limit int, before AssetID) ([]Asset, error) {
	return ask(db, func(q *Query) []Asset { return q.AssetsBy(state, limit, before) })
}

// Employee is Query.Employee.
func (db *DB) Employee(id EmployeeID) (Employee, error) { return ask1(db, (*Query).Employee, id) }

// Employees is Query.Employees.
func (db *DB) Employees() ([]Employee, error) { return ask(db, (*Query).Employees) }

// PreviewPersona is Query.PreviewPersona.
func (db *DB) PreviewPersona(p Persona, place int, members map[string][]EmployeeID) (PersonaPreview, error) {
	return ask(db, func(q *Query) PersonaPreview { return q.PreviewPersona(p, place, members) })
}

// Personas is Query.Personas.
func (db *DB) Personas() ([]Persona, error) { return ask(db, (*Query).Personas) }

// Settings is Query.Settings.
func (db *DB) Settings() (Settings, error) { return ask(db, (*Query).Settings) }

// Receipt is Query.Receipt.
func (db *DB) Receipt(key string) (Receipt, bool, error) { return find1(db, (*Query).Receipt, key) }

// ReceiptAt is Query.ReceiptAt.
func (db *DB) ReceiptAt(channel, ts string) (Receipt, bool, error) {
	return find2(db, (*Query).ReceiptAt, channel, ts)
}

// Referral is Query.Referral.
func (db *DB) Referral(id ReferralID, viewer EmployeeID) (Referral, error) {
	return ask2(db, (*Query).Referral, id, viewer)
}

// BoardSchedules is Query.BoardSchedules.
func (db *DB) BoardSchedules() ([]BoardSchedule, error) { return ask(db, (*Query).BoardSchedules) }

// Share is Query.Share.
func (db *DB) Share(id ShareID) (Share, error) { return ask1(db, (*Query).Share, id) }

// SharesOf is Query.SharesOf.
func (db *DB) SharesOf(id EmployeeID, limit int) ([]Share, error) {
	return ask2(db, (*Query).SharesOf, id, limit)
}

// Sources is Query.Sources.
func (db *DB) Sources() ([]Source, error) { return ask(db, (*Query).Sources) }

// Source is Query.Source.
func (db *DB) Source(id SourceID) (Source, error) { return ask1(db, (*Query).Source, id) }

// DueSources is Query.DueSources.
func (db *DB) DueSources(now time.Time, limit int) ([]Source, error) {
	return ask2(db, (*Query).DueSources, now, limit)
}

// SourceItems is Query.SourceItems.
func (db *DB) SourceItems(id SourceID) (SourceItems, error) {
	return ask1(db, (*Query).SourceItems, id)
}

// Story is Query.Story.
func (db *DB) Story(reader EmployeeID, id StoryID) (Story, error) {
	return ask2(db, (*Query).Story, reader, id)
}

// TasteOf is Query.TasteOf.
func (db *DB) TasteOf(id EmployeeID) (Taste, error) { return ask1(db, (*Query).TasteOf, id) }

// NextMessageAt is Query.NextMessageAt; false also when it cannot be read.
func (db *DB) NextMessageAt() (at time.Time, found bool) {
	err := db.View(func(q *Query) error { at, found = q.NextMessageAt(); return nil })
	return at, found && err == nil
}

// DMChannel is Query.DMChannel; false also when it cannot be read.
func (db *DB) DMChannel(id EmployeeID) (string, bool) {
	channel, found, err := find1(db, (*Query).DMChannel, id)
	return channel, found && err == nil
}
