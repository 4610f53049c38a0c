package event

import "meguri/app/service/jobs"

// JobNotify is the kind of job that mails everybody who is registered; its payload is a notice.
const JobNotify = "event_tell"

// JobPublish is the kind of job that publishes a draft at its time; its payload is the event's id, a space, the time.
const JobPublish = "event_publish"

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{{Name: JobNotify, Do: s.Notify}, {Name: JobPublish, Do: s.PublishDue}}
}
