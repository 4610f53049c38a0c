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

// varied are answers of which every second one is another.
func varied(i int, pairs ...string) []string {
	return append([]string{
		"overall", []string{"3", "5"}[i%2], "recommend", []string{"8", "9"}[i%2], "source", []string{"city_news", "o3"}[i%2],
		"themes", []string{"time", "circle"}[i%2], "word", "声" + string(rune('A'+i)),
	}, pairs...)
}

// answerVaried answers for so many people who attended in a mode.
func (f *fixture) answerVaried(s *models.Survey, mode models.Mode, n int) {
	f.t.Helper()
	for i := range n {
		f.answer(s, mode, varied(i)...)
	}
}

func (f *fixture) close(s *models.Survey) {
	f.t.Helper()
	if err := f.service.Asking.Close(f.t.Context(), f.event, s.ID); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) results(s *models.Survey) *survey.Results {
	f.t.Helper()
	return f.look(s, survey.View{})
}

func (f *fixture) look(s *models.Survey, view survey.View) *survey.Results {
	f.t.Helper()
	r, err := f.service.Reading.Results(f.t.Context(), f.event, s.ID, view)
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

func TestResults(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 6)
		f.answerVaried(s, models.ModeVenue, 4)
		f.close(s)
		t.Run("counts each answer and the mean of a scale", func(t *testing.T) {
			r := f.results(s)
			q := r.Questions[0]
			expectEqual(t, "stage", r.Stage, survey.StageReleased)
			expectEqual(t, "responses", r.Responses, survey.Count{N: 10, Key: "survey.count"})
			expectEqual(t, "invited people", r.Invited, 10)
			expectEqual(t, "rate", r.Rate(), 100)
			expectEqual(t, "responses to the scale", q.Responses, 10)
			expectEqual(t, "whether the scale has a mean", q.HasMean, true)
			expectEqual(t, "mean of the scale", q.Mean, 4)
			expectEqual(t, "answers 3 of the scale", q.Bars[2].Count, 5)
			expectEqual(t, "answers 4 of the scale", q.Bars[3].Count, 0)
			expectEqual(t, "percent of answers 5", q.Percent(q.Bars[4]), 50)
			single, multiple := r.Questions[2], r.Questions[3]
			expectEqual(t, "first option", single.Bars[0], question.Bar{LabelJa: "市のお知らせ", LabelEn: "City news", Count: 5})
			expectEqual(t, "whether a choice has a mean", single.HasMean, false)
			expectEqual(t, "responses to the multiple choice", multiple.Responses, 10)
			expectEqual(t, "first of many options", multiple.Bars[0].Count, 5)
			expectEqual(t, "second of many options", multiple.Bars[1].Count, 0)
			expectEqual(t, "number of texts", len(r.Questions[4].Texts), 10)
		})
		t.Run("does not tell a small group apart", func(t *testing.T) {
			r := f.look(s, survey.View{By: "mode", Is: "venue"})
			expectEqual(t, "refusal", r.Refused, survey.RefusedUnknown)
			expectEqual(t, "questions", len(r.Questions), 0)
			text := csvOf(t, f, s)
			if strings.Contains(text, "venue") || strings.Contains(text, "online") {
				t.Errorf("modes of small groups in the download:\n%s", text)
			}
			if !strings.Contains(text, ",ja,") {
				t.Errorf("no language in the download:\n%s", text)
			}
			treatments := f.results(s).Treatments
			expectEqual(t, "treatment of the mode", treatments[0].Key, "survey.treatment_not")
			expectEqual(t, "treatment of the language", treatments[1].Key, "survey.treatment_whole")
		})
		t.Run("says nothing of a question that few answered, or all alike", func(t *testing.T) {
			s := f.open()
			for i := range 6 {
				recommend := ""
				if i < 4 {
					recommend = []string{"1", "9"}[i%2]
				}
				f.answer(s, models.ModeOnline, varied(i, "source", "city_news", "recommend", recommend)...)
			}
			f.close(s)
			questions := f.results(s).Questions
			expectEqual(t, "few", questions[1].NotShown, "survey.withheld_few")
			expectEqual(t, "alike", questions[2].NotShown, "survey.withheld_same")
			expectEqual(t, "bars", len(questions[1].Bars)+len(questions[2].Bars), 0)
			if text := csvOf(t, f, s); strings.Contains(text, "city_news") || strings.Contains(text, ",9,") {
				t.Errorf("the download:\n%s", text)
			}
		})
	})
}

func TestKeyResultsAreThoseOfReleasedSurveys(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 11)
		keyResults := func() []survey.Result {
			t.Helper()
			list, err := f.service.Reading.KeyResults(t.Context(), f.event)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		expectEqual(t, "number of results of an open survey", len(keyResults()), 0)
		f.close(s)
		list := keyResults()
		if len(list) != 4 {
			t.Fatalf("%d results, want 4", len(list))
		}
		expectEqual(t, "first title", list[0].TitleEn, "Overall")
		expectEqual(t, "responses to the first", list[0].Responses, 11)
	})
}

func exportOf(t testing.TB, f *fixture, s *models.Survey) *survey.Export {
	t.Helper()
	export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	return export
}

// read is a table as a program reads its CSV.
func read(t testing.TB, of table.Table) *table.Sheet {
	t.Helper()
	var out bytes.Buffer
	if err := table.CSV(&out, table.UTF8BOM, of); err != nil {
		t.Fatal(err)
	}
	got, err := table.Read(&out, of.Name+".csv")
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func csvOf(t testing.TB, f *fixture, s *models.Survey) string {
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
		for i := range 5 {
			f.answer(s, models.ModeOnline, varied(i, "word", "=1+1", "overall", []string{"4", "2"}[i%2])...)
		}
		f.close(s)
		t.Run("one row a response, one column a question or option, no name and no text", func(t *testing.T) {
			got, err := table.Read(strings.NewReader(csvOf(t, f, s)), "responses.csv")
			if err != nil {
				t.Fatal(err)
			}
			want := "response_id,mode,locale,overall,recommend,source,themes__time,themes__skills,themes__circle"
			expectEqual(t, "columns", strings.Join(got.Header, ","), want)
			if len(got.Rows) != 5 {
				t.Fatalf("%d rows", len(got.Rows))
			}
			rows := map[string]int{}
			for _, row := range got.Rows {
				rows[strings.Join(row.Cells[1:], "|")]++
			}
			wantRows := map[string]int{"online|ja|4|8|city_news|1|0|0": 3, "online|ja|2|9|o3|0|0|1": 2}
			expectEqual(t, "answers", rows, wantRows)
			if strings.Contains(csvOf(t, f, s), "山田") {
				t.Error("the download holds a name")
			}
		})
		t.Run("texts in a table of their own", func(t *testing.T) {
			var out bytes.Buffer
			if err := table.CSV(&out, table.UTF8BOM, exportOf(t, f, s).Texts()); err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "words", strings.Count(out.String(), "\nword,'=1+1\r"), 5)
			expectEqual(t, "comments", strings.Count(out.String(), "\nq6,\"一行目\n二行目\"\r"), 5)
		})
		t.Run("one answer a row", func(t *testing.T) {
			got := read(t, exportOf(t, f, s).Long())
			expectEqual(t, "columns", strings.Join(got.Header, ","), "response_id,mode,locale,question,place,value")
			rows := map[string]int{}
			for _, row := range got.Rows {
				rows[strings.Join(row.Cells[1:], "|")]++
			}
			expectEqual(t, "answers", rows, map[string]int{
				"online|ja|overall||4": 3, "online|ja|overall||2": 2, "online|ja|recommend||8": 3, "online|ja|recommend||9": 2,
				"online|ja|source||city_news": 3, "online|ja|source||o3": 2, "online|ja|themes||time": 3,
				"online|ja|themes||circle": 2,
			})
		})
		t.Run("a codebook with how often each value was given", func(t *testing.T) {
			counts := map[string]string{}
			for _, row := range read(t, exportOf(t, f, s).Codebook()).Rows {
				counts[row.Cells[0]+"="+row.Cells[6]] = strings.Join(row.Cells[11:13], " of ")
			}
			for value, want := range map[string]string{
				"source=city_news": "5 of 3", "source=o3": "5 of 2", "themes__time=1": "5 of 3", "themes__time=0": "5 of 2",
				"themes__skills=1": "5 of 0", "word=": "5 of ", "response_id=": " of ",
			} {
				expectEqual(t, value, counts[value], want)
			}
		})
		t.Run("files for statistics programs beside the CSV, for `make check-others`", func(t *testing.T) {
			writeFiles(t, f, s, ".")
		})
		t.Run("a workbook with a codebook that knows every column", func(t *testing.T) {
			var out bytes.Buffer
			export := exportOf(t, f, s)
			err := table.XLSX(&out, export.Responses(), export.Texts(), export.Codebook(), export.About())
			if err != nil {
				t.Fatal(err)
			}
			file, err := excelize.OpenReader(&out)
			if err != nil {
				t.Fatal(err)
			}
			known := map[string]bool{}
			for _, row := range sheetOf(t, file, "codebook") {
				known[row[0]] = true
			}
			responses, texts := sheetOf(t, file, "responses"), sheetOf(t, file, "texts")
			expectEqual(t, "rows", []int{len(responses), len(texts)}, []int{6, 11})
			for _, name := range append(responses[0], texts[1][0], texts[10][0]) {
				if !known[name] {
					t.Errorf("the codebook does not know %q", name)
				}
			}
			about := sheetOf(t, file, "about")
			expectEqual(t, "survey", about[1], []string{"title", "アンケート"})
			expectEqual(t, "treatment of the mode", about[3][2], "How people attended: published as it is")
		})
		t.Run("a workbook for people has words, counts, filters and real days", func(t *testing.T) {
			export := exportOf(t, f, s)
			var out bytes.Buffer
			if err := table.XLSX(&out, export.ForPeople(f.texts(t, "ja"))...); err != nil {
				t.Fatal(err)
			}
			file, err := excelize.OpenReader(&out)
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "sheets", file.GetSheetList(), []string{"回答", "集計", "自由記述", "コードブック", "このファイルについて"})
			responses, counts := sheetOf(t, file, "回答"), sheetOf(t, file, "集計")
			expectEqual(t, "columns", responses[0], []string{
				"回答の番号", "参加形式", "回答画面の言語", "満足度", "勧めたいか", "何で知りましたか", "関心：時間", "関心：スキル", "関心：循環",
			})
			words := map[string]bool{}
			for _, row := range responses[1:] {
				words[strings.Join(row[1:], "|")] = true
			}
			expectEqual(t, "answers", words, map[string]bool{
				"オンライン|日本語|4|8|市のお知らせ|選んだ|選ばなかった|選ばなかった": true, "オンライン|日本語|2|9|その他|選ばなかった|選ばなかった|選んだ": true,
			})
			counted := map[string]bool{}
			for _, row := range counts {
				counted[strings.Join(row, "|")] = true
			}
			for _, want := range []string{"満足度|4|3|60|5|0|3.2|4", "何で知りましたか|市のお知らせ|3|60|5|0"} {
				if !counted[want] {
					t.Errorf("%s is not among the counts %v", want, counts)
				}
			}
			if names := file.GetDefinedName(); len(names) != 5 || !strings.HasSuffix(names[0].RefersTo, "$A$1:$I$6") {
				t.Errorf("filters: %v", names)
			}
		})
		t.Run("records with answers in their own types", func(t *testing.T) {
			export := exportOf(t, f, s)
			for record, err := range export.Records() {
				if err != nil {
					t.Fatal(err)
				}
				i := 0
				if record.Answers["overall"] == 2 {
					i = 1
				}
				expectEqual[any](t, "scale", record.Answers["overall"], []int{4, 2}[i])
				expectEqual[any](t, "choices", record.Answers["themes"], [][]string{{"time"}, {"circle"}}[i])
				if _, ok := record.Answers["word"]; ok {
					t.Error("a text stands beside other answers")
				}
			}
			texts := must[map[string][]string](t)(export.TextsByQuestion())
			expectEqual(t, "texts", texts["word"], slices.Repeat([]string{"=1+1"}, 5))
		})
		t.Run("carry the number of the survey", func(t *testing.T) {
			second := f.open()
			f.answerVaried(second, models.ModeOnline, 5)
			f.close(second)
			expectEqual(t, "first", exportOf(t, f, s).Number, 1)
			expectEqual(t, "second", exportOf(t, f, second).Number, 2)
		})
	})
}

func sheetOf(t *testing.T, file *excelize.File, name string) [][]string {
	t.Helper()
	rows, err := file.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
