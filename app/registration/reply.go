package registration

import (
	"context"
	"slices"
	"strconv"
	"time"

	"meguri/models"
)

// Replies are what people say who have a place for which they must say that they come.
type Replies struct{ s *Service }

// RepliesOf makes it.
func RepliesOf(s *Service) Replies { return Replies{s} }

// AwaitReplies queues the job that frees the places of who did not say in time that they come. nil is no deadline.
func AwaitReplies(tx *models.Tx, eventID string, by *time.Time) error {
	if by == nil {
		return nil
	}
	return tx.Jobs().Add(JobReply, JobReply+":"+eventID+":"+strconv.FormatInt(by.UnixMicro(), 10), eventID, *by)
}

// askToReply gives who comes off the waiting list as long to say that they come as the event's rules say.
func askToReply(tx *models.Tx, r *models.Registration) error {
	rules, err := tx.WaitingList().Rules(r.EventID)
	if err != nil || rules.ReplyHours == 0 {
		return err
	}
	event, err := tx.Events().ByID(r.EventID)
	if err != nil {
		return err
	}
	r.ReplyBy = rules.ReplyBy(event.StartsAt, tx.Now)
	return AwaitReplies(tx, r.EventID, r.ReplyBy)
}

// Reply says that a person comes, and with them those whom they registered and who have the same address. Saying so
// again changes nothing. The attendee calls it. Errors: Conflict where the time is over or the place is gone.
func (a Replies) Reply(ctx context.Context, event *models.Event, r *models.Registration) error {
	return a.s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := CompanionsOf(a.s).lockAll(tx, event, r)
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(r *models.Registration) bool {
			return r.State != models.RegistrationConfirmed
		})
		if !slices.ContainsFunc(list, func(one *models.Registration) bool { return one.ID == r.ID }) {
			return models.NewError(models.CodeConflict, "waiting_list.reply_late")
		}
		for _, r := range list {
			if err := reply(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func reply(tx *models.Tx, r *models.Registration) error {
	switch {
	case r.ReplyBy == nil:
		return nil
	case !r.ReplyBy.After(tx.Now):
		return models.NewError(models.CodeConflict, "waiting_list.reply_late")
	}
	r.ReplyBy = nil
	tx.Emit(models.ActivityChanged, r)
	return tx.Registrations().Update(r)
}

// lapse does one job of kind JobReply: the places of who did not say in time that they come go to the next in
// line, one transaction each. A repeated job finds nobody.
func (a Replies) lapse(ctx context.Context, job *models.Job) error {
	q := a.s.db.Query(ctx)
	event, err := q.Events().ByID(job.Payload)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	ids, err := q.WaitingList().RepliesDue(event)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := a.s.db.InTx(ctx, func(tx *models.Tx) error {
			r, err := a.s.lock(tx, event, id)
			if err != nil {
				return err
			}
			return a.s.lapseIfDue(tx, r, r.ReplyBy)
		})
		if err != nil && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
	}
	return nil
}
