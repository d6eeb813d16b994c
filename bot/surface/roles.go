// Roles: who may run the program or the library, with an error that names who can.

package surface

import (
	"vouch/store"
)

// MustManage refuses anybody but program managers, and says who can.
func (k *Kit) MustManage(id store.EmployeeID) error {
	manager, err := k.DB.IsManager(id)
	if err != nil || manager {
		return err
	}
	who, err := k.DB.WhomToAsk()
	if err != nil {
		return err
	}
	return &store.Error{Kind: store.Denied, Msg: "Only program managers can do that. " + who}
}

// MayCurate answers people without the role, naming who can.
func (k *Kit) MayCurate(id store.EmployeeID) error {
	employee, err := k.DB.Employee(id)
	if err != nil {
		return err
	}
	if k.DB.CanManage(employee) || (employee.Has(store.Curator) && CannotJoin(employee) == "") {
		return nil
	}
	who, err := k.DB.WhomToAsk()
	if err != nil {
		return err
	}
	return &store.Error{Kind: store.Denied, Msg: "Only curators and program managers can change the library. " + who}
}
