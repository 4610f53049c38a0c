package models_test

import (
	"testing"

	"meguri/models"
)

func TestWhichScansCanBeUndone(t *testing.T) {
	for name, c := range map[string]struct {
		scan models.CheckIn
		want bool
	}{
		"who was let in":            {models.CheckIn{Result: models.CheckInAdmitted}, true},
		"who was let out":           {models.CheckIn{Result: models.CheckInLeft}, true},
		"who left and was not in":   {models.CheckIn{Result: models.CheckInLeft, Conflict: models.ConflictNotInside}, true},
		"a replay of other content": {models.CheckIn{Result: models.CheckInAdmitted, Conflict: "other_content"}, false},
		"who was in already":        {models.CheckIn{Result: models.CheckInAlready}, false},
		"who is unknown":            {models.CheckIn{Result: models.CheckInUnknown}, false},
		"what was undone":           {models.CheckIn{Result: models.CheckInAdmitted, UndoneAt: &noon}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.scan.CanUndo(); got != c.want {
				t.Errorf("can undo: %v, want %v", got, c.want)
			}
		})
	}
}
