package voice

import (
	"context"
	"slices"
	"time"

	"meguri/models"
)

// Decide carries out what a moderator decided about a voice. Staff who run the room call it. The same decision again
// changes nothing. Errors: Invalid for the fields at fault, NotFound, Conflict where another moderator was faster or
// is on it, or the voice is in no state for it.
func (s *Service) Decide(
	ctx context.Context, event *models.Event, by models.Moderator, id string, in *DecisionInput,
) error {
	text, err := in.check()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return s.decide(tx, event, by, id, in, text) })
}

func (s *Service) decide(
	tx *models.Tx, event *models.Event, by models.Moderator, id string, in *DecisionInput, text string,
) error {
	post, err := tx.Posts().InEvent(event, id)
	if err != nil {
		return err
	}
	done, err := isDone(tx, post, in, text)
	if done || err != nil {
		return err
	}
	if slices.Contains(claimable, in.Decision) && isClaimed(post, by.ID, tx.Now) {
		return models.NewError(models.CodeConflict, "voice.claimed")
	}
	if in.Version != 0 && in.Version != post.Version {
		return models.NewError(models.CodeConflict, "voice.changed_meanwhile")
	}
	if !slices.Contains(decidable[in.Decision], post.State) {
		return models.NewError(models.CodeConflict, "voice.not_now")
	}
	if in.Decision == DecideMerge {
		err = s.merge(tx, event, post, in.Into)
	} else {
		err = tx.Posts().Change(post, changes(tx, in))
	}
	if err != nil {
		return err
	}
	if err := tellDecided(tx, event, post, in, text); err != nil {
		return err
	}
	return recordDecision(tx, event, post, by, in, text)
}

// recordDecision adds the step that the author sees, and sees to it that they are told of an answer.
func recordDecision(
	tx *models.Tx, event *models.Event, post *models.Post, by models.Moderator, in *DecisionInput, text string,
) error {
	kind := stepOf[in.Decision]
	if kind == "" {
		return nil
	}
	step := &models.PostStep{PostID: post.ID, Kind: kind, Text: text}
	switch in.Decision {
	case DecideHide:
		step.Reason = in.Reason
	case DecidePin:
		step.Who = by.Name
	case DecideAnswer:
		step.Who = in.Who
		if err := planMails(tx, event); err != nil {
			return err
		}
	}
	return tx.Posts().AddStep(step)
}

// claimable are the decisions that wait for the moderator who is on a voice. The stage goes on without them.
var claimable = []Decision{DecidePublish, DecideHide, DecideMerge, DecideKeep}

// isClaimed reports whether another moderator is on a voice.
func isClaimed(p *models.Post, accountID string, now time.Time) bool {
	return p.ClaimedBy != nil && *p.ClaimedBy != accountID && p.ClaimedUntil != nil && p.ClaimedUntil.After(now)
}

// decidable are the states in which a decision is possible.
var decidable = map[Decision][]models.PostState{
	DecidePublish: {models.PostHeld, models.PostHidden, models.PostMerged},
	DecideHide:    {models.PostHeld, models.PostPublished, models.PostMerged},
	DecidePin:     {models.PostPublished},
	DecideUnpin:   {models.PostPublished},
	DecideAnswer:  {models.PostPublished},
	DecideMerge:   {models.PostHeld, models.PostPublished},
	DecideStage:   {models.PostPublished},
	DecideUnstage: {models.PostPublished},
	DecideKeep:    {models.PostPublished},
}

var stepOf = map[Decision]models.PostStepKind{
	DecidePublish: models.StepPublished, DecideHide: models.StepHidden, DecidePin: models.StepPinned,
	DecideUnpin: models.StepUnpinned, DecideAnswer: models.StepAnswered, DecideMerge: models.StepMerged,
	DecideStage: models.StepStaged,
}

// isDone reports whether the voice is already as the decision wants it.
func isDone(tx *models.Tx, p *models.Post, in *DecisionInput, text string) (bool, error) {
	if !isSo(p, in) || in.Decision != DecideAnswer || text == "" {
		return isSo(p, in), nil
	}
	steps, err := tx.Posts().Steps([]string{p.ID})
	return slices.ContainsFunc(steps[p.ID], func(step models.PostStep) bool {
		return step.Kind == models.StepAnswered && step.Text == text
	}), err
}

func isSo(p *models.Post, in *DecisionInput) bool {
	switch in.Decision {
	case DecidePublish:
		return p.State == models.PostPublished
	case DecideHide:
		return p.State == models.PostHidden && p.Reason == in.Reason
	case DecidePin:
		return p.PinnedAt != nil
	case DecideUnpin:
		return p.State == models.PostPublished && p.PinnedAt == nil
	case DecideAnswer:
		return p.AnsweredAt != nil
	case DecideStage:
		return p.StagedAt != nil
	case DecideUnstage:
		return p.StagedAt == nil
	case DecideKeep:
		return p.Reports == 0
	case DecideMerge:
		return p.MergedInto != nil && *p.MergedInto == in.Into
	}
	return false
}

func changes(tx *models.Tx, in *DecisionInput) map[string]any {
	switch in.Decision {
	case DecidePublish:
		return map[string]any{"state": models.PostPublished, "reason": "", "merged_into": nil, "reports": 0}
	case DecideHide:
		return map[string]any{
			"state": models.PostHidden, "reason": in.Reason, "merged_into": nil, "pinned_at": nil, "staged_at": nil,
			"reports": 0,
		}
	case DecidePin:
		return map[string]any{"pinned_at": tx.Now, "staged_at": nil}
	case DecideStage:
		return map[string]any{"staged_at": tx.Now}
	case DecideUnstage:
		return map[string]any{"staged_at": nil}
	case DecideKeep:
		return map[string]any{"reports": 0}
	case DecideAnswer:
		return map[string]any{"answered_at": tx.Now}
	}
	return map[string]any{"pinned_at": nil}
}

// merge lets another voice stand for one. Its voters vote for the other, each person once: the pseudonyms of votes
// differ by voice, so that those of all people are made to find them.
func (s *Service) merge(tx *models.Tx, event *models.Event, post *models.Post, intoID string) error {
	into, err := tx.Posts().InEvent(event, intoID)
	if err != nil {
		return models.InvalidFields(map[string]string{"into": "voice.no_target"})
	}
	if into.ID == post.ID || into.State != models.PostPublished {
		return models.InvalidFields(map[string]string{"into": "voice.no_target"})
	}
	fields := map[string]any{
		"state": models.PostMerged, "merged_into": into.ID, "pinned_at": nil, "staged_at": nil, "reason": "",
	}
	if err := tx.Posts().Change(post, fields); err != nil {
		return err
	}
	if err := tx.Posts().MoveMerged(post, into); err != nil {
		return err
	}
	return s.moveVotes(tx, event, post, into)
}

// moveVotes lets who voted for a voice, and who wrote it, vote for the one that stands for it.
func (s *Service) moveVotes(tx *models.Tx, event *models.Event, post, into *models.Post) error {
	voters, err := tx.Votes().Voters(post)
	if err != nil {
		return err
	}
	people, err := tx.Registrations().LiveIDs(event)
	if err != nil {
		return err
	}
	var joined []string
	for _, id := range people {
		r := &models.Registration{ID: id}
		if (voters[s.links.Voter(id, post.ID)] || s.isOwn(r, post)) && !s.isOwn(r, into) {
			joined = append(joined, s.links.Voter(id, into.ID))
		}
	}
	return tx.Votes().Join(event, into.ID, joined)
}
