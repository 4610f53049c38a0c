package survey

import (
	"iter"

	"meguri/app/service/i18n"
	"meguri/app/service/table"
)

// Table is a view of the results to read as a table: a row an answer, with how many gave it of how many, and of a
// split view a row for each group. It has what the page shows: a hidden number is empty, and texts stay in their own
// file.
func (r *Results) Table(texts *i18n.Localizer) table.Table {
	header := []string{"question", "title", "group", "answer", "n", "of", "percent", "mean", "nps"}
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
			q.Question.Slug, texts.Pick(q.TitleJa, q.TitleEn), group, answer, n, of, percent, mean, score,
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
