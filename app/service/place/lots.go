package place

import (
	"maps"
	"slices"

	"meguri/models"
)

// Lots are what was drawn of an event's sessions: who has a place, and who waits, in the order of turns. Both are ids
// of registrations by the id of a session.
type Lots struct {
	Won, Line map[string][]string
	// Together says by a common text who applied together: they move up in line together, too.
	Together map[string]string
	// ReplyHours is how long who won has to say that they come, 0 for as long as they want.
	ReplyHours int
}

// GiveLots stores what was drawn in the transaction, and lets people sign up for the sessions as for others. A place of
// who has no place at the event any more, or takes part in another way now, goes to the next in line; so does none of a
// session that is gone. The caller has locked who applied.
func GiveLots(tx *models.Tx, e *models.Event, lots *Lots, people map[string]*models.Registration) error {
	places, err := tx.SessionPlaces().OfEvent(e)
	if err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(places))
	ids = slices.DeleteFunc(ids, func(id string) bool { return !places[id].ByLottery })
	if err := tx.SessionPlaces().Lock(ids...); err != nil {
		return err
	}
	if err := tx.Lotteries().SetSessions(e, nil); err != nil {
		return err
	}
	for _, id := range ids {
		o := Offer{Places: places[id]}
		isOut := func(r string) bool { return people[r] == nil || !o.IsFor(e, &people[r].TicketType) }
		won, line := slices.DeleteFunc(lots.Won[id], isOut), slices.DeleteFunc(lots.Line[id], isOut)
		if err := lots.give(tx, e, id, won, line); err != nil {
			return err
		}
	}
	return nil
}

func (l *Lots) give(tx *models.Tx, e *models.Event, sessionID string, won, line []string) error {
	session, err := tx.Sessions().ByID(e, sessionID)
	if err != nil {
		return err
	}
	replyBy := (&models.WaitingListRules{ReplyHours: l.ReplyHours}).ReplyBy(session.StartsAt, tx.Now)
	if err := tx.SessionPlaces().Win(sessionID, won, replyBy); err != nil {
		return err
	}
	if replyBy != nil && len(won) > 0 {
		if err := addReplyJob(tx, e, sessionID, *replyBy); err != nil {
			return err
		}
	}
	if err := tx.SessionPlaces().Queue(sessionID, line, l.Together, tx.Now); err != nil {
		return err
	}
	return Fill(tx, e, sessionID)
}
