package atonce_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"meguri/app/service/atonce"
	"meguri/models"
	"meguri/models/modelstest"
)

var errRead = errors.New("no")

func TestReadsRunAtOnceButInATransaction(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		done := 0
		q := db.Query(t.Context())
		both := make(chan bool)
		if err := atonce.Do(q, func() error { both <- true; return nil }, func() error { <-both; return nil }); err != nil {
			t.Error(err)
		}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			done = 0
			return atonce.Do(tx.Query, func() error { done++; return nil }, func() error { done++; return nil })
		})
		if done != 2 {
			t.Errorf("%d of 2 were run in a transaction", done)
		}
	})
}

func TestAnErrorOfOneReadIsTold(t *testing.T) {
	var ran atomic.Int32
	read := func() error { ran.Add(1); return nil }
	q := modelstest.OnSQLite(t).Query(t.Context())
	if err := atonce.Do(q, read, func() error { return errRead }, read); !errors.Is(err, errRead) {
		t.Errorf("the error was %v", err)
	}
}

// A fault in a goroutine would end the program for everybody.
func TestAPanicIsTheCallers(t *testing.T) {
	defer func() {
		if p, _ := recover().(string); !strings.Contains(p, "nil map") {
			t.Errorf("the panic was %q", p)
		}
	}()
	var none map[string]bool
	_ = atonce.Do(modelstest.OnSQLite(t).Query(t.Context()), func() error { none["a fault"] = true; return nil })
	t.Error("it went on")
}
