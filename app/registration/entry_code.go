package registration

import (
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// entryCode finds the code that somebody typed. It returns nil where nothing was typed, and the key of a fault for a
// code that is not taken.
func entryCode(q *models.Query, event *models.Event, typed string) (code *models.EntryCode, fault string, err error) {
	if strings.TrimSpace(typed) == "" {
		return nil, "", nil
	}
	code, err = q.EntryCodes().ByCode(event, typed)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, "entry.code_unknown", nil
	}
	if err != nil {
		return nil, "", err
	}
	if state := code.State(q.Now); state != models.EntryCodeGood {
		return nil, codeFault(state), nil
	}
	return code, "", nil
}

// codeFault is the key of why a code is not taken.
func codeFault(state models.EntryCodeState) string { return "entry.code_" + string(state) }

// giveCode gives the registration the code, nil for none that is taken, where it is for the ticket type. A ticket type
// that asks for a code and has none is a fault.
func giveCode(c *check.Checker, r *models.Registration, code *models.EntryCode, now time.Time) {
	if code != nil && code.IsFor(r.TicketTypeID) {
		r.EntryCodeID = &code.ID
		return
	}
	if r.TicketTypeID == "" || !r.TicketType.NeedsCode(now) {
		return
	}
	if code != nil {
		c.Fault("entry_code", "entry.code_other_type")
	} else if c.OK() {
		c.Fault("entry_code", "entry.code_needed")
	}
}

// useCodes counts the uses of the codes of new registrations, last but for their places. Errors: Invalid where a code
// is used up, expired or stopped by now: nothing of the transaction is stored then.
func useCodes(tx *models.Tx, event *models.Event, made ...*models.Registration) error {
	uses, types := map[string]int{}, []string{}
	for _, r := range made {
		if r.EntryCodeID != nil {
			uses[*r.EntryCodeID]++
		}
		types = append(types, r.TicketTypeID)
	}
	if len(uses) == 0 {
		return nil
	}
	if err := tx.TicketTypes().Lock(types...); err != nil {
		return err
	}
	for id, n := range uses { // one form has one code
		used, err := tx.EntryCodes().Use(id, n)
		if err != nil || used {
			return err
		}
		return refusedCode(tx, event, id)
	}
	return nil
}

// refusedCode is why a code is not taken for as many people as want it.
func refusedCode(tx *models.Tx, event *models.Event, id string) error {
	code, err := tx.EntryCodes().ByID(event, id)
	if err != nil {
		return err
	}
	state := code.State(tx.Now)
	if state == models.EntryCodeGood { // it is good for fewer people
		c := check.New()
		c.Fault("entry_code", "entry.code_few", "n", code.Left())
		return c.Err()
	}
	return models.InvalidFields(map[string]string{"entry_code": codeFault(state)})
}

// returnCode gives the use of a code back that a registration had, or takes it again where it lives again.
func returnCode(tx *models.Tx, r *models.Registration) error {
	if r.EntryCodeID == nil {
		return nil
	}
	return tx.EntryCodes().Recount(*r.EntryCodeID)
}
