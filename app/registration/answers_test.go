package registration_test

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/registration"
	"meguri/app/service/ask"
	"meguri/models"
)

// asks makes the next version of the event's form.
func (f *fixture) asks(questions ...models.FormQuestion) {
	f.t.Helper()
	err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
		asked, err := ask.Read(tx.Query, f.event)
		if err != nil {
			return err
		}
		for at := len(asked.Questions) - 1; at >= 0; at-- {
			asked.Retire(at)
		}
		next := asked.Stored(f.event)
		next.Questions = questions
		return tx.Forms().Add(next)
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) stored(email string) *models.Registration {
	f.t.Helper()
	for r, err := range f.db.Query(f.ctx).Registrations().Each(f.event, models.RegistrationFilter{}) {
		if err != nil {
			f.t.Fatal(err)
		}
		if r.Email == email {
			return r
		}
	}
	f.t.Fatalf("nobody has %s", email)
	return nil
}

var (
	party = models.FormQuestion{
		Slug: "party", Kind: models.QuestionSingle, TitleJa: "交流会に参加しますか", Required: true,
		Options: []models.Option{{Slug: "yes", TextJa: "はい"}, {Slug: "no", TextJa: "いいえ"}}, TicketTypes: []string{"venue"},
	}
	food = models.FormQuestion{
		Slug: "food", Kind: models.QuestionShortText, TitleJa: "食べられないもの", Required: true,
		Settings: models.QuestionSettings{ShowIf: &models.ShowIf{Question: "party", Values: []string{"yes"}}},
	}
	topics = models.FormQuestion{
		Slug: "topics", Kind: models.QuestionMultiple, TitleJa: "関心",
		Options: []models.Option{{Slug: "time", TextJa: "時間"}, {Slug: "skills", TextJa: "経験"}},
	}
)

func faultsOf(err error) map[string]string {
	var known *models.Error
	if !errors.As(err, &known) {
		return nil
	}
	return known.Fields
}

func TestAFormAsksThoseWhomItIsFor(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.asks(party, food, topics)
		for name, test := range map[string]struct {
			ticketType string
			fields     url.Values
			faults     map[string]string
			answers    map[string]string
		}{
			"a required question": {
				"venue", url.Values{}, map[string]string{"q_party": "question.choose"}, nil,
			},
			"one that is shown for an answer": {
				"venue", url.Values{"q_party": {"yes"}}, map[string]string{"q_food": "field.required"}, nil,
			},
			"what is hidden is never stored": {
				"venue", url.Values{"q_party": {"no"}, "q_food": {"卵"}}, nil, map[string]string{"party": "no"},
			},
			"another ticket type is not asked": {
				"online", url.Values{"q_party": {"yes"}, "q_food": {"卵"}, "q_topics": {"time", "skills"}}, nil,
				map[string]string{"topics": `["time","skills"]`},
			},
			"an option that there is not": {
				"online", url.Values{"q_topics": {"cake"}}, map[string]string{"q_topics": "field.choice"}, nil,
			},
			"what was never asked": {
				"online", url.Values{"q_shoes": {"42"}}, nil, nil,
			},
		} {
			t.Run(name, func(t *testing.T) {
				email := models.NewID() + "@example.jp"
				in := signUpInput(email, test.ticketType)
				in.Fields, in.FormVersion = test.fields, 1
				_, err := f.service.SignUp(f.ctx, f.event, in)
				if diff := cmp.Diff(test.faults, faultsOf(err)); diff != "" {
					t.Fatal(diff)
				}
				if err == nil {
					if diff := cmp.Diff(test.answers, f.stored(email).Answers); diff != "" {
						t.Error(diff)
					}
				}
			})
		}
	})
}

func TestAProgramAnswersBySlug(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.asks(party, topics)
		in := signUpInput("api@example.jp", "venue")
		in.Answers = map[string]any{"topics": []any{"time"}, "own": "kept"}
		_, err := f.service.SignUp(f.ctx, f.event, in)
		if diff := cmp.Diff(map[string]string{"answers.party": "question.choose"}, faultsOf(err)); diff != "" {
			t.Fatal(diff)
		}
		in.Answers["party"] = "no"
		in.Companions = []registration.CompanionInput{{
			NameInput:    registration.NameInput{Family: "髙橋", Given: "次郎", FamilyKana: "たかはし", GivenKana: "じろう"},
			AnswersInput: registration.AnswersInput{Answers: map[string]any{"party": "maybe"}},
		}}
		_, err = f.service.SignUp(f.ctx, f.event, in)
		if diff := cmp.Diff(map[string]string{"companions.0.answers.party": "field.choice"}, faultsOf(err)); diff != "" {
			t.Fatal(diff)
		}
		in.Companions[0].Answers["party"] = "yes"
		result, err := f.service.SignUp(f.ctx, f.event, in)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"party": "no", "topics": `["time"]`, "own": "kept"}
		if diff := cmp.Diff(want, result.Registration.Answers); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(map[string]string{"party": "yes"}, result.Companions[0].Answers); diff != "" {
			t.Error(diff)
		}
	})
}

// Somebody fills in the form while the question turns into its opposite.
func TestAFormThatIsChangedWhileItIsFilledIn(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.asks(party)
		in := signUpInput("slow@example.jp", "venue")
		in.Fields, in.FormVersion = url.Values{"q_party": {"yes"}, "form_version": {"1"}}, 1
		f.asks(models.FormQuestion{
			Slug: "absent", Kind: models.QuestionSingle, TitleJa: "交流会を欠席しますか", Options: party.Options,
		})
		_, err := f.service.SignUp(f.ctx, f.event, in)
		if diff := cmp.Diff(map[string]string{"form_version": "form.changed_meanwhile"}, faultsOf(err)); diff != "" {
			t.Fatal(diff)
		}
		in.FormVersion = 2 // as the page shows it then
		if _, err = f.service.SignUp(f.ctx, f.event, in); err != nil {
			t.Fatal(err)
		}
		if got := f.stored("slow@example.jp").Answers; len(got) > 0 {
			t.Errorf("stored an answer to a question that is not asked: %v", got)
		}
	})
}

func TestAnAnswerToAQuestionThatIsNoLongerAsked(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.asks(party, topics)
		in := signUpInput("early@example.jp", "venue")
		in.Fields, in.FormVersion = url.Values{"q_party": {"yes"}, "q_topics": {"time"}}, 1
		if _, err := f.service.SignUp(f.ctx, f.event, in); err != nil {
			t.Fatal(err)
		}
		reworded := topics
		reworded.TitleJa = "興味のあること"
		reworded.Options = []models.Option{{Slug: "time", TextJa: "時間のこと"}, {Slug: "skills", TextJa: "経験"}}
		f.asks(reworded)

		r := f.stored("early@example.jp")
		want := []ask.Line{{Slug: "party", Title: "交流会に参加しますか", Text: "はい"}, {Slug: "topics", Title: "関心", Text: "時間"}}
		expectLines(t, f, r, want)

		late := signUpInput("late@example.jp", "online")
		late.Answers = map[string]any{"party": "yes", "topics": []any{"skills"}}
		if _, err := f.service.SignUp(f.ctx, f.event, late); err != nil {
			t.Fatal(err)
		}
		expectLines(t, f, f.stored("late@example.jp"), []ask.Line{{Slug: "topics", Title: "興味のあること", Text: "経験"}})

		answers := registration.AnswersOf(f.service)
		change := &registration.AnswersChange{FormVersion: 2, Fields: url.Values{"q_topics": {"skills"}}}
		if err := answers.Change(f.ctx, f.event, r.ID, change); err != nil {
			t.Fatal(err)
		}
		expectLines(t, f, f.stored("early@example.jp"), []ask.Line{
			{Slug: "topics", Title: "興味のあること", Text: "経験"}, {Slug: "party", Title: "交流会に参加しますか", Text: "はい"},
		})
	})
}

func expectLines(t *testing.T, f *fixture, r *models.Registration, want []ask.Line) {
	t.Helper()
	got, err := registration.AnswersOf(f.service).Lines(f.ctx, japanese(t), f.event, r)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnswersAreChangedUntilADeadline(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.asks(topics)
		in := signUpInput("own@example.jp", "online")
		in.Answers = map[string]any{"topics": []any{"time"}}
		if _, err := f.service.SignUp(f.ctx, f.event, in); err != nil {
			t.Fatal(err)
		}
		r, answers := f.stored("own@example.jp"), registration.AnswersOf(f.service)
		change := func(version int, values ...string) error {
			fields := url.Values{"q_topics": values}
			return answers.Change(f.ctx, f.event, r.ID, &registration.AnswersChange{FormVersion: version, Fields: fields})
		}
		if err := change(1, "skills"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]string{"topics": `["skills"]`}, f.stored("own@example.jp").Answers); diff != "" {
			t.Error(diff)
		}
		filter := models.RegistrationFilter{Answers: []models.GivenAnswer{{Question: "topics", Answer: "skills"}}}
		if n, err := f.db.Query(f.ctx).Registrations().Count(f.event, filter, 10); err != nil || n != 1 {
			t.Errorf("found %d by the answer: %v", n, err)
		}
		if diff := cmp.Diff(map[string]string{"form_version": "form.changed_meanwhile"}, faultsOf(change(7))); diff != "" {
			t.Error(diff)
		}
		past := f.db.Now().Add(-time.Minute)
		err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
			return tx.Forms().Save(&models.Form{EventID: f.event.ID, AnswersUntil: &past})
		})
		if err != nil {
			t.Fatal(err)
		}
		if code := models.CodeOf(change(1, "time")); code != models.CodeConflict {
			t.Errorf("after the deadline: %v", code)
		}
	})
}
