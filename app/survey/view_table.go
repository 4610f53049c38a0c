package survey

import (
	"iter"
	"math"

	"meguri/app/service/i18n"
	"meguri/app/service/question"
	"meguri/app/service/table"
)

// Table is a view of the results to read as a table: a row an answer, with how many gave it of how many, and of a
// split view a row for each group. It has what the page shows: a hidden number is empty, and texts stay in their own
// file. Of a weighted view, each answer has its weighted per cent and how many people without weights tell as much.
func (r *Results) Table(texts *i18n.Localizer) table.Table {
	header := []string{
		"question", "title", "group", "answer", "n", "of", "percent", "mean", "nps", "weighted", "effective_n",
	}
	return table.Table{Name: "results", Header: header, Rows: r.tableRows(texts)}
}

func (r *Results) tableRows(texts *i18n.Localizer) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for i := range r.Questions {
			for _, row := range r.Questions[i].tableRows(texts, r.Is) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

func (q *QuestionResult) tableRows(texts *i18n.Localizer, is *Choice) (rows [][]any) {
	row := func(group, answer string, n, of, percent, mean, score any) {
		rows = append(rows, []any{
			q.Question.Slug, texts.Pick(q.TitleJa, q.TitleEn), group, answer, n, of, percent, mean, score, nil, nil,
		})
	}
	group := ""
	if is != nil {
		group = texts.Pick(is.LabelJa, is.LabelEn)
	}
	switch {
	case q.NotShown != "":
		row(group, texts.T(q.NotShown), nil, nil, nil, nil, nil)
	case q.Table != nil:
		q.Table.rows(texts, row)
	case q.Weighted != nil:
		q.Weighted.rows(texts, row)
		for i := range rows { // the score stands behind the answers
			if i < len(q.Weighted.Answers) {
				rows[i][9] = math.Round(10*q.Weighted.Answers[i].Weighted) / 10
			}
			rows[i][10] = math.Round(10*q.Weighted.Effective) / 10
		}
		return rows
	case len(q.Bars) == 0:
		row(group, "", q.Responses, q.Responses, nil, nil, nil)
	}
	for _, bar := range q.Bars {
		n, percent := any(bar.Count), any(q.Percent(bar))
		if bar.IsHidden {
			n, percent = nil, nil
		}
		row(group, texts.Pick(bar.LabelJa, bar.LabelEn), n, q.Responses, percent, nil, nil)
	}
	if q.HasMean {
		var score any
		if d := q.Distribution; d != nil && d.Promoters != nil && q.Question.IsRecommendation() {
			score = d.Promoters.Value()
		}
		row(group, "", q.Responses, q.Responses, nil, q.Mean, score)
	}
	return rows
}

// rows are the answers of a weighted question without weights, then its weighted mean and score.
func (r *Weighted) rows(texts *i18n.Localizer, row func(group, answer string, n, of, percent, mean, score any)) {
	for _, a := range r.Answers {
		row("", texts.Pick(a.LabelJa, a.LabelEn), a.N, r.N, question.Percent(a.N, r.N), nil, nil)
	}
	switch {
	case r.HasMean:
		row("", "", r.N, r.N, nil, r.Mean, nil)
	case r.HasScore:
		row("", "", r.N, r.N, nil, nil, r.Score)
	}
}

func (t *Crosstab) rows(texts *i18n.Localizer, row func(group, answer string, n, of, percent, mean, score any)) {
	for i := range t.Rows {
		of := &t.Rows[i]
		group := texts.Pick(of.LabelJa, of.LabelEn)
		for k, cell := range of.Cells {
			column := &t.Columns[k]
			n, percent := any(cell.Count), any(of.RowPercent(cell))
			if cell.IsHidden {
				n, percent = nil, nil
			}
			row(group, texts.Pick(column.LabelJa, column.LabelEn), n, of.N, percent, nil, nil)
		}
		if of.HasScore {
			row(group, "", of.N, of.N, nil, nil, of.Score)
		}
	}
}
