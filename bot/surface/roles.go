// Roles: who may run the program or the library, with an error that names who can.

package surface

import (
	"vouch/store"
)

// MustManage is the function of that name in a View of its own.
func (k *Kit) MustManage(id store.EmployeeID) error {
	return k.DB.View(func(q *store.Query) error { return MustManage(q, id) })
}

// MustManage refuses anybody but program managers, and says who can.
func MustManage(q *store.Query, id store.EmployeeID) error {
	if q.IsManager(id) {
		return nil
	}
	return &store.Error{Kind: store.Denied, Msg: "Only program managers can do that. " + q.WhomToAsk()}
}

// MayCurate is the function of that name in a View of its own.
func (k *Kit) MayCurate(id store.EmployeeID) error {
	return k.DB.View(func(q *store.Query) error { return MayCurate(q, id) })
}

// MayCurate answers people without the role, naming who can.
func MayCurate(q *store.Query, id store.EmployeeID) error {
	employee := q.Employee(id)
	if q.CanManage(employee) || (employee.Has(store.Curator) && CannotJoin(employee) == "") {
		return nil
	}
	return &store.Error{Kind: store.Denied, Msg: "Only curators and program managers can change the library. " + q.WhomToAsk()}
}
