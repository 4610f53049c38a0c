package program

import (
	"context"
	"net/url"

	"meguri/app/live"
	"meguri/app/poll"
	"meguri/app/service/push"
	"meguri/app/stage"
	"meguri/app/voice"
	"meguri/models"
)

// redisPrefix keeps installations apart that share a Redis.
func redisPrefix(baseURL string) string {
	if parsed, err := url.Parse(baseURL); err == nil && parsed.Host != "" {
		return "meguri." + parsed.Host
	}
	return "meguri"
}

// tellVersions tells live updates how the numbers and versions of what changes are read.
func tellVersions(
	updates *push.Service, rooms *live.Service, voices *voice.Service, polls *poll.Service, stages *stage.Service,
) {
	updates.Numbers(models.PartVotes, voices.VotesOf)
	updates.Version(models.PartVoices, models.ForRoom, voices.Version)
	updates.Numbers(models.PartAnswers, polls.AnswersOf)
	updates.Version(models.PartPoll, models.ForRoom, polls.Version)
	updates.Numbers(models.PartPresence, func(ctx context.Context, eventID string, _ []string) (map[string]int, error) {
		n, err := rooms.Present(ctx, eventID)
		return map[string]int{"": n}, err
	})
	updates.Version(models.PartRoom, models.ForRoom, rooms.Version)
	updates.Version(models.PartStage, models.ForStage, stages.Version)
}
