package registration

import (
	"context"
	"errors"

	"meguri/models"
)

const addressLimit = "registration.address_limit"

// tooManyOfAddress is the fault of an address that had live people before and brings too many.
func tooManyOfAddress(event *models.Event, live int) error {
	return &models.Error{
		Code: models.CodeInvalid, Key: "error.invalid",
		Fields: map[string]string{"email": addressLimit},
		FieldArgs: map[string][]any{"email": {
			"limit", event.AddressLimit, "left", max(0, event.AddressLimit-live), "contact", event.ContactEmail,
		}},
	}
}

func isTooMany(err error) bool {
	var known *models.Error
	return errors.As(err, &known) && known.Fields["email"] == addressLimit
}

// mailLimit tells the address what is not said in a discreet event's form: that it has as many people as it may.
func (s *Service) mailLimit(ctx context.Context, event *models.Event, key string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := tx.Registrations().ByEmail(event, key, 1)
		if err != nil || len(list) == 0 {
			return err
		}
		return s.mailLink(tx, &list[0], MailLimit)
	})
}
