package summary

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// RuleInput is what an organizer asks for beside an attendance on file. Empty numbers ask for nothing.
type RuleInput struct {
	Minutes string `form:"minutes"`
	Share   string `form:"share"`
	Words   bool   `form:"words"`
	Survey  bool   `form:"survey"`
}

// maxMinutes is a week.
const maxMinutes = 7 * 24 * 60

// SaveRule stores what the certificates of an event ask for. It holds at once, also for certificates that were taken
// home. Staff who may edit the event call it. Errors: Invalid for the fields at fault.
func (s *Service) SaveRule(ctx context.Context, e *models.Event, in *RuleInput) error {
	c := check.New()
	rule := models.CertificateRule{
		EventID: e.ID, NeedsWords: in.Words, NeedsSurvey: in.Survey,
		Minutes: c.Int("minutes", in.Minutes, 0, maxMinutes, check.Optional),
		Share:   c.Int("share", in.Share, 0, 100, check.Optional),
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.CertificateRules().Save(&rule) })
}

// judge holds what is on file of people against the rule of an event.
type judge struct {
	event    *models.Event
	sessions []models.Session
	rule     *models.CertificateRule
	words    []models.ShownWord
	// programme is when sessions were, the whole of the hours where there are none.
	programme []models.Interval
}

func judgeOf(q *models.Query, e *models.Event) (*judge, error) {
	j := &judge{event: e}
	var err error
	if j.rule, err = q.CertificateRules().OfEvent(e); err != nil {
		return nil, err
	}
	if j.words, err = q.AttendanceWords().OfEvent(e); err != nil {
		return nil, err
	}
	if j.sessions, err = q.Sessions().OfEvent(e); err != nil {
		return nil, err
	}
	for i := range j.sessions {
		if session := &j.sessions[i]; session.CancelledAt == nil {
			j.programme = append(j.programme, models.Interval{From: session.StartsAt, Until: session.EndsAt})
		}
	}
	if j.programme = models.JoinIntervals(j.programme); len(j.programme) == 0 {
		j.programme = []models.Interval{hours(e)}
	}
	return j, nil
}

// refuses is why a person who attended gets no certificate, nil where they get one. It names the first condition that
// is not met.
func (j *judge) refuses(f *onFile) error {
	present := f.present(j.event)
	if there := minutes(models.Within(present, hours(j.event))); there < j.rule.Minutes {
		return refused("certificate.lacks_minutes", "needed", j.rule.Minutes, "there", there)
	}
	if share := j.share(present); share < j.rule.Share {
		return refused("certificate.lacks_share", "needed", j.rule.Share, "there", share)
	}
	if j.rule.NeedsWords && slices.ContainsFunc(j.words, func(w models.ShownWord) bool { return !f.words[w.ID] }) {
		return refused("certificate.lacks_words", "all", len(j.words), "given", len(f.words))
	}
	if j.rule.NeedsSurvey && f.owesSurvey {
		return refused("certificate.lacks_survey")
	}
	return nil
}

func refused(key string, args ...any) error {
	return models.NewError(models.CodeConflict, key, args...)
}

// share is how much of the programme a person was present, in percent, rounded down.
func (j *judge) share(present []models.Interval) int {
	var there, all time.Duration
	for _, span := range j.programme {
		there += models.Within(present, span)
		all += span.Until.Sub(span.From)
	}
	if all == 0 {
		return 100
	}
	return int(100 * there / all)
}
