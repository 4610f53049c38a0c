package survey_test

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"testing"

	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// weightsOf are those of the groups of a view's fact, by their words.
func weightsOf(w *survey.Weighing) map[string]float64 {
	weights := map[string]float64{}
	for _, g := range w.Groups {
		weights[g.LabelEn] = g.Weight
	}
	return weights
}

func TestWeightedResults(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.weighedCrowd()
		r := f.look(s, survey.View{Weight: "mode"})
		expectEqual(t, "refusal", r.Refused, survey.Refusal(""))
		expectEqual(t, "weights", weightsOf(r.Weighing), map[string]float64{"Venue": 0.75, "Online": 1.5})
		t.Run("tell n, effective n and both shares", func(t *testing.T) {
			q := questionOf(t, r, "recommend").Weighted
			expectEqual(t, "n", q.N, 90)
			expectEqual(t, "effective n", math.Round(100*q.Effective), 8000.0)
			plain, weighted := 0.0, 0.0
			for _, a := range q.Answers {
				plain, weighted = plain+a.Plain, weighted+a.Weighted
			}
			expectEqual(t, "all of both", []float64{math.Round(plain), math.Round(weighted)}, []float64{100, 100})
		})
		t.Run("stand in the address", func(t *testing.T) {
			view := survey.View{Weight: "mode", Question: "recommend"}
			expectEqual(t, "read again", survey.ReadView(view.Query()), view)
			query, err := f.service.Reading.CheckView(t.Context(), f.event, s.ID, view.Query().Encode())
			f.ok(err)
			expectEqual(t, "kept", query, "question=recommend&weight=mode")
		})
		t.Run("stand in the table of the view", func(t *testing.T) {
			table := f.look(s, survey.View{Weight: "mode", Question: "recommend"}).Table(f.texts(t, "en"))
			at, effective := slices.Index(table.Header, "weighted"), slices.Index(table.Header, "effective_n")
			for row, err := range table.Rows {
				f.ok(err)
				if len(row) != len(table.Header) || row[3] != "" && row[at] == nil || row[effective] == nil {
					t.Error(row)
				}
			}
		})
		for name, c := range map[string]struct {
			view url.Values
			want survey.Refusal
		}{
			"with a split":       {url.Values{"weight": {"mode"}, "by": {"mode"}}, survey.RefusedWeight},
			"with a filter":      {url.Values{"weight": {"mode"}, "by": {"mode"}, "is": {"venue"}}, survey.RefusedWeight},
			"by an unknown fact": {url.Values{"weight": {"sector"}}, survey.RefusedUnknown},
			"by a question":      {url.Values{"weight": {"source"}}, survey.RefusedUnknown},
		} {
			t.Run(name+" are refused", func(t *testing.T) {
				r := f.look(s, survey.ReadView(c.view))
				expectEqual(t, "refusal", r.Refused, c.want)
				expectEqual(t, "questions", len(r.Questions), 0)
			})
		}
	})
}

// weighedCrowd closes a survey that all 60 people at the venue answered, and 30 of 60 online.
func (f *fixture) weighedCrowd() *models.Survey {
	f.t.Helper()
	for range 30 { // asked, and will not answer
		f.register(models.ModeOnline)
	}
	s := f.open()
	for i := range 90 {
		mode := models.ModeVenue
		if i >= 60 {
			mode = models.ModeOnline
		}
		f.answer(s, mode, varied(i)...)
	}
	f.close(s)
	return f.read(s.ID)
}

// TestWeightsTellNothingMore holds that each weighted number follows from the split view of the same fact, as it is
// shown, and from the weights: where the table hides a cell there is no weighted number, nor may one be asked for.
func TestWeightsTellNothingMore(t *testing.T) {
	f := newFixture(t, modelstest.OnSQLite(t))
	weighed, withheld := 0, 0
	for seed := range uint64(12) {
		s := f.small(seed, false)
		f.base(s, map[string][2]int{"venue": {60, 20}, "online": {50, 20}})
		r, split := f.look(s, survey.View{Weight: "mode"}), f.look(s, survey.View{By: "mode"})
		if r.Refused != "" {
			expectEqual(t, fmt.Sprint("refusal of seed ", seed), r.Refused, survey.RefusedUnknown)
			continue
		}
		weights := weightsOf(r.Weighing)
		for i := range r.Questions {
			q := &r.Questions[i]
			table := questionOf(t, split, q.Question.Slug).Table
			if table == nil || table.HasHidden {
				withheld++
				if q.Weighted != nil || q.NotWeighed == "" && q.NotShown == "" && !q.Question.Show().Written {
					t.Errorf("seed %d, %s: weights where cells are hidden: %+v", seed, q.Question.Slug, q.Weighted)
				}
				continue
			}
			weighed++
			if q.Weighted == nil {
				t.Errorf("seed %d, %s has no weights: %s", seed, q.Question.Slug, q.NotWeighed)
				continue
			}
			for k, a := range q.Weighted.Answers {
				sum, all := 0.0, 0.0
				for _, row := range table.Rows {
					w := weights[row.LabelEn]
					sum, all = sum+w*float64(row.Cells[k].Count), all+w*float64(row.N)
				}
				if math.Abs(a.Weighted-100*sum/cmp.Or(all, 1)) > 1e-9 {
					t.Errorf("seed %d, %s: %+v is not what the table tells", seed, q.Question.Slug, a)
				}
			}
		}
	}
	if weighed < 5 || withheld < 12 {
		t.Errorf("only %d questions were weighed, %d withheld", weighed, withheld)
	}
}

// base stores how many were asked, and answered, by mode.
func (f *fixture) base(s *models.Survey, groups map[string][2]int) {
	f.t.Helper()
	var list []models.AskedBase
	for _, mode := range []string{"venue", "online"} {
		list = append(list, models.AskedBase{
			By: "mode", Value: mode, Asked: groups[mode][0], Answered: groups[mode][1], Attended: new(int),
		})
	}
	f.changeRelease(s, func(release map[string]any) { release["counts"].(map[string]any)["base"] = list })
}
