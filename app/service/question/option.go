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

// parseChoices reads the options of a choice, at least two.
//
// An option "Other: ___" would be marked here.
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

// parseOptions reads one option per line. The slug of an option is made of its English text, or else of its position.
func parseOptions(typed string) (list []models.Option, fault string) {
	for line := range strings.Lines(text.CleanText(typed)) {
		ja, en, _ := strings.Cut(strings.ReplaceAll(line, "｜", "|"), "|")
		option := models.Option{TextJa: text.CleanTitle(ja), TextEn: text.CleanTitle(en)}
		length := max(utf8.RuneCountInString(option.TextJa), utf8.RuneCountInString(option.TextEn))
		switch {
		case option.TextJa == "" && option.TextEn == "":
			continue
		case option.TextJa == "":
			fault = "field.required"
		case length > maxTitle:
			fault = "field.too_long"
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

// formatOptions writes options as they are typed.
func formatOptions(list []models.Option) string {
	var lines []string
	for _, option := range list {
		line := option.TextJa
		if option.TextEn != "" {
			line += " | " + option.TextEn
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// chosenOptions returns the slugs in the order of the question's options. A slug that is not an option is a fault.
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

// optionCodes returns the codes of options, for the codebook.
func optionCodes(options []models.Option) (list []Code) {
	for _, option := range options {
		list = append(list, Code{option.Slug, option.TextJa, option.TextEn})
	}
	return list
}

// optionBars returns how often each option was chosen.
func optionBars(options []models.Option, times func(value string) int) (list []Bar) {
	for _, option := range options {
		list = append(list, Bar{option.TextJa, option.TextEn, times(option.Slug)})
	}
	return list
}
