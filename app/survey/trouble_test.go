package survey_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestZeroOneFourAndFiveResponses(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for n, want := range map[int]survey.Stage{
			0: survey.StageFew, 1: survey.StageFew, 4: survey.StageFew, 5: survey.StageReleased,
		} {
			s := f.open()
			f.answerVaried(s, models.ModeOnline, n)
			f.close(s)
			r := f.results(s)
			expectEqual(t, fmt.Sprint("stage of ", n), r.Stage, want)
			_, err := f.service.Export(t.Context(), f.event, s.ID)
			if want == survey.StageReleased {
				expectEqual(t, "responses of five", r.Responses.N, 5)
				expectEqual(t, "file of five", models.CodeOf(err), models.Code(""))
				continue
			}
			expectEqual(t, fmt.Sprint("number shown of ", n), r.Responses.N, 0)
			expectEqual(t, fmt.Sprint("questions of ", n), len(r.Questions), 0)
			expectEqual(t, fmt.Sprint("file of ", n), models.CodeOf(err), models.CodeConflict)
		}
	})
}

// What everybody answered is known of each of them.
func TestWhenAllAnswerTheSame(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		for range 12 {
			f.answer(s, models.ModeOnline)
		}
		f.close(s)
		for _, slug := range []string{"overall", "source", "themes"} {
			q := questionOf(t, f.results(s), slug)
			expectEqual(t, slug, q.NotShown, "survey.withheld_same")
			expectEqual(t, "bars of "+slug, len(q.Bars), 0)
		}
	})
}

func TestAFilterThatLeavesOneIsRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeVenue, 20)
		f.answerVaried(s, models.ModeOnline, 1)
		f.close(s)
		for _, view := range []survey.View{{By: "mode", Is: "online"}, {By: "mode", Is: "venue"}} { // 20 leave the one
			r := f.look(s, view)
			if r.Refused == "" || len(r.Questions) != 0 {
				t.Errorf("%+v is shown: %q, %d questions", view, r.Refused, len(r.Questions))
			}
		}
	})
}

func TestTextsOfEveryScriptStayAsTheyAre(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		texts := []string{
			"👩‍👩‍👧‍👦 と 🇯🇵、1️⃣", "안녕하세요, 가와사키", "مرحبا بكم في كاواساكي", "שלום (2027) עולם", "𠮷田さんの辻󠄀",
			"नमस्ते", "NULL",
		}
		for i, text := range texts {
			f.answer(s, models.ModeOnline, append(varied(i), "q6", text)...)
		}
		f.close(s)
		got := slices.Sorted(slices.Values(questionOf(t, f.results(s), "q6").Texts))
		expectEqual(t, "texts", got, slices.Sorted(slices.Values(texts)))
	})
}

// A text of forty thousand characters is refused beside its question, and nothing is stored.
func TestFortyThousandCharacters(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s, attendee := f.open(), f.register(models.ModeOnline)
		for _, letter := range []string{"あ", "😀", "한"} {
			long := given("q6", strings.Repeat(letter, 40_000))
			eligibility, err := f.service.Answer(t.Context(), f.event, attendee, s.ID, long, "ja")
			expectEqual(t, "error", models.CodeOf(err), models.CodeInvalid)
			expectEqual(t, "faults", slices.Collect(maps.Keys(fields(err))), []string{"q_q6"})
			expectEqual(t, "eligibility", eligibility, survey.MayAnswer)
		}
		expectEqual(t, "responses", len(f.responses(s)), 0)
		most := given("q6", strings.Repeat("😀", 4000))
		eligibility, err := f.service.Answer(t.Context(), f.event, attendee, s.ID, most, "ja")
		if err != nil || eligibility != survey.MayAnswer {
			t.Errorf("the longest text: %s, %v", eligibility, err)
		}
	})
}

// A survey closes while sixty people answer: what is published is one state, in which all are who were thanked.
func TestClosingWhileMany(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 10)
		people := f.many(60)
		for i := range people {
			f.attend(&people[i])
		}
		var thanked, late atomic.Int32
		var all sync.WaitGroup
		begun := make(chan struct{}, len(people))
		for i := range people {
			all.Go(func() {
				eligibility, err := f.service.Answer(t.Context(), f.event, &people[i], s.ID, given(varied(i%20)...), "ja")
				begun <- struct{}{}
				switch {
				case err != nil:
					t.Error(err)
				case eligibility == survey.MayAnswer:
					thanked.Add(1)
				case eligibility == survey.IsClosed:
					late.Add(1)
				default:
					t.Error(eligibility)
				}
			})
		}
		for range 5 {
			<-begun
		}
		_, err := f.service.Export(t.Context(), f.event, s.ID)
		if code := models.CodeOf(err); code != models.CodeConflict {
			t.Errorf("a file while people answer: %v", err)
		}
		f.close(s)
		all.Wait()
		expectEqual(t, "people", int(thanked.Load()+late.Load()), len(people))
		export, err := f.service.Export(t.Context(), f.event, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, err := range export.Responses().Rows {
			if err != nil {
				t.Fatal(err)
			}
			rows++
		}
		expectEqual(t, "rows", rows, 10+int(thanked.Load()))
		expectEqual(t, "results", f.results(s).Responses.N, rows)
	})
}

func TestThreeHundredQuestions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		document := survey.Document{Format: "meguri-survey", Version: 1, TitleJa: "長い"}
		for i := range survey.MaxQuestions + 1 {
			document.Questions = append(document.Questions, survey.DocumentQuestion{
				Slug: fmt.Sprint("n", i), Kind: models.QuestionScale5, TitleJa: fmt.Sprint("設問", i),
			})
		}
		file := func() []byte {
			content, err := json.Marshal(document)
			if err != nil {
				t.Fatal(err)
			}
			return content
		}
		_, err := f.service.Import(t.Context(), f.event, file())
		expectEqual(t, "one more", models.CodeOf(err), models.CodeInvalid)
		document.Questions = document.Questions[:survey.MaxQuestions]
		s, err := f.service.Import(t.Context(), f.event, file())
		if err != nil {
			t.Fatal(err, fields(err))
		}
		if err := f.service.Open(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		s = f.read(s.ID)
		for i := range 6 {
			answers := map[string][]string{}
			for k := range survey.MaxQuestions {
				answers[fmt.Sprint("q_n", k)] = []string{fmt.Sprint(1 + (i+k)%5)}
			}
			f.answerOnly(s, answers)
		}
		f.close(s)
		expectEqual(t, "results", len(f.results(s).Questions), survey.MaxQuestions)
		export, err := f.service.Export(t.Context(), f.event, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "columns", len(export.Columns), survey.MaxQuestions+3)
	})
}
