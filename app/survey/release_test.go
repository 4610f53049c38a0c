package survey_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/question"
	"meguri/app/service/spss"
	"meguri/app/service/table"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// seen is everything that anybody but the database gets to know of a survey's answers.
func (f *fixture) seen(s *models.Survey) string {
	f.t.Helper()
	ctx := f.t.Context()
	list, err := f.service.Writing.List(ctx, f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	keyResults, err := f.service.Reading.KeyResults(ctx, f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	codebook, err := f.service.Exporting.Codebook(ctx, f.event, s.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	var all bytes.Buffer
	results := []any{list, keyResults, codebook.Columns}
	for _, view := range []survey.View{{}, {By: "mode"}, {By: "mode", Is: "venue"}, {By: "mode", Is: "online"}} {
		results = append(results, f.look(s, view))
	}
	rates, err := f.service.Reading.Rates(ctx, f.event, s.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	results = append(results, rates)
	if err := json.NewEncoder(&all).Encode(results); err != nil {
		f.t.Fatal(err)
	}
	if err := table.CSV(&all, table.UTF8BOM, codebook.Codebook()); err != nil { // also while people answer
		f.t.Fatal(err)
	}
	export, err := f.service.Exporting.Export(ctx, f.event, s.ID)
	if err != nil {
		return all.String() + err.Error()
	}
	for _, write := range []func() error{
		func() error { return table.CSV(&all, table.UTF8BOM, export.Responses()) },
		func() error { return table.CSV(&all, table.ShiftJIS, export.Responses()) },
		func() error { return table.CSV(&all, table.UTF8BOM, export.Texts()) },
		func() error { return table.CSV(&all, table.UTF8BOM, export.Long()) },
		func() error { return spss.Write(&all, export.SPSS("ja")) },
		func() error { return spss.Write(&all, must[*spss.File](f.t)(export.SPSSTexts("ja"))) },
		func() error {
			return table.XLSX(&all, export.Responses(), export.Texts(), export.Codebook(), export.About())
		},
		func() error {
			return json.NewEncoder(&all).Encode(must[map[string][]string](f.t)(export.TextsByQuestion()))
		},
	} {
		if err := write(); err != nil {
			f.t.Fatal(err)
		}
	}
	for record, err := range export.Records() {
		if err != nil {
			f.t.Fatal(err)
		}
		fmt.Fprintf(&all, "%+v\n", record)
	}
	return all.String()
}

// Somebody looks at everything just before and just after each person's answer.
func TestAnAnswerCannotBeFoundByTheDifference(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		var people []*models.Registration
		for range 23 {
			people = append(people, f.register(models.ModeOnline))
		}
		f.invite()
		before := f.seen(s)
		for i, r := range people {
			if _, err := f.service.Answering.Answer(t.Context(), f.event, r, s.ID, given(varied(i)...), "ja"); err != nil {
				t.Fatal(err)
			}
			after := f.seen(s)
			switch count := f.results(s).Responses; {
			case (i+1)%10 != 0 && after != before:
				t.Errorf("answer %d shows:\n%s", i+1, cmp.Diff(before, after))
			case (i+1)%10 == 0 && count.N != i+1:
				t.Errorf("after answer %d there are %d responses", i+1, count.N)
			}
			if strings.Contains(after, "声") {
				t.Fatalf("a text is shown after answer %d", i+1)
			}
			before = after
		}
		expectEqual(t, "responses that are shown", f.results(s).Responses.N, 20)
		_, err := f.service.Exporting.Export(t.Context(), f.event, s.ID)
		expectEqual(t, "error of the download", models.CodeOf(err), models.CodeConflict)
	})
}

func TestAReleaseStaysTheSame(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 9)
		f.answerVaried(s, models.ModeVenue, 6)
		late := f.register(models.ModeVenue)
		f.close(s)
		first := f.seen(s)
		err := f.service.Asking.Open(ctx, f.event, s.ID)
		expectEqual(t, "error of opening again", models.CodeOf(err), models.CodeConflict)
		eligibility, err := f.service.Answering.Answer(ctx, f.event, late, s.ID, given(), "ja")
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "eligibility of who is late", eligibility, survey.IsClosed)
		f.followClock()
		if again := f.seen(s); again != first {
			t.Errorf("something changed:\n%s", cmp.Diff(first, again))
		}
	})
}

// The numbers that are stored with a release are those of its responses. Releases of before have none stored.
func TestStoredNumbersAreThoseOfTheResponses(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 9)
		f.answerVaried(s, models.ModeVenue, 6)
		f.close(s)
		all := f.results(s)
		keys, invited, responses := f.listed()
		if all.Survey.Release.Counts == nil {
			t.Fatal("no numbers are stored")
		}
		f.forgetCounts(s)
		keysNow, invitedNow, responsesNow := f.listed()
		expectEqual(t, "key results", keysNow, keys)
		expectEqual(t, "invited on the list", invitedNow, invited)
		expectEqual(t, "responses on the list", responsesNow, responses)
		expectEqual(t, "results", f.results(s).Questions, all.Questions)
		expectEqual(t, "invited", f.results(s).Invited, all.Invited)
		if f.results(s).Survey.Release.Counts != nil {
			t.Error("the stored numbers are still there")
		}
	})
}

// listed are the key results of the event, and what the list of surveys says of the only one.
func (f *fixture) listed() (keys []survey.Result, invited int, responses survey.Count) {
	f.t.Helper()
	keys, err := f.service.Reading.KeyResults(f.t.Context(), f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	list, err := f.service.Writing.List(f.t.Context(), f.event)
	if err != nil || len(list) != 1 {
		f.t.Fatal(list, err)
	}
	return keys, list[0].Invited, list[0].Responses
}

// forgetCounts makes a release as earlier versions of the program stored it.
func (f *fixture) forgetCounts(s *models.Survey) {
	f.t.Helper()
	f.changeRelease(s, func(release map[string]any) { delete(release, "counts") })
}

// changeRelease changes what is stored of a release.
func (f *fixture) changeRelease(s *models.Survey, change func(release map[string]any)) {
	f.t.Helper()
	pool := modelstest.Pool(f.t, f.db)
	var release map[string]any
	text := column(f.t, pool, "SELECT release FROM surveys WHERE id = '"+s.ID+"'")[0]
	if err := json.Unmarshal([]byte(text), &release); err != nil {
		f.t.Fatal(err)
	}
	change(release)
	without, err := json.Marshal(release)
	if err != nil {
		f.t.Fatal(err)
	}
	quoted := strings.ReplaceAll(string(without), "'", "''")
	statement := "UPDATE surveys SET release = '" + quoted + "' WHERE id = '" + s.ID + "'"
	if _, err := pool.ExecContext(f.t.Context(), statement); err != nil {
		f.t.Fatal(err)
	}
}

func TestFewResponsesAreNotReleased(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 4)
		f.close(s)
		f.followClock()
		r := f.results(s)
		expectEqual(t, "stage", r.Stage, survey.StageFew)
		expectEqual(t, "responses", r.Responses, survey.Count{Key: "survey.count_few"})
		expectEqual(t, "questions", len(r.Questions), 0)
		if err := f.service.Asking.Open(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		f.answerVaried(s, models.ModeOnline, 1)
		f.close(s)
		expectEqual(t, "stage after one more", f.results(s).Stage, survey.StageReleased)
	})
}

// An earlier version of the program closed the survey and left its responses whole.
func TestSurveysClosedBeforeAreReleased(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 9)
		f.answerVaried(s, models.ModeVenue, 2)
		f.inTx(func(tx *models.Tx) error { return tx.Surveys().Close(f.read(s.ID)) })
		expectEqual(t, "stage", f.results(s).Stage, survey.StagePreparing)
		expectEqual(t, "questions", len(f.results(s).Questions), 0)
		f.followClock()
		expectEqual(t, "stage later", f.results(s).Stage, survey.StageReleased)
		for _, r := range f.responses(s) {
			expectEqual(t, "mode", r.Mode, "")
		}
	})
}

// describing are further questions, about the person.
var describing = []question.Input{
	{
		Slug: "sector", Kind: models.QuestionSingle, TitleJa: "分野", Describes: true,
		Options: "企業 | Industry\n行政 | Public\n大学 | Academic\n市民 | Civil\n医療 | Care",
	},
	{Slug: "age", Kind: models.QuestionScale5, TitleJa: "年代", Describes: true},
	{
		Slug: "roles", Kind: models.QuestionMultiple, TitleJa: "役割", Describes: true,
		Options: "支援 | Helps\n相談 | Asks\n運営 | Runs",
	},
	{Slug: "liked", Kind: models.QuestionSingle, TitleJa: "よかったか", Options: "はい | Good\nいいえ | Bad"},
	{Slug: "wish", Kind: models.QuestionLongText, TitleJa: "希望", Describes: true}, // a text is never a column
}

// crowd are random responses to these questions, skewed as people are.
func crowd(rng *rand.Rand) []models.Response {
	skewed := func(n int) int { return min(rng.IntN(n), rng.IntN(n), rng.IntN(n)) }
	list := make([]models.Response, rng.IntN(150))
	for i := range list {
		answers := map[string][]string{"liked": {[]string{"good", "bad"}[skewed(2)]}}
		if rng.IntN(8) > 0 {
			answers["sector"] = []string{[]string{"industry", "public", "academic", "civil", "care"}[skewed(5)]}
		}
		if rng.IntN(8) > 0 {
			answers["age"] = []string{fmt.Sprint(1 + skewed(5))}
		}
		if roles := []string{"helps", "asks", "runs"}[:skewed(4)]; len(roles) > 0 {
			answers["roles"] = roles
		}
		if rng.IntN(3) == 0 {
			answers["wish"] = []string{fmt.Sprint("希望", i)}
		}
		list[i] = models.Response{
			ID: models.NewAnonymousID(), Mode: []models.Mode{models.ModeOnline, models.ModeVenue}[skewed(2)],
			Locale: []string{"ja", "en"}[skewed(2)], Answers: answers,
		}
	}
	return list
}

// TestNobodyStandsAloneInARelease looks at what is stored, as whoever gets a copy of the database does.
func TestNobodyStandsAloneInARelease(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		released, kept := 0, map[string]int{}
		for seed := range uint64(25) {
			s, err := f.service.Writing.Create(ctx, f.event, &survey.SettingsInput{TitleJa: "方"})
			if err != nil {
				t.Fatal(err)
			}
			for i := range describing {
				if err := f.addQuestion(s.ID, &describing[i]); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.service.Asking.Open(ctx, f.event, s.ID); err != nil {
				t.Fatal(err)
			}
			raw := crowd(rand.New(rand.NewPCG(seed, 7)))
			f.inTx(func(tx *models.Tx) error {
				for i := range raw {
					raw[i].SurveyID = s.ID
				}
				return tx.Responses().InsertMany(raw)
			})
			f.close(s)
			s = f.read(s.ID)
			if len(raw) < 5 {
				continue
			}
			released++
			for name, column := range s.Release.Columns {
				kept[name+" "+string(column.Shown)]++
			}
			expectSafe(f, s, raw)
		}
		if released < 15 || kept["mode whole"] == 0 || kept["sector whole"]+kept["sector merged"] == 0 {
			t.Errorf("%d released, kept %v", released, kept)
		}
	})
}

func expectSafe(f *fixture, s *models.Survey, raw []models.Response) {
	f.t.Helper()
	groups, liked, texts := map[string]int{}, map[string][]string{}, 0
	list := f.responses(s)
	expectEqual(f.t, "responses", len(list), len(raw))
	for _, r := range list {
		key := fmt.Sprint(r.Mode, r.Locale, r.Answers["sector"], r.Answers["age"], r.Answers["roles"])
		groups[key]++
		liked[key] = append(liked[key], strings.Join(r.Answers["liked"], ""))
		if len(r.Answers["wish"]) > 0 {
			f.t.Errorf("a text stands beside other answers: %v", r.Answers)
		}
		if slices.ContainsFunc(raw, func(old models.Response) bool { return old.ID == r.ID }) {
			f.t.Errorf("the response %s kept its id", r.ID)
		}
	}
	for key, n := range groups {
		alike := len(slices.Compact(slices.Sorted(slices.Values(liked[key])))) == 1 && liked[key][0] != ""
		if n < 5 || alike {
			f.t.Errorf("%d of %d people are %s, alike: %v", n, len(list), key, alike)
		}
	}
	for i := range raw {
		texts += len(raw[i].Answers["wish"])
	}
	stored, err := f.db.Query(f.t.Context()).Surveys().Texts(s, "wish", 0)
	if err != nil {
		f.t.Fatal(err)
	}
	expectEqual(f.t, "texts", len(stored), texts)
}

// openSectors opens a survey with one question, which describes people.
func (f *fixture) openSectors() *models.Survey {
	f.t.Helper()
	ctx := f.t.Context()
	s, err := f.service.Writing.Create(ctx, f.event, &survey.SettingsInput{TitleJa: "方"})
	if err == nil {
		err = f.addQuestion(s.ID, &describing[0])
	}
	if err == nil {
		err = f.service.Asking.Open(ctx, f.event, s.ID)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

func TestRareOptionsAreOneInTheResults(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.openSectors()
		given := "industry industry industry industry industry industry public public academic care care"
		for _, slug := range strings.Fields(given) {
			f.answer(s, models.ModeOnline, "sector", slug)
		}
		f.close(s)
		q := f.results(s).Questions[0]
		merged := question.Bar{
			LabelJa: "答えた人の少ない選択肢（無回答を含むことがあります）", LabelEn: "Options that few people chose (may include “no answer”)", Count: 5,
		}
		expectEqual(t, "bars", q.Bars, []question.Bar{
			{LabelJa: "企業", LabelEn: "Industry", Count: 6}, {LabelJa: "市民", LabelEn: "Civil"}, merged,
		})
		expectEqual(t, "rows", strings.Count(csvOf(t, f, s), ",_merged\r\n"), 5)
		columns := exportOf(t, f, s).Columns
		codes := columns[len(columns)-1].Values
		expectEqual(t, "last code", codes[len(codes)-1].Value, "_merged")
	})
}

// Where a question about a person would make combinations of few people, its totals remain, apart from the rows.
func TestTotalsRemainOfWhatIsNotInTheRows(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.openSectors()
		given := "industry public industry public industry public industry public public civil care care care care"
		for _, slug := range strings.Fields(given) {
			f.answer(s, models.ModeOnline, "sector", slug)
		}
		for _, slug := range strings.Fields("industry industry public public civil care") {
			f.answer(s, models.ModeVenue, "sector", slug)
		}
		f.close(s)
		expectEqual(t, "sector", f.read(s.ID).Release.Columns["sector"], models.ColumnRelease{
			Shown: models.ShownTotals, Answered: 20, Merged: []string{"care", "civil"},
			Totals: map[string]int{"industry": 6, "public": 7, "_merged": 7},
		})
		q := f.results(s).Questions[0]
		expectEqual(t, "responses", q.Responses, 20)
		expectEqual(t, "first bar", q.Bars[0].Count, 6)
		expectEqual(t, "last bar", q.Bars[len(q.Bars)-1].Count, 7)
		expectEqual(
			t,
			"by mode",
			f.look(s, survey.View{By: "mode", Is: "venue"}).Questions[0].NotShown,
			"result.only_together",
		)
		if text := csvOf(t, f, s); strings.Contains(text, "industry") || !strings.Contains(text, "venue") {
			t.Errorf("the download:\n%s", text)
		}
	})
}

func TestTheMarkForQuestionsAboutAPerson(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		mark := func(marked bool) bool {
			t.Helper()
			in := questionOfPage(f, s, s.Questions[2].ID)
			in.Describes = marked
			if err := f.editQuestion(s.ID, s.Questions[2].ID, in); err != nil {
				t.Fatal(err)
			}
			return f.read(s.ID).Questions[2].Describes
		}
		t.Run("may be set on an open survey, and not be taken away", func(t *testing.T) {
			expectEqual(t, "unmarked", mark(false), false)
			expectEqual(t, "marked", mark(true), true)
			expectEqual(t, "unmarked again", mark(false), true)
		})
		t.Run("is for six questions at most", func(t *testing.T) {
			draft := f.draft()
			var err error
			for i := 0; err == nil && i < 10; i++ {
				in := question.Input{Kind: models.QuestionScale5, TitleJa: fmt.Sprint(i), Describes: true}
				err = f.addQuestion(draft.ID, &in)
			}
			expectEqual(t, "faults", fields(err), map[string]string{"describes": "question.describes_many"})
			expectEqual(t, "questions", len(f.read(draft.ID).Questions), len(questionInputs)+6)
		})
		t.Run("is not for texts", func(t *testing.T) {
			in := questionOfPage(f, s, s.Questions[4].ID)
			in.Describes = true
			if err := f.editQuestion(s.ID, s.Questions[4].ID, in); err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "marked", f.read(s.ID).Questions[4].Describes, false)
		})
	})
}
