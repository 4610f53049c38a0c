package survey_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meguri/app/service/question"
	"meguri/app/service/table"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestResults(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		s := f.open()
		for i := range 6 {
			f.answer(s, models.ModeOnline, "overall", []string{"3", "4", "5", "4", "5", "3"}[i], "word", "声"+string(rune('A'+i)))
		}
		results := func(mode models.Mode) *survey.Results {
			t.Helper()
			r, err := f.service.Results(ctx, f.event, s.ID, mode)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		for range 4 {
			f.answer(s, models.ModeVenue, "overall", "1")
		}
		t.Run("counts each answer and the mean of a scale", func(t *testing.T) {
			r := results("")
			q := r.Questions[0]
			expectEqual(t, "responses", r.Responses, 10)
			expectEqual(t, "invited people", r.Invited, 10)
			expectEqual(t, "rate", r.Rate(), 100)
			expectEqual(t, "responses to the scale", q.Responses, 10)
			expectEqual(t, "whether the scale has a mean", q.HasMean, true)
			expectEqual(t, "mean of the scale", q.Mean, 2.8)
			expectEqual(t, "answers 1 of the scale", q.Bars[0].Count, 4)
			expectEqual(t, "answers 4 of the scale", q.Bars[3].Count, 2)
			expectEqual(t, "percent of answers 1", q.Percent(q.Bars[0]), 40)
			single, multiple := r.Questions[2], r.Questions[3]
			expectEqual(t, "first option", single.Bars[0], question.Bar{LabelJa: "市のお知らせ", LabelEn: "City news", Count: 10})
			expectEqual(t, "whether a choice has a mean", single.HasMean, false)
			expectEqual(t, "responses to the multiple choice", multiple.Responses, 10)
			expectEqual(t, "first of many options", multiple.Bars[0].Count, 10)
			expectEqual(t, "last of many options", multiple.Bars[2].Count, 0)
			expectEqual(t, "number of texts", len(r.Questions[4].Texts), 10)
		})
		t.Run("does not tell a small group apart", func(t *testing.T) {
			r := results(models.ModeVenue)
			expectEqual(t, "may filter", r.MayFilter, false)
			expectEqual(t, "mode", r.Mode, "")
			expectEqual(t, "responses", r.Questions[0].Responses, 10)
			text := csvOf(t, f, s)
			if strings.Contains(text, "venue") || strings.Contains(text, "online") {
				t.Errorf("modes of small groups in the download:\n%s", text)
			}
			if !strings.Contains(text, ",ja,") {
				t.Errorf("no language in the download:\n%s", text)
			}
		})
		t.Run("tells large groups apart", func(t *testing.T) {
			f.answer(s, models.ModeVenue, "overall", "1")
			r := results(models.ModeVenue)
			expectEqual(t, "may filter", r.MayFilter, true)
			expectEqual(t, "mode", r.Mode, models.ModeVenue)
			expectEqual(t, "responses", r.Questions[0].Responses, 5)
			expectEqual(t, "mean", r.Questions[0].Mean, 1)
			expectEqual(t, "number of texts", len(r.Questions[4].Texts), 5)
			expectEqual(t, "rows of the venue in the download", strings.Count(csvOf(t, f, s), ",venue,"), 5)
		})
		t.Run("gives key results of closed surveys only", func(t *testing.T) {
			before, err := f.service.KeyResults(ctx, f.event)
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "number of results of an open survey", len(before), 0)
			if err := f.service.Close(ctx, f.event, s.ID); err != nil {
				t.Fatal(err)
			}
			list, err := f.service.KeyResults(ctx, f.event)
			if err != nil {
				t.Fatal(err)
			}
			if len(list) != 4 {
				t.Fatalf("%d results, want 4", len(list))
			}
			expectEqual(t, "first title", list[0].TitleEn, "Overall")
			expectEqual(t, "responses to the first", list[0].Responses, 11)
		})
	})
}

func exportOf(t *testing.T, f *fixture, s *models.Survey) *survey.Export {
	t.Helper()
	export, err := f.service.Export(t.Context(), f.event, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	return export
}

func csvOf(t *testing.T, f *fixture, s *models.Survey) string {
	t.Helper()
	var out bytes.Buffer
	if err := table.CSV(&out, table.UTF8BOM, exportOf(t, f, s).Responses()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestDownloads(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		for range 5 {
			f.answer(s, models.ModeOnline, "word", "=1+1")
		}
		t.Run("one row a response, one column a question or option, no name", func(t *testing.T) {
			got, err := table.Read(strings.NewReader(csvOf(t, f, s)), "responses.csv")
			if err != nil {
				t.Fatal(err)
			}
			want := "response_id,mode,locale," +
				"overall,recommend,source,themes__time,themes__skills,themes__circle,word,q6"
			expectEqual(t, "columns", strings.Join(got.Header, ","), want)
			if len(got.Rows) != 5 {
				t.Fatalf("%d rows", len(got.Rows))
			}
			want = "online|ja|4|9|city_news|1|1|0|=1+1|一行目\n二行目"
			expectEqual(t, "answers", strings.Join(got.Rows[0].Cells[1:], "|"), want)
			if strings.Contains(csvOf(t, f, s), "山田") {
				t.Error("the download holds a name")
			}
		})
		t.Run("a workbook with a codebook that knows every column", func(t *testing.T) {
			var out bytes.Buffer
			export := exportOf(t, f, s)
			if err := table.XLSX(&out, export.Responses(), export.Codebook()); err != nil {
				t.Fatal(err)
			}
			file, err := excelize.OpenReader(&out)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := file.GetRows("codebook")
			if err != nil {
				t.Fatal(err)
			}
			known := map[string]bool{}
			for _, row := range rows[1:] {
				known[row[0]] = true
			}
			header, err := file.GetRows("responses")
			if err != nil || len(header) != 6 {
				t.Fatalf("%d rows, %v", len(header), err)
			}
			for _, name := range header[0] {
				if !known[name] {
					t.Errorf("the codebook does not know %q", name)
				}
			}
		})
		t.Run("records with answers in their own types", func(t *testing.T) {
			for record, err := range exportOf(t, f, s).Records() {
				if err != nil {
					t.Fatal(err)
				}
				expectEqual[any](t, "scale", record.Answers["overall"], 4)
				expectEqual[any](t, "choices", record.Answers["themes"], []string{"time", "skills"})
				expectEqual[any](t, "text", record.Answers["word"], "=1+1")
			}
		})
	})
}
