package handlers

import "meguri/models"

// organizationRoutes: pages of organizations and their member registers.
func (h *handlers) organizationRoutes() []route {
	return []route{
		{get, "/organizations", anyone, h.organizations.Directory},
		{get, "/organizations/:slug", anyone, h.organizations.Show},

		{get, "/staff/organizations/:slug/register", mayAtHost(models.KeepRegister), h.memberList.List},
		{get, "/staff/organizations/:slug/register.csv", mayAtHost(models.KeepRegister), h.memberList.CSV},
		{get, "/staff/organizations/:slug/register.xlsx", mayAtHost(models.KeepRegister), h.memberList.XLSX},
		{get, "/staff/organizations/:slug/register/new", mayAtHost(models.KeepRegister), h.memberList.New},
		{post, "/staff/organizations/:slug/register", mayAtHost(models.KeepRegister), h.memberList.Create},
		{get, "/staff/organizations/:slug/register/import", mayAtHost(models.KeepRegister), h.memberList.Import},
		{post, "/staff/organizations/:slug/register/import", mayAtHost(models.KeepRegister), h.memberList.Preview},
		{get, "/staff/organizations/:slug/register/import/template.csv", mayAtHost(models.KeepRegister), h.memberList.Template},
		{post, "/staff/organizations/:slug/register/import/store", mayAtHost(models.KeepRegister), h.memberList.Store},
		{post, "/staff/organizations/:slug/register/imports/:id/undo", mayAtHost(models.KeepRegister), h.memberList.UndoImport},
		{get, "/staff/organizations/:slug/register/people/:id", mayAtHost(models.KeepRegister), h.memberList.Person},
		{post, "/staff/organizations/:slug/register/people/:id", mayAtHost(models.KeepRegister), h.memberList.SavePerson},
		{get, "/staff/organizations/:slug/register/people/:id/roles", mayAtHost(models.KeepRegister), h.memberList.NewRole},
		{post, "/staff/organizations/:slug/register/people/:id/roles", mayAtHost(models.KeepRegister), h.memberList.AddRole},
		{get, "/staff/organizations/:slug/register/people/:id/roles/:role", mayAtHost(models.KeepRegister), h.memberList.Role},
		{post, "/staff/organizations/:slug/register/people/:id/roles/:role", mayAtHost(models.KeepRegister), h.memberList.SaveRole},
		{get, "/staff/organizations/:slug/register/people/:id/leave", mayAtHost(models.KeepRegister), h.memberList.LeaveForm},
		{post, "/staff/organizations/:slug/register/people/:id/leave", mayAtHost(models.KeepRegister), h.memberList.Leave},
		{get, "/staff/organizations/:slug/register/people/:id/erase", mayAtHost(models.KeepRegister), h.memberList.EraseForm},
		{post, "/staff/organizations/:slug/register/people/:id/erase", mayAtHost(models.KeepRegister), h.memberList.Erase},
		{post, "/staff/organizations/:slug/register/people/:id/same", mayAtHost(models.KeepRegister), h.memberList.Same},
	}
}
