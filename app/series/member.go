package series

import (
	"context"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/models"
)

// Held are the series of an organization: those that it holds, and those that ask it.
type Held struct{ Agreed, Asked []models.SeriesMember }

// Held reads them. Staff of the organization call it.
func (s *Service) Held(ctx context.Context, o *models.Organization) (*Held, error) {
	list, err := s.db.Query(ctx).Series().Memberships(o.ID)
	held := &Held{}
	for i := range list {
		switch list[i].State {
		case models.SeriesAgreed:
			held.Agreed = append(held.Agreed, list[i])
		case models.SeriesAsked:
			held.Asked = append(held.Asked, list[i])
		}
	}
	return held, err
}

// Partners are the organizations that hold an announced series together, in the order in which they host. Everybody may
// call it.
func (s *Service) Partners(ctx context.Context, series *models.Series) ([]models.SeriesMember, error) {
	return s.db.Query(ctx).Series().Agreed(series)
}

// agreed finds a series that the organization holds. Errors: NotFound for all others.
func agreed(q *models.Query, o *models.Organization, id string) (*models.SeriesMember, error) {
	m, err := q.Series().MemberOf(id, o.ID)
	if err == nil && m.State != models.SeriesAgreed {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return m, err
}

// kept finds a series that the organization keeps: it asks others, and sets their turns.
func kept(q *models.Query, o *models.Organization, id string) (*models.Series, error) {
	m, err := agreed(q, o, id)
	if err == nil && m.Series.OrganizationID != o.ID {
		err = models.NewError(models.CodeForbidden, "error.forbidden")
	}
	if err != nil {
		return nil, err
	}
	return &m.Series, nil
}

// AskInput is the organization that is asked: its name, or the name in the address of its page.
type AskInput struct {
	Name string `form:"organization"`
}

const maxName = 200

// Ask asks an organization to hold a series together; its owners are told by mail. Staff who may edit events of the
// organization that keeps the series call it. Errors: NotFound; Forbidden for who does not keep it; Invalid where there
// is no such organization; Conflict where it was asked already.
func (s *Service) Ask(ctx context.Context, o *models.Organization, id string, in *AskInput) error {
	c := check.New()
	name := c.Line("organization", in.Name, maxName, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		series, err := kept(tx.Query, o, id)
		if err != nil {
			return err
		}
		other, err := tx.Organizations().ByNameJa(name)
		if err == nil && other == nil {
			other, err = tx.Organizations().BySlug(strings.ToLower(name))
		}
		if models.CodeOf(err) == models.CodeNotFound {
			return models.InvalidFields(map[string]string{"organization": "series.no_such_organization"})
		}
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: other.ID})
		if err := tx.Series().AskMember(series, other.ID); err != nil {
			return err
		}
		return queueAsked(tx, series, o, other)
	})
}

// What an organization answers, and does later.
const (
	answerAccept  = "accept"
	answerDecline = "decline"
	answerLeave   = "leave"
	answerShares  = "shares"
)

// AnswerInput is what an organization answers. Shares says that the other members see the figures of its editions.
type AnswerInput struct {
	Answer string `form:"answer"`
	Shares bool   `form:"shares"`
}

// Answer takes the answer of an organization, lets it leave, or share its figures or not. Who may manage its members
// calls it. Errors: NotFound where it is not asked; Invalid for what is no answer; Conflict where it answered already,
// or keeps the series.
func (s *Service) Answer(ctx context.Context, o *models.Organization, id string, in *AnswerInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := tx.Series().MemberOf(id, o.ID)
		if err != nil {
			return err
		}
		from, to := models.SeriesAgreed, models.SeriesAgreed
		switch in.Answer {
		case answerAccept:
			from = models.SeriesAsked
		case answerDecline:
			from, to = models.SeriesAsked, models.SeriesDeclined
		case answerLeave:
			to = models.SeriesLeft
		case answerShares:
		default:
			return models.NewError(models.CodeInvalid, "error.invalid")
		}
		if m.State != from || to == models.SeriesLeft && m.Series.OrganizationID == o.ID {
			return models.NewError(models.CodeConflict, "series.changed_meanwhile")
		}
		m.SharesFigures = in.Shares && to == models.SeriesAgreed
		if err := tx.Series().MoveMember(m, to); err != nil || to != models.SeriesLeft {
			return err
		}
		return leave(tx, &m.Series, o.ID)
	})
}

// leave takes what is to come of an organization out of a series, and ends what it uses jointly with the others of it.
func leave(tx *models.Tx, series *models.Series, organizationID string) error {
	if err := tx.JointUses().LeaveSeries(organizationID, series.ID); err != nil {
		return err
	}
	if err := tx.Series().LeaveEditions(series, organizationID); err != nil {
		return err
	}
	return tx.Series().LeaveNext(series, organizationID)
}

// What who keeps a series does with another member.
const (
	memberEarlier = "earlier"
	memberRemove  = "remove"
)

// ChangeMemberInput is what is done with a member.
type ChangeMemberInput struct {
	Do string `form:"do"`
}

// ChangeMember lets a member host one turn earlier, or ends its place; a question without an answer is taken back.
// Staff who may edit events of the organization that keeps the series call it. Errors: NotFound; Forbidden for who
// does not keep it; Invalid for what is none of it; Conflict for the place of the keeper.
func (s *Service) ChangeMember(
	ctx context.Context, o *models.Organization, id, organizationID string, in *ChangeMemberInput,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		series, err := kept(tx.Query, o, id)
		if err != nil {
			return err
		}
		m, err := tx.Series().MemberOf(id, organizationID)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: organizationID})
		switch {
		case in.Do == memberEarlier:
			return earlier(tx, series, organizationID)
		case in.Do != memberRemove:
			return models.NewError(models.CodeInvalid, "error.invalid")
		case organizationID == o.ID:
			return models.NewError(models.CodeConflict, "series.changed_meanwhile")
		case m.State == models.SeriesAsked:
			return tx.Series().TakeBackAsking(m)
		}
		m.SharesFigures = false
		if err := tx.Series().MoveMember(m, models.SeriesLeft); err != nil {
			return err
		}
		return leave(tx, series, organizationID)
	})
}

// earlier lets a member host before the one that is before it.
func earlier(tx *models.Tx, series *models.Series, organizationID string) error {
	list, err := tx.Series().Agreed(series)
	if err != nil {
		return err
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].OrganizationID
	}
	if at := slices.Index(ids, organizationID); at > 0 {
		ids[at-1], ids[at] = ids[at], ids[at-1]
	}
	return tx.Series().OrderMembers(series, ids)
}
