package summary

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/check"
	"meguri/models"
)

// RuleInput is what an organizer asks for beside an attendance on file. Empty numbers ask for nothing.
type RuleInput struct {
	Minutes string `form:"minutes"`
	Share   string `form:"share"`
	Words   bool   `form:"words"`
	Survey  bool   `form:"survey"`
	// Of is what a certificate is of: course or session. Hours prints the minutes.
	Of    string `form:"of"`
	Hours bool   `form:"hours"`
}

// What a certificate is of.
const (
	ofCourse  = "course"
	ofSession = "session"
)

// maxMinutes is a week.
const maxMinutes = 7 * 24 * 60

// SaveRule stores what the certificates of an event ask for. It holds at once, also for certificates that were taken
// home. Staff who may edit the event call it. Errors: Invalid for the fields at fault.
func (s *Service) SaveRule(ctx context.Context, e *models.Event, in *RuleInput) error {
	c := check.New()
	rule := models.CertificateRule{
		EventID: e.ID, NeedsWords: in.Words, NeedsSurvey: in.Survey,
		Minutes:    c.Int("minutes", in.Minutes, 0, maxMinutes, check.Optional),
		Share:      c.Int("share", in.Share, 0, 100, check.Optional),
		PerSession: check.Choice(c, "of", in.Of, []string{"", ofCourse, ofSession}) == ofSession, WithoutHours: !in.Hours,
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.CertificateRules().Save(&rule) })
}

// judge holds what is on file of people against the rule of an event.
type judge struct {
	*attendance.Event
	rule  *models.CertificateRule
	words []models.ShownWord
	// programme is when sessions were, the whole of the hours where there are none.
	programme []models.Interval
}

func judgeOf(q *models.Query, e *models.Event) (*judge, error) {
	j := &judge{}
	var err error
	if j.Event, err = attendance.Read(q, e); err != nil {
		return nil, err
	}
	if j.rule, err = q.CertificateRules().OfEvent(e); err != nil {
		return nil, err
	}
	if j.words, err = q.AttendanceWords().OfEvent(e); err != nil {
		return nil, err
	}
	for i := range j.Sessions {
		if session := &j.Sessions[i]; session.CancelledAt == nil {
			j.programme = append(j.programme, models.Interval{From: session.StartsAt, Until: session.EndsAt})
		}
	}
	if j.programme = models.JoinIntervals(j.programme); len(j.programme) == 0 {
		j.programme = []models.Interval{hours(e)}
	}
	return j, nil
}

func hours(e *models.Event) models.Interval {
	return models.Interval{From: e.StartsAt, Until: e.EndsAt}
}

// certify computes what a person's certificates state: where each is of a session, their sessions are those alone that
// get one. The error says why there is none.
func (j *judge) certify(f *onFile) (a attendance.Attendance, err error) {
	if a = j.Of(f.File); !a.Attended() {
		return a, refused("certificate.not_attended")
	}
	if !j.rule.PerSession {
		return a, j.refuses(f, a.Present)
	}
	if j.rule.NeedsSurvey && f.owesSurvey {
		return a, refused("certificate.lacks_survey")
	}
	a.Sessions = slices.DeleteFunc(attendance.Attended(a.Sessions), func(s attendance.Session) bool {
		return !j.meets(f, &s)
	})
	if len(a.Sessions) == 0 {
		return a, refused("certificate.lacks_session")
	}
	return a, nil
}

// meets reports whether the attendance of a session is enough for a certificate of it.
func (j *judge) meets(f *onFile, s *attendance.Session) bool {
	whole := models.Interval{From: s.Session.StartsAt, Until: s.Session.EndsAt}
	if s.Minutes < j.rule.Minutes || s.Minutes*100 < j.rule.Share*minutes(whole.Until.Sub(whole.From)) {
		return false
	}
	missed := func(w models.ShownWord) bool {
		_, isGiven := f.Words[w.ID]
		return whole.Contains(w.OpensAt) && !isGiven
	}
	return !j.rule.NeedsWords || !slices.ContainsFunc(j.words, missed)
}

// refuses is why a person who was present gets no certificate, nil where they get one. It names the first condition
// that is not met.
func (j *judge) refuses(f *onFile, present []models.Interval) error {
	if there := minutes(models.Within(present, hours(j.Event.Event))); there < j.rule.Minutes {
		return refused("certificate.lacks_minutes", "needed", j.rule.Minutes, "there", there)
	}
	if share := j.share(present); share < j.rule.Share {
		return refused("certificate.lacks_share", "needed", j.rule.Share, "there", share)
	}
	missed := func(w models.ShownWord) bool { _, isGiven := f.Words[w.ID]; return !isGiven }
	if j.rule.NeedsWords && slices.ContainsFunc(j.words, missed) {
		return refused("certificate.lacks_words", "all", len(j.words), "given", len(f.Words))
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

func minutes(d time.Duration) int { return int(d.Round(time.Minute) / time.Minute) }
