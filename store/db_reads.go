// The reads of DB: each is a View with one read of Query. Callers that read more than one thing ask a View.

package store

import "time"

// Audit is Query.Audit.
func (db *DB) Audit(limit int, before uint64) ([]AuditEntry, error) {
	return ask(db, func(q *Query) []AuditEntry { return q.Audit(limit, before) })
}

// Board is Query.Board.
func (db *DB) Board(of BoardQuery) (Board, error) {
	return ask(db, func(q *Query) Board { return q.Board(of) })
}

// ScoreOf is Query.ScoreOf.
func (db *DB) ScoreOf(id EmployeeID, now time.Time) (Score, error) {
	return ask(db, func(q *Query) Score { return q.ScoreOf(id, now) })
}

// Stats is Query.Stats.
func (db *DB) Stats() (Stats, error) {
	return ask(db, (*Query).Stats)
}

// Message is Query.Message.
func (db *DB) Message(key string) (Message, error) {
	return ask(db, func(q *Query) Message { return q.Message(key) })
}

// MessagesInDoubt is Query.MessagesInDoubt.
func (db *DB) MessagesInDoubt() ([]Message, error) {
	return ask(db, (*Query).MessagesInDoubt)
}

// OutboxDepth is Query.OutboxDepth.
func (db *DB) OutboxDepth() (Depth, error) {
	return ask(db, (*Query).OutboxDepth)
}

// Due is Query.Due.
func (db *DB) Due(now time.Time, limit int) ([]Reader, error) {
	return ask(db, func(q *Query) []Reader { return q.Due(now, limit) })
}

// ReaderOf is Query.ReaderOf.
func (db *DB) ReaderOf(id EmployeeID) (Reader, error) {
	return ask(db, func(q *Query) Reader { return q.ReaderOf(id) })
}

// Delivery is Query.Delivery.
func (db *DB) Delivery(key string) (Delivery, error) {
	return ask(db, func(q *Query) Delivery { return q.Delivery(key) })
}

// DeliveriesOf is Query.DeliveriesOf.
func (db *DB) DeliveriesOf(id EmployeeID, limit int) ([]Delivery, error) {
	return ask(db, func(q *Query) []Delivery { return q.DeliveriesOf(id, limit) })
}

// TodaysDelivery is Query.TodaysDelivery.
func (db *DB) TodaysDelivery(id EmployeeID, date LocalDate) (Delivery, bool, error) {
	return find(db, func(q *Query) (Delivery, bool) { return q.TodaysDelivery(id, date) })
}

// AttendanceOf is Query.AttendanceOf.
func (db *DB) AttendanceOf(id EmployeeID, asset AssetID) (Attendance, bool, error) {
	return find(db, func(q *Query) (Attendance, bool) { return q.AttendanceOf(id, asset) })
}

// Turnout is Query.Turnout.
func (db *DB) Turnout(asset AssetID) (Turnout, error) {
	return ask(db, func(q *Query) Turnout { return q.Turnout(asset) })
}

// OpinionOf is Query.OpinionOf.
func (db *DB) OpinionOf(id EmployeeID, asset AssetID) (Opinion, bool, error) {
	return find(db, func(q *Query) (Opinion, bool) { return q.OpinionOf(id, asset) })
}

// SavedAssets is Query.SavedAssets.
func (db *DB) SavedAssets(id EmployeeID) ([]Asset, error) {
	return ask(db, func(q *Query) []Asset { return q.SavedAssets(id) })
}

// EntriesOf is Query.EntriesOf.
func (db *DB) EntriesOf(id EmployeeID, limit int) ([]Entry, error) {
	return ask(db, func(q *Query) []Entry { return q.EntriesOf(id, limit) })
}

// Asset is Query.Asset.
func (db *DB) Asset(id AssetID) (Asset, error) {
	return ask(db, func(q *Query) Asset { return q.Asset(id) })
}

// AssetByCanonical is Query.AssetByCanonical.
func (db *DB) AssetByCanonical(address string) (Asset, bool, error) {
	return find(db, func(q *Query) (Asset, bool) { return q.AssetByCanonical(address) })
}

// LiveAssets is Query.LiveAssets.
func (db *DB) LiveAssets() ([]Asset, error) {
	return ask(db, (*Query).LiveAssets)
}

// AssetsBy is Query.AssetsBy.
func (db *DB) AssetsBy(state AssetState, limit int, before AssetID) ([]Asset, error) {
	return ask(db, func(q *Query) []Asset { return q.AssetsBy(state, limit, before) })
}

// Memberships is Query.Memberships.
func (db *DB) Memberships() ([]Membership, error) {
	return ask(db, (*Query).Memberships)
}

// Employee is Query.Employee.
func (db *DB) Employee(id EmployeeID) (Employee, error) {
	return ask(db, func(q *Query) Employee { return q.Employee(id) })
}

// Employees is Query.Employees.
func (db *DB) Employees() ([]Employee, error) {
	return ask(db, (*Query).Employees)
}

// PreviewPersona is Query.PreviewPersona.
func (db *DB) PreviewPersona(p Persona, members map[string][]EmployeeID) (PersonaPreview, error) {
	return ask(db, func(q *Query) PersonaPreview { return q.PreviewPersona(p, members) })
}

// Personas is Query.Personas.
func (db *DB) Personas() ([]Persona, error) {
	return ask(db, (*Query).Personas)
}

// Receipt is Query.Receipt.
func (db *DB) Receipt(key string) (Receipt, bool, error) {
	return find(db, func(q *Query) (Receipt, bool) { return q.Receipt(key) })
}

// ReceiptAt is Query.ReceiptAt.
func (db *DB) ReceiptAt(channel, ts string) (Receipt, bool, error) {
	return find(db, func(q *Query) (Receipt, bool) { return q.ReceiptAt(channel, ts) })
}

// Referral is Query.Referral.
func (db *DB) Referral(id ReferralID, viewer EmployeeID) (Referral, error) {
	return ask(db, func(q *Query) Referral { return q.Referral(id, viewer) })
}

// ReferralsOf is Query.ReferralsOf.
func (db *DB) ReferralsOf(referrer EmployeeID) ([]Referral, error) {
	return ask(db, func(q *Query) []Referral { return q.ReferralsOf(referrer) })
}

// ReferralsOwnedBy is Query.ReferralsOwnedBy.
func (db *DB) ReferralsOwnedBy(owner EmployeeID) ([]Referral, error) {
	return ask(db, func(q *Query) []Referral { return q.ReferralsOwnedBy(owner) })
}

// ReviewQueue is Query.ReviewQueue.
func (db *DB) ReviewQueue(id EmployeeID, limit int, after AssetID) (ReviewList, error) {
	return ask(db, func(q *Query) ReviewList { return q.ReviewQueue(id, limit, after) })
}

// WhoApproves is Query.WhoApproves.
func (db *DB) WhoApproves(id AssetID) (string, error) {
	return ask(db, func(q *Query) string { return q.WhoApproves(id) })
}

// NewestReviewCard is Query.NewestReviewCard.
func (db *DB) NewestReviewCard(id EmployeeID, key string) (bool, error) {
	return ask(db, func(q *Query) bool { return q.NewestReviewCard(id, key) })
}

// IsManager is Query.IsManager.
func (db *DB) IsManager(id EmployeeID) (bool, error) {
	return ask(db, func(q *Query) bool { return q.IsManager(id) })
}

// BoardPost is Query.BoardPost.
func (db *DB) BoardPost(id string) (BoardPost, error) {
	return ask(db, func(q *Query) BoardPost { return q.BoardPost(id) })
}

// BoardSchedules is Query.BoardSchedules.
func (db *DB) BoardSchedules() ([]BoardSchedule, error) {
	return ask(db, (*Query).BoardSchedules)
}

// Share is Query.Share.
func (db *DB) Share(id ShareID) (Share, error) {
	return ask(db, func(q *Query) Share { return q.Share(id) })
}

// ShareByToken is Query.ShareByToken.
func (db *DB) ShareByToken(token string) (Share, error) {
	return ask(db, func(q *Query) Share { return q.ShareByToken(token) })
}

// SharesOf is Query.SharesOf.
func (db *DB) SharesOf(id EmployeeID, limit int) ([]Share, error) {
	return ask(db, func(q *Query) []Share { return q.SharesOf(id, limit) })
}

// Sources is Query.Sources.
func (db *DB) Sources() ([]Source, error) {
	return ask(db, (*Query).Sources)
}

// Source is Query.Source.
func (db *DB) Source(id SourceID) (Source, error) {
	return ask(db, func(q *Query) Source { return q.Source(id) })
}

// DueSources is Query.DueSources.
func (db *DB) DueSources(now time.Time, limit int) ([]Source, error) {
	return ask(db, func(q *Query) []Source { return q.DueSources(now, limit) })
}

// SourceItems is Query.SourceItems.
func (db *DB) SourceItems(id SourceID) (SourceItems, error) {
	return ask(db, func(q *Query) SourceItems { return q.SourceItems(id) })
}

// Story is Query.Story.
func (db *DB) Story(reader EmployeeID, id StoryID) (Story, error) {
	return ask(db, func(q *Query) Story { return q.Story(reader, id) })
}

// StoryOfAsset is Query.StoryOfAsset.
func (db *DB) StoryOfAsset(reader EmployeeID, id AssetID) (Story, error) {
	return ask(db, func(q *Query) Story { return q.StoryOfAsset(reader, id) })
}

// StoriesOf is Query.StoriesOf.
func (db *DB) StoriesOf(id EmployeeID) ([]Story, error) {
	return ask(db, func(q *Query) []Story { return q.StoriesOf(id) })
}

// WaitingStories is Query.WaitingStories.
func (db *DB) WaitingStories(limit int) ([]Story, error) {
	return ask(db, func(q *Query) []Story { return q.WaitingStories(limit) })
}

// SuggestionsOf is Query.SuggestionsOf.
func (db *DB) SuggestionsOf(id EmployeeID, limit int) ([]Asset, error) {
	return ask(db, func(q *Query) []Asset { return q.SuggestionsOf(id, limit) })
}

// TasteOf is Query.TasteOf.
func (db *DB) TasteOf(id EmployeeID) (Taste, error) {
	return ask(db, func(q *Query) Taste { return q.TasteOf(id) })
}

// NextMessageAt is Query.NextMessageAt; false also when it cannot be read.
func (db *DB) NextMessageAt() (time.Time, bool) {
	at, found, err := find(db, (*Query).NextMessageAt)
	return at, found && err == nil
}

// DMChannel is Query.DMChannel; false also when it cannot be read.
func (db *DB) DMChannel(id EmployeeID) (string, bool) {
	channel, found, err := find(db, func(q *Query) (string, bool) { return q.DMChannel(id) })
	return channel, found && err == nil
}

// CanManage is Query.CanManage; false also when it cannot be read.
func (db *DB) CanManage(e Employee) bool {
	can, err := ask(db, func(q *Query) bool { return q.CanManage(e) })
	return can && err == nil
}

// ProposePersona is Query.ProposePersona.
func (db *DB) ProposePersona(id EmployeeID) (Fit, bool, error) {
	return find(db, func(q *Query) (Fit, bool) { return q.ProposePersona(id) })
}

// WhoShared is Query.WhoShared.
func (db *DB) WhoShared(asset AssetID) (leaders []EmployeeID, others int, err error) {
	err = db.View(func(q *Query) error { leaders, others = q.WhoShared(asset); return nil })
	return leaders, others, err
}
