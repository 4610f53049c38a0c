package web

import (
	"meguri/app/service/i18n"
	"meguri/models"
)

// NeedOptions are choices of which the texts are a prefix with the value; none is the text of choosing nothing.
func NeedOptions[T ~string](texts *i18n.Localizer, none, prefix string, values []T) []Option {
	options := make([]Option, 0, len(values)+1)
	options = append(options, Option{Text: texts.T(none)})
	for _, value := range values {
		options = append(options, Option{Value: string(value), Text: texts.T(prefix + string(value))})
	}
	return options
}

// InterestOptions are what may bind a coordinator and who is asked.
func InterestOptions(texts *i18n.Localizer) []Option {
	return NeedOptions(texts, "askable.interest_none", "askable.interest_", models.Interests[1:])
}
