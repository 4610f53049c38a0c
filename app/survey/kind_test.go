package survey_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// laterInputs are one question of each kind that questionInputs do not have.
var laterInputs = []question.Input{
	{Slug: "part", Kind: models.QuestionSection, TitleJa: "今日のこと"},
	{Slug: "nps", Kind: models.QuestionNPS, TitleJa: "すすめますか"},
	{
		Slug: "sessions", Kind: models.QuestionMatrix, TitleJa: "企画", TitleEn: "Sessions", Required: true,
		Options: "基調講演 | Keynote\n討論 | Panel", EndsJa: []string{"不満", "満足"}, EndsEn: []string{"", ""},
	},
	{Slug: "order", Kind: models.QuestionRanking, TitleJa: "順位", Options: "学び | Learning\n出会い | People\n食事 | Food"},
	{
		Slug: "how", Kind: models.QuestionMultiple, TitleJa: "何で", OptionSlugs: []string{"", "", ""},
		OptionsJa: []string{"市報", "その他", "なし"}, OptionsEn: []string{"Paper", "Other", "Nothing"},
		OptionRoles: []string{"", "other", "exclusive"},
	},
	{Slug: "years", Kind: models.QuestionNumber, TitleJa: "活動の年数", InputSettings: question.InputSettings{
		Least: "0", Most: "80", UnitJa: "年",
	}},
	{Slug: "since", Kind: models.QuestionDate, TitleJa: "始めた日"},
	{Slug: "thanks", Kind: models.QuestionStatement, TitleJa: "あと少しです"},
}

// openWith opens a survey with questions.
func (f *fixture) openWith(inputs []question.Input) *models.Survey {
	f.t.Helper()
	s, err := f.service.Writing.Create(f.t.Context(), f.event, &survey.SettingsInput{TitleJa: "新しい種類"})
	if err != nil {
		f.t.Fatal(err)
	}
	if err := f.save(s.ID, f.rows(s.ID, inputs...)); err != nil {
		f.t.Fatal(err, fields(err))
	}
	if err := f.service.Asking.Open(f.t.Context(), f.event, s.ID); err != nil {
		f.t.Fatal(err)
	}
	return f.read(s.ID)
}

// answerOnly answers a survey with these values and no others.
func (f *fixture) answerOnly(s *models.Survey, given map[string][]string) {
	f.t.Helper()
	eligibility, err := f.service.Answering.Answer(
		f.t.Context(), f.event, f.register(models.ModeOnline), s.ID, given, "ja",
	)
	if err != nil || eligibility != survey.MayAnswer {
		f.t.Fatal(eligibility, err, fields(err))
	}
}

func laterGiven(i int) map[string][]string {
	how := [][]string{{"other"}, {"paper", "other"}}[i%2]
	return map[string][]string{
		"q_nps": {[]string{"10", "6"}[i%2]}, "q_sessions__keynote": {[]string{"5", "4"}[i%2]},
		"q_sessions__panel": {[]string{"1", "2"}[i%2]},
		"q_order":           [][]string{{"people", "learning"}, {"learning", "people"}}[i%2],
		"q_how":             how, "q_how__other__text": {fmt.Sprintf("知人%d", i)}, "q_years": {fmt.Sprint(i)},
		"q_since": {fmt.Sprintf("2020-01-%02d", i+1)},
	}
}

func TestEveryKindGoesThroughResultsAndFiles(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.openWith(laterInputs)
		for i := range 8 {
			f.answerOnly(s, laterGiven(i))
		}
		f.close(s)
		export := exportOf(t, f, s)
		header := read(t, export.Responses()).Header
		expectEqual(t, "columns", strings.Join(header, " "), "response_id mode locale nps sessions__keynote sessions__panel "+
			"order__learning order__people order__food how__paper how__other how__nothing")
		texts := read(t, export.Texts())
		counts := map[string]int{}
		for _, row := range texts.Rows {
			counts[row.Cells[0]]++
		}
		expectEqual(t, "texts apart", counts, map[string]int{"how__other__text": 8, "years": 8, "since": 8})
		codebook := read(t, export.Codebook())
		types := map[string]string{}
		for _, row := range codebook.Rows {
			types[row.Cells[0]] = row.Cells[1]
		}
		expectEqual(t, "types", []string{types["years"], types["since"], types["sessions__panel"], types["how__other__text"]},
			[]string{"number", "date", "integer", "text"})
		for _, record := range []string{"part", "thanks", "sessions"} {
			if _, ok := types[record]; ok {
				t.Errorf("%s has a column", record)
			}
		}
		expectKinds(f, s)
		for range export.Long().Rows {
			counts["long"]++
		}
		expectEqual(t, "long rows", counts["long"], 8+16+16+8+4)
		expectEqual(t, "variables of .sav", len(export.SPSS("ja").Variables), 12)
		if got := export.SPSS("ja").Variables[5].Label; got != "討論 – 企画" {
			t.Errorf("label %q", got)
		}
		for record := range export.Records() {
			if _, ok := record.Answers["years"]; ok || record.Answers["sessions__keynote"] == nil {
				t.Errorf("record %v", record.Answers)
			}
		}
	})
}

// expectKinds demands what the page of results shows of the later kinds.
func expectKinds(f *fixture, s *models.Survey) {
	f.t.Helper()
	byslug := map[string]survey.QuestionResult{}
	for _, q := range f.results(s).Questions {
		byslug[q.Question.Slug] = q
	}
	expectEqual(f.t, "number of results", len(byslug), 8)
	nps := byslug["nps"]
	expectEqual(f.t, "NPS", nps.Distribution.Promoters.Value(), 0)
	expectEqual(f.t, "row of the table", byslug["sessions__keynote"].Mean, 4.5)
	order := byslug["order"]
	expectEqual(f.t, "points", order.Bars, []question.Bar{
		{LabelJa: "学び", LabelEn: "Learning", Count: 4*3 + 4*2}, {LabelJa: "出会い", LabelEn: "People", Count: 20},
		{LabelJa: "食事", LabelEn: "Food"},
	})
	expectEqual(f.t, "share of the points", order.Percent(order.Bars[0]), 83)
	expectEqual(f.t, "words beside other", len(byslug["how__other__text"].Texts), 8)
	expectEqual(f.t, "mean of numbers", byslug["years"].Mean, 3.5)
	expectEqual(f.t, "days", len(byslug["since"].Bars), 8)
	expectEqual(f.t, "texts of numbers", len(byslug["years"].Texts), 0)
}

// A text that only few can have written would lead from their rows to what it tells of them.
func TestWhatFewWereAskedIsNotTold(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.openWith([]question.Input{
			{Slug: "overall", Kind: models.QuestionScale5, TitleJa: "満足度"},
			laterInputs[4], laterInputs[5],
			{Slug: "why", Kind: models.QuestionShortText, TitleJa: "どうして"},
		})
		why := s.Questions[3]
		why.Settings.ShowIf = &models.ShowIf{Question: "overall", Values: []string{"1"}}
		f.inTx(func(tx *models.Tx) error { return tx.Questions().Update(&why) })
		for i := range 12 {
			given := map[string][]string{
				"q_overall": {[]string{"4", "5", "1"}[i%3]}, "q_how": {[]string{"paper", "nothing"}[i%2]},
				"q_why": {fmt.Sprint("わけ", i)}, // only four are asked
			}
			if i < 4 {
				given["q_how"], given["q_how__other__text"], given["q_years"] = []string{"other"}, []string{"知人"}, []string{"7"}
			}
			f.answerOnly(s, given)
		}
		f.close(s)
		for _, q := range f.results(s).Questions {
			withheld := slices.Contains([]string{"how__other__text", "years", "why"}, q.Question.Slug)
			expectEqual(t, q.Question.Slug, q.NotShown == "survey.withheld_few", withheld)
		}
		if texts := read(t, exportOf(t, f, s).Texts()); len(texts.Rows) > 0 {
			t.Errorf("texts %v", texts.Rows)
		}
	})
}

func TestWhatIsHiddenIsNeverStored(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.openWith([]question.Input{
			{Slug: "overall", Kind: models.QuestionScale5, TitleJa: "満足度"},
			{Slug: "why", Kind: models.QuestionShortText, TitleJa: "どうして", Required: true},
		})
		why := s.Questions[1]
		why.Settings.ShowIf = &models.ShowIf{Question: "overall", Values: []string{"1"}}
		f.inTx(func(tx *models.Tx) error { return tx.Questions().Update(&why) })
		f.answerOnly(s, map[string][]string{"q_overall": {"5"}, "q_why": {"書いたが隠れた"}})
		expectEqual(t, "answers", f.responses(s)[0].Answers, map[string][]string{"overall": {"5"}})
	})
}
