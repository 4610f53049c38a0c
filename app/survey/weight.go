package survey

import (
	"slices"
	"strconv"

	"meguri/app/service/question"
	"meguri/models"
)

// Weighing says how results are weighed by a fact: each of its groups counts for as much as among those who were asked.
type Weighing struct {
	Choice
	Groups []WeightGroup

	by *dimension
}

// WeightGroup is a group of a base whose responses tell it. Weight is what each of them counts for, 1 on average.
type WeightGroup struct {
	LabelJa, LabelEn string
	Asked, Responses int
	// AskedPercent and ResponsesPercent are the shares of the group.
	AskedPercent, ResponsesPercent int
	Weight                         float64

	value string
}

// Weighted is the numbers of a question with weights. They are reckoned from the table of the question by the fact, as
// it is shown, and from the base: who sees both could reckon the same, and learns nothing more.
type Weighted struct {
	// N is how many people are weighed, Effective how many without weights would tell as much (Kish).
	N         int
	Effective float64
	Answers   []WeightedAnswer
	// Mean is of scales of which each step stands for itself, Score the Net Promoter Score; each beside the same without
	// weights.
	HasMean, HasScore bool
	Mean, PlainMean   float64
	Score, PlainScore float64
	IsShared          bool
}

// WeightedAnswer is how many gave an answer, and per cent of how many that is, without weights and with them.
type WeightedAnswer struct {
	LabelJa, LabelEn string
	N                int
	Plain, Weighted  float64
}

// The texts that say why a question has no weights.
const (
	notWeighedApart = "result.weight_apart"
	notWeighedSmall = "result.weight_small"
)

// weighedBy are the dimensions of the facts of a base.
var weighedBy = map[string]string{"mode": "mode", "sector": models.FactSector.Slug()}

// weighings are the ways in which a released survey may be weighed: by the facts of its base that each response tells,
// where in each group SmallGroup people answered.
func (s *Reading) weighings(
	query *models.Query, survey *models.Survey, counts *models.ReleaseCounts, all []*dimension,
) (list []*Weighing, err error) {
	base, err := s.rates.base(query, survey)
	if err != nil {
		return nil, err
	}
	told := toldIn(survey, counts)
	for _, fact := range rateFacts {
		at := slices.IndexFunc(all, func(v *dimension) bool { return v.slug == weighedBy[fact.name] })
		if at < 0 {
			continue
		}
		w := &Weighing{by: all[at]}
		w.Choice = Choice{Slug: fact.name, LabelJa: w.by.titleJa, LabelEn: w.by.titleEn}
		for _, group := range base {
			n := told[fact.name].responsesOf(group, base)
			if _, isKnown := w.by.index[group.Value]; group.By != fact.name || n == 0 || !isKnown && group.Value != others {
				continue
			}
			g := WeightGroup{Asked: group.Asked, Responses: n, value: group.Value}
			g.LabelJa, g.LabelEn = s.groupName(group, nil)
			w.Groups = append(w.Groups, g)
		}
		if w.finish() {
			list = append(list, w)
		}
	}
	return list, nil
}

// finish reckons shares and weights. It returns false where a group is too small, or nothing is to be weighed.
func (w *Weighing) finish() bool {
	asked, responses := 0, 0
	for _, g := range w.Groups {
		if g.Responses < SmallGroup || g.Asked < SmallGroup {
			return false
		}
		asked, responses = asked+g.Asked, responses+g.Responses
	}
	for i := range w.Groups {
		g := &w.Groups[i]
		g.AskedPercent, g.ResponsesPercent = question.Percent(g.Asked, asked), question.Percent(g.Responses, responses)
		g.Weight = float64(g.Asked) * float64(responses) / float64(asked*g.Responses)
	}
	return len(w.Groups) > 1
}

// groupOf is the place of the group that a value stands in, -1 where nobody who answered has it.
func (w *Weighing) groupOf(value string) int {
	for _, name := range []string{value, others} {
		if at := slices.IndexFunc(w.Groups, func(g WeightGroup) bool { return g.value == name }); at >= 0 {
			return at
		}
	}
	return -1
}

// rowWeights are the weights of a table's rows, nil where a row has none. Rows of a table may put groups together, and
// groups rows: what has to do with one another has one weight.
func (w *Weighing) rowWeights(rows []CrossRow) []float64 {
	part, owner := make([]int, len(rows)), map[int]int{} // of groups
	for i, row := range rows {
		part[i] = i
		for _, value := range row.Values {
			at := w.groupOf(w.by.values[value])
			if at < 0 {
				continue
			}
			if _, isOwned := owner[at]; !isOwned {
				owner[at] = part[i]
			}
			if from, to := part[i], owner[at]; from != to {
				joinParts(part, owner, from, to)
			}
		}
	}
	weights := make([]float64, len(rows))
	for i := range rows {
		asked, responses := 0, 0
		for at, of := range owner {
			if of == part[i] {
				asked, responses = asked+w.Groups[at].Asked, responses+w.Groups[at].Responses
			}
		}
		if responses == 0 {
			return nil
		}
		weights[i] = float64(asked) / float64(responses)
	}
	return weights
}

// joinParts makes two parts one.
func joinParts(part []int, owner map[int]int, from, to int) {
	for i := range part {
		if part[i] == from {
			part[i] = to
		}
	}
	for group := range owner {
		if owner[group] == from {
			owner[group] = to
		}
	}
}

// weigh reckons the weighted numbers of a table by the fact, nil where a cell is hidden or a row has no weight.
func (w *Weighing) weigh(t *Crosstab, columns *dimension, isScale bool) *Weighted {
	if t == nil || t.HasHidden {
		return nil
	}
	weights := w.rowWeights(t.Rows)
	if weights == nil {
		return nil
	}
	out, all, squares := &Weighted{IsShared: columns.isShared}, 0.0, 0.0
	for i, row := range t.Rows {
		n := float64(row.N)
		out.N, all, squares = out.N+row.N, all+weights[i]*n, squares+weights[i]*weights[i]*n
	}
	if out.N == 0 {
		return nil
	}
	out.Effective = all * all / squares
	out.HasMean = isScale
	for k, column := range t.Columns {
		a, weighted := WeightedAnswer{LabelJa: column.LabelJa, LabelEn: column.LabelEn}, 0.0
		for i, row := range t.Rows {
			a.N += row.Cells[k].Count
			weighted += weights[i] * float64(row.Cells[k].Count)
		}
		a.Plain, a.Weighted = 100*float64(a.N)/float64(out.N), 100*weighted/all
		out.Answers = append(out.Answers, a)
		out.addStep(a, column.Group, columns)
	}
	if t.HasScore {
		a := out.Answers
		out.HasScore, out.Score, out.PlainScore = true, a[2].Weighted-a[0].Weighted, a[2].Plain-a[0].Plain
	}
	return out
}

// addStep adds a step to the mean. Where steps are put together there is none.
func (r *Weighted) addStep(a WeightedAnswer, column question.Group, columns *dimension) {
	if len(column.Values) != 1 {
		r.HasMean = false
		return
	}
	step, err := strconv.ParseFloat(columns.values[column.Values[0]], 64)
	r.HasMean = r.HasMean && err == nil
	r.Mean, r.PlainMean = r.Mean+step*a.Weighted/100, r.PlainMean+step*a.Plain/100
}

// weigh puts weighted numbers beside those of each question, or why there are none. What people wrote has none ever.
func (r *Results) weigh(w *Weighing, by *split) {
	r.Weighing = w
	for i := range r.Questions {
		q := &r.Questions[i]
		if q.NotShown != "" || q.Question.Slug == w.by.slug || q.Question.Show().Written {
			continue
		}
		q.NotWeighed = notWeighedApart
		for _, j := range by.joints {
			if j.columns.slug != q.Question.Slug {
				continue
			}
			q.NotWeighed = notWeighedSmall
			if q.Weighted = w.weigh(j.table(), j.columns, q.Question.Show().Scale != nil); q.Weighted != nil {
				q.NotWeighed = ""
			}
		}
	}
}
