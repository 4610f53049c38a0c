package survey_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// crowd closes a survey that so many people answered at the venue and online; the latter are less satisfied.
func (f *fixture) crowd(venue, online int) *models.Survey {
	f.t.Helper()
	s := f.open()
	rng := rand.New(rand.NewPCG(1, 2))
	add := func(n int, mode models.Mode, scales ...string) {
		var list []models.Response
		for range n {
			list = append(list, models.Response{
				SurveyID: s.ID, ID: models.NewAnonymousID(), Mode: mode, Locale: "ja", Answers: map[string][]string{
					"overall": {scales[rng.IntN(len(scales))]}, "recommend": {fmt.Sprint(rng.IntN(11))},
					"source": {[]string{"city_news", "o2", "o3"}[rng.IntN(3)]},
					"themes": {[]string{"time", "skills", "circle"}[rng.IntN(3)]},
				},
			})
		}
		f.inTx(func(tx *models.Tx) error { return tx.Responses().InsertMany(list) })
	}
	add(venue, models.ModeVenue, "4", "5", "5")
	add(online, models.ModeOnline, "1", "2", "3", "4")
	f.close(s)
	return s
}

func questionOf(t *testing.T, r *survey.Results, slug string) *survey.QuestionResult {
	t.Helper()
	for i := range r.Questions {
		if r.Questions[i].Question.Slug == slug {
			return &r.Questions[i]
		}
	}
	t.Fatalf("no question %q, refused %q", slug, r.Refused)
	return nil
}

func TestSplit(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.crowd(60, 80)
		t.Run("tells groups apart with totals that agree", func(t *testing.T) {
			r := f.look(s, survey.View{By: "mode"})
			expectEqual(t, "groups", []int{r.Groups[0].N, r.Groups[1].N}, []int{60, 80})
			table := questionOf(t, r, "overall").Table
			expectEqual(t, "people of the rows", []int{table.Rows[0].N, table.Rows[1].N, table.All.N}, []int{60, 80, 140})
			for i, column := range table.Columns {
				together, hidden := 0, 0
				for _, row := range table.Rows {
					together += row.Cells[i].Count
					if row.Cells[i].IsHidden {
						hidden++
					}
				}
				if hidden == 0 && together != column.N {
					t.Errorf("%s: %d of %d", column.LabelEn, together, column.N)
				}
			}
		})
		t.Run("a difference is told in one sentence", func(t *testing.T) {
			test := questionOf(t, f.look(s, survey.View{By: "mode"}), "recommend").Table.Test
			if test == nil || test.Key() != "result.test_no" {
				t.Errorf("%+v", test)
			}
		})
		t.Run("a filter has the row of the table", func(t *testing.T) {
			table := questionOf(t, f.look(s, survey.View{By: "mode"}), "recommend").Table
			q := questionOf(t, f.look(s, survey.View{By: "mode", Is: "venue"}), "recommend")
			expectEqual(t, "people", q.Responses, 60)
			for i, bar := range q.Bars {
				expectEqual(t, bar.LabelEn, bar.Count, table.Rows[0].Cells[i].Count)
			}
			expectEqual(
				t,
				"whether a text is shown",
				questionOf(t, f.look(s, survey.View{By: "mode", Is: "venue"}), "word").Texts,
				[]string(nil),
			)
		})
		for name, c := range map[string]struct {
			view survey.View
			want survey.Refusal
		}{
			"two filters":        {survey.View{By: "mode", Is: "venue", IsDouble: true}, survey.RefusedDouble},
			"an unknown fact":    {survey.View{By: "sector"}, survey.RefusedUnknown},
			"a text":             {survey.View{By: "word"}, survey.RefusedUnknown},
			"an unknown group":   {survey.View{By: "mode", Is: "nowhere"}, survey.RefusedSmall},
			"one group of all":   {survey.View{By: "locale"}, survey.RefusedSmall},
			"a group of no step": {survey.View{By: "recommend", Is: "3"}, survey.RefusedSmall},
		} {
			t.Run(name+" is refused", func(t *testing.T) {
				r := f.look(s, c.view)
				expectEqual(t, "refusal", r.Refused, c.want)
				expectEqual(t, "questions", len(r.Questions), 0)
			})
		}
		t.Run("one question alone", func(t *testing.T) {
			r := f.look(s, survey.View{Question: "source", ByCount: true})
			expectEqual(t, "questions", len(r.Questions), 1)
			for i := range r.Questions[0].Bars[1:] {
				if r.Questions[0].Bars[i].Count < r.Questions[0].Bars[i+1].Count {
					t.Errorf("not sorted: %v", r.Questions[0].Bars)
				}
			}
		})
		t.Run("an open survey has none", func(t *testing.T) {
			open := f.open()
			f.answerVaried(open, models.ModeVenue, 20)
			r := f.look(open, survey.View{By: "mode"})
			expectEqual(t, "refusal", r.Refused, survey.RefusedOpen)
			expectEqual(t, "questions and groups", len(r.Questions)+len(r.Groups), 0)
		})
	})
}

// TestNoTwoFiltersDifferByFew tries all pairs of filters: how many people are in one and not in the other follows from
// the table of the two. Where it shows how many are in both, the others are nobody, or five or more.
func TestNoTwoFiltersDifferByFew(t *testing.T) {
	db := modelstest.OnSQLite(t)
	f := newFixture(t, db)
	s := f.crowd(40, 50)
	known := 0
	for _, by := range f.results(s).Variables {
		r := f.look(s, survey.View{By: by.Slug})
		for i := range r.Questions {
			q := &r.Questions[i]
			if q.Table == nil {
				continue
			}
			for _, row := range q.Table.Rows {
				for c, cell := range row.Cells {
					if cell.IsHidden {
						continue
					}
					known++
					for _, all := range []int{row.N, q.Table.Columns[c].N} {
						if rest := all - cell.Count; rest > 0 && rest < survey.SmallGroup {
							t.Errorf("%s %s without %s %s is %d", by.Slug, row.LabelEn, q.TitleEn, q.Table.Columns[c].LabelEn, rest)
						}
					}
				}
			}
		}
	}
	if known < 20 {
		t.Errorf("only %d differences are known", known)
	}
}

// TestATableTurnedHidesTheSame compares both tables of all pairs: two choices of cells would tell what each hides.
func TestATableTurnedHidesTheSame(t *testing.T) {
	db := modelstest.OnSQLite(t)
	f := newFixture(t, db)
	for _, size := range [][2]int{{9, 14}, {20, 25}, {40, 50}} {
		s := f.crowd(size[0], size[1])
		slugs := []string{"overall", "recommend", "source", "themes"}
		for _, by := range slugs {
			r := f.look(s, survey.View{By: by})
			for _, of := range slugs {
				if by == of || r.Refused != "" {
					continue
				}
				other := f.look(s, survey.View{By: of})
				if other.Refused != "" {
					continue
				}
				table, turned := questionOf(t, r, of).Table, questionOf(t, other, by).Table
				if (table == nil) != (turned == nil) {
					t.Fatalf("%v, %s by %s: only one is shown", size, of, by)
				}
				if table == nil {
					continue
				}
				for i, row := range table.Rows {
					for j, cell := range row.Cells {
						expectEqual(t, fmt.Sprint(size, by, of, i, j), turned.Rows[j].Cells[i], cell)
					}
				}
			}
		}
	}
}

// TestTheChiSquareIsThatOfATextbook takes numbers of Agresti, Categorical Data Analysis: smoking and lung cancer.
func TestTheChiSquareIsThatOfATextbook(t *testing.T) {
	got := survey.ChiSquareOf([][]int{{688, 650}, {21, 59}})
	expectEqual(t, "freedom", got.Freedom, 1)
	for what, pair := range map[string][2]float64{
		"chi-square": {got.ChiSquare, 19.129}, "V": {got.CramerV, 0.1162}, "p": {got.P, 0.000012216},
	} {
		if math.Abs(pair[0]-pair[1]) > 0.001*pair[1] {
			t.Errorf("%s is %v, want %v", what, pair[0], pair[1])
		}
	}
	if small := survey.ChiSquareOf([][]int{{5, 5}, {5, 0}}); !small.IsSmall || small.P != 0 {
		t.Errorf("few people are tested: %+v", small)
	}
}
