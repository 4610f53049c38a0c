package models

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm/logger"
)

const (
	// slowQuery is how long a statement may take before the log tells of it: a person notices half a second.
	slowQuery = 500 * time.Millisecond
	// maxStatement is how much of a statement the log shows, in bytes. The start names what is read or written.
	maxStatement = 400
)

// queryLog is GORM's logger: it tells of slow statements, without their values, which are personal data. Errors reach
// the caller, who logs them.
type queryLog struct{ over time.Duration }

// Trace hears of each statement when it has ended.
func (l queryLog) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), _ error) {
	took := time.Since(begin)
	if took < l.over {
		return
	}
	text, rows := statement()
	slog.LogAttrs(ctx, slog.LevelWarn, "slow query",
		slog.String("statement", shorten(text)), slog.Int64("rows", rows), slog.Int64("ms", took.Milliseconds()))
}

// ParamsFilter keeps the values out of the statement that Trace gets.
func (queryLog) ParamsFilter(_ context.Context, statement string, _ ...any) (string, []any) {
	return statement, nil
}

// GORM's Scan lets a recorder of its own write the statement down before Trace gets it.
func init() { logger.RecorderParamsFilter = queryLog{}.ParamsFilter }

// LogMode, Info, Warn and Error are the rest of GORM's interface. What GORM says there may hold values.
func (l queryLog) LogMode(logger.LogLevel) logger.Interface    { return l }
func (queryLog) Info(context.Context, string, ...interface{})  {}
func (queryLog) Warn(context.Context, string, ...interface{})  {}
func (queryLog) Error(context.Context, string, ...interface{}) {}

// shorten is a statement in one line, cut where it is long.
func shorten(statement string) string {
	line := strings.Join(strings.Fields(statement), " ")
	if len(line) > maxStatement {
		line = strings.ToValidUTF8(line[:maxStatement], "") + " …"
	}
	return line
}
