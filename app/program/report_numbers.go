package program

import (
	"context"
	"time"

	"meguri/app/event"
	"meguri/app/service/chart"
	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
)

// numbers are who registered and attended, each with what it is a share of.
func (f *reading) numbers(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]pdf.Block, error) {
	s, err := f.statistics(ctx, e)
	if err != nil {
		return nil, err
	}
	sum := s.Sum()
	if sum.Registered() == 0 {
		return nil, nil
	}
	q := f.db.Query(ctx)
	first, known, err := q.Registrations().FirstTimers(e)
	if err != nil {
		return nil, err
	}
	surveys, err := f.surveys.Writing.List(ctx, e)
	if err != nil {
		return nil, err
	}
	n := &numbers{texts: texts, over: e.Ended(q.Now)}
	n.add(texts.T("report.registered"), sum.Registered(), nil, 0)
	n.add(texts.T("report.cancelled"), sum.Cancelled, texts.T("report.registered"), sum.Registered())
	confirmed := texts.T("report.confirmed")
	n.add(confirmed, sum.Confirmed, texts.T("report.registered"), sum.Registered())
	for i := range s.Modes {
		n.addMode(&s.Modes[i], sum.Confirmed)
	}
	if n.over {
		n.addAttendance(&sum)
	}
	n.add(texts.T("report.first"), first, texts.T("report.known"), known)
	n.add(texts.T("report.again"), known-first, texts.T("report.known"), known)
	if n.over && s.Stay.People > 0 {
		n.table.Rows = append(n.table.Rows, []any{
			texts.T("report.minutes"), s.Stay.Average(), texts.T("report.minutes_of"), s.Stay.People, nil,
		})
	}
	for i := range surveys {
		n.addSurvey(&surveys[i])
	}
	n.table.Head = []string{
		texts.T("report.what"), texts.T("report.number"), texts.T("report.of"), texts.T("report.n"), texts.T("report.share"),
	}
	return []pdf.Block{{Figures: n.figures(&sum), Table: &n.table}}, nil
}

// numbers is the table of key numbers while it is made.
type numbers struct {
	texts *i18n.Localizer
	over  bool
	table pdf.Table
}

// add adds a number that is a part of the n of something; of is nil where it is the whole.
func (n *numbers) add(what string, number int, of any, whole int) {
	if of == nil {
		n.table.Rows = append(n.table.Rows, []any{what, number, nil, nil, nil})
		return
	}
	if whole > 0 {
		share := pdf.Percent(question.Percent(number, whole))
		n.table.Rows = append(n.table.Rows, []any{what, number, of, whole, share})
	}
}

// addMode adds who has a place for a mode, and once the event is over how many of them attended.
func (n *numbers) addMode(t *event.Turnout, confirmed int) {
	mode := n.texts.T("event.mode_" + string(t.Type.Mode))
	n.add(n.texts.T("report.of_mode", "mode", mode), t.Confirmed, n.texts.T("report.confirmed"), confirmed)
	if n.over {
		of := n.texts.T("report.of_mode", "mode", mode)
		n.add(n.texts.T("report.of_mode_attended", "mode", mode), t.Attended(), of, t.Confirmed)
	}
}

func (n *numbers) addAttendance(sum *event.Turnout) {
	confirmed := n.texts.T("report.confirmed")
	n.add(n.texts.T("report.attended"), sum.Attended(), confirmed, sum.Confirmed)
	n.add(n.texts.T("report.at_venue"), sum.AtVenue, confirmed, sum.Confirmed)
	n.add(n.texts.T("report.online"), sum.Online, confirmed, sum.Confirmed)
	n.add(n.texts.T("report.absent"), sum.Absent, confirmed, sum.Confirmed)
	if sum.Archive > 0 {
		n.add(n.texts.T("report.archive"), sum.Archive, confirmed, sum.Confirmed)
	}
}

// addSurvey adds how many answered a survey, as its results page says.
func (n *numbers) addSurvey(s *survey.Entry) {
	if s.Invited == 0 && !s.HasLink() {
		return
	}
	what := n.texts.T("report.answered", "survey", n.texts.Pick(s.Survey.TitleJa, s.Survey.TitleEn))
	if s.Released && s.HasRate() {
		n.add(what, s.Responses.N, n.texts.T("report.invited"), s.Invited)
		return
	}
	count := n.texts.T(s.Responses.Key, "n", n.texts.Number(s.Responses.N))
	of, invited := n.texts.T("report.invited"), any(s.Invited)
	if !s.HasRate() {
		of, invited = n.texts.T("survey_link.title"), nil
	}
	n.table.Rows = append(n.table.Rows, []any{what, count, of, invited, nil})
}

// figures are the first things to know.
func (n *numbers) figures(sum *event.Turnout) []pdf.Figure {
	people := func(count int) string { return n.texts.T("summary.people", "n", n.texts.Number(count)) }
	list := []pdf.Figure{
		{Value: people(sum.Registered()), Label: n.texts.T("report.registered")},
		{Value: people(sum.Confirmed), Label: n.texts.T("report.confirmed")},
	}
	if !n.over || sum.Confirmed == 0 {
		return list
	}
	of := n.texts.T("report.of_confirmed", "n", n.texts.Number(sum.Confirmed))
	return append(
		list,
		pdf.Figure{Value: people(sum.Attended()), Label: n.texts.T("report.attended") + " " + of},
		pdf.Figure{
			Value: pdf.Cell(n.texts, pdf.Percent(question.Percent(sum.Absent, sum.Confirmed))),
			Label: n.texts.T("report.absent") + " " + of,
		},
	)
}

// overTime is when people arrived at the venue, and how many were online.
func (f *reading) overTime(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]pdf.Block, error) {
	s, err := f.statistics(ctx, e)
	if err != nil || len(s.Moments) == 0 {
		return nil, err
	}
	arrived := &pdf.Plot{When: texts.T("report.when"), Name: texts.T("report.all_arrivals")}
	online := &pdf.Plot{When: texts.T("report.when"), Name: texts.T("report.most_present")}
	long := texts.Duration(time.Duration(s.MomentMinutes) * time.Minute)
	arrived.Unit, online.Unit = texts.T("report.per", "span", long), texts.T("report.per", "span", long)
	days, came, most := e.NeedsDates(nil), 0, 0
	for _, m := range s.Moments {
		label := texts.Time(m.Start)
		name := label
		if days {
			name = texts.DateTime(m.Start)
		}
		entry := func(n int) chart.Entry {
			return chart.Entry{
				Values: []int{n}, Label: label, Name: name, Text: texts.T("summary.people", "n", texts.Number(n)),
			}
		}
		arrived.Entries, online.Entries = append(arrived.Entries, entry(m.Arrived)), append(online.Entries, entry(m.Online))
		came, most = came+m.Arrived, max(most, m.Online)
	}
	arrived.Total, online.Total = came, most
	var list []pdf.Block
	if came > 0 {
		list = append(list, pdf.Block{
			Title: texts.T("report.arrivals"), Plot: arrived, Note: texts.T("report.n_arrivals", "n", texts.Number(came)),
		})
	}
	if most > 0 {
		list = append(list, pdf.Block{Title: texts.T("report.presence"), Plot: online})
	}
	return list, nil
}

// sessions are how many attended each session.
func (f *reading) sessions(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]pdf.Block, error) {
	s, err := f.statistics(ctx, e)
	if err != nil {
		return nil, err
	}
	table := &pdf.Table{Head: []string{
		texts.T("certificate.session"), texts.T("pdf.when"), texts.T("statistic.session_people"),
		texts.T("statistic.session_venue"), texts.T("statistic.session_online"), texts.T("statistic.session_both"),
		texts.T("statistic.session_average"),
	}}
	for i := range s.Sessions {
		t := &s.Sessions[i]
		if t.Session.CancelledAt != nil {
			continue
		}
		table.Rows = append(table.Rows, []any{
			texts.Pick(t.Session.TitleJa, t.Session.TitleEn), e.Local(t.Session.StartsAt), t.People, t.AtVenue, t.Online,
			t.Both, t.Average(),
		})
	}
	if len(table.Rows) == 0 {
		return nil, nil
	}
	return []pdf.Block{{Table: table, Note: texts.T("statistic.sessions_note")}}, nil
}
