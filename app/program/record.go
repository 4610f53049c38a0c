package program

import (
	"context"

	"meguri/app/caption"
	"meguri/app/consensus"
	"meguri/app/poll"
	"meguri/app/promise"
	"meguri/app/record"
	"meguri/app/voice"
	"meguri/app/word"
	"meguri/models"
)

// recordParts are the parts of records that features bring.
func recordParts(
	voices *voice.Service, polls *poll.Service, promises *promise.Service, rounds *consensus.Service, clouds *word.Service,
	captions *caption.Service,
) []record.Part {
	type read = func(ctx context.Context, e *models.Event) (any, int, error)
	parts := map[models.RecordPart]read{
		models.RecordVoices: func(ctx context.Context, e *models.Event) (any, int, error) {
			return wrap(voices.RecordPage(ctx, e))
		},
		models.RecordPromises: func(ctx context.Context, e *models.Event) (any, int, error) {
			return wrap(promises.RecordPage(ctx, e))
		},
		models.RecordCaptions: func(ctx context.Context, e *models.Event) (any, int, error) {
			return wrap(captions.RecordPage(ctx, e))
		},
		models.RecordPolls: func(ctx context.Context, e *models.Event) (any, int, error) {
			list, err := polls.RecordPage(ctx, e)
			return list, len(list), err
		},
		models.RecordConsensus: func(ctx context.Context, e *models.Event) (any, int, error) {
			list, err := rounds.RecordPage(ctx, e)
			return list, len(list), err
		},
		models.RecordWords: func(ctx context.Context, e *models.Event) (any, int, error) {
			page, err := clouds.RecordPage(ctx, e)
			if err != nil {
				return nil, 0, err
			}
			return page, len(page.Words), nil
		},
	}
	list := make([]record.Part, 0, len(parts))
	for name, read := range parts {
		list = append(list, record.Part{Name: name, Read: read})
	}
	return list
}

func wrap[T any](data T, n int, err error) (any, int, error) { return data, n, err }
