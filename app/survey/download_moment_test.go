package survey_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// Somebody answers and somebody changes their answer after a download began: all its parts are of the moment before.
func TestADownloadIsOfOneMoment(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.signed(models.SurveyNamed)
		first := f.register(models.ModeOnline)
		late := f.register(models.ModeOnline)
		f.answerAs(first, s, given("word", "初め"))
		export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID)
		f.ok(err)
		f.answerAs(late, s, given("word", "あとから"))
		f.answerAs(first, s, given("word", "変えた"))
		rows := cells(t, export.Responses())
		expectEqual(t, "rows", len(rows), 1)
		if text := fmt.Sprint(rows, cells(t, export.Texts())); strings.Count(text, "初め") != 2 || strings.Contains(text, "変") {
			t.Errorf("the rows and the texts are %s", text)
		}
		for _, row := range cells(t, export.Codebook()) {
			if row[0] == "word" {
				expectEqual(t, "n in the codebook", row[11], "1")
			}
		}
		export.Close()
		for range 20 { // a connection that was kept would be missing soon
			export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID)
			f.ok(err)
			expectEqual(t, "rows of the next one", len(cells(t, export.Responses())), 2)
			export.Close()
			_, err = f.service.Exporting.Export(t.Context(), f.event, s.ID, survey.Part{Cursor: "nothing"})
			expectEqual(t, "a cursor of another survey", models.CodeOf(err), models.CodeInvalid)
		}
	})
}

// A reader goes on from row to row while people answer and change what they said: the last words of everybody are read.
func TestReadingOnMissesNobodyWhoAnswersMeanwhile(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.signed(models.SurveyNamed)
		people := make([]*models.Registration, 12)
		for i := range people {
			people[i] = f.register(models.ModeOnline)
		}
		var writing sync.WaitGroup
		done := make(chan struct{})
		for i, r := range people {
			writing.Go(func() {
				for _, word := range []string{"初め", "次", "最後"} {
					values := given("word", fmt.Sprintf("%s%d", word, i))
					if _, err := f.service.Answering.Answer(t.Context(), f.event, r, s.ID, values, "ja"); err != nil {
						t.Error(err)
					}
				}
			})
		}
		go func() { writing.Wait(); close(done) }()
		said, cursor := map[string]any{}, ""
		for isOver := false; ; {
			export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID, survey.Part{Cursor: cursor, Limit: 5})
			f.ok(err)
			n := 0
			var last *survey.Record
			for record, err := range export.Records() {
				f.ok(err)
				said[record.ID] = record.Answers["word"]
				last, n = &record, n+1
			}
			cursor = export.Next(last)
			export.Close()
			if n == 0 && isOver {
				break
			}
			select {
			case <-done:
				isOver = true
			default:
			}
		}
		var want []any
		for i := range people {
			want = append(want, fmt.Sprintf("最後%d", i))
		}
		got := slices.Collect(maps.Values(said))
		byText := func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
		slices.SortFunc(got, byText)
		slices.SortFunc(want, byText)
		expectEqual(t, "what everybody said last", got, want)
	})
}

// A question is asked by an answer that few gave. Released rows have that answer together with others, and say of these
// that it is not known whether the question was asked.
func TestRowsSayWhereItIsUnknownWhetherAQuestionWasAsked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.openWith([]question.Input{
			{
				Slug: "sector", Kind: models.QuestionSingle, TitleJa: "お立場", Describes: true, Required: true,
				OptionsJa: []string{"企業", "行政", "医療"}, OptionsEn: []string{"Industry", "Public", "Care"},
				OptionSlugs: []string{"", "", ""},
			},
			{Slug: "why", Kind: models.QuestionScale5, TitleJa: "いかがでしたか"},
		})
		why := s.Questions[1]
		why.Settings.ShowIf = &models.ShowIf{Question: "sector", Values: []string{"public"}}
		f.inTx(func(tx *models.Tx) error { return tx.Questions().Update(&why) })
		sectors := strings.Repeat("industry ", 6) + strings.Repeat("public ", 3) + strings.Repeat("care ", 2)
		for i, sector := range strings.Fields(sectors) {
			f.answerOnly(s, map[string][]string{"q_sector": {sector}, "q_why": {[]string{"2", "4"}[i%2]}})
		}
		f.close(s)
		told := map[string]int{}
		for record, err := range exportOf(t, f, s).Records() {
			f.ok(err)
			told[fmt.Sprint(record.Answers["sector"], record.NotAsked, record.Unknown)]++
		}
		expectEqual(t, "answer, not asked, unknown", told, map[string]int{"industry[why] []": 6, "_merged[] [why]": 5})
		asked := map[string]int{}
		sheet := read(t, exportOf(t, f, s).Responses())
		at := slices.Index(sheet.Header, "why__asked")
		for _, row := range sheet.Rows {
			asked[row.Cells[at]]++
		}
		expectEqual(t, "in the CSV", asked, map[string]int{"0": 6, "": 5})
	})
}
