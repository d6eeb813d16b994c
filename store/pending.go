// Signatures whose bodies are being written; each moves to its noun's file.

package store

import (
	"context"
	"errors"
	"io"
	"time"
)

var errPending = &Error{Kind: Internal, Msg: "This is not built yet.", Err: errors.New("store: verb not built yet")}

// Options say which file to open and how.
type Options struct {
	Path    string
	Key     []byte        // 32 bytes that encrypt the personal data of candidates and clients
	Timeout time.Duration // how long to wait for the file lock; 0 means 2 s
}

// DB is an open database. All methods are safe for concurrent use.
type DB struct{}

// PersonImport is one row of a people import.
type PersonImport struct {
	Row                                        int
	ID                                         EmployeeID
	Name, Title, Department, Location, Manager string
	Leader                                     *bool
}

// ImportResult counts what a people import changed.
type ImportResult struct {
	Changed, Unchanged int
	Skipped            []Skip
}

// JoinForm is what a person chose when joining.
type JoinForm struct {
	Personas []PersonaID
	Follow   []string
	Rhythm   Rhythm
}

// Depth counts outbox messages by state.
type Depth struct{ Pending, Sending, Sent, Dead int }

// Report is what Check found.
type Report struct {
	Problems []string
	Counts   map[string]int
}

// Erased counts what an erasure removed or made anonymous.
type Erased map[string]int

// Stats are the numbers of the health view.
type Stats struct {
	Employees, Advocates, Live, Shares, Referrals int
	Outbox                                        Depth
	Bytes                                         int64
}

// Seeder writes history.
type Seeder struct{}

func Open(Options) (*DB, error)      { return nil, errPending }
func (db *DB) Close() error          { return errPending }
func (db *DB) Wake() <-chan struct{} { return nil }

func (db *DB) SyncPeople(users []SlackUser, full bool) (r SyncResult, err error) {
	return r, errPending
}
func (db *DB) ImportPeople(rows []PersonImport, actor EmployeeID) (r ImportResult, err error) {
	return r, errPending
}
func (db *DB) Employee(id EmployeeID) (e Employee, err error)            { return e, errPending }
func (db *DB) Employees() ([]Employee, error)                            { return nil, errPending }
func (db *DB) FindEmployees(query string, limit int) ([]Employee, error) { return nil, errPending }
func (db *DB) Join(id EmployeeID, form JoinForm) (e Employee, err error) { return e, errPending }
func (db *DB) Leave(id EmployeeID) (e Employee, err error)               { return e, errPending }
func (db *DB) SavePreferences(id EmployeeID, p Preferences) (e Employee, err error) {
	return e, errPending
}
func (db *DB) Pause(id EmployeeID, until time.Time) (e Employee, err error) { return e, errPending }
func (db *DB) Resume(id EmployeeID) (e Employee, err error)                 { return e, errPending }
func (db *DB) Welcome(id EmployeeID) (bool, error)                          { return false, errPending }
func (db *DB) GrantRole(actor, id EmployeeID, role Role) error              { return errPending }
func (db *DB) RevokeRole(actor, id EmployeeID, role Role) error             { return errPending }
func (db *DB) EnsureManagers(ids []EmployeeID) error                        { return errPending }
func (db *DB) SetLeader(actor, id EmployeeID, leader bool) error            { return errPending }
func (db *DB) CanManage(e Employee) bool                                    { return false }
func (db *DB) IsManager(id EmployeeID) (bool, error)                        { return false, errPending }
func (db *DB) HasManagers() (bool, error)                                   { return false, errPending }

func (db *DB) Personas() ([]Persona, error)                                         { return nil, errPending }
func (db *DB) SavePersonas(actor EmployeeID, personas []Persona) error              { return errPending }
func (db *DB) Settings() (s Settings, err error)                                    { return s, errPending }
func (db *DB) SaveSettings(actor EmployeeID, s Settings) error                      { return errPending }
func DefaultSettings() Settings                                                     { return Settings{} }
func DefaultPersonas() []Persona                                                    { return nil }
func ProposePersona(personas []Persona, title, department string) (PersonaID, bool) { return "", false }

func (r Rhythm) Validate() error                 { return errPending }
func (r Rhythm) OrDefault(program Rhythm) Rhythm { return r }
func (r Rhythm) Next(after time.Time, loc *time.Location, holidays []LocalDate) time.Time {
	return after
}
func Location(name, fallback string) *time.Location                             { return time.UTC }
func SpanOf(span Span, at time.Time, loc *time.Location) (start, end time.Time) { return at, at }
func SpanKey(span Span, at time.Time, loc *time.Location) string                { return "" }
func WorkingDays(from time.Time, n int, loc *time.Location, holidays []LocalDate) time.Time {
	return from
}

func (db *DB) AddAsset(actor EmployeeID, a Asset, publish bool) (r Asset, err error) {
	return r, errPending
}
func (db *DB) AddAssets(actor EmployeeID, assets []Asset, publish bool) (r AddResult, err error) {
	return r, errPending
}
func (db *DB) EditAsset(actor EmployeeID, a Asset) (r Asset, err error)       { return r, errPending }
func (db *DB) PublishAsset(actor EmployeeID, id AssetID) (r Asset, err error) { return r, errPending }
func (db *DB) WithdrawAsset(actor EmployeeID, id AssetID, reason string) (r Asset, err error) {
	return r, errPending
}
func (db *DB) TickAssets(now time.Time) (published, expired int, err error) { return 0, 0, errPending }
func (db *DB) Asset(id AssetID) (a Asset, err error)                        { return a, errPending }
func (db *DB) LiveAssets() ([]Asset, error)                                 { return nil, errPending }
func (db *DB) AssetsBy(state AssetState, limit int, before AssetID) ([]Asset, error) {
	return nil, errPending
}
func (db *DB) LiveVersion() uint64 { return 0 }

func (db *DB) Due(now time.Time, limit int) ([]Reader, error)            { return nil, errPending }
func (db *DB) ReaderOf(id EmployeeID) (r Reader, err error)              { return r, errPending }
func (db *DB) RecordDigests(plans []DigestPlan) (int, error)             { return 0, errPending }
func (db *DB) Delivery(key string) (d Delivery, err error)               { return d, errPending }
func (db *DB) DeliveriesOf(id EmployeeID, limit int) ([]Delivery, error) { return nil, errPending }
func (db *DB) TodaysDelivery(id EmployeeID, date LocalDate) (d Delivery, found bool, err error) {
	return d, false, errPending
}
func (db *DB) SaveFeedback(id EmployeeID, asset AssetID, answer Feedback, reason, delivery string) (a Asset, err error) {
	return a, errPending
}
func (db *DB) SavedAssets(id EmployeeID) ([]Asset, error) { return nil, errPending }
func (db *DB) TasteOf(id EmployeeID) (t Taste, err error) { return t, errPending }
func (db *DB) WhoShared(asset AssetID) (leaders []EmployeeID, others int, err error) {
	return nil, 0, errPending
}
func (db *DB) Receipt(key string) (r Receipt, found bool, err error) { return r, false, errPending }
func (db *DB) ReceiptAt(channel, ts string) (r Receipt, found bool, err error) {
	return r, false, errPending
}
func (db *DB) ReceiptsOf(asset AssetID) ([]Receipt, error) { return nil, errPending }
func (db *DB) DMChannel(id EmployeeID) (string, bool)      { return "", false }

func (db *DB) ClaimMessages(now time.Time, n int) ([]Message, error)         { return nil, errPending }
func (db *DB) CompleteMessage(key, channel, ts string) error                 { return errPending }
func (db *DB) DeferMessage(key string, until time.Time, reason string) error { return errPending }
func (db *DB) GiveUpMessage(key, reason string) error                        { return errPending }
func (db *DB) MessagesInDoubt() ([]Message, error)                           { return nil, errPending }
func (db *DB) ReleaseMessage(key string) error                               { return errPending }
func (db *DB) NextMessageAt() (time.Time, bool)                              { return time.Time{}, false }
func (db *DB) OutboxDepth() (d Depth, err error)                             { return d, errPending }
func (db *DB) Message(key string) (m Message, err error)                     { return m, errPending }
func (db *DB) EnqueueNotice(key string, to EmployeeID, text string) error    { return errPending }

func (db *DB) OpenShare(o OpenShare) (s Share, err error) { return s, errPending }
func (db *DB) DeclareShare(id EmployeeID, share ShareID) (s Share, paid []Entry, err error) {
	return s, nil, errPending
}
func (db *DB) ProveShare(id EmployeeID, share ShareID, postURL string) (s Share, paid []Entry, err error) {
	return s, nil, errPending
}
func (db *DB) WithdrawShare(id EmployeeID, share ShareID) (s Share, reversed []Entry, err error) {
	return s, nil, errPending
}
func (db *DB) AlreadyShared(id EmployeeID, asset AssetID, network Network) (s Share, paid []Entry, err error) {
	return s, nil, errPending
}
func (db *DB) SharesOf(id EmployeeID, limit int) ([]Share, error) { return nil, errPending }
func (db *DB) Share(id ShareID) (s Share, err error)              { return s, errPending }
func (db *DB) ShareByToken(token string) (s Share, err error)     { return s, errPending }

func (db *DB) EntriesOf(id EmployeeID, limit int) ([]Entry, error)       { return nil, errPending }
func (db *DB) ScoreOf(id EmployeeID, now time.Time) (s Score, err error) { return s, errPending }
func (db *DB) Board(q BoardQuery) (b Board, err error)                   { return b, errPending }
func (db *DB) ReverseEntry(actor EmployeeID, entry, reason string) (e Entry, err error) {
	return e, errPending
}

func (db *DB) SubmitReferral(s Submission) (r SubmitResult, err error) { return r, errPending }
func (db *DB) EditReferral(referrer EmployeeID, id ReferralID, s Submission) (r Referral, err error) {
	return r, errPending
}
func (db *DB) WithdrawReferral(referrer EmployeeID, id ReferralID) (r Referral, err error) {
	return r, errPending
}
func (db *DB) MoveReferral(actor EmployeeID, id ReferralID, to Stage, reason string, version int) (r Referral, err error) {
	return r, errPending
}
func (db *DB) AskReferrer(actor EmployeeID, id ReferralID, text string) (r Referral, err error) {
	return r, errPending
}
func (db *DB) AnswerQuestion(referrer EmployeeID, id ReferralID, text string) (r Referral, err error) {
	return r, errPending
}
func (db *DB) AssignReferral(actor EmployeeID, id ReferralID, owner EmployeeID) (r Referral, err error) {
	return r, errPending
}
func (db *DB) Referral(id ReferralID, viewer EmployeeID) (r Referral, err error) {
	return r, errPending
}
func (db *DB) ReferralsOf(referrer EmployeeID) ([]Referral, error)   { return nil, errPending }
func (db *DB) ReferralsOwnedBy(owner EmployeeID) ([]Referral, error) { return nil, errPending }
func (db *DB) TickReferrals(now time.Time) (nudged, escalated int, err error) {
	return 0, 0, errPending
}

func (db *DB) PlanBoardPost(actor EmployeeID, channel string, q BoardQuery) (p BoardPost, err error) {
	return p, errPending
}
func (db *DB) BoardPost(id string) (p BoardPost, err error) { return p, errPending }
func (db *DB) SaveBoardSchedule(actor EmployeeID, s BoardSchedule) (r BoardSchedule, err error) {
	return r, errPending
}
func (db *DB) DeleteBoardSchedule(actor EmployeeID, id string) error   { return errPending }
func (db *DB) BoardSchedules() ([]BoardSchedule, error)                { return nil, errPending }
func (db *DB) RunBoardSchedule(id string, fired, next time.Time) error { return errPending }

func (db *DB) Audit(limit int, before uint64) ([]AuditEntry, error) { return nil, errPending }

func (db *DB) Backup(w io.Writer) (int64, error)                            { return 0, errPending }
func VerifyBackup(path string) error                                        { return errPending }
func Restore(from, to string) error                                         { return errPending }
func (db *DB) Check(ctx context.Context) (r Report, err error)              { return r, errPending }
func (db *DB) Export(w io.Writer, scope string, includePersonal bool) error { return errPending }
func (db *DB) EraseEmployee(actor, id EmployeeID) (Erased, error)           { return nil, errPending }
func (db *DB) EraseReferral(actor EmployeeID, id ReferralID) error          { return errPending }
func (db *DB) Stats() (s Stats, err error)                                  { return s, errPending }

// Seed runs fill, which writes history in large sorted commits.
func (db *DB) Seed(fill func(*Seeder) error) error { return errPending }

// At sets the time of the calls that follow.
func (s *Seeder) At(t time.Time)                     {}
func (s *Seeder) People(users []SlackUser) error     { return errPending }
func (s *Seeder) Employee(e Employee) error          { return errPending }
func (s *Seeder) Asset(a Asset) (r Asset, err error) { return r, errPending }
func (s *Seeder) Digest(p DigestPlan, channel, ts string) (d Delivery, err error) {
	return d, errPending
}
func (s *Seeder) Feedback(id EmployeeID, asset AssetID, answer Feedback) error { return errPending }
func (s *Seeder) Share(o OpenShare, level Level, postURL string) (r Share, err error) {
	return r, errPending
}
func (s *Seeder) Referral(sub Submission) (r SubmitResult, err error) { return r, errPending }
func (s *Seeder) Move(id ReferralID, to Stage, reason string) (r Referral, err error) {
	return r, errPending
}
