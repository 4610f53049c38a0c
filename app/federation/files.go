package federation

import (
	"cmp"
	"context"

	"meguri/app/service/calendar"
	"meguri/app/service/opendata"
	"meguri/models"
)

// mostInCalendar is how many events a calendar has: programs read it again and again.
const mostInCalendar = 2000

// events lists the events that the filter chooses, the next first.
func (s *Service) events(ctx context.Context, f *Filter, most int) ([]Item, error) {
	if _, err := s.refresh(ctx); err != nil && models.CodeOf(err) != models.CodeUnavailable {
		return nil, err
	}
	chosen := f.chosen()
	chosen.Kind = models.FeedEvents
	rows, err := s.db.Query(ctx).Feeds().Entries(chosen, 0, most)
	if err != nil {
		return nil, err
	}
	return itemsOf(rows)
}

// XML is the list of events as DS-43C of GIF. Everybody may call it.
func (s *Service) XML(ctx context.Context, f *Filter) ([]byte, error) {
	items, err := s.events(ctx, f, mostInFile)
	if err != nil {
		return nil, err
	}
	list := &opendata.List{}
	for i := range items {
		list.Events = append(list.Events, items[i].Event)
	}
	return list.XML()
}

// Calendar is the list of events as a calendar to subscribe to, with where each is from. from says that in the reader's
// language. Everybody may call it.
func (s *Service) Calendar(
	ctx context.Context, f *Filter, title string, from func(*models.Feed) string,
) ([]byte, error) {
	items, err := s.events(ctx, f, mostInCalendar)
	if err != nil {
		return nil, err
	}
	list := make([]calendar.Told, 0, len(items))
	for i := range items {
		item := &items[i]
		if item.StartsAt == nil || item.EndsAt == nil {
			continue // it waits for dates
		}
		about := from(&item.Feed)
		if summary := item.Summary(); summary != "" {
			about = summary + "\n\n" + about
		}
		list = append(list, calendar.Told{
			ID: item.UUID(), Title: item.Title(), About: about, Place: cmp.Or(item.Place(), item.Prefecture), URL: item.URL,
			StartsAt: *item.StartsAt, EndsAt: *item.EndsAt, UpdatedAt: item.UpdatedAt, Cancelled: item.IsCancelled(),
		})
	}
	return calendar.List(title, list), nil
}

// mostElsewhere is how many events of others a search here shows.
const mostElsewhere = 5

// Elsewhere are events at installations that are followed, for a search among our own, and how many
// there are. Everybody may call it.
func (s *Service) Elsewhere(ctx context.Context, f *Filter) ([]Item, int, error) {
	q, chosen := s.db.Query(ctx).Feeds(), f.chosen()
	chosen.Kind, chosen.Elsewhere = models.FeedEvents, true
	total, err := q.CountEntries(chosen)
	if err != nil || total == 0 {
		return nil, 0, err
	}
	rows, err := q.Entries(chosen, 0, mostElsewhere)
	if err != nil {
		return nil, 0, err
	}
	items, err := itemsOf(rows)
	return items, total, err
}
