package models

import (
	"encoding/json"
	"slices"
	"strings"
)

// Answer is the values given to a question.
type Answer struct {
	Slug   string
	Values []string
}

// parseAnswers reads the answers of a response.
func parseAnswers(s string) (map[string][]string, error) {
	list, _, err := readAnswers(nil, nil, s)
	if err != nil {
		return nil, err
	}
	answers := make(map[string][]string, len(list))
	for _, answer := range list {
		answers[answer.Slug] = answer.Values
	}
	return answers, nil
}

// readAnswers appends the answers of a response to a list, and what they consist of to values. They are a JSON object
// of arrays of strings. encoding/json takes several times as long, which counts with 100,000 responses; it reads what
// has an escape in it.
func readAnswers(list []Answer, values []string, s string) ([]Answer, []string, error) {
	if !strings.Contains(s, `\`) {
		p := answersParser{rest: s, values: slices.Grow(values, strings.Count(s, `"`)/2), answers: list}
		if p.object() {
			return p.answers, p.values, nil
		}
	}
	var answers map[string][]string
	err := json.Unmarshal([]byte(s), &answers)
	for slug, values := range answers {
		list = append(list, Answer{slug, values})
	}
	return list, values, err
}

// formatAnswers writes the answers of a response, sorted by their slugs.
func formatAnswers(answers map[string][]string) string {
	if len(answers) == 0 {
		return "{}"
	}
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(answers) // texts cannot fail
	return strings.TrimSuffix(text.String(), "\n")
}

// answersParser reads the JSON that this program writes: without spaces and, here, without escapes.
type answersParser struct {
	rest    string
	values  []string // of all lists, one after the other
	answers []Answer
}

func (p *answersParser) object() bool {
	if p.rest == "{}" {
		return true
	}
	if !p.skip('{') {
		return false
	}
	for {
		slug, ok := p.text()
		if !ok || !p.skip(':') {
			return false
		}
		values, ok := p.list()
		if !ok {
			return false
		}
		p.answers = append(p.answers, Answer{slug, values})
		if !p.skip(',') {
			return p.rest == "}"
		}
	}
}

func (p *answersParser) list() ([]string, bool) {
	if !p.skip('[') {
		return nil, false
	}
	from := len(p.values)
	for {
		value, ok := p.text()
		if !ok {
			return nil, false
		}
		p.values = append(p.values, value)
		if !p.skip(',') {
			return p.values[from:len(p.values):len(p.values)], p.skip(']')
		}
	}
}

func (p *answersParser) text() (string, bool) {
	if !p.skip('"') {
		return "", false
	}
	text, rest, found := strings.Cut(p.rest, `"`)
	p.rest = rest
	return text, found
}

func (p *answersParser) skip(c byte) bool {
	if p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}
