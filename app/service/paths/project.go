package paths

import "net/url"

// TeamPrefix begins the pages of people in the teams of projects; they hold a secret.
const TeamPrefix = "/project/"

// TeamMember is the page of a person in the team of a project.
type TeamMember string

// OfTeamMember is of the person whose mailed link has the secret.
func OfTeamMember(secret string) TeamMember { return TeamMember(TeamPrefix + url.PathEscape(secret)) }

// Hours is where hours are entered.
func (p TeamMember) Hours() string { return string(p) + "/hours" }

// Entry is hours that were entered.
func (p TeamMember) Entry(id string) string { return p.Hours() + "/" + url.PathEscape(id) }

// RemoveEntry takes them away.
func (p TeamMember) RemoveEntry(id string) string { return p.Entry(id) + "/remove" }

// SheetPDF and SheetXLSX are the sheet of a month.
func (p TeamMember) SheetPDF(month string) string {
	return string(p) + "/sheet.pdf?month=" + url.QueryEscape(month)
}

// SheetXLSX is it as a workbook.
func (p TeamMember) SheetXLSX(month string) string {
	return string(p) + "/sheet.xlsx?month=" + url.QueryEscape(month)
}

// Certificate is the certificate of the person's hours.
func (p TeamMember) Certificate() string { return string(p) + "/certificate.pdf" }

// Name says whether the team may read the person's name.
func (p TeamMember) Name() string { return string(p) + "/name" }

// Tie is what somebody of the team says of the person, or the person of them.
func (p TeamMember) Tie(id string) string { return string(p) + "/ties/" + url.PathEscape(id) }

// Erase takes away who the person is.
func (p TeamMember) Erase() string { return string(p) + "/erase" }

// HoursCertificate is where a certificate of hours is checked.
func HoursCertificate(code string) string { return CertificatePrefix + "hours/" + url.PathEscape(code) }

// Project is the form with which a project begins with the need.
func (p StaffNeed) Project() string { return string(p) + "/project" }

// StaffProjects is the list of projects of an event or an organization.
type StaffProjects string

// Projects is the list of projects of the event.
func (p StaffEvent) Projects() StaffProjects { return StaffProjects(string(p) + "/projects") }

// Projects is the list of its projects.
func (p StaffOrganization) Projects() StaffProjects { return StaffProjects(string(p) + "/projects") }

// Hours is the list of hours to approve.
func (p StaffProjects) Hours() string { return string(p) + "/hours" }

// HoursOf is that of one project.
func (p StaffProjects) HoursOf(id string) string {
	return p.Hours() + "?project=" + url.QueryEscape(id)
}

// Sheet is the sheet of a month.
func (p StaffProjects) Sheet() string { return string(p) + "/sheet" }

// SheetFile is it as a file: of which ending, which month, and by what it is ordered.
func (p StaffProjects) SheetFile(ending, month, by string) string {
	return p.Sheet() + "." + ending + "?month=" + url.QueryEscape(month) + "&by=" + url.QueryEscape(by)
}

// Project is one of them.
func (p StaffProjects) Project(id string) StaffProject {
	return StaffProject(string(p) + "/" + url.PathEscape(id))
}

// StaffProject is a project for its coordinators.
type StaffProject string

// Edit is its form.
func (p StaffProject) Edit() string { return string(p) + "/edit" }

// Organizations stores whom it helps, and for whom its team works.
func (p StaffProject) Organizations() string { return string(p) + "/organizations" }

// Phases stores its phases.
func (p StaffProject) Phases() string { return string(p) + "/phases" }

// Team adds somebody to its team.
func (p StaffProject) Team() string { return string(p) + "/team" }

// Member changes a person of the team.
func (p StaffProject) Member(id string) string { return p.Team() + "/" + url.PathEscape(id) }

// Move takes it to another state.
func (p StaffProject) Move() string { return string(p) + "/move" }

// Budget is the organization's budget of hours.
func (p StaffOrganization) Budget() StaffBudgets { return StaffBudgets(string(p) + "/budget") }

// StaffBudgets is an organization's budget of hours; its methods are what is done with it.
type StaffBudgets string

// CSV is what is on the page as a file.
func (p StaffBudgets) CSV() string { return string(p) + ".csv" }

// XLSX is it as a workbook.
func (p StaffBudgets) XLSX() string { return string(p) + ".xlsx" }

// New is the form of a new budget.
func (p StaffBudgets) New() string { return string(p) + "/new" }

// Budget is the form of one of the budgets.
func (p StaffBudgets) Budget(id string) StaffBudget {
	return StaffBudget(string(p) + "/" + url.PathEscape(id))
}

// StaffBudget is a budget.
type StaffBudget string

// Remove deletes it.
func (p StaffBudget) Remove() string { return string(p) + "/remove" }

// Person is what a person of the member register has of it.
func (p StaffBudget) Person(id string) string { return string(p) + "/people/" + url.PathEscape(id) }
