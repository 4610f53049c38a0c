package event

import "meguri/app/service/jobs"

// JobNotify is the kind of job that mails everybody who is registered; its payload is a notice.
const JobNotify = "event_tell"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobNotify, Do: s.Notify}} }
