package models

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm/logger"
)

const (
	// slowQuery is how long a statement may take before it is logged: a person notices half a second.
	slowQuery = 500 * time.Millisecond
	// maxStatement is how much of a statement is logged, in bytes. Its beginning says what is read or written.
	maxStatement = 400
)

// queryLog is GORM's logger. It logs slow statements, without their values, which are personal data. It does not log
// errors, which the caller gets.
type queryLog struct{ over time.Duration }

// Trace is called after each statement.
func (l queryLog) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), _ error) {
	took := time.Since(begin)
	if took < l.over {
		return
	}
	text, rows := statement()
	slog.LogAttrs(ctx, slog.LevelWarn, "slow query",
		slog.String("statement", shorten(text)), slog.Int64("rows", rows), slog.Int64("ms", took.Milliseconds()))
}

// ParamsFilter removes the values from the statement that Trace gets.
func (queryLog) ParamsFilter(_ context.Context, statement string, _ ...any) (string, []any) {
	return statement, nil
}

// GORM's Scan records the statement by a logger of its own before Trace gets it.
func init() { logger.RecorderParamsFilter = queryLog{}.ParamsFilter }

// LogMode, Info, Warn and Error complete GORM's interface. They log nothing, because GORM's messages may hold values.
func (l queryLog) LogMode(logger.LogLevel) logger.Interface    { return l }
func (queryLog) Info(context.Context, string, ...interface{})  {}
func (queryLog) Warn(context.Context, string, ...interface{})  {}
func (queryLog) Error(context.Context, string, ...interface{}) {}

// shorten writes a statement in one line and cuts it if it is long.
func shorten(statement string) string {
	line := strings.Join(strings.Fields(statement), " ")
	if len(line) > maxStatement {
		line = strings.ToValidUTF8(line[:maxStatement], "") + " …"
	}
	return line
}
