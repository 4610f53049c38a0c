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

// leastChoices is how many options a choice has at least.
const leastChoices = 2

// checkChoices checks the options of a choice and gives new ones a slug.
func checkChoices(typed []models.Option) (list []models.Option, fault string) {
	list, fault = checkOptions(typed, leastChoices)
	others := 0
	for _, option := range list {
		if option.Other {
			others++
		}
	}
	if fault == "" && others > 1 {
		fault = "question.other_one"
	}
	return list, fault
}

// withoutRoles are options of which none is "other" or excludes the others.
func withoutRoles(typed []models.Option) []models.Option {
	for i := range typed {
		typed[i].Other, typed[i].Exclusive = false, false
	}
	return typed
}

// checkOptions checks options, so many at least, and gives new ones a slug.
func checkOptions(typed []models.Option, least int) (list []models.Option, fault string) {
	list, fault = typed, checkTexts(typed)
	for i := range list {
		if list[i].Slug == "" {
			list[i].Slug = optionSlug(list[i].TextEn, i, list)
		}
	}
	switch {
	case len(list) == 0 && least == 1:
		return list, "question.rows_few"
	case len(list) < least:
		return list, "question.options_few"
	case len(list) > MaxOptions:
		return list, "question.options_many"
	}
	return list, fault
}

func checkTexts(list []models.Option) (fault string) {
	for _, option := range list {
		length := max(utf8.RuneCountInString(option.TextJa), utf8.RuneCountInString(option.TextEn))
		switch {
		case option.TextJa == "":
			fault = "field.required"
		case length > maxTitle:
			fault = "field.too_long"
		}
	}
	return fault
}

// parseLines reads one option per line, without slugs.
func parseLines(typed string) (list []models.Option) {
	for line := range strings.Lines(text.CleanText(typed)) {
		ja, en, _ := strings.Cut(strings.ReplaceAll(line, "｜", "|"), "|")
		option := models.Option{TextJa: text.CleanTitle(ja), TextEn: text.CleanTitle(en)}
		if option != (models.Option{}) {
			list = append(list, option)
		}
	}
	return list
}

var notInSlugs = regexp.MustCompile(`[^a-z0-9]+`)

// missing are slugs that statistics programs read as "no answer" or as a truth value.
var missing = []string{"null", "nil", "nan", "na", "n_a", "none", "true", "false", "inf"}

// optionSlug makes the slug of the option at a place of its English text, or else of the place.
func optionSlug(english string, place int, list []models.Option) string {
	slug := strings.Trim(notInSlugs.ReplaceAllString(strings.ToLower(english), "_"), "_")
	if slugPattern.MatchString(slug) && !hasOption(list, slug) && !slices.Contains(missing, slug) {
		return slug
	}
	n := place + 1
	for hasOption(list, fmt.Sprintf("o%d", n)) {
		n++
	}
	return fmt.Sprintf("o%d", n)
}

func hasOption(list []models.Option, slug string) bool {
	return slices.ContainsFunc(list, func(o models.Option) bool { return o.Slug == slug })
}

func sameSlugs(a, b []models.Option) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(o models.Option) bool { return !hasOption(b, o.Slug) })
}

// swapsWords reports whether an option got the words that another one had, in one of the languages.
func swapsWords(before, after []models.Option) bool {
	for _, option := range after {
		own := before[slices.IndexFunc(before, func(o models.Option) bool { return o.Slug == option.Slug })]
		for _, other := range before {
			tookJa := option.TextJa != own.TextJa && option.TextJa == other.TextJa
			tookEn := option.TextEn != own.TextEn && option.TextEn == other.TextEn && option.TextEn != ""
			if other.Slug != own.Slug && (tookJa || tookEn) {
				return true
			}
		}
	}
	return false
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

// haveSlugs reports whether each option has a slug of its own, of the form that slugs have.
func haveSlugs(options []models.Option) bool {
	seen := map[string]bool{}
	for _, option := range options {
		if !slugPattern.MatchString(option.Slug) || strings.Contains(option.Slug, betweenSlugs) || seen[option.Slug] {
			return false
		}
		seen[option.Slug] = true
	}
	return true
}
