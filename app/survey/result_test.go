package survey_test

import (
	"bytes"
	"slices"
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
			if r.Responses != 10 || r.Invited != 10 || q.Responses != 10 || !q.HasMean || q.Mean != 2.8 {
				t.Fatalf("%+v", q)
			}
			if q.Bars[0].Count != 4 || q.Bars[3].Count != 2 || q.Percent(q.Bars[0]) != 40 || r.Rate() != 100 {
				t.Errorf("%+v", q.Bars)
			}
			choice, want := r.Questions[2], question.Bar{LabelJa: "市のお知らせ", LabelEn: "City news", Count: 10}
			if choice.Bars[0] != want || choice.HasMean {
				t.Errorf("%+v", choice)
			}
			if many := r.Questions[3]; many.Responses != 10 || many.Bars[0].Count != 10 || many.Bars[2].Count != 0 {
				t.Errorf("%+v", many)
			}
			if len(r.Questions[4].Texts) != 10 {
				t.Errorf("%q", r.Questions[4].Texts)
			}
		})
		t.Run("does not tell a small group apart", func(t *testing.T) {
			if r := results(models.ModeVenue); r.MayFilter || r.Mode != "" || r.Questions[0].Responses != 10 {
				t.Errorf("%+v", r)
			}
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
			if !r.MayFilter || r.Mode != models.ModeVenue {
				t.Errorf("mode %q, may filter: %v", r.Mode, r.MayFilter)
			}
			if q := r.Questions[0]; q.Responses != 5 || q.Mean != 1 {
				t.Errorf("%+v", q)
			}
			if texts := r.Questions[4].Texts; len(texts) != 5 {
				t.Errorf("texts %q", texts)
			}
			if text := csvOf(t, f, s); strings.Count(text, ",venue,") != 5 {
				t.Errorf("modes:\n%s", text)
			}
		})
		t.Run("gives key results of closed surveys only", func(t *testing.T) {
			if list, err := f.service.KeyResults(ctx, f.event); err != nil || len(list) != 0 {
				t.Fatalf("%v, %v", list, err)
			}
			if err := f.service.Close(ctx, f.event, s.ID); err != nil {
				t.Fatal(err)
			}
			list, err := f.service.KeyResults(ctx, f.event)
			if err != nil || len(list) != 4 || list[0].TitleEn != "Overall" || list[0].Responses != 11 {
				t.Fatalf("%+v, %v", list, err)
			}
		})
	})
}

func exportOf(t *testing.T, f *fixture, s *models.Survey) *survey.Export {
	t.Helper()
	sheet, err := f.service.Export(t.Context(), f.event, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
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
			want := "response_id,submitted_on,mode,locale," +
				"overall,recommend,source,themes__time,themes__skills,themes__circle,word,q6"
			if header := strings.Join(got.Header, ","); header != want {
				t.Errorf("columns %s", header)
			}
			if len(got.Rows) != 5 {
				t.Fatalf("%d rows", len(got.Rows))
			}
			want = "online|ja|4|9|city_news|1|1|0|=1+1|一行目\n二行目"
			if answers := strings.Join(got.Rows[0].Cells[2:], "|"); answers != want {
				t.Errorf("answers %q", answers)
			}
			if strings.Contains(csvOf(t, f, s), "山田") {
				t.Error("the download holds a name")
			}
		})
		t.Run("a workbook with a codebook that knows every column", func(t *testing.T) {
			var out bytes.Buffer
			sheet := exportOf(t, f, s)
			if err := table.XLSX(&out, sheet.Responses(), sheet.Codebook()); err != nil {
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
				if got := record.Answers["overall"]; got != 4 {
					t.Errorf("scale %v", got)
				}
				if got, ok := record.Answers["themes"].([]string); !ok || !slices.Equal(got, []string{"time", "skills"}) {
					t.Errorf("choices %v", record.Answers["themes"])
				}
				if got := record.Answers["word"]; got != "=1+1" {
					t.Errorf("text %v", got)
				}
			}
		})
	})
}
