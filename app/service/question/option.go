package question

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// parseChoices reads the options of a choice: two at least.
//
// "Other: ___" would be an option with a mark of its own, and ids that outlive an option's place would be given here.
func parseChoices(typed string) (list []models.Option, fault string) {
	list, fault = parseOptions(typed)
	switch {
	case len(list) < 2:
		return list, "question.options_few"
	case len(list) > maxOptions:
		return list, "question.options_many"
	}
	return list, fault
}

// parseOptions reads one option a line. An option's slug comes from its English text where that makes one, else from its
// place.
func parseOptions(typed string) (list []models.Option, fault string) {
	for written := range strings.Lines(text.CleanText(typed)) {
		ja, en, _ := strings.Cut(strings.ReplaceAll(written, "｜", "|"), "|")
		option := models.Option{TextJa: text.CleanTitle(ja), TextEn: text.CleanTitle(en)}
		longest := max(utf8.RuneCountInString(option.TextJa), utf8.RuneCountInString(option.TextEn))
		switch {
		case option.TextJa == "" && option.TextEn == "":
			continue
		case option.TextJa == "":
			fault = "field.required"
		case longest > maxTitle:
			fault = "question.too_long"
		}
		option.Slug = optionSlug(option.TextEn, list)
		list = append(list, option)
	}
	return list, fault
}

var notInSlugs = regexp.MustCompile(`[^a-z0-9]+`)

func optionSlug(english string, others []models.Option) string {
	slug := strings.Trim(notInSlugs.ReplaceAllString(strings.ToLower(english), "_"), "_")
	taken := slices.ContainsFunc(others, func(o models.Option) bool { return o.Slug == slug })
	if taken || !slugPattern.MatchString(slug) {
		return fmt.Sprintf("o%d", len(others)+1)
	}
	return slug
}

// formatOptions writes options the way they are typed.
func formatOptions(list []models.Option) string {
	var lines []string
	for _, option := range list {
		written := option.TextJa
		if option.TextEn != "" {
			written += " | " + option.TextEn
		}
		lines = append(lines, written)
	}
	return strings.Join(lines, "\n")
}

// chosenOptions are the options with these slugs, in the order of the question.
func chosenOptions(options []models.Option, slugs []string) (list []string, fault string) {
	for _, option := range options {
		if slices.Contains(slugs, option.Slug) {
			list = append(list, option.Slug)
		}
	}
	if len(list) != len(slugs) {
		return nil, "field.choice"
	}
	return list, ""
}

// optionCodes explains the values of a column.
func optionCodes(options []models.Option) (list []Code) {
	for _, option := range options {
		list = append(list, Code{option.Slug, option.TextJa, option.TextEn})
	}
	return list
}

// optionBars are how often each option was chosen.
func optionBars(options []models.Option, times func(value string) int) (list []Bar) {
	for _, option := range options {
		list = append(list, Bar{option.TextJa, option.TextEn, times(option.Slug)})
	}
	return list
}
