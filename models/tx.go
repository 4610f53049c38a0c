package models

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// Query reads, inside a transaction or with each statement on its own. Now is the time at which it was made.
type Query struct {
	Now time.Time
	g   *gorm.DB
}

// Tx reads and writes in one transaction.
type Tx struct {
	*Query
	db *DB
	// afterCommit are the functions to call, in order, once the transaction is committed.
	afterCommit []func()
	addsJobs    bool
	// emitted are the activities to write when the transaction ends.
	emitted []Activity
	// audit is the entry of the request that the transaction belongs to, nil for none; about adds to it.
	audit *Audit
	about *AuditSubject
}

// Query returns a Query that reads without a transaction.
func (db *DB) Query(ctx context.Context) *Query {
	return &Query{Now: db.Now(), g: db.gorm.WithContext(ctx)}
}

// Snapshot returns a Query for which nothing changes from its first statement on, whatever others write meanwhile. It
// holds a connection until done is called: use nothing but it until then, one statement at a time.
func (db *DB) Snapshot(ctx context.Context) (q *Query, done func(), err error) {
	options := &sql.TxOptions{ReadOnly: true}
	if db.Engine == PostgreSQL {
		options.Isolation = sql.LevelRepeatableRead // SQLite has no other
	}
	g := db.gorm.WithContext(ctx).Begin(options)
	return &Query{Now: db.Now(), g: g}, func() { g.Rollback() }, g.Error
}

// AtOnce reports whether several may read with it at the same moment: a transaction has one connection.
func (q *Query) AtOnce() bool {
	_, inTx := q.g.Statement.ConnPool.(gorm.TxCommitter)
	return !inTx
}

// InTx runs do in one transaction: all of it is committed, or nothing when do returns an error or panics. Inside, use
// only tx: the DB itself might wait for the connection that this transaction holds. A transaction is run again when the
// database rolled it back because of another one (deadlock, serialization failure) and when it returns ErrRunAgain. So
// do may run several times: it must set variables outside of it anew each time, not add to them.
func (db *DB) InTx(ctx context.Context, do func(tx *Tx) error) error {
	return retry(ctx, mustRunAgain, func() error {
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
		tx = &Tx{Query: &Query{Now: db.Now(), g: g}, db: db, audit: auditOf(ctx)}
		return tx.run(do)
	})
	if err == nil {
		tx.finishCommit()
	}
	return err
}

// Rehearse makes every transaction run twice: the first run is rolled back, as after a deadlock. Tests use it to show
// that a transaction can be repeated.
func (db *DB) Rehearse(on bool) { db.rehearses = on }

var errRehearsal = errors.New("this was the rehearsal")

// rehearse runs do in a transaction that is rolled back, and returns the error of do.
func (db *DB) rehearse(ctx context.Context, do func(tx *Tx) error) error {
	err := db.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		if err := (&Tx{Query: &Query{Now: db.Now(), g: g}, db: db, audit: auditOf(ctx)}).run(do); err != nil {
			return err
		}
		return errRehearsal
	})
	if errors.Is(err, errRehearsal) {
		return nil
	}
	return err
}

// WriteOnce runs do without a transaction: each statement is committed by itself. Use it for a single statement that
// needs no other, such as the claim of a job.
func (db *DB) WriteOnce(ctx context.Context, do func(w *SingleWrite) error) error {
	tx := &Tx{Query: db.Query(ctx), db: db}
	if err := do(&SingleWrite{Now: tx.Now, tx: tx}); err != nil {
		return err
	}
	tx.callAfterCommit()
	return nil
}

// WriteTogether is WriteOnce for several statements, which are committed together: one wait for the disk. do may run
// several times, as that of InTx.
func (db *DB) WriteTogether(ctx context.Context, do func(w *SingleWrite) error) error {
	return retry(ctx, mustRunAgain, func() error {
		var tx *Tx
		err := db.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
			tx = &Tx{Query: &Query{Now: db.Now(), g: g}, db: db}
			return do(&SingleWrite{Now: tx.Now, tx: tx})
		})
		if err == nil {
			tx.callAfterCommit()
		}
		return err
	})
}

// SingleWrite has the writes that are allowed in WriteOnce and WriteTogether: those that no cached page and no result
// of Coalesce shows. DB.Writes does not count them.
type SingleWrite struct {
	Now time.Time
	tx  *Tx
}

// Jobs writes jobs.
func (w *SingleWrite) Jobs() JobStore { return w.tx.Jobs() }

// Mails writes the states of mails.
func (w *SingleWrite) Mails() MailStore { return w.tx.Mails() }

// Logins writes logins.
func (w *SingleWrite) Logins() LoginStore { return w.tx.Logins() }

// ArchiveViews reads and writes who watched recordings.
func (w *SingleWrite) ArchiveViews() ArchiveViewStore { return w.tx.ArchiveViews() }

// Presences writes presences in the live room.
func (w *SingleWrite) Presences() PresenceStore { return w.tx.Presences() }

// Query reads in the same transaction.
func (w *SingleWrite) Query() *Query { return w.tx.Query }

// Posts writes voices.
func (w *SingleWrite) Posts() PostStore { return w.tx.Posts() }

// Votes writes votes.
func (w *SingleWrite) Votes() VoteStore { return w.tx.Votes() }

// Polls writes answers to polls.
func (w *SingleWrite) Polls() PollStore { return w.tx.Polls() }

// Consensus writes stances.
func (w *SingleWrite) Consensus() ConsensusStore { return w.tx.Consensus() }

// Surveys locks surveys, and takes the marks of browsers that answer.
func (w *SingleWrite) Surveys() SurveyStore { return w.tx.Surveys() }

// SurveyInvitations writes invitations to surveys.
func (w *SingleWrite) SurveyInvitations() SurveyInvitationStore { return w.tx.SurveyInvitations() }

// Responses writes responses to surveys.
func (w *SingleWrite) Responses() ResponseStore { return w.tx.Responses() }

// Captions writes which captioners are there.
func (w *SingleWrite) Captions() CaptionStore { return w.tx.Captions() }

// Audits writes audit entries.
func (w *SingleWrite) Audits() AuditStore { return w.tx.Audits() }

// TouchToken records that a token is in use.
func (w *SingleWrite) TouchToken(t *APIToken) error { return w.tx.APITokens().Touch(t) }

// SeenDevice records what a device says of itself.
func (w *SingleWrite) SeenDevice(d *Device) error { return w.tx.Devices().Seen(d) }

// SetLink makes the secret the one that opens the registration's page, after the key of links was replaced.
func (w *SingleWrite) SetLink(r *Registration, secret string) error {
	return w.tx.Registrations().SetLink(r, secret)
}

// ConfirmAddress records that the last link mailed to an attendee was opened, and reports whether none was before.
func (w *SingleWrite) ConfirmAddress(r *Registration) (isFirst bool, err error) {
	return w.tx.Registrations().ConfirmAddress(r)
}

func (tx *Tx) run(do func(tx *Tx) error) error {
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.tellMoved(); err != nil {
		return err
	}
	if err := tx.writeActivities(); err != nil {
		return err
	}
	return tx.writeAudit()
}

// AfterCommit calls do once the transaction is committed, after the functions that were passed before; never if it is
// not committed.
func (tx *Tx) AfterCommit(do func()) { tx.afterCommit = append(tx.afterCommit, do) }

// finishCommit counts a committed transaction and calls what waits for it.
func (tx *Tx) finishCommit() {
	tx.db.writes.Add(1)
	tx.callAfterCommit()
}

func (tx *Tx) callAfterCommit() {
	for _, do := range tx.afterCommit {
		do()
	}
}

// wakeJobsAfterCommit wakes the job runner after the commit, once for all jobs that this transaction adds.
func (tx *Tx) wakeJobsAfterCommit() {
	if !tx.addsJobs {
		tx.addsJobs = true
		tx.AfterCommit(tx.db.wakeJobs)
	}
}

// Writes counts the transactions that this process has committed. While the count stays the same, this process has
// changed nothing that was read before.
func (db *DB) Writes() uint64 { return db.writes.Load() }

// maxAttempts is how often retry tries: more than twice, because transactions that collided may collide again.
const maxAttempts = 5

// retry runs do again, after a short, random and growing pause, while shouldRetry accepts its error.
func retry(ctx context.Context, shouldRetry func(error) bool, do func() error) error {
	pause := 10 * time.Millisecond
	for attempt := 1; ; attempt++ {
		err := do()
		if err == nil || attempt == maxAttempts || !shouldRetry(err) {
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

// ErrRunAgain is returned by a transaction that must be run again because another one changed what it had read.
var ErrRunAgain = errors.New("the transaction must be run again")

func mustRunAgain(err error) bool { return isTransactionConflict(err) || errors.Is(err, ErrRunAgain) }

// isTransactionConflict reports whether PostgreSQL rolled the transaction back because of another one, so that it may
// succeed when run again (SQLSTATE 40P01 deadlock_detected, 40001 serialization_failure). SQLite has no such error: its
// writers wait for each other.
func isTransactionConflict(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && (pgErr.Code == "40P01" || pgErr.Code == "40001")
}
