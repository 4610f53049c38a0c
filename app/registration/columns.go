package registration

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/models"
)

// ListColumns are the columns that a list of people may have beside the name, in their order.
var ListColumns = []string{
	"organization",
	"ticket_type",
	"state",
	"arrived",
	"online",
	"sessions",
	"archive",
	"needs",
	"registered",
	"code",
	"email",
	"sector",
	"language",
	"tags",
	"note",
}

// defaultColumns are those that everybody sees who has not chosen any.
var defaultColumns = []string{"organization", "ticket_type", "state", "arrived", "online", "needs", "registered"}

// noColumns is what an account remembers who wants the names alone.
const noColumns = "-"

// AnswerColumn is how the column of a question of an event's form is called: its slug follows.
const AnswerColumn = "q."

// answerColumn is what such a name looks like. Other events have no such question and leave it out.
var answerColumn = regexp.MustCompile(`^q\.[a-z][a-z0-9_]{0,29}$`)

// maxColumns is how many columns an account remembers.
const maxColumns = 60

// ColumnsInput is which columns a person wants to see. Default brings back those of everybody.
type ColumnsInput struct {
	Columns []string `form:"column"`
	Default bool     `form:"default"`
}

// ChooseColumns remembers which columns the account's person wants to see in lists of people. Errors: Invalid for what
// is no column.
func (s *Service) ChooseColumns(ctx context.Context, account *models.Account, in *ColumnsInput) error {
	c := check.New()
	for _, column := range in.Columns {
		if !answerColumn.MatchString(column) {
			check.Choice(c, "column", column, ListColumns)
		}
	}
	if len(in.Columns) > maxColumns {
		c.Fault("column", "field.choice")
	}
	if err := c.Err(); err != nil {
		return err
	}
	chosen := strings.Join(in.Columns, ",")
	switch {
	case in.Default:
		chosen = ""
	case chosen == "":
		chosen = noColumns
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Accounts().SetPeopleColumns(account.ID, chosen) })
}

// ColumnsOf are the columns that an account sees. Those of former versions that are no more are left out.
func ColumnsOf(account *models.Account) []string {
	if account == nil {
		return defaultColumns
	}
	return columnsIn(account.PeopleColumns)
}

// columnsIn are the columns that are named with commas between.
func columnsIn(list string) []string {
	if list == "" {
		return defaultColumns
	}
	chosen := strings.Split(list, ",")
	isHidden := func(column string) bool { return !slices.Contains(chosen, column) }
	shown := slices.DeleteFunc(slices.Clone(ListColumns), isHidden)
	for _, column := range chosen {
		if strings.HasPrefix(column, AnswerColumn) {
			shown = append(shown, column)
		}
	}
	return shown
}
