package registration

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/place"
	"meguri/models"
)

// checkSessions reads for which sessions a person signs up as they register.
func (s *Service) checkSessions(
	ctx context.Context, event *models.Event, g *group, in *SignUpInput, c *check.Checker,
) error {
	g.sessions = slices.DeleteFunc(slices.Clone(in.Sessions), func(id string) bool { return id == "" })
	if len(g.sessions) == 0 {
		return nil
	}
	offered, err := place.Read(s.db.Query(ctx), event, nil)
	if err != nil {
		return err
	}
	if fault := offered.Fault(&g.first.TicketType, g.sessions); fault != "" {
		c.Fault("sessions", fault)
	}
	return nil
}

// chosenSessions are the sessions with the ids, in order of time.
func chosenSessions(q *models.Query, event *models.Event, ids []string) (list []place.Offer, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	offered, err := place.Read(q, event, nil)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(offered.Offers, func(o place.Offer) bool { return !slices.Contains(ids, o.ID) }), nil
}
