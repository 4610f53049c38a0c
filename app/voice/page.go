package voice

import (
	"context"

	"meguri/models"
)

// RoomPage are the voices as an attendee sees them.
type RoomPage struct {
	Settings *models.VoiceSettings
	// Refusal is the text key of why the person may not write, "" where they may.
	Refusal string
	In      ListInput
	List
	// Topics are all that voices may be about; Filters those that can be chosen for the list.
	Topics, Filters []Topic
	Published       int
	Own             []Voice
	NotPublished    []ReasonCount
	Record          Record
	Reactions       []ReactionCount
	// Mute is set while the person may not write.
	Mute *models.VoiceMute
	// Unread says that voices wait and no moderator is there to read them.
	Unread  bool
	Orders  []models.PostOrder
	MaxText int
	// RequestID is the id of what the form sends.
	RequestID string
}

// ReactionCount is how often the room reacted so.
type ReactionCount struct {
	Kind  models.Reaction
	Count int
}

// Shows reports whether there is anything of voices to show.
func (p *RoomPage) Shows() bool { return p.Refusal == "" || p.Published > 0 || len(p.Own) > 0 }

// AllowsRecord reports whether the person allowed their last voice in the record: what the form proposes.
func (p *RoomPage) AllowsRecord() bool { return len(p.Own) > 0 && p.Own[0].InRecord }

// RoomPage reads the voices for an attendee, who calls it.
func (s *Service) RoomPage(
	ctx context.Context, event *models.Event, r *models.Registration, in ListInput,
) (*RoomPage, error) {
	q := s.db.Query(ctx)
	settings, about, err := s.settingsAndTopics(q, event)
	if err != nil {
		return nil, err
	}
	in.Order = in.order()
	page := &RoomPage{
		Settings: settings, In: in, Topics: about.list, Published: about.published, NotPublished: about.reasons,
		Orders: models.PostOrders, MaxText: MaxText, RequestID: models.NewSecret(),
	}
	if err := mayTakePart(event, settings, r); err != nil {
		page.Refusal = refusalKey(err)
	}
	page.Filters = about.filters(in)
	if page.List, err = s.list(q, event, r, about, about.filter(page.In)); err != nil {
		return nil, err
	}
	if page.Own, err = s.own(q, event, r, about); err != nil {
		return nil, err
	}
	return page, s.addRoom(q, event, r, about, page)
}

// settingsAndTopics are what every page of voices begins with.
func (s *Service) settingsAndTopics(q *models.Query, event *models.Event) (*models.VoiceSettings, *topics, error) {
	settings, err := q.VoiceSettings().OfEvent(event)
	if err != nil {
		return nil, nil, err
	}
	about, err := s.topics(q, event)
	return settings, about, err
}

// addRoom adds to the page what is of the whole room.
func (s *Service) addRoom(
	q *models.Query, event *models.Event, r *models.Registration, about *topics, page *RoomPage,
) error {
	var err error
	if page.Mute, err = q.Posts().Muted(event, s.authors(r)); err != nil {
		return err
	}
	if page.Reactions, err = reactions(q, event); err != nil {
		return err
	}
	page.Record = about.record
	if page.Record.Muted, err = q.Posts().CountMutes(event); err != nil {
		return err
	}
	if about.record.Held > 0 && page.Refusal == "" {
		there, err := q.Posts().Moderators(event, q.Now.Add(-awayAfter))
		page.Unread = len(there) == 0
		return err
	}
	return nil
}

// Reactions counts how the room reacted. Attendees and staff call it.
func (s *Service) Reactions(ctx context.Context, event *models.Event) ([]ReactionCount, error) {
	return reactions(s.db.Query(ctx), event)
}

func reactions(q *models.Query, event *models.Event) ([]ReactionCount, error) {
	counts, err := q.Posts().ReactionCounts(event)
	list := make([]ReactionCount, len(models.Reactions))
	for i, kind := range models.Reactions {
		list[i] = ReactionCount{kind, counts[kind]}
	}
	return list, err
}

func refusalKey(err error) string {
	if models.CodeOf(err) == models.CodeForbidden {
		return "voice.not_confirmed"
	}
	return "voice.closed"
}
