// Package need keeps what people and organizations need help with, from a first word to something that others can do in
// an hour, a day, or by a team of months; and finds the needs where an ordinary day helps.
package need

import (
	"context"

	"meguri/app/service/words"
	"meguri/models"
)

// Options come from other services and features. Count counts words, in a process of its own: see words.Child.
type Options struct {
	Count func(ctx context.Context, r *words.Request) ([]words.Word, error)
	// Moved is called in the transaction that takes a need to another state; nil for nothing.
	Moved func(tx *models.Tx, n *models.Need) error
	// Mark is what stands for an address: see models.MarkOf.
	Mark models.MarkOf
	// Suggest are what other features suggest, of an event.
	Suggest []func(ctx context.Context, e *models.Event) ([]Suggestion, error)
}

// Service is the needs of one database.
type Service struct {
	Options
	db    *models.DB
	cache vectorCache
	// batch is how many people are read at a time, few among how many is looked while a page waits.
	batch, few int
}

// New makes the service.
func New(db *models.DB, options Options) *Service {
	return &Service{Options: options, db: db, batch: usualBatch, few: fewPeople}
}

// At is the place of an organization with all its events.
func At(o *models.Organization) models.NeedPlace { return models.NeedPlace{OrganizationID: o.ID} }

// AtEvent is the place of one event.
func AtEvent(e *models.Event) models.NeedPlace {
	return models.NeedPlace{OrganizationID: e.OrganizationID, EventID: e.ID}
}

// Create stores a need as a draft that staff typed, or made of a voice of the event. Who may edit needs there calls it.
// Errors: Invalid with the fields at fault; NotFound for a voice that the event has not; Conflict for one that the room
// is not shown, or of which a need was made already.
func (s *Service) Create(ctx context.Context, at models.NeedPlace, in *Input) (*models.Need, error) {
	n, err := in.read()
	if err != nil {
		return nil, err
	}
	n.OrganizationID, n.Source = at.OrganizationID, models.NeedByStaff
	if in.Phoned {
		n.Source = models.NeedByPhone
	}
	if at.EventID != "" {
		n.EventID = &at.EventID
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		stored, origins := *n, []models.Origin(nil)
		if in.Voice != "" {
			post, err := voiceAt(tx.Query, at, in.Voice)
			if err != nil {
				return err
			}
			stored.Source, stored.PostID = models.NeedByVoice, &post.ID
			origins = []models.Origin{{Kind: models.OriginVoice, ID: post.ID}}
		}
		if err := tx.Needs().Create(&stored); err != nil {
			return err
		}
		if err := tx.Needs().SetOrigins(&stored, origins...); err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: stored.ID})
		*n = stored
		return nil
	})
	return n, err
}

// voiceAt finds a voice of an event that may become a need: one that the room was shown, not one that waits for staff,
// that they hid, or that was taken back.
func voiceAt(q *models.Query, at models.NeedPlace, id string) (*models.Post, error) {
	post, err := q.Posts().InEvent(&models.Event{ID: at.EventID}, id)
	if err == nil && !post.State.IsSaid() {
		err = models.NewError(models.CodeConflict, "need.voice_unsaid")
	}
	return post, err
}

// Save stores what staff typed about a need. Who may edit needs there calls it. Errors: NotFound; Invalid with the
// fields at fault; Conflict where somebody else changed it since; Invalid where it is open and would lack what others
// must know.
func (s *Service) Save(ctx context.Context, at models.NeedPlace, id string, in *Input) error {
	typed, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		n, err := tx.Needs().At(at, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: n.ID})
		if agreementLapses(n, typed) {
			if n.State == models.NeedTaken {
				return models.NewError(models.CodeConflict, "need.taken_already")
			}
			n.AgreedAt, n.Agreement = nil, ""
		}
		take(n, typed)
		if n.IsPublic() {
			if err := ready(n, tx); err != nil {
				return err
			}
		}
		return tx.Needs().Update(n, in.Version)
	})
}

// agreementLapses reports whether what was agreed was for something else: help at home, or with minors.
func agreementLapses(n, typed *models.Need) bool {
	return n.AtHome != typed.AtHome || n.WithMinors != typed.WithMinors
}

func ready(n *models.Need, tx *models.Tx) error {
	if IsReady(Readiness(n, tx.Now)) {
		return nil
	}
	return models.NewError(models.CodeInvalid, "need.not_ready")
}

// MoveInput is where staff take a need.
type MoveInput struct {
	Version int              `form:"version"`
	To      models.NeedState `form:"to"`
	// TalkingWith is a note of who is talked with.
	TalkingWith string `form:"talking_with"`
}

// Move takes a need to another state. Who may edit needs there calls it. Errors: NotFound; Conflict where it cannot go
// there, or somebody else changed it since; Invalid where it lacks what others must know, or an agreement.
func (s *Service) Move(ctx context.Context, at models.NeedPlace, id string, in *MoveInput) error {
	note, err := in.note()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		n, err := tx.Needs().At(at, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: n.ID, Detail: string(in.To)})
		if in.To == models.NeedOpen {
			if err := ready(n, tx); err != nil {
				return err
			}
		}
		if err := n.Move(in.To, tx.Now); err != nil {
			return err
		}
		if in.To == models.NeedTalking {
			n.TalkingWith = note
		}
		if err := tx.Needs().Update(n, in.Version); err != nil || s.Moved == nil {
			return err
		}
		return s.Moved(tx, n)
	})
}

// Agree stores what was agreed where somebody is helped at home, or minors take part. Who may edit needs there calls
// it. Errors: NotFound; Invalid without a text; Conflict where nothing is to be agreed.
func (s *Service) Agree(ctx context.Context, at models.NeedPlace, id string, in *AgreementInput) error {
	agreed, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		n, err := tx.Needs().At(at, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: n.ID})
		if !n.NeedsAgreement() {
			return models.NewError(models.CodeConflict, "need.nothing_to_agree")
		}
		n.Agreement, n.AgreedAt = agreed, &tx.Now
		return tx.Needs().Update(n, in.Version)
	})
}

// Ask stores what somebody asks for in the form for everybody, as a draft that a coordinator shapes with them.
// Everybody may call it. Nothing of it leads to another form. Errors: Invalid with the fields at fault; Conflict where
// nobody looks after the needs of the event.
func (s *Service) Ask(ctx context.Context, e *models.Event, in *AskInput) error {
	n, err := in.read()
	if err != nil {
		return err
	}
	n.OrganizationID, n.EventID, n.Source = e.OrganizationID, &e.ID, models.NeedByForm
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		takes, err := tx.Query.Needs().HasCoordinator(e)
		if err != nil {
			return err
		}
		if !takes {
			return models.NewError(models.CodeConflict, "need.nobody_asks")
		}
		stored := *n
		return tx.Needs().Create(&stored)
	})
}
