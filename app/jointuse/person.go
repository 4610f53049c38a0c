package jointuse

import (
	"context"
	"time"

	"meguri/models"
)

// PersonRow is a joint use of the data of a person with an account: at an event where they registered, or in a
// register. Person is what they were told, and say; nil for neither.
type PersonRow struct {
	*models.JointUse
	Registration *models.Registration
	Event        *models.Event
	Person       *models.JointUsePerson
}

// PersonRows lists those of which the person of an account should know. They call it.
func (s *Service) PersonRows(ctx context.Context, a *models.Account) (rows []PersonRow, err error) {
	return personRows(s.db.Query(ctx), a)
}

func personRows(q *models.Query, a *models.Account) (rows []PersonRow, err error) {
	joined, err := q.Persons().Registrations(a.ID)
	if err != nil {
		return nil, err
	}
	for i := range joined {
		r := &joined[i]
		e, err := q.Events().ByID(r.EventID)
		if err != nil {
			return nil, err
		}
		list, err := q.JointUses().Telling(e)
		if err != nil {
			return nil, err
		}
		for k := range list {
			row := PersonRow{JointUse: list[k], Registration: r, Event: e}
			if row.Person, err = q.JointUses().PersonOf(list[k].ID, r.ID); err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
	}
	ofRegisters, err := registerRows(q, a)
	return append(rows, ofRegisters...), err
}

func registerRows(q *models.Query, a *models.Account) (rows []PersonRow, err error) {
	places, err := q.Affiliations().OfAccount(a.ID)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for i := range places {
		id := places[i].OrganizationID
		if known[id] || !places[i].IsCurrent(q.Now.In(models.DefaultZone).Format(time.DateOnly)) {
			continue
		}
		known[id] = true
		list, err := q.JointUses().OfRegister(id)
		if err != nil {
			return nil, err
		}
		for k := range list {
			row := PersonRow{JointUse: list[k]}
			if row.Person, err = q.JointUses().PersonOfAccount(list[k].ID, a.ID); err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// Ended lists those of which the person of an account was told, or to which they agreed, and that are over: nobody else
// sees their data any more. They call it.
func (s *Service) Ended(ctx context.Context, a *models.Account) (list []*models.JointUse, err error) {
	q := s.db.Query(ctx)
	held, err := q.JointUses().HeldOfAccount(a.ID)
	if err != nil {
		return nil, err
	}
	joined, err := q.Persons().Registrations(a.ID)
	for i := range joined {
		of, err := q.JointUses().Held(joined[i].ID)
		if err != nil {
			return nil, err
		}
		held = append(held, of...)
	}
	return models.EndedOf(held, q.Now), err
}

// SayInput is what a person says. Registration is the id of that which is meant, "" for a register.
type SayInput struct {
	Registration string `form:"registration"`
	Say          string `form:"say"`
}

// Say takes what the person of an account says. Errors: NotFound for what is not theirs, or over; Invalid for what is
// neither yes nor no.
func (s *Service) Say(ctx context.Context, a *models.Account, id string, in *SayInput) error {
	if in.Say != "agree" && in.Say != "refuse" {
		return models.NewError(models.CodeInvalid, "error.invalid")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		rows, err := personRows(tx.Query, a)
		if err != nil {
			return err
		}
		for i := range rows {
			row := &rows[i]
			p := &models.JointUsePerson{JointUseID: id}
			switch {
			case row.ID != id:
				continue
			case row.Registration == nil && in.Registration == "":
				p.AccountID = &a.ID
			case row.Registration == nil || row.Registration.ID != in.Registration:
				continue
			case in.Say == "refuse":
				return tx.JointUses().Refuse(id, row.Registration)
			default:
				p.RegistrationID = &row.Registration.ID
			}
			return tx.JointUses().Say(p, in.Say == "agree")
		}
		return models.NewError(models.CodeNotFound, "error.not_found")
	})
}
