package place

import (
	"slices"
	"strconv"
	"time"

	"meguri/models"
)

// The kinds of mail about places in sessions: to who moved up, and to who did not say in time that they come.
const (
	MailPromoted   = "session_promoted"
	MailUnanswered = "session_unanswered"
	// MailMoved is to whom staff moved to another session.
	MailMoved = "session_moved"
	// MailLeft is to who left a session by taking part in another way, as online.
	MailLeft = "session_left"
	// FactSession is the id of the session in the data of a mail.
	FactSession = "session"
	// FactState is whether the person has a place in the session that they were moved to.
	FactState = "state"
	// FactReplyBy is until when the person has to reply, as time.RFC3339; there is none for a place that is theirs.
	FactReplyBy = "reply_by"
	// JobReply is the kind of job that frees the places of who did not say in time that they come; its payload is the
	// event's id, a space and the session's.
	JobReply = "session_reply"
)

// Join signs a person up for sessions in the transaction: who has a place at the event gets one where one is free and
// nobody waits; everybody else waits in line. What they signed up for before stays as it is. The caller has checked
// List.Fault. Errors: Conflict for a session whose places wait for a draw.
func Join(tx *models.Tx, r *models.Registration, sessionIDs ...string) error {
	ids := slices.Compact(slices.Sorted(slices.Values(sessionIDs)))
	if err := tx.SessionPlaces().Lock(ids...); err != nil {
		return err
	}
	if err := beforeDraw(tx, ids...); err != nil {
		return err
	}
	for _, id := range ids {
		known, err := tx.SessionPlaces().Find(id, r.ID)
		if err != nil {
			return err
		}
		if known != nil {
			continue
		}
		s := &models.SessionSignUp{SessionID: id, RegistrationID: r.ID}
		if s.State, err = stateFor(tx, r, id); err != nil {
			return err
		}
		if err := tx.SessionPlaces().Put(s); err != nil {
			return err
		}
		if err := fillBehind(tx, r, s); err != nil {
			return err
		}
	}
	return nil
}

// fillBehind gives who has just joined a line a place that is free, where only groups wait that are too large for it.
func fillBehind(tx *models.Tx, r *models.Registration, s *models.SessionSignUp) error {
	if s.State != models.SignUpWaiting || r.State != models.RegistrationConfirmed {
		return nil
	}
	next, err := tx.SessionPlaces().Next(s.SessionID)
	if err != nil || next == nil || next.WaitsWith == nil {
		return err
	}
	e, err := tx.Events().ByID(r.EventID)
	if err != nil {
		return err
	}
	return Fill(tx, e, s.SessionID)
}

// beforeDraw is Conflict where places of one of the sessions wait for a draw.
func beforeDraw(tx *models.Tx, sessionIDs ...string) error {
	byLot, err := tx.SessionPlaces().AnyByLottery(sessionIDs)
	if err == nil && byLot {
		err = models.NewError(models.CodeConflict, "session_place.by_lottery")
	}
	return err
}

// stateFor takes a place for who signs up, unless somebody waits for it.
func stateFor(tx *models.Tx, r *models.Registration, sessionID string) (models.SignUpState, error) {
	if r.State != models.RegistrationConfirmed {
		return models.SignUpWaiting, nil
	}
	next, err := tx.SessionPlaces().Next(sessionID)
	if err != nil || next != nil {
		return models.SignUpWaiting, err
	}
	taken, err := tx.SessionPlaces().Take(sessionID)
	if err != nil || !taken {
		return models.SignUpWaiting, err
	}
	return models.SignUpTaken, nil
}

// Leave takes a person out of a session in the transaction; their place goes to the next in line. Leaving again changes
// nothing.
func Leave(tx *models.Tx, e *models.Event, registrationID, sessionID string) error {
	if err := tx.SessionPlaces().Lock(sessionID); err != nil {
		return err
	}
	s, err := tx.SessionPlaces().Find(sessionID, registrationID)
	if err != nil || s == nil {
		return err
	}
	return leave(tx, e, s)
}

// leave is Leave for what was found and locked.
func leave(tx *models.Tx, e *models.Event, s *models.SessionSignUp) error {
	if err := tx.SessionPlaces().ForgetFormer(s.SessionID, s.RegistrationID); err != nil {
		return err
	}
	if err := tx.SessionPlaces().Delete(s); err != nil || s.State != models.SignUpTaken {
		return err
	}
	if err := tx.SessionPlaces().GiveBack(s.SessionID); err != nil {
		return err
	}
	return Fill(tx, e, s.SessionID)
}

// Fill gives the free places of a session to those who wait, as the rules of the event's waiting list say, counted from
// the start of the session. Those who wait for places together get them only where there are enough; else who is next
// after them does. The caller has locked its places.
func Fill(tx *models.Tx, e *models.Event, sessionID string) error {
	session, err := tx.Sessions().ByID(e, sessionID)
	if err != nil {
		return err
	}
	rules, err := tx.WaitingList().Rules(e.ID)
	if err != nil {
		return err
	}
	if !isOn(e, session, tx.Now) || !rules.MoveUpAt(session.StartsAt, tx.Now) {
		return nil
	}
	var passedOver []string
	for {
		next, err := tx.SessionPlaces().Next(sessionID, passedOver...)
		if err != nil || next == nil {
			return err
		}
		promoted, err := promoteAll(tx, e, session, next, rules)
		switch {
		case err != nil:
			return err
		case promoted:
		case next.WaitsWith == nil:
			return nil
		default:
			passedOver = append(passedOver, *next.WaitsWith)
		}
	}
}

// promoteAll gives places to who waits and to all who move up only with them, or to nobody, and reports which.
func promoteAll(
	tx *models.Tx, e *models.Event, session *models.Session, s *models.SessionSignUp, rules *models.WaitingListRules,
) (bool, error) {
	group := []models.SessionSignUp{*s}
	if s.WaitsWith != nil {
		var err error
		if group, err = tx.SessionPlaces().Group(s.SessionID, *s.WaitsWith); err != nil {
			return false, err
		}
	}
	taken, err := tx.SessionPlaces().TakeMany(s.SessionID, len(group))
	if err != nil || !taken {
		return false, err
	}
	for i := range group {
		if err := promote(tx, e, session, &group[i], rules); err != nil {
			return false, err
		}
	}
	return true, nil
}

// isOn reports whether places of a session are given now.
func isOn(e *models.Event, s *models.Session, now time.Time) bool {
	return e.State == models.EventPublished && s.CancelledAt == nil && now.Before(s.StartsAt)
}

// Promote gives who waits, and who moves up only with them, a place out of turn, also while the list is stopped.
// Errors: Conflict where they do not wait, have no place at the event, the session is over, or its places wait for a
// draw; Full where there are not enough free places.
func Promote(tx *models.Tx, e *models.Event, registrationID, sessionID string) error {
	if err := tx.SessionPlaces().Lock(sessionID); err != nil {
		return err
	}
	s, err := tx.SessionPlaces().Find(sessionID, registrationID)
	if err != nil {
		return err
	}
	session, err := tx.Sessions().ByID(e, sessionID)
	if err != nil {
		return err
	}
	r, err := tx.Registrations().ByID(e, registrationID)
	if err != nil {
		return err
	}
	switch {
	case s == nil || s.State != models.SignUpWaiting:
		return models.NewError(models.CodeConflict, "session_place.waits_not")
	case r.State != models.RegistrationConfirmed:
		return models.NewError(models.CodeConflict, "session_place.no_event_place")
	case !isOn(e, session, tx.Now):
		return models.NewError(models.CodeConflict, "session_place.closed")
	}
	rules, err := tx.WaitingList().Rules(e.ID)
	if err != nil {
		return err
	}
	if err := beforeDraw(tx, sessionID); err != nil {
		return err
	}
	promoted, err := promoteAll(tx, e, session, s, rules)
	if err == nil && !promoted {
		err = models.NewError(models.CodeFull, "session_place.no_place")
	}
	return err
}

// promote stores that who waited has a place now, and mails them. Where the event asks for a reply it is theirs once
// they give it.
func promote(
	tx *models.Tx, e *models.Event, session *models.Session, s *models.SessionSignUp, rules *models.WaitingListRules,
) error {
	s.State, s.WaitsWith, s.ReplyBy = models.SignUpTaken, nil, rules.ReplyBy(session.StartsAt, tx.Now)
	if err := tx.SessionPlaces().Put(s); err != nil {
		return err
	}
	data := map[string]string{FactSession: s.SessionID}
	if by := s.ReplyBy; by != nil {
		data[FactReplyBy] = by.UTC().Format(time.RFC3339)
		if err := addReplyJob(tx, e, s.SessionID, *by); err != nil {
			return err
		}
	}
	return mail(tx, e, s, MailPromoted, data)
}

func addReplyJob(tx *models.Tx, e *models.Event, sessionID string, by time.Time) error {
	cause := JobReply + ":" + sessionID + ":" + strconv.FormatInt(by.UnixMicro(), 10)
	return tx.Jobs().Add(JobReply, cause, e.ID+" "+sessionID, by)
}

// mail queues a mail to who signed up for a session. Who has no address has none.
func mail(tx *models.Tx, e *models.Event, s *models.SessionSignUp, kind string, data map[string]string) error {
	r, err := tx.Registrations().ByID(e, s.RegistrationID)
	if err != nil || r.Email == "" {
		return err
	}
	cause := kind + ":" + r.ID + ":" + s.SessionID + ":" + strconv.FormatInt(tx.Now.UnixMicro(), 10)
	return tx.Mails().Queue(&models.Mail{
		Cause: cause, Kind: kind, EventID: &e.ID, RegistrationID: &r.ID, ToAddress: r.Email, ToName: r.Full(r.Locale),
		Locale: r.Locale, Data: data,
	})
}

// Reply says that who moved up comes. Saying so again changes nothing. Errors: Conflict where the time is over.
func Reply(tx *models.Tx, registrationID, sessionID string) error {
	if err := tx.SessionPlaces().Lock(sessionID); err != nil {
		return err
	}
	s, err := tx.SessionPlaces().Find(sessionID, registrationID)
	if err != nil {
		return err
	}
	if s == nil || s.State != models.SignUpTaken || s.ReplyBy != nil && !s.ReplyBy.After(tx.Now) {
		return models.NewError(models.CodeConflict, "waiting_list.reply_late")
	}
	s.ReplyBy = nil
	return tx.SessionPlaces().Put(s)
}

// Lapse frees the places in a session of who did not say in time that they come, and mails them.
func Lapse(tx *models.Tx, e *models.Event, sessionID string) error {
	if err := tx.SessionPlaces().Lock(sessionID); err != nil {
		return err
	}
	due, err := tx.SessionPlaces().Due(sessionID)
	if err != nil {
		return err
	}
	for i := range due {
		if err := leave(tx, e, &due[i]); err != nil {
			return err
		}
		if err := mail(tx, e, &due[i], MailUnanswered, map[string]string{FactSession: sessionID}); err != nil {
			return err
		}
	}
	return nil
}

// Move moves a person from one session to another in the transaction: into a free place, or to the end of the line.
// Staff may do so also where the sign-up is closed. Errors: Conflict where they did not sign up for the first;
// NotFound.
func Move(tx *models.Tx, e *models.Event, r *models.Registration, from, to string) error {
	if _, err := tx.SessionPlaces().Of(e, to); err != nil || from == to {
		return err
	}
	if err := tx.SessionPlaces().Lock(from, to); err != nil {
		return err
	}
	s, err := tx.SessionPlaces().Find(from, r.ID)
	if err != nil {
		return err
	}
	if s == nil {
		return models.NewError(models.CodeConflict, "session_place.has_left")
	}
	if err := Join(tx, r, to); err != nil {
		return err
	}
	moved, err := tx.SessionPlaces().Find(to, r.ID)
	if err != nil {
		return err
	}
	if err := leave(tx, e, s); err != nil {
		return err
	}
	return mail(tx, e, moved, MailMoved, map[string]string{FactSession: to, FactState: string(moved.State)})
}
