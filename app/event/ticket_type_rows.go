package event

import (
	"net/url"
	"strings"

	"meguri/app/service/rows"
	"meguri/models"
)

// TicketTypesInput is the ticket types as rows of one form: see package rows.
type TicketTypesInput struct{ Rows []TicketTypeRowInput }

// TicketTypeRowInput is what staff type in a row.
type TicketTypeRowInput struct {
	TicketTypeInput

	ID string
	// Was is what the row was when the page was made.
	Was    string
	Delete bool
}

// ReadTicketTypes reads the rows that a form brings.
func ReadTicketTypes(values url.Values) *TicketTypesInput {
	in := &TicketTypesInput{}
	for _, row := range rows.Read(values) {
		in.Rows = append(in.Rows, TicketTypeRowInput{
			ID: row.Key, Was: row.Was(), Delete: row.Deleted(),
			TicketTypeInput: TicketTypeInput{
				Slug: strings.TrimSpace(row.One("slug")), NameJa: row.One("name_ja"), NameEn: row.One("name_en"),
				Mode: models.Mode(row.One("mode")), Capacity: row.One("capacity"),
				OpensAt: row.One("opens_at"), ClosesAt: row.One("closes_at"), Hidden: row.Has("hidden"),
				Entry: models.EntryRule(row.One("entry")), EntryUntil: row.One("entry_until"), Approval: row.Has("approval"),
			},
		})
	}
	return in
}

// ticketTypeFields are the fields of a row in the order of the page.
var ticketTypeFields = []string{
	"name_ja", "name_en", "mode", "capacity", "opens_at", "closes_at", "slug", "hidden", "entry", "entry_until",
	"approval",
}

// Fields are the names of all fields, in the order of the page.
func (in *TicketTypesInput) Fields() []string {
	keys := make([]string, len(in.Rows))
	for i := range in.Rows {
		keys[i] = in.Rows[i].ID
	}
	return rows.Fields(ticketTypeFields, keys)
}

// ticketTypeRowOf is a ticket type as its row shows it.
func ticketTypeRowOf(e *models.Event, t *models.TicketType) TicketTypeRowInput {
	row := TicketTypeRowInput{TicketTypeInput: *ticketTypeInputOf(e, t), ID: t.ID}
	row.Was = row.sum()
	return row
}

func (row *TicketTypeRowInput) sum() string {
	hidden := ""
	if row.Hidden {
		hidden = "hidden"
	}
	values := []string{row.NameJa, row.NameEn, string(row.Mode), row.Capacity, row.OpensAt, row.ClosesAt, hidden}
	if row.Entry != "" && row.Entry != models.EntryOpen {
		values = append(values, string(row.Entry), row.EntryUntil)
	}
	if row.Approval {
		values = append(values, "approval")
	}
	return rows.Sum(values...)
}

// isBlank reports whether a new row was left empty.
func (row *TicketTypeRowInput) isBlank() bool {
	return row.Was == "" && !row.Hidden &&
		strings.TrimSpace(row.NameJa+row.NameEn+row.Capacity+row.OpensAt+row.ClosesAt+row.Slug) == ""
}

// isOver reports whether a row is of no use where its ticket type was deleted meanwhile.
func (row *TicketTypeRowInput) isOver() bool {
	return row.Was != "" && (row.Delete || row.Was == row.sum())
}

// TicketTypesPage is an event's ticket types as rows, and its consents.
type TicketTypesPage struct {
	Rows []TicketTypeRow
	// Blank is what a new row has; the client makes its key.
	Blank    TicketTypeRow
	Consents []models.ConsentText
	// English shows the English fields: some ticket type has a name in English.
	English bool
	// Taken counts the places that are taken.
	Taken int
}

// TicketTypeRow is a row of the page.
type TicketTypeRow struct {
	TicketTypeRowInput

	// Number counts the rows from 1.
	Number int
	// Stored is nil for a new row.
	Stored *models.TicketType
	// Registered is how many ever registered for it.
	Registered int
	// Theirs is what somebody else saved meanwhile, where it is not what was typed; Gone says that they deleted it.
	Theirs []rows.Difference
	Gone   bool
}
