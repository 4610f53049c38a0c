package announcement

import (
	"context"

	"meguri/models"
)

// StaffPage is what staff see.
type StaffPage struct {
	// Current is shown to people now, the others were taken back or are over. The latest is first.
	Current, Past []*Row
	// Open says that something can be announced now.
	Open bool
	// NewID is for the form of a new one.
	NewID string
}

// Row is an announcement with who wrote, corrected and ended it: "" where the account is gone.
type Row struct {
	models.Announcement
	Author, Corrector, Ender string
	// Mailed counts its mails by what became of them.
	Mailed Mailed
}

// Mailed counts the mails of the last message of an announcement.
type Mailed struct {
	All, Sent, Waiting, Failed, Stopped int
}

// StaffPage reads what was announced. Staff who run the room call it.
func (s *Service) StaffPage(ctx context.Context, e *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	list, err := q.Announcements().OfEvent(e)
	if err != nil {
		return nil, err
	}
	names, err := q.Accounts().Names(accounts(list))
	if err != nil {
		return nil, err
	}
	tallies, err := q.Messages().MailTallies(messages(list))
	if err != nil {
		return nil, err
	}
	page := &StaffPage{Open: e.State == models.EventPublished && !e.Ended(q.Now), NewID: models.NewID()}
	for i := range list {
		row := rowOf(&list[i], names, tallies)
		if page.Open && row.EndedAt == nil {
			page.Current = append(page.Current, row)
		} else {
			page.Past = append(page.Past, row)
		}
	}
	return page, nil
}

// Current lists what is announced now. Staff who run the room call it.
func (s *Service) Current(ctx context.Context, e *models.Event) ([]models.Announcement, error) {
	return s.db.Query(ctx).Announcements().Current(e)
}

// Find finds an announcement that can be corrected. Staff who run the room call it. Errors: NotFound.
func (s *Service) Find(ctx context.Context, e *models.Event, id string) (*models.Announcement, error) {
	a, err := s.db.Query(ctx).Announcements().InEvent(e, id)
	if err == nil && a.EndedAt != nil {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return a, err
}

func rowOf(a *models.Announcement, names map[string]string, tallies map[string]map[models.MailState]int) *Row {
	name := func(id *string) string {
		if id == nil {
			return ""
		}
		return names[*id]
	}
	row := &Row{Announcement: *a, Author: name(a.CreatedBy), Corrector: name(a.UpdatedBy), Ender: name(a.EndedBy)}
	if a.MessageID == nil {
		return row
	}
	for state, n := range tallies[*a.MessageID] {
		row.Mailed.All += n
		switch state {
		case models.MailSent, models.MailKept:
			row.Mailed.Sent += n
		case models.MailQueued:
			row.Mailed.Waiting += n
		case models.MailFailed, models.MailBounced:
			row.Mailed.Failed += n
		case models.MailOvertaken, models.MailStopped:
			row.Mailed.Stopped += n
		}
	}
	return row
}

func accounts(list []models.Announcement) (ids []string) {
	for i := range list {
		for _, id := range []*string{list[i].CreatedBy, list[i].UpdatedBy, list[i].EndedBy} {
			if id != nil {
				ids = append(ids, *id)
			}
		}
	}
	return ids
}

func messages(list []models.Announcement) (ids []string) {
	for i := range list {
		if id := list[i].MessageID; id != nil {
			ids = append(ids, *id)
		}
	}
	return ids
}
