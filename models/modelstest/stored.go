package modelstest

import (
	"testing"
	"time"

	"meguri/models"
)

// NextJob returns when the next waiting job is due. waits is false if there is none.
func NextJob(t testing.TB, db *models.DB) (at time.Time, waits bool) {
	t.Helper()
	for _, due := range column[time.Time](t, db, "SELECT run_at FROM jobs WHERE state = 'waiting' ORDER BY run_at") {
		return due, true
	}
	return time.Time{}, false
}

// MailsOfAccount lists the mails to an account, the latest first.
func MailsOfAccount(t testing.TB, db *models.DB, accountID string) (list []models.Mail) {
	t.Helper()
	statement := "SELECT id FROM mails WHERE account_id = '" + accountID + "' ORDER BY created_at DESC, id DESC"
	for _, id := range column[string](t, db, statement) {
		mail, err := db.Query(t.Context()).Mails().ByID(id)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, *mail)
	}
	return list
}

// column reads one column on a connection of its own.
func column[T any](t testing.TB, db *models.DB, statement string) (list []T) {
	t.Helper()
	pool := openPool(t, db)
	defer pool.Close()
	rows, err := pool.QueryContext(t.Context(), statement)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var value T
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		list = append(list, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// Texts reads one column of texts of what is stored, as who has a copy of the database.
func Texts(t testing.TB, db *models.DB, statement string) []string {
	t.Helper()
	return column[string](t, db, statement)
}

// Mails are all mails, newest first.
func Mails(t testing.TB, db *models.DB) (list []models.Mail) {
	t.Helper()
	for _, id := range column[string](t, db, "SELECT id FROM mails ORDER BY created_at DESC, id DESC") {
		mail, err := db.Query(t.Context()).Mails().ByID(id)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, *mail)
	}
	return list
}
