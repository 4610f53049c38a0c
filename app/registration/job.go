package registration

import "meguri/app/service/jobs"

// JobLink is the kind of job that mails a new link where the address is known; its payload is the event's id, a
// space and the address.
const JobLink = "registration_link"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobLink, Do: s.Relink}} }
