package models_test

import (
	"testing"
	"time"

	"meguri/models"
)

func TestWhereAnEventStands(t *testing.T) {
	start := time.Date(2027, 11, 27, 4, 0, 0, 0, time.UTC)
	cancelled := start.AddDate(0, -1, 0)
	for name, c := range map[string]struct {
		state models.EventState
		off   *time.Time
		after time.Duration // the start
		want  models.Standing
		hand  bool
		past  bool
	}{
		"a year early":           {models.EventPublished, nil, -365 * 24 * time.Hour, models.StandingBefore, false, false},
		"16 minutes early":       {models.EventPublished, nil, -16 * time.Minute, models.StandingBefore, false, false},
		"15 minutes early":       {models.EventPublished, nil, -15 * time.Minute, models.StandingSoon, true, false},
		"at the start":           {models.EventPublished, nil, 0, models.StandingLive, true, false},
		"at the end":             {models.EventPublished, nil, 3 * time.Hour, models.StandingLive, true, false},
		"after the end":          {models.EventPublished, nil, 3*time.Hour + time.Second, models.StandingOver, false, true},
		"archived":               {models.EventArchived, nil, 999 * time.Hour, models.StandingOver, false, true},
		"cancelled, early":       {models.EventCancelled, &cancelled, -time.Hour, models.StandingCancelled, false, true},
		"cancelled and its time": {models.EventCancelled, &cancelled, time.Hour, models.StandingCancelled, false, true},
		"cancelled and archived": {models.EventArchived, &cancelled, 999 * time.Hour, models.StandingCancelled, false, true},
		"postponed, early":       {models.EventPostponed, nil, -time.Hour, models.StandingPostponed, false, true},
		"postponed and its time": {models.EventPostponed, nil, 99 * time.Hour, models.StandingPostponed, false, true},
		"a draft":                {models.EventDraft, nil, -time.Minute, models.StandingDraft, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := &models.Event{State: c.state, CancelledAt: c.off, StartsAt: start, EndsAt: start.Add(3 * time.Hour)}
			got := e.Standing(start.Add(c.after))
			if got != c.want || got.IsAtHand() != c.hand || got.HasNoDate() != c.past {
				t.Errorf("%s, at hand %v, past %v", got, got.IsAtHand(), got.HasNoDate())
			}
		})
	}
}
