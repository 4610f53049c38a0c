package survey_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/parquet"
	"meguri/app/service/question"
	"meguri/app/service/spss"
	"meguri/app/service/table"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// writeFiles writes every file of a survey, and keeps them in a folder for `make check-others`.
func writeFiles(t *testing.T, f *fixture, s *models.Survey, folder string) {
	t.Helper()
	export := exportOf(t, f, s)
	kept := os.Getenv("MEGURI_PICTURES")
	if kept != "" {
		if err := os.MkdirAll(filepath.Join(kept, folder), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	for name, write := range map[string]func(w io.Writer) error{
		"responses.sav": func(w io.Writer) error { return spss.Write(w, export.SPSS("ja")) },
		"texts.sav":     func(w io.Writer) error { return spss.Write(w, must[*spss.File](t)(export.SPSSTexts("ja"))) },
		"responses.csv": func(w io.Writer) error { return table.CSV(w, table.UTF8BOM, export.Responses()) },
		"texts.csv":     func(w io.Writer) error { return table.CSV(w, table.UTF8BOM, export.Texts()) },
		"codes.xlsx": func(w io.Writer) error {
			return table.XLSX(w, export.Responses(), export.Texts(), export.Codebook(), export.About())
		},
		"people.xlsx":       func(w io.Writer) error { return table.XLSX(w, export.ForPeople(f.texts(t, "ja"))...) },
		"responses.parquet": func(w io.Writer) error { return writeParquet(w, export.Parquet) },
		"texts.parquet":     func(w io.Writer) error { return writeParquet(w, export.ParquetTexts) },
		"codebook.csv":      func(w io.Writer) error { return table.CSV(w, table.UTF8BOM, export.Codebook()) },
	} {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(name, err)
		}
		if kept == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(kept, folder, name), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func writeParquet(w io.Writer, file func() (*parquet.File, error)) error {
	f, err := file()
	if err != nil {
		return err
	}
	return parquet.Write(w, f)
}

// Some are not asked, some do not answer, and one column says which.
func TestDownloadsTellTheKindsOfMissingApart(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.openWith(slices.Concat(laterInputs, []question.Input{
			{Slug: "overall", Kind: models.QuestionScale5, TitleJa: "満足度"},
			{Slug: "reason", Kind: models.QuestionSingle, TitleJa: "主なわけ", OptionsJa: []string{"時間", "内容"},
				OptionsEn: []string{"Time", "Content"}, OptionSlugs: []string{"", ""}},
			{Slug: "again", Kind: models.QuestionMatrix, TitleJa: "次は", Options: "基調講演 | Keynote"},
			{Slug: "words", Kind: models.QuestionShortText, TitleJa: "くわしく"},
		}))
		for i := range s.Questions {
			q := &s.Questions[i]
			if slices.Contains([]string{"reason", "again", "words"}, q.Slug) {
				q.Settings.ShowIf = &models.ShowIf{Question: "overall", Values: []string{"1", "2"}}
				f.inTx(func(tx *models.Tx) error { return tx.Questions().Update(q) })
			}
		}
		for i := range 18 {
			given := laterGiven(i)
			switch i % 3 {
			case 0:
				given["q_overall"], given["q_words"] = []string{"1"}, []string{[]string{"NA", "null", "-8", "@x;=1"}[i/3%4]}
				given["q_reason"] = []string{[]string{"time", "content"}[i%2]}
				given["q_again__keynote"] = []string{[]string{"2", "3"}[i%2]}
			case 1:
				given["q_overall"] = []string{"2"}
			case 2:
				given["q_overall"] = []string{"5"}
			}
			f.answerOnly(s, given)
		}
		f.close(s)
		got := read(t, exportOf(t, f, s).Responses())
		names := "overall reason reason__asked again__keynote again__asked words__asked"
		at := slices.Index(got.Header, "overall")
		expectEqual(t, "columns", strings.Join(got.Header[at:], " "), names)
		kinds := map[string]int{}
		for _, row := range got.Rows {
			cells := slices.Clone(row.Cells[at:])
			for _, place := range []int{1, 3} {
				if cells[place] != "" {
					cells[place] = "+"
				}
			}
			kinds[strings.Join(cells, "|")]++
		}
		expectEqual(t, "answered, not answered, not asked", kinds, map[string]int{
			"1|+|1|+|1|1": 6, "2||1||1|1": 6, "5||0||0|0": 6,
		})
		told := map[string]int{}
		for record, err := range exportOf(t, f, s).Records() {
			if err != nil {
				t.Fatal(err)
			}
			answered := record.Answers["reason"] != nil
			told[fmt.Sprint(record.Answers["overall"], answered, record.NotAsked, record.Unknown)]++
		}
		expectEqual(t, "answered, not answered, not asked in JSON", told, map[string]int{
			"1 true [] []": 6, "2 false [] []": 6, "5 false [reason again__keynote words] []": 6,
		})
		missing := map[string]int{}
		variables := exportOf(t, f, s).SPSS("ja")
		for row := range variables.Rows {
			for i := range variables.Variables {
				if code := fmt.Sprint(row[i]); code == "-8" {
					missing[variables.Variables[i].Name]++
				}
			}
		}
		expectEqual(t, "-8 in .sav", missing, map[string]int{"reason": 6, "again__keynote": 6})
		for _, v := range variables.Variables {
			expectEqual(t, v.Name+" may be not asked", v.NotAsked != nil, missing[v.Name] > 0)
		}
		writeFiles(t, f, s, "kinds")
	})
}

// What people write may say "-8", and so may a number: where a named survey did not ask for them, .sav has nothing.
func TestWhatWasNotAskedForIsBlankAmongWhatPeopleWrite(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		inputs := []question.Input{
			{Slug: "overall", Kind: models.QuestionScale5, TitleJa: "満足度"},
			{Slug: "words", Kind: models.QuestionShortText, TitleJa: "くわしく"},
			{Slug: "years", Kind: models.QuestionNumber, TitleJa: "年数"},
			{Slug: "since", Kind: models.QuestionDate, TitleJa: "始めた日"},
			{Slug: "next", Kind: models.QuestionScale5, TitleJa: "次は"},
		}
		s, err := f.service.Writing.Create(t.Context(), f.event, &survey.SettingsInput{
			TitleJa: "記名", Anonymity: models.SurveyNamed,
		})
		f.ok(err)
		f.ok(f.save(s.ID, f.rows(s.ID, inputs...)))
		for _, q := range f.read(s.ID).Questions[1:] {
			q.Settings.ShowIf = &models.ShowIf{Question: "overall", Values: []string{"1"}}
			f.inTx(func(tx *models.Tx) error { return tx.Questions().Update(&q) })
		}
		f.ok(f.service.Asking.Open(t.Context(), f.event, s.ID))
		s = f.read(s.ID)
		for i := range 6 {
			f.answerAs(f.register(models.ModeOnline), s, map[string][]string{
				"q_overall": {[]string{"1", "5"}[i%2]}, "q_words": {"-8"}, "q_years": {"-8"},
				"q_since": {"2020-01-01"}, "q_next": {"3"},
			})
		}
		f.close(s)
		export := exportOf(t, f, s)
		defer export.Close()
		file, missing := export.SPSS("ja"), map[string]int{}
		for row, err := range file.Rows {
			f.ok(err)
			for i, v := range file.Variables {
				if row[i] == nil || row[i] == -8 {
					missing[v.Name+fmt.Sprint(row[i], v.NotAsked != nil)]++
				}
			}
		}
		expectEqual(t, "not asked", missing, map[string]int{
			"words<nil> false": 3, "years<nil> false": 3, "since<nil> false": 3, "next-8 true": 3,
		})
		writeFiles(t, f, s, "named-kinds")
	})
}

// Files of a named and of a confidential survey say the same in every format, for `make check-others`.
func TestDownloadsOfSignedSurveys(t *testing.T) {
	eachSigned(t, func(t *testing.T, f *fixture, anonymity models.SurveyAnonymity) {
		s := f.signed(anonymity)
		for i := range 12 {
			r := f.register([]models.Mode{models.ModeOnline, models.ModeVenue}[i%2])
			word := []string{"=1+1", "NA", "null", "一行目\n二行目;=2", "-8", "👍🏽"}[i%6]
			f.answerAs(r, s, given(varied(i/2, "word", word)...))
		}
		f.close(s)
		labels := must[*spss.File](t)(exportOf(t, f, s).SPSSTexts("ja")).Variables[0].Values
		expectEqual(t, "questions with texts", labels, []spss.Value{
			{Text: "word", Label: "ひとこと"}, {Text: "q6", Label: "ご意見"},
		})
		writeFiles(t, f, s, string(anonymity))
	})
}
