package survey_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"meguri/app/service/i18n"
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
			Email: id + "@mail.example", EmailKey: id + "@mail.example", Sector: models.SectorCivil, Locale: "ja", LinkHash: models.HashSecret(id),
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
		_, err := tx.Admissions().Enter([]models.Passage{{RegistrationID: r.ID, EventID: r.EventID, CheckInID: models.NewID(), At: tx.Now}})
		return err
	case models.ModeOnline:
		return tx.Presences().Add(&models.Presence{EventID: r.EventID, RegistrationID: r.ID, Tab: "tab", StartedAt: tx.Now, SeenAt: tx.Now})
	}
	return nil
}

// wordings are one question of each kind.
var wordings = []survey.Wording{
	{Slug: "overall", Kind: models.QuestionScale5, Required: true, TitleJa: "満足度", TitleEn: "Overall"},
	{Slug: "recommend", Kind: models.QuestionScale10, TitleJa: "勧めたいか", TitleEn: "Recommend"},
	{Slug: "source", Kind: models.QuestionSingle, Required: true, TitleJa: "何で知りましたか", TitleEn: "Source", Options: "市のお知らせ | City news\n知人 | A friend\nその他"},
	{Slug: "themes", Kind: models.QuestionMultiple, TitleJa: "関心", TitleEn: "Themes", Options: "時間 | Time\nスキル | Skills\n循環 | Circle"},
	{Slug: "word", Kind: models.QuestionShortText, TitleJa: "ひとこと", TitleEn: "A word"},
	{Slug: "", Kind: models.QuestionLongText, TitleJa: "ご意見", TitleEn: "Comments"},
}

func (w *world) survey(in survey.Texts) *models.Survey {
	w.t.Helper()
	ctx := w.t.Context()
	if in.TitleJa == "" {
		in.TitleJa = "アンケート"
	}
	s, err := w.service.Create(ctx, w.event, in)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, wording := range wordings {
		if err := w.service.AddQuestion(ctx, w.event, s.ID, wording); err != nil {
			w.t.Fatal(err)
		}
	}
	return w.read(s.ID)
}

func (w *world) open() *models.Survey {
	w.t.Helper()
	s := w.survey(survey.Texts{})
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
		"q_overall": {"4"}, "q_recommend": {"9"}, "q_source": {"city_news"}, "q_themes": {"skills", "time"}, "q_word": {"ありがとう"}, "q_q6": {"一行目\r\n二行目"},
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
	if ok := asError(err, &known); !ok {
		return nil
	}
	return known.Fields
}

func TestWritingQuestions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, ctx := newWorld(t, db), context.Background()
		s := w.survey(survey.Texts{})
		t.Run("keeps them in order, numbered where they have no name", func(t *testing.T) {
			if len(s.Questions) != 6 || s.Questions[5].Slug != "q6" || s.Questions[2].Options[0].Slug != "city_news" || s.Questions[2].Options[2].Slug != "o3" {
				t.Fatalf("%+v", s.Questions)
			}
		})
		t.Run("moves one up and down", func(t *testing.T) {
			for _, steps := range []int{-1, -1, 1} {
				if err := w.service.MoveQuestion(ctx, w.event, s.ID, s.Questions[1].ID, steps); err != nil {
					t.Fatal(err)
				}
			}
			if got := w.read(s.ID).Questions; got[0].Slug != "overall" || got[1].Slug != "recommend" {
				t.Fatalf("%+v", got)
			}
		})
		t.Run("finds fault beside each field", func(t *testing.T) {
			for field, wording := range map[string]survey.Wording{
				"title_ja": {Kind: models.QuestionScale5}, "kind": {TitleJa: "x", Kind: "dance"}, "options": {TitleJa: "x", Kind: models.QuestionSingle, Options: "one"},
				"slug": {TitleJa: "x", Kind: models.QuestionLongText, Slug: "overall"},
			} {
				if err := w.service.AddQuestion(ctx, w.event, s.ID, wording); fields(err)[field] == "" {
					t.Errorf("%s: %v", field, err)
				}
			}
		})
		t.Run("corrects only wording after the opening", func(t *testing.T) {
			if err := w.service.Open(ctx, w.event, s.ID); err != nil {
				t.Fatal(err)
			}
			if err := w.service.AddQuestion(ctx, w.event, s.ID, survey.Wording{Kind: models.QuestionLongText, TitleJa: "x"}); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("a question was added: %v", err)
			}
			if err := w.service.DeleteQuestion(ctx, w.event, s.ID, s.Questions[0].ID); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("a question was deleted: %v", err)
			}
			if err := w.service.Delete(ctx, w.event, s.ID); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("the survey was deleted: %v", err)
			}
			q := s.Questions[2]
			err := w.service.EditQuestion(ctx, w.event, s.ID, q.ID, survey.Wording{TitleJa: "きっかけ", Kind: models.QuestionLongText, Options: "市のお知らせ | City bulletin\n知人\nほか"})
			if got := w.read(s.ID).Questions[2]; err != nil || got.TitleJa != "きっかけ" || got.Kind != models.QuestionSingle || got.Options[0].Slug != "city_news" || got.Options[0].TextEn != "City bulletin" {
				t.Errorf("%+v, %v", got, err)
			}
			if err := w.service.EditQuestion(ctx, w.event, s.ID, q.ID, survey.Wording{TitleJa: "x", Options: "a\nb"}); fields(err)["options"] == "" {
				t.Errorf("an option went away: %v", err)
			}
		})
		t.Run("stays inside the event", func(t *testing.T) {
			other := modelstest.Summit(t, db, "other")
			if err := w.service.AddQuestion(ctx, other, s.ID, wordings[0]); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("another event's survey was found: %v", err)
			}
		})
	})
}
