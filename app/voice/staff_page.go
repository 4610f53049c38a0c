package voice

import (
	"context"
	"time"

	"meguri/models"
)

// StaffPage is the page on which moderators read voices.
type StaffPage struct {
	Settings *models.VoiceSettings
	*Desk
	Waiting List
	// HeldCount is how many wait, Oldest since when.
	HeldCount int
	Oldest    *time.Time
	In        ListInput
	Filters   []Topic
	Published List
	// Reports are the published voices that attendees reported, Staged those that wait for the stage.
	Reports, Staged List
	// Taken is the voice that the room talks about, nil for none.
	Taken   *Voice
	Hidden  List
	Reasons []models.PostReason
	// PublishedCount is how many are published.
	PublishedCount int
	Orders         []models.PostOrder
	// Speakers are the names of who may have answered.
	Speakers    []string
	MuteMinutes []int
}

// StaffPage reads the moderators' page. Staff who run the room call it.
func (s *Service) StaffPage(
	ctx context.Context, event *models.Event, by models.Moderator, in ListInput,
) (*StaffPage, error) {
	q := s.db.Query(ctx)
	settings, about, err := s.settingsAndTopics(q, event)
	if err != nil {
		return nil, err
	}
	in.Order = in.order()
	page := &StaffPage{
		Settings: settings, HeldCount: about.held, In: in, Filters: about.filters(in), Reasons: models.PostReasons,
		PublishedCount: about.published, Orders: models.PostOrders, MuteMinutes: MuteMinutes,
	}
	if err := s.readLists(q, event, about, page); err != nil {
		return nil, err
	}
	if len(page.Waiting.Voices) > 0 {
		page.Oldest = &page.Waiting.Voices[0].CreatedAt
	}
	if err := s.addForModerators(ctx, q, event, page); err != nil {
		return nil, err
	}
	if page.Taken, _, err = s.Upcoming(ctx, event); err != nil {
		return nil, err
	}
	page.Desk, err = s.Desk(ctx, event, by)
	return page, err
}

func (s *Service) readLists(q *models.Query, event *models.Event, about *topics, page *StaffPage) error {
	shown := []models.PostState{models.PostPublished}
	for _, part := range []struct {
		into   *List
		filter models.PostFilter
	}{
		{&page.Waiting, models.PostFilter{States: []models.PostState{models.PostHeld}, Limit: pageSize}},
		{&page.Published, about.filter(page.In)},
		{&page.Reports, models.PostFilter{States: shown, Reported: true, Limit: pageSize}},
		{&page.Staged, models.PostFilter{States: shown, Staged: true, Limit: pageSize}},
		{&page.Hidden, models.PostFilter{
			States: []models.PostState{models.PostHidden, models.PostMerged}, Order: models.OrderNewest, Limit: pageSize,
		}},
	} {
		var err error
		if *part.into, err = s.list(q, event, nil, about, part.filter); err != nil {
			return err
		}
	}
	return nil
}

// addForModerators adds who may not write, which published voices say the same, and who may have answered.
func (s *Service) addForModerators(
	ctx context.Context, q *models.Query, event *models.Event, page *StaffPage,
) error {
	lists := []*List{&page.Waiting, &page.Published, &page.Reports, &page.Hidden}
	muted, err := q.Posts().MutedNow(event)
	if err != nil {
		return err
	}
	for _, list := range lists {
		for i := range list.Voices {
			if until, ok := muted[list.Voices[i].ID]; ok {
				list.Voices[i].MutedUntil = &until
			}
		}
	}
	if err := s.addSimilar(ctx, q, event, page.Waiting.Voices, page.Published.Voices); err != nil {
		return err
	}
	speakers, err := q.Speakers().OfEvent(event)
	for i := range speakers {
		page.Speakers = append(page.Speakers, speakers[i].NameJa)
	}
	return err
}
