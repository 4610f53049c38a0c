package survey_test

import (
	"testing"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// conditional is a survey whose second page is for those who gave 1, and repeats what they wrote.
func conditional() *models.Survey {
	low := &models.ShowIf{Question: "a", Values: []string{"1"}}
	least := &models.ShowIf{Question: "d", Values: []string{"1"}}
	return &models.Survey{Questions: []models.Question{
		{Slug: "a", Kind: models.QuestionScale5, TitleJa: "満足度", Required: true},
		{Slug: "w", Kind: models.QuestionShortText, TitleJa: "ひとこと"},
		{Slug: "s", Kind: models.QuestionSection, TitleJa: "残念だった方へ", Settings: models.QuestionSettings{ShowIf: low}},
		{Slug: "d", Kind: models.QuestionScale5, TitleJa: "「{w|お答え}」について", Required: true},
		{Slug: "e", Kind: models.QuestionLongText, TitleJa: "なぜ", Settings: models.QuestionSettings{ShowIf: least}},
		{Slug: "t", Kind: models.QuestionSection, TitleJa: "最後に"},
		{Slug: "z", Kind: models.QuestionLongText, TitleJa: "ご意見"},
	}}
}

func TestASectionWithAConditionIsAPageOfSome(t *testing.T) {
	next := func(a, w string) *survey.Sheet {
		sheet := survey.NewSheet(conditional(), map[string][]string{
			"page": {"0"}, "step": {"next"}, "q_a": {a}, "q_w": {w},
		})
		if _, err := sheet.Turn(); err != nil {
			t.Fatal(err)
		}
		return sheet
	}
	expectEqual(t, "page of who gave 5", next("5", "").Page, 2)
	sheet := next("1", "<b>寒い</b>")
	expectEqual(t, "page of who gave 1", sheet.Page, 1)
	expectEqual(t, "wording", sheet.Questions()[1].TitleJa, "「<b>寒い</b>」について") // the template escapes it
	expectEqual(t, "wording without an answer", next("1", "").Questions()[1].TitleJa, "「お答え」について")
	sent := survey.NewSheet(conditional(), map[string][]string{
		"q_a": {"5"}, "q_d": {"1"}, "q_e": {"隠れた答え"}, "q_z": {"よい"},
	})
	tried, err := sent.Try()
	if err != nil {
		t.Fatal(err, fields(err))
	}
	for _, q := range tried {
		if (q.Slug == "d" || q.Slug == "e") && len(q.Answers) > 0 {
			t.Errorf("%s is stored, though its section was not shown", q.Slug)
		}
	}
	for _, q := range survey.Flat(conditional().Questions) {
		if q.Slug == "d" {
			expectEqual(t, "wording in files", q.TitleJa, "「お答え」について")
			expectEqual(t, "who was asked", q.MayComeFrom(question.Answers{"a": {"5"}}), false)
		}
	}
}

func TestSectionsHaveConditionsAndWordingsAreChecked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.draft()
		more := []question.Input{
			{Slug: "more", Kind: models.QuestionSection, TitleJa: "くわしく"},
			{Slug: "why", Kind: models.QuestionLongText, TitleJa: "「{source|きっかけ}」について"},
		}
		if err := f.save(s.ID, f.rows(s.ID, more...)); err != nil {
			t.Fatal(err, fields(err))
		}
		section := f.read(s.ID).Questions[6].ID
		if err := f.service.Writing.SaveCondition(t.Context(), f.event, s.ID, section, []string{"overall=1"}); err != nil {
			t.Fatal(err)
		}
		in := f.rows(s.ID)
		in.Rows[6].TitleJa = "もう少しくわしく"
		if err := f.save(s.ID, in); err != nil {
			t.Fatal(err, fields(err))
		}
		expectEqual(t, "after an edit", f.read(s.ID).Questions[6].Settings.ShowIf.Values, []string{"1"})
		in = f.rows(s.ID)
		in.Rows[6].Delete = true // both stand on one page then
		expectEqual(t, "without the section", fields(f.save(s.ID, in)), map[string]string{"title_ja": "question.pipe_later"})
		in = f.rows(s.ID)
		in.Rows[2].Delete = true
		expectEqual(t, "without the source", fields(f.save(s.ID, in)), map[string]string{"title_ja": "question.pipe_gone"})
		if err := f.service.Asking.Open(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		s = f.read(s.ID)
		f.answer(s, models.ModeOnline, "why", "見えないはず")
		expectEqual(t, "an answer in a hidden section", f.responses(s)[0].Answers["why"], nil)
		in = f.rows(s.ID)
		in.Rows[7].TitleJa = "「{nothing|x}」について"
		expectEqual(t, "once it is open", fields(f.save(s.ID, in)), map[string]string{"title_ja": "question.pipe_gone"})
	})
}

// What stands in a section was asked of those who saw the section, also where it has a condition of its own.
func TestFilesTellWhoSawASection(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.draft()
		if err := f.save(s.ID, f.rows(s.ID,
			question.Input{Slug: "more", Kind: models.QuestionSection, TitleJa: "くわしく"},
			question.Input{Slug: "all", Kind: models.QuestionScale5, TitleJa: "皆さんに"},
			question.Input{Slug: "some", Kind: models.QuestionScale5, TitleJa: "一部の方に"},
		)); err != nil {
			t.Fatal(err, fields(err))
		}
		for at, condition := range map[int]string{6: "overall=3", 8: "source=city_news"} {
			id := f.read(s.ID).Questions[at].ID
			if err := f.service.Writing.SaveCondition(t.Context(), f.event, s.ID, id, []string{condition}); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.service.Asking.Open(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		s = f.read(s.ID)
		for i := range 30 { // 10 of each: outside the section, within it, and within it with both conditions met
			overall, source := []string{"5", "3", "3"}[i%3], []string{"city_news", "o3", "city_news"}[i%3]
			rating := []string{"2", "4"}[i/3%2]
			f.answer(s, models.ModeOnline, "overall", overall, "source", source, "all", rating, "some", rating)
		}
		f.close(s)
		sheet, n := read(t, exportOf(t, f, s).Responses()), map[string]int{}
		for _, row := range sheet.Rows {
			key := ""
			for i, name := range sheet.Header {
				if name == "all__asked" || name == "some__asked" {
					key += row.Cells[i]
				}
			}
			n[key]++
		}
		expectEqual(t, "asked of the section and of both", n, map[string]int{"00": 10, "10": 10, "11": 10})
	})
}
