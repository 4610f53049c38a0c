package voice

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

const (
	// claimTime is how long a moderator is on a voice after their page was last heard of, awayAfter how long they are at
	// the desk.
	claimTime = 45 * time.Second
	awayAfter = 45 * time.Second
	// maxReports is how many reports take a voice off the page until a moderator has read it.
	maxReports = 3
)

// HereInput is what the moderators' page says where something changes, and now and then.
type HereInput struct {
	// Voice is the id of the voice that the moderator is on, "" for none.
	Voice string `form:"voice"`
	// TakesOver says that they want it although another one is on it.
	TakesOver bool `form:"takes_over"`
}

// Desk is what moderators see of each other, and what waits.
type Desk struct {
	Moderators []models.Moderator
	Claims     []Claim
	Held       int
	Reported   int
	Fairness   *Fairness
}

// Claim is a moderator's claim on a voice.
type Claim struct {
	models.PostClaim
	// Own says that it is of who reads. Ended says that its moderator is gone: anybody may go on.
	Own, Ended bool
}

// ClaimOf is the claim on a voice, nil for none.
func (d *Desk) ClaimOf(id string) *Claim {
	for i := range d.Claims {
		if d.Claims[i].PostID == id {
			return &d.Claims[i]
		}
	}
	return nil
}

// Abandoned are the claims of moderators who are gone, on voices that still wait.
func (d *Desk) Abandoned() (list []Claim) {
	for _, c := range d.Claims {
		if c.Ended && !c.Own {
			list = append(list, c)
		}
	}
	return list
}

// Here records that a moderator has the desk open and which voice they are on, and reads what the others do. Staff who
// run the room call it. Errors: Conflict where another one is on the voice.
func (s *Service) Here(
	ctx context.Context, event *models.Event, by models.Moderator, in HereInput,
) (*Desk, error) {
	if by.ID == "" {
		return s.Desk(ctx, event, by)
	}
	var refusal error
	err := s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		refusal = nil
		if err := s.tellOfClaim(w, event, by, in); err != nil {
			return err
		}
		if err := w.Posts().SeeModerator(event, by.ID); err != nil {
			return err
		}
		if err := w.Posts().Unclaim(event, by.ID, in.Voice); err != nil || in.Voice == "" {
			return err
		}
		post, err := w.Query().Posts().InEvent(event, in.Voice)
		if err != nil {
			return err
		}
		err = w.Posts().Claim(post, by.ID, w.Now.Add(claimTime), in.TakesOver)
		if models.CodeOf(err) == models.CodeConflict {
			refusal, err = err, nil // they are here all the same
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	desk, err := s.Desk(ctx, event, by)
	if err != nil {
		return nil, err
	}
	return desk, refusal
}

// tellOfClaim tells the other moderators where one of them goes to another voice.
func (s *Service) tellOfClaim(w *models.SingleWrite, event *models.Event, by models.Moderator, in HereInput) error {
	claims, err := w.Query().Posts().Claims(event)
	if err != nil {
		return err
	}
	was := ""
	for _, c := range claims {
		if c.AccountID == by.ID && c.ClaimedUntil.After(w.Now) {
			was = c.PostID
		}
	}
	if was != in.Voice || in.TakesOver {
		w.Tell(queueOf(event))
	}
	return nil
}

// Desk reads what moderators see of each other. Staff who run the room call it.
func (s *Service) Desk(ctx context.Context, event *models.Event, by models.Moderator) (*Desk, error) {
	q := s.db.Query(ctx)
	desk := &Desk{}
	var err error
	if desk.Moderators, err = q.Posts().Moderators(event, q.Now.Add(-awayAfter)); err != nil {
		return nil, err
	}
	claims, err := q.Posts().Claims(event)
	if err != nil {
		return nil, err
	}
	for _, c := range claims {
		desk.Claims = append(desk.Claims, Claim{c, c.AccountID == by.ID, c.ClaimedUntil.Before(q.Now)})
	}
	tallies, err := q.Posts().Tallies(event)
	if err != nil {
		return nil, err
	}
	for _, t := range tallies {
		if t.State == models.PostHeld {
			desk.Held += t.Count
		}
		if t.State == models.PostPublished {
			desk.Reported += t.Reported
		}
	}
	desk.Fairness, err = s.fairness(q, event)
	return desk, err
}

// MuteInput is how long the author of a voice may not write, and why. The author reads both.
type MuteInput struct {
	Minutes int               `form:"minutes"`
	Reason  models.PostReason `form:"reason"`
}

// MuteMinutes are the times that are offered. 0 lets the author write again.
var MuteMinutes = []int{10, 30, 120, 0}

// Mute lets the author of a voice wait before they write again. Who it is stays unknown. Staff who run the room call
// it. Errors: Invalid, NotFound.
func (s *Service) Mute(ctx context.Context, event *models.Event, id string, in *MuteInput) error {
	c := check.New()
	reason := check.Choice(c, "reason", in.Reason, models.PostReasons)
	if in.Minutes < 0 || in.Minutes > 24*60 {
		c.Fault("minutes", "field.choice")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		post, err := tx.Posts().InEvent(event, id)
		if err != nil {
			return err
		}
		return tx.Posts().Mute(post, reason, tx.Now.Add(time.Duration(in.Minutes)*time.Minute))
	})
}

// Report records that an attendee thinks a moderator should read a voice. The attendee calls it. A repeat changes
// nothing. Several reports take the voice off the page until then. Errors: Forbidden without a place, NotFound for what
// is not published, Conflict for one's own.
func (s *Service) Report(ctx context.Context, event *models.Event, r *models.Registration, id string) error {
	return s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		if r.EventID != event.ID || r.State != models.RegistrationConfirmed {
			return models.NewError(models.CodeForbidden, "voice.not_confirmed")
		}
		post, err := w.Query().Posts().InEvent(event, id)
		if err != nil {
			return err
		}
		switch {
		case post.State != models.PostPublished:
			return models.NewError(models.CodeNotFound, "voice.gone")
		case s.isOwn(r, post):
			return models.NewError(models.CodeConflict, "voice.own_report")
		}
		w.Tell(queueOf(event))
		reports, err := w.Posts().Report(post, s.links.Reporter(r.ID, post.ID))
		if err != nil || reports < maxReports {
			return err
		}
		w.Tell(gone(post))
		err = w.Posts().Change(post, map[string]any{
			"state": models.PostHeld, "flag": flagReported, "pinned_at": nil, "staged_at": nil,
		})
		if err != nil {
			return err
		}
		return w.Posts().AddStep(&models.PostStep{PostID: post.ID, Kind: models.StepHeld})
	})
}

// React counts a reaction of somebody in the room, who calls it. Errors: Invalid, and those of Write.
func (s *Service) React(ctx context.Context, event *models.Event, r *models.Registration, kind models.Reaction) error {
	c := check.New()
	check.Choice(c, "kind", kind, models.Reactions)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		settings, err := w.Query().VoiceSettings().OfEvent(event)
		if err != nil {
			return err
		}
		if err := mayTakePart(event, settings, r); err != nil {
			return err
		}
		return w.Posts().React(event, kind)
	})
}
