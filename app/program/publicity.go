package program

import (
	"context"

	"meguri/app/event"
	"meguri/app/publicity"
	"meguri/models"
)

// openOffer is what can be registered for at an event, as publicity tells it.
func openOffer(events *event.Service) func(context.Context, *models.Event) (*publicity.Offer, error) {
	return func(ctx context.Context, e *models.Event) (*publicity.Offer, error) {
		offer, err := events.OpenOffer(ctx, e)
		if err != nil {
			return nil, err
		}
		told := &publicity.Offer{State: string(offer.State), Registers: offer.Register(), Deadline: offer.Deadline}
		for _, p := range offer.Places {
			places := publicity.Places{Mode: p.Mode, State: string(p.State)}
			if p.Counted() {
				places.Free = p.Free
			}
			told.Places = append(told.Places, places)
		}
		return told, nil
	}
}
