package survey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/app/service/table"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// signed opens a survey of an anonymity.
func (f *fixture) signed(anonymity models.SurveyAnonymity) *models.Survey {
	f.t.Helper()
	s := f.survey(&survey.SettingsInput{Anonymity: anonymity})
	if err := f.service.Asking.Open(f.t.Context(), f.event, s.ID); err != nil {
		f.t.Fatal(err)
	}
	return f.read(s.ID)
}

func (f *fixture) answerAs(r *models.Registration, s *models.Survey, given map[string][]string) survey.Eligibility {
	f.t.Helper()
	eligibility, err := f.service.Answering.Answer(f.t.Context(), f.event, r, s.ID, given, "ja")
	if err != nil {
		f.t.Fatal(err)
	}
	return eligibility
}

func (f *fixture) answerPage(r *models.Registration, s *models.Survey) *survey.AnswerPage {
	f.t.Helper()
	page, err := f.service.Answering.AnswerPage(f.t.Context(), f.event, r, s.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	return page
}

func eachSigned(t *testing.T, do func(t *testing.T, f *fixture, anonymity models.SurveyAnonymity)) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for _, anonymity := range []models.SurveyAnonymity{models.SurveyNamed, models.SurveyConfidential} {
			t.Run(string(anonymity), func(t *testing.T) { do(t, newFixture(t, db, string(anonymity)), anonymity) })
		}
	})
}

// A person answers a named or confidential survey once, and may change it until it closes.
func TestASignedAnswerMayBeChangedUntilClosing(t *testing.T) {
	eachSigned(t, func(t *testing.T, f *fixture, anonymity models.SurveyAnonymity) {
		s := f.signed(anonymity)
		r := f.register(models.ModeOnline)
		expectEqual(t, "first", f.answerAs(r, s, given("word", "初め")), survey.MayAnswer)
		first := f.answerPage(r, s)
		expectEqual(t, "then", first.Eligibility, survey.MayChange)
		expectEqual(t, "the form begins with", first.Given["q_word"], []string{"初め"})
		expectEqual(t, "again", f.answerAs(r, s, given("word", "変えました")), survey.MayAnswer)
		again := f.answerPage(r, s)
		expectEqual(t, "changed", again.Given["q_word"], []string{"変えました"})
		expectEqual(t, "the pseudonym stays", again.Sent.ID, first.Sent.ID)
		n, err := f.db.Query(t.Context()).Responses().Count(s)
		expectEqual(t, "responses", n, 1)
		if err != nil || again.Sent.Number <= first.Sent.Number {
			t.Error(err, again.Sent.Number)
		}
		if err := f.service.Asking.Close(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "closed", f.answerAs(r, s, given("word", "遅い")), survey.HasAnswered)
		expectEqual(t, "kept", f.answerPage(r, s).Given["q_word"], []string{"変えました"})
	})
}

// What is filled in is resumed on another device, and gone once it is sent, cleared or closed; what a slow network
// brings after sending is no draft.
func TestDraftsOfSignedSurveys(t *testing.T) {
	eachSigned(t, func(t *testing.T, f *fixture, anonymity models.SurveyAnonymity) {
		s, r := f.signed(anonymity), f.register(models.ModeOnline)
		keep := func(word, seed string) {
			t.Helper()
			typed := map[string][]string{"q_word": {word}, "seed": {seed}, "q_unknown": {"x"}, "page": {"0"}}
			if err := f.service.Answering.KeepDraft(t.Context(), f.event, r, s.ID, typed); err != nil {
				t.Fatal(err)
			}
		}
		keep("途中", "a1")
		page := f.answerPage(r, s)
		expectEqual(t, "resumed", page.Given, map[string][]string{"q_word": {"途中"}, "seed": {"a1"}, "page": {"0"}})
		other := f.answerPage(f.register(models.ModeOnline), s)
		if other.Draft != nil || other.Given != nil {
			t.Error("somebody else has it")
		}
		sent := given("word", "送った")
		sent["seed"] = []string{"a1"}
		f.answerAs(r, s, sent)
		keep("遅れて届いた", "a1")
		if page := f.answerPage(r, s); page.Draft != nil || page.Given["q_word"][0] != "送った" {
			t.Errorf("after sending: %+v", page.Resumed)
		}
		keep("書き直し中", "b2")
		expectEqual(t, "a change", f.answerPage(r, s).Given["q_word"], []string{"書き直し中"})
		if err := f.service.Answering.ClearDraft(t.Context(), f.event, r, s.ID); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "cleared", f.answerPage(r, s).Given["q_word"], []string{"送った"})
		keep("閉じる前", "c3")
		if err := f.service.Asking.Close(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		if f.answerPage(r, s).Draft != nil {
			t.Error("a draft is left after closing")
		}
		err := f.service.Answering.KeepDraft(t.Context(), f.event, r, s.ID, sent)
		expectEqual(t, "after closing", models.CodeOf(err), models.CodeConflict)
	})
}

// The database itself keeps anonymous surveys from having answers with names, whatever the program does.
func TestAnAnonymousSurveyCanHaveNoSignedAnswer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s, r := f.open(), f.register(models.ModeOnline)
		put := func(s *models.Survey) error {
			return db.InTx(t.Context(), func(tx *models.Tx) error {
				return tx.SignedResponses().Put(s, r, &models.Response{Mode: models.ModeOnline, Locale: "ja"}, "")
			})
		}
		if put(s) == nil {
			t.Error("an anonymous survey has an answer with a name")
		}
		lie := *s
		lie.Anonymity = models.SurveyNamed
		if put(&lie) == nil {
			t.Error("an anonymous survey has an answer with a name, by a lie about it")
		}
		err := f.service.Answering.KeepDraft(t.Context(), f.event, r, s.ID, given())
		expectEqual(t, "a draft", models.CodeOf(err), models.CodeConflict)
		err = db.InTx(t.Context(), func(tx *models.Tx) error {
			return tx.ResponseDrafts().Keep(&models.ResponseDraft{SurveyID: s.ID, RegistrationID: r.ID, Form: "x"})
		})
		if err == nil {
			t.Error("an anonymous survey has a draft")
		}
		named := f.signed(models.SurveyNamed)
		f.answerAs(r, named, given())
		err = db.InTx(t.Context(), func(tx *models.Tx) error {
			named.Anonymity = models.SurveyAnonymous
			return tx.Surveys().Update(named)
		})
		if err == nil {
			t.Error("a survey with names became anonymous")
		}
	})
}

// The promise cannot change once people may have read it.
func TestThePromiseStays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for _, anonymity := range models.SurveyAnonymities {
			s := f.signed(anonymity)
			for _, to := range models.SurveyAnonymities {
				in := &survey.SettingsInput{TitleJa: "別の題", Anonymity: to}
				if err := f.service.Writing.Edit(t.Context(), f.event, s.ID, in); err != nil {
					t.Fatal(err)
				}
				expectEqual(t, "anonymity", f.read(s.ID).Anonymity, anonymity)
			}
		}
		err := f.service.Asking.ChangeLink(t.Context(), f.event, f.signed(models.SurveyNamed).ID, survey.LinkOpen)
		expectEqual(t, "a link", models.CodeOf(err), models.CodeConflict)
		_, err = f.service.Writing.Create(t.Context(), f.event, &survey.SettingsInput{
			TitleJa: "リンク", Audience: models.AskLink, Anonymity: models.SurveyConfidential,
		})
		expectEqual(t, "both", fields(err), map[string]string{"anonymity": "survey_names.no_link"})
	})
}

// What a release has of a signed survey leads to nobody; the answers with names stay, until they are erased.
func TestASignedSurveyIsReleasedAsAnAnonymousOne(t *testing.T) {
	eachSigned(t, func(t *testing.T, f *fixture, anonymity models.SurveyAnonymity) {
		s := f.signed(anonymity)
		var people []*models.Registration
		for i := range 12 {
			r := f.register([]models.Mode{models.ModeOnline, models.ModeVenue}[i%2])
			people = append(people, r)
			f.answerAs(r, s, given("overall", []string{"4", "5"}[i/2%2], "word", "言葉"+strings.Repeat("あ", i)))
		}
		if err := f.service.Asking.Close(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		s = f.read(s.ID)
		results, err := f.service.Reading.Results(t.Context(), f.event, s.ID, survey.View{})
		if err != nil || results.Responses.N != 12 {
			t.Fatal(results, err)
		}
		ids := map[string]bool{}
		for _, r := range f.responses(s) {
			ids[r.ID] = true
			if len(r.Answers["word"]) > 0 {
				t.Error("a released row has a text")
			}
		}
		expectEqual(t, "released rows", len(ids), 12)
		for _, r := range people {
			sent := f.answerPage(r, s).Sent
			if sent == nil || ids[sent.ID] {
				t.Errorf("the answers of a person: %+v", sent)
			}
		}
		f.setClock(f.event.EndsAt.Add(48 * time.Hour))
		f.inTx(func(tx *models.Tx) error { return tx.Privacy().EraseOnRequest(f.event, people[0].ID) })
		left, err := f.db.Query(t.Context()).SignedResponses().Count(s)
		expectEqual(t, "left", left, 11)
		after, err2 := f.service.Reading.Results(t.Context(), f.event, s.ID, survey.View{})
		if err != nil || err2 != nil || after.Responses.N != 12 {
			t.Error("the release changed", err, err2)
		}
	})
}

// Rows of a named survey have the name, and the reading as far as there is one, for who may see people.
func TestRowsOfANamedSurveyHaveNames(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, "named")
		s := f.signed(models.SurveyNamed)
		r := f.register(models.ModeOnline)
		f.answerAs(r, s, given())
		for _, names := range []bool{true, false} {
			export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID, survey.Part{Names: names})
			if err != nil {
				t.Fatal(err)
			}
			responses := export.Responses()
			row := strings.Join(cells(t, responses)[0], "|")
			expectEqual(t, "name in "+row, strings.Contains(row, "|山田 1|ヤマダ|"), names)
		}
	})
}

// cells are the rows of a table as texts.
func cells(t *testing.T, from table.Table) (rows [][]string) {
	t.Helper()
	for row, err := range from.Rows {
		if err != nil {
			t.Fatal(err)
		}
		texts := make([]string, len(row))
		for i, cell := range row {
			texts[i] = fmt.Sprint(cell)
		}
		rows = append(rows, texts)
	}
	return rows
}

// Only the answers of a named survey may be told apart by one another, one by one.
func TestOnlyANamedSurveyHasDistinctions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for anonymity, want := range map[models.SurveyAnonymity]string{
			models.SurveyNamed: "mode overall recommend source themes", models.SurveyConfidential: "",
			models.SurveyAnonymous: "",
		} {
			var slugs []string
			for _, q := range f.service.Reading.Distinctions(f.signed(anonymity)) {
				slugs = append(slugs, q.Slug)
			}
			expectEqual(t, string(anonymity), strings.Join(slugs, " "), want)
		}
	})
}
