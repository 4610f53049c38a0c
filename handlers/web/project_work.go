package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/app/service/upload"
	"meguri/models"
)

// ProjectWork is what the team of a project does: the same pages for the team, by the mailed secret, and for
// coordinators.
type ProjectWork struct {
	*Kit
	Work *project.Work
	// By is who asks, Back the page of the project for them, Path its work.
	By   func(echo.Context) project.By
	Back func(echo.Context) string
	Path func(echo.Context) paths.ProjectWork
	// Folder is where their pages are.
	Folder string
}

// workPage is what all these pages have besides.
type workPage struct {
	Path   paths.ProjectWork
	Back   string
	Accept string
}

func (h *ProjectWork) page(c echo.Context) workPage {
	return workPage{h.Path(c), h.Back(c), upload.Documents}
}

type workIndex struct {
	*project.WorkPage
	workPage
	PhaseKinds []models.PhaseKind
}

// Show shows tasks, meetings, the diary and files.
func (h *ProjectWork) Show(c echo.Context) error { return h.show(c, nil) }

func (h *ProjectWork) show(c echo.Context, form *Form) error {
	page, err := h.Work.Page(c.Request().Context(), h.By(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.NewForm(c, url.Values{})
	}
	if form.Value("day") == "" {
		form.Values.Set("day", page.Today(h.Now()))
	}
	return h.ShowForm(c, h.Folder+"work", workIndex{page, h.page(c), models.PhaseKinds}, form)
}

func (h *ProjectWork) change(
	c echo.Context, in any, message, to string, show func(echo.Context, *Form) error, do func() error,
) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, answer := h.Save(c, form, do(), to, message); done {
			return answer
		}
	}
	return show(c, form)
}

// AddTask adds a task.
func (h *ProjectWork) AddTask(c echo.Context) error {
	var in project.TaskInput
	return h.change(c, &in, "work.task_saved", string(h.Path(c)), h.show, func() error {
		return h.Work.AddTask(c.Request().Context(), h.By(c), &in)
	})
}

// AddTemplate adds the tasks of the template.
func (h *ProjectWork) AddTemplate(c echo.Context) error {
	return h.change(c, &struct{}{}, "work.template_added", string(h.Path(c)), h.show, func() error {
		return h.Work.AddTemplate(c.Request().Context(), h.By(c), h.Texts(c))
	})
}

// TickTask says what became of a task.
func (h *ProjectWork) TickTask(c echo.Context) error {
	var in project.TickTaskInput
	return h.change(c, &in, "work.task_saved", string(h.Path(c)), h.show, func() error {
		return h.Work.TickTask(c.Request().Context(), h.By(c), c.Param("item"), &in)
	})
}

type workTask struct {
	*project.TaskPage
	workPage
	PhaseKinds []models.PhaseKind
}

// Task is the form of a task.
func (h *ProjectWork) Task(c echo.Context) error { return h.showTask(c, nil) }

func (h *ProjectWork) showTask(c echo.Context, form *Form) error {
	page, err := h.Work.TaskPage(c.Request().Context(), h.By(c), c.Param("item"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, project.TaskInputOf(page.Task))
	}
	return h.ShowForm(c, h.Folder+"work_task", workTask{page, h.page(c), models.PhaseKinds}, form)
}

// SaveTask stores a changed task.
func (h *ProjectWork) SaveTask(c echo.Context) error {
	var in project.TaskInput
	return h.change(c, &in, "work.task_saved", string(h.Path(c)), h.showTask, func() error {
		return h.Work.SaveTask(c.Request().Context(), h.By(c), c.Param("item"), &in)
	})
}

type workMeeting struct {
	*project.MeetingPage
	workPage
	To paths.ProjectMeeting
}

// Meeting shows a meeting.
func (h *ProjectWork) Meeting(c echo.Context) error { return h.showMeeting(c, nil) }

func (h *ProjectWork) showMeeting(c echo.Context, form *Form) error {
	page, err := h.Work.MeetingPage(c.Request().Context(), h.By(c), c.Param("item"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, &project.MinutesInput{Version: page.Meeting.Version, Minutes: page.Meeting.Minutes})
	}
	at := h.page(c)
	return h.ShowForm(c, h.Folder+"work_meeting", workMeeting{page, at, at.Path.Meeting(page.Meeting.ID)}, form)
}

func (h *ProjectWork) changeMeeting(c echo.Context, in any, message string, do func(id string) error) error {
	id := c.Param("item")
	return h.change(c, in, message, string(h.Path(c).Meeting(id)), h.showMeeting, func() error { return do(id) })
}

// SaveMinutes stores what was written down at a meeting.
func (h *ProjectWork) SaveMinutes(c echo.Context) error {
	var in project.MinutesInput
	return h.changeMeeting(c, &in, "work.minutes_saved", func(id string) error {
		return h.Work.SaveMinutes(c.Request().Context(), h.By(c), id, &in)
	})
}

// Cancel calls a meeting off.
func (h *ProjectWork) Cancel(c echo.Context) error {
	var in project.CancelInput
	return h.changeMeeting(c, &in, "work.meeting_cancelled", func(id string) error {
		return h.Work.Cancel(c.Request().Context(), h.By(c), id, &in)
	})
}

// Reply says whether the person comes to a meeting.
func (h *ProjectWork) Reply(c echo.Context) error {
	var in project.ReplyInput
	return h.changeMeeting(c, &in, "work.replied", func(id string) error {
		return h.Work.Reply(c.Request().Context(), h.By(c), id, &in)
	})
}

// MeetingCalendar is a meeting as a calendar file.
func (h *ProjectWork) MeetingCalendar(c echo.Context) error {
	content, err := h.Work.MeetingCalendar(c.Request().Context(), h.By(c), c.Param("item"))
	if err != nil {
		return err
	}
	return DownloadPolled(c, "meeting.ics", CalendarType, content)
}

type workMeetingForm struct {
	*project.WorkPage
	workPage
	// To is where it is sent; Meeting is the one that is changed, "" for a new one.
	To      string
	Meeting string
}

// NewMeeting is the form of a new meeting.
func (h *ProjectWork) NewMeeting(c echo.Context) error { return h.showNewMeeting(c, nil) }

func (h *ProjectWork) showNewMeeting(c echo.Context, form *Form) error {
	page, err := h.Work.Page(c.Request().Context(), h.By(c))
	if err != nil {
		return err
	}
	if !page.Leads {
		return models.NewError(models.CodeForbidden, "error.forbidden")
	}
	if form == nil {
		form = h.NewForm(c, url.Values{})
	}
	at := h.page(c)
	return h.ShowForm(c, h.Folder+"work_meeting_form", workMeetingForm{page, at, at.Path.Meetings(), ""}, form)
}

// Arrange stores a new meeting.
func (h *ProjectWork) Arrange(c echo.Context) error {
	var in project.MeetingInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		id, err := h.Work.Arrange(c.Request().Context(), h.By(c), &in)
		if done, answer := h.Save(c, form, err, string(h.Path(c).Meeting(id)), "work.meeting_arranged"); done {
			return answer
		}
	}
	return h.showNewMeeting(c, form)
}

// EditMeeting is the form of a meeting.
func (h *ProjectWork) EditMeeting(c echo.Context) error { return h.showEditMeeting(c, nil) }

func (h *ProjectWork) showEditMeeting(c echo.Context, form *Form) error {
	page, err := h.Work.MeetingPage(c.Request().Context(), h.By(c), c.Param("item"))
	if err != nil {
		return err
	}
	if !page.Leads {
		return models.NewError(models.CodeForbidden, "error.forbidden")
	}
	if form == nil {
		form = h.FormOf(c, project.MeetingInputOf(&page.Meeting.ProjectMeeting, page.Zone()))
	}
	at := h.page(c)
	return h.ShowForm(c, h.Folder+"work_meeting_form", workMeetingForm{
		page.WorkPage, at, at.Path.Meeting(page.Meeting.ID).Edit(), page.Meeting.ID,
	}, form)
}

// SaveMeeting stores a changed meeting.
func (h *ProjectWork) SaveMeeting(c echo.Context) error {
	var in project.MeetingInput
	id := c.Param("item")
	return h.change(c, &in, "work.meeting_saved", string(h.Path(c).Meeting(id)), h.showEditMeeting, func() error {
		return h.Work.SaveMeeting(c.Request().Context(), h.By(c), id, &in)
	})
}

// Write adds an entry to the diary.
func (h *ProjectWork) Write(c echo.Context) error {
	var in project.DiaryInput
	return h.change(c, &in, "work.entry_written", string(h.Path(c)), h.show, func() error {
		return h.Work.Write(c.Request().Context(), h.By(c), &in)
	})
}

// RemoveEntry takes an entry of the diary away.
func (h *ProjectWork) RemoveEntry(c echo.Context) error {
	return h.change(c, &struct{}{}, "work.entry_removed", string(h.Path(c)), h.show, func() error {
		return h.Work.RemoveEntry(c.Request().Context(), h.By(c), c.Param("item"))
	})
}

// Bring takes a file.
func (h *ProjectWork) Bring(c echo.Context) error {
	var in project.FileInput
	content, name, err := Uploaded(c, "file")
	if err != nil {
		return err
	}
	in.Content, in.Name = content, name
	return h.change(c, &in, "work.file_saved", string(h.Path(c)), h.show, func() error {
		return h.Work.Bring(c.Request().Context(), h.By(c), &in)
	})
}

// File answers with a file.
func (h *ProjectWork) File(c echo.Context) error {
	file, err := h.Work.File(c.Request().Context(), h.By(c), c.Param("item"))
	if err != nil {
		return err
	}
	return SendProjectFile(c, file)
}

// RemoveFile takes a file away.
func (h *ProjectWork) RemoveFile(c echo.Context) error {
	return h.change(c, &struct{}{}, "work.file_removed", string(h.Path(c)), h.show, func() error {
		return h.Work.RemoveFile(c.Request().Context(), h.By(c), c.Param("item"))
	})
}

// Mark says what a file is, and who sees it.
func (h *ProjectWork) Mark(c echo.Context) error {
	var in project.MarkInput
	return h.change(c, &in, "work.file_marked", string(h.Path(c)), h.show, func() error {
		return h.Work.Mark(c.Request().Context(), h.By(c), c.Param("item"), &in)
	})
}

// Agree says whether the person agrees that everybody sees a file.
func (h *ProjectWork) Agree(c echo.Context) error {
	var in project.ReplyInput
	return h.change(c, &in, "work.replied", string(h.Path(c)), h.show, func() error {
		return h.Work.Agree(c.Request().Context(), h.By(c), c.Param("item"), &in)
	})
}
