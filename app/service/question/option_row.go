package question

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"meguri/models"
	"meguri/models/text"
)

// OptionRow is an option in the form of a question. Slug is that of the option which the row was made
// for, so that its answers keep their meaning wherever the row goes; a new option has none.
//
// Role is "other", "exclusive" or "".
type OptionRow struct{ Slug, TextJa, TextEn, Place, Role string }

// Rows are the options as they were typed in rows, then empty rows, which become options where they are filled in.
func (in *Input) Rows(empty int) []OptionRow {
	list := make([]OptionRow, 0, len(in.OptionSlugs)+empty)
	for i, slug := range in.OptionSlugs {
		row := OptionRow{slug, at(in.OptionsJa, i), at(in.OptionsEn, i), at(in.OptionPlaces, i), at(in.OptionRoles, i)}
		if row.Slug+row.TextJa+row.TextEn != "" {
			list = append(list, row)
		}
	}
	for range min(empty, MaxOptions-len(list)) {
		list = append(list, OptionRow{Place: strconv.Itoa(len(list) + 1)})
	}
	return list
}

// at is the value of a row, "" where a request left it out.
func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func (in *Input) setRows(options []models.Option) {
	for i, option := range options {
		in.OptionSlugs = append(in.OptionSlugs, option.Slug)
		in.OptionsJa = append(in.OptionsJa, option.TextJa)
		in.OptionsEn = append(in.OptionsEn, option.TextEn)
		in.OptionPlaces = append(in.OptionPlaces, strconv.Itoa(i+1))
	}
	if slices.ContainsFunc(options, func(o models.Option) bool { return roleOf(o) != "" }) {
		for _, option := range options {
			in.OptionRoles = append(in.OptionRoles, roleOf(option))
		}
	}
}

// The roles of options.
const (
	roleOther     = "other"
	roleExclusive = "exclusive"
)

func roleOf(o models.Option) string {
	switch {
	case o.Other:
		return roleOther
	case o.Exclusive:
		return roleExclusive
	}
	return ""
}

// rolesOf are the roles of options by their slugs.
func (q Question) rolesOf(slugs []string) []string {
	roles := make([]string, len(slugs))
	for i, slug := range slugs {
		if at := slices.IndexFunc(q.Options, func(o models.Option) bool { return o.Slug == slug }); at >= 0 {
			roles[i] = roleOf(q.Options[at])
		}
	}
	return roles
}

// Typed are the options that were typed, in rows or in lines, in their order. An empty row is none.
func (in *Input) Typed() (list []models.Option) {
	if len(in.OptionSlugs) == 0 {
		return parseLines(in.Options)
	}
	rows := in.Rows(0)
	slices.SortStableFunc(rows, func(a, b OptionRow) int { return cmp.Compare(a.place(), b.place()) })
	for _, row := range rows {
		option := models.Option{Slug: row.Slug, TextJa: text.CleanTitle(row.TextJa), TextEn: text.CleanTitle(row.TextEn)}
		option.Other, option.Exclusive = row.Role == roleOther, row.Role == roleExclusive
		if option.TextJa+option.TextEn != "" {
			list = append(list, option)
		}
	}
	return list
}

// place is the typed number. A row without one comes last.
func (r OptionRow) place() float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(norm.NFKC.String(r.Place)), 64)
	if err != nil {
		return MaxOptions + 1
	}
	return n
}

// knowsOnly reports whether the rows have the slugs of the options, each at most once, and no other.
func (in *Input) knowsOnly(options []models.Option) bool {
	var seen []string
	for _, slug := range in.OptionSlugs {
		if slug != "" && (!hasOption(options, slug) || slices.Contains(seen, slug)) {
			return false
		}
		seen = append(seen, slug)
	}
	return true
}
