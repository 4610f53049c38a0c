package event

import "meguri/app/service/jobs"

// JobTell is the kind of job that mails all who registered; its payload is a news.
const JobTell = "event_tell"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobTell, Do: s.Tell}} }
