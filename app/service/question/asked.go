package question

import (
	"slices"
	"strings"
)

// Asked is a question on a page.
type Asked struct {
	Question
	// If is the question on the same page whose answer decides whether this one is asked, nil where none does, and Values
	// are the answers that it takes.
	If     *Question
	Values []Value
}

// Ask puts a question on a page on which another one decides whether it is asked; nil where none does.
func Ask(q Question, decides *Question) Asked {
	asked := Asked{Question: q, If: decides}
	if decides == nil {
		return asked
	}
	for _, value := range decides.Values() {
		if slices.Contains(q.Settings.ShowIf.Values, value.Value) {
			asked.Values = append(asked.Values, value)
		}
	}
	return asked
}

// ValuesJa are the words of the answers that Values are, and ValuesEn in English.
func (q Asked) ValuesJa() string {
	return wordsOf(q.Values, func(v Value) string { return v.TextJa })
}

// ValuesEn are the words of the answers in English.
func (q Asked) ValuesEn() string {
	return wordsOf(q.Values, func(v Value) string { return v.TextEn })
}

func wordsOf(values []Value, word func(Value) string) string {
	words := make([]string, len(values))
	for i, value := range values {
		words[i] = word(value)
	}
	return strings.Join(words, " / ")
}

// MayBeNegative says that a number may be below zero, which the keys for decimals of a telephone cannot write.
func (q Asked) MayBeNegative() bool { return strings.HasPrefix(q.Settings.Least, "-") }
