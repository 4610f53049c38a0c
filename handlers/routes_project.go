package handlers

import (
	"meguri/handlers/web"
	"meguri/models"
)

// projectRoutes: projects, their teams, hours and budgets of hours.
func (h *handlers) projectRoutes() []route {
	list := []route{
		{get, "/project/:secret", anyone.Limited(60, 60), h.teams.Show},
		{post, "/project/:secret/hours", anyone.Limited(60, 30), h.teams.Enter},
		{get, "/project/:secret/hours/:id", anyone.Limited(60, 60), h.teams.Entry},
		{post, "/project/:secret/hours/:id", anyone.Limited(60, 30), h.teams.Correct},
		{post, "/project/:secret/hours/:id/remove", anyone.Limited(60, 30), h.teams.Remove},
		{get, "/project/:secret/sheet.pdf", anyone.Limited(20, 10), h.teams.SheetPDF},
		{get, "/project/:secret/sheet.xlsx", anyone.Limited(20, 10), h.teams.SheetXLSX},
		{get, "/project/:secret/certificate.pdf", anyone.Limited(20, 10), h.teams.Certificate},
		{post, "/project/:secret/name", anyone.Limited(30, 30), h.teams.SetName},
		{post, "/project/:secret/ties/:id", anyone.Limited(30, 30), h.teams.StepTie},
		{post, "/project/:secret/erase", anyone.Limited(30, 30), h.teams.Erase},
		{get, "/project/calendar/:secret", anyone.Limited(60, 60), h.teamWork.Calendar},
		{post, "/project/:secret/named", anyone.Limited(30, 30), h.openProjects.SetNamed},
		{get, "/projects/:id", anyone.Limited(60, 60), h.openProjects.Show},
		{get, "/deliverables/:id", anyone.Limited(60, 60), h.teamWork.Deliverable},
		{get, "/closing/:secret", anyone.Limited(60, 60), h.closings.Show},
		{post, "/closing/:secret", anyone.Limited(30, 30), h.closings.Answer},
		{post, "/closing/:secret/unpublish", anyone.Limited(30, 30), h.closings.Unpublish},
		{post, "/closing/:secret/thanks/:id", anyone.Limited(30, 30), h.closings.Report},
		{post, "/closing/:secret/erase", anyone.Limited(30, 30), h.closings.Erase},
		{get, "/certificates/hours/:code", anyone.Limited(30, 30), h.teams.Check},
	}
	for _, place := range []struct {
		path   string
		access web.Access
	}{
		{"/staff/events/:slug", may(models.EditNeeds)}, {"/staff/organizations/:slug", mayAtHost(models.EditNeeds)},
	} {
		list = append(list, []route{
			{get, place.path + "/needs/:id/project", place.access, h.projects.StartForm},
			{post, place.path + "/needs/:id/project", place.access, h.projects.Start},
			{get, place.path + "/projects", place.access, h.projects.List},
			{get, place.path + "/projects/hours", place.access, h.projects.Hours},
			{post, place.path + "/projects/hours", place.access, h.projects.Decide},
			{get, place.path + "/projects/sheet", place.access, h.projects.Sheet},
			{get, place.path + "/projects/sheet.pdf", place.access.Limited(20, 10), h.projects.SheetPDF},
			{get, place.path + "/projects/sheet.xlsx", place.access.Limited(20, 10), h.projects.SheetXLSX},
			{get, place.path + "/projects/closings", place.access, h.closingDesk.List},
			{get, place.path + "/projects/:id/closing", place.access, h.closingDesk.Show},
			{post, place.path + "/projects/:id/closing", place.access, h.closingDesk.Ask},
			{post, place.path + "/projects/:id/closing/:review", place.access, h.closingDesk.Decide},
			{get, place.path + "/projects/:id", place.access, h.projects.Show},
			{get, place.path + "/projects/:id/edit", place.access, h.projects.Edit},
			{post, place.path + "/projects/:id/edit", place.access, h.projects.Save},
			{post, place.path + "/projects/:id/phases", place.access, h.projects.SavePhases},
			{post, place.path + "/projects/:id/organizations", place.access, h.projects.SaveOrganizations},
			{post, place.path + "/projects/:id/team", place.access, h.projects.Join},
			{post, place.path + "/projects/:id/team/:member", place.access, h.projects.ChangeMember},
			{post, place.path + "/projects/:id/move", place.access, h.projects.Move},
		}...)
	}
	list = append(list, h.workRoutes()...)
	edits := mayAtHost(models.EditNeeds)
	list = append(list, []route{
		{get, "/staff/organizations/:slug/projects/former", edits, h.former.Show},
		{post, "/staff/organizations/:slug/projects/former", edits, h.former.Preview},
		{post, "/staff/organizations/:slug/projects/former/store", edits, h.former.Store},
		{get, "/staff/organizations/:slug/projects/former/template.csv", edits, h.former.Template},
		{post, "/staff/organizations/:slug/projects/former/:import/undo", edits, h.former.Undo},
	}...)
	list = append(list, []route{
		{get, "/staff/organizations/:slug/publications", edits, h.publications.List},
		{post, "/staff/organizations/:slug/publications", edits, h.publications.ProposeFormer},
		{post, "/staff/organizations/:slug/publications/answer", edits, h.publications.Answer},
		{get, "/staff/organizations/:slug/publications/:id", edits, h.publications.Show},
		{post, "/staff/organizations/:slug/publications/:id", edits, h.publications.Propose},
	}...)
	keeps := mayAtHost(models.KeepRegister)
	return append(list, []route{
		{get, "/staff/organizations/:slug/budget", keeps, h.budgets.Show},
		{get, "/staff/organizations/:slug/budget.csv", keeps, h.budgets.CSV},
		{get, "/staff/organizations/:slug/budget.xlsx", keeps, h.budgets.XLSX},
		{get, "/staff/organizations/:slug/budget/new", keeps, h.budgets.New},
		{post, "/staff/organizations/:slug/budget/new", keeps, h.budgets.Create},
		{get, "/staff/organizations/:slug/budget/:id", keeps, h.budgets.Edit},
		{post, "/staff/organizations/:slug/budget/:id", keeps, h.budgets.Save},
		{post, "/staff/organizations/:slug/budget/:id/remove", keeps, h.budgets.Remove},
		{get, "/staff/organizations/:slug/budget/:id/people/:member", keeps, h.budgets.Person},
		{post, "/staff/organizations/:slug/budget/:id/people/:member", keeps, h.budgets.SavePerson},
	}...)
}

// workRoutes: what the teams of projects do, for them and for coordinators.
func (h *handlers) workRoutes() []route {
	own, read, write := "/project/:secret/work", anyone.Limited(60, 60), anyone.Limited(60, 30)
	list := append(workAt(own, &h.teamWork.ProjectWork, read, write, anyone.Limited(20, 10)), []route{
		{post, own + "/meetings/:item/reply", write, h.teamWork.Reply},
		{post, own + "/diary", write, h.teamWork.Write},
		{post, own + "/files/:item/reply", write, h.teamWork.Agree},
	}...)
	for _, place := range []struct {
		path   string
		access web.Access
	}{
		{"/staff/events/:slug", may(models.EditNeeds)}, {"/staff/organizations/:slug", mayAtHost(models.EditNeeds)},
	} {
		list = append(list, workAt(place.path+"/projects/:id/work", &h.projectWork.ProjectWork, place.access, place.access,
			place.access.Limited(60, 30))...)
	}
	return list
}

// workAt are those that both have; files come more rarely.
func workAt(at string, work *web.ProjectWork, read, write, bring web.Access) []route {
	return []route{
		{get, at, read, work.Show},
		{post, at + "/tasks", write, work.AddTask},
		{post, at + "/template", write, work.AddTemplate},
		{get, at + "/tasks/:item", read, work.Task},
		{post, at + "/tasks/:item", write, work.SaveTask},
		{post, at + "/tasks/:item/state", write, work.TickTask},
		{get, at + "/meetings", read, work.NewMeeting},
		{post, at + "/meetings", write, work.Arrange},
		{get, at + "/meetings/:item", read, work.Meeting},
		{get, at + "/meetings/:item/edit", read, work.EditMeeting},
		{post, at + "/meetings/:item/edit", write, work.SaveMeeting},
		{post, at + "/meetings/:item/minutes", write, work.SaveMinutes},
		{post, at + "/meetings/:item/cancel", write, work.Cancel},
		{get, at + "/meetings/:item/calendar.ics", read, work.MeetingCalendar},
		{post, at + "/diary/:item/remove", write, work.RemoveEntry},
		{post, at + "/files", bring, work.Bring},
		{get, at + "/files/:item", read, work.File},
		{post, at + "/files/:item/mark", write, work.Mark},
		{post, at + "/files/:item/remove", write, work.RemoveFile},
	}
}
