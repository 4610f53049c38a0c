package models

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// Query reads, each statement on its own or inside a transaction. Now is read once.
type Query struct {
	Now time.Time
	g   *gorm.DB
}

// Tx reads and writes in one transaction.
type Tx struct {
	*Query
	db *DB
	// afterCommit are called in order when the transaction is committed.
	afterCommit []func()
	addsJobs    bool
	// emitted are written when the transaction ends.
	emitted []Activity
}

// Query gives what reads without a transaction.
func (db *DB) Query(ctx context.Context) *Query {
	return &Query{Now: db.Now(), g: db.gorm.WithContext(ctx)}
}

// InTx runs do in one transaction: all of it is committed, or nothing when do returns an error or panics. Inside, only
// tx may be used: the outer DB would wait for a connection that this transaction holds. A transaction that the database
// threw out because of another one (deadlock, serialization failure) is run again, and so is one that returns
// ErrRunAgain, so do may run several times: it must set, not add to, what it leaves outside.
func (db *DB) InTx(ctx context.Context, do func(tx *Tx) error) error {
	return retry(ctx, runsAgain, func() error {
		if db.rehearses {
			if err := db.rehearse(ctx, do); err != nil {
				return err
			}
		}
		return db.runTx(ctx, do)
	})
}

func (db *DB) runTx(ctx context.Context, do func(tx *Tx) error) error {
	var tx *Tx
	err := db.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		tx = &Tx{Query: &Query{Now: db.Now(), g: g}, db: db}
		return tx.run(do)
	})
	if err == nil {
		tx.committed()
	}
	return err
}

// Rehearse lets every transaction run once and be rolled back before it runs for good, as one that the database threw
// out: for tests, which so show that no transaction leaves anything behind outside of the database.
func (db *DB) Rehearse(on bool) { db.rehearses = on }

var errRehearsal = errors.New("this was the rehearsal")

// rehearse returns what do itself failed with.
func (db *DB) rehearse(ctx context.Context, do func(tx *Tx) error) error {
	err := db.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		if err := (&Tx{Query: &Query{Now: db.Now(), g: g}, db: db}).run(do); err != nil {
			return err
		}
		return errRehearsal
	})
	if errors.Is(err, errRehearsal) {
		return nil
	}
	return err
}

// WriteOnce runs do without a transaction: each of its statements is committed by itself. It is for a single statement
// that decides alone, such as the claim of a job.
func (db *DB) WriteOnce(ctx context.Context, do func(w *SingleWrite) error) error {
	tx := &Tx{Query: db.Query(ctx), db: db}
	if err := do(&SingleWrite{Now: tx.Now, tx: tx}); err != nil {
		return err
	}
	tx.callAfterCommit()
	return nil
}

// SingleWrite reaches what may be written without a transaction: only what no cached page and no shared look-up shows,
// so that DB.Writes need not count it.
type SingleWrite struct {
	Now time.Time
	tx  *Tx
}

// Jobs writes jobs.
func (w *SingleWrite) Jobs() JobStore { return w.tx.Jobs() }

// Mails writes how mails stand.
func (w *SingleWrite) Mails() MailStore { return w.tx.Mails() }

// Logins writes logins.
func (w *SingleWrite) Logins() LoginStore { return w.tx.Logins() }

// Presences writes presences in the live room.
func (w *SingleWrite) Presences() PresenceStore { return w.tx.Presences() }

// TouchToken notes that a token is in use.
func (w *SingleWrite) TouchToken(t *APIToken) error { return w.tx.Tokens().Touch(t) }

// SetLink makes the secret the one that opens the registration's page, after the key of links was replaced.
func (w *SingleWrite) SetLink(r *Registration, secret string) error {
	return w.tx.Registrations().SetLink(r, secret)
}

func (tx *Tx) run(do func(tx *Tx) error) error {
	if err := do(tx); err != nil {
		return err
	}
	return tx.writeActivities()
}

// AfterCommit calls do when the transaction is committed, after what was handed over before it; never when it is not.
func (tx *Tx) AfterCommit(do func()) { tx.afterCommit = append(tx.afterCommit, do) }

func (tx *Tx) committed() {
	tx.db.writes.Add(1)
	tx.callAfterCommit()
}

func (tx *Tx) callAfterCommit() {
	for _, do := range tx.afterCommit {
		do()
	}
}

// wakeJobsAfterCommit lets the jobs run that this transaction adds.
func (tx *Tx) wakeJobsAfterCommit() {
	if !tx.addsJobs {
		tx.addsJobs = true
		tx.AfterCommit(tx.db.wakeJobs)
	}
}

// Writes counts the transactions that this process has committed. While it stays the same, what was read is up to date
// as far as this process goes.
func (db *DB) Writes() uint64 { return db.writes.Load() }

// attempts is how often retry tries: several times, because a crowd that met once may meet again.
const attempts = 5

// retry runs do again, after a short and growing pause of random length, while its error is of the kind given.
func retry(ctx context.Context, again func(error) bool, do func() error) error {
	pause := 10 * time.Millisecond
	for attempt := 1; ; attempt++ {
		err := do()
		if err == nil || attempt == attempts || !again(err) {
			return err
		}
		if errors.Is(err, ErrRunAgain) { // it has waited for the other transaction already
			continue
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause/2 + rand.N(pause)): //nolint:gosec // a pause is no secret
		}
		pause *= 2
	}
}

// ErrRunAgain is what a transaction returns when another one has changed what it read before, so that it must begin
// anew.
var ErrRunAgain = errors.New("the transaction must be run again")

func runsAgain(err error) bool { return isThrownOut(err) || errors.Is(err, ErrRunAgain) }

// isThrownOut reports whether PostgreSQL threw the transaction out for the sake of another one, and it may succeed when
// run again (SQLSTATE 40P01 deadlock_detected, 40001 serialization_failure). SQLite's writers wait for each other.
func isThrownOut(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "40P01" || refused.Code == "40001")
}
