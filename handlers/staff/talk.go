package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/consensus"
	"meguri/app/poll"
	"meguri/app/promise"
	"meguri/app/voice"
	"meguri/handlers/web"
)

// talk is what people said at an event, in numbers, for its report.
type talk struct {
	Voices   voice.Record
	Reasons  []voice.ReasonCount
	Fairness *voice.Fairness
	Polls    []poll.Shown
	Rounds   []*consensus.Map
	Promises *promise.StaffPage
}

// Any reports whether there is something to tell.
func (t *talk) Any() bool {
	return t.Voices.Received+len(t.Polls)+len(t.Rounds)+t.Promises.Counts.All > 0
}

// HasReturns reports whether somebody said what became of a promise.
func (t *talk) HasReturns() bool {
	for _, r := range t.Promises.Returns {
		if r.Answers > 0 {
			return true
		}
	}
	return false
}

// talk reads it.
func (h *Statistics) talk(c echo.Context) (t *talk, err error) {
	ctx, event := c.Request().Context(), web.EventOf(c)
	t = &talk{}
	if t.Voices, t.Reasons, err = h.Voices.Record(ctx, event); err != nil {
		return nil, err
	}
	if t.Fairness, err = h.Voices.Fairness(ctx, event); err != nil {
		return nil, err
	}
	if t.Polls, err = h.Polls.RecordPage(ctx, event); err != nil {
		return nil, err
	}
	if t.Rounds, err = h.Rounds.RecordPage(ctx, event); err != nil {
		return nil, err
	}
	t.Promises, err = h.Promises.StaffPage(ctx, event)
	return t, err
}

// Talk is what people said, as a file: a number a line.
func (h *Statistics) Talk(c echo.Context) error {
	said, err := h.talk(c)
	if err != nil {
		return err
	}
	head := []string{
		"statistic.talk_part", "statistic.talk_of", "statistic.talk_what", "statistic.talk_number", "statistic.talk_percent",
	}
	return h.sendStatistics(c, statisticsTable{"talk", head, said.rows})
}

func (t *talk) rows(p *statisticsPage, add func(cells ...any)) {
	w := p.texts
	for _, row := range t.numbers() {
		add(w.T("voice.desk"), nil, w.T(row.key), row.n, nil)
	}
	for _, r := range t.Reasons {
		add(w.T("voice.desk"), w.T("voice.state_hidden"), w.T("voice.reason_"+string(r.Reason)), r.Count, nil)
	}
	for _, r := range t.Fairness.Rows {
		of := w.T("voice.fair_" + r.Name)
		add(w.T("voice.fairness"), of, w.T("voice.from_venue"), r.Venue, r.Share())
		add(w.T("voice.fairness"), of, w.T("voice.from_online"), r.Online, 100-r.Share())
	}
	for i := range t.Polls {
		s := &t.Polls[i]
		title := w.Pick(s.TitleJa, s.TitleEn)
		add(w.T("poll.title"), title, w.T("statistic.talk_answers"), s.Result.Answers, nil)
		for _, b := range s.Result.Bars {
			add(w.T("poll.title"), title, w.Pick(b.LabelJa, b.LabelEn), b.Count, b.Percent)
		}
		for _, word := range s.Result.Words {
			add(w.T("poll.title"), title, word.Text, word.Count, nil)
		}
	}
	for _, m := range t.Rounds {
		title := w.Pick(m.Round.TitleJa, m.Round.TitleEn)
		add(w.T("consensus.title"), title, w.T("statistic.talk_answers"), m.People, nil)
		for _, row := range m.Agreed {
			add(w.T("statistic.talk_agreed"), title, row.Text, row.Tally.Agree, row.All.Percent)
		}
	}
	add(w.T("promise.title"), nil, w.T("promise.count_all"), t.Promises.Counts.All, nil)
	add(w.T("promise.title"), nil, w.T("promise.count_sealed"), t.Promises.Counts.Sealed, nil)
	for _, r := range t.Promises.Returns {
		for _, o := range r.Outcomes {
			after := w.T("promise.after", "days", r.Days)
			add(w.T("promise.title"), after, w.T("promise.answer_"+string(o.Outcome)), o.Count, nil)
		}
	}
}

// voiceNumber is a number of voices with its text key.
type voiceNumber struct {
	key string
	n   int
}

// numbers are those of the voices.
func (t *talk) numbers() []voiceNumber {
	return []voiceNumber{
		{"voice.record_received", t.Voices.Received}, {"voice.state_published", t.Voices.Published},
		{"voice.state_merged", t.Voices.Merged}, {"voice.state_hidden", t.Voices.Hidden},
		{"voice.state_withdrawn", t.Voices.Withdrawn}, {"voice.record_muted", t.Voices.Muted},
	}
}
