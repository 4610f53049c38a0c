package api

import (
	"encoding/json"
	"io"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// The numbers of the results page as JSON. What is hidden, or cannot be reckoned, is null.
type (
	resultsJSON struct {
		Survey    map[string]any `json:"survey"`
		Invited   int            `json:"invited"`
		Responses int            `json:"responses"`
		By        *choiceJSON    `json:"by"`
		Is        *choiceJSON    `json:"is"`
		// MayBeBy are what people may be told apart by, Groups those of By.
		MayBeBy   []choiceJSON   `json:"may_be_by"`
		Groups    []choiceJSON   `json:"groups"`
		Questions []questionJSON `json:"questions"`
		// Weight is the fact by which answers are weighed, MayWeighBy are those by which they may be.
		Weight     string       `json:"weight,omitempty"`
		MayWeighBy []choiceJSON `json:"may_weigh_by"`
	}
	labelsJSON struct {
		LabelJa string `json:"label_ja"`
		LabelEn string `json:"label_en"`
	}
	choiceJSON struct {
		Key string `json:"key"`
		labelsJSON
		N *int `json:"n,omitempty"`
	}
	questionJSON struct {
		Question string `json:"question"`
		Kind     string `json:"kind"`
		TitleJa  string `json:"title_ja"`
		TitleEn  string `json:"title_en"`
		// NotShown says in the reader's language why there are no numbers.
		NotShown string      `json:"not_shown,omitempty"`
		N        int         `json:"n"`
		Missing  int         `json:"missing"`
		Answers  []countJSON `json:"answers,omitempty"`
		Mean     *float64    `json:"mean"`
		Median   *float64    `json:"median"`
		// MeanBetween is the interval of the mean at 95 %.
		MeanBetween []float64  `json:"mean_between,omitempty"`
		NPS         *npsJSON   `json:"nps,omitempty"`
		Table       *tableJSON `json:"table,omitempty"`
		// Weighted are the answers with weights, NotWeighted says why there are none.
		Weighted    *weightedJSON `json:"weighted,omitempty"`
		NotWeighted string        `json:"not_weighted,omitempty"`
	}
	weightedJSON struct {
		N          int                  `json:"n"`
		EffectiveN float64              `json:"effective_n"`
		Answers    []weightedAnswerJSON `json:"answers"`
		Mean       *float64             `json:"mean,omitempty"`
		NPS        *float64             `json:"nps,omitempty"`
	}
	weightedAnswerJSON struct {
		labelsJSON
		N        int     `json:"n"`
		Percent  float64 `json:"percent"`
		Weighted float64 `json:"weighted_percent"`
	}
	countJSON struct {
		labelsJSON
		N *int `json:"n"`
	}
	npsJSON struct {
		Score      float64   `json:"score"`
		Between    []float64 `json:"between"`
		Promoters  int       `json:"promoters"`
		Passives   int       `json:"passives"`
		Detractors int       `json:"detractors"`
	}
	tableJSON struct {
		Columns []countJSON `json:"columns"`
		Rows    []rowJSON   `json:"rows"`
	}
	rowJSON struct {
		labelsJSON
		N     int    `json:"n"`
		Cells []*int `json:"cells"`
	}
)

// SurveyResults has the numbers of the results page, for the view that its address asks for: ?by= tells people apart,
// ?is= leaves one group, ?question= one question, ?weight= weighs answers by a fact.
func (h *V1) SurveyResults(c echo.Context) error {
	ctx, event, id := c.Request().Context(), web.EventOf(c), c.Param("id")
	results, err := h.Surveys.Reading.Results(ctx, event, id, survey.ReadView(c.QueryParams()))
	switch {
	case err != nil:
		return err
	case results.Survey.Release == nil:
		return models.NewError(models.CodeConflict, "survey.not_released")
	case results.Refused != "":
		return models.InvalidFields(map[string]string{"by": string(results.Refused)})
	}
	export, err := h.Surveys.Exporting.Codebook(ctx, event, id)
	if err != nil {
		return err
	}
	return web.SendFile(c, h.surveyFile(c, export, "results.json"), echo.MIMEApplicationJSON, func(w io.Writer) error {
		return json.NewEncoder(w).Encode(h.resultsOf(c, results))
	})
}

func (h *V1) resultsOf(c echo.Context, r *survey.Results) *resultsJSON {
	all := &resultsJSON{
		Survey: aboutSurvey(r.Survey), Invited: r.Invited, Responses: r.Responses.N,
		MayBeBy: choicesOf(r.Variables), Groups: choicesOf(r.Groups), Questions: []questionJSON{},
		Weight: r.View.Weight, MayWeighBy: choicesOf(r.Weights),
	}
	if r.By != nil {
		all.By = &choicesOf([]survey.Choice{*r.By})[0]
	}
	if r.Is != nil {
		all.Is = &choicesOf([]survey.Choice{*r.Is})[0]
	}
	for i := range r.Questions {
		q := questionOf(&r.Questions[i])
		if key := r.Questions[i].NotShown; key != "" {
			q.NotShown = h.Texts(c).T(key)
		}
		if key := r.Questions[i].NotWeighed; key != "" {
			q.NotWeighted = h.Texts(c).T(key)
		}
		all.Questions = append(all.Questions, q)
	}
	return all
}

func choicesOf(list []survey.Choice) []choiceJSON {
	choices := make([]choiceJSON, len(list))
	for i, choice := range list {
		choices[i] = choiceJSON{Key: choice.Slug, labelsJSON: labelsJSON{choice.LabelJa, choice.LabelEn}}
		if choice.N > 0 {
			choices[i].N = &choice.N
		}
	}
	return choices
}

func questionOf(r *survey.QuestionResult) questionJSON {
	q := questionJSON{
		Question: r.Question.Slug, Kind: string(r.Question.Kind), TitleJa: r.TitleJa, TitleEn: r.TitleEn,
		N: r.Responses, Missing: r.Missing,
	}
	switch {
	case r.NotShown != "":
		return q
	case r.Table != nil:
		q.Table = tableOf(r.Table)
		return q
	}
	q.Weighted = weightedOf(r.Weighted)
	for _, bar := range r.Bars {
		q.Answers = append(q.Answers, countOf(bar.LabelJa, bar.LabelEn, bar.Count, bar.IsHidden))
	}
	if r.HasMean {
		q.Mean = &r.Mean
	}
	if d := r.Distribution; d != nil {
		q.Median, q.MeanBetween = &d.Median, []float64{d.Mean.Low, d.Mean.High}
		if n := d.Promoters; n != nil && r.Question.IsRecommendation() {
			q.NPS = &npsJSON{n.Value(), []float64{n.Score.Low, n.Score.High}, n.Promoters, n.Passives, n.Detractors}
		}
	}
	return q
}

func weightedOf(r *survey.Weighted) *weightedJSON {
	if r == nil {
		return nil
	}
	w := &weightedJSON{N: r.N, EffectiveN: r.Effective}
	for _, a := range r.Answers {
		w.Answers = append(w.Answers, weightedAnswerJSON{labelsJSON{a.LabelJa, a.LabelEn}, a.N, a.Plain, a.Weighted})
	}
	if r.HasMean {
		w.Mean = &r.Mean
	}
	if r.HasScore {
		w.NPS = &r.Score
	}
	return w
}

func countOf(ja, en string, n int, isHidden bool) countJSON {
	if isHidden {
		return countJSON{labelsJSON{ja, en}, nil}
	}
	return countJSON{labelsJSON{ja, en}, &n}
}

func tableOf(t *survey.Crosstab) *tableJSON {
	table := &tableJSON{}
	for _, column := range t.Columns {
		table.Columns = append(table.Columns, countOf(column.LabelJa, column.LabelEn, column.N, false))
	}
	for i := range t.Rows {
		row := rowJSON{labelsJSON{t.Rows[i].LabelJa, t.Rows[i].LabelEn}, t.Rows[i].N, nil}
		for _, cell := range t.Rows[i].Cells {
			row.Cells = append(row.Cells, countOf("", "", cell.Count, cell.IsHidden).N)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}
