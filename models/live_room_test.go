package models_test

import (
	"testing"
	"time"

	"meguri/models"
)

func TestWhenTheLiveRoomIsOpen(t *testing.T) {
	event := models.Event{State: models.EventPublished, StartsAt: minute(0), EndsAt: minute(60), LiveRoomState: models.LiveRoomAuto}
	const lead, tail = int(models.LiveRoomLead / time.Minute), int(models.LiveRoomTail / time.Minute)
	for name, c := range map[string]struct {
		change func(e *models.Event)
		minute int
		want   bool
	}{
		"too early":                  {nil, -lead - 1, false},
		"from a while before":        {nil, -lead, true},
		"during the event":           {nil, 30, true},
		"until a while after":        {nil, 60 + tail - 1, true},
		"too late":                   {nil, 60 + tail, false},
		"opened by hand for a test":  {func(e *models.Event) { e.LiveRoomState = models.LiveRoomOpen }, -2000, true},
		"closed by hand":             {func(e *models.Event) { e.LiveRoomState = models.LiveRoomClosed }, 30, false},
		"at an event that is off":    {func(e *models.Event) { e.State = models.EventCancelled }, 30, false},
		"opened at a draft":          {func(e *models.Event) { e.State, e.LiveRoomState = models.EventDraft, models.LiveRoomOpen }, 30, false},
		"opened, and archived since": {func(e *models.Event) { e.State, e.LiveRoomState = models.EventArchived, models.LiveRoomOpen }, 30, false},
	} {
		t.Run(name, func(t *testing.T) {
			event := event
			if c.change != nil {
				c.change(&event)
			}
			if got := event.LiveRoomIsOpen(minute(c.minute)); got != c.want {
				t.Errorf("open: %v, want %v", got, c.want)
			}
		})
	}
}
