package voice

import (
	"context"

	"meguri/models"
)

// Said is what open pages are told of a voice: what everybody in the room may read. Of a voice that is not published
// any more they learn only that.
type Said struct {
	ID   string          `json:"id"`
	Gone bool            `json:"gone,omitempty"`
	Kind models.PostKind `json:"kind,omitempty"`
	Text string          `json:"text,omitempty"`
	// Name and Topic are in both languages; "" where there is none.
	NameJa  string `json:"name_ja,omitempty"`
	NameEn  string `json:"name_en,omitempty"`
	TopicJa string `json:"topic_ja,omitempty"`
	TopicEn string `json:"topic_en,omitempty"`
	// Topic is the value of the theme or session as forms have it.
	Topic    string `json:"topic,omitempty"`
	Votes    int    `json:"votes"`
	Pinned   bool   `json:"pinned,omitempty"`
	Answered bool   `json:"answered,omitempty"`
	Answer   string `json:"answer,omitempty"`
}

func gone(p *models.Post) models.Change { return voiceChange(p, &Said{ID: p.ID, Gone: true}) }

func voiceChange(p *models.Post, said *Said) models.Change {
	return models.Change{EventID: p.EventID, Watchers: models.ForRoom, Part: models.PartVoices, Data: said}
}

func queueOf(event *models.Event) models.Change {
	return models.Change{EventID: event.ID, Watchers: models.ForModerators, Part: models.PartQueue}
}

// tellWritten tells the room of a new voice, or moderators that it waits.
func tellWritten(w *models.SingleWrite, event *models.Event, p *models.Post, r *models.Registration) error {
	w.Tell(queueOf(event))
	if p.State != models.PostPublished {
		return nil
	}
	shown := *p
	if p.RegistrationID != nil {
		shown.Registration = r
	}
	said, err := saidOf(w.Query(), event, &shown)
	if err == nil {
		w.Tell(voiceChange(p, said))
	}
	return err
}

// tellDecided tells the room what became of a voice, and moderators that the queue is another one. p is as it was
// before.
func tellDecided(tx *models.Tx, event *models.Event, p *models.Post, in *DecisionInput, answer string) error {
	tx.Tell(queueOf(event))
	if in.Decision == DecideMerge {
		votes := models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartVotes, Key: in.Into}
		tx.Tell(votes)
	}
	if in.Decision == DecideHide || in.Decision == DecideMerge {
		if p.State == models.PostPublished {
			tx.Tell(gone(p))
		}
		return nil
	}
	shown := *p
	if p.RegistrationID != nil {
		r, err := tx.Registrations().ByID(event, *p.RegistrationID)
		if err != nil {
			return err
		}
		shown.Registration = r
	}
	said, err := saidOf(tx.Query, event, &shown)
	if err != nil {
		return err
	}
	said.Pinned = in.Decision == DecidePin || (said.Pinned && in.Decision != DecideUnpin)
	if in.Decision == DecideAnswer {
		said.Answered, said.Answer = true, answer
	}
	tx.Tell(voiceChange(p, said))
	return nil
}

func saidOf(q *models.Query, event *models.Event, p *models.Post) (*Said, error) {
	said := &Said{
		ID: p.ID, Kind: p.Kind, Text: p.Text, Votes: p.Votes, Pinned: p.PinnedAt != nil, Answered: p.AnsweredAt != nil,
	}
	if r := p.Registration; r != nil {
		said.NameJa, said.NameEn = r.Full("ja"), r.Full("en")
	}
	themes, err := q.Themes().OfEvent(event)
	if err != nil || p.SessionID == nil && p.ThemeID == nil {
		return said, err
	}
	sessions, err := q.Sessions().OfEvent(event)
	for i := range themes {
		if same(p.ThemeID, themes[i].ID) {
			said.about(&Topic{Theme: &themes[i]}, themes[i].TitleJa, themes[i].TitleEn)
		}
	}
	for i := range sessions {
		if same(p.SessionID, sessions[i].ID) {
			said.about(&Topic{Session: &sessions[i]}, sessions[i].TitleJa, sessions[i].TitleEn)
		}
	}
	return said, err
}

func (s *Said) about(topic *Topic, ja, en string) {
	s.Topic, s.TopicJa, s.TopicEn = topic.Value(), ja, en
}

// VotesOf counts the votes of published voices, for open pages.
func (s *Service) VotesOf(ctx context.Context, eventID string, ids []string) (map[string]int, error) {
	return s.db.Query(ctx).Posts().VotesOf(&models.Event{ID: eventID}, ids)
}

// Version changes with the voices of an event.
func (s *Service) Version(ctx context.Context, eventID string) (string, error) {
	return s.db.Query(ctx).Posts().Fingerprint(&models.Event{ID: eventID})
}
