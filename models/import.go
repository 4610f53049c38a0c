package models

import (
	"time"

	"gorm.io/gorm"
)

// ImportState is the state of an import.
type ImportState string

// The states.
const (
	ImportUploaded ImportState = "uploaded" // its columns are not known yet
	ImportChecked  ImportState = "checked"  // its rows were read; nothing is changed
	ImportRunning  ImportState = "running"
	ImportDone     ImportState = "done"
	ImportStopped  ImportState = "stopped" // see Trouble
)

// Import is a list of people that staff uploaded for an event.
type Import struct {
	ID      string
	EventID string
	// AccountID is of the account or API token that uploaded it.
	AccountID string
	FileName  string
	// Content is what was read of the file, nil once that is removed.
	Content []byte
	// Settings are how it is read, in the words of the feature.
	Settings string
	State    ImportState
	// Trouble is a text key: why it stopped.
	Trouble  string
	RowCount int
	// CursorRow is the number of the last row that was done, ToDo how many are to be done in all.
	CursorRow, ToDo int
	ImportCounts    `gorm:"embedded"`
	CreatedAt       time.Time
	StartedAt       *time.Time
	FinishedAt      *time.Time
}

// ImportCounts counts the rows that were done by what became of them.
type ImportCounts struct {
	Added, Waiting, Changed, Same, Failed int
}

// Done is how many rows were done.
func (c ImportCounts) Done() int { return c.Added + c.Waiting + c.Changed + c.Same + c.Failed }

// Add counts a row.
func (c *ImportCounts) Add(result ImportResult) {
	switch result {
	case ImportAdded:
		c.Added++
	case ImportWaiting:
		c.Waiting++
	case ImportUpdated:
		c.Changed++
	case ImportUnchanged:
		c.Same++
	case ImportFailed:
		c.Failed++
	}
}

// ImportOutcome is what a row would do.
type ImportOutcome string

// The outcomes.
const (
	ImportRowNew     ImportOutcome = "new"
	ImportRowChanged ImportOutcome = "changed" // of somebody who is registered
	ImportRowSame    ImportOutcome = "same"    // nothing
	ImportRowFault   ImportOutcome = "fault"
)

// ImportOutcomes lists all outcomes, in the order in which they are shown.
var ImportOutcomes = []ImportOutcome{ImportRowNew, ImportRowChanged, ImportRowSame, ImportRowFault}

// ImportResult is what a row did, "" until it is done.
type ImportResult string

// The results.
const (
	ImportAdded     ImportResult = "added"
	ImportWaiting   ImportResult = "waiting" // added to the waiting list
	ImportUpdated   ImportResult = "changed"
	ImportUnchanged ImportResult = "same"
	ImportFailed    ImportResult = "failed"
)

// ImportRow is what a row of the file does. It holds no name or address: these are in the import's Content.
type ImportRow struct {
	ImportID string
	Number   int // as a spreadsheet counts
	Outcome  ImportOutcome
	// TicketTypeID is of the ticket type that a new person gets, "" for others.
	TicketTypeID string
	HasMail      bool // whether the person is new and has an address
	Chosen       bool
	Result       ImportResult
	// Faults are what is wrong with it, or what else there is to say of it.
	Faults []ImportFault `gorm:"serializer:json"`
}

// ImportFault is what is wrong with a cell: the index of its column, -1 for the row as a whole, and a text key with its
// values as pairs of a name and a value.
type ImportFault struct {
	Column int    `json:"column"`
	Key    string `json:"key"`
	Args   []any  `json:"args,omitempty"`
}

// ImportQuery reads imports.
type ImportQuery struct{ q *Query }

// ImportStore reads and writes imports.
type ImportStore struct {
	ImportQuery
	tx *Tx
}

// Imports reads imports.
func (q *Query) Imports() ImportQuery { return ImportQuery{q} }

// Imports reads and writes imports.
func (tx *Tx) Imports() ImportStore { return ImportStore{tx.Query.Imports(), tx} }

// InEvent finds one of the event's imports.
func (store ImportQuery) InEvent(e *Event, id string) (*Import, error) {
	return store.find("event_id = ? AND id = ?", e.ID, id)
}

// ByID finds an import, for its job.
func (store ImportQuery) ByID(id string) (*Import, error) { return store.find("id = ?", id) }

// Progress is ByID without what was read of the file.
func (store ImportQuery) Progress(id string) (*Import, error) {
	var i Import
	err := store.q.g.Omit("content").Where("id = ?", id).Take(&i).Error
	return &i, notFound(err)
}

func (store ImportQuery) find(where string, args ...any) (*Import, error) {
	var i Import
	err := store.q.g.Where(where, args...).Take(&i).Error
	return &i, notFound(err)
}

// OfEvent lists the event's imports, the latest first, without what was read of their files.
func (store ImportQuery) OfEvent(e *Event, limit int) ([]Import, error) {
	var list []Import
	err := store.q.g.Omit("content").Where("event_id = ?", e.ID).Order("id DESC").Limit(limit).Find(&list).Error
	return list, err
}

// ImportTally counts the rows of an import that have an outcome.
type ImportTally struct {
	Outcome                 ImportOutcome
	Count, Chosen, HaveMail int // HaveMail counts the chosen ones
}

// Tallies counts the rows of an import by outcome.
func (store ImportQuery) Tallies(i *Import) (map[ImportOutcome]ImportTally, error) {
	var list []ImportTally
	err := store.q.g.Model(&ImportRow{}).Select(`outcome, COUNT(*) AS count,
		SUM(CASE WHEN chosen THEN 1 ELSE 0 END) AS chosen,
		SUM(CASE WHEN has_mail AND chosen THEN 1 ELSE 0 END) AS have_mail`).
		Where("import_id = ?", i.ID).Group("outcome").Scan(&list).Error
	tallies := make(map[ImportOutcome]ImportTally, len(list))
	for _, tally := range list {
		tallies[tally.Outcome] = tally
	}
	return tallies, err
}

// Wanted counts the new people of an import by the id of the ticket type that they would get, of all rows or of those
// that are chosen.
func (store ImportQuery) Wanted(i *Import, chosenOnly bool) (map[string]int, error) {
	var list []struct {
		TicketTypeID string
		Count        int
	}
	g := store.q.g.Model(&ImportRow{}).Select("ticket_type_id, COUNT(*) AS count").
		Where("import_id = ? AND outcome = ?", i.ID, ImportRowNew)
	if chosenOnly {
		g = g.Where("chosen")
	}
	err := g.Group("ticket_type_id").Scan(&list).Error
	counts := make(map[string]int, len(list))
	for _, row := range list {
		counts[row.TicketTypeID] = row.Count
	}
	return counts, err
}

// ImportRowFilter chooses rows; what is "" chooses all.
type ImportRowFilter struct {
	Outcome ImportOutcome
	Result  ImportResult
}

func (store ImportQuery) filtered(i *Import, f ImportRowFilter) *gorm.DB {
	g := store.q.g.Model(&ImportRow{}).Where("import_id = ?", i.ID)
	if f.Outcome != "" {
		g = g.Where("outcome = ?", f.Outcome)
	}
	if f.Result != "" {
		g = g.Where("result = ?", f.Result)
	}
	return g
}

// Rows lists rows of an import in their order.
func (store ImportQuery) Rows(i *Import, f ImportRowFilter, offset, limit int) ([]ImportRow, error) {
	var list []ImportRow
	err := store.filtered(i, f).Order("number").Offset(offset).Limit(limit).Find(&list).Error
	return list, err
}

// Faulty lists the rows that were not imported because something is wrong with them, before or while they were.
func (store ImportQuery) Faulty(i *Import) ([]ImportRow, error) {
	var list []ImportRow
	err := store.q.g.Where("import_id = ? AND (outcome = ? OR result = ?)", i.ID, ImportRowFault, ImportFailed).
		Order("number").Find(&list).Error
	return list, err
}

// ToDo lists the rows to be done after the cursor. Which they are does not change while the import runs.
func (store ImportQuery) ToDo(i *Import) ([]ImportRow, error) {
	var list []ImportRow
	err := store.q.g.Where("import_id = ? AND number > ? AND chosen", i.ID, i.CursorRow).
		Where("outcome IN ?", []ImportOutcome{ImportRowNew, ImportRowChanged}).
		Order("number").Find(&list).Error
	return list, err
}

// Add stores a new import.
func (store ImportStore) Add(i *Import) error {
	if i.ID == "" {
		i.ID = NewID()
	}
	i.CreatedAt = store.tx.Now
	return store.tx.g.Create(i).Error
}

var errImportMoved = NewError(CodeConflict, "import.moved_on")

// SetRows stores how an import that is not begun is read, and what its rows would do. It is CodeConflict for one that
// is.
func (store ImportStore) SetRows(i *Import, rows []ImportRow) error {
	err := mustAffect(store.tx.g.Model(&Import{}).
		Where("id = ? AND state IN ?", i.ID, []ImportState{ImportUploaded, ImportChecked}).
		Updates(map[string]any{"settings": i.Settings, "state": ImportChecked}), errImportMoved)
	if err != nil {
		return err
	}
	if err := store.tx.g.Where("import_id = ?", i.ID).Delete(&ImportRow{}).Error; err != nil || len(rows) == 0 {
		return err
	}
	return store.tx.g.CreateInBatches(rows, insertBatch).Error
}

// Choose chooses rows of an import that is not begun, or no longer. No numbers mean all rows. Rows with a fault, and
// those that do nothing, are never chosen.
func (store ImportStore) Choose(i *Import, numbers []int, chosen bool) error {
	g := store.tx.g.Model(&ImportRow{}).
		Where("import_id = ? AND outcome IN ? AND chosen <> ?",
			i.ID, []ImportOutcome{ImportRowNew, ImportRowChanged}, chosen).
		Where("EXISTS (SELECT 1 FROM imports WHERE id = ? AND state = ?)", i.ID, ImportChecked)
	if numbers != nil {
		g = g.Where("number IN ?", numbers)
	}
	return g.Update("chosen", chosen).Error
}

// Start begins an import of toDo rows. It is CodeConflict for one that is begun already.
func (store ImportStore) Start(i *Import, toDo int) error {
	i.State, i.ToDo = ImportRunning, toDo
	return mustAffect(store.tx.g.Model(&Import{}).Where("id = ? AND state = ?", i.ID, ImportChecked).
		Updates(map[string]any{
			"state": ImportRunning, "settings": i.Settings, "to_do": toDo, "started_at": store.tx.Now,
		}), errImportMoved)
}

// Advance moves the cursor of a running import to the last of the rows, which were done, and counts them. It reports
// false where another process has moved it since i was read. It locks the import until the transaction ends: call it
// first, and SetResults once the rows are done.
func (store ImportStore) Advance(i *Import, rows []ImportRow) (bool, error) {
	result := store.tx.g.Model(&Import{}).
		Where("id = ? AND state = ? AND cursor_row = ?", i.ID, ImportRunning, i.CursorRow).
		Update("cursor_row", rows[len(rows)-1].Number)
	return result.RowsAffected == 1, result.Error
}

// SetResults stores what became of rows, and counts them. The caller has moved the cursor in this transaction.
func (store ImportStore) SetResults(i *Import, rows []ImportRow) error {
	var counts ImportCounts
	numbers := map[ImportResult][]int{}
	for _, row := range rows {
		counts.Add(row.Result)
		if row.Result != ImportFailed {
			numbers[row.Result] = append(numbers[row.Result], row.Number)
			continue
		}
		err := store.tx.g.Model(&ImportRow{}).Where("import_id = ? AND number = ?", i.ID, row.Number).
			Select("result", "faults").Updates(&row).Error
		if err != nil {
			return err
		}
	}
	for result, list := range numbers {
		// The range keeps the engines from reading all rows of the import.
		err := store.tx.g.Model(&ImportRow{}).Where("import_id = ? AND number IN ?", i.ID, list).
			Where("number BETWEEN ? AND ?", list[0], list[len(list)-1]).
			Update("result", result).Error
		if err != nil {
			return err
		}
	}
	return store.tx.g.Exec(`UPDATE imports SET added = added + ?, waiting = waiting + ?, changed = changed + ?,
		same = same + ?, failed = failed + ? WHERE id = ?`,
		counts.Added, counts.Waiting, counts.Changed, counts.Same, counts.Failed, i.ID).Error
}

// Finish records that a running import is done, or, where trouble is a text key, that it stopped.
func (store ImportStore) Finish(i *Import, trouble string) error {
	state := ImportDone
	if trouble != "" {
		state = ImportStopped
	}
	return store.tx.g.Model(&Import{}).Where("id = ? AND state = ?", i.ID, ImportRunning).
		Updates(map[string]any{"state": state, "trouble": trouble, "finished_at": store.tx.Now}).Error
}

// Clear removes what was read of the file and what its rows did. An import that never began is removed whole.
func (store ImportStore) Clear(id string) error {
	if err := store.tx.g.Where("import_id = ?", id).Delete(&ImportRow{}).Error; err != nil {
		return err
	}
	err := store.tx.g.Where("id = ? AND state IN ?", id, []ImportState{ImportUploaded, ImportChecked}).
		Delete(&Import{}).Error
	if err != nil {
		return err
	}
	return store.tx.g.Model(&Import{}).Where("id = ?", id).
		Updates(map[string]any{"content": nil, "file_name": ""}).Error
}
