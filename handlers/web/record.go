package web

import (
	"meguri/app/record"
	"meguri/app/service/paths"
)

// RecordPage is the record of an event as a page shows it.
type RecordPage struct {
	*record.Page
	// Own is the page of who came by their own link, "" for everybody else.
	Own paths.Attendee
	// IsPreview says that it is shown to staff before everybody may see it.
	IsPreview bool
}
