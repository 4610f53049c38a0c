package event_test

import (
	"strings"
	"testing"

	"meguri/app/event"
	"meguri/models"
)

func TestOutcomeIsStored(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.events.SetOutcome(t.Context(), f.event, &event.OutcomeInput{OutcomeJa: "- 始める \r\n", OutcomeEn: "- Begin"}))
		stored := f.stored(t)
		equal(t, "in Japanese", stored.OutcomeJa, "- 始める")
		equal(t, "in English", stored.OutcomeEn, "- Begin")

		err := f.events.SetOutcome(t.Context(), f.event, &event.OutcomeInput{OutcomeEn: strings.Repeat("x", 3001)})
		equal(t, "error where it is too long", models.CodeOf(err), models.CodeInvalid)
		equal(t, "what stays", f.stored(t).OutcomeEn, "- Begin")

		must(t, f.db.InTx(t.Context(), func(tx *models.Tx) error {
			edited := *stored // as a form that does not know of it
			edited.TitleEn, edited.OutcomeEn = "Another title", ""
			return tx.Events().Update(&edited, stored.Version)
		}))
		equal(t, "after the event was edited", f.stored(t).OutcomeEn, "- Begin")
	})
}
