package voice

import (
	"context"

	"meguri/models"
)

// OwnPage reads a person's own voices and what became of them. The person calls it. writes says whether they may write.
func (s *Service) OwnPage(
	ctx context.Context, event *models.Event, r *models.Registration,
) (own []Voice, writes bool, err error) {
	q := s.db.Query(ctx)
	settings, about, err := s.settingsAndTopics(q, event)
	if err != nil {
		return nil, false, err
	}
	own, err = s.own(q, event, r, about)
	return own, mayTakePart(event, settings, r) == nil, err
}

func (s *Service) own(
	q *models.Query, event *models.Event, r *models.Registration, about *topics,
) ([]Voice, error) {
	posts, err := q.Posts().OfAuthors(event, s.authors(r))
	if err != nil || len(posts) == 0 {
		return nil, err
	}
	own, err := s.voices(q, r, about, posts)
	if err != nil {
		return nil, err
	}
	var targets []string
	for i := range own {
		own[i].Left = event.Ended(q.Now) && own[i].State == models.PostPublished && own[i].AnsweredAt == nil
		if own[i].MergedInto != nil {
			targets = append(targets, *own[i].MergedInto)
		}
	}
	return own, s.addTargets(q, event, r, about, own, targets)
}

// addTargets adds to joined voices the one that stands for them, with what became of that.
func (s *Service) addTargets(
	q *models.Query, event *models.Event, r *models.Registration, about *topics, own []Voice, ids []string,
) error {
	if len(ids) == 0 {
		return nil
	}
	posts, err := q.Posts().ByIDs(event, ids)
	if err != nil {
		return err
	}
	targets, err := s.voices(q, r, about, posts)
	for i := range own {
		for k := range targets {
			if same(own[i].MergedInto, targets[k].ID) {
				own[i].Into = &targets[k]
			}
		}
	}
	return err
}
