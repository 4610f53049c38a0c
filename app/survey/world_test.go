package survey_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

// world is an event whose clock stands an hour after its end, with a survey.
type world struct {
	t       testing.TB
	db      *models.DB
	event   *models.Event
	service *survey.Service
	people  int
	mails   int // sent so far
}

func newWorld(t testing.TB, db *models.DB) *world {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, event: modelstest.Summit(t, db, "summit"), service: survey.New(db, texts)}
	w.at(w.event.EndsAt.Add(time.Hour))
	return w
}

func (w *world) at(now time.Time) { w.db.SetClock(func() time.Time { return now }) }

// beforeTheEnd sets the clock to an hour before the event ends.
func (w *world) beforeTheEnd() { w.at(w.event.EndsAt.Add(-time.Hour)) }

func (w *world) inTx(do func(tx *models.Tx) error) {
	w.t.Helper()
	if err := w.db.InTx(w.t.Context(), do); err != nil {
		w.t.Fatal(err)
	}
}

// person registers somebody who attended in the mode given, or did not where it is "".
func (w *world) person(mode models.Mode) *models.Registration {
	w.t.Helper()
	w.people++
	var r *models.Registration
	w.inTx(func(tx *models.Tx) error {
		kind, err := tx.TicketTypes().BySlug(w.event, "online")
		if err != nil {
			return err
		}
		id := models.NewID()
		r = &models.Registration{
			ID: id, EventID: w.event.ID, TicketTypeID: kind.ID, RequestID: id, Code: id, State: models.RegistrationConfirmed,
			Name:  text.Name{Family: "山田", Given: fmt.Sprint(w.people), FamilyKana: "ヤマダ"},
			Email: id + "@mail.example", EmailKey: id + "@mail.example",
			Sector: models.SectorCivil, Locale: "ja", LinkHash: models.HashSecret(id),
			LinkNumber: 1, TicketSerial: 1, Answers: map[string]string{},
		}
		if _, err := tx.Registrations().Insert(r); err != nil {
			return err
		}
		return attend(tx, r, mode)
	})
	return r
}

func attend(tx *models.Tx, r *models.Registration, mode models.Mode) error {
	switch mode {
	case models.ModeVenue:
		_, err := tx.Admissions().Enter([]models.Passage{
			{RegistrationID: r.ID, EventID: r.EventID, CheckInID: models.NewID(), At: tx.Now},
		})
		return err
	case models.ModeOnline:
		return tx.Presences().Beat(r, "tab", time.Minute)
	}
	return nil
}

// wordings are one question of each kind.
var wordings = []question.Input{
	{Slug: "overall", Kind: models.QuestionScale5, Required: true, TitleJa: "満足度", TitleEn: "Overall"},
	{Slug: "recommend", Kind: models.QuestionScale10, TitleJa: "勧めたいか", TitleEn: "Recommend"},
	{
		Slug: "source", Kind: models.QuestionSingle, Required: true, TitleJa: "何で知りましたか", TitleEn: "Source",
		Options: "市のお知らせ | City news\n知人 | A friend\nその他",
	},
	{
		Slug: "themes", Kind: models.QuestionMultiple, TitleJa: "関心", TitleEn: "Themes",
		Options: "時間 | Time\nスキル | Skills\n循環 | Circle",
	},
	{Slug: "word", Kind: models.QuestionShortText, TitleJa: "ひとこと", TitleEn: "A word"},
	{Slug: "", Kind: models.QuestionLongText, TitleJa: "ご意見", TitleEn: "Comments"},
}

func (w *world) survey(in *survey.SettingsInput) *models.Survey {
	w.t.Helper()
	ctx := w.t.Context()
	if in.TitleJa == "" {
		in.TitleJa = "アンケート"
	}
	s, err := w.service.Create(ctx, w.event, in)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range wordings {
		if err := w.service.AddQuestion(ctx, w.event, s.ID, &wordings[i]); err != nil {
			w.t.Fatal(err)
		}
	}
	return w.read(s.ID)
}

// draft is a survey with a question of each kind.
func (w *world) draft() *models.Survey {
	w.t.Helper()
	return w.survey(&survey.SettingsInput{})
}

func (w *world) open() *models.Survey {
	w.t.Helper()
	s := w.draft()
	if err := w.service.Open(w.t.Context(), w.event, s.ID); err != nil {
		w.t.Fatal(err)
	}
	return w.read(s.ID)
}

func (w *world) read(id string) *models.Survey {
	w.t.Helper()
	s, err := w.db.Query(w.t.Context()).Surveys().ByID(w.event, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *world) responses(s *models.Survey) (list []*models.Response) {
	w.t.Helper()
	for r, err := range w.db.Query(w.t.Context()).Responses().Each(s) {
		if err != nil {
			w.t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// given is a whole, valid answer; pairs of a slug and a value change it.
func given(pairs ...string) map[string][]string {
	values := map[string][]string{
		"q_overall":   {"4"},
		"q_recommend": {"9"},
		"q_source":    {"city_news"},
		"q_themes":    {"skills", "time"},
		"q_word":      {"ありがとう"},
		"q_q6":        {"一行目\r\n二行目"},
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values["q_"+pairs[i]] = []string{pairs[i+1]}
	}
	return values
}

func (w *world) answer(s *models.Survey, mode models.Mode, pairs ...string) {
	w.t.Helper()
	standing, err := w.service.Answer(w.t.Context(), w.event, w.person(mode), s.ID, given(pairs...), "ja")
	if err != nil || standing != survey.MayAnswer {
		w.t.Fatalf("%s, %v", standing, err)
	}
}

// fields are those that an error finds fault with.
func fields(err error) map[string]string {
	var known *models.Error
	if !errors.As(err, &known) {
		return nil
	}
	return known.Fields
}
