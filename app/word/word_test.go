package word_test

import (
	"context"
	"slices"
	"testing"

	"meguri/app/poll"
	"meguri/app/service/words"
	"meguri/app/testkit/apptest"
	"meguri/app/word"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestAnswersToAPollBecomeACloud(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		now := db.Now()
		p := &models.Poll{
			ID: models.NewID(), EventID: event.ID, RequestID: models.NewID(), Kind: models.PollWords, TitleJa: "ひとことで",
			State: models.PollClosed, OpenedAt: &now, ClosedAt: &now, HiddenWords: []string{"ひみつ"}, Options: []models.Option{},
		}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			if err := tx.InsertRows([]models.Poll{*p}); err != nil {
				return err
			}
			var answers []models.PollAnswer
			for i, said := range []string{"恩送り", "恩送り、循環", "ひみつ", "090-1234-5678"} {
				answers = append(answers, models.PollAnswer{PollID: p.ID, Voter: string(rune('a' + i)), Values: []string{said}})
			}
			return tx.InsertRows(answers)
		})
		var request *words.Request
		clouds := word.New(db, word.Options{
			Answers: poll.Answers, Measure: func(s string) float64 { return float64(len([]rune(s))) },
			Count: func(_ context.Context, r *words.Request) ([]words.Word, error) {
				request = r
				return []words.Word{{Text: "恩送り", In: []int{0, 1}}}, nil
			},
		})
		page, err := clouds.Page(t.Context(), event, word.Input{Source: "poll-" + p.ID}, false)
		if err != nil || !page.Ready || page.Leads {
			t.Fatalf("%+v, %v", page, err)
		}
		apptest.Equal(t, "texts", page.Texts, 3)
		apptest.Equal(t, "one word", slices.Contains(request.Joined, "恩送り"), true)
		apptest.Equal(t, "what is hidden", slices.Contains(request.Texts, "ひみつ"), false)
	})
}
