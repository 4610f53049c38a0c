package survey_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// asFile is a survey as its file.
func asFile(t *testing.T, f *fixture, s *models.Survey) []byte {
	t.Helper()
	document, err := f.service.Writing.Document(t.Context(), f.event, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	file, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestASurveyGoesThroughAFile(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.openWith(append(laterInputs[:len(laterInputs):len(laterInputs)], questionInputs...))
		depending := s.Questions[3]
		depending.Settings.ShowIf = &models.ShowIf{Question: "nps", Values: []string{"10"}}
		f.inTx(func(tx *models.Tx) error { return tx.Questions().Update(&depending) })
		s = f.read(s.ID)
		made, err := f.service.Writing.Import(t.Context(), f.event, asFile(t, f, s))
		if err != nil {
			t.Fatal(err, fields(err))
		}
		again := f.read(made.ID)
		expectEqual(t, "state", again.State, models.SurveyDraft)
		expectEqual(t, "file of the copy", string(asFile(t, f, again)), string(asFile(t, f, s)))
		expectEqual(t, "condition", again.Questions[3].Settings.ShowIf.Question, "nps")
		if again.Questions[0].ID == s.Questions[0].ID {
			t.Error("the copy has the ids of the other survey")
		}
	})
}

func TestABadFileSaysWhatIsWrong(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		good := string(asFile(t, f, f.draft()))
		before, _ := f.service.Writing.List(t.Context(), f.event)
		replace := func(from, to string) string { return strings.Replace(good, from, to, 1) }
		title, words := `"title_ja":"満足度"`, strings.Repeat("あ", 300)
		later := `{"question":"source","values":["a_friend"]}`
		for name, c := range map[string]struct{ file, field, fault string }{
			"nothing":             {"", "file", "sheet.file_none"},
			"no JSON":             {"これは文章です", "file", "sheet.file_broken"},
			"cut off":             {good[:len(good)-20], "file", "sheet.file_broken"},
			"two of them":         {good + good, "file", "sheet.file_broken"},
			"something else":      {`{"format":"x","version":1,"title_ja":"a","questions":[]}`, "file", "sheet.file_format"},
			"a later version":     {replace(`"version":1`, `"version":9`), "file", "sheet.file_version"},
			"a word of its own":   {replace(`"version":1`, `"version":1,"colour":"red"`), "file", "sheet.file_unknown"},
			"too large":           {strings.Repeat(" ", survey.MaxDocument+1), "file", "sheet.file_long"},
			"an unknown kind":     {replace(`"kind":"scale5"`, `"kind":"hologram"`), "question", "field.choice"},
			"a slug of the facts": {replace(`"slug":"overall"`, `"slug":"mode"`), "question", "question.slug_form"},
			"two of one slug":     {replace(`"slug":"recommend"`, `"slug":"overall"`), "question", "question.slug_taken"},
			"two of one option":   {replace(`"slug":"a_friend"`, `"slug":"city_news"`), "question", "question.option_slugs"},
			"a circle": {
				replace(title, title+`,"settings":{"show_if":`+later+`}`), "question", "question.condition_later",
			},
			"a title of 300 words": {replace(title, `"title_ja":"`+words+`"`), "question", "field.too_long"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := f.service.Writing.Import(t.Context(), f.event, []byte(c.file))
				expectEqual(t, "faults", fields(err), map[string]string{c.field: c.fault})
			})
		}
		after, _ := f.service.Writing.List(t.Context(), f.event)
		expectEqual(t, "surveys", len(after), len(before))
	})
}

func TestASurveyIsCopiedFromAnotherEventOfTheHost(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		opened, draft := f.open(), f.draft()
		var other *models.Event
		f.inTx(func(tx *models.Tx) error {
			copied := *f.event
			copied.ID, copied.Slug = models.NewID(), "next-year"
			other = &copied
			return tx.Events().Create(other)
		})
		list, err := f.service.Writing.Earlier(t.Context(), other)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "offered", []string{list[0].ID, list[0].Event.ID}, []string{opened.ID, f.event.ID})
		expectEqual(t, "how many", len(list), 1)
		made, err := f.service.Writing.Copy(t.Context(), other, opened.ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.db.Query(t.Context()).Surveys().ByID(other, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "questions", slugs(got), slugs(opened))
		expectEqual(t, "options", got.Questions[2].Options, opened.Questions[2].Options)
		_, err = f.service.Writing.Copy(t.Context(), other, draft.ID)
		expectEqual(t, "a draft of others", fields(err), map[string]string{"survey": "field.choice"})
		stranger := modelstest.Summit(t, db, "stranger")
		if _, err := f.service.Writing.Copy(t.Context(), stranger, opened.ID); models.CodeOf(err) != models.CodeInvalid {
			t.Errorf("another host: %v", err)
		}
	})
}

func TestSetsOfQuestionsCanBeSaved(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s, err := f.service.Writing.Create(t.Context(), f.event, &survey.SettingsInput{TitleJa: "まとめて"})
		if err != nil {
			t.Fatal(err)
		}
		in := &survey.QuestionsInput{}
		added, err := f.service.Writing.AddTemplate(t.Context(), f.event, survey.TemplateSessions, in)
		expectEqual(t, "sessions of an event without any", []any{added, err}, []any{false, nil})
		f.inTx(func(tx *models.Tx) error {
			errs := []error{tx.Speakers().Add(f.event, &models.Speaker{NameJa: "青木", NameEn: "Aoki"})}
			for _, kind := range []models.SessionKind{models.SessionTalk, models.SessionBreak} {
				errs = append(errs, tx.Sessions().Create(f.event, &models.Session{
					Kind: kind, Language: "ja", TitleJa: "企画", TitleEn: "Session", StartsAt: f.event.StartsAt, EndsAt: f.event.EndsAt,
				}))
			}
			return errors.Join(errs...)
		})
		for _, name := range survey.Templates {
			if added, err := f.service.Writing.AddTemplate(t.Context(), f.event, name, in); err != nil || !added {
				t.Errorf("%s: %v, %v", name, added, err)
			}
		}
		if err := f.save(s.ID, in); err != nil {
			t.Fatal(err, fields(err))
		}
		kinds := map[models.QuestionKind]int{}
		for _, q := range f.read(s.ID).Questions {
			kinds[q.Kind]++
			if q.TitleEn == "" {
				t.Errorf("no English: %s", q.TitleJa)
			}
			if q.Kind == models.QuestionMatrix && (len(q.Options) != 1 || len(q.Settings.Ends) != 2) {
				t.Errorf("rows: %+v", q)
			}
		}
		expectEqual(t, "kinds", kinds, map[models.QuestionKind]int{
			models.QuestionScale5: 3, models.QuestionNPS: 1, models.QuestionLongText: 4, models.QuestionMultiple: 1,
			models.QuestionMatrix: 2,
		})
	})
}

func TestConditionsAreKeptWholeWhenQuestionsChange(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.draft()
		id := s.Questions[4].ID // word
		set := func(chosen ...string) error {
			return f.service.Writing.SaveCondition(t.Context(), f.event, s.ID, id, chosen)
		}
		expectEqual(t, "two questions", fields(set("overall=1", "source=a_friend")),
			map[string]string{survey.ConditionField: "question.condition_one"})
		expectEqual(t, "itself", fields(set("word=x")), map[string]string{survey.ConditionField: "question.condition_gone"})
		if err := set("overall=1", "overall=2"); err != nil {
			t.Fatal(err)
		}
		in := f.rows(s.ID)
		in.Rows[4].TitleJa = "ひとこと、どうぞ"
		if err := f.save(s.ID, in); err != nil {
			t.Fatal(err, fields(err))
		}
		expectEqual(t, "after another edit", f.read(s.ID).Questions[4].Settings.ShowIf.Values, []string{"1", "2"})
		in = f.rows(s.ID)
		in.Rows[0], in.Rows[4] = in.Rows[4], in.Rows[0]
		expectEqual(t, "moved before", fields(f.save(s.ID, in)), map[string]string{"title_ja": "question.condition_later"})
		in = f.rows(s.ID)
		in.Rows[0].Delete = true
		expectEqual(t, "deleted", fields(f.save(s.ID, in)), map[string]string{"title_ja": "question.condition_gone"})
		page, err := f.service.Writing.EditorPage(t.Context(), f.event, s.ID, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "words in the row", page.Rows[4].ValuesJa(), "1 / 2")
		if err := set(); err != nil || f.read(s.ID).Questions[4].Settings.ShowIf != nil {
			t.Errorf("it cannot be taken away: %v", err)
		}
		if err := f.service.Asking.Open(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "once it was opened", models.CodeOf(set("overall=1")), models.CodeConflict)
	})
}

func TestPagesOfASheet(t *testing.T) {
	on := func(kind models.QuestionKind, slug string, condition *models.ShowIf) models.Question {
		return models.Question{
			Slug: slug, Kind: kind, TitleJa: slug, Required: kind == models.QuestionScale5,
			Settings: models.QuestionSettings{ShowIf: condition},
		}
	}
	low := &models.ShowIf{Question: "a", Values: []string{"1"}}
	s := &models.Survey{Questions: []models.Question{
		on(models.QuestionScale5, "a", nil), on(models.QuestionSection, "s", nil), on(models.QuestionLongText, "b", low),
		on(models.QuestionSection, "t", nil), on(models.QuestionScale5, "c", nil),
	}}
	turn := func(pairs ...string) (*survey.Sheet, bool, error) {
		given := map[string][]string{}
		for i := 0; i < len(pairs); i += 2 {
			given[pairs[i]] = append(given[pairs[i]], pairs[i+1])
		}
		sheet := survey.NewSheet(s, given)
		send, err := sheet.Turn()
		return sheet, send, err
	}
	sheet, _, err := turn("page", "0", "step", "next")
	expectEqual(t, "fault", fields(err), map[string]string{"q_a": "question.choose"})
	expectEqual(t, "page at fault", sheet.Page, 0)
	sheet, _, err = turn("page", "0", "step", "next", "q_a", "1")
	expectEqual(t, "page for a low answer", []any{sheet.Page, errors.Is(err, nil), sheet.Total()}, []any{1, true, 3})
	expectEqual(t, "kept", sheet.Kept(), []survey.Field{{Name: "q_a", Value: "1"}})
	sheet, _, _ = turn("page", "0", "step", "next", "q_a", "5")
	expectEqual(t, "a page without anything is passed over", sheet.Page, 2)
	sheet, _, _ = turn("page", "2", "step", "back", "q_a", "5", "q_b", "消えない")
	expectEqual(t, "back, too", sheet.Page, 0)
	expectEqual(t, "what was written stays with the form", sheet.Kept(), []survey.Field{{Name: "q_b", Value: "消えない"}})
	sheet, send, _ := turn("page", "2", "step", "send", "q_a", "5", "q_c", "9")
	expectEqual(t, "to be sent", send, true)
	_, err = sheet.Try()
	expectEqual(t, "fault of the whole", fields(err), map[string]string{"q_c": "field.choice"})
	expectEqual(t, "page of the fault", sheet.Page, 2)
	sheet, _, _ = turn("page", "-7", "step", "x", "seed", "no seed")
	expectEqual(t, "a page that is none", sheet.Page, 0)
}

func TestShuffledOptionsKeepTheirOrderWithinAForm(t *testing.T) {
	var options []models.Option
	for _, slug := range strings.Split("a b c d e f g h", " ") {
		options = append(options, models.Option{Slug: slug, TextJa: slug})
	}
	options = append(options, models.Option{Slug: "other", TextJa: "他", Other: true})
	s := &models.Survey{Questions: []models.Question{{
		Slug: "q", Kind: models.QuestionSingle, TitleJa: "q", Options: options,
		Settings: models.QuestionSettings{Shuffled: true},
	}}}
	orderOf := func(seed string) string {
		var list []string
		for _, o := range survey.NewSheet(s, map[string][]string{"seed": {seed}}).Questions()[0].Options {
			list = append(list, o.Slug)
		}
		return strings.Join(list, "")
	}
	expectEqual(t, "the same seed", orderOf("7"), orderOf("7"))
	orders := map[string]bool{}
	for _, seed := range []string{"1", "2", "3", "4", "5", "6"} {
		order := orderOf(seed)
		orders[order] = true
		if !strings.HasSuffix(order, "other") {
			t.Errorf("other is not last: %s", order)
		}
	}
	if len(orders) < 3 {
		t.Errorf("%d orders of six seeds", len(orders))
	}
}
