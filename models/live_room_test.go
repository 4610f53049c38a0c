package models_test

import (
	"testing"
	"time"

	"meguri/models"
)

func TestWhenTheLiveRoomIsOpen(t *testing.T) {
	const published, auto = models.EventPublished, models.LiveRoomAuto
	const lead, tail = int(models.LiveRoomLead / time.Minute), int(models.LiveRoomTail / time.Minute)
	for name, c := range map[string]struct {
		event  models.EventState
		room   models.LiveRoomState
		minute int
		want   bool
	}{
		"too early":                  {published, auto, -lead - 1, false},
		"from a while before":        {published, auto, -lead, true},
		"during the event":           {published, auto, 30, true},
		"until a while after":        {published, auto, 60 + tail - 1, true},
		"too late":                   {published, auto, 60 + tail, false},
		"opened by hand for a test":  {published, models.LiveRoomOpen, -2000, true},
		"closed by hand":             {published, models.LiveRoomClosed, 30, false},
		"at an event that is off":    {models.EventCancelled, auto, 30, false},
		"opened at a draft":          {models.EventDraft, models.LiveRoomOpen, 30, false},
		"opened, and archived since": {models.EventArchived, models.LiveRoomOpen, 30, false},
	} {
		t.Run(name, func(t *testing.T) {
			event := models.Event{State: c.event, LiveRoomState: c.room, StartsAt: minute(0), EndsAt: minute(60)}
			if got := event.LiveRoomIsOpen(minute(c.minute)); got != c.want {
				t.Errorf("open: %v, want %v", got, c.want)
			}
		})
	}
}
