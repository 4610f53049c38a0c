package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"

	"meguri/app/command/demo"
	"meguri/app/program"
	"meguri/models"
)

type serveCommand struct {
	Demo    bool   `help:"Fill a new database with the demo events first."`
	Migrate string `help:"${help_migrate}" env:"MEGURI_MIGRATE" default:"wait" enum:"wait,auto"`
}

// Run serves until ctx ends. See program.Program.Serve.
func (s *serveCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, err := models.Open(ctx, config.Database())
	if err != nil {
		return err
	}
	defer db.Close()
	if err := s.prepare(ctx, db); err != nil {
		return err
	}
	if s.Demo {
		if err := fillIfNew(ctx, config, db, out); err != nil {
			return err
		}
		if config.OperatorName == "" {
			config.OperatorName, config.OperatorNameEn = demo.OperatorJa, demo.OperatorEn
			config.OperatorEmail = cmp.Or(config.OperatorEmail, demo.OperatorEmail)
		}
	}
	prog, err := program.New(config, db)
	if err != nil {
		return err
	}
	debug.FreeOSMemory() // what the parser of pages left behind
	paceCollector()
	listener, err := listen(ctx, config.Addr, "MEGURI_ADDR")
	if err != nil {
		return err
	}
	if config.MetricsAddr != "" {
		metrics, err := listen(ctx, config.MetricsAddr, "MEGURI_METRICS_ADDR")
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		go prog.ServeMetrics(ctx, metrics)
	}
	return prog.Serve(ctx, listener)
}

func listen(ctx context.Context, address, setting string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen: %w (another program may use the address; choose one with %s)", err, setting)
	}
	return listener, nil
}

func (s *serveCommand) prepare(ctx context.Context, db *models.DB) error {
	if db.Engine == models.SQLite || s.Migrate == "auto" {
		_, err := db.Migrate(ctx)
		return err
	}
	return db.CheckSchema(ctx)
}

// fillIfNew fills an empty database with the demo. It prints how to sign in if the database has the demo.
func fillIfNew(ctx context.Context, config *program.Config, db *models.DB, out io.Writer) error {
	empty, err := db.Query(ctx).IsEmpty()
	if err != nil {
		return err
	}
	if empty {
		if err := fillDemo(ctx, config, db); err != nil {
			return err
		}
	}
	if _, err := db.Query(ctx).Accounts().ByEmail(demo.Staff[0].Email); err != nil {
		return nil //nolint:nilerr // the database does not have the demo
	}
	return printDemo(ctx, config, db, out)
}
