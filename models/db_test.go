package models_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestTransactionKeepsAllOrNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		errFailed := errors.New("failed")
		err := db.InTx(ctx, func(tx *models.Tx) error {
			if err := tx.Organizations().Create(&models.Organization{
				Slug:   "city",
				NameJa: "川崎市",
				Sector: models.SectorGovernment,
			}); err != nil {
				return err
			}
			return errFailed
		})
		if !errors.Is(err, errFailed) {
			t.Fatalf("got %v", err)
		}
		if _, err := db.Query(ctx).Organizations().BySlug("city"); models.CodeOf(err) != models.CodeNotFound {
			t.Fatalf("the row of a failed transaction is there: %v", err)
		}
	})
}

func TestTimesComeBackAsTheyWere(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		at := time.Date(2025, 9, 20, 13, 30, 0, 500_000_000, time.FixedZone("JST", 9*3600))
		err := db.InTx(ctx, func(tx *models.Tx) error { return tx.Jobs().Add("k", "c", "", at) })
		if err != nil {
			t.Fatal(err)
		}
		got := modelstest.Claim(t, db, time.Minute).RunAt
		if !got.Equal(at) {
			t.Errorf("stored %v, read %v", at, got)
		}
		if got.Location() != time.UTC {
			t.Errorf("read in %v", got.Location())
		}
	})
}

// SQLite refuses at once, without waiting, while another connection turns a new file to the write-ahead log.
func TestANewFileIsOpenedByManyAtOnce(t *testing.T) {
	for range 20 {
		address := modelstest.SQLiteURL(t)
		var opening sync.WaitGroup
		for range 8 {
			opening.Go(func() {
				db, err := models.Open(t.Context(), address)
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		opening.Wait()
	}
}

func TestSchemaIsRefusedWithASentence(t *testing.T) {
	ctx := context.Background()
	db, err := models.Open(ctx, modelstest.SQLiteURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.CheckSchema(ctx); !errors.Is(err, models.ErrSchemaPending) {
		t.Fatalf("a new database: %v", err)
	}
	if ran, err := db.Migrate(ctx); err != nil || len(ran) == 0 {
		t.Fatalf("migrate: %v, %v", ran, err)
	}
	if ran, err := db.Migrate(ctx); err != nil || len(ran) != 0 {
		t.Fatalf("migrating twice: %v, %v", ran, err)
	}
	if err := db.CheckSchema(ctx); err != nil {
		t.Fatal(err)
	}
	modelstest.PretendNewer(t, db)
	if err := db.CheckSchema(ctx); !errors.Is(err, models.ErrSchemaNewer) {
		t.Fatalf("a newer database: %v", err)
	}
}

func TestAddressMustNameAnEngine(t *testing.T) {
	if _, err := models.Open(context.Background(), "mysql://secret@host/db"); err == nil {
		t.Fatal("an unknown engine was opened")
	} else if got := err.Error(); got != `MEGURI_DATABASE_URL must start with file: or postgres://, not "mysql:"` {
		t.Fatalf("got %q", got)
	}
}
