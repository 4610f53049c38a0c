package voice

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"meguri/app/service/anonymity"
	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// MailAnswered is the kind of mail to who wishes to know of answers.
const MailAnswered = "voice_answered"

// JobAnswers is the kind of job that queues these mails for the answers of an hour. Its payload is the event's id, a
// space and the hour.
const JobAnswers = "voice_answers"

// MailKinds are the kinds of mail of this feature.
func MailKinds() []mail.Kind {
	page := func(own paths.Attendee, _ *mail.Letter) string { return string(own) + "#voices" }
	return []mail.Kind{{
		Name: MailAnswered, Audience: mail.Attendee, MayWait: true, Link: mail.AttendeeLink("mail.voice_way", page),
	}}
}

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobAnswers, Do: s.tellAnswers}} }

// planMails lets the answers of this hour be mailed after it, so that the time of a mail says nothing of a voice.
func planMails(tx *models.Tx, event *models.Event) error {
	hour := tx.Now.UTC().Truncate(time.Hour).Add(time.Hour)
	payload := event.ID + " " + hour.Format(time.RFC3339)
	return tx.Jobs().Add(JobAnswers, JobAnswers+":"+payload, payload, hour.Add(time.Minute))
}

// tellAnswers mails that there are answers to those who wished it: to authors of named voices once theirs is answered.
// A mail to the author of an anonymous voice would tell who wrote it. So those who wished for mails get the same one
// together, whosever voice was answered, and newcomers join them in groups of at least five.
func (s *Service) tellAnswers(ctx context.Context, job *models.Job) error {
	eventID, hour, _ := strings.Cut(job.Payload, " ")
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		event, err := tx.Events().ByID(eventID)
		if models.CodeOf(err) == models.CodeNotFound {
			return errors.Join(jobs.ErrGiveUp, err)
		}
		if err != nil {
			return err
		}
		posts, err := tx.Posts().Telling(event)
		if err != nil {
			return err
		}
		to, err := s.recipients(tx, event, posts)
		if err != nil {
			return err
		}
		var mails []*models.Mail
		for i := range to.people {
			r := &to.people[i]
			mails = append(mails, &models.Mail{
				Cause: to.cause[r.ID] + hour + ":" + r.ID, Kind: MailAnswered, EventID: &event.ID, RegistrationID: &r.ID,
				ToAddress: r.Email, ToName: r.Full(r.Locale), Locale: r.Locale,
			})
		}
		if err := tx.Mails().QueueBulk(mails); err != nil {
			return err
		}
		return tx.Posts().SetTold(to.posts)
	})
}

// recipients is who gets a mail, and for which voices they need no other.
type recipients struct {
	people []models.Registration
	cause  map[string]string
	posts  []string
}

func (s *Service) recipients(tx *models.Tx, event *models.Event, posts []models.Post) (*recipients, error) {
	to := &recipients{cause: map[string]string{}}
	for i := range posts {
		if p := &posts[i]; p.RegistrationID != nil && p.AnsweredAt != nil {
			to.cause[*p.RegistrationID] = "voice_answered:" + event.ID + ":"
			to.posts = append(to.posts, p.ID)
		}
	}
	if err := s.addTogether(tx, event, posts, to); err != nil {
		return nil, err
	}
	slices.Sort(to.posts)
	var err error
	// Sorted, else the order of the mails would be that of the voices.
	to.people, err = tx.Registrations().ByIDs(event, slices.Sorted(maps.Keys(to.cause)))
	return to, err
}

// addTogether adds the authors of anonymous voices who are told together, where a voice of theirs was answered.
func (s *Service) addTogether(tx *models.Tx, event *models.Event, posts []models.Post, to *recipients) error {
	cause := "voice_answers:" + event.ID + ":"
	together, err := tx.Mails().MailedTo(event.ID, cause)
	if err != nil {
		return err
	}
	authors, err := s.anonymousAuthors(tx, event, posts)
	if err != nil {
		return err
	}
	var newcomers []string
	for _, id := range authors {
		if !slices.Contains(together, id) {
			newcomers = append(newcomers, id)
		}
	}
	if len(newcomers) >= anonymity.K { // fewer would point at somebody
		together = append(together, newcomers...)
	}
	anyAnswered := false
	for i := range posts {
		p := &posts[i]
		id, found := authors[p.Author]
		if found && p.AnsweredAt != nil && slices.Contains(together, id) {
			to.posts, anyAnswered = append(to.posts, p.ID), true
		}
	}
	for _, id := range together {
		if anyAnswered {
			to.cause[id] = cause
		}
	}
	return nil
}

// anonymousAuthors finds the registrations of authors of anonymous voices who wish for mails, by pseudonym.
func (s *Service) anonymousAuthors(
	tx *models.Tx, event *models.Event, posts []models.Post,
) (map[string]string, error) {
	people, err := tx.Registrations().LiveIDs(event)
	if err != nil {
		return nil, err
	}
	wish := map[string]bool{}
	for i := range posts {
		if posts[i].RegistrationID == nil {
			wish[posts[i].Author] = true
		}
	}
	authors := map[string]string{}
	for _, id := range people {
		if author := s.links.Author(id, false); wish[author] {
			authors[author] = id
		}
	}
	return authors, nil
}
