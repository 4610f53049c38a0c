// Package meeting takes attendance reports of Zoom and Teams: who was in a meeting elsewhere, for how long. Their times
// become presences beside those of the live room, so that whatever tells who attended knows of them.
package meeting

import (
	"context"
	"time"

	"meguri/app/service/jobs"
	"meguri/models"
)

// kept is how long names and addresses of a report are kept.
const kept = 30 * 24 * time.Hour

// JobClear is the kind of job that removes names and addresses of a report; its payload is the report's id.
const JobClear = "meeting_clear"

// Service takes the reports of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobClear, Do: s.clear}} }

func (s *Service) clear(ctx context.Context, job *models.Job) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.MeetingReports().Clear(job.Payload) })
}
