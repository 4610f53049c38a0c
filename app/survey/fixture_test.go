package survey_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

// fixture is an event with the service, an hour after its end.
type fixture struct {
	sector     models.Sector // of who registers next
	ticket     string        // of who registers next, by its slug
	t          testing.TB
	db         *models.DB
	event      *models.Event
	service    *survey.Services
	registered int // so far
	mails      int // sent so far
}

// expectEqual compares what there is with what should be; what names it.
func expectEqual[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func newFixture(t testing.TB, db *models.DB, slug ...string) *fixture {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{
		sector:  models.SectorCivil,
		ticket:  "online",
		t:       t,
		db:      db,
		event:   modelstest.Summit(t, db, strings.Join(append(slug, "summit")[:1], "")),
		service: survey.New(db, texts, link.New([]byte("a key"))),
	}
	f.setClock(f.event.EndsAt.Add(time.Hour))
	return f
}

// texts are those of a language.
func (*fixture) texts(t testing.TB, lang string) *i18n.Localizer {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts.For(lang)
}

func (f *fixture) setClock(now time.Time) { f.db.SetClock(func() time.Time { return now }) }

// beforeTheEnd sets the clock to an hour before the event ends.
func (f *fixture) beforeTheEnd() { f.setClock(f.event.EndsAt.Add(-time.Hour)) }

func (f *fixture) inTx(do func(tx *models.Tx) error) {
	f.t.Helper()
	if err := f.db.InTx(f.t.Context(), do); err != nil {
		f.t.Fatal(err)
	}
}

// register registers a person who attended in the mode, or did not attend where it is "".
func (f *fixture) register(mode models.Mode) *models.Registration {
	f.t.Helper()
	f.registered++
	var r *models.Registration
	f.inTx(func(tx *models.Tx) error {
		ticketType, err := tx.TicketTypes().BySlug(f.event, f.ticket)
		if err != nil {
			return err
		}
		id := models.NewID()
		r = &models.Registration{
			ID: id, EventID: f.event.ID, TicketTypeID: ticketType.ID, RequestID: id, Code: id,
			State: models.RegistrationConfirmed,
			Name:  text.Name{Family: "山田", Given: fmt.Sprint(f.registered), FamilyKana: "ヤマダ"},
			Email: id + "@mail.example", EmailKey: id + "@mail.example",
			Sector: f.sector, Locale: "ja", LinkHash: models.HashSecret(id),
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
		event, err := tx.Events().ByID(r.EventID)
		if err != nil {
			return err
		}
		_, err = tx.Admissions().Record(event, []models.Passage{
			{RegistrationID: r.ID, EventID: r.EventID, CheckInID: models.NewID(), At: tx.Now},
		})
		return err
	case models.ModeOnline:
		return tx.Presences().Beat(r, "tab", time.Minute)
	}
	return nil
}

// questionInputs are the inputs of one question of each kind.
var questionInputs = []question.Input{
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

func (f *fixture) survey(in *survey.SettingsInput) *models.Survey {
	f.t.Helper()
	ctx := f.t.Context()
	if in.TitleJa == "" {
		in.TitleJa = "アンケート"
	}
	s, err := f.service.Writing.Create(ctx, f.event, in)
	if err != nil {
		f.t.Fatal(err)
	}
	for i := range questionInputs {
		if err := f.addQuestion(s.ID, &questionInputs[i]); err != nil {
			f.t.Fatal(err)
		}
	}
	return f.read(s.ID)
}

// rows are the rows of a survey's editor, with one more, as its form sends them.
func (f *fixture) rows(id string, more ...question.Input) *survey.QuestionsInput {
	f.t.Helper()
	page, err := f.service.Writing.EditorPage(f.t.Context(), f.event, id, nil, 0)
	if err != nil {
		f.t.Fatal(err)
	}
	in := &survey.QuestionsInput{}
	for i := range page.Rows {
		in.Rows = append(in.Rows, page.Rows[i].QuestionRowInput)
	}
	for i := range more {
		in.Rows = append(in.Rows, survey.QuestionRowInput{ID: models.NewID(), Input: more[i]})
	}
	return in
}

func (f *fixture) save(id string, in *survey.QuestionsInput) error {
	f.t.Helper()
	return f.service.Writing.SaveQuestions(f.t.Context(), f.event, id, in)
}

func (f *fixture) addQuestion(id string, in *question.Input) error {
	f.t.Helper()
	return f.save(id, f.rows(id, *in))
}

// editQuestion saves a question with another input; what it does not say stays.
func (f *fixture) editQuestion(id, questionID string, in *question.Input) error {
	f.t.Helper()
	list := f.rows(id)
	for i := range list.Rows {
		if list.Rows[i].ID == questionID {
			list.Rows[i].Input, list.Rows[i].EndsJa = *in, nil
		}
	}
	return f.save(id, list)
}

// draft makes a survey with a question of each kind.
func (f *fixture) draft() *models.Survey {
	f.t.Helper()
	return f.survey(&survey.SettingsInput{})
}

func (f *fixture) wouldInvite(s *models.Survey) int {
	f.t.Helper()
	n, err := f.service.Asking.WouldInvite(f.t.Context(), f.event, s)
	if err != nil {
		f.t.Fatal(err)
	}
	return n
}

func (f *fixture) open() *models.Survey {
	f.t.Helper()
	s := f.draft()
	if err := f.service.Asking.Open(f.t.Context(), f.event, s.ID); err != nil {
		f.t.Fatal(err)
	}
	return f.read(s.ID)
}

func (f *fixture) read(id string) *models.Survey {
	f.t.Helper()
	s, err := f.db.Query(f.t.Context()).Surveys().ByID(f.event, id)
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

func (f *fixture) responses(s *models.Survey) (list []*models.Response) {
	f.t.Helper()
	for r, err := range f.db.Query(f.t.Context()).Responses().Each(s) {
		if err != nil {
			f.t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// given is a complete, valid answer; pairs of a slug and a value change it.
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

func (f *fixture) answer(s *models.Survey, mode models.Mode, pairs ...string) {
	f.t.Helper()
	eligibility, err := f.service.Answering.Answer(f.t.Context(), f.event, f.register(mode), s.ID, given(pairs...), "ja")
	if err != nil {
		f.t.Fatal(err)
	}
	if eligibility != survey.MayAnswer {
		f.t.Fatalf("the person's eligibility is %q", eligibility)
	}
}

// fields are the faults of an error, by field, whichever row they are in.
func fields(err error) map[string]string {
	var known *models.Error
	if !errors.As(err, &known) {
		return nil
	}
	list := map[string]string{}
	for field, fault := range known.Fields {
		name, _, _ := strings.Cut(field, ".")
		list[name] = fault
	}
	return list
}

// must demands that there is no error.
func must[T any](t testing.TB) func(value T, err error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
