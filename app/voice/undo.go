package voice

import (
	"context"
	"slices"
	"time"

	"meguri/models"
)

// undoFor is for how long a decision can be taken back. Steps have full minutes, so it is up to a minute longer.
const undoFor = 2 * time.Minute

// Undoable is a decision that can be taken back now.
type Undoable struct {
	ID, Short string
	Kind      models.PostStepKind
	Version   int
}

// Undoable finds the last decision about a voice, nil where it cannot be taken back any more. Staff who run the room
// call it.
func (s *Service) Undoable(ctx context.Context, event *models.Event, id string) (*Undoable, error) {
	if !models.ValidID(id) {
		return nil, nil
	}
	q := s.db.Query(ctx)
	post, err := q.Posts().InEvent(event, id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	_, last, err := lastDecision(q, post)
	if err != nil || last == nil {
		return nil, err
	}
	return &Undoable{post.ID, Voice{Post: *post}.Short(), last.Kind, post.Version}, nil
}

// undoable are the steps that can be taken back.
var undoable = []models.PostStepKind{
	models.StepPublished, models.StepHidden, models.StepMerged, models.StepAnswered, models.StepStaged, models.StepPinned,
	models.StepUnpinned,
}

// lastDecision is the last step of a voice, where it can be taken back, and those before it.
func lastDecision(q *models.Query, post *models.Post) (before []models.PostStep, last *models.PostStep, err error) {
	steps, err := q.Posts().Steps([]string{post.ID})
	n := len(steps[post.ID]) - 1
	if err != nil || n < 1 {
		return nil, nil, err
	}
	before, last = steps[post.ID][:n], &steps[post.ID][n]
	isLate := q.Now.Sub(last.CreatedAt) > undoFor+time.Minute
	wasAtOnce := last.Kind == models.StepPublished && before[n-1].Kind == models.StepReceived && post.Version == 1
	if isLate || wasAtOnce || !slices.Contains(undoable, last.Kind) {
		return nil, nil, nil
	}
	return before, last, nil
}

// Undo takes the last decision about a voice back, with its step: the author sees the way as if it had not been. The
// votes that a merge added to another voice stay there. Staff who run the room call it. Errors: NotFound, Conflict
// where the voice was changed since, or it is too late.
func (s *Service) Undo(ctx context.Context, event *models.Event, id string, version int) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		post, err := tx.Posts().InEvent(event, id)
		if err != nil {
			return err
		}
		before, last, err := lastDecision(tx.Query, post)
		if err != nil {
			return err
		}
		if last == nil || version != post.Version {
			return models.NewError(models.CodeConflict, "voice.undo_late")
		}
		if err := tx.Posts().Change(post, undone(before, last, tx.Now)); err != nil {
			return err
		}
		if err := tx.Posts().DeleteStep(last); err != nil {
			return err
		}
		tx.Tell(queueOf(event))
		tx.Tell(models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartVoices})
		return nil
	})
}

// undone is what a voice was before its last step.
func undone(before []models.PostStep, last *models.PostStep, now time.Time) map[string]any {
	switch last.Kind {
	case models.StepAnswered:
		if slices.ContainsFunc(before, func(s models.PostStep) bool { return s.Kind == models.StepAnswered }) {
			return map[string]any{}
		}
		return map[string]any{"answered_at": nil}
	case models.StepStaged:
		return map[string]any{"staged_at": nil}
	case models.StepPinned:
		return map[string]any{"pinned_at": nil}
	case models.StepUnpinned:
		return map[string]any{"pinned_at": now}
	}
	state, reason := models.PostHeld, models.PostReason("")
	for _, step := range before {
		switch step.Kind {
		case models.StepPublished:
			state, reason = models.PostPublished, ""
		case models.StepHidden:
			state, reason = models.PostHidden, step.Reason
		case models.StepHeld:
			state, reason = models.PostHeld, ""
		}
	}
	return map[string]any{"state": state, "reason": reason, "merged_into": nil}
}

// MergeInput are voices that say the same.
type MergeInput struct {
	Voices []string `form:"voice"`
}

// mostMerged is how many are joined at once.
const mostMerged = 50

// MergeAll joins several voices: the published one with most votes stands for the others. Staff who run the room call
// it. Errors: Invalid where there are fewer than two, or none is published; Conflict as for Decide. Then none
// is joined.
func (s *Service) MergeAll(ctx context.Context, event *models.Event, by models.Moderator, in *MergeInput) (int, error) {
	ids := slices.Compact(slices.Sorted(slices.Values(in.Voices)))
	valid := slices.ContainsFunc(ids, func(id string) bool { return !models.ValidID(id) })
	if len(ids) < 2 || len(ids) > mostMerged || valid {
		return 0, models.InvalidFields(map[string]string{"voice": "voice.merge_two"})
	}
	return len(ids) - 1, s.db.InTx(ctx, func(tx *models.Tx) error {
		posts, err := tx.Posts().ByIDs(event, ids)
		if err != nil {
			return err
		}
		var into *models.Post
		for i := range posts {
			if p := &posts[i]; p.State == models.PostPublished && (into == nil || p.Votes > into.Votes) {
				into = p
			}
		}
		if into == nil {
			return models.InvalidFields(map[string]string{"voice": "voice.merge_two"})
		}
		for i := range posts {
			if posts[i].ID == into.ID {
				continue
			}
			in := &DecisionInput{Decision: DecideMerge, Into: into.ID}
			if err := s.decide(tx, event, by, posts[i].ID, in, ""); err != nil {
				return err
			}
		}
		return nil
	})
}
