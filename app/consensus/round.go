package consensus

import (
	"context"
	"slices"
	"strconv"
	"time"

	"meguri/models"
)

// Create makes a round that is not open yet, with the opinions of a theme as its statements. Staff who run the room
// call it. Errors: Invalid for the fields at fault.
func (s *Service) Create(ctx context.Context, event *models.Event, in *RoundInput) (*models.ConsensusRound, error) {
	round := &models.ConsensusRound{ID: models.NewID(), EventID: event.ID}
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := in.check(tx.Query, event, round); err != nil {
			return err
		}
		posts, err := offered(tx.Query, event, round)
		if err != nil {
			return err
		}
		var statements []models.Statement
		for i := range posts {
			if posts[i].Kind == models.PostOpinion && len(statements) < usualStatements {
				statements = append(statements, stated(&posts[i]))
			}
		}
		return tx.Consensus().Add(round, statements)
	})
	return round, err
}

const (
	// usualStatements are as many as are answered in three minutes.
	usualStatements = 24
	maxStatements   = 100
)

// offered are the voices of the round's theme that can be its statements, those with most votes first.
func offered(q *models.Query, event *models.Event, round *models.ConsensusRound) ([]models.Post, error) {
	f := models.PostFilter{
		States: []models.PostState{models.PostPublished}, Order: models.OrderVotes, Limit: maxStatements,
	}
	if round.ThemeID != nil {
		f.ThemeID = *round.ThemeID
	}
	return q.Posts().List(event, f)
}

// stated is a new statement of what a voice says.
func stated(post *models.Post) models.Statement {
	return models.Statement{ID: models.NewID(), PostID: &post.ID}
}

// Save stores the settings and the statements of a round that was never open. Staff who run the room call it. Errors:
// Invalid for the fields at fault, NotFound, Conflict where the round was open.
func (s *Service) Save(ctx context.Context, event *models.Event, id string, in *RoundInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		round, err := tx.Consensus().InEvent(event, id)
		if err != nil {
			return err
		}
		if round.OpenedAt != nil {
			return models.NewError(models.CodeConflict, "consensus.was_open")
		}
		if err := in.check(tx.Query, event, round); err != nil {
			return err
		}
		posts, err := offered(tx.Query, event, round)
		if err != nil {
			return err
		}
		var statements []models.Statement
		for i := range posts {
			if slices.Contains(in.Posts, posts[i].ID) {
				statements = append(statements, stated(&posts[i]))
			}
		}
		for _, line := range in.lines {
			statements = append(statements, models.Statement{ID: models.NewID(), Text: line})
		}
		if err := tx.Consensus().SetStatements(round, statements[:min(len(statements), maxStatements)]); err != nil {
			return err
		}
		return tx.Consensus().Change(round, map[string]any{
			"theme_id": round.ThemeID, "title_ja": round.TitleJa, "title_en": round.TitleEn, "seconds": round.Seconds,
		})
	})
}

// fewestStatements are as many as a round needs.
const fewestStatements = 3

// Start lets a round take answers for its time, again where it was open before. Staff who run the room call it. Errors:
// NotFound, Conflict where there are too few statements, or another round is open.
func (s *Service) Start(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		round, err := tx.Consensus().InEvent(event, id)
		if err != nil || round.IsOpen(tx.Now) {
			return err
		}
		if _, err := tx.Consensus().Open(event); models.CodeOf(err) != models.CodeNotFound {
			return orConflict(err, "consensus.other_open")
		}
		statements, err := tx.Consensus().Statements(round)
		if err != nil {
			return err
		}
		if len(statements) < fewestStatements {
			return models.NewError(models.CodeConflict, "consensus.too_few")
		}
		until := tx.Now.Add(time.Duration(round.Seconds) * time.Second)
		fields := map[string]any{"opened_at": tx.Now, "closes_at": until, "result": ""}
		if err := tx.Consensus().Change(round, fields); err != nil {
			return err
		}
		return s.addJobs(tx, event, round, until)
	})
}

// addJobs has the round finished when it is over.
func (s *Service) addJobs(tx *models.Tx, event *models.Event, round *models.ConsensusRound, until time.Time) error {
	cause, payload := round.ID+":"+strconv.FormatInt(until.UnixMilli(), 36), event.Slug+" "+round.ID
	if err := tx.Jobs().Add(JobFinish, JobFinish+":"+cause, payload, until); err != nil {
		return err
	}
	return tx.Jobs().Add(JobForget, JobForget+":"+cause, payload, until.Add(forgetAfter))
}

func orConflict(err error, key string) error {
	if err != nil {
		return err
	}
	return models.NewError(models.CodeConflict, key)
}

// Close ends a round before its time and stores its result. Staff who run the room call it. Errors: NotFound.
func (s *Service) Close(ctx context.Context, event *models.Event, id string) error {
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		round, err := tx.Consensus().InEvent(event, id)
		if err != nil || !round.IsOpen(tx.Now) {
			return err
		}
		return tx.Consensus().Change(round, map[string]any{"closes_at": tx.Now})
	})
	if err != nil {
		return err
	}
	return s.finish(ctx, event, id)
}

// Publish lets everybody see the result of a round, or not. Staff who run the room call it. Errors: NotFound, Conflict
// where the round is not over.
func (s *Service) Publish(ctx context.Context, event *models.Event, id string, public bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		round, err := tx.Consensus().InEvent(event, id)
		if err != nil {
			return err
		}
		if !round.IsOver(tx.Now) {
			return models.NewError(models.CodeConflict, "consensus.not_over")
		}
		return tx.Consensus().Change(round, map[string]any{"public": public})
	})
}

// Delete deletes a round with all that was said in it. Staff who run the room call it. Errors: NotFound.
func (s *Service) Delete(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		round, err := tx.Consensus().InEvent(event, id)
		if err != nil {
			return err
		}
		return tx.Consensus().Delete(round)
	})
}
