package command

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"meguri/app/service/i18n"
	"meguri/models"
)

// explain puts trouble that a person can mend into words for the terminal; other errors stay as they are.
func explain(err error) error {
	var known *models.Error
	if !errors.As(err, &known) {
		return err
	}
	texts, failed := i18n.Load()
	if failed != nil {
		return err
	}
	english := texts.For(i18n.English)
	if len(known.Fields) == 0 {
		return errors.New(english.T(known.Key, known.Args...))
	}
	var lines []string
	for _, field := range slices.Sorted(maps.Keys(known.Fields)) {
		lines = append(lines, field+": "+english.T(known.Fields[field], known.ArgsOf(field)...))
	}
	return errors.New(strings.Join(lines, "\n"))
}
