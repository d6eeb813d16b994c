// Reads of the kit: the same as the functions of a query, for handlers that read nothing else.

package surface

import (
	"vouch/bot/dispatch"
	"vouch/store"
)

// Ask is a View that gives what read found, or the error that ended it.
func Ask[T any](k *Kit, read func(*store.Query) T) (answer T, err error) {
	err = k.DB.View(func(q *store.Query) error { answer = read(q); return nil })
	return answer, err
}

// Once is the database for the verb that a submission asks for: its commit remembers the form, which is not taken again
// then, see dispatch.Routes.Once. Verbs that give the same answer when they are called again need no Once.
func (k *Kit) Once(in dispatch.Interaction) *store.DB { return k.DB.Once(in.Cause) }

// Person is the function Person.
func (k *Kit) Person(id store.EmployeeID) (Member, error) {
	return Ask(k, func(q *store.Query) Member { return Person(q, id) })
}

// MemberOf is the function MemberOf.
func (k *Kit) MemberOf(e store.Employee) (Member, error) {
	return Ask(k, func(q *store.Query) Member { return MemberOf(q, e) })
}

// Member is the function Advocate.
func (k *Kit) Member(id store.EmployeeID) (Member, error) {
	return Ask(k, func(q *store.Query) Member { return Advocate(q, id) })
}

// MustManage is the function MustManage.
func (k *Kit) MustManage(id store.EmployeeID) error {
	return k.DB.View(func(q *store.Query) error { MustManage(q, id); return nil })
}

// MayCurate is the function MustCurate.
func (k *Kit) MayCurate(id store.EmployeeID) error {
	return k.DB.View(func(q *store.Query) error { MustCurate(q, id); return nil })
}

// NewAssetForm is the function NewAssetForm.
func (k *Kit) NewAssetForm(asset store.Asset, notice string) (AssetForm, error) {
	return Ask(k, func(q *store.Query) AssetForm { return NewAssetForm(q, asset, notice) })
}
