package program

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/app/survey"
	"meguri/models"
)

// answered is what surveys tell, as their results pages do: nothing of answers before they are released, and only the
// numbers of texts beyond the first ones.
func (f *reading) answered(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]pdf.Block, error) {
	surveys, err := f.surveys.Writing.List(ctx, e)
	if err != nil {
		return nil, err
	}
	var list []pdf.Block
	for i := range surveys {
		if surveys[i].Invited == 0 && !surveys[i].HasLink() {
			continue
		}
		results, err := f.surveys.Reading.Results(ctx, e, surveys[i].Survey.ID, survey.View{})
		if err != nil {
			return nil, err
		}
		list = append(list, surveyHead(texts, results))
		for k := range results.Questions {
			list = append(list, questionBlock(texts, &results.Questions[k]))
		}
	}
	return list, nil
}

// surveyHead is how many answered a survey.
func surveyHead(texts *i18n.Localizer, r *survey.Results) pdf.Block {
	count := texts.T(r.Responses.Key, "n", texts.Number(r.Responses.N))
	block := pdf.Block{Title: texts.Pick(r.Survey.TitleJa, r.Survey.TitleEn)}
	if r.Invited > 0 {
		invited := pdf.Figure{Value: texts.Number(r.Invited), Label: texts.T("survey.stat_invited")}
		block.Figures = append(block.Figures, invited)
	}
	block.Figures = append(block.Figures, pdf.Figure{Value: count, Label: texts.T("survey.stat_responses")})
	if r.Stage != survey.StageReleased {
		block.Note = texts.T("survey.results_" + string(r.Stage))
		return block
	}
	if r.Survey.HasLink() {
		block.Note = texts.T("survey_link.results_note")
	}
	if !r.HasRate() {
		return block
	}
	block.Figures = append(block.Figures, pdf.Figure{
		Value: pdf.Cell(texts, pdf.Percent(r.Rate())), Label: texts.T("survey.stat_rate"),
	})
	return block
}

func questionBlock(texts *i18n.Localizer, q *survey.QuestionResult) pdf.Block {
	block := pdf.Block{Title: texts.Pick(q.TitleJa, q.TitleEn)}
	switch {
	case q.NotShown != "":
		block.Note = texts.T(q.NotShown)
	case q.Responses == 0:
		block.Note = texts.T("survey.no_answers")
	case q.Question.Show().Written && !q.Question.Show().Measured:
		for _, text := range q.First() {
			block.Quotes = append(block.Quotes, pdf.Quote{Text: text})
		}
		block.Note = texts.T("survey.answered_by", "n", texts.Number(q.Responses))
		if more := q.Responses - len(block.Quotes); more > 0 {
			block.Note += " " + texts.T("survey.more_texts", "n", texts.Number(more))
		}
		block.Note += " " + texts.T("survey.texts_order")
	default:
		result := surveyResult(texts, &q.Result)
		block.Bars, block.Note = &result, spread(texts, q)
	}
	return block
}

// spread says how answers are spread, and how many are missing.
func spread(texts *i18n.Localizer, q *survey.QuestionResult) (note string) {
	add := func(text string) {
		if note != "" {
			note += "　"
		}
		note += text
	}
	if d := q.Distribution; d != nil {
		add(texts.T("report.interval", "low", texts.Decimal(d.Mean.Low, 1), "high", texts.Decimal(d.Mean.High, 1)))
		add(texts.T("report.spread", "median", texts.Decimal(d.Median, 1), "deviation", texts.Decimal(d.Deviation, 1)))
		if p := d.Promoters; p != nil {
			key := "report.nps"
			if q.Question.Kind == models.QuestionNPS {
				key = "sheet.nps"
			}
			add(texts.T(key, "score", texts.Signed(p.Value()), "low", texts.Signed(p.Score.Low),
				"high", texts.Signed(p.Score.High), "promoters", texts.Number(p.Promoters),
				"passives", texts.Number(p.Passives), "detractors", texts.Number(p.Detractors)))
		}
	}
	if q.Missing > 0 {
		add(texts.T("survey.missing", "n", texts.Number(q.Missing)))
	}
	return note
}
