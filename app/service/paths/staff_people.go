package paths

import "net/url"

// Registrations lists who registered.
func (p StaffEvent) Registrations() string { return string(p) + "/people" }

// RegistrationsPDF is the list on paper.
func (p StaffEvent) RegistrationsPDF() string { return string(p) + "/people.pdf" }

// Papers are badges, letters or postcards for people.
func (p StaffEvent) Papers(kind string) string {
	return string(p) + "/people/papers/" + url.PathEscape(kind) + ".pdf"
}

// Sheets are the papers for badges to choose from.
func (p StaffEvent) Sheets() string { return string(p) + "/people/sheets" }

// PeopleViews gives a list of people a name.
func (p StaffEvent) PeopleViews() string { return string(p) + "/people/views" }

// PeopleView is a list of people that has a name.
func (p StaffEvent) PeopleView(id string) PeopleView {
	return PeopleView(p) + PeopleView("/people/views/"+url.PathEscape(id))
}

// RegistrationColumns chooses the columns of the list.
func (p StaffEvent) RegistrationColumns() string { return string(p) + "/people/columns" }

// Selection is what is done to several of them.
func (p StaffEvent) Selection() Selection { return Selection(p) + "/people/selected" }

// Bulk is something that is done to several of them.
func (p StaffEvent) Bulk(id string) Bulk { return Bulk(p) + Bulk("/people/bulk/"+url.PathEscape(id)) }

// Registration is who registered.
func (p StaffEvent) Registration(id string) Registration {
	return Registration(p) + Registration("/people/"+url.PathEscape(id))
}

// NewRegistration registers somebody who did not do so by themselves.
func (p StaffEvent) NewRegistration() string { return string(p) + "/people/new" }

// Imports takes a list of people.
func (p StaffEvent) Imports() string { return string(p) + "/people/import" }

// ImportTemplate is a list to fill in.
func (p StaffEvent) ImportTemplate() string { return string(p) + "/people/import/template.csv" }

// Import is a list that was uploaded.
func (p StaffEvent) Import(id string) Import {
	return Import(p) + Import("/people/import/"+url.PathEscape(id))
}

// Duplicates lists registrations that may be of one person.
func (p StaffEvent) Duplicates() Duplicates { return Duplicates(p) + "/people/duplicates" }

// Selection is several registrations at once.
type Selection string

// Papers prints something for them.
func (p Selection) Papers() string { return string(p) + "/papers" }

// Export leads to the file of them.
func (p Selection) Export() string { return string(p) + "/export" }

// Cancel cancels them.
func (p Selection) Cancel() string { return string(p) + "/cancel" }

// Confirm gives places to those who wait.
func (p Selection) Confirm() string { return string(p) + "/confirm" }

// Tag gives them a tag.
func (p Selection) Tag() string { return string(p) + "/tag" }

// Untag takes a tag off them.
func (p Selection) Untag() string { return string(p) + "/untag" }

// Change changes their ticket type.
func (p Selection) Change() string { return string(p) + "/change" }

// ResendLink mails their links again.
func (p Selection) ResendLink() string { return string(p) + "/link" }

// Write writes a message to them.
func (p Selection) Write() string { return string(p) + "/write" }

// PeopleView is a list of people that has a name.
type PeopleView string

// Delete removes the name.
func (p PeopleView) Delete() string { return string(p) + "/delete" }

// Import is a list of people that was uploaded.
type Import string

// Choose ticks its rows.
func (p Import) Choose() string { return string(p) + "/choose" }

// Start imports them.
func (p Import) Start() string { return string(p) + "/start" }

// Discard removes what was uploaded.
func (p Import) Discard() string { return string(p) + "/discard" }

// FaultyCSV and FaultyXLSX are the rows with faults.
func (p Import) FaultyCSV() string { return string(p) + "/faulty.csv" }

// FaultyXLSX is the same as a workbook.
func (p Import) FaultyXLSX() string { return string(p) + "/faulty.xlsx" }

// Duplicates lists registrations that may be of one person.
type Duplicates string

// Merge makes two of them one.
func (p Duplicates) Merge() string { return string(p) + "/merge" }

// Different says that two of them are of two persons.
func (p Duplicates) Different() string { return string(p) + "/different" }

// Registration is a registration as staff see it.
type Registration string

// Cancel cancels it.
func (p Registration) Cancel() string { return string(p) + "/cancel" }

// Change changes its ticket type.
func (p Registration) Change() string { return string(p) + "/change" }

// Compare shows it beside another one, whose id is the parameter `with`.
func (p Registration) Compare() string { return string(p) + "/compare" }

// Unmerge undoes that it was merged into another one.
func (p Registration) Unmerge() string { return string(p) + "/unmerge" }

// Ticket is their ticket on paper.
func (p Registration) Ticket() string { return string(p) + "/ticket.pdf" }

// Notes takes a new note about them.
func (p Registration) Notes() string { return string(p) + "/notes" }

// Note is one of the notes about them.
func (p Registration) Note(id string) Note { return Note(p) + Note("/notes/"+url.PathEscape(id)) }

// Tag gives them a tag.
func (p Registration) Tag() string { return string(p) + "/tag" }

// Untag takes a tag off them.
func (p Registration) Untag() string { return string(p) + "/untag" }

// AskToErase records that the person wants to be erased.
func (p Registration) AskToErase() string { return string(p) + "/erase" }

// ResendLink mails a new link.
func (p Registration) ResendLink() string { return string(p) + "/link" }

// ForgetBounce has the address get messages again.
func (p Registration) ForgetBounce() string { return string(p) + "/bounce" }

// Bulk is something that is done to several registrations at once.
type Bulk string

// Undo takes it back.
func (p Bulk) Undo() string { return string(p) + "/undo" }

// Note is a note about a registration.
type Note string

// Delete removes it.
func (p Note) Delete() string { return string(p) + "/delete" }
