package handlers

import "meguri/models"

// organizationRoutes: pages of organizations and their member registers.
func (h *handlers) organizationRoutes() []route {
	keeps := mayAtHost(models.KeepRegister)
	return []route{
		{get, "/organizations", anyone, h.organizations.Directory},
		{get, "/organizations/:slug", anyone, h.organizations.Show},
		{get, "/organizations/:slug/join", ownMe, h.joining.RequestForm},
		{post, "/organizations/:slug/join", ownMe.Limited(10, 5), h.joining.Request},
		{get, "/join/:secret", anyone.Limited(60, 30), h.joining.Form},
		{post, "/join/:secret", anyone.Limited(20, 10), h.joining.Answer},
		{post, "/me/places/:id", ownMe.Limited(60, 60), h.joining.DoPlace},
		{get, "/me/places/:id/people", ownMe, h.persons.Fellows},

		{get, "/staff/organizations/:slug/joint-uses", mayAtHost(models.SeeEvent), h.jointUses.List},
		{get, "/staff/organizations/:slug/joint-uses/new", mayAtHost(models.ManageMembers), h.jointUses.New},
		{post, "/staff/organizations/:slug/joint-uses", mayAtHost(models.ManageMembers), h.jointUses.Create},
		{get, "/staff/organizations/:slug/joint-uses/:id", mayAtHost(models.SeeEvent), h.jointUses.ShowOne},
		{post, "/staff/organizations/:slug/joint-uses/:id/answer", mayAtHost(models.ManageMembers), h.jointUses.Answer},
		{get, "/staff/organizations/:slug/joint-uses/:id/people", mayAtHost(models.SeeEvent), h.jointUses.People},
		{get, "/staff/organizations/:slug/joint-uses/:id/people.csv", mayAtHost(models.SeeEvent), h.jointUses.CSV},

		{get, "/staff/organizations/:slug/leaving", mayAtHost(models.ManageMembers), h.memberList.LeavingForm},
		{post, "/staff/organizations/:slug/leaving", mayAtHost(models.ManageMembers), h.memberList.Leaving},
		{post, "/staff/organizations/:slug/register/people/:id/invite", keeps, h.memberList.Invite},
		{post, "/staff/organizations/:slug/register/people/:id/answer", keeps, h.memberList.Answer},

		{get, "/staff/organizations/:slug/doubles", mayAtHost(models.ManageMembers), h.hostDoubles.List},
		{get, "/staff/organizations/:slug/doubles/:other", mayAtHost(models.ManageMembers), h.hostDoubles.Show},
		{post, "/staff/organizations/:slug/doubles/:other/merge", mayAtHost(models.ManageMembers), h.hostDoubles.Merge},
		{
			post, "/staff/organizations/:slug/doubles/:other/different", mayAtHost(models.ManageMembers),
			h.hostDoubles.SetDifferent,
		},
		{post, "/staff/organizations/:slug/merges/:id/undo", mayAtHost(models.ManageMembers), h.hostDoubles.Undo},

		{get, "/staff/organizations/:slug/register", keeps, h.memberList.List},
		{get, "/staff/organizations/:slug/register.csv", keeps, h.memberList.CSV},
		{get, "/staff/organizations/:slug/register.xlsx", keeps, h.memberList.XLSX},
		{post, "/staff/organizations/:slug/register/invite", keeps, h.memberList.InviteAll},
		{get, "/staff/organizations/:slug/register/new", keeps, h.memberList.New},
		{post, "/staff/organizations/:slug/register", keeps, h.memberList.Create},
		{get, "/staff/organizations/:slug/register/import", keeps, h.memberList.Import},
		{post, "/staff/organizations/:slug/register/import", keeps, h.memberList.Preview},
		{get, "/staff/organizations/:slug/register/import/template.csv", keeps, h.memberList.Template},
		{post, "/staff/organizations/:slug/register/import/store", keeps, h.memberList.Store},
		{post, "/staff/organizations/:slug/register/imports/:id/undo", keeps, h.memberList.UndoImport},
		{get, "/staff/organizations/:slug/register/people/:id", keeps, h.memberList.Person},
		{post, "/staff/organizations/:slug/register/people/:id", keeps, h.memberList.SavePerson},
		{get, "/staff/organizations/:slug/register/people/:id/roles", keeps, h.memberList.NewRole},
		{post, "/staff/organizations/:slug/register/people/:id/roles", keeps, h.memberList.AddRole},
		{get, "/staff/organizations/:slug/register/people/:id/roles/:role", keeps, h.memberList.Role},
		{post, "/staff/organizations/:slug/register/people/:id/roles/:role", keeps, h.memberList.SaveRole},
		{get, "/staff/organizations/:slug/register/people/:id/leave", keeps, h.memberList.LeaveForm},
		{post, "/staff/organizations/:slug/register/people/:id/leave", keeps, h.memberList.Leave},
		{get, "/staff/organizations/:slug/register/people/:id/erase", keeps, h.memberList.EraseForm},
		{post, "/staff/organizations/:slug/register/people/:id/erase", keeps, h.memberList.Erase},
		{get, "/staff/organizations/:slug/register/doubles", keeps, h.memberDoubles.List},
		{get, "/staff/organizations/:slug/register/people/:id/doubles/:other", keeps, h.memberDoubles.Show},
		{post, "/staff/organizations/:slug/register/people/:id/doubles/:other/merge", keeps, h.memberDoubles.Merge},
		{
			post, "/staff/organizations/:slug/register/people/:id/doubles/:other/different", keeps,
			h.memberDoubles.SetDifferent,
		},
		{post, "/staff/organizations/:slug/register/merges/:id/undo", keeps, h.memberDoubles.Undo},
	}
}
