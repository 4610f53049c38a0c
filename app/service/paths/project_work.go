package paths

import "net/url"

// TeamCalendarPrefix begins the calendars of teams' meetings; they hold a secret of their own.
const TeamCalendarPrefix = TeamPrefix + "calendar/"

// TeamCalendar is the calendar of a team's meetings, by the secret of one of the team.
func TeamCalendar(secret string) string { return TeamCalendarPrefix + url.PathEscape(secret) }

// Deliverable is what a project made and everybody may see.
func Deliverable(id string) string { return "/deliverables/" + url.PathEscape(id) }

// ProjectWork is what the team of a project does, for one of the team or for a coordinator.
type ProjectWork string

// Work is what the person's team does.
func (p TeamMember) Work() ProjectWork { return ProjectWork(string(p) + "/work") }

// Work is what its team does.
func (p StaffProject) Work() ProjectWork { return ProjectWork(string(p) + "/work") }

// Tasks adds a task.
func (p ProjectWork) Tasks() string { return string(p) + "/tasks" }

// Template adds the tasks of the template.
func (p ProjectWork) Template() string { return string(p) + "/template" }

// Task is the form of a task.
func (p ProjectWork) Task(id string) string { return p.Tasks() + "/" + url.PathEscape(id) }

// TickTask says what became of it.
func (p ProjectWork) TickTask(id string) string { return p.Task(id) + "/state" }

// Diary adds an entry to the diary.
func (p ProjectWork) Diary() string { return string(p) + "/diary" }

// RemoveEntry takes one away.
func (p ProjectWork) RemoveEntry(id string) string {
	return p.Diary() + "/" + url.PathEscape(id) + "/remove"
}

// Files brings a file.
func (p ProjectWork) Files() string { return string(p) + "/files" }

// File is one of the files.
func (p ProjectWork) File(id string) string { return p.Files() + "/" + url.PathEscape(id) }

// MarkFile says what a file is, and who sees it.
func (p ProjectWork) MarkFile(id string) string { return p.File(id) + "/mark" }

// AgreeFile says whether the person agrees that everybody sees it.
func (p ProjectWork) AgreeFile(id string) string { return p.File(id) + "/reply" }

// RemoveFile takes it away.
func (p ProjectWork) RemoveFile(id string) string { return p.File(id) + "/remove" }

// Meetings is the form of a new meeting.
func (p ProjectWork) Meetings() string { return string(p) + "/meetings" }

// Meeting is one of them.
func (p ProjectWork) Meeting(id string) ProjectMeeting {
	return ProjectMeeting(p.Meetings() + "/" + url.PathEscape(id))
}

// ProjectMeeting is a meeting of a team.
type ProjectMeeting string

// Edit is its form.
func (p ProjectMeeting) Edit() string { return string(p) + "/edit" }

// Cancel calls it off.
func (p ProjectMeeting) Cancel() string { return string(p) + "/cancel" }

// Minutes stores what was written down.
func (p ProjectMeeting) Minutes() string { return string(p) + "/minutes" }

// Reply says whether the person comes.
func (p ProjectMeeting) Reply() string { return string(p) + "/reply" }

// Calendar is it as a calendar file.
func (p ProjectMeeting) Calendar() string { return string(p) + "/calendar.ics" }
