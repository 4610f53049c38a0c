package registration

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/table"
	"meguri/app/service/ticket"
	"meguri/models"
)

const (
	// importBatch is how many rows are imported in a transaction: who registers for the same ticket type waits for it.
	importBatch = 200
	// importSlice is how long one job imports before it leaves the rest to another.
	importSlice = time.Minute
)

// doImport does one job of kind JobImport. Each batch is one transaction, which moves the cursor of the import: after a
// crash the job goes on where it stopped.
func (s *Service) doImport(ctx context.Context, job *models.Job) error {
	ended, err := s.runImport(ctx, job.Payload, time.Now().Add(importSlice))
	if err != nil || ended {
		return err
	}
	return s.continueImport(ctx, job.Payload)
}

// continueImport lets another job do the rest of an import.
func (s *Service) continueImport(ctx context.Context, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		i, err := tx.Imports().Progress(id)
		if err != nil {
			return err
		}
		return tx.Jobs().Add(JobImport, JobImport+":"+i.ID+":"+strconv.Itoa(i.CursorRow), i.ID, tx.Now)
	})
}

// runImport imports rows until all are done or the time has come, and reports whether all are done. Several may run at
// once.
func (s *Service) runImport(ctx context.Context, id string, until time.Time) (ended bool, err error) {
	i, err := s.db.Query(ctx).Imports().ByID(id)
	if models.CodeOf(err) == models.CodeNotFound {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	run, err := s.newImportRun(ctx, i)
	if err != nil {
		return false, err
	}
	for !ended && time.Now().Before(until) {
		err := s.db.InTx(ctx, func(tx *models.Tx) error {
			ended, err = run.batch(tx)
			return err
		})
		if err != nil {
			return false, err
		}
	}
	return ended, nil
}

// importRun is a list that is being imported.
type importRun struct {
	service  *Service
	id       string
	settings *importSettings
	header   []string
	lines    map[int]table.Row
	// todo are the rows that were to be done when the run began, in their order.
	todo []models.ImportRow
}

func (s *Service) newImportRun(ctx context.Context, i *models.Import) (*importRun, error) {
	run := &importRun{service: s, id: i.ID, lines: map[int]table.Row{}}
	if i.State != models.ImportRunning {
		return run, nil
	}
	sheet, err := sheetOf(i)
	if err != nil {
		return nil, err
	}
	run.header = sheet.Header
	for _, line := range sheet.Rows {
		run.lines[line.Number] = line
	}
	if run.settings, err = settingsOf(i); err != nil {
		return nil, err
	}
	run.todo, err = s.db.Query(ctx).Imports().ToDo(i)
	return run, err
}

// next are the rows of the next batch after the cursor: another process may have done some since the run began.
func (run *importRun) next(i *models.Import) []models.ImportRow {
	first, _ := slices.BinarySearchFunc(run.todo, i.CursorRow+1, func(row models.ImportRow, number int) int {
		return cmp.Compare(row.Number, number)
	})
	rest := run.todo[first:]
	return slices.Clone(rest[:min(importBatch, len(rest))]) // a batch that is tried again finds them as they were
}

// batch imports the next rows, and reports whether there are none left.
func (run *importRun) batch(tx *models.Tx) (ended bool, err error) {
	i, err := tx.Imports().Progress(run.id)
	if err != nil || i.State != models.ImportRunning {
		return true, err
	}
	todo := run.next(i)
	if len(todo) == 0 {
		return true, tx.Imports().Finish(i, "")
	}
	event, types, err := lockTypes(tx, i.EventID)
	if err != nil {
		return false, err
	}
	if checkOpen(event, tx.Now) != nil {
		return true, tx.Imports().Finish(i, "registration.closed")
	}
	advanced, err := tx.Imports().Advance(i, todo)
	if err != nil {
		return false, err
	}
	if !advanced { // another process does the same
		return false, models.ErrRunAgain
	}
	rows, err := run.match(tx, event, types, todo)
	if err != nil {
		return false, err
	}
	if err := run.do(tx, i, event, rows); err != nil {
		return false, err
	}
	for n, row := range rows {
		todo[n].Result, todo[n].Faults = row.row.Result, row.row.Faults
	}
	return false, tx.Imports().SetResults(i, todo)
}

// lockTypes locks all ticket types of an event, and reads both as they are then.
func lockTypes(tx *models.Tx, eventID string) (*models.Event, []models.TicketType, error) {
	types, err := tx.TicketTypes().OfEvent(&models.Event{ID: eventID})
	if err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(types))
	for i, t := range types {
		ids[i] = t.ID
	}
	if err := tx.TicketTypes().Lock(ids...); err != nil {
		return nil, nil, err
	}
	event, err := tx.Events().ByID(eventID)
	if err != nil {
		return nil, nil, err
	}
	types, err = tx.TicketTypes().OfEvent(event)
	return event, types, err
}

// match reads the rows anew: since they were checked, people may have registered.
func (run *importRun) match(
	tx *models.Tx, event *models.Event, types []models.TicketType, todo []models.ImportRow,
) ([]*importedRow, error) {
	form, err := ask.Read(tx.Query, event)
	if err != nil {
		return nil, err
	}
	reader := &importReader{run.header, types, run.settings, form}
	rows := make([]*importedRow, len(todo))
	for n := range todo {
		rows[n] = reader.read(run.lines[todo[n].Number])
	}
	return rows, newImportMatcher(reader, event).match(tx.Query, rows)
}

// do does what the rows say, and sets their results. The caller has locked the event's ticket types.
func (run *importRun) do(tx *models.Tx, i *models.Import, event *models.Event, rows []*importedRow) error {
	var added []*importedRow
	free := map[string]int{}
	for _, row := range rows {
		switch row.row.Outcome {
		case models.ImportRowNew:
			if run.mayAdd(row, free) {
				added = append(added, row)
			}
		case models.ImportRowChanged:
			if err := changePerson(tx, event, row); err != nil {
				return err
			}
		case models.ImportRowSame:
			row.row.Result = models.ImportUnchanged
		case models.ImportRowFault:
			row.row.Result = models.ImportFailed
		}
	}
	added, err := run.insert(tx, i, added)
	if err != nil {
		return err
	}
	return run.place(tx, added, mailsFrom(tx, i))
}

// mailsFrom is when the mails of an import begin to leave: about when it is done. Making thousands of them meanwhile
// would slow it down, and somebody waits for it.
func mailsFrom(tx *models.Tx, i *models.Import) time.Time {
	if i.StartedAt == nil {
		return tx.Now
	}
	return i.StartedAt.Add(time.Duration(i.ToDo) * time.Millisecond)
}

// mayAdd reports whether a new person gets a place or may wait for one. free counts the places that this batch leaves.
func (run *importRun) mayAdd(row *importedRow, free map[string]int) bool {
	if !run.settings.Refuse {
		return true
	}
	id := row.r.TicketTypeID
	if _, ok := free[id]; !ok {
		free[id] = row.r.TicketType.FreePlaces()
	}
	if free[id] == 0 {
		row.row.Result = models.ImportFailed
		row.row.Faults = append(row.row.Faults, models.ImportFault{Column: -1, Key: "import.full"})
		return false
	}
	free[id]--
	return true
}

// changePerson changes somebody who is registered as a row says.
func changePerson(tx *models.Tx, event *models.Event, row *importedRow) error {
	r, err := tx.Registrations().Lock(event, row.known.ID)
	if err != nil {
		return err
	}
	row.row.Result = models.ImportUnchanged
	if !r.Live() {
		return nil
	}
	changed := changedBy(r, row.r)
	if len(changed) == 0 {
		return nil
	}
	if slices.Contains(changed, FieldGuardian) {
		r.GuardianConsentAt = &tx.Now
	}
	row.row.Result = models.ImportUpdated
	tx.Emit(models.ActivityChanged, r)
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	if slices.Contains(changed, FieldNeeds) {
		if err := rewriteNeeds(tx, r); err != nil {
			return err
		}
	}
	if !slices.Contains(changed, FieldAnswer) {
		return nil
	}
	return tx.Registrations().AnswersChanged(r)
}

// insert stores new people, and returns the rows of those who were not registered at this moment.
func (run *importRun) insert(tx *models.Tx, i *models.Import, rows []*importedRow) ([]*importedRow, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	list := make([]models.Registration, len(rows))
	for n, row := range rows {
		r := row.r
		r.Code, r.ConfirmedAt, r.EnteredBy = ticket.NewCode(), &tx.Now, i.AccountID
		r.RequestID = models.HashSecret("import:" + i.ID + ":" + strconv.Itoa(row.number))
		if r.GuardianName != "" {
			r.GuardianConsentAt = &tx.Now
		}
		run.service.identify(r)
		list[n] = *r
	}
	isNew, err := tx.Registrations().InsertNew(list)
	if err != nil {
		return nil, err
	}
	var added []*importedRow
	for n, row := range rows {
		*row.r = list[n]
		if !isNew[row.r.ID] {
			if err := run.service.insertEntered(tx, row.r); models.CodeOf(err) == models.CodeInvalid { // they are registered
				row.row.Result = models.ImportUnchanged
				continue
			} else if err != nil {
				return nil, err
			}
		}
		added = append(added, row)
	}
	return added, nil
}

// place gives new people the places that are free, in the order of their rows; others wait.
func (run *importRun) place(tx *models.Tx, rows []*importedRow, mailsFrom time.Time) error {
	ofType := map[string][]*importedRow{}
	var order []string
	for _, row := range rows {
		id := row.r.TicketTypeID
		if ofType[id] == nil {
			order = append(order, id)
		}
		ofType[id] = append(ofType[id], row)
	}
	var confirmed []*models.Registration
	var activities []string
	for _, id := range order {
		taken, err := tx.TicketTypes().TakeUpTo(id, len(ofType[id]))
		if err != nil {
			return err
		}
		for n, row := range ofType[id] {
			registered := tx.Emit(models.ActivityRegistered, row.r)
			if n < taken {
				row.row.Result = models.ImportAdded
				tx.Emit(models.ActivityConfirmed, row.r)
				confirmed, activities = append(confirmed, row.r), append(activities, registered)
				continue
			}
			row.row.Result = models.ImportWaiting
			if err := run.service.waitEntered(tx, row.r, registered, run.settings.Mail); err != nil {
				return err
			}
		}
	}
	if !run.settings.Mail {
		return nil
	}
	return run.service.mailEntered(tx, confirmed, activities, mailsFrom)
}

// mailEntered tells people that they have a place. An address of several people may have had too many mails today.
func (s *Service) mailEntered(
	tx *models.Tx, people []*models.Registration, activities []string, from time.Time,
) error {
	keys := make([]string, len(people))
	for n, r := range people {
		keys[n] = r.EmailKey
	}
	shared, err := tx.Registrations().SharedAddresses(keys)
	if err != nil {
		return err
	}
	isShared := make(map[string]bool, len(shared))
	for _, key := range shared {
		isShared[key] = true
	}
	letters := make([]*models.Mail, 0, len(people))
	for n, r := range people {
		if !isShared[r.EmailKey] {
			letters = append(letters, letter(r, MailConfirmed, "1", activities[n], nil))
			continue
		}
		if err := s.mail(tx, r, MailConfirmed, "1", activities[n], nil); err != nil {
			return err
		}
	}
	return tx.Mails().QueueBulkAt(letters, from)
}

// giveUpImport records that an import cannot be finished.
func (s *Service) giveUpImport(ctx context.Context, job *models.Job, _ error) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		i, err := tx.Imports().Progress(job.Payload)
		if err != nil {
			return ignoreNotFound(err)
		}
		return tx.Imports().Finish(i, "import.gave_up")
	})
}

func ignoreNotFound(err error) error {
	var known *models.Error
	if errors.As(err, &known) && known.Code == models.CodeNotFound {
		return nil
	}
	return err
}

// clearImport does one job of kind JobClearImport.
func (s *Service) clearImport(ctx context.Context, job *models.Job) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		i, err := tx.Imports().Progress(job.Payload)
		if err != nil {
			return ignoreNotFound(err)
		}
		if i.State == models.ImportRunning { // for a day: nobody waits for it any more
			if err := tx.Imports().Finish(i, "import.gave_up"); err != nil {
				return err
			}
		}
		return tx.Imports().Clear(i.ID)
	})
}
