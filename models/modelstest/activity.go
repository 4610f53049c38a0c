package modelstest

import (
	"slices"
	"testing"

	"meguri/models"
)

// Activities lists the activities of an event, the latest first.
func Activities(t testing.TB, db *models.DB, event *models.Event) []models.Activity {
	t.Helper()
	list, err := db.Query(t.Context()).Activities().Since("", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	list = slices.DeleteFunc(list, func(a models.Activity) bool { return a.EventID == nil || *a.EventID != event.ID })
	slices.Reverse(list)
	return list
}
