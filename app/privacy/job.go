package privacy

import "meguri/app/service/jobs"

// JobErase is the kind of job that erases a person who asked for it; its payload is the event's id, a space and the
// request's.
const JobErase = "privacy_erase"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{{Name: JobErase, Do: s.eraseAgreed}}
}
