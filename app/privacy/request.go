package privacy

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// answerWithin is how many days staff have to answer a request to erase.
const answerWithin = 14

const maxWords = 1000 // characters

// AskInput is what a person writes who asks for everything to be erased.
type AskInput struct {
	Words string `form:"words"`
	// Sure says that the person has read what will be erased.
	Sure bool `form:"sure"`
}

// AskPage is where a person asks for everything to be erased.
type AskPage struct {
	// Due is until when staff answer.
	Due time.Time
	// Last is the person's last request, nil for none.
	Last *models.ErasureRequest
	// LosesPlace says that the person has a place, or waits for one, at an event that is not over.
	LosesPlace bool
}

// AskPage reads it. The attendee calls it.
func (s *Service) AskPage(ctx context.Context, e *models.Event, r *models.Registration) (*AskPage, error) {
	q := s.db.Query(ctx)
	last, err := q.Privacy().LastRequest(r)
	return &AskPage{dueAt(e, q.Now), last, r.Live() && !e.Ended(q.Now)}, err
}

// dueAt is the end of the last day on which staff may answer, by the event's clock.
func dueAt(e *models.Event, now time.Time) time.Time {
	year, month, day := e.Local(now).Date()
	return time.Date(year, month, day+answerWithin, 23, 59, 0, 0, e.Zone()).UTC()
}

// Ask stores the wish of a person that everything held of them is erased, and mails them that it has arrived. Asking
// again while staff have not answered changes nothing. The attendee calls it. Errors: Invalid with the fields at fault.
func (s *Service) Ask(ctx context.Context, e *models.Event, r *models.Registration, in *AskInput) error {
	c := check.New()
	words := c.Text("words", in.Words, maxWords, check.Optional)
	if !in.Sure {
		c.Fault("sure", "privacy.sure_needed")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return s.ask(tx, e, r, words) })
}

func (s *Service) ask(tx *models.Tx, e *models.Event, r *models.Registration, words string) error {
	request := &models.ErasureRequest{EventID: e.ID, RegistrationID: r.ID, Words: words, DueAt: dueAt(e, tx.Now)}
	isNew, err := tx.Privacy().Ask(request)
	if err != nil || !isNew {
		return err
	}
	data := map[string]string{"until": s.texts.For(r.Locale).Date(e.Local(request.DueAt))}
	return tx.Mails().Queue(mailTo(r, mailAsked, request.ID, data))
}

// AskFor records the wish of somebody who phoned or wrote, and returns the id of the request that waits. Staff who may
// edit people call it. Errors: NotFound.
func (s *Service) AskFor(ctx context.Context, e *models.Event, registrationID string) (id string, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().ByID(e, registrationID)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectRegistration, ID: r.ID})
		if err := s.ask(tx, e, r, ""); err != nil {
			return err
		}
		last, err := tx.Privacy().LastRequest(r)
		if err == nil && last != nil {
			id = last.ID
		}
		return err
	})
	return id, err
}

// RequestPage is a request as staff answer it.
type RequestPage struct {
	*models.ErasureRequest
	// LosesPlace says that the person's place goes to who waits.
	LosesPlace bool
	// Late says that the answer is overdue.
	Late bool
	// Captions says that there are captions, which may name the person: staff search them.
	Captions bool
}

// RequestPage reads a request. Staff who may edit people call it. Errors: NotFound.
func (s *Service) RequestPage(ctx context.Context, e *models.Event, id string) (*RequestPage, error) {
	q := s.db.Query(ctx)
	r, err := q.Privacy().Request(e, id)
	if err != nil {
		return nil, err
	}
	losesPlace := r.Registration.Live() && !e.Ended(q.Now)
	lines, err := q.Captions().Latest(e, time.Time{}, 1)
	if err != nil {
		return nil, err
	}
	late := r.State == models.ErasureOpen && q.Now.After(r.DueAt)
	return &RequestPage{r, losesPlace, late, len(lines) > 0}, nil
}

// DecideInput is what staff answer.
type DecideInput struct {
	// Decision is "erase" or "decline".
	Decision string `form:"decision"`
	Answer   string `form:"answer"` // why it is declined
}

// Decide erases everything of who asked for it, once they are told by mail, or tells them why not. A place that they
// have goes to who has waited longest. Staff who may edit people call it; account is who does. Errors: Invalid with the
// fields at fault; Conflict where it was decided already, and while the person is inside.
func (s *Service) Decide(ctx context.Context, e *models.Event, id string, in *DecideInput, account string) error {
	c := check.New()
	erase := check.Choice(c, "decision", in.Decision, []string{"erase", "decline"}) == "erase"
	need := check.Required
	if erase {
		need = check.Optional
	}
	answer := c.Text("answer", in.Answer, maxWords, need)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		request, err := tx.Privacy().Request(e, id)
		if err != nil {
			return err
		}
		request.DecidedBy, request.Answer = account, answer
		tx.About(models.AuditSubject{Kind: models.SubjectRegistration, ID: request.RegistrationID})
		if erase {
			request.Answer = ""
			return s.agree(tx, e, request)
		}
		if err := tx.Privacy().Decide(request, models.ErasureOpen, models.ErasureDeclined); err != nil {
			return err
		}
		data := map[string]string{"answer": answer}
		return tx.Mails().Queue(mailTo(&request.Registration, mailDeclined, request.ID, data))
	})
}

// agree begins to erase: the person is mailed first, as afterwards there is no address any more.
func (s *Service) agree(tx *models.Tx, e *models.Event, request *models.ErasureRequest) error {
	if err := tx.Privacy().Decide(request, models.ErasureOpen, models.ErasureErasing); err != nil {
		return err
	}
	if err := s.withdraw(tx, e, request.RegistrationID); err != nil {
		return err
	}
	if err := tx.Mails().Queue(mailTo(&request.Registration, mailErasing, request.ID, nil)); err != nil {
		return err
	}
	return tx.Jobs().Add(JobErase, JobErase+":"+request.ID+":0", e.ID+" "+request.ID, tx.Now.Add(time.Second))
}

// The mail about an erasure is waited for: so often, so long.
const (
	mailPause   = 5 * time.Minute
	mailPatient = 24 * time.Hour
)

// eraseAgreed does one job of kind JobErase: it erases a person once the mail about it has left, or after a day.
func (s *Service) eraseAgreed(ctx context.Context, job *models.Job) error {
	eventID, id, _ := strings.Cut(job.Payload, " ")
	e, err := s.db.Query(ctx).Events().ByID(eventID)
	if err != nil {
		return err
	}
	var erased string
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		erased = ""
		request, err := tx.Privacy().Request(e, id)
		if err != nil || request.State != models.ErasureErasing {
			return err
		}
		left, err := tx.Mails().HasLeft(mailCause(mailErasing, request.ID))
		if err != nil {
			return err
		}
		if !left && tx.Now.Before(request.DecidedAt.Add(mailPatient)) {
			cause := JobErase + ":" + id + ":" + models.NewID()
			return tx.Jobs().Add(JobErase, cause, job.Payload, tx.Now.Add(mailPause))
		}
		if err := tx.Privacy().EraseOnRequest(e, request.RegistrationID); err != nil {
			return err
		}
		erased = request.RegistrationID
		return tx.Privacy().Decide(request, models.ErasureErasing, models.ErasureDone)
	})
	if err != nil || erased == "" {
		return err
	}
	if err := s.noteErased([]string{erased}); err != nil {
		return err
	}
	return s.scrub(ctx)
}
