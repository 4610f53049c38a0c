package project

import (
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/calendar"
	"meguri/app/service/check"
	"meguri/models"
)

// How long what is typed of a meeting may be, in letters, and how many meetings a project has at most.
const (
	maxPlace, maxAgenda, maxMinutes = 200, 2000, 20_000
	mostMeetings                    = 500
)

// MeetingInput is a meeting as it is typed, on the clock of the project.
type MeetingInput struct {
	Version int    `form:"version"`
	Title   string `form:"title"`
	Day     string `form:"day"`
	From    string `form:"from"`
	Until   string `form:"until"`
	Place   string `form:"place"`
	URL     string `form:"url"`
	Agenda  string `form:"agenda"`
}

// MeetingInputOf is what the form shows of a meeting.
func MeetingInputOf(m *models.ProjectMeeting, zone *time.Location) *MeetingInput {
	starts, ends := m.StartsAt.In(zone), m.EndsAt.In(zone)
	return &MeetingInput{
		Version: m.Version, Title: m.Title, Day: starts.Format(time.DateOnly), From: starts.Format("15:04"),
		Until: ends.Format("15:04"), Place: m.Place, URL: m.URL, Agenda: m.Agenda,
	}
}

func (in *MeetingInput) read(zone *time.Location, now time.Time) (*models.ProjectMeeting, error) {
	c := check.New()
	m := &models.ProjectMeeting{
		Title: c.NoURL("title", c.Line("title", in.Title, maxTask, check.Required)),
		Place: c.Line("place", in.Place, maxPlace, check.Optional), URL: c.URL("url", in.URL, check.Optional),
	}
	for _, line := range strings.Split(c.Text("agenda", in.Agenda, maxAgenda, check.Optional), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			m.Agenda = strings.TrimPrefix(m.Agenda+"\n"+line, "\n")
		}
	}
	if day(c, "day", in.Day, check.Required) != "" {
		on := strings.TrimSpace(in.Day) + "T"
		m.StartsAt = c.LocalTime("from", on+strings.TrimSpace(in.From), zone, check.Required)
		m.EndsAt = c.LocalTime("until", on+strings.TrimSpace(in.Until), zone, check.Required)
		switch {
		case !c.OK("from", "until"):
		case !m.EndsAt.After(m.StartsAt):
			c.Fault("until", "work.ends_before")
		case m.StartsAt.After(now.AddDate(3, 0, 0)):
			c.Fault("day", "work.too_far")
		}
	}
	return m, c.Err()
}

// Meeting is a meeting as a page shows it.
type Meeting struct {
	models.ProjectMeeting
	// Own is what the person replied, nil for nothing yet.
	Own *bool
	// Come, StayAway and Silent are those of the team by their reply.
	Come, StayAway, Silent []models.TeamMember
}

// Says is what the person replied, "" for nothing yet.
func (m *Meeting) Says() string { return says(m.Own) }

func says(reply *bool) string {
	switch {
	case reply == nil:
		return ""
	case *reply:
		return saysYes
	}
	return saysNo
}

func meetingsOf(q *models.Query, w *worker, team []models.TeamMember) ([]*Meeting, error) {
	list, err := q.ProjectMeetings().OfProject(w.ID)
	if err != nil {
		return nil, err
	}
	replies, err := q.ProjectMeetings().Replies(w.ID)
	out := make([]*Meeting, len(list))
	for i := range list {
		out[i] = meetingOf(&list[i], w, team, replies[list[i].ID])
	}
	return out, err
}

func meetingOf(
	m *models.ProjectMeeting, w *worker, team []models.TeamMember, replies []models.MeetingReply,
) *Meeting {
	out := &Meeting{ProjectMeeting: *m}
	for i := range team {
		at := slices.IndexFunc(replies, func(r models.MeetingReply) bool { return r.MemberID == team[i].ID })
		switch {
		case at >= 0 && replies[at].Comes:
			out.Come = append(out.Come, team[i])
		case at >= 0:
			out.StayAway = append(out.StayAway, team[i])
		case team[i].IsActive():
			out.Silent = append(out.Silent, team[i])
		}
		if at >= 0 && w.is(&team[i].ID) {
			out.Own = &replies[at].Comes
		}
	}
	return out
}

// MeetingPage is one meeting.
type MeetingPage struct {
	*WorkPage
	Meeting *Meeting
}

// MeetingPage reads it. Errors: NotFound, also for who has left the team.
func (s *Work) MeetingPage(ctx context.Context, by By, id string) (*MeetingPage, error) {
	page, err := s.Page(ctx, by)
	if err != nil {
		return nil, err
	}
	for _, m := range slices.Concat(page.Coming, page.Past) {
		if m.ID == id {
			return &MeetingPage{page, m}, nil
		}
	}
	return nil, errGone
}

// arrange changes a meeting. Errors: as of plan; Forbidden for who does not lead.
func (s *Work) arrange(ctx context.Context, by By, do func(*models.Tx, *worker) error) error {
	return s.plan(ctx, by, func(tx *models.Tx, w *worker) error {
		if !w.leads() {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		return do(tx, w)
	})
}

// Arrange stores a new meeting, and invites the team by mail. Errors: NotFound; Forbidden for who neither leads the
// team nor is a coordinator; Invalid with the fields at fault; Conflict where the project is over.
func (s *Work) Arrange(ctx context.Context, by By, in *MeetingInput) (id string, err error) {
	err = s.arrange(ctx, by, func(tx *models.Tx, w *worker) error {
		m, err := in.read(w.Zone(), tx.Now)
		if err != nil {
			return err
		}
		if m.IsOver(tx.Now) {
			return models.InvalidFields(map[string]string{"day": "work.in_past"})
		}
		list, err := tx.ProjectMeetings().OfProject(w.ID)
		if err != nil {
			return err
		}
		if len(list) >= mostMeetings {
			return models.NewError(models.CodeConflict, "work.too_many")
		}
		m.ProjectID = w.ID
		if err := tx.ProjectMeetings().Create(m); err != nil {
			return err
		}
		id = m.ID
		return queueMeeting(tx, w.Project, m, MailMeeting)
	})
	return id, err
}

// SaveMeeting stores a changed meeting. Where it is at another time or place the team is told by mail, and where it is
// at another time, asked again who comes. Errors: as of Arrange; Conflict also where somebody else changed it since, or
// where it was called off.
func (s *Work) SaveMeeting(ctx context.Context, by By, id string, in *MeetingInput) error {
	return s.arrange(ctx, by, func(tx *models.Tx, w *worker) error {
		typed, err := in.read(w.Zone(), tx.Now)
		if err != nil {
			return err
		}
		m, err := tx.ProjectMeetings().Of(w.ID, id)
		if err != nil {
			return err
		}
		if m.CancelledAt != nil {
			return models.NewError(models.CodeConflict, "work.was_cancelled")
		}
		isMoved := !typed.StartsAt.Equal(m.StartsAt) || !typed.EndsAt.Equal(m.EndsAt)
		isChanged := isMoved || typed.Place != m.Place || typed.URL != m.URL
		if isChanged || typed.Title != m.Title || typed.Agenda != m.Agenda {
			m.Sequence++
		}
		m.Title, m.StartsAt, m.EndsAt, m.Place = typed.Title, typed.StartsAt, typed.EndsAt, typed.Place
		m.URL, m.Agenda = typed.URL, typed.Agenda
		if err := tx.ProjectMeetings().Update(m, in.Version); err != nil {
			return err
		}
		if isMoved {
			if err := tx.ProjectMeetings().AskAnew(m); err != nil {
				return err
			}
		}
		if !isChanged || m.IsOver(tx.Now) {
			return nil
		}
		return queueMeeting(tx, w.Project, m, MailMoved)
	})
}

// CancelInput calls a meeting off.
type CancelInput struct {
	Version int `form:"version"`
}

// Cancel calls a meeting off, and tells the team by mail. It stays on the page and in calendars, as called off. Errors:
// as of SaveMeeting; Conflict also where it is over.
func (s *Work) Cancel(ctx context.Context, by By, id string, in *CancelInput) error {
	return s.arrange(ctx, by, func(tx *models.Tx, w *worker) error {
		m, err := tx.ProjectMeetings().Of(w.ID, id)
		if err != nil {
			return err
		}
		switch {
		case m.CancelledAt != nil:
			return models.NewError(models.CodeConflict, "work.was_cancelled")
		case m.IsOver(tx.Now):
			return models.NewError(models.CodeConflict, "work.was_held")
		}
		m.CancelledAt = &tx.Now
		m.Sequence++
		if err := tx.ProjectMeetings().Update(m, in.Version); err != nil {
			return err
		}
		return queueMeeting(tx, w.Project, m, MailCalledOff)
	})
}

// MinutesInput is what was written down at a meeting.
type MinutesInput struct {
	Version int    `form:"version"`
	Minutes string `form:"minutes"`
}

// SaveMinutes stores the minutes of a meeting. Everybody in the team may call it. Errors: NotFound; Invalid with the
// fields at fault; Conflict where somebody else changed the meeting since, or for who has left the team.
func (s *Work) SaveMinutes(ctx context.Context, by By, id string, in *MinutesInput) error {
	c := check.New()
	minutes := c.Text("minutes", in.Minutes, maxMinutes, check.Optional)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, by, func(tx *models.Tx, w *worker) error {
		m, err := tx.ProjectMeetings().Of(w.ID, id)
		if err != nil {
			return err
		}
		m.Minutes = minutes
		return tx.ProjectMeetings().Update(m, in.Version)
	})
}

// ReplyInput says whether somebody comes, or agrees.
type ReplyInput struct {
	Says string `form:"says"`
}

// The two replies.
const (
	saysYes = "yes"
	saysNo  = "no"
)

func (in *ReplyInput) read() (bool, error) {
	c := check.New()
	check.Choice(c, "says", in.Says, []string{saysYes, saysNo})
	return in.Says == saysYes, c.Err()
}

// Reply stores whether somebody of the team comes to a meeting. Errors: NotFound, also for coordinators; Invalid for
// what is no reply; Conflict where it is over or was called off, or for who has left the team.
func (s *Work) Reply(ctx context.Context, by By, id string, in *ReplyInput) error {
	comes, err := in.read()
	if err != nil {
		return err
	}
	return s.plan(ctx, by, func(tx *models.Tx, w *worker) error {
		m, err := tx.ProjectMeetings().Of(w.ID, id)
		switch {
		case err != nil:
			return err
		case w.me == nil:
			return errGone
		case m.CancelledAt != nil:
			return models.NewError(models.CodeConflict, "work.was_cancelled")
		case m.IsOver(tx.Now):
			return models.NewError(models.CodeConflict, "work.was_held")
		}
		return tx.ProjectMeetings().Reply(&models.MeetingReply{MeetingID: m.ID, MemberID: w.me.ID, Comes: comes})
	})
}

// entryOf is a meeting for a calendar.
func (s *Work) entryOf(p *models.Project, m *models.ProjectMeeting) calendar.Meeting {
	host := p.Organization.NameJa
	if host == "" {
		host = p.Organization.NameEn
	}
	return calendar.Meeting{
		ID: m.ID, Title: p.Title + "：" + m.Title, About: m.Agenda, Place: m.Place, URL: m.URL, Host: host, Page: s.baseURL,
		Zone: p.Zone().String(), StartsAt: m.StartsAt, EndsAt: m.EndsAt, UpdatedAt: m.UpdatedAt, Sequence: m.Sequence,
		Cancelled: m.CancelledAt != nil,
	}
}

// MeetingCalendar is a meeting as a calendar file. Errors: NotFound, also for who has left the team.
func (s *Work) MeetingCalendar(ctx context.Context, by By, id string) ([]byte, error) {
	q := s.db.Query(ctx)
	w, err := s.worker(q, by)
	if err != nil {
		return nil, err
	}
	if !w.isIn() {
		return nil, errGone
	}
	m, err := q.ProjectMeetings().Of(w.ID, id)
	if err != nil {
		return nil, err
	}
	return calendar.Meetings("", []calendar.Meeting{s.entryOf(w.Project, m)}), nil
}

// Calendar is the meetings of a team as a calendar to subscribe to, for who has the secret of one of the team; it ends
// when they leave. Errors: NotFound.
func (s *Work) Calendar(ctx context.Context, secret string) ([]byte, error) {
	q := s.db.Query(ctx)
	m, err := s.member(q, secret, s.links.TeamCalendar)
	if err != nil {
		return nil, err
	}
	if !m.IsActive() {
		return nil, errGone
	}
	list, err := q.ProjectMeetings().OfProject(m.ProjectID)
	entries := make([]calendar.Meeting, len(list))
	for i := range list {
		entries[i] = s.entryOf(&m.Project, &list[i])
	}
	return calendar.Meetings(m.Project.Title, entries), err
}
