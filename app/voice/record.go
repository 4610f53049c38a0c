package voice

import (
	"context"

	"meguri/models"
)

// RecordTheme are the strongest voices of a theme. Theme is nil for those about the whole event or a session.
type RecordTheme struct {
	Theme  *models.Theme
	Voices []Voice
	// More is how many others there are that their authors allow in the record.
	More int
}

const (
	// mostOfTheme is how many voices of a theme the record has.
	mostOfTheme = 6
	// mostInRecord is how many voices are looked through.
	mostInRecord = 5000
)

// RecordPage reads the strongest published voices of each theme that their authors allow in the record, and how many
// there are in all. Everybody may read them once staff opened the record; they have no names.
func (s *Service) RecordPage(ctx context.Context, event *models.Event) ([]RecordTheme, int, error) {
	q := s.db.Query(ctx)
	posts, err := q.Posts().List(event, models.PostFilter{
		States: []models.PostState{models.PostPublished}, InRecord: true, Order: models.OrderVotes, Limit: mostInRecord,
	})
	if err != nil || len(posts) == 0 {
		return nil, 0, err
	}
	themes, err := q.Themes().OfEvent(event)
	if err != nil {
		return nil, 0, err
	}
	list := make([]RecordTheme, 0, len(themes)+1)
	for i := range themes {
		list = append(list, RecordTheme{Theme: &themes[i]})
	}
	list = append(list, RecordTheme{})
	chosen := make([][]models.Post, len(list))
	for _, p := range posts {
		i := len(themes)
		for k := range themes {
			if same(p.ThemeID, themes[k].ID) {
				i = k
			}
		}
		if len(chosen[i]) == mostOfTheme {
			list[i].More++
			continue
		}
		p.Registration, p.RegistrationID = nil, nil
		chosen[i] = append(chosen[i], p)
	}
	var found []RecordTheme
	for i := range list {
		if list[i].Voices, err = s.voices(q, nil, &topics{}, chosen[i]); err != nil {
			return nil, 0, err
		}
		if len(list[i].Voices) > 0 {
			found = append(found, list[i])
		}
	}
	return found, len(posts), nil
}

// AllowInRecord lets a person's own voice be in the public record, or not any more. The person calls it, also after the
// event. Errors: NotFound for another person's.
func (s *Service) AllowInRecord(
	ctx context.Context, event *models.Event, r *models.Registration, id string, allowed bool,
) error {
	return s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		post, err := w.Query().Posts().InEvent(event, id)
		if err != nil {
			return err
		}
		if !s.isOwn(r, post) {
			return models.NewError(models.CodeNotFound, "voice.gone")
		}
		return w.Posts().SetInRecord(post, allowed)
	})
}

// ReasonCount is how many voices are not published for a reason.
type ReasonCount struct {
	Reason models.PostReason
	Count  int
}

// Record is what moderators did, in numbers. Of texts and people it says nothing.
type Record struct {
	Received, Published, Held, Merged, Hidden, Withdrawn, Muted int
}

// Record reads what moderators did, in numbers, also for the report of an event. Anybody who may read the voices calls
// it.
func (s *Service) Record(ctx context.Context, event *models.Event) (Record, []ReasonCount, error) {
	q := s.db.Query(ctx)
	about, err := s.topics(q, event)
	if err != nil {
		return Record{}, nil, err
	}
	about.record.Muted, err = q.Posts().CountMutes(event)
	return about.record, about.reasons, err
}
