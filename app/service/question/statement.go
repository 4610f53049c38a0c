package question

import "meguri/models"

// statement is a text without an answer. It has no column.
type statement struct{ newPage bool }

func (s statement) show() Show { return Show{Control: NoControl, NewPage: s.newPage} }

func (statement) options([]models.Option) ([]models.Option, string) { return nil, "" }

func (statement) check(Question, []string) ([]string, string) { return nil, "" }

func (statement) columns(Question, Column, Texts) []Column { return nil }

func (statement) value([]string) any { return nil }

func (statement) tally(Question, func(string) int) Tally { return Tally{} }
