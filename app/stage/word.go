package stage

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// WordInput is the word with which people say that they were there, and for how many minutes it may be given.
type WordInput struct {
	Word    string `form:"word"`
	Minutes string `form:"minutes"`
}

// maxWord is how many characters the word may have.
const maxWord = 20

// WordMinutes are for how long a word may be given, the usual one first.
var WordMinutes = []int{10, 5, 15, 30, 60}

// SetWord shows a word of attendance, and lets those in the room give it. One that was open ends. Staff who run the
// room call it. Errors: Invalid for the fields at fault.
func (s *Service) SetWord(ctx context.Context, event *models.Event, in *WordInput) error {
	c := check.New()
	word := c.Line("word", in.Word, maxWord, check.Required)
	minutes, err := strconv.Atoi(in.Minutes)
	if in.Minutes == "" {
		minutes, err = WordMinutes[0], nil
	}
	if err != nil || !slices.Contains(WordMinutes, minutes) {
		c.Fault("minutes", "field.choice")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		stage, err := tx.Stages().Make(event)
		if err != nil {
			return err
		}
		shown := models.AttendanceWord{
			EventID: event.ID, Text: word, OpensAt: tx.Now, ClosesAt: tx.Now.Add(time.Duration(minutes) * time.Minute),
		}
		if err := tx.AttendanceWords().Show(&shown); err != nil {
			return err
		}
		return tx.Stages().Change(stage, map[string]any{"attendance_word": word, "view_name": ViewWord, "subject": ""})
	})
}

// CloseWord ends the word that may be given. Staff who run the room call it.
func (s *Service) CloseWord(ctx context.Context, event *models.Event) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.AttendanceWords().Close(event.ID) })
}

// OpenWord is a word that an attendee may give now.
type OpenWord struct {
	Until time.Time
	Given bool // by the person
}

// OpenWord finds the word that an attendee, who calls it, may give now; nil for none.
func (s *Service) OpenWord(ctx context.Context, event *models.Event, r *models.Registration) (*OpenWord, error) {
	q := s.db.Query(ctx)
	word, err := q.AttendanceWords().OpenNow(event)
	if err != nil || word == nil || r.State != models.RegistrationConfirmed {
		return nil, err
	}
	given, err := q.AttendanceWords().GivenBy([]string{r.ID})
	_, isGiven := given[r.ID][word.ID]
	return &OpenWord{Until: word.ClosesAt, Given: isGiven}, err
}

// GiveWord stores that an attendee, who calls it, typed the word that is open, in whatever width, case or kana. Errors:
// Conflict where no word is open or they have no place; Invalid for another word.
func (s *Service) GiveWord(ctx context.Context, event *models.Event, r *models.Registration, typed string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		word, err := tx.AttendanceWords().OpenNow(event)
		if err != nil {
			return err
		}
		if word == nil || r.State != models.RegistrationConfirmed {
			return models.NewError(models.CodeConflict, "stage.word_closed")
		}
		if !isSameWord(typed, word.Text) {
			c := check.New()
			c.Fault("word", "stage.word_wrong")
			return c.Err()
		}
		return tx.AttendanceWords().Give(word, r)
	})
}

func isSameWord(typed, word string) bool {
	if folded := text.SearchQuery(word); folded != "" {
		return text.SearchQuery(typed) == folded
	}
	return strings.TrimSpace(typed) == word
}

// WordMinutes are for how long a word may be given.
func (r *Remote) WordMinutes() []int { return WordMinutes }

// shownWord is the word that may be given now, nil for none.
func shownWord(q *models.Query, event *models.Event) (*models.ShownWord, error) {
	words, err := q.AttendanceWords().OfEvent(event)
	if n := len(words); err == nil && n > 0 && words[n-1].IsOpen(q.Now) {
		return &words[n-1], nil
	}
	return nil, err
}
