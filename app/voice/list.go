package voice

import (
	"slices"
	"strings"
	"time"

	"meguri/models"
	"meguri/models/text"
)

// pageSize is how many voices a page lists.
const pageSize = 50

// ListInput chooses the voices of a list.
type ListInput struct {
	Theme   string // slug
	Session string // id
	Order   models.PostOrder
	Page    int // from 1
}

// Voice is a voice as a list shows it.
type Voice struct {
	models.Post
	Theme   *models.Theme
	Session *models.Session
	// Own says that who reads wrote it, Voted that they voted for it, Reported that they reported it.
	Own, Voted, Reported bool
	// Merged is how many others it stands for.
	Merged int
	Steps  []models.PostStep
	// Into is the voice that stands for it, on the own page of its author.
	Into *Voice
	// Left says that the event is over, and nobody answered or joined it.
	Left bool
	// Similar are published voices that may say the same, MutedUntil when its author may write again; for moderators.
	Similar    []Voice
	MutedUntil *time.Time
}

// Answers are the steps with which staff answered.
func (v Voice) Answers() []models.PostStep {
	return slices.DeleteFunc(slices.Clone(v.Steps), func(s models.PostStep) bool {
		return s.Kind != models.StepAnswered || s.Text == ""
	})
}

// shortText is how many characters name a voice in a list of choices.
const shortText = 40

// Short is the beginning of the text.
func (v Voice) Short() string {
	return text.Shorten(strings.ReplaceAll(v.Text, "\n", " "), shortText)
}

// List is one page of voices.
type List struct {
	Voices []Voice
	// Next is the number of the next page, 0 on the last.
	Next int
}

// list reads one page of voices. r is who reads, nil for staff.
func (s *Service) list(
	q *models.Query, event *models.Event, r *models.Registration, about *topics, f models.PostFilter,
) (List, error) {
	f.Limit++
	posts, err := q.Posts().List(event, f)
	if err != nil {
		return List{}, err
	}
	var list List
	if size := f.Limit - 1; len(posts) > size {
		posts, list.Next = posts[:size], f.Offset/size+2
	}
	list.Voices, err = s.voices(q, r, about, posts)
	return list, err
}

// voices adds to posts what is shown beside them.
func (s *Service) voices(
	q *models.Query, r *models.Registration, about *topics, posts []models.Post,
) ([]Voice, error) {
	ids, votes := make([]string, len(posts)), make([]models.PostVote, 0, len(posts))
	reports := make([]models.PostReport, 0, len(posts))
	for i := range posts {
		ids[i] = posts[i].ID
		if r != nil {
			votes = append(votes, models.PostVote{PostID: ids[i], Voter: s.links.Voter(r.ID, ids[i])})
			reports = append(reports, models.PostReport{PostID: ids[i], Reporter: s.links.Reporter(r.ID, ids[i])})
		}
	}
	given, err := q.Votes().Given(votes)
	if err != nil {
		return nil, err
	}
	reported, err := q.Posts().Reported(reports)
	if err != nil {
		return nil, err
	}
	merged, err := q.Posts().MergedCounts(ids)
	if err != nil {
		return nil, err
	}
	steps, err := q.Posts().Steps(ids)
	if err != nil {
		return nil, err
	}
	list := make([]Voice, len(posts))
	for i, p := range posts {
		theme, session := about.of(&p)
		list[i] = Voice{
			Post: p, Theme: theme, Session: session, Own: r != nil && s.isOwn(r, &p), Voted: r != nil && given[votes[i].Voter],
			Reported: reported[p.ID], Merged: merged[p.ID], Steps: steps[p.ID],
		}
	}
	return list, nil
}
