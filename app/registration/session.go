package registration

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/place"
	"meguri/models"
)

// SignUpSessions reads the sessions that people sign up for as they register, with those that do not go together.
// Anyone may call it.
func (s *Service) SignUpSessions(ctx context.Context, event *models.Event) (*place.List, error) {
	return place.Read(s.db.Query(ctx), event, nil)
}

// checkSessions reads for which sessions a person and their companions sign up as they register.
func (s *Service) checkSessions(
	ctx context.Context, event *models.Event, g *group, in *SignUpInput, c *check.Checker,
) error {
	g.sessions = [][]string{chosenIDs(in.Sessions)}
	fields := []string{"sessions"}
	for i := range in.Companions {
		own := &in.Companions[i]
		g.sessions, fields = append(g.sessions, chosenIDs(own.Sessions)), append(fields, own.field(i, "sessions"))
	}
	if len(g.chosen()) == 0 {
		return nil
	}
	offered, err := s.SignUpSessions(ctx, event)
	if err != nil {
		return err
	}
	for i, r := range g.all() {
		if fault := offered.Fault(&r.TicketType, g.sessions[i]); fault != "" {
			c.Fault(fields[i], fault)
		}
	}
	return nil
}

func chosenIDs(sent []string) []string {
	ids := slices.DeleteFunc(slices.Clone(sent), func(id string) bool { return id == "" })
	slices.Sort(ids)
	return slices.Compact(ids)
}

// chosen are the sessions that somebody of the group chose.
func (g *group) chosen() []string { return slices.Concat(g.sessions...) }

// joinSessions signs those up for what they chose who were registered just now. All sessions are locked first, in their
// order.
func (g *group) joinSessions(tx *models.Tx) error {
	if len(g.chosen()) == 0 {
		return nil
	}
	if err := tx.SessionPlaces().Lock(g.chosen()...); err != nil {
		return err
	}
	for i, r := range g.all() {
		if !slices.Contains(g.made, r) {
			continue
		}
		if err := place.Join(tx, r, g.sessions[i]...); err != nil {
			return err
		}
	}
	return nil
}

// chosenSessions are the sessions that each of the group chose, in order of time.
func chosenSessions(q *models.Query, event *models.Event, g *group) ([][]place.Offer, error) {
	chosen := make([][]place.Offer, len(g.sessions))
	if len(g.chosen()) == 0 {
		return chosen, nil
	}
	offered, err := place.Read(q, event, nil)
	if err != nil {
		return nil, err
	}
	for i, ids := range g.sessions {
		for _, o := range offered.Offers {
			if slices.Contains(ids, o.ID) {
				chosen[i] = append(chosen[i], o)
			}
		}
	}
	return chosen, nil
}
