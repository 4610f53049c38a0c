package program

import (
	"context"

	"meguri/app/consensus"
	"meguri/app/event"
	"meguri/app/poll"
	"meguri/app/promise"
	"meguri/app/report"
	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/app/survey"
	"meguri/app/voice"
	"meguri/models"
)

// reportSources are the features that bring parts of reports.
type reportSources struct {
	db       *models.DB
	events   *event.Service
	surveys  *survey.Services
	voices   *voice.Service
	polls    *poll.Service
	rounds   *consensus.Service
	promises *promise.Service
}

// reading is what one report reads: its parts share the numbers of the event.
type reading struct {
	*reportSources
	numbersRead *event.Statistics
}

// statistics are the numbers of the event, which are read once.
func (f *reading) statistics(ctx context.Context, e *models.Event) (s *event.Statistics, err error) {
	if f.numbersRead == nil {
		f.numbersRead, err = f.events.Statistics(ctx, e, "", event.StatisticsOfTypes, event.StatisticsOfSessions)
	}
	return f.numbersRead, err
}

// parts are those parts, for one report.
func (r *reportSources) parts() []report.Part {
	f := &reading{reportSources: r}
	return []report.Part{
		{Name: models.ReportNumbers, Read: f.numbers}, {Name: models.ReportTime, Read: f.overTime},
		{Name: models.ReportSessions, Read: f.sessions}, {Name: models.ReportVoices, Read: f.said},
		{Name: models.ReportPolls, Read: f.asked}, {Name: models.ReportConsensus, Read: f.agreed},
		{Name: models.ReportSurveys, Read: f.answered}, {Name: models.ReportPromises, Read: f.promised},
	}
}

// said is how many voices there were by theme, and the most supported ones that their authors allow in the record.
func (f *reading) said(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]pdf.Block, error) {
	counts, err := f.voices.ThemeCounts(ctx, e)
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	themes, allowed, err := f.voices.RecordPage(ctx, e)
	if err != nil {
		return nil, err
	}
	table, total := &pdf.Table{Head: []string{texts.T("report.theme"), texts.T("report.published")}}, 0
	for _, c := range counts {
		table.Rows = append(table.Rows, []any{themeTitle(texts, c.Theme), c.Published})
		total += c.Published
	}
	table.Rows = append(table.Rows, []any{texts.T("report.sum"), total})
	list := []pdf.Block{{Table: table}}
	for i := range themes {
		block := pdf.Block{Title: texts.T("report.voices_of", "theme", themeTitle(texts, themes[i].Theme))}
		for k := range themes[i].Voices {
			v := ownVoice(texts, &themes[i].Voices[k])
			quote := pdf.Quote{Text: v.Text, Note: texts.T("record.me_too", "count", themes[i].Voices[k].Votes)}
			for _, a := range v.Answers {
				quote.Note += "\n" + a.By + " " + a.Text
			}
			block.Quotes = append(block.Quotes, quote)
		}
		if n := themes[i].More; n > 0 {
			block.Note = texts.T("record.more_voices", "count", n)
		}
		list = append(list, block)
	}
	list[len(list)-1].Note += " " + allowedInRecord(texts, allowed)
	return list, nil
}

func allowedInRecord(texts *i18n.Localizer, voices int) string {
	if voices == 0 {
		return texts.T("report.voices_none")
	}
	return texts.T("report.voices_allowed", "count", voices)
}

func themeTitle(texts *i18n.Localizer, theme *models.Theme) string {
	if theme == nil {
		return texts.T("voice.topic_all")
	}
	return texts.Pick(theme.TitleJa, theme.TitleEn)
}

// asked are the polls that are over and that enough people answered.
func (f *reading) asked(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]pdf.Block, error) {
	polls, err := f.polls.RecordPage(ctx, e)
	list := make([]pdf.Block, len(polls))
	for i := range polls {
		result := pollResult(texts, &polls[i])
		list[i] = pdf.Block{Title: result.Question, Bars: &result}
	}
	return list, err
}

// agreed are the rounds that are over and of which enough is known.
func (f *reading) agreed(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]pdf.Block, error) {
	rounds, err := f.rounds.RecordPage(ctx, e)
	list := make([]pdf.Block, len(rounds))
	for i, m := range rounds {
		list[i] = agreedIn(texts, m)
	}
	return list, err
}

func agreedIn(texts *i18n.Localizer, m *consensus.Map) pdf.Block {
	table := &pdf.Table{Head: []string{
		texts.T("consensus.statement"), texts.T("consensus.agree"), texts.T("consensus.disagree"),
		texts.T("consensus.unsure"), texts.T("report.agree_share"),
	}}
	for i := range m.All {
		row := &m.All[i]
		cells := []any{row.Text, nil, nil, nil, nil}
		if row.All.Shown {
			cells = []any{row.Text, row.Tally.Agree, row.Tally.Disagree, row.Tally.Unsure, pdf.Percent(row.All.Percent)}
		}
		table.Rows = append(table.Rows, cells)
	}
	about := texts.T("consensus.numbers", "people", texts.Number(m.People), "statements", texts.Number(len(m.All)),
		"answers", texts.Number(m.Answers))
	if m.AgreedCount > 0 {
		about = texts.T("consensus.headline", "count", m.AgreedCount) + " · " + about
	}
	return pdf.Block{
		Title: texts.Pick(m.Round.TitleJa, m.Round.TitleEn), Map: m.Drawing, Table: table,
		Note: about + " · " + texts.T("consensus.few_hidden"),
	}
}

// promised is how many promises were made, what became of them, and those that may be in the record.
func (f *reading) promised(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]pdf.Block, error) {
	page, err := f.promises.StaffPage(ctx, e)
	if err != nil || page.Counts.All == 0 {
		return nil, err
	}
	public, _, err := f.promises.RecordPage(ctx, e)
	if err != nil {
		return nil, err
	}
	list := []pdf.Block{{Table: &pdf.Table{
		Head: []string{texts.T("report.what"), texts.T("report.count")},
		Rows: [][]any{
			{texts.T("promise.count_all"), page.Counts.All}, {texts.T("promise.count_sealed"), page.Counts.Sealed},
		},
	}}}
	for _, r := range page.Returns {
		if r.Answers == 0 {
			continue
		}
		table := &pdf.Table{Head: []string{texts.T("report.what"), texts.T("report.answers")}}
		for _, o := range r.Outcomes {
			table.Rows = append(table.Rows, []any{texts.T("promise.answer_" + string(o.Outcome)), o.Count})
		}
		list = append(list, pdf.Block{Title: texts.T("promise.after", "days", r.Days), Table: table})
	}
	if len(public) > 0 {
		block := pdf.Block{Title: texts.T("report.promises")}
		for i := range public {
			block.Quotes = append(block.Quotes, pdf.Quote{Text: public[i].Text})
		}
		list = append(list, block)
	}
	return list, nil
}
