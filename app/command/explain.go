package command

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"meguri/app/service/i18n"
	"meguri/models"
)

// explain replaces a models.Error by its English text. Other errors stay as they are.
func explain(err error) error {
	var userErr *models.Error
	if !errors.As(err, &userErr) {
		return err
	}
	texts, loadErr := i18n.Load()
	if loadErr != nil {
		return err
	}
	english := texts.For(i18n.English)
	if len(userErr.Fields) == 0 {
		return errors.New(english.T(userErr.Key, userErr.Args...))
	}
	var lines []string
	for _, field := range slices.Sorted(maps.Keys(userErr.Fields)) {
		lines = append(lines, field+": "+english.T(userErr.Fields[field], userErr.ArgsOf(field)...))
	}
	return errors.New(strings.Join(lines, "\n"))
}
