package registration

import "meguri/app/service/jobs"

const (
	// JobLink is the kind of job that mails the link once more where the address is known; its payload is the event's id,
	// a space and the address.
	JobLink = "registration_link"
	// JobNewLink is the kind of job that mails a new link; its payload is the event's id, a space and the registration's.
	JobNewLink = "registration_new_link"
	// JobLapse is the kind of job that frees the place of an address that was not confirmed; its payload is that of
	// JobNewLink.
	JobLapse = "registration_lapse"
	// JobReply is the kind of job that frees the places of who did not say in time that they come; its payload is the
	// event's id.
	JobReply = "registration_reply"
	// JobLapseSoon is the kind of job that says so before; its payload is that of JobNewLink.
	JobLapseSoon = "registration_lapse_soon"
	// JobImport is the kind of job that imports a list; its payload is the import's id.
	JobImport = "registration_import"
	// JobClearImport is the kind of job that removes what was read of a list; its payload is that of JobImport.
	JobClearImport = "registration_import_clear"
	// JobBulk is the kind of job that does something to several people; its payload is the id of the action.
	JobBulk = "registration_bulk"
)

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{
		{Name: JobLink, Do: s.mailLinkAgain},
		{Name: JobNewLink, Do: s.renewLink},
		{Name: JobLapse, Do: s.lapse},
		{Name: JobReply, Do: RepliesOf(s).lapse},
		{Name: JobLapseSoon, Do: s.tellOfLapse},
		{Name: JobImport, Do: s.doImport, GaveUp: s.giveUpImport},
		{Name: JobClearImport, Do: s.clearImport},
		{Name: JobBulk, Do: s.Bulk().Go},
	}
}
