package program

import (
	"context"

	"meguri/app/consensus"
	"meguri/app/freetext"
	"meguri/app/need"
	"meguri/models"
)

// suggestNeeds are what consensus maps and codes of comments suggest to be needs.
func suggestNeeds(
	rounds *consensus.Service, texts *freetext.Service,
) []func(context.Context, *models.Event) ([]need.Suggestion, error) {
	cards := func(ctx context.Context, e *models.Event) ([]need.Suggestion, error) {
		found, err := rounds.AgreedCards(ctx, e)
		list := make([]need.Suggestion, len(found))
		for i, card := range found {
			list[i] = need.Suggestion{
				Origin:  models.Origin{Kind: models.OriginCard, ID: card.ID},
				TitleJa: card.Text, Text: card.Text, Count: card.People,
				OfJa: card.Round.TitleJa, OfEn: card.Round.TitleEn,
			}
			if card.PostID != nil {
				list[i].Voice = *card.PostID
			}
		}
		return list, err
	}
	codes := func(ctx context.Context, e *models.Event) ([]need.Suggestion, error) {
		found, err := texts.Told(ctx, e)
		list := make([]need.Suggestion, len(found))
		for i, code := range found {
			list[i] = need.Suggestion{
				Origin:  models.Origin{Kind: models.OriginCode, ID: code.ID},
				TitleJa: code.Name, Count: code.N,
				OfJa: code.Survey.TitleJa, OfEn: code.Survey.TitleEn,
			}
		}
		return list, err
	}
	return []func(context.Context, *models.Event) ([]need.Suggestion, error){cards, codes}
}
