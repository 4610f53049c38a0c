package survey_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meguri/app/service/table"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestResults(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, ctx := newWorld(t, db), t.Context()
		s := w.open()
		for i := range 6 {
			w.answer(s, models.ModeOnline, "overall", []string{"3", "4", "5", "4", "5", "3"}[i], "word", "声"+string(rune('A'+i)))
		}
		results := func(mode models.Mode) *survey.Results {
			t.Helper()
			r, err := w.service.Results(ctx, w.event, s.ID, mode)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		for range 4 {
			w.answer(s, models.ModeVenue, "overall", "1")
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
			if choice := r.Questions[2]; choice.Bars[0] != (survey.Bar{LabelJa: "市のお知らせ", LabelEn: "City news", Count: 10}) || choice.HasMean {
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
			if r := results(models.ModeVenue); r.MayFilter || r.Mode != "" || r.Shown() != 10 {
				t.Errorf("%+v", r)
			}
			if text := csvOf(t, w, s); strings.Contains(text, "venue") || strings.Contains(text, "online") || !strings.Contains(text, ",ja,") {
				t.Errorf("modes of small groups in the download:\n%s", text)
			}
		})
		t.Run("tells large groups apart", func(t *testing.T) {
			w.answer(s, models.ModeVenue, "overall", "1")
			if r := results(models.ModeVenue); !r.MayFilter || r.Mode != models.ModeVenue || r.Shown() != 5 || r.Questions[0].Mean != 1 || len(r.Questions[4].Texts) != 5 {
				t.Errorf("%+v", r)
			}
			if text := csvOf(t, w, s); strings.Count(text, ",venue,") != 5 {
				t.Errorf("modes:\n%s", text)
			}
		})
		t.Run("gives key results of closed surveys only", func(t *testing.T) {
			if list, err := w.service.KeyResults(ctx, w.event); err != nil || len(list) != 0 {
				t.Fatalf("%v, %v", list, err)
			}
			if err := w.service.Close(ctx, w.event, s.ID); err != nil {
				t.Fatal(err)
			}
			list, err := w.service.KeyResults(ctx, w.event)
			if err != nil || len(list) != 4 || list[0].TitleEn != "Overall" || list[0].Responses != 11 {
				t.Fatalf("%+v, %v", list, err)
			}
		})
	})
}

func sheetOf(t *testing.T, w *world, s *models.Survey) *survey.Sheet {
	t.Helper()
	sheet, err := w.service.Sheet(t.Context(), w.event, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func csvOf(t *testing.T, w *world, s *models.Survey) string {
	t.Helper()
	var out bytes.Buffer
	if err := table.CSV(&out, table.UTF8BOM, sheetOf(t, w, s).Responses()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestDownloads(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		s := w.open()
		for range 5 {
			w.answer(s, models.ModeOnline, "word", "=1+1")
		}
		t.Run("one row a response, one column a question or option, no name", func(t *testing.T) {
			lines := strings.Split(csvOf(t, w, s), "\r\n")
			want := "\ufeffresponse_id,submitted_on,mode,locale,overall,recommend,source,themes__time,themes__skills,themes__circle,word,q6"
			if lines[0] != want || len(lines) != 7 {
				t.Fatalf("%q", lines)
			}
			if !strings.HasSuffix(lines[1], ",online,ja,4,9,city_news,1,1,0,'=1+1,\"一行目\n二行目\"") || strings.Contains(strings.Join(lines, ""), "山田") {
				t.Errorf("%q", lines[1])
			}
		})
		t.Run("a workbook with a codebook that knows every column", func(t *testing.T) {
			var out bytes.Buffer
			sheet := sheetOf(t, w, s)
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
			for record, err := range sheetOf(t, w, s).Records() {
				if err != nil {
					t.Fatal(err)
				}
				if record.Answers["overall"] != 4 || len(record.Answers["themes"].([]string)) != 2 || record.Answers["word"] != "=1+1" {
					t.Errorf("%+v", record)
				}
			}
		})
	})
}
